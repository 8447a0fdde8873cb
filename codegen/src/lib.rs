//! Turns an XÖV schema set into typed Rust.
//!
//! From a `build.rs`:
//!
//! ```no_run
//! use xoev_codegen::{Config, generate};
//! use xoev_schema::Loader;
//!
//! let set = Loader::new().root("schema/fahrrad.xsd").load()?;
//! let out = std::env::var("OUT_DIR")?;
//! generate(&set, &Config::new())?.write_to(std::path::Path::new(&out).join("fahrrad"))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The stages: `xoev-schema` reads and resolves the schemas; `passes` turn its model into a plan
//! of Rust items; `emit` writes them. Naming stands in `names` alone.

mod code_lists;
mod config;
mod config_file;
mod corrections;
mod emit;
mod error;
mod names;
mod output;
mod passes;
mod plan;

pub use config::{Chapter, CodeList, Config, HEAD_FIELDS, Module, Release, Target};
pub use config_file::Project;
pub use emit::GeneratedFile;
pub use error::CodegenError;
pub use output::Output;

use xoev_schema::SchemaSet;

/// Generates code for a schema set.
///
/// # Errors
/// [`CodegenError::NotSupported`] and [`CodegenError::Pattern`] name what in the schema has no
/// counterpart; the others are bugs.
pub fn generate(set: &SchemaSet, config: &Config) -> Result<Output, CodegenError> {
    let corrected = corrections::apply(set, &config.corrections)?;
    let plan = passes::plan(&corrected, config)?;
    let files = emit::files(&emit::Context {
        set: &corrected,
        config,
        plan: &plan,
    })?;
    Ok(Output::new(files))
}
