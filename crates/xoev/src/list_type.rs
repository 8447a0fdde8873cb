//! Lists: several values in one text, separated by blanks.

use std::fmt;
use std::ops::Deref;

use crate::facets::Facetted;
use crate::simple::{Fault, Simple, WhiteSpace};

/// A list of simple values without further rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct List<T>(Vec<T>);

impl<T> List<T> {
    /// The items, taken out.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> List<T> {
        List(items)
    }
}

impl<T: Simple> Simple for List<T> {
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Collapse;

    fn parse(text: &str) -> Result<Self, Fault> {
        let items = text.split(' ').filter(|item| !item.is_empty());
        items.map(T::parse).collect::<Result<_, _>>().map(List)
    }

    fn lexical<'a>(&'a self, buffer: &'a mut String) -> &'a str {
        let mut item_buffer = String::new();
        for (at, item) in self.0.iter().enumerate() {
            if at > 0 {
                buffer.push(' ');
            }
            item_buffer.clear();
            buffer.push_str(item.lexical(&mut item_buffer));
        }
        buffer
    }
}

impl<T: Simple + PartialEq> Facetted for List<T> {
    fn length(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

impl<T: Simple> fmt::Display for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.lexical(&mut String::new()))
    }
}

/// Makes a list type: name for messages, type of the items, and [facets](crate::ValueRules) of the
/// list as a whole. Lengths count items.
///
/// ```
/// xoev::list_type! {
///     /// One to three numbers.
///     pub Werte = "Werte": xoev::builtin::Int { min_length: Some(1), max_length: Some(3) }
/// }
/// let values: Werte = "1 2".parse()?;
/// assert_eq!(values.len(), 2);
/// assert!("1 2 3 4".parse::<Werte>().is_err());
/// # Ok::<(), xoev::Fault>(())
/// ```
#[macro_export]
macro_rules! list_type {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident = $title:literal : $item:ty { $($facets:tt)* }
    ) => {
        $crate::restricted_type! {
            $(#[$meta])*
            $vis $name = $title : $crate::List<$item> { $($facets)* }
        }
    };
}
