//! Compares the fields of two entries, or tells those of one.

use azr::darstellung::{Angabe, Feld, Feldart, Inhalt};

use crate::ergebnis::{Befund, Feldvergleich};
use crate::optionen::Optionen;
use crate::werte;
use crate::zuordnung;

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
        let join = |around: &str, between: &str, own: &str| match around {
            "" => own.to_owned(),
            around => format!("{around}{between}{own}"),
        };
        Ort {
            path: join(&self.path, "/", &field.name),
            title: join(&self.title, ": ", field.titel()),
        }
    }
}

/// The comparison of two lists of fields, with how alike they are.
#[derive(Debug, Default)]
pub(crate) struct Felderliste {
    pub(crate) felder: Vec<Feldvergleich>,
    weight: f64,
    alike: f64,
}

impl Felderliste {
    /// From 0 to 1: the part of what counts that is the same. 1 if nothing counts.
    pub(crate) fn aehnlichkeit(&self) -> f64 {
        match self.weight > 0.0 {
            true => self.alike / self.weight,
            false => 1.0,
        }
    }

    /// By the fields that count.
    pub(crate) fn befund(&self) -> Befund {
        let counted = self.felder.iter().filter(|field| field.gewertet);
        Befund::of_parts(counted.map(|field| field.befund))
    }

    fn extend(&mut self, other: Felderliste) {
        self.felder.extend(other.felder);
        self.weight += other.weight;
        self.alike += other.alike;
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

    fn lists(
        &self,
        local: &[Angabe],
        register: &[Angabe],
        fields: &[Feld],
        at: &Ort,
    ) -> Felderliste {
        let mut names: Vec<&str> = Vec::new();
        for field in local.iter().chain(register) {
            if !names.contains(&field.name.as_str()) {
                names.push(&field.name);
            }
        }
        // In the order of the schema; what it does not know comes last.
        let rank = |name: &&str| {
            let place = fields.iter().position(|f| f.name == **name);
            (place.unwrap_or(usize::MAX), (*name).to_owned())
        };
        names.sort_by_cached_key(rank);
        let mut list = Felderliste::default();
        for name in names {
            let of = |fields: &'_ [Angabe]| -> Vec<Angabe> {
                fields.iter().filter(|f| f.name == name).cloned().collect()
            };
            let known = fields.iter().find(|f| f.name == name);
            let inner: &[Feld] = match known.map(|f| &f.art) {
                Some(Feldart::Gruppe(inner)) => inner,
                _ => &[],
            };
            list.extend(self.of_name(&of(local), &of(register), inner, at));
        }
        list
    }

    /// Fields of one name on both sides: in their order, or those together that are most alike.
    fn of_name(
        &self,
        local: &[Angabe],
        register: &[Angabe],
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
        let pairs: Vec<(Option<usize>, Option<usize>)> = if longest <= 1 || ordered() {
            let there = |at: usize, list: &[Angabe]| Some(at).filter(|at| *at < list.len());
            (0..longest)
                .map(|at| (there(at, local), there(at, register)))
                .collect()
        } else {
            let key = |field: &Angabe| field.zeile();
            zuordnung::pairs(local, register, key, |a, b| {
                let pair = self.pair(Some(a), Some(b), inner, at);
                // Values of a list belong together even if they are not alike at all.
                Some(pair.aehnlichkeit())
            })
        };
        let mut list = Felderliste::default();
        for (a, b) in pairs {
            let a = a.and_then(|a| local.get(a));
            let b = b.and_then(|b| register.get(b));
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
        let Some(field) = local.or(register) else {
            return Felderliste::default();
        };
        let at = at.within(field);
        let group = |field: Option<&Angabe>| match field.map(|f| &f.inhalt) {
            None => Some(Vec::new()),
            Some(Inhalt::Gruppe(fields)) => Some(fields.clone()),
            Some(_) => None,
        };
        if let (Some(a), Some(b)) = (group(local), group(register)) {
            return self.lists(&a, &b, inner, &at);
        }
        let urteil = match (local, register) {
            (Some(a), Some(b)) => werte::compare(&field.name, &a.inhalt, &b.inhalt),
            (Some(_), None) => (Befund::NurLokal, None),
            (None, _) => (Befund::NurRegister, None),
        };
        let counted = self.optionen.counts(&at.path);
        let mut list = Felderliste::default();
        if counted {
            list.weight = weight(field);
            if let (Some(a), Some(b)) = (local, register) {
                list.alike = list.weight * werte::likeness(urteil, &a.inhalt, &b.inhalt);
            }
        }
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

/// How much a field says about which entry it is in: its kind most, dates and numbers more than
/// the rest.
fn weight(field: &Angabe) -> f64 {
    match &field.inhalt {
        Inhalt::Code(_) if field.name.ends_with("Art") || field.name.ends_with("art") => 3.0,
        Inhalt::Datum(_) | Inhalt::Name(_) => 2.0,
        _ => 1.0,
    }
}
