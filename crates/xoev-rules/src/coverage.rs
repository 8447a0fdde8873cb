//! What each statement of the standards became: rules, or the reason why a message alone can't show
//! whether it is kept.

/// What a statement of the standards became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// These rules check it.
    Rules(Vec<&'static str>),
    /// These rules check a part of it; the rest is not shown by one message.
    Part(Vec<&'static str>),
    /// A note says that it applies.
    Note(&'static str),
    /// The schema checks it.
    Schema,
    /// It says what to do with messages, not what is in them.
    Duty,
    /// Other messages are needed.
    Other,
    /// The sender's or the receiver's data are needed.
    Register,
    /// What the transport knows is needed.
    Transport,
    /// It explains what something means.
    Meaning,
    /// The sources contradict each other, or nobody has confirmed it.
    Unsure,
}

impl Fate {
    /// For tables; empty if rules say it.
    pub fn reason(&self) -> &'static str {
        match self {
            Fate::Rules(_) => "",
            Fate::Part(_) => "in part; the rest is not shown by one message",
            Fate::Note(_) => "a note, no fault",
            Fate::Schema => "the schema checks it",
            Fate::Duty => "what to do with messages, not what is in them",
            Fate::Other => "other messages are needed",
            Fate::Register => "the sender's or the receiver's data are needed",
            Fate::Transport => "what the transport knows is needed",
            Fate::Meaning => "explains what something means",
            Fate::Unsure => "contradictory or unconfirmed",
        }
    }

    /// The rules that it became.
    pub fn rules(&self) -> &[&'static str] {
        match self {
            Fate::Rules(ids) | Fate::Part(ids) => ids,
            _ => &[],
        }
    }
}

/// A statement of the standards, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Part of the standard, type or message, element.
    pub place: &'static str,
    /// What kind of statement: `condition`, `limit`, `format`, `duty`, `answer`, `semantics`.
    pub kind: &'static str,
    /// What became of it.
    pub fate: Fate,
}

/// All statements about single types and messages, in the order of the standards.
pub fn coverage() -> Vec<Coverage> {
    Coverage::table(include_str!("coverage.tsv"))
}

impl Coverage {
    /// Reads a table of statements, for books of other crates. Lines with `#` are comments; others
    /// have the place, the kind, the fate (`rules`, `part`, `note`, `schema`, `duty`, `other`,
    /// `register`, `transport`, `meaning`, `unsure`) and the names of rules with blanks between
    /// them, separated by tabs. A line that is not so is left out.
    pub fn table(text: &'static str) -> Vec<Coverage> {
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(line)
            .collect()
    }
}

/// One line of the table; none if it is not well-formed, which a test looks for.
fn line(line: &'static str) -> Option<Coverage> {
    let mut cells = line.split('\t');
    let (place, kind, fate) = (cells.next()?, cells.next()?, cells.next()?);
    let named = cells.next().unwrap_or_default();
    let ids = || named.split(' ').collect::<Vec<_>>();
    let fate = match fate {
        "rules" => Fate::Rules(ids()),
        "part" => Fate::Part(ids()),
        "note" => Fate::Note(named),
        "schema" => Fate::Schema,
        "duty" => Fate::Duty,
        "other" => Fate::Other,
        "register" => Fate::Register,
        "transport" => Fate::Transport,
        "meaning" => Fate::Meaning,
        "unsure" => Fate::Unsure,
        _ => return None,
    };
    Some(Coverage { place, kind, fate })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_statement_has_a_fate() {
        let lines = include_str!("coverage.tsv").lines();
        assert_eq!(coverage().len(), lines.count() - 1);
        assert_eq!(coverage().len(), 203);
    }

    #[test]
    fn every_rule_comes_from_a_statement_and_every_rule_named_exists() {
        let all = coverage();
        let named: BTreeSet<&str> = all.iter().flat_map(|c| c.fate.rules()).copied().collect();
        let known: BTreeSet<&str> = crate::books()
            .iter()
            .flat_map(|b| b.rules)
            .map(|r| r.id)
            .collect();
        assert_eq!(named.difference(&known).collect::<Vec<_>>(), [&""; 0]);
        // These follow from the XÖV type of codes and from the lists of message types, whose labels
        // are the names of the root elements.
        let unnamed: Vec<_> = known.difference(&named).collect();
        assert_eq!(unnamed, [&"XOEV-CODE-NAME", &"XOEV-NACHRICHTENTYP"]);
    }
}
