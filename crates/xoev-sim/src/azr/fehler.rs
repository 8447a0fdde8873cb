//! What the simulator finds wrong with a request that it understands: keys and texts of 090099.
//!
//! The register's own keys are not published. These are of our own making: 1xxx for the record,
//! 2xxx for entries and searches, 3xxx for rules of [`azr_rules`], in the order of its books.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use azr::{Befund, Gruppe};

use super::knoten::Knoten;

/// One error of the register, as `AZR.Fehler` of the schema has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterError {
    /// Key, up to any length; of our own making.
    pub key: String,
    /// Text for clerks, in German.
    pub text: String,
    /// Faulty attributes, as `Entity.Attribute`.
    pub attributes: Vec<String>,
}

impl RegisterError {
    /// An error without attributes.
    pub fn new(key: impl Into<String>, text: impl Into<String>) -> RegisterError {
        RegisterError {
            key: key.into(),
            text: text.into(),
            attributes: Vec::new(),
        }
    }

    /// The same with a faulty attribute.
    pub fn at(mut self, attribute: impl Into<String>) -> RegisterError {
        self.attributes.push(attribute.into());
        self
    }

    /// As it stands in a message.
    pub(super) fn knoten(&self) -> Knoten {
        let mut out = Knoten::xa("fehlerfall")
            .mit(Knoten::xa("fehlerschluessel").mit_text(sauber(&self.key)))
            .mit(Knoten::xa("fehlertext").mit_text(sauber(&self.text)));
        for attribute in &self.attributes {
            out = out.mit(Knoten::xa("fehlerhaftesAttribut").mit_text(sauber(attribute)));
        }
        out
    }
}

/// A text with nothing that the datatype C of DIN 91379 lacks, and not empty.
pub(super) fn sauber(text: &str) -> String {
    use xoev::din91379::DatatypeC;
    // German quotation marks are not among its characters.
    let plain = |c: char| {
        if "„“”‚‘’".contains(c) {
            '\''
        } else {
            c
        }
    };
    let text: String = text.chars().take(2000).map(plain).collect();
    if !text.is_empty() && DatatypeC::new(&text).is_ok() {
        return text;
    }
    let mut buffer = [0; 4];
    let fits = |c: char, buffer: &mut [u8; 4]| DatatypeC::new(c.encode_utf8(buffer)).is_ok();
    let kept = text.chars();
    let out: String = kept
        .map(|c| if fits(c, &mut buffer) { c } else { '?' })
        .collect();
    match out.is_empty() {
        true => "-".to_owned(),
        false => out,
    }
}

/// What the register calls a group in `fehlerhaftesAttribut`: the name of its type.
pub(super) fn entity(gruppe: &Gruppe) -> &'static str {
    gruppe.typ.strip_prefix("AZR.").unwrap_or(gruppe.typ)
}

/// `Entity.Attribute` of an element of a group.
pub(super) fn attribut(gruppe: &Gruppe, name: &str) -> String {
    format!("{}.{name}", entity(gruppe))
}

pub(super) fn nummer_unbekannt(nummer: &str) -> RegisterError {
    let text = format!("Zu der AZR-Nummer {nummer} besteht kein Datensatz.");
    RegisterError::new("1001", text).at("Datensatz.azrNummer")
}

pub(super) fn pruefziffer(nummer: &str) -> RegisterError {
    let text = format!(
        "Die Prüfziffer der AZR-Nummer {nummer} ist falsch. Die Daten wurden nicht verarbeitet."
    );
    RegisterError::new("1002", text).at("Datensatz.azrNummer")
}

pub(super) fn nummer_fehlt() -> RegisterError {
    let text = "Die AZR-Nummer fehlt. Eine Folgemeldung kann ohne sie nicht zugeordnet werden.";
    RegisterError::new("1003", text).at("Datensatz.azrNummer")
}

pub(super) fn gleich() -> RegisterError {
    let text = "Es sind Datensätze mit gleichen Grundpersonalien vorhanden. Bitte prüfen Sie die Identität.";
    RegisterError::new("1101", text).at("Grundpersonalien.familienname")
}

pub(super) fn keine_aenderung() -> RegisterError {
    RegisterError::new("1201", "Die Meldung enthält keine Änderung.")
}

pub(super) fn kein_sachverhalt() -> RegisterError {
    let text =
        "Die Erstmeldung enthält keinen Sachverhalt, zu dem ein Datensatz angelegt werden kann.";
    RegisterError::new("1202", text).at("Erstmeldung.sachverhalt")
}

pub(super) fn id_fehlt(gruppe: &Gruppe) -> RegisterError {
    let text = format!(
        "Zu {}: Welcher gespeicherte Eintrag geändert werden soll, ist nicht angegeben.",
        gruppe.titel
    );
    RegisterError::new("2101", text).at(attribut(gruppe, gruppe.referenz.unwrap_or("id")))
}

pub(super) fn id_unbekannt(gruppe: &Gruppe, id: &str) -> RegisterError {
    let text = format!(
        "Zu {}: Die Referenz-ID {id} ist in diesem Datensatz nicht vorhanden.",
        gruppe.titel
    );
    RegisterError::new("2102", text).at(attribut(gruppe, gruppe.referenz.unwrap_or("id")))
}

pub(super) fn id_veraltet(gruppe: &Gruppe, id: &str) -> RegisterError {
    let text = format!(
        "Zu {}: Die Referenz-ID {id} ist nicht aktuell. Der Eintrag wurde zwischenzeitlich geändert; bitte fragen Sie den Datensatz erneut ab.",
        gruppe.titel
    );
    RegisterError::new("2103", text).at(attribut(gruppe, gruppe.referenz.unwrap_or("id")))
}

pub(super) fn nichts_zu_loeschen(gruppe: &Gruppe, id: &str) -> RegisterError {
    let text = format!(
        "Zu {}: Der zu löschende Eintrag {id} ist nicht vorhanden.",
        gruppe.titel
    );
    RegisterError::new("2104", text).at(attribut(gruppe, gruppe.referenz.unwrap_or("id")))
}

pub(super) fn inhalt_fehlt(gruppe: &Gruppe) -> RegisterError {
    let text = format!("Zu {}: Die neuen Fachdaten fehlen.", gruppe.titel);
    RegisterError::new("2105", text).at(attribut(gruppe, gruppe.fachdaten.unwrap_or("inhalt")))
}

pub(super) fn art_unzulaessig(gruppe: &Gruppe, art: &str) -> RegisterError {
    let text = format!(
        "Zu {}: Die Änderungsart {art} ist hier nicht zulässig.",
        gruppe.titel
    );
    RegisterError::new("2106", text).at(attribut(gruppe, "aenderungsArt"))
}

pub(super) fn verweis_unbekannt(gruppe: &Gruppe, element: &str, id: &str) -> RegisterError {
    let text = format!(
        "Zu {}: Der Verweis auf {id} führt zu keinem Eintrag des Datensatzes.",
        gruppe.titel
    );
    RegisterError::new("2107", text).at(attribut(gruppe, element))
}

pub(super) fn selbst() -> RegisterError {
    let text =
        "Ein Datensatz kann nicht als nicht identisch mit sich selbst gekennzeichnet werden.";
    RegisterError::new("2108", text).at("NichtIdentischMit.nichtIdentischMit")
}

pub(super) fn dokument_unbekannt(id: &str) -> RegisterError {
    let text = format!("Ein Dokument mit der Kennung {id} ist nicht gespeichert.");
    RegisterError::new("2201", text).at("Dokument.dokumentId")
}

pub(super) fn nicht_unerlaesslich() -> RegisterError {
    let text = "Das Dokument wird nur übermittelt, wenn die Unerlässlichkeit bestätigt ist (§ 6 Absatz 5 AZRG).";
    RegisterError::new("2202", text).at("Dokumentanforderung.bestaetigungUnerlaesslichkeit")
}

pub(super) fn dokument_unvollstaendig(element: &str) -> RegisterError {
    let text = format!("Zum Dokument fehlt eine Angabe: {element}.");
    RegisterError::new("2203", text).at(format!("Dokument.{element}"))
}

pub(super) fn dokument_ohne_sachverhalt(id: &str) -> RegisterError {
    let text = format!("Der Sachverhalt {id}, zu dem das Dokument gehört, ist nicht gespeichert.");
    RegisterError::new("2204", text).at("Dokument.referenzAufSachverhalt.id")
}

pub(super) fn zu_viele_datensaetze(count: usize, max: usize) -> RegisterError {
    let text = format!(
        "Die Anfrage betrifft {count} Datensätze; ohne Zeitraum werden höchstens {max} übermittelt. Bitte grenzen Sie den Zeitraum ein."
    );
    let error = RegisterError::new("2301", text);
    error
        .at("Registerabgleichsanfrage.von")
        .at("Registerabgleichsanfrage.bis")
}

pub(super) fn zu_viele_treffer(count: usize, max: usize) -> RegisterError {
    let text = format!(
        "Die Suche ergibt {count} Treffer; höchstens {max} werden übermittelt. Bitte grenzen Sie die Suche ein."
    );
    RegisterError::new("2302", text)
}

pub(super) fn gleiche_nummern() -> RegisterError {
    let text =
        "Für eine Mehrfacherfassung sind mindestens zwei verschiedene AZR-Nummern anzugeben.";
    RegisterError::new("2401", text).at("Mehrfacherfassung.azrNummer")
}

pub(super) fn nicht_unterstuetzt(element: &str) -> RegisterError {
    let text = format!("Die Angabe {element} ist leer oder wird nicht unterstützt.");
    RegisterError::new("2402", text).at(element.to_owned())
}

/// A broken rule as the register would say it.
pub(super) fn regel(befund: &Befund) -> RegisterError {
    let names: Vec<&str> = befund
        .pfad
        .split('/')
        .map(|step| step.split('[').next().unwrap_or_default())
        .filter(|step| !step.is_empty())
        .collect();
    let last = names.last().copied().unwrap_or_default();
    let group = names.iter().rev().find_map(|name| Gruppe::named(name));
    // A message is known by the middle of its name: AnAZR.AZRFolgemeldung.090010.
    let message = names.first().and_then(|name| name.split('.').nth(1));
    let message = message.map_or("Nachricht", |name| name.strip_prefix("AZR").unwrap_or(name));
    let attribute = match group {
        Some(group) if group.name == last => attribut(group, "aenderungsArt"),
        Some(group) => attribut(group, last),
        None => format!("{message}.{last}"),
    };
    RegisterError::new(schluessel(&befund.regel), befund.de.clone()).at(attribute)
}

/// The key of a rule: 3001 for the first of the books of `azr-rules`, and so on.
fn schluessel(rule: &str) -> String {
    static KEYS: OnceLock<BTreeMap<&'static str, usize>> = OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        let rules = azr_rules::books().iter().flat_map(|book| book.rules);
        rules.enumerate().map(|(at, rule)| (rule.id, at)).collect()
    });
    keys.get(rule)
        .map_or_else(|| "3000".to_owned(), |at| (3001 + at).to_string())
}
