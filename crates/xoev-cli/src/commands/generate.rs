//! `xoev generate`: Rust types from a schema set.

use xoev_codegen::{CodegenError, Config, Output, Project, generate};
use xoev_schema::Loader;

use crate::cli::{GenerateArgs, Lang};
use crate::failure::{Failure, Outcome};

/// Reads the schemas and writes the code.
pub(super) fn run(args: &GenerateArgs, lang: Lang) -> Result<Outcome, Failure> {
    let output = make(args).map_err(|error| {
        Failure::new(
            format!("daraus lassen sich keine Typen erzeugen: {error}"),
            format!("cannot generate types from this: {error}"),
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

/// Generates the code, from a file of settings or from schemas with the usual settings.
fn make(args: &GenerateArgs) -> Result<Output, CodegenError> {
    if let Some(config) = &args.config {
        let project = Project::from_file(config)?;
        return generate(&project.load()?, &project.config);
    }
    let mut loader = Loader::new();
    for catalog in &args.catalog {
        loader = loader.catalog(catalog)?;
    }
    for root in &args.schema {
        loader = loader.root(root);
    }
    generate(&loader.load()?, &Config::new())
}
