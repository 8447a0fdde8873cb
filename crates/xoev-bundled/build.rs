//! Embeds the schemas and code lists of this repository in compact form, so that the command
//! needs no files and starts at once.

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let schemas = Path::new("../../schemas");
    println!("cargo::rerun-if-changed={}", schemas.display());
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let set = xoev_schema::Loader::new().folder(schemas)?.load()?;
    pack(&out.join("schemas.bin"), &set.to_bytes()?)?;
    // The texts of the schemas stand in for what an official package only refers to.
    pack(&out.join("texts.bin"), texts(schemas, "xsd")?.as_bytes())?;
    pack(
        &out.join("codelists.bin"),
        texts(&schemas.join("codelists"), "tsv")?.as_bytes(),
    )?;
    Ok(())
}

/// All files of a kind one after the other, each after a line with its name.
fn texts(folder: &Path, extension: &str) -> Result<String, Box<dyn Error>> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    let mut text = String::new();
    for path in entries {
        if path.is_dir() {
            text.push_str(&texts(&path, extension)?);
        } else if path.extension().is_some_and(|e| e == extension) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            text.push_str(&format!(
                "\u{1}{name}\n{}\n",
                fs::read_to_string(&path)?.trim_end()
            ));
        }
    }
    Ok(text)
}

fn pack(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    fs::write(path, encoder.finish()?)?;
    Ok(())
}
