//! The register's own words: errors and hints, and what can be made of them without changing them.

mod gesendet;
mod name;
mod schema;
mod zuordnung;
mod zustaendigkeit;

use std::fmt;

use xauslaender::v26_11::azr::{AZRFehler, AZRHinweis};

pub use gesendet::{Gesendet, Stelle, Wert};
pub use zuordnung::{Abgleich, AttributTreffer, EntityTreffer, Grund, Zuordnung};
pub use zustaendigkeit::{Regel, RegelnFehler, Zustaendigkeitsregeln};

/// An error of the register, word for word.
///
/// The texts are exactly those of the message: references resolved and CDATA sections taken out,
/// as XML asks for. White space is neither cut off nor collapsed (the type of the texts is
/// `din91379:datatypeC`, which preserves it); only line ends are made uniform, which XML 1.0
/// (section 2.11) asks of every reader. [`Display`](fmt::Display) prints these texts and nothing
/// that the register did not say.
///
/// Source: `AZR.Fehler` in `xauslaender-nachrichten-azr.xsd`, message 090099.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AzrFehler {
    /// The key of the error. Its values are not published.
    pub fehlerschluessel: String,
    /// What is wrong, for people.
    pub fehlertext: String,
    /// The faulty attributes, each as `Entity.Attribute` in the words of the register.
    /// [`Gesendet::zuordnen`] looks for them in the submission.
    pub fehlerhafte_attribute: Vec<String>,
}

impl fmt::Display for AzrFehler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        worte(f, &self.fehlerschluessel, &self.fehlertext)?;
        if !self.fehlerhafte_attribute.is_empty() {
            write!(f, " [{}]", self.fehlerhafte_attribute.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for AzrFehler {}

impl From<&AZRFehler> for AzrFehler {
    fn from(fehler: &AZRFehler) -> AzrFehler {
        let attribute = fehler.fehlerhaftes_attribut.iter();
        AzrFehler {
            fehlerschluessel: fehler.fehlerschluessel.as_str().to_owned(),
            fehlertext: fehler.fehlertext.as_str().to_owned(),
            fehlerhafte_attribute: attribute.map(|a| a.as_str().to_owned()).collect(),
        }
    }
}

/// A hint of the register, word for word. The register did process the message; a hint goes with
/// success.
///
/// Source: `AZR.Hinweis` in `xauslaender-nachrichten-azr.xsd`, in all messages from the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AzrHinweis {
    /// The key of the hint. Its values are not published.
    pub hinweisschluessel: String,
    /// What it says, for people.
    pub hinweistext: String,
}

impl fmt::Display for AzrHinweis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        worte(f, &self.hinweisschluessel, &self.hinweistext)
    }
}

impl From<&AZRHinweis> for AzrHinweis {
    fn from(hinweis: &AZRHinweis) -> AzrHinweis {
        AzrHinweis {
            hinweisschluessel: hinweis.hinweisschluessel.as_str().to_owned(),
            hinweistext: hinweis.hinweistext.as_str().to_owned(),
        }
    }
}

/// Key and text, as far as they are there.
fn worte(f: &mut fmt::Formatter<'_>, schluessel: &str, text: &str) -> fmt::Result {
    match (schluessel, text) {
        ("", text) => f.write_str(text),
        (schluessel, "") => f.write_str(schluessel),
        (schluessel, text) => write!(f, "{schluessel}: {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{AzrFehler, AzrHinweis};

    #[test]
    fn nothing_is_printed_that_the_register_did_not_say() {
        let fehler = |schluessel: &str, text: &str, attribute: &[&str]| AzrFehler {
            fehlerschluessel: schluessel.into(),
            fehlertext: text.into(),
            fehlerhafte_attribute: attribute.iter().map(|a| (*a).into()).collect(),
        };
        let shown = fehler("4711", " Ä\n ", &["A.b", "C.d"]).to_string();
        assert_eq!(shown, "4711:  Ä\n  [A.b, C.d]");
        assert_eq!(fehler("", "nur Text", &[]).to_string(), "nur Text");
        assert_eq!(fehler("0815", "", &[]).to_string(), "0815");
        assert_eq!(AzrHinweis::default().to_string(), "");
    }
}
