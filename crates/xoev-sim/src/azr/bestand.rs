//! What the register stores: records, their entries with reference ids, photos, documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use azr::Gruppe;
use chrono::{Datelike as _, NaiveDate};
use sha2::{Digest as _, Sha256};

use super::knoten::Knoten;

/// Characters of a reference id that stand for the entry; they stay when it is changed.
pub(super) const FEST: usize = 7;

/// An entry of a record.
#[derive(Clone, Debug)]
pub(super) struct Eintrag {
    pub(super) gruppe: &'static Gruppe,
    /// Its reference id; that of a fingerprint is of another kind.
    pub(super) id: String,
    /// The elements of its content.
    pub(super) inhalt: Vec<Knoten>,
    /// Who reported it.
    pub(super) behoerde: String,
    pub(super) geaendert: NaiveDate,
    /// Another entry has taken its place.
    pub(super) historisch: bool,
}

impl Eintrag {
    /// The first element of this name in its content.
    pub(super) fn feld(&self, name: &str) -> Option<&Knoten> {
        self.inhalt.iter().find(|k| k.name == name)
    }
}

/// A photo.
#[derive(Clone, Debug)]
pub(super) struct Bild {
    pub(super) id: String,
    /// The element with the picture and its kind.
    pub(super) bild: Arc<Knoten>,
    /// The fixed part of the id of the search note that it belongs to.
    pub(super) suchvermerk: Option<String>,
    pub(super) loeschdatum: Option<String>,
    pub(super) behoerde: String,
    pub(super) geaendert: NaiveDate,
}

/// A document.
#[derive(Clone, Debug)]
pub(super) struct Dokument {
    pub(super) id: String,
    /// The element with the kind of document.
    pub(super) typ: Knoten,
    pub(super) inhalt: Arc<str>,
    pub(super) notizen: Option<String>,
    /// The fixed part of the id of the fact that it belongs to.
    pub(super) sachverhalt: String,
    pub(super) behoerde: String,
    pub(super) geaendert: NaiveDate,
}

/// A record.
#[derive(Clone, Debug)]
pub(super) struct Akte {
    pub(super) nummer: String,
    pub(super) angelegt: NaiveDate,
    pub(super) eintraege: Vec<Eintrag>,
    pub(super) bilder: Vec<Bild>,
    pub(super) dokumente: Vec<Dokument>,
    /// Numbers of other persons' records that look the same.
    pub(super) nicht_identisch: BTreeSet<String>,
}

impl Akte {
    /// Entries of a group, the oldest first.
    pub(super) fn gruppe<'a>(
        &'a self,
        name: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Eintrag> {
        self.eintraege.iter().filter(move |e| e.gruppe.name == name)
    }

    /// The current entry of a group.
    pub(super) fn aktuell(&self, name: &str) -> Option<&Eintrag> {
        let mut all = self.eintraege.iter();
        all.rfind(|e| e.gruppe.name == name && !e.historisch)
    }

    /// The entry of the same fixed part of its id.
    pub(super) fn eintrag(&self, id: &str) -> Option<&Eintrag> {
        self.eintraege.iter().find(|e| fest(&e.id) == fest(id))
    }

    /// Who keeps the file: the authority that reported the current Meldestatus, else that of the
    /// current asylum status.
    pub(super) fn aktenfuehrend(&self) -> Option<&str> {
        let groups = ["meldestatus", "asylstatus", "geasAsylstatus"];
        let found = groups.into_iter().find_map(|name| self.aktuell(name))?;
        Some(&found.behoerde)
    }
}

/// The part of a reference id that stays.
pub(super) fn fest(id: &str) -> &str {
    id.char_indices().nth(FEST).map_or(id, |(at, _)| &id[..at])
}

/// All records, and the numbers that were given out.
#[derive(Clone, Debug, Default)]
pub(super) struct Bestand {
    pub(super) akten: BTreeMap<String, Akte>,
    /// Numbers of records that were merged into others, and those.
    pub(super) alte_nummern: BTreeMap<String, String>,
    seed: u64,
    zaehler: u64,
}

impl Bestand {
    pub(super) fn neu(seed: u64) -> Bestand {
        Bestand {
            seed,
            ..Bestand::default()
        }
    }

    /// How many numbers and ids were made.
    pub(super) fn zaehler(&self) -> u64 {
        self.zaehler
    }

    /// Goes on as after so many numbers and ids.
    pub(super) fn zaehler_setzen(&mut self, zaehler: u64) {
        self.zaehler = zaehler;
    }

    /// The number that a record has today, for one that it has or had.
    pub(super) fn heutige(&self, nummer: &str) -> Option<&str> {
        let mut at = nummer;
        // A record may have been merged several times; never in a circle.
        while let Some(next) = self.alte_nummern.get(at) {
            at = next;
        }
        self.akten.get(at).map(|a| a.nummer.as_str())
    }

    /// A new record number, see [`pruefziffer`].
    pub(super) fn neue_nummer(&mut self, tag: NaiveDate) -> String {
        let mut tag = tag;
        loop {
            for _ in 0..100_000 {
                self.zaehler += 1;
                let (year, month, day) = (tag.year().rem_euclid(100), tag.month(), tag.day());
                let front = format!("{year:02}{month:02}{day:02}{:05}", self.zaehler % 100_000);
                let nummer = format!("{front}{}", pruefziffer(&front));
                if !self.akten.contains_key(&nummer) && !self.alte_nummern.contains_key(&nummer) {
                    return nummer;
                }
            }
            // More than a day can have.
            tag = tag.pred_opt().unwrap_or(NaiveDate::MAX);
        }
    }

    /// A new reference id.
    pub(super) fn neue_id(&mut self) -> String {
        self.zaehler += 1;
        let mut fixed = zeichen(self.zaehler, 4);
        let random = self.zufall();
        fixed.push_str(&zeichen(random, 3));
        format!("{fixed}01{}", letter(random >> 32))
    }

    /// The id of an entry after a change: another version and another last character.
    pub(super) fn naechste_id(&mut self, id: &str) -> String {
        self.zaehler += 1;
        let random = self.zufall();
        let version: String = id.chars().skip(FEST).collect();
        let digits: String = version.chars().filter(char::is_ascii_digit).collect();
        // At most seven digits; after that it begins anew.
        let version = digits.parse::<u64>().unwrap_or(0) % 9_000_000 + 1 + random % 3;
        format!("{}{version:02}{}", fest(id), letter(random >> 32))
    }

    /// An id for a photo, a document or a fingerprint.
    pub(super) fn neue_kennung(&mut self, prefix: &str) -> String {
        self.zaehler += 1;
        let random = self.zufall();
        format!("{prefix}{:06}{}", self.zaehler, zeichen(random, 4))
    }

    fn zufall(&self) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        hash.update(self.zaehler.to_be_bytes());
        let digest = hash.finalize();
        digest.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b))
    }
}

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn zeichen(mut number: u64, count: usize) -> String {
    let mut out = String::new();
    for _ in 0..count {
        out.insert(0, char::from(ALPHABET[(number % 62) as usize]));
        number /= 62;
    }
    out
}

/// A last character that is no digit, so that the version can be told from it.
fn letter(number: u64) -> char {
    char::from(ALPHABET[10 + (number % 52) as usize])
}

/// The check digit of the first eleven digits of an AZR number.
///
/// How the register computes one is not published, and the pattern of the schema has none. This
/// one is ours: digits are counted from the right, each first, third, ... one is doubled, and its
/// digits are added up; the check digit fills the sum up to a multiple of ten (as ISO/IEC 7812
/// does for cards). It finds every single wrong digit.
pub(super) fn pruefziffer(front: &str) -> u32 {
    let digits = front.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, digit)| match at % 2 {
            0 if digit > 4 => digit * 2 - 9,
            0 => digit * 2,
            _ => digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

/// Whether the last digit of an AZR number is its check digit.
pub(super) fn pruefziffer_stimmt(nummer: &str) -> bool {
    let last = nummer.len().saturating_sub(1);
    match (nummer.get(..last), nummer.get(last..)) {
        (Some(front), Some(digit)) => digit.parse() == Ok(pruefziffer(front)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_one_wrong_digit_is_noticed() {
        let mut stock = Bestand::neu(1);
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        for _ in 0..50 {
            let number = stock.neue_nummer(day);
            assert!(pruefziffer_stimmt(&number), "{number}");
            for at in 0..number.len() {
                for digit in '0'..='9' {
                    let mut wrong: Vec<char> = number.chars().collect();
                    if wrong[at] != digit {
                        wrong[at] = digit;
                        let wrong: String = wrong.into_iter().collect();
                        assert!(!pruefziffer_stimmt(&wrong), "{wrong}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_change_keeps_the_first_seven_characters_and_raises_the_version() {
        let mut stock = Bestand::neu(7);
        let mut id = stock.neue_id();
        for _ in 0..200 {
            let next = stock.naechste_id(&id);
            let known = azr::ReferenzId::from_local_record(&id).expect("an id");
            let new = azr::ReferenzId::from_local_record(&next).expect("an id");
            assert_eq!(known.fixed_part(), new.fixed_part());
            let version = |id: &azr::ReferenzId| -> u32 {
                id.version().expect("a version").parse().expect("digits")
            };
            assert!(version(&new) > version(&known), "{id} {next}");
            id = next;
        }
    }
}
