//! Packets, cut and put together, and all that can be wrong with them.

use std::io::Cursor;

use proptest::prelude::*;
use xoev_administration::bezug::Nachrichtenbezug;
use xoev_administration::paket::*;

use crate::gemeinsam::*;
use crate::packen::angekuendigt;

/// An archive with documents of these sizes, of bytes that can't be packed well.
pub(crate) fn archiv(sizes: &[usize]) -> Vec<u8> {
    let mut packer = Packer::neu(Cursor::new(Vec::new()));
    for (at, size) in sizes.iter().enumerate() {
        let mut state = at as u32 + 1;
        let content: Vec<u8> = (0..*size)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        let verfahren = [Verfahren::Deflate, Verfahren::Stored][at % 2];
        packer
            .dokument(&uuid(at as u64 + 1), "pdf", &content[..], verfahren)
            .expect("packed");
    }
    packer.fertig().expect("an archive").0.into_inner()
}

pub(crate) struct Lieferung {
    pub(crate) pakete: Vec<Vec<u8>>,
    pub(crate) ankuendigung: Ankuendigung,
}

pub(crate) fn lieferung(art: Paketart, archive: &[u8], documents: u64, limit: u64) -> Lieferung {
    let size = archive.len() as u64;
    let plan = Teilung::planen(art, &absender(), &andere(), size, Some(limit)).expect("a plan");
    let announcing = aktenlieferung(plan.anzahl(), size, documents);
    let reference = Nachrichtenbezug::von(&kopf(&announcing)).expect("one");
    let mut ankuendigung = Ankuendigung::lesen(&announcing, &Lieferungsgrenzen::default())
        .expect("good")
        .expect("announces");
    ankuendigung.art = art;
    let by = match art {
        Paketart::Akte => Ankuendigende::Aktenlieferung(reference.uuid),
        Paketart::Dokumentenlieferung => Ankuendigende::Fachnachricht(reference),
    };
    let packet = |number| {
        let packet = plan.paket(number, &by, jetzt()).expect("a packet");
        let mut bytes = Vec::new();
        packet
            .schreiben(&mut Cursor::new(archive), &mut bytes)
            .expect("written");
        assert_eq!(bytes.len() as u64, packet.groesse());
        assert!(packet.groesse() <= limit);
        bytes
    };
    Lieferung {
        pakete: (1..=plan.anzahl()).map(packet).collect(),
        ankuendigung,
    }
}

fn neu(ankuendigung: &Ankuendigung) -> Zusammensetzung<Cursor<Vec<u8>>> {
    let store = Cursor::new(Vec::new());
    Zusammensetzung::neu(ankuendigung.clone(), store, Lieferungsgrenzen::default()).expect("good")
}

fn nimm(z: &mut Zusammensetzung<Cursor<Vec<u8>>>, bytes: &[u8]) -> Result<Aufnahme, Paketfehler> {
    z.aufnehmen(validator(), bytes)
}

#[test]
fn a_file_travels_in_packets_in_any_order() {
    for art in [Paketart::Akte, Paketart::Dokumentenlieferung] {
        let archive = archiv(&[5_000, 12_000, 0]);
        let one = lieferung(art, &archive, 3, 8_000);
        let count = one.pakete.len() as u64;
        assert!(count > 3, "{count}");
        let mut z = neu(&one.ankuendigung);
        for (at, packet) in one.pakete.iter().enumerate().rev() {
            assert!(!z.ist_vollstaendig());
            let taken = nimm(&mut z, packet).expect("taken");
            assert_eq!(
                taken,
                Aufnahme::Neu {
                    nummer: at as u64 + 1
                }
            );
        }
        assert!(z.ist_vollstaendig());
        let mut whole = z.abschliessen().expect("an archive");
        whole.pruefen().expect("whole");
        let sizes: Vec<u64> = whole.dokumente().iter().map(|d| d.groesse).collect();
        assert_eq!(sizes, [5_000, 12_000, 0]);
        let mut read = whole.into_inner();
        let mut bytes = Vec::new();
        std::io::Seek::rewind(&mut read).expect("rewound");
        std::io::Read::read_to_end(&mut read, &mut bytes).expect("read");
        assert_eq!(bytes, archive);
    }
}

#[test]
fn an_announcement_says_what_the_plan_says() {
    let plan = Teilung::planen(
        Paketart::Akte,
        &absender(),
        &andere(),
        123_456,
        Some(20_000),
    );
    let plan = plan.expect("a plan");
    let angaben = plan.angaben();
    assert_eq!(angaben.anzahl_der_pakete.to_u64(), Some(plan.anzahl()));
    assert_eq!(angaben.archivgroesse.to_u64(), Some(123_456));
    let read = Ankuendigung::lesen(
        &aktenlieferung(9, 123_456, 4),
        &Lieferungsgrenzen::default(),
    );
    let read = read.expect("good").expect("announces");
    assert_eq!(
        (read.pakete, read.archivgroesse, read.art),
        (9, 123_456, Paketart::Akte)
    );
    assert_eq!(read.dokumente.len(), 4);
    assert_eq!(
        read.dokumente[3].dateiname.as_deref(),
        Some("Dokument 4.pdf")
    );
    assert_eq!(read.dokumente[3].uuid, uuid(4).as_str());
    let none = Ankuendigung::lesen(
        &beispiel("mbabh/030101-anmeldung-gueltig.xml"),
        &Default::default(),
    );
    assert!(none.expect("good").is_none());
}

#[test]
fn what_is_announced_may_be_written_in_any_way_of_xml() {
    let text = aktenlieferung(9, 100, 2);
    let text = mit(
        &text,
        "anzahlDerPakete>9<",
        "anzahlDerPakete><![CDATA[9]]><",
    );
    let text = mit(
        &text,
        "archivgroesse>100<",
        "archivgroesse>1<!-- -->&#48;&#x30;<",
    );
    let first = uuid(1).as_str().to_owned();
    let (begin, end) = first.split_at(9);
    let text = mit(
        &text,
        &format!("dokumentuuid>{first}<"),
        &format!("dokumentuuid>{begin}<![CDATA[{end}]]><"),
    );
    let text = mit(
        &text,
        "Dokument 1.pdf",
        "A &amp; B<![CDATA[ < C]]>&#x2e;pdf",
    );
    let read = Ankuendigung::lesen(&text, &Default::default());
    let read = read.expect("good").expect("announces");
    assert_eq!((read.pakete, read.archivgroesse), (9, 100));
    assert_eq!(read.dokumente[0].uuid, first);
    let name = read.dokumente[0].dateiname.as_deref();
    assert_eq!(name, Some("A & B < C.pdf"));
    let unknown = mit(&text, "&#48;", "&null;");
    assert!(Ankuendigung::lesen(&unknown, &Default::default()).is_err());
}

#[test]
fn announcements_that_make_no_sense_are_refused() {
    for (packets, size, documents) in [
        (0, 100, 1),
        (2, 1, 1),
        (11_000, 1 << 30, 1),
        (1, 1 << 40, 1),
    ] {
        let read = Ankuendigung::lesen(
            &aktenlieferung(packets, size, documents),
            &Default::default(),
        );
        assert!(read.is_err(), "{packets} {size} {documents}");
    }
    let text = aktenlieferung(1, 100, 1);
    for wrong in ["-1", "x", "99999999999999999999999"] {
        let changed = mit(
            &text,
            "archivgroesse>100<",
            &format!("archivgroesse>{wrong}<"),
        );
        let read = Ankuendigung::lesen(&changed, &Default::default());
        assert!(
            matches!(read, Err(Paketfehler::Ankuendigung("archivgroesse"))),
            "{wrong}"
        );
    }
    let twice = mit(
        &aktenlieferung(1, 100, 2),
        uuid(2).as_str(),
        uuid(1).as_str(),
    );
    let read = Ankuendigung::lesen(&twice, &Default::default());
    assert!(matches!(
        read,
        Err(Paketfehler::Ankuendigung("dokumentuuid"))
    ));
}

#[test]
fn no_message_is_larger_than_the_standard_or_the_transport_allows() {
    let plan = |size, limit| Teilung::planen(Paketart::Akte, &absender(), &andere(), size, limit);
    let by = Ankuendigende::Aktenlieferung(uuid(9));
    for (limit, most) in [
        (None, MAX_NACHRICHT),
        (Some(u64::MAX), MAX_NACHRICHT),
        (Some(40_000_000), 40_000_000),
        (Some(10_000), 10_000),
    ] {
        let plan = plan(200_000_000, limit).expect("a plan");
        let mut end = 0;
        for number in [1, 2, plan.anzahl()] {
            let packet = plan.paket(number, &by, jetzt()).expect("a packet");
            assert!(packet.groesse() <= most);
            end = packet.bereich().end;
            // Full packets waste little.
            assert!(number == plan.anzahl() || packet.groesse() > most - 600);
        }
        assert_eq!(end, 200_000_000);
    }
    assert!(matches!(
        plan(100, Some(1_000)),
        Err(Teilungsfehler::GrenzeZuKlein { .. })
    ));
    assert!(matches!(plan(0, None), Err(Teilungsfehler::Leer)));
    let one = plan(100, None).expect("a plan");
    assert_eq!(one.anzahl(), 1);
    for number in [0, 2] {
        assert!(matches!(
            one.paket(number, &by, jetzt()),
            Err(Teilungsfehler::Nummer { .. })
        ));
    }
    let reference = Nachrichtenbezug::von(&kopf(&aktenlieferung(1, 100, 1))).expect("one");
    let wrong = one.paket(1, &Ankuendigende::Fachnachricht(reference), jetzt());
    assert!(matches!(wrong, Err(Teilungsfehler::Ankuendigung("010207"))));
}

#[test]
fn a_packet_is_the_same_each_time_it_is_written() {
    let plan = Teilung::planen(Paketart::Akte, &absender(), &andere(), 5_000, Some(6_000));
    let packet = plan
        .expect("a plan")
        .paket(1, &Ankuendigende::Aktenlieferung(uuid(9)), jetzt());
    let packet = packet.expect("a packet");
    let content = vec![7; 5_000];
    let write = || {
        let mut bytes = Vec::new();
        packet
            .schreiben(&mut Cursor::new(&content), &mut bytes)
            .expect("written");
        bytes
    };
    assert_eq!(write(), write());
    let short = packet.schreiben(&mut Cursor::new(&content[..100]), &mut Vec::new());
    assert!(matches!(short, Err(Teilungsfehler::Archivgroesse(_))));
}

#[test]
fn missing_and_repeated_packets_are_told() {
    let archive = archiv(&[20_000]);
    let one = lieferung(Paketart::Akte, &archive, 1, 8_000);
    let mut z = neu(&one.ankuendigung);
    nimm(&mut z, &one.pakete[1]).expect("taken");
    assert_eq!(
        nimm(&mut z, &one.pakete[1]).expect("known"),
        Aufnahme::SchonDa { nummer: 2 }
    );
    let count = one.pakete.len() as u64;
    assert_eq!(z.fehlende().count() as u64, count - 1);
    // Another message with the same number is something else.
    let other = lieferung(Paketart::Akte, &archive, 1, 8_000)
        .pakete
        .swap_remove(1);
    let own = |bytes: &[u8]| kopf(bytes).uuid.expect("a UUID");
    let announced = one.ankuendigung.uuid.as_str();
    let text = String::from_utf8(other).expect("UTF-8");
    let at = text.find("identifikationAktenlieferung>").expect("a place") + 29;
    let foreign = text[at..at + 36].to_owned();
    let refused = nimm(&mut z, text.as_bytes());
    assert!(matches!(refused, Err(Paketfehler::FremdesPaket { .. })));
    let twin = text.replace(&foreign, announced);
    assert_ne!(own(twin.as_bytes()), own(&one.pakete[1]));
    let refused = nimm(&mut z, twin.as_bytes());
    assert!(matches!(refused, Err(Paketfehler::Doppelt { nummer: 2 })));
    let missing = z.abschliessen();
    assert!(
        matches!(missing, Err(Paketfehler::Fehlt { erstes: 1, anzahl }) if anzahl == count - 1)
    );
}

#[test]
fn an_error_leaves_a_delivery_as_it_was() {
    let archive = archiv(&[20_000]);
    let one = lieferung(Paketart::Akte, &archive, 1, 8_000);
    let mut z = neu(&one.ankuendigung);
    for packet in &one.pakete {
        let broken = mit(packet, "paketnummer>", "paketnumer>");
        assert!(matches!(
            nimm(&mut z, &broken),
            Err(Paketfehler::Ungueltig(_))
        ));
        let cut = &packet[..packet.len() / 2];
        assert!(matches!(nimm(&mut z, cut), Err(Paketfehler::Ungueltig(_))));
        nimm(&mut z, packet).expect("taken");
    }
    z.abschliessen()
        .expect("an archive")
        .pruefen()
        .expect("whole");
}

#[test]
fn numbers_beyond_the_announced_ones_are_refused() {
    let archive = archiv(&[100]);
    let one = lieferung(Paketart::Akte, &archive, 1, 8_000);
    let mut z = neu(&one.ankuendigung);
    for wrong in ["0", "-1", "2", "18446744073709551617"] {
        let packet = mit(
            &one.pakete[0],
            "paketnummer>1<",
            &format!("paketnummer>{wrong}<"),
        );
        assert!(
            matches!(nimm(&mut z, &packet), Err(Paketfehler::Nummer { .. })),
            "{wrong}"
        );
    }
    let plus = mit(&one.pakete[0], "paketnummer>1<", "paketnummer> +01 <");
    assert_eq!(
        nimm(&mut z, &plus).expect("the same number"),
        Aufnahme::Neu { nummer: 1 }
    );
}

#[test]
fn messages_of_another_kind_are_refused() {
    let archive = archiv(&[100]);
    let one = lieferung(Paketart::Akte, &archive, 1, 8_000);
    let other = lieferung(Paketart::Dokumentenlieferung, &archive, 1, 8_000);
    let mut z = neu(&one.ankuendigung);
    let refused = nimm(&mut z, &other.pakete[0]);
    assert!(matches!(
        refused,
        Err(Paketfehler::AndereArt {
            erwartet: "010207",
            ..
        })
    ));
    let refused = nimm(&mut z, &beispiel("mbabh/030101-anmeldung-gueltig.xml"));
    assert!(matches!(refused, Err(Paketfehler::AndereArt { .. })));
}

#[test]
fn the_size_of_all_packets_is_the_announced_one() {
    let archive = archiv(&[20_000]);
    let mut one = lieferung(Paketart::Akte, &archive, 1, 8_000);
    one.ankuendigung.archivgroesse += 1;
    let mut z = neu(&one.ankuendigung);
    for packet in &one.pakete {
        nimm(&mut z, packet).expect("taken");
    }
    assert!(matches!(z.abschliessen(), Err(Paketfehler::Groesse { .. })));
    one.ankuendigung.archivgroesse -= 2;
    let mut z = neu(&one.ankuendigung);
    let last = one.pakete.len() - 1;
    for packet in &one.pakete[..last] {
        nimm(&mut z, packet).expect("taken");
    }
    assert!(matches!(
        nimm(&mut z, &one.pakete[last]),
        Err(Paketfehler::Groesse { .. })
    ));
    // A packet larger than the whole is not even stored.
    one.ankuendigung.archivgroesse = one.ankuendigung.pakete;
    let mut z = neu(&one.ankuendigung);
    assert!(matches!(
        nimm(&mut z, &one.pakete[0]),
        Err(Paketfehler::Grenze(_))
    ));
}

#[test]
fn documents_have_to_be_those_announced() {
    let archive = archiv(&[100, 200]);
    let mut one = lieferung(Paketart::Akte, &archive, 2, 8_000);
    one.ankuendigung.dokumente = angekuendigt([1, 3]);
    let mut z = neu(&one.ankuendigung);
    nimm(&mut z, &one.pakete[0]).expect("taken");
    assert!(matches!(
        z.abschliessen(),
        Err(Paketfehler::NichtAngekuendigt(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_cut_is_put_together_again(
        sizes in prop::collection::vec(0usize..6_000, 1..5),
        limit in 2_500u64..9_000,
        seed in any::<u64>(),
        akte in any::<bool>(),
    ) {
        let art = if akte { Paketart::Akte } else { Paketart::Dokumentenlieferung };
        let archive = archiv(&sizes);
        let one = lieferung(art, &archive, sizes.len() as u64, limit);
        let mut order: Vec<usize> = (0..one.pakete.len()).collect();
        let mut state = seed;
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        let mut z = neu(&one.ankuendigung);
        for at in order {
            nimm(&mut z, &one.pakete[at]).expect("taken");
        }
        let mut whole = z.abschliessen().expect("an archive");
        whole.pruefen().expect("whole");
        let found: Vec<u64> = whole.dokumente().iter().map(|d| d.groesse).collect();
        let sent: Vec<u64> = sizes.iter().map(|s| *s as u64).collect();
        prop_assert_eq!(found, sent);
    }
}
