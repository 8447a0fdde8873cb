//! What every directory of authorities does.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;

/// What an authority offers under a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key of the authority, as `ags:01999001`: three letters, a colon, the id. 6 to 255 bytes.
    pub key: String,
    /// Name of the authority.
    pub name: String,
    /// Category of the authority, as `Ausländerbehörde`.
    pub category: Option<String>,
    /// URI of the service.
    pub service: String,
    /// First day on which the service is offered.
    pub from: Option<NaiveDate>,
    /// Last day on which the service is offered.
    pub until: Option<NaiveDate>,
    /// What is needed to reach it.
    pub elements: Vec<Element>,
}

impl Entry {
    /// Whether the service is offered on this day.
    pub fn offered(&self, on: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }
}

/// One thing that is needed to reach a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What kind of thing.
    pub kind: ElementKind,
    /// Its name, as the directory says it.
    pub name: String,
    /// Its value: an address, a certificate in PEM, a text.
    pub value: String,
}

/// Kinds of service elements. Open: directories know more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ElementKind {
    /// `OSCI_INTERMEDIARY`
    OsciIntermediary,
    /// `OSCI_ADDRESSEE`
    OsciAddressee,
    /// `CIPHER_CERTIFICATE`
    CipherCertificate,
    /// `SIGNATURE_CERTIFICATE`
    SignatureCertificate,
    /// `WEBSERVER`
    Webserver,
    /// `TEXT`
    Text,
    /// Another one, as the directory spells it.
    Other(String),
}

impl ElementKind {
    /// The kind that directories spell so.
    pub fn named(name: &str) -> ElementKind {
        match name {
            "OSCI_INTERMEDIARY" => ElementKind::OsciIntermediary,
            "OSCI_ADDRESSEE" => ElementKind::OsciAddressee,
            "CIPHER_CERTIFICATE" => ElementKind::CipherCertificate,
            "SIGNATURE_CERTIFICATE" => ElementKind::SignatureCertificate,
            "WEBSERVER" => ElementKind::Webserver,
            "TEXT" => ElementKind::Text,
            other => ElementKind::Other(other.to_owned()),
        }
    }

    /// How directories spell it.
    pub fn name(&self) -> &str {
        match self {
            ElementKind::OsciIntermediary => "OSCI_INTERMEDIARY",
            ElementKind::OsciAddressee => "OSCI_ADDRESSEE",
            ElementKind::CipherCertificate => "CIPHER_CERTIFICATE",
            ElementKind::SignatureCertificate => "SIGNATURE_CERTIFICATE",
            ElementKind::Webserver => "WEBSERVER",
            ElementKind::Text => "TEXT",
            ElementKind::Other(name) => name,
        }
    }
}

/// A service was not found. Only [`DirectoryError::Down`] may work later without a change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// There is no authority with this key.
    #[error("the directory knows no authority {key}")]
    OrganisationUnknown {
        /// The key.
        key: String,
        /// What the directory said, unchanged.
        text: String,
    },
    /// The authority does not offer the service.
    #[error("{key} does not offer {service}")]
    ServiceUnknown {
        /// Key of the authority.
        key: String,
        /// URI of the service.
        service: String,
        /// What the directory said, unchanged.
        text: String,
    },
    /// The authority offered the service once, or will.
    #[error("{key} does not offer {service} on this day: {text}")]
    ServiceExpired {
        /// Key of the authority.
        key: String,
        /// URI of the service.
        service: String,
        /// What the directory said, unchanged.
        text: String,
    },
    /// The key can't be one: 6 to 255 bytes, three small letters, a colon, the id.
    #[error("{key:?} is no key of a directory")]
    Key {
        /// What was given.
        key: String,
    },
    /// The directory refuses the caller.
    #[error("the directory refused the call ({code}): {text}")]
    Refused {
        /// Code, unchanged.
        code: String,
        /// What it said, unchanged.
        text: String,
    },
    /// The directory does not answer, or answers with something else than it should.
    #[error("the directory does not work ({code}): {text}")]
    Down {
        /// Code, unchanged.
        code: String,
        /// What it said, unchanged.
        text: String,
    },
}

/// Tells where an authority offers a service.
#[async_trait]
pub trait Directory: Send + Sync {
    /// What an authority offers under a service on a day.
    ///
    /// # Errors
    /// [`DirectoryError`]
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError>;
}

#[async_trait]
impl<D: Directory + ?Sized> Directory for Arc<D> {
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError> {
        (**self).find(key, service, on).await
    }
}

#[async_trait]
impl<D: Directory + ?Sized> Directory for Box<D> {
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError> {
        (**self).find(key, service, on).await
    }
}
