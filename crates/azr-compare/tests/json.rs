//! The JSON form of records, and its schema.

mod stamm;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use azr_compare::{Befund, Datensatz, LeseFehler, Optionen, json_schema};
use proptest::prelude::*;
use stamm::{VERGLEICHER, datensatz, json};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/azr-datensatz.schema.json"
);

/// A whole record.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let value = datensatz(0).zu_json(VERGLEICHER.darsteller());
    value.to_string().into_bytes()
});

/// The schema as the file holds it.
fn schema() -> String {
    let value = json_schema(VERGLEICHER.darsteller());
    serde_json::to_string_pretty(&value).expect("JSON") + "\n"
}

/// Set `XOEV_WRITE_SCHEMA` to write the file anew.
#[test]
fn the_schema_in_docs_is_that_of_the_program() {
    if std::env::var_os("XOEV_WRITE_SCHEMA").is_some() {
        std::fs::write(FILE, schema()).expect("the file is written");
    }
    let written = std::fs::read_to_string(Path::new(FILE)).expect("the file is there");
    assert!(
        written == schema(),
        "docs/azr-datensatz.schema.json is stale: run \
         XOEV_WRITE_SCHEMA=1 cargo test -p azr-compare --test json"
    );
}

#[test]
fn a_record_comes_back_from_json_the_same() {
    for seed in 0..4 {
        let record = datensatz(seed);
        let value = record.zu_json(VERGLEICHER.darsteller());
        let back = json(&value.to_string());
        let vergleich = VERGLEICHER.vergleiche(&back, &record, &Optionen::default());
        assert_eq!(vergleich.befund, Befund::Gleich);
        let fields = vergleich.gruppen.iter().flat_map(|g| &g.eintraege);
        let mut fields = fields.flat_map(|e| &e.felder);
        let other = fields.find(|f| f.befund != Befund::Gleich);
        assert!(other.is_none(), "{other:#?}");
        assert_eq!(back.zu_json(VERGLEICHER.darsteller()), value);
    }
}

/// Asks Python's `jsonschema` whether values follow the schema: one line of 0 or 1 for each. None,
/// said aloud, where it is not installed.
fn judged(values: &[serde_json::Value]) -> Option<Vec<bool>> {
    let program = "import json, sys\n\
        try:\n    import jsonschema\nexcept ImportError:\n    sys.exit(9)\n\
        data = json.load(sys.stdin)\n\
        jsonschema.Draft202012Validator.check_schema(data['schema'])\n\
        judge = jsonschema.Draft202012Validator(data['schema'])\n\
        print(''.join('1' if judge.is_valid(v) else '0' for v in data['values']))\n";
    let child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("SKIPPED: there is no python3");
        return None;
    };
    let schema = json_schema(VERGLEICHER.darsteller());
    let input = serde_json::json!({ "schema": schema, "values": values }).to_string();
    // The program ends before it reads if the library is missing.
    let sent = child
        .stdin
        .take()
        .map(|mut stdin| stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("python3 runs");
    if output.status.code() == Some(9) {
        println!("SKIPPED: python3 has no jsonschema");
        return None;
    }
    sent.expect("a pipe").expect("all is read");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("digits");
    Some(text.trim().chars().map(|c| c == '1').collect())
}

/// Values that are wrong, each for a reason of its own.
fn wrong() -> Vec<serde_json::Value> {
    let duldung = |entry: serde_json::Value| serde_json::json!({"gruppen": {"duldung": [entry]}});
    vec![
        serde_json::json!([]),
        serde_json::json!({"nummer": "1"}),
        serde_json::json!({"azrNummer": 1}),
        serde_json::json!({"aktenfuehrendeBehoerde": "12345"}),
        serde_json::json!({"gruppen": []}),
        serde_json::json!({"gruppen": {"unbekannt": []}}),
        serde_json::json!({"gruppen": {"duldung": {}}}),
        serde_json::json!({"gruppen": {"deutscheStaatsangehoerigkeit": []}}),
        duldung(serde_json::json!("10")),
        duldung(serde_json::json!({"duldungArt": 10})),
        duldung(serde_json::json!({"ereignisdatum": "2026-10"})),
        duldung(serde_json::json!({"ereignisdatum": "15.10.2026"})),
        duldung(serde_json::json!({"ereignisdatum": 2026})),
        duldung(serde_json::json!({"stand": "alt"})),
        duldung(serde_json::json!({"feld": "x"})),
        duldung(serde_json::json!({"meldendeBehoerde": "ABH"})),
        duldung(serde_json::json!({"referenz.id": null})),
        serde_json::json!({"gruppen": {"visum": [{"stand": "aktuell"}]}}),
        serde_json::json!({"gruppen": {"reisewege": [{"land": {"staatsangehoerigkeit": "1"}}]}}),
        serde_json::json!({"gruppen": {"anschrift": [{"fruehereAnschrift": "ja"}]}}),
        serde_json::json!({"gruppen": {"grundpersonalien": [{"vorname": {"name": "A"}}]}}),
        serde_json::json!({"gruppen": {"grundpersonalien": [{"geburtsangaben": "1990"}]}}),
    ]
}

#[test]
fn reader_and_schema_accept_the_same_records() {
    let mut values: Vec<serde_json::Value> = (0..4)
        .map(|seed| datensatz(seed).zu_json(VERGLEICHER.darsteller()))
        .collect();
    values.push(serde_json::json!({}));
    values.push(serde_json::json!({"gruppen": {"grundpersonalien": [
        {"vorname": null, "geburtsangaben": {"tagDerGeburt": "1990-02-00"}}]}}));
    let right = values.len();
    values.extend(wrong());
    let read: Vec<bool> = values
        .iter()
        .map(|v| Datensatz::aus_json(VERGLEICHER.darsteller(), v.to_string().as_bytes()).is_ok())
        .collect();
    let expected: Vec<bool> = (0..values.len()).map(|at| at < right).collect();
    assert_eq!(read, expected);
    if let Some(judged) = judged(&values) {
        assert_eq!(judged, expected, "the schema judges otherwise");
    }
}

#[test]
fn faults_name_the_place() {
    let fault = |text: &str| {
        Datensatz::aus_json(VERGLEICHER.darsteller(), text.as_bytes()).expect_err("a fault")
    };
    let LeseFehler::FalscheArt { pfad, .. } =
        fault(r#"{"gruppen": {"duldung": [{}, {"ereignisdatum": "morgen"}]}}"#)
    else {
        panic!("another fault");
    };
    assert_eq!(pfad, "/gruppen/duldung/1/ereignisdatum");
    let LeseFehler::UnbekanntesFeld { pfad } = fault(r#"{"gruppen": {"duldung": [{"art": "1"}]}}"#)
    else {
        panic!("another fault");
    };
    assert_eq!(pfad, "/gruppen/duldung/0/art");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn damaged_records_never_panic(at in 0usize..3000, byte in any::<u8>()) {
        let mut bytes = WHOLE.clone();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        let _ = Datensatz::aus_bytes(VERGLEICHER.darsteller(), &bytes);
    }
}
