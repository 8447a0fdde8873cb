//! Schema sets of German public administration standards (XÖV).
//!
//! [`Loader`] reads XSD into one resolved model, the [`SchemaSet`]: what Rust types are generated
//! from, what samples and explanations are made of, and what two releases are compared by.
//!
//! The reading stage stands behind the feature `xsd`, which is on by default. Without it the
//! crate is the model with its compact form and the comparison, and light enough to be built into
//! other programs.

mod compact;
mod count;
pub mod diff;
#[cfg(feature = "xsd")]
mod error;
pub mod explain;
mod lookup;
mod model;
#[cfg(feature = "sample")]
pub mod mutate;
#[cfg(feature = "xsd")]
mod read;
#[cfg(feature = "xsd")]
mod resolve;
#[cfg(feature = "sample")]
pub mod sample;

pub use compact::CompactError;
pub use count::{Account, Definitions};
#[cfg(feature = "xsd")]
pub use error::{Place, Referent, SchemaError};
pub use model::*;
#[cfg(feature = "xsd")]
pub use read::{Loader, load};
