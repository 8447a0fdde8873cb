//! The client of the DVDV against the simulator: every function, every meaning of an answer.

mod batches;
mod directory;
mod failover;
mod functions;
mod login;
mod mismatch;
mod servers;
mod setup;
