//! Simple types: everything that a type and those it is derived from ask of a text.

use std::collections::HashSet;
use std::sync::OnceLock;

use xoev::faults::{LengthBounds, ValueBounds, check_length, enumeration_fault, pattern_fault};
use xoev::xml::is_visible;
use xoev::{Fault, Pattern, Rule, WhiteSpace};
use xoev_schema::{Builtin, Facets, SchemaSet, TypeId, TypeKind, Variety};

use super::stream::Streaming;
use super::values::{canonical, checks};

/// A simple type, compiled. What is asked for at each text stands together, at the beginning.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Simple {
    /// Nothing is asked of the text.
    pub(crate) anything: bool,
    /// Values may name something that the text alone does not tell: other elements, prefixes.
    pub(crate) refers: bool,
    pub(crate) white_space: WhiteSpace,
    /// What is asked of texts of visible ASCII, if that is no more than their length.
    pub(crate) visible: Option<Lengths>,
    pub(crate) kind: Kind,
    /// From the type that all is derived from to the type itself.
    steps: Vec<Step>,
    /// Name for people, such as `din91379:datatypeC`.
    pub(crate) name: String,
    /// How texts are checked that are too long to be held, if they can be. Most never are.
    streaming: OnceLock<Option<Streaming>>,
}

/// How long texts may be, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    min: u32,
    max: u32,
}

/// What values are made of.
#[derive(Debug)]
pub(crate) enum Kind {
    /// One value.
    Atomic(Builtin, Checks),
    /// Values of this type, separated by white space.
    List(TypeId),
    /// A value of one of these types.
    Union(Vec<TypeId>),
}

/// What a built-in type does with texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checks {
    /// Checks a text against the built-in type and a derivation step.
    pub(super) check: fn(&str, &[Step]) -> Result<(), Fault>,
    /// Whether two texts stand for the same value.
    pub(crate) same: fn(&str, &str) -> bool,
}

/// The facets of one derivation step, prepared.
#[derive(Debug)]
pub(crate) struct Step {
    /// Name of the type, for messages.
    name: String,
    patterns: Vec<Pattern>,
    length: LengthBounds,
    min_inclusive: Option<String>,
    max_inclusive: Option<String>,
    min_exclusive: Option<String>,
    max_exclusive: Option<String>,
    total_digits: Option<u32>,
    fraction_digits: Option<u32>,
    /// In the order of the schema.
    pub(super) values: Vec<String>,
    /// The same, for types whose values are their texts.
    pub(super) texts: HashSet<String>,
}

/// Looks up types, for those that are made of others.
pub(crate) trait Types {
    fn simple(&self, id: TypeId) -> Option<&Simple>;
}

impl Step {
    fn new(name: &str, facets: &Facets, white_space: WhiteSpace) -> Step {
        let number = |n: Option<u64>| n.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        let values = facets.enumeration.iter();
        let values: Vec<String> = values
            .map(|v| white_space.apply(&v.value).into_owned())
            .collect();
        Step {
            name: name.to_owned(),
            patterns: facets.patterns.iter().map(Pattern::owned).collect(),
            length: LengthBounds {
                exact: number(facets.length),
                min: number(facets.min_length),
                max: number(facets.max_length),
            },
            min_inclusive: facets.min_inclusive.clone(),
            max_inclusive: facets.max_inclusive.clone(),
            min_exclusive: facets.min_exclusive.clone(),
            max_exclusive: facets.max_exclusive.clone(),
            total_digits: facets.total_digits,
            fraction_digits: facets.fraction_digits,
            texts: values.iter().cloned().collect(),
            values,
        }
    }

    /// What is left of the lengths of texts of visible ASCII, if the step asks for nothing else.
    fn within(lengths: Lengths, step: &Step) -> Option<Lengths> {
        let pattern = match step.patterns.as_slice() {
            [] => Some((0, u32::MAX)),
            [only] => only.printable(),
            _ => None,
        };
        let (min, max) = pattern.filter(|_| !step.lists_values())?;
        let LengthBounds {
            exact,
            min: least,
            max: most,
        } = step.length;
        let least = exact.or(least).unwrap_or(0);
        let most = exact.or(most).unwrap_or(u32::MAX);
        Some(Lengths {
            min: lengths.min.max(min).max(least),
            max: lengths.max.min(max).min(most),
        })
    }

    fn is_idle(facets: &Facets) -> bool {
        let idle = Facets {
            white_space: facets.white_space,
            ..Facets::default()
        };
        *facets == idle
    }

    pub(super) fn check_patterns(&self, text: &str) -> Result<(), Fault> {
        if self.patterns.is_empty() || self.patterns.iter().any(|p| p.is_match(text)) {
            return Ok(());
        }
        let group: Vec<&Pattern> = self.patterns.iter().collect();
        Err(pattern_fault(&self.name, &group, text))
    }

    pub(super) fn check_length(
        &self,
        unit: &str,
        length: impl Fn() -> usize,
        text: &str,
    ) -> Result<(), Fault> {
        match self.length == LengthBounds::default() {
            true => Ok(()),
            false => check_length(&self.name, unit, self.length, length(), text),
        }
    }

    pub(super) fn value_bounds(&self) -> ValueBounds<'_> {
        ValueBounds {
            name: &self.name,
            min_inclusive: self.min_inclusive.as_deref(),
            max_inclusive: self.max_inclusive.as_deref(),
            min_exclusive: self.min_exclusive.as_deref(),
            max_exclusive: self.max_exclusive.as_deref(),
            total_digits: self.total_digits,
            fraction_digits: self.fraction_digits,
            length: self.length,
        }
    }

    pub(super) fn not_listed(&self, text: &str) -> Fault {
        enumeration_fault(&self.name, self.values.iter().map(String::as_str), text)
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    pub(super) fn bounds(&self) -> LengthBounds {
        self.length
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn lists_values(&self) -> bool {
        !self.values.is_empty()
    }
}

impl Lengths {
    const ANY: Lengths = Lengths {
        min: 0,
        max: u32::MAX,
    };

    /// Whether a text is of visible ASCII and of one of these lengths.
    #[inline]
    pub(crate) fn allow(self, text: &str) -> bool {
        let (min, max) = (self.min as usize, self.max as usize);
        (min..=max).contains(&text.len()) && is_visible(text.as_bytes())
    }
}

impl Simple {
    pub(super) fn compile(set: &SchemaSet, id: TypeId) -> Option<Simple> {
        let TypeKind::Simple(simple) = &set.ty(id).kind else {
            return None;
        };
        let name = set.type_name(id);
        let white_space = match set.white_space(id) {
            xoev_schema::WhiteSpace::Preserve => WhiteSpace::Preserve,
            xoev_schema::WhiteSpace::Replace => WhiteSpace::Replace,
            xoev_schema::WhiteSpace::Collapse => WhiteSpace::Collapse,
        };
        let mut steps = Vec::new();
        let mut next = Some(id);
        while let Some(at) = next {
            let TypeKind::Simple(step) = &set.ty(at).kind else {
                break;
            };
            let is_builtin = set.ty(at).document.is_none();
            if is_builtin && matches!(step.variety, Variety::List(_)) {
                // NMTOKENS, IDREFS and ENTITIES have at least one item.
                let least = Facets {
                    min_length: Some(1),
                    ..Facets::default()
                };
                steps.push(Step::new(&set.type_name(at), &least, white_space));
            }
            if !Step::is_idle(&step.facets) && !is_builtin {
                let name = set.type_name(at);
                steps.push(Step::new(&name, &step.facets, white_space));
            }
            next = match set.ty(at).base {
                Some((base, xoev_schema::Derivation::Restriction)) => Some(base),
                _ => None,
            };
        }
        steps.reverse();
        let kind = match &simple.variety {
            Variety::Atomic(builtin) => Kind::Atomic(*builtin, checks(*builtin)),
            Variety::List(item) => Kind::List(*item),
            Variety::Union(members) => Kind::Union(flat(set, members)),
        };
        Some(Simple::new(name, white_space, kind, steps))
    }

    /// A built-in type that the schema set does not use.
    pub(super) fn builtin(builtin: Builtin) -> Simple {
        let white_space = match builtin {
            Builtin::AnySimpleType | Builtin::String => WhiteSpace::Preserve,
            Builtin::NormalizedString => WhiteSpace::Replace,
            _ => WhiteSpace::Collapse,
        };
        let kind = Kind::Atomic(builtin, checks(builtin));
        Simple::new(builtin.to_string(), white_space, kind, Vec::new())
    }

    fn new(name: String, white_space: WhiteSpace, kind: Kind, steps: Vec<Step>) -> Simple {
        let any_text = matches!(
            kind,
            Kind::Atomic(
                Builtin::AnySimpleType
                    | Builtin::String
                    | Builtin::NormalizedString
                    | Builtin::Token,
                _
            )
        );
        let visible = match any_text {
            true => steps.iter().try_fold(Lengths::ANY, Step::within),
            false => None,
        };
        Simple {
            name,
            visible,
            anything: any_text && steps.is_empty(),
            refers: match &kind {
                Kind::Atomic(
                    Builtin::Id
                    | Builtin::IdRef
                    | Builtin::IdRefs
                    | Builtin::QName
                    | Builtin::Notation,
                    _,
                ) => true,
                Kind::Atomic(..) => false,
                // What the items are is not known here.
                Kind::List(_) | Kind::Union(_) => true,
            },
            white_space,
            kind,
            steps,
            streaming: OnceLock::new(),
        }
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How texts are checked that are too long to be held, if they can be.
    pub(crate) fn streaming(&self) -> Option<Streaming> {
        *self.streaming.get_or_init(|| match &self.kind {
            Kind::Atomic(builtin, _) => Streaming::of(*builtin, &self.steps),
            Kind::List(_) | Kind::Union(_) => None,
        })
    }

    /// Whether texts are bytes in base 64.
    pub(crate) fn is_base64(&self) -> bool {
        matches!(self.kind, Kind::Atomic(Builtin::Base64Binary, _))
    }

    /// Whether a text, as it stands in the message, is a value.
    pub(crate) fn check(&self, text: &str, types: &impl Types) -> Result<(), Fault> {
        if self.anything || self.visible.is_some_and(|lengths| lengths.allow(text)) {
            return Ok(());
        }
        match self.white_space {
            WhiteSpace::Preserve => self.check_normal(text, types),
            white_space => self.check_normal(&white_space.apply(text), types),
        }
    }

    fn check_normal(&self, text: &str, types: &impl Types) -> Result<(), Fault> {
        match &self.kind {
            Kind::Atomic(_, checks) => (checks.check)(text, &self.steps),
            Kind::List(item) => self.check_list(types.simple(*item), text, types),
            Kind::Union(members) => self.check_union(members, text, types),
        }
    }

    fn check_list(
        &self,
        item: Option<&Simple>,
        text: &str,
        types: &impl Types,
    ) -> Result<(), Fault> {
        let Some(item) = item else { return Ok(()) };
        let items = || text.split(' ').filter(|i| !i.is_empty());
        items().try_for_each(|i| item.check(i, types))?;
        for step in &self.steps {
            step.check_patterns(text)?;
            step.check_length("bytes or items", || items().count(), text)?;
            let is_value = |value: &String| self.same(value, text, types);
            if step.lists_values() && !step.values.iter().any(is_value) {
                return Err(step.not_listed(text));
            }
        }
        Ok(())
    }

    fn check_union(&self, members: &[TypeId], text: &str, types: &impl Types) -> Result<(), Fault> {
        // White space of a union is that of its members, but patterns see it collapsed.
        for step in &self.steps {
            step.check_patterns(&WhiteSpace::Collapse.apply(text))?;
        }
        if self.member(members, text, types).is_none() {
            let expected = format!("a value of one of the member types ({})", self.name);
            return Err(Fault::new(Rule::Union, expected, text));
        }
        for step in &self.steps {
            let is_value = |value: &String| self.same(value, text, types);
            if step.lists_values() && !step.values.iter().any(is_value) {
                return Err(step.not_listed(text));
            }
        }
        Ok(())
    }

    fn member<'t, T: Types>(
        &self,
        members: &[TypeId],
        text: &str,
        types: &'t T,
    ) -> Option<&'t Simple> {
        let mut simple = members.iter().filter_map(|m| types.simple(*m));
        simple.find(|member| member.check(text, types).is_ok())
    }

    /// Whether two texts stand for the same value; both as they stand in the message.
    pub(crate) fn same(&self, a: &str, b: &str, types: &impl Types) -> bool {
        match &self.kind {
            Kind::Atomic(_, checks) => {
                (checks.same)(&self.white_space.apply(a), &self.white_space.apply(b))
            }
            Kind::List(item) => {
                let Some(item) = types.simple(*item) else {
                    return false;
                };
                let (a, b) = (WhiteSpace::Collapse.apply(a), WhiteSpace::Collapse.apply(b));
                let split = |t: &str| -> Vec<String> {
                    t.split(' ')
                        .filter(|i| !i.is_empty())
                        .map(str::to_owned)
                        .collect()
                };
                let (a, b) = (split(&a), split(&b));
                a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| item.same(a, b, types))
            }
            Kind::Union(members) => {
                match (
                    self.member(members, a, types),
                    self.member(members, b, types),
                ) {
                    (Some(x), Some(y)) => std::ptr::eq(x, y) && x.same(a, b, types),
                    _ => false,
                }
            }
        }
    }

    /// The value in a form that is the same for equal values of the same kind, as far as that can
    /// be seen from the text: for the fields of identity constraints.
    pub(crate) fn key(&self, text: &str) -> String {
        let text = self.white_space.apply(text);
        let (family, form) = match &self.kind {
            Kind::Atomic(builtin, _) => canonical(*builtin, &text),
            Kind::List(_) | Kind::Union(_) => ("", text.into_owned()),
        };
        format!("{family}:{form}")
    }

    /// Why one of the patterns can't be used.
    pub(super) fn broken_pattern(&self) -> Option<String> {
        let mut patterns = self.steps.iter().flat_map(|step| &step.patterns);
        patterns.find_map(|p| Some(format!("the pattern {}: {}", p.source(), p.error()?)))
    }
}

/// The members of a union; those that are unions themselves are replaced by their members, without
/// what they ask besides (XSD part 2, 2.5.1.3).
fn flat(set: &SchemaSet, members: &[TypeId]) -> Vec<TypeId> {
    let each = members
        .iter()
        .flat_map(|member| match &set.ty(*member).kind {
            TypeKind::Simple(simple) => match &simple.variety {
                Variety::Union(inner) => flat(set, inner),
                _ => vec![*member],
            },
            TypeKind::Complex(_) => Vec::new(),
        });
    each.collect()
}
