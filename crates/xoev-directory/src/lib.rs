//! Where to: which way a message goes by its number ([`RoutingTable`]), in which version a recipient
//! takes it ([`choose`]), and where an authority offers the service for it ([`Directory`]).
//!
//! Directories: a file ([`FileDirectory`]), the [`dvdv`] over its REST interface, and either of them
//! with answers kept for the day ([`Cached`]).
//!
//! The table is data with the source of each statement. What no public text says is not guessed: the
//! parts of services that are unknown have names that configuration explains ([`ServiceNames`]).

mod cache;
mod directory;
pub mod dvdv;
mod file;
mod german_day;
mod key;
mod route;
mod version;

pub use cache::Cached;
pub use directory::{Directory, DirectoryError, Element, ElementKind, Entry};
pub use file::{FileDirectory, FileError, OfferedService, Organisation};
pub use german_day::{Clock, german_day, german_time, system_clock};
pub use key::Key;
pub use route::{
    Mode, Modes, Role, Route, RouteError, RoutingTable, Service, ServiceNames, Source, TableError,
};
pub use version::{
    Calendar, ChooseError, Destination, Query, Tried, Validity, Version, VersionError, choose,
};
