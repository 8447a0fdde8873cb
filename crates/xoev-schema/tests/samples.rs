//! Samples are judged by a stranger: libxml2, where its command `xmllint` is installed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xoev_schema::sample::{CodeTable, SampleError, Sampler};
use xoev_schema::{ElementId, Loader, NsId, SchemaSet};

/// Seeds for each message; more by hand with this variable.
const SEEDS: &str = "XOEV_SAMPLE_SEEDS";

/// Files for one process of xmllint: compiling the schema takes longer than validating.
const FILES_AT_ONCE: usize = 400;

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../schemas")
        .canonicalize()
        .expect("schemas")
}

/// All schema files that are not reached from `xinneres.xauslaender.xsd`, and that one.
fn roots() -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = fs::read_dir(schemas().join("xinneres/26.11"))
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .collect();
    roots.push(schemas().join("xauslaender/26.11/xinneres.xauslaender.xsd"));
    roots.sort();
    roots
}

fn bundled() -> SchemaSet {
    let mut loader = Loader::new()
        .catalog(schemas().join("catalog.xml"))
        .expect("catalog");
    for root in roots() {
        loader = loader.root(root);
    }
    loader.load().expect("load")
}

fn has_xmllint() -> bool {
    let found = Command::new("xmllint").arg("--version").output().is_ok();
    if !found {
        eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
    }
    found
}

/// A schema that imports one file for each namespace.
fn driver(folder: &Path, imports: &BTreeMap<String, String>) -> PathBuf {
    let imports: String = imports
        .iter()
        .map(|(uri, at)| format!("<xs:import namespace=\"{uri}\" schemaLocation=\"{at}\"/>\n"))
        .collect();
    let text = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
         targetNamespace=\"urn:driver\">\n{imports}</xs:schema>\n"
    );
    let path = folder.join("driver.xsd");
    fs::write(&path, text).expect("driver");
    path
}

/// What xmllint objects to in the files.
fn objections(schema: &Path, files: &[PathBuf]) -> String {
    let mut text = String::new();
    for some in files.chunks(FILES_AT_ONCE) {
        let output = Command::new("xmllint")
            .env("XML_CATALOG_FILES", schemas().join("catalog.xml"))
            .args(["--nonet", "--noout", "--schema"])
            .arg(schema)
            .args(some)
            .output()
            .expect("xmllint");
        let report = String::from_utf8_lossy(&output.stderr);
        let valid = report
            .lines()
            .filter(|line| line.ends_with(" validates"))
            .count();
        if valid != some.len() {
            text.extend(
                report
                    .lines()
                    .filter(|l| !l.ends_with(" validates"))
                    .map(|l| format!("{l}\n")),
            );
        }
    }
    text
}

/// The published location of a namespace, as other schemas import it.
fn published(set: &SchemaSet) -> BTreeMap<String, String> {
    let catalog = fs::read_to_string(schemas().join("catalog.xml")).expect("catalog");
    let urls: Vec<&str> = catalog
        .split("<uri name=\"")
        .skip(1)
        .filter_map(|entry| entry.split('"').next())
        .collect();
    let local = roots();
    set.documents
        .iter()
        .filter_map(|document| {
            let ends = format!("/{}", document.file);
            let url = urls
                .iter()
                .find(|u| u.ends_with(&ends))
                .map(|u| (*u).to_owned());
            let path = local.iter().find(|p| p.ends_with(&document.file));
            let path = path.map(|p| p.display().to_string());
            Some((set.uri(document.namespace).to_owned(), url.or(path)?))
        })
        .collect()
}

fn code_lists() -> BTreeMap<String, CodeTable> {
    let mut lists = BTreeMap::new();
    for entry in fs::read_dir(schemas().join("codelists")).expect("folder") {
        let path = entry.expect("entry").path();
        if path.extension().is_none_or(|e| e != "tsv") {
            continue;
        }
        let text = fs::read_to_string(path).expect("list");
        let header = |name: &str| {
            let start = format!("# {name}: ");
            text.lines()
                .find_map(|l| l.strip_prefix(&start))
                .unwrap_or_default()
                .to_owned()
        };
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let key = columns.iter().position(|c| *c == header("key"));
        let Some(key) = key else { continue };
        let rows = lines.filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let label = cells.iter().enumerate().find(|(at, _)| *at != key)?.1;
            Some(((*cells.get(key)?).to_owned(), (*label).to_owned()))
        });
        let table = CodeTable {
            version: header("version"),
            rows: rows.collect(),
        };
        lists.insert(header("kennung"), table);
    }
    lists
}

#[test]
fn samples_of_all_messages_are_valid() {
    let set = bundled();
    let seeds = std::env::var(SEEDS)
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(1);
    let folder = tempfile::tempdir().expect("folder");
    let mut sampler = Sampler::new(&set).code_lists(code_lists());
    let mut files = Vec::new();
    for full in [false, true] {
        sampler = sampler.full(full);
        for seed in 0..seeds {
            sampler = sampler.seed(seed);
            for at in 0..set.elements.len() {
                let xml = sampler.sample(ElementId(at as u32)).expect("sample");
                assert_eq!(xml, sampler.sample(ElementId(at as u32)).expect("sample"));
                let file = folder.path().join(format!("{at}-{seed}-{full}.xml"));
                fs::write(&file, xml).expect("write");
                files.push(file);
            }
        }
    }
    assert_eq!(files.len() as u64, 312 * 2 * seeds);
    if has_xmllint() {
        let schema = driver(folder.path(), &published(&set));
        assert_eq!(objections(&schema, &files), "");
    }
}

#[test]
fn message_says_its_own_number() {
    let set = bundled();
    let sampler = Sampler::new(&set);
    for (at, element) in set.elements.iter().enumerate() {
        let number = element.name.local.rsplit('.').next().expect("number");
        let xml = sampler.sample(ElementId(at as u32)).expect("sample");
        let head = xml.split("</nachrichtentyp>").next().expect("head");
        assert!(
            head.contains(&format!("<code>{number}</code>")),
            "{number}: {head}"
        );
    }
}

const QUIRKS: &str = r###"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:q="urn:quirks" targetNamespace="urn:quirks" elementFormDefault="qualified">
  <xs:simpleType name="Klein"><xs:restriction base="xs:token"><xs:pattern value="[a-m]*"/>
    </xs:restriction></xs:simpleType>
  <xs:simpleType name="Kleiner"><xs:restriction base="q:Klein"><xs:pattern value="[h-z]{3,9}"/>
    <xs:maxLength value="4"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Liste"><xs:list itemType="xs:gYearMonth"/></xs:simpleType>
  <xs:simpleType name="Vier"><xs:restriction base="q:Liste"><xs:length value="4"/>
    </xs:restriction></xs:simpleType>
  <xs:simpleType name="Beides"><xs:union memberTypes="xs:boolean q:Kleiner"/></xs:simpleType>
  <xs:simpleType name="Ziffern"><xs:restriction base="xs:decimal"><xs:totalDigits value="4"/>
    <xs:fractionDigits value="1"/><xs:minExclusive value="100"/><xs:maxInclusive value="101"/>
    </xs:restriction></xs:simpleType>
  <xs:simpleType name="Tag"><xs:restriction base="xs:date"><xs:minExclusive value="1999-12-31"/>
    <xs:maxExclusive value="2000-01-02"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Nie"><xs:restriction base="xs:string"><xs:pattern value="[A-Z]{9}"/>
    <xs:length value="7"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Baum"><xs:choice>
    <xs:sequence><xs:element name="links" type="q:Baum"/><xs:element name="rechts" type="q:Baum"/>
    </xs:sequence><xs:element name="blatt" type="xs:string"/></xs:choice></xs:complexType>
  <xs:complexType name="Endlos"><xs:sequence><xs:element name="tiefer" type="q:Endlos"/>
    </xs:sequence></xs:complexType>
  <xs:complexType name="Wert"><xs:simpleContent><xs:extension base="q:Tag">
    <xs:attribute name="einheit" type="xs:NMTOKENS" use="required"/>
    </xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="alles"><xs:complexType><xs:sequence>
    BUILTINS
    <xs:element name="kleiner" type="q:Kleiner"/><xs:element name="vier" type="q:Vier"/>
    <xs:element name="beides" type="q:Beides"/><xs:element name="ziffern" type="q:Ziffern"/>
    <xs:element name="tag" type="q:Tag"/><xs:element name="baum" type="q:Baum"/>
    <xs:element name="wert" type="q:Wert"/>
    <xs:element name="nie" type="q:Nie" minOccurs="0"/>
    <xs:element name="endlos" type="q:Endlos" minOccurs="0"/>
    <xs:choice><xs:element name="nie2" type="q:Nie"/><xs:element name="doch" type="xs:int"/></xs:choice>
    <xs:element name="ohne" form="unqualified" type="xs:string" fixed="fest"/>
    <xs:element name="vorgabe" type="xs:int" default="7" nillable="true"/>
    <xs:any namespace="##other" processContents="lax"/>
    <xs:any namespace="##local" processContents="skip" minOccurs="2" maxOccurs="2"/>
    <xs:any namespace="##targetNamespace" processContents="strict"/>
    <xs:element name="mitReihe"><xs:complexType><xs:all><xs:element name="a" type="xs:int"/>
      <xs:element name="b" type="xs:int" minOccurs="0"/></xs:all></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="fest" type="xs:token" fixed="x y" use="required"/>
    <xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType></xs:element>
  <xs:element name="gesperrt"><xs:complexType><xs:sequence>
    <xs:element name="feld" type="q:Nie"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="kopf" type="xs:string" abstract="true"/>
  <xs:element name="klein" substitutionGroup="q:kopf" type="xs:string"/>
</xs:schema>"###;

const BUILTINS: &[&str] = &[
    "anySimpleType",
    "string",
    "normalizedString",
    "token",
    "language",
    "Name",
    "NCName",
    "NMTOKEN",
    "NMTOKENS",
    "ID",
    "IDREF",
    "IDREFS",
    "anyURI",
    "QName",
    "boolean",
    "decimal",
    "integer",
    "nonPositiveInteger",
    "negativeInteger",
    "nonNegativeInteger",
    "positiveInteger",
    "long",
    "int",
    "short",
    "byte",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "float",
    "double",
    "duration",
    "dateTime",
    "date",
    "time",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gMonthDay",
    "gDay",
    "base64Binary",
    "hexBinary",
];

fn quirks(folder: &Path) -> (PathBuf, SchemaSet) {
    let elements: String = BUILTINS
        .iter()
        .map(|name| format!("<xs:element name=\"e.{name}\" type=\"xs:{name}\" maxOccurs=\"2\"/>\n"))
        .collect();
    let path = folder.join("quirks.xsd");
    fs::write(&path, QUIRKS.replace("BUILTINS", &elements)).expect("write");
    let set = Loader::new().root(&path).load().expect("load");
    (path, set)
}

fn find(set: &SchemaSet, local: &str) -> ElementId {
    let ns = set.namespace("urn:quirks").unwrap_or(NsId::NONE);
    set.find_element(ns, local).expect("element")
}

#[test]
fn every_builtin_type_and_facet_gets_valid_values() {
    let folder = tempfile::tempdir().expect("folder");
    let (schema, set) = quirks(folder.path());
    let mut files = Vec::new();
    for seed in 0..40 {
        let sampler = Sampler::new(&set).seed(seed).full(seed % 2 == 1);
        let xml = sampler.sample(find(&set, "alles")).expect("sample");
        assert!(!xml.contains("nie") && !xml.contains("endlos"), "{xml}");
        let file = folder.path().join(format!("{seed}.xml"));
        fs::write(&file, xml).expect("write");
        files.push(file);
    }
    if has_xmllint() {
        assert_eq!(objections(&schema, &files), "");
    }
}

#[test]
fn required_content_without_values_is_named() {
    let folder = tempfile::tempdir().expect("folder");
    let (_, set) = quirks(folder.path());
    let sampler = Sampler::new(&set);
    match sampler.sample(find(&set, "gesperrt")) {
        Err(SampleError::Unsatisfiable { path, .. }) => assert_eq!(path, "/gesperrt/feld"),
        other => panic!("{other:?}"),
    }
    let error = sampler.sample(find(&set, "kopf")).expect_err("abstract");
    assert!(matches!(error, SampleError::Abstract(_)), "{error}");
    let error = sampler.sample(ElementId(u32::MAX)).expect_err("unknown");
    assert_eq!(error, SampleError::UnknownElement(ElementId(u32::MAX)));
}
