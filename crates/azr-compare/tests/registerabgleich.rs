//! The comparison of registers: 090022 against local ids gives 090023.

use std::sync::LazyLock;

use azr_compare::AbgleichError;
use azr_compare::registerabgleich::{
    Abgleich, Abgleichsgruppe as G, Bestand, Einstellungen, Ergebnis as E, HOECHSTENS_JE_PAKET,
    OhneEintrag,
};
use xauslaender::v26_11::azr::{
    AZRAbgleichergebnis, AnAZRAZRFolgemeldung090010,
    AnBAMFAZRRegisterabgleichsstatistik090023 as Statistik, ReferenzId,
    VonAZRAZRRegisterabgleichsdaten090022 as Daten,
    VonAZRAZRRegisterabgleichsdaten090022AzrNummern as Nummern,
    VonAZRAZRRegisterabgleichsdaten090022AzrNummernAbgleichergebnis as Satz,
    VonAZRAZRRegisterabgleichsdaten090022AzrNummernAbgleichergebnisAbgleichMitReferenzID as Ids,
};
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xauslaender::{Absender, Kopf};
use xoev::basis::basisnachricht_g2g_1_1::{BehoerdeType, UUID};
use xoev::{MessageIo as _, Produkt};

static REPORT: LazyLock<AnAZRAZRFolgemeldung090010> = LazyLock::new(|| {
    let bytes =
        include_bytes!("../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
    AnAZRAZRFolgemeldung090010::from_slice(bytes).expect("valid")
});

fn kopf() -> Kopf {
    let head = &REPORT.nachrichtenkopf_g2g;
    let sender = Absender {
        produkt: Produkt::new("Fachverfahren Muster", "Musterhaus Software", "1.4").expect("text"),
        autor: head.autor.clone(),
        anschrift: REPORT.anschrift_autor.clone(),
        test: REPORT.test.clone(),
    };
    sender.kopf_an(BehoerdeType::clone(&head.leser))
}

fn ausloeser() -> UUID {
    UUID::new("0d0aa209-b31d-439e-a4e5-b882fdb3f96f").expect("a UUID")
}

fn nummer(at: usize) -> String {
    format!("990309{at:06}")
}

fn id(text: &str) -> ReferenzId {
    ReferenzId::new(text).expect("an id")
}

/// Ids of a record that has nothing but its basic personal data.
fn ids() -> Ids {
    Ids {
        abschiebung: Vec::new(),
        anschrift: None,
        geas_asylstatus: None,
        asylstatus: None,
        aufenthaltserlaubnis: Vec::new(),
        aufenthaltsgestattung: Vec::new(),
        aufenthaltsrecht_eu: Vec::new(),
        aufenthaltsstatus: Vec::new(),
        ausweispapier: None,
        ausweisung: Vec::new(),
        duldung: Vec::new(),
        einreise_aufenthaltsverbot: Vec::new(),
        grundpersonalien: id("Grundpe1a"),
        meldestatus: Vec::new(),
        niederlassungserlaubnis: Vec::new(),
        wohnsitzauflage_raeumliche_beschraenkung: Vec::new(),
    }
}

fn daten(records: impl IntoIterator<Item = (String, Option<Ids>)>) -> Daten {
    let list = records.into_iter().map(|(number, ids)| Satz {
        azr_nummer: AZRNummer::new(number.as_str()).expect("a number"),
        abgleich_mit_referenz_id: ids.map(Box::new),
    });
    let numbers = Nummern {
        abgleichergebnis: list.collect(),
    };
    Daten::neu(kopf(), numbers).expect("a message")
}

fn abgleich(daten: &Daten, bestand: &Bestand, einstellungen: &Einstellungen) -> Abgleich {
    Abgleich::neu(daten, bestand, einstellungen).expect("a comparison")
}

fn pakete(abgleich: &Abgleich) -> Vec<Statistik> {
    let packages = abgleich.pakete(&ausloeser(), kopf).expect("messages");
    for package in &packages {
        let bytes = package.to_vec().expect("valid");
        assert_eq!(Statistik::from_slice(&bytes).as_ref().ok(), Some(package));
    }
    packages
}

/// Id and key of each result.
fn shown(results: &[AZRAbgleichergebnis]) -> Vec<(Option<&str>, &str)> {
    let each = results.iter().map(|result| {
        let id = result.referenz_id.as_ref().map(ReferenzId::as_str);
        (id, result.abgleichergebnis.key())
    });
    each.collect()
}

#[test]
fn numbers_fall_into_both_register_only_and_local_only() {
    let daten = daten((0..3).map(|at| (nummer(at), None)));
    let mut bestand = Bestand::new();
    for at in [1, 2, 7, 5] {
        bestand.datensatz(nummer(at));
    }
    let abgleich = abgleich(&daten, &bestand, &Einstellungen::default());
    let packages = pakete(&abgleich);
    assert_eq!(packages.len(), 1);
    let package = &packages[0];
    let both: Vec<&str> = package
        .uebereinstimmende_azr_nummer
        .iter()
        .map(|record| record.azr_nummer.as_str())
        .collect();
    assert_eq!(both, [nummer(1), nummer(2)]);
    assert!(
        package
            .uebereinstimmende_azr_nummer
            .iter()
            .all(|record| record.abgleich_mit_referenz_id.is_none())
    );
    let texts = |list: &[AZRNummer]| -> Vec<String> {
        list.iter().map(|n| n.as_str().to_owned()).collect()
    };
    assert_eq!(texts(&package.azr_nummer_nicht_in_a_datei), [nummer(0)]);
    assert_eq!(
        texts(&package.azr_nummer_nicht_in_abgleichsdaten),
        [nummer(5), nummer(7)]
    );
    assert_eq!(package.ausloeser_uuid, ausloeser());
}

#[test]
fn each_entry_gets_the_result_of_its_id() {
    let register = Ids {
        abschiebung: ["GleichA1a", "FassunA1a", "FehltAA1a", "OhneIdA1a"]
            .map(id)
            .into(),
        anschrift: Some(id("Anschri2b")),
        ausweispapier: Some(id("Papiere2b")),
        duldung: vec![id("Duldung1a")],
        meldestatus: vec![id("ErsterM1a"), id("Aktuell1a")],
        ..ids()
    };
    let mut bestand = Bestand::new();
    let local = bestand.datensatz(nummer(1));
    let entries = [
        (G::Abschiebung, Some("FassunA2x")),
        (G::Abschiebung, Some("NurHier1a")),
        (G::Abschiebung, None),
        (G::Abschiebung, Some("GleichA1a")),
        (G::Anschrift, Some("Andere_9z")),
        (G::Ausweispapier, None),
        (G::Asylstatus, Some("Asylsta1a")),
        (G::Grundpersonalien, Some("Grundpe1a")),
        (G::Meldestatus, Some("Aktuell1a")),
        (G::Meldestatus, Some("Ueberza1a")),
    ];
    for (group, id) in entries {
        local.eintrag(group, id).expect("an id");
    }
    let abgleich = abgleich(
        &daten([(nummer(1), Some(register))]),
        &bestand,
        &Einstellungen::default(),
    );
    let packages = pakete(&abgleich);
    let record = &packages[0].uebereinstimmende_azr_nummer[0];
    let results = record.abgleich_mit_referenz_id.as_ref().expect("results");
    assert_eq!(
        shown(&results.abschiebung),
        [
            (Some("GleichA1a"), "01"),
            (Some("FassunA1a"), "02"),
            (Some("FehltAA1a"), "04"),
            (Some("OhneIdA1a"), "03"),
            (None, "05"),
        ]
    );
    let one = |result: &AZRAbgleichergebnis| {
        let id = result.referenz_id.as_ref().map(|id| id.as_str().to_owned());
        (id, result.abgleichergebnis.key().to_owned())
    };
    let expected = |id: &str, key: &str| {
        let id = (!id.is_empty()).then(|| id.to_owned());
        (id, key.to_owned())
    };
    // There is one current address: another id is another state of it.
    assert_eq!(one(&results.anschrift), expected("Anschri2b", "02"));
    assert_eq!(one(&results.ausweispapier), expected("Papiere2b", "04"));
    assert_eq!(one(&results.asylstatus), expected("", "05"));
    assert_eq!(one(&results.grundpersonalien), expected("Grundpe1a", "01"));
    assert_eq!(shown(&results.duldung), [(Some("Duldung1a"), "03")]);
    // Room for two: the third result is left out, and that is told.
    assert_eq!(
        shown(&results.meldestatus),
        [(Some("ErsterM1a"), "03"), (Some("Aktuell1a"), "01")]
    );
    assert_eq!(abgleich.ausgelassen(), 1);
    assert_eq!(abgleich.anzahl(G::Abschiebung, E::Gleich), 1);
    assert_eq!(abgleich.anzahl(G::Abschiebung, E::NurLokal), 1);
}

#[test]
fn what_to_send_where_there_is_nothing_is_a_setting() {
    let daten = daten([(nummer(1), Some(ids()))]);
    let mut bestand = Bestand::new();
    let local = bestand.datensatz(nummer(1));
    local
        .eintrag(G::Grundpersonalien, Some("Grundpe1a"))
        .expect("an id");
    for (setting, expected) in [
        (OhneEintrag::Uebereinstimmend, Some("01")),
        (OhneEintrag::Irrelevant, Some("06")),
        (OhneEintrag::NurLokal, Some("05")),
        (OhneEintrag::OhneReferenzen, None),
    ] {
        let mut settings = Einstellungen::default();
        settings.ohne_eintrag = setting;
        let abgleich = abgleich(&daten, &bestand, &settings);
        let packages = pakete(&abgleich);
        let record = &packages[0].uebereinstimmende_azr_nummer[0];
        let results = record.abgleich_mit_referenz_id.as_ref();
        let keys = results.map(|r| shown(&r.duldung));
        assert_eq!(keys, expected.map(|key| vec![(None, key)]), "{setting:?}");
        // It is not counted as if there had been something.
        assert_eq!(abgleich.anzahl(G::Duldung, E::Gleich), 0);
        assert_eq!(abgleich.anzahl(G::Grundpersonalien, E::Gleich), 1);
    }
}

#[test]
fn groups_that_are_irrelevant_for_the_software_are_told_so() {
    let register = Ids {
        ausweisung: vec![id("Ausweis1a")],
        duldung: vec![id("Duldung1a")],
        ..ids()
    };
    let mut bestand = Bestand::new();
    bestand.datensatz(nummer(1));
    let mut settings = Einstellungen::default();
    settings.irrelevant.insert(G::Ausweisung);
    let abgleich = abgleich(&daten([(nummer(1), Some(register))]), &bestand, &settings);
    assert_eq!(abgleich.anzahl(G::Ausweisung, E::Irrelevant), 1);
    assert_eq!(abgleich.anzahl(G::Duldung, E::NurRegister), 1);
    assert_eq!(E::Irrelevant.schluessel(), "06");
}

#[test]
fn packages_are_numbered_full_and_the_last_one_says_so() {
    let daten = daten((0..25).map(|at| (nummer(at), None)));
    let mut bestand = Bestand::new();
    for at in 20..33 {
        bestand.datensatz(nummer(at));
    }
    let mut settings = Einstellungen::default();
    settings.je_paket = 11;
    let abgleich = abgleich(&daten, &bestand, &settings);
    let packages = pakete(&abgleich);
    let facts: Vec<(String, bool, usize)> = packages
        .iter()
        .map(|package| {
            let number = package.paketierung.paketnummer.to_string();
            let last = package.paketierung.letztes_paket == true;
            let records = package.uebereinstimmende_azr_nummer.len()
                + package.azr_nummer_nicht_in_a_datei.len()
                + package.azr_nummer_nicht_in_abgleichsdaten.len();
            (number, last, records)
        })
        .collect();
    let expected = [("1", false, 11), ("2", false, 11), ("3", true, 11)];
    let expected = expected.map(|(n, last, records)| (n.to_owned(), last, records));
    assert_eq!(facts, expected);
    // Each number once, in one list.
    let mut all: Vec<String> = Vec::new();
    for package in &packages {
        let both = package.uebereinstimmende_azr_nummer.iter();
        all.extend(both.map(|r| r.azr_nummer.as_str().to_owned()));
        let alone = package.azr_nummer_nicht_in_a_datei.iter();
        let alone = alone.chain(&package.azr_nummer_nicht_in_abgleichsdaten);
        all.extend(alone.map(|n| n.as_str().to_owned()));
    }
    all.sort();
    let expected: Vec<String> = (0..33).map(nummer).collect();
    assert_eq!(all, expected);
    // Each message has an identity of its own.
    let uuids: std::collections::HashSet<String> = packages
        .iter()
        .map(|p| {
            let identity = &p.nachrichtenkopf_g2g.identifikation_nachricht;
            identity.nachrichten_uuid.as_str().to_owned()
        })
        .collect();
    assert_eq!(uuids.len(), packages.len());
}

#[test]
fn no_package_is_larger_than_the_standard_lets_it_be() {
    let mut settings = Einstellungen::default();
    settings.je_paket = 1_000_000;
    let daten = daten([]);
    let mut bestand = Bestand::new();
    for at in 0..HOECHSTENS_JE_PAKET + 1 {
        bestand.datensatz(nummer(at));
    }
    let abgleich = abgleich(&daten, &bestand, &settings);
    let packages = abgleich.pakete(&ausloeser(), kopf).expect("messages");
    let sizes: Vec<usize> = packages
        .iter()
        .map(|p| p.azr_nummer_nicht_in_abgleichsdaten.len())
        .collect();
    assert_eq!(sizes, [HOECHSTENS_JE_PAKET, 1]);
}

#[test]
fn nothing_on_both_sides_is_one_empty_package() {
    let abgleich = abgleich(&daten([]), &Bestand::new(), &Einstellungen::default());
    let packages = pakete(&abgleich);
    assert_eq!(packages.len(), 1);
    assert!(packages[0].paketierung.letztes_paket == true);
    assert_eq!(packages[0].paketierung.paketnummer.to_string(), "1");
}

#[test]
fn a_number_that_comes_twice_counts_once_and_a_wrong_one_is_refused() {
    let daten = daten([(nummer(1), None), (nummer(1), None)]);
    let found = abgleich(&daten, &Bestand::new(), &Einstellungen::default());
    assert_eq!(found.nur_register().len(), 1);
    assert_eq!(found.doppelt(), [nummer(1)]);
    let mut bestand = Bestand::new();
    bestand.datensatz("keine Nummer");
    let fault = Abgleich::neu(&daten, &bestand, &Einstellungen::default());
    assert!(matches!(fault, Err(AbgleichError::Wert { wert, .. }) if wert == "keine Nummer"));
    let fault = bestand
        .datensatz(nummer(1))
        .eintrag(G::Duldung, Some("\u{1F600}"))
        .map(drop);
    assert!(matches!(fault, Err(AbgleichError::Wert { .. })));
}

#[test]
fn the_sixteen_groups_are_groups_of_the_register() {
    assert_eq!(G::ALLE.len(), 16);
    for group in G::ALLE {
        let found = azr::Gruppe::named(group.name());
        assert!(found.is_some_and(|g| g.is_recorded()), "{group:?}");
    }
}
