//! The built-in simple types of XML Schema.

pub use crate::binary::{Base64Binary, HexBinary};
pub use crate::boolean::Boolean;
pub use crate::date_time::{
    Date, DateTime, Duration, DurationParts, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time,
};
pub use crate::decimal::Decimal;
pub use crate::float::{Double, Float};
pub use crate::integer::Integer;
#[doc(hidden)]
pub use crate::integer_types::check_bounds;
pub use crate::integer_types::{
    Byte, Int, Long, NegativeInteger, NonNegativeInteger, NonPositiveInteger, PositiveInteger,
    Short, UnsignedByte, UnsignedInt, UnsignedLong, UnsignedShort,
};
use crate::text::TextBase;

crate::text_type! {
    /// `xs:string`: any text, white space kept.
    pub XsString = "xs:string", Preserve {}
}
crate::text_type! {
    /// `xs:anySimpleType`: any text, white space kept.
    pub AnySimpleType = "xs:anySimpleType", Preserve {}
}
crate::text_type! {
    /// `xs:normalizedString`: tabs and line ends become blanks.
    pub NormalizedString = "xs:normalizedString", Replace {}
}
crate::text_type! {
    /// `xs:token`: white space collapsed.
    pub Token = "xs:token", Collapse {}
}
crate::text_type! {
    /// `xs:anyURI`: a URI or a reference to one.
    pub AnyUri = "xs:anyURI", Collapse { base: TextBase::AnyUri }
}
crate::text_type! {
    /// `xs:language`: a language tag such as `de` or `de-AT`.
    pub Language = "xs:language", Collapse { base: TextBase::Language }
}
crate::text_type! {
    /// `xs:Name`: a name of XML, colons allowed.
    pub Name = "xs:Name", Collapse { base: TextBase::Name }
}
crate::text_type! {
    /// `xs:NCName`: a name without colon.
    pub NcName = "xs:NCName", Collapse { base: TextBase::NcName }
}
crate::text_type! {
    /// `xs:NMTOKEN`: one or more characters of names.
    pub NmToken = "xs:NMTOKEN", Collapse { base: TextBase::NmToken }
}
crate::text_type! {
    /// `xs:NMTOKENS`: one or more name tokens, separated by a blank.
    pub NmTokens = "xs:NMTOKENS", Collapse { base: TextBase::NmTokens }
}
crate::text_type! {
    /// `xs:ID`: a name without colon. That it is unique in its document is not checked here.
    pub Id = "xs:ID", Collapse { base: TextBase::NcName }
}
crate::text_type! {
    /// `xs:IDREF`: a name without colon. That an element bears it is not checked here.
    pub IdRef = "xs:IDREF", Collapse { base: TextBase::NcName }
}
crate::text_type! {
    /// `xs:IDREFS`: one or more references, separated by a blank.
    pub IdRefs = "xs:IDREFS", Collapse { base: TextBase::NcNames }
}
crate::text_type! {
    /// `xs:ENTITY`: the name of an unparsed entity. As document type declarations are refused,
    /// there is never a valid one.
    pub Entity = "xs:ENTITY", Collapse { base: TextBase::Entity }
}
crate::text_type! {
    /// `xs:ENTITIES`: as [`Entity`], there is never a valid value.
    pub Entities = "xs:ENTITIES", Collapse { base: TextBase::Entity }
}
crate::text_type! {
    /// `xs:QName`: a name, perhaps with a prefix. Only the form is checked: what the prefix stands
    /// for depends on the place in the document.
    pub QName = "xs:QName", Collapse { base: TextBase::QName }
}
crate::text_type! {
    /// `xs:NOTATION`: as [`QName`]; schemas may use it in enumerations only.
    pub Notation = "xs:NOTATION", Collapse { base: TextBase::QName }
}
