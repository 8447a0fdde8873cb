//! Queries: for a person (090001) and for a guarantor (090051).

use xauslaender::v26_11::Nachricht;
use xauslaender::v26_11::allgemein::{Eurodacnummer, Optionsnummer};
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::baukasten::Geburtsort;
use xauslaender::v26_11::codes::{CodeAZRAbrufzweck, CodeAZRSuchprofil};
use xauslaender::xinneres::allgemeinername_4::AllgemeinerName;
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xauslaender::xinneres::datum_2::TeilbekanntesDatumMitUnbekannt;
use xoev::din91379::DatatypeC;

use super::einreichung::{Einreichung, Personenschluessel, Vermerk};
use super::grund::Ablehnung;
use super::stelle::{Stelle, bearbeitung};
use crate::inhalt::Grundpersonalien;

/// Why a query goes by the number of a paper or of a title alone. The standard means it for these
/// cases; the reason is recorded and not sent.
///
/// Source: `AnAZR.AZRAnfrage.090001/anfrageAZR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suchgrund {
    /// It is doubted that the paper is genuine.
    ZweifelAnEchtheit,
    /// The paper is lost, or found.
    Verlust,
}

/// A query for a person in the general stock.
///
/// Purpose and file reference go to the access log of the register. Earlier names, search notes
/// and history are delivered on request only.
///
/// Source: `AnAZR.AZRAnfrage.090001`, § 10 AZRG.
#[derive(Clone, Debug, PartialEq)]
pub struct Anfrage {
    suche: typed::AnAZRAZRAnfrage090001AnfrageAZR,
    suchgrund: Option<Suchgrund>,
    abrufzweck: CodeAZRAbrufzweck,
    geschaeftszeichen: Option<DatatypeC>,
    fruehere_namen: bool,
    suchvermerke: bool,
    historie: bool,
    schluessel: Option<Personenschluessel>,
}

use typed::AnAZRAZRAnfrage090001AnfrageAZR as Suche;

impl Anfrage {
    fn neu(suche: Suche, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        Anfrage {
            suche,
            suchgrund: None,
            abrufzweck,
            geschaeftszeichen: None,
            fruehere_namen: false,
            suchvermerke: false,
            historie: false,
            schluessel: None,
        }
    }

    /// By the number of the record.
    pub fn nach_azr_nummer(nummer: AZRNummer, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        let schluessel = Personenschluessel::Azr(nummer.clone());
        Anfrage::neu(Suche::AzrNummer(nummer), abrufzweck).fuer(schluessel)
    }

    /// By personal data, as a first report would name them; `suchprofil` steers how alike hits have
    /// to be, and so the length of the list. What the register sets itself is not sent.
    pub fn nach_personalien(
        personalien: &Grundpersonalien,
        suchprofil: CodeAZRSuchprofil,
        abrufzweck: CodeAZRAbrufzweck,
    ) -> Anfrage {
        let p = personalien.clone();
        let suche = typed::AnAZRAZRAnfrage090001AnfrageAZRGrundpersonalien {
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
            suchprofil,
        };
        Anfrage::neu(Suche::Grundpersonalien(Box::new(suche)), abrufzweck)
    }

    /// By the number of a passport alone, for the reason given.
    pub fn nach_passnummer(
        nummer: DatatypeC,
        grund: Suchgrund,
        abrufzweck: CodeAZRAbrufzweck,
    ) -> Anfrage {
        Anfrage {
            suchgrund: Some(grund),
            ..Anfrage::neu(Suche::Passnummer(nummer), abrufzweck)
        }
    }

    /// By the number of a residence title alone, for the reason given.
    pub fn nach_titelnummer(
        nummer: DatatypeC,
        grund: Suchgrund,
        abrufzweck: CodeAZRAbrufzweck,
    ) -> Anfrage {
        Anfrage {
            suchgrund: Some(grund),
            ..Anfrage::neu(Suche::NummerDesAufenthaltstitels(nummer), abrufzweck)
        }
    }

    /// By the number of a paper of the PPK.
    pub fn nach_ppk_nummer(nummer: DatatypeC, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        Anfrage::neu(Suche::PpkNummer(nummer), abrufzweck)
    }

    /// By the reference number of fingerprints.
    pub fn nach_fingerabdruck(nummer: DatatypeC, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        Anfrage::neu(Suche::Fingerabdruckreferenznummer(nummer), abrufzweck)
    }

    /// By the id of an alert in the Schengen information system.
    pub fn nach_sis_id(id: DatatypeC, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        Anfrage::neu(Suche::SisId(id), abrufzweck)
    }

    /// By the number in the distribution system of the BAMF.
    pub fn nach_optionsnummer(nummer: Optionsnummer, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        Anfrage::neu(Suche::Optionsnummer(nummer), abrufzweck)
    }

    /// By a Eurodac number.
    pub fn nach_eurodacnummer(nummer: Eurodacnummer, abrufzweck: CodeAZRAbrufzweck) -> Anfrage {
        Anfrage::neu(Suche::Eurodacnummer(nummer), abrufzweck)
    }

    /// With the sender's file reference, for the access log.
    pub fn geschaeftszeichen(mut self, zeichen: DatatypeC) -> Anfrage {
        self.geschaeftszeichen = Some(zeichen);
        self
    }

    /// Asks for earlier names, too (§ 14 Abs. 2 AZRG).
    pub fn mit_frueheren_namen(mut self) -> Anfrage {
        self.fruehere_namen = true;
        self
    }

    /// Asks for search notes, too (§ 14 Abs. 2 AZRG).
    pub fn mit_suchvermerken(mut self) -> Anfrage {
        self.suchvermerke = true;
        self
    }

    /// Asks for historic data, too.
    pub fn mit_historie(mut self) -> Anfrage {
        self.historie = true;
        self
    }

    /// Orders it among the submissions for this person.
    pub fn fuer(mut self, schluessel: Personenschluessel) -> Anfrage {
        self.schluessel = Some(schluessel);
        self
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if the content breaks the schema.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        let mut m = typed::AnAZRAZRAnfrage090001::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            self.abrufzweck.clone(),
            self.fruehere_namen.into(),
            self.suchvermerke.into(),
            self.historie.into(),
            self.suche.clone(),
        )?;
        bearbeitung!(m, stelle);
        m.geschaeftszeichen = self.geschaeftszeichen.clone();
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRAnfrage090001(Box::new(m));
        let vermerk = self.suchgrund.map(Vermerk::Suchgrund);
        Ok(Einreichung::neu(nachricht, &kopf, self.schluessel.clone())?.mit_vermerken(vermerk))
    }
}

/// A query for a guarantor, in the general stock and in the visa file.
///
/// Source: `AnAZR.AZRVerpflichtungsgeberAnfrage.090051`, § 10 AZRG.
#[derive(Clone, Debug, PartialEq)]
pub struct Verpflichtungsgeberanfrage {
    suche: typed::AnAZRAZRVerpflichtungsgeberAnfrage090051AnfrageVerpflichtungsgeber,
    abrufzweck: CodeAZRAbrufzweck,
    geschaeftszeichen: Option<DatatypeC>,
}

use typed::AnAZRAZRVerpflichtungsgeberAnfrage090051AnfrageVerpflichtungsgeber as Geber;

impl Verpflichtungsgeberanfrage {
    /// For a natural person, which is found by all four of these only.
    pub fn natuerliche_person(
        familienname: AllgemeinerName,
        vorname: AllgemeinerName,
        tag_der_geburt: TeilbekanntesDatumMitUnbekannt,
        geburtsort: Geburtsort,
        abrufzweck: CodeAZRAbrufzweck,
    ) -> Verpflichtungsgeberanfrage {
        let person = typed::AnAZRAZRVerpflichtungsgeberAnfrage090051AnfrageVerpflichtungsgeberNatuerlichePerson {
            familienname,
            vorname,
            tag_der_geburt,
            geburtsort,
            erweiterung: Vec::new(),
        };
        Self::neu(Geber::NatuerlichePerson(Box::new(person)), abrufzweck)
    }

    /// For a legal person, an association or another organisation.
    pub fn juristische_person(name: DatatypeC, abrufzweck: CodeAZRAbrufzweck) -> Self {
        let person = typed::AnAZRAZRVerpflichtungsgeberAnfrage090051AnfrageVerpflichtungsgeberJuristischePerson {
            name,
            erweiterung: Vec::new(),
        };
        Self::neu(Geber::JuristischePerson(person), abrufzweck)
    }

    fn neu(suche: Geber, abrufzweck: CodeAZRAbrufzweck) -> Self {
        Verpflichtungsgeberanfrage {
            suche,
            abrufzweck,
            geschaeftszeichen: None,
        }
    }

    /// With the sender's file reference, for the access log.
    pub fn geschaeftszeichen(mut self, zeichen: DatatypeC) -> Self {
        self.geschaeftszeichen = Some(zeichen);
        self
    }

    /// The message, with a new UUID.
    ///
    /// # Errors
    /// [`Ablehnung`] if the content breaks the schema.
    pub fn bauen(&self, stelle: &Stelle) -> Result<Einreichung, Ablehnung> {
        let mut m = typed::AnAZRAZRVerpflichtungsgeberAnfrage090051::neu(
            stelle.kopf(),
            stelle.bearbeitung.sachbearbeiter().clone(),
            stelle.bearbeitung.behoerde().clone(),
            self.abrufzweck.clone(),
            self.suche.clone(),
        )?;
        bearbeitung!(m, stelle);
        m.geschaeftszeichen = self.geschaeftszeichen.clone();
        let kopf = m.nachrichtenkopf_g2g.clone();
        let nachricht = Nachricht::AnAZRAZRVerpflichtungsgeberAnfrage090051(Box::new(m));
        Einreichung::neu(nachricht, &kopf, None)
    }
}
