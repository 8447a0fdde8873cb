//! What checks keep while an element is open: groups that each say something about what follows in
//! them.

mod support;

use xoev_rules::{At, Binding, Book, Check, Kind, Messages, On, RuleInfo, Rules, Says, TypeName};
use xoev_schema::sample::Sampler;
use xoev_schema::{ElementId, Loader};
use xoev_validator::{Judgement, Settings, Validator};

/// A message with groups, which may be in each other.
const OWN: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns="urn:eigen" targetNamespace="urn:eigen"
    xmlns:g2g="http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1">
  <xs:import namespace="http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1"
    schemaLocation="http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1/xoev-basisnachricht-unqualified-g2g_1.1.xsd"/>
  <xs:simpleType name="Art"><xs:restriction base="xs:token"/></xs:simpleType>
  <xs:simpleType name="Inhalt"><xs:restriction base="xs:token"/></xs:simpleType>
  <xs:complexType name="Gruppe"><xs:choice minOccurs="0" maxOccurs="unbounded">
    <xs:element name="art" type="Art"/>
    <xs:element name="inhalt" type="Inhalt"/>
    <xs:element name="gruppe" type="Gruppe"/>
  </xs:choice></xs:complexType>
  <xs:element name="eigen.Gruppen.777777"><xs:complexType><xs:complexContent>
    <xs:extension base="g2g:Nachricht.G2GType"><xs:sequence>
      <xs:element name="alles" type="Gruppe"/>
    </xs:sequence></xs:extension>
  </xs:complexContent></xs:complexType></xs:element>
</xs:schema>"#;

const SHOWN: RuleInfo = RuleInfo {
    id: "EIGEN-GEMERKT",
    kind: Kind::Soft,
    layer: 3,
    source: "Beispiel",
    messages: Messages::Numbers(&["777777"]),
    de: "Zeigt, was gemerkt ist.",
    en: "Shows what is kept.",
};

const BOOK: Book = Book {
    rules: &[SHOWN],
    bindings: &[
        Binding {
            rules: &["EIGEN-GEMERKT"],
            on: On::Types(&[TypeName::new("urn:eigen", "Art")]),
            check: Check::Leaf(|context, leaf| {
                // `1` is kept for the group, `^1` for what is around it, `far` for nothing.
                let (above, value) = match leaf.value() {
                    "far" => (1000, 0),
                    text if text.starts_with('^') => (2, text[1..].parse().unwrap_or(0)),
                    text => (1, text.parse().unwrap_or(0)),
                };
                context.keep("art", above, value);
            }),
        },
        Binding {
            rules: &["EIGEN-GEMERKT"],
            on: On::Types(&[TypeName::new("urn:eigen", "Inhalt")]),
            check: Check::Leaf(|context, _| {
                assert_eq!(context.kept("another"), None);
                let kept = context
                    .kept("art")
                    .map_or("-".to_owned(), |v| v.to_string());
                context.find("EIGEN-GEMERKT", At::Here, Says::value("x"), &kept);
            }),
        },
    ],
};

/// What is kept at each `inhalt` of these messages, which one watcher sees.
fn kept(messages: &[&str]) -> String {
    let catalog = support::root().join("schemas/catalog.xml");
    let loader = Loader::new().catalog(catalog).expect("the catalog");
    let set = loader.memory("eigen.xsd", OWN).load().expect("a set");
    let mut elements = set.elements.iter();
    let at = elements.position(|e| e.name.local.starts_with("eigen."));
    let id = ElementId(at.expect("the message") as u32);
    let sample = Sampler::new(&set).sample(id).expect("a sample");
    let rules = Rules::with_books(&set, &[&BOOK]).expect("a book");
    let validator = Validator::new(set).expect("supported");
    let mut watch = rules.watch();
    let mut last = None;
    for groups in messages {
        // `(` begins a group, `)` ends it, `.` is content, all else says something.
        let mut xml = String::new();
        for word in groups.split_whitespace() {
            xml.push_str(&match word {
                "(" => "<gruppe>".to_owned(),
                ")" => "</gruppe>".to_owned(),
                "." => "<inhalt>x</inhalt>".to_owned(),
                said => format!("<art>{said}</art>"),
            });
        }
        let mut document = support::Document::parse(&sample);
        document.fill("alles", &xml);
        let text = document.xml();
        let report = validator.validate_with(text.as_bytes(), &Settings::default(), &mut watch);
        let report = report.expect("memory can be read");
        assert_eq!(report.judgement, Judgement::Valid, "{report:?}");
        last = Some(report);
    }
    let report = watch.finish(&last.expect("a message"));
    let of_rule = report.findings.iter().filter(|f| f.rule == SHOWN.id);
    of_rule
        .map(|f| f.found.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_value_is_kept_until_the_end_of_its_element() {
    assert_eq!(kept(&[". ( . 1 . ) . ( . )"]), "- - 1 - -");
    assert_eq!(kept(&["( 1 ( . ) . ) ."]), "1 1 -");
}

#[test]
fn the_innermost_value_counts_and_a_later_one_replaces_it() {
    assert_eq!(kept(&["( 1 . ( 2 . ) . 3 . )"]), "1 2 1 3");
    assert_eq!(kept(&["( ( 2 ^1 . ) . ) ."]), "2 1 -");
    assert_eq!(kept(&["( ( ^1 . ) . ) ."]), "1 1 -");
}

#[test]
fn nothing_is_kept_beyond_the_message() {
    assert_eq!(kept(&["far ."]), "-");
    assert_eq!(kept(&["1 ", "."]), "-");
}
