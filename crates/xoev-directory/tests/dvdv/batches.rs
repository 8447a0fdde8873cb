//! Batches: all six, in requests of at most 200.

use xoev_directory::ElementKind;
use xoev_directory::dvdv::{DvdvError, ElementProperty, ElementQuery};
use xoev_sim::dvdv::{Fault, On};

use crate::setup::{ABHABH, ENDED, PRINT, key, print, world};

#[tokio::test]
async fn all_six_batches_answer_in_the_order_of_the_questions() {
    let world = world().await;
    let dvdv = &world.dvdv;
    let (abh, mb) = (key("azr:120000"), key("ags:01999001"));

    let services = [ABHABH, ENDED, "urn:beispiel:x"].map(|uri| (abh.clone(), uri.to_owned()));
    let found = dvdv
        .batch_find_service_description(&services)
        .await
        .expect("answers");
    assert_eq!(
        found.iter().map(Option::is_some).collect::<Vec<_>>(),
        [true, false, false]
    );

    let questions = [("Meldebehörde", &abh), ("Meldebehörde", &mb)];
    let questions = questions.map(|(category, key)| (category.to_owned(), key.clone()));
    let found = dvdv
        .batch_find_authority_description(&questions)
        .await
        .expect("answers");
    assert!(found[0].is_none() && found[1].is_some());

    let questions = [(print(PRINT), mb.clone()), (print(PRINT), abh.clone())];
    let found = dvdv
        .batch_find_categories(&questions)
        .await
        .expect("answers");
    assert_eq!(found, [vec![], vec!["Ausländerbehörde".to_owned()]]);

    let query = |value: &str| ElementQuery {
        kind: ElementKind::OsciIntermediary,
        property: ElementProperty::Uri,
        value: value.to_owned(),
    };
    let questions = [
        query("https://x.example/"),
        query("https://intermediaer.example/"),
    ];
    let found = dvdv
        .batch_find_organizations_by_service_element(&questions)
        .await;
    let found: Vec<usize> = found.expect("answers").iter().map(Vec::len).collect();
    assert_eq!(found, [0, 1]);

    let questions = ["Standesamt", "Ausländerbehörde"].map(str::to_owned);
    let found = dvdv
        .batch_find_service_specification_uris_by_category(&questions)
        .await;
    let found: Vec<usize> = found.expect("answers").iter().map(Vec::len).collect();
    assert_eq!(found, [0, 3]);

    let questions = ["Ausländerbehörde", "Standesamt"].map(|c| (print(PRINT), c.to_owned()));
    let found = dvdv
        .batch_verify_category(&questions)
        .await
        .expect("answers");
    assert_eq!(found, [true, false]);
    assert_eq!(world.called().len(), 6);
}

#[tokio::test]
async fn more_than_two_hundred_questions_are_split() {
    let world = world().await;
    let questions: Vec<_> = (0..401)
        .map(|n| {
            let uri = if n % 2 == 0 {
                ABHABH.to_owned()
            } else {
                format!("urn:beispiel:{n}")
            };
            (key("azr:120000"), uri)
        })
        .collect();
    let found = world
        .dvdv
        .batch_find_service_description(&questions)
        .await
        .expect("answers");
    assert_eq!(found.len(), 401);
    assert!(
        found
            .iter()
            .enumerate()
            .all(|(n, f)| f.is_some() == (n % 2 == 0))
    );
    let requests = world.server.requests();
    let sizes = requests
        .iter()
        .filter_map(|r| r.asked.as_array().map(Vec::len));
    assert_eq!(sizes.collect::<Vec<_>>(), [200, 200, 1]);
}

#[tokio::test]
async fn no_question_is_no_request() {
    let world = world().await;
    let found = world
        .dvdv
        .batch_find_service_description(&[])
        .await
        .expect("answers");
    assert!(found.is_empty() && world.server.requests().is_empty());
}

#[tokio::test]
async fn an_answer_that_does_not_fit_its_questions_is_malformed() {
    let world = world().await;
    world.server.fail_once(On::Functions, Fault::Long(3));
    let questions = [(print(PRINT), "Ausländerbehörde".to_owned())];
    let failed = world.dvdv.batch_verify_category(&questions).await;
    assert!(matches!(&failed, Err(DvdvError::Down { code, .. }) if code == "malformed"));
}
