//! A book of rules: what a crate gives the engine, rules with the functions that evaluate them and
//! the places in messages where they are called.

use xoev_validator::Start;

use crate::engine::{Code, Context, Leaf, Node};
use crate::rule::RuleInfo;

/// Rules that belong together, with their checks. The engine puts any number of books together;
/// names of rules must differ.
#[derive(Clone, Copy, Debug)]
pub struct Book {
    /// The rules.
    pub rules: &'static [RuleInfo],
    /// What evaluates them.
    pub bindings: &'static [Binding],
}

/// A check, and where it is called.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The rules that the check may find broken. It is not called if none of them is active.
    pub rules: &'static [&'static str],
    /// Where it is called.
    pub on: On,
    /// What is called.
    pub check: Check,
}

/// Where a check is called.
#[derive(Clone, Copy, Debug)]
pub enum On {
    /// For the root element of messages with these numbers, or with numbers that begin so
    /// (`0201*`); `*` stands for every message.
    Message(&'static [&'static str]),
    /// For elements of these types and of types derived from them.
    Types(&'static [TypeName]),
    /// For children with one of these names, of elements of this type or one derived from it.
    Children(TypeName, &'static [&'static str]),
    /// For children of the root element with one of these names, in messages as above.
    RootChildren(&'static [&'static str], &'static [&'static str]),
}

/// What is called.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Sees the root's start tag. Only with [`On::Message`].
    Root(fn(&mut Context<'_>, &Start<'_>)),
    /// Sees an element at its end, with its text. Costs next to nothing.
    Leaf(fn(&mut Context<'_>, &Leaf<'_>)),
    /// Sees an element at its end, with all that is in it. It is held until then; not with
    /// [`On::Children`] and [`On::RootChildren`].
    Tree(fn(&mut Context<'_>, Node<'_>)),
    /// Sees a code at its end, if its list is at hand and has its key. Only with [`On::Message`].
    Code(fn(&mut Context<'_>, &Code<'_>)),
}

/// The name of a type, the same in all releases of its standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// The namespace without the version that it ends with: `http://www.osci.de/xauslaender`
    /// stands for all releases.
    pub family: &'static str,
    /// Local name.
    pub local: &'static str,
}

impl TypeName {
    /// Family and local name.
    pub const fn new(family: &'static str, local: &'static str) -> TypeName {
        TypeName { family, local }
    }
}

/// Whether a namespace is of a family: what follows is a version.
pub(crate) fn in_family(uri: &str, family: &str) -> bool {
    uri.strip_prefix(family).is_some_and(|version| {
        version
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '_' | '-' | '.'))
    })
}

/// Whether a number is among these, or begins like one of them.
pub(crate) fn has_number(numbers: &[&str], number: &str) -> bool {
    numbers.iter().any(|n| match n.strip_suffix('*') {
        Some(beginning) => number.starts_with(beginning),
        None => *n == number,
    })
}
