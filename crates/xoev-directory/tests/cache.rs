//! Answers kept for the day.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use xoev_directory::{Cached, Clock, Directory, DirectoryError, Entry};

/// A directory that counts questions. The service says what it answers.
#[derive(Clone, Default)]
struct Counting(Arc<AtomicUsize>);

#[async_trait]
impl Directory for Counting {
    async fn find(&self, key: &str, service: &str, _: NaiveDate) -> Result<Entry, DirectoryError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        let (key, text) = (key.to_owned(), String::new());
        let code = String::new();
        match service {
            "organisation" => Err(DirectoryError::OrganisationUnknown { key, text }),
            "service" => {
                let service = service.to_owned();
                Err(DirectoryError::ServiceUnknown { key, service, text })
            }
            "expired" => {
                let service = service.to_owned();
                Err(DirectoryError::ServiceExpired { key, service, text })
            }
            "down" => Err(DirectoryError::Down { code, text }),
            "refused" => Err(DirectoryError::Refused { code, text }),
            _ => Ok(Entry {
                key,
                name: String::new(),
                category: None,
                service: service.to_owned(),
                from: None,
                until: None,
                elements: Vec::new(),
            }),
        }
    }
}

/// A clock that is moved by hand.
#[derive(Clone)]
struct Hand(Arc<Mutex<DateTime<Utc>>>);

impl Hand {
    fn at(text: &str) -> Hand {
        Hand(Arc::new(Mutex::new(text.parse().expect("a time"))))
    }

    fn advance(&self, by: TimeDelta) {
        *self.0.lock().expect("whole") += by;
    }

    fn clock(&self) -> Clock {
        let hand = self.clone();
        Arc::new(move || *hand.0.lock().expect("whole"))
    }
}

struct Setup {
    hand: Hand,
    asked: Counting,
    cached: Cached<Counting>,
}

fn setup(at: &str) -> Setup {
    let (hand, asked) = (Hand::at(at), Counting::default());
    let cached = Cached::new(asked.clone(), hand.clock());
    Setup {
        hand,
        asked,
        cached,
    }
}

impl Setup {
    async fn ask(&self, service: &str) -> usize {
        self.ask_on(service, "2026-11-22").await
    }

    async fn ask_on(&self, service: &str, on: &str) -> usize {
        let on = on.parse().expect("a day");
        // What it is does not matter here.
        let _ = self.cached.find("azr:120000", service, on).await;
        self.asked.0.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn an_answer_is_good_until_midnight_in_germany() {
    let setup = setup("2026-11-22T05:00:00Z");
    assert_eq!(setup.ask("a").await, 1);
    setup
        .hand
        .advance(TimeDelta::hours(17) + TimeDelta::minutes(59));
    assert_eq!(setup.ask("a").await, 1);
    // 23:00 UTC is midnight there in winter.
    setup.hand.advance(TimeDelta::minutes(1));
    assert_eq!(setup.ask("a").await, 2);
}

#[tokio::test]
async fn what_is_of_yesterday_is_deleted() {
    let setup = setup("2026-11-22T05:00:00Z");
    for service in ["a", "b", "c"] {
        setup.ask(service).await;
    }
    assert_eq!(setup.cached.len(), 3);
    setup.hand.advance(TimeDelta::days(1));
    setup.cached.purge();
    assert!(setup.cached.is_empty());
    setup.ask("a").await;
    setup.hand.advance(TimeDelta::days(1));
    setup.ask("b").await;
    assert_eq!(setup.cached.len(), 1);
}

#[tokio::test]
async fn that_nothing_was_found_is_kept_for_minutes() {
    for service in ["organisation", "service", "expired"] {
        let setup = setup("2026-11-22T05:00:00Z");
        assert_eq!(setup.ask(service).await, 1);
        setup.hand.advance(TimeDelta::seconds(299));
        assert_eq!(setup.ask(service).await, 1);
        setup.hand.advance(TimeDelta::seconds(1));
        assert_eq!(setup.ask(service).await, 2, "{service}");
    }
    let mut setup = setup("2026-11-22T05:00:00Z");
    setup.cached = setup.cached.keep_negative(TimeDelta::zero());
    assert_eq!(
        (setup.ask("service").await, setup.ask("service").await),
        (1, 2)
    );
}

#[tokio::test]
async fn faults_of_the_directory_are_never_kept() {
    for service in ["down", "refused"] {
        let setup = setup("2026-11-22T05:00:00Z");
        assert_eq!((setup.ask(service).await, setup.ask(service).await), (1, 2));
        assert!(setup.cached.is_empty());
    }
}

#[tokio::test]
async fn other_days_are_other_questions() {
    let setup = setup("2026-11-22T05:00:00Z");
    assert_eq!(setup.ask_on("a", "2026-11-22").await, 1);
    assert_eq!(setup.ask_on("a", "2026-11-23").await, 2);
    assert_eq!(setup.ask_on("a", "2026-11-22").await, 2);
}

#[tokio::test]
async fn no_more_answers_are_kept_than_asked_for() {
    let mut setup = setup("2026-11-22T05:00:00Z");
    setup.cached = setup.cached.capacity(2);
    for service in ["a", "b", "c"] {
        setup.ask(service).await;
    }
    assert_eq!(setup.cached.len(), 2);
    // The oldest went first.
    assert_eq!(setup.ask("c").await, 3);
    assert_eq!(setup.ask("b").await, 3);
    assert_eq!(setup.ask("a").await, 4);
}

#[tokio::test]
async fn a_clock_that_goes_back_a_day_does_not_bring_answers_back() {
    let setup = setup("2026-11-22T05:00:00Z");
    assert_eq!(setup.ask("a").await, 1);
    setup.hand.advance(TimeDelta::days(1));
    assert_eq!(setup.ask("b").await, 2);
    setup.hand.advance(TimeDelta::days(-1));
    assert_eq!(setup.ask("a").await, 3);
}
