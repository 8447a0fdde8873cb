//! Validates messages against any XSD 1.0 schema set, without generated code.
mod report;
mod watch;

pub use report::{Finding, Judgement, Report, Settings};
pub use watch::{Attribute, End, Place, Start, Text, Watch};

use std::io::{self, Read};
use xoev_schema::SchemaSet;

/// A schema set, compiled for validating.
#[derive(Debug)]
pub struct Validator {
    set: SchemaSet,
}

/// Why a schema set can't be compiled.
#[derive(Debug, thiserror::Error)]
#[error("not supported")]
pub struct CompileError;

impl Validator {
    /// Compiles a schema set.
    ///
    /// # Errors
    ///
    /// If it uses something that is not supported.
    pub fn new(set: SchemaSet) -> Result<Validator, CompileError> {
        Ok(Validator { set })
    }

    /// The schema set.
    pub fn set(&self) -> &SchemaSet {
        &self.set
    }

    /// Validates a message.
    ///
    /// # Errors
    ///
    /// If it can't be read; whatever is wrong with it is in the report.
    pub fn validate(&self, message: impl Read, settings: &Settings) -> io::Result<Report> {
        let _ = (message, settings);
        Err(io::Error::other("not built yet"))
    }

    /// As [`Validator::validate`], and shows the elements to a watcher.
    ///
    /// # Errors
    ///
    /// As [`Validator::validate`].
    pub fn validate_with(
        &self,
        message: impl Read,
        settings: &Settings,
        watch: &mut dyn Watch,
    ) -> io::Result<Report> {
        let _ = (message, settings, watch);
        Err(io::Error::other("not built yet"))
    }
}
