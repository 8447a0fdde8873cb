//! The checksums in `schemas/PROVENANCE.md`.

mod common;

use std::process::Command;

#[test]
fn the_table_of_checksums_names_every_file_as_it_is() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["provenance", "--check"])
        .output()
        .expect("xtask runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn every_namespace_of_the_bundled_schemas_is_named() {
    let provenance = common::read("schemas/PROVENANCE.md");
    for file in common::files(&[".xsd"])
        .iter()
        .filter(|f| f.path.starts_with("schemas/"))
    {
        let namespace = file
            .text
            .split("targetNamespace=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_else(|| panic!("{} has no target namespace", file.path));
        assert!(
            provenance.contains(&format!("`{namespace}`")),
            "{namespace} of {}",
            file.path
        );
    }
}
