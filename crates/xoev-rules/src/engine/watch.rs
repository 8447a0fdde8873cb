//! The watcher: takes the events of the validator and calls the checks.

use chrono::NaiveDate;
use xoev_schema::TypeId;
use xoev_validator::{End, Place, Report, Start, Text, Watch};

use super::compile::{Plan, Rules, number_of};
use super::context::{Context, Leaf, Memory};
use super::tree::{Node, Tree};
use crate::book::{Binding, Check, On};
use crate::code_check::CodeReader;
use crate::code_list::CodeListSource;
use crate::finding::{NoteId, RuleFinding, RuleReport};
use crate::general;
use crate::rule::Kind;

/// How much the rules may hold and report.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RuleSettings {
    /// Greatest number of findings that are kept; further ones are counted. Default 100.
    pub max_findings: usize,
    /// Greatest number of elements that are held for rules about several of them. Default 20 000.
    pub max_nodes: usize,
    /// Greatest number of bytes of names and texts that are held for such rules. Default 4 MiB.
    pub max_held: usize,
    /// Greatest number of bytes of one text that are held. Default 4096.
    pub max_text: usize,
    /// Greatest number of keys that are compared with each other. Default 100 000.
    pub max_remembered: usize,
    /// The day on which the message is sent, for rules that depend on it; by default that of its
    /// creation in the message head, in German local time.
    pub date: Option<NaiveDate>,
}

impl Default for RuleSettings {
    fn default() -> RuleSettings {
        RuleSettings {
            max_findings: 100,
            max_nodes: 20_000,
            max_held: 4 << 20,
            max_text: 4096,
            max_remembered: 100_000,
            date: None,
        }
    }
}

/// An open element.
#[derive(Clone, Copy, Debug)]
struct Frame {
    type_id: Option<TypeId>,
    /// Where it stands in the tree, if one is held.
    node: Option<u32>,
    /// Checks wait for all that is in it.
    anchor: bool,
}

/// Evaluates the rules over one message, as its elements go by.
#[derive(Debug)]
pub struct RuleWatch<'r> {
    rules: &'r Rules,
    settings: RuleSettings,
    lists: Option<&'r dyn CodeListSource>,
    memory: Memory,
    frames: Vec<Frame>,
    tree: Tree,
    code: CodeReader,
    /// Checks for this message.
    message: Vec<&'static Binding>,
}

impl Rules {
    /// A watcher for one message.
    pub fn watch(&self) -> RuleWatch<'_> {
        RuleWatch {
            rules: self,
            settings: RuleSettings::default(),
            lists: None,
            memory: Memory::default(),
            frames: Vec::new(),
            tree: Tree::default(),
            code: CodeReader::default(),
            message: Vec::new(),
        }
    }
}

impl<'r> RuleWatch<'r> {
    /// Checks keys against these lists.
    pub fn lists(mut self, lists: &'r dyn CodeListSource) -> RuleWatch<'r> {
        self.lists = Some(lists);
        self
    }

    /// With other limits.
    pub fn settings(mut self, settings: RuleSettings) -> RuleWatch<'r> {
        self.settings = settings;
        self
    }

    /// What the rules came to, with what the validator knows of the message as a whole (S001).
    pub fn finish(mut self, report: &Report) -> RuleReport {
        let finding = general::encoding_finding(self.rules, report.encoding);
        let hard = |f: &RuleFinding| f.kind == Kind::Hard;
        self.memory.report.rejected |= finding.as_ref().is_some_and(hard);
        self.memory.report.findings.splice(0..0, finding);
        self.finish_elements()
    }

    /// As [`RuleWatch::finish`], without rules about the message as a whole.
    pub fn finish_elements(mut self) -> RuleReport {
        // A rule about an element is evaluated at its end, after those about what is in it.
        let mut report = std::mem::take(&mut self.memory.report);
        report.findings.sort_by_key(|f| f.offset);
        report
    }

    fn context<'w>(&'w mut self, place: Place<'w>, anchor: Option<u32>) -> Context<'w> {
        Context {
            rules: self.rules,
            settings: &self.settings,
            lists: self.lists,
            memory: &mut self.memory,
            place,
            anchor,
            open: self.frames.len(),
        }
    }

    fn root(&mut self, start: &Start<'_>) {
        // A watcher may be used for one message after the other by mistake; keep them apart.
        self.frames.clear();
        self.tree.clear();
        self.message.clear();
        self.memory.close(0);
        if start.declaration.is_none() || !self.rules.is_message(start.type_id) {
            return;
        }
        let head = &mut self.memory.head;
        head.number = number_of(start.name).to_owned();
        head.namespace = start.namespace.to_owned();
        let number = head.number.clone();
        self.message = self.rules.for_message(&number).collect();
        let of_codes = self.message.iter().filter_map(|b| match (b.on, b.check) {
            (On::Message(_), Check::Code(check)) => Some(check),
            _ => None,
        });
        self.memory.codes = of_codes.collect();
        for at in 0..self.message.len() {
            if let Check::Root(check) = self.message[at].check {
                check(&mut self.context(start.place, None), start);
            }
        }
    }

    /// Whether checks wait for all that is in an element.
    fn is_anchor(&self, plan: Option<&Plan>, is_root: bool) -> bool {
        let wanted = |i: &usize| self.rules.wanted(self.rules.bindings[*i]);
        plan.is_some_and(|plan| plan.head || plan.trees.iter().any(wanted))
            || is_root
                && self
                    .message
                    .iter()
                    .any(|b| matches!((b.on, b.check), (On::Message(_), Check::Tree(_))))
    }

    /// Puts an element into the tree; gives up the tree if it gets too large.
    fn hold(&mut self, start: &Start<'_>, anchor: bool) -> Option<u32> {
        let parent = self.frames.last().and_then(|frame| frame.node);
        if parent.is_none() && !anchor {
            return None;
        }
        let (nodes, bytes) = (self.settings.max_nodes, self.settings.max_held);
        if !self.tree.is_full(nodes, bytes) {
            return Some(self.tree.start(parent, start));
        }
        let root = self.memory.head.number.clone();
        self.memory.note(NoteId::TooManyElements, &root);
        // What is open is given up; a smaller part that begins here may still be looked at.
        self.tree.clear();
        for frame in &mut self.frames {
            frame.node = None;
            frame.anchor = false;
        }
        anchor.then(|| self.tree.start(None, start))
    }

    fn leaves(&mut self, end: &End<'_>, plan: Option<&Plan>) {
        let leaf = Leaf {
            name: end.name,
            text: end.text,
            place: end.place,
        };
        let rules = self.rules;
        if let Some(plan) = plan {
            if plan.letters && end.required && end.text == Text::Whole("") {
                general::empty(&mut self.context(end.place, None), end.name);
            }
            for at in &plan.leaves {
                self.leaf(rules.bindings[*at], &leaf);
            }
        }
        let Some(parent) = self.frames.last() else {
            return;
        };
        if let Some(plan) = rules.plan_at(parent.type_id) {
            for (name, at) in &plan.children {
                if *name == end.name {
                    self.leaf(rules.bindings[*at], &leaf);
                }
            }
        }
        if self.frames.len() == 1 {
            for at in 0..self.message.len() {
                let binding = self.message[at];
                if matches!(binding.on, On::RootChildren(_, names) if names.contains(&end.name)) {
                    self.leaf(binding, &leaf);
                }
            }
        }
    }

    fn leaf(&mut self, binding: &Binding, leaf: &Leaf<'_>) {
        if let Check::Leaf(check) = binding.check
            && self.rules.wanted(binding)
        {
            check(&mut self.context(leaf.place, None), leaf);
        }
    }

    /// Calls the checks that have waited for the end of an element.
    fn trees(&mut self, end: &End<'_>, plan: Option<&Plan>, id: u32, is_root: bool) {
        let tree = std::mem::take(&mut self.tree);
        let node = tree.node(id);
        if plan.is_some_and(|plan| plan.head) {
            self.fill_head(node);
        }
        let rules = self.rules;
        let of_type = plan.into_iter().flat_map(|plan| &plan.trees);
        let of_type = of_type.map(|at| rules.bindings[*at]);
        let of_message = if is_root {
            self.message.clone()
        } else {
            Vec::new()
        };
        let of_message = of_message
            .into_iter()
            .filter(|b| matches!(b.on, On::Message(_)));
        for binding in of_type.chain(of_message) {
            if let Check::Tree(check) = binding.check
                && rules.wanted(binding)
            {
                check(&mut self.context(end.place, Some(id)), node);
            }
        }
        self.tree = tree;
    }

    fn fill_head(&mut self, node: Node<'_>) {
        let text = |path: [&str; 2]| node.text_at(path).to_owned();
        let identity = "identifikation.nachricht";
        let head = &mut self.memory.head;
        head.uuid = text([identity, "nachrichtenUUID"]);
        head.created = text([identity, "erstellungszeitpunkt"]);
        head.reader = text(["leser", "kennung"]);
        head.author = text(["autor", "kennung"]);
        head.author_name = text(["autor", "name"]);
        let code = node.text_at([identity, "nachrichtentyp", "code"]);
        head.code = code.to_owned();
    }
}

impl Watch for RuleWatch<'_> {
    fn start(&mut self, start: &Start<'_>) {
        let is_root = start.depth == 1;
        if is_root {
            self.root(start);
        }
        let rules = self.rules;
        let plan = rules.plan_at(start.type_id);
        if plan.is_some_and(|plan| plan.code.is_some()) {
            self.code.start(start);
        }
        let anchor = self.is_anchor(plan, is_root);
        let node = self.hold(start, anchor);
        self.frames.push(Frame {
            type_id: start.type_id,
            node,
            anchor,
        });
    }

    fn end(&mut self, end: &End<'_>) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.checks(frame, end);
        self.memory.close(self.frames.len());
    }
}

impl RuleWatch<'_> {
    /// Calls the checks at the end of an element, which is not open any more.
    fn checks(&mut self, frame: Frame, end: &End<'_>) {
        let rules = self.rules;
        let plan = rules.plan_at(frame.type_id);
        self.leaves(end, plan);
        if self.code.is_open() {
            let mut code = std::mem::take(&mut self.code);
            let plan = plan.and_then(|plan| plan.code.as_ref());
            code.end(&mut self.context(end.place, None), end, plan);
            self.code = code;
        }
        let Some(id) = frame.node else {
            return;
        };
        self.tree.text(id, end.text, self.settings.max_text);
        if frame.anchor {
            self.trees(end, plan, id, end.depth == 1);
        }
        let around = self.frames.last().and_then(|frame| frame.node);
        if around.is_none() {
            self.tree.clear();
        }
    }
}
