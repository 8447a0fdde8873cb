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
    let is_file = |l: &&str| !l.starts_with(' ') && !l.starts_with("Hinweis: ");
    let files: Vec<&str> = text.lines().filter(is_file).collect();
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

    // The first four keys and their order are a contract.
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
        let object = line.as_object().expect("object");
        for key in ["conformant", "notes", "omitted", "title", "judged"] {
            assert!(object.contains_key(key), "{line}");
        }
    }
    assert_eq!(lines[0]["valid"], true);
    assert_eq!(lines[0]["message"], "090099");
    let errors = lines[0]["errors"].as_array().expect("a list");
    assert!(
        errors.iter().all(|e| e["severity"] == "warning"),
        "{errors:?}"
    );
    assert_eq!(lines[0]["conformant"], true);

    assert_eq!(lines[1]["valid"], false);
    assert_eq!(lines[1]["message"], "090099");
    let error = lines[1]["errors"][0].as_object().expect("object");
    for key in [
        "name", "severity", "layer", "offset", "length", "expected", "found", "label",
    ] {
        assert!(error.contains_key(key), "{error:?}");
    }
    assert_eq!(error["severity"], "error");
    assert_eq!(error["layer"], 1);
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
    let output = xoev_reading(&["validate", "--schema-only", "-"], message.as_bytes());
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

/// A message that is valid by its schema and breaks a hard rule.
fn not_conformant() -> String {
    let message = sample(&["030101"]);
    // The number of another message.
    let at = message.find("<nachrichtentyp").expect("a type");
    let code = at + message[at..].find("<code>").expect("a code") + 6;
    let end = code + message[code..].find("</code>").expect("an end");
    format!("{}030102{}", &message[..code], &message[end..])
}

#[test]
fn all_violations_of_a_file_are_named() {
    let example = "../../examples/nachrichten/azr/090099-fehlernachricht-gueltig.xml";
    let broken = fs::read_to_string(example)
        .expect("an example")
        .replacen("<xa:fehlerschluessel>", "<fremd/><xa:fehlerschluessel>", 1)
        .replacen("<anschrift.autor>", "<anschrift.autor fremd=\"1\">", 1)
        .replacen("<nachrichtenUUID>", "<nachrichtenUUID>x", 1);
    let output = xoev_reading(&["validate", "--format", "json", "-"], broken.as_bytes());
    assert_eq!(code(&output), 1);
    let line: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let errors = line["errors"].as_array().expect("a list");
    let schema: Vec<&str> = errors
        .iter()
        .filter(|e| e["layer"] == 1)
        .map(|e| e["rule"].as_str().expect("a rule"))
        .collect();
    assert_eq!(schema.len(), 3, "{line}");
    assert!(schema.contains(&"cvc-complex-type.3.2.2"), "{schema:?}");
}

#[test]
fn valid_speaks_of_the_schema_and_conformant_of_the_rules() {
    let message = not_conformant();
    let json = |options: &[&str]| {
        let mut arguments = vec!["validate", "--format", "json"];
        arguments.extend_from_slice(options);
        arguments.push("-");
        let output = xoev_reading(&arguments, message.as_bytes());
        let line: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        (code(&output), line)
    };
    let (exit, line) = json(&[]);
    assert_eq!(
        (exit, &line["valid"], &line["conformant"]),
        (0, &true.into(), &false.into())
    );
    let errors = line["errors"].as_array().expect("a list");
    assert!(
        errors
            .iter()
            .all(|e| !e["rule"].as_str().expect("a rule").starts_with("cvc-"))
    );
    assert!(
        errors
            .iter()
            .any(|e| e["rule"] == "XOEV-NACHRICHTENTYP" && e["layer"] == 2)
    );
    assert_eq!(json(&["--strict"]).0, 1);
    let (exit, line) = json(&["--strict", "--only", "S030"]);
    assert_eq!((exit, &line["conformant"]), (0, &true.into()));
    let (_, line) = json(&["--off", "XOEV-NACHRICHTENTYP"]);
    let errors = line["errors"].as_array().expect("a list");
    assert!(
        errors.iter().all(|e| e["rule"] != "XOEV-NACHRICHTENTYP"),
        "{line}"
    );
    let (exit, line) = json(&["--schema-only"]);
    assert_eq!((exit, &line["errors"]), (0, &serde_json::json!([])));
}

#[test]
fn unknown_rule_is_an_error_with_a_hint() {
    let folder = mixed_folder();
    let valid = at(folder.path(), "a.xml");
    let output = xoev(&["validate", "--off", "S03", &valid]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("S030"), "{}", stderr(&output));
}

#[test]
fn rules_are_listed_and_chosen() {
    let all = stdout(&xoev(&["rules"]));
    assert!(
        all.contains("S030 (") && all.contains("XOEV-NACHRICHTENTYP ("),
        "{all}"
    );
    let some = stdout(&xoev(&["rules", "--json", "S0"]));
    for line in some.lines() {
        let rule: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(
            rule["id"].as_str().expect("an id").starts_with("S0"),
            "{line}"
        );
        assert!(["hard", "soft"].contains(&rule["kind"].as_str().expect("a kind")));
    }
    assert!(some.lines().count() >= 4, "{some}");
    assert_eq!(code(&xoev(&["rules", "gibtesnicht"])), 1);
}

#[test]
fn own_schemas_are_taken_from_file_folder_and_archive() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().expect("folder");
    let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
        <xs:element name="antrag"><xs:complexType><xs:sequence>
        <xs:element name="nummer" type="xs:int"/><xs:element name="tag" type="xs:date"/>
        </xs:sequence></xs:complexType></xs:element></xs:schema>"#;
    let file = at(folder.path(), "antrag.xsd");
    fs::write(&file, schema).expect("write");
    let archive = at(folder.path(), "paket.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&archive).expect("create"));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("schema/antrag.xsd", options).expect("entry");
    zip.write_all(schema.as_bytes()).expect("write");
    zip.finish().expect("finish");
    let inner = at(folder.path(), "schemas");
    fs::create_dir(&inner).expect("folder");
    fs::write(at(folder.path(), "schemas/antrag.xsd"), schema).expect("write");
    for source in [&file, &archive, &inner] {
        let arguments = ["validate", "--format", "json", "--schema", source, "-"];
        let good = "<antrag><nummer>1</nummer><tag>2026-11-21</tag></antrag>";
        assert_eq!(
            code(&xoev_reading(&arguments, good.as_bytes())),
            0,
            "{source}"
        );
        let bad = "<antrag><nummer>x</nummer><tag>2026-13-21</tag><mehr/></antrag>";
        let output = xoev_reading(&arguments, bad.as_bytes());
        assert_eq!(code(&output), 1, "{source}");
        let line: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        assert_eq!(
            line["errors"].as_array().expect("a list").len(),
            3,
            "{line}"
        );
        assert_eq!(line["message"], "antrag");
    }
    let output = xoev_reading(&["validate", "--schema", "fehlt.xsd", "-"], b"<a/>");
    assert_eq!(code(&output), 2);
}

#[test]
fn html_report_is_one_file_with_the_faulty_place_marked() {
    let folder = mixed_folder();
    let report = at(folder.path(), "bericht.html");
    let path = folder.path().display().to_string();
    let output = xoev(&["validate", "--format", "html", "--output", &report, &path]);
    assert_eq!(code(&output), 1);
    assert_eq!(stdout(&output), "");
    let html = fs::read_to_string(&report).expect("a report");
    assert!(
        html.contains("<mark>") && html.contains("fehlertextt"),
        "{}",
        html.len()
    );
    assert!(!html.contains("http-equiv=\"refresh\"") && !html.contains("src=\"http"));
    let output = xoev(&["validate", "--format", "html", "--no-excerpts", &path]);
    assert!(!stdout(&output).contains("<mark>"));
}

#[test]
fn genericode_lists_given_are_checked_against() {
    let folder = tempfile::tempdir().expect("folder");
    let list = |version: &str, key: &str| {
        format!(
            "<gc:CodeList xmlns:gc=\"http://docs.oasis-open.org/codelist/ns/genericode/1.0/\">\
             <Identification><ShortName>vz</ShortName><Version>{version}</Version>\
             <CanonicalUri>urn:xoev-de:kosit:codeliste:verzeichnisdienst</CanonicalUri>\
             <CanonicalVersionUri>urn:xoev-de:kosit:codeliste:verzeichnisdienst_{version}</CanonicalVersionUri>\
             </Identification><ColumnSet><Column Id=\"code\" Use=\"required\"><ShortName>code</ShortName>\
             <Data Type=\"string\"/></Column><Key Id=\"k\"><ShortName>k</ShortName>\
             <ColumnRef Ref=\"code\"/></Key></ColumnSet><SimpleCodeList><Row><Value ColumnRef=\"code\">\
             <SimpleValue>{key}</SimpleValue></Value></Row></SimpleCodeList></gc:CodeList>"
        )
    };
    let file = at(folder.path(), "liste.xml");
    let message =
        fs::read_to_string("../../examples/nachrichten/azr/090099-fehlernachricht-gueltig.xml")
            .expect("an example");
    let rules = |key: &str| -> Vec<String> {
        fs::write(&file, list("3", key)).expect("write");
        let arguments = ["validate", "--format", "json", "--lists", &file, "-"];
        let output = xoev_reading(&arguments, message.as_bytes());
        let line: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let errors = line["errors"].as_array().expect("a list");
        errors
            .iter()
            .map(|e| e["rule"].as_str().expect("a rule").to_owned())
            .collect()
    };
    assert_eq!(rules("DVDV"), Vec::<String>::new());
    assert!(rules("anderes").contains(&"S011".to_owned()));
}
