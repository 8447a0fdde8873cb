//! Messages and file names hold whatever someone wants to break out with.

use std::io::{Cursor, Write as _};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use xoev::Language;
use xoev_report::{Entry, FileReport, HtmlOptions, Layer, Severity};

use crate::samples::{Sample, html, json, junit, options, samples, text};
use crate::wellformed::elements;

const HOSTILE: &[&str] = &[
    "</script><script>document.title='broken'</script>",
    "\"><img src=x onerror=\"document.title='broken'\">",
    "' onmouseover='document.title=1' x='",
    "<!-- ]]> --> <![CDATA[ </style> </title> </pre> <plaintext>",
    "&lt;b&gt; &amp;amp; &#x3c; &undefined; &",
    "a\u{202E}gpj.exe\u{2066}b\u{200B}c\u{FEFF}d\u{AD}",
    "\u{0}\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31mred\u{1b}[0m\u{7f}\u{85}\u{9b}",
    "\u{FFFE}\u{FFFF}\u{1FFFE}\u{10FFFF}\u{E0041}",
    "{files} ${x} {{x}} %00 \\u003c \n\r\t\u{2028}\u{2029}",
    "javascript:alert(1)",
];

/// A report with the text in each place that can hold one.
fn hostile(text: &str) -> Sample {
    let bytes = format!("<a>\n{text}\n</a>");
    let length = u64::try_from(text.len()).expect("small");
    let all = |layer, severity| {
        Entry::new(layer, severity, text, text)
            .texts(text, text)
            .path(text)
            .label(Some(text))
            .expected(text, text)
            .found(text)
            .place(2, 1, 4)
            .length(length)
    };
    let report = FileReport::invalid(text)
        .message(text, text)
        .with(all(Layer::Schema, Severity::Error))
        .with(all(Layer::Profile, Severity::Warning))
        .with(all(Layer::Plausibility, Severity::Note));
    Sample {
        report,
        bytes: bytes.into_bytes(),
        encoding: "UTF-8",
    }
}

fn hostile_options(text: &str) -> HtmlOptions {
    let mut options = options(Language::German).setting(text, text);
    options.tool = text.to_owned();
    options.date = text.to_owned();
    options
}

/// Names and attribute names of all elements: what a text must not change.
fn shape(page: &str) -> Vec<String> {
    let of = |element: &crate::wellformed::Element| {
        let names: Vec<&str> = element.attributes.iter().map(|(n, _)| n.as_str()).collect();
        format!("{} {}", element.name, names.join(" "))
    };
    // Hidden characters are spans of their own, and line breaks make lines of excerpts.
    let all = elements(page);
    all.iter()
        .filter(|e| {
            let class = e.attribute("class").unwrap_or_default();
            let excerpt = ["hidden-char", "line", "line faulty", "number", "cut"];
            !excerpt.contains(&class) && e.name != "mark" && e.attributes.len() + e.name.len() > 3
        })
        .filter(|e| e.name != "bdi")
        .map(of)
        .collect()
}

#[test]
fn no_text_changes_the_elements_of_the_page() {
    let harmless = shape(&html(&[hostile("harmlos")], hostile_options("harmlos")));
    for text in HOSTILE {
        let page = html(&[hostile(text)], hostile_options(text));
        assert_eq!(shape(&page), harmless, "{text:?}");
    }
}

#[test]
fn no_text_adds_a_script_a_handler_or_an_address() {
    for text in HOSTILE {
        let page = html(&[hostile(text)], hostile_options(text));
        let all = elements(&page);
        let scripts = all.iter().filter(|e| e.name == "script").count();
        assert_eq!(scripts, 1, "{text:?}");
        for element in &all {
            assert_ne!(element.name, "img");
            for (name, value) in &element.attributes {
                assert!(!name.starts_with("on") && name != "src" && name != "style");
                assert!(name != "href" || value.starts_with('#'), "{value}");
            }
        }
    }
}

#[test]
fn no_hidden_character_stays_hidden() {
    for text in HOSTILE {
        let page = html(&[hostile(text)], hostile_options(text));
        let (words, _) = text_form(text);
        for form in [page, words] {
            for c in [
                '\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{0}', '\u{1b}', '\u{9b}',
            ] {
                assert!(!form.contains(c), "{c:?} of {text:?}");
            }
        }
    }
    let page = html(&[hostile("a\u{202E}b")], options(Language::German));
    assert!(page.contains("a<span class=\"hidden-char\">U+202E</span>b"));
}

fn text_form(text: &str) -> (String, xoev_report::Counts) {
    crate::samples::text(&[hostile(text)], Language::German)
}

#[test]
fn no_text_breaks_a_line_of_the_other_forms() {
    for hostile_text in HOSTILE {
        let samples = [hostile(hostile_text), hostile(hostile_text)];
        assert_eq!(json(&samples, Language::English).lines().count(), 2);
        elements(&junit(&samples, Language::English));
        // A line for each file, two for each finding, a summary.
        let (words, _) = text(&samples, Language::English);
        assert_eq!(
            words.split('\n').count(),
            2 * (1 + 3 * 2) + 1 + 1,
            "{words}"
        );
    }
}

#[test]
fn libxml_reads_the_pages() {
    let mut pages: Vec<String> = HOSTILE
        .iter()
        .map(|text| html(&[hostile(text)], hostile_options(text)))
        .collect();
    pages.push(html(&samples(), options(Language::English)));
    for page in pages {
        // As XML, with nothing fetched. Its HTML parser knows no HTML 5.
        let child = Command::new("xmllint")
            .args(["--noout", "--nonet", "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            eprintln!("SKIPPED: xmllint is not installed (Debian: libxml2-utils)");
            return;
        };
        let mut input = child.stdin.take().expect("input");
        input.write_all(page.as_bytes()).expect("taken");
        drop(input);
        let output = child.wait_with_output().expect("ended");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
    }
}

#[test]
fn without_excerpts_no_value_of_the_message_is_in_the_page() {
    for language in [Language::German, Language::English] {
        let with = html(&samples(), options(language));
        let without = html(&samples(), options(language).excerpts(false));
        for value in ["Şükrü", "1990-02-31", "31.02.1990"] {
            let in_english = value == "31.02.1990" && language == Language::English;
            assert!(with.contains(value) || in_english, "{value}");
            assert!(!without.contains(value), "{value}");
        }
        for kept in [
            "/person/geburt/datum",
            "cvc-datatype-valid.1.2.1",
            "familienname",
            "Geburtsdatum",
        ] {
            assert!(without.contains(kept), "{kept}");
        }
    }
}

#[test]
fn a_sentence_loses_the_value_only_where_it_is_quoted() {
    let entry = Entry::new(
        Layer::Schema,
        Severity::Error,
        "cvc-maxLength-valid",
        "max-length",
    )
    .texts(
        "Der Wert „12345“ ist nicht zulässig; 12345 ist zu lang.",
        "value “1” is not allowed; expected at most 10 characters",
    )
    .found("12345");
    let sample = |found: &str| Sample {
        report: FileReport::invalid("a.xml").with(entry.clone().found(found)),
        bytes: Vec::new(),
        encoding: "UTF-8",
    };
    let twice = html(
        &[sample("12345")],
        options(Language::German).excerpts(false),
    );
    assert!(!twice.contains("12345"));
    assert!(twice.contains("Der Wert darf nicht länger sein als die Höchstlänge."));
    let short = html(&[sample("1")], options(Language::English).excerpts(false));
    assert!(short.contains("value “…” is not allowed; expected at most 10 characters"));
}

#[test]
fn every_rule_of_the_schema_has_a_general_sentence() {
    let source = include_str!("../../../xoev/src/rule.rs");
    let names = source.split("fn name(self)").nth(1).expect("names");
    let names: Vec<&str> = names
        .lines()
        .filter_map(|line| line.split("=> \"").nth(1)?.split('"').next())
        .collect();
    assert!(names.len() > 35, "{names:?}");
    for name in names {
        let entry = Entry::new(Layer::Schema, Severity::Error, "cvc-x", name).texts("-", "-");
        let sample = Sample {
            report: FileReport::invalid("a.xml").with(entry),
            bytes: Vec::new(),
            encoding: "UTF-8",
        };
        let page = html(&[sample], options(Language::German));
        let row = page.split("<tbody>").nth(2).expect("rules");
        let row = row.split("</th>").next().expect("rule");
        assert!(
            row.contains("<p><bdi>"),
            "{name} has no sentence in rules.rs"
        );
    }
}

proptest! {
    #[test]
    fn whatever_the_texts_are_the_page_is_well_formed(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut sample = hostile(&text);
        sample.bytes = bytes;
        let page = html(&[sample], hostile_options(&text));
        elements(&page);
        prop_assert_eq!(page.matches("<script").count(), 1);
    }
}

#[test]
fn a_source_that_can_not_be_read_leaves_the_finding_without_excerpt() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    impl std::io::Seek for Broken {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Ok(0)
        }
    }
    let sample = hostile("x");
    let excerpts = xoev_report::Excerpts::cut(&sample.report, &mut Broken, "UTF-8");
    assert!(excerpts.get(0).is_none());
    let mut writer =
        xoev_report::HtmlWriter::new(Cursor::new(Vec::new()), options(Language::German));
    writer.add(&sample.report, &excerpts).expect("written");
    writer.finish(&mut Vec::new()).expect("written");
}
