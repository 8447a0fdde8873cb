//! Checking a submission before it is sent: the schema, the rules of the standards, and the
//! plausibility checks of the register.

use std::fmt;

use xoev::Language;
use xoev_bundled::{BundleError, BundledLists};
use xoev_rules::{CodeListSource, Kind, ListAnswer, NoteId, RuleError, RuleFinding, Rules};
use xoev_schema::SchemaSet;
use xoev_validator::{CompileError, Finding, Judgement, Settings, Validator};

use crate::Einreichung;
use crate::listen::listen;

/// One finding about a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Befund {
    /// The layer: 1 is the schema, 2 the rules of the standards, 3 the plausibility checks of the
    /// register.
    pub ebene: u8,
    /// Name of the rule.
    pub regel: String,
    /// Whether it keeps the submission from being sent.
    pub hart: bool,
    /// The element, outermost first.
    pub pfad: String,
    /// What is wrong, in German.
    pub de: String,
    /// What is wrong, in English.
    pub en: String,
}

impl Befund {
    /// What is wrong.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::German => &self.de,
            Language::English => &self.en,
        }
    }

    fn of_schema(finding: &Finding) -> Befund {
        Befund {
            ebene: 1,
            regel: finding.rule().name().to_owned(),
            hart: true,
            pfad: finding.violation.path.to_string(),
            de: finding.text(Language::German),
            en: finding.text(Language::English),
        }
    }

    fn of_rule(finding: &RuleFinding) -> Befund {
        Befund {
            ebene: finding.layer,
            regel: finding.rule.to_owned(),
            hart: finding.kind == Kind::Hard,
            pfad: finding.path.to_string(),
            de: finding.text(Language::German),
            en: finding.text(Language::English),
        }
    }
}

impl fmt::Display for Befund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}] {}", self.pfad, self.regel, self.en)
    }
}

/// A person's decision to send in spite of a broken rule. It is recorded with the submission.
///
/// The schema can't be overridden: the register could not read the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uebersteuerung {
    regel: String,
    grund: String,
    wer: String,
}

impl Uebersteuerung {
    /// `wer` has decided that the rule may be broken, because of `grund`. None if one of the three is
    /// blank.
    pub fn neu(regel: &str, grund: &str, wer: &str) -> Option<Uebersteuerung> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        Some(Uebersteuerung {
            regel: given(regel)?,
            grund: given(grund)?,
            wer: given(wer)?,
        })
    }

    /// Name of the rule.
    pub fn regel(&self) -> &str {
        &self.regel
    }

    /// Why it may be broken.
    pub fn grund(&self) -> &str {
        &self.grund
    }

    /// Who has decided.
    pub fn wer(&self) -> &str {
        &self.wer
    }
}

/// What checking came to, as it is recorded with a submission that may be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pruefvermerk {
    /// What somebody should look at; it does not keep the submission from being sent.
    pub warnungen: Vec<Befund>,
    /// Hard findings that were overridden, each with the decision.
    pub uebersteuert: Vec<(Befund, Uebersteuerung)>,
}

/// A submission that is kept from being sent, with all that was found.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{} of the findings keep the message from being sent, among them: {}", self.harte().count(), self.first())]
pub struct Zurueckgehalten {
    /// The submission, unchanged.
    pub einreichung: Box<Einreichung>,
    /// All findings, in the order of the message; those overridden as well.
    pub befunde: Vec<Befund>,
    /// Hard findings that no decision overrides, by their place in `befunde`.
    offen: Vec<usize>,
}

impl Zurueckgehalten {
    /// The findings that keep it from being sent.
    pub fn harte(&self) -> impl Iterator<Item = &Befund> {
        self.offen.iter().filter_map(|at| self.befunde.get(*at))
    }

    fn first(&self) -> String {
        self.harte()
            .next()
            .map(Befund::to_string)
            .unwrap_or_default()
    }
}

/// Checks submissions. Made once; can be used by several threads at once.
#[derive(Debug)]
pub struct Pruefung {
    validator: Validator,
    rules: Rules,
    lists: Box<dyn CodeListSource + Send + Sync>,
}

/// The embedded code lists.
#[derive(Debug)]
struct Bundled(&'static BundledLists);

impl CodeListSource for Bundled {
    fn lookup(&self, uri: &str, version: Option<&str>) -> ListAnswer<'_> {
        match self.0.of(uri) {
            Some(lists) => lists.lookup(uri, version),
            None => ListAnswer::NotLoaded,
        }
    }
}

impl Pruefung {
    /// With the schemas, rules and code lists of this release.
    ///
    /// # Errors
    /// If the program was built wrongly.
    pub fn bundled() -> Result<Pruefung, Aufbaufehler> {
        let set = xoev_bundled::schemas()?;
        let rules = rules(&set)?;
        Ok(Pruefung {
            // Tests see to it that all of the embedded set can be compiled.
            validator: Validator::lazy(set),
            rules,
            lists: Box::new(Bundled(listen()?)),
        })
    }

    /// With other schemas, rules or code lists. The rules have to be compiled against this set.
    ///
    /// # Errors
    /// If the schemas use something that the validator does not support.
    pub fn neu(
        set: SchemaSet,
        rules: Rules,
        lists: impl CodeListSource + Send + Sync + 'static,
    ) -> Result<Pruefung, CompileError> {
        Ok(Pruefung {
            validator: Validator::new(set)?,
            rules,
            lists: Box::new(lists),
        })
    }

    /// All findings about a message, in the order of the layers.
    pub fn befunde(&self, message: &[u8]) -> Vec<Befund> {
        let mut watch = self.rules.watch().lists(&*self.lists);
        let settings = Settings::default();
        let report = match self.validator.validate_with(message, &settings, &mut watch) {
            Ok(report) => report,
            // Bytes in memory can always be read; should that change, nothing may be sent.
            Err(error) => return vec![unreadable(&error.to_string())],
        };
        let mut all: Vec<Befund> = report.findings.iter().map(Befund::of_schema).collect();
        if all.is_empty() && report.judgement != Judgement::Valid {
            all.push(unreadable("no verdict"));
        }
        let rules = watch.finish(&report);
        let own = rules.findings.iter().filter(|f| !f.also_schema);
        all.extend(own.map(Befund::of_rule));
        if rules.omitted > 0 {
            all.push(limited(
                rules.is_rejected(),
                format!("{} weitere Befunde", rules.omitted),
                format!("{} further findings", rules.omitted),
            ));
        }
        let skipped = [NoteId::TooManyElements, NoteId::TooManyKeys];
        // Hard rules may be among those that were not looked at: somebody has to decide.
        for note in rules.notes.iter().filter(|n| skipped.contains(&n.id)) {
            all.push(limited(
                true,
                note.text(Language::German),
                note.text(Language::English),
            ));
        }
        all
    }

    /// Checks a submission. Hard findings keep it from being sent unless a person has decided
    /// otherwise; these decisions and everything else that was found are recorded with it.
    ///
    /// # Errors
    /// [`Zurueckgehalten`] with the submission and all findings.
    pub fn pruefen(
        &self,
        mut einreichung: Einreichung,
        uebersteuerungen: &[Uebersteuerung],
    ) -> Result<Einreichung, Zurueckgehalten> {
        let befunde = self.befunde(einreichung.bytes());
        let mut vermerk = Pruefvermerk::default();
        let mut offen = Vec::new();
        for (at, befund) in befunde.iter().enumerate() {
            let decided = uebersteuerungen.iter().find(|u| u.regel == befund.regel);
            match (befund.hart, decided) {
                (false, _) => vermerk.warnungen.push(befund.clone()),
                (true, Some(decided)) if befund.ebene > 1 => {
                    vermerk.uebersteuert.push((befund.clone(), decided.clone()));
                }
                (true, _) => offen.push(at),
            }
        }
        if !offen.is_empty() {
            return Err(Zurueckgehalten {
                einreichung: Box::new(einreichung),
                befunde,
                offen,
            });
        }
        einreichung.pruefvermerk = Some(vermerk);
        Ok(einreichung)
    }
}

/// What is embedded can't be used: the program was built wrongly. Tests see to it that it never
/// happens.
#[derive(Debug, thiserror::Error)]
pub enum Aufbaufehler {
    /// The schemas or code lists.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The rules.
    #[error("the rules do not go together: {0}")]
    Rules(#[from] RuleError),
}

/// The rules of this release: those of the standards, and the plausibility checks of the register.
fn rules(set: &SchemaSet) -> Result<Rules, RuleError> {
    azr_rules::rules(set)
}

/// A finding that stands for a message without a verdict.
fn unreadable(error: &str) -> Befund {
    Befund {
        ebene: 1,
        regel: "unreadable".to_owned(),
        hart: true,
        pfad: String::new(),
        de: format!("Die Nachricht konnte nicht geprüft werden: {error}."),
        en: format!("The message could not be checked: {error}."),
    }
}

/// A finding that stands for what was not looked at or is not listed.
fn limited(hart: bool, de: String, en: String) -> Befund {
    Befund {
        ebene: 2,
        regel: "limit".to_owned(),
        hart,
        pfad: String::new(),
        de,
        en,
    }
}
