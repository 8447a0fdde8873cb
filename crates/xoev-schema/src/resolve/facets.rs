//! Facets of simple types.

use xsd_parser::models::schema::xs;

use super::appinfo::{appinfo, label};
use super::documents::{Documents, Site};
use crate::error::SchemaError;
use crate::model::{EnumValue, Facets, WhiteSpace};

/// The facets of one derivation step.
pub(super) fn facets<'f>(
    documents: &Documents<'_>,
    site: &Site<'_>,
    written: impl Iterator<Item = &'f xs::Facet>,
) -> Result<Facets, SchemaError> {
    use xs::Facet as F;
    let mut facets = Facets::default();
    for facet in written {
        match facet {
            F::Length(f) => {
                let value = number(documents, site, &f.value)?;
                once(documents, site, "length", &mut facets.length, value)?;
            }
            F::MinLength(f) => {
                let value = number(documents, site, &f.value)?;
                once(documents, site, "minLength", &mut facets.min_length, value)?;
            }
            F::MaxLength(f) => {
                let value = number(documents, site, &f.value)?;
                once(documents, site, "maxLength", &mut facets.max_length, value)?;
            }
            F::TotalDigits(f) => {
                let value = number(documents, site, &f.value)?;
                once(
                    documents,
                    site,
                    "totalDigits",
                    &mut facets.total_digits,
                    value,
                )?;
            }
            F::FractionDigits(f) => {
                let value = number(documents, site, &f.value)?;
                once(
                    documents,
                    site,
                    "fractionDigits",
                    &mut facets.fraction_digits,
                    value,
                )?;
            }
            F::MinInclusive(f) => {
                once(
                    documents,
                    site,
                    "minInclusive",
                    &mut facets.min_inclusive,
                    bound(&f.value),
                )?;
            }
            F::MaxInclusive(f) => {
                once(
                    documents,
                    site,
                    "maxInclusive",
                    &mut facets.max_inclusive,
                    bound(&f.value),
                )?;
            }
            F::MinExclusive(f) => {
                once(
                    documents,
                    site,
                    "minExclusive",
                    &mut facets.min_exclusive,
                    bound(&f.value),
                )?;
            }
            F::MaxExclusive(f) => {
                once(
                    documents,
                    site,
                    "maxExclusive",
                    &mut facets.max_exclusive,
                    bound(&f.value),
                )?;
            }
            F::WhiteSpace(f) => {
                let value = match f.value.trim() {
                    "preserve" => WhiteSpace::Preserve,
                    "replace" => WhiteSpace::Replace,
                    "collapse" => WhiteSpace::Collapse,
                    other => {
                        let reason = format!("whiteSpace {other} is unknown");
                        return Err(documents.malformed(site, reason));
                    }
                };
                once(
                    documents,
                    site,
                    "whiteSpace",
                    &mut facets.white_space,
                    value,
                )?;
            }
            F::Pattern(f) => facets.patterns.push(f.value.clone()),
            F::Enumeration(f) => facets.enumeration.push(EnumValue {
                value: f.value.clone(),
                label: label(&appinfo(&f.annotation)),
            }),
            F::Assertion(_) | F::ExplicitTimezone(_) => {
                let reason = "it belongs to XML Schema 1.1";
                return Err(documents.unsupported(site, "this facet", reason));
            }
        }
    }
    check(documents, site, &facets)?;
    Ok(facets)
}

fn check(documents: &Documents<'_>, site: &Site<'_>, facets: &Facets) -> Result<(), SchemaError> {
    let name = site.place.last().cloned().unwrap_or_default();
    let fault = |reason: &str| Err(documents.contradictory(site, name.clone(), reason));
    if let (Some(min), Some(max)) = (facets.min_length, facets.max_length)
        && min > max
    {
        return fault("minLength is greater than maxLength");
    }
    if let (Some(fraction), Some(total)) = (facets.fraction_digits, facets.total_digits)
        && fraction > total
    {
        return fault("fractionDigits is greater than totalDigits");
    }
    if facets.min_inclusive.is_some() && facets.min_exclusive.is_some() {
        return fault("minInclusive and minExclusive exclude each other");
    }
    if facets.max_inclusive.is_some() && facets.max_exclusive.is_some() {
        return fault("maxInclusive and maxExclusive exclude each other");
    }
    Ok(())
}

fn once<T>(
    documents: &Documents<'_>,
    site: &Site<'_>,
    name: &str,
    slot: &mut Option<T>,
    value: T,
) -> Result<(), SchemaError> {
    if slot.replace(value).is_some() {
        return Err(documents.contradictory(site, name, "this facet is given twice"));
    }
    Ok(())
}

fn number<T: std::str::FromStr>(
    documents: &Documents<'_>,
    site: &Site<'_>,
    value: &str,
) -> Result<T, SchemaError> {
    let value = value.trim();
    value
        .strip_prefix('+')
        .unwrap_or(value)
        .parse()
        .map_err(|_| {
            documents.malformed(
                site,
                format!("the facet value {value} is no fitting number"),
            )
        })
}

fn bound(value: &str) -> String {
    value.trim().to_owned()
}
