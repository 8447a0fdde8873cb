//! Every fault at every operation.

use xoev_sim::xta::{Fault, Operation as Op};
use xoev_transport::FailureClass::{self, Permanent, Repair, RetryLater, UnknownOutcome};
use xoev_transport::Transport as _;
use xoev_xta::{FaultKind, Operation, XtaError, XtaTransport};

use crate::support::{author, client, parcel, reader, server};

const OPERATIONS: [(Op, Operation); 12] = [
    (Op::CheckAccountActive, Operation::CheckAccountActive),
    (Op::CreateMessageId, Operation::CreateMessageId),
    (Op::LookupService, Operation::LookupService),
    (Op::GetTransportReport, Operation::GetTransportReport),
    (Op::CancelMessage, Operation::CancelMessage),
    (Op::SendMessage, Operation::SendMessage),
    (Op::SendMessageSync, Operation::SendMessageSync),
    (Op::GetStatusList, Operation::GetStatusList),
    (Op::GetNextStatusList, Operation::GetNextStatusList),
    (Op::GetMessage, Operation::GetMessage),
    (Op::GetNextMessage, Operation::GetNextMessage),
    (Op::Close, Operation::Close),
];

/// Calls an operation that is to fail.
pub(crate) async fn call(xta: &XtaTransport, operation: Operation) -> Result<(), XtaError> {
    let (author, reader, id) = (author(), reader(), "urn:uuid:1");
    let parcel = parcel("<a/>");
    match operation {
        Operation::CheckAccountActive => xta.check_account_active(&author).await,
        Operation::CreateMessageId => xta.create_message_id(&author).await.map(drop),
        Operation::LookupService => {
            let services = [(reader, "urn:x".to_owned())];
            xta.lookup_service(&author, &services).await.map(drop)
        }
        Operation::GetTransportReport => xta.get_transport_report(&author, id).await.map(drop),
        Operation::CancelMessage => xta.cancel_message(&author, id).await,
        Operation::SendMessage => xta.send_message(&parcel, id).await,
        Operation::SendMessageSync => xta.send_message_sync(&parcel, id).await.map(drop),
        Operation::GetStatusList => xta.get_status_list(&reader, &[], 9).await.map(drop),
        Operation::GetNextStatusList => xta.get_next_status_list(&reader, "urn:1").await.map(drop),
        Operation::GetMessage => xta.get_message(&reader, Some(id)).await.map(drop),
        Operation::GetNextMessage => xta.get_next_message(&reader, "urn:1", &[]).await.map(drop),
        Operation::Close => xta.close(&reader, "urn:1", &[id]).await,
    }
}

/// What each code means for a message that is handed over asynchronously.
const CLASSES: [(&str, FaultKind, FailureClass); 23] = [
    ("9000", FaultKind::TechnicalProblem, RetryLater),
    ("9010", FaultKind::PermissionDenied, Permanent),
    ("9011", FaultKind::PermissionDenied, Permanent),
    ("9012", FaultKind::PermissionDenied, Permanent),
    ("9013", FaultKind::PermissionDenied, Permanent),
    ("9014", FaultKind::PermissionDenied, Permanent),
    ("9020", FaultKind::ParameterIsNotValid, Repair),
    ("9021", FaultKind::ParameterIsNotValid, Repair),
    ("9022", FaultKind::ParameterIsNotValid, Repair),
    ("9023", FaultKind::ParameterIsNotValid, Repair),
    ("9024", FaultKind::ParameterIsNotValid, Repair),
    ("9030", FaultKind::TechnicalProblem, RetryLater),
    ("9031", FaultKind::TechnicalProblem, RetryLater),
    ("9032", FaultKind::TechnicalProblem, RetryLater),
    ("9050", FaultKind::MessageSchemaViolation, Repair),
    ("9051", FaultKind::MessageSchemaViolation, Repair),
    ("9052", FaultKind::MessageSchemaViolation, Repair),
    ("9060", FaultKind::MessageVirusDetection, Repair),
    ("9070", FaultKind::InvalidMessageId, Permanent),
    ("9080", FaultKind::SyncAsync, Permanent),
    ("9081", FaultKind::SyncAsync, Permanent),
    ("9100", FaultKind::CancelDenied, Permanent),
    ("9101", FaultKind::CancelDenied, Permanent),
];

#[tokio::test]
async fn every_code_at_every_operation_with_and_without_exception_in_its_name() {
    let server = server(|_| {}).await;
    let xta = client(&server);
    let codes: Vec<&str> = Fault::codes().collect();
    assert_eq!(
        codes,
        CLASSES.map(|(code, _, _)| code),
        "all codes are tried"
    );
    for (at, operation) in OPERATIONS {
        for (code, kind, class) in &CLASSES {
            let fault = Fault::code(code).saying("Wörtlich <&>");
            let Fault::Exception { element, .. } = &fault else {
                panic!("a code is an exception");
            };
            let short = element.trim_end_matches("Exception").to_owned();
            for fault in [fault.clone(), fault.named(short)] {
                server.next(at, fault);
                let error = call(&xta, operation).await.unwrap_err();
                let XtaError::Fault(fault) = &error else {
                    panic!("{error}");
                };
                assert_eq!(&fault.kind, kind);
                let failure = error.failure(operation);
                assert_eq!(failure.code, *code);
                assert_eq!(failure.text, "Wörtlich <&>");
                let unclear = operation == Operation::SendMessageSync
                    && matches!(*code, "9000" | "9024" | "9030" | "9032");
                let class = if unclear { UnknownOutcome } else { *class };
                assert_eq!(failure.class, class, "{code} at {}", operation.name());
            }
        }
    }
}

#[tokio::test]
async fn codes_that_nobody_knows_are_kept_and_judged_by_their_fault() {
    let server = server(|_| {}).await;
    let xta = client(&server);
    for (element, class) in [
        ("PermissionDeniedException", Permanent),
        ("ParameterIsNotValid", Repair),
        ("XTAWSTechnicalProblem", RetryLater),
        ("messageSchemaViolationException", Repair),
        ("MessageVirusDetection", Repair),
        ("SyncAsyncException", Permanent),
        ("InvalidMessageIDException", Permanent),
        ("CancelDenied", Permanent),
        ("ParameterNotSupportedException", RetryLater),
    ] {
        server.next(Op::SendMessage, Fault::code("9999").named(element));
        let failure = xta.send(&parcel("<a/>")).await.unwrap_err();
        assert_eq!(failure.class, class, "{element}");
        if element != "ParameterNotSupportedException" {
            assert_eq!(failure.code, "9999", "{element}");
        }
    }
}

#[tokio::test]
async fn faults_of_soap_and_of_http_have_their_class() {
    let server = server(|_| {}).await;
    let xta = client(&server);
    let soap = |sender| Fault::Soap {
        sender,
        reason: "so nicht".to_owned(),
    };
    for (fault, sent, asked) in [
        (soap(true), Permanent, Permanent),
        (soap(false), RetryLater, RetryLater),
        (Fault::Status(503), RetryLater, RetryLater),
        (Fault::Status(429), RetryLater, RetryLater),
        (Fault::Status(408), RetryLater, RetryLater),
        (Fault::Status(413), Repair, Repair),
        (Fault::Status(502), UnknownOutcome, RetryLater),
        (Fault::Status(504), UnknownOutcome, RetryLater),
        (Fault::Status(404), Permanent, Permanent),
        (Fault::Status(403), Permanent, Permanent),
        (Fault::Status(302), Permanent, Permanent),
    ] {
        server.next(Op::SendMessage, fault.clone());
        let failure = xta.send(&parcel("<a/>")).await.unwrap_err();
        assert_eq!(failure.class, sent, "{fault:?}");
        server.next(Op::CheckAccountActive, fault.clone());
        let failure = xta.check(&author()).await.unwrap_err();
        assert_eq!(failure.class, asked, "{fault:?}");
    }
    server.next(Op::SendMessageSync, soap(false));
    let failure = xta.send_sync(&parcel("<a/>")).await.unwrap_err();
    assert_eq!(failure.class, UnknownOutcome);
    assert_eq!(failure.text, "so nicht");
}
