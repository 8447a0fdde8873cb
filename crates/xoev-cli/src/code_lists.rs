//! The bundled code lists: published ones, and those that the schemas enumerate.

use std::collections::BTreeMap;

use xoev_schema::sample::CodeTable;
use xoev_schema::{Content, SchemaSet, Term, TypeKind};

use crate::bundled;
use crate::failure::Failure;

/// A code list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CodeList {
    /// Short name.
    pub(crate) name: String,
    /// URI.
    pub(crate) uri: String,
    /// Version.
    pub(crate) version: String,
    /// Name as published.
    pub(crate) title: String,
    /// Who publishes it.
    pub(crate) publisher: String,
    /// Names of the columns; the key first.
    pub(crate) columns: Vec<String>,
    /// Rows in the order of the list.
    pub(crate) rows: Vec<Vec<String>>,
    /// Why the rows are left out, if they are.
    pub(crate) skipped: Option<String>,
}

/// The published lists.
pub(crate) fn published() -> Result<Vec<CodeList>, Failure> {
    let texts = bundled::code_lists()?;
    Ok(texts
        .iter()
        .map(|(name, text)| CodeList::parse(name, text))
        .collect())
}

/// The lists whose keys the schemas enumerate, by URI.
pub(crate) fn enumerated(set: &SchemaSet) -> Vec<CodeList> {
    let mut lists: BTreeMap<(String, String), CodeList> = BTreeMap::new();
    for ty in &set.types {
        let (TypeKind::Complex(complex), Some(name)) = (&ty.kind, &ty.name) else {
            continue;
        };
        let fixed = |name: &str| {
            let attribute = complex.attributes.iter().find(|a| a.name.local == name);
            attribute.and_then(|a| a.fixed.clone())
        };
        let told = |path: &str| ty.appinfo.first(path).map(str::to_owned);
        let Some(uri) = fixed("listURI").or_else(|| told("codeliste/kennung")) else {
            continue;
        };
        let Content::Elements(particle) = &complex.content else {
            continue;
        };
        let Term::Sequence(parts) = &particle.term else {
            continue;
        };
        let code = parts.iter().find_map(|part| match &part.term {
            Term::Element(element) if element.name.local == "code" => Some(element),
            _ => None,
        });
        let Some(code) = code else { continue };
        let listed = set
            .facet_chain(code.type_id)
            .find(|f| !f.enumeration.is_empty());
        let Some(facets) = listed else { continue };
        let version = fixed("listVersionID").or_else(|| told("versionCodeliste/version"));
        let row =
            |v: &xoev_schema::EnumValue| vec![v.value.clone(), v.label.clone().unwrap_or_default()];
        let list = CodeList {
            name: name
                .local
                .strip_prefix("Code.")
                .unwrap_or(&name.local)
                .to_owned(),
            uri: uri.clone(),
            version: version.unwrap_or_default(),
            title: told("codeliste/nameLang").unwrap_or_default(),
            publisher: told("codeliste/herausgebernameKurz").unwrap_or_default(),
            columns: vec!["code".to_owned(), "Wert".to_owned()],
            rows: facets.enumeration.iter().map(row).collect(),
            skipped: None,
        };
        lists.entry((list.name.clone(), uri)).or_insert(list);
    }
    lists.into_values().collect()
}

/// Tables for samples, by URI.
pub(crate) fn tables() -> Result<BTreeMap<String, CodeTable>, Failure> {
    let lists = published()?
        .into_iter()
        .filter(|list| !list.rows.is_empty());
    let table = |list: CodeList| {
        let row = |row: Vec<String>| {
            let mut cells = row.into_iter();
            (
                cells.next().unwrap_or_default(),
                cells.next().unwrap_or_default(),
            )
        };
        let rows = list.rows.into_iter().map(row).collect();
        (
            list.uri,
            CodeTable {
                version: list.version,
                rows,
            },
        )
    };
    Ok(lists.map(table).collect())
}

impl CodeList {
    /// Reads a list: comment lines with statements, a line of column names, rows.
    fn parse(name: &str, text: &str) -> CodeList {
        let mut list = CodeList {
            name: name.to_owned(),
            ..CodeList::default()
        };
        let mut key = String::new();
        let mut key_at = 0;
        for line in text.lines() {
            if let Some(statement) = line.strip_prefix("# ") {
                let (name, value) = statement.split_once(':').unwrap_or((statement, ""));
                let value = value.trim().to_owned();
                match name.split(' ').next().unwrap_or_default() {
                    "kennung" => list.uri = value,
                    "version" => list.version = value,
                    "name" => list.title = value,
                    "herausgeber" => list.publisher = value,
                    "key" => key = value,
                    "skipped" => list.skipped = Some(value),
                    _ => {}
                }
                continue;
            }
            let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if list.columns.is_empty() {
                key_at = cells.iter().position(|c| *c == key).unwrap_or(0);
            }
            // The key comes first, as that is what people look for.
            if key_at < cells.len() {
                let cell = cells.remove(key_at);
                cells.insert(0, cell);
            }
            match list.columns.is_empty() {
                true => list.columns = cells,
                false => list.rows.push(cells),
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::CodeList;

    #[test]
    fn key_column_comes_first() {
        let list = CodeList::parse(
            "Farbe",
            "# kennung: urn:farbe\n# version: 2\n# key: nr\nname\tnr\nRot\t1\nGrün\t2",
        );
        assert_eq!(list.uri, "urn:farbe");
        assert_eq!(list.columns, ["nr", "name"]);
        assert_eq!(list.rows, [["1", "Rot"], ["2", "Grün"]]);
    }
}
