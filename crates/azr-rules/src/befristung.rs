//! Time limits: of what may have one, and how long.

use xoev_rules::{
    Binding, Book, Check, Context, KeyAnswer, Kind::Hard, Kind::Soft, Messages, Node, On, RuleInfo,
    Says,
};

use crate::rule;
use crate::shape::{IN_REPORTS, REPORTS, TO_REGISTER, content, groups, keys_of, to_register, xa};

/// Rules about time limits.
pub(crate) const BOOK: Book = Book {
    rules: RULES,
    bindings: BINDINGS,
};

const RULES: &[RuleInfo] = &[
    rule(
        "AZR-BEFRISTUNG",
        Soft,
        "XAusländer, AZR.Abschiebung, AZR.Aufenthaltserlaubnis, AZR.Aufenthaltsstatus, AZR.Ausweisung, AZR.Duldung, AZR.EinreiseAufenthaltsverbot, AZR.Einreisebedenken, AZR.EinschraenkungUntersagungPolitischeBetaetigung, AZR.ZurueckweisungZurueckschiebung: befristungsdatum, befristungsangabe",
        IN_REPORTS,
        "Eine Befristung wird nur angegeben, wenn etwas befristet erteilt oder angeordnet wurde.",
        "A time limit is given only if something was granted or ordered for a limited time.",
    ),
    rule(
        "AZR-MONATE",
        Hard,
        "XAusländer, AZR.Befristungsangabe, fristlaufzeit/monate; AZR.Dauer, monate",
        Messages::Numbers(TO_REGISTER),
        "Die Monate einer Dauer gehen von 0 bis 11; volle Jahre stehen bei den Jahren.",
        "The months of a duration go from 0 to 11; whole years stand with the years.",
    ),
];

const BINDINGS: &[Binding] = &[
    Binding {
        rules: &["AZR-BEFRISTUNG"],
        on: On::Message(REPORTS),
        check: Check::Tree(limits),
    },
    Binding {
        rules: &["AZR-MONATE"],
        on: On::Types(&[xa("AZR.Dauer"), xa("AZR.Befristungsangabe")]),
        check: Check::Tree(months),
    },
];

/// A group whose kind says whether it can have a time limit.
struct Limited {
    /// Its element in reports.
    group: &'static str,
    /// The element with its kind.
    kind: &'static str,
    /// The list of kinds.
    list: &'static str,
    /// Words in the meaning of a kind that leave no room for a time limit.
    words: &'static [&'static str],
}

const NO_END: &[&str] = &["unbefristet"];

const LIMITED: &[Limited] = &[
    Limited {
        group: "abschiebung",
        kind: "abschiebungArt",
        list: "urn:de:xauslaender:codelist:azr:artderabschiebung",
        words: NO_END,
    },
    Limited {
        group: "aufenthaltserlaubnis",
        kind: "aufenthaltserlaubnisArt",
        list: "urn:de:xauslaender:codelist:azr:aufenthaltserlaubnis",
        words: &["widerrufen"],
    },
    Limited {
        group: "aufenthaltsrechtEU",
        kind: "aufenthaltsrechtEUArt",
        list: "urn:de:xauslaender:codelist:azr:euaufenthaltsrecht",
        words: NO_END,
    },
    Limited {
        group: "aufenthaltsstatus",
        kind: "aufenthaltsstatusArt",
        list: "urn:de:xauslaender:codelist:azr:aufenthaltsstatus",
        words: &[
            "abgelehnt",
            "widerrufen",
            "zurückgenommen",
            "erloschen",
            "eingezogen",
            "unbefristet",
            "Antrag auf",
        ],
    },
    Limited {
        group: "ausweisung",
        kind: "ausweisungArt",
        list: "urn:de:xauslaender:codelist:azr:artderausweisung",
        words: NO_END,
    },
    Limited {
        group: "duldung",
        kind: "duldungArt",
        list: "urn:de:xauslaender:codelist:azr:artderduldung",
        words: &["widerrufen", "erloschen"],
    },
    Limited {
        group: "einreiseAufenthaltsverbot",
        kind: "einreiseAufenthaltsverbotArt",
        list: "urn:de:xauslaender:codelist:azr:artdeseinreiseaufenthaltsverbots",
        words: NO_END,
    },
    Limited {
        group: "einreisebedenken",
        kind: "einreisebedenkenArt",
        list: "urn:de:xauslaender:codelist:azr:artdereinreisebedenken",
        words: NO_END,
    },
    Limited {
        group: "einschraenkungUntersagungPolitischeBetaetigung",
        kind: "einschraenkungUntersagungPolitischeBetaetigungArt",
        list: "urn:de:xauslaender:codelist:azr:arteinschraenkungpolitischebetaetigung",
        words: &["unbefristet", "aufgehoben"],
    },
    Limited {
        group: "zurueckweisungZurueckschiebung",
        kind: "zurueckweisungZurueckschiebungArt",
        list: "urn:de:xauslaender:codelist:azr:artzurueckweisungzurueckschiebung",
        words: &["unbefristet", "keine Sperrwirkung"],
    },
];

fn limits(context: &mut Context<'_>, root: Node<'_>) {
    for group in groups(root) {
        let Some(limited) = LIMITED.iter().find(|l| l.group == group.name()) else {
            continue;
        };
        let Some(content) = content(group) else {
            continue;
        };
        let limit = content.at(["befristungsdatum"]);
        let limit = limit.or_else(|| content.at(["befristungsangabe"]));
        let (Some(limit), Some(kind)) = (limit, content.at([limited.kind])) else {
            continue;
        };
        let Some(label) = label(context, limited.list, kind) else {
            continue;
        };
        if limited.words.iter().any(|word| label.contains(word)) {
            let expected = Says::new(
                format!("keine Befristung zu „{label}“"),
                format!("no time limit with “{label}”"),
            );
            context.find("AZR-BEFRISTUNG", limit.into(), expected, limit.text());
        }
    }
}

/// What a code means, if its list is at hand.
fn label(context: &mut Context<'_>, list: &str, code: Node<'_>) -> Option<String> {
    match keys_of(context, code, list)?.key(None, code.text_at(["code"])) {
        KeyAnswer::Known(label) => label.map(|l| l.trim().to_owned()),
        KeyAnswer::Unknown => None,
    }
}

fn months(context: &mut Context<'_>, length: Node<'_>) {
    let months = length.at(["monate"]);
    let months = months.or_else(|| length.at(["fristlaufzeit", "monate"]));
    let Some(months) = months.filter(|_| to_register(context)) else {
        return;
    };
    let digits = months.text().trim_start_matches('+');
    let digits = digits.trim_start_matches('0');
    // What is not a number is the schema's matter.
    if digits.bytes().all(|b| b.is_ascii_digit())
        && (digits.len() > 2 || digits.parse().is_ok_and(|n: u8| n > 11))
    {
        let expected = Says::new("0 bis 11", "0 to 11");
        context.find("AZR-MONATE", months.into(), expected, months.text());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_lists_are_those_of_the_standard_and_each_word_is_in_a_label() {
        let lists = xoev_bundled::code_lists().expect("the lists");
        let schemas = xoev_bundled::schema_texts().expect("the schemas");
        let named = |name: &str| {
            let name = format!("name=\"{name}\"");
            schemas.iter().any(|schema| schema.text.contains(&name))
        };
        for limited in LIMITED {
            assert!(named(limited.group), "{}", limited.group);
            assert!(named(limited.kind), "{}", limited.kind);
            let list = lists.newest(limited.list).expect(limited.list);
            for word in limited.words {
                let mut labels = list.rows().filter_map(|row| row.label());
                assert!(labels.any(|l| l.contains(word)), "{}: {word}", limited.list);
            }
        }
    }
}
