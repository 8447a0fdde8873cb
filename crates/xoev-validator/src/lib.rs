//! Validates messages against any XSD 1.0 schema set at run time, without generated code.
//!
//! [`Validator::new`] compiles a [`SchemaSet`]; [`Validator::validate`] reads a message once, in
//! memory that does not depend on its size, and reports **all** violations: after a fault, the rest
//! is checked against the declarations that the names stand for, and one cause gives one finding.
//!
//! ```
//! use xoev_schema::Loader;
//! use xoev_validator::{Settings, Validator};
//!
//! let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
//!   <xs:element name="antrag"><xs:complexType><xs:sequence>
//!     <xs:element name="nummer" type="xs:int"/>
//!     <xs:element name="datum" type="xs:date"/>
//!   </xs:sequence></xs:complexType></xs:element>
//! </xs:schema>"#;
//! let set = Loader::new().memory("antrag.xsd", schema).load()?;
//! let validator = Validator::new(set)?;
//! let message = "<antrag><nummer>eins</nummer></antrag>";
//! let report = validator.validate(message.as_bytes(), &Settings::default())?;
//! let rules: Vec<&str> = report.findings.iter().map(|f| f.rule().name()).collect();
//! assert_eq!(rules, ["datatype", "element-missing"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is supported of XML Schema 1.0 is everything but: document types with what depends on them
//! (they are refused), and repetitions so large that they can neither be written out nor counted
//! ([`CompileError`] says so).
//!
//! # Panics
//!
//! Nothing that is received from outside makes this crate panic, and no call documents a panic.

mod compile;
mod encoding;
mod extract;
mod fatal;
mod input;
mod report;
mod run;
mod scan;
mod watch;
mod window;

pub use extract::{Content, ExtractError, Extraction};
pub use report::{Finding, Judgement, Report, Settings};
pub use watch::{Attribute, End, Place, Start, Text, Watch};

use std::io::{self, Read, Write};

use xoev_schema::{ElementId, SchemaSet};

use crate::compile::Compiled;
use crate::run::Run;
use crate::window::{Held, Streamed, Window};

/// A schema set, compiled for validating. Can be used by several threads at once.
#[derive(Debug)]
pub struct Validator {
    compiled: Compiled,
}

/// A part of a schema set that can't be compiled. The vendor of the schema set can do nothing about
/// it; what is missing is support by this library.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place} is not supported: {what}")]
pub struct CompileError {
    /// The type or element, as the chain of names that lead to it.
    pub place: String,
    /// What is not supported.
    pub what: String,
}

impl Validator {
    /// Compiles a schema set as a whole.
    ///
    /// # Errors
    ///
    /// If the set uses something that is not supported.
    pub fn new(set: SchemaSet) -> Result<Validator, CompileError> {
        let validator = Validator::lazy(set);
        match validator.compiled.all() {
            Ok(()) => Ok(validator),
            Err((place, what)) => Err(CompileError { place, what }),
        }
    }

    /// Takes a schema set of which [`Validator::new`] is known to compile all; each type is compiled
    /// when a message first needs it, so that a single message is validated sooner. A type that
    /// can't be compiled gives a finding where it is used.
    pub fn lazy(set: SchemaSet) -> Validator {
        Validator {
            compiled: Compiled::new(set),
        }
    }

    /// The schema set.
    pub fn set(&self) -> &SchemaSet {
        &self.compiled.set
    }

    /// The global element of this namespace (empty for none) and local name.
    pub fn element(&self, namespace: &str, local: &str) -> Option<ElementId> {
        let ns = self.compiled.namespace(namespace)?;
        self.compiled.find_element(ns, local)
    }

    /// Validates a message.
    ///
    /// # Errors
    ///
    /// If it can't be read; whatever is wrong with it is in the report.
    pub fn validate(&self, message: impl Read, settings: &Settings) -> io::Result<Report> {
        let window = Streamed::new(message);
        reported(Run::new(&self.compiled, settings, window, None, None))
    }

    /// As [`Validator::validate`], for a message in memory: nothing of it is copied, which is much
    /// faster. Nothing can go wrong with reading, so that there is always a report.
    ///
    /// ```
    /// # let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    /// #   <xs:element name="antrag" type="xs:int"/></xs:schema>"#;
    /// # let set = xoev_schema::Loader::new().memory("antrag.xsd", schema).load()?;
    /// # let validator = xoev_validator::Validator::new(set)?;
    /// let report = validator.validate_slice(b"<antrag>17</antrag>", &Default::default());
    /// assert!(report.is_valid());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn validate_slice(&self, message: &[u8], settings: &Settings) -> Report {
        self.validate_in_memory(message, settings, None)
    }

    /// As [`Validator::validate_slice`], and shows the elements to a watcher.
    pub fn validate_slice_with(
        &self,
        message: &[u8],
        settings: &Settings,
        watch: &mut dyn Watch,
    ) -> Report {
        self.validate_in_memory(message, settings, Some(watch))
    }

    fn validate_in_memory(
        &self,
        message: &[u8],
        settings: &Settings,
        watch: Option<&mut dyn Watch>,
    ) -> Report {
        // Watch and schema live longer than the run, each in its own way.
        let watch = watch.map(|watch| watch as _);
        match Held::new(message) {
            Some(window) => Run::new(&self.compiled, settings, window, watch, None).judged(),
            None => {
                let window = Streamed::new(message);
                Run::new(&self.compiled, settings, window, watch, None).judged()
            }
        }
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
        reported(Run::new(
            &self.compiled,
            settings,
            Streamed::new(message),
            Some(watch),
            None,
        ))
    }

    /// As [`Validator::validate`], and writes the content of binary elements, decoded, to where it
    /// belongs: documents of any size, in little memory.
    ///
    /// `open` is asked at the start of each element whose type is `xs:base64Binary`, or derived from
    /// it, and gives a writer if the content is wanted. The writer is flushed and dropped when the
    /// element ends. A `watch` is shown all elements; of a text that is written, it sees the
    /// beginning only.
    ///
    /// Content is written before anything is known about the rest of the message. It must not be
    /// used unless the report says in the end that the message is valid. How many elements are
    /// written is up to `open`; each is remembered in [`Extraction::contents`].
    ///
    /// ```
    /// use xoev_schema::Loader;
    /// use xoev_validator::{Settings, Validator};
    ///
    /// let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    ///   <xs:element name="akte"><xs:complexType><xs:sequence>
    ///     <xs:element name="dokument" type="xs:base64Binary" maxOccurs="unbounded"/>
    ///   </xs:sequence></xs:complexType></xs:element>
    /// </xs:schema>"#;
    /// let set = Loader::new().memory("akte.xsd", schema).load()?;
    /// let validator = Validator::new(set)?;
    /// let message = "<akte><dokument>SGFsbG8=</dokument></akte>";
    /// let mut document = Vec::new();
    /// let mut target = Some(&mut document);
    /// let extraction = validator.extract(message.as_bytes(), &Settings::default(), None, |start| {
    ///     let wanted = start.name == "dokument";
    ///     Ok(target.take_if(|_| wanted).map(|target| Box::new(target) as _))
    /// })?;
    /// assert!(extraction.report.is_valid() && extraction.contents[0].whole);
    /// assert_eq!(document, b"Hallo");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the message can't be read, `open` fails, or one of its writers.
    pub fn extract<'w>(
        &self,
        message: impl Read,
        settings: &Settings,
        watch: Option<&mut dyn Watch>,
        mut open: impl FnMut(&Start<'_>) -> io::Result<Option<Box<dyn Write + 'w>>>,
    ) -> Result<Extraction, ExtractError> {
        // Watch, closure and writers live longer than the run, each in its own way.
        let watch = watch.map(|watch| watch as _);
        let mut open = |start: &Start<'_>| Ok(open(start)?.map(|writer| writer as _));
        let window = Streamed::new(message);
        Run::new(&self.compiled, settings, window, watch, Some(&mut open)).report()
    }
}

/// The report of a run that writes nothing.
fn reported(run: Run<'_, '_, impl Window>) -> io::Result<Report> {
    match run.report() {
        Ok(extraction) => Ok(extraction.report),
        Err(ExtractError::Read(error) | ExtractError::Write { error, .. }) => Err(error),
    }
}
