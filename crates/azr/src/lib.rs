//! Submissions to the Ausländerzentralregister (AZR), and its answers word for word.
//!
//! [`Gruppe`] is the table of everything that the register keeps of a person.

mod gruppe;
mod referenz;

pub use gruppe::{Gruppe, Ort};
pub use referenz::{Herkunft, ReferenzId};
