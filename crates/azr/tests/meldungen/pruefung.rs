//! Checking before sending.

use std::sync::OnceLock;

use azr::{Aenderung, Einreichung, Pruefung, Uebersteuerung};
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
