//! Messages about messages, and packets of documents.
//!
//! - [`kopf`]: what must be known of any message, valid or not, of whatever version.
//! - [`einordnung`]: what an incoming message is, and whether it has to be refused.
//! - [`bauen`]: refusals, repetitions, receipts, reminders, forwardings, and declarations of not being
//!   responsible, each valid by its schema, with a UUID of its own.
//! - [`lesen`]: what such messages say that come in; [`bewertung`]: what an answer means for the
//!   message that it answers.
//! - [`paket`]: documents of any size as packets, cut and put together as a stream.
//! - [`tabelle`]: what is known of messages by their numbers, as data.
//!
//! Nothing here sends, stores, or reads a clock.
//!
//! A message comes in and is refused, since it is for somebody else:
//!
//! ```
//! use xoev_administration::bauen::{Rueckweisbar, Rueckweisung, Vorlage};
//! use xoev_administration::{Annahme, Einordnung, Eingang, Nachrichtenkopf, einordnen};
//! use xoev_validator::{Settings, Validator};
//! # use xauslaender::Absender;
//! # use xauslaender::xinneres::quittung_5::QuittungVonSachverhaltenQuittung0020;
//! # use xoev::{MessageIo, Produkt};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let examples = "../../examples/nachrichten";
//! # let bytes = std::fs::read(format!("{examples}/mbabh/030101-anmeldung-gueltig.xml"))?;
//! # let own = std::fs::read(format!("{examples}/xinneres/0020-quittung-gueltig.xml"))?;
//! # let own = QuittungVonSachverhaltenQuittung0020::from_slice(&own)?;
//! # let absender = Absender {
//! #     produkt: Produkt::new("Fachverfahren Muster", "Musterhaus Software", "1.4")?,
//! #     autor: own.nachrichtenkopf_g2g.autor,
//! #     anschrift: own.anschrift_autor,
//! #     test: None,
//! # };
//! let validator = Validator::lazy(xoev_bundled::schemas()?);
//! let kopf = Nachrichtenkopf::read(&bytes);
//! let bericht = validator.validate(bytes.as_slice(), &Settings::default())?;
//! let eingang = Eingang {
//!     bytes: &bytes,
//!     kopf: kopf.as_ref(),
//!     bericht: &bericht,
//!     regeln: None,
//!     am: "2026-11-22".parse()?,
//!     synchron: false,
//!     schon_verarbeitet: false,
//! };
//! let Einordnung::Test(innen) = einordnen(&eingang, &Annahme::fuer(["azr:990100"])) else {
//!     panic!("the example is a test message");
//! };
//! let Einordnung::Zurueckweisen { gruende, .. } = *innen else {
//!     panic!("the example is for azr:990200");
//! };
//! let vorlage = Vorlage {
//!     bytes: &bytes,
//!     kopf: kopf.as_ref().ok(),
//!     gueltig: bericht.is_valid(),
//! };
//! let jetzt = "2026-11-22T04:00:00+01:00".parse()?;
//! let rueckweisung = Rueckweisung::neu(Rueckweisbar::pruefen(vorlage)?, gruende);
//! let nachricht = rueckweisung.asynchron(&absender, jetzt)?;
//! assert_eq!((nachricht.nummer(), nachricht.leser()), ("0010", "ags:99000200"));
//! # Ok(())
//! # }
//! ```
//!
//! # Sources
//!
//! `xauslaender-nachrichten-administration.xsd` and `xauslaender-nachrichten-abh-abh.xsd` of
//! XAusländer 26.11, `xinneres-rueckweisung.xsd` (6), `xinneres-quittung.xsd` (5) and
//! `xinneres-weiterleitung.xsd` (7) of XInneres. `schemas/PROVENANCE.md` in the repository names
//! version and checksum of every schema.
//!
//! # Panics
//!
//! Nothing that is received from outside makes this crate panic, and no call documents a panic.

pub mod bauen;
pub mod bewertung;
pub mod bezug;
pub mod einordnung;
pub mod kopf;
pub mod lesen;
pub mod paket;
pub mod tabelle;

pub use bewertung::{Bewertung, Urteil, bewerten};
pub use bezug::Nachrichtenbezug;
pub use einordnung::{Annahme, Eingang, Einordnung, einordnen};
pub use kopf::{Nachrichtenkopf, Nummer, Unlesbar, Version};
