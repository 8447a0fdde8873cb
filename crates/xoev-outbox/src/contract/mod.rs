//! What every store has to do, as a suite: a store proves itself by passing [`run`].
//!
//! A case that is not kept panics with its name; this is for tests.

mod ids;
pub mod inbox;
mod lanes;

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;
use xoev_transport::{Failure, FailureClass};

use crate::gate::Admitted;
use crate::policy::Change;
use crate::state::State;
use crate::store::{Filter, Holder, Horizons, Inserted, Store};
use crate::submission::{Mode, NewSubmission, Submission};

/// Runs all cases, each on a store of its own that `make` gives: empty, and reachable from several
/// tasks at once.
///
/// # Panics
/// If the store does not keep the contract.
pub async fn run<S: Store + 'static>(make: impl AsyncFn() -> S) {
    what_is_stored_is_found_as_it_was(&make().await).await;
    a_uuid_is_stored_once(&Arc::new(make().await)).await;
    lanes::a_lane_lets_one_go_at_a_time(&make().await).await;
    lanes::lanes_do_not_wait_for_each_other(&make().await).await;
    no_two_workers_get_the_same(&Arc::new(make().await)).await;
    what_is_not_due_is_not_taken(&make().await).await;
    only_the_holder_changes_what_it_holds(&make().await).await;
    what_may_have_been_processed_is_a_repetition(&make().await).await;
    who_held_it_before_does_not_hold_it_now(&make().await).await;
    another_receiver_never_got_it(&make().await).await;
    what_others_say_is_stored_whatever_it_is(&make().await).await;
    states_follow_only_where_they_may(&make().await).await;
    ids::an_id_is_kept_for_its_holder_alone(&make().await).await;
    ids::what_will_never_be_delivered_loses_its_id(&make().await).await;
    lanes::what_was_passed_does_not_go_again_by_itself(&make().await).await;
    what_waits_for_a_time_too_far_ahead_is_found(&make().await).await;
    lanes::a_replacement_goes_before_those_that_wait(&make().await).await;
    lanes::who_comes_back_into_a_lane_waits_its_turn(&make().await).await;
    the_history_tells_all(&make().await).await;
    numbers_and_pages_are_right(&make().await).await;
    lanes::what_a_worker_takes_is_not_taken_back(&Arc::new(make().await)).await;
    lanes::a_lane_is_drained_in_order_by_many(&Arc::new(make().await)).await;
    lanes::lanes_that_many_fill_drain_and_come_back_to_get_stuck_for_none(&Arc::new(make().await))
        .await;
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

fn held(name: &str, attempt: u32) -> Holder<'_> {
    Holder::Worker { name, attempt }
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
    assert!(change(store, &one, held("w", 1), &later).await);
    assert!(change(store, &two, held("w", 1), &sooner).await);
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
    assert!(!change(store, &one, held("x", 1), &done).await);
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
    assert!(change(store, &one, held("w", 1), &failed(State::Unclear)).await);
    assert!(
        !change(store, &one, held("w", 1), &done).await,
        "it holds it no more"
    );
    let found = get(store, &one).await;
    assert!(found.worker.is_none() && found.lease_until.is_none());
}

async fn what_may_have_been_processed_is_a_repetition<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    let first = take(store, "w", 1).await;
    assert!(!first[0].repetition);
    assert!(change(store, &one, held("w", 1), &failed(State::Unclear)).await);
    let unclear = get(store, &one).await;
    assert_eq!((unclear.state, unclear.repetition), (State::Unclear, true));
    assert_eq!(
        unclear.failure.as_ref().map(|f| f.text.as_str()),
        Some("Störung")
    );
    let again = take(store, "w", 1).await;
    assert!(again[0].repetition, "it is sent as a repetition");
    assert_eq!(again[0].content, one.content, "of the same bytes");
    assert!(change(store, &one, held("w", 2), &answered(State::Done)).await);
    let done = get(store, &one).await;
    assert_eq!(done.answer.as_deref(), Some(&[0, 1, 255][..]));
    assert!(done.failure.is_none() && done.repetition);
}

async fn who_held_it_before_does_not_hold_it_now<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    let again = failed(State::Waiting);
    assert!(change(store, &one, held("w", 1), &again).await);
    let taken = take(store, "w", 1).await;
    assert_eq!(taken[0].attempts, 2);
    assert!(
        !change(store, &one, held("w", 1), &again).await,
        "of the attempt before"
    );
    assert_eq!(get(store, &one).await.state, State::Sending);
    assert_eq!(Holder::of(&taken[0]), Some(held("w", 2)));
}

async fn another_receiver_never_got_it<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    // Nobody knows whether it was processed: so it stays, also with a person.
    assert!(change(store, &one, held("w", 1), &failed(State::Person)).await);
    assert!(get(store, &one).await.repetition);
    assert!(
        change(
            store,
            &one,
            Holder::In(State::Person),
            &answered(State::Misdirected)
        )
        .await
    );
    let mut other = Change::to(State::Waiting, "person").due(start());
    other.recipient = Some("azr:another".to_owned());
    assert!(change(store, &one, Holder::In(State::Misdirected), &other).await);
    let found = get(store, &one).await;
    assert_eq!((found.repetition, found.answer), (false, None));
    assert_eq!(found.recipient, "azr:another");
}

async fn what_others_say_is_stored_whatever_it_is<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    let mut odd = failed(State::Person).because("a\0b", "\u{1F600}\n\u{7}\0");
    odd.transport_id = Some("id\0".to_owned());
    assert!(change(store, &one, held("w", 1), &odd).await);
    let history = store.history(&one.uuid).await.expect("a store that works");
    assert_eq!(history[2].text, "\u{1F600}\n\u{7}\u{FFFD}");
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

async fn the_history_tells_all<S: Store>(store: &S) {
    let one = insert(store, 1, &new("a")).await;
    take(store, "w", 1).await;
    let done = answered(State::Done).because("090098", "angenommen");
    assert!(change(store, &one, held("w", 1), &done).await);
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
        assert!(change(store, one, held("w", 1), &failed(State::Person)).await);
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

async fn what_waits_for_a_time_too_far_ahead_is_found<S: Store>(store: &S) {
    let far = start() + TimeDelta::days(4000);
    let [waiting, sending, delivered] = [1, 2, 3].map(|number| (number, format!("lane {number}")));
    let waiting = insert(store, waiting.0, &new(&waiting.1)).await;
    let sending = insert(store, sending.0, &new(&sending.1)).await;
    let delivered = insert(store, delivered.0, &new(&delivered.1)).await;
    let taken = store.take("w", 10, far, start()).await.expect("taken");
    assert_eq!(taken.len(), 3);
    let late = failed(State::Waiting).due(far);
    assert!(change(store, &waiting, held("w", 1), &late).await);
    let due = Change::to(State::Delivered, "w").due(far);
    assert!(change(store, &delivered, held("w", 1), &due).await);
    let all = |time| Horizons {
        due: time,
        lease: time,
        answer: time,
    };
    let none = store.ahead(10, &all(far)).await;
    assert!(none.expect("a store that works").is_empty());
    let before = far - TimeDelta::milliseconds(1);
    let mut found = store.ahead(10, &all(before)).await.expect("found");
    found.sort_by_key(|s| s.id);
    let uuids: Vec<_> = found.iter().map(|s| &s.uuid).collect();
    assert_eq!(uuids, [&waiting.uuid, &sending.uuid, &delivered.uuid]);
}
