//! The message as a whole: encoding, size, code lists, limits, notes, other books.

mod support;

use std::io::{Read, repeat};

use support::{judge, judge_with, message, rules, set, validator};
use xoev::Language;
use xoev_codelist::{CodeLists, Limits};
use xoev_rules::{
    Binding, Book, Check, Kind, Messages, NoteId, On, RuleError, RuleInfo, RuleReport,
    RuleSettings, Rules, Says, Selection,
};
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader};
use xoev_validator::{Settings, Validator};

fn ids(report: &RuleReport) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.rule).collect()
}

#[test]
fn s001_is_kept_by_utf_8_and_broken_by_other_encodings() {
    let text = message("000002", false).xml();
    assert!(!ids(&judge(text.as_bytes()).1).contains(&"S001"));
    let latin = text.replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"");
    // The names in the message are in letters of ISO-8859-1, or become others: all is one to S001.
    let (report, found) = judge(latin.as_bytes());
    assert_ne!(report.encoding, "UTF-8");
    let finding = &found.findings[0];
    assert_eq!((finding.rule, finding.kind), ("S001", Kind::Hard));
    assert_eq!(finding.line, 1);
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            text.replace("UTF-8", "UTF-16")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    assert!(ids(&judge(&utf16).1).contains(&"S001"));
}

/// What the rules find in a message whose container has so many characters.
fn with_container(number: &str, chars: u64) -> RuleReport {
    let mut document = message(number, false);
    if number == "010501" {
        document.drop_if("begruendendeDokumente");
        let document_id = "0e0a7f0a-6b1f-4c0e-9d8e-0a1b2c3d4e5f";
        document.behind(
            "akteneinsichtEmpfohlen",
            &format!(
                "<xa:begruendendeDokumente><xa:dokument><xa:dokumentuuid>{document_id}</xa:dokumentuuid>\
                <xa:dateiname>a.pdf</xa:dateiname><xa:dokumenttyp listVersionID=\"1\"><code>1</code>\
                </xa:dokumenttyp><xa:dokumentenposition>1</xa:dokumentenposition></xa:dokument>\
                <xa:dokumentcontainer>@</xa:dokumentcontainer></xa:begruendendeDokumente>"
            ),
        );
    } else {
        document
            .set("dokumentcontainer", "@")
            .set("paketnummer", "2");
    }
    let text = document.xml();
    let (before, after) = text.split_once('@').expect("the mark");
    let whole = before
        .as_bytes()
        .chain(repeat(b'A').take(chars))
        .chain(after.as_bytes());
    let mut watch = rules().watch();
    let report = validator().validate_with(whole, &Settings::default(), &mut watch);
    watch.finish(&report.expect("memory can be read"))
}

#[test]
fn xa_paket_groesse_is_kept_by_1_mb_and_broken_by_51() {
    let rule = "XA-PAKET-GROESSE";
    assert!(!ids(&with_container("010207", 1 << 20)).contains(&rule));
    assert!(ids(&with_container("010207", 51 << 20)).contains(&rule));
}

#[test]
fn xa_010501_groesse_is_kept_by_1_mb_and_broken_by_72() {
    let rule = "XA-010501-GROESSE";
    assert!(!ids(&with_container("010501", 1 << 20)).contains(&rule));
    assert!(ids(&with_container("010501", 72 << 20)).contains(&rule));
}

fn lists() -> CodeLists {
    let mut lists = CodeLists::new();
    for (uri, version, rows) in [
        (
            "urn:xoev-de:bund:bmi:bit:codeliste:dvdv.praefix",
            "3",
            "ags\tMeldebehörde\nazr\tAusländerbehörde\n",
        ),
        ("urn:de:xoev:codeliste:erreichbarkeit", "1", "03\tTelefon\n"),
    ] {
        let text = format!(
            "# kennung: {uri}\n# version: {version}\n# name: Liste\n# key: code\ncode\twert\n{rows}"
        );
        let list = xoev_codelist::CodeList::from_tsv("liste.tsv", &text, &Limits::default());
        lists.add(list.expect("a list"));
    }
    lists
}

#[test]
fn xoev_behoerdenpraefix_is_kept_by_prefixes_of_the_list_and_broken_by_others() {
    let lists = lists();
    let mut document = message("0021", false);
    let rule = "XOEV-BEHOERDENPRAEFIX";
    let judge = |text: String| judge_with(rules(), Some(&lists), text.as_bytes()).1;
    assert!(!ids(&judge(document.xml())).contains(&rule));
    document.set("nachrichtenkopf.g2g/autor/kennung", "xyz:1");
    assert!(ids(&judge(document.xml())).contains(&rule));
}

#[test]
fn keys_are_checked_against_lists_that_are_at_hand_and_noted_otherwise() {
    let lists = lists();
    let mut document = message("0021", false);
    let channel = "nachrichtenkopf.g2g/autor/erreichbarkeit/kanal";
    document.attribute(channel, "listVersionID", "1");
    document.set(&format!("{channel}/code"), "03");
    let judge = |text: String| judge_with(rules(), Some(&lists), text.as_bytes()).1;
    let noted = |report: &RuleReport| {
        let mut notes = report.notes.iter();
        notes.any(|n| n.id == NoteId::ListNotLoaded && n.subject.contains("erreichbarkeit"))
    };
    let known = judge(document.xml());
    assert!(!ids(&known).contains(&"S011") && !noted(&known));
    document.set(&format!("{channel}/code"), "99");
    let unknown = judge(document.xml());
    assert!(ids(&unknown).contains(&"S011") && !noted(&unknown));
    // Of another version, nothing is known.
    document.attribute(channel, "listVersionID", "7");
    let other = judge(document.xml());
    assert!(!ids(&other).contains(&"S011") && noted(&other));
    let once = other.notes.iter().filter(|n| n.subject.contains("(7)"));
    assert_eq!(once.count(), 1);
}

#[test]
fn rules_that_are_off_find_nothing() {
    let mut document = message("010101", false);
    document.set("aktenzeichenAnbietendeABH", "");
    document.set("nachrichtenkopf.g2g/autor/kennung", "x");
    let text = document.xml();
    let on = |selection: Selection| {
        let rules = Rules::bundled(set())
            .select(selection)
            .expect("known rules");
        ids(&judge_with(&rules, None, text.as_bytes()).1)
    };
    let all = on(Selection::all());
    assert!(all.contains(&"S030") && all.contains(&"XOEV-BEHOERDENKENNUNG"));
    assert!(!on(Selection::all().off("S030")).contains(&"S030"));
    assert_eq!(on(Selection::only(["S030"])), ["S030"]);
    let wrong = Rules::bundled(set()).select(Selection::only(["S03"]));
    assert_eq!(wrong.expect_err("no such rule").near[0], "S030");
}

#[test]
fn schemas_without_these_standards_make_no_rule_fail() {
    let schema = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="a.0030" type="xs:string"/></xs:schema>"#;
    let loader = xoev_schema::Loader::new().memory("a.xsd", schema);
    let set = loader.load().expect("a schema");
    let rules = Rules::bundled(&set);
    let validator = xoev_validator::Validator::new(set).expect("supported");
    let mut watch = rules.watch();
    let report = validator.validate_with(&b"<a.0030/>"[..], &Settings::default(), &mut watch);
    let found = watch.finish(&report.expect("memory can be read"));
    assert_eq!(found, RuleReport::default());
}

#[test]
fn a_message_that_is_too_large_to_be_held_gives_a_note() {
    let mut document = message("030112", false);
    for _ in 0..60 {
        document.fill("aenderung", "");
        document.twice("identifikationPerson.MBABH/staatsangehoerigkeit");
    }
    let text = document.xml();
    let mut settings = RuleSettings::default();
    settings.max_nodes = 100;
    let mut watch = rules().watch().settings(settings);
    let report = validator().validate_with(text.as_bytes(), &Settings::default(), &mut watch);
    let found = watch.finish(&report.expect("memory can be read"));
    assert!(found.notes.iter().any(|n| n.id == NoteId::TooManyElements));
    assert!(!ids(&found).contains(&"XA-030112-AENDERUNG"));
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let mut document = message("010101", false);
    document.set("aktenzeichenAnbietendeABH", "");
    document.set("nachrichtenkopf.g2g/autor/name", "");
    let text = document.xml();
    let mut settings = RuleSettings::default();
    settings.max_findings = 1;
    let mut watch = rules().watch().settings(settings);
    let report = validator().validate_with(text.as_bytes(), &Settings::default(), &mut watch);
    let found = watch.finish(&report.expect("memory can be read"));
    assert_eq!(found.findings.len(), 1);
    assert!(found.omitted > 0);
}

#[test]
fn rules_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(rules());
    let text = message("000002", false).xml();
    let judge = || ids(&judge(text.as_bytes()).1);
    std::thread::scope(|scope| {
        let other = scope.spawn(judge);
        assert_eq!(judge(), other.join().expect("no panic"));
    });
}

#[test]
fn a_test_message_is_noted() {
    let mut document = message("000002", false);
    document.attribute("", "test", "ja");
    let (_, found) = judge(document.xml().as_bytes());
    let note = found.notes.iter().find(|n| n.id == NoteId::TestMessage);
    let note = note.expect("a note");
    assert_eq!(
        note.text(Language::German),
        "Das ist eine Testnachricht (test=„ja“)."
    );
}

const EXTRA: RuleInfo = RuleInfo {
    id: "AZR-BEISPIEL",
    kind: Kind::Soft,
    layer: 3,
    source: "Beispiel",
    messages: Messages::Numbers(&["020114"]),
    de: "Ein Beispiel.",
    en: "An example.",
};

const BOOK: Book = Book {
    rules: &[EXTRA],
    bindings: &[Binding {
        rules: &["AZR-BEISPIEL"],
        on: On::Message(&["020114"]),
        check: Check::Tree(|context, root| {
            if let Some(reason) = root.at(["anlass", "code"]) {
                context.find(
                    "AZR-BEISPIEL",
                    reason.into(),
                    Says::value("x"),
                    reason.text(),
                );
            }
        }),
    }],
};

#[test]
fn other_crates_add_books_of_rules() {
    let rules = Rules::with_books(set(), &[&BOOK]).expect("a book");
    let text = message("020114", false).xml();
    let (_, found) = judge_with(&rules, None, text.as_bytes());
    let mut findings = found.findings.iter();
    let finding = findings.find(|f| f.rule == "AZR-BEISPIEL").expect("found");
    assert_eq!(finding.layer, 3);
    assert_eq!(
        finding.path.to_string(),
        "/ABHMB.MitteilungAZRNummer.020114/anlass/code"
    );
    let twice = Rules::with_books(set(), &[&BOOK, &BOOK]);
    assert_eq!(twice.err(), Some(RuleError::Twice("AZR-BEISPIEL")));
}

/// A message of one's own, whose code the schema takes from the column `kurz` of a list.
const OWN: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:code="http://xoev.de/schemata/code/1_0" xmlns="urn:eigen" targetNamespace="urn:eigen"
    xmlns:g2g="http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1">
  <xs:import namespace="http://xoev.de/schemata/code/1_0"
    schemaLocation="http://xoev.de/schemata/code/1_0/xoev-code.xsd"/>
  <xs:import namespace="http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1"
    schemaLocation="http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1/xoev-basisnachricht-unqualified-g2g_1.1.xsd"/>
  <xs:complexType name="Code.Farbe">
    <xs:annotation><xs:appinfo><genutzteCodeSpalte>kurz</genutzteCodeSpalte></xs:appinfo></xs:annotation>
    <xs:complexContent><xs:restriction base="code:Code">
      <xs:sequence><xs:element name="code" type="xs:token" form="unqualified"/></xs:sequence>
      <xs:attribute name="listURI" type="xs:anyURI" use="optional" fixed="urn:farbe"/>
      <xs:attribute name="listVersionID" type="xs:normalizedString" use="required"/>
    </xs:restriction></xs:complexContent>
  </xs:complexType>
  <xs:element name="eigen.Farbe.777777"><xs:complexType><xs:complexContent>
    <xs:extension base="g2g:Nachricht.G2GType"><xs:sequence>
      <xs:element name="farbe" type="Code.Farbe"/>
    </xs:sequence></xs:extension>
  </xs:complexContent></xs:complexType></xs:element>
</xs:schema>"#;

#[test]
fn keys_are_looked_for_in_the_column_that_the_schema_names() {
    let catalog = support::root().join("schemas/catalog.xml");
    let loader = Loader::new().catalog(catalog).expect("the catalog");
    let set = loader.memory("eigen.xsd", OWN).load().expect("a set");
    let at = set
        .elements
        .iter()
        .position(|e| e.name.local.starts_with("eigen."));
    let id = ElementId(at.expect("the message") as u32);
    let sample = Sampler::new(&set).sample(id).expect("a sample");
    let text = "# kennung: urn:farbe\n# version: 1\n# name: Farbe\n# key: lang\nlang\tkurz\n\
        rot\tr\ngruen\tg\n";
    let mut lists = CodeLists::new();
    let list = xoev_codelist::CodeList::from_tsv("farbe.tsv", text, &Limits::default());
    lists.add(list.expect("a list"));
    let rules = Rules::bundled(&set);
    let validator = Validator::new(set).expect("supported");
    for (key, known) in [("r", true), ("rot", false), ("x", false)] {
        let mut document = support::Document::parse(&sample);
        document.attribute("farbe", "listVersionID", "1");
        document.set("farbe/code", key);
        let mut watch = rules.watch().lists(&lists);
        let text = document.xml();
        let report = validator.validate_with(text.as_bytes(), &Settings::default(), &mut watch);
        let found = watch.finish(&report.expect("memory can be read"));
        let told = found
            .findings
            .iter()
            .any(|f| f.rule == "S011" && f.found.contains(key));
        assert_eq!(told, !known, "{key}: {found:?}");
    }
}
