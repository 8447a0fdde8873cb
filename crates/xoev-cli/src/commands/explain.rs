//! `xoev explain`: what a message or a type consists of.

use xoev_schema::explain::{explain_element, explain_type, render};
use xoev_schema::{SchemaSet, TypeId};

use crate::cli::{ExplainArgs, Lang};
use crate::failure::{Failure, Outcome};
use crate::{bundled, output};

/// Prints the tree.
pub(super) fn run(args: &ExplainArgs, lang: Lang) -> Result<Outcome, Failure> {
    let set = bundled::schemas()?;
    let mut text = String::new();
    if let Some(id) = bundled::find_message(&set, &args.name) {
        text.extend(explain_element(&set, id).map(|entry| render(&entry, lang.into())));
    } else {
        for id in find_types(&set, &args.name)? {
            if !text.is_empty() {
                text.push('\n');
            }
            text.extend(explain_type(&set, id).map(|entry| render(&entry, lang.into())));
        }
    }
    output::write(None, text.as_bytes())?;
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
        types.filter_map(|(at, _)| u32::try_from(at).ok().map(TypeId)).collect()
    };
    let exact = named(&|n| n == local);
    let found = match exact.is_empty() {
        true => named(&|n| n.eq_ignore_ascii_case(local)),
        false => exact,
    };
    match found.is_empty() {
        false => Ok(found),
        true => Err(Failure::new(
            format!("„{name}“ ist weder eine Nachricht noch ein Typ{}", similar(set, local)),
            format!("“{name}” is neither a message nor a type{}", similar(set, local)),
        )),
    }
}

/// A few names that contain what was asked for.
fn similar(set: &SchemaSet, name: &str) -> String {
    let name = name.to_lowercase();
    let elements = set.elements.iter().map(|e| e.name.local.as_str());
    let types = set.types.iter().filter_map(|t| t.name.as_ref()).map(|n| n.local.as_str());
    let names: Vec<&str> =
        elements.chain(types).filter(|n| n.to_lowercase().contains(&name)).take(5).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" ({} …?)", names.join(", ")),
    }
}
