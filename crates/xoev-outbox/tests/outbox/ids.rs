//! Ids of the transport: durable before the first send, the same at each repeat; and what a
//! transport says of a delivered submission after all.

use xoev_outbox::Store as _;

use super::*;

impl Setup {
    /// The register gives these ids, one after the other.
    fn ids(&self, ids: &[&str]) {
        let ids = ids.iter().map(|id| Ok(Some((*id).to_owned())));
        self.register.ids.lock().expect("a lock").extend(ids);
    }

    fn sent_as(&self) -> Vec<String> {
        let mut sent = self.register.sent_as.lock().expect("a lock");
        let sent = std::mem::take(&mut *sent);
        sent.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Submits one whose answer will come, and has it delivered.
    async fn deliver(&self, uuid: &str, lane: &str) {
        let mut new = message(uuid, lane, Mode::Async);
        new.expects_answer = true;
        self.outbox.submit(new).await.expect("taken");
        self.register
            .says(Outcome::Delivered { transport_id: None });
        self.work().await;
        assert_eq!(self.state(uuid).await, State::Delivered);
    }
}

/// Looks into the store while it sends.
struct Looking<'s>(&'s Setup);

impl Sender for Looking<'_> {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        let stored = self.0.outbox.get("a").await.expect("a store");
        let stored = stored.expect("it is there").transport_id;
        assert_eq!(stored.as_deref(), Some("urn:1"), "before it is sent");
        assert_eq!(stored, dispatch.submission.transport_id);
        Outcome::Delivered { transport_id: None }
    }

    async fn prepare(&self, submission: &Submission) -> Result<Option<String>, Failure> {
        assert_eq!(submission.transport_id, None);
        Ok(Some("urn:1".to_owned()))
    }
}

#[tokio::test]
async fn the_id_is_stored_before_the_message_is_sent() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Async).await;
    let sent = s.outbox.work("w", 1, &Looking(&s)).await;
    assert_eq!(sent.expect("a store"), 1);
    assert_eq!(s.state("a").await, State::Done);
    let found = s.outbox.find_by_transport_id("urn:1").await;
    assert_eq!(found.expect("a store").expect("it is there").uuid, "a");
}

#[tokio::test]
async fn every_repeat_has_the_same_id_and_another_receiver_a_new_one() {
    let s = setup().await;
    s.ids(&["urn:1", "urn:2"]);
    s.submit("a", "lane", Mode::Async).await;
    for class in [FailureClass::UnknownOutcome, FailureClass::RetryLater] {
        s.register.says(failed(class, "9030"));
        s.work().await;
        s.clock.advance(TimeDelta::minutes(5));
    }
    s.register.says(failed(FailureClass::Readdress, "9032"));
    s.work().await;
    assert_eq!(s.state("a").await, State::Misdirected);
    assert_eq!(s.sent_as(), ["urn:1"; 3]);
    let other = s.outbox.readdress("a", "azr:other", "Frau Muster").await;
    other.expect("readdressed");
    s.work().await;
    assert_eq!(s.sent_as(), ["urn:2"]);
}

#[tokio::test]
async fn a_worker_that_dies_after_the_id_was_stored_repeats_with_it() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Async).await;
    let now = s.clock.now();
    let lease = now + TimeDelta::minutes(5);
    let taken = s.outbox.store().take("dead", 1, lease, now).await;
    let taken = taken.expect("taken").remove(0);
    let holder = xoev_outbox::Holder::of(&taken).expect("held");
    let kept = s.outbox.store().identify("a", holder, "urn:1", now).await;
    assert!(kept.expect("a store"));
    s.clock.advance(TimeDelta::minutes(6));
    s.outbox.rescue().await.expect("a store");
    s.clock.advance(TimeDelta::minutes(6));
    s.ids(&["urn:2"]);
    assert_eq!(s.work().await, 1);
    assert_eq!(s.sent_as(), ["urn:1"]);
}

#[tokio::test]
async fn without_an_id_nothing_is_sent() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Async).await;
    let down = Failure::new(FailureClass::RetryLater, "9030", "");
    let never = Failure::new(FailureClass::Permanent, "9010", "");
    {
        let mut ids = s.register.ids.lock().expect("a lock");
        ids.extend([Err(down), Ok(Some(String::new())), Err(never)]);
    }
    s.work().await;
    assert_eq!(s.state("a").await, State::Waiting);
    s.clock.advance(TimeDelta::minutes(5));
    s.work().await;
    assert_eq!(s.state("a").await, State::Person, "an id without a letter");
    s.outbox.retry("a", "Frau Muster").await.expect("again");
    s.work().await;
    assert_eq!(s.state("a").await, State::Person);
    assert!(s.register.sent().is_empty());
    // A synchronous one needs none.
    s.submit("b", "other", Mode::Sync).await;
    s.work().await;
    assert_eq!(s.sent_as(), [""]);
}

#[tokio::test]
async fn what_the_transport_gives_up_is_sent_again_under_another_id() {
    let s = setup().await;
    s.ids(&["urn:1", "urn:2"]);
    s.deliver("a", "lane").await;
    let filter = xoev_outbox::Filter::states(&[State::Delivered]);
    let delivered = s.outbox.list(&filter);
    assert_eq!(delivered.await.expect("a list").len(), 1);
    let down = Failure::new(FailureClass::RetryLater, "9032", "Postfach voll");
    let again = s.outbox.undelivered("a", down.clone()).await.expect("kept");
    assert_eq!((again.state, again.transport_id), (State::Waiting, None));
    assert_eq!(s.work().await, 0, "not at once");
    s.clock.advance(TimeDelta::minutes(5));
    s.register.says(Outcome::Delivered { transport_id: None });
    s.work().await;
    assert_eq!(s.sent_as(), ["urn:1", "urn:2"]);
    // Its time is over some day.
    s.clock.advance(TimeDelta::days(2));
    let last = s.outbox.undelivered("a", down.clone()).await.expect("kept");
    assert_eq!(last.state, State::Person);
    let twice = s.outbox.undelivered("a", down).await;
    assert!(matches!(twice, Err(ActionError::NotPossible { .. })));
}

#[tokio::test]
async fn what_was_not_delivered_is_left_to_a_person_if_others_have_passed_it() {
    let s = setup().await;
    s.deliver("a", "lane").await;
    s.submit("b", "lane", Mode::Async).await;
    s.work().await;
    let down = Failure::new(FailureClass::RetryLater, "9032", "");
    let left = s.outbox.undelivered("a", down).await.expect("kept");
    assert_eq!(left.state, State::Person, "b is about a later time");
}

#[tokio::test]
async fn the_class_says_what_becomes_of_what_was_not_delivered() {
    let s = setup().await;
    for (class, state, id) in [
        (FailureClass::Repair, State::Person, None),
        (FailureClass::Permanent, State::Person, None),
        (FailureClass::Readdress, State::Misdirected, None),
        // It may have arrived: only a repeat with the same id is a repeat.
        (FailureClass::UnknownOutcome, State::Person, Some("urn:1")),
    ] {
        s.ids(&["urn:1"]);
        let uuid = class.name();
        s.deliver(uuid, uuid).await;
        let failure = Failure::new(class, "9032", "");
        let left = s.outbox.undelivered(uuid, failure).await.expect("kept");
        assert_eq!((left.state, left.transport_id.as_deref()), (state, id));
        let failure = left.failure.expect("a failure");
        assert_eq!((failure.class, failure.code.as_str()), (class, "9032"));
    }
    let unknown = Failure::new(FailureClass::Repair, "9050", "");
    let unknown = s.outbox.undelivered("x", unknown).await;
    assert!(matches!(unknown, Err(ActionError::Unknown(_))));
}

#[tokio::test]
async fn what_arrived_still_waits_for_its_answer() {
    let s = setup().await;
    s.deliver("a", "lane").await;
    assert!(!s.outbox.arrived("a").await.expect("it is delivered"));
    assert_eq!(s.state("a").await, State::Delivered);
}
