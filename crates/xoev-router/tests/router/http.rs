//! Health and numbers over HTTP, and callers that are slow on purpose.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;
use xoev_router::HttpLimits;
use xoev_sim::xta::{Fault, Operation};

use super::*;

const LONG: Duration = Duration::from_secs(20);

/// Serves with these limits until what is returned is dropped.
async fn serving(s: Setup, limits: HttpLimits) -> (SocketAddr, impl Sized) {
    let Setup {
        router,
        folder,
        xta,
        ..
    } = s;
    let router = Arc::new(router);
    let listener = xoev_router::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await;
    let listener = listener.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (tell, stop) = watch::channel(false);
    let served = xoev_router::serve(router, listener, limits, stop);
    tokio::spawn(served);
    (address, (tell, folder, xta))
}

async fn connect(address: SocketAddr, begin: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(begin.as_bytes()).await.expect("sent");
    stream
}

/// All that comes until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A reset ends it as well.
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

async fn get(address: SocketAddr, path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    rest(&mut connect(address, &head).await).await
}

#[tokio::test]
async fn health_tells_when_the_mailbox_was_last_emptied_with_success() {
    let s = Setup::test().await;
    s.xta.next(Operation::GetStatusList, Fault::code("9070"));
    assert!(s.router.receive().await.is_err());
    let text = {
        let (address, _all) = serving(s, HttpLimits::default()).await;
        get(address, "/health").await
    };
    assert!(text.starts_with("HTTP/1.1 200"), "{text}");
    assert!(
        text.contains("mailbox xta: not emptied since the start"),
        "{text}"
    );

    let s = Setup::test().await;
    s.router.receive().await.expect("received");
    let emptied = s.router.now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    s.clock.advance(TimeDelta::seconds(90));
    s.xta.next(Operation::GetStatusList, Fault::code("9070"));
    assert!(s.router.receive().await.is_err(), "this one does not count");
    let (address, _all) = serving(s, HttpLimits::default()).await;
    let text = get(address, "/health").await;
    let line = format!("mailbox xta: last emptied {emptied}, 90 s ago");
    assert!(text.contains(&line), "{text}");
    let text = get(address, "/metrics").await;
    assert!(
        text.contains("xoev_mailbox_emptied_timestamp_seconds{transport=\"xta\"} "),
        "{text}"
    );
}

#[tokio::test]
async fn a_head_that_is_too_slow_or_too_long_ends_the_connection() {
    let mut limits = HttpLimits::default();
    limits.head = Duration::from_millis(100);
    let (address, _all) = serving(Setup::test().await, limits).await;
    let mut slow = connect(address, "GET /health HTTP/1.1\r\nHost: ").await;
    let closed = timeout(LONG, rest(&mut slow)).await.expect("closed");
    assert!(!closed.contains(" 200 "), "{closed}");
    let mut long = connect(address, "GET /health HTTP/1.1\r\nX: ").await;
    let filler = vec![b'x'; 100_000];
    let _ = long.write_all(&filler).await;
    let closed = timeout(LONG, rest(&mut long)).await.expect("closed");
    assert!(!closed.contains(" 200 "), "{closed}");
    assert!(get(address, "/health").await.contains(" 200 "));
}

#[tokio::test]
async fn only_so_many_connections_are_served_and_the_next_one_waits() {
    let mut limits = HttpLimits::default();
    (limits.connections, limits.head, limits.whole) = (2, LONG, LONG);
    let (address, _all) = serving(Setup::test().await, limits).await;
    let begun = "GET /health HTTP/1.1\r\n";
    let first = connect(address, begun).await;
    let mut second = connect(address, begun).await;
    let third = tokio::spawn(get(address, "/health"));
    // The second is served while the first takes its time, and the third is not.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!third.is_finished());
    second
        .write_all(b"Host: localhost\r\n\r\n")
        .await
        .expect("sent");
    assert!(rest(&mut second).await.contains(" 200 "));
    let third = timeout(LONG, third)
        .await
        .expect("its turn")
        .expect("served");
    assert!(third.contains(" 200 "), "{third}");
    drop(first);
}
