//! The person: basic personal data, family, other persons that look the same, search values.

use xoev_rules::{
    Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo, Says,
};

use crate::rule;
use crate::shape::{
    IN_REPORTS, REPORTS, TO_REGISTER, change, content, missing, to_register, unwanted, xa,
};

/// Rules about persons.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const GRUNDPERSONALIEN: Messages = Messages::WithType(&["AZR.Grundpersonalien.Meldung"]);

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-GEBURT-STAAT",
        Hard,
        "XAusländer, AZR.Geburt, geburtsortStaat/staatsangehoerigkeit",
        Messages::Numbers(TO_REGISTER),
        "Der Schlüssel 999 darf nicht als Geburtsstaat angegeben werden.",
        "Key 999 must not be given as the state of birth.",
    ),
    rule(
        "AZR-GRUNDPERSONALIEN-BLOCK",
        Hard,
        "XAusländer, AZR.Grundpersonalien.Meldung",
        GRUNDPERSONALIEN,
        "Grundpersonalien dürfen nur als ganzer Block geändert werden.",
        "Basic personal data may be changed only as a whole block.",
    ),
    // Soft: the element is optional, and the block may be meant so.
    rule(
        "AZR-GRUNDPERSONALIEN-STAAT",
        Soft,
        "XAusländer, AZR.Grundpersonalien.Meldung, staatsangehoerigkeit",
        GRUNDPERSONALIEN,
        "Bei einer Änderung der Grundpersonalien sind auch die Staatsangehörigkeiten wieder anzugeben, sonst gehen sie verloren.",
        "A change of basic personal data has to give the nationalities again, or they are lost.",
    ),
    rule(
        "AZR-DOKTORGRAD",
        Soft,
        "XAusländer, AZR.Grundpersonalien, doktorgrad; DSMeld, Blatt 0401",
        GRUNDPERSONALIEN,
        "Ein Doktorgrad sollte nach dem Datensatz für das Meldewesen abgekürzt sein; andere Titel gehören nicht in das Feld.",
        "A doctorate should be abbreviated as in the data set of residents' registers; other titles do not belong there.",
    ),
    rule(
        "AZR-GESCHLECHT-DEUTSCHES-RECHT",
        Soft,
        "XAusländer, AZR.Grundpersonalien, geschlechtseintragNachDtRecht",
        GRUNDPERSONALIEN,
        "Der Geschlechtseintrag nach deutschem Recht wird nur angegeben, wenn er von dem im Pass abweicht.",
        "The sex by German law is given only if it differs from that in the passport.",
    ),
    rule(
        "AZR-NICHTIDENTISCH-AENDERUNGSART",
        Hard,
        "XAusländer, AZR.NichtIdentischMit.Meldung, aenderungsArt",
        IN_REPORTS,
        "Ein nicht identischer Datensatz wird in der Erstmeldung nur zugespeichert (01), in der Folgemeldung zugespeichert oder gelöscht (01, 03).",
        "A record that is not the same is only added (01) in a first report, and added or deleted (01, 03) in a later one.",
    ),
    rule(
        "AZR-NICHTIDENTISCH-NUMMER",
        Soft,
        "XAusländer, AZR.NichtIdentischMit.Meldung, nichtIdentischMit",
        IN_REPORTS,
        "Nicht identisch ist ein anderer Datensatz: seine AZR-Nummer muss angegeben sein und eine andere sein als die der Meldung.",
        "What is not the same is another record: its AZR number has to be given and be another one than that of the report.",
    ),
    rule(
        "AZR-FAMILIENVERBAND-SELBST",
        Soft,
        "XAusländer, AZR.Familienverband, azrNummerFamilienmitglied",
        IN_REPORTS,
        "Ein Familienmitglied ist eine andere Person als die der Meldung.",
        "A member of the family is another person than that of the report.",
    ),
    rule(
        "AZR-090001-SUCHWERTE",
        Soft,
        "XAusländer, 090001, anfrageAZR/grundpersonalien",
        Messages::Numbers(&["090001"]),
        "Eine Anfrage enthält nur Suchwerte, nicht, was das Register selbst vergibt.",
        "A query holds search values only, not what the register itself assigns.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-GEBURT-STAAT"],
        on: On::Types(&[xa("AZR.Geburt")]),
        check: Check::Tree(birth),
    },
    Binding {
        rules: &[
            "AZR-GRUNDPERSONALIEN-BLOCK",
            "AZR-GRUNDPERSONALIEN-STAAT",
            "AZR-DOKTORGRAD",
            "AZR-GESCHLECHT-DEUTSCHES-RECHT",
        ],
        on: On::Types(&[xa("AZR.Grundpersonalien.Meldung")]),
        check: Check::Tree(basic),
    },
    Binding {
        rules: &[
            "AZR-NICHTIDENTISCH-AENDERUNGSART",
            "AZR-NICHTIDENTISCH-NUMMER",
            "AZR-FAMILIENVERBAND-SELBST",
        ],
        on: On::Message(REPORTS),
        check: Check::Tree(others),
    },
    Binding {
        rules: &["AZR-090001-SUCHWERTE"],
        on: On::Message(&["090001"]),
        check: Check::Tree(query),
    },
];

fn birth(context: &mut Context<'_>, birth: Node<'_>) {
    let path = ["geburtsortStaat", "staatsangehoerigkeit", "code"];
    if let Some(code) = birth.at(path)
        && code.text() == "999"
        && to_register(context)
    {
        let expected = Says::new("ein anderer Schlüssel", "another key");
        context.find("AZR-GEBURT-STAAT", code.into(), expected, "999");
    }
}

fn basic(context: &mut Context<'_>, group: Node<'_>) {
    let changed = matches!(change(group), "02" | "04");
    let Some(block) = content(group) else {
        if changed {
            let name = "grundpersonalien.fachdaten.neu";
            missing(context, "AZR-GRUNDPERSONALIEN-BLOCK", group, name);
        }
        return;
    };
    if changed && !block.has("staatsangehoerigkeit") {
        let name = "staatsangehoerigkeit";
        missing(context, "AZR-GRUNDPERSONALIEN-STAAT", block, name);
    }
    if let Some(degree) = block.at(["doktorgrad"]) {
        let text = degree.text().to_uppercase();
        if !text.contains("DR.") || text.contains("PROF") || text.contains("DIPL") {
            let expected = Says::value("Dr., Dr. h.c., Dr. e.h.");
            context.find("AZR-DOKTORGRAD", degree.into(), expected, degree.text());
        }
    }
    let sex = |of: &str| block.text_at([of, "geschlecht", "code"]);
    if let Some(german) = block.at(["geschlechtseintragNachDtRecht"])
        && !sex("geschlecht").is_empty()
        && sex("geschlecht") == sex("geschlechtseintragNachDtRecht")
    {
        unwanted(context, "AZR-GESCHLECHT-DEUTSCHES-RECHT", german);
    }
}

fn others(context: &mut Context<'_>, root: Node<'_>) {
    let first = context.head().number == "090009";
    let own = root.text_at(["azrNummer"]);
    let other = || Says::new("eine andere AZR-Nummer", "another AZR number");
    for group in root.all("nichtIdentischMit") {
        if let Some(code) = group.at(["aenderungsArt", "code"])
            && code.text() != "01"
            && (first || code.text() != "03")
        {
            let expected = Says::value(if first { "01" } else { "01, 03" });
            let rule = "AZR-NICHTIDENTISCH-AENDERUNGSART";
            context.find(rule, code.into(), expected, code.text());
        }
        match group.at(["nichtIdentischMit"]) {
            None => missing(
                context,
                "AZR-NICHTIDENTISCH-NUMMER",
                group,
                "nichtIdentischMit",
            ),
            Some(number) if number.text() == own => {
                let rule = "AZR-NICHTIDENTISCH-NUMMER";
                context.find(rule, number.into(), other(), own);
            }
            Some(_) => {}
        }
    }
    let member = [
        "familienverband",
        "familienverband.fachdaten.neu",
        "azrNummerFamilienmitglied",
    ];
    if let Some(member) = root.at(member)
        && member.text() == own
    {
        context.find("AZR-FAMILIENVERBAND-SELBST", member.into(), other(), own);
    }
}

fn query(context: &mut Context<'_>, root: Node<'_>) {
    let Some(person) = root.at(["anfrageAZR", "grundpersonalien"]) else {
        return;
    };
    for name in ["letzteAenderung", "meldendeBehoerde", "referenz.id"] {
        if let Some(node) = person.at([name]) {
            unwanted(context, "AZR-090001-SUCHWERTE", node);
        }
    }
}
