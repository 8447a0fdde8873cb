//! `xoev rules`: the rules beyond the schema.

use std::io::{self, Write as _};

use serde::Serialize;
use xoev::Language;
use xoev_rules::{Messages, RuleInfo, Rules};

use crate::bundled;
use crate::cli::{Lang, RulesArgs};
use crate::failure::{Failure, Outcome};

/// A rule as a line of JSON. The names and their order are a contract.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    kind: &'a str,
    layer: u8,
    messages: String,
    source: &'a str,
    text_de: &'a str,
    text_en: &'a str,
}

/// Prints all rules, or those that the filter fits.
pub(super) fn run(args: &RulesArgs, lang: Lang) -> Result<Outcome, Failure> {
    let rules = bundled::rules(&bundled::schemas()?)?;
    let filter = args.filter.as_deref().unwrap_or_default();
    let lower = filter.to_lowercase();
    let named = |rule: &&RuleInfo| rule.id.to_lowercase().starts_with(&lower);
    let mut chosen: Vec<&RuleInfo> = rules.rules().iter().filter(named).collect();
    if chosen.is_empty() {
        let fitting = rules
            .rules()
            .iter()
            .filter(|rule| fits(&rules, rule, filter));
        chosen = fitting.collect();
    }
    if chosen.is_empty() {
        return Err(Failure::objection(
            format!("keine Regel passt auf „{filter}“"),
            format!("no rule fits “{filter}”"),
        ));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for rule in chosen {
        match args.json {
            true => {
                let line = Line {
                    id: rule.id,
                    kind: rule.kind.name(),
                    layer: rule.layer,
                    messages: rule.messages.text(lang.into()),
                    source: rule.source,
                    text_de: rule.de,
                    text_en: rule.en,
                };
                serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
                writeln!(out)?;
            }
            false => print(&mut out, rule, lang)?,
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

fn print(out: &mut impl io::Write, rule: &RuleInfo, lang: Lang) -> io::Result<()> {
    let kind = match rule.kind {
        xoev_rules::Kind::Hard => lang.pick("hart", "hard"),
        xoev_rules::Kind::Soft => lang.pick("weich", "soft"),
    };
    let messages = match rule.messages {
        Messages::All => lang.pick("alle Nachrichten", "all messages").to_owned(),
        other => other.text(lang.into()),
    };
    let layer = lang.pick("Ebene", "layer");
    writeln!(
        out,
        "{} ({kind}, {layer} {}; {messages})",
        rule.id, rule.layer
    )?;
    writeln!(out, "  {}", rule.text(lang.into()))?;
    writeln!(out, "  {}: {}", lang.pick("Quelle", "source"), rule.source)
}

/// Whether a rule is meant by something else than its name: by the number of a message that it is for,
/// or by a word of its text.
fn fits(rules: &Rules, rule: &RuleInfo, filter: &str) -> bool {
    let lower = filter.to_lowercase();
    let is_number = filter.len() >= 4 && filter.bytes().all(|b| b.is_ascii_digit());
    let numbered = |numbers: &[&str]| {
        numbers.iter().any(|n| match n.strip_suffix('*') {
            Some(begin) => filter.starts_with(begin),
            None => *n == filter,
        })
    };
    let typed = |types: &[&str]| {
        let mut types = types.iter();
        types.any(|name| rules.message_uses(filter, name) == Some(true))
    };
    let for_message = is_number
        && match rule.messages {
            Messages::All => true,
            Messages::Numbers(numbers) => numbered(numbers),
            Messages::WithType(types) => typed(types),
            Messages::Either(types, numbers) => typed(types) || numbered(numbers),
        };
    for_message
        || rule.text(Language::German).to_lowercase().contains(&lower)
        || rule.text(Language::English).to_lowercase().contains(&lower)
}
