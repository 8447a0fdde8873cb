//! The table of checksums at the end of `schemas/PROVENANCE.md`.
//!
//! It names every file below `schemas/`, so that a changed, added or lost file is noticed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

const FILE: &str = "PROVENANCE.md";

/// The line before the table.
const MARKER: &str = "<!-- The rest of this file is written by `cargo xtask provenance`. -->\n";

/// Rewrites the table, or says how it differs from the files.
pub(crate) fn run(schemas: &Path, check: bool) -> Result<(), String> {
    let path = schemas.join(FILE);
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let Some(end) = text.find(MARKER).map(|at| at + MARKER.len()) else {
        return Err(format!(
            "{}: the line before the table is missing",
            path.display()
        ));
    };
    let (prose, old) = text.split_at(end);
    let new = table(schemas)?;
    match (check, differences(old, &new).as_slice()) {
        (_, []) if old == new => {
            println!(
                "{}: {} files, all as stated",
                path.display(),
                rows(&new).count()
            );
            Ok(())
        }
        (true, differences) => Err(format!(
            "{} differs from the files; if that is meant, run `cargo xtask provenance`\n{}",
            path.display(),
            differences.join("\n")
        )),
        (false, _) => {
            fs::write(&path, format!("{prose}{new}"))
                .map_err(|e| format!("{}: {e}", path.display()))?;
            println!("{}: {} files", path.display(), rows(&new).count());
            Ok(())
        }
    }
}

fn table(schemas: &Path) -> Result<String, String> {
    let mut table = String::from("\n| file | SHA-256 |\n| --- | --- |\n");
    for file in files(schemas)? {
        let bytes = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let name = file
            .strip_prefix(schemas)
            .unwrap_or(&file)
            .display()
            .to_string();
        let mut sum = String::new();
        for byte in Sha256::digest(&bytes) {
            let _ = write!(sum, "{byte:02x}");
        }
        let _ = writeln!(table, "| {} | {sum} |", name.replace('\\', "/"));
    }
    Ok(table)
}

/// All files below the folder, sorted by path, but for this table's and the generator's settings:
/// those are made here.
fn files(schemas: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut open = vec![schemas.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|e| e.to_string())?.path();
            if path.is_dir() {
                open.push(path);
            } else if path != schemas.join(FILE) && path.extension().is_none_or(|e| e != "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// File and checksum of each row.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().skip(3).filter_map(|line| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        Some((cells.next()?, cells.next()?))
    })
}

fn differences(stated: &str, actual: &str) -> Vec<String> {
    let find = |table: &str, file: &str| {
        rows(table)
            .find(|(f, _)| *f == file)
            .map(|(_, s)| s.to_owned())
    };
    let mut list = Vec::new();
    for (file, sum) in rows(stated) {
        match find(actual, file) {
            None => list.push(format!("{file}: in the table, but not there")),
            Some(now) if now != sum => list.push(format!("{file}: changed")),
            Some(_) => {}
        }
    }
    for (file, _) in rows(actual) {
        if find(stated, file).is_none() {
            list.push(format!("{file}: not in the table"));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATED: &str = "\n| file | SHA-256 |\n| --- | --- |\n| a.xsd | 01 |\n| b.xsd | 02 |\n";

    #[test]
    fn equal_tables_do_not_differ() {
        assert!(differences(STATED, STATED).is_empty());
    }

    #[test]
    fn changed_lost_and_added_files_are_named() {
        let actual = "\n| file | SHA-256 |\n| --- | --- |\n| a.xsd | 0f |\n| c.xsd | 03 |\n";
        assert_eq!(
            differences(STATED, actual),
            [
                "a.xsd: changed",
                "b.xsd: in the table, but not there",
                "c.xsd: not in the table"
            ]
        );
    }
}
