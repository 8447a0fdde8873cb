//! Asylum procedures: persons, decisions and courts, departures.

use crate::book::{Binding, Book, Check, On};
use crate::engine::{At, Context, Leaf, Node};
use crate::finding::Says;
use crate::names::xa;
use crate::rule;
use crate::rule::{Kind::Hard, Kind::Soft, Messages, RuleInfo};
use crate::xauslaender::missing;

/// Rules of the asylum chapter, but for transfers to other states.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Prefix in the keys of reception centres, going by the roles in the schemas.
const RECEPTION: &str = "ane:";

/// Prefix in the keys of immigration offices, going by the roles in the schemas.
const OFFICE: &str = "azr:";

const RULES: &[RuleInfo] = &[
    rule(
        "XA-ASYL-ANSPRECHPARTNER",
        Soft,
        "XAusländer, Asyl.Ansprechpartner",
        Messages::WithType(&["Asyl.Ansprechpartner"]),
        "Zu einem Ansprechpartner sollte ein Name oder ein Geschäftszeichen genannt sein.",
        "A contact should have a name or a reference.",
    ),
    rule(
        "XA-ASYL-AUFNAHMEEINRICHTUNG",
        Soft,
        "XAusländer, Asyl.Beschluss, Asyl.Gerichtsverfahren, 110202 und 110203",
        Messages::Numbers(&["1102*", "1103*"]),
        "An eine Aufnahmeeinrichtung gehen keine Bescheide, Beschlüsse, Urteile und Zustellnachweise.",
        "Decisions, court orders, judgments and proofs of service do not go to a reception centre.",
    ),
    rule(
        "XA-110202-BESCHEID",
        Soft,
        "XAusländer, 110202, bescheid",
        Messages::Numbers(&["110202"]),
        "An eine Ausländerbehörde geht die Entscheidung mit dem Bescheid.",
        "To an immigration office, a decision is sent with the document.",
    ),
    rule(
        "XA-ASYL-POSTEMPFANG",
        Hard,
        "XAusländer, Asyl.Person, vertreter/postempfangsbevollmaechtigt",
        Messages::WithType(&["Asyl.Person"]),
        "Höchstens ein Vertreter darf zum Empfang von Post bevollmächtigt sein.",
        "At most one representative may be authorised to receive mail.",
    ),
    rule(
        "XA-ASYL-POSTEMPFANG-ANWALT",
        Soft,
        "XAusländer, Asyl.Person, vertreter/postempfangsbevollmaechtigt",
        Messages::WithType(&["Asyl.Person"]),
        "Gibt es einen anwaltlichen Vertreter, so geht die Post an diesen.",
        "If one of the representatives is a lawyer, mail goes to the lawyer.",
    ),
    rule(
        "XA-110209-ENTSCHIEDEN",
        Soft,
        "XAusländer, 110209, vorgang",
        Messages::Numbers(&["110209"]),
        "Ein Vorgang ist entschieden oder nicht entschieden, nicht beides.",
        "A case is decided or not decided, not both.",
    ),
    rule(
        "XA-110209-STAMMVERFAHREN",
        Soft,
        "XAusländer, 110209, vorgang",
        Messages::Numbers(&["110209"]),
        "Von mehreren Vorgängen ist höchstens einer das ursprüngliche Stammverfahren.",
        "Of several cases, at most one is the original one.",
    ),
    rule(
        "XA-110301-INHALT",
        Soft,
        "XAusländer, 110301",
        Messages::Numbers(&["110301"]),
        "Eine Mitteilung über ein Gerichtsverfahren sollte Klage, Antrag oder Aufhebung enthalten.",
        "A message on court proceedings should hold an action, an application or a withdrawal.",
    ),
    rule(
        "XA-110301-VOLLZIEHBARKEIT",
        Soft,
        "XAusländer, 110301, vollziehbarkeitsdatum",
        Messages::Numbers(&["110301"]),
        "Solange über einen Antrag nach § 80 Abs. 5 VwGO nicht entschieden ist, gibt es kein Vollziehbarkeitsdatum.",
        "While an application by § 80 (5) VwGO is undecided there is no date of enforceability.",
    ),
    rule(
        "XA-110301-WIEDEREINSETZUNG",
        Soft,
        "XAusländer, 110301, wiedereinsetzungsantrag",
        Messages::Numbers(&["110301"]),
        "Ein Antrag auf Wiedereinsetzung betrifft mindestens eine der beiden Fristen.",
        "An application for reinstatement concerns at least one of the two time limits.",
    ),
    rule(
        "XA-111202-AUSREISE",
        Soft,
        "XAusländer, 111202, abgeschoben und artDerAusreise",
        Messages::Numbers(&["111202"]),
        "Eine Abschiebung ist keine vermutete freiwillige Ausreise.",
        "A removal is no presumed voluntary departure.",
    ),
    rule(
        "XA-111207-ANLAGEN",
        Soft,
        "XAusländer, 111207, anlagen; § 22 Abs. 3 AsylG",
        Messages::Numbers(&["111207"]),
        "Nach Asylgesuch und Verteilung wird die Belehrung nach § 22 Abs. 3 AsylG erwartet.",
        "After request for asylum and distribution, the instruction by § 22 (3) AsylG is expected.",
    ),
];

const RECEPTION_RULES: &[&str] = &["XA-ASYL-AUFNAHMEEINRICHTUNG"];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["XA-ASYL-ANSPRECHPARTNER"],
        on: On::Types(&[xa("Asyl.Ansprechpartner")]),
        check: Check::Tree(contact),
    },
    Binding {
        rules: RECEPTION_RULES,
        on: On::Children(xa("Asyl.Beschluss"), &["beschluss"]),
        check: Check::Leaf(reception),
    },
    Binding {
        rules: RECEPTION_RULES,
        on: On::Children(xa("Asyl.Gerichtsverfahren"), &["anlageUrteilEntscheid"]),
        check: Check::Leaf(reception),
    },
    Binding {
        rules: RECEPTION_RULES,
        on: On::RootChildren(&["110203"], &["zustellnachweis"]),
        check: Check::Leaf(reception),
    },
    Binding {
        rules: &["XA-ASYL-AUFNAHMEEINRICHTUNG", "XA-110202-BESCHEID"],
        on: On::Message(&["110202"]),
        check: Check::Tree(decision),
    },
    Binding {
        rules: &["XA-ASYL-POSTEMPFANG", "XA-ASYL-POSTEMPFANG-ANWALT"],
        on: On::Types(&[xa("Asyl.Person")]),
        check: Check::Tree(mail),
    },
    Binding {
        rules: &["XA-110209-ENTSCHIEDEN", "XA-110209-STAMMVERFAHREN"],
        on: On::Message(&["110209"]),
        check: Check::Tree(cases),
    },
    Binding {
        rules: &[
            "XA-110301-INHALT",
            "XA-110301-VOLLZIEHBARKEIT",
            "XA-110301-WIEDEREINSETZUNG",
        ],
        on: On::Message(&["110301"]),
        check: Check::Tree(court),
    },
    Binding {
        rules: &["XA-111202-AUSREISE"],
        on: On::Message(&["111202"]),
        check: Check::Tree(departure),
    },
    Binding {
        rules: &["XA-111207-ANLAGEN"],
        on: On::Message(&["111207"]),
        check: Check::Tree(absence),
    },
];

fn contact(context: &mut Context<'_>, contact: Node<'_>) {
    let known = ["geschaeftszeichen", "familienname", "vorname"];
    if !known.into_iter().any(|name| contact.has(name)) {
        let names = "geschaeftszeichen, familienname";
        missing(context, "XA-ASYL-ANSPRECHPARTNER", contact, names);
    }
}

fn not_to_reception(name: &str) -> Says {
    Says::new(format!("kein {name}"), format!("no {name}"))
}

fn reception(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    if context.head().reader.starts_with(RECEPTION) {
        let reader = context.head().reader.clone();
        let expected = not_to_reception(leaf.name);
        context.find("XA-ASYL-AUFNAHMEEINRICHTUNG", At::Here, expected, &reader);
    }
}

fn decision(context: &mut Context<'_>, root: Node<'_>) {
    let Some(decision) = root.at(["bescheid"]) else {
        return;
    };
    let reader = context.head().reader.clone();
    if reader.starts_with(RECEPTION) {
        let attachments = decision
            .children()
            .filter(|c| c.name().starts_with("anlage"));
        for attachment in attachments {
            let expected = not_to_reception(attachment.name());
            let rule = "XA-ASYL-AUFNAHMEEINRICHTUNG";
            context.find(rule, attachment.into(), expected, &reader);
        }
    } else if reader.starts_with(OFFICE) && !decision.has("anlageBescheid") {
        missing(context, "XA-110202-BESCHEID", decision, "anlageBescheid");
    }
}

fn mail(context: &mut Context<'_>, person: Node<'_>) {
    let lawyer = |r: Node<'_>| r.text_at(["artDerVertretung", "code"]) == "1";
    let flag = |r: Node<'_>| {
        r.at(["postempfangsbevollmaechtigt"])
            .is_some_and(Node::is_true)
    };
    let flagged: Vec<Node<'_>> = person.all("vertreter").filter(|r| flag(*r)).collect();
    if let [_, second, ..] = flagged[..] {
        let expected = Says::new("höchstens einer", "at most one");
        let found = flagged.len().to_string();
        context.find("XA-ASYL-POSTEMPFANG", second.into(), expected, &found);
    }
    if let [one] = flagged[..]
        && !lawyer(one)
        && person.all("vertreter").any(lawyer)
    {
        let expected = Says::new("der anwaltliche Vertreter", "the lawyer");
        let found = one.text_at(["artDerVertretung", "code"]);
        context.find("XA-ASYL-POSTEMPFANG-ANWALT", one.into(), expected, found);
    }
}

fn cases(context: &mut Context<'_>, root: Node<'_>) {
    let mut originals = 0;
    for case in root.all("vorgang") {
        if let (Some(_), Some(open)) = (case.at(["entschieden"]), case.at(["nichtEntschieden"])) {
            let expected = Says::new("eines von beiden", "one of the two");
            context.find("XA-110209-ENTSCHIEDEN", open.into(), expected, "");
        }
        if let Some(original) = case.at(["istUrStammverfahren"]) {
            originals += 1;
            if originals > 1 {
                let expected = Says::new("höchstens eines", "at most one");
                let rule = "XA-110209-STAMMVERFAHREN";
                context.find(rule, original.into(), expected, &originals.to_string());
            }
        }
    }
}

/// What a message on court proceedings is about.
const PROCEEDINGS: &[&str] = &[
    "klage",
    "antrag805",
    "antrag807",
    "antrag123",
    "wiedereinsetzungsantrag",
    "aufhebungAbschlussmitteilung",
    "aufhebungVollziehbarkeit",
];

fn court(context: &mut Context<'_>, root: Node<'_>) {
    if !PROCEEDINGS.iter().any(|name| root.has(name)) {
        missing(context, "XA-110301-INHALT", root, "klage, antrag805, …");
    }
    if let (Some(date), Some(application)) =
        (root.at(["vollziehbarkeitsdatum"]), root.at(["antrag805"]))
        && !application.has("beschluss")
    {
        let expected = Says::new("ein Beschluss zu antrag805", "a decision on antrag805");
        context.find(
            "XA-110301-VOLLZIEHBARKEIT",
            date.into(),
            expected,
            date.text(),
        );
    }
    if let Some(application) = root.at(["wiedereinsetzungsantrag"]) {
        let limits = ["klagefrist", "antragsfrist805"];
        let none = |name| !application.at([name]).is_some_and(Node::is_true);
        if limits.into_iter().all(none) {
            let expected = Says::value("klagefrist, antragsfrist805: true");
            let rule = "XA-110301-WIEDEREINSETZUNG";
            context.find(rule, application.into(), expected, "false");
        }
    }
}

fn departure(context: &mut Context<'_>, root: Node<'_>) {
    let removed = root.at(["abgeschoben"]).is_some_and(Node::is_true);
    let presumed = root.at(["artDerAusreise", "vermuteteFreiwilligeAusreise"]);
    if let (true, Some(presumed)) = (removed, presumed) {
        let expected = Says::value("nachgewieseneAusreise");
        context.find(
            "XA-111202-AUSREISE",
            presumed.into(),
            expected,
            presumed.name(),
        );
    }
}

fn absence(context: &mut Context<'_>, root: Node<'_>) {
    let both = ["asylgesuch", "verteilungErfolgt"];
    let is = |name| root.at([name]).is_some_and(Node::is_true);
    if both.into_iter().all(is) && !root.has("anlagen") {
        missing(context, "XA-111207-ANLAGEN", root, "anlagen");
    }
}
