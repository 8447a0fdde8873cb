//! The validators: Xerces-J, libxml2 and ours.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use xoev_validator::{Judgement, Settings, Validator};

use super::schemas::Schema;

/// What a validator says about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    /// The identifier of the rule that was broken first, if the validator names one.
    pub(super) rule: String,
    /// The first complaint.
    pub(super) message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Valid,
    Invalid,
    /// The validator refuses to decide.
    Unknown,
    /// The validator failed.
    Broken,
}

impl Outcome {
    pub(super) fn name(self) -> &'static str {
        match self {
            Outcome::Valid => "valid",
            Outcome::Invalid => "invalid",
            Outcome::Unknown => "unknown",
            Outcome::Broken => "broken",
        }
    }
}

impl Verdict {
    fn new(outcome: Outcome, rule: impl Into<String>, message: impl Into<String>) -> Verdict {
        Verdict {
            outcome,
            rule: rule.into(),
            message: message.into(),
        }
    }
}

/// Ours.
pub(super) fn own(validator: &Validator, bytes: &[u8]) -> Verdict {
    let report = match validator.validate(bytes, &Settings::default()) {
        Ok(report) => report,
        Err(error) => return Verdict::new(Outcome::Broken, "", error.to_string()),
    };
    let outcome = match report.judgement {
        Judgement::Valid => Outcome::Valid,
        Judgement::Invalid => Outcome::Invalid,
        Judgement::Unknown => Outcome::Unknown,
    };
    match report.findings.first() {
        Some(finding) => Verdict::new(
            outcome,
            finding.rule().id(),
            format!(
                "{}:{}: {}",
                finding.violation.line, finding.violation.column, finding.violation
            ),
        ),
        None => Verdict::new(outcome, "", ""),
    }
}

/// Where Debian's package `libxerces2-java` puts what is needed.
const JARS: &[&str] = &["xercesImpl.jar", "xml-resolver.jar"];

/// Xerces-J, which runs as long as this is held.
pub(super) struct Xerces {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Xerces {
    /// Starts it; none if it is not installed.
    pub(super) fn start(schema: &Schema) -> Result<Option<Xerces>, String> {
        let jars: Vec<PathBuf> = JARS
            .iter()
            .map(|jar| Path::new("/usr/share/java").join(jar))
            .collect();
        let class_path = match std::env::var("XERCES_CLASSPATH") {
            Ok(path) => path,
            Err(_) if jars.iter().all(|jar| jar.exists()) => {
                let jars: Vec<String> = jars.iter().map(|j| j.display().to_string()).collect();
                jars.join(":")
            }
            Err(_) => return Ok(None),
        };
        // The program is compiled as it starts, which a mere runtime can't.
        let modules = Command::new("java").arg("--list-modules").output();
        if !modules.is_ok_and(|o| String::from_utf8_lossy(&o.stdout).contains("jdk.compiler")) {
            return Ok(None);
        }
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/differential/Judge.java");
        let mut command = Command::new("java");
        command
            .args(["-Xss64m", "-XX:+UseSerialGC", "-Duser.language=en", "-cp"])
            .arg(class_path)
            .arg(program)
            .arg(&schema.driver)
            .args(&schema.catalog)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let Ok(mut child) = command.spawn() else {
            return Ok(None);
        };
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().ok_or("no output of java")?;
        let mut xerces = Xerces {
            child,
            stdin,
            stdout: BufReader::new(stdout),
        };
        match xerces.line()?.as_str() {
            "ready" => Ok(Some(xerces)),
            other => Err(format!("Xerces-J does not start: {other}")),
        }
    }

    fn line(&mut self) -> Result<String, String> {
        let mut line = Vec::new();
        let read = self.stdout.read_until(b'\n', &mut line);
        match read {
            Ok(0) => Err("Xerces-J has ended".to_owned()),
            Ok(_) => Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
            Err(error) => Err(format!("Xerces-J: {error}")),
        }
    }

    /// Its verdicts on these files.
    pub(super) fn judge(&mut self, files: &[PathBuf]) -> Result<Vec<Verdict>, String> {
        let request: String = files.iter().map(|f| format!("{}\n", f.display())).collect();
        let mut stdin = self.stdin.take().ok_or("no input of java")?;
        std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                let sent = stdin.write_all(request.as_bytes());
                (stdin, sent)
            });
            let lines: Result<Vec<String>, String> = files.iter().map(|_| self.line()).collect();
            let (stdin, sent) = writer.join().map_err(|_| "no request sent")?;
            self.stdin = Some(stdin);
            sent.map_err(|e| format!("Xerces-J: {e}"))?;
            Ok(lines?.iter().map(|line| xerces_verdict(line)).collect())
        })
    }
}

fn xerces_verdict(line: &str) -> Verdict {
    let (verdict, message) = line.split_once('\t').unwrap_or((line, ""));
    let outcome = match verdict {
        "valid" => Outcome::Valid,
        "invalid" => Outcome::Invalid,
        _ => Outcome::Broken,
    };
    let first = message.split(": ").next().unwrap_or_default();
    let rule = if first.contains(' ') { "" } else { first };
    Verdict::new(outcome, rule, message)
}

impl Drop for Xerces {
    fn drop(&mut self) {
        // Without input it ends; what it says then does not matter.
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

/// libxml2, by its command.
pub(super) struct Libxml2<'a> {
    schema: &'a Schema,
}

impl<'a> Libxml2<'a> {
    /// None if it is not installed.
    pub(super) fn find(schema: &'a Schema) -> Option<Libxml2<'a>> {
        let output = Command::new("xmllint").arg("--version").output();
        output.ok().map(|_| Libxml2 { schema })
    }

    /// Its verdicts on these files, which all lie in one folder.
    pub(super) fn judge(&self, files: &[PathBuf]) -> Result<Vec<Verdict>, String> {
        let mut found: HashMap<&str, Verdict> = HashMap::new();
        let mut command = Command::new("xmllint");
        command
            .args(["--nonet", "--noout", "--schema"])
            .arg(&self.schema.driver)
            .args(files);
        if let Some(catalog) = &self.schema.catalog {
            command.env("XML_CATALOG_FILES", catalog);
        }
        let output = command.output().map_err(|e| format!("xmllint: {e}"))?;
        let text = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(5) {
            return Err(format!("xmllint does not take the schema: {text}"));
        }
        let names: HashMap<String, &str> = files
            .iter()
            .filter_map(|f| Some((f.display().to_string(), f.to_str()?)))
            .collect();
        for line in text.lines() {
            let Some(end) = line.find(".xml").map(|at| at + 4) else {
                continue;
            };
            let (name, rest) = line.split_at(end);
            let Some(name) = names.get(name) else {
                continue;
            };
            if rest == " validates" {
                found
                    .entry(name)
                    .or_insert(Verdict::new(Outcome::Valid, "", ""));
            } else if rest.contains("error :") || rest == " fails to validate" {
                let rest = rest.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
                let rule = if rest.contains("Schemas validity") {
                    "schema"
                } else if rest.contains("namespace error") {
                    "namespace"
                } else {
                    "parser"
                };
                found
                    .entry(name)
                    .or_insert(Verdict::new(Outcome::Invalid, rule, rest.trim()));
            }
        }
        let all = files.iter().map(|file| {
            let verdict = file.to_str().and_then(|name| found.remove(name));
            verdict.unwrap_or_else(|| Verdict::new(Outcome::Broken, "", "no verdict"))
        });
        Ok(all.collect())
    }
}
