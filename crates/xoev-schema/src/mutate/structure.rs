//! Changes of elements: which there are, where, and how many.

use super::known;
use super::tree::{Document, Element, Node, split};
use super::work::Work;
use crate::{QName, SchemaSet};

/// Greatest size of a message, in elements, to which elements are still added.
const LARGE: usize = 6000;

/// Greatest size of an element, in elements, of which many copies are made.
const SMALL: usize = 40;

pub(super) fn remove(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let what = work.document.show(&path);
    let (parent, at) = work.parent_mut(&path)?;
    parent.children.remove(at);
    Some(what)
}

pub(super) fn remove_all(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let what = work.document.show(&path);
    let name = work.document.at(&path)?.name.clone();
    let everywhere = work.random.chance(30);
    if everywhere {
        strip(&mut work.document.root, &name);
    } else {
        let (parent, _) = work.parent_mut(&path)?;
        parent.children.retain(|c| !is_named(c, &name));
    }
    let all = if everywhere {
        "everywhere"
    } else {
        "all of this name here"
    };
    Some(format!("{what}: {all}"))
}

fn strip(element: &mut Element, name: &str) {
    element.children.retain(|c| !is_named(c, name));
    for child in &mut element.children {
        if let Node::Element(child) = child {
            strip(child, name);
        }
    }
}

fn is_named(node: &Node, name: &str) -> bool {
    matches!(node, Node::Element(e) if e.name == name)
}

fn size(element: &Element) -> usize {
    let children = element.children.iter().map(|c| match c {
        Node::Element(child) => size(child),
        _ => 0,
    });
    1 + children.sum::<usize>()
}

fn has_room(work: &Work<'_>) -> bool {
    size(&work.document.root) < LARGE
}

pub(super) fn duplicate(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true).filter(|_| has_room(work))?;
    copies(work, &path, 1)
}

pub(super) fn repeat(work: &mut Work<'_>) -> Option<String> {
    let path = work
        .some_inner(|e| size(e) <= SMALL)
        .filter(|_| has_room(work))?;
    let count = work.random.range(2, 20);
    copies(work, &path, count)
}

fn copies(work: &mut Work<'_>, path: &[usize], count: usize) -> Option<String> {
    let what = work.say(path, &format!("{count} more"));
    let (parent, at) = work.parent_mut(path)?;
    let copy = parent.children.get(at)?.clone();
    let more = std::iter::repeat_n(copy, count);
    parent.children.splice(at..at, more);
    Some(what)
}

/// A name that the message or the schema has, or a broken form of the present one.
pub(super) fn rename(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let old = work.document.at(&path)?.name.clone();
    let (prefix, local) = split(&old);
    let with_prefix = |prefix: &str, local: &str| match prefix {
        "" => local.to_owned(),
        _ => format!("{prefix}:{local}"),
    };
    let name = match work.random.below(8) {
        0 => with_prefix(prefix, &local.to_uppercase()),
        1 => with_prefix(prefix, &format!("{local}x")),
        2 => with_prefix(
            prefix,
            local.get(..local.len() - 1).filter(|l| !l.is_empty())?,
        ),
        3 => with_prefix(prefix, "unbekannt"),
        // The local name in another namespace or in none.
        4 if !prefix.is_empty() => local.to_owned(),
        4 | 5 => {
            let declared: Vec<&str> = work
                .document
                .root
                .attributes
                .iter()
                .filter_map(|a| a.name.strip_prefix("xmlns:"))
                .collect();
            with_prefix(work.random.pick(&declared)?, local)
        }
        _ => {
            let other = work.some(|_| true)?;
            work.document.at(&other)?.name.clone()
        }
    };
    if name == old {
        return None;
    }
    let what = work.say(&path, &format!("now {name}"));
    work.document.at_mut(&path)?.name = name;
    Some(what)
}

/// Names that no schema knows.
const UNKNOWN: &[&str] = &["unbekannt", "x", "Ä", "xmlx", "_1", "a.b-c", "xml"];

pub(super) fn unknown(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let name = work.random.word(UNKNOWN).to_owned();
    let mut element = Element::new(&name, Vec::new());
    if work.random.chance(30) {
        element.set_text("unbekannt");
    }
    if work.random.chance(20) {
        element
            .attributes
            .push(super::tree::Attribute::new("xmlns", "urn:unbekannt"));
    }
    let what = work.say(&path, &format!("holds {name}"));
    work.insert(&path, Node::Element(element))?;
    Some(what)
}

/// A copy of an element of the message at another place.
pub(super) fn copy(work: &mut Work<'_>) -> Option<String> {
    let from = work.some_inner(|e| size(e) <= SMALL)?;
    let path = work
        .some(Element::has_elements)
        .filter(|_| has_room(work))?;
    let element = work.document.at(&from)?.clone();
    let what = work.say(
        &path,
        &format!("holds a copy of {}", work.document.show(&from)),
    );
    work.insert(&path, Node::Element(element))?;
    Some(what)
}

/// A name as written at a place: with a prefix that is declared there.
pub(super) fn written(
    set: &SchemaSet,
    document: &Document,
    path: &[usize],
    name: &QName,
) -> Option<String> {
    let uri = set.uri(name.ns);
    if uri.is_empty() {
        return Some(name.local.clone());
    }
    let element = |depth: usize| document.at(path.get(..depth)?);
    let declarations = (0..=path.len())
        .filter_map(element)
        .flat_map(|e| &e.attributes);
    let mut prefixes = declarations.filter_map(|a| a.name.strip_prefix("xmlns:"));
    let prefix = prefixes.find(|p| document.uri(path, p).as_deref() == Some(uri))?;
    Some(format!("{prefix}:{}", name.local))
}

/// An element that the schema names for this parent, at a random place and without content.
pub(super) fn declared(work: &mut Work<'_>) -> Option<String> {
    let set = work.set;
    let content = |place: &known::Place<'_>| {
        let declaration = place.declaration?;
        known::particle(set, declaration.type_id).map(|_| ())
    };
    let place = work.some_declared(|place, _| content(place).is_some())?;
    let mut children = Vec::new();
    let particle = known::particle(work.set, place.declaration?.type_id)?;
    known::children(particle, &mut children);
    let (child, _) = work.random.pick(&children)?;
    let name = written(work.set, &work.document, &place.path, &child.name)?;
    let mut element = Element::new(&name, Vec::new());
    // One that stands elsewhere in the message is likely to be valid.
    if let Some(other) = work.some_inner(|e| e.name == name && size(e) <= SMALL) {
        element = work.document.at(&other)?.clone();
    }
    let what = work.say(&place.path, &format!("holds {name}"));
    work.insert(&place.path, Node::Element(element))?;
    Some(what)
}

/// As many of a child as the schema allows, or one more or less.
pub(super) fn bound(work: &mut Work<'_>) -> Option<String> {
    let places = known::places(work.set, &work.document);
    let mut found = Vec::new();
    for place in places {
        let particle = place
            .declaration
            .and_then(|d| known::particle(work.set, d.type_id));
        let Some(particle) = particle else { continue };
        let mut children = Vec::new();
        known::children(particle, &mut children);
        for (child, most) in children {
            if let Some(most) = most.filter(|m| (2..=100).contains(m)) {
                found.push((place.path.clone(), child, most));
            }
        }
    }
    let (path, child, most) = work.random.pick(&found)?.clone();
    let name = written(work.set, &work.document, &path, &child.name)?;
    let wanted = most as usize + work.random.below(3) - 1;
    let parent = work.document.at_mut(&path)?;
    let first = parent.children.iter().position(|c| is_named(c, &name))?;
    let copy = parent.children.get(first)?.clone();
    parent.children.retain(|c| !is_named(c, &name));
    let at = first.min(parent.children.len());
    parent
        .children
        .splice(at..at, std::iter::repeat_n(copy, wanted));
    Some(work.say(&path, &format!("{wanted} times {name}, at most {most}")))
}

pub(super) fn swap(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.element_indices().len() > 1)?;
    let indices = work.document.at(&path)?.element_indices();
    let first = work.random.below(indices.len() - 1);
    let (a, b) = (*indices.get(first)?, *indices.get(first + 1)?);
    let mut place = path.clone();
    place.push(a);
    let what = work.say(&place, "after the next one");
    work.document.at_mut(&path)?.children.swap(a, b);
    Some(what)
}

pub(super) fn reverse(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.element_indices().len() > 1)?;
    work.document.at_mut(&path)?.children.reverse();
    Some(work.document.show(&path))
}

/// An element goes to another parent.
pub(super) fn relocate(work: &mut Work<'_>) -> Option<String> {
    let from = work.some_inner(|_| true)?;
    let what = work.document.show(&from);
    let (parent, at) = work.parent_mut(&from)?;
    let node = parent.children.remove(at);
    let to = work.some(Element::has_elements)?;
    let what = format!("{what}: into {}", work.document.show(&to));
    work.insert(&to, node)?;
    Some(what)
}

/// An element is put into another one of the same name.
pub(super) fn nest(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let what = work.document.show(&path);
    let (parent, at) = work.parent_mut(&path)?;
    let inner = parent.children.remove(at);
    let Node::Element(element) = &inner else {
        return None;
    };
    let mut outer = Element::new(&element.name, vec![inner.clone()]);
    outer.attributes = element.attributes.clone();
    parent.children.insert(at, Node::Element(outer));
    Some(what)
}

/// The content of an element in its place.
pub(super) fn unwrap(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|e| !e.children.is_empty())?;
    let what = work.document.show(&path);
    let (parent, at) = work.parent_mut(&path)?;
    if let Node::Element(element) = parent.children.remove(at) {
        parent.children.splice(at..at, element.children);
    }
    Some(what)
}

pub(super) fn empty(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| !e.children.is_empty())?;
    let short = work.random.chance(50);
    let element = work.document.at_mut(&path)?;
    element.children.clear();
    element.short = short;
    Some(work.document.show(&path))
}

/// The content of another element of the same name.
pub(super) fn replace(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let name = work.document.at(&path)?.name.clone();
    let local = split(&name).1.to_owned();
    let other = work.some_inner(|e| split(&e.name).1 == local && size(e) <= SMALL)?;
    if other == path || other.starts_with(&path) || path.starts_with(&other) {
        return None;
    }
    let from = work.document.at(&other)?.clone();
    let what = work.say(&path, &format!("as {}", work.document.show(&other)));
    let element = work.document.at_mut(&path)?;
    (element.children, element.attributes) = (from.children, from.attributes);
    Some(what)
}

/// An inner element becomes the root, with the declarations of the old one.
pub(super) fn root(work: &mut Work<'_>) -> Option<String> {
    let path = work.some_inner(|_| true)?;
    let what = work.document.show(&path);
    let mut inner = work.document.at(&path)?.clone();
    let old = &work.document.root;
    let declarations = old.attributes.iter().filter(|a| a.is_declaration());
    let missing: Vec<_> = declarations
        .filter(|d| inner.attributes.iter().all(|a| a.name != d.name))
        .cloned()
        .collect();
    inner.attributes.extend(missing);
    work.document.root = inner;
    Some(what)
}

/// Texts that don't belong between elements.
const MIXED: &[&str] = &[
    "x", " Text ", "&#32;", "&#x9;", "0", "\u{a0}", "\u{feff}", "&amp;",
];

pub(super) fn mixed(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.has_elements() || e.children.is_empty())?;
    let text = work.random.word(MIXED).to_owned();
    let what = work.say(&path, &text);
    work.insert(&path, Node::Text(text))?;
    Some(what)
}
