//! Every outcome of a call, against the simulated register.

use std::time::Duration;

use azr_service::{Envelope, RegisterService, RegisterSettings, SetupError};
use xoev_sim::azr::{Disturbance, RegisterError};
use xoev_transport::{Attachment, FailureClass, Transport as _};

use crate::support::{UUID, anfrage, client, is, number, parcel, server};

#[tokio::test]
async fn a_query_is_answered_in_the_same_call_plain_and_in_an_envelope() {
    let server = server(|_| {}).await;
    for envelope in [Envelope::Plain, Envelope::Soap12] {
        let client = client(&server, |s| s.envelope = envelope);
        let xml = anfrage().replace(UUID, &format!("{}{}", &UUID[..35], envelope as u8));
        let answer = client.send_sync(&parcel(&xml)).await.expect("an answer");
        assert_eq!(number(&answer), "090002");
        assert_eq!(answer.reader.key, "azr:990100");
        assert!(answer.test);
    }
    assert_eq!(server.register().accounts().len(), 2);
}

#[tokio::test]
async fn an_outage_is_for_later_and_ends() {
    let server = server(|_| {}).await;
    let client = client(&server, |_| {});
    server.pause().await;
    is(
        client.send_sync(&parcel(&anfrage())).await,
        FailureClass::RetryLater,
        "CONNECT",
    );
    server.resume().await;
    let answer = client
        .send_sync(&parcel(&anfrage()))
        .await
        .expect("an answer");
    assert_eq!(number(&answer), "090002");
    assert_eq!(server.register().processed(UUID), 1);
}

#[tokio::test]
async fn each_disturbance_has_its_class_and_only_some_were_processed() {
    use Disturbance as D;
    use FailureClass::{RetryLater, UnknownOutcome};
    let cases = [
        (D::Refuse, RetryLater, "HTTP-503", 0),
        (D::Disconnect, UnknownOutcome, "CONNECTION-LOST", 0),
        (D::TimeoutBefore, UnknownOutcome, "TIMEOUT", 0),
        (D::TimeoutAfter, UnknownOutcome, "TIMEOUT", 1),
        (D::Garbage, UnknownOutcome, "ANSWER-UNREADABLE", 1),
        (D::Cut, UnknownOutcome, "ANSWER-UNREADABLE", 1),
        (D::Half, UnknownOutcome, "CONNECTION-LOST", 1),
    ];
    for envelope in [Envelope::Plain, Envelope::Soap12] {
        for (disturbance, class, code, processed) in cases.clone() {
            let server = server(|_| {}).await;
            let client = client(&server, |s| {
                s.envelope = envelope;
                s.timeout = Duration::from_secs(8);
            });
            // What is made once is made before the clock runs.
            let xml = anfrage();
            let other = xml.replace(UUID, "0d0aa209-b31d-439e-a4e5-b882fdb3f960");
            server.register().answer(other.as_bytes());
            server.disturb(|plan| plan.push(disturbance.clone()));
            is(client.send_sync(&parcel(&xml)).await, class, code);
            let count = server.register().processed(UUID);
            assert_eq!(count, processed, "{disturbance:?}");
        }
    }
}

#[tokio::test]
async fn slow_answers_and_errors_of_the_register_are_answers() {
    let server = server(|_| {}).await;
    let client = client(&server, |_| {});
    let errors = vec![RegisterError::new("4711", "Nur so.")];
    server.disturb(|plan| plan.push(Disturbance::Errors(errors)));
    let answer = client
        .send_sync(&parcel(&anfrage()))
        .await
        .expect("an answer");
    assert_eq!(number(&answer), "090099");
    server.disturb(|plan| plan.push(Disturbance::Slow(Duration::from_millis(50))));
    // The same message again, plainly: the register refuses it, which is an answer, too.
    let answer = client
        .send_sync(&parcel(&anfrage()))
        .await
        .expect("an answer");
    assert_eq!(number(&answer), "000002");
    assert_eq!(server.register().violations().len(), 1);
}

#[tokio::test]
async fn whoever_is_not_let_in_can_not_send() {
    let only = vec!["990200".to_owned()];
    let strict = server(|s| s.authorities = Some(only)).await;
    let result = client(&strict, |_| {}).send_sync(&parcel(&anfrage())).await;
    is(result, FailureClass::Permanent, "HTTP-403");
    let result = client(&strict, |s| s.headers.clear())
        .send_sync(&parcel(&anfrage()))
        .await;
    is(result, FailureClass::Permanent, "HTTP-401");
    let small = server(|s| s.max_bytes = 100).await;
    let result = client(&small, |_| {}).send_sync(&parcel(&anfrage())).await;
    is(result, FailureClass::Repair, "HTTP-413");
    let soap = server(|s| s.envelope = xoev_sim::azr::Envelope::Soap12).await;
    let result = client(&soap, |_| {}).send_sync(&parcel(&anfrage())).await;
    is(result, FailureClass::Repair, "HTTP-400");
    for server in [&strict, &small, &soap] {
        assert_eq!(server.register().received(UUID), 0);
    }
}

#[tokio::test]
async fn a_gateway_that_says_503_too_late_can_be_declared() {
    let server = server(|s| s.faults = s.faults.clone().then(Disturbance::Refuse)).await;
    let client = client(&server, |s| s.unavailable_is_unprocessed = false);
    let result = client.send_sync(&parcel(&anfrage())).await;
    is(result, FailureClass::UnknownOutcome, "HTTP-503");
}

#[tokio::test]
async fn too_large_answers_are_not_read() {
    let server = server(|_| {}).await;
    let client = client(&server, |s| s.max_answer_bytes = 500);
    let result = client.send_sync(&parcel(&anfrage())).await;
    is(result, FailureClass::UnknownOutcome, "ANSWER-TOO-LARGE");
    assert_eq!(server.register().processed(UUID), 1);
}

#[tokio::test]
async fn what_must_not_be_sent_never_leaves() {
    let server = server(|_| {}).await;
    let client = client(&server, |s| s.max_request_bytes = 10_000);
    let real = anfrage().replace(" test=\"t\"", "");
    is(
        client.send_sync(&parcel(&real)).await,
        FailureClass::Permanent,
        "TEST-MIXED",
    );
    let mut unmarked = parcel(&real);
    unmarked.test = false;
    is(
        client.send_sync(&unmarked).await,
        FailureClass::Permanent,
        "TEST-MIXED",
    );
    let mut files = parcel(&anfrage());
    files.attachments.push(Attachment {
        content_type: "application/pdf".to_owned(),
        file_name: None,
        content: Vec::new(),
    });
    is(
        client.send_sync(&files).await,
        FailureClass::Repair,
        "ATTACHMENTS",
    );
    is(
        client.send_sync(&parcel("<a/>")).await,
        FailureClass::Repair,
        "MESSAGE-UNREADABLE",
    );
    let large = anfrage().replace("Rathausplatz", &"R".repeat(10_000));
    is(
        client.send_sync(&parcel(&large)).await,
        FailureClass::Repair,
        "MESSAGE-TOO-LARGE",
    );
    assert!(client.abilities().synchronous && !client.abilities().mailbox);
    let other = client
        .send(&parcel(&anfrage()))
        .await
        .expect_err("not supported");
    assert_eq!(other.class, FailureClass::Permanent);
    assert_eq!(server.register().received(UUID), 0);
}

#[test]
fn settings_that_would_endanger_data_are_refused() {
    let refused = |url: &str, production: bool| {
        let mut settings = RegisterSettings::new(url);
        settings.production = production;
        RegisterService::new(settings).expect_err("refused")
    };
    assert!(matches!(
        refused("https://register.example/", true),
        SetupError::NoRoots
    ));
    assert!(matches!(
        refused("http://register.example/", false),
        SetupError::NotEncrypted
    ));
    assert!(matches!(
        refused("http://127.0.0.1:1/", true),
        SetupError::NotEncrypted
    ));
    assert!(matches!(
        refused("ftp://register.example/", false),
        SetupError::Url(_)
    ));
    for url in [
        "https://anna:geheim@register.example/",
        "http://:geheim@127.0.0.1/",
    ] {
        let error = refused(url, false);
        assert!(matches!(error, SetupError::Url(_)), "{error}");
        let shown = format!("{error} {error:?} {:?}", RegisterSettings::new(url));
        assert!(!shown.contains("geheim"), "{shown}");
    }
    let mut settings = RegisterSettings::new("http://127.0.0.1:1/");
    settings.headers.push(("a b".to_owned(), "c".to_owned()));
    let shown = format!("{settings:?}");
    assert!(!shown.contains("\"c\""), "{shown}");
    assert!(matches!(
        RegisterService::new(settings),
        Err(SetupError::Header(_))
    ));
}
