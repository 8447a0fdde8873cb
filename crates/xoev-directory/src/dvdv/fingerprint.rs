//! Fingerprints of certificates, by which the DVDV knows clients.

use std::fmt;
use std::str::FromStr;

/// SHA-1 of a certificate, 40 hexadecimal digits. Colons, blanks and capitals are taken, too.
///
/// ```
/// use xoev_directory::dvdv::Fingerprint;
///
/// let text = "02:72:C5:6C:97:42:A6:25:01:32:9A:3A:A7:89:74:F1:60:5C:92:A2";
/// let fingerprint: Fingerprint = text.parse().expect("a fingerprint");
/// assert_eq!(fingerprint.as_str(), "0272c56c9742a62501329a3aa78974f1605c92a2");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

/// A text is no fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint has 40 hexadecimal digits")]
pub struct FingerprintError;

impl Fingerprint {
    /// 40 hexadecimal digits, in small letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Fingerprint, FingerprintError> {
        let digits = text.chars().filter(|c| !matches!(c, ':' | ' '));
        let digits: String = digits.take(41).map(|c| c.to_ascii_lowercase()).collect();
        if digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Fingerprint(digits))
        } else {
            Err(FingerprintError)
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
