//! What is known of messages by their numbers, as data.
//!
//! Which message answers which is stated in prose for the register (09), between offices (01) and for
//! 030301, 111402, 110402; for the chapters 07, 08, 10, 12, 13 and 14 it follows from titles and base
//! types.

use std::sync::OnceLock;

/// The table: a line for each message that is not a plain one. Columns: number; role; numbers that it
/// answers; how to say that one is not responsible; code of the receipt that it may ask for.
const TABELLE: &str = include_str!("../data/nachrichten.tsv");

/// What a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rolle {
    /// A case is told or asked.
    Fach,
    /// Answers another message.
    Antwort,
    /// Refuses another message as a message: 000002, 0010.
    Rueckweisung,
    /// Says who is not responsible: 000030, 0032.
    Nichtzustaendigkeit,
    /// Says where another message was passed on to: 0031.
    Abgabe,
    /// Receipt for a fact: 0020.
    Quittung,
    /// Reminds of another message: 0021, 010002.
    Erinnerung,
    /// Passes another message on: 0030.
    Weiterleitung,
    /// Sends another message again: 000020.
    Sendungswiederholung,
    /// Carries documents: 000040, 010207.
    Dokumentpaket,
    /// The register tells of a change without having been asked: 090030.
    Registeraenderung,
}

impl Rolle {
    /// Whether a broken message of this kind may be refused. A refusal, receipt or reminder never
    /// is, so that no two programs go on refusing each other.
    pub fn ist_rueckweisbar(self) -> bool {
        !matches!(
            self,
            Rolle::Rueckweisung | Rolle::Quittung | Rolle::Erinnerung
        )
    }

    fn named(name: &str) -> Option<Rolle> {
        Some(match name {
            "fach" => Rolle::Fach,
            "antwort" => Rolle::Antwort,
            "rueckweisung" => Rolle::Rueckweisung,
            "nichtzustaendigkeit" => Rolle::Nichtzustaendigkeit,
            "abgabe" => Rolle::Abgabe,
            "quittung" => Rolle::Quittung,
            "erinnerung" => Rolle::Erinnerung,
            "weiterleitung" => Rolle::Weiterleitung,
            "wiederholung" => Rolle::Sendungswiederholung,
            "paket" => Rolle::Dokumentpaket,
            "register" => Rolle::Registeraenderung,
            _ => return None,
        })
    }
}

/// How the reader of a message says that it is not responsible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zustaendigkeitsweg {
    /// Passes it on (0030, with 0031 to the author), or tells the author that nobody is known (0032).
    Weiterleitung,
    /// Tells the author (000030).
    Erklaerung,
    /// Not at all: the message is about another one, or an answer.
    Keiner,
}

/// What is known of a message by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eintrag {
    /// Number, as text.
    pub nummer: &'static str,
    /// What it is for.
    pub rolle: Rolle,
    /// Numbers of the messages that it answers.
    pub antwort_auf: Vec<&'static str>,
    /// How its reader says that it is not responsible.
    pub zustaendigkeit: Zustaendigkeitsweg,
    /// Code of the fact that a receipt for it names, if it may ask for one
    /// (`urn:xoev-de:xinneres:codeliste:quittungsrelevanter-sachverhalt`).
    pub quittung: Option<&'static str>,
}

/// All messages that are not plain ones, by their numbers.
pub fn eintraege() -> &'static [Eintrag] {
    static EINTRAEGE: OnceLock<Vec<Eintrag>> = OnceLock::new();
    EINTRAEGE.get_or_init(|| {
        let lines = TABELLE.lines().skip(1).filter(|l| !l.is_empty());
        lines.filter_map(eintrag).collect()
    })
}

fn eintrag(line: &'static str) -> Option<Eintrag> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    let (nummer, rolle, auf, weg, quittung) = (next()?, next()?, next()?, next()?, next()?);
    Some(Eintrag {
        nummer,
        rolle: Rolle::named(rolle)?,
        antwort_auf: auf.split(' ').filter(|n| !n.is_empty()).collect(),
        zustaendigkeit: match weg {
            "0030" => Zustaendigkeitsweg::Weiterleitung,
            "000030" => Zustaendigkeitsweg::Erklaerung,
            "-" => Zustaendigkeitsweg::Keiner,
            _ => return None,
        },
        quittung: Some(quittung).filter(|q| !q.is_empty()),
    })
}

/// What is known of a message. None for a plain one, and for numbers that nobody knows.
pub fn eintrag_zu(nummer: &str) -> Option<&'static Eintrag> {
    eintraege().iter().find(|e| e.nummer == nummer)
}

/// What a message is for.
pub fn rolle(nummer: &str) -> Rolle {
    eintrag_zu(nummer).map_or(Rolle::Fach, |e| e.rolle)
}

/// How the reader of a message says that it is not responsible. For a plain message by 000030, the
/// only way that the standard has for it.
pub fn zustaendigkeitsweg(nummer: &str) -> Zustaendigkeitsweg {
    eintrag_zu(nummer).map_or(Zustaendigkeitsweg::Erklaerung, |e| e.zustaendigkeit)
}

/// Whether one message answers the other, by their numbers.
pub fn beantwortet(antwort: &str, frage: &str) -> bool {
    eintrag_zu(antwort).is_some_and(|e| e.antwort_auf.contains(&frage))
}

/// Numbers of the messages that answer this one.
pub fn antworten_auf(frage: &str) -> impl Iterator<Item = &'static str> {
    let all = eintraege().iter();
    all.filter(move |e| e.antwort_auf.contains(&frage))
        .map(|e| e.nummer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABELLE.lines().skip(1).filter(|l| !l.is_empty()).count();
        assert_eq!(eintraege().len(), lines);
        let mut numbers: Vec<&str> = eintraege().iter().map(|e| e.nummer).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), lines);
    }

    #[test]
    fn every_number_of_the_table_is_a_message_of_the_standard() {
        let known = |n: &&str| xauslaender::v26_11::MESSAGES.iter().any(|m| m.number == *n);
        for entry in eintraege() {
            assert!(known(&entry.nummer), "{}", entry.nummer);
            assert!(entry.antwort_auf.iter().all(known), "{entry:?}");
            assert_eq!(
                entry.rolle == Rolle::Antwort,
                !entry.antwort_auf.is_empty(),
                "{entry:?}"
            );
        }
    }

    #[test]
    fn numbers_of_different_lengths_are_different_messages() {
        assert_eq!(rolle("0020"), Rolle::Quittung);
        assert_eq!(rolle("000020"), Rolle::Sendungswiederholung);
        assert_eq!(rolle("0030"), Rolle::Weiterleitung);
        assert_eq!(rolle("000030"), Rolle::Nichtzustaendigkeit);
    }

    #[test]
    fn passing_on_is_for_the_processes_that_permit_it() {
        for number in ["030101", "030114", "030402", "030409", "010201", "010501"] {
            assert_eq!(
                zustaendigkeitsweg(number),
                Zustaendigkeitsweg::Weiterleitung
            );
        }
        for number in ["030201", "030301", "010101", "110101", "130101"] {
            assert_eq!(zustaendigkeitsweg(number), Zustaendigkeitsweg::Erklaerung);
        }
        assert_eq!(zustaendigkeitsweg("0032"), Zustaendigkeitsweg::Keiner);
    }
}
