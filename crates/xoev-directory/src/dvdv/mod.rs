//! The DVDV (Deutsches Verwaltungsdiensteverzeichnis) over its REST interface, version 2.
//!
//! All functions of the interface are methods of [`Dvdv`], single and in batches; as a
//! [`Directory`](crate::Directory) it tells where an authority offers a service. Real servers send
//! other shapes than the description of the interface says (lists, nulls): all of them are read.
//!
//! | answer | means |
//! |---|---|
//! | 204 with the header `dvdv-warning-msg` | there is such a service, but it is not valid now |
//! | 204; 404 with problem details (codes 5005 service, 5009 organisation) | there is none |
//! | other 4xx, also 401 with a new token | refused |
//! | 408, 425, 429, 5xx, 404 without problem details, no JSON, no connection, too slow | does not work: the substitute is asked |
//! | one that names another authority, service, category or certificate than was asked for | does not work, code `mismatch`: nothing of it is used |

mod answer;
mod batch;
mod failure;
mod fingerprint;
mod functions;
mod header_words;
mod http;
mod lookup;
mod model;
mod same;
mod settings;
mod shape;
mod token;

use std::fmt;

pub use failure::{DvdvError, Lookup, Missing};
pub use fingerprint::{Fingerprint, FingerprintError};
pub use functions::{ElementProperty, ElementQuery};
pub use model::{
    Category, Certificate, Intermediary, Organisation, OrganisationDescription, ServerVersion,
    Service, ServiceElement, ServiceOutline,
};
pub use settings::{EntryPath, Login, Settings, SettingsError};

/// A client of the DVDV.
pub struct Dvdv {
    http: http::Http,
}

impl Dvdv {
    /// A client with these settings. Nothing is asked yet.
    ///
    /// # Errors
    /// [`SettingsError`]
    pub fn new(settings: Settings) -> Result<Dvdv, SettingsError> {
        let http = http::Http::new(settings)?;
        Ok(Dvdv { http })
    }
}

impl fmt::Debug for Dvdv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dvdv").finish_non_exhaustive()
    }
}
