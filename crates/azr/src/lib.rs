//! Submissions to the Ausländerzentralregister (AZR), and its answers word for word.
//!
//! [`Gruppe`] is the table of everything that the register keeps of a person.
//! [`darstellung`] shows its entries as people read them.

pub mod darstellung;
mod gruppe;
mod referenz;

pub use gruppe::{Gruppe, Ort};
pub use referenz::{Herkunft, ReferenzId};
