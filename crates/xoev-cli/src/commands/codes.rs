//! `xoev codes`: the code lists that are bundled, and those that are given.

use std::io::{self, Write as _};

use crate::bundled;
use crate::cli::{CodesArgs, Lang};
use crate::code_lists::{self, CodeList};
use crate::failure::{Failure, Outcome};

/// How wide a column gets, except the last one.
const WIDTH_MAX: usize = 60;

/// Prints all lists, or the one asked for.
pub(super) fn run(args: &CodesArgs, lang: Lang) -> Result<Outcome, Failure> {
    let mut lists = code_lists::published(&args.lists)?;
    let published: Vec<String> = lists.iter().map(|list| list.uri.clone()).collect();
    let own = code_lists::enumerated(&bundled::schemas()?).into_iter();
    lists.extend(own.filter(|list| !published.contains(&list.uri)));
    // Versions of one list stay in their order.
    lists.sort_by(|a, b| (&a.name, &a.uri).cmp(&(&b.name, &b.uri)));
    match &args.list {
        Some(name) => print_list(find(&lists, name)?, lang)?,
        None => print_overview(&lists, lang)?,
    }
    Ok(Outcome::Fine)
}

/// The list meant: by URI, with or without `_` and the version, or by name, or by a part that only
/// one has. Where several versions are meant, the newest.
fn find<'a>(lists: &'a [CodeList], name: &str) -> Result<&'a CodeList, Failure> {
    let lower = name.to_lowercase();
    let versioned =
        |list: &&CodeList| format!("{}_{}", list.uri, list.version).to_lowercase() == lower;
    if let Some(list) = lists.iter().find(versioned) {
        return Ok(list);
    }
    let newest = lists.iter().enumerate().filter_map(|(at, list)| {
        let next = lists.get(at + 1);
        next.is_none_or(|next| next.uri != list.uri).then_some(list)
    });
    let newest: Vec<&CodeList> = newest.collect();
    let names =
        |list: &CodeList| [&list.uri, &list.name, &list.title].map(|text| text.to_lowercase());
    if let Some(list) = newest.iter().find(|list| names(list).contains(&lower)) {
        return Ok(list);
    }
    let parts: Vec<&CodeList> = newest
        .into_iter()
        .filter(|list| names(list).iter().any(|n| n.contains(&lower)))
        .collect();
    match parts.as_slice() {
        [list] => Ok(list),
        [] => Err(Failure::new(
            format!("keine Codeliste heißt „{name}“; „xoev codes“ zeigt alle"),
            format!("no code list is named “{name}”; see “xoev codes”"),
        )),
        several => {
            let some: Vec<&str> = several.iter().take(8).map(|l| l.name.as_str()).collect();
            let (count, some) = (several.len(), some.join(", "));
            Err(Failure::new(
                format!("„{name}“ passt auf {count} Codelisten: {some} …"),
                format!("“{name}” fits {count} code lists: {some} …"),
            ))
        }
    }
}

fn print_overview(lists: &[CodeList], lang: Lang) -> Result<(), Failure> {
    let width = lists
        .iter()
        .map(|list| list.name.chars().count())
        .max()
        .unwrap_or(0);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for list in lists {
        let CodeList {
            name, uri, version, ..
        } = list;
        let size = match (list.is_loaded, list.is_bundled) {
            (true, _) => format!("{} {}", list.rows.len(), lang.pick("Einträge", "entries")),
            (false, true) => lang
                .pick("zu groß, nicht enthalten", "too large, not bundled")
                .into(),
            (false, false) => lang.pick("ohne Einträge", "without entries").into(),
        };
        writeln!(
            out,
            "{name:width$}  {uri}  {} {version}  {size}",
            lang.pick("Version", "version")
        )?;
    }
    out.flush()?;
    Ok(())
}

fn print_list(list: &CodeList, lang: Lang) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let statements = [
        (lang.pick("Codeliste", "Code list"), &list.name),
        (lang.pick("Titel", "Title"), &list.title),
        (lang.pick("Kennung", "URI"), &list.uri),
        ("Version", &list.version),
        (lang.pick("Herausgeber", "Publisher"), &list.publisher),
    ];
    for (name, value) in statements.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "{name}: {value}")?;
    }
    if !list.is_loaded {
        let text = match list.is_bundled {
            true => lang.pick(
                "Die Einträge sind nicht enthalten, weil die Liste zu groß ist; maßgeblich ist das XRepository.",
                "The entries are not bundled, as the list is too large; XRepository is authoritative.",
            ),
            false => lang.pick("Die Liste enthält keine Einträge.", "The list holds no entries."),
        };
        writeln!(out, "{text}")?;
    } else {
        writeln!(out)?;
        print_table(list, &mut out)?;
    }
    out.flush()?;
    Ok(())
}

fn print_table(list: &CodeList, out: &mut impl io::Write) -> io::Result<()> {
    let lines: Vec<&Vec<String>> = std::iter::once(&list.columns).chain(&list.rows).collect();
    let width = |at: usize| {
        let cells = lines.iter().filter_map(|line| line.get(at));
        cells
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
            .min(WIDTH_MAX)
    };
    let widths: Vec<usize> = (0..list.columns.len()).map(width).collect();
    for line in lines {
        let mut text = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            text.push_str(&format!("{cell:width$}  "));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
