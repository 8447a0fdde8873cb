//! Late, unclear and broken: what hardly ever happens.

use super::*;

#[tokio::test]
async fn what_may_have_been_processed_is_never_sent_as_new_however_late_it_is() {
    use xoev_outbox::Store as _;
    let s = setup().await;
    // Handed over long ago, and sent only now.
    s.submit("a", "lane", Mode::Sync).await;
    s.clock.advance(TimeDelta::hours(30));
    s.register
        .says(failed(FailureClass::UnknownOutcome, "timeout"));
    s.work().await;
    assert_eq!(s.state("a").await, State::Person, "its time is over");
    let other = s.outbox.readdress("a", "azr:other", "Frau Muster").await;
    assert!(
        matches!(other, Err(ActionError::NotPossible { .. })),
        "it may be with the first"
    );
    s.outbox
        .retry("a", "Frau Muster")
        .await
        .expect("tried again");
    s.work().await;
    assert_eq!(
        s.register.sent(),
        [("a".to_owned(), false), ("a".to_owned(), true)]
    );
    // The same with a worker that was lost.
    s.submit("b", "lane", Mode::Sync).await;
    s.clock.advance(TimeDelta::hours(30));
    let now = s.clock.now();
    let lease = now + TimeDelta::minutes(5);
    s.outbox
        .store()
        .take("lost", 1, lease, now)
        .await
        .expect("taken");
    s.clock.advance(TimeDelta::minutes(6));
    assert_eq!(s.outbox.rescue().await.expect("a store"), 1);
    s.outbox
        .retry("b", "Frau Muster")
        .await
        .expect("tried again");
    s.work().await;
    assert_eq!(s.register.sent(), [("b".to_owned(), true)]);
}

#[tokio::test]
async fn patience_begins_when_the_lane_is_free() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    s.submit("b", "lane", Mode::Sync).await;
    s.register.says(failed(FailureClass::Repair, "9050"));
    s.work().await;
    s.clock.advance(TimeDelta::hours(60));
    s.outbox
        .withdraw("a", "Frau Muster", "erledigt")
        .await
        .expect("gone");
    s.register.says(failed(FailureClass::RetryLater, "9030"));
    s.work().await;
    assert_eq!(
        s.state("b").await,
        State::Waiting,
        "it was not tried before"
    );
}

#[tokio::test]
async fn an_answer_counts_also_for_one_that_waits_for_its_lane_again() {
    let s = setup().await;
    let mut new = message("a", "lane", Mode::Async);
    new.expects_answer = true;
    s.outbox.submit(new).await.expect("taken");
    s.register.says(Outcome::Delivered { transport_id: None });
    s.work().await;
    s.clock.advance(TimeDelta::days(8));
    s.outbox.rescue().await.expect("a store");
    s.submit("b", "lane", Mode::Async).await;
    s.outbox
        .retry("a", "Frau Muster")
        .await
        .expect("tried again");
    assert_eq!(s.state("a").await, State::Queued);
    s.outbox
        .answer("a", b"<ja/>".to_vec(), Verdict::Accepted)
        .await
        .expect("kept");
    assert_eq!(s.state("a").await, State::Done);
}

/// Panics at the first message.
struct Broken;

impl Sender for Broken {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        assert_ne!(dispatch.submission.uuid, "a", "this message is too much");
        answered(Verdict::Accepted)
    }
}

#[tokio::test]
async fn a_sender_that_panics_does_not_take_its_worker_with_it() {
    let s = setup().await;
    s.submit("a", "one", Mode::Sync).await;
    s.submit("b", "two", Mode::Sync).await;
    assert_eq!(s.outbox.work("w", 10, &Broken).await.expect("a store"), 2);
    assert_eq!(s.state("a").await, State::Unclear);
    assert_eq!(s.state("b").await, State::Done);
}

#[tokio::test]
async fn a_lease_that_is_used_up_before_sending_sends_nothing() {
    let s = setup().await;
    let mut policy = Policy::default();
    policy.lease = TimeDelta::zero();
    let outbox = Outbox::new(
        s.outbox.store().clone(),
        Arc::new(Names),
        s.clock.clone(),
        policy,
    );
    s.submit("a", "lane", Mode::Sync).await;
    outbox.work("w", 1, &s.register).await.expect("a store");
    assert!(s.register.sent().is_empty());
    assert_eq!(s.state("a").await, State::Waiting);
}

#[tokio::test]
async fn settings_without_end_do_not_panic() {
    let s = setup().await;
    let mut policy = Policy::default();
    policy.patience = TimeDelta::MAX;
    policy.lease = TimeDelta::MAX;
    policy.answer_within = TimeDelta::MAX;
    policy.first_pause = TimeDelta::MAX;
    policy.longest_pause = TimeDelta::MAX;
    let outbox = Outbox::new(
        s.outbox.store().clone(),
        Arc::new(Names),
        s.clock.clone(),
        policy,
    );
    let mut new = message("a", "lane", Mode::Async);
    new.expects_answer = true;
    outbox.submit(new).await.expect("taken");
    s.register.says(failed(FailureClass::RetryLater, "9030"));
    s.register.says(Outcome::Delivered { transport_id: None });
    outbox.work("w", 1, &s.register).await.expect("a store");
    s.clock.advance(TimeDelta::days(2));
    outbox.work("w", 1, &s.register).await.expect("a store");
    assert_eq!(s.state("a").await, State::Delivered);
}

#[tokio::test]
async fn what_a_store_can_not_hold_is_not_taken() {
    let s = setup().await;
    let mut new = message("a", "la\0ne", Mode::Sync);
    let refused = s.outbox.submit(new.clone()).await;
    assert!(matches!(
        refused,
        Err(SubmitError::Character { field: "lane" })
    ));
    new.lane = "lane".to_owned();
    s.outbox.submit(new).await.expect("taken");
    s.register.says(answered(Verdict::NotResponsible));
    s.work().await;
    for bad in ["", "a\0", "x".repeat(256).as_str()] {
        assert!(s.outbox.readdress("a", bad, "Frau Muster").await.is_err());
    }
}
