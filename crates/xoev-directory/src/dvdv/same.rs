//! Whether an answer is about what was asked. A mixed-up answer would send a message to another
//! authority, so it counts as a server that does not work. What an answer does not say is not
//! compared: real servers leave out keys and URIs.

use super::failure::DvdvError;
use super::fingerprint::Fingerprint;
use super::model::{Certificate, OrganisationDescription, Service};
use crate::Key;

/// A service, if it is the one with this URI.
pub(super) fn service(found: Service, uri: &str) -> Result<Service, DvdvError> {
    match &found.outline.uri {
        Some(told) if told.trim() != uri.trim() => {
            Err(DvdvError::mismatch("the service", told, uri))
        }
        _ => Ok(found),
    }
}

/// An organisation, if it has this key and is of this category, where one was asked for.
pub(super) fn organisation(
    found: OrganisationDescription,
    key: &Key,
    category: Option<&str>,
) -> Result<OrganisationDescription, DvdvError> {
    let keys = &found.organisation.keys;
    let is = |told: &String| told.trim().eq_ignore_ascii_case(key.as_str());
    if !keys.is_empty() && !keys.iter().any(is) {
        let told = keys.iter().take(5).map(String::as_str);
        let told = told.collect::<Vec<_>>().join(", ");
        return Err(DvdvError::mismatch("the authority", &told, key.as_str()));
    }
    match (&found.organisation.category, category) {
        (Some(told), Some(asked)) if told.trim() != asked.trim() => {
            Err(DvdvError::mismatch("the category", told, asked))
        }
        _ => Ok(found),
    }
}

/// A certificate, if it is the one with this fingerprint.
pub(super) fn certificate(
    found: Certificate,
    asked: &Fingerprint,
) -> Result<Certificate, DvdvError> {
    match &found.fingerprint {
        Some(told) if told.parse().as_ref() != Ok(asked) => {
            Err(DvdvError::mismatch("the certificate", told, asked.as_str()))
        }
        _ => Ok(found),
    }
}

/// The answer about a service has no key of the organisation, only its name: it has to be that of one
/// of the organisations with the key, or of one that acts for them.
pub(super) fn offered_by(
    found: &Service,
    organisations: &[OrganisationDescription],
) -> Result<(), DvdvError> {
    let names: Vec<&str> = organisations
        .iter()
        .flat_map(|o| std::iter::once(&o.organisation).chain(&o.representatives))
        .map(|o| o.name.trim())
        .filter(|name| !name.is_empty())
        .collect();
    match &found.organisation {
        Some(told) if !names.is_empty() && !names.contains(&told.trim()) => Err(
            DvdvError::mismatch("the service of the authority", told, names[0]),
        ),
        _ => Ok(()),
    }
}
