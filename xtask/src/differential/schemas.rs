//! The schema that all validators judge by: as a model for ours, and as one document that imports
//! all others for those that take a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use xoev_schema::{Loader, SchemaSet};

/// A schema in both forms.
pub(super) struct Schema {
    pub(super) set: SchemaSet,
    /// The document that imports all others.
    pub(super) driver: PathBuf,
    pub(super) catalog: Option<PathBuf>,
}

/// Reads these roots, or the folder of bundled schemas if there are none.
pub(super) fn load(bundled: &Path, roots: &[PathBuf], target: &Path) -> Result<Schema, String> {
    let say = |e: &dyn std::fmt::Display| e.to_string();
    let (set, catalog, files) = if roots.is_empty() {
        let loader = Loader::new().folder(bundled).map_err(|e| say(&e))?;
        let set = loader.load().map_err(|e| say(&e))?;
        let mut files = Vec::new();
        find(bundled, &mut files)?;
        (set, Some(bundled.join("catalog.xml")), tops(&files)?)
    } else {
        let first = roots.first().cloned().unwrap_or_default();
        let catalog = Some(first.with_file_name("catalog.xml")).filter(|c| c.exists());
        let mut loader = Loader::new();
        if let Some(catalog) = &catalog {
            loader = loader.catalog(catalog).map_err(|e| say(&e))?;
        }
        let loader = roots.iter().fold(loader, Loader::root);
        (loader.load().map_err(|e| say(&e))?, catalog, roots.to_vec())
    };
    let driver = target.join("all.xsd");
    fs::write(&driver, import(&files)?).map_err(|e| say(&e))?;
    Ok(Schema {
        set,
        driver,
        catalog,
    })
}

/// The schema documents of the bundled schemas side by side in one folder, for programs that know no
/// catalogs: locations become mere names. Returns the document that imports all others.
pub(crate) fn flatten(bundled: &Path, folder: &Path) -> Result<PathBuf, String> {
    let say = |e: std::io::Error| e.to_string();
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(say)?;
    }
    fs::create_dir_all(folder).map_err(say)?;
    let mut files = Vec::new();
    find(bundled, &mut files)?;
    let tops = tops(&files)?;
    let mut flat = BTreeMap::new();
    for file in &files {
        let mut parts = Vec::new();
        for (at, part) in text(file)?.split("schemaLocation=\"").enumerate() {
            let name_at = match part.split_once('"') {
                Some((location, _)) if at > 0 => location.rfind(['/', ':']).map_or(0, |i| i + 1),
                _ => 0,
            };
            parts.push(part[name_at..].to_owned());
        }
        let copy = folder.join(file.file_name().unwrap_or_default());
        fs::write(&copy, parts.join("schemaLocation=\"")).map_err(say)?;
        if let Some(other) = flat.insert(copy, file) {
            return Err(format!(
                "{} and {} have one name",
                other.display(),
                file.display()
            ));
        }
    }
    let tops = flat.iter().filter(|(_, file)| tops.contains(file));
    let tops: Vec<PathBuf> = tops.map(|(copy, _)| copy.clone()).collect();
    let driver = folder.join("all.xsd");
    let folder = fs::canonicalize(folder).map_err(say)?;
    let text = import(&tops)?.replace(&format!("file://{}/", folder.display()), "");
    fs::write(&driver, text).map_err(say)?;
    Ok(driver)
}

/// Names a schema set by its compact form.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect()
}

fn find(folder: &Path, out: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "xsd") {
            out.push(path);
        }
    }
    Ok(())
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The value of an attribute in a start tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let after = tag.split_once(&format!("{name}=\""))?.1;
    after.split_once('"').map(|(value, _)| value)
}

/// The files that no other one includes.
fn tops(files: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut included = BTreeSet::new();
    for file in files {
        for part in text(file)?.split(":include ").skip(1) {
            let tag = part.split('>').next().unwrap_or_default();
            included.extend(attribute(tag, "schemaLocation").map(|l| file.with_file_name(l)));
        }
    }
    let tops = files.iter().filter(|f| !included.contains(*f));
    Ok(tops.cloned().collect())
}

/// A schema that imports one document for each namespace.
fn import(files: &[PathBuf]) -> Result<String, String> {
    let mut by_namespace: BTreeMap<String, PathBuf> = BTreeMap::new();
    for file in files {
        let text = text(file)?;
        let namespace = attribute(&text, "targetNamespace").unwrap_or_default();
        let before = by_namespace.insert(namespace.to_owned(), file.clone());
        if let Some(before) = before {
            let (a, b) = (before.display(), file.display());
            return Err(format!(
                "{a} and {b} have the same namespace, and none includes the other"
            ));
        }
    }
    let mut out = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
        targetNamespace=\"urn:xoev:differential\">\n"
        .to_owned();
    for (namespace, file) in by_namespace {
        let file = fs::canonicalize(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let namespace = match namespace.as_str() {
            "" => String::new(),
            uri => format!(" namespace=\"{uri}\""),
        };
        out.push_str(&format!(
            "  <xs:import{namespace} schemaLocation=\"file://{}\"/>\n",
            file.display()
        ));
    }
    out.push_str("</xs:schema>\n");
    Ok(out)
}
