//! Checking before sending.

use std::sync::OnceLock;

use azr::inhalt::Aufenthaltserlaubnis;
use azr::{Aenderung, Einreichung, Pruefung, ReferenzId, Uebersteuerung};
use xauslaender::v26_11::codes::{CodeAZRAufenthaltserlaubnisArt, CodeAZRDuldungArt};
use xoev::Language;

use crate::fallen::{duldung, folgemeldung};
use crate::register::stellen::{self, text};

pub(crate) fn pruefung() -> &'static Pruefung {
    static PRUEFUNG: OnceLock<Pruefung> = OnceLock::new();
    PRUEFUNG.get_or_init(|| Pruefung::bundled().expect("what is embedded"))
}

fn bauen(kennung: &str) -> Einreichung {
    let mut abh = stellen::auslaenderbehoerde().expect("an office");
    abh.absender.autor.kennung = text(kennung).expect("a text");
    folgemeldung()
        .mit(Aenderung::neu(duldung()))
        .bauen(&abh)
        .expect("built")
}

#[test]
fn a_correct_submission_passes_and_says_that_it_was_checked() {
    let built = bauen("azr:990100");
    assert!(built.pruefvermerk().is_none());
    let checked = pruefung().pruefen(built, &[]).expect("passes");
    let note = checked.pruefvermerk().expect("was checked");
    assert!(note.uebersteuert.is_empty());
}

#[test]
fn a_hard_finding_holds_a_submission_back_until_somebody_decides() {
    // The rules want a prefix in the key of an authority.
    let held = pruefung()
        .pruefen(bauen("ohne Präfix"), &[])
        .expect_err("held back");
    let hard: Vec<_> = held.harte().cloned().collect();
    assert!(!hard.is_empty());
    for finding in &hard {
        assert!(finding.hart && finding.ebene > 1, "{finding}");
        assert_ne!(
            finding.text(Language::German),
            finding.text(Language::English)
        );
    }
    let bytes = held.einreichung.bytes().to_vec();
    let decide =
        |f: &azr::Befund| Uebersteuerung::neu(&f.regel, "mit dem BVA abgestimmt", "Beispiel");
    let decisions: Vec<Uebersteuerung> = hard.iter().filter_map(decide).collect();
    let sent = pruefung()
        .pruefen(*held.einreichung, &decisions)
        .expect("decided");
    assert_eq!(sent.bytes(), bytes);
    let note = sent.pruefvermerk().expect("was checked");
    assert_eq!(note.uebersteuert.len(), hard.len());
    assert_eq!(note.uebersteuert[0].1.wer(), "Beispiel");
    assert_eq!(note.uebersteuert[0].1.grund(), "mit dem BVA abgestimmt");
}

#[test]
fn a_plausibility_check_of_the_register_holds_back_what_only_corrections_may_have() {
    let permit = |gueltig: Option<bool>| Aufenthaltserlaubnis {
        aufenthaltserlaubnis_art: CodeAZRAufenthaltserlaubnisArt::new("492").expect("a code"),
        ereignisdatum: None,
        befristungsdatum: None,
        nummer_aufenthaltstitel: None,
        staat: None,
        gueltig: gueltig.map(Into::into),
        parallel_zu_id: Vec::new(),
        erweiterung: Vec::new(),
    };
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let id = ReferenzId::from_local_record("Rx7C56w06").expect("an id");
    let check = |change| {
        let built = folgemeldung().mit(change).bauen(&abh).expect("built");
        pruefung().pruefen(built, &[])
    };
    let held = check(Aenderung::neu(permit(Some(true)))).expect_err("held back");
    let rules: Vec<&str> = held.harte().map(|f| f.regel.as_str()).collect();
    assert_eq!(rules, ["AZR-GUELTIG-KORREKTUR"]);
    assert!(held.harte().all(|f| f.ebene == 3));
    assert!(check(Aenderung::neu(permit(None))).is_ok());
    assert!(check(Aenderung::berichtigen(id, permit(Some(true)))).is_ok());
}

#[test]
fn a_soft_finding_is_a_warning_that_stays_with_the_submission() {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    // A toleration that is revoked has no time limit.
    let mut revoked = duldung();
    revoked.duldung_art = CodeAZRDuldungArt::new("17").expect("a code");
    let built = folgemeldung()
        .mit(Aenderung::neu(revoked))
        .bauen(&abh)
        .expect("built");
    let checked = pruefung().pruefen(built, &[]).expect("passes");
    let note = checked.pruefvermerk().expect("was checked");
    let rules: Vec<&str> = note.warnungen.iter().map(|f| f.regel.as_str()).collect();
    assert!(rules.contains(&"AZR-BEFRISTUNG"), "{rules:?}");
    assert!(note.warnungen.iter().all(|f| !f.hart));
}

#[test]
fn nobody_can_decide_that_the_schema_does_not_matter() {
    // A release in which the message has another name.
    let mut set = xoev_bundled::schemas().expect("schemas");
    let mut all = set.elements.iter_mut();
    let message = all.find(|e| &*e.name.local == "AnAZR.AZRFolgemeldung.090010");
    message.expect("the message").name.local = "AnAZR.AZRFolgemeldung.090110".into();
    let rules = azr_rules::rules(&set).expect("rules");
    let lists = xoev_codelist::CodeLists::new();
    let other = Pruefung::neu(set, rules, lists).expect("compiles");
    let held = other
        .pruefen(bauen("azr:990100"), &[])
        .expect_err("held back");
    let hard: Vec<_> = held.harte().cloned().collect();
    assert!(hard.iter().any(|f| f.ebene == 1), "{hard:?}");
    let decide = |f: &azr::Befund| Uebersteuerung::neu(&f.regel, "geht schon", "Beispiel");
    let decisions: Vec<Uebersteuerung> = hard.iter().filter_map(decide).collect();
    let held = other
        .pruefen(*held.einreichung, &decisions)
        .expect_err("held back");
    assert!(held.harte().all(|f| f.ebene == 1));
}

#[test]
fn a_decision_names_rule_reason_and_person() {
    assert!(Uebersteuerung::neu("X", "weil", "ich").is_some());
    assert!(Uebersteuerung::neu("X", " ", "ich").is_none());
    assert!(Uebersteuerung::neu("X", "weil", "").is_none());
    assert!(Uebersteuerung::neu("", "weil", "ich").is_none());
}

#[test]
fn nothing_but_a_valid_message_goes_without_finding() {
    let good = bauen("azr:990100");
    assert!(pruefung().befunde(good.bytes()).iter().all(|f| !f.hart));
    let cut = &good.bytes()[..good.bytes().len() / 2];
    for bad in [cut, b"<a/>", b"", b"\xFF"] {
        assert!(
            pruefung()
                .befunde(bad)
                .iter()
                .any(|f| f.hart && f.ebene == 1)
        );
    }
}

#[test]
fn what_the_rules_did_not_look_at_holds_a_submission_back_in_both_languages() {
    let good = String::from_utf8(bauen("azr:990100").into_bytes()).expect("UTF-8");
    let (before, after) = good.split_once("<xa:sachverhalt>").expect("a fact");
    let many = "<xa:neu/>".repeat(25_000);
    let message = format!("{before}<xa:sachverhalt>{many}{after}");
    let all = pruefung().befunde(message.as_bytes());
    let limit = all.iter().find(|f| f.regel == "limit").expect("a finding");
    assert!(limit.hart && limit.ebene > 1, "{limit:?}");
    assert!(limit.text(Language::German).contains("zu viele Elemente"));
    assert!(limit.text(Language::English).contains("too many elements"));
}
