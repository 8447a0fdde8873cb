//! Reads the command line; wrong usage becomes one line in the language asked for.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::cli::{Cli, Lang};
use crate::failure::Failure;

/// What the command line asks for.
pub(crate) enum Parsed {
    /// A command.
    Run(Cli),
    /// Nothing more: help was shown, or the usage was wrong.
    Done(ExitCode),
}

/// Reads the command line.
pub(crate) fn parse(arguments: Vec<OsString>) -> Parsed {
    let lang = language(&arguments);
    match Cli::try_parse_from(arguments) {
        Ok(cli) => Parsed::Run(cli),
        Err(error) if error.use_stderr() => Parsed::Done(explain(&error).report(lang)),
        Err(help) => {
            // Help and version go to standard output; if nobody reads them, that is fine.
            let _ = help.print();
            Parsed::Done(ExitCode::SUCCESS)
        }
    }
}

/// The language, as far as it can be told from a command line that is wrong.
fn language(arguments: &[OsString]) -> Lang {
    let english = arguments.windows(2).any(|pair| match pair {
        [option, value] => option == "--lang" && value == "en",
        _ => false,
    });
    match english || arguments.iter().any(|a| a == "--lang=en") {
        true => Lang::En,
        false => Lang::De,
    }
}

fn explain(error: &Error) -> Failure {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let (german, english) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let name = context(ContextKind::InvalidSubcommand);
            (
                format!("den Befehl „{name}“ gibt es nicht"),
                format!("there is no command “{name}”"),
            )
        }
        ErrorKind::UnknownArgument => (
            format!("das Argument „{argument}“ ist hier nicht vorgesehen"),
            format!("argument “{argument}” is not expected here"),
        ),
        ErrorKind::MissingRequiredArgument => (
            format!("es fehlt: {argument}"),
            format!("missing: {argument}"),
        ),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (
            "es fehlt der Befehl".to_owned(),
            "the command is missing".to_owned(),
        ),
        ErrorKind::InvalidValue if value.is_empty() => (
            format!("zu {argument} fehlt der Wert"),
            format!("the value of {argument} is missing"),
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = context(ContextKind::ValidValue);
            let (mut german, mut english) = (
                format!("„{value}“ ist kein Wert für {argument}"),
                format!("“{value}” is no value of {argument}"),
            );
            if !valid.is_empty() {
                german.push_str(&format!(" (möglich: {valid})"));
                english.push_str(&format!(" (possible: {valid})"));
            }
            (german, english)
        }
        ErrorKind::ArgumentConflict => (
            format!("{argument} kann nicht mehrfach oder nicht zusammen damit stehen"),
            format!("{argument} can't be repeated or used together with the others"),
        ),
        _ => ("der Aufruf ist falsch".to_owned(), "wrong usage".to_owned()),
    };
    Failure::new(
        format!("{german}; „xoev --help“ zeigt die Befehle"),
        format!("{english}; see “xoev --help”"),
    )
}
