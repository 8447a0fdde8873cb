//! What every store has to do, as a suite: a store proves itself by passing [`run`].
//!
//! A case that is not kept panics with its name; this is for tests.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;

use crate::gate::Admitted;
use crate::policy::Change;
use crate::state::State;
use crate::store::{Filter, Holder, Inserted, Store};
use crate::submission::{Failure, FailureClass, Mode, NewSubmission, Submission};

/// Runs all cases, each on a store of its own that `make` gives: empty, and reachable from several
/// tasks at once.
///
/// # Panics
/// If the store does not keep the contract.
pub async fn run<S: Store + 'static>(make: impl AsyncFn() -> S) {
    what_is_stored_is_found_as_it_was(&make().await).await;
    a_uuid_is_stored_once(&Arc::new(make().await)).await;
    a_lane_lets_one_go_at_a_time(&make().await).await;
    lanes_do_not_wait_for_each_other(&make().await).await;
    no_two_workers_get_the_same(&Arc::new(make().await)).await;
    what_is_not_due_is_not_taken(&make().await).await;
    only_the_holder_changes_what_it_holds(&make().await).await;
    what_may_have_been_processed_is_a_repetition(&make().await).await;
    states_follow_only_where_they_may(&make().await).await;
    a_replacement_goes_before_those_that_wait(&make().await).await;
    who_comes_back_into_a_lane_waits_its_turn(&make().await).await;
    the_history_tells_all(&make().await).await;
    numbers_and_pages_are_right(&make().await).await;
    what_a_worker_takes_is_not_taken_back(&Arc::new(make().await)).await;
    a_lane_is_drained_in_order_by_many(&Arc::new(make().await)).await;
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_000_000_000).unwrap_or_default()
}

fn new(lane: &str) -> NewSubmission {
    NewSubmission {
        content: b"<a>\xC3\xA4\0</a>".to_vec(),
        lane: lane.to_owned(),
        recipient: "azr:register".to_owned(),
        mode: Mode::Sync,
        expects_answer: true,
        replaces: None,
    }
}

fn admitted(number: usize) -> Admitted {
    Admitted {
        uuid: format!("00000000-0000-4000-8000-{number:012}"),
        message_type: "090010".to_owned(),
        test: number % 2 == 1,
    }
}

async fn insert<S: Store>(store: &S, number: usize, new: &NewSubmission) -> Submission {
    let deadline = start() + TimeDelta::hours(1);
    let inserted = store
        .insert(new, &admitted(number), deadline, start())
        .await;
    match inserted {
        Ok(Inserted::New(stored)) => *stored,
        other => panic!("not stored: {other:?}"),
    }
}

async fn take<S: Store>(store: &S, worker: &str, limit: u32) -> Vec<Submission> {
    let lease = start() + TimeDelta::minutes(5);
    store
        .take(worker, limit, lease, start())
        .await
        .expect("taken")
}

async fn change<S: Store>(store: &S, of: &Submission, holder: Holder<'_>, to: &Change) -> bool {
    store
        .change(&of.uuid, holder, to, start())
        .await
        .expect("a store that works")
}

async fn get<S: Store>(store: &S, of: &Submission) -> Submission {
    store
        .get(&of.uuid)
        .await
        .expect("a store that works")
        .expect("it is there")
}

fn failed(state: State) -> Change {
    let mut change = Change::to(state, "test").due(start());
    change.failure = Some(Failure {
        class: FailureClass::UnknownOutcome,
        code: "9000".to_owned(),
        text: "Störung".to_owned(),
    });
    change
}

fn answered(state: State) -> Change {
    let mut change = Change::to(state, "test");
    change.answer = Some(vec![0, 1, 255]);
    change
}

async fn what_is_stored_is_found_as_it_was<S: Store>(store: &S) {
    let wanted = new("Ćorić");
    let stored = insert(store, 1, &wanted).await;
    assert_eq!(get(store, &stored).await, stored);
    assert_eq!(stored.content, wanted.content);
    assert_eq!((stored.lane, stored.mode), (wanted.lane, Mode::Sync));
    assert_eq!((stored.state, stored.attempts), (State::Waiting, 0));
    assert_eq!(stored.message_type, "090010");
    assert!(stored.test && stored.expects_answer && !stored.repetition);
    assert_eq!((stored.created, stored.due), (start(), start()));
    assert_eq!(stored.deadline, start() + TimeDelta::hours(1));
    assert!(
        store
            .get("unknown")
            .await
            .expect("a store that works")
            .is_none()
    );
}

async fn a_uuid_is_stored_once<S: Store + 'static>(store: &Arc<S>) {
    let mut tasks = JoinSet::new();
    for lane in 0..8 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            let new = new(&format!("lane {lane}"));
            let deadline = start() + TimeDelta::hours(1);
            store.insert(&new, &admitted(1), deadline, start()).await
        });
    }
    let mut stored = 0;
    while let Some(done) = tasks.join_next().await {
        match done.expect("a task that ends").expect("a store that works") {
            Inserted::New(_) => stored += 1,
            Inserted::Duplicate(before) => assert_eq!(before.uuid, admitted(1).uuid),
            Inserted::NotReplaceable => panic!("nothing is replaced"),
        }
    }
    assert_eq!(stored, 1, "a UUID was stored {stored} times");
}

async fn a_lane_lets_one_go_at_a_time<S: Store>(store: &S) {
    let first = insert(store, 1, &new("a")).await;
    let second = insert(store, 2, &new("a")).await;
    let third = insert(store, 3, &new("a")).await;
    assert_eq!((second.state, third.state), (State::Queued, State::Queued));
    for one in [&first, &second, &third] {
        let taken = take(store, "w", 10).await;
        assert_eq!(taken.len(), 1, "one of a lane");
        assert_eq!(taken[0].uuid, one.uuid, "in order");
        assert!(take(store, "x", 10).await.is_empty());
        assert!(change(store, one, Holder::Worker("w"), &answered(State::Done)).await);
    }
    assert!(get(store, &third).await.finished.is_some());
}

async fn lanes_do_not_wait_for_each_other<S: Store>(store: &S) {
    let stuck = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    assert!(change(store, &stuck, Holder::Worker("w"), &failed(State::Person)).await);
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

async fn no_two_workers_get_the_same<S: Store + 'static>(store: &Arc<S>) {
    const COUNT: usize = 60;
    for number in 0..COUNT {
        insert(store.as_ref(), number, &new(&format!("lane {number}"))).await;
    }
    let mut tasks = JoinSet::new();
    for worker in 0..6 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let taken = take(store.as_ref(), &format!("w{worker}"), 3).await;
                if taken.is_empty() {
                    return mine;
                }
                mine.extend(taken.into_iter().map(|s| s.uuid));
            }
        });
    }
    let mut all = Vec::new();
    while let Some(mine) = tasks.join_next().await {
        all.extend(mine.expect("a task that ends"));
    }
    let different: HashSet<&String> = all.iter().collect();
    assert_eq!((all.len(), different.len()), (COUNT, COUNT));
}

async fn what_is_not_due_is_not_taken<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    let two = insert(store, 2, &new("b")).await;
    assert_eq!(take(store, "w", 10).await.len(), 2);
    let later = failed(State::Waiting).due(start() + TimeDelta::seconds(60));
    let sooner = failed(State::Waiting).due(start() + TimeDelta::seconds(30));
    assert!(change(store, &one, Holder::Worker("w"), &later).await);
    assert!(change(store, &two, Holder::Worker("w"), &sooner).await);
    assert!(take(store, "w", 10).await.is_empty());
    let now = start() + TimeDelta::seconds(60);
    let lease = now + TimeDelta::minutes(5);
    let taken = store.take("w", 10, lease, now).await.expect("taken");
    let order: Vec<_> = taken.iter().map(|s| s.uuid.as_str()).collect();
    assert_eq!(order, [two.uuid.as_str(), one.uuid.as_str()]);
    assert_eq!(taken[0].attempts, 2);
}

async fn only_the_holder_changes_what_it_holds<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    let done = answered(State::Done);
    assert!(!change(store, &one, Holder::Worker("x"), &done).await);
    assert!(!change(store, &one, Holder::In(State::Waiting), &done).await);
    let before = start() + TimeDelta::minutes(5);
    assert!(
        store
            .lost(10, before)
            .await
            .expect("a store that works")
            .is_empty()
    );
    let after = before + TimeDelta::milliseconds(1);
    let lost = store.lost(10, after).await.expect("a store that works");
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].worker.as_deref(), Some("w"));
    assert!(change(store, &one, Holder::Worker("w"), &failed(State::Unclear)).await);
    assert!(
        !change(store, &one, Holder::Worker("w"), &done).await,
        "it holds it no more"
    );
    let found = get(store, &one).await;
    assert!(found.worker.is_none() && found.lease_until.is_none());
}

async fn what_may_have_been_processed_is_a_repetition<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    let first = take(store, "w", 1).await;
    assert!(!first[0].repetition);
    assert!(change(store, &one, Holder::Worker("w"), &failed(State::Unclear)).await);
    let unclear = get(store, &one).await;
    assert_eq!((unclear.state, unclear.repetition), (State::Unclear, true));
    assert_eq!(
        unclear.failure.as_ref().map(|f| f.text.as_str()),
        Some("Störung")
    );
    let again = take(store, "w", 1).await;
    assert!(again[0].repetition, "it is sent as a repetition");
    assert_eq!(again[0].content, one.content, "of the same bytes");
    assert!(change(store, &one, Holder::Worker("w"), &answered(State::Done)).await);
    let done = get(store, &one).await;
    assert_eq!(done.answer.as_deref(), Some(&[0, 1, 255][..]));
    assert!(done.failure.is_none() && done.repetition);
}

async fn states_follow_only_where_they_may<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    let holder = Holder::In(State::Waiting);
    assert!(!change(store, &one, holder, &Change::to(State::Replaced, "x")).await);
    assert!(change(store, &one, holder, &Change::to(State::Withdrawn, "x")).await);
    for state in State::ALL {
        let holder = Holder::In(State::Withdrawn);
        assert!(
            !change(store, &one, holder, &Change::to(state, "x")).await,
            "{state:?}"
        );
    }
    let unknown = Submission {
        uuid: "unknown".to_owned(),
        ..one
    };
    assert!(!change(store, &unknown, holder, &Change::to(State::Withdrawn, "x")).await);
}

async fn a_replacement_goes_before_those_that_wait<S: Store>(store: &S) {
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
    assert!(change(store, &wrong, Holder::Worker("w"), &failed(State::Person)).await);
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
    assert!(
        change(
            store,
            &right,
            Holder::Worker("w"),
            &answered(State::Refused)
        )
        .await
    );
    assert_eq!(take(store, "w", 10).await[0].uuid, behind.uuid);
    let corrected = NewSubmission {
        replaces: Some(right.uuid.clone()),
        ..new("a")
    };
    assert_eq!(insert(store, 4, &corrected).await.state, State::Queued);
}

async fn who_comes_back_into_a_lane_waits_its_turn<S: Store>(store: &S) {
    let delivered = insert(store, 1, &new("a")).await;
    let next = insert(store, 2, &new("a")).await;
    take(store, "w", 1).await;
    assert!(
        change(
            store,
            &delivered,
            Holder::Worker("w"),
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
    assert!(change(store, &next, Holder::Worker("w"), &answered(State::Done)).await);
    assert_eq!(take(store, "w", 10).await[0].uuid, delivered.uuid);
}

async fn the_history_tells_all<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    let done = answered(State::Done).because("090098", "angenommen");
    assert!(change(store, &one, Holder::Worker("w"), &done).await);
    let history = store.history(&one.uuid).await.expect("a store that works");
    let told: Vec<_> = history
        .iter()
        .map(|e| (e.state, e.actor.as_str(), e.code.as_str(), e.text.as_str()))
        .collect();
    let wanted = [
        (State::Waiting, "outbox", "submitted", ""),
        (State::Sending, "worker w", "", ""),
        (State::Done, "test", "090098", "angenommen"),
    ];
    assert_eq!(told, wanted);
}

async fn numbers_and_pages_are_right<S: Store>(store: &S) {
    let empty = store.stats().await.expect("a store that works");
    assert_eq!((empty.states.len(), empty.oldest), (0, None));
    for number in 0..5 {
        insert(store, number, &new(&format!("lane {number}"))).await;
    }
    let taken = take(store, "w", 3).await;
    for one in &taken[..2] {
        assert!(change(store, one, Holder::Worker("w"), &failed(State::Person)).await);
    }
    let stats = store.stats().await.expect("a store that works");
    assert_eq!(stats.count(State::Waiting), 2);
    assert_eq!(stats.count(State::Sending), 1);
    assert_eq!(stats.count(State::Person), 2);
    assert_eq!(stats.oldest, Some(start()));
    assert_eq!(stats.troubles.len(), 1);
    assert_eq!(
        (stats.troubles[0].code.as_str(), stats.troubles[0].count),
        ("9000", 2)
    );
    let mut seen = Vec::new();
    let mut filter = Filter {
        limit: 2,
        ..Filter::default()
    };
    loop {
        let page = store.list(&filter).await.expect("a store that works");
        let Some(last) = page.last() else { break };
        filter.after = last.id;
        seen.extend(page.into_iter().map(|s| s.id));
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted());
    let persons = store.list(&Filter::states(&[State::Person])).await;
    assert_eq!(persons.expect("a store that works").len(), 2);
}

async fn what_a_worker_takes_is_not_taken_back<S: Store + 'static>(store: &Arc<S>) {
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

async fn a_lane_is_drained_in_order_by_many<S: Store + 'static>(store: &Arc<S>) {
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
                    assert!(change(store.as_ref(), &one, Holder::Worker(&name), &done).await);
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
