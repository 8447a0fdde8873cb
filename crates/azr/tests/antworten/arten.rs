//! Every kind of answer becomes its own content, and keeps its bytes.

use azr::antwort::{NichtZustaendig, RueckweisungNachricht};
use azr::{Antwort, Ergebnis, Inhalt, Regel, Zustaendigkeitsregeln};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::nachrichten::{FEHLER, FOLGEMELDUNG, mit_fehlertext, muster, von_azr};

/// The variant of the content, by its name.
fn art(antwort: &Antwort) -> String {
    let shown = format!("{:?}", antwort.inhalt());
    shown
        .split(['(', ' ', '{'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn each_message_of_the_register_becomes_its_own_content() {
    let set = xoev_bundled::schemas().expect("the bundled schemas");
    let kinds = [
        ("090002", "KeinTreffer", Ergebnis::Angenommen),
        ("090003", "Trefferliste", Ergebnis::Angenommen),
        ("090004", "Gesamtauskunft", Ergebnis::Angenommen),
        ("090008", "Dokument", Ergebnis::Angenommen),
        ("090022", "Registerabgleich", Ergebnis::Angenommen),
        ("090030", "Datenaenderung", Ergebnis::Unbekannt),
        ("090053", "Verpflichtungsgeber", Ergebnis::Angenommen),
        ("090097", "BestaetigungDokument", Ergebnis::Angenommen),
        ("090098", "Bestaetigung", Ergebnis::Angenommen),
        ("090099", "Fehler", Ergebnis::Abgelehnt),
        ("000002", "Rueckweisung", Ergebnis::Abgelehnt),
        ("000030", "Nichtzustaendig", Ergebnis::Abgelehnt),
        ("090001", "AndereNachricht", Ergebnis::Unbekannt),
        ("090010", "AndereNachricht", Ergebnis::Unbekannt),
    ];
    for (nummer, kind, ergebnis) in kinds {
        let xml = muster(&set, nummer, 3);
        let antwort = Antwort::lesen(xml.as_bytes());
        assert_eq!(art(&antwort), kind, "{nummer}: {antwort:?}");
        assert_eq!(antwort.ergebnis(), ergebnis, "{nummer}");
        assert_eq!(antwort.bytes(), xml.as_bytes(), "{nummer}");
        let kopf = antwort.kopf().expect(nummer);
        assert!(
            xml.contains(&kopf.uuid) && !kopf.uuid.is_empty(),
            "{nummer}"
        );
        assert!(!kopf.autor_kennung.is_empty(), "{nummer}");
    }
}

#[test]
fn the_head_names_message_sender_and_test() {
    let antwort = Antwort::lesen(FEHLER.as_bytes());
    let kopf = antwort.kopf().expect("a head");
    assert_eq!(kopf.nummer, "090099");
    assert_eq!(kopf.uuid, "ca7ac9fe-05b3-40b6-acaa-70855259ef32");
    assert_eq!(kopf.erstellungszeitpunkt, "2026-11-16T09:02:17.250+01:00");
    assert_eq!(kopf.autor_kennung, "dbs:490030020000");
    assert_eq!(kopf.leser_kennung, "azr:990100");
    assert_eq!(kopf.test.as_deref(), Some("Beispiel"));
}

#[test]
fn hints_go_with_success() {
    let xml = von_azr(
        "VonAZR.AZRKeinTreffer.090002",
        "<xa:hinweis><xa:hinweisschluessel>H1</xa:hinweisschluessel>\
         <xa:hinweistext>Bitte  Suchprofil prüfen </xa:hinweistext></xa:hinweis>",
    );
    let antwort = Antwort::lesen(xml.as_bytes());
    assert_eq!(antwort.ergebnis(), Ergebnis::Angenommen);
    assert_eq!(antwort.hinweise().len(), 1);
    assert_eq!(
        antwort.hinweise()[0].hinweistext,
        "Bitte  Suchprofil prüfen "
    );
    assert_eq!(
        antwort.hinweise()[0].to_string(),
        "H1: Bitte  Suchprofil prüfen "
    );
}

/// One photo of an answer: sent, or not sent and worth asking again.
fn bild(gesendet: bool, erneut: bool) -> String {
    let inner = match gesendet {
        true => "<xa:bild><xa:bild mimeType=\"image/jpeg\">/9j/2Q==</xa:bild><xa:metainformation>\
                 <xa:lichtbildId>L1</xa:lichtbildId></xa:metainformation></xa:bild>"
            .to_owned(),
        false => format!(
            "<xa:keinBild><xa:lichtbildId>L{erneut}</xa:lichtbildId><xa:hinweis>\
             <xa:hinweisschluessel>7</xa:hinweisschluessel><xa:hinweistext>gesperrt</xa:hinweistext>\
             </xa:hinweis><xa:erneuteAnfrageSinnvoll>{erneut}</xa:erneuteAnfrageSinnvoll></xa:keinBild>"
        ),
    };
    format!("<xa:lichtbildAllgemein>{inner}</xa:lichtbildAllgemein>")
}

#[test]
fn photos_may_come_in_part_and_some_are_worth_asking_for_again() {
    let lesen = |bilder: &[(bool, bool)]| {
        let bilder: String = bilder.iter().map(|(g, e)| bild(*g, *e)).collect();
        let xml = von_azr("VonAZR.AZRLichtbilduebermittlung.090006", &bilder);
        Antwort::lesen(xml.into_bytes())
    };
    let all = lesen(&[(true, false)]);
    assert_eq!(all.ergebnis(), Ergebnis::Angenommen, "{all:?}");
    assert_eq!(lesen(&[(false, false)]).ergebnis(), Ergebnis::Abgelehnt);
    let some = lesen(&[(true, false), (false, true), (false, false)]);
    assert_eq!(some.ergebnis(), Ergebnis::Teilweise);
    let Inhalt::Lichtbilder(bilder) = some.inhalt() else {
        panic!("{some:?}");
    };
    assert_eq!(bilder.erhalten().count(), 1);
    assert_eq!(bilder.nicht_gesendet().count(), 2);
    assert_eq!(bilder.erneut_anfragen().collect::<Vec<_>>(), ["Ltrue"]);
}

const RUECKWEISUNG: &str =
    include_str!("../../../../examples/nachrichten/xinneres/0010-rueckweisung-gueltig.xml");

#[test]
fn an_asynchronous_refusal_has_its_reasons_and_the_message_in_it() {
    let antwort = Antwort::lesen(RUECKWEISUNG.as_bytes());
    let Inhalt::Rueckweisung(r) = antwort.inhalt() else {
        panic!("{antwort:?}");
    };
    assert!(matches!(r.nachricht, RueckweisungNachricht::Asynchron(_)));
    assert_eq!(r.gruende.len(), 1);
    assert_eq!(r.gruende[0].code, "X001");
    assert!(r.gruende[0].bedeutung.is_some_and(|b| b.contains("Schema")));
    assert_eq!(r.original.as_deref(), Some(&b"<platzhalter/>"[..]));
    assert!(matches!(r.eingeschlossen(), Some(Err(_))));
    let id = r
        .transport
        .as_ref()
        .and_then(|t| t.nachrichten_id.as_deref());
    assert_eq!(id, Some("1bb94524-4d88-41d5-a848-88b21a700193"));
    assert!(!r.erneut_sinnvoll() && !r.bereits_verarbeitet());
    assert_eq!(antwort.ergebnis(), Ergebnis::Abgelehnt);
}

#[test]
fn the_message_in_a_refusal_can_be_read() {
    let xml = RUECKWEISUNG.replace("PHBsYXR6aGFsdGVyLz4=", &STANDARD.encode(FOLGEMELDUNG));
    let antwort = Antwort::lesen(xml.into_bytes());
    let Inhalt::Rueckweisung(r) = antwort.inhalt() else {
        panic!("{antwort:?}");
    };
    assert_eq!(r.original.as_deref(), Some(FOLGEMELDUNG.as_bytes()));
    let inner = r.eingeschlossen().expect("a message").expect("a valid one");
    assert_eq!(inner.message_type().number, "090010");
}

#[test]
fn a_synchronous_refusal_says_whether_to_try_again() {
    let grund = |code: &str| {
        format!(
            "<xa:rueckweisungsgrund><xa:grund><code>{code}</code></xa:grund>\
             <xa:grundSpezifisch><fehlerbeschreibung>Wartung </fehlerbeschreibung>\
             </xa:grundSpezifisch></xa:rueckweisungsgrund>"
        )
    };
    let lesen = |gruende: String| {
        let inhalt = format!(
            "<xa:rueckweisung>{gruende}<xa:idNachricht>\
             <nachrichtenUUID>0d0aa209-b31d-439e-a4e5-b882fdb3f96f</nachrichtenUUID>\
             <nachrichtentyp listURI=\"urn:de:xauslaender:codelist:nachrichtentyp\" \
             listVersionID=\"19\"><code>090010</code></nachrichtentyp>\
             <erstellungszeitpunkt>2026-11-16T08:59:40+01:00</erstellungszeitpunkt>\
             </xa:idNachricht></xa:rueckweisung>"
        );
        let xml = von_azr("Administration.RueckweisungSynchron.000002", &inhalt);
        let antwort = Antwort::lesen(xml.into_bytes());
        match antwort.inhalt() {
            Inhalt::Rueckweisung(r) => r.clone(),
            other => panic!("{other:?}"),
        }
    };
    let later = lesen(grund("T200"));
    assert!(later.erneut_sinnvoll());
    assert_eq!(
        later.gruende[0].spezifisch[0].beschreibung.as_deref(),
        Some("Wartung ")
    );
    let bezug = later.bezug.as_ref().expect("the message refused");
    assert_eq!(
        (bezug.nummer.as_str(), &bezug.uuid[..8]),
        ("090010", "0d0aa209")
    );
    assert!(!lesen(grund("T200") + &grund("X001")).erneut_sinnvoll());
    assert!(lesen(grund("S100")).bereits_verarbeitet());
}

#[test]
fn cases_of_a_collective_message_are_refused_in_part() {
    let fall = "<nichtVerarbeitbarerEinzelfall><identifikation.ereignis>\
                <ereignis.zeitpunkt>2026-11-16T08:59:40+01:00</ereignis.zeitpunkt>\
                <ereignis.zeichen>E 1</ereignis.zeichen></identifikation.ereignis>\
                <grund><grund><code>S011</code></grund></grund></nichtVerarbeitbarerEinzelfall>";
    let xml = RUECKWEISUNG.replace("    <nachricht>", &format!("{fall}<nachricht>"));
    let antwort = Antwort::lesen(xml.into_bytes());
    let Inhalt::Rueckweisung(r) = antwort.inhalt() else {
        panic!("{antwort:?}");
    };
    assert_eq!(r.einzelfaelle[0].zeichen, "E 1");
    assert_eq!(r.einzelfaelle[0].gruende[0].code, "S011");
    assert_eq!(antwort.ergebnis(), Ergebnis::Teilweise);
}

#[test]
fn not_responsible_is_declared_or_said_by_a_rule_of_the_user() {
    let none = Zustaendigkeitsregeln::default();
    let antwort = Antwort::lesen(mit_fehlertext("Sie sind nicht zuständig.").into_bytes());
    assert_eq!(antwort.nicht_zustaendig(&none), None);
    let regeln = none.clone().mit(Regel::Text("nicht zuständig".into()));
    let expected = NichtZustaendig::Regel {
        fehler: 0,
        regel: &regeln.regeln()[0],
    };
    assert_eq!(antwort.nicht_zustaendig(&regeln), Some(expected));

    let set = xoev_bundled::schemas().expect("the bundled schemas");
    let erklaert = Antwort::lesen(muster(&set, "000030", 1).into_bytes());
    assert_eq!(
        erklaert.nicht_zustaendig(&none),
        Some(NichtZustaendig::Erklaert)
    );
}
