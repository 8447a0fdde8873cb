//! Follows includes, redefinitions and imports from the roots to all documents of a set.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use xsd_parser::models::schema::xs::{Schema, SchemaContent};

use super::catalog::Catalog;
use super::parse::{Parsed, parse};
use super::store::{self, Location, Store};
use crate::error::{Place, SchemaError};
use crate::model::XS;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A schema document in its role within a set. A document without a namespace that is included
/// by documents of several namespaces has several roles.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    /// The document.
    pub(crate) parsed: Rc<Parsed>,
    /// Target namespace, if any.
    pub(crate) target: Option<String>,
    /// Whether the namespace is that of the including document.
    pub(crate) chameleon: bool,
}

/// A reference from one document to another.
struct Reference<'a> {
    kind: Kind,
    location: Option<&'a str>,
    namespace: Option<&'a str>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Include,
    Import,
}

/// An import whose document was not found: fine if its namespace is met elsewhere.
struct Pending {
    importer: String,
    location: String,
    namespace: Option<String>,
}

pub(super) struct Collector<'a> {
    store: &'a Store,
    catalog: &'a Catalog,
    parsed: HashMap<Location, Rc<Parsed>>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(store: &'a Store, catalog: &'a Catalog) -> Collector<'a> {
        Collector {
            store,
            catalog,
            parsed: HashMap::new(),
        }
    }

    /// All of these documents, except those without a namespace that another one includes: they
    /// only make sense there.
    pub(super) fn self_contained(
        &mut self,
        locations: &[Location],
    ) -> Result<Vec<Location>, SchemaError> {
        let included = self.referenced(locations, Some(Kind::Include))?;
        let mut roots = Vec::new();
        for location in locations {
            let parsed = self.parse(location)?;
            let part = included.contains(&Store::canonical(location));
            if !(part && target(&parsed).is_none()) {
                roots.push(location.clone());
            }
        }
        Ok(roots)
    }

    /// Those of these documents that no other one includes or imports, then those that only
    /// refer to each other in circles.
    pub(super) fn unreferenced(
        &mut self,
        locations: &[Location],
    ) -> Result<Vec<Location>, SchemaError> {
        let referenced = self.referenced(locations, None)?;
        let is_root = |l: &&Location| !referenced.contains(&Store::canonical(l));
        let mut roots: Vec<Location> = locations.iter().filter(is_root).cloned().collect();
        let mut reached = BTreeSet::new();
        let mut next = 0;
        loop {
            let mut open: Vec<Location> = roots[next..].to_vec();
            next = roots.len();
            while let Some(location) = open.pop() {
                if reached.insert(Store::canonical(&location)) {
                    open.extend(self.neighbours(&location, None)?);
                }
            }
            match locations
                .iter()
                .find(|l| !reached.contains(&Store::canonical(l)))
            {
                Some(in_circle) => roots.push(in_circle.clone()),
                None => return Ok(roots),
            }
        }
    }

    fn referenced(
        &mut self,
        locations: &[Location],
        kind: Option<Kind>,
    ) -> Result<BTreeSet<Location>, SchemaError> {
        let mut referenced = BTreeSet::new();
        for location in locations {
            let this = Store::canonical(location);
            for other in self.neighbours(location, kind)? {
                let other = Store::canonical(&other);
                if other != this {
                    referenced.insert(other);
                }
            }
        }
        Ok(referenced)
    }

    fn neighbours(
        &mut self,
        location: &Location,
        kind: Option<Kind>,
    ) -> Result<Vec<Location>, SchemaError> {
        let parsed = self.parse(location)?;
        let mut found = Vec::new();
        for reference in parsed.schema().map(references).unwrap_or_default() {
            if kind.is_none_or(|kind| kind == reference.kind)
                && let Some(other) = self.locate(location, &reference)?
            {
                found.push(other);
            }
        }
        Ok(found)
    }

    fn parse(&mut self, location: &Location) -> Result<Rc<Parsed>, SchemaError> {
        let key = Store::canonical(location);
        if let Some(parsed) = self.parsed.get(&key) {
            return Ok(Rc::clone(parsed));
        }
        let bytes = self.store.read(location)?;
        let parsed = Rc::new(parse(&location.to_string(), &location.file_name(), &bytes)?);
        self.parsed.insert(key, Rc::clone(&parsed));
        Ok(parsed)
    }

    /// The document that a reference means, if it is at hand.
    fn locate(
        &mut self,
        from: &Location,
        reference: &Reference<'_>,
    ) -> Result<Option<Location>, SchemaError> {
        if let Some(found) = reference.location.and_then(|l| self.catalog.find(l)) {
            return Ok(Some(found));
        }
        let by_namespace = || reference.namespace.and_then(|n| self.catalog.find(n));
        let Some(location) = reference.location else {
            return Ok(by_namespace());
        };
        let relative = from.join(location);
        if let Some(found) = relative.filter(|l| self.store.has(l)) {
            return Ok(Some(found));
        }
        if let Some(found) = by_namespace() {
            return Ok(Some(found));
        }
        let file_name = store::file_name_of(location);
        if file_name.is_empty() {
            return Ok(None);
        }
        let mut candidates: Vec<Location> = self.store.named(&file_name).cloned().collect();
        candidates.extend(from.join(&file_name).filter(|l| self.store.has(l)));
        let mut fitting: Option<(Location, Rc<Parsed>)> = None;
        for candidate in candidates {
            let parsed = self.parse(&candidate)?;
            let fits = match reference.kind {
                Kind::Import => target(&parsed) == reference.namespace,
                Kind::Include => true,
            };
            match &fitting {
                _ if !fits => {}
                None => fitting = Some((candidate, parsed)),
                Some((_, first)) if first.text == parsed.text => {}
                Some((first, _)) => {
                    return Err(SchemaError::Contradictory {
                        place: Place::file(from.to_string()),
                        name: location.to_owned(),
                        reason: format!(
                            "both {first} and {candidate} could be meant, and they differ; name \
                             one of them in the catalog"
                        ),
                    });
                }
            }
        }
        Ok(fitting.map(|(location, _)| location))
    }

    /// All documents, roots first, then in the order of first reference.
    pub(super) fn collect(mut self, roots: &[Location]) -> Result<Vec<Raw>, SchemaError> {
        let mut set = Set::default();
        let mut pending = Vec::new();
        for root in roots {
            let parsed = self.parse(root)?;
            set.add(root, parsed, None);
        }
        while let Some((location, index)) = set.queue.pop_front() {
            let Some(raw) = set.documents.get(index).cloned() else {
                continue;
            };
            let Some(schema) = raw.parsed.schema() else {
                continue;
            };
            for reference in references(schema) {
                let found = self.locate(&location, &reference)?;
                match reference.kind {
                    Kind::Include => {
                        let Some(found) = found else {
                            return Err(missing(&raw, &reference));
                        };
                        let parsed = self.parse(&found)?;
                        check_include(&raw, &parsed)?;
                        set.add(&found, parsed, raw.target.as_deref());
                    }
                    Kind::Import => {
                        check_import(&raw, &reference)?;
                        let Some(found) = found else {
                            if let Some(location) = reference.location {
                                pending.push(Pending {
                                    importer: raw.parsed.file.clone(),
                                    location: location.to_owned(),
                                    namespace: reference.namespace.map(str::to_owned),
                                });
                            } else if reference.namespace == Some(XML) {
                                set.wants_xml = true;
                            }
                            continue;
                        };
                        let parsed = self.parse(&found)?;
                        check_imported(&raw, &reference, &parsed)?;
                        set.add(&found, parsed, None);
                    }
                }
            }
        }
        set.finish(pending)
    }
}

#[derive(Default)]
struct Set {
    documents: Vec<Raw>,
    queue: VecDeque<(Location, usize)>,
    /// Documents by place and namespace, and by text and namespace: the same document may be
    /// reached under several names.
    by_place: BTreeMap<(Location, Option<String>), usize>,
    by_text: HashMap<(String, Option<String>), usize>,
    wants_xml: bool,
}

impl Set {
    fn add(&mut self, location: &Location, parsed: Rc<Parsed>, includer: Option<&str>) {
        let own = target(&parsed).map(str::to_owned);
        let chameleon = own.is_none() && includer.is_some();
        let target = own.or_else(|| includer.map(str::to_owned));
        let place = (Store::canonical(location), target.clone());
        if self.by_place.contains_key(&place) {
            return;
        }
        let text = (parsed.text.clone(), target.clone());
        let index = *self.by_text.entry(text).or_insert(self.documents.len());
        self.by_place.insert(place, index);
        if index == self.documents.len() {
            self.documents.push(Raw {
                parsed,
                target,
                chameleon,
            });
            self.queue.push_back((location.clone(), index));
        }
    }

    fn has(&self, namespace: Option<&str>) -> bool {
        self.documents
            .iter()
            .any(|d| d.target.as_deref() == namespace)
    }

    fn finish(mut self, pending: Vec<Pending>) -> Result<Vec<Raw>, SchemaError> {
        for Pending {
            importer,
            location,
            namespace,
        } in pending
        {
            match namespace.as_deref() {
                Some(XML) => self.wants_xml = true,
                Some(XS | XSI) => {}
                namespace if self.has(namespace) => {}
                _ => {
                    return Err(SchemaError::MissingDocument {
                        importer,
                        location,
                        namespace,
                    });
                }
            }
        }
        self.wants_xml |= self.documents.iter().any(|d| d.parsed.uses_xml_attributes);
        if self.wants_xml && !self.has(Some(XML)) {
            let bytes = include_bytes!("xml_namespace.xsd");
            let parsed = parse("xml.xsd (built in)", "xml.xsd", bytes)?;
            self.add(
                &Location::Memory("xml.xsd".to_owned()),
                Rc::new(parsed),
                None,
            );
        }
        Ok(self.documents)
    }
}

fn target(parsed: &Parsed) -> Option<&str> {
    parsed
        .schema()?
        .target_namespace
        .as_deref()
        .filter(|ns| !ns.is_empty())
}

fn references(schema: &Schema) -> Vec<Reference<'_>> {
    let include = |location| Reference {
        kind: Kind::Include,
        location: Some(location),
        namespace: None,
    };
    schema
        .content
        .iter()
        .filter_map(|content| match content {
            SchemaContent::Include(x) => Some(include(x.schema_location.as_str())),
            SchemaContent::Redefine(x) => Some(include(x.schema_location.as_str())),
            SchemaContent::Import(x) => Some(Reference {
                kind: Kind::Import,
                location: x.schema_location.as_deref(),
                namespace: x.namespace.as_deref().filter(|ns| !ns.is_empty()),
            }),
            _ => None,
        })
        .collect()
}

fn missing(raw: &Raw, reference: &Reference<'_>) -> SchemaError {
    SchemaError::MissingDocument {
        importer: raw.parsed.file.clone(),
        location: reference.location.unwrap_or_default().to_owned(),
        namespace: reference.namespace.map(str::to_owned),
    }
}

fn check_include(raw: &Raw, included: &Parsed) -> Result<(), SchemaError> {
    match target(included) {
        Some(namespace) if raw.target.as_deref() != Some(namespace) => {
            Err(SchemaError::Contradictory {
                place: Place::file(&raw.parsed.file),
                name: included.file.clone(),
                reason: format!(
                    "is included, but has the namespace {namespace} instead of {}",
                    raw.target.as_deref().unwrap_or("none")
                ),
            })
        }
        _ => Ok(()),
    }
}

fn check_import(raw: &Raw, reference: &Reference<'_>) -> Result<(), SchemaError> {
    if reference.namespace != raw.target.as_deref() || raw.chameleon {
        return Ok(());
    }
    Err(SchemaError::Contradictory {
        place: Place::file(&raw.parsed.file),
        name: reference.namespace.unwrap_or("no namespace").to_owned(),
        reason: "a document cannot import its own namespace; xs:include is meant".to_owned(),
    })
}

fn check_imported(
    raw: &Raw,
    reference: &Reference<'_>,
    imported: &Parsed,
) -> Result<(), SchemaError> {
    if target(imported) == reference.namespace {
        return Ok(());
    }
    Err(SchemaError::Contradictory {
        place: Place::file(&raw.parsed.file),
        name: imported.file.clone(),
        reason: format!(
            "is imported for the namespace {}, but has {}",
            reference.namespace.unwrap_or("none"),
            target(imported).unwrap_or("none")
        ),
    })
}
