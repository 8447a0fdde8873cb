//! Schemas that are given as files: roots, folders, zip archives.

use std::path::PathBuf;

use xoev_schema::{Loader, SchemaError, SchemaSet};

use crate::bundled;
use crate::cli::Lang;
use crate::failure::Failure;

/// Reads folders, zip archives, and schema files with everything that they refer to.
pub(crate) fn load(paths: &[PathBuf], catalogs: &[PathBuf]) -> Result<SchemaSet, Failure> {
    loader(paths, catalogs)
        .and_then(Loader::load)
        .map_err(|error| {
            Failure::new(
                format!("die Schemata sind nicht lesbar: {error}"),
                format!("cannot read the schemas: {error}"),
            )
        })
}

/// As [`load`]; what a package refers to and does not bring along is taken from the bundled
/// schemas, which is said aloud.
pub(crate) fn load_lending(
    paths: &[PathBuf],
    catalogs: &[PathBuf],
    lang: Lang,
) -> Result<SchemaSet, Failure> {
    load(paths, catalogs).or_else(|failure| {
        let lent = loader(paths, catalogs)
            .map(bundled::lend_schemas)
            .and_then(Loader::load);
        let lent = lent.map_err(|_| failure)?;
        let note = lang.pick(
            "was das Paket nur nennt, ist aus den mitgelieferten Schemata ergänzt",
            "what the package only refers to is taken from the bundled schemas",
        );
        eprintln!("xoev: {note}");
        Ok(lent)
    })
}

fn loader(paths: &[PathBuf], catalogs: &[PathBuf]) -> Result<Loader, SchemaError> {
    let mut loader = Loader::new();
    for catalog in catalogs {
        loader = loader.catalog(catalog)?;
    }
    for path in paths {
        let is_archive = path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("zip"));
        loader = match path.is_dir() {
            true => loader.folder(path)?,
            false if is_archive => loader.zip(path)?,
            false => loader.root(path),
        };
    }
    Ok(loader)
}
