//! Errors of the generator.

/// Why no code was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodegenError {
    /// The schema set could not be read.
    #[error(transparent)]
    Schema(#[from] xoev_schema::SchemaError),
    /// The schema uses something that the generator has no Rust for.
    #[error("{place}: {what} is not supported")]
    NotSupported {
        /// Chain of named components.
        place: String,
        /// What is not supported.
        what: String,
    },
    /// A regular expression of the schema is broken.
    #[error("{place}: pattern {pattern:?}: {reason}")]
    Pattern {
        /// Type.
        place: String,
        /// The expression as it stands in the schema.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Not every definition of the schema became an item of code: a bug of the generator.
    #[error("{read} {what} were read, but {written} were written")]
    Count {
        /// Types or elements.
        what: &'static str,
        /// Definitions in the model.
        read: usize,
        /// Items in the output.
        written: usize,
    },
    /// A settings file asks for a correction that does not exist.
    #[error("there is no correction {0}")]
    CorrectionUnknown(String),
    /// A correction of a published error matched nothing: the error is gone, remove it.
    #[error("correction {0} matches nothing any more; remove it")]
    CorrectionWithoutMatch(&'static str),
    /// Emitted tokens are no Rust: a bug of the generator.
    #[error("{module}: emitted code does not parse: {reason}")]
    Emit {
        /// Module.
        module: String,
        /// Parser message.
        reason: String,
    },
    /// A settings file says something that is not understood.
    #[error("{path}: {reason}")]
    Settings {
        /// File.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// File.
        path: String,
        /// Cause.
        source: std::io::Error,
    },
    /// A generated file differs from the one on disk.
    #[error("{0} is stale; run the generator again")]
    Stale(String),
}
