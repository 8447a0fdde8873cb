//! Answers about something else than was asked are refused: no message goes to whom they name.

use serde_json::{Value, json};
use xoev_directory::dvdv::{DvdvError, Lookup};
use xoev_directory::{Directory, DirectoryError};
use xoev_sim::dvdv::{Fault, On};

use crate::setup::{ABHABH, BARE, PRINT, World, key, print, world};

const CATEGORY: &str = "Ausländerbehörde";

async fn answering(function: &'static str, answer: Value) -> World {
    let world = world().await;
    world
        .server
        .fail_always(On::Function(function), Fault::Answer(answer));
    world
}

fn is_mismatch<T: std::fmt::Debug>(result: Result<T, DvdvError>, parts: [&str; 2]) {
    match &result {
        Err(error @ DvdvError::Down { code, .. }) if code == "mismatch" => {
            let text = error.to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
        }
        other => panic!("{other:?}"),
    }
}

fn organisation(keys: Value, category: &str) -> Value {
    let organisation = json!({
        "nameDe": "Stadt Anderswo", "category": category, "organizationKeys": keys,
    });
    json!({ "organization": organisation, "representatives": [] })
}

#[tokio::test]
async fn a_service_with_another_uri_is_refused() {
    let service = json!({ "nameDe": "x", "serviceSpecificationUri": BARE, "serviceElements": [] });
    let world = answering("findservicedescription", service.clone()).await;
    let abh = key("azr:120000");
    let found = world.dvdv.find_service_description(&abh, ABHABH).await;
    is_mismatch(found, [BARE, ABHABH]);

    // One that does not say its URI can't be compared: real servers leave it out.
    let service = json!({ "nameDe": "x", "serviceSpecificationUri": null });
    let world = answering("findservicedescription", service).await;
    let found = world.dvdv.find_service_description(&abh, ABHABH).await;
    assert!(matches!(found, Ok(Lookup::Found(_))), "{found:?}");
}

#[tokio::test]
async fn an_organisation_with_other_keys_or_of_another_category_is_refused() {
    let abh = key("azr:120000");
    let other = organisation(json!(["azr:130000", "ags:02999002"]), CATEGORY);
    let world = answering("findauthoritydescription", other.clone()).await;
    let found = world.dvdv.find_authority_description(CATEGORY, &abh).await;
    is_mismatch(found, ["azr:130000", "azr:120000"]);
    let world = answering("findauthoritydescriptions", json!([other])).await;
    let found = world.dvdv.find_authority_descriptions(&abh).await;
    is_mismatch(found, ["azr:130000", "azr:120000"]);
    let other = organisation(json!(["azr:120000"]), "Standesamt");
    let world = answering("findauthoritydescription", other).await;
    let found = world.dvdv.find_authority_description(CATEGORY, &abh).await;
    is_mismatch(found, ["Standesamt", CATEGORY]);

    // One of several keys is enough, and no key can't be compared.
    for keys in [json!(["ags:02999002", "AZR:120000"]), json!([])] {
        let world = answering("findauthoritydescription", organisation(keys, CATEGORY)).await;
        let found = world.dvdv.find_authority_description(CATEGORY, &abh).await;
        assert!(matches!(found, Ok(Lookup::Found(_))), "{found:?}");
    }
}

#[tokio::test]
async fn a_certificate_with_another_fingerprint_is_refused() {
    let other = "ab".repeat(20);
    let certificate = json!({ "content": "QQ==", "fingerprint": other });
    let world = answering("findCertificateByFingerprint", certificate).await;
    let found = world
        .dvdv
        .find_certificate_by_fingerprint(&print(PRINT))
        .await;
    is_mismatch(found, [&other, PRINT]);
    let shouted = json!({ "content": "QQ==", "fingerprint": PRINT.to_uppercase() });
    let world = answering("findCertificateByFingerprint", shouted).await;
    let found = world
        .dvdv
        .find_certificate_by_fingerprint(&print(PRINT))
        .await;
    assert!(matches!(found, Ok(Lookup::Found(_))), "{found:?}");
}

#[tokio::test]
async fn a_batch_with_its_answers_in_another_order_is_refused() {
    let service = |uri: &str| json!({ "nameDe": "x", "serviceSpecificationUri": uri });
    let answers = json!([service(BARE), service(ABHABH)]);
    let world = answering("batch/findservicedescription", answers).await;
    let abh = key("azr:120000");
    let questions = [ABHABH, BARE].map(|uri| (abh.clone(), uri.to_owned()));
    let found = world.dvdv.batch_find_service_description(&questions).await;
    is_mismatch(found, [BARE, ABHABH]);

    let answers = json!([organisation(json!(["azr:130000"]), CATEGORY)]);
    let world = answering("batch/findauthoritydescription", answers).await;
    let questions = [(CATEGORY.to_owned(), abh)];
    let found = world
        .dvdv
        .batch_find_authority_description(&questions)
        .await;
    is_mismatch(found, ["azr:130000", "azr:120000"]);
}

#[tokio::test]
async fn the_directory_gives_no_entry_out_of_mixed_up_answers() {
    let on = "2026-11-22".parse().expect("a day");
    let elsewhere = json!({
        "nameDe": "x", "serviceSpecificationUri": ABHABH,
        "organizationNameDe": "Stadt Anderswo", "serviceElements": [{
            "serviceElementName": "n", "serviceElementType": "WEBSERVER",
            "serviceElementUri": "https://anderswo.example/",
        }],
    });
    for (function, answer) in [
        ("findservicedescription", elsewhere),
        (
            "findauthoritydescriptions",
            json!([organisation(json!(["azr:130000"]), CATEGORY)]),
        ),
    ] {
        let world = answering(function, answer).await;
        let entry = world.dvdv.find("azr:120000", ABHABH, on).await;
        let Err(DirectoryError::Down { code, text }) = entry else {
            panic!("{function}: {entry:?}");
        };
        assert_eq!(code, "mismatch", "{text}");
    }
}

#[tokio::test]
async fn a_long_warning_is_read_in_part_and_at_once() {
    let world = world().await;
    let word = "=?UTF-8?Q?ung=C3=BCltig?= ";
    let long = format!("{word}{}", "=?UTF-8?Q?a ".repeat(20_000));
    world
        .server
        .fail_always(On::Functions, Fault::Warning(long));
    let begin = std::time::Instant::now();
    let found = world
        .dvdv
        .find_service_description(&key("azr:120000"), ABHABH)
        .await;
    let Ok(Lookup::Missing(missing)) = found else {
        panic!("{found:?}");
    };
    let warning = missing.warning.expect("a warning");
    assert!(warning.starts_with("ungültig ") && warning.chars().count() == 1000);
    assert!(begin.elapsed() < std::time::Duration::from_secs(5));
}
