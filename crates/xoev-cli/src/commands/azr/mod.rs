//! `xoev azr`: what the register says, and how its records differ from one's own.

mod diff;
mod explain;

use crate::cli::{AzrCommand, Lang};
use crate::failure::{Failure, Outcome};

/// Runs the command that was asked for.
pub(super) fn run(command: &AzrCommand, lang: Lang) -> Result<Outcome, Failure> {
    match command {
        AzrCommand::Explain(args) => explain::run(args, lang),
        AzrCommand::Diff(args) => diff::run(args, lang),
    }
}
