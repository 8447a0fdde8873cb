//! Compares the fields of two entries, or tells those of one.

use std::collections::BTreeMap;

use azr::darstellung::{Angabe, Feld, Feldart, Inhalt};

use crate::ergebnis::{Befund, Feldvergleich};
use crate::optionen::Optionen;
use crate::werte;
use crate::zuordnung::{self, Aufwand, Regeln};

/// How the fields of a group are compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Felder<'o> {
    pub(crate) optionen: &'o Optionen,
    /// Name of the group.
    pub(crate) group: &'o str,
    /// Its structure, by which fields are ordered.
    pub(crate) fields: &'o [Feld],
}

/// Where a comparison is.
#[derive(Clone, Debug, Default)]
struct Ort {
    path: String,
    title: String,
}

impl Ort {
    fn within(&self, field: &Angabe) -> Ort {
        let own = field.titel();
        let title = match self.title.rsplit(": ").next() {
            None | Some("") => own.to_owned(),
            // `Geschlecht` in `Geschlecht` need not be said twice.
            Some(last) if last == own => self.title.clone(),
            Some(_) => format!("{}: {own}", self.title),
        };
        let path = match self.path.as_str() {
            "" => field.name.clone(),
            around => format!("{around}/{}", field.name),
        };
        Ort { path, title }
    }
}

/// The comparison of two lists of fields, with how alike they are.
#[derive(Debug, Default)]
pub(crate) struct Felderliste {
    pub(crate) felder: Vec<Feldvergleich>,
    /// Weight, and weight by likeness, of what counts.
    counted: (f64, f64),
    /// The same of what does not.
    shown: (f64, f64),
}

impl Felderliste {
    /// From 0 to 1: the part of what counts that is the same; if nothing counts, of the rest.
    pub(crate) fn aehnlichkeit(&self) -> f64 {
        let sums = [self.counted, self.shown];
        let sum = sums.iter().find(|(weight, _)| *weight > 0.0);
        sum.map_or(1.0, |(weight, alike)| alike / weight)
    }

    /// By the fields that count.
    pub(crate) fn befund(&self) -> Befund {
        let counted = self.felder.iter().filter(|field| field.gewertet);
        Befund::of_parts(counted.map(|field| field.befund))
    }

    fn extend(&mut self, other: Felderliste) {
        self.felder.extend(other.felder);
        self.counted.0 += other.counted.0;
        self.counted.1 += other.counted.1;
        self.shown.0 += other.shown.0;
        self.shown.1 += other.shown.1;
    }
}

impl<'o> Felder<'o> {
    /// Compares the fields of two entries.
    pub(crate) fn compare(&self, local: &[Angabe], register: &[Angabe]) -> Felderliste {
        self.lists(local, register, self.fields, &Ort::default())
    }

    /// The fields of an entry that is there on one side only.
    pub(crate) fn alone(&self, fields: &[Angabe], befund: Befund) -> Felderliste {
        match befund {
            Befund::NurLokal => self.compare(fields, &[]),
            _ => self.compare(&[], fields),
        }
    }

    fn lists<'f>(
        &self,
        local: impl IntoIterator<Item = &'f Angabe>,
        register: impl IntoIterator<Item = &'f Angabe>,
        fields: &[Feld],
        at: &Ort,
    ) -> Felderliste {
        let mut names: BTreeMap<&str, (Vec<&Angabe>, Vec<&Angabe>)> = BTreeMap::new();
        for field in local {
            names.entry(&field.name).or_default().0.push(field);
        }
        for field in register {
            names.entry(&field.name).or_default().1.push(field);
        }
        let mut list = Felderliste::default();
        // In the order of the schema; what it does not know comes last.
        for known in fields {
            if let Some((local, register)) = names.remove(known.name.as_str()) {
                let inner: &[Feld] = match &known.art {
                    Feldart::Gruppe(inner) => inner,
                    _ => &[],
                };
                list.extend(self.of_name(&local, &register, inner, at));
            }
        }
        for (local, register) in names.into_values() {
            list.extend(self.of_name(&local, &register, &[], at));
        }
        list
    }

    /// Fields of one name on both sides: in their order, or those together that are most alike.
    fn of_name(
        &self,
        local: &[&Angabe],
        register: &[&Angabe],
        inner: &[Feld],
        at: &Ort,
    ) -> Felderliste {
        let ordered = || {
            let Some(field) = local.first().or(register.first()) else {
                return false;
            };
            let name = format!("{}/{}", self.group, at.within(field).path);
            self.optionen.geordnet.contains(&name)
        };
        let longest = local.len().max(register.len());
        let pairs = if longest <= 1 || ordered() {
            let there = |at: usize, list: &[&Angabe]| Some(at).filter(|at| *at < list.len());
            (0..longest)
                .map(|at| (there(at, local), there(at, register)))
                .collect()
        } else {
            let regeln = Regeln {
                aufwand: Aufwand::LISTEN,
                key: |field: &&Angabe| field.zeile(),
                size: |field: &&Angabe| size(&field.inhalt),
                // Values of a list belong together even if they are not alike at all.
                alike: |a: &&Angabe, b: &&Angabe| {
                    Some(self.pair(Some(a), Some(b), inner, at).aehnlichkeit())
                },
            };
            zuordnung::pairs(local, register, &regeln)
        };
        let mut list = Felderliste::default();
        for (a, b) in pairs {
            let a = a.and_then(|a| local.get(a)).copied();
            let b = b.and_then(|b| register.get(b)).copied();
            list.extend(self.pair(a, b, inner, at));
        }
        list
    }

    /// One field on both sides, or on one.
    fn pair(
        &self,
        local: Option<&Angabe>,
        register: Option<&Angabe>,
        inner: &[Feld],
        at: &Ort,
    ) -> Felderliste {
        let (local, register) = (local.filter(is_filled), register.filter(is_filled));
        let Some(field) = local.or(register) else {
            return Felderliste::default();
        };
        let at = at.within(field);
        if let (Some(a), Some(b)) = (group(local), group(register)) {
            return self.lists(a, b, inner, &at);
        }
        let urteil = match (local, register) {
            (Some(a), Some(b)) => werte::compare(&field.name, &a.inhalt, &b.inhalt),
            (Some(_), None) => (Befund::NurLokal, None),
            (None, _) => (Befund::NurRegister, None),
        };
        let counted = self.optionen.counts(&at.path);
        let likeness = match (local, register) {
            (Some(a), Some(b)) => werte::likeness(urteil, &a.inhalt, &b.inhalt),
            _ => 0.0,
        };
        let mut list = Felderliste::default();
        let sum = if counted {
            &mut list.counted
        } else {
            &mut list.shown
        };
        *sum = (weight(field), weight(field) * likeness);
        let shown = |field: Option<&Angabe>| field.map(|f| f.inhalt.zeile());
        list.felder.push(Feldvergleich {
            pfad: at.path,
            titel: at.title,
            lokal: shown(local),
            register: shown(register),
            befund: urteil.0,
            grund: urteil.1,
            gewertet: counted,
        });
        list
    }
}

/// Whether there is anything in a field: what is blank is not there.
fn is_filled(field: &&Angabe) -> bool {
    !matches!(&field.inhalt, Inhalt::Text(text) if text.trim().is_empty())
}

/// The fields of a group; none for a value, no fields where there is nothing.
fn group(field: Option<&Angabe>) -> Option<&[Angabe]> {
    match field.map(|f| &f.inhalt) {
        None => Some(&[]),
        Some(Inhalt::Gruppe(fields)) => Some(fields),
        Some(_) => None,
    }
}

/// How many values there are.
pub(crate) fn size(inhalt: &Inhalt) -> usize {
    match inhalt {
        Inhalt::Gruppe(fields) => 1 + fields.iter().map(|f| size(&f.inhalt)).sum::<usize>(),
        _ => 1,
    }
}

/// How much a field says about which entry it is in: its kind most, dates and numbers more than
/// the rest.
fn weight(field: &Angabe) -> f64 {
    match &field.inhalt {
        Inhalt::Code(_) if field.name.ends_with("Art") || field.name.ends_with("art") => 3.0,
        Inhalt::Datum(_) | Inhalt::Name(_) => 2.0,
        _ => 1.0,
    }
}
