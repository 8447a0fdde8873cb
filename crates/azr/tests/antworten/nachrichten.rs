//! Messages for these tests, put together as text so that they may be wrong, too.

use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, SchemaSet};

/// The repository's example of an error message.
pub(crate) const FEHLER: &str =
    include_str!("../../../../examples/nachrichten/azr/090099-fehlernachricht-gueltig.xml");
/// The repository's example of a later report.
pub(crate) const FOLGEMELDUNG: &str =
    include_str!("../../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
/// The example of this crate: a first report.
pub(crate) const ERSTMELDUNG: &str = include_str!("../../examples/daten/090009-erstmeldung.xml");
/// The example of this crate: the answer to the first report.
pub(crate) const ANTWORT: &str = include_str!("../../examples/daten/090099-fehlernachricht.xml");

/// A message from the register with this content after its head.
pub(crate) fn von_azr(element: &str, inhalt: &str) -> String {
    let nummer = &element[element.len() - 6..];
    let begin = FEHLER.find("  <nachrichtenkopf.g2g>").expect("a head");
    let end = FEHLER
        .find("  <xa:fehlerfall>")
        .expect("an end of the head");
    let kopf = FEHLER[begin..end].replace("<code>090099</code>", &format!("<code>{nummer}</code>"));
    format!(
        "<xa:{element} xmlns:xa=\"http://www.osci.de/xauslaender2611\" produkt=\"P\" \
         produkthersteller=\"H\" standard=\"XAusländer\" version=\"26.11\">\n{kopf}{inhalt}</xa:{element}>"
    )
}

/// An error message with this content after its head.
pub(crate) fn fehlernachricht(inhalt: &str) -> String {
    von_azr("VonAZR.AZRFehlernachricht.090099", inhalt)
}

/// A confirmation with this content after its head.
pub(crate) fn bestaetigung(inhalt: &str) -> String {
    von_azr("VonAZR.AZRBestaetigungMeldung.090098", inhalt)
}

/// An error message with one error, which has this text.
pub(crate) fn mit_fehlertext(text: &str) -> String {
    fehlernachricht(&format!(
        "<xa:fehlerfall><xa:fehlerschluessel>1</xa:fehlerschluessel>\
         <xa:fehlertext>{text}</xa:fehlertext></xa:fehlerfall>"
    ))
}

/// A valid message of this number with everything that it may have.
pub(crate) fn muster(set: &SchemaSet, nummer: &str, seed: u64) -> String {
    let at = set
        .elements
        .iter()
        .position(|e| e.name.local.ends_with(&format!(".{nummer}")))
        .expect(nummer);
    let id = ElementId(u32::try_from(at).expect("a small number"));
    let sampler = Sampler::new(set).seed(seed).full(true);
    sampler.sample(id).expect(nummer)
}
