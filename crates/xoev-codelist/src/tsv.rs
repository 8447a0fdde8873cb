//! The table format of this project: statements, a line of column names, a line for each row.

use std::collections::HashMap;

use crate::error::{CodeListError, Fault, Place};
use crate::limits::Limits;
use crate::list::{CodeList, Column, Facts, Key};
use crate::table::Table;

impl CodeList {
    /// Reads a list from a table: lines with statements (`# name: value`), a line with the names of
    /// the columns, and a line for each row, cells separated by tabs. An empty cell is undefined.
    ///
    /// Statements are `kennung` (the URI), `version`, `name`, `herausgeber`, `valid-from`, `key`
    /// (the column with the codes) and `skipped`, which says that the rows are left out. Others
    /// mean nothing.
    ///
    /// ```
    /// use xoev_codelist::{CodeList, Limits};
    ///
    /// let text = "# kennung: urn:beispiel:farbe\n# version: 2\n# key: code\n\
    ///     name\tcode\tmeldbar-bis\nRot\t01\t\nGrün\t02\t31.12.2024\n";
    /// let list = CodeList::from_tsv("farbe.tsv", text, &Limits::default())?;
    /// assert_eq!(list.label("02"), Some("Grün"));
    /// assert_eq!(list.row("02").and_then(|row| row.get("meldbar-bis")), Some("31.12.2024"));
    /// assert_eq!(list.row("01").and_then(|row| row.get("meldbar-bis")), None);
    /// # Ok::<(), xoev_codelist::CodeListError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CodeListError::NoCodeList`] if there is no statement `kennung`; otherwise
    /// [`CodeListError::Malformed`], with the line, if `version` or `key` is missing or `key` names
    /// no column, columns repeat, a row has no key or too many cells; [`CodeListError::TooLarge`].
    pub fn from_tsv(file: &str, text: &str, limits: &Limits) -> Result<CodeList, CodeListError> {
        let malformed = |line: usize, fault: Fault| CodeListError::Malformed {
            place: Place {
                file: file.to_owned(),
                line,
            },
            fault,
        };
        limits.check_bytes(file, text.len())?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty());
        let mut told: HashMap<&str, &str> = HashMap::new();
        let mut heading = None;
        for (number, line) in lines.by_ref() {
            let Some(statement) = line.strip_prefix('#') else {
                heading = Some((number, line));
                break;
            };
            if let Some((name, value)) = statement.split_once(':') {
                told.insert(name.trim(), value.trim());
            }
        }
        let text_of = |name: &str| told.get(name).copied().unwrap_or_default().to_owned();
        let uri = text_of("kennung");
        if uri.is_empty() {
            return Err(CodeListError::NoCodeList {
                file: file.to_owned(),
                root: None,
            });
        }
        let facts = Facts {
            uri,
            version: text_of("version"),
            version_uri: String::new(),
            short_name: text_of("name"),
            long_name: String::new(),
            publisher: text_of("herausgeber"),
            valid_from: text_of("valid-from"),
        };
        let key_name = text_of("key");
        for (name, value) in [("version", &facts.version), ("key", &key_name)] {
            if value.is_empty() {
                return Err(malformed(1, Fault::Missing(name.to_owned())));
            }
        }
        let (number, heading) = match heading {
            Some(heading) if !told.contains_key("skipped") => heading,
            _ => {
                let columns = vec![column(&key_name, &key_name)];
                return Ok(CodeList::new(facts, columns, vec![key(0)], None));
            }
        };
        limits.check_columns(file, heading.split('\t').count())?;
        let columns: Vec<Column> = heading.split('\t').map(|c| column(c, &key_name)).collect();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (at, column) in columns.iter().enumerate() {
            if places.insert(&column.id, at).is_some() {
                return Err(malformed(number, Fault::Repeated(column.id.clone())));
            }
        }
        let Some(key_at) = places.get(key_name.as_str()).copied() else {
            return Err(malformed(number, Fault::UnknownColumn(key_name)));
        };
        let mut table = Table::new(columns.len());
        for (number, line) in lines {
            limits.check_rows(file, table.rows(), columns.len())?;
            let row = table.rows() + 1;
            let cell = |cell| Some(cell).filter(|cell: &&str| !cell.is_empty());
            let cells = || line.split('\t').map(cell);
            if cells().nth(columns.len()).is_some() {
                return Err(malformed(number, Fault::TooManyValues { row }));
            }
            if cells().nth(key_at).flatten().is_none() {
                let column = key_name;
                return Err(malformed(number, Fault::MissingValue { column, row }));
            }
            table.push(cells());
        }
        table.shrink();
        Ok(CodeList::new(
            facts,
            columns,
            vec![key(key_at)],
            Some(table),
        ))
    }
}

/// A column; only that of the key has a value in every row.
fn column(name: &str, key: &str) -> Column {
    Column {
        id: name.to_owned(),
        short_name: name.to_owned(),
        required: name == key,
        ..Column::default()
    }
}

fn key(column: usize) -> Key {
    Key {
        columns: vec![column],
        recommended: true,
        ..Key::default()
    }
}
