//! Photos, also those of search notes, and fingerprints.

use xoev_rules::{
    Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo, Says,
};

use crate::rule;
use crate::shape::{IN_REPORTS, REPORTS, change, identity, missing, unwanted, xa};

/// Rules about photos and fingerprints.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const FINGERABDRUCK: Messages = Messages::WithType(&["AZR.Fingerabdruck.Meldung"]);
const ALLGEMEIN: Messages = Messages::WithType(&["AZR.LichtbildAllgemein.Meldung"]);
const BEIDE: Messages = Messages::WithType(&[
    "AZR.LichtbildAllgemein.Meldung",
    "AZR.LichtbildZuSuchvermerk.Meldung",
]);

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-FINGERABDRUCK-AENDERUNGSART",
        Hard,
        "XAusländer, AZR.Fingerabdruck.Meldung, aenderungsArt",
        FINGERABDRUCK,
        "Ein Fingerabdruck darf nicht mit einer Meldung zugespeichert werden (Änderungsart 01).",
        "A fingerprint must not be added by a report (kind of change 01).",
    ),
    rule(
        "AZR-FINGERABDRUCK-ID",
        Soft,
        "XAusländer, AZR.Fingerabdruck.Meldung, fingerabdruckId",
        FINGERABDRUCK,
        "Welcher Fingerabdruck geändert oder gelöscht wird, sagt seine Kennung; sie muss angegeben sein.",
        "Which fingerprint is changed or deleted is said by its id, which has to be given.",
    ),
    rule(
        "AZR-LICHTBILD-AENDERUNGSART",
        Hard,
        "XAusländer, AZR.LichtbildAllgemein.Meldung und AZR.LichtbildZuSuchvermerk.Meldung, aenderungsArt",
        BEIDE,
        "Ein Lichtbild darf nur zugespeichert oder gelöscht werden (Änderungsart 01 oder 03).",
        "A photo may only be added or deleted (kind of change 01 or 03).",
    ),
    rule(
        "AZR-LICHTBILD-ID",
        Hard,
        "XAusländer, AZR.LichtbildAllgemein.Meldung, lichtbildId",
        ALLGEMEIN,
        "Die Kennung eines Lichtbilds darf nur bei seiner Löschung angegeben sein.",
        "The id of a photo may only be given for its deletion.",
    ),
    rule(
        "AZR-LICHTBILD-BILD",
        Hard,
        "XAusländer, AZR.LichtbildAllgemein.Meldung, bild",
        ALLGEMEIN,
        "Das Bild darf nur bei einer Zuspeicherung mitgesendet werden.",
        "The picture may only be sent with what is added.",
    ),
    // Soft: the standard says when they are not given, not that they have to be.
    rule(
        "AZR-LICHTBILD-UNVOLLSTAENDIG",
        Soft,
        "XAusländer, AZR.LichtbildAllgemein.Meldung und AZR.LichtbildZuSuchvermerk.Meldung, bild und lichtbildId",
        BEIDE,
        "Zu einer Zuspeicherung gehört das Bild, zu einer Löschung die Kennung des Lichtbilds.",
        "What is added needs the picture, a deletion the id of the photo.",
    ),
    rule(
        "AZR-LICHTBILD-SUCHVERMERK",
        Soft,
        "XAusländer, AZR.LichtbildZuSuchvermerk.Meldung, referenzSuchvermerk.id",
        IN_REPORTS,
        "Ein Lichtbild zum Suchvermerk braucht einen Suchvermerk: seine Referenz-ID oder einen in derselben Meldung.",
        "A photo of a search note needs a search note: its reference id, or one in the same report.",
    ),
    rule(
        "AZR-LICHTBILD-SUCHVERMERK-GELOESCHT",
        Hard,
        "XAusländer, AZR.LichtbildZuSuchvermerk.Meldung, referenzSuchvermerk.id",
        IN_REPORTS,
        "Der Suchvermerk eines Lichtbilds darf nicht in derselben Meldung gelöscht werden.",
        "The search note of a photo must not be deleted in the same report.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-FINGERABDRUCK-AENDERUNGSART", "AZR-FINGERABDRUCK-ID"],
        on: On::Types(&[xa("AZR.Fingerabdruck.Meldung")]),
        check: Check::Tree(fingerprint),
    },
    Binding {
        rules: &[
            "AZR-LICHTBILD-AENDERUNGSART",
            "AZR-LICHTBILD-ID",
            "AZR-LICHTBILD-BILD",
            "AZR-LICHTBILD-UNVOLLSTAENDIG",
        ],
        on: On::Types(&[xa("AZR.LichtbildAllgemein.Meldung")]),
        check: Check::Tree(general),
    },
    Binding {
        rules: &[
            "AZR-LICHTBILD-AENDERUNGSART",
            "AZR-LICHTBILD-UNVOLLSTAENDIG",
        ],
        on: On::Types(&[xa("AZR.LichtbildZuSuchvermerk.Meldung")]),
        check: Check::Tree(of_note),
    },
    Binding {
        rules: &[
            "AZR-LICHTBILD-SUCHVERMERK",
            "AZR-LICHTBILD-SUCHVERMERK-GELOESCHT",
        ],
        on: On::Message(REPORTS),
        check: Check::Tree(note),
    },
];

fn fingerprint(context: &mut Context<'_>, group: Node<'_>) {
    let Some(code) = group.at(["aenderungsArt", "code"]) else {
        return;
    };
    if code.text() == "01" {
        let expected = Says::new("eine andere Änderungsart", "another kind of change");
        let rule = "AZR-FINGERABDRUCK-AENDERUNGSART";
        context.find(rule, code.into(), expected, "01");
    } else if !group.has("fingerabdruckId") {
        missing(context, "AZR-FINGERABDRUCK-ID", group, "fingerabdruckId");
    }
}

fn general(context: &mut Context<'_>, photo: Node<'_>) {
    kind(context, photo);
    let (id, picture) = (photo.at(["lichtbildId"]), photo.at(["bild"]));
    match change(photo) {
        "01" => {
            if let Some(id) = id {
                unwanted(context, "AZR-LICHTBILD-ID", id);
            }
        }
        "03" => {
            if let Some(picture) = picture {
                let expected = Says::new("kein Bild", "no picture");
                context.find("AZR-LICHTBILD-BILD", picture.into(), expected, "");
            }
            if id.is_none() {
                missing(
                    context,
                    "AZR-LICHTBILD-UNVOLLSTAENDIG",
                    photo,
                    "lichtbildId",
                );
            }
        }
        _ => {}
    }
}

fn of_note(context: &mut Context<'_>, photo: Node<'_>) {
    kind(context, photo);
}

/// What is the same for both kinds of photos.
fn kind(context: &mut Context<'_>, photo: Node<'_>) {
    let Some(code) = photo.at(["aenderungsArt", "code"]) else {
        return;
    };
    if !matches!(code.text(), "01" | "03") {
        let rule = "AZR-LICHTBILD-AENDERUNGSART";
        context.find(rule, code.into(), Says::value("01, 03"), code.text());
    }
    if code.text() == "01" && !photo.has("bild") {
        missing(context, "AZR-LICHTBILD-UNVOLLSTAENDIG", photo, "bild");
    }
}

fn note(context: &mut Context<'_>, root: Node<'_>) {
    let Some(photo) = root.at(["lichtbildZuSuchvermerk"]) else {
        return;
    };
    let note = root.at(["sachverhalt", "suchvermerk"]);
    let kept = note.is_some_and(|note| matches!(change(note), "01" | "02" | "04"));
    let Some(id) = photo.at(["referenzSuchvermerk.id"]) else {
        if !kept {
            let rule = "AZR-LICHTBILD-SUCHVERMERK";
            missing(context, rule, photo, "referenzSuchvermerk.id");
        }
        return;
    };
    let deleted = note.filter(|note| matches!(change(*note), "03" | "05"));
    let same = |note: Node<'_>| {
        let of_note = note.text_at(["referenzSuchvermerk.id"]);
        identity(of_note) == identity(id.text())
    };
    if !id.text().is_empty() && deleted.is_some_and(same) {
        let expected = Says::new("ein anderer Suchvermerk", "another search note");
        let rule = "AZR-LICHTBILD-SUCHVERMERK-GELOESCHT";
        context.find(rule, id.into(), expected, id.text());
    }
}
