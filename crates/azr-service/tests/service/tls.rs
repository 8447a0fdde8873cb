//! TLS: who the server has to be, and who the client is.

use azr_service::{RegisterService, RegisterSettings, SetupError};
use xoev_sim::azr::AzrServer;
use xoev_sim::pki::{Authority, PemIdentity, server_config};
use xoev_transport::{FailureClass, Transport as _};

use crate::support::{UUID, anfrage, client, is, number, parcel, server};

fn authority(name: &str) -> Authority {
    Authority::new(name).expect("an authority")
}

/// A register whose certificate is for this address; it lets in clients of an authority, or all.
async fn register(servers: &Authority, address: &str, clients: Option<&Authority>) -> AzrServer {
    register_with(servers, address, false, clients).await
}

async fn register_with(
    servers: &Authority,
    address: &str,
    expired: bool,
    clients: Option<&Authority>,
) -> AzrServer {
    let identity = servers.issue("Register", Some(address), expired);
    let tls = server_config(&identity.expect("a certificate"), clients).expect("a server");
    server(|s| s.tls = Some(tls)).await
}

/// A client that trusts these, and has a certificate or none.
fn trusting(
    server: &AzrServer,
    roots: &Authority,
    identity: Option<&PemIdentity>,
) -> RegisterService {
    client(server, |s| {
        s.roots_pem = Some(roots.pem().into_bytes());
        s.identity_pem = identity.map(|i| format!("{}{}", i.certificate, i.key).into_bytes());
    })
}

#[tokio::test]
async fn a_server_of_a_trusted_authority_is_talked_to() {
    let servers = authority("one");
    let server = register(&servers, "127.0.0.1", None).await;
    assert!(server.url().starts_with("https://127.0.0.1:"));
    let client = trusting(&server, &servers, None);
    let answer = client.send_sync(&parcel(&anfrage())).await;
    assert_eq!(number(&answer.expect("an answer")), "090002");
    assert_eq!(server.register().processed(UUID), 1);
}

#[tokio::test]
async fn a_server_that_can_not_prove_who_it_is_gets_nothing() {
    let (servers, others) = (authority("one"), authority("other"));
    // The same name does not make it the same authority.
    let namesake = authority("one");
    let elsewhere = register(&servers, "register.example", None).await;
    let expired = register_with(&servers, "127.0.0.1", true, None).await;
    let good = register(&servers, "127.0.0.1", None).await;
    for (server, roots, text) in [
        (&good, &others, "keinem der eingetragenen Aussteller"),
        (&good, &namesake, "Das Zertifikat des Servers"),
        (&elsewhere, &servers, "gilt nicht für seine Adresse"),
        (&expired, &servers, "abgelaufen"),
    ] {
        let client = trusting(server, roots, None);
        let failed = client.send_sync(&parcel(&anfrage())).await;
        let told = failed.as_ref().expect_err("a failure").text.clone();
        assert!(told.contains(text), "{told}");
        is(failed, FailureClass::Permanent, "CERTIFICATE");
        assert_eq!(server.register().received(UUID), 0);
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate_when_asked() {
    let (servers, clients) = (authority("servers"), authority("clients"));
    let server = register(&servers, "127.0.0.1", Some(&clients)).await;
    let known = clients.issue("Client", None, false).expect("a certificate");
    let client = trusting(&server, &servers, Some(&known));
    let answer = client.send_sync(&parcel(&anfrage())).await;
    assert_eq!(number(&answer.expect("an answer")), "090002");
    // Who is not asked does not mind having one.
    let open = register(&servers, "127.0.0.1", None).await;
    let client = trusting(&open, &servers, Some(&known));
    let answer = client.send_sync(&parcel(&anfrage())).await;
    assert_eq!(number(&answer.expect("an answer")), "090002");
}

#[tokio::test]
async fn a_client_that_is_not_let_in_knows_that_nothing_was_processed() {
    let (servers, clients) = (authority("servers"), authority("clients"));
    let server = register(&servers, "127.0.0.1", Some(&clients)).await;
    let foreign = authority("foreign").issue("Client", None, false);
    let expired = clients.issue("Client", None, true);
    for identity in [None, foreign.ok(), expired.ok()] {
        let client = trusting(&server, &servers, identity.as_ref());
        let failed = client.send_sync(&parcel(&anfrage())).await;
        let told = failed.as_ref().expect_err("a failure").text.clone();
        assert!(told.contains("lehnt das eigene Zertifikat ab"), "{told}");
        is(failed, FailureClass::Permanent, "CERTIFICATE");
    }
    assert_eq!(server.register().received(UUID), 0);
}

#[tokio::test]
async fn without_tls_at_the_other_end_nothing_is_sent() {
    let servers = authority("servers");
    let server = server(|_| {}).await;
    let mut settings = RegisterSettings::new(server.url().replace("http:", "https:"));
    settings.roots_pem = Some(servers.pem().into_bytes());
    let client = RegisterService::new(settings).expect("a client");
    let failed = client.send_sync(&parcel(&anfrage())).await;
    is(failed, FailureClass::RetryLater, "CONNECT");
    assert_eq!(server.register().received(UUID), 0);
}

#[test]
fn certificates_and_keys_that_are_none_are_refused_at_once() {
    let (servers, clients) = (authority("servers"), authority("clients"));
    let good = clients.issue("Client", None, false).expect("a certificate");
    let other = clients.issue("Client", None, false).expect("a certificate");
    let refused = |roots: &str, identity: String| {
        let mut settings = RegisterSettings::new("https://register.example/");
        settings.roots_pem = Some(roots.as_bytes().to_vec());
        settings.identity_pem = Some(identity.into_bytes());
        let error = RegisterService::new(settings).expect_err("refused");
        assert!(matches!(error, SetupError::Tls(_)), "{error}");
        error.to_string()
    };
    let whole = format!("{}{}", good.certificate, good.key);
    let text = refused("nichts", whole.clone());
    assert!(text.starts_with("trusted certificates"), "{text}");
    let roots = servers.pem();
    for (identity, what) in [
        (good.certificate.clone(), "client key"),
        (good.key.clone(), "client certificate"),
        (
            format!("{}{}", good.certificate, other.key),
            "client certificate",
        ),
    ] {
        let text = refused(&roots, identity);
        assert!(text.starts_with(what), "{text}");
        assert!(!text.contains("PRIVATE"), "{text}");
    }
}
