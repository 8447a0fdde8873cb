//! Stable identifiers of everything that can be wrong with a message.

/// A rule of XML or XML Schema that a message broke.
///
/// [`Rule::id`] is stable: it is the name that the XML Schema recommendation gives to the rule
/// (`cvc-...`), or `xml-...` for well-formedness and `xoev-...` for limits of this library.
/// [`Rule::name`] is a short name of our own, unique for each variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// An encoding other than UTF-8 is declared.
    EncodingNotSupported,
    /// The document breaks a syntax rule of XML 1.0.
    Syntax,
    /// A character that XML 1.0 does not allow.
    Character,
    /// An end tag that does not match its start tag, or the document ends inside an element.
    TagMismatch,
    /// A reference to an entity that is not one of the five predefined ones.
    UnknownEntity,
    /// The same attribute twice on one element.
    DuplicateAttribute,
    /// A prefix without a namespace declaration.
    UndeclaredPrefix,
    /// A document type declaration: refused, since entities could exhaust memory.
    DoctypeRefused,
    /// A limit of [`Limits`](crate::Limits) was reached.
    Limit,
    /// The root element is not one that was asked for.
    RootUnknown,
    /// An element stands where it is not expected.
    ElementUnexpected,
    /// Content ends although an element is still required.
    ElementMissing,
    /// More elements than the greatest number allowed.
    TooManyElements,
    /// Text between the child elements of a type without mixed content.
    TextNotAllowed,
    /// Child elements or text in a type that must be empty.
    ContentNotAllowed,
    /// Child elements in an element of a simple type.
    ChildNotAllowed,
    /// An element found through a wildcard has no declaration although one is required.
    WildcardUndeclared,
    /// A required attribute is missing.
    AttributeMissing,
    /// An attribute that the type does not have.
    AttributeUnexpected,
    /// An attribute whose value differs from the fixed one.
    AttributeFixed,
    /// An element whose value differs from the fixed one.
    ElementFixed,
    /// The text is no literal of the datatype.
    Datatype,
    /// The text does not match the pattern, or holds a character outside the permitted set.
    Pattern,
    /// The value is not one of the enumerated ones.
    Enumeration,
    /// Length differs from the required one.
    Length,
    /// Shorter than the least length.
    MinLength,
    /// Longer than the greatest length.
    MaxLength,
    /// Less than the least value allowed.
    MinInclusive,
    /// Greater than the greatest value allowed.
    MaxInclusive,
    /// Not greater than the given value.
    MinExclusive,
    /// Not less than the given value.
    MaxExclusive,
    /// Too many digits.
    TotalDigits,
    /// Too many fraction digits.
    FractionDigits,
    /// None of the member types of a union accepts the text.
    Union,
    /// `xsi:nil` on an element that is not nillable, or content in an element that is nil.
    Nil,
    /// `xsi:type` names no type that is known.
    TypeUnknown,
    /// `xsi:type` names a type that is not derived from the declared one.
    TypeNotDerived,
    /// The declared type is abstract.
    TypeAbstract,
    /// The same `xs:ID` twice in a message.
    IdDuplicate,
    /// An `xs:IDREF` without the `xs:ID` that it names.
    IdRefDangling,
    /// A value of `xs:key` or `xs:unique` occurs more than once.
    KeyDuplicate,
    /// A field of an `xs:key` is missing or nil.
    KeyMissing,
    /// A value of `xs:keyref` without the key that it names.
    KeyrefDangling,
    /// A field of a constraint has several values, or one that is not simple.
    KeyField,
    /// An abstract element stands itself, not one of its substitutes.
    ElementAbstract,
    /// Something that the schema allows and this library does not support.
    NotSupported,
}

impl Rule {
    /// The stable identifier, such as `cvc-complex-type.2.4.a`.
    pub const fn id(self) -> &'static str {
        match self {
            Rule::NotUtf8 => "xml-utf8",
            Rule::EncodingNotSupported => "xml-encoding",
            Rule::Syntax => "xml-syntax",
            Rule::Character => "xml-character",
            Rule::TagMismatch => "xml-tag-mismatch",
            Rule::UnknownEntity => "xml-entity",
            Rule::DuplicateAttribute => "xml-attribute-unique",
            Rule::UndeclaredPrefix => "xml-namespace-prefix",
            Rule::DoctypeRefused => "xoev-doctype",
            Rule::Limit => "xoev-limit",
            Rule::RootUnknown => "cvc-elt.1",
            Rule::ElementUnexpected => "cvc-complex-type.2.4.a",
            Rule::ElementMissing => "cvc-complex-type.2.4.b",
            Rule::TooManyElements => "cvc-complex-type.2.4.e",
            Rule::TextNotAllowed => "cvc-complex-type.2.3",
            Rule::ContentNotAllowed => "cvc-complex-type.2.1",
            Rule::ChildNotAllowed => "cvc-type.3.1.2",
            Rule::WildcardUndeclared => "cvc-complex-type.2.4.c",
            Rule::AttributeMissing => "cvc-complex-type.4",
            Rule::AttributeUnexpected => "cvc-complex-type.3.2.2",
            Rule::AttributeFixed => "cvc-attribute.4",
            Rule::ElementFixed => "cvc-elt.5.2.2.2",
            Rule::Datatype => "cvc-datatype-valid.1.2.1",
            Rule::Pattern => "cvc-pattern-valid",
            Rule::Enumeration => "cvc-enumeration-valid",
            Rule::Length => "cvc-length-valid",
            Rule::MinLength => "cvc-minLength-valid",
            Rule::MaxLength => "cvc-maxLength-valid",
            Rule::MinInclusive => "cvc-minInclusive-valid",
            Rule::MaxInclusive => "cvc-maxInclusive-valid",
            Rule::MinExclusive => "cvc-minExclusive-valid",
            Rule::MaxExclusive => "cvc-maxExclusive-valid",
            Rule::TotalDigits => "cvc-totalDigits-valid",
            Rule::FractionDigits => "cvc-fractionDigits-valid",
            Rule::Union => "cvc-datatype-valid.1.2.3",
            Rule::Nil => "cvc-elt.3.1",
            Rule::TypeUnknown => "cvc-elt.4.2",
            Rule::TypeNotDerived => "cvc-elt.4.3",
            Rule::TypeAbstract => "cvc-type.2",
            Rule::IdDuplicate => "cvc-id.2",
            Rule::IdRefDangling => "cvc-id.1",
            Rule::KeyDuplicate => "cvc-identity-constraint.4.2.2",
            Rule::KeyMissing => "cvc-identity-constraint.4.2.1",
            Rule::KeyrefDangling => "cvc-identity-constraint.4.3",
            Rule::KeyField => "cvc-identity-constraint.3",
            Rule::ElementAbstract => "cvc-elt.2",
            Rule::NotSupported => "xoev-not-supported",
        }
    }

    /// Our own short name, such as `element-unexpected`.
    pub const fn name(self) -> &'static str {
        match self {
            Rule::NotUtf8 => "not-utf8",
            Rule::EncodingNotSupported => "encoding-not-supported",
            Rule::Syntax => "syntax",
            Rule::Character => "character",
            Rule::TagMismatch => "tag-mismatch",
            Rule::UnknownEntity => "unknown-entity",
            Rule::DuplicateAttribute => "duplicate-attribute",
            Rule::UndeclaredPrefix => "undeclared-prefix",
            Rule::DoctypeRefused => "doctype-refused",
            Rule::Limit => "limit",
            Rule::RootUnknown => "root-unknown",
            Rule::ElementUnexpected => "element-unexpected",
            Rule::ElementMissing => "element-missing",
            Rule::TooManyElements => "too-many-elements",
            Rule::TextNotAllowed => "text-not-allowed",
            Rule::ContentNotAllowed => "content-not-allowed",
            Rule::ChildNotAllowed => "child-not-allowed",
            Rule::WildcardUndeclared => "wildcard-undeclared",
            Rule::AttributeMissing => "attribute-missing",
            Rule::AttributeUnexpected => "attribute-unexpected",
            Rule::AttributeFixed => "attribute-fixed",
            Rule::ElementFixed => "element-fixed",
            Rule::Datatype => "datatype",
            Rule::Pattern => "pattern",
            Rule::Enumeration => "enumeration",
            Rule::Length => "length",
            Rule::MinLength => "min-length",
            Rule::MaxLength => "max-length",
            Rule::MinInclusive => "min-inclusive",
            Rule::MaxInclusive => "max-inclusive",
            Rule::MinExclusive => "min-exclusive",
            Rule::MaxExclusive => "max-exclusive",
            Rule::TotalDigits => "total-digits",
            Rule::FractionDigits => "fraction-digits",
            Rule::Union => "union",
            Rule::Nil => "nil",
            Rule::TypeUnknown => "type-unknown",
            Rule::TypeNotDerived => "type-not-derived",
            Rule::TypeAbstract => "type-abstract",
            Rule::IdDuplicate => "id-duplicate",
            Rule::IdRefDangling => "idref-dangling",
            Rule::KeyDuplicate => "key-duplicate",
            Rule::KeyMissing => "key-missing",
            Rule::KeyrefDangling => "keyref-dangling",
            Rule::KeyField => "key-field",
            Rule::ElementAbstract => "element-abstract",
            Rule::NotSupported => "not-supported",
        }
    }
}
