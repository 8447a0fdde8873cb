//! Keys of authorities in a directory: opaque text behind a prefix of three letters.

use std::fmt;
use std::str::FromStr;

use crate::DirectoryError;

/// Key of an authority: three small letters, a colon, the id; 6 to 255 bytes. The id is opaque: it
/// need not have digits or a fixed length, as `psb:01001000_00`.
///
/// ```
/// use xoev_directory::Key;
///
/// # fn main() -> Result<(), xoev_directory::DirectoryError> {
/// let key: Key = "ags:01999001".parse()?;
/// assert_eq!((key.prefix(), key.id(), key.ags()), ("ags", "01999001", Some("01999001")));
/// assert!("AGS:01999001".parse::<Key>().is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// A key from its text.
    ///
    /// # Errors
    /// [`DirectoryError::Key`]
    pub fn parse(text: &str) -> Result<Key, DirectoryError> {
        let (prefix, id) = text.split_once(':').unwrap_or_default();
        let sound = (6..=255).contains(&text.len())
            && prefix.len() == 3
            && prefix.bytes().all(|b| b.is_ascii_lowercase())
            && !id.chars().any(char::is_control)
            && id.trim() == id;
        if !sound {
            return Err(DirectoryError::Key {
                key: text.chars().take(255).collect(),
            });
        }
        Ok(Key(text.to_owned()))
    }

    /// The key `ags:` of a municipality, from its Amtlicher Gemeindeschlüssel of eight digits.
    ///
    /// # Errors
    /// [`DirectoryError::Key`] if it has not eight digits.
    pub fn of_ags(ags: &str) -> Result<Key, DirectoryError> {
        let key = format!("ags:{ags}");
        if is_ags(ags) {
            Ok(Key(key))
        } else {
            Err(DirectoryError::Key { key })
        }
    }

    /// The prefix, without the colon: three small letters.
    pub fn prefix(&self) -> &str {
        &self.0[..3]
    }

    /// What stands after the colon.
    pub fn id(&self) -> &str {
        &self.0[4..]
    }

    /// The Amtlicher Gemeindeschlüssel of eight digits, if the key is one.
    pub fn ags(&self) -> Option<&str> {
        (self.prefix() == "ags" && is_ags(self.id())).then(|| self.id())
    }

    /// The whole key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_ags(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Key {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for Key {
    type Err = DirectoryError;

    fn from_str(text: &str) -> Result<Key, DirectoryError> {
        Key::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_are_opaque_behind_their_prefix() {
        for good in [
            "ags:01999001",
            "psb:01001000_00",
            "gae:poststelle@stadt.example",
            "fss:ä:b",
            &format!("azr:{}", "1".repeat(251)),
        ] {
            let key = Key::parse(good).expect(good);
            assert_eq!(format!("{}:{}", key.prefix(), key.id()), good);
        }
    }

    #[test]
    fn what_can_not_be_a_key_is_refused() {
        for bad in [
            "",
            "ags",
            "ags:1",
            "agsx:1234",
            "ag:12345",
            "AGS:01999001",
            "äb:12345",
            "ags: 1234",
            "ags:12\n34",
            &format!("azr:{}", "1".repeat(252)),
        ] {
            assert!(Key::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn only_eight_digits_behind_ags_are_a_gemeindeschluessel() {
        assert_eq!(
            Key::of_ags("01999001").expect("a key").ags(),
            Some("01999001")
        );
        for bad in ["0199900", "019990011", "0199900a"] {
            assert!(Key::of_ags(bad).is_err(), "{bad}");
        }
        assert_eq!(Key::parse("azr:01999001").expect("a key").ags(), None);
    }
}
