//! Reads code lists in the format OASIS Genericode 1.0.

mod columns;
mod rows;
mod xml;

use crate::error::{CodeListError, Fault};
use crate::limits::Limits;
use crate::list::{CodeList, Facts};
use xml::{Node, Space, Tag, Xml};

impl CodeList {
    /// Reads a `CodeList` document; `file` is named in errors.
    ///
    /// Elements below the root may be written with the namespace of Genericode or without one, as
    /// XRepository does. What is not needed is passed over: annotations but for the recommended key
    /// (`recommendedKeyColumn`, before 2022 `empfohleneCodeSpalte`) and the begin of validity, and
    /// values that are XML (`ComplexValue`), which count as undefined. White space around values
    /// does not count. A document without `SimpleCodeList` is a list that is not loaded.
    ///
    /// # Errors
    ///
    /// [`CodeListError::NoCodeList`] for documents with another root element;
    /// [`CodeListError::Malformed`], with the line, for bytes that are no XML, a document type
    /// declaration, or what Genericode forbids: URI, version or columns missing, a row without a
    /// required value or with two values of a column; [`CodeListError::Unsupported`] for columns
    /// that stand in another document; [`CodeListError::TooLarge`].
    pub fn from_genericode(
        file: &str,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<CodeList, CodeListError> {
        limits.check_bytes(file, bytes.len())?;
        let mut xml = Xml::new(file, bytes)?;
        root(&mut xml)?;
        let mut facts = Facts::default();
        let mut identified = false;
        let mut columns = None;
        let mut table = None;
        while let Some(tag) = xml.child("CodeList")? {
            match tag.name() {
                "Annotation" => annotation(&mut xml, &mut facts)?,
                "Identification" => {
                    once(&xml, identified, "Identification")?;
                    identified = true;
                    identification(&mut xml, &mut facts)?;
                }
                "ColumnSet" => {
                    once(&xml, columns.is_some(), "ColumnSet")?;
                    columns = Some(columns::read(&mut xml, limits)?);
                }
                "ColumnSetRef" => return Err(unsupported(&xml, "ColumnSetRef")),
                "SimpleCodeList" => {
                    once(&xml, table.is_some(), "SimpleCodeList")?;
                    let Some((columns, _)) = &columns else {
                        return Err(xml.fault(Fault::Missing("ColumnSet".to_owned())));
                    };
                    table = Some(rows::read(&mut xml, columns, limits)?);
                }
                _ => xml.skip()?,
            }
        }
        let missing = [
            ("CanonicalUri", facts.uri.is_empty()),
            ("Version", facts.version.is_empty()),
            ("ColumnSet", columns.is_none()),
        ];
        if let Some((name, _)) = missing.iter().find(|(_, missing)| *missing) {
            return Err(xml.fault(Fault::Missing((*name).to_owned())));
        }
        end(&mut xml)?;
        let (columns, keys) = columns.unwrap_or_default();
        Ok(CodeList::new(facts, columns, keys, table))
    }
}

/// Reads up to the root element, which has to be a code list.
fn root(xml: &mut Xml<'_>) -> Result<(), CodeListError> {
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.space == Space::Genericode && tag.local() == "CodeList" => break,
            Node::Open(tag) => {
                return Err(CodeListError::NoCodeList {
                    file: xml.file().to_owned(),
                    root: Some(tag.local().to_owned()),
                });
            }
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(_) | Node::Close => return Err(xml.fault(Fault::Syntax)),
            Node::End => return Err(xml.fault(Fault::Truncated)),
        }
    }
    // Only now, since other documents may have one.
    match xml.doctype {
        Some(line) => Err(xml.fault_in(line, Fault::Doctype)),
        None => Ok(()),
    }
}

/// Nothing may follow the root element.
fn end(xml: &mut Xml<'_>) -> Result<(), CodeListError> {
    loop {
        match xml.next()? {
            Node::End => return Ok(()),
            Node::Text(text) if text.trim().is_empty() => {}
            _ => return Err(xml.fault(Fault::Syntax)),
        }
    }
}

fn annotation(xml: &mut Xml<'_>, facts: &mut Facts) -> Result<(), CodeListError> {
    while let Some(tag) = xml.child("Annotation")? {
        if tag.name() != "Description" {
            xml.skip()?;
            continue;
        }
        while let Some(tag) = xml.child("Description")? {
            match tag.local() {
                "validFrom" | "datumGueltigkeitAb" if tag.space == Space::Xoev => {
                    facts.valid_from = xml.value("validFrom")?.into_owned();
                }
                _ => xml.skip()?,
            }
        }
    }
    Ok(())
}

fn identification(xml: &mut Xml<'_>, facts: &mut Facts) -> Result<(), CodeListError> {
    while let Some(tag) = xml.child("Identification")? {
        match tag.name() {
            "ShortName" => facts.short_name = xml.value("ShortName")?.into_owned(),
            "LongName" => long_name(xml, &tag, &mut facts.long_name)?,
            "Version" => facts.version = xml.value("Version")?.into_owned(),
            "CanonicalUri" => facts.uri = xml.value("CanonicalUri")?.into_owned(),
            "CanonicalVersionUri" => {
                facts.version_uri = xml.value("CanonicalVersionUri")?.into_owned();
            }
            "Agency" => {
                let mut short = String::new();
                while let Some(tag) = xml.child("Agency")? {
                    match tag.name() {
                        "ShortName" => short = xml.value("ShortName")?.into_owned(),
                        "LongName" => long_name(xml, &tag, &mut facts.publisher)?,
                        _ => xml.skip()?,
                    }
                }
                if facts.publisher.is_empty() {
                    facts.publisher = short;
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(())
}

/// Long names can come in several languages: the first counts, but German before others.
fn long_name<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>, kept: &mut String) -> Result<(), CodeListError> {
    let language = xml.attribute(tag, "xml:lang")?.unwrap_or_default();
    let text = xml.value("LongName")?;
    if kept.is_empty() || language.to_ascii_lowercase().starts_with("de") {
        *kept = text.into_owned();
    }
    Ok(())
}

fn once(xml: &Xml<'_>, seen: bool, name: &str) -> Result<(), CodeListError> {
    match seen {
        true => Err(xml.fault(Fault::Repeated(name.to_owned()))),
        false => Ok(()),
    }
}

fn unsupported(xml: &Xml<'_>, construct: &str) -> CodeListError {
    CodeListError::Unsupported {
        place: xml.place(xml.line()),
        construct: construct.to_owned(),
    }
}
