//! What the DVDV tells: organisations, services, certificates, categories.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::NaiveDate;
use serde_json::Value;

use super::failure::DvdvError;
use super::shape::{first_day, last_day, list, object, text};
use crate::ElementKind;

/// A certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Certificate {
    /// The certificate (DER), in Base64.
    pub content: String,
    /// Its SHA-1, as the server writes it.
    pub fingerprint: Option<String>,
    /// Its serial number, decimal.
    pub serial: Option<String>,
    /// Whom it is for.
    pub subject: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// First day of validity.
    pub from: Option<NaiveDate>,
    /// Last day of validity.
    pub until: Option<NaiveDate>,
    /// When it was revoked, as the server writes it. Nothing may be encrypted for it then.
    pub revoked: Option<String>,
}

impl Certificate {
    /// The certificate as PEM; none if the content is no Base64.
    pub fn pem(&self) -> Option<String> {
        let content: String = self.content.split_ascii_whitespace().collect();
        let der = BASE64_STANDARD.decode(content).ok()?;
        let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
        let encoded = BASE64_STANDARD.encode(der);
        for (at, c) in encoded.char_indices() {
            if at > 0 && at % 64 == 0 {
                pem.push('\n');
            }
            pem.push(c);
        }
        pem.push_str("\n-----END CERTIFICATE-----\n");
        Some(pem)
    }

    pub(super) fn read(value: &Value) -> Result<Certificate, DvdvError> {
        let value = object(value, "a certificate")?;
        Ok(Certificate {
            content: text(value, "content").unwrap_or_default(),
            fingerprint: text(value, "fingerprint"),
            serial: text(value, "serial"),
            subject: text(value, "nameSubject"),
            issuer: text(value, "nameIssuer"),
            from: first_day(value, "validFrom")?,
            until: last_day(value, "validTo")?,
            revoked: text(value, "revocationDate"),
        })
    }
}

/// An organisation, in short or with all it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organisation {
    /// Its German name.
    pub name: String,
    /// Its category, as `Ausländerbehörde`.
    pub category: Option<String>,
    /// Its keys.
    pub keys: Vec<String>,
    /// Its postal address.
    pub address: Option<String>,
    /// First day of validity.
    pub from: Option<NaiveDate>,
    /// Last day of validity.
    pub until: Option<NaiveDate>,
    /// Its certificates as a client.
    pub certificates: Vec<Certificate>,
    /// What it offers, without elements.
    pub services: Vec<ServiceOutline>,
}

impl Organisation {
    pub(super) fn read(value: &Value) -> Result<Organisation, DvdvError> {
        let value = object(value, "an organisation")?;
        let of = |name: &str| list(value.get(name));
        Ok(Organisation {
            name: text(value, "nameDe").unwrap_or_default(),
            category: text(value, "category"),
            keys: of("organizationKeys")
                .into_iter()
                .filter_map(|key| key.as_str().map(str::to_owned))
                .collect(),
            address: text(value, "postalAddress"),
            from: first_day(value, "validFrom")?,
            until: last_day(value, "validTo")?,
            certificates: all(of("clientCertificates"), Certificate::read)?,
            services: all(of("services"), ServiceOutline::read)?,
        })
    }

    /// An organisation that may stand in a description.
    pub(super) fn read_plain_or_described(value: &Value) -> Result<Organisation, DvdvError> {
        Organisation::read(value.get("organization").unwrap_or(value))
    }
}

/// An organisation with those who act for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrganisationDescription {
    /// The organisation.
    pub organisation: Organisation,
    /// Who acts for it, as a clearing centre.
    pub representatives: Vec<Organisation>,
}

impl OrganisationDescription {
    pub(super) fn read(value: &Value) -> Result<OrganisationDescription, DvdvError> {
        let value = object(value, "a description of an organisation")?;
        let organisation = value.get("organization").filter(|v| !v.is_null());
        let organisation = organisation
            .ok_or_else(|| DvdvError::malformed("a description without organisation"))?;
        Ok(OrganisationDescription {
            organisation: Organisation::read(organisation)?,
            representatives: all(list(value.get("representatives")), Organisation::read)?,
        })
    }
}

/// A service without its elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceOutline {
    /// Its German name.
    pub name: String,
    /// URI of its specification.
    pub uri: Option<String>,
    /// `WSDL_OSCI`, `MANUAL` or another, as the server writes it.
    pub specification: Option<String>,
    /// First day on which it is offered.
    pub from: Option<NaiveDate>,
    /// Last day on which it is offered.
    pub until: Option<NaiveDate>,
}

impl ServiceOutline {
    fn read(value: &Value) -> Result<ServiceOutline, DvdvError> {
        let value = object(value, "a service")?;
        Ok(ServiceOutline {
            name: text(value, "nameDe").unwrap_or_default(),
            uri: text(value, "serviceSpecificationUri"),
            specification: text(value, "serviceSpecificationType"),
            from: first_day(value, "validFrom")?,
            until: last_day(value, "validTo")?,
        })
    }
}

/// A service with all that is needed to reach it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// What stands in outlines, too.
    pub outline: ServiceOutline,
    /// Name of the organisation that offers it.
    pub organisation: Option<String>,
    /// The specification itself, as WSDL.
    pub document: Option<String>,
    /// What is needed to reach it.
    pub elements: Vec<ServiceElement>,
}

impl Service {
    pub(super) fn read(value: &Value) -> Result<Service, DvdvError> {
        let value = object(value, "a service")?;
        Ok(Service {
            outline: ServiceOutline::read(value)?,
            organisation: text(value, "organizationNameDe"),
            document: text(value, "serviceSpecificationDocument"),
            elements: all(list(value.get("serviceElements")), ServiceElement::read)?,
        })
    }
}

/// An element of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceElement {
    /// Its name.
    pub name: String,
    /// Its kind. A kind of the installation's own takes precedence over the general one.
    pub kind: ElementKind,
    /// Its address.
    pub uri: Option<String>,
    /// Its text.
    pub text: Option<String>,
    /// The certificate to encrypt with.
    pub cipher: Option<Certificate>,
    /// The certificate to check signatures with.
    pub signature: Option<Certificate>,
    /// Name of who runs it.
    pub provider: Option<String>,
}

impl ServiceElement {
    fn read(value: &Value) -> Result<ServiceElement, DvdvError> {
        let value = object(value, "a service element")?;
        let certificate = |name: &str| {
            let certificate = value.get(name).filter(|v| !v.is_null());
            certificate.map(Certificate::read).transpose()
        };
        let kind = text(value, "customServiceElementType");
        let kind = kind.or_else(|| text(value, "serviceElementType"));
        Ok(ServiceElement {
            name: text(value, "serviceElementName").unwrap_or_default(),
            kind: ElementKind::named(&kind.unwrap_or_default()),
            uri: text(value, "serviceElementUri"),
            text: text(value, "serviceElementText"),
            cipher: certificate("cipherCertificate")?,
            signature: certificate("signatureCertificate")?,
            provider: text(value, "providerNameDe"),
        })
    }
}

/// A category of organisations. There are four levels of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Category {
    /// Its name, which no other one has.
    pub name: String,
    /// Prefix of keys of its organisations.
    pub prefix: Option<String>,
    /// The categories in it.
    pub children: Vec<Category>,
}

impl Category {
    /// Reads a category. Levels end where the depth of JSON ends.
    pub(super) fn read(value: &Value) -> Result<Category, DvdvError> {
        let value = object(value, "a category")?;
        Ok(Category {
            name: text(value, "name").unwrap_or_default(),
            prefix: text(value, "prefix"),
            children: all(list(value.get("children")), Category::read)?,
        })
    }

    /// The category with this name, here or below.
    pub fn find(&self, name: &str) -> Option<&Category> {
        if self.name == name {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(name))
    }
}

/// An OSCI intermediary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Intermediary {
    /// Its name.
    pub name: Option<String>,
    /// What is said about it.
    pub description: Option<String>,
    /// Its address.
    pub uri: Option<String>,
    /// Name of the organisation or provider that runs it.
    pub provider: Option<String>,
}

impl Intermediary {
    pub(super) fn read(value: &Value) -> Result<Intermediary, DvdvError> {
        let value = object(value, "an intermediary")?;
        Ok(Intermediary {
            name: text(value, "selName"),
            description: text(value, "selDescription"),
            uri: text(value, "uri"),
            provider: text(value, "orgaProvName"),
        })
    }
}

/// The software of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerVersion {
    /// Its version.
    pub version: Option<String>,
    /// Number of its build.
    pub build: Option<String>,
    /// Version of its schema.
    pub schema: Option<String>,
}

impl ServerVersion {
    pub(super) fn read(value: &Value) -> Result<ServerVersion, DvdvError> {
        if let Value::String(version) = value {
            // Some servers send the object as a text.
            return match serde_json::from_str::<Value>(version) {
                Ok(inner @ Value::Object(_)) => ServerVersion::read(&inner),
                _ => Ok(ServerVersion {
                    version: Some(version.clone()),
                    ..ServerVersion::default()
                }),
            };
        }
        let value = object(value, "the version")?;
        Ok(ServerVersion {
            version: text(value, "version"),
            // The description of the interface misspells it.
            build: text(value, "buildnumber").or_else(|| text(value, "buildnunmber")),
            schema: text(value, "schemaversion"),
        })
    }
}

/// The answer of `verifycategory`.
pub(super) fn verified(value: &Value) -> Result<bool, DvdvError> {
    let value = match value {
        Value::Array(values) if values.len() == 1 => &values[0],
        other => other,
    };
    let verified = value.get("verifyCategory").unwrap_or(value);
    verified
        .as_bool()
        .ok_or_else(|| DvdvError::malformed("verifyCategory is neither true nor false"))
}

/// All values of a list.
pub(super) fn all<T>(
    values: Vec<&Value>,
    read: impl Fn(&Value) -> Result<T, DvdvError>,
) -> Result<Vec<T>, DvdvError> {
    values.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{
        Category, Intermediary, Organisation, OrganisationDescription, ServerVersion, Service,
    };
    use crate::dvdv::failure::DvdvError;

    /// Every value of a document by its JSON pointer.
    fn places(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    places(value, &format!("{at}/{name}"), all);
                }
            }
            Value::Array(values) => {
                for (n, value) in values.iter().enumerate() {
                    places(value, &format!("{at}/{n}"), all);
                }
            }
            _ => {}
        }
    }

    fn whole() -> Value {
        let certificate = json!({
            "content": "QmVpc3BpZWw=", "fingerprint": "ab", "serial": "1", "nameSubject": "x",
            "nameIssuer": "y", "validFrom": "2019-05-15T06:14:24.000Z",
            "validTo": "2022-05-15T23:59:59.000Z", "revocationDate": null,
        });
        let element = json!({
            "serviceElementName": "n", "serviceElementType": "OSCI_ADDRESSEE",
            "customServiceElementType": null, "serviceElementText": "t",
            "serviceElementUri": "u", "cipherCertificate": certificate,
            "signatureCertificate": certificate, "providerNameDe": "p",
        });
        let service = json!({
            "nameDe": "n", "validFrom": null, "validTo": "2019-12-01T22:59:59.000Z",
            "serviceSpecificationUri": "u", "serviceSpecificationType": "MANUAL",
            "organizationNameDe": "o", "serviceElements": [element],
        });
        let organisation = json!({
            "nameDe": "n", "category": "c", "organizationKeys": ["azr:120000"],
            "postalAddress": "a", "clientCertificates": [certificate], "services": [service],
        });
        json!({ "organization": organisation, "representatives": [organisation] })
    }

    #[test]
    fn every_value_may_be_anything_and_nothing_panics() {
        let odd = [
            Value::Null,
            json!([]),
            json!({}),
            json!(""),
            json!("x"),
            json!(-1),
            json!(1e300),
            json!(true),
            json!([null]),
            json!([[[]]]),
            json!({ "a": [{}] }),
            json!(i64::MAX),
            json!("9999999-99-99T99:99:99Z"),
            json!("+262142-12-31T23:59:59.999Z"),
        ];
        let whole = whole();
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        assert!(all.len() > 80, "{}", all.len());
        let mut read = 0;
        for place in &all {
            for value in &odd {
                let mut changed = whole.clone();
                if let Some(target) = changed.pointer_mut(place) {
                    *target = value.clone();
                }
                read += usize::from(OrganisationDescription::read(&changed).is_ok());
                let inner = &changed["organization"]["services"][0];
                // Whether they can be read does not matter here.
                let _ = (Service::read(inner), Organisation::read(&changed));
                let _ = (Category::read(&changed), Intermediary::read(&changed));
                let _ = (ServerVersion::read(&changed), super::verified(&changed));
            }
        }
        // Most oddities do no harm.
        assert!(read * 2 > all.len() * odd.len(), "{read}");
    }

    #[test]
    fn a_day_that_can_not_be_read_is_not_taken_for_none() {
        let mut service = whole()["organization"]["services"][0].clone();
        for bad in [json!("demnächst"), json!([]), json!(true), json!(i64::MAX)] {
            service["validTo"] = bad;
            assert!(matches!(
                Service::read(&service),
                Err(DvdvError::Down { .. })
            ));
        }
    }

    #[test]
    fn days_are_those_of_germany_in_all_ways_of_writing_them() {
        let mut service = whole()["organization"]["services"][0].clone();
        for same in [
            json!("2014-10-31T23:00:00.000Z"),
            json!("2014-11-01T00:00:00+01:00"),
            json!("2014-11-01"),
            json!(1_414_796_400_000_i64),
        ] {
            service["validFrom"] = same;
            let from = Service::read(&service).expect("sound").outline.from;
            assert_eq!(from, "2014-11-01".parse().ok());
        }
    }
}
