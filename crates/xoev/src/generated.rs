//! Tables that are made from published schemas (see the test `din91379_tables`), and the types
//! of the base message that the standards share (`cargo xtask codegen`).

pub(crate) mod din91379;
/// Types of the base schemas that XÖV standards share.
#[cfg(feature = "basis")]
#[rustfmt::skip]
#[allow(missing_docs, unused_imports)]
pub mod basis;
