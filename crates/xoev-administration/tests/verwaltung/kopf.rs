//! Heads of messages of all kinds, whole and broken.

use xoev_administration::kopf::{Abbruch, MAX_TEXT};
use xoev_administration::{Nachrichtenkopf, Unlesbar};

use crate::gemeinsam::{aktenlieferung, beispiel, kopf, mit};

#[test]
fn the_head_of_a_message_of_xinneres_is_read() {
    let head = kopf(&beispiel("xinneres/0020-quittung-gueltig.xml"));
    assert_eq!(head.namensraum, "http://www.osci.de/xinneres/quittung/5");
    assert_eq!(head.element, "quittungVonSachverhalten.quittung.0020");
    let number = head.nummer().expect("a number");
    assert_eq!((number.as_str(), number.stellen()), ("0020", 4));
    assert_eq!(
        head.standard.as_deref(),
        Some("XInneres-QuittungVonSachverhalten")
    );
    assert_eq!(head.version.as_ref().map(|v| v.as_str()), Some("5"));
    assert_eq!(head.test.as_deref(), Some("Beispiel"));
    assert_eq!(
        head.uuid.as_deref(),
        Some("d8bf86bf-d6f0-499d-a71a-3fbd229d9d7c")
    );
    let made = head.erstellt.as_ref().expect("a time");
    assert_eq!(made.text, "2026-11-25T07:00:00.000+01:00");
    assert_eq!(made.zeit.map(|t| t.timestamp()), Some(1_795_586_400));
    assert_eq!(head.autor_kennung(), Some("azr:990100"));
    assert_eq!(head.leser_kennung(), Some("ags:99000100"));
    let author = head.autor.as_ref().expect("an author");
    assert_eq!(
        author.name.as_deref(),
        Some("Ausländerbehörde der Stadt Musterstadt")
    );
    assert_eq!(author.verzeichnisdienst.code, "DVDV");
    assert_eq!(author.verzeichnisdienst.listenversion.as_deref(), Some("3"));
    let way = author.erreichbarkeit.first().expect("a way");
    assert_eq!(
        (way.kanal.code.as_str(), way.kennung.as_str()),
        ("01", "auslaenderbehoerde@musterstadt.example")
    );
    assert_eq!(head.abbruch, None);
    // The event of the original is none of its own.
    assert_eq!((head.ereignis, head.quittungsrelevant.len()), (None, 0));
}

#[test]
fn what_a_message_refers_to_is_read() {
    let repetition = kopf(&beispiel(
        "administration/000020-sendungswiederholung-gueltig.xml",
    ));
    assert_eq!(repetition.nummer().expect("a number"), "000020");
    let referred = repetition.ausloeser.as_deref();
    assert_eq!(referred, Some("0150e091-9f93-4dbd-acd1-54d592efb343"));
    let registration = kopf(&beispiel("mbabh/030101-anmeldung-gueltig.xml"));
    let event = registration.ereignis.expect("an event");
    assert_eq!(event.zeichen, "EWO/2026/30101/77");
    assert_eq!(event.zeitpunkt.text, "2026-11-12T13:58:00.000+01:00");
    let file = kopf(&aktenlieferung(1, 100, 1));
    assert_eq!(file.quittungsrelevant.len(), 1);
    assert_eq!(file.quittungsrelevant[0].zeichen, "Akte 1");
    let reminder = kopf(&beispiel("abhmb/020114-azr-nummer-gueltig.xml"));
    assert!(reminder.erinnerung.is_some());
}

#[test]
fn blanks_without_end_do_not_hide_a_key() {
    let blanks = " ".repeat(10_000);
    let message = format!(
        "<a><nachrichtenkopf.g2g><leser><kennung>{blanks}ags:02999001</kennung></leser></nachrichtenkopf.g2g></a>"
    );
    let kopf = Nachrichtenkopf::read(message.as_bytes()).expect("a head");
    assert_eq!(kopf.leser_kennung(), Some("ags:02999001"));
}

#[test]
fn blanks_are_a_part_of_a_sign_and_of_nothing_else() {
    let text = "<a><nachrichtenkopf.g2g><identifikation.nachricht><nachrichtenUUID> u </nachrichtenUUID>\
        </identifikation.nachricht></nachrichtenkopf.g2g><identifikation.ereignis><ereignis.zeitpunkt> t \
        </ereignis.zeitpunkt><ereignis.zeichen> z </ereignis.zeichen></identifikation.ereignis></a>";
    let head = kopf(text.as_bytes());
    assert_eq!(head.uuid.as_deref(), Some("u"));
    let event = head.ereignis.expect("an event");
    assert_eq!(
        (event.zeitpunkt.text.as_str(), event.zeichen.as_str()),
        ("t", " z ")
    );
}

#[test]
fn any_version_is_read() {
    let old = mit(
        &beispiel("mbabh/030101-anmeldung-gueltig.xml"),
        "http://www.osci.de/xauslaender2611",
        "http://www.osci.de/xauslaender1211",
    );
    let head = kopf(&mit(&old, "version=\"26.11\"", "version='1.21.1'"));
    assert_eq!(head.namensraum, "http://www.osci.de/xauslaender1211");
    assert_eq!(head.version.expect("a version").as_str(), "1.21.1");
    assert_eq!(
        head.leser.expect("a reader").kennung.as_deref(),
        Some("azr:990200")
    );
}

#[test]
fn a_message_that_breaks_off_gives_what_was_seen() {
    let whole = beispiel("mbabh/030101-anmeldung-gueltig.xml");
    let at = whole
        .windows(7)
        .position(|w| w == b"<autor>")
        .expect("an author");
    let head = kopf(&whole[..at]);
    assert_eq!(head.leser_kennung(), Some("azr:990200"));
    assert_eq!(head.autor, None);
    assert!(matches!(
        head.abbruch,
        Some(Abbruch::NichtWohlgeformt { .. })
    ));
    let head = kopf(&mit(&whole, "</autor>", "</autoren>"));
    assert_eq!(head.autor_kennung(), Some("ags:99000200"));
    assert!(
        matches!(head.abbruch, Some(Abbruch::NichtWohlgeformt { offset, .. }) if offset > 1000)
    );
}

#[test]
fn the_encoding_does_not_hide_a_head() {
    let text = String::from_utf8(beispiel("mbabh/030101-anmeldung-gueltig.xml")).expect("UTF-8");
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(kopf(&wide).leser_kennung(), Some("azr:990200"));
    let latin: Vec<u8> = text
        .replace("UTF-8", "ISO-8859-1")
        .chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect();
    let head = kopf(&latin);
    assert_eq!(
        head.leser.expect("a reader").name.as_deref(),
        Some("Landratsamt Beispielsee, Ausländerbehörde")
    );
    let head = kopf(&mit(text.as_bytes(), "Landratsamt", "Landrats\u{1}amt"));
    assert_eq!(head.autor_kennung(), Some("ags:99000200"));
}

#[test]
fn what_is_no_xml_is_unreadable() {
    assert_eq!(Nachrichtenkopf::read(b" \r\n"), Err(Unlesbar::Leer));
    assert_eq!(Nachrichtenkopf::read(b""), Err(Unlesbar::Leer));
    assert_eq!(Nachrichtenkopf::read(b"\xFF\xFE"), Err(Unlesbar::Leer));
    for bytes in [&b"Hello"[..], b"%PDF-1.7 \xFF", b"<", b"\0\0\0"] {
        assert!(
            matches!(Nachrichtenkopf::read(bytes), Err(Unlesbar::KeineWurzel(_))),
            "{bytes:?}"
        );
    }
}

#[test]
fn long_and_deep_messages_stay_within_bounds() {
    let long = format!(
        "<a standard='{}'>{}",
        "x".repeat(10 * MAX_TEXT),
        "<b>".repeat(500)
    );
    let head = kopf(long.as_bytes());
    assert_eq!(head.standard.map(|s| s.len()), Some(MAX_TEXT));
    assert_eq!(head.abbruch, Some(Abbruch::Grenze));
    let events = "<identifikation.quittungsrelevanterSachverhalt><ereignis.zeichen>1</ereignis.zeichen>\
        </identifikation.quittungsrelevanterSachverhalt>";
    let head = kopf(format!("<a>{}</a>", events.repeat(300)).as_bytes());
    assert_eq!(head.quittungsrelevant.len(), 100);
    // Entities are refused, not followed.
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a version='1'>&c;</a>";
    let head = kopf(bomb.as_bytes());
    assert!(head.version.is_some() && head.abbruch.is_some());
}
