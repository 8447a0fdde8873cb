//! What messages to the register look like: their numbers, and the parts of a report.
//!
//! A report (090009, 090010) is made of groups, each with the kind of change (`aenderungsArt`), the
//! reference to the stored entry (`referenz.id`) and the new content (`….fachdaten.neu`).

use chrono::NaiveDate;
use xoev_rules::{CodeKeys, Context, ListAnswer, Messages, Node, Says, TypeName};

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

/// The element of a group that refers to the stored entry. That of search notes has its own name.
pub(crate) fn reference_name(group: &str) -> &'static str {
    match group {
        "suchvermerk" => "referenzSuchvermerk.id",
        _ => "referenz.id",
    }
}

/// The reference of a group to the entry that is stored.
pub(crate) fn reference<'t>(group: Node<'t>) -> Option<Node<'t>> {
    group.at([reference_name(group.name())])
}

/// What a reference names, to be compared with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity<'t> {
    /// The entry, in whatever version.
    Entry(&'t str),
    /// A text that is not built as references are; only the same text is the same reference.
    Text(&'t str),
}

/// What a reference names. References have 9 to 15 characters: the first seven are the entry, the
/// others its version and a random one.
pub(crate) fn identity(reference: &str) -> Identity<'_> {
    match entry(reference) {
        Some(entry) => Identity::Entry(entry),
        None => Identity::Text(reference),
    }
}

/// The part of a reference that names the entry; none if it is not built as references are.
fn entry(reference: &str) -> Option<&str> {
    let wellformed =
        (9..=15).contains(&reference.chars().count()) && !reference.contains(char::is_whitespace);
    let (end, _) = reference.char_indices().nth(7)?;
    wellformed.then_some(&reference[..end])
}

/// The keys of the list of a code: the list that its attribute names, else `list`. None if it is
/// not at hand.
pub(crate) fn keys_of<'w>(
    context: &mut Context<'w>,
    code: Node<'_>,
    list: &str,
) -> Option<&'w dyn CodeKeys> {
    let uri = code.attribute("listURI").unwrap_or(list);
    match context.list(uri, code.attribute("listVersionID")) {
        ListAnswer::Loaded(keys) => Some(keys),
        ListAnswer::NotLoaded => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_one_entry_are_the_same_in_all_versions() {
        assert_eq!(identity("Rx7C56w06"), identity("Rx7C56w13"));
        assert_eq!(identity("Rx7C56w06"), identity("Rx7C56w12345678"));
        assert_ne!(identity("Rx7C56w06"), identity("Rx7C56x06"));
        assert_eq!(identity("ÄÖÜäöüß06"), Identity::Entry("ÄÖÜäöüß"));
    }

    #[test]
    fn texts_that_are_not_built_as_references_are_the_same_only_if_they_are_equal() {
        // Too short, too long, with a blank.
        for (one, other) in [
            ("Rx7C56w0", "Rx7C56w1"),
            ("Rx7C56w123456789", "Rx7C56w123456780"),
            ("Rx7C56w 1", "Rx7C56w 2"),
            ("Rx7C56w", "Rx7C56w06"),
        ] {
            assert_ne!(identity(one), identity(other));
            assert_eq!(identity(one), Identity::Text(one));
        }
        assert_eq!(identity(""), Identity::Text(""));
    }
}
