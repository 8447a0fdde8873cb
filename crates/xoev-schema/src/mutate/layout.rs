//! Changes of white space, and of how tags are written.

use super::tree::{Element, Node, escape, is_space};
use super::work::Work;
use crate::sample::random::Random;

/// White space as it may stand in a message.
const SPACES: &[&str] = &[" ", "\n", "\t", "   ", "\n\t ", "\r\n", "\r", " \n \n "];

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Text(raw) if raw.chars().all(is_space))
}

/// White space where other elements stand.
pub(super) fn between(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(Element::has_elements)?;
    let space = work.random.word(SPACES).to_owned();
    work.insert(&path, Node::Text(space))?;
    Some(work.document.show(&path))
}

/// White space in an element without any content.
pub(super) fn in_empty(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.children.is_empty())?;
    let space = work.random.word(SPACES).to_owned();
    work.insert(&path, Node::Text(space))?;
    Some(work.document.show(&path))
}

/// No white space between elements.
pub(super) fn strip(work: &mut Work<'_>) -> Option<String> {
    fn walk(element: &mut Element) {
        if element.has_elements() {
            element.children.retain(|c| !is_blank(c));
        }
        for child in &mut element.children {
            if let Node::Element(child) = child {
                walk(child);
            }
        }
    }
    walk(&mut work.document.root);
    Some("everywhere".to_owned())
}

/// Much white space between all elements.
pub(super) fn spread(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(Element::has_elements)?;
    let space = work.random.word(SPACES).to_owned();
    let element = work.document.at_mut(&path)?;
    let children = std::mem::take(&mut element.children);
    for child in children {
        element.children.push(Node::Text(space.clone()));
        element.children.push(child);
    }
    element.children.push(Node::Text(space));
    Some(work.document.show(&path))
}

/// White space around a value.
pub(super) fn around(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| !e.has_elements() && !e.children.is_empty())?;
    let (before, after) = (work.random.word(SPACES), work.random.word(SPACES));
    let side = work.random.below(3);
    let children = &mut work.document.at_mut(&path)?.children;
    if side != 1 {
        children.insert(0, Node::Text(before.to_owned()));
    }
    if side != 0 {
        children.push(Node::Text(after.to_owned()));
    }
    let text = work.document.at(&path)?.text();
    Some(work.say(&path, &text))
}

/// White space within a value.
pub(super) fn inside(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| !e.has_elements() && !e.children.is_empty())?;
    let text = work.document.at(&path)?.text();
    let characters: Vec<char> = text.chars().collect();
    let at = work.random.below(characters.len());
    let space = work.random.word(SPACES);
    let (before, after) = characters.split_at(at);
    let before = escape(&before.iter().collect::<String>());
    let after = escape(&after.iter().collect::<String>());
    // As it is, so that line ends are those of the message.
    let raw = format!("{before}{space}{after}");
    work.document.at_mut(&path)?.children = vec![Node::Text(raw.clone())];
    Some(work.say(&path, &raw))
}

/// White space within tags.
pub(super) fn tags(work: &mut Work<'_>) -> Option<String> {
    let space = |random: &mut Random| random.word(SPACES).to_owned();
    let path = work.some(|_| true)?;
    let mut random = work.random.clone();
    let element = work.document.at_mut(&path)?;
    element.tail = space(&mut random);
    element.end_tail = space(&mut random);
    for attribute in &mut element.attributes {
        attribute.before = space(&mut random);
        if random.chance(50) {
            attribute.equals = format!("{}={}", space(&mut random), space(&mut random));
        }
    }
    Some(work.document.show(&path))
}

/// `<a></a>` for `<a/>` and the other way round.
pub(super) fn short(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.children.is_empty())?;
    let element = work.document.at_mut(&path)?;
    element.short = !element.short;
    Some(work.document.show(&path))
}

/// Other line ends in the whole message; all mean the same.
pub(super) fn line_ends(bytes: &mut Vec<u8>, random: &mut Random) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.contains('\r') {
        return None;
    }
    let (other, what) = *random.pick(&[("\r\n", "CR LF"), ("\r", "CR")])?;
    *bytes = text.replace('\n', other).into_bytes();
    Some(what.to_owned())
}
