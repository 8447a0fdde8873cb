//! The inbox with simulated time: from the transport to the Fachverfahren, to a submission, or to a
//! person.

mod duties;
mod replies;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use xoev_outbox::inbox::{
    Arrival, ArrivalFilter, ArrivalState, Classifier, Contents, Identity, Inbox, InboxPolicy,
    NewArrival, Place, Received, Sorting,
};
use xoev_outbox::{
    Admitted, Clock as _, Dispatch, Gate, InboxError, ManualClock, Mode, NewSubmission, Outbox,
    Outcome, Policy, Refusal, Sender, SqlStore, State, Verdict,
};

/// Lets in what begins with a name and a space.
struct Names;

impl Gate for Names {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        let text = String::from_utf8_lossy(message);
        let (uuid, _) = text.split_once(' ').ok_or_else(|| Refusal {
            reasons: vec!["no name".to_owned()],
        })?;
        Ok(Admitted {
            uuid: uuid.to_owned(),
            message_type: "090010".to_owned(),
            test: false,
        })
    }
}

/// Takes what it gets; the answer comes later.
struct Mailbox;

impl Sender for Mailbox {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        let uuid = &dispatch.submission.uuid;
        Outcome::Delivered {
            transport_id: Some(format!("urn:{uuid}")),
        }
    }
}

struct Setup {
    inbox: Inbox<SqlStore>,
    outbox: Outbox<SqlStore>,
    clock: Arc<ManualClock>,
    _folder: tempfile::TempDir,
}

async fn setup() -> Setup {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqlStore::sqlite(folder.path().join("outbox.db"))
        .await
        .expect("a store");
    let now = DateTime::from_timestamp_millis(1_795_000_000_000).expect("a time");
    let clock = Arc::new(ManualClock::new(now));
    let (gate, policy) = (Arc::new(Names), Policy::default());
    Setup {
        inbox: Inbox::new(store.clone(), clock.clone(), InboxPolicy::default()),
        outbox: Outbox::new(store, gate, clock.clone(), policy),
        clock,
        _folder: folder,
    }
}

fn arrival(uuid: &str, message_type: &str) -> NewArrival {
    let content = format!("{uuid} {message_type}").into_bytes();
    let identity = Identity {
        uuid: uuid.to_owned(),
        message_type: message_type.to_owned(),
        test: false,
    };
    let mut new = NewArrival::new("xta", format!("urn:in:{uuid}"), content);
    new.sender = Some("azr:register".to_owned());
    new.identified(Some(identity))
}

/// Knows a few messages, as a standard would.
fn classify(arrival: &Arrival, contents: &Contents) -> Sorting {
    match arrival.message_type.as_deref() {
        Some("030101") => Sorting::to(Place::Open),
        Some("030112") => Sorting::to(Place::Open).quittung("sperre"),
        Some("090030") => Sorting::to(Place::Release).because("090030", ""),
        Some("090099") => {
            let text = String::from_utf8_lossy(&contents.message);
            let about = text.split(' ').next().and_then(|uuid| uuid.split_once('@'));
            Sorting::to(Place::Answer {
                uuid: about.map(|(_, about)| about.to_owned()),
                verdict: Some(Verdict::Refused),
                subject: None,
            })
        }
        Some("0020") => Sorting::to(Place::Answer {
            uuid: None,
            verdict: None,
            subject: Some("akte".to_owned()),
        }),
        Some("bad") => panic!("this message is too much"),
        Some("0010") => Sorting::to(Place::Person).because("rejection", ""),
        _ => replies::rejected(arrival, contents),
    }
}

impl Setup {
    async fn receive(&self, new: NewArrival) -> i64 {
        self.inbox.receive(new).await.expect("stored").id()
    }

    async fn sort(&self) -> usize {
        self.inbox.sort("w", 100, &classify).await.expect("a store")
    }

    async fn get(&self, id: i64) -> Arrival {
        let found = self.inbox.get(id).await.expect("a store");
        found.expect("it is there")
    }

    async fn state(&self, id: i64) -> ArrivalState {
        self.get(id).await.state
    }

    async fn list(&self, states: &[ArrivalState]) -> Vec<i64> {
        let filter = ArrivalFilter::states(states);
        let found = self.inbox.list(&filter).await.expect("a list");
        found.into_iter().map(|a| a.id).collect()
    }

    /// A submission that was delivered.
    async fn deliver(&self, uuid: &str) {
        let new = NewSubmission {
            content: format!("{uuid} Inhalt").into_bytes(),
            lane: uuid.to_owned(),
            recipient: "azr:register".to_owned(),
            mode: Mode::Async,
            expects_answer: true,
            replaces: None,
        };
        self.outbox.submit(new).await.expect("taken");
        self.outbox.work("w", 1, &Mailbox).await.expect("a store");
    }

    async fn submission(&self, uuid: &str) -> xoev_outbox::Submission {
        let found = self.outbox.get(uuid).await.expect("a store");
        found.expect("it is there")
    }
}

#[tokio::test]
async fn the_fachverfahren_takes_what_is_open_in_the_order_of_arrival() {
    let s = setup().await;
    let mut ids = Vec::new();
    for uuid in ["c", "a", "b"] {
        ids.push(s.receive(arrival(uuid, "030101")).await);
    }
    assert!(
        s.list(&[ArrivalState::Open]).await.is_empty(),
        "nobody looked at them"
    );
    assert_eq!(s.sort().await, 3);
    assert_eq!(s.sort().await, 0, "once");
    assert_eq!(s.list(&[ArrivalState::Open]).await, ids);
    let contents = s
        .inbox
        .read(ids[1])
        .await
        .expect("a store")
        .expect("it is there");
    assert_eq!(contents.message, b"a 030101");
    let taken = s
        .inbox
        .confirm(ids[0], "Fachverfahren")
        .await
        .expect("taken");
    assert_eq!(
        (taken.state, taken.finished),
        (ArrivalState::Taken, Some(s.clock.now()))
    );
    // It was confirmed, and the Fachverfahren did not get to know.
    let again = s.inbox.confirm(ids[0], "Fachverfahren").await;
    assert_eq!(again.expect("taken").state, ArrivalState::Taken);
    assert_eq!(s.list(&[ArrivalState::Open]).await, ids[1..]);
    let history = s.inbox.history(ids[0]).await.expect("a history");
    let actors: Vec<_> = history.iter().map(|e| e.actor.as_str()).collect();
    assert_eq!(actors, ["inbox", "worker w", "Fachverfahren"]);
}

#[tokio::test]
async fn changes_in_the_register_reach_nobody_before_a_person_releases_them() {
    let s = setup().await;
    let first = s.receive(arrival("a", "090030")).await;
    let second = s.receive(arrival("b", "090030")).await;
    s.sort().await;
    let early = s.inbox.confirm(first, "Fachverfahren").await;
    assert!(matches!(
        early,
        Err(InboxError::NotPossible {
            state: ArrivalState::Release,
            ..
        })
    ));
    let waiting = s.inbox.troubled(0, 10).await.expect("a list");
    assert_eq!(waiting.len(), 2);
    let open = s
        .inbox
        .release(first, "Frau Muster")
        .await
        .expect("released");
    assert_eq!(open.state, ArrivalState::Open);
    let gone = s.inbox.decline(second, "Frau Muster", "doppelt").await;
    assert_eq!(gone.expect("declined").state, ArrivalState::Declined);
    assert!(s.inbox.release(second, "Frau Muster").await.is_err());
    s.inbox
        .confirm(first, "Fachverfahren")
        .await
        .expect("taken");
    let history = s.inbox.history(second).await.expect("a history");
    assert_eq!(history.last().expect("an event").text, "doppelt");
}

#[tokio::test]
async fn an_answer_comes_to_its_submission_however_late() {
    let s = setup().await;
    s.deliver("ours").await;
    s.clock.advance(TimeDelta::days(30));
    s.outbox.rescue().await.expect("a store");
    assert_eq!(s.submission("ours").await.state, State::Person, "overdue");
    let id = s.receive(arrival("fehler@ours", "090099")).await;
    s.sort().await;
    let answer = s.get(id).await;
    assert_eq!(
        (answer.state, answer.submission.as_deref()),
        (ArrivalState::Answer, Some("ours"))
    );
    let refused = s.submission("ours").await;
    assert_eq!(refused.state, State::Refused);
    assert_eq!(refused.answer.as_deref(), Some(&b"fehler@ours 090099"[..]));
    s.inbox.confirm(id, "Fachverfahren").await.expect("taken");
}

#[tokio::test]
async fn an_answer_to_nothing_is_tied_by_a_person() {
    let s = setup().await;
    s.deliver("ours").await;
    let id = s.receive(arrival("fehler@theirs", "090099")).await;
    s.sort().await;
    let found = s.get(id).await;
    assert_eq!(
        (found.state, found.code.as_deref()),
        (ArrivalState::Person, Some("unmatched"))
    );
    let wrong = s
        .inbox
        .tie(id, "theirs", Some(Verdict::Refused), "Frau Muster")
        .await;
    assert_eq!(wrong.expect("kept").state, ArrivalState::Person);
    let tied = s
        .inbox
        .tie(id, "ours", Some(Verdict::Refused), "Frau Muster")
        .await;
    assert_eq!(tied.expect("tied").submission.as_deref(), Some("ours"));
    assert_eq!(s.submission("ours").await.state, State::Refused);
    let again = s.inbox.tie(id, "ours", None, "Frau Muster").await;
    assert!(matches!(again, Err(InboxError::NotPossible { .. })));
}

#[tokio::test]
async fn what_comes_again_is_acknowledged_and_not_processed_again() {
    let s = setup().await;
    let id = s.receive(arrival("a", "030101")).await;
    s.sort().await;
    s.inbox.confirm(id, "Fachverfahren").await.expect("taken");
    let again = s.inbox.receive(arrival("a", "030101")).await;
    assert_eq!(again.expect("stored"), Received::Duplicate(id));
    assert_eq!(s.sort().await, 0);
    // The same UUID with another message.
    let mut other = arrival("a", "030101");
    other.transport_id = "urn:other".to_owned();
    other.content = b"something else".to_vec();
    let other = s.inbox.receive(other).await.expect("stored");
    let Received::Conflict { id: other, with } = other else {
        panic!("{other:?}");
    };
    assert_eq!(with, id);
    assert_eq!(s.sort().await, 0, "a person looks at it first");
    let open = s
        .inbox
        .release(other, "Frau Muster")
        .await
        .expect("released");
    assert_eq!(
        (open.state, open.conflict_with),
        (ArrivalState::Open, Some(id))
    );
}

#[tokio::test]
async fn what_breaks_the_classifier_is_left_to_a_person_and_keeps_nobody_back() {
    let s = setup().await;
    let bad = s.receive(arrival("a", "bad")).await;
    let good = s.receive(arrival("b", "030101")).await;
    assert_eq!(s.sort().await, 2);
    assert_eq!(s.get(bad).await.code.as_deref(), Some("classifier-panic"));
    assert_eq!(s.state(good).await, ArrivalState::Open);
}

#[tokio::test]
async fn tests_are_apart_whatever_happens_to_them() {
    let s = setup().await;
    let mut test = arrival("a", "030101");
    test.test = true;
    let mut broken = arrival("b", "bad");
    broken.test = true;
    let ids = [s.receive(test).await, s.receive(broken).await];
    assert_eq!(s.sort().await, 2);
    let released = s.inbox.release(ids[1], "Frau Muster").await;
    assert_eq!(released.expect("released").state, ArrivalState::Test);
    assert!(s.list(&[]).await.is_empty());
    let mut filter = ArrivalFilter::states(&[ArrivalState::Test]);
    filter.tests = true;
    assert_eq!(s.inbox.list(&filter).await.expect("a list").len(), 2);
    assert_eq!(s.inbox.stats().await.expect("numbers").tests, 2);
    s.inbox
        .confirm(ids[0], "Fachverfahren")
        .await
        .expect("taken");
    assert_eq!(s.inbox.stats().await.expect("numbers").tests, 1);
}

#[tokio::test]
async fn what_can_not_be_a_uuid_is_none_and_what_has_no_id_is_not_taken() {
    let s = setup().await;
    for (number, uuid) in ["", "a\0", "x".repeat(9000).as_str()]
        .into_iter()
        .enumerate()
    {
        let mut odd = arrival(uuid, "030101");
        odd.transport_id = format!("urn:{number}");
        let id = s.receive(odd).await;
        assert_eq!(s.get(id).await.uuid, None);
    }
    for id in ["", "a\0", "x".repeat(501).as_str()] {
        let refused = s
            .inbox
            .receive(NewArrival::new("xta", id, Vec::new()))
            .await;
        let field = "transport_id";
        assert!(matches!(refused, Err(InboxError::Field { field: f, .. }) if f == field));
    }
    let unknown = s.inbox.confirm(99, "Fachverfahren").await;
    assert!(matches!(unknown, Err(InboxError::Unknown(99))));
}

/// One that asks elsewhere first.
struct Asking<'s>(&'s Setup);

impl Classifier for Asking<'_> {
    async fn classify(&self, arrival: &Arrival, _: &Contents) -> Sorting {
        let id = arrival.in_reply_to.first().cloned().unwrap_or_default();
        let found = self
            .0
            .outbox
            .find_by_transport_id(&id)
            .await
            .expect("a store");
        Sorting::to(Place::Answer {
            uuid: found.map(|s| s.uuid),
            verdict: Some(Verdict::Accepted),
            subject: None,
        })
    }
}

#[tokio::test]
async fn a_classifier_may_ask_the_outbox() {
    let s = setup().await;
    s.deliver("ours").await;
    let mut answer = arrival("ja", "090098");
    answer.in_reply_to = vec!["urn:ours".to_owned()];
    let id = s.receive(answer).await;
    assert_eq!(
        s.inbox.sort("w", 10, &Asking(&s)).await.expect("a store"),
        1
    );
    assert_eq!(s.state(id).await, ArrivalState::Answer);
    assert_eq!(s.submission("ours").await.state, State::Done);
}
