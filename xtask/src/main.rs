//! Tasks of this repository; see `cargo xtask`.

mod codegen;
mod compare;
mod differential;
mod provenance;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask codegen              rewrites the generated code from schemas/
cargo xtask codegen --check      fails if the generated code is stale
cargo xtask provenance           rewrites the checksums in schemas/PROVENANCE.md
cargo xtask provenance --check   fails if they differ from the files
cargo xtask differential         compares our validator with Xerces-J and libxml2 on mutants:
    [--count N] [--seed S] [--schema ROOT.xsd...] [--message FILE...] [--kind KIND...]
cargo xtask compare              measures reading and validating beside other tools, into docs/PERFORMANCE.md:
    [--messages FOLDER] [--rounds N] [--quick: only whether all runs]
cargo xtask crash                kills routers at any moment, on SQLite and PostgreSQL, and counts what became of messages:
    [--rounds N]
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args.as_slice() {
        ["codegen"] => codegen::run(false),
        ["codegen", "--check"] => codegen::run(true),
        ["provenance"] => provenance::run(&root().join("schemas"), false),
        ["provenance", "--check"] => provenance::run(&root().join("schemas"), true),
        ["differential", rest @ ..] => match differential::Settings::parse(rest) {
            Some(settings) => differential::run(&root(), &settings),
            None => Err(HELP.to_owned()),
        },
        ["compare", rest @ ..] => match compare::Settings::parse(rest) {
            Some(settings) => compare::run(&root(), &settings),
            None => Err(HELP.to_owned()),
        },
        ["crash", rest @ ..] => crash(rest),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the crash test, which stands beside the router: this program must not depend on what it
/// generates.
fn crash(arguments: &[&str]) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root())
        .args([
            "run",
            "--quiet",
            "--release",
            "-p",
            "xoev-router",
            "--example",
            "crash",
            "--",
        ])
        .args(arguments)
        .status()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err("the crash test failed".to_owned()),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}
