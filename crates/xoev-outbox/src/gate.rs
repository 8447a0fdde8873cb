//! What is looked at before anything is stored: a message that can't be right never gets in.

use std::{fmt, io};

use xoev_rules::{CodeListSource, Kind, RuleReport, Rules};
use xoev_validator::{End, Judgement, Report, Settings, Start, Text, Validator, Watch};

/// What a gate knows of a message that it lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// `nachrichtenUUID`
    pub uuid: String,
    /// Number of the message, as text.
    pub message_type: String,
    /// Whether the message says that it is a test.
    pub test: bool,
}

/// Why a gate lets a message not in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Each reason, with its place in the message where it has one; at least one.
    pub reasons: Vec<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reasons.join("; "))
    }
}

/// Looks at messages before they are stored.
pub trait Gate: Send + Sync {
    /// Lets a message in or not.
    ///
    /// # Errors
    /// [`Refusal`] with the reasons.
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal>;
}

/// Lets in what is valid by its schema and breaks no hard rule.
#[derive(Debug)]
pub struct SchemaGate<L> {
    validator: Validator,
    rules: Option<Rules>,
    lists: L,
}

impl<L: CodeListSource + Send + Sync> SchemaGate<L> {
    /// A gate; without rules, the schema decides alone.
    pub fn new(validator: Validator, rules: Option<Rules>, lists: L) -> SchemaGate<L> {
        SchemaGate {
            validator,
            rules,
            lists,
        }
    }

    /// What the schema says of a message, and what the rules say of a valid one.
    ///
    /// # Errors
    /// None: reading from memory does not fail.
    pub fn examine(&self, message: &[u8]) -> io::Result<(Report, Option<RuleReport>)> {
        let settings = Settings::default();
        let Some(rules) = &self.rules else {
            return Ok((self.validator.validate(message, &settings)?, None));
        };
        let mut watch = rules.watch().lists(&self.lists);
        let report = self
            .validator
            .validate_with(message, &settings, &mut watch)?;
        let valid = report.judgement == Judgement::Valid;
        let rules = valid.then(|| watch.finish(&report));
        Ok((report, rules))
    }
}

/// Reads what the outbox has to know of a message.
#[derive(Debug, Default)]
struct Identity {
    uuid: Option<String>,
    message_type: String,
    test: bool,
}

impl Watch for Identity {
    fn start(&mut self, start: &Start<'_>) {
        if start.depth != 1 {
            return;
        }
        let number = start.name.rsplit('.').next().unwrap_or(start.name);
        self.message_type = number.to_owned();
        self.test = start.attributes.iter().any(|a| a.name == "test");
    }

    fn end(&mut self, end: &End<'_>) {
        if let (None, "nachrichtenUUID", Text::Whole(text)) = (&self.uuid, end.name, end.text) {
            self.uuid = Some(text.trim().to_owned());
        }
    }
}

impl<L: CodeListSource + Send + Sync> Gate for SchemaGate<L> {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        let settings = Settings::default();
        let failed = |error: io::Error| Refusal {
            reasons: vec![error.to_string()],
        };
        let mut identity = Identity::default();
        let report = self
            .validator
            .validate_with(message, &settings, &mut identity)
            .map_err(failed)?;
        let mut reasons: Vec<String> = Vec::new();
        if report.judgement != Judgement::Valid {
            reasons.extend(report.findings.iter().map(|f| f.violation.to_string()));
        }
        if report.judgement == Judgement::Valid {
            let (_, found) = self.examine(message).map_err(failed)?;
            let found = found.map(|found| found.findings).unwrap_or_default();
            let hard = found.iter().filter(|f| f.kind == Kind::Hard);
            reasons.extend(hard.map(|f| {
                let text = f.text(xoev::Language::German);
                format!("{}: {} ({})", f.path, text, f.rule)
            }));
        }
        if reasons.is_empty() && identity.uuid.is_none() {
            reasons.push("no nachrichtenUUID".to_owned());
        }
        match (reasons.is_empty(), identity.uuid) {
            (true, Some(uuid)) => Ok(Admitted {
                uuid,
                message_type: identity.message_type,
                test: identity.test,
            }),
            _ => Err(Refusal { reasons }),
        }
    }
}
