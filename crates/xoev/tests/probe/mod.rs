//! Messages with the root element `a`, for tests of reading and writing themselves.

#![allow(dead_code)]

use xoev::builtin::XsString;
use xoev::reader::{Reader, Result};
use xoev::writer::{self, Writer};
use xoev::{
    AnyElement, AnyType, Element, Message, NO_NAMESPACE, Namespace, NamespaceRule, ProcessContents,
    Schema, TypeName, Wildcard,
};

pub(crate) static SCHEMA: Schema = Schema::EMPTY;

/// A message whose root element `a` may hold anything.
#[derive(Debug, PartialEq)]
pub(crate) struct Open(pub(crate) AnyType);

impl Element for Open {
    fn read(reader: &mut Reader<'_>) -> Result<Open> {
        AnyType::read(reader).map(Open)
    }

    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        self.0.attributes(writer)
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        self.0.content(writer)
    }
}

/// A message whose root element `a` has an attribute `b` and text.
#[derive(Debug, PartialEq)]
pub(crate) struct Plain {
    pub(crate) attribute: Option<XsString>,
    pub(crate) text: XsString,
}

impl Element for Plain {
    fn read(reader: &mut Reader<'_>) -> Result<Plain> {
        let attribute = reader.attr(&NO_NAMESPACE, "b")?;
        reader.attrs_end(TypeName::ANONYMOUS)?;
        Ok(Plain {
            attribute,
            text: reader.text()?,
        })
    }

    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.attr(&NO_NAMESPACE, "b", &self.attribute)
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.value(&self.text)
    }
}

/// A message whose root element `a` holds any elements.
#[derive(Debug, PartialEq)]
pub(crate) struct Many(pub(crate) Vec<AnyElement>);

static LAX: Wildcard = Wildcard {
    namespaces: NamespaceRule::Any,
    process: ProcessContents::Lax,
};

impl Element for Many {
    fn read(reader: &mut Reader<'_>) -> Result<Many> {
        reader.attrs_end(TypeName::ANONYMOUS)?;
        let list = reader.any_list(&LAX, 0, u32::MAX)?;
        reader.end()?;
        Ok(Many(list))
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.any_list(&LAX, 0, u32::MAX, &self.0)
    }
}

/// A message whose root element `a` holds elements `b` with a text each.
#[derive(Debug, PartialEq)]
pub(crate) struct Texts(pub(crate) Vec<XsString>);

impl Element for Texts {
    fn read(reader: &mut Reader<'_>) -> Result<Texts> {
        reader.attrs_end(TypeName::ANONYMOUS)?;
        let list = reader.list(&NO_NAMESPACE, "b", 0, u32::MAX)?;
        reader.end()?;
        Ok(Texts(list))
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.list(&NO_NAMESPACE, "b", 0, u32::MAX, &self.0)
    }
}

macro_rules! messages {
    ($($message:ty)*) => {$(
        impl Message for $message {
            const NAMESPACE: &'static Namespace = &NO_NAMESPACE;
            const NAME: &'static str = "a";
            const SCHEMA: &'static Schema = &SCHEMA;
            const DECLARED: &'static [&'static Namespace] = &[];
        }
    )*};
}

messages! { Open Plain Many Texts }
