//! Which rules are to be evaluated.

use std::collections::BTreeSet;

/// Which rules are to be evaluated: all, all but some, or only some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    only: Option<BTreeSet<String>>,
    off: BTreeSet<String>,
}

/// A selection names a rule that there is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule {id}{}", near_text(.near))]
pub struct UnknownRule {
    /// The name that was given.
    pub id: String,
    /// Names like it, the most similar first.
    pub near: Vec<String>,
}

fn near_text(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(", ")),
    }
}

impl Selection {
    /// All rules.
    pub fn all() -> Selection {
        Selection::default()
    }

    /// Only these rules.
    pub fn only<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Selection {
        Selection {
            only: Some(ids.into_iter().map(Into::into).collect()),
            off: BTreeSet::new(),
        }
    }

    /// Not this rule.
    pub fn off(mut self, id: impl Into<String>) -> Selection {
        self.off.insert(id.into());
        self
    }

    /// Whether a rule is to be evaluated.
    pub fn has(&self, id: &str) -> bool {
        !self.off.contains(id) && self.only.as_ref().is_none_or(|only| only.contains(id))
    }

    /// Whether all names are names of rules.
    ///
    /// # Errors
    ///
    /// For the first name that is not, with names like it.
    pub(crate) fn check<'a>(
        &self,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), UnknownRule> {
        let named = self.only.iter().flatten().chain(&self.off);
        for id in named {
            if !known.clone().any(|k| k == id) {
                return Err(UnknownRule {
                    id: id.clone(),
                    near: near(id, known),
                });
            }
        }
        Ok(())
    }
}

/// At most three known names that are like `id`.
fn near<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = id.to_uppercase();
    let mut scored: Vec<(usize, &str)> = known.map(|k| (distance(&wanted, k), k)).collect();
    scored.sort_unstable();
    let most = wanted.chars().count() / 2;
    let close = scored.into_iter().filter(|(d, _)| *d <= most);
    close.take(3).map(|(_, k)| k.to_owned()).collect()
}

/// How many letters have to be put in, taken out or changed to make one text the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_rule_names_those_like_it() {
        let known = ["S001", "S010", "S030", "XOEV-UUID"];
        let wrong = Selection::all().off("XOEV-UID");
        let error = wrong.check(known.into_iter()).unwrap_err();
        assert_eq!(error.near, ["XOEV-UUID"]);
        assert_eq!(
            error.to_string(),
            "there is no rule XOEV-UID; did you mean XOEV-UUID?"
        );
        assert_eq!(
            Selection::only(["S010", "S030"]).check(known.into_iter()),
            Ok(())
        );
    }

    #[test]
    fn a_selection_has_what_is_asked_for() {
        assert!(Selection::all().has("S001"));
        assert!(!Selection::all().off("S001").has("S001"));
        let some = Selection::only(["S001", "S010"]).off("S010");
        assert!(some.has("S001") && !some.has("S010") && !some.has("S030"));
    }
}
