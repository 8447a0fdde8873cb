//! Writing the XML of requests.

/// Namespace of SOAP 1.2.
pub(crate) const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
/// Namespace of WS-Addressing.
pub(crate) const WSA: &str = "http://www.w3.org/2005/08/addressing";
/// Where answers go: back on the same connection.
pub(crate) const ANONYMOUS: &str = "http://www.w3.org/2005/08/addressing/anonymous";
/// Namespace of XTA.
pub(crate) const XTA: &str = "http://xoev.de/transport/xta/211";
/// Namespace of the mailbox.
pub(crate) const OSCI: &str = "http://www.osci.eu/ws/2008/05/transport";
/// Namespace of the metadata.
pub(crate) const META: &str = "http://www.osci.eu/ws/2014/10/transport";
/// Namespace of references into a multipart message.
pub(crate) const XOP: &str = "http://www.w3.org/2004/08/xop/include";

/// XML being written.
#[derive(Debug, Default)]
pub(crate) struct Xml(String);

impl Xml {
    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    /// Writes an element whose content is written by `content`.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Xml),
    ) {
        self.start(name, attributes);
        let before = self.0.len();
        content(self);
        if self.0.len() == before {
            self.0.pop();
            self.0.push_str("/>");
        } else {
            self.0.push_str("</");
            self.0.push_str(name);
            self.0.push('>');
        }
    }

    /// Writes an element with a text.
    pub(crate) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| xml.escaped(text));
    }

    /// Writes what is XML already.
    pub(crate) fn raw(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.escaped(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' => self.0.push_str("&#9;"),
                '\n' => self.0.push_str("&#10;"),
                '\r' => self.0.push_str("&#13;"),
                c => self.0.push(c),
            }
        }
    }
}

/// Whether XML 1.0 has all characters of a text.
pub(crate) fn is_writable(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_are_escaped() {
        let mut xml = Xml::default();
        xml.element("a", &[("b", "\"<&>\n")], |xml| {
            xml.leaf("c", &[], "x < y & z");
            xml.leaf("d", &[], "");
        });
        assert_eq!(
            xml.finish(),
            "<a b=\"&quot;&lt;&amp;&gt;&#10;\"><c>x &lt; y &amp; z</c><d/></a>"
        );
    }

    #[test]
    fn control_characters_can_not_be_written() {
        assert!(is_writable("Zürich \t\u{1F600}"));
        assert!(!is_writable("a\u{0}b"));
        assert!(!is_writable("a\u{FFFE}b"));
    }
}
