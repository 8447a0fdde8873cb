//! `docs/ARCHITECTURE.md` against the code.

mod common;

use std::collections::BTreeSet;

use common::{File, code_spans, files, members, reach, read, root, top_folders};

const MAP: &str = "docs/ARCHITECTURE.md";

/// The code spans in a column of the table below a heading.
fn column(heading: &str, column: usize) -> Vec<String> {
    let map = read(MAP);
    let section = map
        .split(&format!("\n## {heading}\n"))
        .nth(1)
        .unwrap_or_else(|| panic!("no section {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.split('|').nth(column + 1))
        .map(|cell| cell.trim().trim_matches('`').to_owned())
        .collect()
}

#[test]
fn every_path_on_the_map_exists() {
    let paths: Vec<String> = code_spans(&read(MAP))
        .into_iter()
        .filter(|span| span.contains('/') && !span.contains(' '))
        .collect();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        assert!(root().join(&path).exists(), "{path}");
    }
}

#[test]
fn the_table_of_crates_is_the_workspace() {
    let map: BTreeSet<(String, String)> = column("Crates", 0)
        .into_iter()
        .zip(column("Crates", 1))
        .collect();
    let workspace: BTreeSet<(String, String)> =
        members().into_iter().map(|m| (m.name, m.folder)).collect();
    assert_eq!(map, workspace);
}

#[test]
fn the_table_of_folders_is_the_top_of_the_repository() {
    assert_eq!(column("Folders", 0), top_folders());
}

#[test]
fn every_test_named_on_the_map_exists() {
    let tests: String = files(&[".rs"])
        .into_iter()
        .filter(|f| f.path.starts_with("xtask/tests/"))
        .map(|f| f.text)
        .collect();
    let map = read(MAP);
    let invariants = map.split("## Invariants").nth(1).expect("invariants");
    let named: Vec<String> = code_spans(invariants)
        .into_iter()
        .filter(|span| span.matches('_').count() >= 2 && !span.contains(['/', ' ']))
        .collect();
    assert!(named.len() >= 10, "{named:?}");
    for name in named {
        assert!(tests.contains(&format!("fn {name}()")), "{name}");
    }
}

#[test]
fn the_runtime_knows_neither_schemas_nor_an_xml_library() {
    let reached = reach("xoev");
    for other in [
        "xoev-schema",
        "xoev-codegen",
        "xsd-parser",
        "xsd-parser-types",
        "quick-xml",
    ] {
        assert!(!reached.contains(other), "xoev reaches {other}");
    }
}

#[test]
fn message_crates_do_not_carry_the_generator() {
    for member in ["xauslaender", "xasyl", "xema"] {
        let reached = reach(member);
        for other in ["xoev-codegen", "xoev-schema", "xsd-parser"] {
            assert!(!reached.contains(other), "{member} reaches {other}");
        }
    }
}

#[test]
fn validating_needs_neither_the_reader_of_schemas_nor_generated_types() {
    for member in ["xoev-validator", "xoev-rules", "xoev-report"] {
        let reached = reach(member);
        for other in ["xoev-codegen", "xauslaender"] {
            assert!(!reached.contains(other), "{member} reaches {other}");
        }
        // The model of schema sets is wanted, its reader of XSD is behind a feature.
        let manifest = read(&format!("crates/{member}/Cargo.toml"));
        let needed = manifest
            .split("[dev-dependencies]")
            .next()
            .unwrap_or_default();
        for line in needed.lines().filter(|l| l.starts_with("xoev-schema")) {
            assert!(
                line.contains("default-features = false"),
                "{member}: {line}"
            );
        }
    }
}

#[test]
fn the_schema_reader_and_the_generator_keep_apart() {
    assert!(!reach("xoev-schema").contains("xoev-codegen"));
    let generator = members()
        .into_iter()
        .find(|m| m.name == "xoev-codegen")
        .expect("the generator");
    for other in ["xsd-parser", "xsd-parser-types", "quick-xml"] {
        assert!(
            !generator.dependencies.contains(other),
            "xoev-codegen depends on {other}"
        );
    }
}

#[test]
fn the_generator_is_built_without_what_it_generates() {
    for member in ["xtask", "xoev-codegen", "xoev-schema"] {
        assert!(
            !reach(member).contains("xauslaender"),
            "{member} reaches xauslaender"
        );
    }
}

#[test]
fn generator_runtime_and_schema_reader_name_no_bundled_standard() {
    let folders = [
        "codegen/src/",
        "crates/xoev/src/",
        "crates/xoev-schema/src/",
        "crates/xoev-validator/src/",
        "crates/xoev-codelist/src/",
        "crates/xoev-report/src/",
    ];
    let names = ["osci.de/xauslaender", "osci.de/xinneres", "xdomea:schema"];
    let sources = files(&[".rs"]);
    let kept =
        |file: &&File| folders.iter().any(|f| file.path.starts_with(f)) && !file.is_generated();
    for file in sources.iter().filter(kept) {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        let named = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let found = named
            .into_iter()
            .find(|line| names.iter().any(|name| line.contains(name)));
        assert_eq!(found, None, "{}", file.path);
    }
}
