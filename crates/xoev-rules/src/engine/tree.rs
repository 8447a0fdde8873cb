//! The light tree of an element: names, the beginnings of texts, places. One buffer holds all
//! texts, so that building it costs little.

use std::ops::Range;

use xoev_schema::TypeId;
use xoev_validator::{Start, Text};

/// No node.
const NONE: u32 = u32::MAX;

/// Where a start tag stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spot {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) offset: u64,
    pub(crate) length: u64,
}

#[derive(Debug)]
struct Data {
    name: Range<usize>,
    text: Range<usize>,
    /// Length of the whole text in characters; none for an element with children.
    chars: Option<u64>,
    parent: u32,
    last_child: u32,
    first_child: u32,
    next: u32,
    attributes: Range<usize>,
    type_id: Option<TypeId>,
    spot: Spot,
}

/// The elements below some element, in the order of the message.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Data>,
    buffer: String,
    attributes: Vec<(Range<usize>, Range<usize>)>,
}

impl Tree {
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.buffer.clear();
        self.attributes.clear();
    }

    /// Whether no more elements or texts may be held.
    pub(crate) fn is_full(&self, nodes: usize, bytes: usize) -> bool {
        self.nodes.len() >= nodes || self.buffer.len() >= bytes
    }

    fn put(&mut self, text: &str) -> Range<usize> {
        let from = self.buffer.len();
        self.buffer.push_str(text);
        from..self.buffer.len()
    }

    /// Adds the element below `parent`, or as the first one.
    pub(crate) fn start(&mut self, parent: Option<u32>, start: &Start<'_>) -> u32 {
        let id = self.nodes.len() as u32;
        let name = self.put(start.name);
        let from = self.attributes.len();
        for attribute in start.attributes {
            if attribute.namespace.is_empty() {
                let name = self.put(&attribute.name);
                let value = self.put(&attribute.value);
                self.attributes.push((name, value));
            }
        }
        self.nodes.push(Data {
            name,
            text: 0..0,
            chars: None,
            parent: parent.unwrap_or(NONE),
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            attributes: from..self.attributes.len(),
            type_id: start.type_id,
            spot: Spot {
                line: start.place.line,
                column: start.place.column,
                offset: start.place.offset,
                length: start.place.length,
            },
        });
        if let Some(parent) = parent {
            let last = std::mem::replace(&mut self.nodes[parent as usize].last_child, id);
            match last {
                NONE => self.nodes[parent as usize].first_child = id,
                last => self.nodes[last as usize].next = id,
            }
        }
        id
    }

    /// Gives an element its text, at most `most` bytes of it.
    pub(crate) fn text(&mut self, id: u32, text: Text<'_>, most: usize) {
        let (head, chars) = match text {
            Text::None => return,
            Text::Whole(text) => (text, text.chars().count() as u64),
            Text::Cut { head, chars } => (head, chars),
        };
        let mut end = head.len().min(most);
        while !head.is_char_boundary(end) {
            end -= 1;
        }
        let text = self.put(&head[..end]);
        let node = &mut self.nodes[id as usize];
        node.text = text;
        node.chars = Some(chars);
    }

    fn name(&self, id: u32) -> &str {
        &self.buffer[self.nodes[id as usize].name.clone()]
    }

    pub(crate) fn node(&self, id: u32) -> Node<'_> {
        Node { tree: self, id }
    }
}

/// An element with all that is in it.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: u32,
}

/// The children of a node.
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let id = (self.next != NONE).then_some(self.next)?;
        self.next = self.tree.nodes[id as usize].next;
        Some(self.tree.node(id))
    }
}

impl<'t> Node<'t> {
    fn data(self) -> &'t Data {
        &self.tree.nodes[self.id as usize]
    }

    /// Local name.
    pub fn name(self) -> &'t str {
        self.tree.name(self.id)
    }

    /// Its type, as the message has it.
    pub fn type_id(self) -> Option<TypeId> {
        self.data().type_id
    }

    /// Its text, or the beginning of a long one, without white space around it. Empty for an
    /// element with children.
    pub fn text(self) -> &'t str {
        self.raw_text().trim()
    }

    /// Its text, or the beginning of a long one, as it stands in the message.
    pub fn raw_text(self) -> &'t str {
        &self.tree.buffer[self.data().text.clone()]
    }

    /// Length of the whole text in characters; 0 for an element with children.
    pub fn chars(self) -> u64 {
        self.data().chars.unwrap_or_default()
    }

    /// The text is `true` or `1`.
    pub fn is_true(self) -> bool {
        matches!(self.text(), "true" | "1")
    }

    /// The value of an attribute without namespace.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let of_this = &self.tree.attributes[self.data().attributes.clone()];
        let found = of_this
            .iter()
            .find(|(n, _)| &self.tree.buffer[n.clone()] == name);
        found.map(|(_, value)| &self.tree.buffer[value.clone()])
    }

    /// The children.
    pub fn children(self) -> Children<'t> {
        Children {
            tree: self.tree,
            next: self.data().first_child,
        }
    }

    /// The children of this name.
    pub fn all(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first element at a path of names, such as `["rueckweisung", "idNachricht"]`.
    pub fn at<const N: usize>(self, path: [&str; N]) -> Option<Node<'t>> {
        let mut here = self;
        for name in path {
            here = here.children().find(|child| child.name() == name)?;
        }
        Some(here)
    }

    /// Whether there is a child of this name.
    pub fn has(self, name: &str) -> bool {
        self.at([name]).is_some()
    }

    /// The text at a path; empty if there is nothing.
    pub fn text_at<const N: usize>(self, path: [&str; N]) -> &'t str {
        self.at(path).map_or("", Node::text)
    }

    pub(crate) fn id(self) -> u32 {
        self.id
    }

    pub(crate) fn spot(self) -> Spot {
        self.data().spot
    }

    /// Position among the siblings of the same name, from 1. Counted when asked for, since only
    /// findings need it.
    pub(crate) fn index(self) -> u32 {
        let Some(parent) = self.parent() else {
            return 1;
        };
        let before = parent.all(self.name()).take_while(|c| c.id != self.id);
        before.count() as u32 + 1
    }

    pub(crate) fn parent(self) -> Option<Node<'t>> {
        let parent = self.data().parent;
        (parent != NONE).then(|| self.tree.node(parent))
    }
}
