//! Style and script of the page, and the policy that lets a browser run nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// Neither may hold `<` or `&`: they mean different things there in HTML and in XML.
pub(crate) const STYLE: &str = include_str!("style.css");
pub(crate) const SCRIPT: &str = include_str!("script.js");

/// The content security policy: nothing is loaded from anywhere, and of what stands in the page
/// just our own style and script count, known by their hashes.
pub(crate) fn content_security_policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
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
