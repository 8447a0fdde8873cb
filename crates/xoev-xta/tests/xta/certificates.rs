//! A wrong certificate is refused, on both sides.

use xoev_sim::xta::{PemIdentity, ServerCertificate};
use xoev_transport::{FailureClass, Transport as _};
use xoev_xta::{SetupError, XtaTransport};

use crate::support::{author, client, client_with, parcel, server, settings};

#[tokio::test]
async fn the_server_lets_in_only_who_it_knows() {
    let server = server(|_| {}).await;
    let foreign = server.foreign_client().unwrap();
    let expired = server.expired_client().unwrap();
    for identity in [foreign, expired] {
        let xta = XtaTransport::new(settings(&server, &identity)).unwrap();
        let checked = xta.check(&author()).await.unwrap_err();
        let sent = xta.send_sync(&parcel("<a/>")).await.unwrap_err();
        for failure in [checked, sent] {
            assert_eq!(failure.class, FailureClass::Permanent, "{failure}");
            assert_eq!(failure.code, "certificate");
            assert!(
                failure.text.contains("lehnt das eigene Zertifikat ab"),
                "{failure}"
            );
        }
    }
    assert_eq!(server.calls(), [], "nothing was processed");
    client(&server).check(&author()).await.unwrap();
}

#[tokio::test]
async fn the_client_talks_only_to_a_server_that_it_knows() {
    for (certificate, text) in [
        (ServerCertificate::Expired, "abgelaufen"),
        (ServerCertificate::OtherAddress, "nicht für seine Adresse"),
        (
            ServerCertificate::OtherAuthority,
            "keinem der eingetragenen Aussteller",
        ),
    ] {
        let server = server(|s| s.certificate = certificate).await;
        let failure = client(&server).send(&parcel("<a/>")).await.unwrap_err();
        assert_eq!(failure.class, FailureClass::Permanent, "{failure}");
        assert_eq!(failure.code, "certificate");
        assert!(failure.text.contains(text), "{failure}");
        assert_eq!(server.calls(), [], "nothing was sent");
    }
}

#[tokio::test]
async fn settings_that_can_not_work_are_refused_at_once() {
    let server = server(|_| {}).await;
    let good = server.client().unwrap();
    let refused = |identity: &PemIdentity, change: fn(&mut xoev_xta::XtaSettings)| {
        let mut settings = settings(&server, identity);
        change(&mut settings);
        XtaTransport::new(settings).unwrap_err()
    };
    let is_identity = |e: SetupError| assert!(matches!(e, SetupError::Identity(_)), "{e}");
    is_identity(refused(&good, |s| s.identity.key = b"-----".to_vec()));
    is_identity(refused(&good, |s| s.identity.certificates.clear()));
    let other = PemIdentity {
        key: server.client().unwrap().key,
        ..good.clone()
    };
    is_identity(refused(&other, |_| {}));
    let error = refused(&good, |s| s.roots.clear());
    assert!(matches!(error, SetupError::Roots(_)), "{error}");
    let error = refused(&good, |s| {
        s.endpoints.send = "http://127.0.0.1/x".to_owned()
    });
    assert!(
        matches!(
            error,
            SetupError::Endpoint {
                port: "SendXtaPort",
                ..
            }
        ),
        "{error}"
    );
    let error = refused(&good, |s| s.service_profile = Some("a\u{0}".to_owned()));
    assert_eq!(error, SetupError::Text("the service profile"));
    let error = refused(&good, |s| s.account.key.clear());
    assert_eq!(error, SetupError::Text("the account"));
}

#[tokio::test]
async fn an_address_with_a_user_or_a_password_is_refused_and_not_shown() {
    let server = server(|_| {}).await;
    let identity = server.client().unwrap();
    for (address, credentials) in [
        ("https://anna:geheim@xta.example/x", true),
        ("https://geheim@xta.example/x", true),
        ("https://:geheim@xta.example/x", true),
        ("http://anna:geheim@xta.example/x", true),
        ("anna:geheim@xta.example/x", false),
        ("https://anna:geheim@[", false),
    ] {
        for port in ["ManagementPort", "SendXtaPort", "MsgBoxPort"] {
            let mut settings = settings(&server, &identity);
            let endpoints = &mut settings.endpoints;
            *match port {
                "ManagementPort" => &mut endpoints.management,
                "SendXtaPort" => &mut endpoints.send,
                _ => &mut endpoints.mailbox,
            } = address.to_owned();
            let shown = format!("{settings:?}");
            let error = XtaTransport::new(settings).unwrap_err();
            match (credentials, &error) {
                (true, SetupError::Credentials { port: told }) => assert_eq!(*told, port),
                (false, SetupError::Endpoint { port: told, .. }) => assert_eq!(*told, port),
                _ => panic!("{address}: {error}"),
            }
            let shown = format!("{shown} {error} {error:?}");
            assert!(!shown.contains("geheim"), "{shown}");
        }
    }
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let server = server(|_| {}).await;
    let identity = server.client().unwrap();
    let shown = format!(
        "{:?} {:?}",
        settings(&server, &identity),
        client_with(&server, |_| {})
    );
    assert!(!shown.contains("PRIVATE") && shown.contains("Identity { .. }"));
}
