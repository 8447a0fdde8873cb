//! The last step: built-in types that nothing uses are dropped, types are numbered in the order
//! of derivation, and everything is counted.

use super::Building;
use super::appinfo::appinfo;
use crate::error::SchemaError;
use crate::model::{
    AttributeUse, Content, Document, Element, Particle, SchemaSet, Term, TypeDef, TypeId, TypeKind,
    Variety,
};
use xsd_parser::models::schema::xs;

pub(super) fn assemble(mut building: Building<'_>) -> Result<SchemaSet, SchemaError> {
    let mut attributes = Vec::new();
    for def in &building.symbols.attribute_list {
        attributes.push(building.global_attribute(def.doc, def.item)?);
    }
    let documents: Vec<Document> = building
        .documents
        .list
        .iter()
        .map(|doc| Document {
            file: doc.raw.parsed.file_name.clone(),
            namespace: doc.target,
            version: doc.schema.version.clone(),
            appinfo: appinfo(
                doc.schema
                    .content
                    .iter()
                    .filter_map(|content| match content {
                        xs::SchemaContent::Annotation(annotation) => Some(annotation),
                        _ => None,
                    }),
            ),
        })
        .collect();
    let elements: Vec<Element> = building.globals.drain(..).map(|g| g.element).collect();
    let mut types: Vec<Option<TypeDef>> = std::mem::take(&mut building.types);

    let order = used_in_order(&building, &types, &elements, &attributes);
    let mut numbers = vec![TypeId(u32::MAX); types.len()];
    for (number, slot) in order.iter().enumerate() {
        if let Some(entry) = numbers.get_mut(*slot) {
            *entry = Building::type_id(number);
        }
    }
    let renumber = |id: &mut TypeId| {
        if let Some(number) = numbers.get(id.0 as usize) {
            *id = *number;
        }
    };
    let mut set = SchemaSet {
        types: order
            .iter()
            .filter_map(|slot| types.get_mut(*slot)?.take())
            .collect(),
        documents,
        elements,
        attributes,
        namespaces: Vec::new(),
    };
    for_each_type_id(&mut set, &mut { renumber });
    count(&building, &set)?;
    set.namespaces = building.documents.into_namespaces();
    Ok(set)
}

/// The slots of all types except built-in ones that nothing refers to; built-in ones first.
fn used_in_order(
    building: &Building<'_>,
    types: &[Option<TypeDef>],
    elements: &[Element],
    attributes: &[AttributeUse],
) -> Vec<usize> {
    let mut used = vec![false; types.len()];
    let mut open = Vec::new();
    let mut own = SchemaSet {
        elements: elements.to_vec(),
        attributes: attributes.to_vec(),
        ..SchemaSet::default()
    };
    own.types = types
        .iter()
        .flatten()
        .filter(|ty| ty.document.is_some())
        .cloned()
        .collect();
    for_each_type_id(&mut own, &mut |id: &mut TypeId| open.push(id.0 as usize));
    while let Some(slot) = open.pop() {
        let Some(mark) = used.get_mut(slot) else {
            continue;
        };
        if std::mem::replace(mark, true) {
            continue;
        }
        if let Some(ancestry) = building.lineage.of.get(slot) {
            open.extend(ancestry.base.map(|(base, _)| base));
            open.extend(&ancestry.parts);
        }
    }
    let is_built_in = |slot: &usize| {
        types
            .get(*slot)
            .and_then(Option::as_ref)
            .is_some_and(|ty| ty.document.is_none())
    };
    let (built_in, own): (Vec<usize>, Vec<usize>) = building
        .lineage
        .order
        .iter()
        .partition(|slot| is_built_in(slot));
    let is_used = |slot: &usize| used.get(*slot).copied().unwrap_or(false);
    built_in.into_iter().filter(is_used).chain(own).collect()
}

fn for_each_type_id(set: &mut SchemaSet, visit: &mut impl FnMut(&mut TypeId)) {
    for ty in &mut set.types {
        if let Some((base, _)) = &mut ty.base {
            visit(base);
        }
        match &mut ty.kind {
            TypeKind::Simple(simple) => match &mut simple.variety {
                Variety::Atomic(_) => {}
                Variety::List(item) => visit(item),
                Variety::Union(members) => members.iter_mut().for_each(&mut *visit),
            },
            TypeKind::Complex(complex) => {
                complex
                    .attributes
                    .iter_mut()
                    .for_each(|a| visit(&mut a.type_id));
                match &mut complex.content {
                    Content::Empty => {}
                    Content::Simple(id) => visit(id),
                    Content::Elements(particle) => in_particle(particle, visit),
                }
            }
        }
    }
    set.elements.iter_mut().for_each(|e| visit(&mut e.type_id));
    set.attributes
        .iter_mut()
        .for_each(|a| visit(&mut a.type_id));
}

fn in_particle(particle: &mut Particle, visit: &mut impl FnMut(&mut TypeId)) {
    match &mut particle.term {
        Term::Element(element) => visit(&mut element.type_id),
        Term::Sequence(members) | Term::Choice(members) | Term::All(members) => {
            members
                .iter_mut()
                .for_each(|member| in_particle(member, visit));
        }
        Term::Any(_) => {}
    }
}

/// Fails if the model does not hold exactly what was read.
fn count(building: &Building<'_>, set: &SchemaSet) -> Result<(), SchemaError> {
    let miscounted = |file: &str, what, read, kept| SchemaError::Miscounted {
        file: file.to_owned(),
        what,
        read,
        kept,
    };
    for (doc, kept) in building.documents.list.iter().zip(set.definitions()) {
        let parsed = &doc.raw.parsed;
        let read = parsed.tally.definitions.named();
        for ((what, read), (_, kept)) in read.into_iter().zip(kept.named()) {
            if read != kept {
                return Err(miscounted(&parsed.file, what, read, kept));
            }
        }
    }
    let read = building
        .documents
        .list
        .iter()
        .map(|d| d.raw.parsed.tally.attributes)
        .sum();
    if read != set.attributes.len() {
        let kept = set.attributes.len();
        return Err(miscounted("all documents", "global attributes", read, kept));
    }
    Ok(())
}
