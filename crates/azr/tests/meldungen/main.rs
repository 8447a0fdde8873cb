//! Submissions to the register: what builders refuse, all groups, checking, and the processes.

#![allow(
    clippy::duplicate_mod,
    reason = "each example brings the stand-in for the register along"
)]

mod alle_gruppen;
mod erst;
mod fallen;
mod fremdes_urteil;
mod kleinere;
mod nachrichten;
mod prozesse;
mod pruefung;
#[path = "../../examples/register/mod.rs"]
mod register;
mod zusammen;
