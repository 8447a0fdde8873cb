//! `xoev explain`: what a message or a type consists of.

use xoev_schema::explain::{Entry, explain_element, explain_type, render};
use xoev_schema::{SchemaSet, TypeId};

use crate::cli::{ExplainArgs, Lang};
use crate::failure::{Failure, Outcome};
use crate::{bundled, code_lists, output};

/// Prints the tree.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<Outcome, Failure> {
    let set = bundled::schemas()?;
    let entries: Vec<Entry> = match bundled::find_message(&set, &args.name) {
        Some(id) => explain_element(&set, id).into_iter().collect(),
        None => {
            let types = find_types(&set, &args.name)?.into_iter();
            types.filter_map(|id| explain_type(&set, id)).collect()
        }
    };
    let tables = code_lists::tables()?;
    let texts = entries.into_iter().map(|mut entry| {
        entry.fill_values(&|uri| tables.get(uri).map(|table| table.rows.as_slice()));
        render(&entry, lang.into())
    });
    output::write(None, texts.collect::<Vec<_>>().join("\n").as_bytes())?;
    Ok(Outcome::Fine)
}

/// The types of this name; several namespaces may have one. A prefix chooses between them.
fn find_types(set: &SchemaSet, name: &str) -> Result<Vec<TypeId>, Failure> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<TypeId> {
        let types = set.types.iter().enumerate();
        let types = types.filter(|(_, ty)| {
            ty.name.as_ref().is_some_and(|n| {
                fits(&n.local) && (prefix.is_empty() || bundled::prefix(set, n.ns) == prefix)
            })
        });
        types
            .filter_map(|(at, _)| u32::try_from(at).ok().map(TypeId))
            .collect()
    };
    let exact = named(&|n| n == local);
    let found = match exact.is_empty() {
        true => named(&|n| n.eq_ignore_ascii_case(local)),
        false => exact,
    };
    match found.is_empty() {
        false => Ok(found),
        true => Err(Failure::new(
            format!(
                "„{name}“ ist weder eine Nachricht noch ein Typ{}",
                similar(set, local)
            ),
            format!(
                "“{name}” is neither a message nor a type{}",
                similar(set, local)
            ),
        )),
    }
}

/// A few names that contain what was asked for.
fn similar(set: &SchemaSet, name: &str) -> String {
    let name = name.to_lowercase();
    let elements = set.elements.iter().map(|e| e.name.local.as_str());
    let types = set
        .types
        .iter()
        .filter_map(|t| t.name.as_ref())
        .map(|n| n.local.as_str());
    let names: Vec<&str> = elements
        .chain(types)
        .filter(|n| n.to_lowercase().contains(&name))
        .take(5)
        .collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" ({} …?)", names.join(", ")),
    }
}
