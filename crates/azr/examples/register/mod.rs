//! A stand-in for the register, in memory: it reads what it gets, keeps records with versioned ids,
//! and answers with the messages of the register. It knows as much as the examples need.

#![allow(dead_code, reason = "each example uses a part of it")]

pub(crate) mod auskunft;
pub(crate) mod stellen;

use std::collections::BTreeMap;

use azr::inhalt::Grundpersonalien;
use azr::{
    Aenderungsart, Antwort, Einreichung, Folgemeldung, Gruppenmeldung, Pruefung, ReferenzId,
};
use xauslaender::v26_11::{Nachricht, azr as typed};
use xauslaender::{Absender, Kopf};
use xoev::{Fault, MessageIo, WriteError};

use stellen::{Ergebnis, nummer, text};

/// An error as the register words it. The keys are invented: their values are not published.
pub(crate) struct Fehler {
    pub(crate) schluessel: &'static str,
    pub(crate) text: String,
    pub(crate) attribut: Option<&'static str>,
}

/// The error texts of this stand-in.
pub(crate) const VERALTET: &str = "Die übermittelte Referenz-ID ist nicht aktuell. Der Eintrag wurde \
     zwischenzeitlich geändert; bitte fragen Sie den Datensatz erneut ab.";
pub(crate) const GLEICH: &str = "Zu den gemeldeten Grundpersonalien besteht bereits ein Datensatz. Bitte \
     prüfen Sie die Identität.";
pub(crate) const UNBEKANNT: &str = "Zu der AZR-Nummer besteht kein Datensatz.";

/// An entry of a record.
pub(crate) struct Eintrag {
    pub(crate) id: ReferenzId,
    pub(crate) meldung: Gruppenmeldung,
    /// The fact as it was reported, if it was one.
    pub(crate) fakt: Option<typed::AnAZRAZRFolgemeldung090010Sachverhalt>,
}

/// A record.
pub(crate) struct Akte {
    pub(crate) personalien: Grundpersonalien,
    pub(crate) eintraege: Vec<Eintrag>,
}

/// The register.
pub(crate) struct Register {
    pub(crate) akten: BTreeMap<String, Akte>,
    /// Numbers of records that were merged into others.
    pub(crate) alte_nummern: BTreeMap<String, String>,
    absender: Absender,
    zaehler: usize,
}

impl Register {
    /// Checks a submission, sends it and reads the answer.
    pub(crate) fn senden(
        &mut self,
        pruefung: &Pruefung,
        einreichung: Einreichung,
    ) -> Ergebnis<Antwort> {
        let einreichung = pruefung.pruefen(einreichung, &[])?;
        Ok(Antwort::lesen(self.empfangen(einreichung.bytes())?))
    }

    pub(crate) fn neu() -> Result<Register, Fault> {
        Ok(Register {
            akten: BTreeMap::new(),
            alte_nummern: BTreeMap::new(),
            absender: stellen::absender("dbs:490030020000", "Ausländerzentralregister")?,
            zaehler: 0,
        })
    }

    /// A record that exists before the example begins.
    pub(crate) fn anlegen(&mut self, azr_nummer: &str, personalien: Grundpersonalien) {
        let eintraege = Vec::new();
        self.akten.insert(
            azr_nummer.to_owned(),
            Akte {
                personalien,
                eintraege,
            },
        );
    }

    /// The register reworks an entry by itself: its id gets a new version.
    pub(crate) fn ueberarbeiten(&mut self, azr_nummer: &str, gruppe: &str) -> Ergebnis<()> {
        let akte = self.akten.get_mut(azr_nummer).ok_or("no record")?;
        let mut all = akte.eintraege.iter_mut();
        let found = all.find(|e| e.meldung.gruppe().name == gruppe);
        let entry = found.ok_or("no entry")?;
        entry.id = naechste(&entry.id)?;
        Ok(())
    }

    /// How many entries of a group a record has.
    pub(crate) fn anzahl(&self, azr_nummer: &str, gruppe: &str) -> usize {
        let akte = self.akten.get(azr_nummer);
        let all = akte.into_iter().flat_map(|a| &a.eintraege);
        all.filter(|e| e.meldung.gruppe().name == gruppe).count()
    }

    /// Takes a message and answers it.
    pub(crate) fn empfangen(&mut self, bytes: &[u8]) -> Ergebnis<Vec<u8>> {
        Ok(match Nachricht::from_slice(bytes)? {
            Nachricht::AnAZRAZRAnfrage090001(m) => self.anfrage(&m)?,
            Nachricht::AnAZRAZRErstmeldung090009(m) => self.erstmeldung(&m)?,
            Nachricht::AnAZRAZRFolgemeldung090010(m) => self.folgemeldung(&m)?,
            other => return Err(format!("not expected: {}", other.message_type().number).into()),
        })
    }

    pub(crate) fn kopf(&self) -> Result<Kopf, Fault> {
        Ok(self.absender.kopf_an(xauslaender::behoerde_im_dvdv(
            "azr:990100",
            "Ausländerbehörde der Stadt Musterstadt",
            "3",
        )?))
    }

    /// A new id: the entry by its first characters, the version, a random character.
    fn neue_id(&mut self) -> Result<ReferenzId, Fault> {
        self.zaehler += 1;
        Ok(typed::ReferenzId::new(&format!("Rx7{:04}1z", self.zaehler))?.into())
    }

    fn erstmeldung(&mut self, m: &typed::AnAZRAZRErstmeldung090009) -> Ergebnis<Vec<u8>> {
        let Some(personalien) = &m.grundpersonalien.grundpersonalien_fachdaten_neu else {
            return Err("a first report without basic personal data".into());
        };
        let andere: Vec<&str> = m
            .nicht_identisch_mit
            .iter()
            .filter_map(|n| Some(n.nicht_identisch_mit.as_ref()?.as_str()))
            .collect();
        let same = |(number, akte): (&String, &Akte)| {
            let same = akte.personalien == **personalien && !andere.contains(&number.as_str());
            same.then(|| number.clone())
        };
        let gleich: Vec<String> = self.akten.iter().filter_map(same).collect();
        if !gleich.is_empty() {
            let fehler = Fehler {
                schluessel: "4711",
                text: GLEICH.to_owned(),
                attribut: Some("Grundpersonalien.Familienname"),
            };
            return self.ablehnen(&fehler, &gleich);
        }
        let azr_nummer = format!("26112200{:04}", 100 + self.akten.len());
        self.anlegen(&azr_nummer, (**personalien).clone());
        let mut antwort = typed::VonAZRAZRBestaetigungMeldung090098::neu(self.kopf()?)?;
        antwort.azr_nummer = Some(nummer(&azr_nummer)?);
        antwort.grundpersonalien_referenz_id = Some(self.neue_id()?.into());
        let id = self.neue_id()?;
        use typed::AnAZRAZRErstmeldung090009Sachverhalt as Erst;
        use typed::VonAZRAZRBestaetigungMeldung090098Sachverhalt as Ids;
        if let Erst::Meldestatus(_) = &m.sachverhalt {
            antwort.sachverhalt = Some(Ids::MeldestatusReferenzId(id.into()));
        }
        Ok(antwort.to_vec()?)
    }

    fn folgemeldung(&mut self, m: &typed::AnAZRAZRFolgemeldung090010) -> Ergebnis<Vec<u8>> {
        let report = Folgemeldung::aus_nachricht(m).ok_or("a report without AZR number")?;
        let mut antwort = typed::VonAZRAZRBestaetigungMeldung090098::neu(self.kopf()?)?;
        let mut azr_nummer = report.azr_nummer().as_str().to_owned();
        if let Some(heutige) = self.alte_nummern.get(&azr_nummer) {
            antwort.azr_nummer = Some(nummer(heutige)?);
            azr_nummer = heutige.clone();
        }
        let new = self.neue_id()?;
        for meldung in report.gruppen() {
            let Some(akte) = self.akten.get_mut(&azr_nummer) else {
                let fehler = Fehler {
                    schluessel: "0815",
                    text: UNBEKANNT.to_owned(),
                    attribut: None,
                };
                return self.ablehnen(&fehler, &[]);
            };
            let art = meldung.art().unwrap_or(Aenderungsart::Zuspeicherung);
            let known = meldung.referenz();
            let place = akte
                .eintraege
                .iter()
                .position(|e| Some(&e.id) == known.as_ref());
            let id = match (art, place) {
                (Aenderungsart::Zuspeicherung, _) => {
                    akte.eintraege.push(Eintrag {
                        id: new.clone(),
                        meldung: meldung.clone(),
                        fakt: m.sachverhalt.clone(),
                    });
                    new.clone()
                }
                (_, None) => {
                    let fehler = Fehler {
                        schluessel: "2342",
                        text: VERALTET.to_owned(),
                        attribut: Some("Duldung.Referenz-ID"),
                    };
                    return self.ablehnen(&fehler, &[]);
                }
                (art, Some(at)) if art.is_loeschung() => akte.eintraege.remove(at).id,
                (_, Some(at)) => {
                    let id = naechste(&akte.eintraege[at].id)?;
                    akte.eintraege[at] = Eintrag {
                        id: id.clone(),
                        meldung: meldung.clone(),
                        fakt: m.sachverhalt.clone(),
                    };
                    id
                }
            };
            antwort.sachverhalt = bestaetigt(meldung.gruppe().name, id);
        }
        Ok(antwort.to_vec()?)
    }

    fn ablehnen(&self, fehler: &Fehler, gleich: &[String]) -> Ergebnis<Vec<u8>> {
        let fall = typed::AZRFehler {
            fehlerschluessel: text(fehler.schluessel)?,
            fehlertext: text(&fehler.text)?,
            fehlerhaftes_attribut: fehler.attribut.map(text).transpose()?.into_iter().collect(),
        };
        let mut antwort = typed::VonAZRAZRFehlernachricht090099::neu(self.kopf()?, vec![fall])?;
        for number in gleich {
            antwort.personalien_gleich.push(nummer(number)?);
        }
        written(antwort.to_vec())
    }
}

fn written(bytes: Result<Vec<u8>, WriteError>) -> Ergebnis<Vec<u8>> {
    Ok(bytes?)
}

/// The next version of an id, as only the register may make it.
fn naechste(id: &ReferenzId) -> Ergebnis<ReferenzId> {
    let fixed = id.fixed_part().ok_or("an id of another shape")?;
    let version: u32 = id.version().ok_or("an id of another shape")?.parse()?;
    let next = format!("{fixed}{}y", version + 2);
    Ok(typed::ReferenzId::new(&next)?.into())
}

/// The place of an id in a confirmation, for the facts of the examples.
fn bestaetigt(
    gruppe: &str,
    id: ReferenzId,
) -> Option<typed::VonAZRAZRBestaetigungMeldung090098Sachverhalt> {
    use typed::VonAZRAZRBestaetigungMeldung090098Sachverhalt as Ids;
    let id = id.into();
    Some(match gruppe {
        "abschiebung" => Ids::AbschiebungReferenzId(id),
        "asylstatus" => Ids::AsylstatusReferenzId(id),
        "aufenthaltserlaubnis" => Ids::AufenthaltserlaubnisReferenzId(id),
        "aufenthaltsstatus" => Ids::AufenthaltsstatusReferenzId(id),
        "duldung" => Ids::DuldungReferenzId(id),
        "entscheidungBA" => Ids::EntscheidungBAReferenzId(id),
        "meldestatus" => Ids::MeldestatusReferenzId(id),
        "niederlassungserlaubnis" => Ids::NiederlassungserlaubnisReferenzId(id),
        _ => return None,
    })
}
