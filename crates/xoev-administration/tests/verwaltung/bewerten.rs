//! What answers mean.

use xoev_administration::bauen::{Fehlercode, Rueckweisbar, Rueckweisung};
use xoev_administration::{Urteil, bewerten};

use crate::gemeinsam::*;

fn zurueck(codes: &[Fehlercode], synchron: bool) -> Vec<u8> {
    let bytes = beispiel("azr/090010-folgemeldung-duldung-gueltig.xml");
    let head = kopf(&bytes);
    let one = Rueckweisbar::pruefen(vorlage(&bytes, &head)).expect("may be refused");
    let refusal = Rueckweisung::neu(one, codes.iter().map(|c| (*c).into()));
    let built = match synchron {
        true => refusal.synchron(&absender(), jetzt()),
        false => refusal.asynchron(&absender(), jetzt()),
    };
    built.expect("built").into_bytes()
}

#[test]
fn errors_of_the_register_refuse_word_for_word() {
    let judged = bewerten(&beispiel("azr/090099-fehlernachricht-gueltig.xml"));
    let Urteil::Abgelehnt { gruende, spaeter } = judged.urteil else {
        panic!("{judged:?}");
    };
    assert!(!gruende.is_empty() && !gruende[0].code.is_empty() && !spaeter);
    assert!(
        gruende[0]
            .text
            .as_ref()
            .expect("a text")
            .contains("Duldung.ereignisdatum")
    );
    // It names no message: the call does.
    assert_eq!(judged.auf, None);
    let broken = bewerten(&beispiel(
        "azr/090099-fehlernachricht-ungueltig-fehlendes-element.xml",
    ));
    assert_ne!(broken.urteil, Urteil::Angenommen);
}

#[test]
fn refusals_are_refusals_and_only_technical_faults_may_be_repeated() {
    let original = kopf(&beispiel("azr/090010-folgemeldung-duldung-gueltig.xml")).uuid;
    for (codes, synchron, later) in [
        (&[Fehlercode::T200][..], true, true),
        (&[Fehlercode::T200, Fehlercode::S001], true, false),
        (&[Fehlercode::X001], false, false),
    ] {
        let judged = bewerten(&zurueck(codes, synchron));
        let Urteil::Abgelehnt { gruende, spaeter } = judged.urteil else {
            panic!("{judged:?}");
        };
        assert_eq!(spaeter, later);
        let said: Vec<&str> = gruende.iter().map(|g| g.code.as_str()).collect();
        let sent: Vec<&str> = codes.iter().map(|c| c.as_str()).collect();
        assert_eq!(said, sent);
        assert!(
            gruende
                .iter()
                .all(|g| g.liste.is_some() && g.listenversion.is_some() && g.bezeichnung.is_some())
        );
        assert_eq!(judged.auf, original);
    }
    let twice = bewerten(&zurueck(&[Fehlercode::S100], true));
    assert_eq!(twice.urteil, Urteil::BereitsVerarbeitet);
}

#[test]
fn not_responsible_is_an_outcome_of_its_own() {
    let mut seen = Vec::new();
    for message in crate::weitergeben::alle() {
        let judged = bewerten(message.bytes());
        match judged.urteil {
            Urteil::NichtZustaendig {
                zustaendig,
                bemerkung,
            } => {
                assert_eq!(zustaendig.is_some(), message.nummer() == "000030");
                assert_eq!(bemerkung.as_deref(), Some("Wohnort liegt außerhalb."));
                assert_eq!(judged.auf.as_deref(), message.bezug().map(|u| u.as_str()));
            }
            Urteil::Weitergegeben { ref an } => {
                assert_eq!(an.kennung.as_deref(), Some("azr:990300"));
                assert_eq!(judged.auf.as_deref(), message.bezug().map(|u| u.as_str()));
            }
            Urteil::Unklar { .. } => assert_eq!(message.nummer(), "0030"),
            other => panic!("{other:?}"),
        }
        seen.push(message.nummer());
    }
    assert_eq!(seen, ["0030", "0031", "0032", "000030"]);
    let example = bewerten(&beispiel(
        "administration/000030-nichtzustaendigkeit-gueltig.xml",
    ));
    assert_eq!(
        example.auf.as_deref(),
        Some("e0a7de7d-484c-4eb6-a69e-56c26a9b71ee")
    );
}

#[test]
fn receipts_accept_and_what_is_no_answer_is_unclear() {
    let receipt = bewerten(&beispiel("xinneres/0020-quittung-gueltig.xml"));
    assert_eq!(receipt.urteil, Urteil::Angenommen);
    assert_eq!(
        receipt.auf.as_deref(),
        Some("5da62d25-01a6-4951-ae4e-24593294b601")
    );
    for bytes in [
        &b"<html>Bad Gateway</html>"[..],
        b"",
        &beispiel("xinneres/0020-quittung-ungueltig-nicht-wohlgeformt.xml"),
        &beispiel("xinneres/0010-rueckweisung-ungueltig-namensraum.xml"),
        &beispiel("administration/000020-sendungswiederholung-gueltig.xml"),
        &beispiel("mbabh/030101-anmeldung-gueltig.xml"),
    ] {
        assert!(matches!(bewerten(bytes).urteil, Urteil::Unklar { .. }));
    }
    let error = bewerten(&beispiel("ersst/140099-fehlernachricht-gueltig.xml"));
    assert!(matches!(error.urteil, Urteil::Abgelehnt { ref gruende, .. } if !gruende.is_empty()));
}
