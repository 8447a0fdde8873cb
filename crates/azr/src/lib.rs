//! Submissions to the Ausländerzentralregister (AZR), and its answers word for word.
//!
//! [`Gruppe`] is the table of everything that the register keeps of a person.
//! [`darstellung`] shows its entries as people read them.

pub mod antwort;
pub mod bericht;
pub mod darstellung;
pub mod fehler;
mod gruppe;
mod meldung;
mod pruefung;
mod referenz;

pub use antwort::{Antwort, Ausweg, Dublette, DublettenArt, Ergebnis, Inhalt};
pub use bericht::{Fehlerbericht, fehlerbericht, fehlerbericht_mit};
pub use fehler::{
    AzrFehler, AzrHinweis, Gesendet, Regel, RegelnFehler, Zuordnung, Zustaendigkeitsregeln,
};
pub use gruppe::{Gruppe, Ort};
pub use meldung::{
    Abgleichsstatistik, Ablehnung, Aenderung, Aenderungsart, Anfrage, Bearbeitung, Beteiligung,
    Betroffener, Datenpflegeanfrage, Dokumentanforderung, Dokumentmeldung, Einreichung, Erstangabe,
    Erstmeldung, Erstsachverhalt, Fachgruppe, Fingerabdruckaenderung, Fingerabdruckdaten,
    Folgemeldung, Gesamtstand, Grund, Gruppenmeldung, Lichtbildaenderung, Lichtbildanforderung,
    MAX_DOKUMENT, MAX_NOTIZEN, MAX_PAKET, Massnahme, NichtIdentisch, Personenschluessel,
    Registerabgleichsanfrage, Stand, Stelle, Suchgrund, Suchvermerkbild, UebereinstimmendeNummer,
    Unerlaesslichkeit, Vermerk, Verpflichtungsgeberanfrage, Vorabergebnis, Vorabfrage, Vorabtreffer,
    Zeitraum, Zugehoerigkeit, inhalt,
};
pub use pruefung::{Aufbaufehler, Befund, Pruefung, Pruefvermerk, Uebersteuerung, Zurueckgehalten};
pub use referenz::{Herkunft, ReferenzId};
