//! The groups of data that the register keeps of a person, and their names in each message.

use std::sync::LazyLock;

/// Where a group stands in a report (090009, 090010).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ort {
    /// Beside the AZR number: basic personal data, addresses, photos, ...
    Person,
    /// In `weiterePersonalien`: further names, papers, ...
    WeiterePersonalien,
    /// In `sachverhalt`: a fact, of which a report has at most one.
    Sachverhalt,
}

/// A group of data that the register keeps of a person, such as its tolerations (Duldung), with its
/// names in the messages of the chapter AZR, which differ.
///
/// Source: `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gruppe {
    /// Where it stands in a report.
    pub ort: Ort,
    /// Local name of its element in a report; the name of the group in this crate.
    pub name: &'static str,
    /// Name of its types without `.Meldung` and `.Auskunft`.
    pub typ: &'static str,
    /// In a report, the element with the new content (`….fachdaten.neu`); none where the content
    /// stands in the group itself.
    pub fachdaten: Option<&'static str>,
    /// The element with the reference id, in a report and in a record; none where the register
    /// gives none or another kind of id.
    pub referenz: Option<&'static str>,
    /// Whether a first report (090009) may have it.
    pub erstmeldung: bool,
    /// Its elements in a record (090004); several where current and historic entries stand apart,
    /// none where it is reported only.
    pub auskunft: &'static [&'static str],
    /// The element with its new id in a confirmation (090098); none where that has no place for it.
    pub bestaetigung: Option<&'static str>,
    /// Title, in German.
    pub titel: &'static str,
}

static ALL: LazyLock<Vec<Gruppe>> = LazyLock::new(|| {
    let lines = include_str!("gruppen.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(row)
        .collect()
});

/// One line of the table; none if it is not well-formed, which a test looks for.
fn row(line: &'static str) -> Option<Gruppe> {
    let mut cells = line.split('\t');
    let ort = match cells.next()? {
        "Person" => Ort::Person,
        "WeiterePersonalien" => Ort::WeiterePersonalien,
        "Sachverhalt" => Ort::Sachverhalt,
        _ => return None,
    };
    let name = cells.next()?;
    let typ = cells.next()?;
    let mut given = || {
        cells
            .next()
            .map(|cell| Some(cell).filter(|c| !c.is_empty()))
    };
    let fachdaten = given()?;
    let referenz = given()?;
    let erstmeldung = given()?.is_some();
    let auskunft: Vec<&str> = given()?.unwrap_or_default().split_whitespace().collect();
    Some(Gruppe {
        ort,
        name,
        typ,
        fachdaten,
        referenz,
        erstmeldung,
        // Made once for the whole run of the program.
        auskunft: auskunft.leak(),
        bestaetigung: given()?,
        titel: given()??,
    })
}

impl Gruppe {
    /// All groups, in the order of the report.
    pub fn all() -> &'static [Gruppe] {
        &ALL
    }

    /// The group with this element in reports.
    pub fn named(name: &str) -> Option<&'static Gruppe> {
        ALL.iter().find(|g| g.name == name)
    }

    /// The group with this element in a record (090004), such as `aktuelleDuldung`. Photos are
    /// found as `lichtbildAllgemein`.
    pub fn of_record(element: &str) -> Option<&'static Gruppe> {
        ALL.iter().find(|g| g.auskunft.contains(&element))
    }

    /// The group with this element in a confirmation (090098), such as `duldung.referenz.id`.
    pub fn of_confirmation(element: &str) -> Option<&'static Gruppe> {
        ALL.iter().find(|g| g.bestaetigung == Some(element))
    }

    /// The group with types of this name, with or without `.Meldung` or `.Auskunft`.
    pub fn of_type(name: &str) -> Option<&'static Gruppe> {
        let name = name
            .strip_suffix(".Meldung")
            .or_else(|| name.strip_suffix(".Auskunft"))
            .unwrap_or(name);
        ALL.iter().find(|g| g.typ == name)
    }

    /// Whether a record of the register has it. What is reported only is the German nationality.
    pub fn is_recorded(&self) -> bool {
        !self.auskunft.is_empty()
    }
}
