//! The documents at the top of the repository: twins, links, commands, versions.

mod common;

use std::path::Path;

use common::{code_blocks, code_spans, files, read, root};

/// Levels of the headings, in order; lines of code blocks are none.
fn outline(markdown: &str) -> Vec<usize> {
    let mut in_block = false;
    let mut levels = Vec::new();
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block && line.starts_with('#') {
            levels.push(line.chars().take_while(|c| *c == '#').count());
        }
    }
    levels
}

/// Rows of all tables, counted.
fn rows(markdown: &str) -> usize {
    markdown
        .lines()
        .filter(|line| line.starts_with("| "))
        .count()
}

#[test]
fn the_german_readme_is_the_twin_of_the_english_one() {
    let (english, german) = (read("README.md"), read("README.de.md"));
    assert_eq!(outline(&english), outline(&german));
    assert_eq!(rows(&english), rows(&german));
    for language in ["sh", "toml", "rust", "console"] {
        let blocks = code_blocks(&english, language);
        assert!(!blocks.is_empty(), "{language}");
        assert_eq!(blocks, code_blocks(&german, language), "{language}");
    }
}

#[test]
fn the_first_commands_of_the_readme_demonstrate_and_test() {
    let commands = code_blocks(&read("README.md"), "sh");
    assert_eq!(commands[0], "cargo run --release -q -p xoev-cli -- demo\n");
    assert_eq!(commands[1], "cargo test --workspace\n");
}

#[test]
fn links_between_documents_lead_somewhere() {
    for file in files(&[".md"]) {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
        for link in file
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if link.starts_with("http") || link.starts_with('#') {
                continue;
            }
            let target = link.split('#').next().unwrap_or_default();
            assert!(
                root().join(folder).join(target).exists(),
                "{}: {link}",
                file.path
            );
        }
    }
}

#[test]
fn steps_of_the_recipes_open_with_files_that_exist() {
    let text = read("CONTRIBUTING.md");
    let recipes = text.split("\n## Recipe: ").skip(1);
    let mut steps = 0;
    for step in recipes
        .flat_map(str::lines)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
    {
        let opening = step.split(": ").next().unwrap_or_default();
        if opening.contains("the new crate's") {
            continue;
        }
        let named = code_spans(opening);
        assert!(!named.is_empty(), "{step}");
        for path in named {
            steps += 1;
            assert!(root().join(&path).exists(), "{path}");
        }
    }
    assert!(steps > 20, "{steps}");
}

#[test]
fn the_changelog_names_the_versions_that_the_readme_serves() {
    let readme = read("README.md");
    let section = readme
        .split("\n## Standards served\n")
        .nth(1)
        .expect("section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let changelog = read("CHANGELOG.md").replace('\n', " ");
    let serves = changelog
        .split("Serves: ")
        .nth(1)
        .expect("schema versions of the latest release");
    let standards = section
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(2);
    for row in standards {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let version = cells[2].split(' ').next().unwrap_or_default();
        assert!(
            serves.contains(&format!("{} {version}", cells[1])),
            "{} {version}",
            cells[1]
        );
    }
    let manifest = read("Cargo.toml");
    let version = manifest
        .split("\nversion = \"")
        .nth(1)
        .and_then(|s| s.split('"').next())
        .expect("version");
    assert!(changelog.contains(&format!("## [{version}]")), "{version}");
}
