//! Reports on very many files.

use std::io::Cursor;

use xoev::Language;
use xoev_report::{Entry, Excerpts, FileReport, HtmlWriter, Layer, Severity};

use crate::samples::options;
use crate::wellformed::elements;

fn report(number: usize, findings: usize) -> FileReport {
    let mut report = FileReport::invalid(format!("ordner/datei-{number:05}.xml"));
    for at in 0..findings {
        let rule = format!("cvc-regel-{}", at % 7);
        report.push(
            Entry::new(Layer::Schema, Severity::Error, rule, "datatype")
                .texts("Der Wert ist nicht zulässig.", "value is not allowed")
                .place(2, 1, 4)
                .length(4),
        );
    }
    report
}

#[test]
fn five_thousand_files_with_a_hundred_findings_each_stay_a_page_that_opens() {
    let spool = tempfile::tempfile().expect("file");
    let mut writer = HtmlWriter::new(spool, options(Language::German));
    let message = "<a>\n<b/>\n</a>\n";
    for number in 0..5_000 {
        let report = report(number, 100);
        let excerpts = Excerpts::cut(&report, &mut Cursor::new(message), "UTF-8");
        writer.add(&report, &excerpts).expect("written");
    }
    let mut out = Vec::new();
    let counts = writer.finish(&mut out).expect("written");
    assert_eq!(counts.files(), 5_000);
    assert_eq!(counts.all_findings(), 500_000);
    assert!(out.len() < 15_000_000, "{} bytes", out.len());
    let page = String::from_utf8(out).expect("UTF-8");
    let all = elements(&page);
    let class = |name: &str| {
        all.iter()
            .filter(|e| e.attribute("class") == Some(name))
            .count()
    };
    assert_eq!(class("file"), 5_000);
    assert_eq!(class("finding error"), 10_000);
    assert_eq!(class("excerpt"), 2_000);
    assert!(page.contains("500.000"));
    assert!(
        page.contains(
            "100 Befunde, hier nur gezählt: die Höchstzahl gezeigter Befunde ist erreicht."
        )
    );
}

#[test]
fn findings_beyond_those_of_one_file_are_counted() {
    let mut options = options(Language::German);
    options.max_findings_per_file = 3;
    let mut writer = HtmlWriter::new(Cursor::new(Vec::new()), options);
    let mut report = report(1, 10);
    report.omit(1_000);
    writer.add(&report, &Excerpts::none()).expect("written");
    let mut out = Vec::new();
    writer.finish(&mut out).expect("written");
    let page = String::from_utf8(out).expect("UTF-8");
    assert_eq!(page.matches("<li class=\"finding").count(), 3);
    assert!(page.contains("Dazu 1.007 Befunde, hier nur gezählt."));
    assert!(page.contains("Dazu 1.000 Befunde, die bei der Prüfung nur gezählt wurden."));
}

#[test]
fn files_beyond_the_list_are_counted() {
    let mut options = options(Language::English);
    options.max_files = 10;
    let mut writer = HtmlWriter::new(Cursor::new(Vec::new()), options);
    for number in 0..25 {
        writer
            .add(
                &FileReport::valid(format!("{number}.xml")),
                &Excerpts::none(),
            )
            .expect("written");
    }
    let mut out = Vec::new();
    writer.finish(&mut out).expect("written");
    let page = String::from_utf8(out).expect("UTF-8");
    assert_eq!(page.matches("<article").count(), 10);
    assert!(page.contains("And 15 files more, only counted here: the list is limited."));
}

#[test]
fn a_flood_of_rules_shares_one_line() {
    let mut writer = HtmlWriter::new(Cursor::new(Vec::new()), options(Language::German));
    let mut report = FileReport::valid("a.xml");
    for at in 0..3_000 {
        let rule = format!("regel-{at}");
        report.push(Entry::new(Layer::Profile, Severity::Warning, rule, "x"));
    }
    writer.add(&report, &Excerpts::none()).expect("written");
    let mut out = Vec::new();
    writer.finish(&mut out).expect("written");
    let page = String::from_utf8(out).expect("UTF-8");
    assert!(page.contains("Dazu 2.000 Befunde zu weiteren Regeln."));
    assert!(page.matches("<option").count() < 1_100);
}
