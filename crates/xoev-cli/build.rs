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
    pack(&out.join("codelists.bin"), code_lists(&schemas.join("codelists"))?.as_bytes())?;
    Ok(())
}

/// All lists one after the other, each after a line with its file name.
fn code_lists(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|e| e == "tsv"));
    files.sort();
    let mut text = String::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        text.push_str(&format!("\u{1}{name}\n{}\n", fs::read_to_string(&file)?.trim_end()));
    }
    Ok(text)
}

fn pack(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    fs::write(path, encoder.finish()?)?;
    Ok(())
}
