//! How the stand-in answers queries.

use azr::inhalt::Grundpersonalien;
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::codes::CodeAZRPersonalienArt;
use xoev::MessageIo;

use super::stellen::{Ergebnis, nummer};
use super::{Akte, Register};

impl Register {
    pub(super) fn anfrage(&self, m: &typed::AnAZRAZRAnfrage090001) -> Ergebnis<Vec<u8>> {
        use typed::AnAZRAZRAnfrage090001AnfrageAZR as Suche;
        match &m.anfrage_azr {
            Suche::AzrNummer(number) => self.gesamtauskunft(number.as_str()),
            Suche::Grundpersonalien(wanted) => self.trefferliste(wanted),
            _ => self.kein_treffer(),
        }
    }

    fn kein_treffer(&self) -> Ergebnis<Vec<u8>> {
        Ok(typed::VonAZRAZRKeinTreffer090002::neu(self.kopf()?)?.to_vec()?)
    }

    /// All records with this family name.
    fn trefferliste(
        &self,
        wanted: &typed::AnAZRAZRAnfrage090001AnfrageAZRGrundpersonalien,
    ) -> Ergebnis<Vec<u8>> {
        let mut hits = Vec::new();
        for (number, akte) in &self.akten {
            if akte.personalien.familienname == wanted.familienname {
                hits.push(typed::AZRTrefferPersonaliensucheAuskunft {
                    azr_nummer: nummer(number)?,
                    grundpersonalien: auskunft(&akte.personalien),
                    weitere_personalien: keine_weiteren(),
                    trefferbewertung: None,
                    lichtbildmetainformationen: Vec::new(),
                    fingerabdruck: None,
                    aktenfuehrende_behoerde: None,
                    uebermittlungssperre: Vec::new(),
                    erweiterung: Vec::new(),
                    personalien_art: CodeAZRPersonalienArt::new("01")?,
                });
            }
        }
        if hits.is_empty() {
            return self.kein_treffer();
        }
        use typed::VonAZRAZRTrefferliste090003Trefferliste as Liste;
        let list = Liste::TrefferPersonaliensuche(hits);
        Ok(typed::VonAZRAZRTrefferliste090003::neu(self.kopf()?, list)?.to_vec()?)
    }

    fn gesamtauskunft(&self, asked: &str) -> Ergebnis<Vec<u8>> {
        let current = self.alte_nummern.get(asked).map_or(asked, String::as_str);
        let Some(akte) = self.akten.get(current) else {
            return self.kein_treffer();
        };
        let mut m = typed::VonAZRAZRGesamtauskunft090004::neu(
            self.kopf()?,
            nummer(current)?,
            auskunft(&akte.personalien),
        )?;
        if current != asked {
            m.alte_azr_nummer_der_anfrage = Some(nummer(asked)?);
        }
        fakten(akte, &mut m);
        Ok(m.to_vec()?)
    }
}

/// The facts that the examples look at.
fn fakten(akte: &Akte, m: &mut typed::VonAZRAZRGesamtauskunft090004) {
    use typed::AnAZRAZRFolgemeldung090010Sachverhalt as Fakt;
    for entry in &akte.eintraege {
        let referenz_id = typed::ReferenzId::from(&entry.id);
        match entry.fakt.clone() {
            Some(Fakt::Duldung(fakt)) => {
                let Some(f) = fakt.duldung_fachdaten_neu else {
                    continue;
                };
                let before = m
                    .aktuelle_duldung
                    .replace(Box::new(typed::AZRDuldungAuskunft {
                        duldung_art: f.duldung_art,
                        ereignisdatum: f.ereignisdatum,
                        befristungsdatum: f.befristungsdatum,
                        bescheinigungs_nummer: f.bescheinigungs_nummer,
                        traegervordruck: f.traegervordruck,
                        loeschdatum: f.loeschdatum,
                        meldende_behoerde: None,
                        letzte_aenderung: None,
                        referenz_id,
                        erweiterung: Vec::new(),
                    }));
                m.historisierte_duldung.extend(before.map(|d| *d));
            }
            Some(Fakt::Aufenthaltserlaubnis(fakt)) => {
                let Some(f) = fakt.aufenthaltserlaubnis_fachdaten_neu else {
                    continue;
                };
                m.aufenthaltserlaubnis
                    .push(typed::AZRAufenthaltserlaubnisAuskunft {
                        aufenthaltserlaubnis_art: f.aufenthaltserlaubnis_art,
                        ereignisdatum: f.ereignisdatum,
                        befristungsdatum: f.befristungsdatum,
                        nummer_aufenthaltstitel: f.nummer_aufenthaltstitel,
                        staat: f.staat,
                        gueltig: f.gueltig,
                        meldende_behoerde: None,
                        letzte_aenderung: None,
                        referenz_id,
                        erweiterung: Vec::new(),
                    });
            }
            _ => {}
        }
    }
}

fn auskunft(p: &Grundpersonalien) -> typed::AZRGrundpersonalienAuskunft {
    let p = p.clone();
    typed::AZRGrundpersonalienAuskunft {
        familienname: p.familienname,
        geburtsname: p.geburtsname,
        vorname: p.vorname,
        geburtsangaben: p.geburtsangaben,
        geschlecht: p.geschlecht,
        doktorgrad: p.doktorgrad,
        schreibweise_name_nach_dt_recht: p.schreibweise_name_nach_dt_recht,
        geschlechtseintrag_nach_dt_recht: p.geschlechtseintrag_nach_dt_recht,
        staatsangehoerigkeit: p.staatsangehoerigkeit,
        letzte_aenderung: None,
        meldende_behoerde: None,
        referenz_id: None,
        erweiterung: Vec::new(),
    }
}

fn keine_weiteren() -> typed::AZRWeiterePersonalienAuskunft {
    typed::AZRWeiterePersonalienAuskunft {
        abweichende_namensschreibweise: Vec::new(),
        aliaspersonalien: Vec::new(),
        anderer_name: Vec::new(),
        auslaendische_personen_id: Vec::new(),
        ausweispapier: Vec::new(),
        familienstand: None,
        frueherer_name: Vec::new(),
        herkunftsland: None,
        freiwillige_angabe_zur_religion: None,
        erweiterung: Vec::new(),
    }
}
