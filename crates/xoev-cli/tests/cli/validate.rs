//! `xoev validate`

use std::fs;

use crate::{at, code, mixed_folder, sample, stderr, stdout, xoev, xoev_reading};

#[test]
fn exit_codes_tell_valid_invalid_and_unreadable() {
    let folder = mixed_folder();
    let (valid, invalid) = (
        at(folder.path(), "a.xml"),
        at(folder.path(), "b/falsch.xml"),
    );
    let missing = at(folder.path(), "fehlt.xml");
    for (paths, expected) in [
        (vec![&valid], 0),
        (vec![&valid, &invalid], 1),
        (vec![&valid, &missing], 2),
        (vec![&missing, &invalid], 2),
    ] {
        let mut arguments = vec!["validate"];
        arguments.extend(paths.iter().map(|p| p.as_str()));
        assert_eq!(code(&xoev(&arguments)), expected, "{arguments:?}");
    }
}

#[test]
fn folders_are_walked_in_order() {
    let folder = mixed_folder();
    let output = xoev(&["validate", &folder.path().display().to_string()]);
    assert_eq!(code(&output), 1);
    let text = stdout(&output);
    let files: Vec<&str> = text.lines().filter(|l| !l.starts_with(' ')).collect();
    assert_eq!(files.len(), 3, "{text}");
    assert!(
        files[0].ends_with("a.xml: gültig (090099 AZR-Fehlernachricht)"),
        "{text}"
    );
    assert!(
        files[1].ends_with("b/falsch.xml: ungültig (090099 AZR-Fehlernachricht)"),
        "{text}"
    );
    assert_eq!(files[2], "2 Dateien: 1 gültig, 1 ungültig");
}

#[test]
fn folder_without_messages_is_an_error() {
    let folder = tempfile::tempdir().expect("folder");
    let output = xoev(&["validate", &folder.path().display().to_string()]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("keine XML-Datei"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn text_names_line_and_rule_in_the_language_asked_for() {
    let folder = mixed_folder();
    let invalid = at(folder.path(), "b/falsch.xml");
    let german = stdout(&xoev(&["validate", &invalid]));
    assert!(german.contains("  Zeile "), "{german}");
    assert!(german.contains("fehlertextt"), "{german}");
    assert!(
        german.contains("/VonAZR.AZRFehlernachricht.090099/fehlerfall"),
        "{german}"
    );
    assert!(german.contains("[cvc-complex-type.2.4.a]"), "{german}");
    let english = stdout(&xoev(&["validate", "--lang", "en", &invalid]));
    assert!(
        english.contains("not valid") && english.contains("  line "),
        "{english}"
    );
}

#[test]
fn json_is_one_object_a_line() {
    let folder = mixed_folder();
    let missing = at(folder.path(), "fehlt.xml");
    let path = folder.path().display().to_string();
    let output = xoev(&["validate", "--format", "json", &path, &missing]);
    assert_eq!(code(&output), 2);
    let text = stdout(&output);
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3, "{text}");

    let keys = |line: &str| -> Vec<usize> {
        let keys = ["\"file\"", "\"valid\"", "\"message\"", "\"errors\""];
        keys.iter()
            .map(|key| line.find(key).expect("key"))
            .collect()
    };
    for line in text.lines() {
        let order = keys(line);
        assert!(order.is_sorted(), "{line}");
    }
    for line in &lines {
        assert_eq!(line.as_object().expect("object").len(), 4);
    }
    assert_eq!(lines[0]["valid"], true);
    assert_eq!(lines[0]["message"], "090099");
    assert_eq!(lines[0]["errors"], serde_json::json!([]));

    assert_eq!(lines[1]["valid"], false);
    assert_eq!(lines[1]["message"], "090099");
    let error = lines[1]["errors"][0].as_object().expect("object");
    assert_eq!(error.len(), 5);
    assert_eq!(error["rule"], "cvc-complex-type.2.4.a");
    assert!(
        error["path"].as_str().expect("path").starts_with("/VonAZR"),
        "{error:?}"
    );
    assert!(error["line"].as_u64().expect("line") > 1);
    assert!(error["column"].as_u64().expect("column") > 0);
    assert!(
        error["text"]
            .as_str()
            .expect("text")
            .contains("fehlertextt")
    );

    assert_eq!(lines[2]["file"], missing);
    assert_eq!(lines[2]["valid"], false);
    assert_eq!(lines[2]["message"], serde_json::Value::Null);
    assert_eq!(lines[2]["errors"][0]["rule"], "xoev-io");
}

#[test]
fn max_errors_bounds_the_list() {
    let folder = mixed_folder();
    let invalid = at(folder.path(), "b/falsch.xml");
    let output = xoev(&[
        "validate",
        "--format",
        "json",
        "--max-errors",
        "0",
        &invalid,
    ]);
    assert_eq!(code(&output), 1);
    let line: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(line["errors"], serde_json::json!([]));
}

#[test]
fn junit_is_well_formed_and_counts() {
    let folder = mixed_folder();
    let odd = at(folder.path(), "b/<&\">.xml");
    fs::write(&odd, "<a>\u{1}</a>").expect("write");
    let output = xoev(&[
        "validate",
        "--format",
        "junit",
        &folder.path().display().to_string(),
        "fehlt",
    ]);
    assert_eq!(code(&output), 2);
    let text = stdout(&output);
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut cases, mut failures, mut errors) = (0, 0, 0);
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("attribute");
                    attribute
                        .decode_and_unescape_value(reader.decoder())
                        .expect("value");
                }
                match tag.name().as_ref() {
                    b"testcase" => cases += 1,
                    b"failure" => failures += 1,
                    b"error" => errors += 1,
                    _ => {}
                }
            }
            quick_xml::events::Event::Text(inner) => {
                inner.xml_content().expect("text");
            }
            _ => {}
        }
    }
    assert_eq!((cases, failures, errors), (4, 2, 1), "{text}");
    assert!(
        text.contains("tests=\"4\" failures=\"2\" errors=\"1\""),
        "{text}"
    );
}

#[test]
fn standard_input_is_read_as_a_dash() {
    let message = sample(&["090099"]);
    let output = xoev_reading(&["validate", "-"], message.as_bytes());
    assert_eq!(code(&output), 0);
    assert_eq!(stdout(&output), "-: gültig (090099 AZR-Fehlernachricht)\n");
    let output = xoev_reading(&["validate", "-"], b"");
    assert_eq!(code(&output), 1);
}

#[test]
fn verdicts_stay_in_order_for_many_files() {
    let folder = tempfile::tempdir().expect("folder");
    let (small, large) = (sample(&["090099"]), sample(&["010206", "--full"]));
    for at in 0..60 {
        let text = if at % 7 == 0 { &large } else { &small };
        fs::write(folder.path().join(format!("{at:03}.xml")), text).expect("write");
    }
    let output = xoev(&[
        "validate",
        "--format",
        "json",
        &folder.path().display().to_string(),
    ]);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    let text = stdout(&output);
    let files: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|line| line["file"].as_str().expect("file").to_owned())
        .collect();
    assert_eq!(files.len(), 60);
    assert!(files.is_sorted());
}
