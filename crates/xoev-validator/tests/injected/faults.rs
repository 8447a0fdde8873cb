//! The kinds of fault, and how each is put into a message.

use xoev::Rule;
use xoev_schema::{Builtin, SchemaSet, TypeId, TypeKind, Variety};

use crate::message::{Child, Message, NodeId};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Numbers that are the same on every machine: SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    pub(crate) fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        match items.len() {
            0 => None,
            count => items.get(self.below(count)).cloned(),
        }
    }
}

/// A fault that was put into a message.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: &'static str,
    /// The elements whose content or whose children are changed.
    pub(crate) parents: Vec<NodeId>,
    /// Elements that the fault is about.
    pub(crate) touched: Vec<NodeId>,
    /// Elements that are gone, or not known by their names any more.
    pub(crate) dead: Vec<NodeId>,
    /// What is said of it when it is alone: rule, expected and found.
    pub(crate) alone: Vec<(Rule, String, String)>,
}

/// Puts a fault at an element; none if this element does not lend itself to it.
pub(crate) type Inject = fn(&mut Message, &SchemaSet, NodeId, &mut Random) -> Option<Fault>;

/// All kinds.
pub(crate) const KINDS: &[(&str, Inject)] = &[
    ("required element removed", remove),
    ("unknown element inserted", insert_unknown),
    ("known element inserted", insert_known),
    ("single element duplicated", duplicate),
    ("repeated over the maximum", repeat),
    ("element renamed", rename),
    ("element in wrong namespace", namespace),
    ("siblings swapped", swap),
    ("element moved", relocate),
    ("value: datatype", datatype),
    ("value: pattern", pattern),
    ("value: enumeration", enumeration),
    ("value: too long", too_long),
    ("fixed attribute changed", fixed),
    ("unknown attribute", unknown_attribute),
    ("required attribute removed", remove_attribute),
    ("text between elements", stray_text),
    ("element in simple content", child_in_text),
    ("xsi:type unknown", xsi_type),
    ("xsi:nil not permitted", xsi_nil),
    ("element emptied", empty),
];

/// A fault among the siblings of an element.
fn among(message: &Message, id: NodeId, dead: bool) -> Fault {
    Fault {
        kind: "",
        parents: message.nodes[id].parent.into_iter().collect(),
        touched: vec![id],
        dead: if dead { vec![id] } else { Vec::new() },
        alone: Vec::new(),
    }
}

/// A fault in the content of an element.
fn inside(id: NodeId) -> Fault {
    Fault {
        kind: "",
        parents: vec![id],
        touched: vec![id],
        dead: Vec::new(),
        alone: Vec::new(),
    }
}

fn remove(message: &mut Message, _: &SchemaSet, id: NodeId, _: &mut Random) -> Option<Fault> {
    let (parent, at) = message.position(id)?;
    if !message.nodes[id].facts.required {
        return None;
    }
    message.nodes[parent].children.remove(at);
    Some(among(message, id, true))
}

/// A random place between the children of an element that holds elements.
fn gap(message: &Message, set: &SchemaSet, id: NodeId, random: &mut Random) -> Option<usize> {
    message.model(set, id)?;
    Some(random.below(message.nodes[id].children.len() + 1))
}

fn insert_unknown(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let at = gap(message, set, id, random)?;
    // Named as its siblings are: with a prefix or without.
    let like = message.elements(id).first().copied()?;
    let name = message.nodes[like].name.clone();
    let prefix = name.split_once(':').map(|(prefix, _)| format!("{prefix}:"));
    let name = format!("{}unbekannt", prefix.unwrap_or_default());
    let new = message.make(&name);
    message.nodes[id].children.insert(at, Child::Element(new));
    Some(inside(id))
}

fn insert_known(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let at = gap(message, set, id, random)?;
    let siblings = message.elements(id);
    let names: Vec<String> = siblings
        .iter()
        .map(|e| message.sound_local(*e).to_owned())
        .collect();
    let others: Vec<NodeId> = message
        .small()
        .filter(|other| !names.iter().any(|name| name == message.sound_local(*other)))
        .collect();
    let other = random.pick(&others)?;
    let new = message.copy(other);
    message.nodes[id].children.insert(at, Child::Element(new));
    Some(inside(id))
}

fn duplicate(message: &mut Message, set: &SchemaSet, id: NodeId, _: &mut Random) -> Option<Fault> {
    let (parent, at) = message.position(id)?;
    if message.most(set, id)? != 1 {
        return None;
    }
    let new = message.copy(id);
    let children = &mut message.nodes[parent].children;
    children.insert(at + 1, Child::Element(new));
    Some(among(message, id, false))
}

fn repeat(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let (parent, at) = message.position(id)?;
    let most = message.most(set, id).filter(|most| *most <= 20)? as usize;
    let local = message.local(id).to_owned();
    let there = message.elements(parent).into_iter();
    let there = there.filter(|e| message.local(*e) == local).count();
    if there > most {
        return None;
    }
    let more = most - there + 1 + random.below(3);
    for _ in 0..more {
        let new = message.copy(id);
        let children = &mut message.nodes[parent].children;
        children.insert(at + 1, Child::Element(new));
    }
    Some(among(message, id, false))
}

fn rename(message: &mut Message, _: &SchemaSet, id: NodeId, random: &mut Random) -> Option<Fault> {
    message.nodes[id].parent?;
    let name = &mut message.nodes[id].name;
    match random.below(3) {
        0 => name.push('X'),
        1 if name.len() > 4 && name.is_ascii() => drop(name.pop()),
        _ => {
            let prefix = name.split_once(':').map(|(prefix, _)| format!("{prefix}:"));
            *name = format!("{}falsch", prefix.unwrap_or_default());
        }
    }
    Some(among(message, id, true))
}

fn namespace(
    message: &mut Message,
    _: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    message.nodes[id].parent?;
    let name = message.nodes[id].name.clone();
    let declared = message.nodes[0].attributes.iter();
    let prefixes: Vec<String> = declared
        .filter_map(|(name, _)| name.strip_prefix("xmlns:").map(str::to_owned))
        .collect();
    let (own, local) = name.split_once(':').unwrap_or(("", &name));
    let mut others: Vec<String> = prefixes.into_iter().filter(|p| p != own).collect();
    if !own.is_empty() {
        others.push(String::new());
    }
    let other = random.pick(&others)?;
    message.nodes[id].name = match other.as_str() {
        "" => local.to_owned(),
        prefix => format!("{prefix}:{local}"),
    };
    Some(among(message, id, true))
}

fn swap(message: &mut Message, _: &SchemaSet, id: NodeId, random: &mut Random) -> Option<Fault> {
    let (parent, at) = message.position(id)?;
    let siblings = message.elements(parent).into_iter();
    let others: Vec<NodeId> = siblings
        .filter(|other| message.nodes[*other].name != message.nodes[id].name)
        .collect();
    let other = random.pick(&others)?;
    let (_, there) = message.position(other)?;
    message.nodes[parent].children.swap(at, there);
    let mut fault = among(message, id, false);
    fault.touched.push(other);
    Some(fault)
}

fn relocate(
    message: &mut Message,
    _: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let (parent, at) = message.position(id)?;
    let children = &mut message.nodes[parent].children;
    let child = children.remove(at);
    let to = random.below(children.len() + 1);
    children.insert(to, child);
    Some(among(message, id, false))
}

fn atomic(set: &SchemaSet, id: TypeId) -> Option<Builtin> {
    match &set.ty(id).kind {
        TypeKind::Simple(simple) => match simple.variety {
            Variety::Atomic(builtin) => Some(builtin),
            _ => None,
        },
        TypeKind::Complex(_) => None,
    }
}

fn set_text(message: &mut Message, id: NodeId, text: String) -> Option<Fault> {
    message.nodes[id].children = vec![Child::Text(text)];
    Some(among(message, id, false))
}

fn datatype(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let simple = message.simple(set, id)?;
    let text = matches!(
        atomic(set, simple)?,
        Builtin::String | Builtin::NormalizedString | Builtin::Token | Builtin::AnySimpleType
    );
    let wrong = random.pick(&["§", "31.02.2026", "ja und nein", "-", ""])?;
    (!text).then(|| set_text(message, id, wrong.to_owned()))?
}

fn pattern(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let simple = message.simple(set, id)?;
    if !set.facet_chain(simple).any(|f| !f.patterns.is_empty()) {
        return None;
    }
    let wrong = random.pick(&["☃", "a b c", "0", "-"])?;
    set_text(message, id, wrong.to_owned())
}

fn enumeration(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    _: &mut Random,
) -> Option<Fault> {
    let simple = message.simple(set, id)?;
    if !set.facet_chain(simple).any(|f| !f.enumeration.is_empty()) {
        return None;
    }
    set_text(message, id, "nicht dabei".to_owned())
}

fn too_long(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let simple = message.simple(set, id)?;
    let chain = set.facet_chain(simple);
    let most = chain.filter_map(|f| f.max_length.or(f.length)).min()?;
    let count = usize::try_from(most).ok()? + 1 + random.below(20);
    set_text(message, id, "A".repeat(count))
}

fn attributes_of(set: &SchemaSet, ty: Option<TypeId>) -> &[xoev_schema::AttributeUse] {
    match ty.map(|id| &set.ty(id).kind) {
        Some(TypeKind::Complex(complex)) => &complex.attributes,
        _ => &[],
    }
}

fn fixed(message: &mut Message, set: &SchemaSet, id: NodeId, _: &mut Random) -> Option<Fault> {
    let known = attributes_of(set, message.nodes[id].facts.type_id);
    let attributes = &mut message.nodes[id].attributes;
    let found = attributes.iter_mut().find(|(name, _)| {
        let mut fixed = known.iter().filter(|a| a.fixed.is_some());
        fixed.any(|a| a.name.local == *name)
    })?;
    found.1.push_str("-anders");
    Some(among(message, id, false))
}

fn unknown_attribute(
    message: &mut Message,
    _: &SchemaSet,
    id: NodeId,
    _: &mut Random,
) -> Option<Fault> {
    let attributes = &mut message.nodes[id].attributes;
    attributes.push(("unbekannt".to_owned(), "1".to_owned()));
    Some(among(message, id, false))
}

fn remove_attribute(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    _: &mut Random,
) -> Option<Fault> {
    let known = attributes_of(set, message.nodes[id].facts.type_id);
    let attributes = &mut message.nodes[id].attributes;
    let at = attributes.iter().position(|(name, _)| {
        let mut required = known.iter().filter(|a| a.required);
        required.any(|a| a.name.local == *name)
    })?;
    attributes.remove(at);
    Some(among(message, id, false))
}

fn stray_text(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let at = gap(message, set, id, random)?;
    let text = Child::Text(" dazwischen ".to_owned());
    message.nodes[id].children.insert(at, text);
    Some(inside(id))
}

fn child_in_text(
    message: &mut Message,
    set: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    message.simple(set, id)?;
    let new = message.make("darin");
    let at = random.below(message.nodes[id].children.len() + 1);
    message.nodes[id].children.insert(at, Child::Element(new));
    Some(among(message, id, false))
}

fn instance(message: &mut Message, id: NodeId, name: &str, value: &str) -> Option<Fault> {
    let attributes = &mut message.nodes[id].attributes;
    if attributes.iter().any(|(name, _)| name.starts_with("xsi:")) {
        return None;
    }
    attributes.retain(|(name, _)| name != "xmlns:xsi");
    attributes.push(("xmlns:xsi".to_owned(), XSI.to_owned()));
    attributes.push((name.to_owned(), value.to_owned()));
    Some(among(message, id, false))
}

fn xsi_type(
    message: &mut Message,
    _: &SchemaSet,
    id: NodeId,
    random: &mut Random,
) -> Option<Fault> {
    let name = random.pick(&["GibtEsNicht", "nirgends:GibtEsNicht", "xsi:type"])?;
    instance(message, id, "xsi:type", name)
}

fn xsi_nil(message: &mut Message, _: &SchemaSet, id: NodeId, _: &mut Random) -> Option<Fault> {
    if message.nodes[id].facts.declaration.as_ref()?.nillable {
        return None;
    }
    instance(message, id, "xsi:nil", "true")
}

fn empty(message: &mut Message, _: &SchemaSet, id: NodeId, _: &mut Random) -> Option<Fault> {
    let mut fault = inside(id);
    fault.parents.extend(message.nodes[id].parent);
    fault.dead = message.elements(id);
    if message.nodes[id].children.is_empty() {
        return None;
    }
    message.nodes[id].children.clear();
    Some(fault)
}
