//! Attributes of complex types: groups expanded, inherited ones taken over.

use xsd_parser::models::schema::xs;

use super::Building;
use super::appinfo::appinfo;
use super::derive::type_slot;
use super::documents::Site;
use super::symbols::Symbols;
use super::wildcard;
use crate::error::{Referent, SchemaError};
use crate::model::{AttributeUse, Builtin, NamespaceRule, NsId, QName, Wildcard};

/// What may be said about attributes in one place.
pub(super) enum Item<'a> {
    Attribute(&'a xs::AttributeType),
    Group(&'a xs::AttributeGroupType),
    Any(&'a xs::AnyAttribute),
}

/// The attributes that one place declares, with those of the groups it refers to.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) uses: Vec<AttributeUse>,
    pub(super) prohibited: Vec<QName>,
    pub(super) any: Option<Wildcard>,
}

impl<'a> Building<'a> {
    /// Collects what is declared, in order.
    pub(super) fn declared(
        &self,
        site: &Site<'a>,
        items: &[Item<'a>],
    ) -> Result<Declared, SchemaError> {
        let mut declared = Declared::default();
        self.collect_attributes(site, items, &mut Vec::new(), &mut declared)?;
        Ok(declared)
    }

    fn collect_attributes(
        &self,
        site: &Site<'a>,
        items: &[Item<'a>],
        open: &mut Vec<*const xs::AttributeGroupType>,
        declared: &mut Declared,
    ) -> Result<(), SchemaError> {
        // The wildcard written here counts for how contents are processed, those of groups only
        // limit the namespaces (complete wildcard, XML Schema Part 1, 3.4.2).
        let mut own = None;
        let mut of_groups: Vec<Wildcard> = Vec::new();
        for item in items {
            match item {
                Item::Any(any) => {
                    let any = wildcard::wildcard(
                        &self.documents,
                        site,
                        any.namespace.as_ref(),
                        &any.process_contents,
                    )?;
                    if own.replace(any).is_some() {
                        let reason = "more than one xs:anyAttribute in one place";
                        return Err(self.documents.malformed(site, reason));
                    }
                }
                Item::Attribute(attribute) => self.attribute_use(site, attribute, declared)?,
                Item::Group(group) => {
                    let mut part = Declared::default();
                    self.attribute_group(site, group, open, &mut part)?;
                    for attribute in part.uses {
                        self.add_attribute(site, declared, attribute)?;
                    }
                    declared.prohibited.extend(part.prohibited);
                    of_groups.extend(part.any);
                }
            }
        }
        let mut complete = own.take();
        for group in of_groups {
            complete = Some(match complete {
                None => group,
                Some(complete) => {
                    let both = wildcard::intersection(&complete.namespaces, &group.namespaces);
                    let namespaces = both.ok_or_else(|| self.inexpressible(site))?;
                    Wildcard {
                        namespaces,
                        process: complete.process,
                    }
                }
            });
        }
        declared.any = complete;
        Ok(())
    }

    fn attribute_group(
        &self,
        site: &Site<'a>,
        reference: &'a xs::AttributeGroupType,
        open: &mut Vec<*const xs::AttributeGroupType>,
        declared: &mut Declared,
    ) -> Result<(), SchemaError> {
        let Some(name) = &reference.ref_ else {
            return Err(self
                .documents
                .malformed(site, "an attribute group here needs a ref"));
        };
        let referent = Referent::AttributeGroup;
        let key = self.documents.key(site, referent, name)?;
        let unresolved = || {
            self.documents
                .unresolved(site, referent, self.documents.show(key), None)
        };
        let layers = self
            .symbols
            .attribute_groups
            .get(&key)
            .ok_or_else(unresolved)?;
        let index = match site.redefining {
            Some((own, below)) if own == key.1 && key.0 == self.documents.target(site.doc) => below,
            _ => layers.len(),
        };
        let below = index.checked_sub(1).ok_or_else(unresolved)?;
        let group = layers.get(below).ok_or_else(unresolved)?;
        let identity = std::ptr::from_ref(group.item);
        if open.contains(&identity) {
            return Err(self.documents.contradictory(
                site,
                self.documents.show(key),
                "this attribute group contains itself",
            ));
        }
        open.push(identity);
        let mut inner = Site::new(group.doc, key.1);
        if below > 0 {
            inner.redefining = Some((group.item.name.as_deref().unwrap_or_default(), below));
        }
        let items: Vec<Item<'a>> = group
            .item
            .content
            .iter()
            .filter_map(|content| match content {
                xs::AttributeGroupTypeContent::Attribute(a) => Some(Item::Attribute(a)),
                xs::AttributeGroupTypeContent::AttributeGroup(g) => Some(Item::Group(g)),
                xs::AttributeGroupTypeContent::AnyAttribute(a) => Some(Item::Any(a)),
                xs::AttributeGroupTypeContent::Annotation(_) => None,
            })
            .collect();
        self.collect_attributes(&inner, &items, open, declared)?;
        open.pop();
        Ok(())
    }

    fn attribute_use(
        &self,
        site: &Site<'a>,
        attribute: &'a xs::AttributeType,
        declared: &mut Declared,
    ) -> Result<(), SchemaError> {
        let mut used = match (&attribute.ref_, &attribute.name) {
            (Some(name), None) => {
                let referent = Referent::Attribute;
                let key = self.documents.key(site, referent, name)?;
                let global = self.symbols.attributes.get(&key);
                let global = global.and_then(|i| self.symbols.attribute_list.get(*i));
                let global = global.ok_or_else(|| {
                    self.documents
                        .unresolved(site, referent, self.documents.show(key), None)
                })?;
                if attribute.type_.is_some() || attribute.simple_type.is_some() {
                    let reason = "an attribute reference has no type of its own";
                    return Err(self.documents.malformed(site, reason));
                }
                let mut used = self.global_attribute(global.doc, global.item)?;
                if attribute.default.is_some() || attribute.fixed.is_some() {
                    if used.fixed.is_some() && used.fixed != attribute.fixed {
                        return Err(self.documents.contradictory(
                            site,
                            self.documents.show(key),
                            "the attribute has another fixed value where it is declared",
                        ));
                    }
                    used.default.clone_from(&attribute.default);
                    used.fixed.clone_from(&attribute.fixed);
                }
                if attribute.annotation.is_some() {
                    used.appinfo = appinfo(&attribute.annotation);
                }
                used
            }
            (None, Some(name)) => {
                let doc = self.documents.list.get(site.doc);
                let default = doc.map(|d| &d.schema.attribute_form_default);
                let form = attribute.form.as_ref().or(default);
                let ns = match form {
                    Some(xs::FormChoiceType::Qualified) => self.documents.target(site.doc),
                    _ => NsId::NONE,
                };
                self.attribute_declaration(
                    site,
                    QName {
                        ns,
                        local: name.clone(),
                    },
                    attribute,
                )?
            }
            _ => {
                let reason = "an attribute has either a name or a ref";
                return Err(self.documents.malformed(site, reason));
            }
        };
        if used.default.is_some() && used.fixed.is_some() {
            let reason = "an attribute has either a default or a fixed value";
            return Err(self.documents.contradictory(site, used.name.local, reason));
        }
        match attribute.use_ {
            xs::AttributeUseType::Prohibited => declared.prohibited.push(used.name),
            xs::AttributeUseType::Optional => self.add_attribute(site, declared, used)?,
            xs::AttributeUseType::Required => {
                if used.default.is_some() {
                    let reason = "a required attribute cannot have a default value";
                    return Err(self.documents.contradictory(site, used.name.local, reason));
                }
                used.required = true;
                self.add_attribute(site, declared, used)?;
            }
        }
        Ok(())
    }

    fn add_attribute(
        &self,
        site: &Site<'a>,
        declared: &mut Declared,
        attribute: AttributeUse,
    ) -> Result<(), SchemaError> {
        if declared.uses.iter().any(|a| a.name == attribute.name) {
            let reason = "the same attribute is declared twice in one type";
            return Err(self
                .documents
                .contradictory(site, attribute.name.local, reason));
        }
        declared.uses.push(attribute);
        Ok(())
    }

    /// A global attribute.
    pub(super) fn global_attribute(
        &self,
        doc: usize,
        attribute: &'a xs::AttributeType,
    ) -> Result<AttributeUse, SchemaError> {
        let name = attribute.name.as_deref().unwrap_or_default();
        let site = Site {
            doc,
            place: Vec::new(),
            redefining: None,
        };
        self.attribute_declaration(&site, self.documents.qname(doc, name), attribute)
    }

    fn attribute_declaration(
        &self,
        site: &Site<'a>,
        name: QName,
        attribute: &'a xs::AttributeType,
    ) -> Result<AttributeUse, SchemaError> {
        let site = site.within(format!("@{}", name.local));
        let slot = match (&attribute.type_, &attribute.simple_type) {
            (Some(_), Some(_)) => {
                let reason = "an attribute has either a type attribute or a type in it";
                return Err(self.documents.malformed(&site, reason));
            }
            (Some(reference), None) => type_slot(&self.documents, &self.symbols, &site, reference)?,
            (None, Some(ty)) => self.written(&site, ty)?,
            (None, None) => Symbols::builtin(Builtin::AnySimpleType),
        };
        self.require_simple(&site, slot)?;
        Ok(AttributeUse {
            name,
            type_id: Building::type_id(slot),
            required: false,
            default: attribute.default.clone(),
            fixed: attribute.fixed.clone(),
            appinfo: appinfo(&attribute.annotation),
        })
    }

    /// The attributes of a type that extends its base by what is declared.
    pub(super) fn extended_attributes(
        &self,
        site: &Site<'a>,
        base: &[AttributeUse],
        base_any: Option<&Wildcard>,
        declared: Declared,
    ) -> Result<(Vec<AttributeUse>, Option<Wildcard>), SchemaError> {
        let mut all = Declared {
            uses: base.to_vec(),
            ..Declared::default()
        };
        for attribute in declared.uses {
            self.add_attribute(site, &mut all, attribute)?;
        }
        let any = match (declared.any, base_any) {
            (None, base) => base.cloned(),
            (own, None) => own,
            (Some(own), Some(base)) => {
                let namespaces = wildcard::union(&own.namespaces, &base.namespaces);
                let namespaces = namespaces.ok_or_else(|| self.inexpressible(site))?;
                Some(Wildcard {
                    namespaces,
                    process: own.process,
                })
            }
        };
        Ok((all.uses, any.filter(allows_anything)))
    }

    /// The attributes of a type that restricts its base by what is declared: the base's own
    /// unless redeclared or prohibited. The wildcard is not inherited.
    pub(super) fn restricted_attributes(
        &self,
        base: &[AttributeUse],
        declared: Declared,
    ) -> (Vec<AttributeUse>, Option<Wildcard>) {
        let mut own = declared.uses;
        let mut all = Vec::new();
        for inherited in base {
            if let Some(at) = own.iter().position(|a| a.name == inherited.name) {
                all.push(own.remove(at));
            } else if !declared.prohibited.contains(&inherited.name) {
                all.push(inherited.clone());
            }
        }
        all.extend(own);
        (all, declared.any.filter(allows_anything))
    }

    fn inexpressible(&self, site: &Site<'_>) -> SchemaError {
        self.documents.contradictory(
            site,
            "xs:anyAttribute",
            "the wildcards that meet here cannot be expressed as one",
        )
    }
}

fn allows_anything(wildcard: &Wildcard) -> bool {
    !matches!(&wildcard.namespaces, NamespaceRule::OneOf(set) if set.is_empty())
}
