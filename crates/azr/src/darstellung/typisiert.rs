//! Typed values as documents of their own, so that they are read like messages.

use xoev::reader::{self, Reader};
use xoev::writer::{self, Writer};
use xoev::{Element, Message, Namespace, Schema, TypeName};
use xoev_schema::{Appinfo, Element as Declaration, SchemaSet};

use super::sorte;

/// A value as a document whose root is named as its type.
pub(super) struct Huelle<'v, T>(pub(super) &'v T);

impl<T: Element> Element for Huelle<'_, T> {
    const TYPE: TypeName = T::TYPE;

    /// It is written only.
    fn read(reader: &mut Reader<'_>) -> reader::Result<Self> {
        reader.element_is_abstract()
    }

    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        self.0.attributes(writer)
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        self.0.content(writer)
    }
}

impl<T: Element> Message for Huelle<'_, T> {
    const NAMESPACE: &'static Namespace = T::TYPE.ns;
    const NAME: &'static str = T::TYPE.local;
    const SCHEMA: &'static Schema =
        <xauslaender::v26_11::azr::VonAZRAZRGesamtauskunft090004 as Message>::SCHEMA;
    const DECLARED: &'static [&'static Namespace] = &[T::TYPE.ns];
}

/// Whether a type is that of a group in a report or a record.
pub(super) fn is_entry(local: &str) -> bool {
    local.starts_with("AZR.") && (local.ends_with(".Meldung") || local.ends_with(".Auskunft"))
}

/// Declares the documents: for each such type, and for the content of a record, an element of the
/// same name.
pub(super) fn add_elements(set: &mut SchemaSet) {
    let Some(ns) = set.namespace(sorte::XA) else {
        return;
    };
    let types = set.types.iter().zip(0u32..);
    let added = types.filter_map(|(ty, at)| {
        let name = ty.name.clone()?;
        let document = ty.document?;
        let shown = is_entry(&name.local) || name.local == "AZR.Datensatzinhalt";
        (name.ns == ns && shown).then(|| Declaration {
            name,
            type_id: xoev_schema::TypeId(at),
            global: None,
            nillable: false,
            abstract_: false,
            default: None,
            fixed: None,
            appinfo: Appinfo::default(),
            document,
            block: Vec::new(),
            substitutes: None,
            constraints: Vec::new(),
        })
    });
    let added: Vec<Declaration> = added.collect();
    set.elements.extend(added);
}
