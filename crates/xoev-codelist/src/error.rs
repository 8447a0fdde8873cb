//! What can go wrong when code lists are read, split by whose fault it is.

use std::fmt;
use std::io;

use xoev::Language;

/// Where in a file a fault lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file; within archives, the path through them.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.file, self.line)
    }
}

/// Why code lists could not be read. `Display` says it in English, [`CodeListError::text`] also in
/// German.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::English))]
#[non_exhaustive]
pub enum CodeListError {
    /// The environment's fault: a file or folder could not be read.
    Unreadable {
        /// What was to be read.
        file: String,
        /// The kind of the system's error.
        kind: io::ErrorKind,
        /// What the system said.
        reason: String,
    },
    /// The sender's fault: an archive is broken, encrypted or compressed in an unknown way.
    Archive {
        /// The archive, or the entry in it.
        file: String,
        /// What is wrong, in English.
        reason: String,
    },
    /// The caller's fault: what was named is no code list, or holds none.
    NoCodeList {
        /// What was named.
        file: String,
        /// The root element, if it is an XML document.
        root: Option<String>,
    },
    /// The publisher's fault: the list is not what its format asks for.
    Malformed {
        /// Where.
        place: Place,
        /// What is wrong.
        fault: Fault,
    },
    /// Nobody's fault: correct, but beyond what this library does.
    Unsupported {
        /// Where.
        place: Place,
        /// The construct, such as `ColumnSetRef`.
        construct: String,
    },
    /// Somebody's attack, or a limit set too low: there is more than [`Limits`](crate::Limits)
    /// allow.
    TooLarge {
        /// The file or archive.
        file: String,
        /// What is too much.
        exceeded: Exceeded,
        /// How much is allowed.
        most: u64,
    },
}

/// What is wrong within a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No well-formed XML.
    Syntax,
    /// An end tag that does not fit its start tag.
    TagMismatch {
        /// The element that is open.
        expected: String,
        /// The name in the end tag.
        found: String,
    },
    /// The document ends within an element.
    Truncated,
    /// Text in another encoding than UTF-8.
    NotUtf8,
    /// A document type declaration, which is refused as entities could grow.
    Doctype,
    /// A reference to an entity that XML does not define.
    UnknownEntity(String),
    /// Text, or an element, where none belongs: the name of the element around it.
    Misplaced(String),
    /// An element, attribute or statement is missing: its name.
    Missing(String),
    /// An element, or the value of a column in a row, stands twice: its name.
    Repeated(String),
    /// A reference to a column that the list does not have.
    UnknownColumn(String),
    /// A row with more values than there are columns.
    TooManyValues {
        /// The row, counted from 1.
        row: usize,
    },
    /// A row without a value that is required.
    MissingValue {
        /// The column.
        column: String,
        /// The row, counted from 1.
        row: usize,
    },
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exceeded {
    /// Bytes of a document.
    Bytes,
    /// Columns or keys of a list.
    Columns,
    /// Rows of a list.
    Rows,
    /// Cells of a list.
    Cells,
    /// Bytes of an archive unpacked, or of a folder.
    Unpacked,
    /// Archives within archives.
    Archives,
    /// Elements within elements.
    Depth,
    /// Namespace declarations.
    Namespaces,
}

impl CodeListError {
    /// One sentence that says what is wrong and where.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::German => self.german(),
            Language::English => self.english(),
        }
    }

    fn german(&self) -> String {
        match self {
            CodeListError::Unreadable { file, kind, reason } => {
                let reason = match kind {
                    io::ErrorKind::NotFound => "nicht vorhanden",
                    io::ErrorKind::PermissionDenied => "die Berechtigung fehlt",
                    _ => reason,
                };
                format!("{file} ist nicht lesbar: {reason}")
            }
            CodeListError::Archive { file, .. } => format!(
                "{file} kann nicht entpackt werden: das Archiv ist beschädigt, verschlüsselt oder ungewöhnlich gepackt"
            ),
            CodeListError::NoCodeList { file, root: None } => {
                format!("{file} ist keine Codeliste und enthält auch keine")
            }
            CodeListError::NoCodeList {
                file,
                root: Some(root),
            } => format!(
                "{file} ist keine Codeliste: das Wurzelelement ist {root} statt CodeList (Genericode 1.0)"
            ),
            CodeListError::Malformed { place, fault } => {
                let Place { file, line } = place;
                format!("{file}, Zeile {line}: {}", fault.german())
            }
            CodeListError::Unsupported { place, construct } => {
                let Place { file, line } = place;
                format!(
                    "{file}, Zeile {line}: {construct} wird nicht unterstützt; die Codeliste muss ihre Spalten selbst enthalten"
                )
            }
            CodeListError::TooLarge {
                file,
                exceeded,
                most,
            } => format!("{file} ist zu groß: mehr als {most} {}", exceeded.words().0),
        }
    }

    fn english(&self) -> String {
        match self {
            CodeListError::Unreadable { file, reason, .. } => {
                format!("cannot read {file}: {reason}")
            }
            CodeListError::Archive { file, reason } => format!("cannot unpack {file}: {reason}"),
            CodeListError::NoCodeList { file, root: None } => {
                format!("{file} is no code list and holds none")
            }
            CodeListError::NoCodeList {
                file,
                root: Some(root),
            } => format!(
                "{file} is no code list: its root element is {root} instead of CodeList (Genericode 1.0)"
            ),
            CodeListError::Malformed { place, fault } => format!("{place}: {}", fault.english()),
            CodeListError::Unsupported { place, construct } => format!(
                "{place}: {construct} is not supported; a code list has to bring its columns along"
            ),
            CodeListError::TooLarge {
                file,
                exceeded,
                most,
            } => format!(
                "{file} is too large: more than {most} {}",
                exceeded.words().1
            ),
        }
    }
}

impl Fault {
    fn german(&self) -> String {
        match self {
            Fault::Syntax => "kein wohlgeformtes XML".to_owned(),
            Fault::TagMismatch { expected, found } => {
                format!("„{expected}“ ist offen, aber „{found}“ wird beendet")
            }
            Fault::Truncated => "das Dokument hört mitten in einem Element auf".to_owned(),
            Fault::NotUtf8 => "der Text ist nicht in UTF-8 kodiert".to_owned(),
            Fault::Doctype => "Dokumenttypdeklarationen (DOCTYPE) sind nicht erlaubt".to_owned(),
            Fault::UnknownEntity(name) => format!("die Entität „{name}“ ist nicht definiert"),
            Fault::Misplaced(name) => {
                format!("in „{name}“ steht Text oder ein Element, wo keines hingehört")
            }
            Fault::Missing(name) => format!("„{name}“ fehlt"),
            Fault::Repeated(name) => format!("„{name}“ kommt doppelt vor"),
            Fault::UnknownColumn(name) => format!("die Codeliste hat keine Spalte „{name}“"),
            Fault::TooManyValues { row } => format!("Eintrag {row} hat mehr Werte als Spalten"),
            Fault::MissingValue { column, row } => {
                format!("in Eintrag {row} fehlt der Wert der Spalte „{column}“")
            }
        }
    }

    fn english(&self) -> String {
        match self {
            Fault::Syntax => "not well-formed XML".to_owned(),
            Fault::TagMismatch { expected, found } => {
                format!("“{expected}” is open, but “{found}” is ended")
            }
            Fault::Truncated => "the document ends within an element".to_owned(),
            Fault::NotUtf8 => "the text is not encoded in UTF-8".to_owned(),
            Fault::Doctype => "document type declarations (DOCTYPE) are not allowed".to_owned(),
            Fault::UnknownEntity(name) => format!("the entity “{name}” is not defined"),
            Fault::Misplaced(name) => {
                format!("text or an element in “{name}”, where none belongs")
            }
            Fault::Missing(name) => format!("“{name}” is missing"),
            Fault::Repeated(name) => format!("“{name}” stands twice"),
            Fault::UnknownColumn(name) => format!("the code list has no column “{name}”"),
            Fault::TooManyValues { row } => format!("row {row} has more values than columns"),
            Fault::MissingValue { column, row } => {
                format!("row {row} has no value for the column “{column}”")
            }
        }
    }
}

impl Exceeded {
    /// In German, in English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Exceeded::Bytes => ("Bytes", "bytes"),
            Exceeded::Columns => ("Spalten oder Schlüssel", "columns or keys"),
            Exceeded::Rows => ("Einträge", "rows"),
            Exceeded::Cells => ("Werte", "cells"),
            Exceeded::Unpacked => ("Bytes insgesamt", "bytes in all"),
            Exceeded::Archives => ("Archive ineinander", "archives within each other"),
            Exceeded::Depth => ("Elemente ineinander", "elements within each other"),
            Exceeded::Namespaces => ("Namensräume", "namespaces"),
        }
    }
}
