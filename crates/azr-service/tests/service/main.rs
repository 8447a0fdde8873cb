//! The web service of the register, against its simulator.

mod outcomes;
mod support;
mod tls;
