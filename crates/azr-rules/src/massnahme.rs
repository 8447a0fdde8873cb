//! Measures: deportations, and alerts in the Schengen Information System.

use xoev_rules::{
    Binding, Book, Check, Context, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo, Says,
};

use crate::rule;
use crate::shape::{content, missing, unwanted, xa};

/// Rules about measures.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

/// Deportations that are a deprivation of liberty.
const CUSTODY: &[&str] = &["28", "30"];

const ABSCHIEBUNG: Messages = Messages::Numbers(&["090010"]);
const SIS: Messages = Messages::WithType(&["AZR.SisAusschreibungshintergrund.Meldung"]);

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-ABSCHIEBUNG-BEHOERDE",
        Hard,
        "XAusländer, AZR.Abschiebung, erlassendeBehoerde",
        ABSCHIEBUNG,
        "Die erlassende Behörde darf nur angegeben sein, wenn es eine andere ist als die meldende.",
        "The issuing authority may only be given if it is another one than the one that reports.",
    ),
    rule(
        "AZR-ABSCHIEBUNG-HAFT",
        Soft,
        "XAusländer, AZR.Abschiebung, befristungsangabe und erlassendeBehoerde",
        ABSCHIEBUNG,
        "Bei einer Freiheitsentziehung ist ihr Ende als Datum und das anordnende Gericht als erlassende Behörde anzugeben.",
        "With a deprivation of liberty, its end is given as a date, and the court that ordered it as the issuing authority.",
    ),
    rule(
        "AZR-SIS-STRAFMASS",
        Hard,
        "XAusländer, AZR.SisAusschreibungshintergrund, straftat/strafmass",
        SIS,
        "Bei Freiheitsstrafe, Jugendstrafe und Geldstrafe muss das Strafmaß angegeben sein.",
        "With imprisonment, youth penalty and fine the measure of the penalty has to be given.",
    ),
    rule(
        "AZR-SIS-STRAFMASS-ART",
        Soft,
        "XAusländer, AZR.SisAusschreibungshintergrund, straftat/strafmass",
        SIS,
        "Das Strafmaß sollte zur Art der Strafe passen und nicht leer sein.",
        "The measure of the penalty should fit its kind and not be empty.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-ABSCHIEBUNG-BEHOERDE", "AZR-ABSCHIEBUNG-HAFT"],
        on: On::Message(&["090010"]),
        check: Check::Tree(deportation),
    },
    Binding {
        rules: &["AZR-SIS-STRAFMASS", "AZR-SIS-STRAFMASS-ART"],
        on: On::Types(&[xa("AZR.SisAusschreibungshintergrund.Meldung")]),
        check: Check::Tree(alert),
    },
];

fn deportation(context: &mut Context<'_>, root: Node<'_>) {
    let group = root.at(["sachverhalt", "abschiebung"]);
    let Some(content) = group.and_then(content) else {
        return;
    };
    let issuing = content.at(["erlassendeBehoerde"]);
    let acting = root.text_at(["durchfuehrendeBehoerde"]);
    // In a report on behalf of another authority, it is not said which one counts as reporting.
    let alone = match root.at(["verantwortlicheBehoerde"]) {
        Some(other) => other.text() == acting,
        None => true,
    };
    if let Some(issuing) = issuing
        && alone
        && issuing.text() == acting
    {
        unwanted(context, "AZR-ABSCHIEBUNG-BEHOERDE", issuing);
    }
    if !CUSTODY.contains(&content.text_at(["abschiebungArt", "code"])) {
        return;
    }
    if issuing.is_none() {
        let name = "erlassendeBehoerde";
        missing(context, "AZR-ABSCHIEBUNG-HAFT", content, name);
    }
    if content
        .at(["befristungsangabe", "fristendedatum"])
        .is_none()
    {
        let name = "befristungsangabe/fristendedatum";
        missing(context, "AZR-ABSCHIEBUNG-HAFT", content, name);
    }
}

fn alert(context: &mut Context<'_>, group: Node<'_>) {
    let Some(content) = content(group) else {
        return;
    };
    for offence in content.all("straftat") {
        // Imprisonment and youth penalty, each also on probation, and fine.
        let measured = match offence.text_at(["strafart", "code"]) {
            "01" | "02" | "04" | "05" => "freiheitsstrafe",
            "03" => "geldstrafe",
            _ => continue,
        };
        let Some(measure) = offence.at(["strafmass"]) else {
            missing(context, "AZR-SIS-STRAFMASS", offence, "strafmass");
            continue;
        };
        let of_kind = measure.at([measured]);
        if of_kind.is_none_or(|m| m.children().next().is_none()) {
            let expected = Says::value(measured);
            context.find("AZR-SIS-STRAFMASS-ART", measure.into(), expected, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(list: &str, key: &str) -> String {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let list = lists.newest(list).expect("a list");
        list.label(key).expect("a key").to_owned()
    }

    #[test]
    fn keys_of_custody_and_penalties_are_so_by_their_labels() {
        for key in CUSTODY {
            let label = label("urn:de:xauslaender:codelist:azr:artderabschiebung", key);
            assert!(label.contains("Freiheitsentziehung"), "{key} {label}");
        }
        for (key, means) in [
            ("01", "Freiheitsstrafe"),
            ("02", "Freiheitsstrafe"),
            ("03", "Geldstrafe"),
            ("04", "Jugendstrafe"),
            ("05", "Jugendstrafe"),
            ("06", "Sonstige"),
        ] {
            let label = label("urn:xoev-de:bva:codeliste:azr.artderstrafe", key);
            assert!(label.starts_with(means), "{key} {label}");
        }
    }
}
