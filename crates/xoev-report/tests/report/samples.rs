//! Reports that the tests share. Persons and files are invented.

use std::io::Cursor;

use xoev::{Language, Path, Rule, Step, Violation};
use xoev_report::{
    Counts, Entry, Excerpts, FileReport, HtmlOptions, HtmlWriter, JsonWriter, JunitWriter, Layer,
    RuleText, Severity, TextWriter,
};

/// A message with an impossible date, and something missing.
pub(crate) const MESSAGE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<person>
  <name>
    <vorname>Şükrü Ömer</vorname>
  </name>
  <geburt>
    <datum>1990-02-31</datum>
  </geburt>
</person>
";

/// A file with its report, and the bytes that excerpts are cut from.
pub(crate) struct Sample {
    pub(crate) report: FileReport,
    pub(crate) bytes: Vec<u8>,
    pub(crate) encoding: &'static str,
}

impl Sample {
    pub(crate) fn excerpts(&self) -> Excerpts {
        Excerpts::cut(
            &self.report,
            &mut Cursor::new(self.bytes.as_slice()),
            self.encoding,
        )
    }
}

/// A finding at the place of a text in a message.
pub(crate) fn at(entry: Entry, message: &str, text: &str, length: usize) -> Entry {
    let offset = message.find(text).expect("text of the message");
    let before = &message[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    entry
        .place(
            u32::try_from(line).expect("small"),
            u32::try_from(column).expect("small"),
            u64::try_from(offset).expect("small"),
        )
        .length(u64::try_from(length).expect("small"))
}

pub(crate) fn path(names: &[&str]) -> Path {
    let step = |name: &&str| Step {
        name: (*name).to_owned(),
        index: None,
    };
    names.iter().map(step).collect()
}

/// One file of each verdict, with findings of each layer and severity.
pub(crate) fn samples() -> Vec<Sample> {
    let date = Violation::new(
        Rule::Datatype,
        path(&["person", "geburt", "datum"]),
        "a date such as 2024-02-29",
        "1990-02-31",
    );
    let missing = Violation::new(
        Rule::ElementMissing,
        path(&["person", "name"]),
        "familienname",
        "the end of the element",
    );
    let mut invalid = FileReport::invalid("eingang/person-1.xml")
        .message("090010", "Folgemeldung")
        .with(at(Entry::of(&missing), MESSAGE, "</name>", 0))
        .with(at(Entry::of(&date), MESSAGE, "1990-02-31", 10).label(Some("Geburtsdatum")));
    invalid.omit(2);

    let profile = Entry::new(
        Layer::Profile,
        Severity::Error,
        "xoev-profil-vorname",
        "vorname",
    )
    .texts(
        "Der Vorname „Şükrü Ömer“ ist zu lang für das Register.",
        "first name “Şükrü Ömer” is too long for the register",
    )
    .path("/person/name/vorname")
    .expected("höchstens 8 Zeichen", "at most 8 characters")
    .found("Şükrü Ömer")
    .label(Some("Vorname"));
    let plausibility = Entry::new(
        Layer::Plausibility,
        Severity::Warning,
        "xoev-plausi-alter",
        "alter",
    )
    .texts(
        "Die Person, geboren am 31.02.1990, ist jünger als ihr Kind.",
        "the person, born on 1990-02-31, is younger than their child",
    )
    .path("/person/geburt/datum")
    .expected("vor dem 01.05.1985", "before 1985-05-01");
    let note = Entry::new(
        Layer::Profile,
        Severity::Note,
        "xoev-profil-alt",
        "veraltet",
    )
    .texts(
        "Das Element „geburt“ entfällt künftig.",
        "element “geburt” will go",
    )
    .path("/person/geburt");
    let valid_not_conformant = FileReport::valid("eingang/person-2.xml")
        .message("090010", "Folgemeldung")
        .with(at(profile, MESSAGE, "Şükrü", 14))
        .with(at(plausibility.clone(), MESSAGE, "<datum>", 7))
        .with(at(note, MESSAGE, "<geburt>", 8));

    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(MESSAGE.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let offset = MESSAGE
        .split("<datum>")
        .next()
        .map_or(0, |text| 2 + text.encode_utf16().count() * 2);
    let warned = FileReport::valid("eingang/person-3-utf16.xml").with(
        plausibility
            .place(7, 5, u64::try_from(offset).expect("small"))
            .length(14),
    );
    let missing_file = std::io::Error::new(std::io::ErrorKind::NotFound, "file not found");
    let unchecked = FileReport::unchecked("eingang/fehlt.xml").with(Entry::unreadable(
        &missing_file,
        Some("sie ist nicht vorhanden"),
    ));
    let text = |report| Sample {
        report,
        bytes: MESSAGE.into(),
        encoding: "UTF-8",
    };
    vec![
        text(FileReport::valid("eingang/gut.xml").message("090099", "AZR-Fehlernachricht")),
        text(invalid),
        text(valid_not_conformant),
        Sample {
            report: warned,
            bytes: utf16,
            encoding: "UTF-16LE",
        },
        text(unchecked),
    ]
}

/// Options with everything that a head can hold.
pub(crate) fn options(language: Language) -> HtmlOptions {
    HtmlOptions::new("xoev 0.1.0", "16.11.2026, 09:05 Uhr")
        .language(language)
        .setting("Schema", "XAusländer 26.11")
        .setting("Ebenen", "Schema, Profil, Plausibilität")
        .rules([RuleText::new(
            "xoev-profil-vorname",
            "Vornamen haben höchstens 8 Zeichen.",
            "First names have at most 8 characters.",
        )])
}

pub(crate) fn html(samples: &[Sample], options: HtmlOptions) -> String {
    let mut writer = HtmlWriter::new(Cursor::new(Vec::new()), options);
    for sample in samples {
        writer
            .add(&sample.report, &sample.excerpts())
            .expect("written");
    }
    let mut out = Vec::new();
    writer.finish(&mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

pub(crate) fn junit(samples: &[Sample], language: Language) -> String {
    let mut writer = JunitWriter::new(Cursor::new(Vec::new()), language);
    for sample in samples {
        writer.add(&sample.report).expect("written");
    }
    let mut out = Vec::new();
    writer.finish(&mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

pub(crate) fn text(samples: &[Sample], language: Language) -> (String, Counts) {
    let mut out = Vec::new();
    let mut writer = TextWriter::new(&mut out, language);
    for sample in samples {
        writer.add(&sample.report).expect("written");
    }
    let counts = writer.finish().expect("written");
    (String::from_utf8(out).expect("UTF-8"), counts)
}

pub(crate) fn json(samples: &[Sample], language: Language) -> String {
    let mut out = Vec::new();
    let mut writer = JsonWriter::new(&mut out, language);
    for sample in samples {
        writer.add(&sample.report).expect("written");
    }
    writer.finish().expect("written");
    String::from_utf8(out).expect("UTF-8")
}
