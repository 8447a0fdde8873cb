//! Long outages, and clocks that jump.

use super::*;

#[tokio::test]
async fn after_an_outage_of_hours_all_lanes_go_on_in_order() {
    let s = setup().await;
    let names = ["a1", "b1", "a2", "b2", "a3"];
    for name in names {
        s.submit(name, &name[..1], Mode::Async).await;
    }
    let begin = s.clock.now();
    let mut calls = 0;
    while s.clock.now() - begin < TimeDelta::hours(6) {
        for _ in 0..2 {
            s.register.says(failed(FailureClass::RetryLater, "9030"));
        }
        calls += s.work().await;
        s.register.answers.lock().expect("a lock").clear();
        s.clock.advance(TimeDelta::minutes(1));
    }
    assert!((20..50).contains(&calls), "{calls} calls in six hours");
    let stuck: Vec<_> = s
        .register
        .sent()
        .into_iter()
        .map(|(uuid, _)| uuid)
        .collect();
    assert!(stuck.iter().all(|uuid| uuid.ends_with('1')), "{stuck:?}");
    s.clock.advance(TimeDelta::hours(1));
    while s.work().await > 0 {}
    let sent = s.register.sent();
    assert_eq!(sent.len(), names.len(), "each once: {sent:?}");
    for lane in ["a", "b"] {
        let order: Vec<_> = sent.iter().filter(|(u, _)| u.starts_with(lane)).collect();
        assert!(order.is_sorted(), "{order:?}");
    }
}

#[tokio::test]
async fn a_clock_that_jumps_forward_loses_nothing_and_sends_nothing_twice_as_new() {
    use xoev_outbox::Store as _;
    let s = setup().await;
    s.submit("held", "one", Mode::Sync).await;
    let now = s.clock.now();
    let lease = now + TimeDelta::minutes(5);
    let taken = s.outbox.store().take("slow", 1, lease, now).await;
    assert_eq!(taken.expect("taken").len(), 1);
    s.submit("waiting", "two", Mode::Sync).await;
    s.clock.advance(TimeDelta::days(3000));
    s.outbox.rescue().await.expect("a store");
    s.work().await;
    // Its time seems to be over: a person decides, and it is only repeated.
    assert_eq!(s.state("held").await, State::Person);
    assert_eq!(s.state("waiting").await, State::Done);
    s.outbox.retry("held", "Frau Muster").await.expect("again");
    s.work().await;
    let sent = s.register.sent();
    let wanted = [("waiting".to_owned(), false), ("held".to_owned(), true)];
    assert_eq!(sent, wanted);
}

#[tokio::test]
async fn a_clock_that_was_far_ahead_and_is_set_right_leaves_nothing_behind() {
    use xoev_outbox::Store as _;
    let s = setup().await;
    let far = TimeDelta::days(3000);
    s.clock.advance(far);
    for name in ["waiting", "delivered", "held"] {
        let mut new = message(name, name, Mode::Async);
        new.expects_answer = true;
        s.outbox.submit(new).await.expect("taken");
    }
    s.submit("unclear", "unclear", Mode::Sync).await;
    s.submit("behind", "waiting", Mode::Async).await;
    s.register.says(failed(FailureClass::RetryLater, "9030"));
    s.register.says(Outcome::Delivered { transport_id: None });
    s.outbox.work("w", 2, &s.register).await.expect("a store");
    let now = s.clock.now();
    let lease = now + TimeDelta::minutes(5);
    let dead = s.outbox.store().take("dead", 1, lease, now).await;
    assert_eq!(dead.expect("taken")[0].uuid, "held");
    s.register
        .says(failed(FailureClass::UnknownOutcome, "timeout"));
    assert_eq!(s.work().await, 1);
    s.register.sent();
    s.clock.advance(-far);
    assert_eq!(s.work().await, 0, "all are due in years");
    assert_eq!(s.outbox.rescue().await.expect("a store"), 4);
    assert_eq!(s.outbox.rescue().await.expect("a store"), 0, "once");
    s.clock.advance(TimeDelta::minutes(10));
    while s.work().await > 0 {}
    for name in ["waiting", "held", "unclear"] {
        assert_eq!(s.state(name).await, State::Done, "{name}");
    }
    let repeated: Vec<_> = s.register.sent().into_iter().filter(|(_, r)| *r).collect();
    assert_eq!(repeated, [("unclear".to_owned(), true)]);
    // The one behind was handed over in the wrong time, too.
    s.outbox.rescue().await.expect("a store");
    s.work().await;
    assert_eq!(s.state("behind").await, State::Done);
    // Its answer is overdue after the time for that, not after years.
    assert_eq!(s.state("delivered").await, State::Delivered);
    s.clock.advance(TimeDelta::days(8));
    s.outbox.rescue().await.expect("a store");
    assert_eq!(s.state("delivered").await, State::Person);
}

/// Sets the clock back while it sends, and never comes to an end.
struct Turning<'s>(&'s Setup);

impl Sender for Turning<'_> {
    async fn send(&self, _: &Dispatch) -> Outcome {
        std::future::pending().await
    }

    async fn prepare(&self, _: &Submission) -> Result<Option<String>, Failure> {
        self.0.clock.advance(TimeDelta::days(-3000));
        Ok(None)
    }
}

#[tokio::test]
async fn a_clock_set_back_during_a_call_does_not_make_it_endless() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Async).await;
    let mut policy = Policy::default();
    policy.lease = TimeDelta::milliseconds(100);
    let store = s.outbox.store().clone();
    let outbox = Outbox::new(store, Arc::new(Names), s.clock.clone(), policy);
    let turning = Turning(&s);
    let work = outbox.work("w", 1, &turning);
    let done = tokio::time::timeout(std::time::Duration::from_secs(60), work).await;
    done.expect("an end").expect("a store");
    assert_eq!(s.state("a").await, State::Waiting);
}
