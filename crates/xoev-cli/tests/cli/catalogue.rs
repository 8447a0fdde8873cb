//! `xoev messages`, `explain`, `codes` and `sample`

use crate::{at, code, sample, stderr, stdout, xoev, xoev_reading};

#[test]
fn all_312_messages_are_listed_by_number() {
    let output = xoev(&["messages"]);
    assert_eq!(code(&output), 0);
    let text = stdout(&output);
    let numbers: Vec<&str> = text
        .lines()
        .map(|line| line.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(numbers.len(), 312);
    assert!(numbers.is_sorted());
    assert!(numbers.contains(&"0020") && numbers.contains(&"000020"));
}

#[test]
fn messages_are_filtered_by_number_and_word() {
    let count = |filter: &str| stdout(&xoev(&["messages", filter])).lines().count();
    assert_eq!(count("090099"), 1);
    assert_eq!(count("0900"), 22);
    assert_eq!(count("fehlernachricht"), 4);
    assert_eq!(count("bpol"), 4);
    let line = stdout(&xoev(&["messages", "090099"]));
    for part in [
        "VonAZR.AZRFehlernachricht.090099",
        "azr",
        "AZR-Fehlernachricht",
        "an",
    ] {
        assert!(line.contains(part), "{line}");
    }
    let output = xoev(&["messages", "gibtesnicht"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("keine Nachricht passt"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn explain_shows_labels_cardinalities_and_code_lists() {
    let by_number = stdout(&xoev(&["explain", "090099"]));
    for part in [
        "VonAZR.AZRFehlernachricht.090099 – AZR-Fehlernachricht",
        "Rechtsgrundlage: § 6, 8, 10-14 AZRG",
        "├── @version [1] din91379:datatypeC (immer „26.11“)",
        "├── fehlerfall [1..n] xauslaender:AZR.Fehler – AZR-Fehler",
        "fehlerhaftesAttribut [0..n]",
        "Codeliste urn:de:xauslaender:codelist:nachrichtentyp, Version 19, KoSIT",
        "000002 = Administration.RueckweisungSynchron.000002",
    ] {
        assert!(by_number.contains(part), "{part}: {by_number}");
    }
    let by_name = stdout(&xoev(&["explain", "VonAZR.AZRFehlernachricht.090099"]));
    assert_eq!(by_name, by_number);
    let english = stdout(&xoev(&["explain", "090099", "--lang", "en"]));
    assert!(
        english.contains("always “26.11”") && english.contains("Legal basis:"),
        "{english}"
    );
}

#[test]
fn explain_shows_types_with_all_keys() {
    let text = stdout(&xoev(&["explain", "Code.AZR.Abrufzweck"]));
    assert!(text.contains("01 = ausländerrechtliche Aufgaben"), "{text}");
    assert!(!text.contains("weitere"), "{text}");
    let text = stdout(&xoev(&["explain", "xilb:Lichtbild"]));
    assert!(
        text.contains("Namensraum: http://www.osci.de/xinneres/lichtbild/3"),
        "{text}"
    );
}

#[test]
fn explain_ends_where_types_contain_themselves() {
    let output = xoev(&["explain", "AkteType"]);
    assert_eq!(code(&output), 0);
    let text = stdout(&output);
    assert!(
        text.contains("enthält sich selbst") || text.contains("Inhalt wie oben"),
        "{text}"
    );
}

#[test]
fn codes_lists_all_and_shows_one() {
    let all = stdout(&xoev(&["codes"]));
    assert!(all.lines().count() >= 184, "{all}");
    let list = stdout(&xoev(&["codes", "AZR.AbschiebungArt"]));
    assert!(
        list.contains("Kennung: urn:de:xauslaender:codelist:azr:artderabschiebung"),
        "{list}"
    );
    assert!(list.contains("Version: 10"), "{list}");
    assert!(
        list.contains("meldbar-bis") && list.contains("31.10.2022"),
        "{list}"
    );
    let by_uri = stdout(&xoev(&[
        "codes",
        "urn:de:xauslaender:codelist:azr:artderabschiebung",
    ]));
    assert_eq!(by_uri, list);
    let by_part = stdout(&xoev(&["codes", "artderabschieb"]));
    assert_eq!(by_part, list);
}

#[test]
fn codes_knows_lists_that_the_schemas_enumerate() {
    let list = stdout(&xoev(&[
        "codes",
        "urn:de:xauslaender:codelist:nachrichtentyp",
    ]));
    assert!(
        list.contains("090099  VonAZR.AZRFehlernachricht.090099"),
        "{list}"
    );
}

#[test]
fn codes_reads_further_lists_from_files_folders_and_archives() {
    let folder = tempfile::tempdir().expect("folder");
    let table = |file: &str, uri: &str, version: &str, key: &str| {
        let text = format!(
            "# kennung: {uri}\n# version: {version}\n# name: erfunden\n# key: code\nwert\tcode\nZusatz\t{key}\n"
        );
        std::fs::write(folder.path().join(file), text).expect("write");
    };
    let uri = "urn:de:xauslaender:codelist:azr:artderabschiebung";
    table("a.tsv", uri, "9", "Z9");
    table("b.tsv", uri, "11", "Z11");
    table(
        "c.tsv",
        "urn:de:xauslaender:codelist:volkszugehoerigkeit",
        "3",
        "V1",
    );
    table("d.tsv", "urn:beispiel:eigene", "1", "E1");
    let path = folder.path().display().to_string();
    let show = |list: &str| stdout(&xoev(&["codes", "--lists", &path, list]));
    // The newest version counts, whatever order they come in, and any can be asked for.
    assert!(
        show("AZR.AbschiebungArt").contains("Version: 11") && show(uri).contains("Z11   Zusatz")
    );
    assert!(show(&format!("{uri}_9")).contains("Z9  "));
    assert!(show(&format!("{uri}_10")).contains("31.10.2022"));
    // A list that is too large to be bundled gets its entries.
    assert!(show("Volkszugehoerigkeit").contains("V1"));
    assert!(show("urn:beispiel:eigene").contains("E1"));
    let count = |arguments: &[&str]| stdout(&xoev(arguments)).lines().count();
    let file = at(folder.path(), "d.tsv");
    let all = count(&["codes"]);
    assert_eq!(count(&["codes", "--lists", &path]), all + 3);
    assert_eq!(
        count(&["codes", "--lists", &file, "--lists", &path]),
        all + 3
    );

    let genericode = "../xoev-codelist/tests/lists/tierarten_3.xml";
    let list = stdout(&xoev(&["codes", "tierarten", "--lists", genericode]));
    for part in [
        "Titel: Arten von Tieren",
        "02    Raphus cucullatus",
        "Dodo & Verwandte",
        "31.12.1690",
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
}

#[test]
fn lists_that_cannot_be_read_are_named_in_german() {
    let folder = tempfile::tempdir().expect("folder");
    let file = at(folder.path(), "falsch.xml");
    std::fs::write(&file, "<html/>").expect("write");
    let output = xoev(&["codes", "--lists", &file]);
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    let told = stderr(&output);
    assert!(
        told.contains("falsch.xml ist keine Codeliste") && told.contains("html"),
        "{told}"
    );
    let output = xoev(&["codes", "--lists", &at(folder.path(), "fehlt.zip")]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("nicht vorhanden"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn samples_are_valid_for_the_reader() {
    for (number, full) in [
        ("090099", false),
        ("0020", true),
        ("140005", true),
        ("010206", false),
    ] {
        for seed in ["0", "1", "2"] {
            let mut arguments = vec![number, "--seed", seed];
            arguments.extend(full.then_some("--full"));
            let message = sample(&arguments);
            let output = xoev_reading(&["validate", "-"], message.as_bytes());
            assert_eq!(code(&output), 0, "{}", stdout(&output));
            assert!(stdout(&output).contains(number));
        }
    }
}

#[test]
fn same_seed_gives_the_same_sample() {
    assert_eq!(
        sample(&["090001", "--seed", "5"]),
        sample(&["090001", "--seed", "5"])
    );
    assert_ne!(
        sample(&["090001", "--seed", "5"]),
        sample(&["090001", "--seed", "6"])
    );
}

#[test]
fn sample_goes_to_a_file_on_request() {
    let folder = tempfile::tempdir().expect("folder");
    let file = at(folder.path(), "beispiel.xml");
    let output = xoev(&["sample", "090099", "-o", &file]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, ""));
    assert_eq!(
        std::fs::read_to_string(&file).expect("file"),
        sample(&["090099"])
    );
    let output = xoev(&[
        "sample",
        "090099",
        "-o",
        &at(folder.path(), "fehlt/beispiel.xml"),
    ]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("kann nicht geschrieben werden"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn open_code_lists_give_their_keys_to_samples() {
    let message = sample(&["010301", "--full"]);
    let uri = "listURI=\"urn:";
    assert!(message.contains(uri), "{message}");
}
