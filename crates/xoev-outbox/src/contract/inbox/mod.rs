//! What every store has to do for the inbox: a store proves itself by passing [`run`].

mod answers;
mod duties;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;
use xoev_transport::Attachment;

use super::start;
use crate::inbox::{
    Arrival, ArrivalChange, ArrivalFilter, ArrivalState, Identity, InboxStore, NewArrival, Place,
    Received, Reply, Sorter, Sorting,
};
use crate::store::Store;

/// Runs all cases, each on a store of its own that `make` gives: empty, and reachable from several
/// tasks at once.
///
/// # Panics
/// If the store does not keep the contract.
pub async fn run<S: InboxStore + Store + 'static>(make: impl AsyncFn() -> S) {
    what_is_received_is_found_as_it_was(&make().await).await;
    what_is_the_same_is_stored_once(&make().await).await;
    what_only_claims_to_be_the_same_is_kept_apart(&make().await).await;
    what_can_not_be_read_is_kept(&make().await).await;
    what_comes_at_once_is_stored_once(&Arc::new(make().await)).await;
    what_others_say_of_themselves_is_stored(&make().await).await;
    a_message_is_put_in_its_place_once(&Arc::new(make().await)).await;
    tests_never_get_among_the_others(&make().await).await;
    a_rejection_is_stored_with_its_reply(&make().await).await;
    states_follow_only_where_they_may(&make().await).await;
    the_history_tells_all(&make().await).await;
    pages_and_numbers_are_right(&make().await).await;
    answers::an_answer_changes_its_submission(&make().await).await;
    answers::an_answer_is_found_by_the_id_of_the_transport(&make().await).await;
    answers::what_fits_to_no_submission_is_left_to_a_person(&make().await).await;
    answers::what_contradicts_the_first_answer_is_left_to_a_person(&make().await).await;
    answers::a_test_does_not_answer_what_is_none(&make().await).await;
    answers::a_quittung_leaves_its_submission_as_it_is(&make().await).await;
    answers::an_answer_is_tied_once_by_many(&Arc::new(make().await)).await;
    duties::quittungen_are_owed_until_they_are_sent(&make().await).await;
    duties::what_nothing_is_done_with_needs_no_quittung(&make().await).await;
    duties::reminders_go_up_one_level_at_a_time(&make().await).await;
    duties::what_came_is_not_reminded_of(&make().await).await;
    duties::what_never_arrived_is_not_reminded_of(&make().await).await;
}

fn identity(number: usize) -> Identity {
    Identity {
        uuid: format!("00000000-0000-4000-8000-00000000ab{number:02}"),
        message_type: "090030".to_owned(),
        test: false,
    }
}

fn new(number: usize) -> NewArrival {
    let content = format!("<a>{number}\u{e4}\0</a>").into_bytes();
    let new = NewArrival::new("xta", format!("urn:{number}"), content);
    // From whom the submissions of the suite go to.
    let sender = Some("azr:register".to_owned());
    NewArrival { sender, ..new }.identified(Some(identity(number)))
}

async fn receive<S: InboxStore>(store: &S, new: &NewArrival) -> Received {
    store
        .receive(new, start())
        .await
        .expect("a store that works")
}

async fn get<S: InboxStore>(store: &S, id: i64) -> Arrival {
    let found = store.arrival(id).await.expect("a store that works");
    found.expect("it is there")
}

fn sorter(actor: &str) -> Sorter<'_> {
    Sorter {
        actor,
        now: start(),
        quittung_due: start() + TimeDelta::days(14),
    }
}

async fn sort<S: InboxStore>(store: &S, id: i64, sorting: &Sorting) -> Option<ArrivalState> {
    store
        .sort(id, ArrivalState::Arrived, sorting, &sorter("worker w"))
        .await
        .expect("a store that works")
}

/// Receives one and puts it in its place.
async fn placed<S: InboxStore>(store: &S, new: &NewArrival, place: Place) -> Arrival {
    let id = receive(store, new).await.id();
    sort(store, id, &Sorting::to(place)).await.expect("placed");
    get(store, id).await
}

async fn change<S: InboxStore>(store: &S, of: &Arrival, to: ArrivalState) -> bool {
    let change = ArrivalChange::to(to, "person");
    store
        .change_arrival(of.id, of.state, &change, start())
        .await
        .expect("a store that works")
}

async fn list<S: InboxStore>(store: &S, filter: &ArrivalFilter) -> Vec<i64> {
    let found = store.arrivals(filter).await.expect("a store that works");
    found.into_iter().map(|a| a.id).collect()
}

async fn what_is_received_is_found_as_it_was<S: InboxStore>(store: &S) {
    let mut wanted = new(1);
    wanted.sender = Some("ags:01999001".to_owned());
    wanted.reader = Some("azr:090000".to_owned());
    wanted.in_reply_to = vec!["urn:a".to_owned(), "urn:b".to_owned()];
    wanted.attachments = vec![Attachment {
        content_type: "application/pdf".to_owned(),
        file_name: Some("Bescheid \u{e4}.pdf".to_owned()),
        content: vec![0, 1, 255],
    }];
    let Received::New(id) = receive(store, &wanted).await else {
        panic!("it was not there");
    };
    let found = get(store, id).await;
    assert_eq!(
        (found.transport.as_str(), found.transport_id.as_str()),
        ("xta", "urn:1")
    );
    assert_eq!(
        (&found.sender, &found.reader),
        (&wanted.sender, &wanted.reader)
    );
    assert_eq!(found.in_reply_to, wanted.in_reply_to);
    assert_eq!(found.uuid, Some(identity(1).uuid));
    assert_eq!(found.message_type.as_deref(), Some("090030"));
    assert_eq!((found.state, found.test), (ArrivalState::Arrived, false));
    assert_eq!(
        (found.received, found.changed, found.finished),
        (start(), start(), None)
    );
    assert_eq!(
        (found.size, found.attached),
        (wanted.content.len() as u64, 1)
    );
    let bytes = store.contents(id).await.expect("a store that works");
    let bytes = bytes.expect("it is there");
    assert_eq!(
        (bytes.message, bytes.attachments),
        (wanted.content, wanted.attachments)
    );
    let nothing = store.arrival(id + 1).await.expect("a store that works");
    assert!(nothing.is_none());
    let nothing = store.contents(id + 1).await.expect("a store that works");
    assert!(nothing.is_none());
}

async fn what_is_the_same_is_stored_once<S: InboxStore>(store: &S) {
    let first = new(1);
    let id = receive(store, &first).await.id();
    assert_eq!(receive(store, &first).await, Received::Duplicate(id));
    // Fetched under another id, or through another transport.
    for (transport, transport_id) in [("xta", "urn:9"), ("folder", "urn:1")] {
        let mut again = first.clone();
        again.transport = transport.to_owned();
        again.transport_id = transport_id.to_owned();
        assert_eq!(receive(store, &again).await, Received::Duplicate(id));
    }
    // The digits of a UUID may be written in two ways.
    let mut upper = first.clone();
    upper.transport_id = "urn:8".to_owned();
    upper.identity = upper.identity.map(|mut i| {
        i.uuid = i.uuid.to_uppercase();
        i
    });
    assert_eq!(receive(store, &upper).await, Received::Duplicate(id));
    assert_eq!(list(store, &ArrivalFilter::default()).await, [id]);
}

async fn what_only_claims_to_be_the_same_is_kept_apart<S: InboxStore>(store: &S) {
    let first = new(1);
    let with = receive(store, &first).await.id();
    let mut other = first.clone();
    other.transport_id = "urn:2".to_owned();
    other.content.push(b'!');
    let mut attached = first.clone();
    attached.transport_id = "urn:3".to_owned();
    attached.attachments.push(Attachment {
        content_type: "image/jpeg".to_owned(),
        file_name: None,
        content: vec![1],
    });
    let mut reused = new(4);
    reused.transport_id = "urn:1".to_owned();
    for one in [&other, &attached, &reused] {
        let received = receive(store, one).await;
        let id = received.id();
        assert_eq!(received, Received::Conflict { id, with });
        let found = get(store, id).await;
        assert_eq!(
            (found.state, found.conflict_with),
            (ArrivalState::Conflict, Some(with))
        );
        let bytes = store.contents(id).await.expect("a store that works");
        assert_eq!(bytes.expect("it is there").message, one.content);
        assert_eq!(
            receive(store, one).await,
            Received::Duplicate(id),
            "it is known, too"
        );
    }
    assert_eq!(get(store, with).await.state, ArrivalState::Arrived);
    assert_eq!(list(store, &ArrivalFilter::default()).await.len(), 4);
}

async fn what_can_not_be_read_is_kept<S: InboxStore>(store: &S) {
    let garbage = |id: &str| NewArrival::new("xta", id, vec![0xFF, 0, b'<']);
    let one = receive(store, &garbage("urn:1")).await.id();
    let two = receive(store, &garbage("urn:2")).await;
    assert!(
        matches!(two, Received::New(_)),
        "nobody knows whether it is the same"
    );
    assert_eq!(
        receive(store, &garbage("urn:1")).await,
        Received::Duplicate(one)
    );
    let found = get(store, one).await;
    assert_eq!((found.uuid, found.message_type), (None, None));
}

async fn what_comes_at_once_is_stored_once<S: InboxStore + 'static>(store: &Arc<S>) {
    let mut tasks = JoinSet::new();
    for number in 0..12 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            let mut new = new(1);
            // Of three transports, and one of them in other bytes.
            new.transport = format!("transport {}", number % 3);
            if number % 3 == 2 {
                new.content.push(b'!');
            }
            receive(store.as_ref(), &new).await
        });
    }
    let (mut news, mut conflicts) = (0, 0);
    while let Some(done) = tasks.join_next().await {
        match done.expect("a task that ends") {
            Received::New(_) => news += 1,
            Received::Conflict { .. } => conflicts += 1,
            Received::Duplicate(_) => {}
        }
    }
    assert_eq!((news, conflicts), (1, 1));
    assert_eq!(
        list(store.as_ref(), &ArrivalFilter::default()).await.len(),
        2
    );
}

async fn what_others_say_of_themselves_is_stored<S: InboxStore>(store: &S) {
    let mut odd = new(1);
    odd.sender = Some("a\0\n".to_owned());
    odd.in_reply_to = vec!["urn\0".to_owned()];
    odd.identity = Some(Identity {
        message_type: "\u{1F600}\0".to_owned(),
        ..identity(1)
    });
    odd.attachments = vec![Attachment {
        content_type: "a\0".to_owned(),
        file_name: Some("b\0".to_owned()),
        content: Vec::new(),
    }];
    let id = receive(store, &odd).await.id();
    assert_eq!(receive(store, &odd).await, Received::Duplicate(id));
    let sorting = Sorting::to(Place::Person)
        .because("a\0", "b\0")
        .quittung("c\0");
    assert_eq!(sort(store, id, &sorting).await, Some(ArrivalState::Person));
    assert_eq!(get(store, id).await.code.as_deref(), Some("a\u{FFFD}"));
}

async fn a_message_is_put_in_its_place_once<S: InboxStore + 'static>(store: &Arc<S>) {
    const COUNT: usize = 20;
    for number in 0..COUNT {
        receive(store.as_ref(), &new(number)).await;
    }
    let mut tasks = JoinSet::new();
    for _ in 0..4 {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            let mut filter = ArrivalFilter::states(&[ArrivalState::Arrived]);
            filter.limit = 5;
            let mut mine = 0;
            loop {
                let found = list(store.as_ref(), &filter).await;
                if found.is_empty() {
                    return mine;
                }
                for id in found {
                    let sorting = Sorting::to(Place::Open).quittung("");
                    mine += usize::from(sort(store.as_ref(), id, &sorting).await.is_some());
                }
            }
        });
    }
    let mut all = 0;
    while let Some(mine) = tasks.join_next().await {
        all += mine.expect("a task that ends");
    }
    assert_eq!(all, COUNT);
    for id in list(store.as_ref(), &ArrivalFilter::default()).await {
        let events = store.arrival_history(id).await.expect("a store that works");
        assert_eq!(events.len(), 2, "received and sorted");
    }
}

async fn tests_never_get_among_the_others<S: InboxStore>(store: &S) {
    let mut outside = new(1);
    outside.test = true;
    let mut inside = new(2);
    inside.identity = Some(Identity {
        test: true,
        ..identity(2)
    });
    let mut ids = Vec::new();
    for (one, place) in [(&outside, Place::Open), (&inside, Place::Release)] {
        let found = placed(store, one, place).await;
        assert_eq!((found.state, found.test), (ArrivalState::Test, true));
        ids.push(found.id);
    }
    // What is sorted as a test stays apart, even if it did not say so.
    let said = placed(store, &new(3), Place::Test).await;
    assert_eq!(said.state, ArrivalState::Test);
    let mut filter = ArrivalFilter::default();
    assert_eq!(list(store, &filter).await, [said.id]);
    filter.states = vec![ArrivalState::Open, ArrivalState::Release];
    assert!(list(store, &filter).await.is_empty());
    filter = ArrivalFilter::default();
    filter.tests = true;
    assert_eq!(list(store, &filter).await, ids);
    let mut stuck = new(4);
    stuck.test = true;
    let stuck = receive(store, &stuck).await.id();
    sort(store, stuck, &Sorting::to(Place::Person).because("x", "")).await;
    let stuck = get(store, stuck).await;
    assert!(
        store
            .change_arrival(
                stuck.id,
                ArrivalState::Person,
                &ArrivalChange::to(ArrivalState::Open, "person"),
                start()
            )
            .await
            .is_err(),
        "a constraint keeps it"
    );
    let stats = store
        .inbox_stats(start())
        .await
        .expect("a store that works");
    assert_eq!((stats.tests, stats.count(ArrivalState::Test)), (3, 1));
}

async fn a_rejection_is_stored_with_its_reply<S: InboxStore>(store: &S) {
    let reply = Reply {
        content: b"<rueckweisung/>".to_vec(),
        lane: "reply".to_owned(),
        recipient: "ags:01999001".to_owned(),
    };
    let id = receive(store, &new(1)).await.id();
    assert_eq!(store.reply(id).await.expect("a store that works"), None);
    let sorting = Sorting::to(Place::Rejected(reply.clone()))
        .because("X001", "")
        .quittung("");
    assert_eq!(
        sort(store, id, &sorting).await,
        Some(ArrivalState::Rejected)
    );
    assert_eq!(
        store.reply(id).await.expect("a store that works"),
        Some(reply)
    );
    let rejected = get(store, id).await;
    assert_eq!(rejected.code.as_deref(), Some("X001"));
    assert!(!change(store, &rejected, ArrivalState::Taken).await);
    let mut returned = ArrivalChange::to(ArrivalState::Returned, "inbox");
    returned.reply_uuid = Some("uuid".to_owned());
    let done = store.change_arrival(id, ArrivalState::Rejected, &returned, start());
    assert!(done.await.expect("a store that works"));
    let found = get(store, id).await;
    assert_eq!(
        (found.reply.as_deref(), found.finished),
        (Some("uuid"), Some(start()))
    );
    let duties = store.duties(&Default::default()).await;
    assert!(
        duties.expect("a store that works").is_empty(),
        "a rejection is no Quittung"
    );
}

async fn states_follow_only_where_they_may<S: InboxStore>(store: &S) {
    let one = placed(store, &new(1), Place::Release).await;
    assert!(
        !change(store, &one, ArrivalState::Taken).await,
        "a person releases it first"
    );
    let again = sort(store, one.id, &Sorting::to(Place::Open)).await;
    assert_eq!(again, None, "it is in its place");
    assert!(change(store, &one, ArrivalState::Open).await);
    assert!(
        !change(store, &one, ArrivalState::Declined).await,
        "it is open now"
    );
    let open = get(store, one.id).await;
    assert!(change(store, &open, ArrivalState::Taken).await);
    let taken = get(store, one.id).await;
    assert_eq!(taken.finished, Some(start()));
    for state in ArrivalState::ALL {
        assert!(!change(store, &taken, state).await, "{state:?}");
    }
    let unknown = Arrival { id: 99, ..open };
    assert!(!change(store, &unknown, ArrivalState::Taken).await);
    assert_eq!(sort(store, 99, &Sorting::to(Place::Open)).await, None);
}

async fn the_history_tells_all<S: InboxStore>(store: &S) {
    let id = receive(store, &new(1)).await.id();
    let sorting = Sorting::to(Place::Release).because("090030", "\u{c4}nderung");
    sort(store, id, &sorting).await;
    let found = get(store, id).await;
    assert!(change(store, &found, ArrivalState::Open).await);
    let events = store.arrival_history(id).await.expect("a store that works");
    let told: Vec<_> = events
        .iter()
        .map(|e| (e.state, e.actor.as_str(), e.code.as_str(), e.text.as_str()))
        .collect();
    let wanted = [
        (ArrivalState::Arrived, "inbox", "received", ""),
        (ArrivalState::Release, "worker w", "090030", "\u{c4}nderung"),
        (ArrivalState::Open, "person", "", ""),
    ];
    assert_eq!(told, wanted);
}

async fn pages_and_numbers_are_right<S: InboxStore>(store: &S) {
    let empty = store
        .inbox_stats(start())
        .await
        .expect("a store that works");
    assert_eq!(empty, Default::default());
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(placed(store, &new(number), Place::Open).await.id);
    }
    let first = get(store, ids[0]).await;
    assert!(change(store, &first, ArrivalState::Taken).await);
    let mut filter = ArrivalFilter::states(&[ArrivalState::Open]);
    filter.limit = 3;
    assert_eq!(
        list(store, &filter).await,
        ids[1..4],
        "in the order of arrival"
    );
    filter.after = ids[3];
    assert_eq!(list(store, &filter).await, ids[4..]);
    let stats = store
        .inbox_stats(start())
        .await
        .expect("a store that works");
    assert_eq!(
        (
            stats.count(ArrivalState::Open),
            stats.count(ArrivalState::Taken)
        ),
        (4, 1)
    );
    assert_eq!((stats.oldest, stats.duties), (Some(start()), 0));
}

/// A later time, so many days after the start.
fn day(number: i64) -> DateTime<Utc> {
    start() + TimeDelta::days(number)
}
