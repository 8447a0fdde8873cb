//! What the tests share: a sender, messages from the examples, a validator.

use std::path::Path;
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset};
use xauslaender::v26_11::abhabh;
use xauslaender::xinneres::quittung_5::QuittungVonSachverhaltenQuittung0020;
use xauslaender::{Absender, behoerde_im_dvdv};
use xoev::basis::basisnachricht_g2g_1_1::{BehoerdeType, UUID};
use xoev::builtin::Integer;
use xoev::{Identifikation, MessageIo, Produkt, Simple};
use xoev_administration::Nachrichtenkopf;
use xoev_administration::bauen::Vorlage;
use xoev_validator::{Report, Settings, Validator};

/// An example message, as it stands in the repository: each is a test message.
pub(crate) fn beispiel(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/nachrichten");
    std::fs::read(folder.join(file)).expect("an example")
}

/// An example message as if it were a real one.
pub(crate) fn echt(file: &str) -> Vec<u8> {
    let text = String::from_utf8(beispiel(file)).expect("UTF-8");
    assert!(text.contains(" test=\"Beispiel\""));
    text.replace(" test=\"Beispiel\"", "").into_bytes()
}

pub(crate) fn kopf(bytes: &[u8]) -> Nachrichtenkopf {
    Nachrichtenkopf::read(bytes).expect("a head")
}

/// A message with one text in place of another.
pub(crate) fn mit(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    assert!(text.contains(from), "{from}");
    text.replace(from, to).into_bytes()
}

/// The immigration office of the tests: azr:990100.
pub(crate) fn absender() -> Absender {
    let example = beispiel("xinneres/0020-quittung-gueltig.xml");
    let example = QuittungVonSachverhaltenQuittung0020::from_slice(&example).expect("valid");
    Absender {
        produkt: Produkt::new("Fachverfahren Muster", "Musterhaus Software", "1.4").expect("texts"),
        autor: example.nachrichtenkopf_g2g.autor,
        anschrift: example.anschrift_autor,
        test: None,
    }
}

pub(crate) fn andere() -> BehoerdeType {
    behoerde_im_dvdv("azr:990300", "Ausländerbehörde Beispielstadt", "3").expect("texts")
}

pub(crate) fn jetzt() -> DateTime<FixedOffset> {
    "2026-11-22T04:00:00.250+01:00".parse().expect("a time")
}

pub(crate) fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| Validator::lazy(xoev_bundled::schemas().expect("schemas")))
}

pub(crate) fn bericht(bytes: &[u8]) -> Report {
    let report = validator().validate(bytes, &Settings::default());
    report.expect("memory can be read")
}

/// A message that is taken as valid.
pub(crate) fn vorlage<'a>(bytes: &'a [u8], kopf: &'a Nachrichtenkopf) -> Vorlage<'a> {
    Vorlage::gueltig(bytes, kopf)
}

pub(crate) fn uuid(n: u64) -> UUID {
    UUID::from_text(&format!("5da62d25-01a6-4951-ae4e-{n:012x}")).expect("a UUID")
}

/// A valid 010206 from another office for the one of the tests, which asks for a receipt.
pub(crate) fn aktenlieferung(pakete: u64, groesse: u64, dokumente: u64) -> Vec<u8> {
    let enquiry = beispiel("abhabh/010201-aktenanforderung-gueltig.xml");
    let enquiry = abhabh::ABHABHAktenversandAnforderung010201::from_slice(&enquiry).expect("valid");
    let mut other = absender();
    other.autor.kennung = andere().kennung;
    let own = behoerde_im_dvdv("azr:990100", "Ausländerbehörde der Stadt Musterstadt", "3");
    let kopf = other.kopf_mit(Identifikation::um(jetzt()), own.expect("texts"));
    let zeitpunkt = kopf.identifikation.erstellungszeitpunkt().clone();
    let document = |n: u64| abhabh::ABHDokument {
        pfad: None,
        dokumentuuid: uuid(n),
        dateiname: Simple::from_text(&format!("Dokument {n}.pdf")).expect("a text"),
        dokumenttyp: xauslaender::v26_11::codes::CodeXDomeaDateiformat::with_version("001", "2")
            .expect("a code"),
        beschreibung: None,
        dokumentenposition: Integer::from(n),
        aktenwirksamkeitszeitpunkt: None,
    };
    let mut message = abhabh::ABHABHAktenversandAkteMetadaten010206::neu(
        kopf,
        enquiry.identifikation_person_abhabh,
        (1..=dokumente).map(document).collect(),
        Integer::from(pakete),
        Integer::from(groesse),
    )
    .expect("a message");
    message.identifikation_quittungsrelevanter_sachverhalt = Some(
        xauslaender::xinneres::basisnachricht_7::IdentifikationEreignis {
            ereignis_zeitpunkt: zeitpunkt,
            ereignis_zeichen: Simple::from_text("Akte 1").expect("a sign"),
        },
    );
    message.to_vec().expect("valid")
}
