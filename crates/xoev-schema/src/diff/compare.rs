//! The walk over two sets.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Display;

use super::complex::Inherited;
use super::namespaces::Matching;
use super::{Aspect, Difference, Labels};
use crate::model::{ConstraintKind, Derivation, Element, NsId, QName, SchemaSet, TypeId, TypeKind};

/// All differences between two sets whose namespaces are matched up.
pub(super) fn compare(
    old: &SchemaSet,
    new: &SchemaSet,
    matching: &Matching,
    labels: Labels,
) -> Vec<Difference> {
    let mut comparison = Comparison {
        old,
        new,
        matching,
        labels,
        found: Vec::new(),
        open: HashSet::new(),
    };
    comparison.versions();
    comparison.global_elements();
    comparison.global_attributes();
    comparison.named_types();
    comparison.found
}

/// Where the walk is.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    namespace: String,
    place: Vec<String>,
}

impl Spot {
    pub(super) fn within(&self, step: impl Into<String>) -> Spot {
        let mut place = self.place.clone();
        place.push(step.into());
        Spot {
            namespace: self.namespace.clone(),
            place,
        }
    }
}

pub(super) struct Comparison<'a> {
    pub(super) old: &'a SchemaSet,
    pub(super) new: &'a SchemaSet,
    pub(super) matching: &'a Matching,
    pub(super) labels: Labels,
    pub(super) found: Vec<Difference>,
    /// Pairs of types that are being compared: types without a name may contain themselves.
    open: HashSet<(TypeId, TypeId)>,
}

impl<'a> Comparison<'a> {
    pub(super) fn push(
        &mut self,
        spot: &Spot,
        aspect: Aspect,
        old: Option<String>,
        new: Option<String>,
    ) {
        let Spot { namespace, place } = spot.clone();
        self.found.push(Difference {
            namespace,
            place,
            aspect,
            old,
            new,
        });
    }

    pub(super) fn changed(
        &mut self,
        spot: &Spot,
        aspect: Aspect,
        old: impl Display,
        new: impl Display,
    ) {
        self.push(spot, aspect, Some(old.to_string()), Some(new.to_string()));
    }

    pub(super) fn added(&mut self, spot: &Spot, aspect: Aspect, new: impl Display) {
        self.push(spot, aspect, None, Some(new.to_string()));
    }

    pub(super) fn removed(&mut self, spot: &Spot, aspect: Aspect, old: impl Display) {
        self.push(spot, aspect, Some(old.to_string()), None);
    }

    /// Records a difference if there is one.
    pub(super) fn either(
        &mut self,
        spot: &Spot,
        aspect: Aspect,
        old: Option<String>,
        new: Option<String>,
    ) {
        if old != new {
            self.push(spot, aspect, old, new);
        }
    }

    pub(super) fn flag(&mut self, spot: &Spot, aspect: Aspect, old: bool, new: bool) {
        if old != new {
            self.changed(spot, aspect, old, new);
        }
    }

    /// Replaces the namespaces of the old set in a text by those they match.
    pub(super) fn translate(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if !text.contains('<') {
            return text; // only wildcards name namespaces
        }
        for (id, namespace) in (0_u16..).zip(&self.old.namespaces) {
            let name = QName {
                ns: NsId(id),
                local: String::new(),
            };
            if let Some(new) = self.matching.forward(&name) {
                let uri = self.new.uri(new.ns);
                if uri != namespace.uri && !namespace.uri.is_empty() {
                    for end in [">", ",", " "] {
                        let from = format!(" {}{end}", namespace.uri);
                        text = text.replace(&from, &format!(" {uri}{end}"));
                    }
                }
            }
        }
        text
    }

    fn spot(&self, set: &SchemaSet, name: &QName) -> Spot {
        Spot {
            namespace: set.uri(name.ns).to_owned(),
            place: vec![name.local.clone()],
        }
    }

    fn versions(&mut self) {
        let versions = |set: &SchemaSet| {
            let mut versions: BTreeMap<NsId, BTreeSet<String>> = BTreeMap::new();
            for document in &set.documents {
                let of_namespace = versions.entry(document.namespace).or_default();
                of_namespace.extend(document.version.clone());
            }
            versions
        };
        let (old, new) = (versions(self.old), versions(self.new));
        for (ns, versions) in old {
            let name = QName {
                ns,
                local: String::new(),
            };
            let Some(other) = self.matching.forward(&name) else {
                continue;
            };
            let Some(others) = new.get(&other.ns) else {
                continue;
            };
            let text = |set: &BTreeSet<String>| {
                (!set.is_empty()).then(|| set.iter().cloned().collect::<Vec<_>>().join(", "))
            };
            let uri = self.new.uri(other.ns).to_owned();
            let spot = Spot {
                place: vec![uri.clone()],
                namespace: uri,
            };
            self.either(&spot, Aspect::Version, text(&versions), text(others));
        }
    }

    fn global_elements(&mut self) {
        let (old, new) = (self.old, self.new);
        for element in &old.elements {
            let other = self.matching.forward(&element.name);
            let other = other.and_then(|name| new.find_element(name.ns, &name.local));
            match other.map(|id| new.element(id)) {
                Some(other) => {
                    let spot = self.spot(new, &other.name);
                    self.elements(&spot, element, other);
                    self.substitution(&spot, element, other);
                }
                None => {
                    let spot = Spot {
                        place: Vec::new(),
                        ..self.spot(old, &element.name)
                    };
                    self.removed(&spot, Aspect::Message, &element.name.local);
                }
            }
        }
        for element in &new.elements {
            let known = |e: &Element| self.matching.same(&e.name, &element.name);
            if !old.elements.iter().any(known) {
                let spot = Spot {
                    place: Vec::new(),
                    ..self.spot(new, &element.name)
                };
                self.added(&spot, Aspect::Message, &element.name.local);
            }
        }
    }

    fn substitution(&mut self, spot: &Spot, old: &Element, new: &Element) {
        let head = |set: &SchemaSet, element: &Element| {
            element.substitutes.map(|id| set.element(id).name.clone())
        };
        let (a, b) = (head(self.old, old), head(self.new, new));
        let same = match (&a, &b) {
            (Some(a), Some(b)) => self.matching.same(a, b),
            (None, None) => true,
            _ => false,
        };
        if !same {
            let (a, b) = (a.map(|n| n.local), b.map(|n| n.local));
            self.push(spot, Aspect::Substitution, a, b);
        }
    }

    fn global_attributes(&mut self) {
        let (old, new) = (self.old, self.new);
        for attribute in &old.attributes {
            let other = new
                .attributes
                .iter()
                .find(|a| self.matching.same(&attribute.name, &a.name));
            match other {
                Some(other) => {
                    let name = format!("@{}", other.name.local);
                    let spot = Spot {
                        place: vec![name],
                        ..self.spot(new, &other.name)
                    };
                    self.attribute_values(&spot, attribute, other);
                }
                None => {
                    let spot = Spot {
                        place: Vec::new(),
                        ..self.spot(old, &attribute.name)
                    };
                    self.removed(&spot, Aspect::GlobalAttribute, &attribute.name.local);
                }
            }
        }
        for attribute in &new.attributes {
            if !old
                .attributes
                .iter()
                .any(|a| self.matching.same(&a.name, &attribute.name))
            {
                let spot = Spot {
                    place: Vec::new(),
                    ..self.spot(new, &attribute.name)
                };
                self.added(&spot, Aspect::GlobalAttribute, &attribute.name.local);
            }
        }
    }

    fn named_types(&mut self) {
        let (old, new) = (self.old, self.new);
        let new_types: BTreeMap<&QName, TypeId> = (0_u32..)
            .zip(&new.types)
            .filter(|(_, ty)| ty.document.is_some())
            .filter_map(|(id, ty)| Some((ty.name.as_ref()?, TypeId(id))))
            .collect();
        let mut met = BTreeSet::new();
        for (id, ty) in (0_u32..).zip(&old.types) {
            let Some(name) = ty.name.as_ref().filter(|_| ty.document.is_some()) else {
                continue;
            };
            let other = self
                .matching
                .forward(name)
                .and_then(|name| new_types.get(&name).copied());
            match other {
                Some(other) => {
                    met.insert(other);
                    let spot = self.spot(new, new.ty(other).name.as_ref().unwrap_or(name));
                    self.types(&spot, TypeId(id), other);
                }
                None => {
                    let spot = Spot {
                        place: Vec::new(),
                        ..self.spot(old, name)
                    };
                    self.removed(&spot, Aspect::Type, &name.local);
                }
            }
        }
        for (name, id) in new_types {
            if !met.contains(&id) {
                let spot = Spot {
                    place: Vec::new(),
                    ..self.spot(new, name)
                };
                self.added(&spot, Aspect::Type, &name.local);
            }
        }
    }

    /// Everything about two elements that belong together, except how often they occur.
    pub(super) fn elements(&mut self, spot: &Spot, old: &'a Element, new: &'a Element) {
        self.type_use(spot, old.type_id, new.type_id);
        self.flag(spot, Aspect::Nillable, old.nillable, new.nillable);
        self.flag(spot, Aspect::Abstract, old.abstract_, new.abstract_);
        self.either(
            spot,
            Aspect::Default,
            old.default.clone(),
            new.default.clone(),
        );
        self.either(spot, Aspect::Fixed, old.fixed.clone(), new.fixed.clone());
        let constraints = |set: &SchemaSet, element: &Element| {
            let mut texts = BTreeSet::new();
            for c in &element.constraints {
                let kind = match c.kind {
                    ConstraintKind::Key => "key",
                    ConstraintKind::Keyref => "keyref",
                    ConstraintKind::Unique => "unique",
                };
                let refer = c.refer.as_ref().map(|r| format!(" to {}", set.show(r)));
                let refer = refer.unwrap_or_default();
                let fields = c.fields.join(", ");
                texts.insert(format!(
                    "{kind} {}{refer}: {} ({fields})",
                    c.name.local, c.selector
                ));
            }
            texts
        };
        let (a, b) = (constraints(self.old, old), constraints(self.new, new));
        let (mut gone, mut come) = (a.clone(), b.clone());
        for text in a {
            let translated = self.translate_braces(&text);
            if come.remove(&translated) {
                gone.remove(&text);
            }
        }
        for text in gone {
            self.removed(spot, Aspect::Constraint, text);
        }
        for text in come {
            self.added(spot, Aspect::Constraint, text);
        }
        self.titles(spot, old.appinfo.first("title"), new.appinfo.first("title"));
    }

    fn titles(&mut self, spot: &Spot, old: Option<&str>, new: Option<&str>) {
        if self.labels == Labels::Compare {
            self.either(
                spot,
                Aspect::Label,
                old.map(str::to_owned),
                new.map(str::to_owned),
            );
        }
    }

    fn translate_braces(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (id, namespace) in (0_u16..).zip(&self.old.namespaces) {
            let name = QName {
                ns: NsId(id),
                local: String::new(),
            };
            if let Some(new) = self.matching.forward(&name) {
                let (from, to) = (format!("{{{}}}", namespace.uri), self.new.uri(new.ns));
                text = text.replace(&from, &format!("{{{to}}}"));
            }
        }
        text
    }

    /// Whether two names are qualified in the same way; their local names are the same.
    pub(super) fn names(&mut self, spot: &Spot, old: &QName, new: &QName) {
        if !self.matching.same_ns(old.ns, new.ns) {
            let text = |set: &SchemaSet, name: &QName| match set.uri(name.ns) {
                "" => "none".to_owned(),
                uri => uri.to_owned(),
            };
            let (a, b) = (text(self.old, old), text(self.new, new));
            self.changed(spot, Aspect::Form, a, b);
        }
    }

    /// The name of a type for people.
    pub(super) fn type_name(&self, id: TypeId, is_old: bool) -> String {
        let set = if is_old { self.old } else { self.new };
        match &set.ty(id).name {
            Some(name) => name.local.clone(),
            None => "a type without name".to_owned(),
        }
    }

    /// Types that are used in the same place: named ones must have the same name, others must be
    /// the same.
    pub(super) fn type_use(&mut self, spot: &Spot, old: TypeId, new: TypeId) {
        match (&self.old.ty(old).name, &self.new.ty(new).name) {
            (Some(a), Some(b)) if self.matching.same(a, b) => {}
            (None, None) => self.types(spot, old, new),
            (Some(a), Some(b)) if a.local == b.local => {
                let (a, b) = (self.old.show(a), self.new.show(b));
                self.changed(spot, Aspect::ValueType, a, b);
            }
            _ => {
                let (a, b) = (self.type_name(old, true), self.type_name(new, false));
                self.changed(spot, Aspect::ValueType, a, b);
            }
        }
    }

    fn types(&mut self, spot: &Spot, old_id: TypeId, new_id: TypeId) {
        if !self.open.insert((old_id, new_id)) {
            return;
        }
        let (old, new) = (self.old.ty(old_id), self.new.ty(new_id));
        let same_base = self.bases(spot, old.base, new.base);
        match (&old.kind, &new.kind) {
            (TypeKind::Simple(a), TypeKind::Simple(b)) => self.simple_types(spot, a, b),
            (TypeKind::Complex(a), TypeKind::Complex(b)) => {
                let inherited = match (old.base, new.base) {
                    (Some((a, Derivation::Extension)), Some((b, Derivation::Extension)))
                        if same_base =>
                    {
                        Inherited::of(self.old, a).zip(Inherited::of(self.new, b))
                    }
                    _ => None,
                };
                self.complex_types(spot, a, b, inherited.unwrap_or_default());
            }
            (TypeKind::Simple(_), TypeKind::Complex(_)) => {
                self.changed(spot, Aspect::ContentKind, "simple type", "complex type");
            }
            (TypeKind::Complex(_), TypeKind::Simple(_)) => {
                self.changed(spot, Aspect::ContentKind, "complex type", "simple type");
            }
        }
        self.titles(spot, old.appinfo.first("title"), new.appinfo.first("title"));
        self.open.remove(&(old_id, new_id));
    }

    /// Compares bases; tells whether they belong together.
    fn bases(
        &mut self,
        spot: &Spot,
        old: Option<(TypeId, Derivation)>,
        new: Option<(TypeId, Derivation)>,
    ) -> bool {
        let same = match (old, new) {
            (None, None) => true,
            (Some((a, kind_a)), Some((b, kind_b))) if kind_a == kind_b => {
                match (&self.old.ty(a).name, &self.new.ty(b).name) {
                    (Some(a), Some(b)) => self.matching.same(a, b),
                    (None, None) => {
                        self.types(&spot.within("#base"), a, b);
                        true
                    }
                    _ => false,
                }
            }
            _ => false,
        };
        if !same {
            let text = |base: Option<(TypeId, Derivation)>, is_old| {
                base.map(|(id, kind)| {
                    let kind = match kind {
                        Derivation::Extension => "extension of",
                        Derivation::Restriction => "restriction of",
                        Derivation::List => "list, a kind of",
                        Derivation::Union => "union, a kind of",
                    };
                    format!("{kind} {}", self.type_name(id, is_old))
                })
            };
            let (a, b) = (text(old, true), text(new, false));
            self.push(spot, Aspect::Base, a, b);
        }
        same
    }
}
