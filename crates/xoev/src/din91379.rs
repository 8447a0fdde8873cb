//! The text datatypes of DIN 91379 (2022-08): characters of names and addresses in Europe.
//!
//! A is for names of persons, B for other names, C for everything else in the registers that XÖV
//! standards speak about; D and E add Greek and Cyrillic letters and typographic signs.

pub use crate::generated::din91379::{CHARS_A, CHARS_B, CHARS_C, CHARS_D, CHARS_E};

/// The namespace of the datatypes in schemas.
pub const NAMESPACE: &str = "urn:xoev-de:kosit:xoev:datentyp:din-91379_2022-08";

crate::text_type! {
    /// Datatype A: names of natural persons.
    pub DatatypeA = "din91379:datatypeA", Preserve { chars: Some(&CHARS_A) }
}
crate::text_type! {
    /// Datatype B: other names.
    pub DatatypeB = "din91379:datatypeB", Preserve { chars: Some(&CHARS_B) }
}
crate::text_type! {
    /// Datatype C: any text of a register, line ends included.
    pub DatatypeC = "din91379:datatypeC", Preserve { chars: Some(&CHARS_C) }
}
crate::text_type! {
    /// Datatype D: as B, with Greek letters and further signs.
    pub DatatypeD = "din91379:datatypeD", Preserve { chars: Some(&CHARS_D) }
}
crate::text_type! {
    /// Datatype E: as C, with Greek and Cyrillic letters and further signs.
    pub DatatypeE = "din91379:datatypeE", Preserve { chars: Some(&CHARS_E) }
}
