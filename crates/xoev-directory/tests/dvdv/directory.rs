//! The DVDV as a directory: an entry, or which "no" it is.

use chrono::{NaiveDate, TimeDelta};
use xoev_directory::dvdv::Dvdv;
use xoev_directory::{
    Cached, Calendar, Directory, DirectoryError, Entry, Mode, Query, RoutingTable, ServiceNames,
    choose,
};
use xoev_sim::dvdv::{Fault, Missing, On};

use crate::setup::{ABHABH, ENDED, PEM, World, client_settings, key, world, world_with};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

async fn find(world: &World, key: &str, service: &str) -> Result<Entry, DirectoryError> {
    world.dvdv.find(key, service, day("2026-11-22")).await
}

#[tokio::test]
async fn an_entry_has_category_days_and_one_value_for_each_element() {
    for odd in [false, true] {
        let world = world_with(|s| s.odd_shapes = odd).await;
        let entry = find(&world, "azr:120000", ABHABH).await.expect("offered");
        assert_eq!(entry.category.as_deref(), Some("Ausländerbehörde"));
        assert_eq!(entry.name, "Ausländerbehörde Musterstadt");
        assert_eq!(entry.from, Some(day("2026-11-01")));
        assert_eq!(entry.until, Some(day("2027-04-30")));
        let elements: Vec<(&str, &str)> = entry
            .elements
            .iter()
            .map(|e| (e.kind.name(), e.value.as_str()))
            .collect();
        assert_eq!(
            elements,
            [
                ("OSCI_INTERMEDIARY", "https://intermediaer.example/"),
                ("CIPHER_CERTIFICATE", PEM),
                ("TEXT", "nur zur Probe"),
                ("EIGENES", "https://portal.example/"),
            ]
        );
    }
}

#[tokio::test]
async fn unknown_organisation_unknown_service_and_ended_service_are_told_apart() {
    for style in [Missing::NoContent, Missing::Problem] {
        let world = world_with(|s| s.missing = style).await;
        let unknown = find(&world, "azr:999999", ABHABH).await;
        assert!(
            matches!(unknown, Err(DirectoryError::OrganisationUnknown { .. })),
            "{unknown:?}"
        );
        let unknown = find(&world, "azr:120000", "urn:beispiel:x").await;
        assert!(
            matches!(unknown, Err(DirectoryError::ServiceUnknown { .. })),
            "{unknown:?}"
        );
        let ended = find(&world, "azr:120000", ENDED).await;
        let Err(DirectoryError::ServiceExpired { text, .. }) = ended else {
            panic!("{ended:?}");
        };
        assert_eq!(text, "Es gibt einen ungültigen passenden Dienst");
    }
}

#[tokio::test]
async fn a_service_is_not_offered_on_another_day_only_because_it_is_today() {
    let world = world().await;
    let later = world
        .dvdv
        .find("azr:120000", ABHABH, day("2027-05-01"))
        .await;
    let Err(DirectoryError::ServiceExpired { text, .. }) = later else {
        panic!("{later:?}");
    };
    assert_eq!(text, "offered from 2026-11-01 until 2027-04-30");
}

#[tokio::test]
async fn a_key_that_can_be_none_is_not_asked_for() {
    let world = world().await;
    let refused = find(&world, "120000", ABHABH).await;
    assert!(
        matches!(refused, Err(DirectoryError::Key { .. })),
        "{refused:?}"
    );
    assert!(world.server.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_does_not_work_is_down_and_one_that_refuses_refuses() {
    let world = world().await;
    for fault in [Fault::Down, Fault::Garbage, Fault::Html404] {
        world.server.fail_always(On::Functions, fault.clone());
        let down = find(&world, "azr:120000", ABHABH).await;
        assert!(
            matches!(down, Err(DirectoryError::Down { .. })),
            "{fault:?}: {down:?}"
        );
    }
    world.server.fail_always(On::Functions, Fault::Status(403));
    let refused = find(&world, "azr:120000", ABHABH).await;
    assert!(
        matches!(refused, Err(DirectoryError::Refused { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn answers_are_kept_for_the_day_and_survive_an_outage() {
    let world = world().await;
    let (hand, server) = (&world.hand, &world.server);
    let dvdv = Dvdv::new(client_settings(server.url(), hand)).expect("sound");
    let cached = Cached::new(dvdv, hand.clock());
    let ask = || cached.find("azr:120000", ABHABH, day("2026-11-22"));
    ask().await.expect("offered");
    server.fail_always(On::Functions, Fault::Down);
    ask().await.expect("kept");
    // Noon, and twelve hours more.
    hand.advance(TimeDelta::hours(12));
    let down = ask().await;
    assert!(matches!(down, Err(DirectoryError::Down { .. })), "{down:?}");
    server.recover();
    ask().await.expect("asked again");
}

#[tokio::test]
async fn a_message_finds_its_version_in_the_dvdv() {
    let world = world().await;
    let table = RoutingTable::bundled().expect("sound");
    let calendar = Calendar::bundled().expect("sound");
    let own = ["26.11".parse().expect("a version")];
    let (author, reader) = (key("azr:130000"), key("azr:120000"));
    let query = Query {
        number: "010201",
        mode: Mode::Asynchronous,
        author: &author,
        reader: &reader,
        on: day("2026-11-22"),
    };
    let names = ServiceNames::default();
    let chosen = choose(&world.dvdv, &table, &names, &calendar, &own, query).await;
    let chosen = chosen.expect("a way");
    assert_eq!(
        (chosen.version.as_str(), chosen.service.as_str()),
        ("26.11", ABHABH)
    );
    assert_eq!(chosen.entry.elements.len(), 4);
}
