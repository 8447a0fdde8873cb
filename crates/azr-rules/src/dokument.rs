//! Documents: asking for one (090007), storing and deleting one (090012).

use xoev_rules::{
    Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo, Says,
    least_bytes,
};

use crate::rule;
use crate::shape::{change, missing, unwanted};

/// Rules about documents.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Most bytes of a document that is reported (090012, `dokument`), before it is encoded as Base64:
/// 10 MB. The standard does not say which megabytes, so these are the larger ones, of 2^20 bytes.
pub const MAX_DOKUMENT: usize = 10 << 20;

/// Most characters of notes on an order text (090012, `notizen`).
pub const MAX_NOTIZEN: usize = 2000;

/// The type of document that notes are for: order texts.
const ORDER_TEXT: &str = "1";

const MELDUNG: Messages = Messages::Numbers(&["090012"]);

const RULES: &[RuleInfo] = &[
    // Soft: documents about a consent are sent without it, and a query does not show which one is
    // asked for.
    rule(
        "AZR-090007-BESTAETIGUNG",
        Soft,
        "XAusländer, 090007, bestaetigungUnerlaesslichkeit; § 6 Absatz 5 Satz 3 AZRG",
        Messages::Numbers(&["090007"]),
        "Ohne die Bestätigung der Unerlässlichkeit sendet das Register nur Dokumente zu einer Zustimmung. Bestätigen muss ein Mensch.",
        "Without the confirmation that it is indispensable, the register sends documents on a consent only. It is a human who has to confirm.",
    ),
    rule(
        "AZR-090012-AENDERUNGSART",
        Hard,
        "XAusländer, 090012, aenderungsArt",
        MELDUNG,
        "Ein Dokument darf nur zugespeichert oder gelöscht werden (Änderungsart 01 oder 03).",
        "A document may only be added or deleted (kind of change 01 or 03).",
    ),
    rule(
        "AZR-090012-ZUSPEICHERUNG",
        Hard,
        "XAusländer, 090012, aenderungsArt 01",
        MELDUNG,
        "Zur Zuspeicherung müssen das Dokument, sein Format und die Referenz-ID des Sachverhalts angegeben sein.",
        "To add a document, the document, its format and the reference id of the fact have to be given.",
    ),
    rule(
        "AZR-090012-LOESCHUNG",
        Hard,
        "XAusländer, 090012, aenderungsArt 03",
        MELDUNG,
        "Zur Löschung muss die Kennung des Dokuments angegeben sein.",
        "To delete a document, its id has to be given.",
    ),
    rule(
        "AZR-090012-DOKUMENTID",
        Hard,
        "XAusländer, 090012, dokumentId",
        MELDUNG,
        "Die Kennung des Dokuments darf nur bei einer Löschung angegeben sein.",
        "The id of the document may only be given for a deletion.",
    ),
    rule(
        "AZR-090012-GROESSE",
        Hard,
        "XAusländer, 090012, dokument",
        MELDUNG,
        "Ein Dokument darf vor der Kodierung höchstens 10 MB groß sein.",
        "A document must have at most 10 MB before it is encoded.",
    ),
    rule(
        "AZR-090012-NOTIZEN",
        Hard,
        "XAusländer, 090012, notizen",
        MELDUNG,
        "Notizen zu einem Verfügungstext dürfen höchstens 2000 Zeichen haben.",
        "Notes on an order text must have at most 2000 characters.",
    ),
    rule(
        "AZR-090012-NOTIZEN-UNGENUTZT",
        Soft,
        "XAusländer, 090012, notizen",
        MELDUNG,
        "Notizen werden nur zu Verfügungstexten gelesen.",
        "Notes are read with order texts only.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-090007-BESTAETIGUNG"],
        on: On::Message(&["090007"]),
        check: Check::Tree(query),
    },
    Binding {
        rules: &[
            "AZR-090012-AENDERUNGSART",
            "AZR-090012-ZUSPEICHERUNG",
            "AZR-090012-LOESCHUNG",
            "AZR-090012-DOKUMENTID",
            "AZR-090012-GROESSE",
            "AZR-090012-NOTIZEN",
            "AZR-090012-NOTIZEN-UNGENUTZT",
        ],
        on: On::Message(&["090012"]),
        check: Check::Tree(document),
    },
];

fn query(context: &mut Context<'_>, root: Node<'_>) {
    let name = "bestaetigungUnerlaesslichkeit";
    if !root.has(name) {
        missing(context, "AZR-090007-BESTAETIGUNG", root, name);
    }
}

fn document(context: &mut Context<'_>, root: Node<'_>) {
    let given = |name: &str| {
        let node = root.at([name]);
        node.is_some_and(|n| n.chars() > 0 || n.children().next().is_some())
    };
    let id = root.at(["dokumentId"]);
    match change(root) {
        "01" => {
            for name in ["dokument", "datenformat", "referenzAufSachverhalt.id"] {
                if !given(name) {
                    missing(context, "AZR-090012-ZUSPEICHERUNG", root, name);
                }
            }
            if let Some(id) = id {
                unwanted(context, "AZR-090012-DOKUMENTID", id);
            }
        }
        "03" if !given("dokumentId") => {
            missing(context, "AZR-090012-LOESCHUNG", root, "dokumentId");
        }
        "03" => {}
        _ => {
            if let Some(code) = root.at(["aenderungsArt", "code"]) {
                let rule = "AZR-090012-AENDERUNGSART";
                context.find(rule, code.into(), Says::value("01, 03"), code.text());
            }
        }
    }
    if let Some(content) = root.at(["dokument"]) {
        let bytes = least_bytes(content.raw_text(), content.chars());
        if bytes > MAX_DOKUMENT as u64 {
            let expected = Says::new("höchstens 10 MB", "at most 10 MB");
            let found = format!("{} kB", bytes >> 10);
            context.find("AZR-090012-GROESSE", content.into(), expected, &found);
        }
    }
    let Some(notes) = root.at(["notizen"]) else {
        return;
    };
    if root.text_at(["dokumentTyp", "code"]) != ORDER_TEXT {
        unwanted(context, "AZR-090012-NOTIZEN-UNGENUTZT", notes);
    } else if notes.chars() > MAX_NOTIZEN as u64 {
        let expected = Says::new("höchstens 2000 Zeichen", "at most 2000 characters");
        let found = notes.chars().to_string();
        context.find("AZR-090012-NOTIZEN", notes.into(), expected, &found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_order_texts_is_so_by_its_label() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let mut types = lists.iter().filter(|l| l.name().contains("Dokumenttyp"));
        let list = types.next().expect("the list of types");
        assert_eq!(list.label(ORDER_TEXT), Some("Verfügungstext"));
    }
}
