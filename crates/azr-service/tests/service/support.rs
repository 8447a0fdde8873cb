//! A register, a client of it, and messages.

use std::time::Duration;

use azr_service::{RegisterService, RegisterSettings};
use chrono::{DateTime, Utc};
use xoev_sim::azr::{AzrServer, Register, ServerSettings, Settings};
use xoev_transport::{Address, Failure, FailureClass, Parcel};

const REPORT: &str = include_str!("../../../azr/examples/daten/090009-erstmeldung.xml");
pub(crate) const UUID: &str = "0d0aa209-b31d-439e-a4e5-b882fdb3f96f";

/// A query as a test: a number that the register does not know.
pub(crate) fn anfrage() -> String {
    let head = REPORT.find("<nachrichtenkopf").expect("a head");
    let end = REPORT.find("<xa:grundpersonalien>").expect("content");
    let head = REPORT[head..end].replace("090009", "090001");
    let at = head.find("<nachrichtenUUID>").expect("a UUID") + "<nachrichtenUUID>".len();
    let head = format!("{}{UUID}{}", &head[..at], &head[at + 36..]);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xa:AnAZR.AZRAnfrage.090001 \
         xmlns:xa=\"http://www.osci.de/xauslaender2611\" produkt=\"P\" produkthersteller=\"H\" \
         standard=\"XAusländer\" test=\"t\" version=\"26.11\">{head}\
         <xa:abrufzweck listURI=\"urn:de:xauslaender:codelist:azr:abrufzweck\" listVersionID=\"3\">\
         <code>01</code></xa:abrufzweck><xa:lieferungFruehererNamen>false</xa:lieferungFruehererNamen>\
         <xa:lieferungSuchvermerke>false</xa:lieferungSuchvermerke><xa:lieferungHistorie>false\
         </xa:lieferungHistorie><xa:anfrageAZR><xa:azrNummer>990309012345</xa:azrNummer></xa:anfrageAZR>\
         </xa:AnAZR.AZRAnfrage.090001>"
    )
}

pub(crate) fn parcel(xml: &str) -> Parcel {
    let now: DateTime<Utc> = "2026-11-22T08:00:00Z".parse().expect("a time");
    let (author, reader) = (Address::of("azr:990100"), Address::of("dbs:490030020000"));
    let mut parcel = Parcel::new(author, reader, xml.as_bytes().to_vec(), now);
    parcel.test = true;
    parcel
}

pub(crate) async fn server(change: impl FnOnce(&mut ServerSettings)) -> AzrServer {
    let mut settings = ServerSettings::default();
    settings.hold = Duration::from_secs(30);
    change(&mut settings);
    let register = Register::new(Settings::default()).expect("a register");
    AzrServer::start(register, settings)
        .await
        .expect("a server")
}

pub(crate) fn client(
    server: &AzrServer,
    change: impl FnOnce(&mut RegisterSettings),
) -> RegisterService {
    let mut settings = RegisterSettings::new(server.url()).identify("990100", "m.beispiel");
    change(&mut settings);
    RegisterService::new(settings).expect("a client")
}

pub(crate) fn number(answer: &Parcel) -> &str {
    answer.kind.as_ref().map_or("", |k| &k.number)
}

pub(crate) fn is(failure: Result<Parcel, Failure>, class: FailureClass, code: &str) {
    let failure = failure.expect_err("a failure");
    assert_eq!(
        (failure.class, failure.code.as_str()),
        (class, code),
        "{failure}"
    );
    // Nothing of messages gets into texts that end up in logs.
    assert!(!failure.text.contains("xa:"), "{failure}");
}
