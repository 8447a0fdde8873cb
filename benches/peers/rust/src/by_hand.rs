//! quick-xml with serde, on types written by hand for three messages (090099, 130104, 130107): what
//! somebody has who takes no generator. Texts are kept as they are, no rule of the schema is checked.

#![allow(dead_code)] // fields are read from messages, and nobody asks for them

use std::hint::black_box;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reads a message into the type that its root element asks for.
pub(crate) fn read(message: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(message).map_err(|e| e.to_string())?;
    // The root element is the first one that is no declaration.
    let root = text
        .split('<')
        .find(|p| !p.is_empty() && !p.starts_with('?'));
    let root = root.and_then(|tag| tag.split([' ', '>', '\n']).next());
    match root.and_then(|name| name.rsplit('.').next()) {
        Some("090099") => typed::<Fehlernachricht>(text),
        Some("130104") => typed::<Statusmeldung>(text),
        Some("130107") => typed::<RuecknahmeReaktion>(text),
        _ => Err(format!("there is no type for {root:?}")),
    }
}

fn typed<T: DeserializeOwned>(text: &str) -> Result<(), String> {
    let message: T = quick_xml::de::from_str(text).map_err(|e| e.to_string())?;
    black_box(message);
    Ok(())
}

#[derive(Deserialize)]
struct Fehlernachricht {
    #[serde(rename = "@produkt")]
    produkt: String,
    #[serde(rename = "@produkthersteller")]
    produkthersteller: String,
    #[serde(rename = "@produktversion")]
    produktversion: Option<String>,
    #[serde(rename = "@standard")]
    standard: String,
    #[serde(rename = "@test")]
    test: Option<String>,
    #[serde(rename = "@version")]
    version: String,
    #[serde(rename = "nachrichtenkopf.g2g")]
    kopf: Kopf,
    #[serde(rename = "anschrift.leser")]
    anschrift_leser: Option<Anschrift>,
    #[serde(rename = "anschrift.autor")]
    anschrift_autor: Anschrift,
    #[serde(default)]
    hinweis: Vec<Hinweis>,
    fehlerfall: Vec<Fehlerfall>,
    #[serde(default, rename = "personalienGleich")]
    personalien_gleich: Vec<String>,
}

#[derive(Deserialize)]
struct Statusmeldung {
    #[serde(rename = "@produkt")]
    produkt: String,
    #[serde(rename = "@produkthersteller")]
    produkthersteller: String,
    #[serde(rename = "@produktversion")]
    produktversion: Option<String>,
    #[serde(rename = "@standard")]
    standard: String,
    #[serde(rename = "@test")]
    test: Option<String>,
    #[serde(rename = "@version")]
    version: String,
    #[serde(rename = "nachrichtenkopf.g2g")]
    kopf: Kopf,
    #[serde(rename = "anschrift.leser")]
    anschrift_leser: Option<Anschrift>,
    #[serde(rename = "anschrift.autor")]
    anschrift_autor: Anschrift,
    antragsidentifikation: String,
    #[serde(rename = "ausloeserUUID")]
    ausloeser: String,
    status: Code,
    anhang: Option<Dokument>,
}

#[derive(Deserialize)]
struct RuecknahmeReaktion {
    #[serde(rename = "@produkt")]
    produkt: String,
    #[serde(rename = "@produkthersteller")]
    produkthersteller: String,
    #[serde(rename = "@produktversion")]
    produktversion: Option<String>,
    #[serde(rename = "@standard")]
    standard: String,
    #[serde(rename = "@test")]
    test: Option<String>,
    #[serde(rename = "@version")]
    version: String,
    #[serde(rename = "nachrichtenkopf.g2g")]
    kopf: Kopf,
    #[serde(rename = "anschrift.leser")]
    anschrift_leser: Option<Anschrift>,
    #[serde(rename = "anschrift.autor")]
    anschrift_autor: Anschrift,
    antragsidentifikation: String,
    #[serde(rename = "ausloeserUUID")]
    ausloeser: String,
    rueckmeldung: Option<String>,
    anlage: Option<Dokument>,
}

#[derive(Deserialize)]
struct Kopf {
    #[serde(rename = "identifikation.nachricht")]
    identifikation: Identifikation,
    leser: Behoerde,
    autor: Behoerde,
}

#[derive(Deserialize)]
struct Identifikation {
    #[serde(rename = "nachrichtenUUID")]
    uuid: String,
    nachrichtentyp: Code,
    erstellungszeitpunkt: String,
}

#[derive(Deserialize)]
struct Code {
    #[serde(rename = "@listURI")]
    list_uri: Option<String>,
    #[serde(rename = "@listVersionID")]
    list_version: Option<String>,
    code: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Behoerde {
    verzeichnisdienst: Code,
    kennung: String,
    name: String,
    #[serde(default)]
    erreichbarkeit: Vec<Kommunikation>,
}

#[derive(Deserialize)]
struct Kommunikation {
    kanal: Code,
    kennung: String,
    zusatz: Option<String>,
}

#[derive(Deserialize)]
struct Anschrift {
    gebaeude: Option<Gebaeude>,
    postfach: Option<Postfach>,
}

#[derive(Deserialize)]
struct Gebaeude {
    hausnummer: Option<String>,
    #[serde(rename = "hausnummerBuchstabeZusatzziffer")]
    hausnummer_zusatz: Option<String>,
    postleitzahl: String,
    stockwerkswohnungsnummer: Option<String>,
    strasse: String,
    #[serde(rename = "teilnummerDerHausnummer")]
    teilnummer: Option<String>,
    wohnort: String,
    #[serde(rename = "wohnortFruehererGemeindename")]
    frueherer_gemeindename: Option<String>,
    wohnungsinhaber: Option<String>,
    zusatzangaben: Option<String>,
    #[serde(rename = "hausnummern.bis")]
    bis: Option<HausnummernBis>,
}

#[derive(Deserialize)]
struct HausnummernBis {
    #[serde(rename = "hausnummer.bis")]
    hausnummer: Option<String>,
    #[serde(rename = "hausnummerbuchstabezusatzziffer.bis")]
    zusatz: Option<String>,
    #[serde(rename = "teilnummerderhausnummer.bis")]
    teilnummer: Option<String>,
}

#[derive(Deserialize)]
struct Postfach {
    postfach: Option<String>,
    wohnort: String,
    postleitzahl: String,
}

#[derive(Deserialize)]
struct Hinweis {
    hinweisschluessel: String,
    hinweistext: String,
}

#[derive(Deserialize)]
struct Fehlerfall {
    fehlerschluessel: String,
    fehlertext: String,
    #[serde(default, rename = "fehlerhaftesAttribut")]
    fehlerhaftes_attribut: Vec<String>,
}

#[derive(Deserialize)]
struct Dokument {
    dokument: String,
    dokumententyp: Code,
}
