//! Attributes.

use xoev::{Rule, Simple as _, Step, builtin};
use xoev_schema::{Builtin, ProcessContents};

use crate::compile::simple::{Simple, Types as _};
use crate::compile::{AttributeDecl, Type};
use crate::scan::RawAttribute;
use crate::window::Window;

use super::Run;
use super::content::allows;
use super::namespaces::Ns;
use super::text::names;

impl<'v, W: Window> Run<'v, '_, W> {
    /// Checks the attributes of the element entered last.
    pub(super) fn check_attributes(&mut self) {
        let ty = self.open.last().and_then(|f| f.ty);
        let declared: &'v [AttributeDecl] = match ty.map(|t| self.compiled.resolve(t)) {
            Some(Type::Complex(complex)) => &complex.attributes,
            _ => &[],
        };
        if self.scan.attributes.is_empty() && declared.is_empty() {
            return;
        }
        let attributes = std::mem::take(&mut self.scan.attributes);
        for attribute in &attributes {
            let ns = self.attribute_ns(attribute).unwrap_or(Ns::NONE);
            self.check_attribute(attribute, ns, declared);
        }
        for wanted in declared.iter().filter(|a| a.required) {
            let is_it = |a: &RawAttribute| {
                let ns = self.attribute_ns(a).unwrap_or(Ns::NONE);
                self.window(a.local..a.name.end) == wanted.local && self.is(ns, wanted)
            };
            if !attributes.iter().any(is_it) {
                let tag = self.scan.tag.clone();
                let length = tag.end - tag.at;
                let expected = match self.compiled.set.uri(wanted.ns) {
                    "" => wanted.local.clone(),
                    uri => format!("{{{uri}}}{}", wanted.local),
                };
                let found = "no such attribute";
                self.fault(Rule::AttributeMissing, &expected, found, tag.at, length);
            }
        }
        self.scan.attributes = attributes;
    }

    fn is(&self, ns: Ns, declared: &AttributeDecl) -> bool {
        match ns {
            Ns::Known(ns) => ns == declared.ns,
            other => self.bindings.uri(self.compiled, other) == self.compiled.set.uri(declared.ns),
        }
    }

    fn check_attribute(&mut self, attribute: &RawAttribute, ns: Ns, declared: &'v [AttributeDecl]) {
        let local = self.window(attribute.local..attribute.name.end);
        if ns == Ns::Xsi {
            let local = local.to_owned();
            if self.check_instance(attribute, &local) {
                return;
            }
        }
        let local = self.window(attribute.local..attribute.name.end);
        let known = declared.iter().find(|a| a.local == local && self.is(ns, a));
        if let Some(known) = known {
            if let Some(simple) = self.compiled.simple(known.type_id) {
                let fixed = known.fixed.as_deref();
                self.check_attribute_value(attribute, simple, fixed, known.label.clone());
            }
            return;
        }
        let ty = self.open.last().and_then(|f| f.ty);
        let ty = ty.map(|t| self.compiled.resolve(t));
        let any = match ty {
            // Nothing is known of the element.
            None => return self.check_open_attribute(attribute, ns, None),
            Some(Type::Complex(complex)) if complex.any_type => Some(ProcessContents::Lax),
            Some(Type::Complex(complex)) => {
                let uri = self.bindings.uri(self.compiled, ns);
                let wildcard = complex.any_attribute.as_ref();
                let wildcard = wildcard.filter(|w| allows(w, ns, uri, self.compiled));
                wildcard.map(|w| w.process)
            }
            Some(Type::Simple(_)) => None,
            Some(Type::Broken(_)) => return,
        };
        match any {
            Some(process) => self.check_open_attribute(attribute, ns, Some(process)),
            None => {
                let name = self.window(attribute.name.clone()).to_owned();
                let expected = "no such attribute";
                self.attribute_fault(Rule::AttributeUnexpected, expected, &name, attribute);
            }
        }
    }

    /// An attribute that only a wildcard allows, or on an element of which nothing is known.
    fn check_open_attribute(
        &mut self,
        attribute: &RawAttribute,
        ns: Ns,
        process: Option<ProcessContents>,
    ) {
        if !matches!(
            process,
            Some(ProcessContents::Lax | ProcessContents::Strict)
        ) {
            return;
        }
        let local = self.window(attribute.local..attribute.name.end);
        let compiled = self.compiled;
        let uri = self.bindings.uri(compiled, ns);
        let global = compiled.namespace(uri);
        let global = global.and_then(|ns| compiled.find_attribute(ns, local));
        match global {
            Some(global) => {
                if let Some(simple) = compiled.simple(global.type_id) {
                    let fixed = global.fixed.as_deref();
                    self.check_attribute_value(attribute, simple, fixed, None);
                }
            }
            None if process == Some(ProcessContents::Strict) => {
                let name = self.window(attribute.name.clone()).to_owned();
                let expected = "a known attribute";
                self.attribute_fault(Rule::WildcardUndeclared, expected, &name, attribute);
            }
            None => {}
        }
    }

    fn check_attribute_value(
        &mut self,
        attribute: &RawAttribute,
        simple: &'v Simple,
        fixed: Option<&str>,
        label: Option<String>,
    ) {
        let value = self.scan.value(attribute);
        if let Some(fixed) = fixed
            && (value == fixed || simple.same(value, fixed, self.compiled))
        {
            return;
        }
        let fault = match simple.check(value, self.compiled) {
            Err(fault) => Some((
                fault.rule(),
                fault.expected().to_owned(),
                fault.found().to_owned(),
            )),
            Ok(()) => fixed.map(|fixed| (Rule::AttributeFixed, fixed.to_owned(), value.to_owned())),
        };
        if let Some((rule, expected, found)) = fault {
            return self.labelled_fault(rule, &expected, &found, attribute, label);
        }
        match names(simple, self.compiled) {
            Some(kind @ (Builtin::Id | Builtin::IdRef)) => {
                let value = value.to_owned();
                let position = self.scan.input.position(attribute.at);
                self.note_id(kind, &value, position);
            }
            Some(_) => {
                let value = value.to_owned();
                let mut all = value
                    .split([' ', '\t', '\n', '\r'])
                    .filter(|n| !n.is_empty());
                if all.any(|name| self.bindings.resolve(self.compiled, name).is_none()) {
                    let expected = "a declared prefix";
                    self.attribute_fault(Rule::Datatype, expected, &value, attribute);
                }
            }
            None => {}
        }
    }

    /// An attribute of the schema instance namespace; false if it is none of the known ones.
    fn check_instance(&mut self, attribute: &RawAttribute, local: &str) -> bool {
        let value = self.scan.value(attribute);
        let space = [' ', '\t', '\n', '\r'];
        let sound = match local {
            // Looked at when the type was settled, where a declaration is known.
            "type" => return true,
            "nil" if self.open.last().is_some_and(|f| f.decl.is_some()) => return true,
            "nil" => builtin::Boolean::from_text(value).map(drop),
            "noNamespaceSchemaLocation" => builtin::AnyUri::from_text(value).map(drop),
            "schemaLocation" => value
                .split(space)
                .try_for_each(|uri| builtin::AnyUri::from_text(uri).map(drop)),
            _ => return false,
        };
        if let Err(fault) = sound {
            let (expected, found) = (fault.expected().to_owned(), fault.found().to_owned());
            self.attribute_fault(fault.rule(), &expected, &found, attribute);
        }
        true
    }

    #[cold]
    pub(super) fn attribute_fault(
        &mut self,
        rule: Rule,
        expected: &str,
        found: &str,
        attribute: &RawAttribute,
    ) {
        self.labelled_fault(rule, expected, found, attribute, None);
    }

    #[cold]
    fn labelled_fault(
        &mut self,
        rule: Rule,
        expected: &str,
        found: &str,
        attribute: &RawAttribute,
        label: Option<String>,
    ) {
        use crate::watch::Steps as _;
        let name = format!("@{}", super::cut(self.window(attribute.name.clone())));
        let position = self.scan.input.position(attribute.at);
        let path = self.open.path();
        let steps = path.steps().iter().cloned();
        let path = steps.chain([Step { name, index: None }]).collect();
        let length = self
            .scan
            .input
            .length(attribute.at, attribute.end - attribute.at);
        let label = label.or_else(|| self.open.last().and_then(|f| f.decl?.label.clone()));
        self.log
            .add(rule, path, (position, length), (expected, found), label);
    }
}
