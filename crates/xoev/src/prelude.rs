//! What generated code uses by short names.

pub use crate::element::{Element, First, Group, Message};
pub use crate::reader::{Reader, Result};
pub use crate::writer::Writer;

/// Result of writing.
pub type Written = crate::writer::Result<()>;

/// No upper bound.
pub const MAX: u32 = u32::MAX;
