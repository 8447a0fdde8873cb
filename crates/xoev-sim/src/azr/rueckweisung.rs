//! Refusals before processing: 000002 and its reasons.

use xauslaender::v26_11::Nachricht;
use xoev::{Language, ReadError, Rule};

use super::fehler::sauber;
use super::knoten::{Knoten, XA};
use super::kopf::{Anfragekopf, nachrichtentyp};

/// Why a message was not processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grund {
    /// Key of `urn:de:xauslaender:codelist:fehlercodes:synchron`.
    pub(super) code: &'static str,
    /// In words, for S999.
    pub(super) worte: Vec<String>,
}

impl Grund {
    pub(super) fn neu(code: &'static str) -> Grund {
        let worte = Vec::new();
        Grund { code, worte }
    }

    /// A reason without a key of its own.
    pub(super) fn worte(text: impl Into<String>) -> Grund {
        Grund {
            code: "S999",
            worte: vec![text.into()],
        }
    }
}

/// Why a message that the typed reader refuses is not processed.
pub(super) fn gruende(bytes: &[u8], error: &ReadError) -> Vec<Grund> {
    let Some(violation) = error.violation() else {
        return vec![Grund::neu("T200")];
    };
    let words = || Grund::worte(violation.text(Language::German));
    match violation.rule {
        Rule::NotUtf8 | Rule::EncodingNotSupported => vec![Grund::neu("S001")],
        Rule::Syntax
        | Rule::Character
        | Rule::TagMismatch
        | Rule::UnknownEntity
        | Rule::DuplicateAttribute
        | Rule::UndeclaredPrefix
        | Rule::DoctypeRefused => vec![Grund::neu("X000"), words()],
        Rule::Limit => vec![words()],
        _ if andere_version(bytes) => vec![Grund::neu("V000")],
        _ => vec![Grund::neu("X001"), words()],
    }
}

/// Whether it is a message of XAusländer in another version.
fn andere_version(bytes: &[u8]) -> bool {
    let Some(wurzel) = Knoten::lesen(bytes) else {
        return false;
    };
    let family = "http://www.osci.de/xauslaender";
    let other_namespace = wurzel.ns != XA && wurzel.ns.starts_with(family);
    let version = wurzel.attribut("version");
    other_namespace || wurzel.ns == XA && version.is_some_and(|v| v != "26.11")
}

/// Content of a 000002 with these reasons, about a message of this head.
pub(super) fn inhalt(gruende: &[Grund], kopf: Option<&Anfragekopf>) -> Vec<Knoten> {
    let mut out = Knoten::xa("rueckweisung");
    for grund in gruende {
        let code = Knoten::xa("grund")
            .mit_attribut(
                "listURI",
                "urn:de:xauslaender:codelist:fehlercodes:synchron",
            )
            .mit_attribut("listVersionID", "2")
            .mit(Knoten::neu("", "code").mit_text(grund.code));
        let mut one = Knoten::xa("rueckweisungsgrund").mit(code);
        for worte in &grund.worte {
            let text = Knoten::neu("", "fehlerbeschreibung").mit_text(sauber(worte));
            one = one.mit(Knoten::xa("grundSpezifisch").mit(text));
        }
        out = out.mit(one);
    }
    let known =
        kopf.and_then(|k| Some((k.uuid.as_ref()?, k.nummer.as_ref()?, k.erstellt.as_ref()?)));
    if let Some((uuid, nummer, erstellt)) = known {
        let id = Knoten::xa("idNachricht")
            .mit(Knoten::neu("", "nachrichtenUUID").mit_text(uuid))
            .mit(nachrichtentyp(nummer))
            .mit(Knoten::neu("", "erstellungszeitpunkt").mit_text(erstellt));
        out = out.mit(id);
    }
    vec![out]
}

/// Whether a message is one that the register answers.
pub(super) fn ist_anfrage(nachricht: &Nachricht) -> bool {
    matches!(
        nachricht.message_type().number,
        "090001"
            | "090005"
            | "090007"
            | "090009"
            | "090010"
            | "090012"
            | "090021"
            | "090023"
            | "090040"
            | "090051"
    )
}
