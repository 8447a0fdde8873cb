//! What is told to `tracing`: ids, numbers and codes, and nothing of a person. A program of its own:
//! other tests at the same time would decide what is listened to.

#[allow(dead_code, reason = "the other tests need all of it")]
#[path = "../router/setup.rs"]
mod setup;

use std::io;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::format::FmtSpan;
use xoev_outbox::State;
use xoev_outbox::inbox::ArrivalState;
use xoev_sim::xta::{Fault, Operation, Outcome, ReportRecord};

use setup::{OTHER, Setup, example, fresh, uuid_of};

const REQUEST: &str = "abhabh/010201-aktenanforderung-gueltig.xml";
const TOLERATION: &str = "azr/090010-folgemeldung-duldung-gueltig.xml";

/// Everything that is told, at the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Listens on this thread, on which everything but the store is done.
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    /// What our crates told: names of libraries are left out.
    fn lines(&self) -> Vec<String> {
        let bytes = self.0.lock().expect("a lock").clone();
        let text = String::from_utf8(bytes).expect("text");
        let ours = |line: &&str| {
            let outer = ["xoev_outbox", "xoev_router", "xoev_xta", "azr_service"];
            outer.iter().any(|name| line.contains(name))
        };
        text.lines().filter(ours).map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn spans_and_events_tell_ids_and_codes_and_nothing_that_is_in_messages() {
    let s = Setup::test().await;
    let log = Log::default();
    let guard = log.listen();

    // Refused by the register, in its words; its lane is an AZR number.
    let refused = s.send(&example(TOLERATION)).await;
    assert_eq!(refused.state, State::Refused);
    assert!(refused.lane.contains("990309012345"), "{}", refused.lane);
    // Sending fails in the words of a server.
    let fault = Fault::code("9050").saying("Frau Wortlaut ist unbekannt");
    s.xta.next(Operation::SendMessage, fault);
    let failed = s.send(&fresh(&example(REQUEST), &[])).await;
    let failure = failed.failure.expect("a failure");
    assert!(failure.text.contains("Wortlaut"), "{failure}");
    let outbox = s.router.outbox();
    let withdrawn = outbox.withdraw(&failed.uuid, "Frau Wortlaut", "Wortlaut");
    withdrawn.await.expect("with a person");
    // Given up later, and the report is lost once.
    let given_up = s.send(&fresh(&example(REQUEST), &[])).await;
    let record = ReportRecord {
        code: "9032".to_owned(),
        text: "Herr Wortlaut ist verzogen".to_owned(),
    };
    let id = given_up.transport_id.clone().expect("an id");
    let (state, records) = (3, vec![record]);
    assert!(s.xta.set_outcome(&id, Outcome { state, records }));
    let fault = Fault::code("9070").saying("Wortlaut");
    s.xta.next(Operation::GetTransportReport, fault);
    assert!(s.router.poll().await.is_err(), "it is told");
    for _ in 0..2 {
        s.router.poll().await.expect("asked");
    }
    assert_ne!(s.state(&given_up.uuid).await, State::Delivered);
    // What comes in holds anything in any place.
    let strange = fresh(&example(REQUEST), &[]);
    let uuid = uuid_of(&strange);
    let strange = strange.replace(&uuid, "Frau Wortlaut");
    s.deliver(OTHER, strange);
    let fault = Fault::code("9060").saying("Wortlaut");
    s.xta.next(Operation::GetMessage, fault);
    assert!(s.router.receive().await.is_err(), "it is told");
    assert_ne!(s.receive().await[0].state, ArrivalState::Arrived);
    // The store fails in words that hold what is in it.
    s.deliver(OTHER, fresh(&example(REQUEST), &[]));
    s.tamper(
        "CREATE TRIGGER broken BEFORE UPDATE ON arrival \
         BEGIN SELECT RAISE(ABORT, 'Wortlaut'); END",
    )
    .await;
    let broken = s.router.receive().await.expect_err("the store is broken");
    assert!(broken.to_string().contains("Wortlaut"), "{broken}");
    drop(guard);

    let lines = log.lines();
    let text = lines.join("\n");
    for (span, fields) in [
        (
            "submit{",
            vec![
                format!("uuid=\"{}\"", refused.uuid),
                "message_type=\"090010\"".to_owned(),
            ],
        ),
        (
            "send{",
            vec![format!("uuid=\"{}\"", refused.uuid), "attempt=1".to_owned()],
        ),
        (
            "carry{",
            vec!["transport=\"register\"".to_owned(), "attempt=1".to_owned()],
        ),
        (
            "carry{",
            vec![
                "transport=\"xta\"".to_owned(),
                "message_type=\"010201\"".to_owned(),
            ],
        ),
        (
            "receive:fetch{",
            vec!["transport=\"xta\"".to_owned(), "uuid=\"-\"".to_owned()],
        ),
        (
            "sort{",
            vec!["id=1".to_owned(), "message_type=\"010201\"".to_owned()],
        ),
        (
            "poll",
            vec!["code=\"9070\"".to_owned(), "class=".to_owned()],
        ),
        (
            "not put in its place",
            vec!["code=\"database-1811\"".to_owned()],
        ),
        ("send{", vec!["code=\"9050\"".to_owned()]),
    ] {
        let told = |line: &String| {
            line.contains(span) && fields.iter().all(|field| line.contains(field.as_str()))
        };
        assert!(lines.iter().any(told), "{span} {fields:?}\n{text}");
    }
    for never in [
        "Wortlaut",
        "990309012345",
        "991104001234",
        "Örnek",
        "Ayşe",
        "lane",
        "33.2-",
        "azr:990200",
        "unbekannt",
    ] {
        let telling = lines.iter().find(|line| line.contains(never));
        assert_eq!(telling, None, "{never}");
    }
}
