//! Residents' registers and immigration offices: the chapters MBABH and ABHMB.

use crate::book::{Binding, Book, Check, On};
use crate::enclosed;
use crate::engine::{At, Context, Leaf, Node};
use crate::finding::Says;
use crate::names::xa;
use crate::rule;
use crate::rule::{Kind::Hard, Kind::Soft, Messages, RuleInfo};
use crate::xauslaender::missing;

/// Rules of the messages with numbers from 020101 to 030409.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// 3 MB; the standard does not say which, so the larger one.
const MOST_BYTES: u64 = 3 << 20;

const NACHWEISE: Messages = Messages::WithType(&["Nachweise"]);

const RULES: &[RuleInfo] = &[
    rule(
        "XA-030201-FALLID",
        Soft,
        "XAusländer, Person.MBABH, fallID",
        Messages::Numbers(&["030201"]),
        "Jeder Fall einer Lieferung sollte eine eigene fallID haben.",
        "Each case of a delivery should have a fallID of its own.",
    ),
    // Soft: a representative who lives abroad has no address in Germany.
    rule(
        "XA-VERTRETER-ANSCHRIFT",
        Soft,
        "XAusländer, VertreterNatuerlichePerson.MBABH, anschrift/gebaeude",
        Messages::WithType(&["VertreterNatuerlichePerson.MBABH"]),
        "Zu einer vertretenden Person ist die Anschrift ihrer Wohnung anzugeben.",
        "The address of a representative's home has to be given.",
    ),
    rule(
        "XA-030112-AENDERUNG",
        Soft,
        "XAusländer, 030112, aenderung",
        Messages::Numbers(&["030112"]),
        "Eine Änderung von Auskunftssperren hat Sperren vorher, nachher oder beides.",
        "A change of information blocks has blocks before, after, or both.",
    ),
    rule(
        "XA-030112-DAUERHAFT",
        Soft,
        "XAusländer, 030112",
        Messages::Numbers(&["030112"]),
        "Die Auskunftssperren 6 und 12 werden mit 030102 mitgeteilt, nicht mit dieser Nachricht.",
        "Information blocks 6 and 12 are told by 030102, not by this message.",
    ),
    rule(
        "XA-030301-AUSLOESER",
        Soft,
        "XAusländer, 030301; IdentifikationNachricht.ABHMB, ausloeserUUID",
        Messages::Numbers(&["030301"]),
        "Die abgelehnte Nachricht sollte an beiden Stellen mit derselben UUID genannt sein.",
        "The refused message should be named by the same UUID in both places.",
    ),
    rule(
        "XA-030301-NACHRICHTENTYP",
        Soft,
        "XAusländer, 030301, identifikationNachricht",
        Messages::Numbers(&["030301"]),
        "Abgelehnt wird eine Änderung, um die eine Nachricht des Kapitels ABHMB gebeten hat.",
        "What is refused is a change that a message of chapter ABHMB asked for.",
    ),
    rule(
        "XA-030301-BEMERKUNG",
        Soft,
        "XAusländer, 030301, bemerkung",
        Messages::Numbers(&["030301"]),
        "Bei dauerhafter Abweichung und sonstigen Gründen sollte eine Bemerkung stehen.",
        "With a lasting deviation or other reasons there should be a remark.",
    ),
    rule(
        "XA-ABHMB-ERINNERUNG",
        Hard,
        "XAusländer, Nachricht.G2G.XA.ABHMB, erinnerung",
        Messages::WithType(&["Nachricht.G2G.XA.ABHMB"]),
        "Eine Erinnerung muss die UUID der Nachricht nennen, an die sie erinnert.",
        "A reminder has to name the UUID of the message that it reminds of.",
    ),
    rule(
        "XA-ABHMB-DEUTSCHES-RECHT",
        Soft,
        "XAusländer, IdentifikationPerson.ABHMB",
        Messages::WithType(&["IdentifikationPerson.ABHMB"]),
        "Ein Name nach deutschem Recht wird nur angegeben, wenn er vom Namen nach Pass abweicht.",
        "A name by German law is only given if it differs from that in the passport.",
    ),
    rule(
        "XA-NACHWEIS-GROESSE",
        Hard,
        "XAusländer, Nachweise, anlageNachweisdokument/inhalt",
        NACHWEISE,
        "Ein Nachweisdokument darf vor der Kodierung höchstens 3 MB groß sein.",
        "A document of proof must have at most 3 MB before it is encoded.",
    ),
    rule(
        "XA-NACHWEIS-FORMAT",
        Soft,
        "XAusländer, Nachweise, anlageNachweisdokument/format",
        NACHWEISE,
        "Das Format eines Nachweisdokuments sollte zu seinem Inhalt passen.",
        "The format of a document of proof should fit its content.",
    ),
    rule(
        "XA-NACHWEIS-FEHLT",
        Soft,
        "XAusländer, 020104, 020105, 020107 und 020108, nachweis",
        Messages::Numbers(&["020104", "020105", "020107", "020108"]),
        "Ein Nachweis sollte beigefügt oder auf anderem Weg angekündigt sein.",
        "Proof should be enclosed, or announced to come in another way.",
    ),
    rule(
        "XA-020114-ANLASS",
        Hard,
        "XAusländer, 020114, azrNummerGeaendert",
        Messages::Numbers(&["020114"]),
        "Eine geänderte AZR-Nummer darf nur bei einer Änderung (Anlass 3) stehen.",
        "A changed AZR number may only be given with a change (reason 3).",
    ),
    rule(
        "XA-020114-AZRNUMMER",
        Soft,
        "XAusländer, 020114",
        Messages::Numbers(&["020114"]),
        "Ohne Änderung sollte die AZR-Nummer bei der Person stehen.",
        "Without a change, the AZR number should stand with the person.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["XA-030201-FALLID"],
        on: On::Children(xa("Person.MBABH"), &["fallID"]),
        check: Check::Leaf(case),
    },
    Binding {
        rules: &["XA-VERTRETER-ANSCHRIFT"],
        on: On::Types(&[xa("VertreterNatuerlichePerson.MBABH")]),
        check: Check::Tree(representative),
    },
    Binding {
        rules: &["XA-030112-AENDERUNG", "XA-030112-DAUERHAFT"],
        on: On::Message(&["030112"]),
        check: Check::Tree(blocks),
    },
    Binding {
        rules: &[
            "XA-030301-AUSLOESER",
            "XA-030301-NACHRICHTENTYP",
            "XA-030301-BEMERKUNG",
        ],
        on: On::Message(&["030301"]),
        check: Check::Tree(refusal),
    },
    Binding {
        rules: &["XA-ABHMB-ERINNERUNG"],
        on: On::Types(&[xa("Nachricht.G2G.XA.ABHMB")]),
        check: Check::Tree(reminder),
    },
    Binding {
        rules: &["XA-ABHMB-DEUTSCHES-RECHT"],
        on: On::Types(&[xa("IdentifikationPerson.ABHMB")]),
        check: Check::Tree(person),
    },
    Binding {
        rules: &[
            "XA-NACHWEIS-GROESSE",
            "XA-NACHWEIS-FORMAT",
            "XA-NACHWEIS-FEHLT",
        ],
        on: On::Types(&[xa("Nachweise")]),
        check: Check::Tree(proof),
    },
    Binding {
        rules: &["XA-020114-ANLASS", "XA-020114-AZRNUMMER"],
        on: On::Message(&["020114"]),
        check: Check::Tree(azr_number),
    },
];

fn case(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    let bare = value.trim_start_matches('+').trim_start_matches('0');
    if context.remember("fallID", "fallID", bare, 0).is_some() {
        let expected = Says::new("eine andere fallID", "another fallID");
        context.find("XA-030201-FALLID", At::Here, expected, value);
    }
}

fn representative(context: &mut Context<'_>, person: Node<'_>) {
    if person.at(["anschrift", "gebaeude"]).is_none() {
        missing(
            context,
            "XA-VERTRETER-ANSCHRIFT",
            person,
            "anschrift/gebaeude",
        );
    }
}

fn blocks(context: &mut Context<'_>, root: Node<'_>) {
    let Some(change) = root.at(["aenderung"]) else {
        return;
    };
    if !change.has("vorher") && !change.has("nachher") {
        missing(context, "XA-030112-AENDERUNG", change, "vorher, nachher");
    }
    let after = change.all("nachher").flat_map(|a| a.all("auskunftssperre"));
    for block in change.all("vorher").chain(after) {
        if let Some(code) = block.at(["mbauskunftssperre", "code"])
            && matches!(code.text(), "6" | "12")
        {
            let expected = Says::new("eine andere Auskunftssperre", "another block");
            context.find("XA-030112-DAUERHAFT", code.into(), expected, code.text());
        }
    }
}

fn refusal(context: &mut Context<'_>, root: Node<'_>) {
    if let Some(message) = root.at(["identifikationNachricht"]) {
        let (own, refused) = (root.at(["ausloeserUUID"]), message.at(["ausloeserUUID"]));
        let rule = "XA-030301-AUSLOESER";
        match (own, refused) {
            (Some(own), Some(refused)) if !own.text().eq_ignore_ascii_case(refused.text()) => {
                let expected = Says::value(own.text());
                context.find(rule, refused.into(), expected, refused.text());
            }
            (_, None) => missing(context, rule, message, "ausloeserUUID"),
            _ => {}
        }
        if let Some(code) = message.at(["nachrichtentyp", "code"])
            && !code.text().is_empty()
            && !code.text().starts_with("0201")
        {
            let expected = Says::new("eine Nachricht 0201..", "a message 0201..");
            let found = code.text();
            context.find("XA-030301-NACHRICHTENTYP", code.into(), expected, found);
        }
    }
    let reason = root.text_at(["ablehnungsgrund", "code"]);
    if matches!(reason, "05" | "06") && root.text_at(["bemerkung"]).is_empty() {
        missing(context, "XA-030301-BEMERKUNG", root, "bemerkung");
    }
}

fn reminder(context: &mut Context<'_>, root: Node<'_>) {
    let reminds = root.at(["erinnerung"]).is_some_and(Node::is_true);
    if reminds && !root.has("ausloeserUUID") {
        missing(context, "XA-ABHMB-ERINNERUNG", root, "ausloeserUUID");
    }
}

fn person(context: &mut Context<'_>, person: Node<'_>) {
    for (german, name) in [
        ("familiennameNachDeutschemRecht", "familienname"),
        ("vornameNachDeutschemRecht", "vorname"),
    ] {
        if let Some(node) = person.at([german, "name"])
            && !node.text().is_empty()
            && node.text() == person.text_at([name, "name"])
        {
            let expected = Says::new(format!("nicht {german}"), format!("no {german}"));
            context.find(
                "XA-ABHMB-DEUTSCHES-RECHT",
                node.into(),
                expected,
                node.text(),
            );
        }
    }
}

fn proof(context: &mut Context<'_>, proof: Node<'_>) {
    for document in proof.all("anlageNachweisdokument") {
        let Some(content) = document.at(["inhalt"]) else {
            continue;
        };
        let bytes = enclosed::least_bytes(content.raw_text(), content.chars());
        if bytes > MOST_BYTES {
            let found = format!("{} kB", bytes >> 10);
            let expected = Says::new("höchstens 3 MB", "at most 3 MB");
            context.find("XA-NACHWEIS-GROESSE", content.into(), expected, &found);
        }
        if let Some(code) = document.at(["format", "code"])
            && let Some(is) = format(content.text())
            && is != code.text()
            && matches!(code.text(), "1" | "2")
        {
            let expected = Says::value(is);
            context.find("XA-NACHWEIS-FORMAT", code.into(), expected, code.text());
        }
    }
    let number = context.head().number.as_str();
    let needed = matches!(number, "020104" | "020105" | "020107" | "020108");
    let announced = !proof.text_at(["nachweis"]).is_empty();
    if needed && !announced && !proof.has("anlageNachweisdokument") {
        let names = "nachweis, anlageNachweisdokument";
        missing(context, "XA-NACHWEIS-FEHLT", proof, names);
    }
}

/// The key of a document's format, from its first bytes.
fn format(head: &str) -> Option<&'static str> {
    let bytes = enclosed::decode(head);
    if bytes.starts_with(b"%PDF") {
        Some("1")
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Some("2")
    } else {
        None
    }
}

fn azr_number(context: &mut Context<'_>, root: Node<'_>) {
    let reason = root.text_at(["anlass", "code"]);
    if reason.is_empty() || reason == "3" {
        return;
    }
    if let Some(changed) = root.at(["azrNummerGeaendert"]) {
        let expected = Says::new("Anlass 3", "reason 3");
        context.find("XA-020114-ANLASS", changed.into(), expected, reason);
    }
    if let Some(person) = root.at(["identifikationPersonAnschrift.ABHMB"])
        && !person.has("azrNummer")
    {
        missing(context, "XA-020114-AZRNUMMER", person, "azrNummer");
    }
}
