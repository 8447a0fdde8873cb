//! `xoev schema diff`: an official package against the bundled schemas, or two releases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use xoev_schema::SchemaSet;
use xoev_schema::diff::{Aspect, Difference, Group, Labels, ReleaseReport, equality, release};

use crate::cli::{DiffArgs, Lang};
use crate::failure::{Failure, Outcome};
use crate::{bundled, output, schema_files};

/// Compares and prints; exit code 1 if there is any difference.
pub(super) fn run(args: &DiffArgs, lang: Lang) -> Result<Outcome, Failure> {
    match &args.second {
        Some(second) => compare_releases(&load(&args.first)?, &load(second)?, lang),
        None => {
            let official = std::slice::from_ref(&args.first);
            compare_official(&schema_files::load_lending(official, &[], lang)?, lang)
        }
    }
}

fn load(path: &PathBuf) -> Result<SchemaSet, Failure> {
    schema_files::load(std::slice::from_ref(path), &[])
}

fn compare_releases(old: &SchemaSet, new: &SchemaSet, lang: Lang) -> Result<Outcome, Failure> {
    let report = release(old, new, Labels::Compare);
    output::write(None, report_text(&report, lang).as_bytes())?;
    Ok(match report.is_empty() {
        true => Outcome::Fine,
        false => Outcome::Objections,
    })
}

/// Compares what the package defines; the bundled schemas of other standards are no matter.
fn compare_official(official: &SchemaSet, lang: Lang) -> Result<Outcome, Failure> {
    let ours = bundled::schemas()?;
    let theirs = defined(official);
    let common: BTreeSet<&str> = defined(&ours).intersection(&theirs).copied().collect();
    if common.is_empty() {
        return Err(Failure::new(
            "das Paket enthält keinen Namensraum der mitgelieferten Schemata",
            "the package has no namespace of the bundled schemas",
        ));
    }
    let (mut differences, mut left_out) = (Vec::new(), BTreeMap::<String, usize>::new());
    for difference in equality(&ours, official) {
        if is_beyond_extract(&difference) {
            *left_out.entry(difference.namespace).or_default() += 1;
        } else if theirs.contains(difference.namespace.as_str()) {
            differences.push(difference);
        }
    }
    let mut text = String::new();
    for (namespace, count) in left_out {
        text.push_str(&lang.pick(
            format!("{namespace}: {count} Definitionen stehen nur im amtlichen Paket; mitgeliefert ist ein Auszug.\n"),
            format!("{namespace}: {count} definitions are in the official package only; an extract is bundled.\n"),
        ));
    }
    for difference in &differences {
        text.push_str(&difference_text(difference, lang));
        text.push('\n');
    }
    let (count, common) = (differences.len(), common.len());
    text.push_str(&lang.pick(
        format!("{common} Namensräume verglichen, {count} Unterschiede\n"),
        format!("{common} namespaces compared, {count} differences\n"),
    ));
    output::write(None, text.as_bytes())?;
    Ok(match differences.is_empty() {
        true => Outcome::Fine,
        false => Outcome::Objections,
    })
}

/// The namespaces that a set defines.
fn defined(set: &SchemaSet) -> BTreeSet<&str> {
    set.documents
        .iter()
        .map(|document| set.uri(document.namespace))
        .collect()
}

/// Whether the official package just has more than the part that is bundled.
fn is_beyond_extract(difference: &Difference) -> bool {
    let whole = matches!(
        difference.aspect,
        Aspect::Message | Aspect::Type | Aspect::GlobalAttribute
    );
    whole && difference.old.is_none() && bundled::EXTRACTS.contains(&difference.namespace.as_str())
}

fn report_text(report: &ReleaseReport, lang: Lang) -> String {
    if lang == Lang::En {
        return report.to_string();
    }
    if report.is_empty() {
        return "Keine Unterschiede.\n".to_owned();
    }
    let mut text = String::new();
    for group in Group::ALL {
        let mut lines: Vec<String> = Vec::new();
        if group == Group::CodeLists {
            lines.extend(report.code_lists.iter().map(code_list_text));
        }
        lines.extend(report.group(group).map(|d| difference_text(d, lang)));
        if lines.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{} ({})\n", heading(group), lines.len()));
        lines
            .iter()
            .for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    text
}

fn difference_text(difference: &Difference, lang: Lang) -> String {
    if lang == Lang::En {
        return difference.to_string();
    }
    let place = match difference.place.is_empty() {
        true => String::new(),
        false => format!("{}: ", difference.place.join(" / ")),
    };
    let what = aspect(&difference.aspect);
    match (&difference.old, &difference.new) {
        (Some(old), Some(new)) => format!("{place}{what} geändert von {old} in {new}"),
        (None, Some(new)) => format!("{place}{what} {new} neu"),
        (Some(old), None) => format!("{place}{what} {old} entfallen"),
        (None, None) => format!("{place}{what} verschieden"),
    }
}

fn code_list_text(change: &xoev_schema::diff::CodeListChange) -> String {
    let versions = |list: &xoev_schema::diff::CodeList| {
        list.versions.iter().cloned().collect::<Vec<_>>().join(", ")
    };
    let uri = &change.uri;
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            format!(
                "{uri}: Version geändert von {} in {}",
                versions(old),
                versions(new)
            )
        }
        (None, Some(new)) => format!("{uri}: neu, Version {}", versions(new)),
        (Some(old), None) => format!("{uri}: entfallen, Version {}", versions(old)),
        (None, None) => uri.clone(),
    }
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Namespaces => "Namensräume",
        Group::Messages => "Nachrichten",
        Group::Types => "Typen",
        Group::Fields => "Felder",
        Group::Cardinalities => "Häufigkeiten",
        Group::Facets => "Wertebereiche",
        Group::FixedValues => "Feste Werte",
        Group::CodeLists => "Codelisten",
        Group::Labels => "Bezeichnungen",
    }
}

fn aspect(aspect: &Aspect) -> String {
    let text = match aspect {
        Aspect::Namespace => "Namensraum",
        Aspect::Version => "Version",
        Aspect::Message => "Nachricht",
        Aspect::GlobalAttribute => "globales Attribut",
        Aspect::Type => "Typ",
        Aspect::Base => "Basistyp",
        Aspect::Abstract => "abstrakt",
        Aspect::Mixed => "gemischter Inhalt",
        Aspect::ContentKind => "Art des Inhalts",
        Aspect::Element => "Element",
        Aspect::Attribute => "Attribut",
        Aspect::Wildcard => "Erweiterungspunkt",
        Aspect::Structure => "Aufbau",
        Aspect::Cardinality => "Häufigkeit",
        Aspect::ValueType => "Werttyp",
        Aspect::Form => "Namensraum des Namens",
        Aspect::Nillable => "darf leer sein (nillable)",
        Aspect::Default => "Vorgabewert",
        Aspect::Fixed => "fester Wert",
        Aspect::Substitution => "Ersetzungsgruppe",
        Aspect::Constraint => "Schlüsselbedingung",
        Aspect::Facet(name) => return format!("Facette {name}"),
        Aspect::Value => "Wert",
        Aspect::Label => "Bezeichnung",
        other => return other.to_string(),
    };
    text.to_owned()
}
