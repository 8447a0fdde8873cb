//! A message as a tree that keeps every character: what is not changed is printed as it was.

/// A place in the tree: the index of the child at each level below the root, which is empty.
pub(super) type Path = Vec<usize>;

/// A well-formed document without a document type declaration.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// All before the root element.
    pub(super) prolog: String,
    pub(super) root: Element,
    /// All after the root element.
    pub(super) epilog: String,
}

/// What may stand in an element.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    /// Text with its references, as it stands in the message.
    Text(String),
    /// A comment, a processing instruction, a CDATA section, or anything else that is printed as
    /// it is.
    Raw(String),
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Name with its prefix.
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Node>,
    /// Whether it is written `<a/>` where it has no children.
    pub(super) short: bool,
    /// White space before the end of the start tag.
    pub(super) tail: String,
    /// White space before the end of the end tag.
    pub(super) end_tail: String,
}

/// An attribute or a namespace declaration.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    /// White space before it.
    pub(super) before: String,
    /// Name with its prefix.
    pub(super) name: String,
    /// The equals sign with white space around it.
    pub(super) equals: String,
    pub(super) quote: char,
    /// The value with its references, as it stands in the message.
    pub(super) raw: String,
}

impl Attribute {
    pub(super) fn new(name: &str, value: &str) -> Attribute {
        Attribute {
            before: " ".to_owned(),
            name: name.to_owned(),
            equals: "=".to_owned(),
            quote: '"',
            raw: escape(value),
        }
    }

    /// Whether it declares a namespace.
    pub(super) fn is_declaration(&self) -> bool {
        self.name == "xmlns" || self.name.starts_with("xmlns:")
    }
}

impl Element {
    pub(super) fn new(name: &str, children: Vec<Node>) -> Element {
        Element {
            name: name.to_owned(),
            attributes: Vec::new(),
            children,
            short: true,
            tail: String::new(),
            end_tail: String::new(),
        }
    }

    /// The value of an attribute, by its name as written.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = self.attributes.iter();
        all.find(|a| a.name == name).map(|a| unescape(&a.raw))
    }

    pub(super) fn has_elements(&self) -> bool {
        self.children.iter().any(|c| matches!(c, Node::Element(_)))
    }

    /// The indices of the children that are elements.
    pub(super) fn element_indices(&self) -> Vec<usize> {
        let all = self.children.iter().enumerate();
        all.filter(|(_, c)| matches!(c, Node::Element(_)))
            .map(|(at, _)| at)
            .collect()
    }

    /// The text right in this element; references resolved, CDATA sections left out.
    pub(super) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|c| match c {
            Node::Text(raw) => Some(unescape(raw)),
            _ => None,
        });
        texts.collect()
    }

    /// Replaces all content by a text.
    pub(super) fn set_text(&mut self, value: &str) {
        self.children = vec![Node::Text(escape(value))];
    }

    fn print(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for a in &self.attributes {
            out.push_str(&a.before);
            out.push_str(&a.name);
            out.push_str(&a.equals);
            out.push(a.quote);
            out.push_str(&a.raw);
            out.push(a.quote);
        }
        out.push_str(&self.tail);
        if self.children.is_empty() && self.short {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.print(out),
                Node::Text(raw) | Node::Raw(raw) => out.push_str(raw),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push_str(&self.end_tail);
        out.push('>');
    }
}

impl Document {
    /// Reads a message; none if it is not well-formed as far as the tree needs it, or has a
    /// document type declaration.
    pub(super) fn parse(text: &str) -> Option<Document> {
        let mut scanner = Scanner { rest: text };
        let mut prolog = String::new();
        while !scanner.at_element() {
            prolog.push_str(scanner.raw_or_text()?);
        }
        let root = scanner.element(0)?;
        let mut epilog = String::new();
        while !scanner.rest.is_empty() {
            epilog.push_str(scanner.raw_or_text()?);
        }
        Some(Document {
            prolog,
            root,
            epilog,
        })
    }

    pub(super) fn print(&self) -> String {
        let mut out = self.prolog.clone();
        self.root.print(&mut out);
        out.push_str(&self.epilog);
        out
    }

    /// The element at a place.
    pub(super) fn at(&self, path: &[usize]) -> Option<&Element> {
        path.iter()
            .try_fold(&self.root, |e, at| match e.children.get(*at) {
                Some(Node::Element(child)) => Some(child),
                _ => None,
            })
    }

    pub(super) fn at_mut(&mut self, path: &[usize]) -> Option<&mut Element> {
        path.iter()
            .try_fold(&mut self.root, |e, at| match e.children.get_mut(*at) {
                Some(Node::Element(child)) => Some(child),
                _ => None,
            })
    }

    /// The places of all elements, in document order.
    pub(super) fn paths(&self) -> Vec<Path> {
        fn walk(element: &Element, path: &mut Path, out: &mut Vec<Path>) {
            out.push(path.clone());
            for (at, child) in element.children.iter().enumerate() {
                if let Node::Element(child) = child {
                    path.push(at);
                    walk(child, path, out);
                    path.pop();
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.root, &mut Vec::new(), &mut out);
        out
    }

    /// A place for people: names as written, numbered where they repeat.
    pub(super) fn show(&self, path: &[usize]) -> String {
        let mut out = format!("/{}", self.root.name);
        let mut open = &self.root;
        for at in path {
            let Some(Node::Element(child)) = open.children.get(*at) else {
                break;
            };
            let same = |n: &&Node| matches!(n, Node::Element(e) if e.name == child.name);
            let number = open.children.iter().take(at + 1).filter(same).count();
            out.push_str(&format!("/{}", child.name));
            if open.children.iter().filter(same).count() > 1 {
                out.push_str(&format!("[{number}]"));
            }
            open = child;
        }
        out
    }

    /// The URI that a prefix stands for at a place; the default namespace for the empty one.
    pub(super) fn uri(&self, path: &[usize], prefix: &str) -> Option<String> {
        let name = match prefix {
            "xml" => return Some("http://www.w3.org/XML/1998/namespace".to_owned()),
            "" => "xmlns".to_owned(),
            _ => format!("xmlns:{prefix}"),
        };
        (0..=path.len())
            .rev()
            .find_map(|depth| self.at(&path[..depth])?.attribute(&name))
    }
}

/// Prefix and local name; the prefix is empty if there is none.
pub(super) fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// A text as it may stand in content and in attributes, whatever their quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
    out
}

/// A text with its references resolved; those that are not known stay.
pub(super) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after.split_once(';').and_then(|(name, then)| {
            let number = name.strip_prefix('#');
            let character = match (name, number) {
                ("amp", _) => Some('&'),
                ("lt", _) => Some('<'),
                ("gt", _) => Some('>'),
                ("quot", _) => Some('"'),
                ("apos", _) => Some('\''),
                (_, Some(number)) => match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => number.parse().ok(),
                }
                .and_then(char::from_u32),
                _ => None,
            };
            Some((character?, then))
        });
        match found {
            Some((character, then)) => {
                out.push(character);
                rest = then;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Greatest depth that is read.
const DEPTH: usize = 200;

/// Cuts a document into its parts.
struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn at_element(&self) -> bool {
        let mut chars = self.rest.chars();
        chars.next() == Some('<') && chars.next().is_some_and(|c| !"!?/".contains(c))
    }

    /// All up to the end of this text, which is included.
    fn through(&mut self, end: &str) -> Option<&'a str> {
        let at = self.rest.find(end)? + end.len();
        let (found, rest) = self.rest.split_at(at);
        self.rest = rest;
        Some(found)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let at = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (found, rest) = self.rest.split_at(at);
        self.rest = rest;
        found
    }

    /// What is no element; none at the end and before an end tag.
    fn raw_or_text(&mut self) -> Option<&'a str> {
        let ends = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((_, end)) = ends.iter().find(|(begin, _)| self.rest.starts_with(begin)) {
            return self.through(end);
        }
        Some(self.take_while(|c| c != '<')).filter(|text| !text.is_empty())
    }

    fn element(&mut self, depth: usize) -> Option<Element> {
        self.rest = self.rest.strip_prefix('<').filter(|_| depth < DEPTH)?;
        let name = self.take_while(|c| !is_space(c) && !"/>=".contains(c));
        let mut element = Element::new(name, Vec::new());
        loop {
            let space = self.take_while(is_space);
            if let Some(rest) = self.rest.strip_prefix("/>") {
                (element.tail, self.rest) = (space.to_owned(), rest);
                return Some(element);
            }
            if let Some(rest) = self.rest.strip_prefix('>') {
                (element.tail, self.rest) = (space.to_owned(), rest);
                break;
            }
            let name = self.take_while(|c| !is_space(c) && !"/>=<".contains(c));
            let equals = self.take_while(|c| is_space(c) || c == '=');
            let quote = self.rest.chars().next().filter(|c| "\"'".contains(*c))?;
            self.rest = &self.rest[1..];
            let raw = self.through(&quote.to_string())?;
            element.attributes.push(Attribute {
                before: space.to_owned(),
                name: name.to_owned(),
                equals: equals.to_owned(),
                quote,
                raw: raw.trim_end_matches(quote).to_owned(),
            });
        }
        element.short = false;
        loop {
            if self.at_element() {
                element
                    .children
                    .push(Node::Element(self.element(depth + 1)?));
            } else if let Some(rest) = self.rest.strip_prefix("</") {
                self.rest = rest.strip_prefix(name)?;
                element.end_tail = self.take_while(is_space).to_owned();
                self.rest = self.rest.strip_prefix('>')?;
                return Some(element);
            } else {
                let is_raw = self.rest.starts_with('<');
                let part = self.raw_or_text()?.to_owned();
                element.children.push(match is_raw {
                    true => Node::Raw(part),
                    false => Node::Text(part),
                });
            }
        }
    }
}

/// White space as XML knows it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::{Document, escape, unescape};

    #[test]
    fn documents_come_back_character_by_character() {
        let text = "<?xml version='1.0'?>\n<!-- a --><a:b  x = 'y\"' z=\"\" ><c/><d\n></d >t&amp;&#10;\
            <![CDATA[<e>]]><?p i?><c></c>\n</a:b>\n<!-- z -->";
        let document = Document::parse(text).expect("well-formed");
        assert_eq!(document.print(), text);
        assert_eq!(document.paths().len(), 4);
        assert_eq!(document.root.text(), "t&\n\n");
        assert_eq!(document.show(&[5]), "/a:b/c[2]");
    }

    #[test]
    fn what_is_not_well_formed_has_no_tree() {
        for text in [
            "",
            "<a>",
            "<a></b>",
            "<a b></a>",
            "text",
            "<!DOCTYPE a><a/>",
        ] {
            assert!(Document::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn escaped_text_comes_back() {
        let text = "a<b>&\"'\r\n &amp; &x; ä𝒳";
        assert_eq!(unescape(&escape(text)), text);
        assert_eq!(unescape("&#x41;&#66;&lt;&unknown;&"), "AB<&unknown;&");
    }
}
