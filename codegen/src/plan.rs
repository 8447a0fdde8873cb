//! The generator's own model: what Rust items there will be, before any token is written.
//!
//! Passes fill it in the order that [`crate::passes`] lists.

use xoev_schema::{AttributeUse, Builtin, ElementId, NsId, TypeId, Wildcard};

/// Everything that will be emitted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// Modules in output order.
    pub modules: Vec<ModulePlan>,
    /// What becomes of each type of the schema set, by type id.
    pub types: Vec<TypePlan>,
    /// Groups, by index.
    pub groups: Vec<GroupPlan>,
    /// Messages and other global elements.
    pub elements: Vec<ElementPlan>,
    /// Namespace constants, by namespace id.
    pub namespaces: Vec<NamespacePlan>,
}

/// One generated module.
#[derive(Clone, Debug, Default)]
pub(crate) struct ModulePlan {
    /// Path below the root.
    pub path: Vec<String>,
    /// Schema files that it is made from.
    pub files: Vec<String>,
    /// Cargo feature, if any.
    pub feature: Option<String>,
    /// Types to emit here.
    pub types: Vec<TypeId>,
    /// Global elements to emit here.
    pub elements: Vec<ElementId>,
}

/// A namespace as generated code refers to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamespacePlan {
    /// Constant in the `ns` module, such as `XA`; `U` for "no namespace".
    pub constant: String,
    /// URI.
    pub uri: String,
    /// Prefix for writing, without colon.
    pub prefix: String,
    /// Module for its types, where the configuration says nothing else.
    pub module: String,
}

/// What becomes of a type.
#[derive(Clone, Debug)]
pub(crate) struct TypePlan {
    /// Where it is.
    pub home: Home,
    /// Rust name (without module).
    pub name: String,
    /// For a mixed type: Rust name of what is checked within the text.
    pub inner: Option<String>,
    /// An element of this type may be nil, so that its attributes stand alone.
    pub nillable: bool,
    /// What it is.
    pub shape: Shape,
    /// Rough size of a value in bytes, for the decision what to box.
    pub size: usize,
}

/// Where a type is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// In a generated module, by index.
    Module(usize),
    /// Elsewhere, by module path.
    Extern(String),
    /// It is not needed as a type of its own.
    Nowhere,
}

/// The kinds of Rust item that a schema type becomes.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// A built-in type of the runtime.
    Builtin(Builtin),
    /// Restricted text.
    Text,
    /// A restriction of a type that is not text: the built-in that it comes from.
    Restricted(Builtin),
    /// A list.
    List,
    /// A union.
    Union,
    /// A code: the key, its list, perhaps its name.
    Code(CodePlan),
    /// Attributes and content.
    Struct(StructPlan),
    /// Content that is just one choice: an enum, by group index.
    Choice(usize),
    /// An abstract type, as an enum over the types that may take its place.
    Abstract(Vec<TypeId>),
    /// Mixed content or `xs:anyType`: kept as XML, checked where `content` names a group type.
    Open,
}

/// A code type.
#[derive(Clone, Debug)]
pub(crate) struct CodePlan {
    /// Rule for `listURI`.
    pub list_uri: AttributePlan,
    /// Rule for `listVersionID`.
    pub list_version: AttributePlan,
    /// The type has the child `name`.
    pub has_name: bool,
    /// Namespace of the children.
    pub children: NsId,
    /// The simple type of the key.
    pub key: TypeId,
}

/// How an attribute may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AttributePlan {
    /// Not at all.
    Absent,
    /// Any value, may be absent.
    Optional,
    /// Any value.
    Required,
    /// One value, may be absent.
    OptionalFixed(String),
    /// One value.
    RequiredFixed(String),
}

/// A struct.
#[derive(Clone, Debug, Default)]
pub(crate) struct StructPlan {
    /// Attributes with their field names; required fixed ones have no field.
    pub attributes: Vec<(String, AttributeUse)>,
    /// Field name and wildcard for open attributes.
    pub any_attribute: Option<(String, Wildcard)>,
    /// Content.
    pub body: Body,
}

/// Content of a struct.
#[derive(Clone, Debug, Default)]
pub(crate) enum Body {
    /// None.
    #[default]
    Empty,
    /// Text of this simple type, in the field `wert`.
    Text(TypeId),
    /// Fields in schema order.
    Fields(Vec<FieldPlan>),
    /// Fields in any order (`xs:all`).
    All(Vec<FieldPlan>),
}

/// A field, or the payload of an enum variant.
#[derive(Clone, Debug)]
pub(crate) struct FieldPlan {
    /// Field or variant name.
    pub name: String,
    /// What it holds.
    pub term: FieldTerm,
    /// Least number.
    pub min: u32,
    /// Greatest number; none for unbounded.
    pub max: Option<u32>,
    /// Boxed.
    pub boxed: bool,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(crate) enum FieldTerm {
    /// An element.
    Element(Box<xoev_schema::Element>),
    /// Wildcard content.
    Any(Wildcard),
    /// A group, by index.
    Group(usize),
}

/// A group that becomes a type of its own.
#[derive(Clone, Debug)]
pub(crate) struct GroupPlan {
    /// Rust name; for the group of a choice type, the name of that type.
    pub name: String,
    /// Choice, sequence or all.
    pub kind: GroupKind,
    /// What it may begin with.
    pub first: Vec<FirstPlan>,
    /// It may be empty.
    pub nullable: bool,
    /// Rough size in bytes.
    pub size: usize,
}

/// The kinds of group.
#[derive(Clone, Debug)]
pub(crate) enum GroupKind {
    /// One of these.
    Choice(Vec<FieldPlan>),
    /// All of these.
    Sequence(Vec<FieldPlan>),
    /// All of these in any order.
    All(Vec<FieldPlan>),
}

/// What a group may begin with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FirstPlan {
    /// An element of this name.
    Name(NsId, String),
    /// Wildcard content.
    Any(Wildcard),
}

/// A global element.
#[derive(Clone, Debug)]
pub(crate) struct ElementPlan {
    /// Module that it is emitted in; none if its namespace exists elsewhere.
    pub module: Option<usize>,
    /// Rust name of its message type.
    pub name: String,
    /// Its type is anonymous, so that the type itself is the message.
    pub own_type: bool,
    /// Number of the message, where its name ends with one.
    pub number: Option<String>,
    /// Namespaces that its content may use.
    pub declared: Vec<NsId>,
}
