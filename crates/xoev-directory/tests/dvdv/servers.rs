//! The simulator itself: it refuses what the description of the interface does not allow.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use xoev_sim::dvdv::DvdvServer;

use crate::setup::{Hand, server_settings};

async fn server() -> DvdvServer {
    DvdvServer::start(server_settings(&Hand::new()))
        .await
        .expect("a port")
}

/// Sends a request as it stands and gives the status.
async fn status(server: &DvdvServer, method: &str, path: &str, headers: &str, body: &str) -> u16 {
    let host = server
        .url()
        .trim_start_matches("http://")
        .split('/')
        .next()
        .expect("a host");
    let mut stream = TcpStream::connect(host).await.expect("a server");
    let length = body.len();
    let request = format!(
        "{method} /dvdv2-backend/{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .expect("a status")
}

#[tokio::test]
async fn questions_that_the_description_does_not_allow_are_refused() {
    let server = server().await;
    let get = "intern/directory/v2/";
    for (path, expected) in [
        ("version", 200),
        ("verifycategory", 400),
        ("verifycategory?request_json=%7B", 400),
        (
            "verifycategory?request_json=%7B%22category%22%3A%22x%22%7D",
            400,
        ),
        (
            "findauthoritydescriptions?request_json=%7B%22organizationKey%22%3A%22azr%22%7D",
            400,
        ),
        (
            "findauthoritydescriptions?request_json=%7B%22organizationKey%22%3A%22azr%3A12%22%7D",
            200,
        ),
        (
            "findauthoritydescriptions?request_json=%7B%22organizationKey%22%3A%22azr%3A12%22%2C%22x%22%3A%22%22%7D",
            400,
        ),
        ("nichts", 404),
        ("batch/version", 404),
    ] {
        assert_eq!(
            status(&server, "GET", &format!("{get}{path}"), "", "").await,
            expected,
            "{path}"
        );
    }
    let json = "content-type: application/json\r\n";
    let batch = format!("{get}batch/findServiceSpecificationUrisByCategory");
    let questions = |n: usize| format!("[{}]", vec![r#"{"category":"x"}"#; n].join(","));
    assert_eq!(
        status(&server, "POST", &batch, json, &questions(200)).await,
        200
    );
    assert_eq!(
        status(&server, "POST", &batch, json, &questions(201)).await,
        400
    );
    assert_eq!(
        status(&server, "POST", &batch, "", &questions(1)).await,
        400
    );
    assert_eq!(
        status(&server, "POST", &format!("{get}version"), "", "").await,
        405
    );
    let complaints = server
        .requests()
        .iter()
        .filter(|r| r.complaint.is_some())
        .count();
    assert_eq!(complaints, 10);
}

#[tokio::test]
async fn nobody_gets_behind_the_login_without_a_token() {
    let server = server().await;
    let version = "extern/standaloneauth/directory/v2/version";
    assert_eq!(status(&server, "GET", version, "", "").await, 401);
    let wrong = "authorization: EmbeddedBearer erfunden\r\n";
    assert_eq!(status(&server, "GET", version, wrong, "").await, 401);
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let token = "extern/standaloneauth/token";
    for (body, expected) in [
        ("", 400),
        ("grant_type=client_credentials", 400),
        (
            "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a.b.c",
            401,
        ),
    ] {
        assert_eq!(
            status(&server, "POST", token, form, body).await,
            expected,
            "{body}"
        );
    }
    assert_eq!(status(&server, "GET", token, "", "").await, 405);
}

#[tokio::test]
async fn a_server_that_is_stopped_ends_its_connections() {
    let server = server().await;
    let host = server
        .url()
        .trim_start_matches("http://")
        .split('/')
        .next()
        .expect("a host");
    let mut stream = TcpStream::connect(host).await.expect("a server");
    stream.write_all(b"GET /").await.expect("sent");
    tokio::time::timeout(Duration::from_secs(10), server.stop())
        .await
        .expect("in time");
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut rest)).await;
    // Closed or reset, but not open.
    assert!(ended.is_ok() && rest.is_empty());
}
