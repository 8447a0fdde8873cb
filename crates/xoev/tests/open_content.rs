//! Open content: what the schema does not declare is still checked as far as it says something
//! about itself, and what it does declare is checked when reading and when writing.

#![allow(missing_docs)]

mod probe;

use probe::Many;
use xoev::builtin::Int;
use xoev::reader::{Reader, Result};
use xoev::writer::{self, Writer};
use xoev::{
    AnyElement, Element, Global, Message, MessageIo, NO_NAMESPACE, Namespace, NamespaceRule,
    ProcessContents, ReadError, Rule, Schema, TypeName, Wildcard, WriteError,
};

/// Attributes and content of an element without declaration, with the verdict of Xerces-J.
const UNDECLARED: &[(&str, bool)] = &[
    ("/>", true),
    (">text<y/>&amp;</e>", true),
    (" b='1' xml:lang='!!' xml:space='x'/>", true),
    (" i:foo='1'/>", true),
    (" i:type='xs:string'>t</e>", true),
    (" i:type='xs:int'>t</e>", false),
    (" i:type='xs:int'>1</e>", true),
    (" i:type='xs:int' i:nil='true'>1</e>", true),
    (" i:type='xs:int' b='1'>1</e>", false),
    (" i:type='xs:int'><y/></e>", false),
    (" i:type='xs:date'>2026-02-29</e>", false),
    (" i:type='xs:anyType' b='1'>t<y/></e>", true),
    (" i:type=' xs:anyType '/>", true),
    (" i:type='foo'/>", false),
    (" i:type='q:foo'/>", false),
    (" i:type=''/>", false),
    (" i:type='a b'/>", false),
    (" i:type='xs:nope'/>", false),
    (" i:type='xs:a:b'/>", false),
    (" i:nil='true'/>", true),
    (" i:nil='true'>x</e>", true),
    (" i:nil='1'/>", true),
    (" i:nil='maybe'/>", false),
    (" i:schemaLocation='u'/>", true),
    (" i:schemaLocation=''/>", true),
    (" i:schemaLocation='u v'/>", true),
    (" i:schemaLocation='%% [x'/>", false),
    (" i:noNamespaceSchemaLocation='a b'/>", true),
    (" i:noNamespaceSchemaLocation='%%'/>", false),
    ("><y i:type='q:z'/></e>", false),
    ("><y i:type='xs:int'>t</y></e>", false),
    ("><y i:nil='maybe'/></e>", false),
];

#[test]
fn undeclared_elements_are_judged_as_xerces_does() {
    for (rest, expected) in UNDECLARED {
        let document = format!(
            "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance' \
             xmlns:xs='http://www.w3.org/2001/XMLSchema'><e{rest}</a>"
        );
        let found = Many::from_slice(document.as_bytes());
        match found {
            Ok(_) => assert!(expected, "{rest}"),
            Err(ReadError::Invalid(violation)) => assert!(!expected, "{rest}: {violation}"),
            Err(error) => panic!("{rest}: {error}"),
        }
    }
}

#[test]
fn skipped_content_need_only_be_well_formed() {
    for (rest, _) in UNDECLARED {
        let element = format!(
            "<e xmlns:i='http://www.w3.org/2001/XMLSchema-instance' \
             xmlns:xs='http://www.w3.org/2001/XMLSchema'{rest}"
        );
        assert!(AnyElement::from_xml(&element).is_ok(), "{rest}");
    }
}

static GLOBALS: &[Global] = &[Global {
    ns: &NO_NAMESPACE,
    local: "number",
    check: xoev::check::<Int>,
}];
static KNOWN: Schema = Schema {
    globals: GLOBALS,
    ..Schema::EMPTY
};
static LAX: Wildcard = Wildcard {
    namespaces: NamespaceRule::Any,
    process: ProcessContents::Lax,
};
static STRICT: Wildcard = Wildcard {
    namespaces: NamespaceRule::Any,
    process: ProcessContents::Strict,
};

/// A message with content that may be anything, then content that must be known.
#[derive(Debug, PartialEq)]
struct Numbers {
    lax: Vec<AnyElement>,
    strict: Option<AnyElement>,
}

impl Element for Numbers {
    fn read(reader: &mut Reader<'_>) -> Result<Numbers> {
        reader.attrs_end(TypeName::ANONYMOUS)?;
        let lax = reader.any_list(&LAX, 0, 1)?;
        let strict = reader.any_opt(&STRICT)?;
        reader.end()?;
        Ok(Numbers { lax, strict })
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.any_list(&LAX, 0, 1, &self.lax)?;
        writer.any_opt(&STRICT, &self.strict)
    }
}

impl Message for Numbers {
    const NAMESPACE: &'static Namespace = &NO_NAMESPACE;
    const NAME: &'static str = "a";
    const SCHEMA: &'static Schema = &KNOWN;
    const DECLARED: &'static [&'static Namespace] = &[];
}

fn element(xml: &str) -> AnyElement {
    AnyElement::from_xml(xml).expect("well-formed")
}

#[test]
fn declared_elements_in_open_content_are_checked_when_read_and_when_written() {
    for (lax, strict, expected) in [
        ("<number>1</number>", "<number>2</number>", None),
        ("<e><number>1</number></e>", "<number>2</number>", None),
        (
            "<number>x</number>",
            "<number>2</number>",
            Some(Rule::Datatype),
        ),
        (
            "<e><number>x</number></e>",
            "<number>2</number>",
            Some(Rule::Datatype),
        ),
        (
            "<number>1</number>",
            "<number b='1'>2</number>",
            Some(Rule::AttributeUnexpected),
        ),
        ("<number>1</number>", "<e/>", Some(Rule::WildcardUndeclared)),
    ] {
        let document = format!("<a>{lax}{strict}</a>");
        let read = Numbers::from_slice(document.as_bytes());
        let rule = read
            .as_ref()
            .err()
            .and_then(|e| e.violation())
            .map(|v| v.rule);
        assert_eq!(rule, expected, "{document}");
        let made = Numbers {
            lax: vec![element(lax)],
            strict: Some(element(strict)),
        };
        let rule = match made.to_vec() {
            Ok(written) => {
                assert_eq!(Numbers::from_slice(&written).expect("valid"), made);
                None
            }
            Err(WriteError::Invalid(violation)) => Some(violation.rule),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(rule, expected, "{document}");
    }
}
