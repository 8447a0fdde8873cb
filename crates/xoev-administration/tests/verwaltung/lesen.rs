//! What comes in enclosed is taken out within limits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use xoev_administration::bauen::{
    Fehlercode, Rueckweisbar, Rueckweisung, Sendungswiederholung, Vorlage,
};
use xoev_administration::lesen::{
    Bezugsquelle, ErhalteneErinnerung, Inhalt, Packfehler, Packgrenzen, eingeschlossen, kern,
};

use crate::gemeinsam::*;

fn huelle(number: &str, inner: &[u8]) -> Vec<u8> {
    let name = if number == "0030" {
        "weitergeleiteteNachricht"
    } else {
        "nachricht"
    };
    format!(
        "<a.{number}><{name}>{}</{name}></a.{number}>",
        STANDARD.encode(inner)
    )
    .into_bytes()
}

#[test]
fn a_refused_message_is_found_in_the_refusal_if_it_is_not_named() {
    let bytes = beispiel("mbabh/030103-hauptwohnung-ungueltig-zeichen.xml");
    // Without a time of creation, the refusal can't name it.
    let broken = mit(&bytes, "erstellungszeitpunkt", "zeitpunkt");
    let head = kopf(&broken);
    let one = Vorlage {
        bytes: &broken,
        kopf: Some(&head),
        gueltig: false,
    };
    let refusal = Rueckweisung::neu(
        Rueckweisbar::pruefen(one).expect("may be"),
        [Fehlercode::X001.into()],
    );
    let message = refusal.asynchron(&absender(), jetzt()).expect("built");
    let Ok(Inhalt::Rueckweisung(read)) = Inhalt::lesen(message.bytes()) else {
        panic!("no refusal");
    };
    assert_eq!(read.quelle, Some(Bezugsquelle::Eingeschlossen));
    let auf = read.auf.clone().expect("a message");
    assert_eq!(auf.uuid, "1976301a-9a65-4639-a327-6459f4b80f12");
    assert_eq!(auf.typ.code, "030103");
    assert!(!read.spaeter_wiederholen() && !read.bereits_verarbeitet());
    let tiny = Packgrenzen {
        bytes: 100,
        ..Packgrenzen::default()
    };
    let Ok(Inhalt::Rueckweisung(read)) = Inhalt::lesen_mit(message.bytes(), tiny) else {
        panic!("no refusal");
    };
    assert_eq!((read.auf, read.quelle), (None, None));
}

#[test]
fn a_technical_fault_within_a_call_may_be_repeated() {
    let bytes = beispiel("azr/090010-folgemeldung-duldung-gueltig.xml");
    let head = kopf(&bytes);
    for (codes, later) in [
        (vec![Fehlercode::T200], true),
        (vec![Fehlercode::T200, Fehlercode::X001], false),
        (vec![Fehlercode::T099], false),
    ] {
        let one = Rueckweisbar::pruefen(vorlage(&bytes, &head)).expect("may be refused");
        let refusal = Rueckweisung::neu(one, codes.into_iter().map(Into::into));
        let message = refusal.synchron(&absender(), jetzt()).expect("built");
        let Ok(Inhalt::Rueckweisung(read)) = Inhalt::lesen(message.bytes()) else {
            panic!("no refusal");
        };
        assert_eq!((read.spaeter_wiederholen(), read.synchron), (later, true));
        assert_eq!(read.auf.as_ref().map(|a| a.uuid.clone()), head.uuid);
    }
}

#[test]
fn enclosed_messages_are_taken_out_only_so_deep_and_so_large() {
    let original = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    let mut wrapped = original.clone();
    for number in ["0030", "0010", "000020"] {
        wrapped = huelle(number, &wrapped);
    }
    let found = kern(&wrapped, Packgrenzen::default()).expect("taken out");
    assert_eq!(found.kern, original);
    assert_eq!(found.huellen, ["000020", "0010", "0030"]);
    assert_eq!(found.kopf, kopf(&original));
    let flat = Packgrenzen {
        tiefe: 2,
        ..Packgrenzen::default()
    };
    assert!(matches!(kern(&wrapped, flat), Err(Packfehler::Grenze(_))));
    let small = Packgrenzen {
        bytes: original.len() - 1,
        ..Packgrenzen::default()
    };
    assert_eq!(
        eingeschlossen(&huelle("0030", &original), small),
        Err(Packfehler::Grenze("size"))
    );
    let exact = Packgrenzen {
        bytes: original.len(),
        ..Packgrenzen::default()
    };
    assert_eq!(
        eingeschlossen(&huelle("0030", &original), exact),
        Ok(vec![original])
    );
}

#[test]
fn what_encloses_nothing_readable_says_so() {
    let limits = Packgrenzen::default();
    assert_eq!(eingeschlossen(b"<a.0030/>", limits), Err(Packfehler::Leer));
    assert!(matches!(
        eingeschlossen(b"<a.0030><nachricht>%%", limits),
        Err(Packfehler::Kaputt(_)) | Err(Packfehler::Leer)
    ));
    assert!(matches!(
        eingeschlossen(b"<a.0030><nachricht>%%</nachricht></a.0030>", limits),
        Err(Packfehler::Kaputt(_))
    ));
    assert!(matches!(
        kern(&huelle("0030", b"no xml"), limits),
        Err(Packfehler::KeineNachricht(_))
    ));
    let many = "<nachricht>QQ==</nachricht>".repeat(101);
    let many = format!("<a.010002>{many}</a.010002>");
    assert_eq!(
        eingeschlossen(many.as_bytes(), limits),
        Err(Packfehler::Grenze("number"))
    );
}

#[test]
fn a_repetition_of_a_repetition_is_not_read() {
    let bytes = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    let head = kopf(&bytes);
    let again = Sendungswiederholung::neu(vorlage(&bytes, &head)).expect("a repetition");
    let once = again
        .bauen(&absender(), jetzt())
        .expect("built")
        .into_bytes();
    let text = String::from_utf8(once.clone()).expect("UTF-8");
    let twice = text.replace(&STANDARD.encode(&bytes), &STANDARD.encode(&once));
    assert!(Inhalt::lesen(&once).is_ok());
    assert!(Inhalt::lesen(twice.as_bytes()).is_err());
}

#[test]
fn a_reminder_names_its_enquiries() {
    let all = crate::bauen::alle();
    let reminder = all
        .iter()
        .find(|m| m.nummer() == "010002")
        .expect("a reminder");
    let Ok(Inhalt::Erinnerung(ErhalteneErinnerung::Anfragen {
        anfragen,
        originale,
        ..
    })) = Inhalt::lesen(reminder.bytes())
    else {
        panic!("no reminder");
    };
    let enquiry = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    assert_eq!(originale, [enquiry.clone(), enquiry.clone()]);
    assert_eq!(Some(anfragen[1].uuid.clone()), kopf(&enquiry).uuid);
}
