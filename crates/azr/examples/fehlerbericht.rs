//! Explains an answer of the register: every error word for word, with the fields that it means.
//!
//! ```text
//! cargo run -p azr --example fehlerbericht [-- [--html] [--en] [SUBMISSION ANSWER]]
//! ```
//!
//! Without files, it takes a first report (090009) and the error message (090099) that came back,
//! from `crates/azr/examples/daten`.

use std::error::Error;

use azr::fehlerbericht;
use xoev::Language;

const MELDUNG: &[u8] = include_bytes!("daten/090009-erstmeldung.xml");
const ANTWORT: &[u8] = include_bytes!("daten/090099-fehlernachricht.xml");

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|f| f == flag);
    let sprache = match has("--en") {
        true => Language::English,
        false => Language::German,
    };
    let bericht = match files.as_slice() {
        [meldung, antwort] => {
            fehlerbericht(&std::fs::read(meldung)?, &std::fs::read(antwort)?, sprache)?
        }
        _ => fehlerbericht(MELDUNG, ANTWORT, sprache)?,
    };
    match has("--html") {
        true => print!("{}", bericht.html()),
        false => print!("{}", bericht.text()),
    }
    Ok(())
}
