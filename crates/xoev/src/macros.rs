//! Macros of generated code, so that it stays short. People do not call them.

/// Reading and writing of a struct whose attributes and members all follow the common pattern:
/// the calls of reader and writer have the same names and arguments.
#[doc(hidden)]
#[macro_export]
macro_rules! content {
    ($name:ident $(= $ns:ident $local:literal)? { $($field:ident: $method:ident($($arg:expr),*),)* }) => {
        impl $crate::Element for $name {
            $(const TYPE: $crate::TypeName = $crate::TypeName::new($ns, $local);)?

            fn read(r: &mut $crate::reader::Reader<'_>) -> $crate::reader::Result<Self> {
                r.attrs_end(Self::TYPE)?;
                let value = Self { $($field: r.$method($($arg),*)?,)* };
                r.end()?;
                Ok(value)
            }

            fn content(&self, w: &mut $crate::writer::Writer<'_>) -> $crate::writer::Result<()> {
                $(w.$method($($arg,)* &self.$field)?;)*
                Ok(())
            }
        }
        $crate::serde_element! { $name }
    };
    (
        $name:ident $(= $ns:ident $local:literal)?
        [ $($attr:ident: $attr_method:ident($($attr_arg:expr),*),)* ]
        [ $($fixed_type:ty: ($fixed_ns:expr, $fixed_name:literal, $fixed:literal),)* ]
        { $($field:ident: $method:ident($($arg:expr),*),)* }
    ) => {
        impl $crate::Element for $name {
            $(const TYPE: $crate::TypeName = $crate::TypeName::new($ns, $local);)?

            fn read(r: &mut $crate::reader::Reader<'_>) -> $crate::reader::Result<Self> {
                $(let $attr = r.$attr_method($($attr_arg),*)?;)*
                $(r.attr_fixed::<$fixed_type>($fixed_ns, $fixed_name, $fixed, true)?;)*
                r.attrs_end(Self::TYPE)?;
                let value = Self { $($attr,)* $($field: r.$method($($arg),*)?,)* };
                r.end()?;
                Ok(value)
            }

            fn attributes(&self, w: &mut $crate::writer::Writer<'_>) -> $crate::writer::Result<()> {
                $(w.$attr_method($($attr_arg,)* &self.$attr)?;)*
                $(w.attr_fixed($fixed_ns, $fixed_name, $fixed, true)?;)*
                Ok(())
            }

            fn content(&self, w: &mut $crate::writer::Writer<'_>) -> $crate::writer::Result<()> {
                $(w.$method($($arg,)* &self.$field)?;)*
                Ok(())
            }
        }
        $crate::serde_element! { $name }
    };
}

/// The constructor of a message: its head from a value, required content as arguments, the rest
/// empty.
#[doc(hidden)]
#[macro_export]
macro_rules! konstruktor {
    (
        $kopf:path, $name:ident, $number:literal,
        [$($from:ident),*] ($($arg:ident: $ty:ty),*) [$($none:ident),*] [$($list:ident),*]
    ) => {
        impl $name {
            /// A message with its head filled and its number in it. Arguments are what the
            /// schema requires besides; optional content is left out and may be set afterwards.
            ///
            /// # Errors
            /// If the head does not suit this message.
            #[allow(clippy::too_many_arguments)]
            pub fn neu(
                kopf: $kopf,
                $($arg: $ty),*
            ) -> ::std::result::Result<Self, $crate::Fault> {
                Ok(Self {
                    $($from: kopf.$from($number)?,)*
                    $($arg,)*
                    $($none: None,)*
                    $($list: Vec::new(),)*
                })
            }
        }
    };
}

/// A message: a global element with its type.
#[doc(hidden)]
#[macro_export]
macro_rules! message {
    ($name:ident, $ns:expr, $local:literal, [$($declared:expr),*]) => {
        impl $crate::Message for $name {
            const NAMESPACE: &'static $crate::Namespace = $ns;
            const NAME: &'static str = $local;
            const SCHEMA: &'static $crate::Schema = &SCHEMA;
            const DECLARED: &'static [&'static $crate::Namespace] = &[$($declared),*];
        }
    };
}

/// A global element whose type has a name of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! element_newtype {
    ($name:ident, $inner:ty $(, $constraint:ident($value:literal))?) => {
        impl $crate::Element for $name {
            const TYPE: $crate::TypeName = <$inner as $crate::Element>::TYPE;

            fn read(reader: &mut $crate::reader::Reader<'_>) -> $crate::reader::Result<Self> {
                $(reader.$constraint($value);)?
                <$inner as $crate::Element>::read(reader).map(Self)
            }

            fn nil(
                reader: &mut $crate::reader::Reader<'_>,
            ) -> $crate::reader::Result<::std::vec::Vec<$crate::AnyAttribute>> {
                <$inner as $crate::Element>::nil(reader)
            }

            fn attributes(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                $(writer.$constraint($value);)?
                $crate::Element::attributes(&self.0, writer)
            }

            fn content(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                $crate::Element::content(&self.0, writer)
            }
        }
        $crate::serde_element! { $name }
    };
}

/// An abstract type, as an enum over the types that may take its place.
#[doc(hidden)]
#[macro_export]
macro_rules! abstract_type {
    (
        $(#[$meta:meta])* pub $name:ident = $own:expr;
        [ $($(#[cfg($cfg:meta)])? $variant:ident: $ty:ty = $ns:ident $local:literal,)* ]
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[cfg($cfg)])?
                #[doc = concat!("`", $local, "`")]
                $variant(::std::boxed::Box<$ty>),
            )*
        }

        impl $name {
            const DERIVED: &'static [$crate::TypeName] = &[$(
                $(#[cfg($cfg)])?
                $crate::TypeName::new($ns, $local),
            )*];
        }

        impl $crate::Element for $name {
            const TYPE: $crate::TypeName = $own;

            fn read(reader: &mut $crate::reader::Reader<'_>) -> $crate::reader::Result<Self> {
                let index = reader.derived_type(<Self as $crate::Element>::TYPE, Self::DERIVED)?;
                let mut next = 0;
                $(
                    $(#[cfg($cfg)])?
                    {
                        if index == next {
                            return <$ty as $crate::Element>::read(reader)
                                .map(|value| Self::$variant(::std::boxed::Box::new(value)));
                        }
                        next += 1;
                    }
                )*
                let _ = next;
                reader.type_is_abstract(<Self as $crate::Element>::TYPE)
            }

            fn nil(
                reader: &mut $crate::reader::Reader<'_>,
            ) -> $crate::reader::Result<::std::vec::Vec<$crate::AnyAttribute>> {
                reader.type_is_abstract(<Self as $crate::Element>::TYPE)
            }

            fn attributes(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                match self {
                    $($(#[cfg($cfg)])? Self::$variant(value) => {
                        writer.derived_type($crate::TypeName::new($ns, $local));
                        <$ty as $crate::Element>::attributes(value, writer)
                    })*
                }
            }

            fn content(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                match self {
                    $($(#[cfg($cfg)])? Self::$variant(value) => <$ty as $crate::Element>::content(value, writer),)*
                }
            }
        }
        $crate::serde_element! { $name }
    };
}

/// A complex type that is one choice.
#[doc(hidden)]
#[macro_export]
macro_rules! choice_element {
    ($name:ident, $type_name:expr) => {
        impl $crate::Element for $name {
            const TYPE: $crate::TypeName = $type_name;

            fn read(reader: &mut $crate::reader::Reader<'_>) -> $crate::reader::Result<Self> {
                reader.attrs_end(Self::TYPE)?;
                let value = <Self as $crate::Group>::read(reader)?;
                reader.end()?;
                Ok(value)
            }

            fn content(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                $crate::Group::write(self, writer)
            }
        }
        $crate::serde_element! { $name }
    };
}

/// An enum over messages, with the type decided by the root element.
#[doc(hidden)]
#[macro_export]
macro_rules! dispatch {
    ($(#[$meta:meta])* $name:ident [ $($(#[cfg($cfg:meta)])? $variant:ident : $ty:ty,)* ]) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[cfg($cfg)])?
                #[doc = concat!("[`", stringify!($ty), "`]")]
                $variant(::std::boxed::Box<$ty>),
            )*
        }

        impl $name {
            const BRANCHES: &'static [$crate::Branch<Self>] = &[$(
                $(#[cfg($cfg)])?
                $crate::Branch {
                    ns: <$ty as $crate::Message>::NAMESPACE,
                    local: <$ty as $crate::Message>::NAME,
                    read: |reader| {
                        $crate::read_root::<$ty>(reader).map(|m| Self::$variant(::std::boxed::Box::new(m)))
                    },
                },
            )*];

            /// Reads a message from bytes in memory; the root element decides its type.
            ///
            /// # Errors
            /// [`ReadError`]($crate::ReadError) with the first rule broken and its place; an
            /// unknown root element breaks [`Rule::RootUnknown`]($crate::Rule::RootUnknown).
            pub fn from_slice(bytes: &[u8]) -> ::std::result::Result<Self, $crate::ReadError> {
                Self::from_slice_with(bytes, $crate::Limits::default())
            }

            /// Reads a message from bytes in memory within these limits.
            ///
            /// # Errors
            /// As [`from_slice`](Self::from_slice).
            pub fn from_slice_with(
                bytes: &[u8],
                limits: $crate::Limits,
            ) -> ::std::result::Result<Self, $crate::ReadError> {
                $crate::dispatch_root(bytes, limits, &SCHEMA, Self::BRANCHES)
            }

            /// Reads a message from a source of bytes.
            ///
            /// # Errors
            /// [`ReadError::Io`]($crate::ReadError::Io) if the source fails, otherwise as
            /// [`from_slice`](Self::from_slice).
            pub fn from_reader(source: impl ::std::io::Read) -> ::std::result::Result<Self, $crate::ReadError> {
                let limits = $crate::Limits::default();
                Self::from_slice_with(&$crate::read_bytes(source, &limits)?, limits)
            }

            /// Writes the message, without line breaks between elements.
            ///
            /// # Errors
            /// [`WriteError::Invalid`]($crate::WriteError::Invalid) if the value breaks its schema.
            pub fn to_vec(&self) -> ::std::result::Result<::std::vec::Vec<u8>, $crate::WriteError> {
                self.to_vec_styled($crate::Style::default())
            }

            /// Writes the message in the given style.
            ///
            /// # Errors
            /// As [`to_vec`](Self::to_vec), if the style asks for checks.
            pub fn to_vec_styled(
                &self,
                style: $crate::Style,
            ) -> ::std::result::Result<::std::vec::Vec<u8>, $crate::WriteError> {
                match self {
                    $($(#[cfg($cfg)])? Self::$variant(m) => $crate::MessageIo::to_vec_styled(&**m, style),)*
                }
            }

            /// Writes the message to a sink, in pieces.
            ///
            /// # Errors
            /// As [`to_vec`](Self::to_vec), and [`WriteError::Io`]($crate::WriteError::Io) if the
            /// sink fails.
            pub fn to_writer(&self, sink: impl ::std::io::Write) -> ::std::result::Result<(), $crate::WriteError> {
                match self {
                    $($(#[cfg($cfg)])? Self::$variant(m) => $crate::MessageIo::to_writer(&**m, sink),)*
                }
            }

            /// What the standard says about this type of message.
            pub fn message_type(&self) -> &'static $crate::MessageType {
                match self {
                    $($(#[cfg($cfg)])? Self::$variant(_) => $crate::MessageType::of::<$ty>(),)*
                }
            }
        }

        $(
            $(#[cfg($cfg)])?
            impl ::std::convert::From<$ty> for $name {
                fn from(message: $ty) -> $name {
                    $name::$variant(::std::boxed::Box::new(message))
                }
            }
        )*

        $crate::__serde_dispatch! { $name [ $($(#[cfg($cfg)])? $variant : $ty,)* ] }
    };
}
