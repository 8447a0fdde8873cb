//! Makes the tree from the model.

use std::collections::HashSet;

use super::{Cardinality, CodeListFacts, Cut, Entry, Fact, Kind, facts};
use crate::{
    Appinfo, AttributeUse, ComplexType, Content, Element, NamespaceRule, Particle, SchemaSet, Term,
    TypeDef, TypeId, TypeKind, Wildcard,
};

/// The namespaces of the XÖV code type begin with this.
const CODE_NAMESPACE: &str = "http://xoev.de/schemata/code/";

/// State of one tree.
pub(super) struct Collector<'a> {
    set: &'a SchemaSet,
    /// Types that are open, outermost first.
    open: Vec<TypeId>,
    /// Named complex types that stand somewhere in full.
    shown: HashSet<TypeId>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(set: &'a SchemaSet) -> Collector<'a> {
        Collector {
            set,
            open: Vec::new(),
            shown: HashSet::new(),
        }
    }

    /// A message.
    pub(super) fn root(&mut self, element: &'a Element) -> Entry {
        let mut entry = self.element(element, Cardinality::ONE);
        entry.kind = Kind::Root;
        entry.notes = notes(&element.appinfo);
        entry
            .notes
            .extend(self.origin(self.set.uri(element.name.ns), Some(element.document)));
        entry
    }

    /// A type for itself.
    pub(super) fn named_type(&mut self, id: TypeId) -> Entry {
        let ty = self.set.ty(id);
        let mut entry = new_entry(Kind::Type, ty.place.join("/"), Cardinality::ONE);
        self.describe(id, &mut entry);
        entry.title = title(&ty.appinfo);
        entry.notes = notes(&ty.appinfo);
        let uri = ty.name.as_ref().map_or("", |n| self.set.uri(n.ns));
        entry.notes.extend(self.origin(uri, ty.document));
        entry
    }

    /// Namespace and file.
    fn origin(&self, uri: &str, document: Option<crate::DocId>) -> Vec<(String, String)> {
        let mut origin = Vec::new();
        if !uri.is_empty() {
            origin.push(("#namespace".to_owned(), uri.to_owned()));
        }
        if let Some(document) = document {
            origin.push(("#file".to_owned(), self.set.document(document).file.clone()));
        }
        origin
    }

    fn element(&mut self, element: &'a Element, cardinality: Cardinality) -> Entry {
        let mut entry = new_entry(Kind::Element, element.name.local.clone(), cardinality);
        self.describe(element.type_id, &mut entry);
        entry.title = title(&element.appinfo).or(entry.title);
        given(&element.fixed, &element.default, &mut entry.facts);
        if element.nillable {
            entry.facts.push(Fact::Nillable);
        }
        if element.abstract_ {
            entry.facts.push(Fact::Abstract);
        }
        entry
    }

    fn attribute(&mut self, attribute: &'a AttributeUse) -> Entry {
        let cardinality = Cardinality {
            min: u32::from(attribute.required),
            max: Some(1),
        };
        let name = attribute.name.local.clone();
        let mut entry = new_entry(Kind::Attribute, name, cardinality);
        self.describe(attribute.type_id, &mut entry);
        entry.title = title(&attribute.appinfo).or(entry.title);
        given(&attribute.fixed, &attribute.default, &mut entry.facts);
        entry
    }

    /// Adds what a type says.
    fn describe(&mut self, id: TypeId, entry: &mut Entry) {
        let ty = self.set.ty(id);
        entry.type_name = ty.name.as_ref().map(|_| self.set.type_name(id));
        entry.title = title(&ty.appinfo);
        match &ty.kind {
            TypeKind::Simple(_) => self.simple(id, entry),
            TypeKind::Complex(complex) if self.is_code(id) => self.code(ty, complex, entry),
            TypeKind::Complex(complex) => {
                if self.open.contains(&id) {
                    entry.cut = Some(Cut::Recursion);
                    return;
                }
                if ty.name.is_some() && !self.shown.insert(id) {
                    entry.cut = Some(Cut::ShownAbove);
                    return;
                }
                self.open.push(id);
                self.complex(complex, entry);
                self.open.pop();
            }
        }
    }

    fn simple(&self, id: TypeId, entry: &mut Entry) {
        entry.facts.extend(facts::of_type(self.set, id));
        let listed = self.set.facet_chain(id).find(|f| !f.enumeration.is_empty());
        if let Some(facets) = listed {
            let values = facets.enumeration.iter();
            entry.values = values.map(|v| (v.value.clone(), v.label.clone())).collect();
        }
    }

    fn complex(&mut self, complex: &'a ComplexType, entry: &mut Entry) {
        if complex.abstract_ {
            entry.facts.push(Fact::Abstract);
        }
        if complex.mixed {
            entry.facts.push(Fact::Mixed);
        }
        for attribute in &complex.attributes {
            let attribute = self.attribute(attribute);
            entry.children.push(attribute);
        }
        if complex.any_attribute.is_some() {
            entry.facts.push(Fact::OpenAttributes);
        }
        match &complex.content {
            Content::Empty => {}
            Content::Simple(id) => self.simple(*id, entry),
            Content::Elements(particle) => self.particle(particle, &mut entry.children),
        }
    }

    fn particle(&mut self, particle: &'a Particle, out: &mut Vec<Entry>) {
        let cardinality = Cardinality {
            min: particle.min,
            max: particle.max,
        };
        let (kind, members) = match &particle.term {
            Term::Element(element) => {
                let entry = self.element(element, cardinality);
                return out.push(entry);
            }
            Term::Any(wildcard) => {
                let mut entry = new_entry(Kind::Any, String::new(), cardinality);
                entry
                    .facts
                    .push(Fact::Namespaces(self.namespaces(wildcard)));
                return out.push(entry);
            }
            Term::Sequence(members) => (Kind::Sequence, members),
            Term::Choice(members) => (Kind::Choice, members),
            Term::All(members) => (Kind::All, members),
        };
        // Branches of choices are handled below, so this stands in a sequence.
        if kind == Kind::Sequence && cardinality == Cardinality::ONE {
            members.iter().for_each(|member| self.particle(member, out));
            return;
        }
        let mut entry = new_entry(kind, String::new(), cardinality);
        for member in members {
            match (&member.term, kind) {
                // A branch of several elements stays together.
                (Term::Sequence(parts), Kind::Choice) => {
                    let times = Cardinality {
                        min: member.min,
                        max: member.max,
                    };
                    let mut branch = new_entry(Kind::Sequence, String::new(), times);
                    parts
                        .iter()
                        .for_each(|part| self.particle(part, &mut branch.children));
                    entry.children.push(branch);
                }
                _ => self.particle(member, &mut entry.children),
            }
        }
        out.push(entry);
    }

    fn namespaces(&self, wildcard: &Wildcard) -> String {
        match &wildcard.namespaces {
            NamespaceRule::Any => "##any".to_owned(),
            NamespaceRule::Other(not) => format!("##other ({})", self.set.uri(*not)),
            NamespaceRule::OneOf(list) => {
                let names = list.iter().map(|ns| match self.set.uri(*ns) {
                    "" => "##local",
                    uri => uri,
                });
                names.collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn is_code(&self, mut id: TypeId) -> bool {
        loop {
            let ty = self.set.ty(id);
            if let Some(name) = &ty.name
                && name.local == "Code"
                && self.set.uri(name.ns).starts_with(CODE_NAMESPACE)
            {
                return true;
            }
            match ty.base {
                Some((base, _)) => id = base,
                None => return false,
            }
        }
    }

    /// A code type: list and keys in place of its parts, which are always the same.
    fn code(&self, ty: &TypeDef, complex: &ComplexType, entry: &mut Entry) {
        let fixed = |name: &str| {
            let attribute = complex.attributes.iter().find(|a| a.name.local == name);
            attribute.and_then(|a| a.fixed.clone())
        };
        let told = |path: &str| ty.appinfo.first(path).map(str::to_owned);
        entry.code_list = Some(CodeListFacts {
            name: told("codeliste/nameLang"),
            uri: fixed("listURI").or_else(|| told("codeliste/kennung")),
            version: fixed("listVersionID").or_else(|| told("versionCodeliste/version")),
            publisher: told("codeliste/herausgebernameKurz"),
        });
        let Content::Elements(particle) = &complex.content else {
            return;
        };
        let Term::Sequence(parts) = &particle.term else {
            return;
        };
        for part in parts {
            if let Term::Element(element) = &part.term
                && element.name.local == "code"
            {
                let mut key = new_entry(Kind::Element, String::new(), Cardinality::ONE);
                self.simple(element.type_id, &mut key);
                entry.values = key.values;
            }
        }
    }
}

fn new_entry(kind: Kind, name: String, cardinality: Cardinality) -> Entry {
    Entry {
        kind,
        name,
        cardinality,
        type_name: None,
        title: None,
        notes: Vec::new(),
        facts: Vec::new(),
        values: Vec::new(),
        code_list: None,
        cut: None,
        children: Vec::new(),
    }
}

fn title(appinfo: &Appinfo) -> Option<String> {
    appinfo.title().map(str::to_owned)
}

/// What else the schema says of a message or type.
fn notes(appinfo: &Appinfo) -> Vec<(String, String)> {
    let entries = appinfo.0.iter().filter(|(path, text)| {
        !text.trim().is_empty()
            && !Appinfo::TITLE.contains(&path.as_str())
            && !path.starts_with("codeliste")
            && !path.starts_with("versionCodeliste")
    });
    entries
        .map(|(path, text)| (path.clone(), text.trim().to_owned()))
        .collect()
}

fn given(fixed: &Option<String>, default: &Option<String>, facts: &mut Vec<Fact>) {
    facts.extend(fixed.clone().map(Fact::Fixed));
    facts.extend(default.clone().map(Fact::Default));
}
