//! The router: outbox, inbox, directory and transports, set up by one file.

mod arrivals;
mod author;
pub mod config;
mod destination;
mod duties;
mod http;
mod identity;
mod judge;
mod lane;
mod mailbox;
mod metrics;
mod readdress;
mod router;
mod run;
mod setup;
mod ways;
mod wire;

pub use arrivals::{ReceiveError, ReceivedCount};
pub use duties::DutyError;
pub use http::{HttpLimits, listen, serve};
pub use lane::lane_of;
pub use metrics::Metrics;
pub use router::{Parts, Router, RouterError, Wishes};
pub use setup::{SetupError, bundled_gate};
pub use ways::{Named, NoWay, Ways};
