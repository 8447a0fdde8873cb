//! What comes in, and where it goes.

use chrono::TimeDelta;
use xoev_administration::Nachrichtenkopf;
use xoev_administration::bauen::{Fehlercode, Rueckweisbar, Rueckweisung, Vorlage};
use xoev_outbox::State;
use xoev_outbox::inbox::ArrivalState;
use xoev_sim::xta::{Fault, Operation, Outcome, ReportRecord};

use super::setup::{OTHER, OWN};
use super::*;

const REQUEST: &str = "abhabh/010201-aktenanforderung-gueltig.xml";

/// An example for production, from the other authority to us.
fn to_us(name: &str) -> String {
    let message = fresh(&example(name), &[]).replace(" test=\"Beispiel\"", "");
    message
        .replace(OWN, "azr:000000")
        .replace(OTHER, OWN)
        .replace("azr:000000", OTHER)
}

#[tokio::test]
async fn a_message_is_stored_before_it_is_acknowledged_and_comes_once() {
    let s = Setup::production().await;
    let message = to_us(REQUEST);
    s.deliver(OTHER, message.clone());
    let found = s.receive().await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].state, ArrivalState::Open);
    assert_eq!(found[0].uuid.as_deref(), Some(uuid_of(&message).as_str()));
    // Sent once more by its author, under another id of the transport.
    s.deliver(OTHER, message);
    assert_eq!(s.receive().await.len(), 1);
    let contents = s.router.inbox().read(found[0].id).await.expect("a store");
    assert!(!contents.expect("it is there").message.is_empty());
}

#[tokio::test]
async fn a_faulty_message_is_rejected_to_its_author() {
    let s = Setup::production().await;
    let faulty = to_us(REQUEST).replace("versandbestaetigung>", "versandbestaetigungen>");
    s.deliver(OTHER, faulty);
    let found = s.receive().await;
    assert_eq!(found[0].state, ArrivalState::Returned, "{found:?}");
    let reply = found[0].reply.clone().expect("a reply");
    s.work().await;
    let sent = s.get(&reply).await;
    assert_eq!(sent.message_type, "0010");
    assert_eq!(sent.recipient, OTHER);
    assert_eq!(sent.state, State::Delivered, "{:?}", sent.failure);
}

#[tokio::test]
async fn a_message_for_somebody_else_is_rejected() {
    let s = Setup::production().await;
    let stray = to_us(REQUEST).replace(OWN, "azr:990777");
    s.deliver(OTHER, stray);
    assert_eq!(s.receive().await[0].state, ArrivalState::Returned);
}

#[tokio::test]
async fn a_rejection_is_never_rejected() {
    let s = Setup::production().await;
    let broken =
        to_us("xinneres/0010-rueckweisung-gueltig.xml").replace("rueckweisungsgrund>", "x>");
    s.deliver(OTHER, broken);
    assert_eq!(s.receive().await[0].state, ArrivalState::Person);
}

#[tokio::test]
async fn what_no_schema_knows_goes_back_to_who_sent_it_and_is_kept() {
    let s = Setup::production().await;
    s.deliver(OTHER, "<nothing/>");
    let found = s.receive().await;
    assert_eq!(found[0].state, ArrivalState::Returned);
    let contents = s.router.inbox().read(found[0].id).await.expect("a store");
    assert_eq!(contents.expect("it is there").message, b"<nothing/>");
}

#[tokio::test]
async fn a_test_in_production_is_kept_apart() {
    let s = Setup::production().await;
    s.deliver(OTHER, fresh(&example(REQUEST), &[]));
    assert_eq!(s.receive().await, [], "not among the real ones");
    let mut filter = xoev_outbox::inbox::ArrivalFilter::default();
    filter.tests = true;
    let tests = s.router.inbox().list(&filter).await.expect("a store");
    assert_eq!(tests[0].state, ArrivalState::Test);
}

/// A rejection of a message of ours, as the other side would make it.
fn rejection(s: &Setup, sent: &[u8]) -> Vec<u8> {
    let kopf = Nachrichtenkopf::read(sent).expect("a head");
    let refusable = Rueckweisbar::pruefen(Vorlage::gueltig(sent, &kopf)).expect("refusable");
    let mut author = s.router.author().clone();
    author.autor.kennung = xoev::Simple::from_text(OTHER).expect("a key");
    let us = xauslaender::behoerde_im_dvdv(OWN, "Musterstadt", "3").expect("an authority");
    Rueckweisung::neu(refusable, [Fehlercode::T080.into()])
        .an(us)
        .asynchron(&author, chrono::Utc::now().fixed_offset())
        .expect("built")
        .into_bytes()
}

#[tokio::test]
async fn a_rejection_is_tied_to_the_message_that_it_rejects() {
    let s = Setup::test().await;
    let sent = s.send(&example(REQUEST)).await;
    s.deliver(OTHER, rejection(&s, &sent.content));
    let found = s.receive().await;
    assert_eq!(found[0].state, ArrivalState::Answer, "{found:?}");
    assert_eq!(s.state(&sent.uuid).await, State::Refused);
}

#[tokio::test]
async fn a_rejection_counts_also_after_the_message_had_arrived() {
    let s = Setup::test().await;
    let sent = s.send(&example(REQUEST)).await;
    for _ in 0..2 {
        s.router.poll().await.expect("asked");
    }
    assert_eq!(s.state(&sent.uuid).await, State::Done);
    s.deliver(OTHER, rejection(&s, &sent.content));
    let found = s.receive().await;
    assert_eq!(found[0].state, ArrivalState::Answer, "{found:?}");
    let sent = s.get(&sent.uuid).await;
    assert_eq!(sent.state, State::Refused);
    assert_eq!(sent.finished, None);
}

#[tokio::test]
async fn an_answer_counts_also_after_it_was_overdue_and_with_a_person() {
    let s = Setup::test().await;
    let sent = s.send(&example(REQUEST)).await;
    overdue(&s, &sent.uuid).await;
    s.deliver(OTHER, rejection(&s, &sent.content));
    let found = s.receive().await;
    assert_eq!(found[0].state, ArrivalState::Answer, "{found:?}");
    assert_eq!(found[0].submission.as_ref(), Some(&sent.uuid));
    let sent = s.get(&sent.uuid).await;
    assert_eq!((sent.state, sent.failure), (State::Refused, None));
    assert!(sent.answer.is_some());
}

#[tokio::test]
async fn a_report_counts_also_after_the_answer_was_overdue() {
    let s = Setup::test().await;
    let sent = s.send(&fresh(&example(REQUEST), &[])).await;
    overdue(&s, &sent.uuid).await;
    assert_eq!(s.router.poll().await.expect("asked"), 0, "still open");
    assert_eq!(s.router.poll().await.expect("asked"), 1);
    assert_eq!(s.state(&sent.uuid).await, State::Done);

    let sent = s.send(&fresh(&example(REQUEST), &[])).await;
    overdue(&s, &sent.uuid).await;
    let id = sent.transport_id.expect("an id");
    let record = ReportRecord {
        code: "9032".to_owned(),
        text: "not delivered".to_owned(),
    };
    let (state, records) = (3, vec![record]);
    assert!(s.xta.set_outcome(&id, Outcome { state, records }));
    for _ in 0..3 {
        s.router.poll().await.expect("asked");
    }
    let found = s.get(&sent.uuid).await;
    assert_eq!(found.state, State::Person);
    assert_eq!(found.failure.expect("a failure").code, "9032");
    let history = s.router.outbox().history(&sent.uuid).await;
    let told = history.expect("a store").into_iter();
    assert_eq!(told.filter(|e| e.code == "9032").count(), 1, "told once");
}

/// Nothing was heard for longer than an answer may take.
async fn overdue(s: &Setup, uuid: &str) {
    s.clock.advance(TimeDelta::days(8));
    s.router.outbox().rescue().await.expect("a store");
    let found = s.get(uuid).await;
    assert_eq!(found.state, State::Person);
    assert_eq!(found.failure.expect("a failure").code, "answer-overdue");
}

#[tokio::test]
async fn who_was_not_asked_can_not_answer_by_itself() {
    let s = Setup::test().await;
    let sent = s.send(&example(REQUEST)).await;
    s.deliver("azr:990666", rejection(&s, &sent.content));
    let found = s.receive().await;
    assert_eq!(found[0].state, ArrivalState::Person);
    assert_eq!(found[0].code.as_deref(), Some("other-sender"));
    assert_eq!(s.state(&sent.uuid).await, State::Delivered);
}

#[tokio::test]
async fn a_parcel_that_can_not_be_fetched_does_not_keep_the_others_back() {
    let s = Setup::production().await;
    s.deliver(OTHER, to_us(REQUEST));
    s.deliver(OTHER, to_us(REQUEST));
    s.xta.next(Operation::GetMessage, Fault::code("9060"));
    assert!(s.router.receive().await.is_err(), "it is told");
    let all = xoev_outbox::inbox::ArrivalFilter::default();
    let found = s.router.inbox().list(&all).await.expect("a store");
    assert_eq!(found.len(), 1, "the second one is there");
    assert_eq!(found[0].state, ArrivalState::Open);
    assert_eq!(s.receive().await.len(), 2);
}

#[tokio::test]
async fn a_large_message_is_examined_aside_and_a_small_one_at_once() {
    use std::future::{Future as _, poll_fn};
    use std::task::Poll;
    use xoev_outbox::inbox::Classifier as _;
    let s = Setup::production().await;
    for (size, aside) in [(0, false), (4_000_000, true)] {
        let large = format!("<versandbestaetigung><!--{}-->", " ".repeat(size));
        let changes = [("<xa:versandbestaetigung>", large.replace("<v", "<xa:v"))];
        let changes = changes.each_ref().map(|(old, new)| (*old, new.as_str()));
        s.deliver(OTHER, fresh(&to_us(REQUEST), &changes));
        let found = s.receive().await.pop().expect("it is there");
        assert_eq!(found.state, ArrivalState::Open, "{found:?}");
        let contents = s.router.inbox().read(found.id).await.expect("a store");
        let contents = contents.expect("it is there");
        let mut sorting = std::pin::pin!(s.router.classify(&found, &contents));
        // Looked at where it is polled, it would be done at once.
        let first = poll_fn(|task| Poll::Ready(sorting.as_mut().poll(task).is_pending())).await;
        assert_eq!(first, aside, "{size}");
        if aside {
            sorting.await;
        }
    }
}
