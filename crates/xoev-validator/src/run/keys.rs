//! What must be unique in a message, and what refers to it: `xs:ID`, `xs:IDREF` and identity
//! constraints. Memory grows with the number of keys, as it must; a limit keeps it in bounds.

use std::collections::{HashMap, HashSet};

use xoev::{Path, Rule};
use xoev_schema::{Builtin, ConstraintKind, QName};

use crate::compile::identity::Constraint;
use crate::input::Position;
use crate::watch::Steps as _;
use crate::window::Window;

use super::namespaces::Ns;
use super::{Mode, Run};

/// How many bytes of keys are kept.
const KEPT: usize = 64 << 20;

/// Everything about keys.
#[derive(Default)]
pub(super) struct Keys<'v> {
    ids: HashSet<String>,
    /// References to IDs that have not occurred yet.
    references: HashMap<String, (Path, Position)>,
    scopes: Vec<Scope<'v>>,
    /// Keys of scopes that have ended, with the depth at which they are visible.
    tables: Vec<Table<'v>>,
    kept: usize,
    exceeded: bool,
}

/// A constraint within the element that declares it.
struct Scope<'v> {
    constraint: &'v Constraint,
    /// Depth of that element.
    depth: usize,
    rows: HashMap<Vec<String>, (Path, Position)>,
    selected: Vec<Selected>,
}

/// A selected element that is open.
struct Selected {
    depth: usize,
    fields: Vec<Field>,
    position: Position,
    path: Path,
}

#[derive(Clone, Debug)]
enum Field {
    Absent,
    /// An element of this depth is the field; its value comes with its end.
    Open(usize),
    Value(String),
    /// Not a simple value, or several.
    Broken,
    /// An invalid value, which was reported already.
    Invalid,
}

struct Table<'v> {
    name: &'v QName,
    depth: usize,
    rows: HashSet<Vec<String>>,
}

impl Keys<'_> {
    /// Whether no identity constraint is in force.
    pub(super) fn is_idle(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Whether none is, and none was in an element that is still open.
    pub(super) fn is_quiet(&self) -> bool {
        self.scopes.is_empty() && self.tables.is_empty()
    }
}

impl<'v, W: Window> Run<'v, '_, W> {
    /// Notes a value of `xs:ID` or `xs:IDREF`, or several of them.
    pub(super) fn note_id(&mut self, kind: Builtin, value: &str, position: Position) {
        let value = value.trim_matches([' ', '\t', '\n', '\r']);
        let path = self.open.path();
        if kind == Builtin::Id {
            self.keep(value.len());
            self.keys.references.remove(value);
            if !self.keys.ids.insert(value.to_owned()) {
                let expected = "each ID once";
                let place = (position, 0);
                self.log
                    .add(Rule::IdDuplicate, path, place, (expected, value), None);
            }
            return;
        }
        for name in value
            .split([' ', '\t', '\n', '\r'])
            .filter(|n| !n.is_empty())
        {
            if kind == Builtin::Id {
                self.keep(name.len());
                self.keys.references.remove(name);
                if !self.keys.ids.insert(name.to_owned()) {
                    let words = ("each ID once", name);
                    let place = (position, 0);
                    self.log
                        .add(Rule::IdDuplicate, path.clone(), place, words, None);
                }
            } else if !self.keys.ids.contains(name) {
                self.keep(name.len() + 64);
                let references = &mut self.keys.references;
                let place = || (path.clone(), position);
                references.entry(name.to_owned()).or_insert_with(place);
            }
        }
    }

    /// At the end of the message: references that lead nowhere.
    pub(super) fn end_of_keys(&mut self) {
        let references = std::mem::take(&mut self.keys.references);
        for (name, (path, position)) in references {
            let words = ("an element with this ID", name.as_str());
            self.log
                .add(Rule::IdRefDangling, path, (position, 0), words, None);
        }
    }

    fn keep(&mut self, bytes: usize) {
        self.keys.kept += bytes;
        if self.keys.kept > KEPT && !std::mem::replace(&mut self.keys.exceeded, true) {
            let at = self.scan.pos;
            let limit = format!("{KEPT} bytes of keys");
            self.fault(Rule::Limit, &limit, "more", at, 0);
        }
    }

    /// An element was entered.
    pub(super) fn keys_start(&mut self) {
        let depth = self.open.depth();
        if !self.keys.scopes.is_empty() {
            self.select();
        }
        let Some(decl) = self.open.last().and_then(|f| f.decl) else {
            return;
        };
        let Some(constraints) = decl.constraints() else {
            return;
        };
        let opened = self.keys.scopes.len();
        for constraint in &constraints.list {
            self.keys.scopes.push(Scope {
                constraint,
                depth,
                rows: HashMap::new(),
                selected: Vec::new(),
            });
        }
        // The element may be selected itself.
        self.select_from(opened);
    }

    fn select(&mut self) {
        self.select_from(0);
    }

    /// Finds out what the element entered last is for the scopes from this one on.
    fn select_from(&mut self, first: usize) {
        let depth = self.open.depth();
        let names: Vec<(String, String)> = (0..depth)
            .map(|at| {
                let ns = self.open.frames.get(at).map_or(Ns::NONE, |f| f.ns);
                let uri = self.bindings.uri(self.compiled, ns);
                (uri.to_owned(), self.open.local(at).to_owned())
            })
            .collect();
        let names: Vec<(&str, &str)> = names
            .iter()
            .map(|(u, l)| (u.as_str(), l.as_str()))
            .collect();
        let position = match self.open.last() {
            Some(frame) if frame.position.line > 0 => frame.position,
            _ => {
                let at = self.scan.tag.at;
                self.scan.input.position(at)
            }
        };
        let mut scopes = std::mem::take(&mut self.keys.scopes);
        for scope in scopes.iter_mut().skip(first) {
            let below = names.get(scope.depth..).unwrap_or_default();
            if scope
                .constraint
                .selector
                .iter()
                .any(|route| route.fits(below))
            {
                let fields = scope
                    .constraint
                    .fields
                    .iter()
                    .map(|_| Field::Absent)
                    .collect();
                scope.selected.push(Selected {
                    depth,
                    fields,
                    position,
                    path: self.open.path(),
                });
            }
            for selected in &mut scope.selected {
                let below = names.get(selected.depth..).unwrap_or_default();
                let fields = selected.fields.iter_mut().zip(&scope.constraint.fields);
                for (field, routes) in fields {
                    for route in routes.iter().filter(|route| route.fits(below)) {
                        let value = match &route.attribute {
                            None => Field::Open(depth),
                            Some(test) => match self.key_attribute(test) {
                                Some(value) => Field::Value(value),
                                None => continue,
                            },
                        };
                        *field = match field {
                            Field::Absent => value,
                            _ => Field::Broken,
                        };
                    }
                }
            }
        }
        self.keys.scopes = scopes;
    }

    /// The value of the attribute that a test fits.
    fn key_attribute(&self, test: &crate::compile::identity::Test) -> Option<String> {
        let attribute = self.scan.attributes.iter().find(|a| {
            let ns = self.attribute_ns(a).unwrap_or(Ns::NONE);
            let uri = self.bindings.uri(self.compiled, ns);
            test.fits(uri, self.window(a.local..a.name.end))
        })?;
        let value = self.scan.value(attribute);
        let ns = self.attribute_ns(attribute).ok()?.known();
        let local = self.window(attribute.local..attribute.name.end);
        let ty = self.open.last()?.ty?;
        let simple = match self.compiled.resolve(ty) {
            crate::compile::Type::Complex(complex) => {
                let mut all = complex.attributes.iter();
                let found = all.find(|a| Some(a.ns) == ns && a.local == local);
                found.and_then(|a| crate::compile::simple::Types::simple(self.compiled, a.type_id))
            }
            _ => None,
        };
        Some(simple.map_or_else(|| format!("string:{value}"), |s| s.key(value)))
    }

    /// The value of the element entered last is known, or it has none that could be a key.
    pub(super) fn keys_value(&mut self, value: Option<String>) {
        if self.keys.is_idle() {
            return;
        }
        let depth = self.open.depth();
        for scope in &mut self.keys.scopes {
            for selected in &mut scope.selected {
                for field in &mut selected.fields {
                    if matches!(field, Field::Open(d) if *d == depth) {
                        *field = match &value {
                            Some(value) => Field::Value(value.clone()),
                            None => Field::Invalid,
                        };
                    }
                }
            }
        }
    }

    /// The element entered last has ended.
    pub(super) fn keys_end(&mut self) {
        if self.keys.scopes.is_empty() && self.keys.tables.is_empty() {
            return;
        }
        let depth = self.open.depth();
        let nil = matches!(self.open.last().map(|f| &f.mode), Some(Mode::Nil));
        let mut scopes = std::mem::take(&mut self.keys.scopes);
        for scope in &mut scopes {
            // A field that is an element without a simple value.
            for field in scope.selected.iter_mut().flat_map(|s| &mut s.fields) {
                if matches!(field, Field::Open(d) if *d == depth) {
                    *field = if nil { Field::Absent } else { Field::Broken };
                }
            }
            while scope.selected.last().is_some_and(|s| s.depth == depth) {
                if let Some(selected) = scope.selected.pop() {
                    self.end_of_selected(scope, selected);
                }
            }
        }
        let ended: Vec<Scope<'v>> = {
            let at = scopes
                .iter()
                .position(|s| s.depth == depth)
                .unwrap_or(scopes.len());
            scopes.split_off(at)
        };
        self.keys.scopes = scopes;
        self.end_of_scopes(ended, depth);
    }

    fn end_of_selected(&mut self, scope: &mut Scope<'v>, selected: Selected) {
        let constraint = scope.constraint;
        let mut row = Vec::with_capacity(selected.fields.len());
        for field in &selected.fields {
            match field {
                Field::Value(value) => row.push(value.clone()),
                Field::Absent => {
                    // Without all of its fields, it takes no part, unless it is a key.
                    if constraint.kind == ConstraintKind::Key {
                        let words = (constraint.shown.as_str(), "");
                        let place = (selected.position, 0);
                        self.log
                            .add(Rule::KeyMissing, selected.path, place, words, None);
                    }
                    return;
                }
                Field::Invalid => return,
                Field::Open(_) | Field::Broken => {
                    let words = (constraint.shown.as_str(), "");
                    let place = (selected.position, 0);
                    self.log
                        .add(Rule::KeyField, selected.path, place, words, None);
                    return;
                }
            }
        }
        let size = row.iter().map(String::len).sum::<usize>() + 64;
        self.keep(size);
        if self.keys.exceeded {
            return;
        }
        let found = shown(&row);
        let place = (selected.path.clone(), selected.position);
        let twin = scope.rows.insert(row, place).is_some();
        if twin && constraint.kind != ConstraintKind::Keyref {
            let words = (constraint.shown.as_str(), found.as_str());
            let place = (selected.position, 0);
            self.log
                .add(Rule::KeyDuplicate, selected.path, place, words, None);
        }
    }

    fn end_of_scopes(&mut self, ended: Vec<Scope<'v>>, depth: usize) {
        let mut references = Vec::new();
        for scope in ended {
            match scope.constraint.kind {
                ConstraintKind::Keyref => references.push(scope),
                ConstraintKind::Key | ConstraintKind::Unique => self.keys.tables.push(Table {
                    name: &scope.constraint.name,
                    depth,
                    rows: scope.rows.into_keys().collect(),
                }),
            }
        }
        for scope in references {
            let tables = self.keys.tables.iter();
            let visible: Vec<&Table<'_>> = tables
                .filter(|t| t.depth >= depth && Some(t.name) == scope.constraint.refer.as_ref())
                .collect();
            let mut dangling: Vec<(Vec<String>, (Path, Position))> = scope
                .rows
                .into_iter()
                .filter(|(row, _)| !visible.iter().any(|t| t.rows.contains(row)))
                .collect();
            dangling.sort_by_key(|(_, (_, position))| position.offset);
            for (row, (path, position)) in dangling {
                let found = shown(&row);
                let words = (scope.constraint.shown.as_str(), found.as_str());
                self.log
                    .add(Rule::KeyrefDangling, path, (position, 0), words, None);
            }
        }
        // Keys are seen from the elements around, while one of them has references.
        let wanted = self.keys.scopes.iter();
        let wanted: Vec<&QName> = wanted.filter_map(|s| s.constraint.refer.as_ref()).collect();
        self.keys.tables.retain_mut(|table| {
            table.depth = table.depth.min(depth.saturating_sub(1));
            wanted.contains(&table.name)
        });
    }
}

/// The values of a key for people, without what tells their kinds apart.
fn shown(row: &[String]) -> String {
    let bare = row
        .iter()
        .map(|v| v.split_once(':').unwrap_or(("", v)))
        // The form of numbers that is compared has a point, always.
        .map(|(family, text)| match (family, text) {
            ("decimal", ".") => "0",
            ("decimal", text) => text.trim_end_matches('.'),
            (_, text) => text,
        });
    bare.collect::<Vec<_>>().join(", ")
}
