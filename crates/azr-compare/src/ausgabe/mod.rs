//! A comparison for programs and people: JSON, a text table, one HTML file.
//!
//! Titles and values are in German, as the register has them; everything around them is in German
//! or English.

mod html;
mod text;
mod worte;

use crate::Vergleich;

pub use html::{Seitenkopf, html};
pub use text::text;

/// The comparison as JSON, with line breaks. Its keys are the fields of [`Vergleich`].
pub fn json(vergleich: &Vergleich) -> String {
    // Only texts, numbers and lists: there is nothing that can't be written.
    serde_json::to_string_pretty(vergleich).unwrap_or_default()
}
