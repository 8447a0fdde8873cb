//! Generates the types of the folder `schema` into the build folder.

use std::env;
use std::error::Error;
use std::path::PathBuf;

use xoev_codegen::{Config, generate};
use xoev_schema::Loader;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schema");
    let set = Loader::new()
        .catalog("schema/catalog.xml")?
        .root("schema/fundbuero.xsd")
        .load()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    generate(&set, &Config::new())?.write_to(out.join("fundbuero"))?;
    Ok(())
}
