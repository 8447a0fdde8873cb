//! What was sent, as the matcher of faulty attributes and the clerk's report look at it: elements
//! with names, titles, places and values. A message that its schema refuses is looked at, too.

use std::collections::HashMap;

use xauslaender::v26_11::administration::AdministrationSendungswiederholung000020;
use xoev::{MessageIo as _, Path, Step};
use xoev_bundled::BundleError;
use xoev_schema::{SchemaSet, TypeId};
use xoev_validator::{End, Judgement, Report, Settings, Start, Watch};

use crate::Gruppe;
use crate::antwort::Antwortkopf;
use crate::antwort::baum::{Baum, Knoten};
use crate::darstellung::Eintrag;

use super::name::{Namen, feldtitel};
use super::schema;

/// How much of one text is held: enough for every field, and not for documents.
const MAX_TEXT: usize = 16 << 10;
/// Of how many elements it is remembered what the schema knows.
const MAX_BEKANNT: usize = 100_000;
/// How many values of one element are shown.
const MAX_WERTE: usize = 20;
/// How much text they have together, in bytes.
const MAX_WERTE_TEXT: usize = 16 << 10;

/// A submission, taken apart.
///
/// Messages have to be in UTF-8. One in another encoding is looked at too, but without what the
/// schema knows of its elements.
#[derive(Debug)]
pub struct Gesendet {
    pub(super) baum: Baum,
    /// What the schema knows of an element, by the offset of its start tag.
    bekannt: HashMap<u64, Bekannt>,
    pub(super) set: &'static SchemaSet,
    /// What elements are called, and for each element which of these it is called.
    namen: (Vec<Namen>, Vec<usize>),
    report: Report,
    /// Of each element, line and column of its start tag, from 1.
    orte: Vec<(u32, u32)>,
    /// Of each element, its place among siblings of its name, from 1; none if it has none.
    plaetze: Vec<Option<u32>>,
    bytes: Vec<u8>,
    wiederholung: bool,
}

/// What the schema knows of an element.
#[derive(Debug, Default)]
struct Bekannt {
    typ: Option<TypeId>,
    titel: Option<String>,
    index: Option<u32>,
}

/// A place in a submission, with what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stelle {
    /// The element, outermost first.
    pub pfad: Path,
    /// Line of its start tag, from 1.
    pub zeile: u32,
    /// Column of its start tag in characters, from 1.
    pub spalte: u32,
    /// Offset of its start tag in bytes, from 0.
    pub offset: u64,
    /// What the field is called, in German, by [`darstellung`](crate::darstellung); its name where
    /// it has no title.
    pub feldtitel: String,
    /// What the schema calls it, in German: the title of the element or of its type.
    pub bezeichnung: Option<String>,
    /// The title of the nearest element around it that has one, the message not counted: what the
    /// field belongs to, such as `Duldung`.
    pub gehoert_zu: Option<String>,
    /// Its value, or the values of the elements in it, at most 20.
    pub werte: Vec<Wert>,
}

/// A value in a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wert {
    /// Which element it is of, as names below the [`Stelle`] joined by `/`; empty for its own. A
    /// code counts as a value of its own.
    pub name: String,
    /// The text as it was sent, white space included.
    pub text: String,
    /// The text is longer: documents, photos.
    pub gekuerzt: bool,
    /// What it means, if it is a key of a code list that is bundled.
    pub bedeutung: Option<String>,
}

impl Stelle {
    /// The value, if the element has just one.
    pub fn wert(&self) -> Option<&str> {
        match self.werte.as_slice() {
            [wert] if wert.name.is_empty() => Some(&wert.text),
            _ => None,
        }
    }
}

impl Gesendet {
    /// Takes a submission apart, whatever is wrong with it. Of a repeated sending (000020), the
    /// message in it is meant.
    ///
    /// # Errors
    /// [`BundleError`] if the program was built wrongly.
    pub fn lesen(bytes: &[u8]) -> Result<Gesendet, BundleError> {
        if let Ok(huelle) = AdministrationSendungswiederholung000020::from_slice(bytes) {
            let mut gesendet = Gesendet::einzeln(huelle.nachricht.as_bytes())?;
            gesendet.wiederholung = true;
            return Ok(gesendet);
        }
        Gesendet::einzeln(bytes)
    }

    fn einzeln(bytes: &[u8]) -> Result<Gesendet, BundleError> {
        let validator = schema::validator()?;
        let set = validator.set();
        let mut watch = Merker {
            set,
            bekannt: HashMap::new(),
        };
        // A slice never fails to be read.
        let report = validator
            .validate_with(bytes, &Settings::default(), &mut watch)
            .map_err(|e| BundleError::Archive(e.to_string()))?;
        let baum = Baum::lesen(bytes, MAX_TEXT);
        let namen = namen(set, &baum, &watch.bekannt);
        let (orte, plaetze) = (orte(&baum, bytes), plaetze(&baum));
        Ok(Gesendet {
            baum,
            bekannt: watch.bekannt,
            set,
            namen,
            report,
            orte,
            plaetze,
            bytes: bytes.to_vec(),
            wiederholung: false,
        })
    }

    /// Local name of the root element, such as `AnAZR.AZRFolgemeldung.090010`; empty if there is
    /// none.
    pub fn name(&self) -> &str {
        self.baum.wurzel().map_or("", Knoten::name)
    }

    /// What the schema calls the message.
    pub fn titel(&self) -> Option<&str> {
        self.baum.wurzel().and_then(|w| self.titel_von(w))
    }

    /// Identification, sender and receiver, as far as they are there.
    pub fn kopf(&self) -> Option<Antwortkopf> {
        Antwortkopf::aus(&self.baum)
    }

    /// The report of the validator on the submission.
    pub fn pruefung(&self) -> &Report {
        &self.report
    }

    /// Whether the submission is valid by its schema.
    pub fn ist_gueltig(&self) -> bool {
        self.report.judgement == Judgement::Valid
    }

    /// Whether it came in a repeated sending (000020). Places are those in the message inside.
    pub fn ist_wiederholung(&self) -> bool {
        self.wiederholung
    }

    /// The AZR number that the submission names beside its head.
    pub fn azr_nummer(&self) -> Option<&str> {
        let nummer = self.baum.pfad(&["azrNummer"])?.text.trim();
        Some(nummer).filter(|n| !n.is_empty())
    }

    /// The groups of data in a report (090009, 090010), each with its place.
    pub fn gruppen(&self) -> Vec<(&'static Gruppe, Stelle)> {
        self.alle()
            .filter_map(|(at, knoten)| Some((self.gruppe(knoten)?, self.stelle(at))))
            .collect()
    }

    /// The titles of the groups of data in a report.
    pub(crate) fn gruppentitel(&self) -> impl Iterator<Item = &'static str> {
        self.alle()
            .filter_map(|(_, knoten)| self.gruppe(knoten))
            .map(|gruppe| gruppe.titel)
    }

    /// The entries of a report (090009, 090010) as people read them, by
    /// [`darstellung`](crate::darstellung); none if it is not well-formed.
    ///
    /// # Errors
    /// [`BundleError`] if the program was built wrongly.
    pub fn eintraege(&self) -> Result<Vec<Eintrag>, BundleError> {
        let auszug = schema::darsteller()?.nachricht(&self.bytes);
        Ok(auszug.map_or_else(|_| Vec::new(), |auszug| auszug.eintraege))
    }

    /// The text in the element at the end of a path of local names below the root element: its
    /// own, or that of the first element in it that has none in it.
    pub(crate) fn text(&self, pfad: &[&str]) -> Option<&str> {
        let mut knoten = self.baum.pfad(pfad)?;
        while let Some(kind) = knoten.kinder.first() {
            knoten = self.baum.knoten(*kind)?;
        }
        Some(knoten.text.trim()).filter(|text| !text.is_empty())
    }

    /// All elements with their numbers.
    pub(super) fn alle(&self) -> impl Iterator<Item = (usize, &Knoten)> {
        self.baum.alle().enumerate()
    }

    /// The group of data that an element is, by its name and place.
    pub(super) fn gruppe(&self, knoten: &Knoten) -> Option<&'static Gruppe> {
        let eltern = self.baum.knoten(knoten.eltern?)?;
        let in_report = match knoten.tiefe {
            2 => true,
            3 => matches!(eltern.name(), "weiterePersonalien" | "sachverhalt"),
            _ => false,
        };
        let is_report = self.name().ends_with("090009") || self.name().ends_with("090010");
        (in_report && is_report)
            .then(|| Gruppe::named(knoten.name()))
            .flatten()
    }

    /// What an element is called.
    pub(super) fn namen(&self, at: usize) -> Option<&Namen> {
        let (all, of) = &self.namen;
        all.get(*of.get(at)?)
    }

    /// The type of an element, where the schema knows one.
    pub(super) fn typ(&self, knoten: &Knoten) -> Option<TypeId> {
        self.bekannt.get(&knoten.offset)?.typ
    }

    /// The title of an element.
    pub(super) fn titel_von(&self, knoten: &Knoten) -> Option<&str> {
        self.bekannt.get(&knoten.offset)?.titel.as_deref()
    }

    /// The path of an element.
    pub(super) fn pfad(&self, at: usize) -> Path {
        let mut steps = Vec::new();
        let mut next = Some(at);
        while let Some(knoten) = next.and_then(|at| self.baum.knoten(at)) {
            steps.push(Step {
                name: knoten.name().to_owned(),
                index: self.index(next.unwrap_or_default(), knoten),
            });
            next = knoten.eltern;
        }
        steps.into_iter().rev().collect()
    }

    /// Whether the same names lead to two elements.
    pub(super) fn gleiche_namen(&self, a: usize, b: usize) -> bool {
        let mut next = (Some(a), Some(b));
        loop {
            let (Some(a), Some(b)) = next else {
                return next == (None, None);
            };
            if a == b {
                return true;
            }
            let (Some(a), Some(b)) = (self.baum.knoten(a), self.baum.knoten(b)) else {
                return false;
            };
            if a.name() != b.name() {
                return false;
            }
            next = (a.eltern, b.eltern);
        }
    }

    /// Place among repetitions: as the validator counts it, else among siblings of this name.
    fn index(&self, at: usize, knoten: &Knoten) -> Option<u32> {
        if let Some(bekannt) = self.bekannt.get(&knoten.offset) {
            return bekannt.index;
        }
        *self.plaetze.get(at)?
    }

    /// The place of an element with its values.
    pub(super) fn stelle(&self, at: usize) -> Stelle {
        let Some(knoten) = self.baum.knoten(at) else {
            return Stelle {
                pfad: Path::default(),
                zeile: 0,
                spalte: 0,
                offset: 0,
                feldtitel: String::new(),
                bezeichnung: None,
                gehoert_zu: None,
                werte: Vec::new(),
            };
        };
        let (zeile, spalte) = self.orte.get(at).copied().unwrap_or_default();
        let mut werte = Vec::new();
        self.werte(knoten, String::new(), &mut werte);
        kuerzen(&mut werte);
        Stelle {
            pfad: self.pfad(at),
            zeile,
            spalte,
            offset: knoten.offset,
            feldtitel: feldtitel(knoten.name()),
            bezeichnung: self.titel_von(knoten).map(str::to_owned),
            gehoert_zu: self.gehoert_zu(knoten).map(str::to_owned),
            werte,
        }
    }

    fn gehoert_zu(&self, knoten: &Knoten) -> Option<&str> {
        let mut next = knoten.eltern;
        while let Some(hier) = next.and_then(|at| self.baum.knoten(at)) {
            next = hier.eltern;
            if let Some(titel) = self.titel_von(hier)
                && next.is_some()
            {
                return Some(titel);
            }
        }
        None
    }

    fn werte(&self, knoten: &Knoten, name: String, out: &mut Vec<Wert>) {
        if out.len() >= MAX_WERTE {
            return;
        }
        if let Some(code) = self.code(knoten) {
            let text = code.text.clone();
            out.push(Wert {
                bedeutung: self.bedeutung(knoten, text.trim()),
                gekuerzt: code.gekuerzt,
                name,
                text,
            });
            return;
        }
        if knoten.kinder.is_empty() {
            out.push(Wert {
                bedeutung: None,
                gekuerzt: knoten.gekuerzt,
                name,
                text: knoten.text.clone(),
            });
            return;
        }
        for kind in knoten.kinder.iter().filter_map(|at| self.baum.knoten(*at)) {
            let below = match name.as_str() {
                "" => kind.name().to_owned(),
                above => format!("{above}/{}", kind.name()),
            };
            self.werte(kind, below, out);
        }
    }

    /// The key of a code: the element `code` of one that has nothing else but a `name`.
    fn code<'k>(&'k self, knoten: &'k Knoten) -> Option<&'k Knoten> {
        let mut kinder = knoten.kinder.iter().filter_map(|at| self.baum.knoten(*at));
        let only = kinder.all(|k| k.kinder.is_empty() && matches!(k.name(), "code" | "name"));
        self.baum.kind(knoten, "code").filter(|_| only)
    }

    fn bedeutung(&self, knoten: &Knoten, key: &str) -> Option<String> {
        let typ = self.typ(knoten);
        let fest = typ.and_then(|id| schema::aufzaehlung(self.set, id, key));
        let gelistet = || {
            let uri = knoten.attribut("listURI");
            let uri = uri.or_else(|| schema::codeliste(self.set, typ?))?;
            schema::bedeutung(uri, knoten.attribut("listVersionID"), key)
        };
        fest.or_else(gelistet).map(str::to_owned)
    }
}

/// Keeps the texts of values together within bounds.
fn kuerzen(werte: &mut [Wert]) {
    let mut room = MAX_WERTE_TEXT;
    for wert in werte {
        if wert.text.len() > room {
            let mut end = room;
            while !wert.text.is_char_boundary(end) {
                end -= 1;
            }
            wert.text.truncate(end);
            wert.gekuerzt = true;
        }
        room -= wert.text.len();
    }
}

/// Line and column of each start tag, from 1. Elements stand in the order of the message, so each
/// byte is looked at once.
fn orte(baum: &Baum, bytes: &[u8]) -> Vec<(u32, u32)> {
    let (mut done, mut zeile, mut spalte) = (0, 1_u32, 1_u32);
    let of = baum.alle().map(|knoten| {
        let offset = usize::try_from(knoten.offset).unwrap_or(usize::MAX);
        let offset = offset.min(bytes.len());
        for byte in bytes.get(done..offset).unwrap_or_default() {
            match byte {
                b'\n' => (zeile, spalte) = (zeile.saturating_add(1), 1),
                // Bytes that continue a character are none themselves.
                byte if byte & 0xC0 == 0x80 => {}
                _ => spalte = spalte.saturating_add(1),
            }
        }
        done = offset;
        (zeile, spalte)
    });
    of.collect()
}

/// The place of each element among the siblings that have its name.
fn plaetze(baum: &Baum) -> Vec<Option<u32>> {
    let mut counts: HashMap<(Option<usize>, &str), u32> = HashMap::new();
    let counted: Vec<u32> = baum
        .alle()
        .map(|knoten| {
            let count = counts.entry((knoten.eltern, knoten.name())).or_default();
            *count = count.saturating_add(1);
            *count
        })
        .collect();
    let several = |knoten: &Knoten| {
        let all = counts.get(&(knoten.eltern, knoten.name()));
        all.is_some_and(|all| *all > 1)
    };
    let all = baum.alle().zip(counted);
    all.map(|(knoten, place)| several(knoten).then_some(place))
        .collect()
}

/// What the elements are called: most of them are called as others.
fn namen(
    set: &SchemaSet,
    baum: &Baum,
    bekannt: &HashMap<u64, Bekannt>,
) -> (Vec<Namen>, Vec<usize>) {
    let mut all = Vec::new();
    let mut known = HashMap::new();
    let of = baum.alle().map(|knoten| {
        let more = bekannt.get(&knoten.offset);
        let (typ, titel) = (
            more.and_then(|b| b.typ),
            more.and_then(|b| b.titel.as_deref()),
        );
        *known.entry((knoten.name(), typ, titel)).or_insert_with(|| {
            all.push(Namen::neu(set, knoten.name(), typ, titel));
            all.len() - 1
        })
    });
    let of = of.collect();
    (all, of)
}

/// Remembers what the schema knows of each element.
struct Merker {
    set: &'static SchemaSet,
    bekannt: HashMap<u64, Bekannt>,
}

impl Watch for Merker {
    fn start(&mut self, start: &Start<'_>) {
        if self.bekannt.len() >= MAX_BEKANNT {
            return;
        }
        let titel = schema::titel(self.set, start.declaration, start.type_id);
        let bekannt = Bekannt {
            typ: start.type_id,
            titel: titel.map(str::to_owned),
            index: start
                .place
                .path()
                .steps()
                .last()
                .and_then(|step| step.index),
        };
        self.bekannt.insert(start.place.offset, bekannt);
    }

    fn end(&mut self, _: &End<'_>) {}
}
