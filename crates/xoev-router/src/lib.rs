//! The router: outbox, inbox, directory and transports, set up by one file.

mod author;
pub mod config;
mod http;
mod judge;
mod lane;
mod metrics;
mod router;
mod ways;
mod wire;

pub use http::serve;
pub use lane::lane_of;
pub use metrics::Metrics;
pub use router::{Parts, Router, RouterError, Wishes};
pub use ways::{Named, NoWay, Ways};
