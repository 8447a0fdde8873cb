//! What a check can ask and say: the head of the message, code lists, what was seen before, and
//! findings.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use chrono::NaiveDate;
use xoev::Path;
use xoev_validator::{Place, Text};

use super::compile::Rules;
use super::tree::Node;
use super::watch::RuleSettings;
use crate::code_list::{CodeKeys, CodeListSource, ListAnswer};
use crate::finding::{Note, NoteId, RuleFinding, RuleReport, Says};
use crate::general::german_day;
use crate::rule::Kind;

/// Longest text of a message that a finding shows, in characters.
const FOUND_MAX: usize = 120;

/// What a message says about itself, as far as it was read: the root and the message head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The number of the message: what follows the last dot in the name of the root element.
    pub number: String,
    /// Namespace of the root element.
    pub namespace: String,
    /// `nachrichtenUUID`
    pub uuid: String,
    /// The code of `nachrichtentyp`.
    pub code: String,
    /// `erstellungszeitpunkt`
    pub created: String,
    /// `kennung` of the reader.
    pub reader: String,
    /// `kennung` of the author.
    pub author: String,
    /// `name` of the author.
    pub author_name: String,
}

/// An element with text, at its end.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// Local name.
    pub name: &'a str,
    /// Its text.
    pub text: Text<'a>,
    /// Where its start tag stands.
    pub place: Place<'a>,
}

impl<'a> Leaf<'a> {
    /// The text without white space around it; of a long one, its beginning.
    pub fn value(&self) -> &'a str {
        match self.text {
            Text::None => "",
            Text::Whole(text) | Text::Cut { head: text, .. } => text.trim(),
        }
    }
}

/// A code whose list is at hand.
#[derive(Clone, Copy, Debug)]
pub struct Code<'a> {
    /// URI of the list.
    pub uri: &'a str,
    /// Version of the list.
    pub version: &'a str,
    /// The key.
    pub key: &'a str,
    /// What the list says that the key means; none if it says nothing.
    pub label: Option<&'a str>,
    pub(crate) column: Option<&'a str>,
    pub(crate) keys: &'a dyn CodeKeys,
}

impl<'a> Code<'a> {
    /// What stands in the row of the key, in the column of this id or name; none if there is no
    /// such column or nothing stands there.
    pub fn cell(&self, name: &str) -> Option<&'a str> {
        self.keys.cell(self.column, self.key, name)
    }
}

/// A check that sees codes.
pub(crate) type CodeCheck = fn(&mut Context<'_>, &Code<'_>);

/// Where a finding is.
#[derive(Clone, Copy, Debug)]
pub enum At<'t> {
    /// At the element that the check was called for.
    Here,
    /// At an element in it.
    Node(Node<'t>),
}

impl<'t> From<Node<'t>> for At<'t> {
    fn from(node: Node<'t>) -> At<'t> {
        At::Node(node)
    }
}

/// What is kept from one element to the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) head: Head,
    pub(crate) report: RuleReport,
    hasher: RandomState,
    seen: HashMap<u64, i64>,
    /// Lists that were asked for and are not at hand.
    asked: HashSet<u64>,
    counts: HashMap<&'static str, u64>,
    /// What is kept for elements that are open, innermost last.
    kept: Vec<Kept>,
    /// What sees the codes of this message.
    pub(crate) codes: Vec<CodeCheck>,
}

/// A value that is kept for as long as an element is open.
#[derive(Clone, Copy, Debug)]
struct Kept {
    /// How many elements are open with that one.
    depth: usize,
    what: &'static str,
    value: i64,
}

impl Memory {
    /// Forgets what was kept for elements that are closed; so many are open.
    pub(crate) fn close(&mut self, open: usize) {
        while self.kept.last().is_some_and(|kept| kept.depth > open) {
            self.kept.pop();
        }
    }

    /// Whether this list was asked for before.
    fn has_asked(&mut self, uri: &str, version: Option<&str>) -> bool {
        let hash = self.hasher.hash_one((uri, version));
        // A message can name any number of lists; beyond some, they are looked at one by one.
        self.asked.contains(&hash) || self.asked.len() < 1000 && !self.asked.insert(hash)
    }

    pub(crate) fn note(&mut self, id: NoteId, subject: &str) {
        let notes = &mut self.report.notes;
        if !notes.iter().any(|n| n.id == id && n.subject == subject) {
            notes.push(Note {
                id,
                subject: subject.to_owned(),
            });
        }
    }
}

/// What a check can ask and say.
#[derive(Debug)]
pub struct Context<'w> {
    pub(crate) rules: &'w Rules,
    pub(crate) settings: &'w RuleSettings,
    pub(crate) lists: Option<&'w dyn CodeListSource>,
    pub(crate) memory: &'w mut Memory,
    pub(crate) place: Place<'w>,
    /// The node that `place` is the place of.
    pub(crate) anchor: Option<u32>,
    /// How many elements are open around the one that the check was called for.
    pub(crate) open: usize,
}

impl<'w> Context<'w> {
    /// What the message says about itself. The fields of the message head are empty until its end.
    pub fn head(&self) -> &Head {
        &self.memory.head
    }

    /// The day on which the message is sent: [`RuleSettings::date`], else the day of its creation
    /// as its head has it, in German local time. None before the end of the message head.
    pub fn date(&self) -> Option<NaiveDate> {
        let created = || german_day(&self.memory.head.created);
        self.settings.date.or_else(created)
    }

    /// Counts something, for the rest of the message: gives how often it was counted, this time
    /// included.
    pub fn count(&mut self, what: &'static str) -> u64 {
        let count = self.memory.counts.entry(what).or_default();
        *count += 1;
        *count
    }

    /// Keeps a value for as long as an element around the one that the check was called for is
    /// open: 1 is its parent, 2 the parent of that. It replaces what was kept under this name for
    /// the same element.
    pub fn keep(&mut self, what: &'static str, above: usize, value: i64) {
        let depth = (self.open + 1).saturating_sub(above.max(1));
        if depth == 0 {
            return;
        }
        let kept = &mut self.memory.kept;
        let at = kept.partition_point(|k| k.depth < depth);
        let same = |k: &&mut Kept| k.depth == depth && k.what == what;
        match kept[at..].iter_mut().find(same) {
            Some(before) => before.value = value,
            None => kept.insert(at, Kept { depth, what, value }),
        }
    }

    /// What is kept under this name for the innermost of the open elements that has it.
    pub fn kept(&self, what: &str) -> Option<i64> {
        let kept = self.memory.kept.iter().rev();
        kept.filter(|k| k.what == what).map(|k| k.value).next()
    }

    /// The compiled rules, and what they know of the schema set.
    pub fn rules(&self) -> &Rules {
        self.rules
    }

    /// Reports that a rule is broken; nothing happens if it is switched off. `found` is what
    /// stands in the message, empty if nothing does.
    pub fn find(&mut self, rule: &str, at: At<'_>, expected: Says, found: &str) {
        self.report(rule, at, expected, found, false);
    }

    /// As [`Context::find`], for what the schema forbids, too.
    pub fn find_as_schema(&mut self, rule: &str, at: At<'_>, expected: Says, found: &str) {
        self.report(rule, at, expected, found, true);
    }

    #[cold]
    fn report(&mut self, rule: &str, at: At<'_>, expected: Says, found: &str, also_schema: bool) {
        let Some(info) = self.rules.active(rule) else {
            return;
        };
        let report = &mut self.memory.report;
        report.rejected |= info.kind == Kind::Hard;
        if report.findings.len() >= self.settings.max_findings {
            report.omitted += 1;
            return;
        }
        let (path, line, column, offset, length) = match at {
            At::Here => {
                let place = self.place;
                let path = place.path();
                (path, place.line, place.column, place.offset, place.length)
            }
            At::Node(node) => {
                let spot = node.spot();
                let path = self.path_of(node);
                (path, spot.line, spot.column, spot.offset, spot.length)
            }
        };
        let mut shown: String = found.chars().take(FOUND_MAX).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        self.memory.report.findings.push(RuleFinding {
            rule: info.id,
            kind: info.kind,
            layer: info.layer,
            path,
            line,
            column,
            offset,
            length,
            expected,
            found: shown,
            also_schema,
            info: *info,
        });
    }

    /// The path of an element below the one that the check was called for.
    fn path_of(&self, node: Node<'_>) -> Path {
        let mut below = Vec::new();
        let mut here = Some(node);
        while let Some(node) = here
            && Some(node.id()) != self.anchor
        {
            below.push(node);
            here = node.parent();
        }
        below.reverse();
        self.rules.path_below(self.place.path(), &below)
    }

    /// Keeps a value under a key, for the rest of the message; gives what was kept under this key
    /// before. `space` keeps apart what different rules remember. What it is called in notes is
    /// `subject`. Not more than [`RuleSettings::max_remembered`] keys are kept.
    pub fn remember(&mut self, space: &str, subject: &str, key: &str, value: i64) -> Option<i64> {
        let hash = self.memory.hasher.hash_one((space, key));
        let full = self.memory.seen.len() >= self.settings.max_remembered;
        match self.memory.seen.entry(hash) {
            Entry::Occupied(before) => Some(*before.get()),
            Entry::Vacant(free) if !full => {
                free.insert(value);
                None
            }
            Entry::Vacant(_) => {
                self.memory.note(NoteId::TooManyKeys, subject);
                None
            }
        }
    }

    /// Says something that is no fault. The same note is kept once.
    /// Not more than [`RuleSettings::max_findings`] are kept.
    pub fn note(&mut self, id: NoteId, subject: &str) {
        if self.memory.report.notes.len() < self.settings.max_findings {
            self.memory.note(id, subject);
        }
    }

    /// Asks for a code list; a list that is not at hand gives a note.
    pub fn list(&mut self, uri: &str, version: Option<&str>) -> ListAnswer<'w> {
        let answer = match self.lists {
            Some(lists) => lists.lookup(uri, version),
            None => ListAnswer::NotLoaded,
        };
        if matches!(answer, ListAnswer::NotLoaded) && !self.memory.has_asked(uri, version) {
            let subject = match version {
                Some(version) => format!("{uri} ({version})"),
                None => uri.to_owned(),
            };
            self.note(NoteId::ListNotLoaded, &subject);
        }
        answer
    }
}
