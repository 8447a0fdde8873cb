//! The client against the simulated server, over mutual TLS on loopback.

mod certificates;
mod contract;
mod faults;
mod operations;
mod outcomes;
mod schemas;
mod strange;
mod support;
