//! Answers of any kind do no harm: too large, without end, cut, changed.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use xoev_sim::xta::{Fault, Operation as Op};
use xoev_transport::{Attachment, FailureClass, Parcel, Transport as _};

use crate::support::{client_with, parcel, reader, server};

#[tokio::test]
async fn a_message_larger_than_allowed_is_not_taken_in() {
    for inline in [false, true] {
        let server = server(|s| s.inline = inline).await;
        let large = client_with(&server, |s| s.max_bytes = 100_000);
        let small = client_with(&server, |s| s.max_bytes = 1000);
        let id = large
            .send(&parcel(&"<a>".repeat(400)))
            .await
            .unwrap()
            .unwrap();
        let failure = small.fetch(&reader(), &id).await.unwrap_err();
        assert_eq!(failure.code, "answer", "{failure}");
        assert!(failure.text.contains("too large"), "{failure}");
        assert!(large.fetch(&reader(), &id).await.is_ok());
    }
}

#[tokio::test]
async fn a_thousand_attachments_are_carried_and_no_more() {
    for inline in [false, true] {
        let server = server(|s| s.inline = inline).await;
        let xta = client_with(&server, |_| {});
        let file = Attachment {
            content_type: "text/plain".to_owned(),
            file_name: None,
            content: b"x".to_vec(),
        };
        let mut parcel = parcel("<a/>");
        parcel.attachments = vec![file.clone(); Parcel::MAX_ATTACHMENTS];
        let id = xta.send(&parcel).await.unwrap().unwrap();
        let fetched = xta.fetch(&reader(), &id).await.unwrap();
        assert_eq!(fetched.attachments, parcel.attachments);

        let before = server.calls().len();
        parcel.attachments.push(file);
        for failure in [
            xta.send(&parcel).await.unwrap_err(),
            xta.send_sync(&parcel).await.unwrap_err(),
        ] {
            assert_eq!(failure.class, FailureClass::Repair);
            assert_eq!(failure.code, "attachments");
            assert!(failure.text.contains("mehr als 1000"), "{failure}");
        }
        assert_eq!(server.calls().len(), before, "nothing was sent");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let server = server(|s| {
        s.sync = Some(Arc::new(|_| Ok(vec![b' '; 30_000_000])));
    })
    .await;
    let xta = client_with(&server, |s| s.max_bytes = 1000);
    let failure = xta.send_sync(&parcel("<a/>")).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::UnknownOutcome);
    assert!(failure.text.contains("more than"), "{failure}");
}

#[tokio::test]
async fn a_list_that_always_promises_more_ends() {
    let server = server(|s| s.page = 1).await;
    let xta = client_with(&server, |_| {});
    for _ in 0..3 {
        xta.send(&parcel("<a/>")).await.unwrap();
    }
    // The second page is one that nothing can be read from.
    server.next(Op::GetNextStatusList, Fault::Truncated);
    let failure = xta.list(&reader(), 99).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater);
    assert_eq!(xta.list(&reader(), 99).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_port_that_speaks_no_tls_is_no_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = [0; 1024];
            let _ = stream.read(&mut read).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let server = server(|_| {}).await;
    let xta = client_with(&server, |s| {
        s.endpoints.send = format!("https://{address}/");
        s.connect_timeout = Duration::from_secs(5);
    });
    let mut parcel = parcel("<a/>");
    parcel.transport_id = Some("urn:uuid:1".to_owned());
    let failure = xta.send_sync(&parcel).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater, "{failure}");
    served.abort();
}
