//! The tables of DIN 91379 are made from the published schema. This test makes them anew and
//! compares; with `XOEV_BLESS=1` it writes them instead.

use std::fmt::Write as _;
use std::path::Path;

use xoev::pattern::{as_char_table, parse};

/// Name and pattern of each simple type of the schema.
fn patterns(schema: &str) -> Vec<(String, String)> {
    let attribute = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!("{name}=\"")).expect("attribute");
        rest.split_once('"').expect("end of attribute").0.to_owned()
    };
    schema
        .split("<xs:simpleType")
        .skip(1)
        .map(|part| (attribute(part, "name"), unescape(&attribute(part, "value"))))
        .collect()
}

/// Resolves the references of an attribute value.
fn unescape(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (reference, rest) = part.split_once(';').expect("end of reference");
        out.push(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let digits = number.strip_prefix("#x").expect("number in base 16");
                char::from_u32(u32::from_str_radix(digits, 16).expect("number")).expect("character")
            }
        });
        out.push_str(rest);
    }
    out
}

/// Lines of at most 100 characters.
fn wrapped(items: impl Iterator<Item = String>, out: &mut String) {
    let mut line = String::from("       ");
    for item in items {
        if line.chars().count() + item.chars().count() + 1 > 100 {
            out.push_str(&line);
            out.push('\n');
            line = String::from("       ");
        }
        line.push(' ');
        line.push_str(&item);
    }
    out.push_str(&line);
    out.push('\n');
}

fn tables(schema: &str) -> String {
    let mut out = String::from(
        "//! Permitted characters of the datatypes of DIN 91379 (2022-08).\n\
         //!\n\
         //! Made from `schemas/xoev/din-norm-91379-datatypes.xsd` by the test `din91379_tables`; do\n\
         //! not edit.\n\n\
         use crate::chars::CharTable;\n",
    );
    for (name, pattern) in patterns(schema) {
        let ast = parse(&pattern).expect("pattern");
        let spec = as_char_table(&ast).expect("a pattern of single characters and sequences");
        assert_eq!((spec.min, spec.max), (0, None), "{name}");
        let letter = name.strip_prefix("datatype").expect("name");
        let _ = write!(
            out,
            "\n/// Characters and sequences of datatype {letter}.\n#[rustfmt::skip]\n\
             pub static CHARS_{letter}: CharTable = CharTable::new(\n    &[\n"
        );
        wrapped(
            spec.ranges
                .iter()
                .map(|(a, b)| format!("(0x{a:04X}, 0x{b:04X}),")),
            &mut out,
        );
        out.push_str("    ],\n    &[\n");
        let escaped = |s: &String| {
            s.chars()
                .map(|c| format!("\\u{{{:04X}}}", c as u32))
                .collect()
        };
        wrapped(
            spec.sequences.iter().map(|s| {
                let text: String = escaped(s);
                format!("\"{text}\",")
            }),
            &mut out,
        );
        out.push_str("    ],\n);\n");
    }
    out
}

#[test]
fn tables_are_those_of_the_published_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The schemas belong to the repository, not to the published crate.
    let Ok(schema) =
        std::fs::read_to_string(root.join("../../schemas/xoev/din-norm-91379-datatypes.xsd"))
    else {
        return;
    };
    let made = tables(&schema);
    let path = root.join("src/generated/din91379.rs");
    if std::env::var("XOEV_BLESS").is_ok_and(|v| v == "1") {
        std::fs::write(&path, &made).expect("write");
    }
    let present = std::fs::read_to_string(&path).expect("read");
    assert!(
        present == made,
        "tables differ: run this test with XOEV_BLESS=1"
    );
}
