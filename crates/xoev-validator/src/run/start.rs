//! Start tags: namespaces, the declaration and type of the element, how its content is checked.

use std::ops::Range;

use xoev::Rule;

use crate::compile::{Content, Type, TypeRef};
use crate::extract::{ExtractError, Sink};
use crate::fatal::{Fatal, Trouble};
use crate::input::Position;
use crate::scan::RawAttribute;
use crate::watch::{Attribute, Start};
use crate::window::Window;

use super::content::Placement;
use super::namespaces::Ns;
use super::{Frame, Mode, Run, place, type_id};

impl<'v, W: Window> Run<'v, '_, W> {
    /// A start tag was read: checks it and enters the element.
    pub(super) fn start(&mut self) -> Result<(), Trouble> {
        let depth = self.open.depth();
        if depth >= self.settings.max_depth {
            let limit = format!("{} nested elements", self.settings.max_depth);
            let at = self.scan.tag.at;
            return Err(Fatal::new(Rule::Limit, limit, "one more", at).into());
        }
        // A child ends content that it must not stand in.
        self.end_content(false)?;
        let outside = self.bindings.len();
        if !self.scan.attributes.is_empty() {
            self.declare(outside)?;
        }
        let tag = &self.scan.tag;
        let prefix = match tag.local > tag.name.start {
            true => tag.name.start..tag.local - 1,
            false => tag.name.start..tag.name.start,
        };
        let prefix = self.scan.text().get(prefix).unwrap_or_default();
        let Some(ns) = self.bindings.lookup(prefix) else {
            let expected = "a declared prefix";
            return Err(Fatal::new(Rule::UndeclaredPrefix, expected, prefix, tag.at).into());
        };
        if !self.scan.attributes.is_empty() {
            self.no_twins()?;
        }
        let placement = self.place_child(ns);
        if self.is_plain_value(&placement) {
            self.bindings.truncate(outside);
            return Ok(());
        }
        self.enter(ns, outside, placement)?;
        let (empty, end) = (self.scan.tag.empty, self.scan.tag.end);
        if empty {
            self.end_of_content(end);
            self.finish_empty(end)?;
            self.leave();
            return Ok(());
        }
        let frame = self.open.last();
        let simple = match frame.map(|f| &f.mode) {
            Some(Mode::Simple(simple)) => *simple,
            _ => return Ok(()),
        };
        if self.text.sink.is_some() {
            self.begin_text(end);
            return Ok(());
        }
        let name = self.open.names.get(frame.map_or(0, |f| f.name)..);
        match self.scan.plain_text(name.unwrap_or_default()) {
            Some(range) => {
                self.check_plain(simple, range.clone());
                if self.watch.is_some() {
                    self.show_end(Some(range));
                }
                self.keys_end();
                self.pop();
            }
            None => self.begin_text(end),
        }
        Ok(())
    }

    /// The fast way through most elements: those without attributes whose plain text is a value of
    /// a simple type, if nobody watches. The element is left then; otherwise nothing has happened.
    #[inline]
    fn is_plain_value(&mut self, placement: &Placement<'v>) -> bool {
        let Some(decl) = placement.decl else {
            return false;
        };
        if !decl.plain
            || !self.is_unobserved()
            || !self.scan.attributes.is_empty()
            || self.scan.tag.empty
        {
            return false;
        }
        let Type::Simple(simple) = self.compiled.ty(decl.type_id()) else {
            return false;
        };
        if simple.refers {
            return false;
        }
        let before = self.scan.pos;
        let Some(range) = self.scan.plain_text_of_tag() else {
            return false;
        };
        let text = self.scan.text().get(range).unwrap_or_default();
        if simple.check(text, self.compiled).is_ok() {
            return true;
        }
        self.scan.pos = before;
        false
    }

    /// Declares the namespaces of the tag and takes these attributes out.
    fn declare(&mut self, outside: usize) -> Result<(), Trouble> {
        let text = self.scan.text().as_bytes();
        let declares = |a: &RawAttribute| text[a.name.clone()].starts_with(b"xmlns");
        if !self.scan.attributes.iter().any(declares) {
            return Ok(());
        }
        let attributes = std::mem::take(&mut self.scan.attributes);
        let mut kept = Vec::with_capacity(attributes.len());
        for attribute in attributes {
            let text = self.scan.text();
            let name = text.get(attribute.name.clone()).unwrap_or_default();
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => {
                        kept.push(attribute);
                        continue;
                    }
                },
                None => {
                    kept.push(attribute);
                    continue;
                }
            };
            let uri = self.scan.value(&attribute);
            self.bindings.declare(
                self.compiled,
                self.settings,
                prefix,
                uri,
                outside,
                attribute.at,
            )?;
        }
        self.scan.attributes = kept;
        Ok(())
    }

    /// What the name of an attribute is bound to.
    pub(super) fn attribute_ns(&self, attribute: &RawAttribute) -> Result<Ns, Fatal> {
        if attribute.local == attribute.name.start {
            return Ok(Ns::NONE);
        }
        let prefix = attribute.name.start..attribute.local - 1;
        let prefix = self.scan.text().get(prefix).unwrap_or_default();
        self.bindings.lookup(prefix).ok_or_else(|| {
            let expected = "a declared prefix";
            Fatal::new(Rule::UndeclaredPrefix, expected, prefix, attribute.at)
        })
    }

    fn local_name(&self, attribute: &RawAttribute) -> &str {
        let range = attribute.local..attribute.name.end;
        self.scan.text().get(range).unwrap_or_default()
    }

    /// Attributes must differ in namespace and local name, not just in how they are written.
    fn no_twins(&self) -> Result<(), Fatal> {
        let attributes = &self.scan.attributes;
        let mut seen: Vec<(Ns, &str)> = Vec::new();
        for attribute in attributes {
            if attribute.local == attribute.name.start {
                continue;
            }
            let ns = self.attribute_ns(attribute)?;
            let local = self.local_name(attribute);
            if seen.contains(&(ns, local)) {
                let name = self.scan.text().get(attribute.name.clone());
                let expected = "each attribute once";
                let found = name.unwrap_or_default();
                return Err(Fatal::new(
                    Rule::DuplicateAttribute,
                    expected,
                    found,
                    attribute.at,
                ));
            }
            seen.push((ns, local));
        }
        Ok(())
    }

    /// The element is open from here on.
    fn enter(&mut self, ns: Ns, outside: usize, placement: Placement<'v>) -> Result<(), Trouble> {
        let tag = self.scan.tag.clone();
        let shown = self.watch.is_some() || self.extract.is_some();
        let position = match shown || !self.keys.is_idle() {
            true => self.scan.input.position(tag.at),
            false => Position {
                offset: 0,
                line: 0,
                column: 0,
            },
        };
        let name = self.open.names.len();
        let text = self.scan.text().get(tag.name.clone()).unwrap_or_default();
        self.open.names.push_str(text);
        let Placement {
            decl,
            lax,
            undeclared,
            index,
            required,
        } = placement;
        self.open.frames.push(Frame {
            name,
            local: name + (tag.local - tag.name.start),
            ns,
            bindings: outside,
            slots: self.slots.len(),
            passed: self.passed.len(),
            index,
            decl,
            ty: decl.map(|d| TypeRef::Of(d.type_id())),
            mode: Mode::Anything { lax },
            text_reported: false,
            filled: false,
            position,
            length: self.scan.input.length(tag.at, tag.end - tag.at),
            required,
        });
        if let (true, Some(decl), false) = (self.scan.attributes.is_empty(), decl, undeclared)
            && !decl.element.abstract_
            && let Type::Simple(simple) = self.compiled.ty(decl.type_id())
        {
            // Most elements: a declared one of a simple type, without attributes.
            if let Some(frame) = self.open.frames.last_mut() {
                frame.mode = Mode::Simple(simple);
            }
            self.show_start(false)?;
            self.keys_start();
            return Ok(());
        }
        let before = self.log.count();
        let nil = self.settle_type(lax, undeclared);
        self.check_attributes();
        if self.log.count() == before {
            self.note_form();
        }
        self.settle_mode(nil);
        self.show_start(nil)?;
        self.keys_start();
        Ok(())
    }

    /// Chooses how the content is checked.
    fn settle_mode(&mut self, nil: bool) {
        let Some(frame) = self.open.frames.last_mut() else {
            return;
        };
        let Some(ty) = frame.ty else { return };
        if nil {
            frame.mode = Mode::Nil;
            return;
        }
        frame.mode = match self.compiled.resolve(ty) {
            Type::Simple(simple) => Mode::Simple(simple),
            Type::Broken(_) => Mode::Anything { lax: false },
            Type::Complex(complex) if complex.any_type => Mode::Anything { lax: true },
            Type::Complex(complex) => match &complex.content {
                Content::Empty => match complex.mixed {
                    true => Mode::TextOnly,
                    false => Mode::Empty,
                },
                Content::Simple(id) => match self.compiled.ty(*id) {
                    Type::Simple(simple) => Mode::Simple(simple),
                    _ => Mode::Anything { lax: false },
                },
                Content::Model(model) => {
                    let slots = self.slots.len() + model.symbols.slots;
                    self.slots.resize(slots, 0);
                    Mode::Elements {
                        complex,
                        model,
                        state: 0,
                        count: 0,
                        last: None,
                        astray: None,
                    }
                }
                Content::All(all) => Mode::All {
                    complex,
                    all,
                    seen: vec![false; all.required.len()],
                },
            },
        };
    }

    /// Shows the element entered last to those who want to know.
    fn show_start(&mut self, nil: bool) -> Result<(), Trouble> {
        let wanted = self.extract.is_some()
            && match self.open.last().map(|frame| &frame.mode) {
                Some(Mode::Simple(simple)) => simple.is_base64(),
                _ => false,
            };
        if self.watch.is_none() && !wanted {
            return Ok(());
        }
        self.shown.clear();
        for attribute in &self.scan.attributes {
            let ns = self.attribute_ns(attribute).unwrap_or(Ns::NONE);
            self.shown.push(Attribute {
                namespace: self.bindings.uri(self.compiled, ns).to_owned(),
                name: self.local_name(attribute).to_owned(),
                value: self.scan.value(attribute).to_owned(),
            });
        }
        let Some(frame) = self.open.last() else {
            return Ok(());
        };
        let start = Start {
            namespace: self.bindings.uri(self.compiled, frame.ns),
            name: self.open.local(self.open.depth() - 1),
            depth: self.open.depth(),
            type_id: type_id(frame.ty),
            declaration: frame.decl.map(|d| &d.element),
            required: frame.required,
            nil,
            attributes: &self.shown,
            place: place(&self.open, frame),
        };
        if let Some(watch) = &mut self.watch {
            watch.start(&start);
        }
        if let (true, Some(extract)) = (wanted, &mut self.extract) {
            match extract(&start) {
                Ok(None) => {}
                Ok(Some(writer)) => {
                    self.text.sink = Some(Sink::new(writer, start.place.path()));
                }
                Err(error) => {
                    let path = start.place.path();
                    let bytes = 0;
                    return Err(ExtractError::Write { path, bytes, error }.into());
                }
            }
        }
        Ok(())
    }

    /// What the start tag ahead is bound to, once it was entered or refused.
    pub(super) fn tag_namespace(&self) -> Ns {
        let tag = &self.scan.tag;
        let prefix = match tag.local > tag.name.start {
            true => tag.name.start..tag.local - 1,
            false => tag.name.start..tag.name.start,
        };
        let prefix = self.scan.text().get(prefix).unwrap_or_default();
        self.bindings.lookup(prefix).unwrap_or(Ns::NONE)
    }

    pub(super) fn window(&self, range: Range<usize>) -> &str {
        self.scan.text().get(range).unwrap_or_default()
    }
}
