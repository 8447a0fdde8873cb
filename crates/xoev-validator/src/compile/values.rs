//! What the built-in types ask of a text, with the facets of the types derived from them.

use xoev::{Facetted, Fault, Simple as _, builtin};
use xoev_schema::Builtin;

use super::simple::{Checks, Step};

/// A value's family, within which values can be equal, and a form that equal values share.
pub(super) fn canonical(kind: Builtin, text: &str) -> (&'static str, String) {
    use Builtin as B;
    match kind {
        B::Boolean => ("boolean", (matches!(text, "true" | "1")).to_string()),
        B::Float => (
            "float",
            text.parse::<f32>().map_or(text.into(), |v| v.to_string()),
        ),
        B::Double => (
            "double",
            text.parse::<f64>().map_or(text.into(), |v| v.to_string()),
        ),
        B::Decimal
        | B::Integer
        | B::NonPositiveInteger
        | B::NegativeInteger
        | B::NonNegativeInteger
        | B::PositiveInteger
        | B::Long
        | B::Int
        | B::Short
        | B::Byte
        | B::UnsignedLong
        | B::UnsignedInt
        | B::UnsignedShort
        | B::UnsignedByte => {
            let (negative, digits) = match text.strip_prefix('-') {
                Some(digits) => (true, digits),
                None => (false, text.strip_prefix('+').unwrap_or(text)),
            };
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let whole = whole.trim_start_matches('0');
            let fraction = fraction.trim_end_matches('0');
            let zero = whole.is_empty() && fraction.is_empty();
            let sign = if negative && !zero { "-" } else { "" };
            ("decimal", format!("{sign}{whole}.{fraction}"))
        }
        B::HexBinary => ("hexBinary", text.to_ascii_uppercase()),
        B::Base64Binary => ("base64Binary", text.replace(' ', "")),
        B::AnyUri => ("anyURI", text.to_owned()),
        B::QName | B::Notation => ("QName", text.to_owned()),
        B::Duration => ("duration", text.to_owned()),
        B::DateTime => ("dateTime", text.to_owned()),
        B::Date => ("date", text.to_owned()),
        B::Time => ("time", text.to_owned()),
        B::GYear => ("gYear", text.to_owned()),
        B::GYearMonth => ("gYearMonth", text.to_owned()),
        B::GMonth => ("gMonth", text.to_owned()),
        B::GMonthDay => ("gMonthDay", text.to_owned()),
        B::GDay => ("gDay", text.to_owned()),
        _ => ("string", text.to_owned()),
    }
}

/// Text types: the facets speak about the text itself.
fn check_text(
    builtin: fn(&str) -> Result<(), Fault>,
    unit: &str,
    count: fn(&str) -> usize,
    text: &str,
    steps: &[Step],
) -> Result<(), Fault> {
    builtin(text)?;
    for step in steps {
        step.check_patterns(text)?;
        step.check_length(unit, || count(text), text)?;
        if step.lists_values() && !step.texts.contains(text) {
            return Err(step.not_listed(text));
        }
    }
    Ok(())
}

/// Types whose values are more than text.
fn check_value<T: Facetted>(text: &str, steps: &[Step]) -> Result<(), Fault> {
    let value = T::parse(text)?;
    for step in steps {
        step.check_patterns(text)?;
        step.value_bounds().check(&value, text)?;
        let is_value = |v: &String| T::from_text(v).is_ok_and(|v| v == value);
        if step.lists_values() && !step.values.iter().any(is_value) {
            return Err(step.not_listed(text));
        }
    }
    Ok(())
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

fn items(text: &str) -> usize {
    text.split(' ').filter(|item| !item.is_empty()).count()
}

fn same_text(a: &str, b: &str) -> bool {
    a == b
}

pub(super) fn checks(kind: Builtin) -> Checks {
    use Builtin as B;
    macro_rules! text {
        ($check:expr, $unit:literal, $count:expr) => {
            Checks {
                check: |text, steps| check_text($check, $unit, $count, text, steps),
                same: same_text,
            }
        };
        ($name:ident) => {
            text!(|t| builtin::$name::parse(t).map(drop), "characters", chars)
        };
    }
    macro_rules! checks {
        ($($variant:ident)*) => {
            match kind {
                B::AnySimpleType | B::String | B::NormalizedString | B::Token => {
                    text!(|_| Ok(()), "characters", chars)
                }
                B::Language => text!(Language),
                B::Name => text!(Name),
                B::NcName => text!(NcName),
                B::Id => text!(Id),
                B::IdRef => text!(IdRef),
                B::NmToken => text!(NmToken),
                B::AnyUri => text!(AnyUri),
                B::Entity => text!(Entity),
                B::NmTokens => text!(|t| builtin::NmTokens::parse(t).map(drop), "items", items),
                B::IdRefs => text!(|t| builtin::IdRefs::parse(t).map(drop), "items", items),
                B::Entities => text!(|t| builtin::Entities::parse(t).map(drop), "items", items),
                // The recommendation lets any length pass.
                B::QName => Checks { check: check_qname, same: same_text },
                B::Notation => Checks { check: check_qname, same: same_text },
                $(B::$variant => Checks {
                    check: check_value::<builtin::$variant>,
                    same: same_value::<builtin::$variant>,
                },)*
            }
        };
    }
    checks! {
        Boolean Decimal Integer NonPositiveInteger NegativeInteger NonNegativeInteger
        PositiveInteger Long Int Short Byte UnsignedLong UnsignedInt UnsignedShort UnsignedByte
        Float Double Duration DateTime Date Time GYear GYearMonth GMonth GMonthDay GDay
        Base64Binary HexBinary
    }
}

fn same_value<T: Facetted>(a: &str, b: &str) -> bool {
    match (T::parse(a), T::parse(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

fn check_qname(text: &str, steps: &[Step]) -> Result<(), Fault> {
    builtin::QName::parse(text)?;
    for step in steps {
        step.check_patterns(text)?;
        if step.lists_values() && !step.texts.contains(text) {
            return Err(step.not_listed(text));
        }
    }
    Ok(())
}
