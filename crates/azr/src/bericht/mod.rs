//! A clerk's view of an answer: what was sent, what the register says, which fields it means, and
//! what can be done. In German and English, as plain text and as one HTML file.
//!
//! What the register says stands there word for word, marked as a quotation. Only characters that
//! can't be seen, or that would rearrange what stands around them, are named instead of printed
//! (`[U+202E]`). Of these, the texts of the standard can hold just one: a carriage return, written
//! as `&#13;`.

mod abgewiesen;
mod felder;
mod html;
mod inhalt;
mod nebenbei;
mod rat;
mod text;
mod worte;

use std::sync::Arc;

use xoev::Language;
use xoev_bundled::BundleError;

use crate::antwort::{Antwort, Ergebnis};
use crate::fehler::{Gesendet, Zuordnung, Zustaendigkeitsregeln};

/// A report on one submission and its answer.
///
/// ```
/// use xoev::Language;
///
/// let meldung = b"<leer/>";
/// let antwort = b"<html>502 Bad Gateway</html>";
/// let bericht = azr::fehlerbericht(meldung, antwort, Language::English)?;
/// assert!(bericht.text().contains("could not be read"));
/// assert!(bericht.html().starts_with("<!DOCTYPE html>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Fehlerbericht {
    sprache: Language,
    titel: String,
    antwort: Antwort,
    zuordnungen: Vec<Vec<Arc<Zuordnung>>>,
    abschnitte: Vec<Abschnitt>,
}

/// A part of the report below a heading.
#[derive(Debug, PartialEq)]
struct Abschnitt {
    ueberschrift: String,
    gewicht: Gewicht,
    bloecke: Vec<Block>,
}

/// How a part is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gewicht {
    Neutral,
    Gut,
    Warnung,
    Fehler,
}

/// A piece of a part. Texts are as they came; what makes them harmless is the work of each form.
#[derive(Debug, PartialEq)]
enum Block {
    /// Names and values.
    Fakten(Vec<(String, String)>),
    /// Foreign words, with a line that says whose they are.
    Zitat { von: String, text: String },
    /// A sentence of this report.
    Absatz(String),
    /// A numbered list of sentences of this report.
    Liste(Vec<String>),
}

/// Explains the answer to a submission. Neither has to be valid: whatever can be told is told.
///
/// # Errors
/// [`BundleError`] if the program was built wrongly.
pub fn fehlerbericht(
    meldung: &[u8],
    antwort: &[u8],
    sprache: Language,
) -> Result<Fehlerbericht, BundleError> {
    let regeln = Zustaendigkeitsregeln::default();
    fehlerbericht_mit(meldung, Antwort::lesen(antwort), sprache, &regeln)
}

/// As [`fehlerbericht`], of an answer that was read before, with the user's rules on errors that
/// mean "not responsible".
///
/// # Errors
/// [`BundleError`] if the program was built wrongly.
pub fn fehlerbericht_mit(
    meldung: &[u8],
    antwort: Antwort,
    sprache: Language,
    regeln: &Zustaendigkeitsregeln,
) -> Result<Fehlerbericht, BundleError> {
    let gesendet = Gesendet::lesen(meldung)?;
    let eintraege = gesendet.eintraege()?;
    Ok(inhalt::bericht(
        &gesendet, &eintraege, antwort, sprache, regeln,
    ))
}

impl Fehlerbericht {
    /// As plain text, without colours.
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// As one HTML file that loads nothing: no network, no script. It is well-formed XML, too.
    pub fn html(&self) -> String {
        html::html(self)
    }

    /// The answer.
    pub fn antwort(&self) -> &Antwort {
        &self.antwort
    }

    /// What became of the submission.
    pub fn ergebnis(&self) -> Ergebnis {
        self.antwort.ergebnis()
    }

    /// For each error ([`Antwort::fehler`]), what its faulty attributes are in the submission. Of
    /// very many attributes, the first 200 are looked for. Attributes whose names differ in case,
    /// umlauts or punctuation only share one result.
    pub fn zuordnungen(&self) -> &[Vec<Arc<Zuordnung>>] {
        &self.zuordnungen
    }
}
