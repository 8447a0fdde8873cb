//! The functions of the directory, one question at a time.

use serde_json::{Value, json};

use super::Dvdv;
use super::failure::{DvdvError, Lookup};
use super::fingerprint::Fingerprint;
use super::http::Call;
use super::model::{
    Category, Certificate, Intermediary, Organisation, OrganisationDescription, ServerVersion,
    Service, all, verified,
};
use super::same;
use super::shape::{list, texts};
use crate::{ElementKind, Key};

/// By what organisations are looked for: a property of an element of their services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementQuery {
    /// Kind of the element. [`ElementKind::Other`] is one of the installation's own.
    pub kind: ElementKind,
    /// Which property.
    pub property: ElementProperty,
    /// Its value: a fingerprint or an address.
    pub value: String,
}

/// Properties of elements that can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementProperty {
    /// `CIPHER_CERTIFICATE`, by its fingerprint.
    CipherCertificate,
    /// `SIGNATURE_CERTIFICATE`, by its fingerprint.
    SignatureCertificate,
    /// `URI`
    Uri,
}

impl ElementQuery {
    pub(super) fn json(&self) -> Value {
        let property = match self.property {
            ElementProperty::CipherCertificate => "CIPHER_CERTIFICATE",
            ElementProperty::SignatureCertificate => "SIGNATURE_CERTIFICATE",
            ElementProperty::Uri => "URI",
        };
        let kind = match &self.kind {
            ElementKind::Other(_) => "customServiceElementType",
            _ => "serviceElementType",
        };
        json!({
            kind: self.kind.name(),
            "parameterType": property,
            "parameterValue": self.value,
        })
    }
}

/// Each function fails with [`DvdvError`] if it gets no answer.
impl Dvdv {
    /// `findservicedescription`: the service of an organisation that is valid now, with all that is
    /// needed to reach it.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_service_description(
        &self,
        key: &Key,
        service_uri: &str,
    ) -> Result<Lookup<Service>, DvdvError> {
        let asked = json!({
            "organizationKey": key.as_str(),
            "serviceSpecificationUri": service_uri,
        });
        let found = self.get("findservicedescription", asked).await?;
        found.try_map(|value| same::service(Service::read(&value)?, service_uri))
    }

    /// `findauthoritydescription`: the organisation with this key in this category.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_authority_description(
        &self,
        category: &str,
        key: &Key,
    ) -> Result<Lookup<OrganisationDescription>, DvdvError> {
        let asked = json!({ "category": category, "organizationKey": key.as_str() });
        let found = self.get("findauthoritydescription", asked).await?;
        found.try_map(|value| {
            let found = OrganisationDescription::read(&value)?;
            same::organisation(found, key, Some(category))
        })
    }

    /// `findauthoritydescriptions`: the organisations with this key in all categories, seldom more
    /// than one; empty if there is none.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_authority_descriptions(
        &self,
        key: &Key,
    ) -> Result<Vec<OrganisationDescription>, DvdvError> {
        let asked = json!({ "organizationKey": key.as_str() });
        let found = self.get("findauthoritydescriptions", asked).await?;
        each(found, |value| {
            same::organisation(OrganisationDescription::read(value)?, key, None)
        })
    }

    /// `findcategories`: the categories in which an organisation has this key and this certificate.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_categories(
        &self,
        fingerprint: &Fingerprint,
        key: &Key,
    ) -> Result<Vec<String>, DvdvError> {
        let asked = json!({
            "fingerPrint": fingerprint.as_str(),
            "organizationKey": key.as_str(),
        });
        let found = self.get("findcategories", asked).await?;
        found
            .found()
            .map_or(Ok(Vec::new()), |value| texts(&value, "name"))
    }

    /// `findCertificateByFingerprint`: the certificate; missing if there is none, or more than one.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_certificate_by_fingerprint(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<Lookup<Certificate>, DvdvError> {
        let asked = json!({ "fingerPrint": fingerprint.as_str() });
        // The server says with an empty 404 that there is none.
        let found = self
            .get_or_empty_404("findCertificateByFingerprint", asked)
            .await?;
        found.try_map(|value| same::certificate(Certificate::read(&value)?, fingerprint))
    }

    /// `findOrganizationsByServiceElement`: the organisations that have a service with such an
    /// element.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_organizations_by_service_element(
        &self,
        query: &ElementQuery,
    ) -> Result<Vec<Organisation>, DvdvError> {
        let found = self
            .get("findOrganizationsByServiceElement", query.json())
            .await?;
        each(found, Organisation::read_plain_or_described)
    }

    /// `findServiceSpecificationUrisByCategory`: URIs of the services that organisations of a category
    /// may offer.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn find_service_specification_uris_by_category(
        &self,
        category: &str,
    ) -> Result<Vec<String>, DvdvError> {
        let asked = json!({ "category": category });
        let found = self
            .get("findServiceSpecificationUrisByCategory", asked)
            .await?;
        let read = |value: Value| texts(&value, "serviceSpecificationUri");
        found.found().map_or(Ok(Vec::new()), read)
    }

    /// `verifycategory`: whether an organisation of this category has this certificate.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn verify_category(
        &self,
        fingerprint: &Fingerprint,
        category: &str,
    ) -> Result<bool, DvdvError> {
        let asked = json!({ "fingerPrint": fingerprint.as_str(), "category": category });
        let found = self.get("verifycategory", asked).await?;
        found.found().map_or(Ok(false), |value| verified(&value))
    }

    /// `categories`: the tree of all categories.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn categories(&self) -> Result<Vec<Category>, DvdvError> {
        each(
            self.http.call("categories", &Call::Get(None)).await?,
            Category::read,
        )
    }

    /// `intermediaries`: all OSCI intermediaries.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn intermediaries(&self) -> Result<Vec<Intermediary>, DvdvError> {
        each(
            self.http.call("intermediaries", &Call::Get(None)).await?,
            Intermediary::read,
        )
    }

    /// `version`: the software of the server. Also tells whether it can be reached.
    ///
    /// # Errors
    /// [`DvdvError`]
    pub async fn version(&self) -> Result<ServerVersion, DvdvError> {
        match self.http.call("version", &Call::Get(None)).await? {
            Lookup::Found(value) => ServerVersion::read(&value),
            Lookup::Missing(_) => Err(DvdvError::malformed("no version")),
        }
    }

    async fn get(&self, function: &str, asked: Value) -> Result<Lookup<Value>, DvdvError> {
        self.http.call(function, &Call::Get(Some(asked))).await
    }

    async fn get_or_empty_404(
        &self,
        function: &str,
        asked: Value,
    ) -> Result<Lookup<Value>, DvdvError> {
        self.http.call(function, &Call::GetOr404(asked)).await
    }
}

/// All of a list; none if nothing was found.
fn each<T>(
    found: Lookup<Value>,
    read: impl Fn(&Value) -> Result<T, DvdvError>,
) -> Result<Vec<T>, DvdvError> {
    found
        .found()
        .map_or(Ok(Vec::new()), |value| all(list(Some(&value)), read))
}
