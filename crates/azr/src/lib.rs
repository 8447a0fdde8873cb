//! Submissions to the Ausländerzentralregister (AZR), and its answers word for word.
//!
//! [`Gruppe`] is the table of everything that the register keeps of a person.
//! [`darstellung`] shows its entries as people read them.

pub mod antwort;
pub mod bericht;
pub mod darstellung;
pub mod fehler;
mod gruppe;
mod referenz;

pub use antwort::{Antwort, Ausweg, Dublette, DublettenArt, Ergebnis, Inhalt};
pub use bericht::{Fehlerbericht, fehlerbericht, fehlerbericht_mit};
pub use fehler::{
    AzrFehler, AzrHinweis, Gesendet, Regel, RegelnFehler, Zuordnung, Zustaendigkeitsregeln,
};
pub use gruppe::{Gruppe, Ort};
pub use referenz::{Herkunft, ReferenzId};
