//! What is handed over, and what becomes of it.

use chrono::TimeDelta;
use xoev_outbox::{FailureClass, State};
use xoev_router::{NoWay, RouterError, Wishes};
use xoev_sim::azr::Disturbance;
use xoev_sim::xta::{Fault, Operation, Outcome};

use super::setup::OTHER;
use super::*;

const FIRST: &str = "azr/090009-erstmeldung-gueltig.xml";
const REQUEST: &str = "abhabh/010201-aktenanforderung-gueltig.xml";
const TOLERATION: &str = "azr/090010-folgemeldung-duldung-gueltig.xml";

#[tokio::test]
async fn a_report_is_done_with_the_answer_of_the_register() {
    let s = Setup::test().await;
    let found = s.send(&example(FIRST)).await;
    assert_eq!(found.state, State::Done);
    let answer = String::from_utf8(found.answer.expect("an answer")).expect("text");
    assert!(answer.contains("090098"), "{answer}");
    assert_eq!(s.azr.register().processed(&found.uuid), 1);
}

#[tokio::test]
async fn a_refusal_is_kept_word_for_word_and_a_corrected_report_takes_its_place() {
    let s = Setup::test().await;
    let refused = s.send(&example(TOLERATION)).await;
    assert_eq!(refused.state, State::Refused);
    let answer = String::from_utf8(refused.answer.clone().expect("an answer")).expect("text");
    assert!(answer.contains("090099"), "{answer}");
    let mut wishes = Wishes::default();
    wishes.replaces = Some(refused.uuid.clone());
    let corrected = fresh(&example(TOLERATION), &[]).into_bytes();
    s.router.submit(corrected, wishes).await.expect("taken");
    assert_eq!(s.state(&refused.uuid).await, State::Replaced);
}

#[tokio::test]
async fn an_outage_of_hours_loses_nothing() {
    let s = Setup::test().await;
    s.azr.pause().await;
    let found = s.send(&example(FIRST)).await;
    assert_eq!(found.state, State::Waiting);
    let failure = found.failure.expect("a failure");
    assert_eq!(failure.class, FailureClass::RetryLater);
    for _ in 0..6 {
        s.clock.advance(TimeDelta::hours(1));
        s.work().await;
    }
    assert_eq!(s.state(&found.uuid).await, State::Waiting);
    s.azr.resume().await;
    s.clock.advance(TimeDelta::hours(1));
    s.work().await;
    assert_eq!(s.state(&found.uuid).await, State::Done);
}

#[tokio::test]
async fn an_unclear_outcome_is_asked_for_by_a_repetition_only() {
    let s = Setup::test().await;
    s.azr.disturb(|plan| plan.push(Disturbance::Half));
    let found = s.send(&example(FIRST)).await;
    assert_eq!(found.state, State::Unclear);
    s.clock.advance(TimeDelta::minutes(5));
    s.work().await;
    let found = s.get(&found.uuid).await;
    assert_eq!(found.state, State::Done);
    assert!(found.answer.is_some());
    assert_eq!(s.azr.register().processed(&found.uuid), 1);
    assert_eq!(s.azr.register().violations(), []);
}

#[tokio::test]
async fn an_answer_that_is_no_answer_leaves_the_outcome_unclear() {
    let s = Setup::test().await;
    s.azr.disturb(|plan| plan.push(Disturbance::Garbage));
    let found = s.send(&example(FIRST)).await;
    assert_eq!(found.state, State::Unclear, "{:?}", found.failure);
}

#[tokio::test]
async fn a_request_goes_out_by_the_directory_and_is_done_when_it_arrived() {
    let s = Setup::test().await;
    let found = s.send(&example(REQUEST)).await;
    assert_eq!(found.state, State::Delivered);
    assert!(found.transport_id.is_some());
    assert_eq!(s.router.poll().await.expect("asked"), 0, "still open");
    assert_eq!(s.router.poll().await.expect("asked"), 1);
    assert_eq!(s.state(&found.uuid).await, State::Done);
}

#[tokio::test]
async fn what_could_not_be_delivered_comes_back() {
    let s = Setup::test().await;
    let found = s.send(&example(REQUEST)).await;
    let id = found.transport_id.expect("an id");
    assert!(s.xta.set_outcome(
        &id,
        Outcome {
            state: 3,
            records: vec![xoev_sim::xta::ReportRecord {
                code: "9032".to_owned(),
                text: "not delivered".to_owned()
            }]
        }
    ));
    s.router.poll().await.expect("asked");
    s.router.poll().await.expect("asked");
    let found = s.get(&found.uuid).await;
    assert_ne!(found.state, State::Delivered);
    assert_eq!(found.failure.expect("a failure").code, "9032");
}

#[tokio::test]
async fn a_send_whose_answer_was_lost_is_repeated_under_the_same_id() {
    let s = Setup::test().await;
    s.xta.next(Operation::SendMessage, Fault::DropAfter);
    let found = s.send(&example(REQUEST)).await;
    assert_eq!(found.state, State::Waiting);
    let id = found
        .transport_id
        .clone()
        .expect("stored before it was sent");
    s.clock.advance(TimeDelta::minutes(5));
    s.work().await;
    let found = s.get(&found.uuid).await;
    assert_eq!(found.state, State::Delivered, "{:?}", found.failure);
    assert_eq!(found.transport_id, Some(id));
}

#[tokio::test]
async fn an_authority_that_the_directory_does_not_have_is_left_to_a_person_who_readdresses() {
    let s = Setup::test().await;
    let found = s
        .send(&fresh(&example(REQUEST), &[(OTHER, "azr:990999")]))
        .await;
    assert_eq!(found.state, State::Misdirected);
    assert_eq!(
        found.failure.expect("a failure").code,
        "organisation-unknown"
    );
    let moved = s.router.readdress(&found.uuid, OTHER, "Beispielsee").await;
    let moved = moved.expect("possible");
    assert_ne!(moved.uuid, found.uuid, "another message");
    assert_eq!(s.state(&found.uuid).await, State::Replaced);
    s.work().await;
    let moved = s.get(&moved.uuid).await;
    assert_eq!(moved.state, State::Delivered, "{:?}", moved.failure);
    let content = String::from_utf8(moved.content).expect("text");
    assert!(
        content.contains("<kennung>azr:990200</kennung>"),
        "{content}"
    );
    assert!(!content.contains("azr:990999"), "{content}");
}

#[tokio::test]
async fn what_the_right_authority_does_not_offer_is_no_wrong_address() {
    let s = Setup::test().await;
    for (reader, code, says) in [
        (
            "azr:990300",
            "version-not-offered",
            "nicht in 26.11 an; angeboten: 26.05",
        ),
        (
            "azr:990400",
            "version-not-offered",
            "derzeit keine; im Verzeichnis steht 26.05",
        ),
        ("azr:990500", "service-not-offered", "in keiner Version"),
    ] {
        let request = fresh(&example(REQUEST), &[(OTHER, reader)]);
        let mut wishes = Wishes::default();
        wishes.lane = Some(reader.to_owned());
        let submitted = s.router.submit(request.into_bytes(), wishes).await;
        let uuid = submitted.expect("taken").uuid;
        s.work().await;
        let found = s.get(&uuid).await;
        assert_eq!(found.state, State::Person, "{reader}");
        let failure = found.failure.expect("a failure");
        assert_eq!(failure.class, FailureClass::Repair);
        assert_eq!(failure.code, code);
        assert!(failure.text.contains(says), "{failure}");
        assert!(failure.text.contains(reader), "{failure}");
    }
}

#[tokio::test]
async fn what_another_authority_may_have_got_is_not_sent_to_a_second_one() {
    let s = Setup::test().await;
    s.xta.next(Operation::SendMessage, Fault::DropAfter);
    let found = s.send(&example(REQUEST)).await;
    let outbox = s.router.outbox();
    let taken_back = outbox.withdraw(&found.uuid, "Frau Muster", "").await;
    assert!(taken_back.is_err(), "it may have arrived");
    let moved = s.router.readdress(&found.uuid, OTHER, "").await;
    assert!(matches!(moved, Err(RouterError::NotReaddressable(_))));
}

#[tokio::test]
async fn a_message_of_another_author_is_not_taken() {
    let s = Setup::test().await;
    let foreign = fresh(&example(REQUEST), &[(">azr:990100<", ">azr:990101<")]);
    let error = s.submit(&foreign).await.expect_err("refused");
    assert!(matches!(error, RouterError::Author(_)), "{error}");
}

#[tokio::test]
async fn one_report_that_is_gone_does_not_keep_the_others_back() {
    let s = Setup::test().await;
    let first = s.send(&fresh(&example(REQUEST), &[])).await;
    let second = s.send(&fresh(&example(REQUEST), &[])).await;
    for _ in 0..2 {
        s.xta
            .next(Operation::GetTransportReport, Fault::code("9070"));
        assert!(s.router.poll().await.is_err(), "it is told");
    }
    assert_eq!(s.state(&first.uuid).await, State::Delivered);
    assert_eq!(s.state(&second.uuid).await, State::Done);
}

#[tokio::test]
async fn what_is_no_test_is_not_taken_where_tests_are_sent_nor_the_other_way_round() {
    let real = example(REQUEST).replace(" test=\"Beispiel\"", "");
    let s = Setup::test().await;
    let error = s.submit(&real).await.expect_err("refused");
    assert!(
        matches!(error, RouterError::Environment { test: false }),
        "{error}"
    );
    let s = Setup::production().await;
    let error = s.submit(&example(REQUEST)).await.expect_err("refused");
    assert!(
        matches!(error, RouterError::Environment { test: true }),
        "{error}"
    );
}

#[tokio::test]
async fn a_message_that_its_reader_can_not_have_is_refused_before_it_is_stored() {
    let s = Setup::test().await;
    let wrong = fresh(&example(REQUEST), &[(OTHER, "dbs:490030020000")]);
    let error = s.submit(&wrong).await.expect_err("refused");
    assert!(
        matches!(error, RouterError::NoWay(NoWay::Route(_))),
        "{error}"
    );
    let stats = s.router.outbox().stats().await.expect("a store");
    assert_eq!(stats.states, []);
}

#[tokio::test]
async fn an_invalid_message_is_refused_with_its_reasons() {
    let s = Setup::test().await;
    let invalid = example("azr/090010-folgemeldung-duldung-ungueltig-azr-nummer.xml");
    let error = s.submit(&invalid).await.expect_err("refused");
    assert!(error.to_string().contains("azrNummer"), "{error}");
    let no_message = s.submit("nothing").await.expect_err("refused");
    assert!(
        matches!(no_message, RouterError::Unreadable(_)),
        "{no_message}"
    );
}

#[tokio::test]
async fn reports_about_one_person_keep_their_order() {
    let s = Setup::test().await;
    let first = s
        .submit(&fresh(&example(TOLERATION), &[]))
        .await
        .expect("taken");
    let second = s
        .submit(&fresh(&example(TOLERATION), &[]))
        .await
        .expect("taken");
    assert_eq!((first.state, second.state), (State::Waiting, State::Queued));
}

#[tokio::test]
async fn the_same_message_handed_over_twice_is_sent_once() {
    let s = Setup::test().await;
    let message = example(FIRST);
    s.send(&message).await;
    let error = s.submit(&message).await.expect_err("known");
    assert!(matches!(
        error,
        RouterError::Submit(xoev_outbox::SubmitError::Duplicate { same: true, .. })
    ));
    assert_eq!(s.azr.register().processed(&uuid_of(&message)), 1);
}
