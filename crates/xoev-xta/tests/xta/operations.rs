//! Every operation.

use std::sync::Arc;

use chrono::TimeDelta;
use xoev_sim::xta::{Call, Fault, Letter, Mode, Operation, Outcome, ReportRecord, Service};
use xoev_transport::{Address, FailureClass, Status, Transport as _};
use xoev_xta::{NoMessage, XtaError};

use crate::support::{
    INVALID, SERVICE, VALID, author, client, client_with, parcel, reader, server,
};

fn operations(calls: &[Call]) -> Vec<Operation> {
    calls.iter().filter_map(|c| c.operation).collect()
}

#[tokio::test]
async fn the_usual_course_of_sending_and_of_fetching() {
    let server = server(|s| s.validate = true).await;
    let xta = client(&server);
    let mut parcel = parcel(VALID);

    xta.check(&author()).await.unwrap();
    assert_eq!(xta.lookup(&author(), &reader(), SERVICE).await, Ok(true));
    parcel.transport_id = xta.new_id().await.unwrap();
    let id = xta.send(&parcel).await.unwrap().unwrap();
    assert_eq!(xta.status(&author(), &id).await, Ok(Status::Open));
    let delivered = Status::Delivered { warnings: vec![] };
    assert_eq!(xta.status(&author(), &id).await, Ok(delivered));

    let waiting = xta.list(&reader(), 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].message_type.as_deref(), Some("090010"));
    let fetched = xta.fetch(&reader(), &id).await.unwrap();
    assert_eq!(fetched.content, VALID.as_bytes());
    assert_eq!(fetched.author, author());
    xta.acknowledge(&reader(), &id).await.unwrap();
    assert_eq!(xta.list(&reader(), 10).await.unwrap(), []);

    use Operation::*;
    assert_eq!(
        operations(&server.calls()),
        [
            CheckAccountActive,
            LookupService,
            CreateMessageId,
            SendMessage,
            GetTransportReport,
            GetTransportReport,
            GetStatusList,
            GetMessage,
            Close,
            GetStatusList,
        ]
    );
    assert!(server.calls().iter().all(|c| c.operation.is_some()));
}

#[tokio::test]
async fn what_is_not_valid_is_refused_with_the_words_of_the_server() {
    let server = server(|s| s.validate = true).await;
    let failure = client(&server).send(&parcel(INVALID)).await.unwrap_err();
    assert_eq!(
        (failure.code.as_str(), failure.class),
        ("9050", FailureClass::Repair)
    );
    assert!(failure.text.contains("AZR"), "{}", failure.text);
}

#[tokio::test]
async fn what_scanners_find_is_refused() {
    let server = server(|_| {}).await;
    let virus = ["<a>EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE</a>"].concat();
    let failure = client(&server).send(&parcel(&virus)).await.unwrap_err();
    assert_eq!(
        (failure.code.as_str(), failure.class),
        ("9060", FailureClass::Repair)
    );
}

#[tokio::test]
async fn a_synchronous_message_is_answered_in_the_same_call() {
    let server = server(|s| {
        s.sync = Some(Arc::new(|sent| {
            assert_eq!(sent.files[0].bytes, b"<frage/>");
            Ok(b"<x:Antwort.000002 xmlns:x=\"urn:x\"/>".to_vec())
        }));
    })
    .await;
    let xta = client(&server);
    let mut parcel = parcel("<frage/>");
    parcel.test = true;
    parcel.transport_id = xta.new_id().await.unwrap();
    let answer = xta.send_sync(&parcel).await.unwrap();
    assert_eq!(answer.content, b"<x:Antwort.000002 xmlns:x=\"urn:x\"/>");
    assert_eq!(answer.author, parcel.reader);
    assert_eq!(answer.reader, parcel.author);
    assert_eq!(
        answer.in_reply_to,
        Vec::from_iter(parcel.transport_id.clone())
    );
    let kind = answer.kind.unwrap();
    assert_eq!(
        (kind.namespace.as_str(), kind.number.as_str()),
        ("urn:x", "000002")
    );
    // Sent again, nobody knows what became of the first answer.
    let failure = xta.send_sync(&parcel).await.unwrap_err();
    assert_eq!(failure.code, "9024");
    assert_eq!(failure.class, FailureClass::UnknownOutcome);
}

#[tokio::test]
async fn services_are_looked_up_and_taken_only_the_way_they_are_offered() {
    let server = server(|s| {
        s.accounts = vec!["ags:01999001".to_owned()];
        s.sync = Some(Arc::new(|_| Err(Fault::code("9032"))));
        for (uri, mode) in [("urn:a", Mode::Asynchronous), ("urn:s", Mode::Synchronous)] {
            s.services.push(Service {
                reader: "ags:02999002".to_owned(),
                uri: uri.to_owned(),
                mode,
            });
        }
    })
    .await;
    let xta = client(&server);
    let asked = ["urn:a", "urn:s", "urn:other"].map(|s| (reader(), s.to_owned()));
    let found = xta.lookup_service(&author(), &asked).await.unwrap();
    let available: Vec<_> = found.iter().map(|a| a.available).collect();
    assert_eq!(available, [Some(true), Some(true), Some(false)]);
    assert_eq!(found[1].service.as_deref(), Some("urn:s"));
    assert_eq!(found[1].reader, Some(reader()));

    let mut parcel = parcel("<a/>");
    parcel.service = Some("urn:s".to_owned());
    assert_eq!(xta.send(&parcel).await.unwrap_err().code, "9081");
    let failure = xta.send_sync(&parcel).await.unwrap_err();
    assert_eq!(
        (failure.code.as_str(), failure.class),
        ("9032", FailureClass::UnknownOutcome)
    );
    parcel.service = Some("urn:a".to_owned());
    assert_eq!(xta.send_sync(&parcel).await.unwrap_err().code, "9080");
    assert!(xta.send(&parcel).await.is_ok());
    let stranger = Address::of("ags:09999009");
    assert_eq!(xta.check(&stranger).await.unwrap_err().code, "9012");
}

#[tokio::test]
async fn reports_say_warnings_errors_and_states_that_nobody_knows() {
    let server = server(|s| s.open_reports = 0).await;
    let xta = client(&server);
    let id = xta.send(&parcel("<a/>")).await.unwrap().unwrap();
    let record = |code: &str, text: &str| ReportRecord {
        code: code.to_owned(),
        text: text.to_owned(),
    };
    let outcome = |state, records| Outcome { state, records };
    server.set_outcome(&id, outcome(2, vec![record("17", "spät")]));
    let warnings = vec!["17: spät".to_owned()];
    let status = xta.status(&author(), &id).await;
    assert_eq!(status, Ok(Status::Delivered { warnings }));
    server.set_outcome(
        &id,
        outcome(3, vec![record("x", "weg"), record("9032", "voll")]),
    );
    let Ok(Status::Failed(failure)) = xta.status(&author(), &id).await else {
        panic!("red is failed");
    };
    assert_eq!(failure.code, "9032");
    assert_eq!(failure.class, FailureClass::RetryLater);
    assert_eq!(failure.text, "x: weg; 9032: voll");
    server.set_outcome(&id, outcome(3, vec![]));
    let status = xta.status(&author(), &id).await;
    assert!(matches!(status, Ok(Status::Failed(f)) if f.class == FailureClass::Permanent));
    server.set_outcome(&id, outcome(4, vec![]));
    assert_eq!(xta.status(&author(), &id).await, Ok(Status::Open));
    let report = xta.get_transport_report(&author(), &id).await.unwrap();
    assert_eq!(
        (report.state.as_str(), report.server.as_deref()),
        ("4", Some("sim"))
    );
    assert_eq!(report.metadata.message_id, Some(id));
    assert!(report.time.is_some());
}

#[tokio::test]
async fn lists_come_in_pages_and_messages_one_after_the_other() {
    let server = server(|s| s.page = 2).await;
    let xta = client(&server);
    let ids: Vec<String> = (0..5)
        .map(|n| {
            let letter = Letter {
                author: "ags:01999001".to_owned(),
                reader: "ags:02999002".to_owned(),
                service: SERVICE.to_owned(),
                in_reply_to: vec!["urn:a&b".to_owned()],
                test: true,
                message: format!("<a xmlns='urn:x'>{n}</a>").into_bytes(),
            };
            server.deliver(letter).unwrap()
        })
        .collect();
    let first = xta.get_status_list(&reader(), &[], 100).await.unwrap();
    assert_eq!((first.entries.len(), first.pending), (2, 3));
    let request = first.request_id.unwrap();
    let second = xta.get_next_status_list(&reader(), &request).await.unwrap();
    assert_eq!((second.entries.len(), second.pending), (2, 1));
    let third = xta.get_next_status_list(&reader(), &request).await.unwrap();
    assert_eq!((third.entries.len(), third.pending), (1, 0));
    assert_eq!(third.entries[0].in_reply_to, ["urn:a&b"]);
    assert!(third.entries[0].test);
    let end = xta.get_next_status_list(&reader(), &request).await.unwrap();
    assert_eq!(end.no_message, Some(NoMessage::NoMatch));
    let wrong = xta
        .get_next_status_list(&reader(), "urn:other")
        .await
        .unwrap();
    assert_eq!(wrong.no_message, Some(NoMessage::RequestIdInvalid));
    let some = xta.get_status_list(&reader(), &[&ids[3]], 1).await.unwrap();
    assert_eq!(some.entries[0].message_id.as_ref(), Some(&ids[3]));
    assert_eq!(xta.list(&reader(), 4).await.unwrap().len(), 4);

    let mut fetched = xta.get_message(&reader(), None).await.unwrap();
    let request = fetched.request_id.clone().unwrap();
    for (n, id) in ids.iter().enumerate() {
        assert_eq!(fetched.metadata.message_id.as_ref(), Some(id));
        let content = String::from_utf8(fetched.container.message.bytes).unwrap();
        assert_eq!(content, format!("<a xmlns='urn:x'>{n}</a>"));
        match xta.get_next_message(&reader(), &request, &[id]).await {
            Ok(next) => fetched = next,
            Err(error) => {
                assert_eq!(error, XtaError::NoMessage("NoMatch".to_owned()));
                assert_eq!(n, 4);
                break;
            }
        }
    }
    assert_eq!(xta.list(&reader(), 9).await.unwrap(), [], "all were closed");
}

#[tokio::test]
async fn a_message_can_be_acknowledged_after_the_server_forgot_how_it_was_fetched() {
    let server = server(|_| {}).await;
    let xta = client(&server);
    let id = xta.send(&parcel("<a/>")).await.unwrap().unwrap();
    xta.fetch(&reader(), &id).await.unwrap();
    server.forget_requests();
    xta.acknowledge(&reader(), &id).await.unwrap();
    assert_eq!(xta.list(&reader(), 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_message_that_is_held_back_arrives_when_its_time_has_come() {
    let server = server(|_| {}).await;
    let xta = client_with(&server, |s| {
        s.hold_back = std::time::Duration::from_secs(600)
    });
    assert!(xta.abilities().cancel);
    let id = xta.send(&parcel("<a/>")).await.unwrap().unwrap();
    assert_eq!(xta.list(&reader(), 9).await.unwrap(), []);
    server.advance(TimeDelta::minutes(11));
    assert_eq!(xta.list(&reader(), 9).await.unwrap().len(), 1);
    let error = xta.cancel_message(&author(), &id).await.unwrap_err();
    assert!(matches!(&error, XtaError::Fault(f) if f.code.as_deref() == Some("9100")));
    let at_once = client(&server);
    assert!(!at_once.abilities().cancel);
    let id = at_once.send(&parcel("<a/>")).await.unwrap().unwrap();
    let error = at_once.cancel_message(&author(), &id).await.unwrap_err();
    assert!(matches!(&error, XtaError::Fault(f) if f.code.as_deref() == Some("9101")));
}
