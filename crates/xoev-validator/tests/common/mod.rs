//! What several tests need: other validators as judges of the same messages.

#![allow(dead_code)] // Not every test uses all of it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A message and the root file of its schema.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) schema: PathBuf,
    pub(crate) file: PathBuf,
}

/// Valid or not, and why not.
pub(crate) type Verdict = (bool, String);

/// The files of a folder, sorted by name.
pub(crate) fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut list: Vec<PathBuf> = entries.map(|e| e.expect("readable").path()).collect();
    list.sort();
    list
}

/// What libxml2 says; none, said aloud, if it is not installed.
pub(crate) fn libxml2(cases: &[Case]) -> Option<Vec<Verdict>> {
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!(
            "SKIPPED: libxml2 is not at hand to judge {} files",
            cases.len()
        );
        return None;
    }
    let judge = |case: &Case| {
        let mut command = Command::new("xmllint");
        command
            .args(["--nonet", "--noout", "--schema"])
            .args([&case.schema, &case.file]);
        let output = command.output().expect("xmllint runs");
        let complaint = String::from_utf8_lossy(&output.stderr);
        let complaint = complaint.lines().next().unwrap_or_default().to_owned();
        match output.status.code() {
            Some(0) => (true, complaint),
            // 1: not well-formed, 3: not valid.
            Some(1 | 3) => (false, complaint),
            code => panic!("xmllint ended with {code:?}: {complaint}"),
        }
    };
    Some(cases.iter().map(judge).collect())
}

/// Where Debian's package `libxerces2-java` puts what is needed.
const JARS: &[&str] = &["xercesImpl.jar", "xml-resolver.jar"];

fn class_path() -> Option<String> {
    if let Ok(path) = std::env::var("XERCES_CLASSPATH") {
        return Some(path);
    }
    let jars = JARS
        .iter()
        .map(|jar| Path::new("/usr/share/java").join(jar));
    let jars: Vec<PathBuf> = jars.collect();
    let shown = jars.iter().map(|jar| jar.display().to_string());
    let all = shown.collect::<Vec<_>>().join(":");
    jars.iter().all(|jar| jar.exists()).then_some(all)
}

/// What Xerces-J says; none, said aloud, if it is not installed.
pub(crate) fn xerces(cases: &[Case]) -> Option<Vec<Verdict>> {
    let verdicts = ask_xerces(cases);
    match &verdicts {
        None => eprintln!(
            "SKIPPED: Xerces is not at hand to judge {} files",
            cases.len()
        ),
        Some(list) => assert_eq!(list.len(), cases.len(), "Xerces did not judge all files"),
    }
    verdicts
}

fn ask_xerces(cases: &[Case]) -> Option<Vec<Verdict>> {
    let program = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../codegen/tests/quirks/Judge.java"
    );
    let mut child = Command::new("java")
        .args(["-cp", &class_path()?, program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut request = String::new();
    for case in cases {
        let (schema, file) = (case.schema.display(), case.file.display());
        writeln!(request, "{schema}\t{file}").expect("text");
    }
    let mut stdin = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || stdin.write_all(request.as_bytes()));
    let output = child.wait_with_output().expect("java ends");
    let written = writer.join().expect("a thread");
    written.expect("requests are taken");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let verdict = |line: &str| {
        let (verdict, complaint) = line.split_once('\t').unwrap_or((line, ""));
        (verdict == "valid", complaint.to_owned())
    };
    Some(text.lines().map(verdict).collect())
}

/// Text as UTF-16, without a byte order mark of its own.
pub(crate) fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    let bytes = |unit: u16| match big {
        true => unit.to_be_bytes(),
        false => unit.to_le_bytes(),
    };
    units.flat_map(bytes).collect()
}
