//! Style and script of the page, and the policy that lets a browser run nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// Neither may hold `<` or `&`: they mean different things there in HTML and in XML.
pub(crate) const STYLE: &str = include_str!("style.css");
pub(crate) const SCRIPT: &str = include_str!("script.js");

/// A content security policy: nothing is loaded from anywhere, and of what stands in a page just
/// this style and, if there is one, this script count, known by their hashes.
pub fn content_security_policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let script = match script {
        Some(script) => format!("script-src 'sha256-{}'; ", hash(script)),
        None => String::new(),
    };
    format!(
        "default-src 'none'; style-src 'sha256-{}'; {script}base-uri 'none'; form-action 'none'",
        hash(style)
    )
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, STYLE};

    #[test]
    fn style_and_script_mean_the_same_in_html_and_xml() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains(['<', '&', '\r']));
        }
    }
}
