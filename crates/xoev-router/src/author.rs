//! The author of messages that the router makes itself, as the settings say.

use xauslaender::Absender;
use xauslaender::xinneres::behoerde_7::BehoerdeErreichbar;
use xauslaender::xinneres::meldeanschrift_5::{
    MeldeanschriftHausnummer, MeldeanschriftPostleitzahl, MeldeanschriftStrasse,
    MeldeanschriftWohnort,
};
use xauslaender::xinneres::postanschrift_5::{
    PostalischeInlandsanschrift, PostalischeInlandsanschriftGebaeudeanschrift,
};
use xoev::basis::basisnachricht_g2g_1_1::{
    CodeKommunikationKanalType, CodeVerzeichnisdienstType, KommunikationType,
};
use xoev::din91379::DatatypeC;
use xoev::{Fault, Produkt, Simple};

use crate::config::{Config, ConfigError, Environment};

/// Version of the code list `urn:xoev-de:kosit:codeliste:verzeichnisdienst`.
pub(crate) const VERZEICHNISDIENST: &str = "3";
/// Version of the code list `urn:de:xoev:codeliste:erreichbarkeit`.
const ERREICHBARKEIT: &str = "3";
/// Codes of that list.
const E_MAIL: &str = "01";
const TELEFON: &str = "02";

/// The author by the settings.
pub(crate) fn author(config: &Config) -> Result<Absender, ConfigError> {
    let us = &config.authority;
    let ways = [(E_MAIL, "email", &us.email), (TELEFON, "phone", &us.phone)];
    let mut erreichbarkeit = Vec::new();
    for (code, key, value) in ways {
        if let Some(value) = value {
            erreichbarkeit.push(KommunikationType {
                kanal: at("authority", code, || {
                    CodeKommunikationKanalType::with_version(code, ERREICHBARKEIT)
                })?,
                kennung: text(&format!("authority.{key}"), value)?,
                zusatz: None,
            });
        }
    }
    let anschrift = PostalischeInlandsanschriftGebaeudeanschrift {
        hausnummer: match &us.number {
            Some(number) => Some(simple::<MeldeanschriftHausnummer>(
                "authority.number",
                number,
            )?),
            None => None,
        },
        hausnummer_buchstabe_zusatzziffer: None,
        postleitzahl: simple::<MeldeanschriftPostleitzahl>("authority.postcode", &us.postcode)?,
        stockwerkswohnungsnummer: None,
        strasse: simple::<MeldeanschriftStrasse>("authority.street", &us.street)?,
        teilnummer_der_hausnummer: None,
        wohnort: simple::<MeldeanschriftWohnort>("authority.town", &us.town)?,
        wohnort_frueherer_gemeindename: None,
        wohnungsinhaber: None,
        zusatzangaben: None,
        hausnummern_bis: None,
    };
    let product = &config.product;
    Ok(Absender {
        produkt: at("product", &product.name, || {
            Produkt::new(&product.name, &product.vendor, &product.version)
        })?,
        autor: BehoerdeErreichbar {
            verzeichnisdienst: at("authority", "DVDV", || {
                CodeVerzeichnisdienstType::with_version("DVDV", VERZEICHNISDIENST)
            })?,
            kennung: text("authority.key", &us.key)?,
            name: text("authority.name", &us.name)?,
            erreichbarkeit,
        },
        anschrift: PostalischeInlandsanschrift::Gebaeude(Box::new(anschrift)),
        test: match config.environment {
            Environment::Production => None,
            Environment::Test => Some(text("environment", "Test")?),
        },
    })
}

fn text(key: &str, value: &str) -> Result<DatatypeC, ConfigError> {
    simple(key, value)
}

fn simple<T: Simple>(key: &str, value: &str) -> Result<T, ConfigError> {
    at(key, value, || T::from_text(value))
}

/// A value of the settings, or what is wrong with it.
fn at<T>(
    key: &str,
    value: &str,
    make: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, ConfigError> {
    make().map_err(|fault| ConfigError::value(key, value, format!("expected {}", fault.expected())))
}
