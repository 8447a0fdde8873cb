//! Immigration offices among themselves: the chapter ABHABH.

use crate::book::{Binding, Book, Check, On};
use crate::engine::{Context, Node};
use crate::finding::Says;
use crate::names::xa;
use crate::rule;
use crate::rule::{Kind::Hard, Kind::Soft, Messages, RuleInfo};
use crate::xauslaender::missing;

/// Rules of the messages with numbers from 010101 to 010502.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Messages that answer another one, whose UUID the schema leaves optional.
const ANSWERS: &[&str] = &["010102", "010202", "010203", "010302", "010402", "010502"];

const DOCUMENT: Messages = Messages::WithType(&["ABH.Dokument"]);

const RULES: &[RuleInfo] = &[
    // Soft: the enquiry may have come on paper.
    rule(
        "XA-ANTWORT-AUSLOESER",
        Soft,
        "XAusländer, Nachricht.G2G.XA.erweitert, ausloeserUUID; 010102 bis 010502",
        Messages::Numbers(ANSWERS),
        "Eine Antwort sollte die UUID der Anfrage nennen.",
        "An answer should name the UUID of the enquiry.",
    ),
    // Soft: names of folders in an electronic file may have a slash.
    rule(
        "XA-DOKUMENT-PFAD",
        Soft,
        "XAusländer, ABH.Dokument, pfad/bestandteil",
        DOCUMENT,
        "Ein Bestandteil des Pfads ist ein Ordner: ohne Trennzeichen, ohne Dateinamen.",
        "A part of the path is one folder: no separators, no file name.",
    ),
    rule(
        "XA-DOKUMENT-UUID",
        Soft,
        "XAusländer, ABH.Dokument, dokumentuuid",
        DOCUMENT,
        "Jedes Dokument einer Lieferung sollte eine eigene UUID haben.",
        "Each document of a delivery should have a UUID of its own.",
    ),
    rule(
        "XA-DOKUMENT-DATEINAME",
        Hard,
        "XAusländer, ABH.Dokument, dateiname",
        DOCUMENT,
        "Ein Dateiname muss mit der Dateiendung angegeben sein.",
        "A file name has to be given with its extension.",
    ),
    rule(
        "XA-DOKUMENT-FORMAT",
        Soft,
        "XAusländer, ABH.Dokument, dokumenttyp; 010501, begruendendeDokumente",
        DOCUMENT,
        "Andere Formate als PDF und JPG sollten nur kommen, wenn die Anforderung sie zulässt.",
        "Formats other than PDF and JPG should only come if the request accepts them.",
    ),
    rule(
        "XA-DOKUMENT-BESCHREIBUNG",
        Soft,
        "XAusländer, ABH.Dokument, beschreibung",
        DOCUMENT,
        "Die Beschreibung soll den Inhalt nennen, nicht Dateinamen oder Nummer wiederholen.",
        "The description should say what it is, not repeat file name or number.",
    ),
    rule(
        "XA-DOKUMENT-POSITION",
        Hard,
        "XAusländer, ABH.Dokument, dokumentenposition",
        DOCUMENT,
        "Jedes Dokument einer Lieferung muss eine eigene Position haben.",
        "Each document of a delivery has to have a position of its own.",
    ),
    rule(
        "XA-010303-GUELTIGAB",
        Soft,
        "XAusländer, 010303, entscheidung/zustimmung",
        Messages::Numbers(&["010303"]),
        "Eine Zustimmung sollte das Datum nennen, an dem das Verbot endet.",
        "A consent should give the date on which the ban ends.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["XA-ANTWORT-AUSLOESER"],
        on: On::Message(ANSWERS),
        check: Check::Tree(answer),
    },
    Binding {
        rules: &[
            "XA-DOKUMENT-PFAD",
            "XA-DOKUMENT-UUID",
            "XA-DOKUMENT-DATEINAME",
            "XA-DOKUMENT-FORMAT",
            "XA-DOKUMENT-BESCHREIBUNG",
            "XA-DOKUMENT-POSITION",
        ],
        on: On::Types(&[xa("ABH.Dokument")]),
        check: Check::Tree(document),
    },
    Binding {
        rules: &["XA-010303-GUELTIGAB"],
        on: On::Message(&["010303"]),
        check: Check::Tree(decision),
    },
];

fn answer(context: &mut Context<'_>, root: Node<'_>) {
    if !root.has("ausloeserUUID") {
        missing(context, "XA-ANTWORT-AUSLOESER", root, "ausloeserUUID");
    }
}

fn document(context: &mut Context<'_>, document: Node<'_>) {
    let file = document.text_at(["dateiname"]);
    path(context, document, file);
    unique(context, document);
    if let Some(name) = document.at(["dateiname"]) {
        match extension(file) {
            // An empty name is the matter of S030.
            None if !file.is_empty() => {
                let expected = Says::new("Name, Punkt, Endung", "name, dot, extension");
                context.find("XA-DOKUMENT-DATEINAME", name.into(), expected, file);
            }
            Some(kind) if !matches!(&*kind.to_lowercase(), "pdf" | "jpg" | "jpeg") => {
                let expected = Says::new("PDF oder JPG", "PDF or JPG");
                context.find("XA-DOKUMENT-FORMAT", name.into(), expected, file);
            }
            _ => {}
        }
    }
    if let Some(description) = document.at(["beschreibung"]) {
        let text = description.text();
        if !text.is_empty() && (text.eq_ignore_ascii_case(file) || is_number(text)) {
            let expected = Says::new("eine Beschreibung des Inhalts", "what it is");
            let rule = "XA-DOKUMENT-BESCHREIBUNG";
            context.find(rule, description.into(), expected, text);
        }
    }
}

/// What follows the last dot of a file name.
fn extension(file: &str) -> Option<&str> {
    let (stem, kind) = file.rsplit_once('.')?;
    let letters = !kind.is_empty() && kind.chars().all(char::is_alphanumeric);
    (!stem.is_empty() && letters).then_some(kind)
}

/// Nothing but a number, perhaps with a word such as “Dokument” or “Anlage”.
fn is_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = ["dokument", "anlage", "datei", "seite", "nr.", "nr", "no."];
    let mut rest = lower.as_str();
    while let Some(behind) = words.iter().find_map(|w| rest.strip_prefix(w)) {
        rest = behind.trim_start();
    }
    let digits = rest.chars().any(|c| c.is_ascii_digit());
    digits && rest.chars().all(|c| !c.is_alphabetic())
}

fn path(context: &mut Context<'_>, document: Node<'_>, file: &str) {
    let parts = document.all("pfad").flat_map(|p| p.all("bestandteil"));
    for part in parts {
        let text = part.text();
        if text.contains(['/', '\\']) || !text.is_empty() && text == file {
            let expected = Says::new("der Name eines Ordners", "the name of a folder");
            context.find("XA-DOKUMENT-PFAD", part.into(), expected, text);
        }
    }
}

fn unique(context: &mut Context<'_>, document: Node<'_>) {
    for (name, rule) in [
        ("dokumentuuid", "XA-DOKUMENT-UUID"),
        ("dokumentenposition", "XA-DOKUMENT-POSITION"),
    ] {
        let Some(node) = document.at([name]) else {
            continue;
        };
        // A number may be written with sign and leading zeros, a UUID in capitals.
        let key = match name {
            "dokumentuuid" => node.text().to_lowercase(),
            _ => node
                .text()
                .parse()
                .map_or_else(|_| node.text().to_owned(), |n: i64| n.to_string()),
        };
        if !key.is_empty() && context.remember(name, name, &key, 0).is_some() {
            let expected = Says::new("ein Wert, den noch kein Dokument hat", "an unused value");
            context.find(rule, node.into(), expected, node.text());
        }
    }
}

fn decision(context: &mut Context<'_>, root: Node<'_>) {
    if let Some(consent) = root.at(["entscheidung", "zustimmung"])
        && !consent.has("gueltigAb")
    {
        missing(context, "XA-010303-GUELTIGAB", consent, "gueltigAb");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_no_description() {
        for number in ["1", "Dokument 3", "Anlage Nr. 12", "003.", "Seite 1-2"] {
            assert!(is_number(number), "{number}");
        }
        for other in ["Reisepass", "Bescheid 2024", "Anlage", "3. Mahnung"] {
            assert!(!is_number(other), "{other}");
        }
    }

    #[test]
    fn an_extension_is_short_and_at_the_end() {
        assert_eq!(extension("a.b.pdf"), Some("pdf"));
        for none in ["pass", ".pdf", "pass.", "Bescheid vom 1. Mai"] {
            assert_eq!(extension(none), None, "{none}");
        }
    }
}
