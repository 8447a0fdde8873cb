//! Simulators, so that everything can be tried without an authority: a register [`azr`], an [`xta`]
//! server, a [`dvdv`] server. They listen on loopback only and validate every message they get.

pub mod azr;
pub mod dvdv;
pub mod xta;
