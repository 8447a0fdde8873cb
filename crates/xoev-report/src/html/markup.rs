//! Building HTML so that no text can become markup.
//!
//! Markup itself is `&'static str`, so that it stands in this program; whatever comes from
//! elsewhere has to go through a method that escapes it.

use crate::visible;

/// A piece of HTML that is also well-formed XML.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Nothing yet.
    pub fn new() -> Markup {
        Markup::default()
    }

    /// What was built.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Markup of this program.
    pub fn raw(&mut self, markup: &'static str) -> &mut Markup {
        self.0.push_str(markup);
        self
    }

    /// Text, with hidden characters named.
    pub fn text(&mut self, text: &str) -> &mut Markup {
        for c in text.chars() {
            if visible::is_hidden(c) {
                self.0.push_str("<span class=\"hidden-char\">");
                self.0.push_str(&visible::name(c));
                self.0.push_str("</span>");
            } else {
                self.escaped(c);
            }
        }
        self
    }

    /// Text that comes from a message or a file name: it may run from right to left, which must not
    /// rearrange what stands around it.
    pub fn foreign(&mut self, text: &str) -> &mut Markup {
        self.raw("<bdi>").text(text).raw("</bdi>")
    }

    /// An attribute.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Markup {
        self.raw(" ").raw(name).raw("=\"");
        for c in visible::plain(value).chars() {
            match c {
                // An XML parser would make spaces of them.
                '\n' => self.0.push_str("&#10;"),
                '\t' => self.0.push_str("&#9;"),
                c => self.escaped(c),
            }
        }
        self.raw("\"")
    }

    /// An attribute `href` that leads to a fragment of this page: `#key=value`.
    pub fn fragment(&mut self, key: &'static str, value: &str) -> &mut Markup {
        self.raw(" href=\"#").raw(key).raw("=");
        for byte in visible::plain(value).bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    self.0.push(char::from(byte));
                }
                byte => self.0.push_str(&format!("%{byte:02X}")),
            }
        }
        self.raw("\"")
    }

    /// A number.
    pub fn number(&mut self, number: impl Into<u64>) -> &mut Markup {
        self.0.push_str(&number.into().to_string());
        self
    }

    fn escaped(&mut self, c: char) {
        match c {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '>' => self.0.push_str("&gt;"),
            '"' => self.0.push_str("&quot;"),
            '\'' => self.0.push_str("&#39;"),
            c => self.0.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn text_can_not_become_markup() {
        let mut markup = Markup::new();
        markup
            .raw("<p")
            .attribute("title", "\"><script>\u{0}\n")
            .raw(">")
            .text("</p>&\u{202E}'")
            .raw("</p>");
        assert_eq!(
            markup.into_string(),
            "<p title=\"&quot;&gt;&lt;script&gt;[U+0000]&#10;\">&lt;/p&gt;&amp;\
             <span class=\"hidden-char\">U+202E</span>&#39;</p>"
        );
    }

    #[test]
    fn fragments_hold_nothing_but_plain_characters() {
        let mut markup = Markup::new();
        markup.fragment("rule", "cvc-a.1 \"ä&");
        assert_eq!(
            markup.into_string(),
            " href=\"#rule=cvc-a.1%20%22%C3%A4%26\""
        );
    }
}
