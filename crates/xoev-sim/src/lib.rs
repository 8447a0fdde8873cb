//! Simulators, so that everything can be tried without an authority: a register [`azr`], an [`xta`]
//! server, a [`dvdv`] server; [`pki`] makes certificates for them. They listen on loopback only and validate every message they get.

pub mod azr;
pub mod dvdv;
mod handshake;
pub mod pki;
pub mod xta;
