//! Named values of enumerations and code lists.

use std::fmt;
use std::marker::PhantomData;

/// A value that the schema or a code list names: the text that is sent, and the label that says
/// what it means. `T` is the type that it is a value of; `T::from(key)` builds that value.
pub struct Key<T> {
    value: &'static str,
    label: &'static str,
    of: PhantomData<fn() -> T>,
}

impl<T> Key<T> {
    /// A named value; the text must be a value of `T`.
    pub const fn new(value: &'static str, label: &'static str) -> Key<T> {
        Key {
            value,
            label,
            of: PhantomData,
        }
    }

    /// The text that is sent.
    pub const fn value(self) -> &'static str {
        self.value
    }

    /// What it means; empty if the schema does not say.
    pub const fn label(self) -> &'static str {
        self.label
    }
}

// Derived implementations would ask the same of `T`.
impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Key<T> {}

impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Eq for Key<T> {}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.value).finish()
    }
}

impl<T> fmt::Display for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.value)
    }
}
