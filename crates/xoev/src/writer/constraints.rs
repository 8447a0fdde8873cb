//! Elements with a fixed or default value.

use crate::element::Element;
use crate::name::Namespace;

use super::{Result, Writer};

impl Writer<'_> {
    /// A required element with a fixed value.
    pub fn req_fixed<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
        value: &T,
    ) -> Result<()> {
        self.fixed = Some(fixed);
        self.req(ns, name, value)
    }

    /// An element with a fixed value that may be absent.
    pub fn opt_fixed<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
        value: &Option<T>,
    ) -> Result<()> {
        value
            .as_ref()
            .map_or(Ok(()), |value| self.req_fixed(ns, name, fixed, value))
    }

    /// An element with a fixed value that occurs `min` to `max` times.
    pub fn list_fixed<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        fixed: &'static str,
        min: u32,
        max: u32,
        list: &[T],
    ) -> Result<()> {
        self.number(name, list.len(), min, max)?;
        for (index, value) in list.iter().enumerate() {
            self.fixed = Some(fixed);
            self.open(ns, name, true);
            self.inside(ns, name, value)
                .map_err(|stop| stop.within(name, Some(index)))?;
        }
        Ok(())
    }

    /// A required element with a default value, which only matters when reading.
    pub fn req_default<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        _default: &'static str,
        value: &T,
    ) -> Result<()> {
        self.req(ns, name, value)
    }

    /// As [`Writer::req_default`], for an element that may be absent.
    pub fn opt_default<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        _default: &'static str,
        value: &Option<T>,
    ) -> Result<()> {
        self.opt(ns, name, value)
    }

    /// As [`Writer::req_default`], for an element that may be repeated.
    pub fn list_default<T: Element>(
        &mut self,
        ns: &'static Namespace,
        name: &'static str,
        _default: &'static str,
        min: u32,
        max: u32,
        list: &[T],
    ) -> Result<()> {
        self.list(ns, name, min, max, list)
    }
}
