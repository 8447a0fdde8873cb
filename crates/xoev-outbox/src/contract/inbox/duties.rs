//! Duties and their dates.

use super::super as outbox;
use super::answers::{about, answer, delivered};
use super::*;
use crate::inbox::{Duty, DutyFilter, DutyKind};
use crate::policy::Change;
use crate::state::State;
use crate::store::Holder;
use crate::submission::Verdict;

async fn due<S: InboxStore>(store: &S, by: DateTime<Utc>) -> Vec<Duty> {
    let filter = DutyFilter {
        due_by: Some(by),
        ..DutyFilter::default()
    };
    store.duties(&filter).await.expect("a store that works")
}

pub(super) async fn quittungen_are_owed_until_they_are_sent<S: InboxStore>(store: &S) {
    let id = receive(store, &new(1)).await.id();
    let sorting = Sorting::to(Place::Open)
        .quittung("sperre")
        .quittung("steuer");
    sort(store, id, &sorting).await;
    assert!(due(store, day(13)).await.is_empty());
    let found = due(store, day(14)).await;
    let subjects: Vec<&str> = found.iter().map(|d| d.subject.as_str()).collect();
    assert_eq!(subjects, ["sperre", "steuer"]);
    let first = &found[0];
    assert_eq!((first.kind, first.arrival), (DutyKind::Quittung, Some(id)));
    assert_eq!(
        (first.due, first.created, first.level),
        (day(14), start(), 0)
    );
    assert!(first.ended.is_none() && first.submission.is_none());
    let end = async |by| store.end_duty(first.id, by, day(2)).await;
    assert!(end("uuid of the 0020").await.expect("a store that works"));
    assert!(!end("another").await.expect("a store that works"), "once");
    assert_eq!(due(store, day(14)).await.len(), 1);
    let page = DutyFilter {
        ended: true,
        limit: 1,
        ..DutyFilter::default()
    };
    let all = store.duties(&page).await.expect("a store that works");
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].ended, all[0].ended_by.as_deref()),
        (Some(day(2)), Some("uuid of the 0020"))
    );
    let next = DutyFilter {
        after: all[0].id,
        ..page
    };
    let rest = store.duties(&next).await.expect("a store that works");
    assert_eq!(rest[0].subject, "steuer");
    let stats = store
        .inbox_stats(day(13))
        .await
        .expect("a store that works");
    assert_eq!((stats.duties, stats.overdue), (1, 0));
    let stats = store
        .inbox_stats(day(14))
        .await
        .expect("a store that works");
    assert_eq!((stats.duties, stats.overdue), (1, 1));
    assert!(
        !store
            .remind(rest[0].id, 1, "x", day(9))
            .await
            .expect("a store that works")
    );
}

pub(super) async fn what_nothing_is_done_with_needs_no_quittung<S: InboxStore>(store: &S) {
    let id = receive(store, &new(1)).await.id();
    sort(store, id, &Sorting::to(Place::Release).quittung("")).await;
    assert_eq!(due(store, day(14)).await.len(), 1);
    let found = get(store, id).await;
    assert!(change(store, &found, ArrivalState::Declined).await);
    assert!(due(store, day(14)).await.is_empty());
    // A test needs none either.
    let mut test = new(2);
    test.test = true;
    let id = receive(store, &test).await.id();
    sort(store, id, &Sorting::to(Place::Open).quittung("")).await;
    assert!(due(store, day(14)).await.is_empty());
}

pub(super) async fn reminders_go_up_one_level_at_a_time<S: InboxStore + Store>(store: &S) {
    let one = delivered(store, 2).await;
    let expect = async |uuid: &str, at| {
        let expected = store.expect(uuid, "akte", at, start()).await;
        expected.expect("a store that works")
    };
    assert!(!expect("unknown", day(28)).await);
    assert!(expect(&one.uuid, day(28)).await);
    assert!(expect(&one.uuid, day(99)).await, "again");
    assert!(due(store, day(27)).await.is_empty());
    let found = due(store, day(28)).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, DutyKind::Erinnerung);
    assert_eq!(found[0].submission.as_ref(), Some(&one.uuid));
    let id = found[0].id;
    let remind = async |level, by, next| {
        let kept = store.remind(id, level, by, next).await;
        kept.expect("a store that works")
    };
    assert!(!remind(2, "b", day(42)).await, "not before the first");
    assert!(!remind(0, "b", day(42)).await);
    assert!(remind(1, "a", day(42)).await);
    assert!(!remind(1, "b", day(50)).await, "it was sent");
    assert!(due(store, day(41)).await.is_empty());
    let found = due(store, day(42)).await;
    assert_eq!(
        (found[0].level, found[0].reminder.as_deref()),
        (1, Some("a"))
    );
    assert!(remind(2, "c", day(56)).await);
}

pub(super) async fn what_came_is_not_reminded_of<S: InboxStore + Store>(store: &S) {
    let one = delivered(store, 2).await;
    let expect = async |subject| {
        let expected = store.expect(&one.uuid, subject, day(1), start()).await;
        assert!(expected.expect("a store that works"));
    };
    for subject in ["a", "b", "c"] {
        expect(subject).await;
    }
    let quittung = Place::Answer {
        uuid: Some(one.uuid.clone()),
        verdict: None,
        subject: Some("b".to_owned()),
    };
    placed(store, &new(1), quittung).await;
    let left: Vec<String> = due(store, day(1))
        .await
        .into_iter()
        .map(|d| d.subject)
        .collect();
    assert_eq!(left, ["a", "c"]);
    // A rejection is about all of it.
    placed(store, &answer(2, &one), about(&one, Some(Verdict::Refused))).await;
    assert!(due(store, day(1)).await.is_empty());
    let all = DutyFilter {
        ended: true,
        ..DutyFilter::default()
    };
    let all = store.duties(&all).await.expect("a store that works");
    let by: Vec<_> = all
        .iter()
        .map(|d| d.ended_by.clone().unwrap_or_default())
        .collect();
    assert_eq!(by, [identity(2).uuid, identity(1).uuid, identity(2).uuid]);
}

pub(super) async fn what_never_arrived_is_not_reminded_of<S: InboxStore + Store>(store: &S) {
    let one = outbox::insert(store, 2, &outbox::new("a")).await;
    let expected = store.expect(&one.uuid, "", day(1), start()).await;
    assert!(expected.expect("a store that works"));
    assert!(due(store, day(1)).await.is_empty(), "it waits to be sent");
    outbox::take(store, "w", 1).await;
    let sent = Change::to(State::Delivered, "w");
    assert!(outbox::change(store, &one, outbox::held("w", 1), &sent).await);
    assert_eq!(due(store, day(1)).await.len(), 1);
    let holder = Holder::In(State::Delivered);
    let refused = outbox::answered(State::Refused);
    assert!(outbox::change(store, &one, holder, &refused).await);
    assert!(
        due(store, day(1)).await.is_empty(),
        "it was refused in another way"
    );
    let stats = store.inbox_stats(day(1)).await.expect("a store that works");
    assert_eq!((stats.duties, stats.overdue), (0, 0));
}
