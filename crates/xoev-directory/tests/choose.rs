//! The version for a recipient.

use std::sync::Mutex;

use async_trait::async_trait;
use chrono::NaiveDate;
use xoev_directory::{
    Calendar, ChooseError, Destination, Directory, DirectoryError, Entry, FileDirectory, Key, Mode,
    Query, RouteError, RoutingTable, ServiceNames, Version, choose,
};

const NEW: &str = "http://www.osci.de/xauslaender2705/xauslaender2705ABHABH.wsdl";
const OLD: &str = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl";

/// A directory that keeps what it was asked.
struct Watched {
    inner: FileDirectory,
    down: bool,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl Directory for Watched {
    async fn find(&self, key: &str, service: &str, on: NaiveDate) -> Result<Entry, DirectoryError> {
        self.asked.lock().expect("whole").push(service.to_owned());
        if self.down {
            return Err(DirectoryError::Down {
                code: "503".to_owned(),
                text: String::new(),
            });
        }
        self.inner.find(key, service, on).await
    }
}

fn directory(services: &str) -> Watched {
    let text = format!("[[organisation]]\nkeys = [\"azr:130000\"]\nname = \"Dort\"\n{services}");
    Watched {
        inner: FileDirectory::parse(&text).expect("sound"),
        down: false,
        asked: Mutex::default(),
    }
}

fn service(uri: &str, period: &str) -> String {
    format!("[[organisation.service]]\nuri = \"{uri}\"\n{period}\n")
}

fn versions(names: &[&str]) -> Vec<Version> {
    names
        .iter()
        .map(|n| n.parse().expect("a version"))
        .collect()
}

/// The bundled table, with the same rows for 27.05.
fn table() -> RoutingTable {
    let rows = include_str!("../data/routes.tsv").replace("\n26.11\t", "\n27.05\t");
    let mut table = RoutingTable::bundled().expect("sound");
    let roles = include_str!("../data/roles.tsv");
    table.overlay(RoutingTable::from_text(&rows, roles).expect("sound"));
    table
}

async fn ask(
    directory: &Watched,
    number: &str,
    reader: &str,
    on: &str,
    own: &[&str],
) -> Result<Destination, ChooseError> {
    let mut calendar = Calendar::bundled().expect("sound").with_overlap(30);
    calendar.add_by_name("27.05".parse().expect("a version"));
    let (author, reader): (Key, Key) = (
        "azr:120000".parse().expect("a key"),
        reader.parse().expect("a key"),
    );
    let query = Query {
        number,
        mode: Mode::Asynchronous,
        author: &author,
        reader: &reader,
        on: on.parse().expect("a day"),
    };
    let names = ServiceNames::default();
    choose(
        directory,
        &table(),
        &names,
        &calendar,
        &versions(own),
        query,
    )
    .await
}

const BOTH: &[&str] = &["26.11", "27.05"];

#[tokio::test]
async fn the_newest_version_that_the_reader_offers_is_chosen() {
    let there = directory(&(service(OLD, "") + &service(NEW, "from = 2027-05-01")));
    let chosen = ask(&there, "010201", "azr:130000", "2027-05-02", BOTH)
        .await
        .expect("a way");
    assert_eq!(
        (chosen.version.as_str(), chosen.service.as_str()),
        ("27.05", NEW)
    );
    assert_eq!(chosen.entry.name, "Dort");
    // Before its day a version is not asked for, whatever the reader offers.
    let chosen = ask(&there, "010201", "azr:130000", "2027-04-30", BOTH)
        .await
        .expect("a way");
    assert_eq!(chosen.version.as_str(), "26.11");
    assert_eq!(*there.asked.lock().expect("whole"), [NEW, OLD]);
}

#[tokio::test]
async fn the_offer_of_the_reader_decides_not_our_newest_version() {
    let there = directory(&service(OLD, ""));
    let chosen = ask(&there, "010201", "azr:130000", "2027-05-02", BOTH)
        .await
        .expect("a way");
    assert_eq!(chosen.version.as_str(), "26.11");
    assert_eq!(*there.asked.lock().expect("whole"), [NEW, OLD]);
    // When the overlap is over, that does not work any more.
    let refused = ask(&there, "010201", "azr:130000", "2027-06-01", BOTH).await;
    let Err(ChooseError::NoneOffered { tried, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(tried.len(), 1);
    assert!(matches!(
        tried[0].error,
        DirectoryError::ServiceUnknown { .. }
    ));
}

#[tokio::test]
async fn a_service_that_ended_is_told_as_such() {
    let there = directory(&service(OLD, "until = 2026-12-31"));
    let refused = ask(&there, "010201", "azr:130000", "2027-01-01", BOTH).await;
    let Err(error @ ChooseError::NoneOffered { .. }) = &refused else {
        panic!("{refused:?}");
    };
    assert!(!error.is_retryable());
    assert!(
        error.to_string().contains("offered until 2026-12-31"),
        "{error}"
    );
}

#[tokio::test]
async fn an_unknown_reader_is_not_asked_for_in_other_versions() {
    let there = directory("");
    let refused = ask(&there, "010201", "azr:140000", "2027-05-02", BOTH).await;
    let Err(ChooseError::Directory(DirectoryError::OrganisationUnknown { key, .. })) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(key, "azr:140000");
    assert_eq!(there.asked.lock().expect("whole").len(), 1);
}

#[tokio::test]
async fn only_a_directory_that_is_down_is_worth_another_try() {
    let mut there = directory("");
    there.down = true;
    let refused = ask(&there, "010201", "azr:130000", "2027-01-01", BOTH).await;
    assert!(refused.expect_err("down").is_retryable());
}

#[tokio::test]
async fn without_a_valid_version_of_our_own_nothing_is_asked() {
    let there = directory("");
    let refused = ask(&there, "010201", "azr:130000", "2026-10-31", &["26.11"]).await;
    let error = refused.expect_err("not yet");
    assert!(matches!(error, ChooseError::NoneValid { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "none of our versions (26.11) is valid on 2026-10-31"
    );
    assert!(there.asked.lock().expect("whole").is_empty());
}

#[tokio::test]
async fn a_message_that_may_not_go_is_refused_before_the_directory_is_asked() {
    let there = directory("");
    let refused = ask(&there, "090009", "azr:130000", "2027-01-01", BOTH).await;
    assert!(matches!(
        refused,
        Err(ChooseError::Route(RouteError::Mode { .. }))
    ));
    let refused = ask(&there, "020101", "azr:130000", "2027-01-01", BOTH).await;
    assert!(matches!(
        refused,
        Err(ChooseError::Route(RouteError::Reader { .. }))
    ));
    let refused = ask(&there, "999999", "azr:130000", "2027-01-01", BOTH).await;
    assert!(matches!(
        refused,
        Err(ChooseError::Route(RouteError::Unknown { .. }))
    ));
    assert!(there.asked.lock().expect("whole").is_empty());
}

#[tokio::test]
async fn a_service_of_the_base_module_is_asked_for_once() {
    let there = directory("");
    let refused = ask(&there, "0020", "azr:130000", "2027-05-02", BOTH).await;
    assert!(
        matches!(refused, Err(ChooseError::NoneOffered { .. })),
        "{refused:?}"
    );
    assert_eq!(there.asked.lock().expect("whole").len(), 1);
}
