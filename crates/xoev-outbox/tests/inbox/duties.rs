//! Quittungen and reminders with their dates.

use xoev_outbox::inbox::{Duty, DutyKind, Step};

use super::*;

impl Setup {
    async fn due(&self) -> Vec<Duty> {
        let duties = self.inbox.duties(self.clock.now(), 0, 10).await;
        duties.expect("duties")
    }

    /// The one duty that is due, and what is to be done about it.
    async fn step(&self) -> (Duty, Step) {
        let mut due = self.due().await;
        assert_eq!(due.len(), 1, "{due:?}");
        let duty = due.remove(0);
        let step = self.inbox.policy().step(&duty);
        (duty, step)
    }
}

#[tokio::test]
async fn a_quittung_is_owed_until_it_is_sent() {
    let s = setup().await;
    let id = s.receive(arrival("a", "030112")).await;
    s.sort().await;
    assert!(s.due().await.is_empty());
    s.clock.advance(TimeDelta::days(14));
    let (duty, step) = s.step().await;
    assert_eq!(
        (step, duty.kind, duty.arrival),
        (Step::Quittung, DutyKind::Quittung, Some(id))
    );
    assert_eq!(duty.subject, "sperre");
    assert_eq!(s.inbox.stats().await.expect("numbers").overdue, 1);
    s.inbox.confirm(id, "Fachverfahren").await.expect("taken");
    assert_eq!(s.due().await.len(), 1, "taking is not processing");
    s.inbox
        .fulfilled(duty.id, "uuid of the 0020")
        .await
        .expect("kept");
    assert!(s.due().await.is_empty());
    let twice = s.inbox.fulfilled(duty.id, "another").await;
    assert!(matches!(twice, Err(InboxError::NoDuty(_))));
}

#[tokio::test]
async fn reminders_are_due_one_after_the_other_and_then_a_person_asks() {
    let s = setup().await;
    s.deliver("ours").await;
    s.inbox.expect("ours", "akte").await.expect("kept");
    let unknown = s.inbox.expect("theirs", "akte").await;
    assert!(matches!(unknown, Err(InboxError::NoSubmission(_))));
    s.clock.advance(TimeDelta::days(27));
    assert!(s.due().await.is_empty());
    s.clock.advance(TimeDelta::days(1));
    for level in 1..=3 {
        let (duty, step) = s.step().await;
        assert_eq!(step, Step::Erinnerung(level));
        assert_eq!(duty.submission.as_deref(), Some("ours"));
        let reminder = format!("reminder {level}");
        let sent = s.inbox.reminded(duty.id, level, &reminder).await;
        sent.expect("kept");
        let twice = s.inbox.reminded(duty.id, level, "again").await;
        assert!(matches!(twice, Err(InboxError::NoDuty(_))));
        assert!(s.due().await.is_empty(), "not at once");
        s.clock.advance(TimeDelta::days(14));
    }
    let (duty, step) = s.step().await;
    assert_eq!(
        (step, duty.reminder.as_deref()),
        (Step::Person, Some("reminder 3"))
    );
}

#[tokio::test]
async fn a_quittung_that_comes_ends_the_reminders() {
    let s = setup().await;
    s.deliver("ours").await;
    s.inbox.expect("ours", "akte").await.expect("kept");
    s.inbox.expect("ours", "steuer").await.expect("kept");
    let mut quittung = arrival("q", "0020");
    quittung.in_reply_to = vec!["urn:ours".to_owned()];
    let id = s.receive(quittung).await;
    s.sort().await;
    assert_eq!(s.get(id).await.submission.as_deref(), Some("ours"));
    assert_eq!(
        s.submission("ours").await.state,
        State::Delivered,
        "its answer is another one"
    );
    s.clock.advance(TimeDelta::days(28));
    assert_eq!(s.step().await.0.subject, "steuer");
    // A rejection ends them all.
    s.receive(arrival("fehler@ours", "090099")).await;
    s.sort().await;
    assert!(s.due().await.is_empty());
}
