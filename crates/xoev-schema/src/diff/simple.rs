//! Differences between simple types.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Comparison, Spot};
use super::{Aspect, Labels};
use crate::model::{Facets, SimpleType, TypeId, Variety};

impl Comparison<'_> {
    pub(super) fn simple_types(&mut self, spot: &Spot, old: &SimpleType, new: &SimpleType) {
        match (&old.variety, &new.variety) {
            (Variety::Atomic(a), Variety::Atomic(b)) => {
                if a != b {
                    self.changed(spot, Aspect::ValueType, a, b);
                }
            }
            (Variety::List(a), Variety::List(b)) => {
                self.type_use(&spot.within("#item"), *a, *b);
            }
            (Variety::Union(a), Variety::Union(b)) if a.len() == b.len() => {
                for (index, (a, b)) in a.iter().zip(b).enumerate() {
                    self.type_use(&spot.within(format!("#member{}", index + 1)), *a, *b);
                }
            }
            (a, b) => {
                let (a, b) = (self.variety(a, true), self.variety(b, false));
                self.changed(spot, Aspect::ValueType, a, b);
            }
        }
        self.facets(spot, &old.facets, &new.facets);
    }

    fn variety(&self, variety: &Variety, is_old: bool) -> String {
        let name = |id: &TypeId| self.type_name(*id, is_old);
        match variety {
            Variety::Atomic(builtin) => builtin.to_string(),
            Variety::List(item) => format!("list of {}", name(item)),
            Variety::Union(members) => {
                let members: Vec<String> = members.iter().map(name).collect();
                format!("union of {}", members.join(", "))
            }
        }
    }

    fn facets(&mut self, spot: &Spot, old: &Facets, new: &Facets) {
        let text = |f: &Facets| {
            let number = |n: Option<u64>| n.map(|n| n.to_string());
            let white_space = f.white_space.map(|w| format!("{w:?}").to_lowercase());
            [
                ("length", number(f.length)),
                ("minLength", number(f.min_length)),
                ("maxLength", number(f.max_length)),
                ("totalDigits", number(f.total_digits.map(u64::from))),
                ("fractionDigits", number(f.fraction_digits.map(u64::from))),
                ("whiteSpace", white_space),
                ("minInclusive", f.min_inclusive.clone()),
                ("maxInclusive", f.max_inclusive.clone()),
                ("minExclusive", f.min_exclusive.clone()),
                ("maxExclusive", f.max_exclusive.clone()),
                ("pattern", alternatives(&f.patterns)),
            ]
        };
        for ((name, old), (_, new)) in text(old).into_iter().zip(text(new)) {
            self.either(spot, Aspect::Facet(name.to_owned()), old, new);
        }
        let labelled = |f: &Facets| -> BTreeMap<String, Option<String>> {
            f.enumeration
                .iter()
                .map(|v| (v.value.clone(), v.label.clone()))
                .collect()
        };
        let (old, new) = (labelled(old), labelled(new));
        if old.is_empty() != new.is_empty() {
            // An enumeration that comes or goes as a whole is one difference, not one per value.
            let all = |values: &BTreeMap<String, Option<String>>| {
                let values: Vec<&str> = values.keys().map(String::as_str).collect();
                (!values.is_empty()).then(|| values.join(", "))
            };
            return self.either(
                spot,
                Aspect::Facet("enumeration".into()),
                all(&old),
                all(&new),
            );
        }
        for (value, label) in &old {
            match new.get(value) {
                None => self.removed(spot, Aspect::Value, value),
                Some(other) if self.labels == Labels::Compare => {
                    self.either(
                        &spot.within(value),
                        Aspect::Label,
                        label.clone(),
                        other.clone(),
                    );
                }
                Some(_) => {}
            }
        }
        for value in new.keys().filter(|value| !old.contains_key(*value)) {
            self.added(spot, Aspect::Value, value);
        }
    }
}

/// Patterns of one step are alternatives, so their order means nothing.
fn alternatives(patterns: &[String]) -> Option<String> {
    let set: BTreeSet<&str> = patterns.iter().map(String::as_str).collect();
    (!set.is_empty()).then(|| set.into_iter().collect::<Vec<_>>().join(" | "))
}
