//! The way of a request through the register: refused, repeated or processed, and accounted for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use azr::Pruefung;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use xauslaender::v26_11::Nachricht;
use xoev::Limits;

use super::bauplan::Bauplan;
use super::bestand::Akte;
use super::fehler::{self, RegisterError};
use super::journal::{Anfragezeile, JournalError, Zeile};
use super::knoten::Knoten;
use super::kopf::{self, Absender, Anfragekopf, Partner};
use super::register::{Answer, Konto, Register, Violation, ViolationKind, Zustand};
use super::rueckweisung::{self, Grund};
use super::seife::ohne_deklaration;
use super::vorgang::{Abgelehnt, Ergebnis, Vorgang};
use super::{abgleich, anfrage, dokument, meldung, verpflichtung, zeit};

impl Register {
    pub(super) fn beantworten(
        &self,
        z: &mut Zustand,
        request: &[u8],
        jetzt: DateTime<Utc>,
        vorgabe: Option<Vorgabe<'_>>,
    ) -> Answer {
        let eingang = Eingang { jetzt, vorgabe };
        match self.annehmen(z, request, &eingang) {
            Ok(antwort) => antwort,
            Err((gruende, kopf)) => self.zurueckweisen(z, &gruende, kopf.as_deref(), jetzt),
        }
    }

    /// Takes a message that may be a repetition.
    fn annehmen(&self, z: &mut Zustand, request: &[u8], eingang: &Eingang<'_>) -> Angenommen {
        let (nachricht, wurzel) = self.lesen(request)?;
        let kopf = Anfragekopf::von(&wurzel);
        let refuse = |grund: Grund| Err((vec![grund], Some(Box::new(kopf.clone()))));
        match (kopf.test.is_some(), self.settings.production) {
            (true, true) => return refuse(Grund::worte("Testnachricht an die Produktion.")),
            (false, false) => {
                return refuse(Grund::worte("Das Testsystem nimmt nur Testnachrichten an."));
            }
            _ => {}
        }
        if let Nachricht::AdministrationSendungswiederholung000020(m) = &nachricht {
            return self.wiederholung(z, m.nachricht.as_bytes(), &wurzel, eingang);
        }
        if !rueckweisung::ist_anfrage(&nachricht) {
            return refuse(Grund::neu("T080"));
        }
        let Some(uuid) = kopf.uuid.as_deref().map(schluessel) else {
            return refuse(Grund::neu("X001"));
        };
        *z.empfangen.entry(uuid.clone()).or_default() += 1;
        if z.konten.contains_key(&uuid) {
            self.verstoss(z, &uuid, ViolationKind::PlainRepeat, eingang.jetzt);
            return refuse(Grund::neu("S100"));
        }
        self.verarbeiten(z, request, &wurzel, &kopf, eingang)
    }

    /// Takes what is in a repetition (000020).
    fn wiederholung(
        &self,
        z: &mut Zustand,
        inner: &[u8],
        aussen: &Knoten,
        eingang: &Eingang<'_>,
    ) -> Angenommen {
        let kopf_aussen = Anfragekopf::von(aussen);
        let refuse = |worte: &str| {
            let gruende = vec![Grund::neu("X001"), Grund::worte(worte)];
            Err((gruende, Some(Box::new(kopf_aussen.clone()))))
        };
        let (nachricht, wurzel) = self.lesen(inner)?;
        let kopf = Anfragekopf::von(&wurzel);
        let uuid = schluessel(kopf.uuid.as_deref().unwrap_or_default());
        if let Nachricht::AdministrationSendungswiederholung000020(_) = nachricht {
            self.verstoss(z, &uuid, ViolationKind::NestedRepetition, eingang.jetzt);
            return refuse("Eine Sendungswiederholung enthält eine Sendungswiederholung.");
        }
        if aussen.code("nachrichtentyp") != kopf.nummer.as_deref() {
            return refuse("Der Nachrichtentyp ist ein anderer als der der Nachricht.");
        }
        if kopf.test.is_some() != kopf_aussen.test.is_some() {
            return refuse("Nur eine von Sendungswiederholung und Nachricht ist ein Test.");
        }
        if !rueckweisung::ist_anfrage(&nachricht) {
            return Err((vec![Grund::neu("T080")], Some(Box::new(kopf))));
        }
        *z.empfangen.entry(uuid.clone()).or_default() += 1;
        if let Some(konto) = z.konten.get(&uuid) {
            let antwort = Answer {
                repeated: true,
                ..konto.antwort.clone()
            };
            if konto.anfrage != hash(inner) {
                self.verstoss(z, &uuid, ViolationKind::ChangedRepetition, eingang.jetzt);
            }
            return Ok(antwort);
        }
        self.verarbeiten(z, inner, &wurzel, &kopf, eingang)
    }

    /// Reads a message, with everything that keeps it from being read.
    fn lesen(&self, bytes: &[u8]) -> Result<(Nachricht, Knoten), Zurueckgewiesen> {
        let mut limits = Limits::default();
        limits.max_bytes = self.settings.max_bytes;
        match Nachricht::from_slice_with(bytes, limits) {
            Ok(nachricht) => match Knoten::lesen(bytes) {
                Some(wurzel) => Ok((nachricht, wurzel)),
                None => Err((vec![Grund::neu("X000")], None)),
            },
            Err(error) => {
                let small = bytes.len() <= self.settings.max_bytes;
                let wurzel = Knoten::lesen(bytes).filter(|_| small);
                let kopf = wurzel.as_ref().map(Anfragekopf::von).map(Box::new);
                Err((rueckweisung::gruende(bytes, &error), kopf))
            }
        }
    }

    /// Processes a request that is new.
    fn verarbeiten(
        &self,
        z: &mut Zustand,
        request: &[u8],
        wurzel: &Knoten,
        kopf: &Anfragekopf,
        eingang: &Eingang<'_>,
    ) -> Angenommen {
        let uuid = schluessel(kopf.uuid.as_deref().unwrap_or_default());
        let nummer = nummer(wurzel);
        let ergebnis = self.entscheiden(z, request, wurzel, nummer, eingang);
        let vorher = fuehrende(z, &ergebnis);
        let gegeben = match &ergebnis {
            // Statistics are for the BAMF; it does not answer.
            Ok(_) if nummer == "090023" => Ok(Answer::default()),
            Ok(e) => self.antwort(z, e.element, e.kinder.clone(), kopf, eingang.jetzt),
            Err(a) => {
                let element = "VonAZR.AZRFehlernachricht.090099";
                self.antwort(z, element, a.kinder(), kopf, eingang.jetzt)
            }
        };
        let antwort = gegeben.map_err(|gruende| (gruende, Some(Box::new(kopf.clone()))))?;
        let zeile = Zeile::Anfrage(Anfragezeile::neu(
            (&uuid, nummer),
            eingang,
            request,
            &antwort,
            z.bestand.zaehler(),
        ));
        if let Err(error) = self.festhalten(z, &zeile) {
            z.maengel.push(format!("journal: {error}"));
            return Err((vec![Grund::neu("T200")], Some(Box::new(kopf.clone()))));
        }
        buchen(z, uuid, nummer.to_owned(), request, antwort.clone());
        if nummer == "090023" {
            z.statistiken.push(request.to_vec());
        }
        if let Ok(ergebnis) = ergebnis {
            let changed: Vec<String> = ergebnis.akten.iter().map(|a| a.nummer.clone()).collect();
            uebernehmen(z, ergebnis);
            if nummer == "090010" {
                self.melden(z, &changed, &vorher, wurzel, eingang.jetzt);
            }
        }
        Ok(antwort)
    }

    /// What a valid request that is new is answered with.
    fn entscheiden(
        &self,
        z: &mut Zustand,
        request: &[u8],
        wurzel: &Knoten,
        nummer: &str,
        eingang: &Eingang<'_>,
    ) -> Result<Ergebnis, Abgelehnt> {
        let vorgabe = match &eingang.vorgabe {
            Some(Vorgabe::Fehler(errors)) if !errors.is_empty() => {
                return Err(Abgelehnt::wegen(errors.to_vec()));
            }
            Some(Vorgabe::Nummer(nummer)) => Some(*nummer),
            _ => None,
        };
        if let Some(pruefung) = pruefung() {
            let befunde = pruefung.befunde(request);
            let own = befunde.iter().filter(|b| b.ebene == azr_rules::LAYER);
            let fehler: Vec<RegisterError> = own.filter(|b| b.hart).map(fehler::regel).collect();
            if !fehler.is_empty() {
                return Err(Abgelehnt::wegen(fehler));
            }
        }
        self.ausfuehren(z, wurzel, nummer, eingang.jetzt, vorgabe)
    }

    fn ausfuehren(
        &self,
        z: &mut Zustand,
        wurzel: &Knoten,
        nummer: &str,
        jetzt: DateTime<Utc>,
        vorgabe: Option<&str>,
    ) -> Result<Ergebnis, Abgelehnt> {
        let mut v = Vorgang {
            bestand: &mut z.bestand,
            settings: &self.settings,
            set: self.set,
            wurzel,
            jetzt,
            vorgabe,
        };
        match nummer {
            "090001" => anfrage::anfrage(&v),
            "090005" => dokument::lichtbilder(&v),
            "090007" => dokument::anforderung(&v),
            "090009" => meldung::erstmeldung(&mut v),
            "090010" => meldung::folgemeldung(&mut v),
            "090012" => dokument::meldung(&mut v),
            "090021" => abgleich::anfrage(&v),
            "090040" => abgleich::datenpflege(&v),
            "090051" => verpflichtung::anfrage(&v),
            _ => Ok(Ergebnis::nur("", Vec::new())),
        }
    }

    /// A message of the register to the author of a request, checked by the typed writer.
    fn antwort(
        &self,
        z: &mut Zustand,
        element: &str,
        kinder: Vec<Knoten>,
        kopf: &Anfragekopf,
        jetzt: DateTime<Utc>,
    ) -> Result<Answer, Vec<Grund>> {
        let leser = kopf.autor.clone().unwrap_or_else(kopf::unbekannt);
        let test = kopf.test.as_deref();
        match self.schreiben(z, element, kinder, (&kopf::register(), &leser, test), jetzt) {
            Ok(bytes) => Ok(Answer {
                bytes: bytes.into(),
                number: element.rsplit('.').next().unwrap_or_default().to_owned(),
                repeated: false,
            }),
            Err(mangel) => {
                z.maengel.push(format!("{element}: {mangel}"));
                Err(vec![Grund::neu("T200")])
            }
        }
    }

    /// Writes a message from an author to a reader.
    pub(super) fn schreiben(
        &self,
        z: &mut Zustand,
        element: &str,
        kinder: Vec<Knoten>,
        (autor, leser, test): (&Partner, &Partner, Option<&str>),
        jetzt: DateTime<Utc>,
    ) -> Result<Vec<u8>, String> {
        z.laufend += 1;
        let absender = Absender {
            seed: self.settings.seed,
            laufend: z.laufend,
            jetzt,
            leser,
            test,
            autor,
        };
        let plan = Bauplan::nachricht(self.set, element).ok_or("no such message")?;
        let knoten = absender.nachricht(plan, element, kinder);
        let message = Nachricht::from_slice(&knoten.schreiben()).map_err(|e| e.to_string())?;
        message.to_vec().map_err(|e| e.to_string())
    }

    /// A 000002 with these reasons. Nothing was processed.
    fn zurueckweisen(
        &self,
        z: &mut Zustand,
        gruende: &[Grund],
        kopf: Option<&Anfragekopf>,
        jetzt: DateTime<Utc>,
    ) -> Answer {
        let element = "Administration.RueckweisungSynchron.000002";
        let test = (!self.settings.production).then_some("Simulator");
        let known = kopf.and_then(|k| k.autor.clone());
        let unknown = kopf::unbekannt();
        // Of a message that is not valid, what its head says may not be usable.
        let tries = [(known.as_ref(), kopf), (None, None)];
        for (leser, kopf) in tries {
            let kinder = rueckweisung::inhalt(gruende, kopf);
            let parties = (&kopf::register(), leser.unwrap_or(&unknown), test);
            match self.schreiben(z, element, kinder, parties, jetzt) {
                Ok(bytes) => {
                    return Answer {
                        bytes: bytes.into(),
                        number: "000002".to_owned(),
                        repeated: false,
                    };
                }
                Err(mangel) if kopf.is_none() => z.maengel.push(format!("000002: {mangel}")),
                Err(_) => {}
            }
        }
        // Tests see to it that a 000002 without details can always be written.
        Answer {
            bytes: Arc::from([]),
            number: String::new(),
            repeated: false,
        }
    }

    fn verstoss(&self, z: &mut Zustand, uuid: &str, kind: ViolationKind, jetzt: DateTime<Utc>) {
        let violation = Violation {
            uuid: uuid.to_owned(),
            at: zeit::zeitpunkt(jetzt),
            kind,
        };
        if let Err(error) = self.festhalten(z, &Zeile::verstoss(&violation)) {
            z.maengel.push(format!("journal: {error}"));
        }
        z.verstoesse.push(violation);
    }

    /// Writes a line to the journal, if there is one.
    pub(super) fn festhalten(&self, z: &mut Zustand, zeile: &Zeile) -> std::io::Result<()> {
        match &mut z.journal {
            Some(journal) => journal.anhaengen(zeile),
            None => Ok(()),
        }
    }

    /// Does once more what a line of the journal says. Requests that changed nothing are only
    /// accounted for, and rules are not asked again.
    pub(super) fn wiederholen(&self, zeile: Zeile) -> Result<(), JournalError> {
        let mut z = self.lock();
        match zeile {
            Zeile::Anfang { .. } => {}
            Zeile::Verstoss { uuid, zeit, was } => z.verstoesse.push(Violation {
                uuid,
                at: zeit,
                kind: was,
            }),
            Zeile::Zusammenfuehrung { zeit, alt, neu } => {
                self.zusammenfuehren(&mut z, &alt, &neu, zeit.into());
            }
            Zeile::Ueberarbeitung {
                zeit,
                azr_nummer,
                gruppe,
                behoerde,
            } => {
                self.ueberarbeiten(&mut z, &azr_nummer, &gruppe, &behoerde, zeit.into());
            }
            Zeile::Fingerabdruck {
                zeit,
                azr_nummer,
                behoerde,
            } => {
                z.bestand.fingerabdruck(&azr_nummer, &behoerde, zeit.into());
            }
            Zeile::Anfrage(zeile) => {
                let (request, antwort) = zeile.bytes()?;
                let changed = matches!(antwort.number.as_str(), "090097" | "090098");
                let wurzel = Knoten::lesen(&request).filter(|_| changed);
                if let Some(wurzel) = wurzel {
                    let nummer = nummer(&wurzel);
                    let vorgabe = zeile.vorgabe.as_deref();
                    let done = self.ausfuehren(&mut z, &wurzel, nummer, zeile.zeit.into(), vorgabe);
                    if let Ok(ergebnis) = done {
                        uebernehmen(&mut z, ergebnis);
                    }
                }
                if antwort.number.is_empty() {
                    z.statistiken.push(request.clone());
                }
                z.bestand.zaehler_setzen(zeile.zaehler);
                buchen(&mut z, zeile.uuid, zeile.nummer, &request, antwort);
            }
        }
        // Who had to be told was told then.
        z.mitteilungen.clear();
        Ok(())
    }
}

/// What was taken: the answer, or why the message is refused, and its head as far as known.
type Angenommen = Result<Answer, Zurueckgewiesen>;

/// Why a message is refused, and its head as far as known.
type Zurueckgewiesen = (Vec<Grund>, Option<Box<Anfragekopf>>);

/// What is known of a request besides its bytes.
pub(super) struct Eingang<'a> {
    pub(super) jetzt: DateTime<Utc>,
    pub(super) vorgabe: Option<Vorgabe<'a>>,
}

/// What was decided from outside.
pub(super) enum Vorgabe<'a> {
    /// The errors of the answer.
    Fehler(&'a [RegisterError]),
    /// The number of a new record.
    Nummer(&'a str),
}

pub(super) fn schluessel(uuid: &str) -> String {
    uuid.to_ascii_lowercase()
}

/// The XML declaration does not count: it has no place in an envelope.
fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(ohne_deklaration(bytes)).into()
}

/// The rules, made once. None only if the program was built wrongly.
fn pruefung() -> Option<&'static Pruefung> {
    static PRUEFUNG: OnceLock<Option<Pruefung>> = OnceLock::new();
    PRUEFUNG.get_or_init(|| Pruefung::bundled().ok()).as_ref()
}

/// The number of a message, by the name of its root element.
fn nummer(wurzel: &Knoten) -> &str {
    wurzel.name.rsplit('.').next().unwrap_or_default()
}

/// The records that change, as they were before.
fn fuehrende(z: &Zustand, ergebnis: &Result<Ergebnis, Abgelehnt>) -> HashMap<String, Akte> {
    let akten = ergebnis.as_ref().map_or(&[][..], |e| &e.akten);
    let before = akten.iter().filter_map(|a| z.bestand.akten.get(&a.nummer));
    before.map(|a| (a.nummer.clone(), a.clone())).collect()
}

/// Stores what a request changes.
fn uebernehmen(z: &mut Zustand, ergebnis: Ergebnis) {
    for akte in ergebnis.akten {
        z.bestand.akten.insert(akte.nummer.clone(), akte);
    }
    if !ergebnis.datenpflege.is_empty() {
        z.datenpflege.push(ergebnis.datenpflege);
    }
}

/// Accounts for a request that was processed.
fn buchen(z: &mut Zustand, uuid: String, nummer: String, request: &[u8], antwort: Answer) {
    let konto = Konto {
        nummer,
        anfrage: hash(request),
        antwort,
        verarbeitet: 0,
    };
    z.konten.entry(uuid).or_insert(konto).verarbeitet += 1;
}
