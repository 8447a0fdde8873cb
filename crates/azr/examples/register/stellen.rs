//! Authorities, persons and values for the examples. All of them are invented.

use std::error::Error;

use azr::inhalt::Grundpersonalien;
use azr::{Bearbeitung, Stelle};
use xauslaender::v26_11::azr::AZRGeburt;
use xauslaender::v26_11::baukasten::{AngabenZumStaat, Geburtsort, Geschlecht};
use xauslaender::v26_11::codes::CodeStaatsangehoerigkeit;
use xauslaender::xinneres::allgemeinername_4::AllgemeinerName;
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xauslaender::xinneres::behoerde_7::BehoerdeErreichbar;
use xauslaender::xinneres::datum_2::{
    Tagesdatum, TeilbekanntesDatum, TeilbekanntesDatumMitUnbekannt,
};
use xauslaender::xinneres::geschlecht_1::CodeGeschlecht;
use xauslaender::xinneres::meldeanschrift_5::{
    MeldeanschriftPostleitzahl, MeldeanschriftStrasse, MeldeanschriftWohnort,
};
use xauslaender::xinneres::postanschrift_5::{
    PostalischeInlandsanschrift, PostalischeInlandsanschriftGebaeudeanschrift,
};
use xauslaender::{Absender, behoerde_im_dvdv};
use xoev::basis::basisnachricht_g2g_1_1::{
    BehoerdeType, CodeKommunikationKanalType, CodeVerzeichnisdienstType, KommunikationType,
};
use xoev::din91379::DatatypeC;
use xoev::{Fault, Produkt, Simple};

pub(crate) type Ergebnis<T> = Result<T, Box<dyn Error>>;

/// The register as the reader of messages.
pub(crate) fn register() -> Result<BehoerdeType, Fault> {
    behoerde_im_dvdv("dbs:490030020000", "Ausländerzentralregister", "3")
}

/// The immigration office of a town.
pub(crate) fn auslaenderbehoerde() -> Result<Stelle, Fault> {
    Ok(Stelle {
        absender: absender("azr:990100", "Ausländerbehörde der Stadt Musterstadt")?,
        register: register()?,
        bearbeitung: Bearbeitung::neu("Beispiel, Martina", "990100")?,
    })
}

/// The federal asylum office.
pub(crate) fn bamf() -> Result<Stelle, Fault> {
    Ok(Stelle {
        absender: absender("dbs:990200", "Bundesamt, Außenstelle Musterstadt")?,
        register: register()?,
        bearbeitung: Bearbeitung::neu("Muster, Erwin", "990200")?,
    })
}

/// A sender. Its messages are marked as tests.
pub(crate) fn absender(kennung: &str, name: &str) -> Result<Absender, Fault> {
    let verzeichnisdienst = CodeVerzeichnisdienstType::with_version("DVDV", "3")?;
    let anschrift = PostalischeInlandsanschriftGebaeudeanschrift {
        hausnummer: None,
        hausnummer_buchstabe_zusatzziffer: None,
        postleitzahl: MeldeanschriftPostleitzahl::new("00100")?,
        stockwerkswohnungsnummer: None,
        strasse: MeldeanschriftStrasse::new("Rathausplatz")?,
        teilnummer_der_hausnummer: None,
        wohnort: MeldeanschriftWohnort::new("Musterstadt")?,
        wohnort_frueherer_gemeindename: None,
        wohnungsinhaber: None,
        zusatzangaben: None,
        hausnummern_bis: None,
    };
    Ok(Absender {
        produkt: Produkt::new("Fachverfahren Muster", "Musterhaus Software", "1.4")?,
        autor: BehoerdeErreichbar {
            verzeichnisdienst,
            kennung: DatatypeC::new(kennung)?,
            name: DatatypeC::new(name)?,
            erreichbarkeit: vec![KommunikationType {
                kanal: CodeKommunikationKanalType::with_version("01", "3")?,
                kennung: DatatypeC::new("post@musterstadt.example")?,
                zusatz: None,
            }],
        },
        anschrift: PostalischeInlandsanschrift::Gebaeude(Box::new(anschrift)),
        test: Some(DatatypeC::new("Beispiel")?),
    })
}

/// A day, as `2026-10-15`.
pub(crate) fn tag(text: &str) -> Result<Tagesdatum, Fault> {
    Tagesdatum::from_text(text)
}

/// An AZR number.
pub(crate) fn nummer(text: &str) -> Result<AZRNummer, Fault> {
    AZRNummer::new(text)
}

/// A short text.
pub(crate) fn text(text: &str) -> Result<DatatypeC, Fault> {
    DatatypeC::new(text)
}

/// Basic personal data.
pub(crate) fn person(
    familienname: &str,
    vorname: &str,
    geboren: &str,
) -> Result<Grundpersonalien, Fault> {
    let staat = AngabenZumStaat {
        staatsangehoerigkeit: CodeStaatsangehoerigkeit::with_version("423", "2")?,
        staatsgebiet: None,
    };
    let geboren = TeilbekanntesDatum::JahrMonatTag(tag(geboren)?);
    Ok(Grundpersonalien {
        familienname: AllgemeinerName::Name(text(familienname)?),
        geburtsname: None,
        vorname: AllgemeinerName::Name(text(vorname)?),
        geschlecht: Geschlecht {
            geschlecht: Some(CodeGeschlecht::from(CodeGeschlecht::C_W)),
        },
        doktorgrad: None,
        geburtsangaben: AZRGeburt {
            geburtsort: Geburtsort::Ort(text("Kabul")?),
            geburtsort_staat: staat.clone(),
            tag_der_geburt: TeilbekanntesDatumMitUnbekannt::TeilbekanntesDatum(geboren),
            geburtsortbezirk: None,
        },
        staatsangehoerigkeit: vec![staat],
        schreibweise_name_nach_dt_recht: None,
        geschlechtseintrag_nach_dt_recht: None,
        erweiterung: Vec::new(),
    })
}
