//! The example of `README.md`, compiled and run: the function `example` below is what stands there.

use std::error::Error;
use std::path::Path;

fn example(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    // <README>
    use xauslaender::v26_11::Nachricht;
    use xoev::din91379::DatatypeC;
    use xoev::{Language, ReadError};

    let mut message = match Nachricht::from_slice(bytes) {
        Ok(message) => message,
        Err(ReadError::Invalid(violation)) => {
            // What is wrong, and where.
            eprintln!("{}", violation.text(Language::German));
            eprintln!("{} line {}", violation.path, violation.line);
            return Err("the sender has to repair the message".into());
        }
        Err(other) => return Err(other.into()),
    };
    let kind = message.message_type();
    println!("{} {}", kind.number, kind.title);

    if let Nachricht::VonAZRAZRFehlernachricht090099(fehler) = &mut message {
        for fall in &fehler.fehlerfall {
            println!("{}: {}", fall.fehlerschluessel, fall.fehlertext);
            for attribut in &fall.fehlerhaftes_attribut {
                println!("  {attribut}");
            }
        }
        fehler.produktversion = Some(DatatypeC::new("2.0")?);
    }
    let written = message.to_vec()?; // fails if the value breaks the schema
    // </README>
    Ok(written)
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn the_example_reads_changes_and_writes_a_message() {
    let bytes = read("examples/nachrichten/azr/090099-fehlernachricht-gueltig.xml").into_bytes();
    let written = String::from_utf8(example(&bytes).expect("valid")).expect("UTF-8");
    assert!(written.contains("produktversion=\"2.0\""));
}

#[test]
fn the_example_refuses_an_invalid_message() {
    let bytes =
        read("examples/nachrichten/azr/090099-fehlernachricht-ungueltig-fehlendes-element.xml")
            .into_bytes();
    assert_eq!(
        example(&bytes).expect_err("invalid").to_string(),
        "the sender has to repair the message"
    );
}

#[test]
fn both_readmes_show_the_example_as_it_is() {
    let source = include_str!("readme.rs");
    let shown = source
        .split("    // <README>\n")
        .nth(1)
        .and_then(|s| s.split("    // </README>\n").next());
    let shown: String = shown
        .expect("example")
        .lines()
        .map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)))
        .collect();
    for name in ["README.md", "README.de.md"] {
        assert!(
            read(name).contains(&format!("```rust\n{shown}```\n")),
            "{name} shows something else:\n{shown}"
        );
    }
}
