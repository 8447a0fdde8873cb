//! The result of a comparison, as a value.

use serde::Serialize;

/// What a comparison comes to, from "the same" to "on one side only".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Befund {
    /// Both sides have the same.
    Gleich,
    /// Both sides have what is probably the same: see [`Grund`].
    VermutlichGleich,
    /// Both sides have something else.
    Verschieden,
    /// Only the local record has it.
    NurLokal,
    /// Only the register has it.
    NurRegister,
}

/// Why two values count as probably the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grund {
    /// Another spelling or transliteration.
    Schreibweise,
    /// A date of which one side knows a part only, compatible with the other.
    TeilweiseBekannt,
    /// A reference id of the same entry in another version: one side is out of date.
    Fassung,
}

/// How two entries came to be compared with each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zuordnung {
    /// Their reference ids name the same entry.
    ReferenzId,
    /// A record has at most one entry of the group.
    Einmalig,
    /// They are the most alike: from 0 to 1.
    Aehnlichkeit(f64),
    /// The entry stands alone.
    Keine,
}

/// A field on both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feldvergleich {
    /// Names of elements from the entry to the field, joined by `/`.
    pub pfad: String,
    /// What the field is called, in German; with the fields around it.
    pub titel: String,
    /// The value of the local record, as it is shown to people.
    pub lokal: Option<String>,
    /// The value of the register.
    pub register: Option<String>,
    /// The finding.
    pub befund: Befund,
    /// Why it is probably the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grund: Option<Grund>,
    /// Whether it counts in the verdict.
    pub gewertet: bool,
}

/// An entry of one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seite {
    /// The entry in one line, in German.
    pub zeile: String,
    /// Where it stands in its file.
    pub pfad: String,
    /// Line in its file, from 1; 0 if that is not known.
    pub zeilennummer: u32,
}

/// An entry on both sides, or on one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Eintragsvergleich {
    /// The finding, by the fields that count.
    pub befund: Befund,
    /// How the two came together.
    pub zuordnung: Zuordnung,
    /// The local entry.
    pub lokal: Option<Seite>,
    /// The entry of the register.
    pub register: Option<Seite>,
    /// All fields, in the order of the schema.
    pub felder: Vec<Feldvergleich>,
}

/// A group of data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gruppenvergleich {
    /// Its name.
    pub gruppe: &'static str,
    /// Its title, in German.
    pub titel: &'static str,
    /// The finding: `Gleich` or `VermutlichGleich` if all entries are, else `Verschieden`.
    pub befund: Befund,
    /// Its entries.
    pub eintraege: Vec<Eintragsvergleich>,
}

/// How many entries came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Zaehler {
    /// The same.
    pub gleich: u64,
    /// Probably the same.
    pub vermutlich_gleich: u64,
    /// Different.
    pub verschieden: u64,
    /// Only local.
    pub nur_lokal: u64,
    /// Only in the register.
    pub nur_register: u64,
}

/// The comparison of a local record with that of the register.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Vergleich {
    /// The verdict: `Gleich` or `VermutlichGleich` if all that counts is, else `Verschieden`.
    pub befund: Befund,
    /// Number of entries by finding.
    pub zaehler: Zaehler,
    /// AZR number and authority in charge.
    pub felder: Vec<Feldvergleich>,
    /// The groups of which either side has entries, in the order of the report.
    pub gruppen: Vec<Gruppenvergleich>,
    /// What is wrong with the local file, by its schema, in German.
    pub maengel_lokal: Vec<String>,
    /// What is wrong with the answer of the register.
    pub maengel_register: Vec<String>,
}

impl Befund {
    /// The other side's view.
    pub fn getauscht(self) -> Befund {
        match self {
            Befund::NurLokal => Befund::NurRegister,
            Befund::NurRegister => Befund::NurLokal,
            same => same,
        }
    }

    /// Whether both sides have it, the same or probably.
    pub fn stimmt_ueberein(self) -> bool {
        self <= Befund::VermutlichGleich
    }

    /// What a whole comes to whose parts came to this.
    pub(crate) fn of_parts(parts: impl Iterator<Item = Befund>) -> Befund {
        match parts.max() {
            None => Befund::Gleich,
            Some(worst) => worst.min(Befund::Verschieden),
        }
    }
}

impl Zaehler {
    pub(crate) fn count(&mut self, befund: Befund) {
        let place = match befund {
            Befund::Gleich => &mut self.gleich,
            Befund::VermutlichGleich => &mut self.vermutlich_gleich,
            Befund::Verschieden => &mut self.verschieden,
            Befund::NurLokal => &mut self.nur_lokal,
            Befund::NurRegister => &mut self.nur_register,
        };
        *place += 1;
    }
}

impl Feldvergleich {
    fn getauscht(self) -> Feldvergleich {
        Feldvergleich {
            befund: self.befund.getauscht(),
            lokal: self.register,
            register: self.lokal,
            ..self
        }
    }
}

impl Vergleich {
    /// The same comparison with its sides swapped.
    #[must_use]
    pub fn getauscht(self) -> Vergleich {
        let fields = |fields: Vec<Feldvergleich>| {
            let swapped = fields.into_iter().map(Feldvergleich::getauscht);
            swapped.collect::<Vec<_>>()
        };
        let entry = |entry: Eintragsvergleich| Eintragsvergleich {
            befund: entry.befund.getauscht(),
            zuordnung: entry.zuordnung,
            lokal: entry.register,
            register: entry.lokal,
            felder: fields(entry.felder),
        };
        let group = |group: Gruppenvergleich| Gruppenvergleich {
            eintraege: group.eintraege.into_iter().map(entry).collect(),
            ..group
        };
        Vergleich {
            befund: self.befund,
            zaehler: Zaehler {
                nur_lokal: self.zaehler.nur_register,
                nur_register: self.zaehler.nur_lokal,
                ..self.zaehler
            },
            felder: fields(self.felder),
            gruppen: self.gruppen.into_iter().map(group).collect(),
            maengel_lokal: self.maengel_register,
            maengel_register: self.maengel_lokal,
        }
    }

    /// The fields that count and do not agree, each with the group that it is in.
    pub fn abweichungen(&self) -> impl Iterator<Item = (&Gruppenvergleich, &Feldvergleich)> {
        let entries = self.gruppen.iter().flat_map(|group| {
            let fields = group.eintraege.iter().flat_map(|entry| &entry.felder);
            fields.map(move |field| (group, field))
        });
        entries.filter(|(_, field)| field.gewertet && !field.befund.stimmt_ueberein())
    }
}
