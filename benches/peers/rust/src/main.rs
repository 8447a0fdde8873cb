//! Peers in Rust, as `cargo xtask compare` measures them: quick-xml, which reads without a schema,
//! and the validators on crates.io that need no library in C.
//!
//! Arguments: the peer, the list of messages, and the schema document that imports all others.

mod by_hand;
#[path = "../../../src/rounds.rs"]
mod rounds;
mod tokenize;
#[cfg(feature = "validators")]
mod validate;

use std::error::Error;
use std::fs;

use rounds::{Messages, serve};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [peer, list, schema] = arguments.as_slice() else {
        return Err("usage: xoev-peers PEER LIST SCHEMA".into());
    };
    let messages = Messages::load(list, |file| fs::read(file), |m: &Vec<u8>| m.len() as u64)?;
    let version = version(match peer.as_str() {
        "reader" | "ns-reader" | "serde" => "quick-xml",
        other => other,
    });
    match peer.as_str() {
        "reader" => serve(&version, &messages, |m| tokenize::plain(m))?,
        "ns-reader" => serve(&version, &messages, |m| tokenize::with_namespaces(m))?,
        "serde" => serve(&version, &messages, |m| by_hand::read(m))?,
        #[cfg(feature = "validators")]
        _ => {
            let judge = validate::judge(peer, std::path::Path::new(schema))?;
            serve(&version, &messages, |m| judge(m))?;
        }
        #[cfg(not(feature = "validators"))]
        _ => return Err(format!("built without {peer}, {schema} is not read").into()),
    }
    Ok(())
}

/// The package with its version in the lock file, as built: the newest, where a peer brings another.
fn version(package: &str) -> String {
    let lock = include_str!("../Cargo.lock");
    let entry = lock.rsplit_once(&format!("name = \"{package}\"\nversion = \""));
    let version = entry.and_then(|(_, rest)| rest.split('"').next());
    format!("{package} {}", version.unwrap_or_default())
}
