//! Runs of the real program.

mod azr;
mod catalogue;
mod convert;
mod routing;
mod schemas;
mod usage;
mod validate;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program.
fn xoev(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xoev"))
        .args(arguments)
        .output()
        .expect("xoev")
}

/// Runs the program with something on standard input.
fn xoev_reading(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_xoev"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xoev");
    child
        .stdin
        .take()
        .expect("stdin")
        .write_all(input)
        .expect("write");
    child.wait_with_output().expect("output")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("exit code")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Path of a file in a folder, as text.
fn at(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// A sample message.
fn sample(arguments: &[&str]) -> String {
    let output = xoev(&[&["sample"], arguments].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

/// A folder with a valid message, an invalid one below, and a file of another kind.
fn mixed_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let valid = sample(&["090099"]);
    let invalid = valid.replace("<xa:fehlertext>", "<xa:fehlertextt>");
    let invalid = invalid.replace("</xa:fehlertext>", "</xa:fehlertextt>");
    std::fs::create_dir(folder.path().join("b")).expect("folder");
    std::fs::write(folder.path().join("a.xml"), valid).expect("write");
    std::fs::write(folder.path().join("b/falsch.xml"), invalid).expect("write");
    std::fs::write(folder.path().join("b/liesmich.txt"), "kein XML").expect("write");
    folder
}
