//! XML with its namespaces, read strictly and written again.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// Namespace; empty for none.
    pub(super) namespace: String,
    /// Local name.
    pub(super) name: String,
    /// Attributes without namespace, and those with one by their local name.
    pub(super) attributes: Vec<(String, String)>,
    /// Text directly in it.
    pub(super) text: String,
    /// Elements in it.
    pub(super) children: Vec<Node>,
}

impl Node {
    /// Reads a document.
    pub(super) fn read(bytes: &[u8]) -> Result<Node, String> {
        let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
        let mut reader = NsReader::from_str(text);
        let mut open = vec![Node::default()];
        loop {
            let (namespace, event) = reader.read_resolved_event().map_err(|e| e.to_string())?;
            let namespace = match namespace {
                ResolveResult::Bound(n) => String::from_utf8_lossy(n.as_ref()).into_owned(),
                ResolveResult::Unbound => String::new(),
                ResolveResult::Unknown(p) => {
                    return Err(format!("prefix {} is unknown", String::from_utf8_lossy(&p)));
                }
            };
            let text = match event {
                Event::Start(start) => {
                    if open.len() > 60 {
                        return Err("too deep".to_owned());
                    }
                    open.push(node(namespace, &start)?);
                    continue;
                }
                Event::Empty(start) => {
                    let node = node(namespace, &start)?;
                    open.last_mut().ok_or("no parent")?.children.push(node);
                    continue;
                }
                Event::End(_) => {
                    let node = open.pop().ok_or("no element")?;
                    open.last_mut().ok_or("no parent")?.children.push(node);
                    continue;
                }
                Event::Text(text) => text.xml_content().map_err(|e| e.to_string())?.into_owned(),
                Event::CData(text) => text.xml_content().map_err(|e| e.to_string())?.into_owned(),
                Event::GeneralRef(reference) => {
                    let name = reference.decode().map_err(|e| e.to_string())?;
                    quick_xml::escape::unescape(&format!("&{name};"))
                        .map_err(|e| e.to_string())?
                        .into_owned()
                }
                Event::DocType(_) => return Err("a document type".to_owned()),
                Event::Eof => break,
                _ => continue,
            };
            open.last_mut().ok_or("no parent")?.text.push_str(&text);
        }
        let mut document = open.pop().ok_or("no document")?;
        match (document.children.pop(), open.is_empty()) {
            (Some(root), true) if document.children.is_empty() => Ok(root),
            _ => Err("not one whole element".to_owned()),
        }
    }

    /// The first element of this namespace and name.
    pub(super) fn child(&self, namespace: &str, name: &str) -> Option<&Node> {
        let is = |c: &&Node| c.name == name && c.namespace == namespace;
        self.children.iter().find(is)
    }

    /// All elements of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The text at the end of a path of names; empty if there is none.
    pub(super) fn text_at(&self, path: &[&str]) -> &str {
        let mut node = self;
        for name in path {
            match node.children.iter().find(|c| c.name == *name) {
                Some(child) => node = child,
                None => return "",
            }
        }
        node.text.trim()
    }

    /// An attribute; empty if there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map_or("", |(_, value)| value)
    }

    /// Writes it, with its namespaces declared where they change.
    pub(super) fn write(&self, out: &mut String) {
        self.write_in("", out);
    }

    fn write_in(&self, around: &str, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        let namespaces = (self.namespace != around).then_some(("xmlns", self.namespace.as_str()));
        let attributes = self.attributes.iter();
        let attributes = attributes.map(|(n, v)| (n.as_str(), v.as_str()));
        for (name, value) in namespaces.into_iter().chain(attributes) {
            out.push_str(&format!(" {name}=\"{}\"", quick_xml::escape::escape(value)));
        }
        out.push('>');
        out.push_str(&quick_xml::escape::escape(self.text.as_str()));
        for child in &self.children {
            child.write_in(&self.namespace, out);
        }
        out.push_str(&format!("</{}>", self.name));
    }
}

fn node(namespace: String, start: &BytesStart<'_>) -> Result<Node, String> {
    let mut node = Node {
        namespace,
        name: String::from_utf8_lossy(start.local_name().as_ref()).into_owned(),
        ..Node::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        if attribute.key.as_namespace_binding().is_none() {
            let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
            let value = std::str::from_utf8(&attribute.value).map_err(|e| e.to_string())?;
            let value = quick_xml::escape::unescape(value).map_err(|e| e.to_string())?;
            node.attributes.push((name, value.into_owned()));
        }
    }
    Ok(node)
}
