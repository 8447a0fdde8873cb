//! A record: what an office or the register holds of a person.

use azr::darstellung::{Auszug, Darsteller, Eintrag};
use xauslaender::v26_11::azr::{AZRDatensatzinhalt, VonAZRAZRGesamtauskunft090004};
use xoev::{Message as _, MessageIo as _};

use crate::error::LeseFehler;
use crate::json;

/// A record of the office, or of the register: its AZR number and the entries of all groups.
///
/// Made from a whole record of the register ([`Datensatz::aus_xml`],
/// [`Datensatz::aus_nachricht`]), from JSON ([`Datensatz::aus_json`]), or entry by entry with values
/// of the types `AZR.X.Auskunft`:
///
/// ```
/// use azr::darstellung::Darsteller;
/// use azr_compare::Datensatz;
/// # fn example(duldung: xauslaender::v26_11::azr::AZRDuldungAuskunft) -> Result<(), Box<dyn std::error::Error>> {
/// let darsteller = Darsteller::new()?;
/// let mut datensatz = Datensatz::neu("990309012345");
/// datensatz.eintraege.push(darsteller.wert(&duldung)?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Datensatz {
    /// The AZR number, if it is known.
    pub azr_nummer: Option<String>,
    /// The authority that keeps the file, by its six digits, if it is known.
    pub aktenfuehrende_behoerde: Option<String>,
    /// The entries.
    pub eintraege: Vec<Eintrag>,
    /// What is wrong with the message that it is from, by its schema, in German.
    pub maengel: Vec<String>,
}

impl Datensatz {
    /// A record without entries.
    pub fn neu(azr_nummer: impl Into<String>) -> Datensatz {
        Datensatz {
            azr_nummer: Some(azr_nummer.into()),
            ..Datensatz::default()
        }
    }

    /// A record as XML (090004) or JSON (see [`json_schema`](crate::json_schema())), as the first
    /// character shows.
    ///
    /// # Errors
    /// If it is neither, or can't be read.
    pub fn aus_bytes(darsteller: &Darsteller, bytes: &[u8]) -> Result<Datensatz, LeseFehler> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match text.iter().find(|b| !b.is_ascii_whitespace()) {
            Some(b'{') => Datensatz::aus_json(darsteller, text),
            // In UTF-16, too, which begins with a mark or a zero.
            Some(b'<' | 0xFE | 0xFF | 0) => Datensatz::aus_xml(darsteller, bytes),
            _ => Err(LeseFehler::UnbekanntesFormat),
        }
    }

    /// The record of a message 090004. Faults of the message are kept in [`Datensatz::maengel`].
    ///
    /// # Errors
    /// If the message is another one, not well-formed, or too large.
    pub fn aus_xml(darsteller: &Darsteller, bytes: &[u8]) -> Result<Datensatz, LeseFehler> {
        let extract = darsteller.nachricht(bytes)?;
        if extract.nachricht != VonAZRAZRGesamtauskunft090004::NAME {
            return Err(LeseFehler::AndereNachricht(extract.nachricht));
        }
        Ok(Datensatz::from(extract))
    }

    /// The record of a typed message 090004.
    ///
    /// # Errors
    /// If the message breaks its schema, or is too large.
    pub fn aus_nachricht(
        darsteller: &Darsteller,
        nachricht: &VonAZRAZRGesamtauskunft090004,
    ) -> Result<Datensatz, LeseFehler> {
        Datensatz::aus_xml(darsteller, &nachricht.to_vec()?)
    }

    /// The record of a typed content, such as those before and after a change in a notice 090030.
    ///
    /// # Errors
    /// If the content breaks its schema, or is too large.
    pub fn aus_inhalt(
        darsteller: &Darsteller,
        inhalt: &AZRDatensatzinhalt,
    ) -> Result<Datensatz, LeseFehler> {
        Ok(Datensatz::from(darsteller.inhalt(inhalt)?))
    }

    /// A record in the JSON form of this crate: [`json_schema`](crate::json_schema()).
    ///
    /// # Errors
    /// If the text is no JSON, has a field that the form does not know, or a value of another kind.
    pub fn aus_json(darsteller: &Darsteller, bytes: &[u8]) -> Result<Datensatz, LeseFehler> {
        json::read(darsteller, bytes)
    }

    /// The record in the JSON form of this crate. Extensions of the standard, photos and documents
    /// have no place in it.
    pub fn zu_json(&self, darsteller: &Darsteller) -> serde_json::Value {
        json::write(darsteller, self)
    }
}

impl From<Auszug> for Datensatz {
    fn from(extract: Auszug) -> Datensatz {
        let keeper = extract.aktenfuehrende_behoerde;
        let digits = |inhalt| match inhalt {
            azr::darstellung::Inhalt::Behoerde { kennzeichen, .. } => Some(kennzeichen),
            _ => None,
        };
        let faults = extract.maengel.iter().map(|finding| {
            let place = &finding.violation;
            let text = finding.text(xoev::Language::German);
            format!("{} (Zeile {}): {text}", place.path, place.line)
        });
        Datensatz {
            azr_nummer: extract.azr_nummer,
            aktenfuehrende_behoerde: keeper.and_then(|field| digits(field.inhalt)),
            maengel: faults.collect(),
            eintraege: extract.eintraege,
        }
    }
}
