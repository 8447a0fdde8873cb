//! What messages to the register look like: their numbers, and the parts of a report.
//!
//! A report (090009, 090010) is made of groups, each with the kind of change (`aenderungsArt`), the
//! reference to the stored entry (`referenz.id`) and the new content (`….fachdaten.neu`).

use chrono::NaiveDate;
use xoev_rules::{Context, Messages, Node, Says, TypeName};

/// Messages to the register. 090053 comes from it, though its type says otherwise.
pub(crate) const TO_REGISTER: &[&str] = &[
    "090001", "090005", "090007", "090009", "090010", "090012", "090021", "090040", "090051",
];

/// Reports: the first one on a person, and later ones.
pub(crate) const REPORTS: &[&str] = &["090009", "090010"];

/// Rules for both reports.
pub(crate) const IN_REPORTS: Messages = Messages::Numbers(REPORTS);

/// A type of XAusländer.
pub(crate) const fn xa(local: &'static str) -> TypeName {
    TypeName::new("http://www.osci.de/xauslaender", local)
}

/// Whether the message goes to the register.
pub(crate) fn to_register(context: &Context<'_>) -> bool {
    TO_REGISTER.contains(&context.head().number.as_str())
}

/// The groups of a report: below its root, below `weiterePersonalien` and below `sachverhalt`.
pub(crate) fn groups<'t>(root: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    let wrapped = ["weiterePersonalien", "sachverhalt"];
    let inner = root.children().filter(move |c| wrapped.contains(&c.name()));
    let all = root.children().chain(inner.flat_map(Node::children));
    all.filter(|group| group.has("aenderungsArt"))
}

/// The kind of change of a group: 01 new, 02 update, 03 deletion, 04 correction, 05 deletion as a
/// correction. Empty if it has none.
pub(crate) fn change<'t>(group: Node<'t>) -> &'t str {
    group.text_at(["aenderungsArt", "code"])
}

/// The new content of a group.
pub(crate) fn content<'t>(group: Node<'t>) -> Option<Node<'t>> {
    let mut children = group.children();
    children.find(|child| child.name().ends_with(".fachdaten.neu"))
}

/// The reference of a group to the entry that is stored.
pub(crate) fn reference<'t>(group: Node<'t>) -> Option<Node<'t>> {
    let id = group.at(["referenz.id"]);
    id.or_else(|| group.at(["referenzSuchvermerk.id"]))
}

/// The part of a reference that names the entry: its first seven characters. The rest is the
/// version.
pub(crate) fn entry(reference: &str) -> &str {
    let end = reference.char_indices().nth(7).map(|(at, _)| at);
    &reference[..end.unwrap_or(reference.len())]
}

/// The date in an element at a path.
pub(crate) fn date_at<'t, const N: usize>(
    node: Node<'t>,
    path: [&str; N],
) -> Option<(Node<'t>, NaiveDate)> {
    let found = node.at(path)?;
    Some((found, found.text().parse().ok()?))
}

/// Finds fault with an element that should be there.
pub(crate) fn missing(context: &mut Context<'_>, rule: &str, parent: Node<'_>, name: &str) {
    context.find(rule, parent.into(), Says::value(name), "");
}

/// Finds fault with an element that should not be there.
pub(crate) fn unwanted(context: &mut Context<'_>, rule: &str, node: Node<'_>) {
    let name = node.name();
    let expected = Says::new(format!("kein Element {name}"), format!("no element {name}"));
    context.find(rule, node.into(), expected, node.text());
}
