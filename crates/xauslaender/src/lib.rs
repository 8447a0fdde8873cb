//! placeholder

#[rustfmt::skip]
#[allow(missing_docs, rustdoc::invalid_html_tags, rustdoc::bare_urls, unused_imports, unreachable_pub)]
#[allow(clippy::all)]
mod generated;

pub use generated::v26_11;
pub use generated::xinneres;
#[cfg(feature = "xdomea")]
pub use generated::xdomea_4_0_0;
pub use generated::nachrichten::*;
pub use generated::ns;
