//! The outbox with simulated time: outages, unclear outcomes, late answers, what people do.

mod edges;
mod ids;
mod threads;
mod time;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta};
use xoev_outbox::{
    ActionError, Admitted, Clock as _, Dispatch, Failure, FailureClass, Gate, ManualClock, Mode,
    NewSubmission, Outbox, Outcome, Policy, Refusal, Sender, SqlStore, State, Submission,
    SubmitError, Verdict,
};

/// Lets in what names a UUID.
struct Names;

impl Gate for Names {
    fn admit(&self, message: &[u8]) -> Result<Admitted, Refusal> {
        let text = String::from_utf8_lossy(message).into_owned();
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

/// Answers as it was told, and keeps what was sent.
#[derive(Default)]
struct Register {
    answers: Mutex<VecDeque<Outcome>>,
    sent: Mutex<Vec<(String, bool)>>,
    /// What it says when it is asked for an id, and the ids under which it was sent.
    ids: Mutex<VecDeque<Result<Option<String>, Failure>>>,
    sent_as: Mutex<Vec<Option<String>>>,
}

impl Register {
    fn says(&self, outcome: Outcome) -> &Register {
        self.answers.lock().expect("a lock").push_back(outcome);
        self
    }

    fn sent(&self) -> Vec<(String, bool)> {
        std::mem::take(&mut *self.sent.lock().expect("a lock"))
    }
}

impl Sender for Register {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        let sent = (dispatch.submission.uuid.clone(), dispatch.is_repetition());
        self.sent.lock().expect("a lock").push(sent);
        let id = dispatch.submission.transport_id.clone();
        self.sent_as.lock().expect("a lock").push(id);
        let next = self.answers.lock().expect("a lock").pop_front();
        next.unwrap_or_else(|| answered(Verdict::Accepted))
    }

    async fn prepare(&self, _: &Submission) -> Result<Option<String>, Failure> {
        let next = self.ids.lock().expect("a lock").pop_front();
        next.unwrap_or(Ok(None))
    }
}

fn answered(verdict: Verdict) -> Outcome {
    Outcome::Answered {
        answer: b"<antwort/>".to_vec(),
        verdict,
    }
}

fn failed(class: FailureClass, code: &str) -> Outcome {
    Outcome::Failed(Failure {
        class,
        code: code.to_owned(),
        text: format!("Text zu {code}\n"),
    })
}

struct Setup {
    outbox: Outbox<SqlStore>,
    clock: Arc<ManualClock>,
    register: Register,
    _folder: tempfile::TempDir,
}

async fn setup() -> Setup {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqlStore::sqlite(folder.path().join("outbox.db"))
        .await
        .expect("a store");
    let now = DateTime::from_timestamp_millis(1_795_000_000_000).expect("a time");
    let clock = Arc::new(ManualClock::new(now));
    let outbox = Outbox::new(store, Arc::new(Names), clock.clone(), Policy::default());
    Setup {
        outbox,
        clock,
        register: Register::default(),
        _folder: folder,
    }
}

fn message(uuid: &str, lane: &str, mode: Mode) -> NewSubmission {
    NewSubmission {
        content: format!("{uuid} Inhalt").into_bytes(),
        lane: lane.to_owned(),
        recipient: "azr:register".to_owned(),
        mode,
        expects_answer: false,
        replaces: None,
    }
}

impl Setup {
    async fn submit(&self, uuid: &str, lane: &str, mode: Mode) {
        let submitted = self.outbox.submit(message(uuid, lane, mode)).await;
        assert_eq!(submitted.expect("taken").uuid, uuid);
    }

    async fn work(&self) -> usize {
        self.outbox
            .work("w", 100, &self.register)
            .await
            .expect("a store")
    }

    async fn state(&self, uuid: &str) -> State {
        use xoev_outbox::Store as _;
        let found = self.outbox.store().get(uuid).await.expect("a store");
        found.expect("it is there").state
    }
}

#[tokio::test]
async fn an_accepted_submission_keeps_its_answer() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    assert_eq!(s.work().await, 1);
    assert_eq!(s.state("a").await, State::Done);
    assert_eq!(s.work().await, 0);
    assert!(s.outbox.troubled(0, 10).await.expect("a list").is_empty());
}

#[tokio::test]
async fn what_can_not_be_right_is_not_stored() {
    let s = setup().await;
    let bad = |change: &dyn Fn(&mut NewSubmission)| {
        let mut new = message("a", "lane", Mode::Sync);
        change(&mut new);
        new
    };
    let refused = s.outbox.submit(bad(&|n| n.content = b"x".to_vec())).await;
    assert!(
        matches!(refused, Err(SubmitError::Refused(_))),
        "{refused:?}"
    );
    let empty = s.outbox.submit(bad(&|n| n.lane.clear())).await;
    assert!(matches!(
        empty,
        Err(SubmitError::Field { field: "lane", .. })
    ));
    let long = s
        .outbox
        .submit(bad(&|n| n.recipient = "x".repeat(256)))
        .await;
    assert!(matches!(
        long,
        Err(SubmitError::Field {
            field: "recipient",
            ..
        })
    ));
    let nothing = s
        .outbox
        .submit(bad(&|n| n.replaces = Some("b".to_owned())))
        .await;
    assert!(matches!(nothing, Err(SubmitError::NotReplaceable { .. })));
    assert!(s.outbox.stats().await.expect("numbers").states.is_empty());
}

#[tokio::test]
async fn a_message_is_taken_once() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    let again = s.outbox.submit(message("a", "lane", Mode::Sync)).await;
    assert!(matches!(
        again,
        Err(SubmitError::Duplicate { same: true, .. })
    ));
    let mut changed = message("a", "other", Mode::Sync);
    changed.content.push(b'!');
    let changed = s.outbox.submit(changed).await;
    assert!(matches!(
        changed,
        Err(SubmitError::Duplicate { same: false, .. })
    ));
}

#[tokio::test]
async fn after_an_outage_everything_is_sent_in_order() {
    let s = setup().await;
    for uuid in ["a", "b", "c"] {
        s.submit(uuid, "lane", Mode::Sync).await;
    }
    for _ in 0..3 {
        s.register.says(failed(FailureClass::RetryLater, "9030"));
        assert_eq!(s.work().await, 1, "the others wait for the first");
        assert_eq!(s.state("a").await, State::Waiting);
        assert_eq!(s.work().await, 0, "not at once");
        s.clock.advance(TimeDelta::minutes(5));
    }
    assert_eq!(s.work().await, 3);
    let sent: Vec<String> = s
        .register
        .sent()
        .into_iter()
        .map(|(uuid, _)| uuid)
        .collect();
    assert_eq!(sent, ["a", "a", "a", "a", "b", "c"]);
    let history = s.outbox.history("a").await.expect("a history");
    assert!(
        history
            .iter()
            .any(|e| e.code == "9030" && e.text == "Text zu 9030\n")
    );
}

#[tokio::test]
async fn pauses_grow_and_after_the_deadline_a_person_has_it() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Async).await;
    let begin = s.clock.now();
    let mut pauses = Vec::new();
    let mut last = begin;
    while s.state("a").await == State::Waiting {
        if s.register.answers.lock().expect("a lock").is_empty() {
            s.register.says(failed(FailureClass::RetryLater, "9030"));
        }
        if s.work().await == 1 {
            pauses.push((s.clock.now() - last).num_seconds());
            last = s.clock.now();
        }
        s.clock.advance(TimeDelta::seconds(10));
    }
    assert_eq!(s.state("a").await, State::Person);
    assert!(s.clock.now() - begin <= TimeDelta::hours(24));
    assert!(s.clock.now() - begin >= TimeDelta::hours(22));
    let growing = &pauses[1..6];
    assert!(growing.is_sorted(), "{growing:?}");
    assert!((30..=45).contains(&pauses[1]), "{pauses:?}");
    let longest = pauses.iter().max().expect("a pause");
    assert!((3600..=4000).contains(longest), "{pauses:?}");
    // A person may try again, with new patience.
    s.outbox
        .retry("a", "Frau Muster")
        .await
        .expect("tried again");
    assert_eq!(s.work().await, 1);
    assert_eq!(s.state("a").await, State::Done);
}

#[tokio::test]
async fn an_unclear_synchronous_call_is_only_repeated_as_a_repetition() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    s.register
        .says(failed(FailureClass::UnknownOutcome, "timeout"));
    s.work().await;
    assert_eq!(s.state("a").await, State::Unclear);
    s.clock.advance(TimeDelta::minutes(1));
    s.register.says(failed(FailureClass::RetryLater, "9030"));
    s.work().await;
    assert_eq!(s.state("a").await, State::Unclear, "still nobody knows");
    s.clock.advance(TimeDelta::minutes(5));
    s.register.says(failed(FailureClass::Permanent, "9013"));
    s.work().await;
    assert_eq!(s.state("a").await, State::Person);
    s.outbox
        .retry("a", "Frau Muster")
        .await
        .expect("tried again");
    s.work().await;
    assert_eq!(s.state("a").await, State::Done);
    let repeated: Vec<bool> = s.register.sent().into_iter().map(|(_, r)| r).collect();
    assert_eq!(repeated, [false, true, true, true]);
}

#[tokio::test]
async fn an_unclear_asynchronous_delivery_is_sent_again_as_it_was() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Async).await;
    s.register
        .says(failed(FailureClass::UnknownOutcome, "timeout"));
    s.register.says(Outcome::Delivered {
        transport_id: Some("urn:uuid:1".to_owned()),
    });
    s.work().await;
    s.clock.advance(TimeDelta::minutes(1));
    s.work().await;
    assert_eq!(s.state("a").await, State::Delivered, "it can be asked for");
    assert!(s.outbox.arrived("a").await.expect("it is delivered"));
    assert_eq!(s.state("a").await, State::Done, "no answer is expected");
    let repeated: Vec<bool> = s.register.sent().into_iter().map(|(_, r)| r).collect();
    assert_eq!(repeated, [false, false]);
}

#[tokio::test]
async fn a_lost_worker_is_noticed_after_its_lease() {
    use xoev_outbox::Store as _;
    for (mode, state) in [(Mode::Sync, State::Unclear), (Mode::Async, State::Waiting)] {
        let s = setup().await;
        s.submit("a", "lane", mode).await;
        let now = s.clock.now();
        let lease = now + TimeDelta::minutes(5);
        s.outbox
            .store()
            .take("lost", 1, lease, now)
            .await
            .expect("taken");
        assert_eq!(s.outbox.rescue().await.expect("a store"), 0);
        s.clock.advance(TimeDelta::minutes(6));
        assert_eq!(s.outbox.rescue().await.expect("a store"), 1);
        assert_eq!(s.state("a").await, state, "{mode:?}");
    }
}

/// Takes so long that others have come meanwhile.
struct Slow<'s>(&'s Setup);

impl Sender for Slow<'_> {
    async fn send(&self, _: &Dispatch) -> Outcome {
        self.0.clock.advance(TimeDelta::minutes(6));
        assert_eq!(self.0.outbox.rescue().await.expect("a store"), 1);
        answered(Verdict::Refused)
    }
}

#[tokio::test]
async fn an_answer_that_comes_after_the_lease_is_kept() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    s.outbox.work("slow", 1, &Slow(&s)).await.expect("a store");
    assert_eq!(s.state("a").await, State::Refused);
    let troubled = s.outbox.troubled(0, 10).await.expect("a list");
    assert_eq!(troubled[0].answer.as_deref(), Some(&b"<antwort/>"[..]));
}

#[tokio::test]
async fn a_refused_submission_is_replaced_by_a_corrected_one() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    s.register.says(answered(Verdict::Refused));
    s.work().await;
    assert_eq!(s.state("a").await, State::Refused);
    assert!(
        s.outbox.retry("a", "x").await.is_err(),
        "the same would be refused again"
    );
    let mut corrected = message("b", "lane", Mode::Sync);
    corrected.replaces = Some("a".to_owned());
    s.outbox.submit(corrected).await.expect("taken");
    assert_eq!(s.state("a").await, State::Replaced);
    s.work().await;
    assert_eq!(s.state("b").await, State::Done);
    assert!(s.outbox.troubled(0, 10).await.expect("a list").is_empty());
}

#[tokio::test]
async fn not_responsible_keeps_the_submission_open_for_another_receiver() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    s.register.says(answered(Verdict::NotResponsible));
    s.work().await;
    assert_eq!(s.state("a").await, State::Misdirected);
    let sent = s
        .outbox
        .readdress("a", "azr:090099", "Frau Muster")
        .await
        .expect("readdressed");
    assert_eq!(sent.recipient, "azr:090099");
    s.work().await;
    assert_eq!(s.state("a").await, State::Done);
    let history = s.outbox.history("a").await.expect("a history");
    let told = history
        .iter()
        .find(|e| e.code == "readdressed")
        .expect("an event");
    assert_eq!(told.actor, "Frau Muster");
    assert_eq!(told.text, "azr:register -> azr:090099");
}

#[tokio::test]
async fn an_answer_finds_its_submission_and_an_overdue_one_is_noticed() {
    let s = setup().await;
    for uuid in ["a", "b"] {
        let mut new = message(uuid, uuid, Mode::Async);
        new.expects_answer = true;
        s.outbox.submit(new).await.expect("taken");
        s.register.says(Outcome::Delivered { transport_id: None });
    }
    s.work().await;
    assert_eq!(s.state("a").await, State::Delivered);
    s.outbox
        .answer("a", b"<ja/>".to_vec(), Verdict::Accepted)
        .await
        .expect("kept");
    assert_eq!(s.state("a").await, State::Done);
    let twice = s
        .outbox
        .answer("a", b"<nein/>".to_vec(), Verdict::Refused)
        .await;
    assert!(matches!(
        twice,
        Err(ActionError::NotPossible {
            state: State::Done,
            ..
        })
    ));
    let unknown = s.outbox.answer("x", Vec::new(), Verdict::Accepted).await;
    assert!(matches!(unknown, Err(ActionError::Unknown(_))));
    s.clock.advance(TimeDelta::days(8));
    assert_eq!(s.outbox.rescue().await.expect("a store"), 1);
    assert_eq!(s.state("b").await, State::Person);
    // It comes after all.
    s.outbox
        .answer("b", b"<ja/>".to_vec(), Verdict::Accepted)
        .await
        .expect("kept");
    assert_eq!(s.state("b").await, State::Done);
}

#[tokio::test]
async fn people_take_back_what_was_not_sent_and_nothing_else() {
    let s = setup().await;
    s.submit("a", "lane", Mode::Sync).await;
    s.submit("b", "lane", Mode::Sync).await;
    let gone = s
        .outbox
        .withdraw("b", "Frau Muster", "doppelt erfasst")
        .await
        .expect("gone");
    assert_eq!(
        (gone.state, gone.finished),
        (State::Withdrawn, Some(s.clock.now()))
    );
    s.work().await;
    let sent: Vec<String> = s
        .register
        .sent()
        .into_iter()
        .map(|(uuid, _)| uuid)
        .collect();
    assert_eq!(sent, ["a"]);
    let late = s.outbox.withdraw("a", "Frau Muster", "zu spät").await;
    assert!(matches!(
        late,
        Err(ActionError::NotPossible {
            state: State::Done,
            ..
        })
    ));
}
