//! The code lists at hand: published ones, bundled or given, and those that the schemas enumerate.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use xoev::Language;
use xoev_codelist::{CodeListError, CodeLists};
use xoev_schema::sample::CodeTable;
use xoev_schema::{Content, SchemaSet, Term, TypeKind};

use crate::bundled;
use crate::failure::Failure;

/// A code list as it is shown.
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
    /// Whether the rows are known.
    pub(crate) is_loaded: bool,
    /// Whether a version of it is bundled; some of these without their rows.
    pub(crate) is_bundled: bool,
}

/// The bundled lists and those of these files, folders and archives.
pub(crate) fn known(paths: &[PathBuf]) -> Result<CodeLists, Failure> {
    let mut lists = bundled::code_lists()?;
    add(&mut lists, paths)?;
    Ok(lists)
}

/// The lists of these files, folders and archives.
pub(crate) fn given(paths: &[PathBuf]) -> Result<CodeLists, Failure> {
    let mut lists = CodeLists::new();
    add(&mut lists, paths)?;
    Ok(lists)
}

fn add(lists: &mut CodeLists, paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths {
        lists.add_path(path).map_err(failure)?;
    }
    Ok(())
}

/// The same, to be shown. Versions of a list come together, the newest last.
pub(crate) fn published(paths: &[PathBuf]) -> Result<Vec<CodeList>, Failure> {
    let lists = known(paths)?;
    let names = names()?;
    Ok(lists.iter().map(|list| shown(list, &names)).collect())
}

/// The names under which the bundled lists are known here, by URI.
fn names() -> Result<HashMap<String, String>, Failure> {
    let texts = bundled::code_list_texts()?.into_iter();
    let named = texts.filter_map(|list| Some((list.uri()?.to_owned(), list.name)));
    Ok(named.collect())
}

fn shown(list: &xoev_codelist::CodeList, names: &HashMap<String, String>) -> CodeList {
    let key = list.key_column();
    // The key comes first, as that is what people look for.
    let mut order: Vec<usize> = (0..list.columns().len()).filter(|at| *at != key).collect();
    order.insert(0, key);
    let columns = order.iter().filter_map(|at| list.columns().get(*at));
    let rows = list.rows().map(|row| {
        let cells = order.iter().map(|at| row.cell(*at).unwrap_or_default());
        cells.map(str::to_owned).collect()
    });
    let bundled = names.get(list.uri()).map(String::as_str);
    CodeList {
        name: bundled.unwrap_or(list.short_name()).to_owned(),
        uri: list.uri().to_owned(),
        version: list.version().to_owned(),
        title: list.name().to_owned(),
        publisher: list.publisher().to_owned(),
        columns: columns.map(|column| column.id.clone()).collect(),
        rows: rows.collect(),
        is_loaded: list.is_loaded(),
        is_bundled: bundled.is_some(),
    }
}

fn failure(error: CodeListError) -> Failure {
    Failure::new(error.text(Language::German), error.text(Language::English))
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
            is_loaded: true,
            is_bundled: true,
        };
        lists.entry((list.name.clone(), uri)).or_insert(list);
    }
    lists.into_values().collect()
}

/// Tables for samples, by URI.
pub(crate) fn tables() -> Result<BTreeMap<String, CodeTable>, Failure> {
    let lists = known(&[])?;
    let filled = lists.iter().filter(|list| !list.is_empty());
    let table = |list: &xoev_codelist::CodeList| {
        let rows = list.rows().map(|row| {
            let text = |cell: Option<&str>| cell.unwrap_or_default().to_owned();
            (text(row.key()), text(row.label()))
        });
        let table = CodeTable {
            version: list.version().to_owned(),
            rows: rows.collect(),
        };
        (list.uri().to_owned(), table)
    };
    Ok(filled.map(table).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::shown;

    #[test]
    fn key_column_comes_first() {
        let text = "# kennung: urn:farbe\n# version: 2\n# key: nr\nname\tnr\nRot\t1\nGrün\t2";
        let list = xoev_codelist::CodeList::from_tsv("Farbe", text, &Default::default());
        let list = shown(&list.expect("list"), &HashMap::new());
        assert_eq!(list.uri, "urn:farbe");
        assert_eq!(list.columns, ["nr", "name"]);
        assert_eq!(list.rows, [["1", "Rot"], ["2", "Grün"]]);
    }
}
