//! Rejections: stored with their reply, and handed to the outbox once.

use xoev_outbox::Filter;
use xoev_outbox::inbox::Reply;

use super::*;

/// What a standard would say of a message that it does not know.
pub(super) fn rejected(arrival: &Arrival, _: &Contents) -> Sorting {
    let uuid = arrival.uuid.as_deref().unwrap_or("unknown");
    let content = match arrival.message_type.as_deref() {
        // A reply that the gate does not let in.
        Some("broken reply") => b"broken".to_vec(),
        _ => format!("reply-to-{uuid} Rueckweisung").into_bytes(),
    };
    let reply = Reply {
        content,
        lane: format!("reply to {uuid}"),
        recipient: "ags:01999001".to_owned(),
    };
    Sorting::to(Place::Rejected(reply)).because("V000", "")
}

impl Setup {
    async fn submit_replies(&self) -> usize {
        let submitted = self.inbox.submit_replies(&self.outbox, 100).await;
        submitted.expect("a store")
    }

    async fn submissions(&self) -> usize {
        let all = self.outbox.list(&Filter::default()).await;
        all.expect("a list").len()
    }
}

#[tokio::test]
async fn a_faulty_message_is_rejected_through_the_outbox() {
    let s = setup().await;
    let id = s.receive(arrival("a", "999999")).await;
    let garbage = s
        .receive(NewArrival::new("xta", "urn:garbage", vec![0xFF]))
        .await;
    s.sort().await;
    assert_eq!(s.state(id).await, ArrivalState::Rejected);
    assert_eq!(s.submit_replies().await, 2);
    assert_eq!(s.submit_replies().await, 0, "once");
    for (id, reply) in [(id, "reply-to-a"), (garbage, "reply-to-unknown")] {
        let found = s.get(id).await;
        assert_eq!(
            (found.state, found.reply.as_deref()),
            (ArrivalState::Returned, Some(reply))
        );
        let sent = s.submission(reply).await;
        assert_eq!(
            (sent.recipient.as_str(), sent.mode),
            ("ags:01999001", Mode::Async)
        );
    }
}

#[tokio::test]
async fn a_program_that_ends_between_reply_and_note_sends_the_reply_once() {
    let s = setup().await;
    let id = s.receive(arrival("a", "999999")).await;
    s.sort().await;
    // The reply was handed over, and then the program ended.
    let reply = NewSubmission {
        content: b"reply-to-a Rueckweisung".to_vec(),
        lane: "reply to a".to_owned(),
        recipient: "ags:01999001".to_owned(),
        mode: Mode::Async,
        expects_answer: false,
        replaces: None,
    };
    s.outbox.submit(reply).await.expect("taken");
    assert_eq!(s.submit_replies().await, 1);
    assert_eq!(s.get(id).await.reply.as_deref(), Some("reply-to-a"));
    assert_eq!(s.submissions().await, 1);
}

#[tokio::test]
async fn a_reply_that_can_not_be_sent_is_left_to_a_person() {
    let s = setup().await;
    let broken = s.receive(arrival("a", "broken reply")).await;
    // Another message has the UUID of the reply.
    let taken = s.receive(arrival("b", "999999")).await;
    s.deliver("reply-to-b").await;
    s.sort().await;
    s.submit_replies().await;
    for id in [broken, taken] {
        let found = s.get(id).await;
        assert_eq!(found.code.as_deref(), Some("reply-not-let-in"));
        assert_eq!(found.state, ArrivalState::Person);
    }
    assert_eq!(s.submissions().await, 1);
    // The person rejects it with another one.
    let reply = Reply {
        content: b"better Rueckweisung".to_vec(),
        lane: "reply".to_owned(),
        recipient: "ags:01999001".to_owned(),
    };
    let again = s.inbox.reject(broken, reply.clone(), "Frau Muster").await;
    assert_eq!(again.expect("rejected").state, ArrivalState::Rejected);
    assert_eq!(s.submit_replies().await, 1);
    assert_eq!(s.get(broken).await.reply.as_deref(), Some("better"));
    let late = s.inbox.reject(broken, reply, "Frau Muster").await;
    assert!(matches!(late, Err(InboxError::NotPossible { .. })));
}
