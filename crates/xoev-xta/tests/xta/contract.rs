//! The contract of all transports with a mailbox.

use std::sync::Mutex;
use std::time::Duration;

use xoev_sim::xta::XtaServer;
use xoev_transport::contract::{self, Ends};

use crate::support::{client_with, server};

async fn ends(servers: &Mutex<Vec<XtaServer>>, inline: bool) -> Ends {
    let server = server(|s| {
        s.inline = inline;
        s.page = 2;
    })
    .await;
    let small = |hold_back| {
        client_with(&server, |s| {
            s.max_bytes = 1000;
            s.hold_back = Duration::from_secs(hold_back);
        })
    };
    let mut ends = Ends::new(Box::new(small(0)), Box::new(small(0)));
    ends.cancelling = Some(Box::new(small(3600)));
    ends.whole_kind = false;
    servers.lock().unwrap().push(server);
    ends
}

#[tokio::test]
async fn client_and_server_keep_the_contract() {
    let servers = Mutex::default();
    contract::run(async || ends(&servers, false).await).await;
}

#[tokio::test]
async fn they_keep_it_with_base64_in_the_envelope() {
    let servers = Mutex::default();
    contract::run(async || ends(&servers, true).await).await;
}
