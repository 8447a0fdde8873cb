//! The cases of the suite.

use std::time::Duration;

use chrono::{TimeDelta, Utc};

use super::Ends;
use crate::{Address, Failure, FailureClass, Parcel, Status, Transport, Waiting};

/// More than the clocks of file systems are coarse.
const TICK: Duration = Duration::from_millis(20);

async fn id(transport: &dyn Transport) -> String {
    let id = transport.new_id().await.expect("an id is made");
    id.expect("a transport with a mailbox has ids")
}

/// Sends the parcel under an id of its own.
async fn sent(ends: &Ends, change: impl FnOnce(&mut Parcel)) -> Parcel {
    let mut parcel = ends.parcel(Some(id(&*ends.sender).await));
    change(&mut parcel);
    let id = ends.sender.send(&parcel).await.expect("it is sent");
    assert_eq!(id, parcel.transport_id, "it is sent under its id");
    parcel
}

async fn listed(ends: &Ends, reader: &Address) -> Vec<Waiting> {
    ends.receiver.list(reader, 100).await.expect("it is listed")
}

async fn fetched(ends: &Ends, parcel: &Parcel) -> Result<Parcel, Failure> {
    let id = parcel.transport_id.clone().unwrap_or_default();
    ends.receiver.fetch(&ends.reader, &id).await
}

fn not_unclear(failure: &Failure) {
    assert!(
        !matches!(
            failure.class,
            FailureClass::UnknownOutcome | FailureClass::RetryLater
        ),
        "{failure}"
    );
}

pub(super) async fn what_is_sent_is_listed_and_fetched_as_it_was(ends: &Ends) {
    let abilities = ends.sender.abilities();
    assert!(abilities.asynchronous && ends.receiver.abilities().mailbox);
    ends.sender.check(&ends.author).await.expect("it is usable");
    let mut parcel = sent(ends, |_| {}).await;
    let list = listed(ends, &ends.reader).await;
    let [waiting] = &list[..] else {
        panic!("one parcel is listed: {list:?}");
    };
    assert_eq!(Some(&waiting.transport_id), parcel.transport_id.as_ref());
    assert_eq!(waiting.message_type.as_deref(), Some("000123"));
    assert_eq!(waiting.author.as_deref(), Some("ags:01999001"));
    assert!(!waiting.test);
    if let Some(size) = waiting.size {
        assert_eq!(size, parcel.size());
    }
    let fetched = fetched(ends, &parcel).await.expect("it is fetched");
    if let Some(kind) = parcel.kind.as_mut().filter(|_| !ends.whole_kind) {
        let version = fetched.kind.as_ref().map(|k| k.version.clone());
        kind.version = version.expect("a kind arrives");
    }
    assert_eq!(fetched, parcel, "what is fetched is what was sent");
}

pub(super) async fn it_stays_until_it_is_acknowledged(ends: &Ends) {
    let parcel = sent(ends, |_| {}).await;
    let id = parcel.transport_id.clone().unwrap_or_default();
    for _ in 0..2 {
        let fetched = fetched(ends, &parcel).await.expect("it is fetched again");
        assert_eq!(fetched.content, parcel.content);
        assert_eq!(listed(ends, &ends.reader).await.len(), 1, "it still waits");
    }
    for _ in 0..2 {
        let done = ends.receiver.acknowledge(&ends.reader, &id).await;
        done.expect("acknowledging, once and again, is no error");
        assert_eq!(listed(ends, &ends.reader).await, [], "it waits no more");
    }
    // Not fetched by this end before: as after a restart.
    let parcel = sent(ends, |_| {}).await;
    let id = parcel.transport_id.unwrap_or_default();
    let done = ends.receiver.acknowledge(&ends.reader, &id).await;
    done.expect("what was fetched before a restart can be acknowledged");
    assert_eq!(listed(ends, &ends.reader).await, [], "it waits no more");
}

pub(super) async fn the_same_id_is_delivered_once(ends: &Ends) {
    let parcel = sent(ends, |_| {}).await;
    let id = parcel.transport_id.clone();
    assert_eq!(
        ends.sender.send(&parcel).await,
        Ok(id.clone()),
        "sent again"
    );
    assert_eq!(listed(ends, &ends.reader).await.len(), 1, "there once");
    let id = id.unwrap_or_default();
    let done = ends.receiver.acknowledge(&ends.reader, &id).await;
    done.expect("it is acknowledged");
    assert!(ends.sender.send(&parcel).await.is_ok(), "sent a third time");
    assert_eq!(
        listed(ends, &ends.reader).await,
        [],
        "it does not come back"
    );
}

pub(super) async fn the_test_flag_is_carried(ends: &Ends) {
    let parcel = sent(ends, |p| p.test = true).await;
    assert!(listed(ends, &ends.reader).await[0].test, "in the list");
    let fetched = fetched(ends, &parcel).await.expect("it is fetched");
    assert!(fetched.test, "in the parcel");
}

pub(super) async fn what_is_too_large_is_refused(ends: &Ends) {
    let Some(most) = ends.sender.abilities().max_bytes else {
        return;
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut parcel = ends.parcel(Some(id(&*ends.sender).await));
    parcel.content = vec![b' '; most];
    parcel.attachments.truncate(1);
    parcel.attachments[0].content = vec![b'x'];
    let failure = ends.sender.send(&parcel).await;
    let failure = failure.expect_err("one byte too many is refused");
    assert!(
        matches!(
            failure.class,
            FailureClass::Repair | FailureClass::Permanent
        ),
        "{failure}"
    );
    assert_eq!(listed(ends, &ends.reader).await, [], "nothing arrived");
    parcel.attachments.clear();
    assert!(ends.sender.send(&parcel).await.is_ok(), "the most is taken");
}

pub(super) async fn unknown_ids_are_said_to_be_unknown(ends: &Ends) {
    let unused = id(&*ends.sender).await;
    for id in [unused.as_str(), "../../etc/passwd", "", "a\0b", "*"] {
        let reader = &ends.reader;
        not_unclear(&ends.receiver.fetch(reader, id).await.expect_err("fetch"));
        not_unclear(
            &ends
                .sender
                .status(&ends.author, id)
                .await
                .expect_err("status"),
        );
        let later = Utc::now() + TimeDelta::hours(1);
        let cancelled = ends.sender.cancel(&ends.author, id, later).await;
        not_unclear(&cancelled.expect_err("cancel"));
    }
    let done = ends.receiver.acknowledge(&ends.reader, &unused).await;
    done.expect("what is not there need not be kept");
}

pub(super) async fn what_is_cancelled_does_not_arrive(ends: &Ends) {
    let sender = ends.cancelling.as_ref().unwrap_or(&ends.sender);
    if !sender.abilities().cancel {
        return;
    }
    let parcel = ends.parcel(Some(id(&**sender).await));
    sender.send(&parcel).await.expect("it is sent");
    let id = parcel.transport_id.unwrap_or_default();
    let later = Utc::now() + TimeDelta::hours(1);
    let cancelled = sender.cancel(&ends.author, &id, later).await;
    cancelled.expect("it is taken back");
    assert_eq!(listed(ends, &ends.reader).await, [], "it does not arrive");
    let status = sender.status(&ends.author, &id).await;
    assert!(matches!(status, Ok(Status::Failed(_))), "{status:?}");
    let late = sent(ends, |_| {}).await.transport_id.unwrap_or_default();
    let done = ends.receiver.acknowledge(&ends.reader, &late).await;
    done.expect("it is acknowledged");
    let cancelled = ends.sender.cancel(&ends.author, &late, later).await;
    not_unclear(&cancelled.expect_err("what was taken can't be taken back"));
}

pub(super) async fn what_was_taken_is_not_failed(ends: &Ends) {
    let parcel = sent(ends, |_| {}).await;
    let id = parcel.transport_id.unwrap_or_default();
    for _ in 0..2 {
        let status = ends.sender.status(&ends.author, &id).await;
        assert!(
            matches!(status, Ok(Status::Open | Status::Delivered { .. })),
            "{status:?}"
        );
        let done = ends.receiver.acknowledge(&ends.reader, &id).await;
        done.expect("it is acknowledged");
    }
}

pub(super) async fn mailboxes_are_kept_apart(ends: &Ends) {
    let mine = sent(ends, |_| {}).await;
    let other = ends.other_reader.clone();
    let theirs = sent(ends, |p| p.reader = other.clone()).await;
    for (reader, parcel) in [(&ends.reader, &mine), (&other, &theirs)] {
        let list = listed(ends, reader).await;
        let ids: Vec<Option<String>> = list.into_iter().map(|w| Some(w.transport_id)).collect();
        assert_eq!(ids, std::slice::from_ref(&parcel.transport_id));
    }
    let id = theirs.transport_id.unwrap_or_default();
    let failure = ends.receiver.fetch(&ends.reader, &id).await;
    not_unclear(&failure.expect_err("it is in another mailbox"));
    let _ = ends.receiver.acknowledge(&ends.reader, &id).await;
    assert_eq!(listed(ends, &other).await.len(), 1, "it still waits there");
}

pub(super) async fn the_oldest_come_first_and_no_more_than_asked_for(ends: &Ends) {
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.extend(sent(ends, |_| {}).await.transport_id);
        tokio::time::sleep(TICK).await;
    }
    for limit in [0, 1, 3, 5, 9] {
        let list = ends.receiver.list(&ends.reader, limit).await;
        let list = list.expect("it is listed");
        let listed: Vec<&String> = list.iter().map(|w| &w.transport_id).collect();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        assert_eq!(listed, ids.iter().take(limit).collect::<Vec<_>>());
    }
}

pub(super) async fn what_it_can_not_do_it_refuses(ends: &Ends) {
    if ends.sender.abilities().synchronous {
        return;
    }
    let failure = ends.sender.send_sync(&ends.parcel(None)).await;
    assert_eq!(
        failure.expect_err("it can't wait for answers").class,
        FailureClass::Permanent
    );
    assert_eq!(listed(ends, &ends.reader).await, [], "nothing was sent");
}
