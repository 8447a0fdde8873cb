//! Lanes: order, places in it, and workers that meet.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

pub(super) async fn a_replacement_goes_before_those_that_wait<S: Store>(store: &S) {
    let wrong = insert(store, 1, &new("a")).await;
    let behind = insert(store, 2, &new("a")).await;
    take(store, "w", 1).await;
    let replacing = |lane: &str| NewSubmission {
        replaces: Some(wrong.uuid.clone()),
        ..new(lane)
    };
    let deadline = start() + TimeDelta::hours(1);
    let early = store
        .insert(&replacing("a"), &admitted(3), deadline, start())
        .await;
    assert_eq!(
        early.expect("a store that works"),
        Inserted::NotReplaceable,
        "it is being sent"
    );
    assert!(change(store, &wrong, held("w", 1), &failed(State::Person)).await);
    let other = store
        .insert(&replacing("b"), &admitted(3), deadline, start())
        .await;
    assert_eq!(
        other.expect("a store that works"),
        Inserted::NotReplaceable,
        "another lane"
    );
    let right = insert(store, 3, &replacing("a")).await;
    assert_eq!(right.state, State::Waiting);
    assert_eq!(right.replaces.as_ref(), Some(&wrong.uuid));
    let replaced = get(store, &wrong).await;
    assert_eq!(replaced.state, State::Replaced);
    assert!(replaced.finished.is_some());
    assert_eq!(get(store, &behind).await.state, State::Queued);
    assert_eq!(take(store, "w", 10).await[0].uuid, right.uuid);
    // What was refused has left its lane: a corrected one comes after those on their way.
    assert!(change(store, &right, held("w", 1), &answered(State::Refused)).await);
    assert_eq!(take(store, "w", 10).await[0].uuid, behind.uuid);
    let corrected = NewSubmission {
        replaces: Some(right.uuid.clone()),
        ..new("a")
    };
    assert_eq!(insert(store, 4, &corrected).await.state, State::Queued);
}

pub(super) async fn who_comes_back_into_a_lane_waits_its_turn<S: Store>(store: &S) {
    let delivered = insert(store, 1, &new("a")).await;
    let next = insert(store, 2, &new("a")).await;
    take(store, "w", 1).await;
    assert!(
        change(
            store,
            &delivered,
            held("w", 1),
            &Change::to(State::Delivered, "w")
        )
        .await
    );
    assert_eq!(get(store, &next).await.state, State::Waiting);
    let wrong = answered(State::Misdirected);
    assert!(change(store, &delivered, Holder::In(State::Delivered), &wrong).await);
    let again = Change::to(State::Waiting, "person").due(start());
    assert!(change(store, &delivered, Holder::In(State::Misdirected), &again).await);
    assert_eq!(get(store, &delivered).await.state, State::Queued);
    assert_eq!(take(store, "w", 10).await[0].uuid, next.uuid);
    assert!(change(store, &next, held("w", 1), &answered(State::Done)).await);
    assert_eq!(take(store, "w", 10).await[0].uuid, delivered.uuid);
}

pub(super) async fn what_a_worker_takes_is_not_taken_back<S: Store + 'static>(store: &Arc<S>) {
    const COUNT: usize = 60;
    let mut all = Vec::new();
    for number in 0..COUNT {
        all.push(insert(store.as_ref(), number, &new(&format!("lane {number}"))).await);
    }
    let taking = {
        let store = Arc::clone(store);
        tokio::spawn(async move {
            let mut taken = Vec::new();
            loop {
                let some = take(store.as_ref(), "w", 1).await;
                if some.is_empty() {
                    return taken;
                }
                taken.extend(some.into_iter().map(|s| s.uuid));
            }
        })
    };
    let mut gone = Vec::new();
    // From the other end, so that they meet.
    for one in all.iter().rev() {
        let withdrawn = Change::to(State::Withdrawn, "person");
        if change(store.as_ref(), one, Holder::In(State::Waiting), &withdrawn).await {
            gone.push(one.uuid.clone());
        }
    }
    let taken = taking.await.expect("a task that ends");
    assert_eq!(taken.len() + gone.len(), COUNT);
    assert!(taken.iter().all(|uuid| !gone.contains(uuid)));
    for one in &all {
        let state = match taken.contains(&one.uuid) {
            true => State::Sending,
            false => State::Withdrawn,
        };
        assert_eq!(get(store.as_ref(), one).await.state, state);
    }
}

pub(super) async fn a_lane_is_drained_in_order_by_many<S: Store + 'static>(store: &Arc<S>) {
    const COUNT: usize = 30;
    let mut tasks = JoinSet::new();
    let order = Arc::new(tokio::sync::Mutex::new(Vec::new()));
    for worker in 0..4 {
        let (store, order) = (Arc::clone(store), Arc::clone(&order));
        tasks.spawn(async move {
            let name = format!("w{worker}");
            while order.lock().await.len() < COUNT {
                for one in take(store.as_ref(), &name, 1).await {
                    order.lock().await.push(one.id);
                    let done = answered(State::Done);
                    assert!(change(store.as_ref(), &one, held(&name, one.attempts), &done).await);
                }
                tokio::task::yield_now().await;
            }
        });
    }
    for number in 0..COUNT {
        insert(store.as_ref(), number, &new("one lane")).await;
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("a task that ends");
    }
    let order = order.lock().await;
    assert_eq!(order.len(), COUNT);
    assert!(order.is_sorted(), "{order:?}");
}

pub(super) async fn lanes_that_many_fill_drain_and_come_back_to_get_stuck_for_none<
    S: Store + 'static,
>(
    store: &Arc<S>,
) {
    const EACH: usize = 40;
    const WRITERS: usize = 4;
    let mut tasks = JoinSet::new();
    let done = Arc::new(AtomicUsize::new(0));
    for worker in 0..3 {
        let (store, done) = (Arc::clone(store), Arc::clone(&done));
        tasks.spawn(async move {
            let name = format!("w{worker}");
            let mut idle = 0;
            while done.load(Ordering::Relaxed) < EACH * WRITERS {
                let taken = take(store.as_ref(), &name, 2).await;
                idle = if taken.is_empty() { idle + 1 } else { 0 };
                assert!(idle < 5000, "nothing waits, and not all are done");
                for one in taken {
                    let holder = held(&name, one.attempts);
                    // Every third one leaves its lane and comes back into it, once.
                    if one.id % 3 != 0 || one.attempts > 1 {
                        let end = answered(State::Done);
                        assert!(change(store.as_ref(), &one, holder, &end).await);
                        done.fetch_add(1, Ordering::Relaxed);
                        continue;
                    }
                    let left = Change::to(State::Delivered, "w");
                    assert!(change(store.as_ref(), &one, holder, &left).await);
                    let back = Change::to(State::Waiting, "w").due(start());
                    let holder = Holder::In(State::Delivered);
                    assert!(change(store.as_ref(), &one, holder, &back).await);
                }
                tokio::task::yield_now().await;
            }
        });
    }
    for writer in 0..WRITERS {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            for number in 0..EACH {
                let lane = format!("lane {}", number % 2);
                insert(store.as_ref(), writer * EACH + number, &new(&lane)).await;
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.expect("a task that ends");
    }
    let stats = store.stats().await.expect("numbers");
    assert_eq!(stats.states, [(State::Done, (EACH * WRITERS) as u64)]);
}

pub(super) async fn a_lane_lets_one_go_at_a_time<S: Store>(store: &S) {
    let first = insert(store, 1, &new("a")).await;
    let second = insert(store, 2, &new("a")).await;
    let third = insert(store, 3, &new("a")).await;
    assert_eq!((second.state, third.state), (State::Queued, State::Queued));
    for one in [&first, &second, &third] {
        let taken = take(store, "w", 10).await;
        assert_eq!(taken.len(), 1, "one of a lane");
        assert_eq!(taken[0].uuid, one.uuid, "in order");
        assert!(take(store, "x", 10).await.is_empty());
        assert!(change(store, one, held("w", 1), &answered(State::Done)).await);
    }
    assert!(get(store, &third).await.finished.is_some());
}

pub(super) async fn lanes_do_not_wait_for_each_other<S: Store>(store: &S) {
    let stuck = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    assert!(change(store, &stuck, held("w", 1), &failed(State::Person)).await);
    let behind = insert(store, 2, &new("a")).await;
    let other = insert(store, 3, &new("b")).await;
    assert_eq!(
        behind.state,
        State::Queued,
        "a person has the one before it"
    );
    let taken = take(store, "w", 10).await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].uuid, other.uuid);
    let gone = Change::to(State::Withdrawn, "person");
    assert!(change(store, &stuck, Holder::In(State::Person), &gone).await);
    assert_eq!(get(store, &behind).await.state, State::Waiting);
}

pub(super) async fn what_was_passed_does_not_go_again_by_itself<S: Store>(store: &S) {
    let mut again = failed(State::Waiting);
    again.in_order = true;
    let delivered = Change::to(State::Delivered, "w");
    // Nothing came after it: it goes again.
    let alone = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    assert!(change(store, &alone, held("w", 1), &delivered).await);
    assert!(change(store, &alone, Holder::In(State::Delivered), &again).await);
    assert_eq!(get(store, &alone).await.state, State::Waiting);
    // A later one waits in front of it, or was sent.
    for (number, lane, sent) in [(2, "b", false), (4, "c", true)] {
        let first = insert(store, number, &new(lane)).await;
        let later = insert(store, number + 1, &new(lane)).await;
        let taken = take(store, "w", 10).await;
        assert!(taken.iter().any(|s| s.uuid == first.uuid));
        let attempt = held("w", 1);
        assert!(change(store, &first, attempt, &delivered).await);
        if sent {
            let taken = take(store, "w", 10).await;
            assert!(taken.iter().any(|s| s.uuid == later.uuid));
            assert!(change(store, &later, attempt, &answered(State::Done)).await);
        }
        assert!(change(store, &first, Holder::In(State::Delivered), &again).await);
        assert_eq!(get(store, &first).await.state, State::Person, "{lane}");
    }
}
