//! The substitute server: asked if the first one does not work, never because it says no.

use std::time::Duration;

use chrono::TimeDelta;
use xoev_directory::dvdv::{Dvdv, DvdvError, Lookup};
use xoev_sim::dvdv::{DvdvServer, Fault, Missing, On};

use crate::setup::{ABHABH, Hand, client_settings, key, server_settings};

struct Pair {
    hand: Hand,
    first: DvdvServer,
    substitute: DvdvServer,
    dvdv: Dvdv,
}

async fn pair() -> Pair {
    let hand = Hand::new();
    let mut settings = server_settings(&hand);
    settings.missing = Missing::Problem;
    let first = DvdvServer::start(settings.clone()).await.expect("a port");
    let substitute = DvdvServer::start(settings).await.expect("a port");
    let mut settings = client_settings(first.url(), &hand);
    settings.substitute = Some(substitute.url().to_owned());
    settings.timeout = Duration::from_millis(500);
    settings.max_response = 1 << 20;
    let dvdv = Dvdv::new(settings).expect("sound");
    Pair {
        hand,
        first,
        substitute,
        dvdv,
    }
}

/// Requests without logins.
fn asked(server: &DvdvServer) -> usize {
    server
        .requests()
        .iter()
        .filter(|r| r.function != "token")
        .count()
}

#[tokio::test]
async fn the_substitute_answers_for_every_way_of_not_working() {
    for fault in [
        Fault::Down,
        Fault::Status(500),
        Fault::Status(429),
        Fault::Status(302),
        Fault::Slow(Duration::from_secs(5)),
        Fault::Garbage,
        Fault::Html404,
        Fault::Long(2 << 20),
    ] {
        let pair = pair().await;
        pair.first.fail_always(On::Functions, fault.clone());
        let found = pair
            .dvdv
            .find_service_description(&key("azr:120000"), ABHABH)
            .await;
        assert!(
            matches!(found, Ok(Lookup::Found(_))),
            "{fault:?}: {found:?}"
        );
        assert_eq!(asked(&pair.substitute), 1);
    }
}

#[tokio::test]
async fn the_substitute_answers_if_the_login_does_not_work_or_the_server_is_gone() {
    let pair_1 = pair().await;
    pair_1.first.fail_always(On::Token, Fault::Down);
    pair_1.dvdv.version().await.expect("an answer");
    assert_eq!((asked(&pair_1.first), asked(&pair_1.substitute)), (0, 1));
    let pair_2 = pair().await;
    pair_2.dvdv.version().await.expect("an answer");
    pair_2.first.stop().await;
    pair_2.dvdv.version().await.expect("an answer");
    assert_eq!(asked(&pair_2.substitute), 1);
}

#[tokio::test]
async fn the_substitute_is_not_asked_because_something_was_not_found() {
    let pair = pair().await;
    for (key_text, uri) in [("azr:120000", "urn:beispiel:x"), ("azr:999999", ABHABH)] {
        let found = pair
            .dvdv
            .find_service_description(&key(key_text), uri)
            .await;
        assert!(matches!(found, Ok(Lookup::Missing(_))), "{found:?}");
    }
    assert_eq!(
        (asked(&pair.first), pair.substitute.requests().len()),
        (2, 0)
    );
}

#[tokio::test]
async fn the_substitute_is_not_asked_because_the_call_was_refused() {
    for status in [400, 403, 422] {
        let pair = pair().await;
        pair.first.fail_once(On::Functions, Fault::Status(status));
        let refused = pair.dvdv.version().await;
        let Err(DvdvError::Refused { code, .. }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(code, status.to_string());
        assert!(pair.substitute.requests().is_empty());
    }
}

#[tokio::test]
async fn after_a_failure_the_substitute_goes_first_for_a_minute() {
    let pair = pair().await;
    pair.first.fail_once(On::Functions, Fault::Down);
    pair.dvdv.version().await.expect("an answer");
    pair.dvdv.version().await.expect("an answer");
    assert_eq!((asked(&pair.first), asked(&pair.substitute)), (1, 2));
    pair.hand.advance(TimeDelta::seconds(60));
    pair.dvdv.version().await.expect("an answer");
    assert_eq!((asked(&pair.first), asked(&pair.substitute)), (2, 2));
}

#[tokio::test]
async fn if_both_do_not_work_the_directory_is_down() {
    let pair = pair().await;
    pair.first.fail_always(On::Functions, Fault::Down);
    pair.substitute.fail_always(On::Functions, Fault::Garbage);
    let down = pair.dvdv.version().await;
    assert!(
        matches!(&down, Err(DvdvError::Down { code, .. }) if code == "malformed"),
        "{down:?}"
    );
}

#[tokio::test]
async fn an_answer_that_takes_too_long_ends_in_time() {
    let pair = pair().await;
    for server in [&pair.first, &pair.substitute] {
        server.fail_always(On::Functions, Fault::Slow(Duration::from_secs(50)));
    }
    let begin = std::time::Instant::now();
    let down = pair.dvdv.version().await;
    assert!(
        matches!(&down, Err(DvdvError::Down { code, .. }) if code == "timeout"),
        "{down:?}"
    );
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn errors_of_the_network_do_not_show_what_was_asked() {
    let hand = Hand::new();
    // Nobody listens on a port that was just closed.
    let server = DvdvServer::start(server_settings(&hand))
        .await
        .expect("a port");
    let url = server.url().to_owned();
    server.stop().await;
    let mut settings = client_settings(&url, &hand);
    settings.entry = xoev_directory::dvdv::EntryPath::Intern;
    let dvdv = Dvdv::new(settings).expect("sound");
    let down = dvdv
        .find_service_description(&key("azr:120000"), ABHABH)
        .await;
    let text = down.expect_err("nobody there").to_string();
    assert!(
        text.contains("(connect)") && !text.contains("120000"),
        "{text}"
    );
}
