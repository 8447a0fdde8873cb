//! A router between a simulated register, an XTA server and a directory: what is sent, what comes in,
//! and what becomes of it. The clock is moved by hand; nothing sleeps.

mod duties;
mod http;
mod incoming;
mod outgoing;
mod setup;

use setup::{Setup, example, fresh, uuid_of};
