//! The DVDV as a directory: where an authority offers a service on a day.

use async_trait::async_trait;
use chrono::NaiveDate;

use super::Dvdv;
use super::failure::{Lookup, Missing};
use super::model::{Certificate, OrganisationDescription, Service, ServiceElement};
use super::same;
use crate::file::period;
use crate::{Directory, DirectoryError, Element, ElementKind, Entry, Key};

/// The service and the organisation are asked for at the same time: the service's answer has no
/// category, and one that says "no such service" does not say whether the organisation exists.
#[async_trait]
impl Directory for Dvdv {
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError> {
        let key = Key::parse(key)?;
        let (found, organisations) = tokio::join!(
            self.find_service_description(&key, service),
            self.find_authority_descriptions(&key),
        );
        match found? {
            Lookup::Found(found) => {
                let organisations = match organisations {
                    // Answers are mixed up: the other one may be, too.
                    Err(error) if error.is_mismatch() => return Err(error.into()),
                    Err(error) => {
                        let code = error.loggable();
                        tracing::warn!(code, "no category of the organisation");
                        Vec::new()
                    }
                    Ok(organisations) => organisations,
                };
                same::offered_by(&found, &organisations)?;
                offered(&key, service, on, found, &organisations)
            }
            Lookup::Missing(missing) => Err(why_missing(&key, service, missing, &organisations?)),
        }
    }
}

fn offered(
    key: &Key,
    service: &str,
    on: NaiveDate,
    found: Service,
    organisations: &[OrganisationDescription],
) -> Result<Entry, DirectoryError> {
    let organisation = of_service(organisations, service);
    let name = found.organisation.clone();
    let entry = Entry {
        key: key.to_string(),
        name: name
            .or_else(|| organisation.map(|o| o.organisation.name.clone()))
            .unwrap_or_default(),
        category: organisation.and_then(|o| o.organisation.category.clone()),
        service: service.to_owned(),
        from: found.outline.from,
        until: found.outline.until,
        elements: found.elements.iter().flat_map(elements).collect(),
    };
    if entry.offered(on) {
        return Ok(entry);
    }
    Err(DirectoryError::ServiceExpired {
        key: entry.key,
        service: entry.service,
        text: period(entry.from, entry.until),
    })
}

/// Which "no" it is.
fn why_missing(
    key: &Key,
    service: &str,
    missing: Missing,
    organisations: &[OrganisationDescription],
) -> DirectoryError {
    let (key, service) = (key.to_string(), service.to_owned());
    let unknown =
        organisations.is_empty() || missing.code.as_deref() == Some(Missing::NO_ORGANISATION);
    if unknown && missing.warning.is_none() {
        let text = missing.text;
        return DirectoryError::OrganisationUnknown { key, text };
    }
    if let Some(text) = missing.warning {
        return DirectoryError::ServiceExpired { key, service, text };
    }
    let listed = organisations.iter().flat_map(|o| &o.organisation.services);
    let mut listed = listed.filter(|s| s.uri.as_deref() == Some(service.as_str()));
    match listed.next() {
        Some(known) => DirectoryError::ServiceExpired {
            key,
            service,
            text: period(known.from, known.until),
        },
        None => DirectoryError::ServiceUnknown {
            key,
            service,
            text: missing.text,
        },
    }
}

/// Of several organisations with the same key the one that has the service.
fn of_service<'a>(
    organisations: &'a [OrganisationDescription],
    service: &str,
) -> Option<&'a OrganisationDescription> {
    let has = |o: &&OrganisationDescription| {
        let services = &o.organisation.services;
        services.iter().any(|s| s.uri.as_deref() == Some(service))
    };
    organisations.iter().find(has).or(organisations.first())
}

/// An element and the certificates in it, each with a value of its own.
fn elements(element: &ServiceElement) -> Vec<Element> {
    let named = |kind: ElementKind, value: String| Element {
        kind,
        name: element.name.clone(),
        value,
    };
    let mut all = Vec::new();
    for value in [&element.uri, &element.text].into_iter().flatten() {
        all.push(named(element.kind.clone(), value.clone()));
    }
    let certificates = [
        (ElementKind::CipherCertificate, &element.cipher),
        (ElementKind::SignatureCertificate, &element.signature),
    ];
    for (kind, certificate) in certificates {
        if let Some(pem) = certificate.as_ref().and_then(usable) {
            all.push(named(kind, pem));
        }
    }
    all
}

/// The certificate as PEM, unless it was revoked or is none.
fn usable(certificate: &Certificate) -> Option<String> {
    let fingerprint = certificate.fingerprint.as_deref().unwrap_or_default();
    if certificate.revoked.is_some() {
        tracing::warn!(fingerprint, "a service has a revoked certificate");
        return None;
    }
    let pem = certificate.pem();
    if pem.is_none() {
        tracing::warn!(fingerprint, "a service has a certificate that is none");
    }
    pem
}
