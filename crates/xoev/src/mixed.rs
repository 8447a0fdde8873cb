//! Mixed content: text between child elements.

use std::fmt;

use crate::any::{AnyAttribute, AnyElement};
use crate::element::Element;
use crate::error::ReadError;
use crate::limits::Limits;
use crate::name::{Schema, TypeName};
use crate::reader::{NamespaceRule, ProcessContents, Reader, Result, Wildcard};
use crate::writer::{self, Writer};

/// An element with mixed content. It is kept as it stands in the message; attributes and child
/// elements are checked by their types and can be looked at through [`Mixed::inhalt`].
#[derive(Clone)]
pub struct Mixed<T> {
    inhalt: T,
    raw: Box<str>,
    outside: Box<[(Box<str>, Box<str>)]>,
}

impl<T: Element> Mixed<T> {
    /// Takes attributes and content from an element, whatever its name, in XML text.
    ///
    /// # Errors
    /// [`ReadError`] if the text is not well-formed, or not valid by the type.
    pub fn from_xml(
        xml: &str,
        schema: &'static Schema,
    ) -> std::result::Result<Mixed<T>, ReadError> {
        crate::message::read_document(xml.as_bytes(), schema, Limits::default(), |reader| {
            reader.enter_any()?;
            Mixed::read(reader)
        })
    }

    /// Attributes and child elements, without the text between them.
    pub fn inhalt(&self) -> &T {
        &self.inhalt
    }

    /// The content as XML text.
    pub fn to_xml(&self) -> &str {
        &self.raw
    }
}

/// Equal if attributes, child elements and text are, however they are written.
impl<T: PartialEq> PartialEq for Mixed<T> {
    fn eq(&self, other: &Mixed<T>) -> bool {
        let whole = |mixed: &Mixed<T>| {
            let mut xml = String::from("<mixed");
            writer::declare(&mixed.outside, &mut xml);
            xml.push('>');
            xml.push_str(&mixed.raw);
            xml.push_str("</mixed>");
            xml
        };
        self.inhalt == other.inhalt
            && ((&self.raw, &self.outside) == (&other.raw, &other.outside)
                || crate::reader::same_xml(&whole(self), &whole(other)))
    }
}

impl<T: fmt::Debug> fmt::Debug for Mixed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mixed").field(&self.raw).finish()
    }
}

impl<T: Element> Element for Mixed<T> {
    const TYPE: TypeName = T::TYPE;

    fn read(reader: &mut Reader<'_>) -> Result<Mixed<T>> {
        #[cfg(feature = "serde")]
        if reader.is_tree() {
            return reader.tree_mixed();
        }
        let (inhalt, raw, outside) = reader.mixed_content(T::read)?;
        let outside = crate::any::kept(outside);
        Ok(Mixed {
            inhalt,
            raw: raw.into(),
            outside,
        })
    }

    fn nil(reader: &mut Reader<'_>) -> Result<Vec<AnyAttribute>> {
        T::nil(reader)
    }

    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        #[cfg(feature = "serde")]
        if writer.is_tree() {
            return Ok(());
        }
        // First the declarations, so that attributes of a wildcard choose other prefixes.
        writer.declarations(&self.outside)?;
        self.inhalt.attributes(writer)
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        #[cfg(feature = "serde")]
        if writer.is_tree() {
            return writer.tree_mixed(self);
        }
        writer.raw(&self.raw)
    }
}

/// `xs:anyType`: any attributes, any content.
pub type AnyType = Mixed<AnyContent>;

/// Attributes and child elements of [`AnyType`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnyContent {
    /// Attributes.
    pub attributes: Vec<AnyAttribute>,
    /// Child elements.
    pub elements: Vec<AnyElement>,
}

static ANY: Wildcard = Wildcard {
    namespaces: NamespaceRule::Any,
    process: ProcessContents::Lax,
};

impl Element for AnyContent {
    fn read(reader: &mut Reader<'_>) -> Result<AnyContent> {
        let attributes = reader.any_attrs(&ANY)?;
        reader.attrs_end(Self::TYPE)?;
        let elements = reader.any_list(&ANY, 0, u32::MAX)?;
        reader.end()?;
        Ok(AnyContent {
            attributes,
            elements,
        })
    }

    fn nil(reader: &mut Reader<'_>) -> Result<Vec<AnyAttribute>> {
        let attributes = reader.any_attrs(&ANY)?;
        reader.attrs_end(Self::TYPE)?;
        Ok(attributes)
    }

    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.any_attrs(&ANY, &self.attributes)
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.any_list(&ANY, 0, u32::MAX, &self.elements)
    }
}
