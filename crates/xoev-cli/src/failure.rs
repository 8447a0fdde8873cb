//! What keeps a command from its work, in both languages.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::Lang;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// Something is invalid, different or not to be found.
    Objections,
    /// Something could not be looked at.
    Incomplete,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::Objections => ExitCode::from(1),
            Outcome::Incomplete => ExitCode::from(2),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Said in one line.
    Told {
        german: String,
        english: String,
        code: u8,
    },
    /// Nobody reads the output any more, as with `| head`: nothing to complain about.
    BrokenPipe,
}

impl Failure {
    /// A failure with exit code 2.
    pub(crate) fn new(german: impl Into<String>, english: impl Into<String>) -> Failure {
        Failure::Told {
            german: german.into(),
            english: english.into(),
            code: 2,
        }
    }

    /// An objection to the input: exit code 1.
    pub(crate) fn objection(german: impl Into<String>, english: impl Into<String>) -> Failure {
        Failure::Told {
            german: german.into(),
            english: english.into(),
            code: 1,
        }
    }

    /// A file that can't be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Failure {
        let path = path.display();
        Failure::new(
            format!("{path} ist nicht lesbar: {}", cause(error, Lang::De)),
            format!("cannot read {path}: {}", cause(error, Lang::En)),
        )
    }

    /// A file that can't be written.
    pub(crate) fn unwritable(path: &Path, error: &dyn Display) -> Failure {
        let path = path.display();
        Failure::new(
            format!("{path} kann nicht geschrieben werden: {error}"),
            format!("cannot write {path}: {error}"),
        )
    }

    /// Prints the line and gives the exit code.
    pub(crate) fn report(self, lang: Lang) -> ExitCode {
        match self {
            Failure::Told {
                german,
                english,
                code,
            } => {
                eprintln!("xoev: {}", lang.pick(german, english));
                ExitCode::from(code)
            }
            Failure::BrokenPipe => ExitCode::SUCCESS,
        }
    }
}

/// The cause of an error in words; the system speaks English.
pub(crate) fn cause(error: &io::Error, lang: Lang) -> String {
    let german = match error.kind() {
        io::ErrorKind::NotFound => "sie ist nicht vorhanden",
        io::ErrorKind::PermissionDenied => "die Berechtigung fehlt",
        io::ErrorKind::IsADirectory => "es ist ein Ordner",
        _ => return error.to_string(),
    };
    lang.pick(german.to_owned(), error.to_string())
}

/// Errors of standard output; files are reported with their path where they are opened.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::new(
                format!("die Ausgabe kann nicht geschrieben werden: {error}"),
                format!("cannot write the output: {error}"),
            ),
        }
    }
}
