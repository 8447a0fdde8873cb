//! CDATA sections, comments, processing instructions and references: other ways to write the same,
//! or nearly the same.

use super::tree::{Element, Node, escape};
use super::work::{Work, short};

fn has_text(element: &Element) -> bool {
    !element.has_elements() && element.children.iter().any(|c| matches!(c, Node::Text(_)))
}

/// The text of an element as a CDATA section.
fn section(text: &str) -> Node {
    // An end within the text has to be cut in two.
    Node::Raw(format!(
        "<![CDATA[{}]]>",
        text.replace("]]>", "]]]]><![CDATA[>")
    ))
}

/// Splits the text of an element at a random place.
fn halves(work: &mut Work<'_>, path: &[usize]) -> Option<(String, String)> {
    let text = work.document.at(path)?.text();
    let characters: Vec<char> = text.chars().collect();
    let at = work.random.below(characters.len() + 1);
    let (before, after) = characters.split_at(at);
    Some((before.iter().collect(), after.iter().collect()))
}

/// A carriage return can't be written in a CDATA section.
fn is_plain(element: &Element) -> bool {
    has_text(element)
        && !element.text().contains('\r')
        && element.children.iter().all(|c| matches!(c, Node::Text(_)))
}

pub(super) fn cdata(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(is_plain)?;
    let text = work.document.at(&path)?.text();
    work.document.at_mut(&path)?.children = vec![section(&text)];
    Some(work.document.show(&path))
}

pub(super) fn cdata_split(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(is_plain)?;
    let (before, after) = halves(work, &path)?;
    let text = Node::Text(escape(&after));
    let children = match work.random.below(4) {
        0 => vec![section(&before), section(&after)],
        1 => vec![Node::Text(escape(&before)), section(&after)],
        2 => vec![section(&before), text],
        _ => vec![section(""), Node::Text(escape(&before)), section(""), text],
    };
    work.document.at_mut(&path)?.children = children;
    Some(work.document.show(&path))
}

/// A CDATA section where no text may stand.
pub(super) fn cdata_between(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.has_elements() || e.children.is_empty())?;
    let text = work.random.word(&["", " ", "\n", "x", "<a/>"]);
    let what = work.say(&path, &format!("[{text}]"));
    work.insert(&path, section(text))?;
    Some(what)
}

/// Comments and processing instructions, some with what looks like markup.
const REMARKS: &[&str] = &[
    "<!---->",
    "<!-- x -->",
    "<!--<a>&x;-->",
    "<!--\n-\n-->",
    "<!-- ä -->",
];
const INSTRUCTIONS: &[&str] = &[
    "<?p?>",
    "<?p x?>",
    "<?xml-stylesheet href='x'?>",
    "<?p <a>&x; ?>",
    "<?ä ?>",
];

/// Inserts a node into text or between elements.
fn anywhere(work: &mut Work<'_>, all: &[&str], wanted: fn(&Element) -> bool) -> Option<String> {
    let path = work.some(wanted)?;
    let node = Node::Raw(work.random.word(all).to_owned());
    let what = work.document.show(&path);
    if is_plain(work.document.at(&path)?) {
        let (before, after) = halves(work, &path)?;
        let (before, after) = (Node::Text(escape(&before)), Node::Text(escape(&after)));
        work.document.at_mut(&path)?.children = vec![before, node, after];
    } else {
        work.insert(&path, node)?;
    }
    Some(what)
}

pub(super) fn comment(work: &mut Work<'_>) -> Option<String> {
    anywhere(work, REMARKS, |_| true)
}

pub(super) fn comment_in_text(work: &mut Work<'_>) -> Option<String> {
    anywhere(work, REMARKS, is_plain)
}

pub(super) fn instruction(work: &mut Work<'_>) -> Option<String> {
    anywhere(work, INSTRUCTIONS, |_| true)
}

pub(super) fn instruction_in_text(work: &mut Work<'_>) -> Option<String> {
    anywhere(work, INSTRUCTIONS, is_plain)
}

/// Comments and processing instructions outside of the root element.
pub(super) fn outside(work: &mut Work<'_>) -> Option<String> {
    let all = if work.random.chance(50) {
        REMARKS
    } else {
        INSTRUCTIONS
    };
    let part = work.random.word(all);
    match work.random.chance(50) {
        true => work.document.prolog.push_str(part),
        false => work.document.epilog.push_str(part),
    }
    Some(short(part))
}

fn reference(c: char, form: usize) -> String {
    let number = u32::from(c);
    match form {
        0 => format!("&#{number};"),
        1 => format!("&#x{number:x};"),
        2 => format!("&#x{number:X};"),
        _ => format!("&#000{number};"),
    }
}

/// Numbers in place of the characters of a text.
pub(super) fn references(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(is_plain)?;
    let text = work.document.at(&path)?.text();
    let form = work.random.below(4);
    let all = work.random.chance(30);
    let at = work.random.below(text.chars().count());
    let written = text.chars().enumerate().map(|(i, c)| match all || i == at {
        true => reference(c, form),
        false => escape(&c.to_string()),
    });
    let raw: String = written.collect();
    work.document.at_mut(&path)?.children = vec![Node::Text(raw.clone())];
    Some(work.say(&path, &raw))
}

/// Numbers in place of the characters of an attribute.
pub(super) fn references_in_attribute(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|e| e.attributes.iter().any(|a| !a.raw.is_empty()))?;
    let form = work.random.below(4);
    let count = work.document.at(&path)?.attributes.len();
    let at = work.random.below(count);
    let attribute = work.document.at_mut(&path)?.attributes.get_mut(at)?;
    let text = super::tree::unescape(&attribute.raw);
    // White space as a reference is not normalised, so that it is not the same.
    let written = text.chars().map(|c| match c {
        '\t' | '\n' => c.to_string(),
        _ => reference(c, form),
    });
    attribute.raw = written.collect();
    let what = format!("{}=\"{}\"", attribute.name, attribute.raw);
    Some(work.say(&path, &what))
}

/// White space as references: around a value, between elements, in an empty element.
pub(super) fn space_references(work: &mut Work<'_>) -> Option<String> {
    let path = work.some(|_| true)?;
    let space = work.random.word(&[
        "&#32;",
        "&#9;",
        "&#10;",
        "&#13;",
        "&#xD;&#xA;",
        "&#x20;&#x20;",
    ]);
    let what = work.say(&path, space);
    work.insert(&path, Node::Text(space.to_owned()))?;
    Some(what)
}
