//! A message as a tree that faults are put into, with what the schema says about each element.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use xoev_schema::{Content, Element, Particle, SchemaSet, Term, TypeId, TypeKind};
use xoev_validator::{End, Settings, Start, Validator, Watch};

/// Index of an element in [`Message::nodes`].
pub(crate) type NodeId = usize;

/// What an element holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Child {
    Text(String),
    Element(NodeId),
}

/// An element as it stands in the message; values and texts are not unescaped.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Child>,
    pub(crate) parent: Option<NodeId>,
    pub(crate) facts: Facts,
}

/// What the schema says about an element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) type_id: Option<TypeId>,
    pub(crate) declaration: Option<Element>,
    pub(crate) required: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    pub(crate) nodes: Vec<Node>,
    /// The elements without faults: what copies are made of, since a fault must not be copied.
    sound: Rc<Vec<Node>>,
}

/// Notes the facts by the place of the start tag.
#[derive(Default)]
struct Notes(HashMap<u64, Facts>);

impl Watch for Notes {
    fn start(&mut self, start: &Start<'_>) {
        let facts = Facts {
            type_id: start.type_id,
            declaration: start.declaration.cloned(),
            required: start.required,
        };
        self.0.insert(start.place.offset, facts);
    }

    fn end(&mut self, _end: &End<'_>) {}
}

impl Message {
    /// Takes a valid message apart; none if it is not valid.
    pub(crate) fn parse(validator: &Validator, text: &str) -> Option<Message> {
        let mut notes = Notes::default();
        let report = validator.validate_with(text.as_bytes(), &Settings::default(), &mut notes);
        if !report.expect("readable").is_valid() {
            return None;
        }
        let mut message = Message::default();
        let mut open: Vec<NodeId> = Vec::new();
        let mut pos = 0;
        while let Some(at) = text[pos..].find('<').map(|i| pos + i) {
            if let Some(&last) = open.last()
                && at > pos
            {
                let piece = text[pos..at].to_owned();
                message.nodes[last].children.push(Child::Text(piece));
            }
            let end = tag_end(text, at);
            let tag = &text[at..end];
            pos = end;
            if tag.starts_with("<?") || tag.starts_with("<!") {
                continue;
            }
            if tag.starts_with("</") {
                open.pop();
                continue;
            }
            let (name, attributes) = take_apart(tag);
            let id = message.nodes.len();
            let parent = open.last().copied();
            message.nodes.push(Node {
                name,
                attributes,
                children: Vec::new(),
                parent,
                facts: notes.0.remove(&(at as u64)).expect("a start tag"),
            });
            if let Some(parent) = parent {
                message.nodes[parent].children.push(Child::Element(id));
            }
            if !tag.ends_with("/>") {
                open.push(id);
            }
        }
        message.sound = Rc::new(message.nodes.clone());
        Some(message)
    }

    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        self.print_node(0, &mut out);
        out
    }

    fn print_node(&self, id: NodeId, out: &mut String) {
        let node = &self.nodes[id];
        let _ = write!(out, "<{}", node.name);
        for (name, value) in &node.attributes {
            let _ = write!(out, " {name}=\"{value}\"");
        }
        out.push('>');
        for child in &node.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Element(id) => self.print_node(*id, out),
            }
        }
        let _ = write!(out, "</{}>", node.name);
    }

    /// The child elements.
    pub(crate) fn elements(&self, id: NodeId) -> Vec<NodeId> {
        let children = self.nodes[id].children.iter();
        let each = children.filter_map(|child| match child {
            Child::Element(id) => Some(*id),
            Child::Text(_) => None,
        });
        each.collect()
    }

    /// Where an element stands among all children of its parent.
    pub(crate) fn position(&self, id: NodeId) -> Option<(NodeId, usize)> {
        let parent = self.nodes[id].parent?;
        let at = self.nodes[parent]
            .children
            .iter()
            .position(|child| *child == Child::Element(id))?;
        Some((parent, at))
    }

    /// Whether an element is another one or stands in it.
    pub(crate) fn is_within(&self, mut id: NodeId, outer: NodeId) -> bool {
        loop {
            if id == outer {
                return true;
            }
            match self.nodes[id].parent {
                Some(parent) => id = parent,
                None => return false,
            }
        }
    }

    /// A copy of an element with all that it held in the beginning.
    pub(crate) fn copy(&mut self, id: NodeId) -> NodeId {
        let mut node = self.sound[id].clone();
        for child in &mut node.children {
            if let Child::Element(inner) = child {
                *inner = self.copy(*inner);
            }
        }
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Puts a new element of this name and text aside, to be made a child.
    pub(crate) fn make(&mut self, name: &str) -> NodeId {
        self.nodes.push(Node {
            name: name.to_owned(),
            attributes: Vec::new(),
            children: vec![Child::Text("1".to_owned())],
            parent: None,
            facts: Facts::default(),
        });
        self.nodes.len() - 1
    }

    /// All elements that were there in the beginning and hold few others, but for the root.
    pub(crate) fn small(&self) -> impl Iterator<Item = NodeId> {
        (1..self.sound.len()).filter(|id| self.size(*id) <= 20)
    }

    fn size(&self, id: NodeId) -> usize {
        let inner = self.sound[id].children.iter();
        let each = inner.map(|child| match child {
            Child::Element(inner) => self.size(*inner),
            Child::Text(_) => 0,
        });
        1 + each.sum::<usize>()
    }

    /// The local name that an element had in the beginning.
    pub(crate) fn sound_local(&self, id: NodeId) -> &str {
        local(&self.sound[id].name)
    }

    pub(crate) fn local(&self, id: NodeId) -> &str {
        local(&self.nodes[id].name)
    }

    /// The type of the text of an element, if it holds text only.
    pub(crate) fn simple(&self, set: &SchemaSet, id: NodeId) -> Option<TypeId> {
        let id = self.nodes[id].facts.type_id?;
        match &set.ty(id).kind {
            TypeKind::Simple(_) => Some(id),
            TypeKind::Complex(complex) => match complex.content {
                Content::Simple(id) => Some(id),
                _ => None,
            },
        }
    }

    /// The content model of an element, if it holds elements and no text.
    pub(crate) fn model<'s>(&self, set: &'s SchemaSet, id: NodeId) -> Option<&'s Particle> {
        let TypeKind::Complex(complex) = &set.ty(self.nodes[id].facts.type_id?).kind else {
            return None;
        };
        match &complex.content {
            Content::Elements(particle) if !complex.mixed => Some(particle),
            _ => None,
        }
    }

    /// The greatest number of an element in its parent, where it has one that can be told.
    pub(crate) fn most(&self, set: &SchemaSet, id: NodeId) -> Option<u32> {
        let parent = self.nodes[id].parent?;
        let element = self.nodes[id].facts.declaration.as_ref()?;
        greatest(self.model(set, parent)?, element)?
    }
}

fn greatest(particle: &Particle, wanted: &Element) -> Option<Option<u32>> {
    match &particle.term {
        Term::Element(element) => (element.name == wanted.name).then_some(particle.max),
        Term::Sequence(members) | Term::Choice(members) | Term::All(members) => {
            let inner = members.iter().find_map(|m| greatest(m, wanted))?;
            Some(inner.filter(|_| particle.max == Some(1)))
        }
        Term::Any(_) => None,
    }
}

pub(crate) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// Behind the `>` of a tag.
fn tag_end(text: &str, at: usize) -> usize {
    let mut quote = None;
    for (i, b) in text.bytes().enumerate().skip(at) {
        match (quote, b) {
            (None, b'>') => return i + 1,
            (None, b'"' | b'\'') => quote = Some(b),
            (Some(open), b) if open == b => quote = None,
            _ => {}
        }
    }
    panic!("a tag without end at {at}");
}

fn take_apart(tag: &str) -> (String, Vec<(String, String)>) {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let inner = inner.trim_end_matches('/');
    let (name, mut rest) = inner
        .split_once(|c: char| c.is_whitespace())
        .unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while let Some((name, behind)) = rest.split_once('=') {
        let quote = behind.chars().next().expect("a quote");
        let (value, behind) = behind[1..].split_once(quote).expect("a value in quotes");
        attributes.push((name.trim().to_owned(), value.to_owned()));
        rest = behind;
    }
    (name.to_owned(), attributes)
}
