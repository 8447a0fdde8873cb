//! Receipts that we owe and reminders that we send: each goes out once.

use chrono::TimeDelta;
use xoev_outbox::inbox::{Arrival, ArrivalState};
use xoev_outbox::{Filter, State};
use xoev_router::DutyError;

use super::setup::{OTHER, OWN};
use super::*;

const REGISTRATION: &str = "mbabh/030101-anmeldung-gueltig.xml";
const RESIDENTS: &str = "ags:99000200";
/// A block on information, whose processing has to be acknowledged.
const BLOCKED: &str = "</xa:tagDesEinzuges>\
    <xa:auskunftssperren><xa:auskunftssperre><xa:mbauskunftssperre \
    listURI=\"urn:de:xauslaender:codelist:mbauskunftssperre\" listVersionID=\"4\">\
    <code>1</code></xa:mbauskunftssperre></xa:auskunftssperre>\
    <xa:identifikation.quittungsrelevanterSachverhalt>\
    <ereignis.zeitpunkt>2026-11-12T13:58:00.000+01:00</ereignis.zeitpunkt>\
    <ereignis.zeichen>EWO/77</ereignis.zeichen>\
    </xa:identifikation.quittungsrelevanterSachverhalt></xa:auskunftssperren>";
/// Nothing can be noted of duties; what was handed over before stays.
const BREAK: &str = "CREATE TRIGGER broken BEFORE UPDATE ON duty \
    BEGIN SELECT RAISE(ABORT, 'the program ends here'); END";
const MEND: &str = "DROP TRIGGER broken";

/// A registration with that block is received.
async fn registered(s: &Setup) -> Arrival {
    let changes = [(OTHER, OWN), ("</xa:tagDesEinzuges>", BLOCKED)];
    let registration = fresh(&example(REGISTRATION), &changes);
    s.deliver(RESIDENTS, registration.replace(" test=\"Beispiel\"", ""));
    let found = s.receive().await.remove(0);
    assert_eq!(found.state, ArrivalState::Open, "{found:?}");
    found
}

/// UUIDs of what was handed over with this number.
async fn handed_over(s: &Setup, number: &str) -> Vec<String> {
    let all = s.router.outbox().list(&Filter::default()).await;
    let all = all.expect("a store").into_iter();
    let these = all.filter(|one| one.message_type == number);
    these.map(|one| one.uuid).collect()
}

#[tokio::test]
async fn a_receipt_is_owed_for_a_fact_and_sent_after_it_was_processed() {
    let s = Setup::production().await;
    let found = registered(&s).await;
    s.clock.advance(TimeDelta::days(15));
    let due = s.router.due().await.expect("a store");
    assert_eq!(due.len(), 1);
    let sent = s.router.acknowledge(found.id, None).await.expect("sent");
    assert_eq!(s.get(&sent[0]).await.message_type, "0020");
    assert_eq!(s.router.due().await.expect("a store"), []);
}

#[tokio::test]
async fn a_receipt_that_was_handed_over_but_not_noted_is_not_sent_again() {
    let s = Setup::production().await;
    let found = registered(&s).await;
    s.tamper(BREAK).await;
    let broken = s.router.acknowledge(found.id, None).await;
    assert!(matches!(broken, Err(DutyError::Inbox(_))), "{broken:?}");
    s.tamper(MEND).await;
    let first = handed_over(&s, "0020").await;
    assert_eq!(first.len(), 1);
    s.clock.advance(TimeDelta::days(15));
    assert_eq!(s.router.due().await.expect("a store").len(), 1);
    let sent = s.router.acknowledge(found.id, None).await.expect("done");
    assert_eq!(sent, first);
    assert_eq!(handed_over(&s, "0020").await, first, "no second one");
    assert_eq!(s.router.due().await.expect("a store"), []);
    let more = s.router.acknowledge(found.id, None).await;
    assert!(matches!(more, Err(DutyError::NotDue)), "{more:?}");
}

/// What announces a file with its documents, whose arrival has to be acknowledged.
fn announcement() -> String {
    let request = fresh(&example("abhabh/010201-aktenanforderung-gueltig.xml"), &[]);
    let request = request.replace(
        "ABHABH.Aktenversand.Anforderung.010201",
        "ABHABH.Aktenversand.Akte.Metadaten.010206",
    );
    let request = request.replace("<code>010201</code>", "<code>010206</code>");
    let (start, _) = request
        .split_once("<xa:aktenzeichenAuftraggebendeABH>")
        .expect("it is there");
    format!(
        "{start}<xa:dokument>\
         <xa:dokumentuuid>7ba8f068-4ff4-4627-8788-3f41576b2a2a</xa:dokumentuuid>\
         <xa:dateiname>7ba8f068-4ff4-4627-8788-3f41576b2a2a_Anlage.pdf</xa:dateiname>\
         <xa:dokumenttyp listURI=\"urn:xoev-de:xdomea:codeliste:dateiformat\" \
         listVersionID=\"1\"><code>16</code></xa:dokumenttyp>\
         <xa:dokumentenposition>1</xa:dokumentenposition></xa:dokument>\
         <xa:identifikation.quittungsrelevanterSachverhalt>\
         <ereignis.zeitpunkt>2026-11-10T07:42:10.000+01:00</ereignis.zeitpunkt>\
         <ereignis.zeichen>AKTE/1</ereignis.zeichen>\
         </xa:identifikation.quittungsrelevanterSachverhalt>\
         <xa:anzahlDerPakete>1</xa:anzahlDerPakete><xa:archivgroesse>60</xa:archivgroesse>\
         </xa:ABHABH.Aktenversand.Akte.Metadaten.010206>"
    )
}

#[tokio::test]
async fn each_reminder_goes_out_once_also_if_it_could_not_be_noted() {
    let s = Setup::test().await;
    let sent = s.send(&announcement()).await;
    assert_eq!(sent.state, State::Delivered, "{:?}", sent.failure);
    s.clock.advance(TimeDelta::days(29));
    let due = s.router.due().await.expect("a store");
    assert_eq!(due.len(), 1, "{due:?}");
    let duty = due[0].id;
    s.tamper(BREAK).await;
    let broken = s.router.remind(duty).await;
    assert!(matches!(broken, Err(DutyError::Inbox(_))), "{broken:?}");
    s.tamper(MEND).await;
    let first = handed_over(&s, "0021").await;
    assert_eq!(first.len(), 1);
    assert_eq!(s.router.remind(duty).await.expect("done"), first[0]);
    assert_eq!(handed_over(&s, "0021").await, first, "no second one");
    // The next level is another reminder.
    s.clock.advance(TimeDelta::days(15));
    let second = s.router.remind(duty).await.expect("sent");
    assert_eq!(handed_over(&s, "0021").await, [first[0].clone(), second]);
}
