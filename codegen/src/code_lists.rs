//! Published code lists, from a folder of tables: header lines `# kennung:`, `# version:`, `# name:`
//! and `# key:`, then the column names, then the rows, separated by tabs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::config::CodeList;
use crate::error::CodegenError;

/// Reads all lists; those that are too large to be bundled have no rows and are left out.
pub(crate) fn read(folder: &Path) -> Result<BTreeMap<String, CodeList>, CodegenError> {
    let mut lists = BTreeMap::new();
    let io = |path: &Path, source| CodegenError::Io {
        path: path.display().to_string(),
        source,
    };
    let entries = fs::read_dir(folder).map_err(|e| io(folder, e))?;
    for entry in entries {
        let path = entry.map_err(|e| io(folder, e))?.path();
        if path.extension().is_none_or(|e| e != "tsv") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|e| io(&path, e))?;
        if let Some(list) = parse(&text) {
            lists.insert(list.uri.clone(), list);
        }
    }
    Ok(lists)
}

fn parse(text: &str) -> Option<CodeList> {
    let header = |name: &str| {
        text.lines()
            .find_map(|l| l.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(": "))
    };
    let mut lines = text.lines().filter(|l| !l.starts_with('#'));
    let columns: Vec<&str> = lines.next()?.split('\t').collect();
    let key = columns.iter().position(|c| Some(*c) == header("key"))?;
    let label = label_column(&columns, key);
    let rows = lines.filter_map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let key = cells.get(key).filter(|k| !k.is_empty())?;
        let label = label
            .and_then(|l| cells.get(l))
            .copied()
            .unwrap_or_default();
        Some(((*key).to_owned(), label.to_owned()))
    });
    Some(CodeList {
        uri: header("kennung")?.to_owned(),
        version: header("version")?.to_owned(),
        name: header("name")?.to_owned(),
        rows: rows.collect(),
    })
}

/// The column that says what a key means: a name for it comes before other columns, which hold
/// related codes or validity.
fn label_column(columns: &[&str], key: usize) -> Option<usize> {
    const NAMES: &[&str] = &[
        "wert",
        "beschreibung",
        "kurzbeschreibung",
        "kurzbeschriebung",
        "kurzbezeichnung",
        "laendername",
        "zielflughafen",
        "grenzuebergang",
        "abflugflughafen",
    ];
    let named = NAMES
        .iter()
        .find_map(|name| columns.iter().position(|c| c.to_lowercase() == *name));
    named.or_else(|| (0..columns.len()).find(|&i| i != key))
}
