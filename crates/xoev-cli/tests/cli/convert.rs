//! `xoev convert`

use crate::{at, code, mixed_folder, sample, stderr, stdout, xoev, xoev_reading};

#[test]
fn message_survives_the_way_through_json() {
    for number in ["090099", "0020", "140005", "010206"] {
        let message = sample(&[number, "--full"]);
        let json = xoev_reading(&["convert", "-"], message.as_bytes());
        assert_eq!(code(&json), 0, "{}", stderr(&json));
        let value: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
        let keys: Vec<&String> = value.as_object().expect("object").keys().collect();
        assert_eq!(keys.len(), 1);
        assert!(keys[0].ends_with(number), "{keys:?}");

        let back = xoev_reading(&["convert", "-"], &json.stdout);
        assert_eq!(code(&back), 0, "{}", stderr(&back));
        let direct = xoev_reading(&["convert", "--to", "xml", "-"], message.as_bytes());
        assert_eq!(stdout(&back), stdout(&direct));
    }
}

#[test]
fn converted_xml_is_valid() {
    let message = sample(&["090099", "--full"]);
    let output = xoev_reading(&["convert", "--to", "xml", "-"], message.as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let verdict = xoev_reading(&["validate", "-"], &output.stdout);
    assert_eq!(code(&verdict), 0, "{}", stdout(&verdict));
}

#[test]
fn invalid_input_is_code_1_and_nothing_is_written() {
    let folder = mixed_folder();
    let result = at(folder.path(), "ergebnis.json");
    let output = xoev(&["convert", &at(folder.path(), "b/falsch.xml"), "-o", &result]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("ist ungültig: Zeile"),
        "{}",
        stderr(&output)
    );
    assert!(!std::path::Path::new(&result).exists());
    let output = xoev_reading(&["convert", "-"], b"{\"Unbekannt\": {}}");
    assert_eq!(code(&output), 1);
}

#[test]
fn unreadable_input_is_code_2() {
    let output = xoev(&["convert", "gibt-es-nicht.xml"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("nicht vorhanden"),
        "{}",
        stderr(&output)
    );
}
