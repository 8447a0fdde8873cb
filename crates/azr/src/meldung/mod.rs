//! Submissions to the register: a builder for each message, which refuses what the standard warns of.

mod abgleich;
mod anforderung;
mod anfrage;
mod art;
mod besondere;
mod datenpflege;
mod dokument;
mod einreichung;
mod erstmeldung;
mod folgemeldung;
mod grund;
mod gruppen;
mod gruppenmeldung;
mod massnahme;
mod stelle;
mod vorabfrage;

pub use abgleich::{
    Abgleichsstatistik, Registerabgleichsanfrage, UebereinstimmendeNummer, Zeitraum,
};
pub use anforderung::{Dokumentanforderung, Lichtbildanforderung, Unerlaesslichkeit};
pub use anfrage::{Anfrage, Suchgrund, Verpflichtungsgeberanfrage};
pub use art::{Aenderung, Aenderungsart};
pub use besondere::{
    Fingerabdruckaenderung, Fingerabdruckdaten, Lichtbildaenderung, NichtIdentisch, Suchvermerkbild,
};
pub use datenpflege::Datenpflegeanfrage;
pub use dokument::Dokumentmeldung;
pub use einreichung::{Beteiligung, Einreichung, Personenschluessel, Vermerk, Zugehoerigkeit};
pub use erstmeldung::Erstmeldung;
pub use folgemeldung::Folgemeldung;
pub use grund::{Ablehnung, Grund};
pub use gruppen::inhalt;
pub use gruppenmeldung::{Erstangabe, Erstsachverhalt, Fachgruppe, Gruppenmeldung};
pub use massnahme::{Betroffener, Gesamtstand, Massnahme, Stand};
pub use stelle::{Bearbeitung, Stelle};
pub use vorabfrage::{Vorabergebnis, Vorabfrage, Vorabtreffer};
