//! `xoev generate`: Rust types from a schema set.

use xoev_codegen::{Config, generate};
use xoev_schema::Loader;

use crate::cli::{GenerateArgs, Lang};
use crate::failure::{Failure, Outcome};

/// Reads the schemas and writes the code.
pub(super) fn run(args: &GenerateArgs, lang: Lang) -> Result<Outcome, Failure> {
    let mut loader = Loader::new();
    for catalog in &args.catalog {
        loader = loader.catalog(catalog).map_err(|error| {
            Failure::new(
                format!("der Katalog ist nicht lesbar: {error}"),
                format!("cannot read the catalog: {error}"),
            )
        })?;
    }
    for root in &args.schema {
        loader = loader.root(root);
    }
    let set = loader.load().map_err(|error| {
        Failure::new(
            format!("die Schemata sind nicht lesbar: {error}"),
            format!("cannot read the schemas: {error}"),
        )
    })?;
    let output = generate(&set, &Config::new()).map_err(|error| {
        Failure::new(
            format!("daraus lassen sich keine Typen erzeugen: {error}"),
            format!("cannot generate types from these: {error}"),
        )
    })?;
    output
        .write_to(&args.out)
        .map_err(|error| Failure::unwritable(&args.out, &error))?;
    let (count, out) = (output.files().len(), args.out.display());
    eprintln!(
        "{}",
        lang.pick(
            format!("{count} Dateien in {out} geschrieben"),
            format!("{count} files written to {out}"),
        )
    );
    Ok(Outcome::Fine)
}
