//! Where to: which way a message goes by its number, and where an authority
//! offers the service for it ([`Directory`]).

mod directory;

pub use directory::{Directory, DirectoryError, Element, ElementKind, Entry};
