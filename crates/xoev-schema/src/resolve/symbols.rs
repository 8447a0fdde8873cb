//! All definitions of a set, by name, and every type that is written down anywhere.

use std::collections::HashMap;

use xsd_parser::models::schema::xs;

use super::documents::{Documents, Key, Site};
use crate::count::{IMPLIED, REDEFINED};
use crate::error::SchemaError;
use crate::model::{Builtin, NsId, QName, XS};

/// Index of a type while the set is being resolved.
pub(super) type SlotId = usize;

/// What a type is made from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    AnyType,
    Builtin(Builtin),
    Simple(&'a xs::SimpleBaseType),
    Complex(&'a xs::ComplexBaseType),
    /// The simple type that facets in a restriction of simple content imply.
    Implied(&'a xs::RestrictionType),
}

/// A type that is written down somewhere, or built in.
#[derive(Debug)]
pub(super) struct Slot<'a> {
    pub(super) source: Source<'a>,
    /// Where it stands; none for built-in types.
    pub(super) site: Option<Site<'a>>,
    pub(super) name: Option<QName>,
    /// For a redefinition: the definition that it replaces and builds upon.
    pub(super) replaces: Option<SlotId>,
}

/// A definition with its document.
#[derive(Debug)]
pub(super) struct Def<'a, T> {
    pub(super) doc: usize,
    pub(super) item: &'a T,
}

/// All definitions. Of groups there may be several of one name: the last one is in force, those
/// before it were redefined.
#[derive(Debug, Default)]
pub(super) struct Symbols<'a> {
    pub(super) slots: Vec<Slot<'a>>,
    /// Types by the address of their definition, within a document.
    written: HashMap<(usize, usize), SlotId>,
    pub(super) types: HashMap<Key<'a>, SlotId>,
    pub(super) elements: HashMap<Key<'a>, usize>,
    pub(super) element_list: Vec<Def<'a, xs::ElementType>>,
    pub(super) attributes: HashMap<Key<'a>, usize>,
    pub(super) attribute_list: Vec<Def<'a, xs::AttributeType>>,
    pub(super) groups: HashMap<Key<'a>, Vec<Def<'a, xs::GroupType>>>,
    pub(super) attribute_groups: HashMap<Key<'a>, Vec<Def<'a, xs::AttributeGroupType>>>,
}

impl<'a> Symbols<'a> {
    /// The slot of `xs:anyType`.
    pub(super) const ANY_TYPE: SlotId = 0;

    /// The slot of a built-in simple type.
    pub(super) fn builtin(builtin: Builtin) -> SlotId {
        1 + Builtin::ALL
            .iter()
            .position(|b| *b == builtin)
            .unwrap_or_default()
    }

    /// The slot of a type by its definition.
    pub(super) fn slot_of<T>(&self, doc: usize, item: &T) -> Option<SlotId> {
        self.written
            .get(&(doc, std::ptr::from_ref(item).addr()))
            .copied()
    }

    pub(super) fn collect(documents: &Documents<'a>) -> Result<Symbols<'a>, SchemaError> {
        let mut walk = Walk {
            documents,
            symbols: Symbols::default(),
        };
        walk.built_in()?;
        for doc in 0..documents.list.len() {
            walk.document(doc)?;
        }
        // Later documents are deeper in the chain of redefinitions.
        for doc in (0..documents.list.len()).rev() {
            walk.redefinitions(doc)?;
        }
        Ok(walk.symbols)
    }
}

struct Walk<'w, 'a> {
    documents: &'w Documents<'a>,
    symbols: Symbols<'a>,
}

impl<'a> Walk<'_, 'a> {
    fn built_in(&mut self) -> Result<(), SchemaError> {
        let ns = self.documents.intern(XS)?;
        let any = [("anyType", Source::AnyType)];
        let simple = Builtin::ALL.iter().map(|b| (b.name(), Source::Builtin(*b)));
        for (name, source) in any.into_iter().chain(simple) {
            self.symbols
                .types
                .insert((ns, name), self.symbols.slots.len());
            let name = Some(QName {
                ns,
                local: name.to_owned(),
            });
            self.symbols.slots.push(Slot {
                source,
                site: None,
                name,
                replaces: None,
            });
        }
        Ok(())
    }

    fn document(&mut self, doc: usize) -> Result<(), SchemaError> {
        let documents = self.documents;
        let Some(schema) = documents.list.get(doc).map(|d| d.schema) else {
            return Ok(());
        };
        let unnamed = |what| {
            documents.malformed(
                &Site {
                    doc,
                    place: Vec::new(),
                    redefining: None,
                },
                format!("a global {what} has no name"),
            )
        };
        for content in &schema.content {
            match content {
                xs::SchemaContent::SimpleType(ty) => {
                    let name = ty.name.as_deref().ok_or_else(|| unnamed("type"))?;
                    self.named_type(doc, name, Source::Simple(ty))?;
                }
                xs::SchemaContent::ComplexType(ty) => {
                    let name = ty.name.as_deref().ok_or_else(|| unnamed("type"))?;
                    self.named_type(doc, name, Source::Complex(ty))?;
                }
                xs::SchemaContent::Element(item) => {
                    let name = item.name.as_deref().ok_or_else(|| unnamed("element"))?;
                    let key = (documents.target(doc), name);
                    if let Some(first) = self.symbols.elements.get(&key) {
                        let first = self.symbols.element_list.get(*first).map(|d| d.doc);
                        return Err(self.duplicate(doc, "element", key, first));
                    }
                    self.symbols
                        .elements
                        .insert(key, self.symbols.element_list.len());
                    self.symbols.element_list.push(Def { doc, item });
                    self.element(&Site::new(doc, name), item);
                }
                xs::SchemaContent::Attribute(item) => {
                    let name = item.name.as_deref().ok_or_else(|| unnamed("attribute"))?;
                    let key = (documents.target(doc), name);
                    if let Some(first) = self.symbols.attributes.get(&key) {
                        let first = self.symbols.attribute_list.get(*first).map(|d| d.doc);
                        return Err(self.duplicate(doc, "attribute", key, first));
                    }
                    self.symbols
                        .attributes
                        .insert(key, self.symbols.attribute_list.len());
                    self.symbols.attribute_list.push(Def { doc, item });
                    self.attribute(
                        &Site {
                            doc,
                            place: Vec::new(),
                            redefining: None,
                        },
                        item,
                    );
                }
                xs::SchemaContent::Group(item) => {
                    let name = item.name.as_deref().ok_or_else(|| unnamed("group"))?;
                    let key = (documents.target(doc), name);
                    if let Some(first) = self.symbols.groups.get(&key) {
                        let first = first.first().map(|d| d.doc);
                        return Err(self.duplicate(doc, "group", key, first));
                    }
                    self.symbols.groups.insert(key, vec![Def { doc, item }]);
                    self.group(&Site::new(doc, name), item);
                }
                xs::SchemaContent::AttributeGroup(item) => {
                    let name = item
                        .name
                        .as_deref()
                        .ok_or_else(|| unnamed("attribute group"))?;
                    let key = (documents.target(doc), name);
                    if let Some(first) = self.symbols.attribute_groups.get(&key) {
                        let first = first.first().map(|d| d.doc);
                        return Err(self.duplicate(doc, "attribute group", key, first));
                    }
                    self.symbols
                        .attribute_groups
                        .insert(key, vec![Def { doc, item }]);
                    self.attribute_group(&Site::new(doc, name), item);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn redefinitions(&mut self, doc: usize) -> Result<(), SchemaError> {
        let documents = self.documents;
        let Some(schema) = documents.list.get(doc).map(|d| d.schema) else {
            return Ok(());
        };
        let redefinitions = schema.content.iter().filter_map(|content| match content {
            xs::SchemaContent::Redefine(redefine) => Some(&redefine.content),
            _ => None,
        });
        for content in redefinitions.flatten() {
            let name = match content {
                xs::RedefineContent::SimpleType(x) => &x.name,
                xs::RedefineContent::ComplexType(x) => &x.name,
                xs::RedefineContent::Group(x) => &x.name,
                xs::RedefineContent::AttributeGroup(x) => &x.name,
                xs::RedefineContent::Annotation(_) => continue,
            };
            let name = name.as_deref().unwrap_or_default();
            let key = (documents.target(doc), name);
            let site = Site::new(doc, name);
            let nothing = || {
                documents.contradictory(
                    &site,
                    documents.show(key),
                    "is redefined, but the redefined document does not define it",
                )
            };
            match content {
                xs::RedefineContent::SimpleType(ty) => {
                    self.redefined_type(key, Source::Simple(ty), &site)?;
                }
                xs::RedefineContent::ComplexType(ty) => {
                    self.redefined_type(key, Source::Complex(ty), &site)?;
                }
                xs::RedefineContent::Group(item) => {
                    self.symbols
                        .groups
                        .get_mut(&key)
                        .ok_or_else(nothing)?
                        .push(Def { doc, item });
                    self.group(&site, item);
                }
                xs::RedefineContent::AttributeGroup(item) => {
                    let groups = self.symbols.attribute_groups.get_mut(&key);
                    groups.ok_or_else(nothing)?.push(Def { doc, item });
                    self.attribute_group(&site, item);
                }
                xs::RedefineContent::Annotation(_) => {}
            }
        }
        Ok(())
    }

    fn duplicate(&self, doc: usize, what: &str, key: Key<'_>, first: Option<usize>) -> SchemaError {
        let first = first.and_then(|d| self.documents.list.get(d));
        let file = first.map_or("a built-in document", |d| d.raw.parsed.file.as_str());
        self.documents.contradictory(
            &Site::new(doc, key.1),
            self.documents.show(key),
            format!("this {what} is defined twice; the first definition stands in {file}"),
        )
    }

    fn named_type(
        &mut self,
        doc: usize,
        name: &'a str,
        source: Source<'a>,
    ) -> Result<(), SchemaError> {
        let key = (self.documents.target(doc), name);
        if let Some(first) = self.symbols.types.get(&key) {
            let first = self.symbols.slots.get(*first).and_then(|s| s.site.as_ref());
            return Err(self.duplicate(doc, "type", key, first.map(|s| s.doc)));
        }
        let site = Site::new(doc, name);
        let slot = self.slot(source, &site, Some(key));
        self.symbols.types.insert(key, slot);
        Ok(())
    }

    fn redefined_type(
        &mut self,
        key: Key<'a>,
        source: Source<'a>,
        site: &Site<'a>,
    ) -> Result<(), SchemaError> {
        let Some(replaced) = self.symbols.types.get(&key).copied() else {
            return Err(self.documents.contradictory(
                site,
                self.documents.show(key),
                "is redefined, but the redefined document does not define it",
            ));
        };
        // The replaced definition stays as a type without a name, since the new one is derived
        // from it.
        if let Some(slot) = self.symbols.slots.get_mut(replaced) {
            slot.name = None;
            if let Some(site) = &mut slot.site {
                site.place.push(REDEFINED.to_owned());
            }
        }
        let slot = self.slot(source, site, Some(key));
        if let Some(slot) = self.symbols.slots.get_mut(slot) {
            slot.replaces = Some(replaced);
        }
        self.symbols.types.insert(key, slot);
        Ok(())
    }

    fn slot(&mut self, source: Source<'a>, site: &Site<'a>, name: Option<(NsId, &str)>) -> SlotId {
        let id = self.symbols.slots.len();
        let name = name.map(|(ns, local)| QName {
            ns,
            local: local.to_owned(),
        });
        self.symbols.slots.push(Slot {
            source,
            site: Some(site.clone()),
            name,
            replaces: None,
        });
        let address = match source {
            Source::Simple(ty) => {
                self.simple(site, ty);
                std::ptr::from_ref(ty).addr()
            }
            Source::Complex(ty) => {
                self.complex(site, ty);
                std::ptr::from_ref(ty).addr()
            }
            Source::Implied(restriction) => std::ptr::from_ref(restriction).addr(),
            Source::AnyType | Source::Builtin(_) => return id,
        };
        self.symbols.written.insert((site.doc, address), id);
        id
    }

    fn anonymous(&mut self, source: Source<'a>, site: &Site<'a>) {
        self.slot(source, site, None);
    }

    fn simple(&mut self, site: &Site<'a>, ty: &'a xs::SimpleBaseType) {
        for content in &ty.content {
            match content {
                xs::SimpleBaseTypeContent::Annotation(_) => {}
                xs::SimpleBaseTypeContent::Restriction(restriction) => {
                    for content in &restriction.content {
                        if let xs::RestrictionContent::SimpleType(ty) = content {
                            self.anonymous(Source::Simple(ty), &site.within("#base"));
                        }
                    }
                }
                xs::SimpleBaseTypeContent::List(list) => {
                    if let Some(ty) = list.simple_type.as_deref() {
                        self.anonymous(Source::Simple(ty), &site.within("#item"));
                    }
                }
                xs::SimpleBaseTypeContent::Union(union) => {
                    for (index, ty) in union.simple_type.iter().enumerate() {
                        let step = format!("#member{}", index + 1);
                        self.anonymous(Source::Simple(ty), &site.within(step));
                    }
                }
            }
        }
    }

    fn complex(&mut self, site: &Site<'a>, ty: &'a xs::ComplexBaseType) {
        use xs::ComplexBaseTypeContent as C;
        for content in &ty.content {
            match content {
                C::SimpleContent(simple) => {
                    for content in &simple.content {
                        match content {
                            xs::SimpleContentContent::Restriction(restriction) => {
                                self.restricted(site, &restriction.content);
                                if super::simple::facets_of(restriction).next().is_some() {
                                    let site = site.within(IMPLIED);
                                    self.anonymous(Source::Implied(restriction), &site);
                                }
                            }
                            xs::SimpleContentContent::Extension(extension) => {
                                self.extended(site, &extension.content);
                            }
                            xs::SimpleContentContent::Annotation(_) => {}
                        }
                    }
                }
                C::ComplexContent(complex) => {
                    for content in &complex.content {
                        match content {
                            xs::ComplexContentContent::Restriction(restriction) => {
                                self.restricted(site, &restriction.content);
                            }
                            xs::ComplexContentContent::Extension(extension) => {
                                self.extended(site, &extension.content);
                            }
                            xs::ComplexContentContent::Annotation(_) => {}
                        }
                    }
                }
                C::Group(group) | C::All(group) | C::Choice(group) | C::Sequence(group) => {
                    self.group(site, group);
                }
                C::Attribute(attribute) => self.attribute(site, attribute),
                C::AttributeGroup(group) => self.attribute_group(site, group),
                C::Annotation(_) | C::AnyAttribute(_) | C::OpenContent(_) | C::Assert(_) => {}
            }
        }
    }

    fn restricted(&mut self, site: &Site<'a>, content: &'a [xs::RestrictionTypeContent]) {
        use xs::RestrictionTypeContent as C;
        for content in content {
            match content {
                C::Group(group) | C::All(group) | C::Choice(group) | C::Sequence(group) => {
                    self.group(site, group);
                }
                C::SimpleType(ty) => self.anonymous(Source::Simple(ty), &site.within("#base")),
                C::Attribute(attribute) => self.attribute(site, attribute),
                C::AttributeGroup(group) => self.attribute_group(site, group),
                _ => {}
            }
        }
    }

    fn extended(&mut self, site: &Site<'a>, content: &'a [xs::ExtensionTypeContent]) {
        use xs::ExtensionTypeContent as C;
        for content in content {
            match content {
                C::Group(group) | C::All(group) | C::Choice(group) | C::Sequence(group) => {
                    self.group(site, group);
                }
                C::Attribute(attribute) => self.attribute(site, attribute),
                C::AttributeGroup(group) => self.attribute_group(site, group),
                _ => {}
            }
        }
    }

    fn group(&mut self, site: &Site<'a>, group: &'a xs::GroupType) {
        use xs::GroupTypeContent as C;
        for content in &group.content {
            match content {
                C::Element(element) => {
                    if let Some(name) = element.name.as_deref() {
                        self.element(&site.within(name), element);
                    }
                }
                C::Group(group) | C::All(group) | C::Choice(group) | C::Sequence(group) => {
                    self.group(site, group);
                }
                C::Annotation(_) | C::Any(_) => {}
            }
        }
    }

    /// `site` stands for the element itself.
    fn element(&mut self, site: &Site<'a>, element: &'a xs::ElementType) {
        for content in &element.content {
            match content {
                xs::ElementTypeContent::SimpleType(ty) => {
                    self.anonymous(Source::Simple(ty), site);
                }
                xs::ElementTypeContent::ComplexType(ty) => {
                    self.anonymous(Source::Complex(ty), site);
                }
                _ => {}
            }
        }
    }

    fn attribute(&mut self, site: &Site<'a>, attribute: &'a xs::AttributeType) {
        if let (Some(name), Some(ty)) = (&attribute.name, &attribute.simple_type) {
            self.anonymous(Source::Simple(ty), &site.within(format!("@{name}")));
        }
    }

    fn attribute_group(&mut self, site: &Site<'a>, group: &'a xs::AttributeGroupType) {
        for content in &group.content {
            match content {
                xs::AttributeGroupTypeContent::Attribute(attribute) => {
                    self.attribute(site, attribute);
                }
                xs::AttributeGroupTypeContent::AttributeGroup(group) => {
                    self.attribute_group(site, group);
                }
                _ => {}
            }
        }
    }
}
