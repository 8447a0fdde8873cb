//! The macro that makes a code type.

use crate::code::{Code, CodeInfo};
use crate::simple::Fault;

/// A type of codes: [`Code`] with the rules of one type of a schema.
pub trait CodeType: Sized + std::ops::Deref<Target = Code> {
    /// What codes of this type must be.
    const INFO: &'static CodeInfo;

    /// A code from its parts as they stand in a message; see [`Code::from_parts_placed`].
    ///
    /// # Errors
    ///
    /// The first part that is wrong.
    fn from_parts(
        key: &str,
        name: Option<&str>,
        list_uri: Option<&str>,
        list_version: Option<&str>,
    ) -> Result<Self, Fault> {
        Code::from_parts(Self::INFO, key, name, list_uri, list_version).and_then(Self::from_code)
    }

    /// Takes a code; one of another type is checked anew.
    ///
    /// # Errors
    ///
    /// The first part that does not suit this type.
    fn from_code(code: Code) -> Result<Self, Fault>;

    /// The code, without its type.
    fn into_code(self) -> Code;
}

/// `code` as a code of the type `info`.
///
/// # Errors
///
/// The first part that does not suit the type.
pub fn retyped(info: &'static CodeInfo, code: Code) -> Result<Code, Fault> {
    if std::ptr::eq(info, code.info()) {
        return Ok(code);
    }
    let (uri, version) = (code.written_list_uri(), code.written_list_version());
    Code::from_parts(info, code.key(), code.name(), uri, version)
}

/// Makes a code type.
///
/// Given are the name for messages, then `open` or `closed` (whether the schema enumerates the
/// keys), the [rules](crate::AttributeRule) of the attributes `listURI` and `listVersionID`, and
/// whether the child `name` [occurs](crate::Occurs). A known list follows, with URI, version, name,
/// and one row for each code: name of the constant, key, label. Keys that are more than tokens have
/// their rules after `key`; the namespace of the type stands after `in`; further fields of [`CodeInfo`] may be set after `with`.
///
/// ```
/// xoev::code_type! {
///     /// How a case ended.
///     pub Ausgang = "Code.Ausgang", closed,
///     OptionalFixed("urn:example:ausgang"), OptionalFixed("4"), Optional;
///     "urn:example:ausgang" "4" "Ausgang" [
///         BEWILLIGT "01" "bewilligt",
///         ABGELEHNT "02" "abgelehnt",
///     ]
/// }
/// xoev::code_type! {
///     /// An office; the list is not known here.
///     pub Stelle = "Code.Stelle", open, OptionalFixed("urn:example:stelle"), Required, Absent;
/// }
///
/// let outcome = Ausgang::from(Ausgang::BEWILLIGT);
/// assert_eq!(outcome.key(), "01");
/// assert_eq!(outcome.label(), Some("bewilligt"));
/// assert!(Ausgang::new("03").is_err());
/// let office = Stelle::with_version("abc", "2")?;
/// assert_eq!(office.list_uri(), Some("urn:example:stelle"));
/// # Ok::<(), xoev::Fault>(())
/// ```
#[macro_export]
macro_rules! code_type {
    // The list is the one that the attributes fix.
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal $(in $ns:ident)?, $closed:ident,
        $uri:ident ($uri_fixed:literal), $version:ident ($version_fixed:literal),
        $child:ident $(, key $key_rules:expr)? $(, with { $($further:tt)* })?;
        [ $($rows:tt)* ]
    ) => {
        $crate::code_type! {
            $(#[$meta])*
            $vis $name = $title $(in $ns)?, $closed, $uri($uri_fixed), $version($version_fixed),
            $child $(, key $key_rules)? $(, with { $($further)* })?;
            $uri_fixed $version_fixed $title [ $($rows)* ]
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal $(in $ns:ident)?, $closed:ident,
        $uri:ident $(($uri_fixed:literal))?, $version:ident $(($version_fixed:literal))?,
        $child:ident $(, key $key_rules:expr)? $(, with { $($field:ident : $value:expr),* $(,)? })?;
    ) => {
        $crate::__code_struct! { $(#[$meta])*
        $(#[doc = concat!("\n\nCode list `", $uri_fixed, "`.")])?
        $vis $name, $crate::CodeInfo {
            name: $title,
            $(type_name: $crate::TypeName::new($ns, $title),)?
            list_uri: $crate::AttributeRule::$uri $(($uri_fixed))?,
            list_version: $crate::AttributeRule::$version $(($version_fixed))?,
            name_child: $crate::Occurs::$child,
            closed: $crate::__closed!($closed),
            $(key: $key_rules,)?
            $($($field: $value,)*)?
            ..$crate::CodeInfo::ANY
        } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal $(in $ns:ident)?, $closed:ident,
        $uri:ident $(($uri_fixed:literal))?, $version:ident $(($version_fixed:literal))?,
        $child:ident $(, key $key_rules:expr)? $(, with { $($field:ident : $value:expr),* $(,)? })?;
        $list_uri:literal $list_version:literal $list_name:literal [
            $($row:ident $key:literal $label:literal),* $(,)?
        ]
    ) => {
        $crate::__code_struct! { $(#[$meta])*
        #[doc = concat!("\n\nCode list `", $list_uri, "`, version ", $list_version, ".")]
        $vis $name, $crate::CodeInfo {
            name: $title,
            $(type_name: $crate::TypeName::new($ns, $title),)?
            list_uri: $crate::AttributeRule::$uri $(($uri_fixed))?,
            list_version: $crate::AttributeRule::$version $(($version_fixed))?,
            name_child: $crate::Occurs::$child,
            closed: $crate::__closed!($closed),
            list: {
                static LIST: $crate::CodeList = $crate::CodeList::new(
                    $list_uri, $list_version, $list_name, &[$(($key, $label)),*],
                );
                ::std::option::Option::Some(&LIST)
            },
            $(key: $key_rules,)?
            $($($field: $value,)*)?
            ..$crate::CodeInfo::ANY
        } }

        impl $name {
            $(
                #[doc = ::std::concat!("`", $key, "` ", $label)]
                pub const $row: $crate::Key<$name> = $crate::Key::new($key, $label);
            )*
        }

        impl ::std::convert::From<$crate::Key<$name>> for $name {
            fn from(key: $crate::Key<$name>) -> $name {
                $name($crate::Code::from_row(<$name as $crate::CodeType>::INFO, key.value()))
            }
        }

        impl ::std::cmp::PartialEq<$crate::Key<$name>> for $name {
            fn eq(&self, key: &$crate::Key<$name>) -> bool {
                self.0.key() == key.value()
            }
        }
    };
}

/// `open` and `closed` as truth values.
#[doc(hidden)]
#[macro_export]
macro_rules! __closed {
    (open) => {
        false
    };
    (closed) => {
        true
    };
}

/// The type that [`code_type!`] makes.
#[doc(hidden)]
#[macro_export]
macro_rules! __code_struct {
    ($(#[$meta:meta])* $vis:vis $name:ident, $info:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        $vis struct $name($crate::Code);

        impl $name {
            /// A code with this key. Attributes that the schema fixes are filled in, and required
            /// ones as far as the list is known.
            ///
            /// # Errors
            ///
            /// If the key is not allowed, or the version must be given
            /// (see [`with_version`](Self::with_version)).
            pub fn new(key: &str) -> ::std::result::Result<Self, $crate::Fault> {
                $crate::Code::with_key(<Self as $crate::CodeType>::INFO, key).map(Self)
            }

            /// A code with this key, from this version of the list.
            ///
            /// # Errors
            ///
            /// If the key is not allowed, or the schema fixes another version or allows none.
            pub fn with_version(
                key: &str,
                version: &str,
            ) -> ::std::result::Result<Self, $crate::Fault> {
                $crate::Code::with_version(<Self as $crate::CodeType>::INFO, key, version).map(Self)
            }
        }

        impl $crate::CodeType for $name {
            const INFO: &'static $crate::CodeInfo = {
                static INFO: $crate::CodeInfo = $info;
                &INFO
            };

            fn from_code(code: $crate::Code) -> ::std::result::Result<Self, $crate::Fault> {
                $crate::__private::retyped(<Self as $crate::CodeType>::INFO, code).map(Self)
            }

            fn into_code(self) -> $crate::Code {
                self.0
            }
        }

        impl $crate::Element for $name {
            const TYPE: $crate::TypeName = <Self as $crate::CodeType>::INFO.type_name;

            fn read(reader: &mut $crate::reader::Reader<'_>) -> $crate::reader::Result<Self> {
                reader.code(<Self as $crate::CodeType>::INFO).map(Self)
            }

            fn nil(
                reader: &mut $crate::reader::Reader<'_>,
            ) -> $crate::reader::Result<::std::vec::Vec<$crate::AnyAttribute>> {
                reader.code_nil(<Self as $crate::CodeType>::INFO)
            }

            fn attributes(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                writer.code_attributes(&self.0)
            }

            fn content(
                &self,
                writer: &mut $crate::writer::Writer<'_>,
            ) -> $crate::writer::Result<()> {
                writer.code_content(&self.0, <Self as $crate::CodeType>::INFO)
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = $crate::Code;

            fn deref(&self) -> &$crate::Code {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        $crate::__serde_code! { $name }
    };
}

crate::code_type! {
    /// Any code: the type `Code` of `xoev-code.xsd`.
    pub AnyCode = "Code", open, Optional, Optional, Optional;
}
