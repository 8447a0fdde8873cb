//! Forwarding, and telling that one is not responsible: two different things.

use xauslaender::xinneres::behoerde_7::BehoerdeMitAnschrift;
use xoev::din91379::DatatypeC;
use xoev_administration::bauen::*;
use xoev_administration::lesen::{ErhalteneWeiterleitung, Inhalt};

use crate::gemeinsam::*;

/// One of every kind of message of this part.
pub(crate) fn alle() -> Vec<Verwaltungsnachricht> {
    let bytes = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let own = absender();
    let note = DatatypeC::new("Wohnort liegt außerhalb.").expect("a text");
    let on = Weiterleitung::neu(vorlage(&bytes, &head), andere()).expect("may be passed on");
    let on = on
        .bemerkungen(note.clone())
        .bauen(&own, jetzt())
        .expect("built");
    let unknown = UngeklaerteZustaendigkeit::neu(vorlage(&bytes, &head)).expect("may be told");
    let unknown = unknown
        .bemerkung(note.clone())
        .bauen(&own, jetzt())
        .expect("built");
    let asylum = beispiel("asyl/111205-meldeanschrift-gueltig.xml");
    let head = kopf(&asylum);
    let declared = Nichtzustaendigserklaerung::neu(vorlage(&asylum, &head)).expect("may be told");
    let declared = declared.zustaendig(mit_anschrift()).bemerkung(note);
    let declared = declared.bauen(&own, jetzt()).expect("built");
    vec![on.weiterleitung, on.abgabe, unknown, declared]
}

fn mit_anschrift() -> BehoerdeMitAnschrift {
    let other = andere();
    BehoerdeMitAnschrift {
        verzeichnisdienst: other.verzeichnisdienst,
        kennung: other.kennung,
        name: other.name,
        erreichbarkeit: Vec::new(),
        anschrift: None,
    }
}

fn gelesen(bytes: &[u8]) -> ErhalteneWeiterleitung {
    match Inhalt::lesen(bytes) {
        Ok(Inhalt::Weiterleitung(read)) => read,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_forwarding_keeps_author_and_message_and_tells_the_author() {
    let bytes = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let on = Weiterleitung::neu(vorlage(&bytes, &head), andere()).expect("may be passed on");
    let on = on.bauen(&absender(), jetzt()).expect("built");
    let read = gelesen(on.weiterleitung.bytes());
    assert_eq!(read.original, bytes);
    assert_eq!(read.typ.code, "030101");
    assert_eq!(
        read.ausloesende_stelle.kennung.as_deref(),
        Some("ags:99000200")
    );
    assert_eq!(on.weiterleitung.leser(), "azr:990300");
    let [hop] = read.weitergegeben.as_slice() else {
        panic!("{:?}", read.weitergegeben);
    };
    assert_eq!(hop.stelle.kennung.as_deref(), Some("azr:990100"));
    // The time of a hop is that of the message by which it was made.
    assert_eq!(
        Some(&hop.zeitpunkt),
        kopf(on.weiterleitung.bytes()).erstellt.as_ref()
    );
    assert_eq!(on.abgabe.leser(), "ags:99000200");
    let Ok(Inhalt::Abgabe(told)) = Inhalt::lesen(on.abgabe.bytes()) else {
        panic!("not told");
    };
    assert_eq!(Some(told.auf.uuid), head.uuid);
    assert_eq!(told.an.kennung.as_deref(), Some("azr:990300"));
    assert_eq!(told.ereignis, head.ereignis);
}

#[test]
fn a_second_hop_appends_itself_and_does_not_nest() {
    let bytes = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let first = Weiterleitung::neu(vorlage(&bytes, &head), andere()).expect("may be passed on");
    let first = first
        .bauen(&absender(), jetzt())
        .expect("built")
        .weiterleitung;
    let mut second = absender();
    second.autor.kennung = andere().kennung;
    let later = jetzt() + chrono::Duration::hours(5);
    let head_of_first = kopf(first.bytes());
    let fourth = DatatypeC::new("azr:990400").expect("a key");
    let mut to = andere();
    to.kennung = fourth;
    let on =
        Weiterleitung::neu(vorlage(first.bytes(), &head_of_first), to).expect("may be passed on");
    let on = on.bauen(&second, later).expect("built");
    let read = gelesen(on.weiterleitung.bytes());
    assert_eq!(read.original, bytes);
    assert_eq!(read.typ.code, "030101");
    let hops: Vec<_> = read
        .weitergegeben
        .iter()
        .map(|h| h.stelle.kennung.as_deref())
        .collect();
    assert_eq!(hops, [Some("azr:990100"), Some("azr:990300")]);
    assert!(read.weitergegeben[0].zeitpunkt.zeit < read.weitergegeben[1].zeitpunkt.zeit);
    assert_eq!(
        read.ausloesende_stelle.kennung.as_deref(),
        Some("ags:99000200")
    );
    // The author is told, not who passed it on last.
    assert_eq!(
        (on.weiterleitung.leser(), on.abgabe.leser()),
        ("azr:990400", "ags:99000200")
    );
}

#[test]
fn a_forwarding_within_a_forwarding_is_refused() {
    let inner = alle().swap_remove(0);
    assert_eq!(inner.nummer(), "0030");
    let outer = String::from_utf8(inner.bytes().to_vec()).expect("UTF-8");
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    let original = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let nested = outer.replace(&engine.encode(original), &engine.encode(inner.bytes()));
    assert_ne!(outer, nested);
    let head = kopf(nested.as_bytes());
    let refused = Weiterleitung::neu(vorlage(nested.as_bytes(), &head), andere()).err();
    assert!(
        matches!(refused, Some(Baufehler::Verschachtelt { .. })),
        "{refused:?}"
    );
    assert!(Inhalt::lesen(nested.as_bytes()).is_err());
}

#[test]
fn who_does_not_know_is_not_in_the_list_of_those_who_passed_on() {
    let bytes = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let head = kopf(&bytes);
    let on = Weiterleitung::neu(vorlage(&bytes, &head), andere()).expect("may be passed on");
    let on = on.bauen(&absender(), jetzt()).expect("built").weiterleitung;
    let on_head = kopf(on.bytes());
    let mut second = absender();
    second.autor.kennung = andere().kennung;
    for (who, hops) in [(absender(), 0), (second, 1)] {
        let told =
            UngeklaerteZustaendigkeit::neu(vorlage(on.bytes(), &on_head)).expect("may be told");
        let told = told.bauen(&who, jetzt()).expect("built");
        assert_eq!((told.nummer(), told.leser()), ("0032", "ags:99000200"));
        let Ok(Inhalt::Nichtzustaendigkeit(read)) = Inhalt::lesen(told.bytes()) else {
            panic!("not told");
        };
        assert_eq!(Some(read.auf), head.uuid);
        assert_eq!(read.ereignis, head.ereignis);
        assert_eq!((read.weitergegeben.len(), read.zustaendig), (hops, None));
    }
}

#[test]
fn each_process_has_its_own_way_to_say_not_responsible() {
    for (file, passed_on) in [
        ("mbabh/030101-anmeldung-gueltig.xml", true),
        ("abhabh/010201-aktenanforderung-gueltig.xml", true),
        ("asyl/111205-meldeanschrift-gueltig.xml", false),
        ("ozg/130104-statusmeldung-gueltig.xml", false),
    ] {
        let bytes = beispiel(file);
        let head = kopf(&bytes);
        let one = vorlage(&bytes, &head);
        assert_eq!(
            Weiterleitung::neu(one, andere()).is_ok(),
            passed_on,
            "{file}"
        );
        assert_eq!(
            UngeklaerteZustaendigkeit::neu(one).is_ok(),
            passed_on,
            "{file}"
        );
        assert_eq!(
            Nichtzustaendigserklaerung::neu(one).is_ok(),
            !passed_on,
            "{file}"
        );
    }
    for file in [
        "xinneres/0010-rueckweisung-gueltig.xml",
        "azr/090099-fehlernachricht-gueltig.xml",
    ] {
        let bytes = beispiel(file);
        let head = kopf(&bytes);
        let one = vorlage(&bytes, &head);
        assert!(matches!(
            Nichtzustaendigserklaerung::neu(one),
            Err(Baufehler::AndererWeg { .. })
        ));
        assert!(matches!(
            UngeklaerteZustaendigkeit::neu(one),
            Err(Baufehler::AndererWeg { .. })
        ));
        assert!(matches!(
            Weiterleitung::neu(one, andere()),
            Err(Baufehler::AndererWeg { .. })
        ));
    }
}

#[test]
fn a_declaration_names_who_is_responsible_if_that_is_known() {
    let asylum = beispiel("asyl/111205-meldeanschrift-gueltig.xml");
    let head = kopf(&asylum);
    for named in [true, false] {
        let mut told =
            Nichtzustaendigserklaerung::neu(vorlage(&asylum, &head)).expect("may be told");
        if named {
            told = told.zustaendig(mit_anschrift());
        }
        let told = told.bauen(&absender(), jetzt()).expect("built");
        assert_eq!(Some(told.leser()), head.autor_kennung());
        let Ok(Inhalt::Nichtzustaendigkeit(read)) = Inhalt::lesen(told.bytes()) else {
            panic!("not told");
        };
        assert_eq!(Some(&read.auf), head.uuid.as_ref());
        let key = read.zustaendig.and_then(|z| z.kennung);
        assert_eq!(key.as_deref(), named.then_some("azr:990300"));
    }
}
