//! Answers and the submissions that they are about.

use super::super as outbox;
use super::*;
use crate::policy::Change;
use crate::state::State;
use crate::store::Holder;
use crate::submission::{Submission, Verdict};

/// A submission that was delivered and waits for its answer.
pub(super) async fn delivered<S: Store>(store: &S, number: usize) -> Submission {
    let lane = format!("lane {number}");
    let one = outbox::insert(store, number, &outbox::new(&lane)).await;
    outbox::take(store, "w", 1).await;
    let holder = outbox::held("w", 1);
    let delivered = Change::to(State::Delivered, "w");
    assert!(outbox::change(store, &one, holder, &delivered).await);
    outbox::get(store, &one).await
}

/// An answer; tests of submissions have odd numbers.
pub(super) fn answer(number: usize, to: &Submission) -> NewArrival {
    let mut new = new(number);
    new.test = to.test;
    new
}

pub(super) fn about(to: &Submission, verdict: Option<Verdict>) -> Place {
    Place::Answer {
        uuid: Some(to.uuid.clone()),
        verdict,
        subject: None,
    }
}

pub(super) async fn an_answer_changes_its_submission<S: InboxStore + Store>(store: &S) {
    for (number, verdict, state) in [
        (1, Verdict::Accepted, State::Done),
        (2, Verdict::Refused, State::Refused),
        (3, Verdict::NotResponsible, State::Misdirected),
    ] {
        let one = delivered(store, number).await;
        let new = answer(number, &one);
        let found = placed(store, &new, about(&one, Some(verdict))).await;
        assert_eq!(found.state, ArrivalState::Answer);
        assert_eq!(found.submission.as_ref(), Some(&one.uuid));
        let after = outbox::get(store, &one).await;
        assert_eq!((after.state, after.answer), (state, Some(new.content)));
        let history = store.history(&one.uuid).await.expect("a store that works");
        let told = history.last().expect("an event");
        assert_eq!(
            (told.code.as_str(), &told.text),
            ("answer", &identity(number).uuid)
        );
        // A test is among the tests, and the Fachverfahren can confirm both.
        assert_eq!(found.test, one.test);
        assert!(change(store, &found, ArrivalState::Taken).await);
    }
    // One that is being sent, or was lost, is answered all the same.
    let lane = outbox::new("sending");
    let one = outbox::insert(store, 4, &lane).await;
    outbox::take(store, "w", 1).await;
    placed(
        store,
        &answer(4, &one),
        about(&one, Some(Verdict::Accepted)),
    )
    .await;
    assert_eq!(outbox::get(store, &one).await.state, State::Done);
}

pub(super) async fn an_answer_is_found_by_the_id_of_the_transport<S: InboxStore + Store>(
    store: &S,
) {
    let mut sent = Vec::new();
    for number in [2, 4, 6] {
        let lane = format!("lane {number}");
        let one = outbox::insert(store, number, &outbox::new(&lane)).await;
        outbox::take(store, "w", 1).await;
        let mut delivered = Change::to(State::Delivered, "w");
        // Two of them have the same: that says nothing.
        delivered.transport_id = Some(format!("urn:sent {}", number / 4));
        let holder = outbox::held("w", 1);
        assert!(outbox::change(store, &one, holder, &delivered).await);
        sent.push(one);
    }
    let by_transport = |verdict| Place::Answer {
        uuid: None,
        verdict: Some(verdict),
        subject: None,
    };
    let mut new = answer(1, &sent[0]);
    new.in_reply_to = vec!["urn:else".to_owned(), "urn:sent 0".to_owned()];
    let found = placed(store, &new, by_transport(Verdict::Accepted)).await;
    assert_eq!(found.submission.as_ref(), Some(&sent[0].uuid));
    for (number, ids) in [(2, vec!["urn:sent 1"]), (3, vec![]), (4, vec!["urn:else"])] {
        let mut new = answer(number, &sent[0]);
        new.in_reply_to = ids.into_iter().map(str::to_owned).collect();
        let found = placed(store, &new, by_transport(Verdict::Accepted)).await;
        assert_eq!(found.state, ArrivalState::Person, "{number}");
    }
}

pub(super) async fn what_fits_to_no_submission_is_left_to_a_person<S: InboxStore + Store>(
    store: &S,
) {
    let one = delivered(store, 2).await;
    let unknown = Submission {
        uuid: "unknown\0".to_owned(),
        ..one.clone()
    };
    let found = placed(store, &new(1), about(&unknown, Some(Verdict::Accepted))).await;
    assert_eq!(
        (found.state, found.code.as_deref()),
        (ArrivalState::Person, Some("unmatched"))
    );
    // A person ties it, first to the wrong one.
    for (to, state) in [
        (&unknown, ArrivalState::Person),
        (&one, ArrivalState::Answer),
    ] {
        let sorting = Sorting::to(about(to, Some(Verdict::Accepted)));
        let by = sorter("Frau Muster");
        let tied = store.sort(found.id, ArrivalState::Person, &sorting, &by);
        assert_eq!(tied.await.expect("a store that works"), Some(state));
    }
    assert_eq!(outbox::get(store, &one).await.state, State::Done);
}

pub(super) async fn what_contradicts_the_first_answer_is_left_to_a_person<S: InboxStore + Store>(
    store: &S,
) {
    let one = delivered(store, 2).await;
    placed(store, &new(1), about(&one, Some(Verdict::Accepted))).await;
    let first = outbox::get(store, &one).await;
    let again = placed(store, &new(2), about(&one, Some(Verdict::Accepted))).await;
    assert_eq!(again.state, ArrivalState::Answer, "it says the same");
    let other = placed(store, &new(3), about(&one, Some(Verdict::Refused))).await;
    let code = other.code.as_deref();
    assert_eq!(
        (other.state, code),
        (ArrivalState::Person, Some("submission-done"))
    );
    assert_eq!(
        outbox::get(store, &one).await,
        first,
        "the first answer counts"
    );
}

pub(super) async fn a_test_does_not_answer_what_is_none<S: InboxStore + Store>(store: &S) {
    let (real, test) = (delivered(store, 2).await, delivered(store, 3).await);
    assert!(!real.test && test.test);
    for (number, to, from) in [(1, &real, &test), (2, &test, &real)] {
        let new = answer(number, from);
        let found = placed(store, &new, about(to, Some(Verdict::Accepted))).await;
        let code = found.code.as_deref();
        assert_eq!(
            (found.state, code),
            (ArrivalState::Person, Some("test-mismatch"))
        );
        assert_eq!(outbox::get(store, to).await.state, State::Delivered);
    }
}

pub(super) async fn a_quittung_leaves_its_submission_as_it_is<S: InboxStore + Store>(store: &S) {
    let one = delivered(store, 2).await;
    let found = placed(store, &new(1), about(&one, None)).await;
    assert_eq!(found.state, ArrivalState::Answer);
    assert_eq!(found.submission.as_ref(), Some(&one.uuid));
    assert_eq!(outbox::get(store, &one).await, one);
    let done = Change::to(State::Done, "test");
    let holder = Holder::In(State::Delivered);
    assert!(outbox::change(store, &one, holder, &done).await);
    let late = placed(store, &new(2), about(&one, None)).await;
    assert_eq!(late.state, ArrivalState::Answer);
}

pub(super) async fn an_answer_is_tied_once_by_many<S: InboxStore + Store + 'static>(
    store: &Arc<S>,
) {
    let one = delivered(store.as_ref(), 2).await;
    let id = receive(store.as_ref(), &new(1)).await.id();
    let mut tasks = JoinSet::new();
    for _ in 0..6 {
        let store = Arc::clone(store);
        let sorting = Sorting::to(about(&one, Some(Verdict::Accepted)));
        tasks.spawn(async move { sort(store.as_ref(), id, &sorting).await });
    }
    let mut placed = 0;
    while let Some(done) = tasks.join_next().await {
        placed += usize::from(done.expect("a task that ends").is_some());
    }
    assert_eq!(placed, 1);
    assert_eq!(outbox::get(store.as_ref(), &one).await.state, State::Done);
    let history = store.history(&one.uuid).await.expect("a store that works");
    assert_eq!(history.iter().filter(|e| e.state == State::Done).count(), 1);
}
