//! Element declarations as a content model uses them.

use std::sync::OnceLock;

use xoev_schema::{Element, SchemaSet, TypeId};

use super::expected::Forms;
use super::identity::Constraints;
use super::model::Counts;

/// An element declaration.
#[derive(Debug)]
pub(crate) struct Decl {
    pub(crate) element: Element,
    pub(crate) counts: Counts,
    /// Title of the field.
    pub(crate) label: Option<String>,
    /// It is neither abstract nor has values or constraints of its own, as most.
    pub(crate) plain: bool,
    /// Its attributes, as they were found right before.
    pub(crate) forms: Forms,
    /// Identity constraints; made when the element first occurs.
    constraints: OnceLock<Constraints>,
}

impl Decl {
    pub(super) fn new(set: &SchemaSet, element: &Element, counts: Counts) -> Decl {
        Decl {
            label: label(set, element),
            plain: is_ordinary(element) && element.fixed.is_none(),
            forms: Forms::default(),
            element: element.clone(),
            counts,
            constraints: OnceLock::new(),
        }
    }

    /// A global element as the root of a message, or found by a wildcard.
    pub(super) fn global(set: &SchemaSet, element: &Element) -> Decl {
        let counts = Counts {
            min: 1,
            max: Some(1),
            repeats: false,
        };
        Decl::new(set, element, counts)
    }

    /// Whether it is plain, but for a fixed value perhaps.
    pub(super) fn is_plain_or_fixed(&self) -> bool {
        is_ordinary(&self.element)
    }

    pub(crate) fn type_id(&self) -> TypeId {
        self.element.type_id
    }

    pub(crate) fn name(&self) -> &str {
        &self.element.name.local
    }

    pub(crate) fn constraints(&self) -> Option<&Constraints> {
        if self.element.constraints.is_empty() {
            return None;
        }
        let made = self
            .constraints
            .get_or_init(|| Constraints::new(&self.element));
        Some(made)
    }
}

fn is_ordinary(element: &Element) -> bool {
    !element.abstract_ && element.default.is_none() && element.constraints.is_empty()
}

/// What the schema calls an element: its own title, or that of its type.
fn label(set: &SchemaSet, element: &Element) -> Option<String> {
    let own = super::title(&element.appinfo);
    own.or_else(|| super::title(&set.ty(element.type_id).appinfo))
}
