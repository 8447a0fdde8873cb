//! What generated types implement, and the two wrappers that they use.

use crate::any::AnyAttribute;
use crate::name::TypeName;
use crate::name::{Namespace, Schema};
use crate::reader::{Reader, Result};
use crate::simple::Simple;
use crate::writer::{self, Writer};

/// A type that elements can have: all simple types, and the generated complex types.
pub trait Element: Sized {
    /// Name of the type in its schema.
    const TYPE: TypeName = TypeName::ANONYMOUS;

    /// Reads attributes and content of the element entered last, through its end tag.
    fn read(reader: &mut Reader<'_>) -> Result<Self>;

    /// Reads the attributes of an element that is nil, which are kept as they are.
    fn nil(reader: &mut Reader<'_>) -> Result<Vec<AnyAttribute>> {
        reader.attrs_end(Self::TYPE)?;
        Ok(Vec::new())
    }

    /// Writes the attributes.
    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        let _ = writer;
        Ok(())
    }

    /// Writes the content.
    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()>;
}

impl<T: Simple> Element for T {
    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<T> {
        reader.attrs_end(TypeName::ANONYMOUS)?;
        reader.value()
    }

    #[inline]
    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        writer.value(self)
    }
}

/// What never is: the content of an abstract element for which no other element may stand. Types
/// that require it can be named but not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {}

impl Element for Never {
    fn read(reader: &mut Reader<'_>) -> Result<Never> {
        reader.element_is_abstract()
    }

    fn content(&self, _: &mut Writer<'_>) -> writer::Result<()> {
        match *self {}
    }
}

/// A part of element content that is no element itself: a choice, or a sequence that may be
/// absent or repeated as a whole.
pub trait Group: Sized {
    /// What it may begin with.
    const FIRST: &'static [First];

    /// Reads one occurrence.
    fn read(reader: &mut Reader<'_>) -> Result<Self>;

    /// Writes it.
    fn write(&self, writer: &mut Writer<'_>) -> writer::Result<()>;
}

/// What a [`Group`] may begin with.
#[derive(Clone, Copy, Debug)]
pub enum First {
    /// An element of this name.
    Name(&'static Namespace, &'static str),
    /// An element that this wildcard allows.
    Any(&'static crate::reader::Wildcard),
}

/// Groups that are large and often absent are boxed.
impl<G: Group> Group for Box<G> {
    const FIRST: &'static [First] = G::FIRST;

    fn read(reader: &mut Reader<'_>) -> Result<Box<G>> {
        reader.hold(size_of::<G>())?;
        G::read(reader).map(Box::new)
    }

    fn write(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        (**self).write(writer)
    }
}

/// A message: a global element with its type.
pub trait Message: Element {
    /// Namespace of the root element.
    const NAMESPACE: &'static Namespace;
    /// Local name of the root element.
    const NAME: &'static str;
    /// The schema set that the message belongs to.
    const SCHEMA: &'static Schema;
    /// Namespaces that the writer declares on the root element.
    const DECLARED: &'static [&'static Namespace];
}

/// The content of an element that the schema calls nillable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nillable<T> {
    /// A value.
    Value(T),
    /// `xsi:nil="true"`: no content. Attributes remain.
    Nil(Vec<AnyAttribute>),
}

impl<T> Nillable<T> {
    /// The value; none if nil.
    pub fn value(&self) -> Option<&T> {
        match self {
            Nillable::Value(value) => Some(value),
            Nillable::Nil(_) => None,
        }
    }
}

impl<T: Element> Element for Nillable<T> {
    const TYPE: TypeName = T::TYPE;

    fn read(reader: &mut Reader<'_>) -> Result<Nillable<T>> {
        if reader.is_nil()? {
            reader.nil_content(T::nil).map(Nillable::Nil)
        } else {
            T::read(reader).map(Nillable::Value)
        }
    }

    fn attributes(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        match self {
            Nillable::Value(value) => value.attributes(writer),
            Nillable::Nil(attributes) => writer.nil(attributes),
        }
    }

    fn content(&self, writer: &mut Writer<'_>) -> writer::Result<()> {
        match self {
            Nillable::Value(value) => value.content(writer),
            Nillable::Nil(_) => Ok(()),
        }
    }
}
