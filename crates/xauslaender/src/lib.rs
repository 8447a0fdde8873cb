//! placeholder

#[rustfmt::skip]
#[allow(missing_docs, rustdoc::invalid_html_tags, rustdoc::bare_urls, unused_imports, unreachable_pub)]
#[allow(clippy::all)]
mod generated;

mod kopf;

pub use kopf::{Absender, Kopf, Nachrichtenkopf, behoerde_im_dvdv};

pub use generated::ns;
pub use generated::xinneres;
#[cfg(feature = "xdomea")]
pub use generated::xdomea_4_0_0;

/// XAusländer 26.11.
pub mod v26_11 {
    pub use crate::generated::nachrichten::MESSAGES;
    pub use crate::generated::nachrichten::Nachricht2611 as Nachricht;
    pub use crate::generated::v26_11::*;
}
