//! Refusals, repetitions, receipts and reminders, and what they must not be.

use std::num::NonZeroU32;

use xauslaender::xinneres::quittung_5::QuittungVonSachverhaltenErinnerung0021;
use xauslaender::xinneres::rueckweisung_6::{
    CodeFehlercodeSpezifisch, RueckweisungTransportinformationen,
};
use xoev::din91379::DatatypeC;
use xoev::{CodeType, MessageIo, Simple};
use xoev_administration::Nachrichtenkopf;
use xoev_administration::bauen::*;
use xoev_administration::lesen::{Inhalt, eingeschlossen};

use crate::gemeinsam::*;

/// One of every kind of message that is built about another one, for those that judge them.
pub(crate) fn alle() -> Vec<Verwaltungsnachricht> {
    let own = absender();
    let mut all = Vec::new();
    for (bytes, synchron) in [
        (echt("mbabh/030101-anmeldung-gueltig.xml"), false),
        (
            beispiel("mbabh/030103-hauptwohnung-ungueltig-zeichen.xml"),
            false,
        ),
        (
            beispiel("azr/090010-folgemeldung-duldung-gueltig.xml"),
            true,
        ),
    ] {
        let head = kopf(&bytes);
        let refusal = Rueckweisbar::pruefen(vorlage(&bytes, &head)).expect("may be refused");
        let mut refusal = Rueckweisung::neu(refusal, viele_gruende());
        refusal = refusal.transport(RueckweisungTransportinformationen {
            nachrichten_id: Some(DatatypeC::new("id-1").expect("a text")),
            betreff: None,
            sendezeitpunkt: None,
            ergaenzende_hinweise: None,
        });
        all.push(match synchron {
            true => refusal.synchron(&own, jetzt()).expect("built"),
            false => refusal.asynchron(&own, jetzt()).expect("built"),
        });
    }
    let file = aktenlieferung(2, 100, 3);
    let head = kopf(&file);
    let receipts = Quittung::faellige(vorlage(&file, &head)).expect("receipts");
    all.extend(
        receipts
            .iter()
            .map(|r| r.bauen(&own, jetzt()).expect("built")),
    );
    let event = &head.quittungsrelevant[0];
    let reminder = Quittungserinnerung::neu(vorlage(&file, &head), event, NonZeroU32::MIN);
    all.push(
        reminder
            .expect("a reminder")
            .bauen(&own, jetzt())
            .expect("built"),
    );
    let enquiry = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    let head = kopf(&enquiry);
    let again = Sendungswiederholung::neu(vorlage(&enquiry, &head)).expect("a repetition");
    all.push(again.bauen(&own, jetzt()).expect("built"));
    let reminder = Erinnerung::neu().an(vorlage(&enquiry, &head), Transportangaben::default());
    let reminder =
        reminder.and_then(|r| r.an(vorlage(&enquiry, &head), Transportangaben::default()));
    all.push(
        reminder
            .expect("a reminder")
            .bauen(&own, jetzt())
            .expect("built"),
    );
    all.extend(crate::weitergeben::alle());
    all
}

fn viele_gruende() -> Vec<Rueckweisungsgrund> {
    let code = CodeFehlercodeSpezifisch::from_parts("7", None, Some("urn:x:liste"), Some("2"));
    let special = SpezifischerGrund::neu(code.ok(), None).expect("a reason");
    let text = SpezifischerGrund::text("Die Adresse fehlt.").expect("a reason");
    vec![
        Fehlercode::X001.into(),
        Fehlercode::T080.into(),
        Rueckweisungsgrund::Spezifisch(special, vec![text]),
    ]
}

fn ablehnen<'a>(bytes: &'a [u8], head: &'a Nachrichtenkopf, gueltig: bool) -> Rueckweisbar<'a> {
    let vorlage = Vorlage {
        bytes,
        kopf: Some(head),
        gueltig,
    };
    Rueckweisbar::pruefen(vorlage).expect("may be refused")
}

#[test]
fn every_message_has_a_uuid_of_its_own_and_goes_where_it_should() {
    let all = alle();
    let mut seen = std::collections::HashSet::new();
    for one in &all {
        let head = kopf(one.bytes());
        assert_eq!(head.uuid.as_deref(), Some(one.uuid().as_str()));
        assert_eq!(head.nummer().expect("a number"), one.nummer());
        assert_eq!(head.leser_kennung(), Some(one.leser()));
        assert_eq!(head.autor_kennung(), Some("azr:990100"));
        assert!(seen.insert(one.uuid().as_str().to_owned()));
        assert_ne!(one.bezug(), Some(one.uuid()));
        assert_eq!(
            head.erstellt.expect("a time").text,
            "2026-11-22T04:00:00.250+01:00"
        );
    }
    assert_eq!(all.len(), 11);
}

#[test]
fn a_refusal_lists_all_reasons_once_and_encloses_the_message() {
    let bytes = echt("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let twice = viele_gruende().into_iter().chain(viele_gruende());
    let refusal = Rueckweisung::neu(ablehnen(&bytes, &head, true), twice);
    let refusal = refusal.asynchron(&absender(), jetzt()).expect("built");
    assert_eq!(
        (refusal.nummer(), refusal.leser()),
        ("0010", "ags:99000200")
    );
    assert_eq!(refusal.bezug().map(|u| u.as_str()), head.uuid.as_deref());
    assert_eq!(
        eingeschlossen(refusal.bytes(), Default::default()),
        Ok(vec![bytes.clone()])
    );
    let Ok(Inhalt::Rueckweisung(read)) = Inhalt::lesen(refusal.bytes()) else {
        panic!("no refusal");
    };
    let codes: Vec<&str> = read.gruende.iter().map(|g| g.code.as_str()).collect();
    assert_eq!(codes, ["X001", "T080", "S999", "7", ""]);
    assert_eq!(read.gruende[3].liste.as_deref(), Some("urn:x:liste"));
    assert_eq!(read.gruende[3].listenversion.as_deref(), Some("2"));
    assert_eq!(read.gruende[4].text.as_deref(), Some("Die Adresse fehlt."));
    assert_eq!(
        read.gruende[0].liste.as_deref(),
        Some("urn:de:xinneres:codeliste:fehlercodes")
    );
    assert_eq!(read.gruende[0].listenversion.as_deref(), Some("3"));
}

#[test]
fn refusals_receipts_and_reminders_are_never_refused() {
    let kinds = [
        "xinneres/0010-rueckweisung-gueltig.xml",
        "xinneres/0010-rueckweisung-ungueltig-namensraum.xml",
        "xinneres/0020-quittung-gueltig.xml",
        "xinneres/0020-quittung-ungueltig-nicht-wohlgeformt.xml",
    ];
    let built: Vec<Vec<u8>> = alle()
        .into_iter()
        .filter(|m| ["000002", "0010", "0020", "0021", "010002"].contains(&m.nummer()))
        .map(Verwaltungsnachricht::into_bytes)
        .collect();
    assert_eq!(built.len(), 6);
    for bytes in kinds.into_iter().map(beispiel).chain(built) {
        let head = kopf(&bytes);
        let refused = Rueckweisbar::pruefen(vorlage(&bytes, &head));
        assert!(
            matches!(refused, Err(Baufehler::NichtRueckweisbar { .. })),
            "{}",
            head.element
        );
    }
    // Its type says what it is, even if its name does not.
    let text =
        "<x><nachrichtenkopf.g2g><identifikation.nachricht><nachrichtentyp><code>0010</code>";
    let head = kopf(text.as_bytes());
    assert!(Rueckweisbar::pruefen(vorlage(text.as_bytes(), &head)).is_err());
}

#[test]
fn a_refusal_needs_reasons_and_specific_ones_need_content() {
    let bytes = echt("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let none = Rueckweisung::neu(ablehnen(&bytes, &head, true), []);
    assert!(matches!(
        none.synchron(&absender(), jetzt()),
        Err(Baufehler::OhneGrund)
    ));
    assert!(matches!(
        none.asynchron(&absender(), jetzt()),
        Err(Baufehler::OhneGrund)
    ));
    assert!(matches!(
        SpezifischerGrund::text("  "),
        Err(Baufehler::GrundOhneInhalt)
    ));
    assert!(matches!(
        SpezifischerGrund::neu(None, None),
        Err(Baufehler::GrundOhneInhalt)
    ));
    assert_eq!(Fehlercode::named("S999"), None);
    assert!(
        Fehlercode::ALL
            .iter()
            .all(|c| Fehlercode::named(c.as_str()) == Some(*c))
    );
}

#[test]
fn codes_are_used_only_where_their_list_has_them() {
    let bytes = beispiel("azr/090010-folgemeldung-duldung-gueltig.xml");
    let head = kopf(&bytes);
    let refuse = |code: Fehlercode| Rueckweisung::neu(ablehnen(&bytes, &head, true), [code.into()]);
    let own = absender();
    for code in Fehlercode::ALL {
        let sync = refuse(code).synchron(&own, jetzt());
        let asynchronous = refuse(code).asynchron(&own, jetzt());
        assert_eq!(sync.is_ok(), code != Fehlercode::S030, "{code:?}");
        let never = [Fehlercode::T200, Fehlercode::S020];
        assert_eq!(asynchronous.is_ok(), !never.contains(&code), "{code:?}");
    }
}

#[test]
fn single_cases_and_their_code_go_together() {
    let bytes = echt("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let event = head
        .ereignis
        .as_ref()
        .and_then(|e| e.typisiert())
        .expect("an event");
    let case = |gruende| Einzelfallgrund {
        ereignis: event.clone(),
        gruende,
    };
    let refusal = || Rueckweisung::neu(ablehnen(&bytes, &head, true), []);
    let built = refusal().einzelfaelle([case(vec![Fehlercode::S011.into()])], b"<rest/>".to_vec());
    let message = built.asynchron(&absender(), jetzt()).expect("built");
    let Ok(Inhalt::Rueckweisung(read)) = Inhalt::lesen(message.bytes()) else {
        panic!("no refusal");
    };
    assert_eq!(read.gruende[0].code, "S020");
    assert_eq!(
        read.einzelfaelle[0].ereignis,
        head.ereignis.clone().expect("an event")
    );
    assert_eq!(read.einzelfaelle[0].gruende[0].code, "S011");
    assert_eq!(
        eingeschlossen(message.bytes(), Default::default()),
        Ok(vec![b"<rest/>".to_vec()])
    );
    assert!(matches!(
        built.synchron(&absender(), jetzt()),
        Err(Baufehler::EinzelfaelleFehlen)
    ));
    let empty = refusal().einzelfaelle([case(vec![])], Vec::new());
    assert!(matches!(
        empty.asynchron(&absender(), jetzt()),
        Err(Baufehler::OhneGrund)
    ));
}

#[test]
fn a_valid_message_is_identified_and_a_broken_one_as_far_as_it_can_be() {
    let bytes = echt("mbabh/030101-anmeldung-gueltig.xml");
    let broken = mit(&bytes, "f7944b6b-3e2f-45d1-a579-47736965b4ac", "keine");
    let head = kopf(&broken);
    let refusal =
        |gueltig| Rueckweisung::neu(ablehnen(&broken, &head, gueltig), [Fehlercode::X001.into()]);
    let message = refusal(false)
        .asynchron(&absender(), jetzt())
        .expect("built");
    assert_eq!(message.bezug(), None);
    let error = refusal(true).asynchron(&absender(), jetzt());
    assert!(matches!(error, Err(Baufehler::Ohne("identification"))));
    // Without an author, the transport has to know.
    let unknown = Vorlage {
        bytes: b"nonsense",
        kopf: None,
        gueltig: false,
    };
    let unknown = Rueckweisbar::pruefen(unknown).expect("may be refused");
    let refusal = Rueckweisung::neu(unknown, [Fehlercode::X000.into()]);
    assert!(matches!(
        refusal.asynchron(&absender(), jetzt()),
        Err(Baufehler::Ohne(_))
    ));
    let message = refusal
        .an(andere())
        .asynchron(&absender(), jetzt())
        .expect("built");
    assert_eq!(message.leser(), "azr:990300");
}

#[test]
fn what_is_about_a_test_is_a_test() {
    let test = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let real = echt("mbabh/030101-anmeldung-gueltig.xml");
    for (bytes, expected) in [(test, Some("Beispiel")), (real, None)] {
        let head = kopf(&bytes);
        let refusal = Rueckweisung::neu(ablehnen(&bytes, &head, true), [Fehlercode::V000.into()]);
        let message = refusal.asynchron(&absender(), jetzt()).expect("built");
        assert_eq!(kopf(message.bytes()).test.as_deref(), expected);
    }
}

#[test]
fn a_repetition_encloses_the_message_byte_for_byte_and_keeps_its_uuid() {
    let bytes = beispiel("azr/090010-folgemeldung-duldung-gueltig.xml");
    let head = kopf(&bytes);
    let again = Sendungswiederholung::neu(vorlage(&bytes, &head)).expect("a repetition");
    let message = again.bauen(&absender(), jetzt()).expect("built");
    let Ok(Inhalt::Sendungswiederholung {
        original,
        kopf: inner,
    }) = Inhalt::lesen(message.bytes())
    else {
        panic!("no repetition");
    };
    assert_eq!(original, bytes);
    assert_eq!(inner, head);
    assert_eq!(message.bezug().map(|u| u.as_str()), head.uuid.as_deref());
    assert_eq!(Some(message.leser()), head.leser_kennung());
}

#[test]
fn repetitions_hold_neither_repetitions_nor_other_versions() {
    let nested = beispiel("administration/000020-sendungswiederholung-gueltig.xml");
    let base = beispiel("xinneres/0020-quittung-gueltig.xml");
    for bytes in [nested, base] {
        let head = kopf(&bytes);
        let refused = Sendungswiederholung::neu(vorlage(&bytes, &head)).err();
        assert!(matches!(refused, Some(Baufehler::Verschachtelt { .. })));
    }
    let old = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    let old = mit(&old, "version=\"26.11\"", "version=\"26.05\"");
    let head = kopf(&old);
    let refused = Sendungswiederholung::neu(vorlage(&old, &head)).err();
    assert!(
        matches!(refused, Some(Baufehler::AndereVersion { version, .. }) if version == "26.05")
    );
    let refused = Erinnerung::neu().an(vorlage(&old, &head), Transportangaben::default());
    assert!(matches!(refused, Err(Baufehler::AndereVersion { .. })));
}

#[test]
fn a_receipt_is_for_events_that_ask_for_one() {
    let file = aktenlieferung(1, 100, 1);
    let head = kopf(&file);
    let receipts = Quittung::faellige(vorlage(&file, &head)).expect("receipts");
    let message = receipts[0].bauen(&absender(), jetzt()).expect("built");
    let Ok(Inhalt::Quittung(read)) = Inhalt::lesen(message.bytes()) else {
        panic!("no receipt");
    };
    assert_eq!(Some(&read.auf.uuid), head.uuid.as_ref());
    assert_eq!(read.auf.typ.code, "010206");
    assert_eq!(&read.ursprungsereignis, receipts[0].ereignis());
    assert_eq!(
        (read.sachverhalt.code.as_str(), message.leser()),
        ("4", "azr:990300")
    );
    let mut other = head.quittungsrelevant[0].clone();
    other.zeichen = "ein anderes".into();
    let refused = Quittungserinnerung::neu(vorlage(&file, &head), &other, NonZeroU32::MIN);
    assert!(matches!(refused, Err(Baufehler::FremdesEreignis { .. })));
    let plain = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&plain);
    assert!(
        Quittung::faellige(vorlage(&plain, &head))
            .expect("none")
            .is_empty()
    );
}

#[test]
fn reminders_of_receipts_count_from_one() {
    let file = aktenlieferung(1, 100, 1);
    let head = kopf(&file);
    let event = &head.quittungsrelevant[0];
    for level in [1, 2, 40] {
        let level = NonZeroU32::new(level).expect("a level");
        let reminder = Quittungserinnerung::neu(vorlage(&file, &head), event, level).expect("one");
        let message = reminder.bauen(&absender(), jetzt()).expect("built");
        let read =
            QuittungVonSachverhaltenErinnerung0021::from_slice(message.bytes()).expect("valid");
        assert_eq!(read.erinnerungsstufe.to_u64(), Some(u64::from(level.get())));
        assert_eq!(Some(message.leser()), head.leser_kennung());
    }
}

#[test]
fn offices_are_reminded_of_enquiries_only_and_each_of_its_own() {
    let enquiry = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    let head = kopf(&enquiry);
    let one = Erinnerung::neu()
        .an(vorlage(&enquiry, &head), Transportangaben::default())
        .expect("one");
    let message = one.clone().bauen(&absender(), jetzt()).expect("built");
    assert_eq!(kopf(message.bytes()).ausloeser, head.uuid);
    let elsewhere = mit(&enquiry, "azr:990200", "azr:990400");
    let other = kopf(&elsewhere);
    let refused = one.an(vorlage(&elsewhere, &other), Transportangaben::default());
    assert!(matches!(refused, Err(Baufehler::VerschiedeneLeser)));
    let file = aktenlieferung(1, 100, 1);
    let registration = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    for bytes in [file, registration, message.into_bytes()] {
        let head = kopf(&bytes);
        let refused = Erinnerung::neu().an(vorlage(&bytes, &head), Transportangaben::default());
        assert!(matches!(refused, Err(Baufehler::AndererWeg { .. })));
    }
    assert!(matches!(
        Erinnerung::neu().bauen(&absender(), jetzt()),
        Err(Baufehler::Ohne(_))
    ));
}

#[test]
fn texts_that_messages_cannot_hold_are_refused() {
    let bytes = echt("mbabh/030101-anmeldung-gueltig.xml");
    let head = Nachrichtenkopf::read(&mit(&bytes, "ags:99000200", "&#x1F600;")).expect("a head");
    let refusal = Rueckweisung::neu(ablehnen(&bytes, &head, false), [Fehlercode::X001.into()]);
    assert!(matches!(
        refusal.asynchron(&absender(), jetzt()),
        Err(Baufehler::Wert(_))
    ));
    assert!(DatatypeC::from_text("\u{1F600}").is_err());
}
