//! Schema text is put into a plain form before it is parsed: no document type, comments or
//! processing instructions, all references resolved, attribute values normalised as XML demands.
//!
//! The parser behind this stage drops character references in the text of `appinfo`, takes
//! elements of no namespace for elements of XML Schema, passes over attributes that it does not
//! know, and does not keep the namespaces in the scope of an XPath. All of that is dealt with
//! here, on XML events, so that nothing is lost or let through silently.

use std::collections::BTreeMap;

use quick_xml::NsReader;
use quick_xml::events::{BytesCData, BytesRef, BytesStart, BytesText, Event};
use quick_xml::name::ResolveResult;

use super::tally::Tally;
use super::vocabulary::{self, Word};
use super::xpath;
use crate::error::{Place, SchemaError};
use crate::model::XS;

/// Nesting beyond this is taken for an attack on the stack.
const DEEPEST: usize = 200;

/// A schema document in plain form, with what is known about it before it is parsed.
#[derive(Debug)]
pub(super) struct Plain {
    /// The text.
    pub(super) text: String,
    /// Numbers of components by their tags.
    pub(super) tally: Tally,
    /// The prefix that the schema element binds to its target namespace.
    pub(super) prefix: Option<String>,
    /// Whether an attribute of the `xml` namespace is referred to.
    pub(super) uses_xml_attributes: bool,
}

/// Puts schema text into plain form.
pub(super) fn normalise(file: &str, text: &str) -> Result<Plain, SchemaError> {
    let mut pass = Pass {
        file,
        reader: NsReader::from_str(text),
        source: text,
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        seen_root: false,
        entities: BTreeMap::new(),
        tally: Tally::default(),
        prefix: None,
        uses_xml_attributes: false,
    };
    pass.run()?;
    Ok(Plain {
        text: pass.out,
        tally: pass.tally,
        prefix: pass.prefix,
        uses_xml_attributes: pass.uses_xml_attributes,
    })
}

struct Pass<'t> {
    file: &'t str,
    reader: NsReader<&'t [u8]>,
    source: &'t str,
    out: String,
    /// Open elements; those of XML Schema outside annotations by name, others as none.
    open: Vec<Option<String>>,
    seen_root: bool,
    entities: BTreeMap<String, String>,
    tally: Tally,
    prefix: Option<String>,
    uses_xml_attributes: bool,
}

impl<'t> Pass<'t> {
    fn run(&mut self) -> Result<(), SchemaError> {
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|e| self.malformed(e.to_string()))?;
            match event {
                Event::Start(start) => {
                    self.start(&start, false)?;
                }
                Event::Empty(start) => {
                    self.start(&start, true)?;
                }
                Event::End(end) => {
                    self.open.pop();
                    self.out.push_str("</");
                    self.out
                        .push_str(&String::from_utf8_lossy(end.name().as_ref()));
                    self.out.push('>');
                }
                Event::Text(text) => self.text(&text)?,
                Event::CData(data) => {
                    self.only_in_annotation("text")?;
                    self.cdata(&String::from_utf8_lossy(&data));
                }
                Event::GeneralRef(reference) => {
                    self.only_in_annotation("text")?;
                    let text = self.reference(&reference)?;
                    self.cdata(&text);
                }
                Event::DocType(doctype) => {
                    let doctype = String::from_utf8_lossy(&doctype).into_owned();
                    self.entities = internal_entities(&doctype);
                    self.keep_lines(&doctype);
                }
                Event::Comment(dropped) => {
                    let dropped = String::from_utf8_lossy(&dropped).into_owned();
                    self.keep_lines(&dropped);
                }
                Event::PI(dropped) => {
                    let dropped = String::from_utf8_lossy(&dropped).into_owned();
                    self.keep_lines(&dropped);
                }
                Event::Decl(_) => {}
                Event::Eof => break,
            }
        }
        match self.open.last() {
            Some(open) => {
                let name = open.as_deref().unwrap_or("an element");
                Err(self.malformed(format!("the file ends within {name}")))
            }
            None if !self.seen_root => Err(self.malformed("the file has no element")),
            None => Ok(()),
        }
    }

    /// Line numbers stay right when something is dropped.
    fn keep_lines(&mut self, dropped: &str) {
        let lines = dropped.matches('\n').count();
        self.out.extend(std::iter::repeat_n('\n', lines));
    }

    fn in_annotation(&self) -> bool {
        self.open
            .iter()
            .flatten()
            .any(|name| matches!(name.as_str(), "appinfo" | "documentation"))
    }

    fn only_in_annotation(&self, what: &str) -> Result<(), SchemaError> {
        if self.in_annotation() {
            return Ok(());
        }
        Err(self.malformed(format!("{what} where none may stand")))
    }

    fn text(&mut self, text: &BytesText<'_>) -> Result<(), SchemaError> {
        let text = String::from_utf8_lossy(text);
        if !text.trim_matches([' ', '\t', '\n', '\r']).is_empty() {
            self.only_in_annotation("text")?;
        }
        self.out.push_str(&text);
        Ok(())
    }

    fn cdata(&mut self, text: &str) {
        for part in BytesCData::escaped(text) {
            self.out.push_str("<![CDATA[");
            self.out.push_str(&String::from_utf8_lossy(&part));
            self.out.push_str("]]>");
        }
    }

    fn reference(&self, reference: &BytesRef<'_>) -> Result<String, SchemaError> {
        if let Some(character) = reference
            .resolve_char_ref()
            .map_err(|e| self.malformed(e.to_string()))?
        {
            return Ok(character.to_string());
        }
        let name = String::from_utf8_lossy(reference).into_owned();
        self.entity(&name)
            .map(str::to_owned)
            .ok_or_else(|| self.malformed(format!("the entity &{name}; is not declared")))
    }

    fn entity(&self, name: &str) -> Option<&str> {
        match name {
            "amp" => Some("&"),
            "lt" => Some("<"),
            "gt" => Some(">"),
            "quot" => Some("\""),
            "apos" => Some("'"),
            _ => self.entities.get(name).map(String::as_str),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<(), SchemaError> {
        if self.open.is_empty() && self.seen_root {
            return Err(self.malformed("more than one root element"));
        }
        if self.open.len() >= DEEPEST {
            return Err(SchemaError::Unsupported {
                place: self.place(),
                construct: "nesting".into(),
                reason: format!("elements are nested more than {DEEPEST} deep"),
            });
        }
        let annotation = self.in_annotation();
        let (namespace, local) = self.reader.resolve_element(start.name());
        let local = String::from_utf8_lossy(local.as_ref()).into_owned();
        let is_xs = match namespace {
            ResolveResult::Bound(ns) => ns.as_ref() == XS.as_bytes(),
            ResolveResult::Unbound => false,
            ResolveResult::Unknown(prefix) => {
                let prefix = String::from_utf8_lossy(&prefix).into_owned();
                return Err(self.malformed(format!("the prefix {prefix} is not declared")));
            }
        };
        let word = if annotation {
            None
        } else {
            Some(self.word(is_xs, &local)?)
        };

        self.out.push('<');
        self.out
            .push_str(&String::from_utf8_lossy(start.name().as_ref()));
        let mut attributes = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| self.malformed(e.to_string()))?;
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let mut value = self.attribute_value(&attribute.value)?;
            if let Some(allowed) = word
                && !key.contains(':')
                && key != "xmlns"
            {
                self.check_attribute(&local, allowed, &key)?;
                if key == "xpath" {
                    value = xpath::expand(&value, |prefix| self.namespace_of(prefix))
                        .map_err(|reason| self.malformed(reason))?;
                } else if !vocabulary::is_verbatim(&key) {
                    value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            if key.ends_with(":minVersion") && !self.open.is_empty() && word.is_some() {
                return Err(self.later("vc:minVersion"));
            }
            self.out.push(' ');
            self.out.push_str(&key);
            self.out.push_str("=\"");
            push_escaped(&mut self.out, &value);
            self.out.push('"');
            attributes.insert(key, value);
        }
        self.keep_lines(&String::from_utf8_lossy(start));
        self.out.push_str(if empty { "/>" } else { ">" });

        if word.is_some() {
            self.tally
                .tag(self.open.last().and_then(|o| o.as_deref()), &local);
            if local == "attribute" && attributes.get("ref").is_some_and(|r| r.starts_with("xml:"))
            {
                self.uses_xml_attributes = true;
            }
        }
        if self.open.is_empty() {
            self.seen_root = true;
            self.prefix = own_prefix(&attributes);
        }
        if !empty {
            self.open.push(word.map(|_| local));
        }
        Ok(())
    }

    fn word(&self, is_xs: bool, local: &str) -> Result<&'static [&'static str], SchemaError> {
        if self.open.is_empty() && !(is_xs && local == "schema") {
            return Err(self.malformed(format!("the root element is {local}, not xs:schema")));
        }
        let word = if is_xs {
            vocabulary::element(local)
        } else {
            Word::Unknown
        };
        match word {
            Word::Known(attributes) => {
                let mut around = self.open.iter().rev().map(Option::as_deref);
                let (parent, outer) = (around.next().flatten(), around.next().flatten());
                match parent {
                    Some(parent) if !vocabulary::may_contain(outer, parent, local) => {
                        Err(self.malformed(format!("xs:{local} may not stand in xs:{parent}")))
                    }
                    _ => Ok(attributes),
                }
            }
            Word::Later => Err(self.later(&format!("xs:{local}"))),
            Word::Unknown => Err(self.malformed(format!("{local} is no element of XML Schema"))),
        }
    }

    fn check_attribute(
        &self,
        element: &str,
        allowed: &[&str],
        attribute: &str,
    ) -> Result<(), SchemaError> {
        if attribute == "id" || allowed.contains(&attribute) {
            return Ok(());
        }
        if vocabulary::is_later_attribute(element, attribute) {
            return Err(self.later(&format!("the attribute {attribute} of xs:{element}")));
        }
        Err(self.malformed(format!("xs:{element} has no attribute {attribute}")))
    }

    fn namespace_of(&self, prefix: &str) -> Option<String> {
        let name = format!("{prefix}:x");
        match self
            .reader
            .resolve_element(quick_xml::name::QName(name.as_bytes()))
            .0
        {
            ResolveResult::Bound(ns) => Some(String::from_utf8_lossy(ns.as_ref()).into_owned()),
            _ => None,
        }
    }

    /// The value after references are resolved: literal line breaks and tabs count as blanks,
    /// those written as references stay.
    fn attribute_value(&self, raw: &[u8]) -> Result<String, SchemaError> {
        let raw = String::from_utf8_lossy(raw);
        if raw.contains('<') {
            return Err(self.malformed("an attribute value contains <"));
        }
        let mut value = String::with_capacity(raw.len());
        let mut rest = raw.as_ref();
        while let Some(at) = rest.find('&') {
            push_blanked(&mut value, &rest[..at]);
            let end = rest[at..]
                .find(';')
                .ok_or_else(|| self.malformed("& without ; in an attribute value"))?;
            value.push_str(&self.reference(&BytesRef::new(&rest[at + 1..at + end]))?);
            rest = &rest[at + end + 1..];
        }
        push_blanked(&mut value, rest);
        Ok(value)
    }

    fn line(&self) -> usize {
        let position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let read = self
            .source
            .as_bytes()
            .get(..position)
            .unwrap_or(self.source.as_bytes());
        1 + read.iter().filter(|b| **b == b'\n').count()
    }

    fn place(&self) -> Place {
        Place {
            file: self.file.to_owned(),
            line: Some(self.line()),
            chain: Vec::new(),
        }
    }

    fn malformed(&self, reason: impl Into<String>) -> SchemaError {
        SchemaError::Malformed {
            place: self.place(),
            reason: reason.into(),
        }
    }

    fn later(&self, construct: &str) -> SchemaError {
        SchemaError::Unsupported {
            place: self.place(),
            construct: construct.to_owned(),
            reason: "it belongs to XML Schema 1.1; XÖV standards are written in 1.0".to_owned(),
        }
    }
}

fn push_blanked(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| {
        if matches!(c, '\t' | '\n' | '\r') {
            ' '
        } else {
            c
        }
    }));
}

fn push_escaped(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

fn own_prefix(attributes: &BTreeMap<String, String>) -> Option<String> {
    let target = attributes.get("targetNamespace")?;
    attributes
        .iter()
        .filter(|(_, value)| *value == target)
        .find_map(|(key, _)| key.strip_prefix("xmlns:"))
        .map(str::to_owned)
}

/// Entities that the document type declares with a plain value. Anything fancier counts as not
/// declared, and using it is an error.
fn internal_entities(doctype: &str) -> BTreeMap<String, String> {
    let mut entities = BTreeMap::new();
    for declaration in doctype.split("<!ENTITY").skip(1) {
        let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|q| matches!(q, '"' | '\'')) else {
            continue;
        };
        let Some(value) = rest[1..].split(quote).next() else {
            continue;
        };
        if !value.contains(['&', '%', '<']) {
            entities
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
    }
    entities
}
