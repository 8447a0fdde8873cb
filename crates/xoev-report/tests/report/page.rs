//! The HTML page: what it says, and what a reader without script, mouse or colours has of it.

use std::collections::BTreeSet;

use xoev::Language;
use xoev_report::{Entry, FileReport, Layer, Severity};

use crate::samples::{Sample, html, options, samples};
use crate::wellformed::{Element, elements};

fn page() -> String {
    html(&samples(), options(Language::German))
}

fn named<'a>(all: &'a [Element], name: &str) -> Vec<&'a Element> {
    all.iter().filter(|e| e.name == name).collect()
}

#[test]
fn the_page_is_in_the_language_asked_for() {
    let language = |page: &str| {
        let all = elements(page);
        named(&all, "html")[0].attribute("lang").map(str::to_owned)
    };
    assert_eq!(language(&page()).as_deref(), Some("de"));
    let english = html(&samples(), options(Language::English));
    assert_eq!(language(&english).as_deref(), Some("en"));
    for german in [
        "Befund",
        ">Fehler",
        "Zeile",
        "ungültig",
        "Übersicht",
        "Regel<",
    ] {
        let body = english.split("</style>").nth(1).expect("body");
        assert!(!body.contains(german), "{german}");
    }
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let page = page();
    let all = elements(&page);
    for name in ["link", "img", "iframe", "object", "embed", "base", "video"] {
        assert!(named(&all, name).is_empty(), "{name}");
    }
    for element in &all {
        for (name, value) in &element.attributes {
            assert_ne!(name, "src");
            assert!(!value.contains("//"), "{name}={value}");
        }
    }
    let metas = named(&all, "meta");
    let policy = metas
        .iter()
        .find(|m| m.attribute("http-equiv") == Some("Content-Security-Policy"))
        .and_then(|m| m.attribute("content"))
        .expect("policy");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*'));
    for loading in [
        "url(", "@import", "fetch", "XMLHttp", "import(", "http:", "https:",
    ] {
        assert!(!page.contains(loading), "{loading}");
    }
}

#[test]
fn all_findings_are_shown_without_the_script() {
    let all = elements(&page());
    for name in ["article", "li"] {
        for element in named(&all, name) {
            assert_eq!(element.attribute("hidden"), None);
        }
    }
    for details in named(&all, "details") {
        assert_eq!(details.attribute("open"), Some("open"));
    }
    let form = named(&all, "form");
    assert_eq!(form[0].attribute("hidden"), Some("hidden"));
}

#[test]
fn identifiers_are_unique_and_links_lead_somewhere() {
    let all = elements(&page());
    let ids: Vec<&str> = all.iter().filter_map(|e| e.attribute("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    for link in named(&all, "a") {
        let target = link
            .attribute("href")
            .expect("href")
            .trim_start_matches('#');
        assert!(target.contains('=') || unique.contains(target), "{target}");
    }
    for labelled in all.iter().filter_map(|e| e.attribute("aria-labelledby")) {
        assert!(unique.contains(labelled), "{labelled}");
    }
}

#[test]
fn every_field_of_the_filter_has_a_label_around_it() {
    let page = page();
    let form = page.split("<form").nth(1).expect("form");
    let form = form.split("</form>").next().expect("form");
    for label in form.split("<label").skip(1) {
        let label = label.split("</label>").next().expect("label");
        assert!(label.contains("name=\""), "{label}");
    }
    assert_eq!(
        form.matches("<label").count(),
        form.matches("name=\"").count()
    );
}

#[test]
fn a_finding_has_sentence_field_path_place_rule_expectation_and_excerpt() {
    let page = page();
    let finding = page
        .split("<li class=\"finding")
        .find(|part| part.contains("Geburtsdatum"))
        .expect("finding");
    for part in [
        "Der Wert „1990-02-31“ ist nicht zulässig; erwartet: ein Datum wie 2024-02-29.",
        "<dt>Feld</dt><dd lang=\"de\"><bdi>Geburtsdatum</bdi>",
        "<bdi>/person/geburt/datum</bdi>",
        "Zeile 7, Spalte 12",
        "<code>cvc-datatype-valid.1.2.1</code> datatype",
        "<dt>Erwartet</dt><dd><bdi>ein Datum wie 2024-02-29</bdi>",
        "<dt>Gefunden</dt><dd><code><bdi>1990-02-31</bdi>",
        "&lt;datum&gt;<mark>1990-02-31</mark>&lt;/datum&gt;",
    ] {
        assert!(finding.contains(part), "{part}\n{finding}");
    }
}

#[test]
fn rules_are_listed_by_frequency_with_files() {
    let entry = |rule: &str| Entry::new(Layer::Profile, Severity::Warning, rule, rule);
    let report = |file: &str, rules: &[&str]| {
        let mut report = FileReport::valid(file);
        rules.iter().for_each(|rule| report.push(entry(rule)));
        Sample {
            report,
            bytes: Vec::new(),
            encoding: "UTF-8",
        }
    };
    let samples = [
        report("a", &["r-selten", "r-oft", "r-oft"]),
        report("b", &["r-oft"]),
    ];
    let page = html(&samples, options(Language::German));
    let table = page.split("<table class=\"rules\">").nth(1).expect("table");
    let table = table.split("</table>").next().expect("table");
    let (often, seldom) = (table.find("r-oft"), table.find("r-selten"));
    assert!(often < seldom);
    assert!(table.contains("2 Dateien") && table.contains("href=\"#rule=r-oft\""));
}

#[test]
fn a_report_on_nothing_is_a_page() {
    let page = html(&[], options(Language::German));
    elements(&page);
    assert!(page.contains("Keine Regel ist verletzt."));
}
