//! The macro that makes a text type from its rules.

/// Makes a type whose values are kept as text.
///
/// The name for messages, the white space handling and the [rules](crate::TextRules) are given;
/// enumerations are followed by their values, each with the name of its constant, the text that is
/// sent and a label (which may be empty).
///
/// ```
/// xoev::text_type! {
///     /// A number of a foreigner's file.
///     pub Aktenzeichen = "Aktenzeichen", Preserve {
///         chars: Some(&xoev::din91379::CHARS_C),
///         patterns: &[&[xoev::pattern!("[A-Z]{2}[0-9]{7}")]],
///         max_length: Some(9),
///     }
/// }
/// xoev::text_type! {
///     /// What became of it.
///     pub Ausgang = "Ausgang", Collapse {} [
///         ERLEDIGT "1" "Erledigt",
///         OFFEN "2" "Noch offen",
///     ]
/// }
///
/// let number = Aktenzeichen::new("AB1234567")?;
/// assert_eq!(number.as_str(), "AB1234567");
/// let outcome = Ausgang::from(Ausgang::OFFEN);
/// assert_eq!(outcome.label(), Some("Noch offen"));
/// # Ok::<(), xoev::Fault>(())
/// ```
#[macro_export]
macro_rules! text_type {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal, $space:ident {
            $($field:ident : $value:expr),* $(,)?
        }
    ) => {
        $crate::__text_struct! { $(#[$meta])* $vis $name, $space, $crate::TextRules {
            name: $title,
            white_space: $crate::WhiteSpace::$space,
            $($field: $value,)*
            ..$crate::TextRules::ANY
        } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal, $space:ident {
            $($field:ident : $value:expr),* $(,)?
        } [
            $($key:ident $text:literal $label:literal),* $(,)?
        ]
    ) => {
        $crate::__text_struct! { $(#[$meta])* $vis $name, $space, $crate::TextRules {
            name: $title,
            white_space: $crate::WhiteSpace::$space,
            values: &[$(($text, $label)),*],
            $($field: $value,)*
            ..$crate::TextRules::ANY
        } }

        impl $name {
            $(
                #[doc = ::std::concat!("`", $text, "` ", $label)]
                pub const $key: $crate::Key<$name> = $crate::Key::new($text, $label);
            )*

            /// What the value means, as the schema says it.
            pub fn label(&self) -> ::std::option::Option<&'static str> {
                <$name as $crate::Text>::RULES.label(&self.0)
            }
        }

        impl ::std::convert::From<$crate::Key<$name>> for $name {
            fn from(key: $crate::Key<$name>) -> $name {
                $name::new_unchecked(key.value())
            }
        }

        impl ::std::cmp::PartialEq<$crate::Key<$name>> for $name {
            fn eq(&self, key: &$crate::Key<$name>) -> bool {
                *self.0 == *key.value()
            }
        }
    };
}

/// The type that [`text_type!`] makes.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_struct {
    ($(#[$meta:meta])* $vis:vis $name:ident, $space:ident, $rules:expr) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis struct $name(::std::boxed::Box<str>);

        impl $name {
            /// A value from text, white space handled as the type says.
            ///
            /// # Errors
            ///
            /// The first rule of the type that the text breaks.
            pub fn new(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                <Self as $crate::Simple>::from_text(text)
            }

            /// A value from text that is known to keep the rules of the type. Nothing is checked:
            /// with other text, messages are written that receivers refuse.
            pub fn new_unchecked(text: impl ::std::convert::Into<::std::boxed::Box<str>>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, taken out.
            pub fn into_string(self) -> ::std::string::String {
                self.0.into_string()
            }
        }

        impl $crate::Text for $name {
            const RULES: &'static $crate::TextRules = {
                static RULES: $crate::TextRules = $rules;
                &RULES
            };
        }

        impl $crate::Simple for $name {
            const WHITE_SPACE: $crate::WhiteSpace = $crate::WhiteSpace::$space;

            fn parse(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                <Self as $crate::Text>::RULES.take(text).map(Self)
            }

            fn lexical<'a>(&'a self, _buffer: &'a mut ::std::string::String) -> &'a str {
                &self.0
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&*self.0, f)
            }
        }

        $crate::__from_text! { $name }
    };
}

/// Conversions from text that all simple types have.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_text {
    ($name:ident) => {
        impl ::std::str::FromStr for $name {
            type Err = $crate::Fault;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                <Self as $crate::Simple>::from_text(text)
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::Fault;

            fn try_from(text: &str) -> ::std::result::Result<Self, $crate::Fault> {
                <Self as $crate::Simple>::from_text(text)
            }
        }

        impl ::std::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::Fault;

            fn try_from(text: ::std::string::String) -> ::std::result::Result<Self, $crate::Fault> {
                <Self as $crate::Simple>::from_text(&text)
            }
        }

        $crate::__serde_simple! { $name }
    };
}
