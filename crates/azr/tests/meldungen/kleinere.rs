//! Documents, photos, the comparison of registers, and the care of data.

use azr::{
    Abgleichsstatistik, Bearbeitung, Datenpflegeanfrage, Dokumentanforderung, Dokumentmeldung,
    Einreichung, Grund, Lichtbildanforderung, MAX_DOKUMENT, Registerabgleichsanfrage, Stelle,
    Unerlaesslichkeit, Vermerk, Zeitraum,
};
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::codes::{
    CodeAZRDokumentenformat, CodeAZRDokumenttyp, CodeAZRRegisterabgleichzweck,
};
use xoev::MessageIo;

use crate::fallen::{AZR, abh, gruende, id};
use crate::pruefung::pruefung;
use crate::register::stellen::{self, nummer, tag, text};

#[test]
fn a_document_has_its_size_and_its_notes_within_bounds() {
    let store = |typ: &str, bytes: usize, notes: usize| {
        let typ = CodeAZRDokumenttyp::new(typ).expect("a code");
        let format = CodeAZRDokumentenformat::from(CodeAZRDokumentenformat::APPLICATION_PDF);
        let number = nummer(AZR).expect("a number");
        let one =
            Dokumentmeldung::speichern(number, typ, format, vec![b'x'; bytes], id("abcdefg1z"));
        one.notizen(text(&"n".repeat(notes)).expect("a text"))
            .bauen(&abh())
    };
    assert_eq!(gruende(store("1", 0, 1)), ["EINREICHUNG-DOKUMENT-LEER"]);
    assert!(store("1", MAX_DOKUMENT, 2000).is_ok());
    assert_eq!(
        gruende(store("1", MAX_DOKUMENT + 1, 2001)),
        ["EINREICHUNG-DOKUMENT-GROESSE", "EINREICHUNG-NOTIZEN"]
    );
    // The limit of the notes is stated for orders only.
    assert!(store("4", 1, 2001).is_ok());
}

#[test]
fn a_document_is_stored_with_its_fact_and_deleted_by_its_id() {
    let typ = || CodeAZRDokumenttyp::new("4").expect("a code");
    let gone = Dokumentmeldung::loeschen(
        nummer(AZR).expect("a number"),
        typ(),
        text("D1").expect("a text"),
    );
    let built = gone.bauen(&abh()).expect("built");
    let m = typed::AnAZRAZRDokumentmeldung090012::from_slice(built.bytes()).expect("readable");
    assert_eq!(m.aenderungs_art.key(), "03");
    assert!(m.dokument_id.is_some() && m.dokument.is_none());
    assert!(m.referenz_auf_sachverhalt_id.is_none() && m.datenformat.is_none());
}

#[test]
fn nothing_says_that_a_document_is_indispensable_unless_somebody_does() {
    let ask = || Dokumentanforderung::neu(text("D1").expect("a text"));
    let read = |built: &Einreichung| {
        typed::AnAZRAZRDokumentanforderung090007::from_slice(built.bytes()).expect("readable")
    };
    let plain = ask().bauen(&abh()).expect("built");
    assert_eq!(read(&plain).bestaetigung_unerlaesslichkeit, None);
    assert!(plain.vermerke().is_empty());
    assert_eq!(
        Unerlaesslichkeit::bestaetigt_von(" "),
        Err(Grund::PersonFehlt)
    );
    let who = Unerlaesslichkeit::bestaetigt_von("Martina Beispiel").expect("a name");
    let built = ask().unerlaesslich(who).bauen(&abh()).expect("built");
    assert!(read(&built).bestaetigung_unerlaesslichkeit.is_some());
    let wer = "Martina Beispiel".to_owned();
    assert_eq!(built.vermerke(), [Vermerk::Unerlaesslich { wer }]);
    let sent = String::from_utf8(built.into_bytes()).expect("UTF-8");
    assert!(!sent.contains("Martina Beispiel"));
}

#[test]
fn smaller_messages_refuse_what_they_can_not_say() {
    let none = Lichtbildanforderung::neu([]).bauen(&abh());
    assert_eq!(gruende(none), ["EINREICHUNG-LICHTBILD"]);
    let one = || nummer(AZR).expect("a number");
    let same = Datenpflegeanfrage::mehrfacherfassung([one(), one()]).bauen(&abh());
    assert_eq!(gruende(same), ["EINREICHUNG-NUMMER-MEHRFACH"]);
    let begin = std::time::Instant::now();
    let many = (0..50_000).map(|n| nummer(&format!("{n:012}")).expect("a number"));
    let many: Vec<_> = many.chain([one()]).chain([one()]).collect();
    let many = Datenpflegeanfrage::mehrfacherfassung(many).bauen(&abh());
    assert_eq!(gruende(many), ["EINREICHUNG-NUMMER-MEHRFACH"]);
    assert!(begin.elapsed() < std::time::Duration::from_secs(10));
    let single = Datenpflegeanfrage::mehrfacherfassung([one()]).bauen(&abh());
    assert_eq!(gruende(single), ["EINREICHUNG-ZWEI-NUMMERN"]);
    let zweck = || CodeAZRRegisterabgleichzweck::from(CodeAZRRegisterabgleichzweck::C_01);
    let day = |text| tag(text).expect("a day");
    let period = Zeitraum::VonBis(day("2026-02-01"), day("2026-01-31"));
    let back = Registerabgleichsanfrage::neu(zweck(), period).bauen(&abh());
    assert_eq!(gruende(back), ["EINREICHUNG-ZEITRAUM"]);
    let one_day = Zeitraum::VonBis(day("2026-02-01"), day("2026-02-01"));
    assert!(
        Registerabgleichsanfrage::neu(zweck(), one_day)
            .bauen(&abh())
            .is_ok()
    );
}

#[test]
fn a_package_of_statistics_has_each_number_once_and_repeats_the_uuid() {
    let bamf = stellen::bamf().expect("an office");
    let head = bamf
        .absender
        .kopf_an(stellen::register().expect("a reader"));
    let zweck = CodeAZRRegisterabgleichzweck::from(CodeAZRRegisterabgleichzweck::C_01);
    let ask =
        typed::VonBAMFAZRRegisterabgleichsveranlassung090020::neu(head, zweck).expect("090020");
    let reader = || stellen::register().expect("a reader");
    let number = |at: u32| nummer(&format!("990309{at:06}")).expect("a number");
    let mut package = Abgleichsstatistik::neu(&ask, 1, true);
    package.nicht_in_a_datei = (0..50_000).map(number).collect();
    let built = package.bauen(&abh(), reader()).expect("built");
    let m = typed::AnBAMFAZRRegisterabgleichsstatistik090023::from_slice(built.bytes())
        .expect("readable");
    let uuid = &ask
        .nachrichtenkopf_g2g
        .identifikation_nachricht
        .nachrichten_uuid;
    assert_eq!(&m.ausloeser_uuid, uuid);
    let checked = pruefung().pruefen(built, &[]);
    assert!(checked.is_ok(), "{:?}", checked.err());
    package.nicht_in_abgleichsdaten = vec![number(7)];
    assert_eq!(
        gruende(package.bauen(&abh(), reader())),
        ["EINREICHUNG-NUMMER-MEHRFACH", "EINREICHUNG-PAKET-GROESSE"]
    );
    let zero = Abgleichsstatistik::neu(&ask, 0, false).bauen(&abh(), reader());
    assert_eq!(gruende(zero), ["EINREICHUNG-PAKETNUMMER"]);
}

#[test]
fn the_largest_document_can_be_checked_and_sent() {
    let typ = CodeAZRDokumenttyp::new("4").expect("a code");
    let format = CodeAZRDokumentenformat::from(CodeAZRDokumentenformat::APPLICATION_PDF);
    let mut document = b"%PDF-1.7".to_vec();
    document.resize(MAX_DOKUMENT, b' ');
    let number = nummer(AZR).expect("a number");
    let one = Dokumentmeldung::speichern(number, typ, format, document.clone(), id("abcdefg1z"));
    let built = one.bauen(&abh()).expect("built");
    let checked = pruefung().pruefen(built, &[]).expect("passes");
    let m = typed::AnAZRAZRDokumentmeldung090012::from_slice(checked.bytes()).expect("readable");
    assert!(m.dokument.is_some_and(|d| d.as_bytes() == document));
    let shown = format!("{checked:?}");
    assert!(
        shown.len() < 1000,
        "the message is printed: {} characters",
        shown.len()
    );
}

#[test]
fn who_is_responsible_is_said_only_if_it_is_somebody_else() {
    let sent = |bearbeitung: Bearbeitung| {
        let stelle = Stelle {
            bearbeitung,
            ..abh()
        };
        let built = Lichtbildanforderung::neu([text("P1").expect("a text")]).bauen(&stelle);
        let bytes = built.expect("built").into_bytes();
        typed::AnAZRAZRLichtbildanforderung090005::from_slice(&bytes).expect("readable")
    };
    let own = || Bearbeitung::neu("Beispiel, Martina", "990100").expect("a clerk");
    let same = own().verantwortlich("Beispiel, Martina").expect("a clerk");
    let m = sent(same.im_auftrag("990100").expect("an authority"));
    assert_eq!(
        (
            m.verantwortlicher_sachbearbeiter,
            m.verantwortliche_behoerde
        ),
        (None, None)
    );
    let other = own().verantwortlich("Muster, Erwin").expect("a clerk");
    let m = sent(other.im_auftrag("990200").expect("an authority"));
    assert_eq!(
        m.verantwortlicher_sachbearbeiter.as_deref(),
        Some("Muster, Erwin")
    );
    assert_eq!(m.verantwortliche_behoerde.as_deref(), Some("990200"));
    assert_eq!(&*m.durchfuehrender_sachbearbeiter, "Beispiel, Martina");
    assert!(Bearbeitung::neu("Beispiel, Martina", "99010").is_err());
}
