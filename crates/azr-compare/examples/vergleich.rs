//! Compares a local record (JSON or XML 090004) with one of the register (XML 090004) and prints
//! what differs, as text or, with a third argument `html` or `json`, in that form:
//!
//! ```text
//! cargo run -p azr-compare --example vergleich -- lokal.json auskunft.xml html > vergleich.html
//! ```

use std::error::Error;
use std::fs;

use azr_compare::{Optionen, Vergleicher, ausgabe};
use xoev::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [local, register, form @ ..] = arguments.as_slice() else {
        return Err("two files are needed: the local record and that of the register".into());
    };
    let vergleicher = Vergleicher::new()?;
    let options = Optionen::default();
    let vergleich = vergleicher.dateien(&fs::read(local)?, &fs::read(register)?, &options)?;
    let text = match form.first().map(String::as_str) {
        Some("html") => {
            let mut head = ausgabe::Seitenkopf::default();
            head.angaben.push(("Lokal".to_owned(), local.clone()));
            head.angaben.push(("AZR".to_owned(), register.clone()));
            ausgabe::html(&vergleich, &head)
        }
        Some("json") => ausgabe::json(&vergleich),
        _ => ausgabe::text(&vergleich, Language::German),
    };
    print!("{text}");
    Ok(())
}
