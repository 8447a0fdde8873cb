//! Submissions to the Ausländerzentralregister (AZR), and its answers word for word.
//!
//! [`Gruppe`] is the table of everything that the register keeps of a person.
//! [`darstellung`] shows its entries as people read them.
//!
//! # Submitting
//!
//! There is a builder for each message to the register: [`Anfrage`] (090001),
//! [`Lichtbildanforderung`] (090005), [`Dokumentanforderung`] (090007), [`Erstmeldung`] (090009),
//! [`Folgemeldung`] (090010), [`Dokumentmeldung`] (090012), [`Registerabgleichsanfrage`] (090021),
//! [`Abgleichsstatistik`] (090023, to the BAMF), [`Datenpflegeanfrage`] (090040) and
//! [`Verpflichtungsgeberanfrage`] (090051). A [`Massnahme`] applies one fact to several persons.
//!
//! Builders refuse, with all reasons ([`Ablehnung`]), what goes beyond one field: entries that do
//! not go together, a missing query before a first report, numbers that are there twice, sizes. The
//! result is an [`Einreichung`]: the message, valid by its schema, its bytes, and what has to be
//! known besides. Whether the content is plausible only [`Pruefung`] finds, by the rules of the
//! standards and the register's plausibility checks, before it is sent. This is a whole follow-up
//! report:
//!
//! ```
//! use azr::inhalt::Duldung;
//! use azr::{Aenderung, Bearbeitung, Folgemeldung, Pruefung, ReferenzId, Stelle};
//! use xauslaender::v26_11::codes::CodeAZRDuldungArt;
//! use xauslaender::xinneres::azrnummer_3::AZRNummer;
//! use xauslaender::xinneres::datum_2::Tagesdatum;
//! use xauslaender::{Absender, behoerde_im_dvdv};
//! use xoev::{Produkt, Simple};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use xoev::MessageIo;
//! # use xauslaender::v26_11::azr::AnAZRAZRFolgemeldung090010;
//! # let example = "../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml";
//! # let example = AnAZRAZRFolgemeldung090010::from_slice(&std::fs::read(example)?)?;
//! # let (autor, anschrift) = (example.nachrichtenkopf_g2g.autor, example.anschrift_autor);
//! // Who submits: from the settings of the program, once.
//! let stelle = Stelle {
//!     absender: Absender {
//!         produkt: Produkt::new("Fachverfahren Muster", "Musterhaus Software", "1.4")?,
//!         autor,
//!         anschrift,
//!         test: None,
//!     },
//!     register: behoerde_im_dvdv("dbs:490030020000", "Ausländerzentralregister", "3")?,
//!     bearbeitung: Bearbeitung::neu("Beispiel, Martina", "990100")?,
//! };
//! let pruefung = Pruefung::bundled()?;
//!
//! // A toleration is extended. Its id is from the last answer about it.
//! let eintrag = ReferenzId::from_local_record("Rx7C56w06")?;
//! let verlaengert = Duldung {
//!     duldung_art: CodeAZRDuldungArt::new("16")?,
//!     ereignisdatum: Some(Tagesdatum::from_text("2026-05-04")?),
//!     befristungsdatum: Some(Tagesdatum::from_text("2027-02-03")?),
//!     bescheinigungs_nummer: None,
//!     traegervordruck: None,
//!     loeschdatum: None,
//!     erweiterung: Vec::new(),
//! };
//! let einreichung = Folgemeldung::neu(AZRNummer::new("990309012345")?)
//!     .mit(Aenderung::aktualisieren(eintrag, verlaengert))
//!     .bauen(&stelle)?;
//! let einreichung = pruefung.pruefen(einreichung, &[])?;
//!
//! assert_eq!(einreichung.nummer(), "090010");
//! assert!(einreichung.pruefvermerk().is_some());
//! let _to_send: &[u8] = einreichung.bytes();
//! # Ok(())
//! # }
//! ```
//!
//! # Answers
//!
//! [`Antwort`] is whatever came back, with its bytes; [`AzrFehler`] the register's own words.
//! [`Gesendet::zuordnen`] finds the fields that they mean, [`fehlerbericht`] explains all of it to
//! clerks.
//!
//! ```
//! use azr::{Antwort, Ergebnis, Gesendet, Zuordnung};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sent = std::fs::read("examples/daten/090009-erstmeldung.xml")?;
//! # let came = std::fs::read("examples/daten/090099-fehlernachricht.xml")?;
//! let antwort = Antwort::lesen(came);
//! assert_eq!(antwort.ergebnis(), Ergebnis::Abgelehnt);
//! let gesendet = Gesendet::lesen(&sent)?;
//! for fehler in antwort.fehler() {
//!     println!("{fehler}");
//!     for attribut in &fehler.fehlerhafte_attribute {
//!         if let Zuordnung::Gefunden { stellen, .. } = gesendet.zuordnen(attribut) {
//!             println!("{attribut} is {}", stellen[0].pfad);
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```

pub mod antwort;
pub mod bericht;
pub mod darstellung;
pub mod fehler;
mod gruppe;
mod listen;
mod meldung;
mod pruefung;
mod referenz;

pub use azr_rules::{MAX_DOKUMENT, MAX_NOTIZEN, MAX_PAKET};

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
    Massnahme, NichtIdentisch, Personenschluessel, Registerabgleichsanfrage, Stand, Stelle,
    Suchgrund, Suchvermerkbild, UebereinstimmendeNummer, Unerlaesslichkeit, Vermerk,
    Verpflichtungsgeberanfrage, Vorabergebnis, Vorabfrage, Vorabtreffer, Zeitraum, Zugehoerigkeit,
    inhalt,
};
pub use pruefung::{Aufbaufehler, Befund, Pruefung, Pruefvermerk, Uebersteuerung, Zurueckgehalten};
pub use referenz::{Herkunft, ReferenzId};
