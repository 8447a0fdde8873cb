//! The router: outbox, inbox, directory and transports, set up by one file.

pub mod config;
mod metrics;

pub use metrics::Metrics;
