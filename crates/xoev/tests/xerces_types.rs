//! Verdicts on literals of simple types, compared with those of Xerces-J.
//!
//! `data/simple_types.tsv` has type, literal (characters outside of printable ASCII as `\u{...}`)
//! and verdict; the types are those of `data/simple_types.xsd`. The verdicts were made with Xerces-J
//! 2.12.2, set to count characters instead of UTF-16 units
//! (`org.apache.xerces.impl.dv.xs.useCodePointCountForStringLength`). Left out are what only a
//! whole document can tell: declared prefixes, and references to identifiers.

#![allow(missing_docs)]

use xoev::builtin::*;
use xoev::{Simple, TextBase, pattern};

mod escapes;

use escapes::unescape;

xoev::text_type! { pub StringLen3 = "stringLen3", Preserve { length: Some(3) } }
xoev::text_type! {
    pub StringMin2Max4 = "stringMin2Max4", Preserve { min_length: Some(2), max_length: Some(4) }
}
xoev::text_type! {
    pub TokenMin2Max4 = "tokenMin2Max4", Collapse { min_length: Some(2), max_length: Some(4) }
}
xoev::text_type! { pub TokenEnum = "tokenEnum", Collapse {} [AB "a b" "", C "c" ""] }
xoev::text_type! { pub StringEnum = "stringEnum", Preserve {} [A " a" "", C "c" ""] }
xoev::text_type! {
    pub StringCollapsePattern = "stringCollapsePattern", Collapse {
        patterns: &[&[pattern!("a b|c")]],
    }
}
xoev::text_type! {
    pub NmtokensLen2 = "nmtokensLen2", Collapse { base: TextBase::NmTokens, length: Some(2) }
}
xoev::text_type! {
    pub AnyUriMax5 = "anyUriMax5", Collapse { base: TextBase::AnyUri, max_length: Some(5) }
}
xoev::text_type! { pub QNameMax3 = "qnameMax3", Collapse { base: TextBase::QName } }

macro_rules! restricted {
    ($($name:ident: $base:ty { $($facets:tt)* })*) => {$(
        xoev::restricted_type! { pub $name = "restricted": $base { $($facets)* } }
    )*};
}

restricted! {
    DateRange: Date { min_inclusive: Some("2000-01-01"), max_exclusive: Some("2001-01-01") }
    DateRangeZ: Date { min_exclusive: Some("2000-01-01Z"), max_inclusive: Some("2001-01-01Z") }
    DateEnum: Date { values: &[("2000-01-01Z", ""), ("2000-06-01", "")] }
    DatePattern: Date { patterns: &[&[pattern!("[0-9]{4}-[0-9]{2}-[0-9]{2}")]] }
    DateTimeRange: DateTime {
        min_inclusive: Some("2000-01-01T00:00:00Z"), max_exclusive: Some("2000-01-02T00:00:00Z"),
    }
    DateTimeRangeLocal: DateTime {
        min_inclusive: Some("2000-01-01T00:00:00"), max_inclusive: Some("2000-01-31T12:00:00.5"),
    }
    DateTimeEnum: DateTime {
        values: &[("2000-01-01T00:00:00Z", ""), ("2000-01-01T00:00:00.50", "")],
    }
    TimeRange: Time { min_inclusive: Some("08:00:00"), max_inclusive: Some("20:00:00") }
    TimeRangeZ: Time { min_inclusive: Some("08:00:00Z"), max_exclusive: Some("20:00:00Z") }
    TimeEnum: Time { values: &[("00:00:00Z", ""), ("12:00:00", ""), ("23:30:00Z", "")] }
    GYearRange: GYear { min_inclusive: Some("1900"), max_inclusive: Some("2000") }
    GYearMonthRange: GYearMonth { min_inclusive: Some("1999-12"), max_exclusive: Some("2000-06") }
    GMonthRange: GMonth { min_inclusive: Some("--03"), max_inclusive: Some("--10") }
    GMonthDayRange: GMonthDay { min_inclusive: Some("--02-29"), max_inclusive: Some("--10-01") }
    GDayRange: GDay { min_inclusive: Some("---10"), max_inclusive: Some("---20") }
    GDayEnum: GDay { values: &[("---10", ""), ("---15Z", "")] }
    DurationRange: Duration { min_inclusive: Some("P1M"), max_inclusive: Some("P1Y") }
    DurationEnum: Duration { values: &[("P1Y", ""), ("PT36H", ""), ("PT1.50S", "")] }
    DecimalRange: Decimal { min_exclusive: Some("-1.5"), max_inclusive: Some("100.25") }
    DecimalDigits: Decimal { total_digits: Some(5), fraction_digits: Some(2) }
    DecimalEnum: Decimal { values: &[("1.50", ""), ("-0", "")] }
    IntegerDigits: Integer { total_digits: Some(3) }
    IntegerEnum: Integer { values: &[("007", ""), ("12345678901234567890123", "")] }
    IntegerRange: Integer {
        min_inclusive: Some("-12345678901234567890"), max_exclusive: Some("12345678901234567890"),
    }
    NonNegMax5: NonNegativeInteger { max_inclusive: Some("5") }
    IntPattern: Int { patterns: &[&[pattern!("[0-9]+")]] }
    BooleanPattern: Boolean { patterns: &[&[pattern!("true|1")]] }
    FloatRange: Float { min_inclusive: Some("-1.5"), max_exclusive: Some("1E3") }
    FloatEnum: Float { values: &[("NaN", ""), ("0", ""), ("1.5E1", "")] }
    DoubleMax: Double { max_inclusive: Some("INF") }
    Base64Len3: Base64Binary { length: Some(3) }
    Base64Enum: Base64Binary { values: &[("YWJj", ""), ("YQ==", "")] }
    HexMin2Max3: HexBinary { min_length: Some(2), max_length: Some(3) }
    HexEnum: HexBinary { values: &[("0aFF", "")] }
}

xoev::list_type! { pub ListInt = "listInt": Int {} }
xoev::list_type! {
    pub ListIntFacets = "listIntFacets": Int { min_length: Some(1), max_length: Some(3) }
}
xoev::list_type! { pub ListIntLen2 = "listIntLen2": Int { length: Some(2) } }
xoev::list_type! { pub ListIntEnum = "listIntEnum": Int { values: &[("1 2", ""), ("03", "")] } }
xoev::list_type! {
    pub ListTokenPattern = "listTokenPattern": Token { patterns: &[&[pattern!("a b|c")]] }
}
xoev::union_type! { pub UnionIntDate = "unionIntDate": [Int, Date] {} }
xoev::union_type! {
    pub UnionEnum = "unionEnum": [Int, Date] { values: &[("07", ""), ("2000-01-01Z", "")] }
}
xoev::union_type! {
    pub UnionPattern = "unionPattern": [Int, Date] {
        patterns: &[&[pattern!("[0-9]{1,2}"), pattern!("20.*")]],
    }
}
xoev::union_type! { pub UnionNameString = "unionNameString": [NcName, XsString] {} }
xoev::union_type! {
    pub UnionNameStringPattern = "unionNameStringPattern": [NcName, XsString] {
        patterns: &[&[pattern!("a| b")]],
    }
}
xoev::union_type! {
    pub UnionNameStringEnum = "unionNameStringEnum": [NcName, XsString] {
        values: &[("a", ""), (" b", "")],
    }
}

/// Whether the text is a value; if so, that it keeps its form.
fn accepts<T: Simple>(text: &str) -> bool {
    let Ok(value) = T::from_text(text) else {
        return false;
    };
    let handled = T::WHITE_SPACE.apply(text);
    assert_eq!(value.lexical(&mut String::new()), handled, "lexical form");
    true
}

macro_rules! table {
    ($($name:literal $ty:ty),* $(,)?) => {
        /// The check of the type with this name in the schema.
        fn check_of(name: &str) -> Option<fn(&str) -> bool> {
            match name {
                $($name => Some(accepts::<$ty>),)*
                _ => None,
            }
        }
    };
}

table! {
    "string" XsString, "normalizedString" NormalizedString, "token" Token, "language" Language,
    "Name" Name, "NCName" NcName, "NMTOKEN" NmToken, "NMTOKENS" NmTokens, "ID" Id,
    "ENTITY" Entity, "anyURI" AnyUri, "QName" QName, "boolean" Boolean, "decimal" Decimal,
    "integer" Integer, "nonPositiveInteger" NonPositiveInteger,
    "negativeInteger" NegativeInteger, "nonNegativeInteger" NonNegativeInteger,
    "positiveInteger" PositiveInteger, "long" Long, "int" Int, "short" Short, "byte" Byte,
    "unsignedLong" UnsignedLong, "unsignedInt" UnsignedInt, "unsignedShort" UnsignedShort,
    "unsignedByte" UnsignedByte, "float" Float, "double" Double, "duration" Duration,
    "dateTime" DateTime, "date" Date, "time" Time, "gYear" GYear, "gYearMonth" GYearMonth,
    "gMonth" GMonth, "gMonthDay" GMonthDay, "gDay" GDay, "base64Binary" Base64Binary,
    "hexBinary" HexBinary,
    "stringLen3" StringLen3, "stringMin2Max4" StringMin2Max4, "tokenMin2Max4" TokenMin2Max4,
    "tokenEnum" TokenEnum, "stringEnum" StringEnum,
    "stringCollapsePattern" StringCollapsePattern, "nmtokensLen2" NmtokensLen2,
    "anyUriMax5" AnyUriMax5, "qnameMax3" QNameMax3,
    "dateRange" DateRange, "dateRangeZ" DateRangeZ, "dateEnum" DateEnum,
    "datePattern" DatePattern, "dateTimeRange" DateTimeRange,
    "dateTimeRangeLocal" DateTimeRangeLocal, "dateTimeEnum" DateTimeEnum,
    "timeRange" TimeRange, "timeRangeZ" TimeRangeZ, "timeEnum" TimeEnum,
    "gYearRange" GYearRange, "gYearMonthRange" GYearMonthRange, "gMonthRange" GMonthRange,
    "gMonthDayRange" GMonthDayRange, "gDayRange" GDayRange, "gDayEnum" GDayEnum,
    "durationRange" DurationRange, "durationEnum" DurationEnum, "decimalRange" DecimalRange,
    "decimalDigits" DecimalDigits, "decimalEnum" DecimalEnum, "integerDigits" IntegerDigits,
    "integerEnum" IntegerEnum, "integerRange" IntegerRange, "nonNegMax5" NonNegMax5,
    "intPattern" IntPattern, "booleanPattern" BooleanPattern, "floatRange" FloatRange,
    "floatEnum" FloatEnum, "doubleMax" DoubleMax, "base64Len3" Base64Len3,
    "base64Enum" Base64Enum, "hexMin2Max3" HexMin2Max3, "hexEnum" HexEnum,
    "listInt" ListInt, "listIntFacets" ListIntFacets, "listIntLen2" ListIntLen2,
    "listIntEnum" ListIntEnum, "listTokenPattern" ListTokenPattern,
    "unionIntDate" UnionIntDate, "unionEnum" UnionEnum, "unionPattern" UnionPattern,
    "unionNameString" UnionNameString, "unionNameStringPattern" UnionNameStringPattern,
    "unionNameStringEnum" UnionNameStringEnum,
}

#[test]
fn verdicts_on_literals_are_those_of_xerces() {
    // Another table may be given for a longer comparison.
    let table = match std::env::var("XOEV_VERDICTS") {
        Ok(path) => std::fs::read_to_string(path).expect("table"),
        Err(_) => include_str!("data/simple_types.tsv").to_owned(),
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, literal, verdict] = fields.as_slice() else {
            panic!("{line}")
        };
        let accepts = check_of(name).unwrap_or_else(|| panic!("no type {name}"));
        count += 1;
        if accepts(&unescape(literal)) != (*verdict == "valid") {
            wrong.push(line);
        }
    }
    assert!(count > 5000, "{count} literals");
    assert!(
        wrong.is_empty(),
        "{} of {count} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
