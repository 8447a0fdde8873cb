//! Characters and names of XML 1.0, for readers of other kinds.

/// Whether XML 1.0 allows a character in documents (production 2).
pub fn is_char(c: char) -> bool {
    crate::reader::is_xml_char(c)
}

/// Whether a text is a name without colon (production 4 of Namespaces in XML 1.0, third edition).
pub fn is_ncname(text: &str) -> bool {
    crate::reader::is_ncname(text)
}
