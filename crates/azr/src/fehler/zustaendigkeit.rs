//! Whether an error means "not responsible": only by rules that the user gives, since the keys of
//! the register's errors are not published.

use super::AzrFehler;

/// Rules by which errors say that the sender is not, or no longer, responsible. None by default:
/// this library knows no keys of errors.
///
/// ```
/// use azr::{AzrFehler, Regel, Zustaendigkeitsregeln};
///
/// let regeln = Zustaendigkeitsregeln::lesen("schluessel\t4711\ntext\tnicht zuständig\n")?;
/// let fehler = AzrFehler {
///     fehlerschluessel: "9".into(),
///     fehlertext: "Die Behörde ist nicht  zuständig.".into(),
///     fehlerhafte_attribute: Vec::new(),
/// };
/// let regel = Regel::Text("nicht zuständig".into());
/// assert_eq!(regeln.trifft(&fehler), Some(&regel));
/// # Ok::<(), azr::RegelnFehler>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zustaendigkeitsregeln {
    regeln: Vec<Regel>,
}

/// One way to tell that an error means "not responsible".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Regel {
    /// The error has this key, exactly.
    Schluessel(String),
    /// Its text contains these words; capital letters and the width of white space don't matter.
    Text(String),
}

/// A line of a table of rules that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {zeile}: expected “schluessel” or “text”, a tab and a value, found “{inhalt}”")]
pub struct RegelnFehler {
    /// Line, from 1.
    pub zeile: usize,
    /// What stands there.
    pub inhalt: String,
}

impl Zustaendigkeitsregeln {
    /// Reads a table: on each line `schluessel` or `text`, a tab, and the value. Empty lines and
    /// those that begin with `#` are skipped.
    ///
    /// # Errors
    /// The first line that is none of these.
    pub fn lesen(tabelle: &str) -> Result<Zustaendigkeitsregeln, RegelnFehler> {
        let mut regeln = Vec::new();
        for (at, line) in tabelle.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let parts = line.split_once('\t').map(|(art, wert)| (art, wert.trim()));
            regeln.push(match parts {
                Some(("schluessel", wert)) if !wert.is_empty() => Regel::Schluessel(wert.into()),
                Some(("text", wert)) if !wert.is_empty() => Regel::Text(wert.into()),
                _ => {
                    return Err(RegelnFehler {
                        zeile: at + 1,
                        inhalt: line.chars().take(120).collect(),
                    });
                }
            });
        }
        Ok(Zustaendigkeitsregeln { regeln })
    }

    /// With one more rule. A rule without any word is left out: it would hold for every error.
    #[must_use]
    pub fn mit(mut self, regel: Regel) -> Zustaendigkeitsregeln {
        let (Regel::Schluessel(wert) | Regel::Text(wert)) = &regel;
        if !wert.trim().is_empty() {
            self.regeln.push(regel);
        }
        self
    }

    /// The rules, in the order in which they are tried.
    pub fn regeln(&self) -> &[Regel] {
        &self.regeln
    }

    /// The first rule by which the error says "not responsible".
    pub fn trifft(&self, fehler: &AzrFehler) -> Option<&Regel> {
        let text = einfach(&fehler.fehlertext);
        self.regeln.iter().find(|regel| match regel {
            Regel::Schluessel(wert) => *wert == fehler.fehlerschluessel.trim(),
            Regel::Text(wert) => text.contains(&einfach(wert)),
        })
    }
}

/// Small letters, single blanks.
fn einfach(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Regel, RegelnFehler, Zustaendigkeitsregeln};
    use crate::AzrFehler;

    fn fehler(schluessel: &str, text: &str) -> AzrFehler {
        AzrFehler {
            fehlerschluessel: schluessel.into(),
            fehlertext: text.into(),
            fehlerhafte_attribute: Vec::new(),
        }
    }

    #[test]
    fn without_rules_no_error_says_not_responsible() {
        let regeln = Zustaendigkeitsregeln::default();
        assert_eq!(regeln.trifft(&fehler("1", "nicht zuständig")), None);
    }

    #[test]
    fn keys_are_compared_as_a_whole_and_words_wherever_they_stand() {
        let regeln = Zustaendigkeitsregeln::default()
            .mit(Regel::Schluessel("47".into()))
            .mit(Regel::Text("Nicht\nzuständig".into()))
            .mit(Regel::Text("  ".into()));
        assert_eq!(regeln.regeln().len(), 2);
        assert!(regeln.trifft(&fehler("47", "")).is_some());
        assert!(regeln.trifft(&fehler("471", "zuständig")).is_none());
        let said = fehler("0", "Ihre Behörde ist NICHT  zuständig!");
        assert!(matches!(regeln.trifft(&said), Some(Regel::Text(_))));
    }

    #[test]
    fn a_table_with_an_unknown_line_is_refused() {
        let error = Zustaendigkeitsregeln::lesen("# Regeln\n\nschluessel 4711\n");
        let expected = RegelnFehler {
            zeile: 3,
            inhalt: "schluessel 4711".into(),
        };
        assert_eq!(error, Err(expected));
    }
}
