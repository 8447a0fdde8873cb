//! A small XML tree that can be edited.

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Document>,
    text: String,
}

impl Document {
    /// Reads a document, or a fragment with one element.
    pub(crate) fn parse(xml: &str) -> Document {
        let mut reader = Reader::from_str(xml);
        let mut open: Vec<Document> = Vec::new();
        loop {
            let closed = match reader.read_event().expect("well-formed XML") {
                Event::Start(tag) => {
                    open.push(Document::start(&tag));
                    None
                }
                Event::Empty(tag) => Some(Document::start(&tag)),
                Event::End(_) => open.pop(),
                Event::Text(text) => {
                    if let Some(top) = open.last_mut() {
                        top.text.push_str(&text.decode().expect("UTF-8"));
                    }
                    None
                }
                Event::GeneralRef(name) => {
                    let name = name.decode().expect("UTF-8");
                    let text = unescape(&format!("&{name};"))
                        .expect("a reference")
                        .into_owned();
                    if let Some(top) = open.last_mut() {
                        top.text.push_str(&text);
                    }
                    None
                }
                Event::Eof => panic!("no root element"),
                _ => None,
            };
            if let Some(mut element) = closed {
                if !element.children.is_empty() {
                    element.text.clear();
                }
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return element,
                }
            }
        }
    }

    fn start(tag: &BytesStart<'_>) -> Document {
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute");
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let value = String::from_utf8_lossy(&attribute.value).into_owned();
            (name, unescape(&value).expect("a value").into_owned())
        });
        Document {
            name,
            attributes: attributes.collect(),
            ..Document::default()
        }
    }

    fn local(&self) -> &str {
        self.name
            .split_once(':')
            .map_or(&self.name, |(_, local)| local)
    }

    /// The element at a path of local names, each perhaps with a position from 1: `a/b[2]`. An
    /// empty path is this element.
    fn find(&mut self, path: &str) -> Option<&mut Document> {
        if path.is_empty() {
            return Some(self);
        }
        let (step, rest) = path.split_once('/').unwrap_or((path, ""));
        let (name, at) = match step.strip_suffix(']').and_then(|s| s.split_once('[')) {
            Some((name, at)) => (name, at.parse::<usize>().expect("a position") - 1),
            None => (step, 0),
        };
        let mut same = self.children.iter_mut().filter(|c| c.local() == name);
        same.nth(at)?.find(rest)
    }

    fn at(&mut self, path: &str) -> &mut Document {
        let shown = format!("{self:?}").chars().take(2000).collect::<String>();
        self.find(path)
            .unwrap_or_else(|| panic!("no element {path} in {shown}"))
    }

    /// Whether there is an element.
    pub(crate) fn has(&mut self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Gives an element a text.
    pub(crate) fn set(&mut self, path: &str, text: &str) -> &mut Document {
        let element = self.at(path);
        element.children.clear();
        element.text = text.to_owned();
        self
    }

    /// Gives an element an attribute.
    pub(crate) fn attribute(&mut self, path: &str, name: &str, value: &str) -> &mut Document {
        self.without(path, name);
        let element = self.at(path);
        element.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes an attribute away.
    pub(crate) fn without(&mut self, path: &str, name: &str) -> &mut Document {
        self.at(path).attributes.retain(|(n, _)| n != name);
        self
    }

    /// Takes an element away.
    pub(crate) fn drop(&mut self, path: &str) -> &mut Document {
        self.at(path);
        self.drop_if(path);
        self
    }

    /// Takes an element away if it is there.
    pub(crate) fn drop_if(&mut self, path: &str) {
        if self.find(path).is_some() {
            self.at(path).name = "!".to_owned();
            let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
            self.at(parent).children.retain(|c| c.name != "!");
        }
    }

    /// Puts elements behind an element; `xml` may hold several.
    pub(crate) fn behind(&mut self, path: &str, xml: &str) -> &mut Document {
        self.at(path).name.insert(0, '!');
        let new = Document::parse(&format!("<x>{xml}</x>")).children;
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let siblings = &mut self.at(parent).children;
        let marked = siblings.iter().position(|c| c.name.starts_with('!'));
        let marked = marked.expect("the mark");
        siblings[marked].name.remove(0);
        siblings.splice(marked + 1..marked + 1, new);
        self
    }

    /// Puts elements before an element.
    pub(crate) fn before(&mut self, path: &str, xml: &str) -> &mut Document {
        let element = self.at(path).print();
        self.behind(path, &format!("{xml}{element}"));
        self.drop(path)
    }

    /// Replaces what is in an element.
    pub(crate) fn fill(&mut self, path: &str, xml: &str) -> &mut Document {
        let new = Document::parse(&format!("<x>{xml}</x>"));
        let element = self.at(path);
        element.children = new.children;
        element.text = new.text;
        self
    }

    /// Puts a copy of an element behind it.
    pub(crate) fn twice(&mut self, path: &str) -> &mut Document {
        let copy = self.at(path).print();
        self.behind(path, &copy)
    }

    fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// As a document.
    pub(crate) fn xml(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
            self.print()
        )
    }

    fn write(&self, out: &mut String) {
        out.push_str(&format!("<{}", self.name));
        for (name, value) in &self.attributes {
            out.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        out.push('>');
        out.push_str(&escape(&self.text));
        for child in &self.children {
            child.write(out);
        }
        out.push_str(&format!("</{}>", self.name));
    }
}
