//! A directory in a file, for tests and small sites.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::dvdv::Fingerprint;
use crate::key::Key;
use crate::{Directory, DirectoryError, Element, ElementKind, Entry};

/// A directory as TOML. Reading the file again when it changes is the caller's matter.
///
/// ```
/// use xoev_directory::FileDirectory;
///
/// let directory = FileDirectory::parse(
///     r#"
///     [[organisation]]
///     keys = ["azr:120000"]
///     name = "Ausländerbehörde Musterstadt"
///     category = "Ausländerbehörde"
///
///     [[organisation.service]]
///     uri = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl"
///     from = 2026-11-01
///
///     [[organisation.service.element]]
///     kind = "WEBSERVER"
///     name = "Postfach"
///     value = "https://postfach.example/"
///     "#,
/// );
/// assert_eq!(directory.expect("sound").organisations().len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDirectory {
    organisations: Vec<Organisation>,
    by_key: BTreeMap<String, usize>,
}

/// An authority in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organisation {
    /// Its keys, `keys` in the file; no other authority has them.
    pub keys: Vec<Key>,
    /// Its name.
    pub name: String,
    /// Its category, as `Ausländerbehörde`.
    pub category: Option<String>,
    /// Fingerprints of the certificates by which it is known to directories.
    pub fingerprints: Vec<Fingerprint>,
    /// What it offers, `[[organisation.service]]` in the file.
    pub services: Vec<OfferedService>,
}

/// A service of an authority in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OfferedService {
    /// Its URI.
    pub uri: String,
    /// First day on which it is offered, as `2026-11-01`.
    pub from: Option<NaiveDate>,
    /// Last day on which it is offered.
    pub until: Option<NaiveDate>,
    /// What is needed to reach it, `[[organisation.service.element]]` in the file. Kinds are spelled
    /// as [`ElementKind`] says, certificates are PEM.
    pub elements: Vec<Element>,
}

/// A file is no directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// It can't be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It says something that it must not.
    #[error("{}line {line}: {text}", path.as_ref().map_or(String::new(), |p| format!("{}, ", p.display())))]
    Content {
        /// The file, if it was one.
        path: Option<PathBuf>,
        /// Its line, from 1.
        line: usize,
        /// What is wrong.
        text: String,
    },
}

impl FileDirectory {
    /// Reads a file.
    ///
    /// # Errors
    /// [`FileError`]
    pub fn read(path: impl AsRef<Path>) -> Result<FileDirectory, FileError> {
        let file = path.as_ref();
        let text = std::fs::read_to_string(file).map_err(|source| FileError::Unreadable {
            path: file.to_owned(),
            source,
        })?;
        FileDirectory::parse(&text).map_err(|error| match error {
            FileError::Content { line, text, .. } => FileError::Content {
                path: Some(file.to_owned()),
                line,
                text,
            },
            other => other,
        })
    }

    /// A directory from the text of a file.
    ///
    /// # Errors
    /// [`FileError::Content`]
    pub fn parse(text: &str) -> Result<FileDirectory, FileError> {
        let file: File = toml::from_str(text)
            .map_err(|e| content(text, e.span().unwrap_or_default(), e.message()))?;
        let mut directory = FileDirectory::default();
        for raw in file.organisation {
            let organisation = raw.read(text)?;
            for key in &raw.keys {
                let place = directory.organisations.len();
                let known = directory.by_key.insert(key.get_ref().clone(), place);
                if known.is_some() {
                    let told = format!("{} is the key of an organisation above", key.get_ref());
                    return Err(content(text, key.span(), &told));
                }
            }
            directory.organisations.push(organisation);
        }
        Ok(directory)
    }

    /// The authorities, in the order of the file.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The authority with this key.
    pub fn organisation(&self, key: &str) -> Option<&Organisation> {
        self.organisations.get(*self.by_key.get(key)?)
    }
}

#[async_trait]
impl Directory for FileDirectory {
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError> {
        Key::parse(key)?;
        let Some(organisation) = self.organisation(key) else {
            return Err(DirectoryError::OrganisationUnknown {
                key: key.to_owned(),
                text: "not in the file".to_owned(),
            });
        };
        let mut expired = None;
        for offered in organisation.services.iter().filter(|s| s.uri == service) {
            let entry = Entry {
                key: key.to_owned(),
                name: organisation.name.clone(),
                category: organisation.category.clone(),
                service: service.to_owned(),
                from: offered.from,
                until: offered.until,
                elements: offered.elements.clone(),
            };
            if entry.offered(on) {
                return Ok(entry);
            }
            expired = Some(period(offered.from, offered.until));
        }
        let (key, service) = (key.to_owned(), service.to_owned());
        Err(match expired {
            Some(text) => DirectoryError::ServiceExpired { key, service, text },
            None => DirectoryError::ServiceUnknown {
                key,
                service,
                text: "not in the file".to_owned(),
            },
        })
    }
}

/// When a service is offered, for people.
pub(crate) fn period(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    match (from, until) {
        (None, None) => "offered always".to_owned(),
        (Some(from), None) => format!("offered from {from}"),
        (None, Some(until)) => format!("offered until {until}"),
        (Some(from), Some(until)) => format!("offered from {from} until {until}"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    organisation: Vec<RawOrganisation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOrganisation {
    keys: Vec<Spanned<String>>,
    name: String,
    category: Option<String>,
    #[serde(default)]
    fingerprints: Vec<Spanned<String>>,
    #[serde(default)]
    service: Vec<RawService>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawService {
    uri: Spanned<String>,
    from: Option<Spanned<Datetime>>,
    until: Option<Spanned<Datetime>>,
    #[serde(default)]
    element: Vec<RawElement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawElement {
    kind: Spanned<String>,
    name: String,
    value: String,
}

impl RawOrganisation {
    fn read(&self, text: &str) -> Result<Organisation, FileError> {
        let mut organisation = Organisation {
            keys: Vec::new(),
            name: self.name.clone(),
            category: self.category.clone(),
            fingerprints: Vec::new(),
            services: Vec::new(),
        };
        for key in &self.keys {
            let known = Key::parse(key.get_ref());
            let known = known.map_err(|e| content(text, key.span(), &e.to_string()))?;
            organisation.keys.push(known);
        }
        if self.keys.is_empty() {
            let told = format!("{} has no key", self.name);
            return Err(content(text, 0..0, &told));
        }
        for print in &self.fingerprints {
            let known = print.get_ref().parse::<Fingerprint>();
            let known = known.map_err(|e| content(text, print.span(), &e.to_string()))?;
            organisation.fingerprints.push(known);
        }
        for service in &self.service {
            organisation.services.push(service.read(text)?);
        }
        Ok(organisation)
    }
}

impl RawService {
    fn read(&self, text: &str) -> Result<OfferedService, FileError> {
        let uri = self.uri.get_ref();
        if !(9..=1000).contains(&uri.len()) {
            return Err(content(text, self.uri.span(), "a URI has 9 to 1000 bytes"));
        }
        let day = |value: &Option<Spanned<Datetime>>| value.as_ref().map(|v| date(text, v));
        let (from, until) = (day(&self.from).transpose()?, day(&self.until).transpose()?);
        if let (Some(first), Some(last), Some(place)) = (from, until, &self.until)
            && last < first
        {
            return Err(content(
                text,
                place.span(),
                "the service ends before it begins",
            ));
        }
        let mut elements = Vec::new();
        for element in &self.element {
            let kind = element.kind.get_ref();
            if kind.is_empty() {
                return Err(content(
                    text,
                    element.kind.span(),
                    "an element needs a kind",
                ));
            }
            elements.push(Element {
                kind: ElementKind::named(kind),
                name: element.name.clone(),
                value: element.value.clone(),
            });
        }
        Ok(OfferedService {
            uri: uri.clone(),
            from,
            until,
            elements,
        })
    }
}

/// A day without time and zone.
fn date(text: &str, value: &Spanned<Datetime>) -> Result<NaiveDate, FileError> {
    let day = match value.get_ref() {
        Datetime {
            date: Some(d),
            time: None,
            offset: None,
        } => NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()),
        _ => None,
    };
    day.ok_or_else(|| content(text, value.span(), "a day is needed, as 2026-11-01"))
}

fn content(text: &str, span: Range<usize>, told: &str) -> FileError {
    let before = text.get(..span.start).unwrap_or(text);
    FileError::Content {
        path: None,
        line: before.matches('\n').count() + 1,
        text: told.to_owned(),
    }
}
