//! The comparison as one HTML file that can be mailed: no other file, no network, no script.

use xoev::Language;
use xoev_report::page::{Markup, content_security_policy};

use super::worte::{assignment, finding, of_field, word};
use crate::{Befund, Eintragsvergleich, Feldvergleich, Gruppenvergleich, Vergleich};

/// Must not hold `<` or `&`.
const STYLE: &str = include_str!("style.css");

/// What stands above a comparison.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Seitenkopf {
    /// Language of everything but titles and values. Default German.
    pub sprache: Language,
    /// Names and values to be shown, such as names of files, the program, or when it was compared.
    pub angaben: Vec<(String, String)>,
}

impl Default for Seitenkopf {
    fn default() -> Seitenkopf {
        Seitenkopf {
            sprache: Language::German,
            angaben: Vec::new(),
        }
    }
}

/// Name of a finding in the style.
fn class(befund: Befund) -> &'static str {
    match befund {
        Befund::Gleich => "gleich",
        Befund::VermutlichGleich => "vermutlich-gleich",
        Befund::Verschieden => "verschieden",
        Befund::NurLokal => "nur-lokal",
        Befund::NurRegister => "nur-register",
    }
}

/// The comparison as an HTML page, with the groups that differ first.
pub fn html(vergleich: &Vergleich, kopf: &Seitenkopf) -> String {
    let language = kopf.sprache;
    let mut page = Markup::new();
    let title = word(language, "Vergleich mit dem AZR", "Comparison with the AZR");
    page.raw("<!DOCTYPE html>\n<html lang=\"")
        .raw(word(language, "de", "en"))
        .raw("\"><head>");
    page.raw("<meta charset=\"utf-8\"/><meta http-equiv=\"Content-Security-Policy\"");
    page.attribute("content", &content_security_policy(STYLE, None));
    page.raw("/>");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>");
    page.raw(title)
        .raw("</title><style>")
        .raw(STYLE)
        .raw("</style></head><body><header><h1>");
    page.raw(title)
        .raw(": ")
        .raw(finding(language, vergleich.befund))
        .raw("</h1>");
    page.raw("<p class=\"soft\">").raw(word(
        language,
        "Diese Datei enthält personenbezogene Daten.",
        "This file holds personal data.",
    ));
    page.raw("</p><dl>");
    for (name, value) in &kopf.angaben {
        page.raw("<dt>")
            .text(name)
            .raw("</dt><dd>")
            .foreign(value)
            .raw("</dd>");
    }
    page.raw("</dl>");
    tiles(&mut page, language, vergleich);
    page.raw("</header><main>");
    faults(&mut page, language, vergleich);
    if !vergleich.felder.is_empty() {
        page.raw("<section><h2>")
            .raw(word(language, "Datensatz", "Record"))
            .raw("</h2>");
        table(&mut page, language, &vergleich.felder);
        page.raw("</section>");
    }
    // What differs comes first.
    let mut groups: Vec<&Gruppenvergleich> = vergleich.gruppen.iter().collect();
    groups.sort_by_key(|group| group.befund.stimmt_ueberein());
    for of_group in groups {
        group(&mut page, language, of_group);
    }
    page.raw("</main></body></html>\n");
    page.into_string()
}

fn tiles(page: &mut Markup, language: Language, vergleich: &Vergleich) {
    let count = vergleich.zaehler;
    let tiles = [
        (count.gleich, Befund::Gleich),
        (count.vermutlich_gleich, Befund::VermutlichGleich),
        (count.verschieden, Befund::Verschieden),
        (count.nur_lokal, Befund::NurLokal),
        (count.nur_register, Befund::NurRegister),
    ];
    page.raw("<ul class=\"tiles\">");
    for (number, befund) in tiles {
        page.raw("<li class=\"")
            .raw(class(befund))
            .raw("\"><strong>");
        page.number(number).raw("</strong>");
        page.raw(finding(language, befund)).raw("</li>");
    }
    page.raw("</ul>");
}

fn faults(page: &mut Markup, language: Language, vergleich: &Vergleich) {
    let sides = [
        (
            &vergleich.maengel_lokal,
            word(
                language,
                "Schemafehler im lokalen Datensatz",
                "Schema violations of the local record",
            ),
        ),
        (
            &vergleich.maengel_register,
            word(
                language,
                "Schemafehler in der Auskunft des AZR",
                "Schema violations of the record of the AZR",
            ),
        ),
    ];
    for (faults, title) in sides {
        if faults.is_empty() {
            continue;
        }
        page.raw("<section><h2>").raw(title).raw("</h2><ul>");
        for fault in faults {
            page.raw("<li>").foreign(fault).raw("</li>");
        }
        page.raw("</ul></section>");
    }
}

fn group(page: &mut Markup, language: Language, group: &Gruppenvergleich) {
    page.raw("<section><h2>").text(group.titel).raw(": ");
    page.raw(finding(language, group.befund)).raw("</h2>");
    group
        .eintraege
        .iter()
        .for_each(|e| entry(page, language, e));
    page.raw("</section>");
}

/// An entry; one that agrees is folded up.
fn entry(page: &mut Markup, language: Language, entry: &Eintragsvergleich) {
    let same = entry.befund == Befund::Gleich;
    page.raw("<article class=\"").raw(class(entry.befund));
    page.raw(if same {
        "\"><details><summary>"
    } else {
        "\"><p>"
    });
    page.raw("<span class=\"befund\">");
    page.raw(finding(language, entry.befund));
    page.raw("</span> <span class=\"soft\">");
    page.text(&assignment(language, entry.zuordnung));
    page.raw("</span>");
    match &entry.register {
        Some(side) if same => {
            page.raw(" ").foreign(&side.zeile).raw("</summary>");
        }
        _ if same => {
            page.raw("</summary>");
        }
        _ => {
            page.raw("</p>");
            sides(page, language, entry);
        }
    }
    if entry.lokal.is_some() && entry.register.is_some() {
        table(page, language, &entry.felder);
    }
    page.raw(if same {
        "</details></article>"
    } else {
        "</article>"
    });
}

/// The lines of both sides.
fn sides(page: &mut Markup, language: Language, entry: &Eintragsvergleich) {
    let sides = [
        (&entry.lokal, word(language, "Lokal", "Local")),
        (&entry.register, "AZR"),
    ];
    page.raw("<dl>");
    for (side, name) in sides {
        let Some(side) = side else { continue };
        page.raw("<dt>").raw(name);
        if side.zeilennummer > 0 {
            page.raw(word(language, ", Zeile ", ", line "));
            page.number(side.zeilennummer);
        }
        page.raw("</dt><dd>").foreign(&side.zeile).raw("</dd>");
    }
    page.raw("</dl>");
}

fn table(page: &mut Markup, language: Language, fields: &[Feldvergleich]) {
    page.raw("<table><thead><tr><th scope=\"col\">")
        .raw(word(language, "Feld", "Field"));
    page.raw("</th><th scope=\"col\">")
        .raw(word(language, "Lokal", "Local"));
    page.raw("</th><th scope=\"col\">AZR</th><th scope=\"col\">");
    page.raw(word(language, "Befund", "Finding"))
        .raw("</th></tr></thead><tbody>");
    for field in fields {
        page.raw(if field.gewertet {
            "<tr>"
        } else {
            "<tr class=\"ohne\">"
        });
        page.raw("<th scope=\"row\">")
            .foreign(&field.titel)
            .raw("</th>");
        for value in [&field.lokal, &field.register] {
            page.raw("<td>");
            match value {
                Some(text) => page.foreign(text),
                None => page.raw("–"),
            };
            page.raw("</td>");
        }
        page.raw("<td class=\"").raw(class(field.befund)).raw("\">");
        page.text(&of_field(language, field)).raw("</td></tr>");
    }
    page.raw("</tbody></table>");
}
