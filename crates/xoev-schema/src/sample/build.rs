//! Builds the tree of a sample: which elements stand where, how often, with which values.

use super::Sampler;
use super::code::{self, Choice};
use super::print::Prefixes;
use super::random::Random;
use super::stuck::Stuck;
use super::value::Ids;
use crate::{
    AttributeUse, Builtin, ComplexType, Content, Element, NamespaceRule, NsId, Particle,
    ProcessContents, QName, Term, TypeId, TypeKind, Variety, Wildcard,
};

/// An element of the sample.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) space: Space,
    pub(super) local: String,
    pub(super) attributes: Vec<(QName, String)>,
    /// Namespaces of names in values, which need a prefix, too.
    pub(super) named: Vec<Space>,
    pub(super) inner: Inner,
}

/// Namespace of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    /// One of the set.
    Known(NsId),
    /// One that the set does not know.
    Foreign,
}

/// Content of an element.
#[derive(Debug)]
pub(super) enum Inner {
    Text(String),
    Nodes(Vec<Node>),
}

/// Elements after which optional content is left out.
const BUDGET: usize = 3000;
/// Depth below which optional content is left out.
const DEPTH: usize = 14;
/// Depth below which lists have one item only, in most cases.
const LISTS: usize = 5;
/// Name of a local element whose type leaves everything open.
const EXTENSION: &str = "beispiel";

/// The state of one sample.
pub(super) struct Builder<'s> {
    sampler: &'s Sampler<'s>,
    prefixes: &'s Prefixes,
    random: Random,
    pub(super) ids: Ids,
    count: usize,
    /// Names of the elements that are open, outermost first.
    names: Vec<&'s str>,
    /// Their types.
    types: Vec<TypeId>,
    root: &'s Element,
}

impl<'s> Builder<'s> {
    pub(super) fn new(
        sampler: &'s Sampler<'s>,
        prefixes: &'s Prefixes,
        root: &'s Element,
        ids: Ids,
    ) -> Builder<'s> {
        let random = Random::new(sampler.seed, &root.name.local);
        let (names, types) = (Vec::new(), Vec::new());
        Builder {
            sampler,
            prefixes,
            random,
            ids,
            count: 0,
            names,
            types,
            root,
        }
    }

    /// An element with everything in it.
    pub(super) fn element(&mut self, element: &'s Element) -> Result<Node, Stuck> {
        if self.sampler.heights.of_element(element).is_none() {
            // Trying would not end if the content contains itself.
            let (checker, heights) = (&self.sampler.checker, &self.sampler.heights);
            let mut stuck = Stuck::cause(checker, heights, element);
            stuck.steps.push(element.name.local.clone());
            return Err(stuck);
        }
        self.names.push(&element.name.local);
        self.types.push(element.type_id);
        self.count += 1;
        let node = self.content(element).map_err(|mut stuck| {
            stuck.steps.push(element.name.local.clone());
            stuck
        });
        self.names.pop();
        self.types.pop();
        node
    }

    fn content(&mut self, element: &'s Element) -> Result<Node, Stuck> {
        let mut node = Node {
            space: Space::Known(element.name.ns),
            local: element.name.local.clone(),
            attributes: Vec::new(),
            named: Vec::new(),
            inner: Inner::Nodes(Vec::new()),
        };
        let given = element.fixed.as_ref().or(element.default.as_ref()).cloned();
        match &self.sampler.checker.set.ty(element.type_id).kind {
            TypeKind::Simple(_) => {
                let value = match given {
                    Some(given) => Some(given),
                    None => self.value(element.type_id, None, &mut node),
                };
                node.inner = Inner::Text(value.ok_or_else(Stuck::no_value)?);
            }
            TypeKind::Complex(complex) => {
                let code = self.code(element.type_id);
                self.attributes(complex, code.as_ref(), &mut node)?;
                match (&complex.content, given) {
                    (Content::Simple(_), Some(given)) => node.inner = Inner::Text(given),
                    (Content::Simple(id), None) => {
                        let value = self.value(*id, None, &mut node);
                        node.inner = Inner::Text(value.ok_or_else(Stuck::no_value)?);
                    }
                    (_, Some(given)) => node.inner = Inner::Text(given),
                    (Content::Empty, None) => {}
                    (Content::Elements(particle), None) => {
                        let mut children = Vec::new();
                        self.particle(particle, code.as_ref(), &mut children)?;
                        node.inner = Inner::Nodes(children);
                    }
                }
            }
        }
        Ok(node)
    }

    /// Chooses the code if the type is a code type.
    fn code(&mut self, id: TypeId) -> Option<Choice> {
        let checker = &self.sampler.checker;
        if !code::is_code(checker, id) {
            return None;
        }
        let own_type = matches!(
            self.names.as_slice(),
            [.., parent, name] if *name == "nachrichtentyp" && parent.starts_with("identifikation")
        );
        let number = self.root.name.local.rsplit('.').next().filter(|_| own_type);
        let lists = &self.sampler.code_lists;
        Some(code::choose(checker, lists, id, number, &mut self.random))
    }

    fn attributes(
        &mut self,
        complex: &'s ComplexType,
        code: Option<&Choice>,
        node: &mut Node,
    ) -> Result<(), Stuck> {
        for attribute in &complex.attributes {
            if !attribute.required && !self.sampler.full {
                continue;
            }
            match self.attribute(attribute, code, node) {
                Some(value) => node.attributes.push((attribute.name.clone(), value)),
                None if attribute.required => {
                    return Err(Stuck::no_attribute_value(&attribute.name.local));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn attribute(
        &mut self,
        attribute: &'s AttributeUse,
        code: Option<&Choice>,
        node: &mut Node,
    ) -> Option<String> {
        let name = attribute.name.local.as_str();
        let fits = |text: &String| self.sampler.checker.allows(attribute.type_id, text);
        let suggested = match (code, name) {
            (Some(code), "listURI") => code.uri.clone(),
            (Some(code), "listVersionID") => code.version.clone(),
            // A message says which schema it follows.
            (None, "version") if self.names.len() == 1 => self
                .sampler
                .checker
                .set
                .document(self.root.document)
                .version
                .clone(),
            _ => None,
        };
        let given = attribute.fixed.clone().or_else(|| suggested.filter(fits));
        let given = given.or_else(|| attribute.default.clone());
        given.or_else(|| self.value(attribute.type_id, Some(name), node))
    }

    /// A value of a simple type for the element that is open, or for one of its attributes.
    fn value(&mut self, id: TypeId, attribute: Option<&str>, node: &mut Node) -> Option<String> {
        let checker = &self.sampler.checker;
        if let TypeKind::Simple(simple) = &checker.set.ty(id).kind
            && simple.variety == Variety::Atomic(Builtin::QName)
        {
            // The only name that is sure to exist.
            let space = Space::Known(self.root.name.ns);
            let name = self.prefixes.name(space, &self.root.name.local);
            node.named.push(space);
            return checker.allows(id, &name).then_some(name);
        }
        let mut names: Vec<&str> = attribute.into_iter().collect();
        if attribute.is_none() {
            names.extend(self.names.last());
        }
        names.extend(checker.set.ty(id).name.as_ref().map(|n| n.local.as_str()));
        let around = usize::from(attribute.is_none());
        names.extend(self.names.iter().rev().skip(around).take(2));
        checker.value(id, &names, &mut self.random, &mut self.ids)
    }

    /// A particle, as often as the sample wants it.
    fn particle(
        &mut self,
        particle: &'s Particle,
        code: Option<&Choice>,
        out: &mut Vec<Node>,
    ) -> Result<(), Stuck> {
        for turn in 0..self.occurrences(particle) {
            let (nodes, ids) = (out.len(), self.ids.given.len());
            match self.term(&particle.term, code, out) {
                Ok(()) => {}
                Err(stuck) if turn < particle.min as usize => return Err(stuck),
                Err(_) => {
                    out.truncate(nodes);
                    self.ids.given.truncate(ids);
                    break;
                }
            }
        }
        Ok(())
    }

    fn occurrences(&mut self, particle: &Particle) -> usize {
        let least = particle.min as usize;
        let most = particle.max.map_or(usize::MAX, |m| m as usize);
        let more = self.sampler.full
            && !matches!(particle.term, Term::Any(_))
            && self.count < BUDGET
            && self.names.len() < DEPTH
            && !self.is_recursive(&particle.term);
        if !more {
            return least;
        }
        let further = match self.random.below(10) {
            0..5 => 0,
            5..8 => 1,
            _ => 2,
        };
        let deep = self.names.len() > LISTS && self.random.chance(80);
        least
            .max(1)
            .saturating_add(if deep { 0 } else { further })
            .min(most.min(least.max(3)))
    }

    /// Whether the term needs an element of a type that is open already; full samples go through
    /// such a type twice.
    fn is_recursive(&self, term: &Term) -> bool {
        match term {
            Term::Element(element) => {
                let open = self
                    .types
                    .iter()
                    .filter(|id| **id == element.type_id)
                    .count();
                let ty = self.sampler.checker.set.ty(element.type_id);
                matches!(ty.kind, TypeKind::Complex(_)) && open > usize::from(self.sampler.full)
            }
            Term::Sequence(parts) | Term::All(parts) => parts
                .iter()
                .any(|part| part.min > 0 && self.is_recursive(&part.term)),
            Term::Choice(branches) => branches.iter().all(|b| self.is_recursive(&b.term)),
            Term::Any(_) => false,
        }
    }

    fn term(
        &mut self,
        term: &'s Term,
        code: Option<&Choice>,
        out: &mut Vec<Node>,
    ) -> Result<(), Stuck> {
        match term {
            Term::Element(element) => {
                let node = match code.and_then(|c| self.code_child(element, c)) {
                    Some(node) => node,
                    None => self.element(element)?,
                };
                out.push(node);
                Ok(())
            }
            Term::Sequence(parts) | Term::All(parts) => parts
                .iter()
                .try_for_each(|part| self.particle(part, code, out)),
            Term::Choice(branches) => self.choice(branches, code, out),
            Term::Any(wildcard) => {
                let node = self.wildcard(wildcard)?;
                out.push(node);
                Ok(())
            }
        }
    }

    /// Key or label of a code that was chosen.
    fn code_child(&mut self, element: &'s Element, code: &Choice) -> Option<Node> {
        let text = match element.name.local.as_str() {
            "code" => code.key.as_ref()?,
            "name" => code.label.as_ref()?,
            _ => return None,
        };
        let checker = &self.sampler.checker;
        let text = checker.normal(element.type_id, text);
        if element.fixed.is_some() || !checker.allows(element.type_id, &text) {
            return None;
        }
        self.count += 1;
        Some(Node {
            space: Space::Known(element.name.ns),
            local: element.name.local.clone(),
            attributes: Vec::new(),
            named: Vec::new(),
            inner: Inner::Text(text),
        })
    }

    /// One of the branches; the first in random order that can be filled.
    fn choice(
        &mut self,
        branches: &'s [Particle],
        code: Option<&Choice>,
        out: &mut Vec<Node>,
    ) -> Result<(), Stuck> {
        let (checker, heights) = (&self.sampler.checker, &self.sampler.heights);
        let mut order: Vec<(&Particle, u32)> = self
            .random
            .shuffled(branches.len())
            .into_iter()
            .filter_map(|at| branches.get(at))
            .filter_map(|b| heights.of_particle(checker, b).map(|h| (b, h)))
            .collect();
        // Extension points show nothing, and recursion should end soon: both come last.
        order.sort_by_key(|(branch, _)| {
            (
                matches!(branch.term, Term::Any(_)),
                self.is_recursive(&branch.term),
            )
        });
        if self.names.len() >= DEPTH || self.count >= BUDGET {
            order.sort_by_key(|(_, height)| *height);
        }
        let mut first = None;
        for (branch, _) in order {
            let (nodes, ids) = (out.len(), self.ids.given.len());
            match self.chosen(branch, code, out) {
                Ok(()) => return Ok(()),
                Err(stuck) => {
                    out.truncate(nodes);
                    self.ids.given.truncate(ids);
                    first = first.or(Some(stuck));
                }
            }
        }
        Err(first.unwrap_or_else(Stuck::no_branch))
    }

    /// A branch that was chosen: an optional one is there at least once, if that is possible.
    fn chosen(
        &mut self,
        branch: &'s Particle,
        code: Option<&Choice>,
        out: &mut Vec<Node>,
    ) -> Result<(), Stuck> {
        let nodes = out.len();
        self.particle(branch, code, out)?;
        let empty = out.len() == nodes && branch.min == 0 && branch.max != Some(0);
        if empty && matches!(branch.term, Term::Element(_)) && !self.is_recursive(&branch.term) {
            let ids = self.ids.given.len();
            if self.term(&branch.term, code, out).is_err() {
                out.truncate(nodes);
                self.ids.given.truncate(ids);
            }
        }
        Ok(())
    }

    /// An element that a wildcard permits.
    fn wildcard(&mut self, wildcard: &Wildcard) -> Result<Node, Stuck> {
        let (checker, heights) = (&self.sampler.checker, &self.sampler.heights);
        if wildcard.process == ProcessContents::Strict {
            return match heights.declared(checker, wildcard) {
                Some((element, _)) => self.element(element),
                None => Err(Stuck::undeclared()),
            };
        }
        let space = match &wildcard.namespaces {
            NamespaceRule::Any | NamespaceRule::Other(_) => Space::Foreign,
            NamespaceRule::OneOf(list) => match list.first() {
                Some(ns) => Space::Known(*ns),
                None => return Err(Stuck::undeclared()),
            },
        };
        // In a known namespace the name must not be that of a declared element.
        let mut local = EXTENSION.to_owned();
        while let Space::Known(ns) = space
            && checker.set.find_element(ns, &local).is_some()
        {
            local.push('0');
        }
        Ok(Node {
            space,
            local,
            attributes: Vec::new(),
            named: Vec::new(),
            inner: Inner::Nodes(Vec::new()),
        })
    }
}
