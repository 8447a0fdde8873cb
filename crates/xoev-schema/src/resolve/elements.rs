//! Elements: declarations, references, substitution groups.

use xsd_parser::models::schema::xs;

use super::Building;
use super::appinfo::appinfo;
use super::constraints;
use super::derive::type_slot;
use super::documents::Site;
use super::symbols::{Def, SlotId, Symbols};
use crate::error::{Referent, SchemaError};
use crate::model::{Derivation, DocId, Element, ElementId, Particle, QName, Term};

/// A global element while the set is being resolved.
#[derive(Debug)]
pub(super) struct Global {
    pub(super) element: Element,
    pub(super) slot: SlotId,
    pub(super) head: Option<usize>,
    /// All elements that may stand for this one, itself left out, in document order.
    pub(super) members: Vec<usize>,
}

impl<'a> Building<'a> {
    /// Builds all global elements.
    pub(super) fn global_elements(&self) -> Result<Vec<Global>, SchemaError> {
        let mut globals = Vec::with_capacity(self.symbols.element_list.len());
        for (index, def) in self.symbols.element_list.iter().enumerate() {
            globals.push(self.global_element(index, def)?);
        }
        self.substitutions(&mut globals)?;
        Ok(globals)
    }

    fn global_element(
        &self,
        index: usize,
        def: &Def<'a, xs::ElementType>,
    ) -> Result<Global, SchemaError> {
        let name = def.item.name.as_deref().unwrap_or_default();
        let site = Site::new(def.doc, name);
        let head = self.head_of(&site, def)?;
        let slot = self.element_slot(&site, index, 0)?;
        let name = self.documents.qname(def.doc, name);
        let mut element = self.declaration(&site, name, slot, def.item)?;
        element.substitutes = head.map(element_id);
        Ok(Global {
            element,
            slot,
            head,
            members: Vec::new(),
        })
    }

    fn head_of(
        &self,
        site: &Site<'a>,
        def: &Def<'a, xs::ElementType>,
    ) -> Result<Option<usize>, SchemaError> {
        let Some(heads) = &def.item.substitution_group else {
            return Ok(None);
        };
        let mut heads = heads.0.iter().filter(|head| !head.as_bytes().is_empty());
        let Some(head) = heads.next() else {
            return Ok(None);
        };
        if heads.next().is_some() {
            let reason = "it belongs to XML Schema 1.1";
            return Err(self.documents.unsupported(
                site,
                "more than one substitution group",
                reason,
            ));
        }
        let key = self.documents.key(site, Referent::Element, head)?;
        let index = self.symbols.elements.get(&key).copied();
        index.map(Some).ok_or_else(|| {
            self.documents
                .unresolved(site, Referent::Element, self.documents.show(key), None)
        })
    }

    /// The type of a global element: its own, else that of the head of its substitution group,
    /// else anything.
    fn element_slot(
        &self,
        site: &Site<'a>,
        index: usize,
        depth: usize,
    ) -> Result<SlotId, SchemaError> {
        let Some(def) = self.symbols.element_list.get(index) else {
            return Ok(Symbols::ANY_TYPE);
        };
        let name = def.item.name.as_deref().unwrap_or_default();
        let own = Site::new(def.doc, name);
        if depth > self.symbols.element_list.len().min(500) {
            let reason = "its substitution group leads back to itself";
            return Err(self.documents.contradictory(site, name, reason));
        }
        if let Some(slot) = self.own_type(&own, def.item)? {
            return Ok(slot);
        }
        match self.head_of(&own, def)? {
            Some(head) => self.element_slot(site, head, depth + 1),
            None => Ok(Symbols::ANY_TYPE),
        }
    }

    fn own_type(
        &self,
        site: &Site<'a>,
        element: &'a xs::ElementType,
    ) -> Result<Option<SlotId>, SchemaError> {
        let mut slot = match &element.type_ {
            Some(name) => Some(type_slot(&self.documents, &self.symbols, site, name)?),
            None => None,
        };
        for content in &element.content {
            let written = match content {
                xs::ElementTypeContent::SimpleType(ty) => self.written(site, ty)?,
                xs::ElementTypeContent::ComplexType(ty) => self.written(site, ty)?,
                _ => continue,
            };
            if slot.replace(written).is_some() {
                let reason = "an element has either a type attribute or one type in it";
                return Err(self.documents.malformed(site, reason));
            }
        }
        Ok(slot)
    }

    /// An element declaration; `site` stands for the element itself.
    fn declaration(
        &self,
        site: &Site<'a>,
        name: QName,
        slot: SlotId,
        element: &'a xs::ElementType,
    ) -> Result<Element, SchemaError> {
        if element.default.is_some() && element.fixed.is_some() {
            let reason = "an element has either a default or a fixed value";
            return Err(self.documents.contradictory(site, name.local, reason));
        }
        let annotations = element.content.iter().filter_map(|content| match content {
            xs::ElementTypeContent::Annotation(annotation) => Some(annotation),
            _ => None,
        });
        Ok(Element {
            name,
            type_id: Building::type_id(slot),
            global: None,
            nillable: element.nillable.unwrap_or(false),
            abstract_: element.abstract_,
            default: element.default.clone(),
            fixed: element.fixed.clone(),
            appinfo: appinfo(annotations),
            document: self.documents.list.get(site.doc).map_or(DocId(0), |d| d.id),
            block: self.documents.element_block(site, element.block.as_ref()),
            substitutes: None,
            constraints: constraints::constraints(&self.documents, site, element)?,
        })
    }

    /// The particle of a local element or of a reference to a global one. None where an optional
    /// reference can never be met.
    pub(super) fn element_term(
        &self,
        site: &Site<'a>,
        element: &'a xs::ElementType,
    ) -> Result<Option<Term>, SchemaError> {
        match (&element.ref_, &element.name) {
            (Some(reference), None) => {
                let key = self.documents.key(site, Referent::Element, reference)?;
                let index = self.symbols.elements.get(&key).copied().ok_or_else(|| {
                    let name = self.documents.show(key);
                    self.documents
                        .unresolved(site, Referent::Element, name, None)
                })?;
                let own = element.type_.is_some()
                    || element
                        .content
                        .iter()
                        .any(|c| !matches!(c, xs::ElementTypeContent::Annotation(_)));
                if own {
                    let reason = "an element reference has no type or constraints of its own";
                    return Err(self.documents.malformed(&site.within(key.1), reason));
                }
                Ok(self.reference(index, element))
            }
            (None, Some(name)) => {
                let doc = self.documents.list.get(site.doc);
                let default = doc.map(|d| &d.schema.element_form_default);
                let ns = match element.form.as_ref().or(default) {
                    Some(xs::FormChoiceType::Qualified) => self.documents.target(site.doc),
                    _ => crate::model::NsId::NONE,
                };
                let site = site.within(name);
                let slot = self.own_type(&site, element)?.unwrap_or(Symbols::ANY_TYPE);
                let name = QName {
                    ns,
                    local: name.clone(),
                };
                self.declaration(&site, name, slot, element)
                    .map(Term::Element)
                    .map(Some)
            }
            _ => {
                let reason = "an element has either a name or a ref";
                Err(self.documents.malformed(site, reason))
            }
        }
    }

    /// What a reference means: the element, or one of those that may stand for it. An abstract
    /// element for which none may stand is itself what is required, and never comes.
    fn reference(&self, index: usize, reference: &'a xs::ElementType) -> Option<Term> {
        let global = self.globals.get(index)?;
        let annotations: Vec<_> = reference
            .content
            .iter()
            .filter_map(|content| match content {
                xs::ElementTypeContent::Annotation(annotation) => Some(annotation),
                _ => None,
            })
            .collect();
        let refer = |index: usize, global: &Global| {
            let mut element = global.element.clone();
            element.global = Some(element_id(index));
            if !annotations.is_empty() {
                element.appinfo = appinfo(annotations.iter().copied());
            }
            element
        };
        let mut choice = Vec::new();
        if !global.element.abstract_ {
            choice.push(refer(index, global));
        }
        for member in &global.members {
            if let Some(global) = self.globals.get(*member)
                && !global.element.abstract_
            {
                choice.push(refer(*member, global));
            }
        }
        match choice.len() {
            0 => Some(Term::Element(refer(index, global))),
            1 => choice.pop().map(Term::Element),
            _ => {
                let one = |element| Particle {
                    min: 1,
                    max: Some(1),
                    term: Term::Element(element),
                };
                Some(Term::Choice(choice.into_iter().map(one).collect()))
            }
        }
    }

    fn substitutions(&self, globals: &mut [Global]) -> Result<(), SchemaError> {
        for index in 0..globals.len() {
            let Some(member) = globals.get(index) else {
                continue;
            };
            let (slot, mut head) = (member.slot, member.head);
            let mut steps = 0;
            while let Some(at) = head {
                let site = self.element_site(index);
                if at == index || steps > globals.len() {
                    let name = site.place.last().cloned().unwrap_or_default();
                    let reason = "its substitution group leads back to itself";
                    return Err(self.documents.contradictory(&site, name, reason));
                }
                let Some(target) = globals.get_mut(at) else {
                    break;
                };
                let Some(kinds) = self.lineage.path(slot, target.slot) else {
                    return Err(self.documents.contradictory(
                        &site,
                        self.element_name(index),
                        format!(
                            "its type is not derived from that of {}, for which it stands",
                            self.element_name(at)
                        ),
                    ));
                };
                if steps == 0 && kinds.iter().any(|kind| self.is_final(at, *kind)) {
                    return Err(self.documents.contradictory(
                        &site,
                        self.element_name(index),
                        format!(
                            "{} is final and allows no such substitution",
                            self.element_name(at)
                        ),
                    ));
                }
                if !self.is_blocked(at, &kinds) {
                    target.members.push(index);
                }
                head = target.head;
                steps += 1;
            }
        }
        Ok(())
    }

    fn element_site(&self, index: usize) -> Site<'a> {
        match self.symbols.element_list.get(index) {
            Some(def) => Site::new(def.doc, def.item.name.as_deref().unwrap_or_default()),
            None => Site {
                doc: 0,
                place: Vec::new(),
                redefining: None,
            },
        }
    }

    fn element_name(&self, index: usize) -> String {
        let site = self.element_site(index);
        let local = site.place.last().map(String::as_str).unwrap_or_default();
        self.documents
            .show((self.documents.target(site.doc), local))
    }

    fn is_final(&self, index: usize, kind: Derivation) -> bool {
        let Some(def) = self.symbols.element_list.get(index) else {
            return false;
        };
        let control = match kind {
            Derivation::Extension => xs::DerivationControlType::Extension,
            _ => xs::DerivationControlType::Restriction,
        };
        let default = self
            .documents
            .list
            .get(def.doc)
            .map(|d| &d.schema.final_default);
        match (&def.item.final_, default) {
            (Some(xs::DerivationSetType::All), _) => true,
            (Some(xs::DerivationSetType::BlockSetItemList(list)), _) => list.0.contains(&control),
            (None, Some(xs::FullDerivationSetType::All)) => true,
            (None, Some(xs::FullDerivationSetType::BlockSetItemList(list))) => {
                list.0.contains(&control)
            }
            (None, None) => false,
        }
    }

    fn is_blocked(&self, index: usize, kinds: &[Derivation]) -> bool {
        use xs::DerivationControlType as Control;
        let Some(def) = self.symbols.element_list.get(index) else {
            return false;
        };
        let default = self
            .documents
            .list
            .get(def.doc)
            .map(|d| &d.schema.block_default);
        match def.item.block.as_ref().or(default) {
            Some(xs::BlockSetType::All) => true,
            Some(xs::BlockSetType::BlockSetItemList(list)) => {
                list.0.iter().any(|item| match item {
                    Control::Substitution => true,
                    Control::Extension => kinds.contains(&Derivation::Extension),
                    Control::Restriction => kinds.iter().any(|kind| *kind != Derivation::Extension),
                    Control::List | Control::Union => false,
                })
            }
            None => false,
        }
    }
}

fn element_id(index: usize) -> ElementId {
    ElementId(u32::try_from(index).unwrap_or(u32::MAX))
}
