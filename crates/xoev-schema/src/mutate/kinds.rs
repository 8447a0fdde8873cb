//! The kinds of change, with how often each is chosen and what it does to a valid message.

use super::work::Work;
use super::{attributes, damage, instance, layout, markup, namespaces, prolog, structure, text};
use crate::sample::random::Random;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kind {
    /// Its name, such as `element.remove`.
    pub name: &'static str,
    /// What it does to a valid message, alone.
    pub effect: Effect,
}

/// What a change does to a valid message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It stays valid.
    Harmless,
    /// That depends.
    Open,
    /// It is not well-formed any more.
    Malformed,
}

/// How a kind of change is made. Both give the place, or nothing if there is nothing to change.
pub(super) enum Apply {
    /// On the tree.
    Tree(fn(&mut Work<'_>) -> Option<String>),
    /// On the bytes, after all others.
    Bytes(fn(&mut Vec<u8>, &mut Random) -> Option<String>),
}

/// A row of the table.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) weight: usize,
    pub(super) effect: Effect,
    pub(super) apply: Apply,
}

macro_rules! rows {
    ($($name:literal $weight:literal $effect:ident $stage:ident $apply:path,)*) => {
        &[$(Row { name: $name, weight: $weight, effect: Effect::$effect, apply: Apply::$stage($apply) }),*]
    };
}

/// All kinds.
pub(super) const KINDS: &[Row] = rows! {
    "element.remove" 30 Open Tree structure::remove,
    "element.remove-all" 10 Open Tree structure::remove_all,
    "element.duplicate" 15 Open Tree structure::duplicate,
    "element.repeat" 6 Open Tree structure::repeat,
    "element.bound" 8 Open Tree structure::bound,
    "element.rename" 12 Open Tree structure::rename,
    "element.unknown" 8 Open Tree structure::unknown,
    "element.copy" 10 Open Tree structure::copy,
    "element.declared" 20 Open Tree structure::declared,
    "element.swap" 15 Open Tree structure::swap,
    "element.reverse" 4 Open Tree structure::reverse,
    "element.move" 8 Open Tree structure::relocate,
    "element.nest" 5 Open Tree structure::nest,
    "element.unwrap" 6 Open Tree structure::unwrap,
    "element.empty" 12 Open Tree structure::empty,
    "element.replace" 8 Open Tree structure::replace,
    "element.root" 3 Open Tree structure::root,
    "element.mixed" 10 Open Tree structure::mixed,
    "attribute.remove" 6 Open Tree attributes::remove,
    "attribute.unknown" 6 Open Tree attributes::unknown,
    "attribute.known" 8 Open Tree attributes::known,
    "attribute.complete" 6 Open Tree attributes::complete,
    "attribute.value" 16 Open Tree attributes::change,
    "attribute.rename" 5 Open Tree attributes::rename,
    "attribute.space" 6 Open Tree attributes::space,
    "attribute.duplicate" 2 Malformed Tree attributes::duplicate,
    "attribute.quotes" 3 Harmless Tree attributes::quotes,
    "attribute.reorder" 3 Harmless Tree attributes::reorder,
    "text.value" 30 Open Tree text::value,
    "text.enumerated" 12 Open Tree text::enumerated,
    "text.beside-enumerated" 12 Open Tree text::beside_enumerated,
    "text.length" 16 Open Tree text::length,
    "text.range" 8 Open Tree text::range,
    "text.date" 20 Open Tree text::date,
    "text.number" 14 Open Tree text::number,
    "text.boolean" 8 Open Tree text::boolean,
    "text.binary" 8 Open Tree text::binary,
    "text.name" 8 Open Tree text::name,
    "text.letters" 25 Open Tree text::letters,
    "text.odd" 12 Open Tree text::odd,
    "text.edit" 20 Open Tree text::edit,
    "text.other" 10 Open Tree text::other,
    "text.long" 4 Open Tree text::long,
    "namespace.prefix" 6 Harmless Tree namespaces::prefix,
    "namespace.default" 6 Harmless Tree namespaces::default,
    "namespace.no-default" 4 Harmless Tree namespaces::no_default,
    "namespace.again" 4 Harmless Tree namespaces::again,
    "namespace.inwards" 5 Harmless Tree namespaces::inwards,
    "namespace.unused" 4 Harmless Tree namespaces::unused,
    "namespace.odd-unused" 2 Open Tree namespaces::odd_unused,
    "namespace.second" 4 Harmless Tree namespaces::second,
    "namespace.uri" 5 Open Tree namespaces::uri,
    "namespace.undeclare" 3 Open Tree namespaces::undeclare,
    "namespace.shadow" 4 Open Tree namespaces::shadow,
    "namespace.inner-default" 5 Open Tree namespaces::inner_default,
    "namespace.reserved" 3 Open Tree namespaces::reserved,
    "space.between" 4 Harmless Tree layout::between,
    "space.spread" 3 Harmless Tree layout::spread,
    "space.strip" 4 Harmless Tree layout::strip,
    "space.around" 20 Open Tree layout::around,
    "space.inside" 10 Open Tree layout::inside,
    "space.in-empty" 6 Open Tree layout::in_empty,
    "space.tags" 4 Harmless Tree layout::tags,
    "space.short-tag" 3 Harmless Tree layout::short,
    "space.line-ends" 4 Harmless Bytes layout::line_ends,
    "cdata.whole" 5 Harmless Tree markup::cdata,
    "cdata.split" 5 Harmless Tree markup::cdata_split,
    "cdata.between" 5 Open Tree markup::cdata_between,
    "comment.anywhere" 5 Harmless Tree markup::comment,
    "comment.in-text" 5 Harmless Tree markup::comment_in_text,
    "instruction.anywhere" 4 Harmless Tree markup::instruction,
    "instruction.in-text" 4 Harmless Tree markup::instruction_in_text,
    "markup.outside" 3 Harmless Tree markup::outside,
    "reference.text" 6 Harmless Tree markup::references,
    "reference.attribute" 4 Harmless Tree markup::references_in_attribute,
    "reference.space" 8 Open Tree markup::space_references,
    "xsi.nil" 8 Open Tree instance::nil,
    "xsi.nil-permitted" 4 Open Tree instance::nil_where_permitted,
    "xsi.declared-type" 8 Open Tree instance::declared_type,
    "xsi.related-type" 10 Open Tree instance::related_type,
    "xsi.other-type" 4 Open Tree instance::other_type,
    "xsi.builtin-type" 6 Open Tree instance::builtin_type,
    "xsi.unknown-type" 5 Open Tree instance::unknown_type,
    "xsi.location" 3 Harmless Tree instance::location,
    "xsi.odd-location" 4 Open Tree instance::odd_location,
    "xsi.unknown" 3 Open Tree instance::unknown,
    "prolog.declaration" 3 Harmless Tree prolog::declaration,
    "prolog.odd-declaration" 5 Open Tree prolog::odd_declaration,
    "prolog.doctype" 3 Open Tree prolog::doctype,
    "prolog.mark" 2 Harmless Bytes prolog::mark,
    "prolog.encoding" 4 Harmless Bytes prolog::encoding,
    "prolog.wrong-encoding" 3 Open Bytes prolog::wrong_encoding,
    "damage.truncate" 2 Malformed Bytes damage::truncate,
    "damage.byte" 10 Open Bytes damage::byte,
    "damage.encoding" 3 Malformed Bytes damage::encoding,
    "damage.text" 12 Open Tree damage::text,
    "damage.outside" 4 Open Tree damage::outside,
    "damage.end-tag" 2 Malformed Tree damage::end_tag,
    "damage.attribute" 4 Open Tree damage::attribute,
    "damage.same-attribute" 2 Malformed Tree damage::same_attribute,
};
