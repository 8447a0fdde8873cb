//! Services under which messages reach their readers, and their URIs.

use std::collections::BTreeMap;

use super::{Role, RouteError};
use crate::version::Version;

/// Under which service a message reaches its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Service {
    /// A part of XAusländer whose token in the URI is known, as `ABHABH`.
    Part(String),
    /// A part whose token is not known publicly: configuration says it under this name, as
    /// `{mb-abh}` in tables.
    Named(String),
    /// No service of a directory, but an address that configuration says under this name, as `@azr`
    /// in tables: the registers AZR and ERSST are called directly.
    Endpoint(String),
    /// A service of the XInneres base module, in a version of its own.
    Base {
        /// The module, as `quittung`.
        module: String,
        /// Version of the module's schema, as `5`.
        version: u32,
    },
    /// The service of the message that is enclosed, `*` in tables.
    OfContent,
    /// None: it is the answer in a call, `-` in tables.
    InCall,
}

/// A service for readers of a role; for all readers without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServiceFor {
    pub(super) reader: Option<Role>,
    pub(super) service: Service,
}

impl Service {
    /// A service as tables write it.
    pub(super) fn parse(text: &str) -> Option<Service> {
        let name = |name: &str| is_name(name).then(|| name.to_owned());
        Some(match text {
            "*" => Service::OfContent,
            "-" => Service::InCall,
            _ => {
                if let Some(rest) = text.strip_prefix("xinneres/") {
                    let (module, version) = rest.split_once('/')?;
                    Service::Base {
                        module: name(module)?,
                        version: version.parse().ok()?,
                    }
                } else if let Some(rest) = text.strip_prefix('@') {
                    Service::Endpoint(name(rest)?)
                } else if let Some(rest) = text.strip_prefix('{') {
                    Service::Named(name(rest.strip_suffix('}')?)?)
                } else if is_part(text) {
                    Service::Part(text.to_owned())
                } else {
                    return None;
                }
            }
        })
    }

    pub(super) fn uri(
        &self,
        number: &str,
        version: &Version,
        names: &ServiceNames,
    ) -> Result<String, RouteError> {
        let number = number.to_owned();
        match self {
            Service::Part(part) => Ok(part_uri(version, part)),
            Service::Base { module, version } => Ok(format!(
                "http://www.osci.de/xinneres/{module}/{version}/xinneres{module}v{version}.wsdl"
            )),
            Service::Named(name) | Service::Endpoint(name) => match names.0.get(name) {
                Some(Name::Part(part)) => Ok(part_uri(version, part)),
                Some(Name::Uri(uri)) => Ok(uri.clone()),
                None => Err(RouteError::Unnamed {
                    number,
                    name: name.clone(),
                }),
            },
            Service::OfContent => Err(RouteError::OfContent { number }),
            Service::InCall => Err(RouteError::InCall { number }),
        }
    }
}

/// The pattern of all services of XAusländer that were seen.
fn part_uri(version: &Version, part: &str) -> String {
    let token = version.token();
    format!("http://www.osci.de/xauslaender{token}/xauslaender{token}{part}.wsdl")
}

/// What configuration says for services that are not known publicly: under each name of a table
/// (as `mb-abh`) a part of a service (as `MBABH`), which gets the version of the message, or a whole
/// URI, which is used as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceNames(BTreeMap<String, Name>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Part(String),
    Uri(String),
}

impl ServiceNames {
    /// Names and what they mean.
    ///
    /// # Errors
    /// [`RouteError::Name`]
    pub fn new<N, V>(names: impl IntoIterator<Item = (N, V)>) -> Result<ServiceNames, RouteError>
    where
        N: Into<String>,
        V: Into<String>,
    {
        let mut map = BTreeMap::new();
        for (name, value) in names {
            let (name, value) = (name.into(), value.into());
            let meant = if is_part(&value) {
                Name::Part(value)
            } else if is_uri(&value) {
                Name::Uri(value)
            } else {
                return Err(RouteError::Name { name, value });
            };
            map.insert(name, meant);
        }
        Ok(ServiceNames(map))
    }
}

fn is_part(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    !text.is_empty() && text.len() <= 100 && text.bytes().all(allowed)
}

fn is_name(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.bytes().all(allowed)
}

/// A scheme and something behind it, 9 to 1000 bytes as in the DVDV, no white space.
fn is_uri(text: &str) -> bool {
    let (scheme, rest) = text.split_once(':').unwrap_or_default();
    (9..=1000).contains(&text.len())
        && !rest.is_empty()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}
