//! What others can see of a message while it is validated: the events that rules beyond the schema
//! are built on.

use xoev::Path;
use xoev_schema::{Element, TypeId};

/// Sees the elements of a message go by, in document order, with what the schema says about them.
///
/// Elements are shown whether they are valid or not; the watcher decides what it makes of those
/// that the schema does not know ([`Start::type_id`] is none then).
pub trait Watch {
    /// A start tag was read.
    fn start(&mut self, start: &Start<'_>);

    /// The end of an element was read.
    fn end(&mut self, end: &End<'_>);
}

/// An attribute of a start tag; namespace declarations are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Namespace URI; empty for none.
    pub namespace: String,
    /// Local name.
    pub name: String,
    /// The value, references resolved.
    pub value: String,
}

/// A start tag with what the schema says about its element.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Namespace URI; empty for none.
    pub namespace: &'a str,
    /// Local name.
    pub name: &'a str,
    /// How many elements are open, this one included: 1 for the root.
    pub depth: usize,
    /// Its type, `xsi:type` taken into account; none where the schema knows none.
    pub type_id: Option<TypeId>,
    /// Its declaration; none where the schema knows none.
    pub declaration: Option<&'a Element>,
    /// The schema lets its parent not be without it (`minOccurs` is not 0). True for the root.
    pub required: bool,
    /// `xsi:nil="true"`
    pub nil: bool,
    /// Its attributes, in the order of the message.
    pub attributes: &'a [Attribute],
    /// Where it stands.
    pub place: Place<'a>,
}

impl<'a> Start<'a> {
    /// The value of an attribute without namespace.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut all = self.attributes.iter();
        all.find(|a| a.namespace.is_empty() && a.name == name)
            .map(|a| a.value.as_str())
    }
}

/// The end of an element.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// Namespace URI; empty for none.
    pub namespace: &'a str,
    /// Local name.
    pub name: &'a str,
    /// How many elements are open, this one included: 1 for the root.
    pub depth: usize,
    /// Its type, `xsi:type` taken into account; none where the schema knows none.
    pub type_id: Option<TypeId>,
    /// Its declaration; none where the schema knows none.
    pub declaration: Option<&'a Element>,
    /// The schema lets its parent not be without it (`minOccurs` is not 0). True for the root.
    pub required: bool,
    /// Its text, where it holds text only.
    pub text: Text<'a>,
    /// Where its start tag stands.
    pub place: Place<'a>,
}

/// The text of an element, references resolved, white space as it stands in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text<'a> {
    /// It has child elements, or is nil.
    None,
    /// All of it.
    Whole(&'a str),
    /// Too long to be held, such as documents in base 64, or written elsewhere.
    Cut {
        /// The beginning.
        head: &'a str,
        /// Length in characters.
        chars: u64,
    },
}

impl<'a> Text<'a> {
    /// The text, if there is one and it is there as a whole.
    pub fn whole(self) -> Option<&'a str> {
        match self {
            Text::Whole(text) => Some(text),
            Text::None | Text::Cut { .. } => None,
        }
    }
}

/// Where an element stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub(crate) steps: &'a dyn Steps,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Offset of `<` in bytes from the beginning of the message, from 0.
    pub offset: u64,
    /// Length of the start tag in bytes.
    pub length: u64,
}

impl Place<'_> {
    /// The element, outermost first. Made when asked for.
    pub fn path(&self) -> Path {
        self.steps.path()
    }
}

/// Who knows the open elements.
pub(crate) trait Steps: std::fmt::Debug {
    fn path(&self) -> Path;
}
