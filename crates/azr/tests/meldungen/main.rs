//! Submissions to the register: what builders refuse, all groups, checking, and the processes.

mod alle_gruppen;
mod fallen;
mod fremdes_urteil;
mod prozesse;
mod pruefung;
#[path = "../../examples/register/mod.rs"]
mod register;
mod zusammen;
