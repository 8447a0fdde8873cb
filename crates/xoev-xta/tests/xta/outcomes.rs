//! What is known after something went wrong on the way.

use std::sync::Arc;
use std::time::{Duration, Instant};

use xoev_sim::xta::{Fault, Operation as Op};
use xoev_transport::{Attachment, FailureClass, Transport as _};
use xoev_xta::Traffic;

use crate::support::{author, client, client_with, parcel, reader, server};

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_unclear_and_can_be_sent_again_with_its_id() {
    let server = server(|_| {}).await;
    let xta = client(&server);
    let faults = [
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::Garbage,
        Fault::Truncated,
    ];
    for (sent, fault) in faults.into_iter().enumerate() {
        let mut parcel = parcel("<a/>");
        parcel.transport_id = xta.new_id().await.unwrap();
        server.next(Op::SendMessage, fault.clone());
        let failure = xta.send(&parcel).await.unwrap_err();
        assert_eq!(failure.class, FailureClass::UnknownOutcome, "{fault:?}");
        assert_eq!(
            xta.send(&parcel).await,
            Ok(parcel.transport_id),
            "{fault:?}"
        );
        let list = xta.list(&reader(), 99).await.unwrap();
        assert_eq!(list.len(), sent + 1, "{fault:?}: it is there once");
    }
}

#[tokio::test]
async fn a_synchronous_message_whose_answer_was_lost_is_unclear() {
    let server = server(|s| s.sync = Some(Arc::new(|_| Ok(b"<b/>".to_vec())))).await;
    let xta = client_with(&server, |s| s.answer_timeout = Duration::from_secs(1));
    for fault in [
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::Garbage,
        Fault::Truncated,
        Fault::Slow(Duration::from_secs(60)),
    ] {
        server.next(Op::SendMessageSync, fault.clone());
        let mut parcel = parcel("<a/>");
        // So that what is added for the size of an answer stays small.
        parcel.attachments.clear();
        let failure = tokio::time::timeout(Duration::from_secs(5), async {
            let small = client_with(&server, |s| {
                s.answer_timeout = Duration::from_secs(1);
                s.max_bytes = 1000;
            });
            small.send_sync(&parcel).await.unwrap_err()
        });
        let failure = failure.await.expect("waiting ends");
        assert_eq!(failure.class, FailureClass::UnknownOutcome, "{fault:?}");
    }
    // What only asks can be asked again.
    server.next(Op::CheckAccountActive, Fault::DropAfter);
    let failure = xta.check(&author()).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater);
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let server = server(|_| {}).await;
    let xta = client_with(&server, |s| s.connect_timeout = Duration::from_secs(1));
    drop(server);
    // The port is closed when the task has ended.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut parcel = parcel("<a/>");
    parcel.transport_id = Some("urn:uuid:1".to_owned());
    for failure in [
        xta.send(&parcel).await.unwrap_err(),
        xta.send_sync(&parcel).await.unwrap_err(),
    ] {
        assert_eq!(failure.class, FailureClass::RetryLater, "{failure}");
        assert_eq!(failure.code, "connect");
    }
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = server(|_| {}).await;
    let xta = client_with(&server, |s| {
        s.endpoints.send = format!("https://{address}/");
        s.connect_timeout = Duration::from_millis(500);
    });
    let begun = Instant::now();
    let mut parcel = parcel("<a/>");
    parcel.transport_id = Some("urn:uuid:1".to_owned());
    let failure = xta.send_sync(&parcel).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater, "{failure}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn what_xta_can_not_carry_is_refused_before_anything_is_sent() {
    let server = server(|_| {}).await;
    let xta = client_with(&server, |s| {
        s.max_bytes = 10;
        s.traffic = Traffic::Production;
    });
    let refused = async |change: fn(&mut xoev_transport::Parcel)| {
        let mut parcel = parcel("<a/>");
        change(&mut parcel);
        let failure = xta.send(&parcel).await.unwrap_err();
        assert_eq!(xta.send_sync(&parcel).await.unwrap_err(), failure);
        (failure.code, failure.class)
    };
    let repair = |code: &str| (code.to_owned(), FailureClass::Repair);
    assert_eq!(refused(|p| p.kind = None).await, repair("kind"));
    assert_eq!(refused(|p| p.service = None).await, repair("qualifier"));
    assert_eq!(refused(|p| p.reader.key.clear()).await, repair("address"));
    assert_eq!(
        refused(|p| p.author.name = Some("a\u{1}".to_owned())).await,
        repair("address")
    );
    assert_eq!(
        refused(|p| p.in_reply_to.push("\u{0}".to_owned())).await,
        repair("in-reply-to")
    );
    assert_eq!(
        refused(|p| p.content = vec![b' '; 11]).await,
        repair("9023")
    );
    let attached = |p: &mut xoev_transport::Parcel| {
        p.attachments.push(Attachment {
            content_type: "application/pdf".to_owned(),
            file_name: None,
            content: vec![0; 7],
        });
    };
    assert_eq!(refused(attached).await, repair("9023"));
    assert_eq!(
        refused(|p| p.test = true).await,
        ("traffic".to_owned(), FailureClass::Permanent)
    );
    assert_eq!(server.calls(), [], "nothing was sent");
}

#[tokio::test]
async fn line_breaks_in_names_of_files_make_no_headers() {
    let server = server(|_| {}).await;
    let xta = client(&server);
    let mut parcel = parcel("<a/>");
    parcel.attachments.push(Attachment {
        content_type: "text/plain\r\nContent-ID: <x>".to_owned(),
        file_name: Some("a\r\n\r\n--b".to_owned()),
        content: b"x".to_vec(),
    });
    let id = xta.send(&parcel).await.unwrap().unwrap();
    let fetched = xta.fetch(&reader(), &id).await.unwrap();
    assert_eq!(fetched.attachments, parcel.attachments);
}
