//! What an answer of the server means: found, not there, refused, or not working.

use serde_json::Value;

use super::failure::{DvdvError, Lookup, Missing};

/// The most characters of a text of the server that are passed on.
const LONGEST: usize = 1000;

/// An answer as it came.
pub(super) struct Reply {
    pub(super) status: u16,
    /// The header `dvdv-warning-msg`, decoded.
    pub(super) warning: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn read(self) -> Result<Lookup<Value>, DvdvError> {
        match self.status {
            204 => Ok(Lookup::Missing(self.missing(None))),
            200..=203 if self.body.iter().all(u8::is_ascii_whitespace) => {
                Ok(Lookup::Missing(self.missing(None)))
            }
            200..=203 => match serde_json::from_slice(&self.body) {
                Ok(Value::Null) => Ok(Lookup::Missing(self.missing(None))),
                Ok(value) => Ok(Lookup::Found(value)),
                Err(error) => Err(DvdvError::malformed(format!("no JSON: {error}"))),
            },
            404 => match self.problem() {
                Some(problem) => Ok(Lookup::Missing(self.missing(Some(problem)))),
                // No word of the DVDV: something else answers at this address.
                None => Err(self.down()),
            },
            408 | 425 | 429 => Err(self.down()),
            400..=499 => {
                let (code, text) = self.told();
                Err(DvdvError::Refused { code, text })
            }
            _ => Err(self.down()),
        }
    }

    /// The same, where an empty 404 is a good answer.
    pub(super) fn read_or_empty_404(self) -> Result<Lookup<Value>, DvdvError> {
        if self.status == 404 && self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Lookup::Missing(self.missing(None)));
        }
        self.read()
    }

    fn missing(&self, problem: Option<Problem>) -> Missing {
        let warning = self.warning.clone();
        let (code, text) = match problem {
            Some(problem) => (problem.code(), problem.text()),
            None => (None, warning.clone().unwrap_or_default()),
        };
        Missing {
            code,
            text,
            warning,
        }
    }

    fn down(&self) -> DvdvError {
        let (code, text) = self.told();
        DvdvError::Down { code, text }
    }

    /// Code and text of a refusal: of the server if it has any, of HTTP otherwise.
    fn told(&self) -> (String, String) {
        match self.problem() {
            Some(problem) => {
                let code = problem.code().unwrap_or_else(|| self.status.to_string());
                (code, problem.text())
            }
            None => (self.status.to_string(), format!("HTTP {}", self.status)),
        }
    }

    /// The body as problem details (RFC 9457, formerly 7807), if it is that.
    fn problem(&self) -> Option<Problem> {
        let Ok(Value::Object(body)) = serde_json::from_slice(&self.body) else {
            return None;
        };
        let text = |name: &str| {
            let text = body.get(name)?.as_str()?;
            (!text.is_empty()).then(|| text.chars().take(LONGEST).collect())
        };
        let problem = Problem {
            kind: text("type"),
            title: text("title"),
            detail: text("detail"),
        };
        let said = problem.title.is_some() || problem.detail.is_some();
        (said && problem.kind.is_some()).then_some(problem)
    }
}

struct Problem {
    kind: Option<String>,
    title: Option<String>,
    detail: Option<String>,
}

impl Problem {
    /// The server's own code, four digits and a colon at the beginning of the detail.
    fn code(&self) -> Option<String> {
        let (code, _) = self.detail.as_ref()?.split_once(':')?;
        let sound = code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| code.to_owned())
    }

    fn text(&self) -> String {
        let text = self.detail.as_ref().or(self.title.as_ref());
        text.cloned().unwrap_or_default()
    }
}
