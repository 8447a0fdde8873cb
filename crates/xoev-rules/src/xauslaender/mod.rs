//! Rules of XAusländer, by chapter.

pub(crate) mod administration;
pub(crate) mod asyl;
pub(crate) mod offices;
pub(crate) mod register;
pub(crate) mod transfer;
pub(crate) mod types;

use crate::engine::{Context, Node};
use crate::finding::Says;

/// Finds fault with an element that should be there.
fn missing(context: &mut Context<'_>, rule: &str, parent: Node<'_>, name: &str) {
    context.find(rule, parent.into(), Says::value(name), "");
}
