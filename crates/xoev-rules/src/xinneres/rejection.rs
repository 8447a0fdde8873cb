//! Rejections (0010, and 000002 of XAusländer) and reminders.

use crate::engine::{At, Context, Leaf, Node};
use crate::finding::Says;

/// Reasons after which nobody can say whether the message was valid by its schema.
const SCHEMA_UNKNOWN: &[&str] = &["X000", "X001", "V000", "S001", "T020"];

/// One reason: S999 and specific reasons need each other.
pub(crate) fn reason(context: &mut Context<'_>, reason: Node<'_>) {
    let code = reason.text_at(["grund", "code"]);
    let specific = reason.at(["grundSpezifisch"]);
    match (code == "S999", specific) {
        (true, None) => {
            let expected = Says::value("grundSpezifisch");
            context.find("XOEV-RUECKWEISUNG-S999", At::Here, expected, "");
        }
        (false, Some(specific)) if !code.is_empty() => {
            let expected = Says::new("grund S999", "grund S999");
            let rule = "XOEV-RUECKWEISUNG-SPEZIFISCH";
            context.find(rule, specific.into(), expected, code);
        }
        _ => {}
    }
}

/// A specific reason: it says something.
pub(crate) fn specific(context: &mut Context<'_>, specific: Node<'_>) {
    let code = specific.text_at(["fehlercode", "code"]);
    let text = specific.text_at(["fehlerbeschreibung"]);
    if code.is_empty() && text.is_empty() {
        let expected = Says::new(
            "fehlercode oder fehlerbeschreibung",
            "fehlercode or fehlerbeschreibung",
        );
        context.find("XOEV-RUECKWEISUNG-INHALT", At::Here, expected, "");
    }
}

/// A rejection as a whole.
pub(crate) fn rejection(context: &mut Context<'_>, root: Node<'_>) {
    let Some(rejection) = root.at(["rueckweisung"]) else {
        return;
    };
    let codes: Vec<&str> = rejection
        .all("rueckweisungsgrund")
        .map(|reason| reason.text_at(["grund", "code"]))
        .collect();
    if !rejection.has("idNachricht") && !codes.iter().any(|c| SCHEMA_UNKNOWN.contains(c)) {
        let expected = Says::new(
            "idNachricht, oder ein Grund wie X001",
            "idNachricht, or a reason such as X001",
        );
        let found = codes.join(", ");
        context.find("XI-0010-IDNACHRICHT", rejection.into(), expected, &found);
    }
    let case = rejection.at(["nichtVerarbeitbarerEinzelfall"]);
    match (case, codes.contains(&"S020")) {
        (Some(case), false) => {
            let expected = Says::new("Grund S020", "reason S020");
            context.find(
                "XI-0010-EINZELFALL",
                case.into(),
                expected,
                &codes.join(", "),
            );
        }
        (None, true) => {
            let expected = Says::value("nichtVerarbeitbarerEinzelfall");
            context.find("XI-0010-EINZELFALL", rejection.into(), expected, "");
        }
        _ => {}
    }
    if let Some(message) = rejection.at(["nachricht"]) {
        filled(context, message);
    }
}

/// An enclosed message: there is one.
pub(crate) fn filled(context: &mut Context<'_>, message: Node<'_>) {
    if message.text().is_empty() {
        let expected = Says::new("die ursprüngliche Nachricht", "the original message");
        context.find("XOEV-NACHRICHT-LEER", message.into(), expected, "");
    }
}

/// The number of a reminder.
pub(crate) fn reminder(context: &mut Context<'_>, leaf: &Leaf<'_>) {
    let value = leaf.value();
    if value.trim_start_matches('+').parse() == Ok(0_u64) {
        let expected = Says::new("mindestens 1", "at least 1");
        context.find("XI-0021-ERINNERUNGSSTUFE", At::Here, expected, value);
    }
}
