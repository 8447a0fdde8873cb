//! Messages to the register, put together as text, and a register to send them to.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use azr::{Antwort, Inhalt};
use chrono::{DateTime, Utc};
use xoev_sim::azr::{Answer, Register, Settings};

/// The office that most messages are from.
pub(crate) const ABH: &str = "990100";
/// Another authority.
pub(crate) const BAMF: &str = "990200";

/// A register at a fixed time.
pub(crate) fn register() -> Register {
    Register::new(settings()).expect("a register")
}

pub(crate) fn settings() -> Settings {
    let now: DateTime<Utc> = "2026-11-22T08:00:00Z".parse().expect("a time");
    let mut settings = Settings::default();
    settings.clock = Arc::new(move || now);
    settings
}

/// A message with a UUID of its own.
pub(crate) struct Nachricht {
    pub(crate) uuid: String,
    pub(crate) xml: String,
}

impl Nachricht {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.xml.as_bytes()
    }
}

/// A message of this element from this authority, with this content after its head.
pub(crate) fn von(behoerde: &str, element: &str, inhalt: &str) -> Nachricht {
    let bearbeitung = format!(
        "<xa:durchfuehrenderSachbearbeiter>Beispiel, Martina</xa:durchfuehrenderSachbearbeiter>\
         <xa:durchfuehrendeBehoerde>{behoerde}</xa:durchfuehrendeBehoerde>"
    );
    let head = element.starts_with("AnAZR").then_some(bearbeitung);
    roh(element, &format!("{}{inhalt}", head.unwrap_or_default()))
}

/// A message without what messages to the register have besides.
pub(crate) fn roh(element: &str, inhalt: &str) -> Nachricht {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let uuid = format!("0d0aa209-b31d-439e-a4e5-{count:012x}");
    let nummer = element.rsplit('.').next().expect("a number");
    let office = |name: &str, kennung: &str, more: &str| {
        format!(
            "<{name}><verzeichnisdienst listURI=\"urn:xoev-de:kosit:codeliste:verzeichnisdienst\" \
             listVersionID=\"3\"><code>DVDV</code></verzeichnisdienst><kennung>{kennung}</kennung>\
             <name>Muster</name>{more}</{name}>"
        )
    };
    let mail = "<erreichbarkeit><kanal listURI=\"urn:de:xoev:codeliste:erreichbarkeit\" \
                listVersionID=\"3\"><code>01</code></kanal><kennung>a@b.example</kennung></erreichbarkeit>";
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xa:{element} \
         xmlns:xa=\"http://www.osci.de/xauslaender2611\" produkt=\"P\" produkthersteller=\"H\" \
         standard=\"XAusländer\" test=\"Beispiel\" version=\"26.11\"><nachrichtenkopf.g2g>\
         <identifikation.nachricht><nachrichtenUUID>{uuid}</nachrichtenUUID>\
         <nachrichtentyp listURI=\"urn:de:xauslaender:codelist:nachrichtentyp\" listVersionID=\"19\">\
         <code>{nummer}</code></nachrichtentyp><erstellungszeitpunkt>2026-11-22T08:59:40.000+01:00\
         </erstellungszeitpunkt></identifikation.nachricht>{}{}</nachrichtenkopf.g2g><anschrift.autor>\
         <gebaeude><hausnummer>1</hausnummer><postleitzahl>00100</postleitzahl><strasse>Rathausplatz\
         </strasse><wohnort>Musterstadt</wohnort></gebaeude></anschrift.autor>{inhalt}</xa:{element}>",
        office("leser", "dbs:490030020000", ""),
        office("autor", "azr:990100", mail),
    );
    Nachricht { uuid, xml }
}

/// An element with a key of a code list of the register.
pub(crate) fn code(element: &str, list: &str, version: &str, key: &str) -> String {
    format!(
        "<xa:{element} listURI=\"urn:de:xauslaender:codelist:azr:{list}\" \
         listVersionID=\"{version}\"><code>{key}</code></xa:{element}>"
    )
}

/// The kind of a change.
pub(crate) fn art(key: &str) -> String {
    code("aenderungsArt", "aenderungsart", "2", key)
}

/// Basic personal data, as content of a report and of a query.
pub(crate) fn person(familienname: &str, vorname: &str, geburt: &str, abfrage: bool) -> String {
    let staat = "<xa:staatsangehoerigkeit listURI=\"urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staatsangehoerigkeit\" \
                 listVersionID=\"1\"><code>423</code></xa:staatsangehoerigkeit>";
    let geschlecht = "<xa:geschlecht><xa:geschlecht listURI=\"urn:xoev-de:xinneres:codeliste:geschlecht\" \
                      listVersionID=\"1\"><code>w</code></xa:geschlecht></xa:geschlecht>";
    let geburt = format!(
        "<xa:geburtsangaben><xa:geburtsort><xa:unbekannt>true</xa:unbekannt></xa:geburtsort>\
         <xa:geburtsortStaat>{staat}</xa:geburtsortStaat><xa:tagDerGeburt><teilbekanntesDatum>\
         <jahrMonatTag>{geburt}</jahrMonatTag></teilbekanntesDatum></xa:tagDerGeburt>\
         </xa:geburtsangaben>"
    );
    // The order differs between reports and everything else.
    let (one, two) = if abfrage {
        (&geburt[..], geschlecht)
    } else {
        (geschlecht, &geburt[..])
    };
    format!(
        "<xa:familienname><name>{familienname}</name></xa:familienname><xa:vorname>\
         <name>{vorname}</name></xa:vorname>{one}{two}<xa:staatsangehoerigkeit>{staat}</xa:staatsangehoerigkeit>"
    )
}

/// A fact or another group, as added.
pub(crate) fn neu(gruppe: &str, inhalt: &str) -> String {
    aendern(gruppe, "01", None, inhalt)
}

/// A group with this kind of change.
pub(crate) fn aendern(gruppe: &str, kind: &str, id: Option<&str>, inhalt: &str) -> String {
    let id = id.map(|id| format!("<xa:referenz.id>{id}</xa:referenz.id>"));
    let fach = format!("<xa:{gruppe}.fachdaten.neu>{inhalt}</xa:{gruppe}.fachdaten.neu>");
    let fach = if inhalt.is_empty() { "" } else { &fach };
    format!(
        "<xa:{gruppe}>{}{}{fach}</xa:{gruppe}>",
        art(kind),
        id.unwrap_or_default()
    )
}

/// In the place of facts.
pub(crate) fn sachverhalt(inhalt: &str) -> String {
    format!("<xa:sachverhalt>{inhalt}</xa:sachverhalt>")
}

/// The person has entered the country.
pub(crate) fn meldestatus(kind: &str) -> String {
    let kind = code("meldestatusArt", "meldestatusart", "3", kind);
    let day = "<xa:ereignisdatum>2026-11-02</xa:ereignisdatum>";
    neu("meldestatus", &format!("{kind}{day}"))
}

/// A toleration up to this day.
pub(crate) fn duldung(bis: &str) -> String {
    format!(
        "{}<xa:ereignisdatum>2026-05-04</xa:ereignisdatum><xa:befristungsdatum>{bis}</xa:befristungsdatum>\
         <xa:bescheinigungsNummer>X99000123</xa:bescheinigungsNummer>",
        code("duldungArt", "artderduldung", "6", "16")
    )
}

/// A first report of a person who has entered the country, with more besides.
pub(crate) fn erstmeldung(behoerde: &str, person: &str, mehr: &str) -> Nachricht {
    let person = neu("grundpersonalien", person);
    let fact = sachverhalt(&meldestatus("01"));
    let content = format!("{person}{mehr}{fact}");
    von(behoerde, "AnAZR.AZRErstmeldung.090009", &content)
}

/// A later report.
pub(crate) fn folgemeldung(behoerde: &str, nummer: &str, inhalt: &str) -> Nachricht {
    let content = format!("<xa:azrNummer>{nummer}</xa:azrNummer>{inhalt}");
    von(behoerde, "AnAZR.AZRFolgemeldung.090010", &content)
}

/// A query for everything.
pub(crate) fn anfrage(inhalt: &str) -> Nachricht {
    anfrage_mit(inhalt, true)
}

/// A query with or without history, earlier names and search notes.
pub(crate) fn anfrage_mit(inhalt: &str, alles: bool) -> Nachricht {
    let content = format!(
        "{}<xa:lieferungFruehererNamen>{alles}</xa:lieferungFruehererNamen><xa:lieferungSuchvermerke>\
         {alles}</xa:lieferungSuchvermerke><xa:lieferungHistorie>{alles}</xa:lieferungHistorie>\
         <xa:anfrageAZR>{inhalt}</xa:anfrageAZR>",
        code("abrufzweck", "abrufzweck", "3", "01")
    );
    von(ABH, "AnAZR.AZRAnfrage.090001", &content)
}

/// A record of one person, and its number.
pub(crate) fn anlegen(
    register: &Register,
    familienname: &str,
    vorname: &str,
    geburt: &str,
) -> String {
    let report = erstmeldung(ABH, &person(familienname, vorname, geburt, false), "");
    let Inhalt::Bestaetigung(done) = frage(register, &report).inhalt().clone() else {
        panic!("not stored: {}", text(&register.answer(report.bytes())));
    };
    done.azr_nummer.expect("a number")
}

/// The id that an answer has in this element.
pub(crate) fn id(answer: &Answer, element: &str) -> String {
    let xml = text(answer);
    let at = xml
        .find(&format!("{element}>"))
        .unwrap_or_else(|| panic!("no {element}: {xml}"));
    let rest = &xml[at + element.len() + 1..];
    rest[..rest.find('<').expect("an end")].to_owned()
}

/// The keys of the errors of an answer.
pub(crate) fn fehler(register: &Register, nachricht: &Nachricht) -> Vec<String> {
    let antwort = frage(register, nachricht);
    antwort
        .fehler()
        .iter()
        .map(|f| f.fehlerschluessel.clone())
        .collect()
}

/// The repetition of a message.
pub(crate) fn wiederholung(inner: &[u8], nummer: &str) -> Nachricht {
    use base64::Engine as _;
    let inner = base64::engine::general_purpose::STANDARD.encode(inner);
    let content = format!(
        "<xa:nachrichtentyp listURI=\"urn:de:xauslaender:codelist:nachrichtentyp\" listVersionID=\"19\">\
         <code>{nummer}</code></xa:nachrichtentyp><xa:nachricht>{inner}</xa:nachricht>"
    );
    roh("Administration.Sendungswiederholung.000020", &content)
}

/// What the register answers, read.
pub(crate) fn frage(register: &Register, nachricht: &Nachricht) -> Antwort {
    lesen(&register.answer(nachricht.bytes()))
}

pub(crate) fn lesen(answer: &Answer) -> Antwort {
    let antwort = Antwort::lesen(answer.bytes.to_vec());
    let unread = matches!(antwort.inhalt(), Inhalt::Ungelesen(_));
    assert!(!unread, "{}", text(answer));
    antwort
}

pub(crate) fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.bytes).into_owned()
}
