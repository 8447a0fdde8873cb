//! The command `xoev`.
//!
//! One module for each subcommand; [`bundled`] holds everything that depends on the release of the
//! standard that is built in.

mod bundled;
mod cli;
mod code_lists;
mod commands;
mod failure;
mod output;
mod schema_files;
mod usage;

use std::process::ExitCode;

fn main() -> ExitCode {
    match usage::parse(std::env::args_os().collect()) {
        usage::Parsed::Run(cli) => match commands::run(&cli) {
            Ok(outcome) => outcome.into(),
            Err(failure) => failure.report(cli.lang),
        },
        usage::Parsed::Done(code) => code,
    }
}
