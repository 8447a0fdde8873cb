//! The repository as the tests of its shape see it: files, workspace members, documents.
#![allow(dead_code)] // each test file uses a part

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("xtask lies in the repository")
        .to_owned()
}

pub(crate) fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Entries of a folder that belong to the project: no build output, no version control.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("readable folder").path())
        .filter(|path| {
            let name = path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            let output = name.starts_with("target") || name == ".git";
            let fuzzing =
                folder.ends_with("fuzz") && matches!(name.as_str(), "corpus" | "artifacts");
            !(path.is_dir() && (output || fuzzing))
        })
        .collect();
    list.sort();
    list
}

/// Folders at the top of the repository that hold something.
pub(crate) fn top_folders() -> Vec<String> {
    entries(&root())
        .into_iter()
        .filter(|path| path.is_dir() && !entries(path).is_empty())
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect()
}

/// A file of the project.
pub(crate) struct File {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// Whether a tool wrote it.
    pub(crate) fn is_generated(&self) -> bool {
        self.path.contains("/generated/")
    }
}

/// All files whose name ends in one of these.
pub(crate) fn files(endings: &[&str]) -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path
                .strip_prefix(&root)
                .unwrap_or(&path)
                .display()
                .to_string()
                .replace('\\', "/");
            if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
                found.push(File { path: name, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A member of the workspace.
pub(crate) struct Member {
    pub(crate) name: String,
    /// Folder from the root, with `/`.
    pub(crate) folder: String,
    pub(crate) description: String,
    /// Names of the crates it depends on, tests and build scripts left out.
    pub(crate) dependencies: BTreeSet<String>,
}

/// The members of the workspace, sorted by name.
pub(crate) fn members() -> Vec<Member> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut list: Vec<Member> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| {
            let manifest = PathBuf::from(text(&package["manifest_path"]));
            let folder = manifest.parent().expect("manifest lies in a folder");
            let folder = folder.strip_prefix(root()).unwrap_or(folder);
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            Member {
                name: text(&package["name"]),
                folder: folder.display().to_string().replace('\\', "/"),
                description: text(&package["description"]),
                dependencies: dependencies
                    .iter()
                    .filter(|d| d["kind"].is_null())
                    .map(|d| text(&d["name"]))
                    .collect(),
            }
        })
        .collect();
    list.sort_by(|a, b| a.name.cmp(&b.name));
    list
}

/// All crates that a member depends on, near and far. Optional dependencies count as taken.
pub(crate) fn reach(member: &str) -> BTreeSet<String> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = locked();
    for member in members() {
        edges.insert(member.name, member.dependencies);
    }
    let mut reached = BTreeSet::new();
    let mut open = vec![member.to_owned()];
    while let Some(name) = open.pop() {
        let next = edges
            .get(&name)
            .unwrap_or_else(|| panic!("{name} is not in Cargo.lock"));
        for dependency in next {
            if reached.insert(dependency.clone()) {
                open.push(dependency.clone());
            }
        }
    }
    reached
}

/// Dependencies by crate, as Cargo.lock has them; versions of one crate are taken together.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in read("Cargo.lock").lines() {
        let quoted = || line.split('"').nth(1).unwrap_or_default();
        if line.starts_with("name = ") {
            name = quoted().to_owned();
            edges.entry(name.clone()).or_default();
        } else if line.starts_with(" \"") {
            let dependency = quoted().split(' ').next().unwrap_or_default();
            edges
                .entry(name.clone())
                .or_default()
                .insert(dependency.to_owned());
        }
    }
    edges
}

/// The texts between backticks, outside of code blocks.
pub(crate) fn code_spans(markdown: &str) -> Vec<String> {
    let mut in_block = false;
    let mut spans = Vec::new();
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    spans
}

/// The code blocks of a language, in order.
pub(crate) fn code_blocks(markdown: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut current: Option<String> = None;
    for line in markdown.lines() {
        match (&mut current, line.strip_prefix("```")) {
            (Some(block), Some(_)) => {
                blocks.push(std::mem::take(block));
                current = None;
            }
            (Some(block), None) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, Some(found)) if found == language => current = Some(String::new()),
            // A block in another language: read over it.
            (None, Some(_)) => current = Some(String::from("\0")),
            (None, None) => {}
        }
    }
    blocks.retain(|block| !block.starts_with('\0'));
    blocks
}
