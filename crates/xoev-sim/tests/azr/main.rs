//! The simulated register: every pair of request and answer, all groups, repetitions, its journal, and
//! what strangers say of its answers.

mod anfragen;
mod fehler;
mod gruppen;
mod journal;
mod nachrichten;
mod paare;
#[path = "../../../azr/examples/register/stellen.rs"]
#[allow(
    dead_code,
    reason = "an example of another crate, of which some is used here"
)]
mod stellen;
mod urteil;
mod wiederholung;
mod zufall;
