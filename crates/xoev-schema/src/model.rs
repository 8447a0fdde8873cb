//! The resolved model of a schema set: what the generator emits from, what samples and
//! explanations are made of, and what two releases are compared by.
//!
//! The model is free of XSD syntax: groups and references are expanded, extensions and
//! restrictions are flattened into the content that is effective, every anonymous type has an
//! identity of its own, and names are pairs of namespace and local name. Nothing in it depends on
//! prefixes, file order or annotations other than `appinfo`, which is kept as data.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The namespace of XML Schema itself.
pub const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// Index of a [`Namespace`] in [`SchemaSet::namespaces`]. Index 0 is always "no namespace".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NsId(pub u16);

impl NsId {
    /// "No namespace": the namespace of unqualified local elements and of attributes.
    pub const NONE: NsId = NsId(0);
}

/// Index of a [`Document`] in [`SchemaSet::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocId(pub u16);

/// Index of a [`TypeDef`] in [`SchemaSet::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TypeId(pub u32);

/// Index of a global [`Element`] in [`SchemaSet::elements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ElementId(pub u32);

/// A schema set after resolution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SchemaSet {
    /// All namespaces met; index 0 is "no namespace" (empty URI).
    pub namespaces: Vec<Namespace>,
    /// The schema documents read, in the order of first reference (roots first).
    pub documents: Vec<Document>,
    /// All types: the XSD built-ins that are used, then named and anonymous ones, a type always
    /// after the type that it is derived from.
    pub types: Vec<TypeDef>,
    /// All global elements, in document order.
    pub elements: Vec<Element>,
    /// All global attributes (referenced ones are also expanded where they are used).
    pub attributes: Vec<AttributeUse>,
}

/// A namespace that the set declares or uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Namespace {
    /// The URI; empty for "no namespace".
    pub uri: String,
    /// The prefix that the published schema of this namespace uses for itself, where it has one.
    pub prefix: Option<String>,
}

/// One schema document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// File name without folders, such as `xinneres-datum.xsd`.
    pub file: String,
    /// Its target namespace.
    pub namespace: NsId,
    /// The `version` attribute of `xs:schema`.
    pub version: Option<String>,
    /// Application information of the schema element.
    pub appinfo: Appinfo,
}

/// A namespace and a local name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QName {
    /// Namespace.
    pub ns: NsId,
    /// Local name.
    pub local: String,
}

/// A type definition, named or anonymous, simple or complex.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeDef {
    /// Name, or none for an anonymous type.
    pub name: Option<QName>,
    /// For an anonymous type: where it stands, as the chain of named components, outermost first
    /// (`["AZR.Abschiebung.Meldung", "abschiebung.fachdaten.neu"]`). For a named type just its
    /// name. Global elements stand with their name, attributes with `@` before it. Types within
    /// simple types have a step of their own: `#base`, `#item`, `#member1` and so on; `#content`
    /// is the simple type that facets on simple content imply, and `#redefined` a type that
    /// `xs:redefine` has replaced.
    pub place: Vec<String>,
    /// The document that defines it; none for XSD built-in types.
    pub document: Option<DocId>,
    /// What the schema says about it in `appinfo`.
    pub appinfo: Appinfo,
    /// The type that it is derived from, and how. None for `xs:anyType`, `xs:anySimpleType`
    /// and complex types without explicit derivation. Lists and unions are derived from
    /// `xs:anySimpleType`.
    pub base: Option<(TypeId, Derivation)>,
    /// Simple or complex.
    pub kind: TypeKind,
}

/// How a type is derived from its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Derivation {
    /// `xs:extension`
    Extension,
    /// `xs:restriction`
    Restriction,
    /// `xs:list`
    List,
    /// `xs:union`
    Union,
}

/// The two kinds of type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TypeKind {
    /// Text only.
    Simple(SimpleType),
    /// Attributes and content.
    Complex(ComplexType),
}

/// A simple type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SimpleType {
    /// Atomic, list or union.
    pub variety: Variety,
    /// The facets of this derivation step only; those of the base types hold too.
    pub facets: Facets,
}

/// What values of a simple type are made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Variety {
    /// One value of the given built-in type.
    Atomic(Builtin),
    /// Values of the item type, separated by white space.
    List(TypeId),
    /// A value of one of the member types, tried in order.
    Union(Vec<TypeId>),
}

/// The facets of one derivation step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    /// `xs:length`
    pub length: Option<u64>,
    /// `xs:minLength`
    pub min_length: Option<u64>,
    /// `xs:maxLength`
    pub max_length: Option<u64>,
    /// `xs:pattern`s of this step: one of them must match. Regular expressions in XSD syntax.
    pub patterns: Vec<String>,
    /// `xs:enumeration`s of this step, with their labels; empty if there are none.
    pub enumeration: Vec<EnumValue>,
    /// `xs:whiteSpace`
    pub white_space: Option<WhiteSpace>,
    /// `xs:minInclusive`
    pub min_inclusive: Option<String>,
    /// `xs:maxInclusive`
    pub max_inclusive: Option<String>,
    /// `xs:minExclusive`
    pub min_exclusive: Option<String>,
    /// `xs:maxExclusive`
    pub max_exclusive: Option<String>,
    /// `xs:totalDigits`
    pub total_digits: Option<u32>,
    /// `xs:fractionDigits`
    pub fraction_digits: Option<u32>,
}

/// One enumerated value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnumValue {
    /// The value.
    pub value: String,
    /// Its label, from `appinfo/Wert` or a similar entry.
    pub label: Option<String>,
}

/// White space handling before a value is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhiteSpace {
    /// Kept as it is.
    Preserve,
    /// Tab, line feed and carriage return become blanks.
    Replace,
    /// As `Replace`, then runs become one blank and the ends are trimmed.
    Collapse,
}

/// A complex type with everything that is effective after derivation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComplexType {
    /// Must not be used in messages directly.
    pub abstract_: bool,
    /// Derivations by which no type may stand in for this one (`block`).
    pub block: Vec<Derivation>,
    /// Text may stand between the child elements.
    pub mixed: bool,
    /// All attributes, inherited ones first; prohibited ones are left out.
    pub attributes: Vec<AttributeUse>,
    /// `xs:anyAttribute`.
    pub any_attribute: Option<Wildcard>,
    /// Content.
    pub content: Content,
}

/// The content of a complex type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    /// Nothing (white space only, unless mixed).
    Empty,
    /// Text of a simple type (`xs:simpleContent`).
    Simple(TypeId),
    /// Child elements.
    Elements(Particle),
}

/// A term with the number of times that it may occur.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Particle {
    /// Least number.
    pub min: u32,
    /// Greatest number; none for `unbounded`.
    pub max: Option<u32>,
    /// What occurs.
    pub term: Term,
}

/// What may occur in element content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Term {
    /// An element.
    Element(Element),
    /// All members, in order. Empty particles are dropped.
    Sequence(Vec<Particle>),
    /// One of the members. Substitution groups are expanded into a choice.
    Choice(Vec<Particle>),
    /// All members, in any order.
    All(Vec<Particle>),
    /// An element of which only the namespace is limited.
    Any(Wildcard),
}

/// An element declaration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Name as it stands in the message: a local element that is not qualified has namespace
    /// [`NsId::NONE`].
    pub name: QName,
    /// Its type.
    pub type_id: TypeId,
    /// The global element that a reference means; none in a declaration, global or local.
    pub global: Option<ElementId>,
    /// `nillable="true"`
    pub nillable: bool,
    /// `abstract="true"` (global elements only): stands only for its substitutes.
    pub abstract_: bool,
    /// Value of an empty element.
    pub default: Option<String>,
    /// The only value allowed.
    pub fixed: Option<String>,
    /// What the schema says about it in `appinfo` (of the declaration itself, not of its type).
    pub appinfo: Appinfo,
    /// The document that declares it.
    pub document: DocId,
    /// Derivations that `xsi:type` must not make use of here (`block`); substitution is settled
    /// already.
    pub block: Vec<Derivation>,
    /// Head of the substitution group that this global element belongs to.
    pub substitutes: Option<ElementId>,
    /// Identity constraints (`xs:key`, `xs:keyref`, `xs:unique`).
    pub constraints: Vec<IdentityConstraint>,
}

/// `xs:key`, `xs:keyref` or `xs:unique`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdentityConstraint {
    /// Which of the three.
    pub kind: ConstraintKind,
    /// Name.
    pub name: QName,
    /// For `keyref`: the key meant.
    pub refer: Option<QName>,
    /// XPath of the selected nodes, names resolved as `{uri}local`.
    pub selector: String,
    /// XPaths of the fields, names resolved as `{uri}local`.
    pub fields: Vec<String>,
}

/// The kinds of identity constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConstraintKind {
    /// Fields present and unique.
    Key,
    /// Fields refer to a key.
    Keyref,
    /// Fields unique where present.
    Unique,
}

/// An attribute as a type uses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributeUse {
    /// Name; unqualified attributes have namespace [`NsId::NONE`].
    pub name: QName,
    /// Its simple type.
    pub type_id: TypeId,
    /// `use="required"`
    pub required: bool,
    /// Value when absent.
    pub default: Option<String>,
    /// The only value allowed.
    pub fixed: Option<String>,
    /// What the schema says about it.
    pub appinfo: Appinfo,
}

/// `xs:any` or `xs:anyAttribute`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wildcard {
    /// Which namespaces are allowed.
    pub namespaces: NamespaceRule,
    /// How strictly the content is checked.
    pub process: ProcessContents,
}

/// The namespaces that a wildcard allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NamespaceRule {
    /// `##any`
    Any,
    /// `##other`: neither the given one (the target namespace) nor "no namespace".
    Other(NsId),
    /// Just these; [`NsId::NONE`] stands for `##local`.
    OneOf(Vec<NsId>),
}

/// How strictly wildcard content is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProcessContents {
    /// A declaration must be known, and the content valid.
    Strict,
    /// Valid where a declaration is known.
    Lax,
    /// Well-formed is enough.
    Skip,
}

/// `appinfo` as data: pairs of path and text, in document order. The path is made of local names
/// joined by `/` (`title`, `codeliste/kennung`, `autor`); a name that occurs several times gives
/// several pairs, an empty element one with empty text. An attribute stands under the path of its
/// element and `@` with its name, `xs:documentation` under `#documentation`, and text outside of
/// any element under `#text`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appinfo(pub Vec<(String, String)>);

impl Appinfo {
    /// Where schemas of XÖV put a title, in the order of preference.
    pub(crate) const TITLE: &'static [&'static str] = &["title", "codeliste/nameLang"];

    /// The title of a message, a type or a field, as XÖV schemas state it.
    pub fn title(&self) -> Option<&str> {
        Appinfo::TITLE.iter().find_map(|path| self.first(path))
    }

    /// The first text at this path, white space trimmed; none if absent or empty.
    pub fn first<'a>(&'a self, path: &str) -> Option<&'a str> {
        self.0
            .iter()
            .filter(|(p, _)| p == path)
            .map(|(_, t)| t.trim())
            .find(|t| !t.is_empty())
    }

    /// All non-empty texts at this path.
    pub fn all<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(p, _)| p == path)
            .map(|(_, t)| t.trim())
            .filter(|t| !t.is_empty())
    }
}

macro_rules! builtins {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// The primitive and derived types that XML Schema brings along.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Builtin { $(#[doc = concat!("`xs:", $name, "`")] $variant),* }

        impl Builtin {
            /// All built-in simple types.
            pub const ALL: &'static [Builtin] = &[$(Builtin::$variant),*];

            /// Local name, such as `dateTime`.
            pub fn name(self) -> &'static str {
                match self { $(Builtin::$variant => $name),* }
            }

            /// The built-in type of this local name.
            pub fn from_name(name: &str) -> Option<Builtin> {
                match name { $($name => Some(Builtin::$variant),)* _ => None }
            }
        }
    };
}

builtins! {
    AnySimpleType "anySimpleType", String "string", NormalizedString "normalizedString",
    Token "token", Language "language", Name "Name", NcName "NCName", NmToken "NMTOKEN",
    NmTokens "NMTOKENS", Id "ID", IdRef "IDREF", IdRefs "IDREFS", Entity "ENTITY",
    Entities "ENTITIES", AnyUri "anyURI", QName "QName", Notation "NOTATION",
    Boolean "boolean", Decimal "decimal", Integer "integer",
    NonPositiveInteger "nonPositiveInteger", NegativeInteger "negativeInteger",
    NonNegativeInteger "nonNegativeInteger", PositiveInteger "positiveInteger",
    Long "long", Int "int", Short "short", Byte "byte", UnsignedLong "unsignedLong",
    UnsignedInt "unsignedInt", UnsignedShort "unsignedShort", UnsignedByte "unsignedByte",
    Float "float", Double "double", Duration "duration", DateTime "dateTime", Date "date",
    Time "time", GYear "gYear", GYearMonth "gYearMonth", GMonth "gMonth",
    GMonthDay "gMonthDay", GDay "gDay", Base64Binary "base64Binary", HexBinary "hexBinary",
}

impl Builtin {
    /// The built-in type that it is a restriction of; `xs:anySimpleType` for the primitive types
    /// and for lists (`NMTOKENS` and the like), none for `xs:anySimpleType` itself.
    pub fn base(self) -> Option<Builtin> {
        use Builtin as B;
        Some(match self {
            B::AnySimpleType => return None,
            B::NormalizedString => B::String,
            B::Token => B::NormalizedString,
            B::Language | B::Name | B::NmToken => B::Token,
            B::NcName => B::Name,
            B::Id | B::IdRef | B::Entity => B::NcName,
            B::Integer => B::Decimal,
            B::NonPositiveInteger | B::NonNegativeInteger | B::Long => B::Integer,
            B::NegativeInteger => B::NonPositiveInteger,
            B::PositiveInteger | B::UnsignedLong => B::NonNegativeInteger,
            B::Int => B::Long,
            B::Short => B::Int,
            B::Byte => B::Short,
            B::UnsignedInt => B::UnsignedLong,
            B::UnsignedShort => B::UnsignedInt,
            B::UnsignedByte => B::UnsignedShort,
            _ => B::AnySimpleType,
        })
    }
}

impl fmt::Display for Builtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "xs:{}", self.name())
    }
}
