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
    zeilen: Vec<u64>,
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
        let newlines = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n');
        Ok(Gesendet {
            baum,
            bekannt: watch.bekannt,
            set,
            namen,
            report,
            zeilen: newlines.map(|(at, _)| at as u64).collect(),
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

    /// The entries of a report (090009, 090010) as people read them, by
    /// [`darstellung`](crate::darstellung); none if it is not well-formed.
    ///
    /// # Errors
    /// [`BundleError`] if the program was built wrongly.
    pub fn eintraege(&self) -> Result<Vec<Eintrag>, BundleError> {
        let auszug = schema::darsteller()?.nachricht(&self.bytes);
        Ok(auszug.map_or_else(|_| Vec::new(), |auszug| auszug.eintraege))
    }

    /// The first element with these local names one below the other, wherever it stands.
    pub(crate) fn finden(&self, namen: &[&str]) -> Option<Stelle> {
        let (letzter, davor) = namen.split_last()?;
        let (at, _) = self.alle().find(|(_, knoten)| {
            let mut eltern = knoten.eltern;
            knoten.name() == *letzter
                && davor.iter().rev().all(|name| {
                    let Some(hier) = eltern.and_then(|e| self.baum.knoten(e)) else {
                        return false;
                    };
                    eltern = hier.eltern;
                    hier.name() == *name
                })
        })?;
        Some(self.stelle(at))
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

    /// Place among repetitions: as the validator counts it, else among siblings of this name.
    fn index(&self, at: usize, knoten: &Knoten) -> Option<u32> {
        if let Some(bekannt) = self.bekannt.get(&knoten.offset) {
            return bekannt.index;
        }
        let eltern = self.baum.knoten(knoten.eltern?)?;
        let same = |other: &&usize| {
            let other = self.baum.knoten(**other);
            other.is_some_and(|other| other.name() == knoten.name())
        };
        let all = eltern.kinder.iter().filter(same).count();
        let before = eltern.kinder.iter().take_while(|i| **i <= at).filter(same);
        (all > 1).then(|| u32::try_from(before.count()).unwrap_or(u32::MAX))
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
        let (zeile, spalte) = self.ort(knoten.offset);
        let mut werte = Vec::new();
        self.werte(knoten, String::new(), &mut werte);
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

    /// Line and column of an offset.
    fn ort(&self, offset: u64) -> (u32, u32) {
        let before = self.zeilen.partition_point(|newline| *newline < offset);
        let begin = match before.checked_sub(1).and_then(|at| self.zeilen.get(at)) {
            Some(newline) => newline + 1,
            None => 0,
        };
        let range = usize::try_from(begin)
            .ok()
            .zip(usize::try_from(offset).ok());
        let line = range.and_then(|(from, to)| self.bytes.get(from..to));
        // Bytes that continue a character are none themselves.
        let chars = line
            .unwrap_or_default()
            .iter()
            .filter(|b| **b & 0xC0 != 0x80);
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (small(before + 1), small(chars.count() + 1))
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
