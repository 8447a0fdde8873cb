//! Books of rules, compiled against a schema set: what has to be looked at, for each type.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use xoev::{Path, Step};
use xoev_schema::{Content, NsId, Particle, SchemaSet, Term, TypeId, TypeKind};

use super::tree::Node;
use crate::book::{Binding, Book, Check, On, TypeName, has_number, in_family};
use crate::code_plan::{self, CodePlan, CodePlans};
use crate::names;
use crate::rule::RuleInfo;
use crate::selection::{Selection, UnknownRule};

/// Why books can't be put together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Two rules have the same name.
    #[error("two rules are named {0}")]
    Twice(&'static str),
    /// A check is bound to a rule that no book has.
    #[error("a check belongs to rule {0}, which there is not")]
    NoSuchRule(&'static str),
}

/// What is to be done at the elements of a type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// Checks at the end of the element.
    pub(crate) leaves: Vec<usize>,
    /// Checks that need all that is in it.
    pub(crate) trees: Vec<usize>,
    /// Checks at the end of children of these names.
    pub(crate) children: Vec<(&'static str, usize)>,
    /// The text is of a type that S030 is about.
    pub(crate) letters: bool,
    /// It is the head of the message.
    pub(crate) head: bool,
    /// It is a code.
    pub(crate) code: Option<CodePlan>,
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.leaves.is_empty()
            && self.trees.is_empty()
            && self.children.is_empty()
            && !self.letters
            && !self.head
            && self.code.is_none()
    }
}

/// Rules, compiled against a schema set. One value serves any number of messages, one after the
/// other or at the same time.
#[derive(Debug)]
pub struct Rules {
    infos: Vec<RuleInfo>,
    pub(crate) bindings: Vec<&'static Binding>,
    selection: Selection,
    by_id: HashMap<&'static str, usize>,
    pub(crate) plans: Vec<Plan>,
    /// For each type: 0, or the position of its plan and 1.
    plan_of: Vec<u32>,
    messages: Vec<TypeId>,
    children: Children,
    /// The messages by their numbers.
    roots: HashMap<String, Root>,
    /// The types of each name.
    named: HashMap<String, Vec<TypeId>>,
    /// Attributes of messages that have only one value.
    fixed: HashMap<TypeId, Vec<(String, String)>>,
}

/// A type of message.
#[derive(Debug)]
struct Root {
    type_id: TypeId,
    /// The types that it uses, sorted. Found when first asked for: few messages are asked about, and
    /// following all takes longer than all else here.
    uses: OnceLock<Vec<TypeId>>,
}

/// Which types lead to which.
#[derive(Debug)]
struct Children {
    /// For each type, the types of its children.
    types: Vec<Vec<TypeId>>,
    /// For each type, the type that it is derived from.
    bases: Vec<Option<TypeId>>,
    /// Children that may occur several times.
    repeated: HashSet<(TypeId, String)>,
}

impl Rules {
    /// The rules of this crate: the XÖV profile, XInneres and XAusländer. In a schema set without
    /// these standards none of them applies, which is no error.
    pub fn bundled(set: &SchemaSet) -> Rules {
        // The names in the crate's own books are checked by a test.
        Rules::assemble(set, crate::books())
    }

    /// The rules of this crate and those of other books, for the layers above.
    ///
    /// # Errors
    ///
    /// If two rules have the same name, or a check is bound to a rule that there is not.
    pub fn with_books(set: &SchemaSet, more: &[&'static Book]) -> Result<Rules, RuleError> {
        let books: Vec<&'static Book> = crate::books().iter().chain(more).copied().collect();
        let mut ids = HashSet::new();
        for rule in books.iter().flat_map(|book| book.rules) {
            if !ids.insert(rule.id) {
                return Err(RuleError::Twice(rule.id));
            }
        }
        let bound = books.iter().flat_map(|book| book.bindings);
        if let Some(missing) = bound.flat_map(|b| b.rules).find(|id| !ids.contains(*id)) {
            return Err(RuleError::NoSuchRule(missing));
        }
        Ok(Rules::assemble(set, &books))
    }

    fn assemble(set: &SchemaSet, books: &[&'static Book]) -> Rules {
        let infos: Vec<RuleInfo> = books.iter().flat_map(|b| b.rules).copied().collect();
        let by_id = infos.iter().enumerate().map(|(i, r)| (r.id, i)).collect();
        let bindings: Vec<&'static Binding> = books.iter().flat_map(|b| b.bindings).collect();
        let mut rules = Rules {
            infos,
            bindings,
            selection: Selection::all(),
            by_id,
            plans: Vec::new(),
            plan_of: vec![0; set.types.len()],
            messages: Vec::new(),
            children: Children::new(set),
            roots: HashMap::new(),
            named: named(set),
            fixed: HashMap::new(),
        };
        rules.plan(set);
        for root in &set.elements {
            if rules.is_message(Some(root.type_id)) {
                let number = number_of(&root.name.local).to_owned();
                let type_id = root.type_id;
                let uses = OnceLock::new();
                rules.roots.insert(number, Root { type_id, uses });
            }
        }
        rules
    }

    /// Restricts the rules to a selection, in place of an earlier one.
    ///
    /// # Errors
    ///
    /// If the selection names a rule that there is not.
    pub fn select(mut self, selection: Selection) -> Result<Rules, UnknownRule> {
        selection.check(self.infos.iter().map(|r| r.id))?;
        self.selection = selection;
        Ok(self)
    }

    /// All rules, those that are switched off, too.
    pub fn rules(&self) -> &[RuleInfo] {
        &self.infos
    }

    /// Whether a rule is evaluated.
    pub fn is_on(&self, id: &str) -> bool {
        self.active(id).is_some()
    }

    pub(crate) fn active(&self, id: &str) -> Option<&RuleInfo> {
        let info = &self.infos[*self.by_id.get(id)?];
        self.selection.has(id).then_some(info)
    }

    /// Whether a check may find anything.
    pub(crate) fn wanted(&self, binding: &Binding) -> bool {
        binding.rules.iter().any(|id| self.selection.has(id))
    }

    pub(crate) fn plan_at(&self, type_id: Option<TypeId>) -> Option<&Plan> {
        let at = *self.plan_of.get(type_id?.0 as usize)?;
        self.plans.get((at as usize).checked_sub(1)?)
    }

    /// Whether an element of this type is a message with an XÖV message head.
    pub(crate) fn is_message(&self, type_id: Option<TypeId>) -> bool {
        type_id.is_some_and(|id| self.messages.binary_search(&id).is_ok())
    }

    /// Whether a message uses a type anywhere, by the schema; none if there is no such message.
    /// `message` is its number.
    pub fn message_uses(&self, message: &str, type_name: &str) -> Option<bool> {
        let root = self.roots.get(message)?;
        let named = self.named.get(type_name)?;
        let uses = root.uses.get_or_init(|| self.children.uses(root.type_id));
        Some(named.iter().any(|id| uses.binary_search(id).is_ok()))
    }

    /// The only value that the schema allows for an attribute of a message.
    pub fn fixed_attribute(&self, message: TypeId, name: &str) -> Option<&str> {
        let fixed = self.fixed.get(&message)?;
        let found = fixed.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The path of an element: that of one around it, and the elements from there on.
    pub(crate) fn path_below(&self, around: Path, below: &[Node<'_>]) -> Path {
        let mut steps = around.steps().to_vec();
        for node in below {
            let many = node.parent().and_then(Node::type_id).is_some_and(|parent| {
                let key = (parent, node.name().to_owned());
                self.children.repeated.contains(&key)
            });
            steps.push(Step {
                name: node.name().to_owned(),
                index: many.then_some(node.index()),
            });
        }
        steps.into_iter().collect()
    }

    /// The message-wide checks of a kind, for a message of this number.
    pub(crate) fn for_message<'r>(
        &'r self,
        number: &'r str,
    ) -> impl Iterator<Item = &'static Binding> + 'r {
        self.bindings.iter().copied().filter(move |binding| {
            let numbers = match binding.on {
                On::Message(numbers) => numbers,
                On::RootChildren(numbers, _) => numbers,
                On::Types(_) | On::Children(..) => return false,
            };
            has_number(numbers, number) && self.wanted(binding)
        })
    }

    fn plan(&mut self, set: &SchemaSet) {
        let codes = CodePlans::new(set);
        let head = resolve(set, names::KOPF);
        let message = resolve(set, names::NACHRICHT);
        let letters = resolve(set, names::DATATYPE_C);
        let code = resolve(set, names::CODE);
        // For each type, the bindings that name it.
        let mut bound: Vec<Vec<usize>> = vec![Vec::new(); set.types.len()];
        for (i, binding) in self.bindings.iter().enumerate() {
            let targets: Vec<TypeId> = match binding.on {
                On::Types(names) => names.iter().flat_map(|n| resolve(set, *n)).collect(),
                On::Children(name, _) => resolve(set, name),
                On::Message(_) | On::RootChildren(..) => Vec::new(),
            };
            for id in targets {
                bound[id.0 as usize].push(i);
            }
        }
        for at in 0..set.types.len() {
            let id = TypeId(at as u32);
            let line = ancestry(set, id);
            let is = |targets: &[TypeId]| line.iter().any(|t| targets.contains(t));
            let mut plan = Plan {
                letters: is(&letters),
                head: is(&head),
                ..Plan::default()
            };
            if is(&code) {
                plan.code = Some(code_plan::plan(set, id, &codes));
            }
            if is(&message) {
                self.messages.push(id);
                self.fixed.insert(id, fixed(set, id));
            }
            let mut checks: Vec<usize> = line
                .iter()
                .flat_map(|t| bound[t.0 as usize].iter().copied())
                .collect();
            checks.sort_unstable();
            checks.dedup();
            for i in checks {
                let binding = self.bindings[i];
                match (binding.on, binding.check) {
                    (On::Children(_, names), _) => {
                        plan.children.extend(names.iter().map(|n| (*n, i)));
                    }
                    (_, Check::Tree(_)) => plan.trees.push(i),
                    _ => plan.leaves.push(i),
                }
            }
            if !plan.is_empty() {
                self.plans.push(plan);
                self.plan_of[at] = self.plans.len() as u32;
            }
        }
    }
}

/// The types of this name, of all releases that the set has.
fn resolve(set: &SchemaSet, name: TypeName) -> Vec<TypeId> {
    let spaces = set.namespaces.iter().enumerate();
    let family = spaces.filter(|(_, ns)| in_family(&ns.uri, name.family));
    family
        .filter_map(|(i, _)| set.find_type(NsId(i as u16), name.local))
        .collect()
}

/// A type and those that it is derived from.
pub(crate) fn ancestry(set: &SchemaSet, id: TypeId) -> Vec<TypeId> {
    let bases = |id: &TypeId| set.ty(*id).base.map(|(base, _)| base);
    std::iter::successors(Some(id), bases).collect()
}

/// The attributes of a type that have only one value.
fn fixed(set: &SchemaSet, id: TypeId) -> Vec<(String, String)> {
    let TypeKind::Complex(complex) = &set.ty(id).kind else {
        return Vec::new();
    };
    let uses = complex.attributes.iter();
    uses.filter_map(|a| Some((a.name.local.clone(), a.fixed.clone()?)))
        .collect()
}

impl Children {
    fn new(set: &SchemaSet) -> Children {
        let mut children = Children {
            types: vec![Vec::new(); set.types.len()],
            bases: set.types.iter().map(|ty| Some(ty.base?.0)).collect(),
            repeated: HashSet::new(),
        };
        for (at, types) in children.types.iter_mut().enumerate() {
            let id = TypeId(at as u32);
            if let TypeKind::Complex(complex) = &set.ty(id).kind
                && let Content::Elements(particle) = &complex.content
            {
                walk(particle, false, &mut |name, child, many| {
                    types.push(child);
                    if many {
                        children.repeated.insert((id, name.to_owned()));
                    }
                });
            }
        }
        children
    }

    /// The types that elements of a type use, and those that they are derived from, sorted.
    fn uses(&self, root: TypeId) -> Vec<TypeId> {
        let mut seen = vec![false; self.types.len()];
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut seen[id.0 as usize], true) {
                open.extend(&self.types[id.0 as usize]);
            }
        }
        // A derived type is a use of those that it is derived from, which come before it.
        for at in (0..seen.len()).rev() {
            if let (true, Some(base)) = (seen[at], self.bases[at]) {
                seen[base.0 as usize] = true;
            }
        }
        let ids = (0..).map(TypeId).zip(&seen);
        ids.filter_map(|(id, seen)| seen.then_some(id)).collect()
    }
}

/// Shows all elements of a content: name, type, and whether it may occur several times.
fn walk(particle: &Particle, many: bool, see: &mut dyn FnMut(&str, TypeId, bool)) {
    let many = many || particle.max != Some(1);
    match &particle.term {
        Term::Element(element) => see(&element.name.local, element.type_id, many),
        Term::Sequence(all) | Term::Choice(all) | Term::All(all) => {
            for particle in all {
                walk(particle, many, see);
            }
        }
        Term::Any(_) => {}
    }
}

/// The types of each name.
fn named(set: &SchemaSet) -> HashMap<String, Vec<TypeId>> {
    let mut out: HashMap<String, Vec<TypeId>> = HashMap::new();
    for (at, ty) in set.types.iter().enumerate() {
        if let Some(name) = &ty.name {
            let ids = out.entry(name.local.clone()).or_default();
            ids.push(TypeId(at as u32));
        }
    }
    out
}

/// The number of a message: what follows the last dot in the name of its root.
pub(crate) fn number_of(root: &str) -> &str {
    root.rsplit_once('.').map_or(root, |(_, number)| number)
}
