//! Every function, in the shapes that are described and in those that real servers send.

use chrono::NaiveDate;
use xoev_directory::ElementKind;
use xoev_directory::dvdv::{ElementProperty, ElementQuery, Lookup, Missing};
use xoev_sim::dvdv::Missing as Style;

use crate::setup::{ABHABH, BARE, ENDED, PRINT, World, key, print, world_with};

/// Both kinds of shapes.
async fn worlds() -> [World; 2] {
    [
        world_with(|_| {}).await,
        world_with(|s| s.odd_shapes = true).await,
    ]
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a day"))
}

#[tokio::test]
async fn a_service_is_found_with_days_and_elements() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_service_description(&key("azr:120000"), ABHABH)
            .await;
        let service = found.expect("an answer").found().expect("a service");
        assert_eq!(service.outline.uri.as_deref(), Some(ABHABH));
        // Midnight in Germany, in winter and in summer.
        assert_eq!(service.outline.from, day("2026-11-01"));
        assert_eq!(service.outline.until, day("2027-04-30"));
        assert_eq!(
            service.organisation.as_deref(),
            Some("Ausländerbehörde Musterstadt")
        );
        let kinds: Vec<&str> = service.elements.iter().map(|e| e.kind.name()).collect();
        assert_eq!(
            kinds,
            ["OSCI_INTERMEDIARY", "CIPHER_CERTIFICATE", "TEXT", "EIGENES"]
        );
        assert_eq!(
            service.elements[0].uri.as_deref(),
            Some("https://intermediaer.example/")
        );
        assert_eq!(service.elements[2].text.as_deref(), Some("nur zur Probe"));
        let pem = service.elements[1].cipher.as_ref().and_then(|c| c.pem());
        assert_eq!(pem.as_deref(), Some(crate::setup::PEM));
        assert_eq!(world.called(), ["findservicedescription"]);
    }
}

#[tokio::test]
async fn a_service_without_elements_is_found() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_service_description(&key("azr:120000"), BARE)
            .await;
        let service = found.expect("an answer").found().expect("a service");
        assert!(service.elements.is_empty());
        assert_eq!((service.outline.from, service.outline.until), (None, None));
    }
}

#[tokio::test]
async fn a_service_that_ended_is_missing_with_a_warning() {
    for style in [Style::NoContent, Style::Problem] {
        let world = world_with(|s| s.missing = style).await;
        let found = world
            .dvdv
            .find_service_description(&key("azr:120000"), ENDED)
            .await;
        let Ok(Lookup::Missing(missing)) = found else {
            panic!("{found:?}");
        };
        let warning = "Es gibt einen ungültigen passenden Dienst";
        assert_eq!(missing.warning.as_deref(), Some(warning));
    }
}

#[tokio::test]
async fn a_service_that_does_not_exist_is_missing() {
    for (style, code) in [
        (Style::NoContent, None),
        (Style::Problem, Some(Missing::NO_SERVICE)),
    ] {
        let world = world_with(|s| s.missing = style).await;
        let found = world
            .dvdv
            .find_service_description(&key("azr:120000"), "urn:beispiel:x")
            .await;
        let Ok(Lookup::Missing(missing)) = found else {
            panic!("found");
        };
        assert_eq!((missing.code.as_deref(), missing.warning), (code, None));
    }
}

#[tokio::test]
async fn an_organisation_is_found_in_its_category() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_authority_description("Ausländerbehörde", &key("azr:120000"))
            .await;
        let described = found.expect("an answer").found().expect("an organisation");
        let organisation = described.organisation;
        assert_eq!(organisation.name, "Ausländerbehörde Musterstadt");
        assert_eq!(organisation.category.as_deref(), Some("Ausländerbehörde"));
        assert_eq!(organisation.keys, ["azr:120000"]);
        assert_eq!(organisation.services.len(), 3);
        assert_eq!(organisation.services[1].until, day("2026-10-31"));
        assert_eq!(
            organisation.certificates[0].fingerprint.as_deref(),
            Some(PRINT)
        );
        assert!(described.representatives.is_empty());
    }
}

#[tokio::test]
async fn an_organisation_of_another_category_is_missing() {
    for (style, code) in [
        (Style::NoContent, None),
        (Style::Problem, Some(Missing::NO_ORGANISATION)),
    ] {
        let world = world_with(|s| s.missing = style).await;
        let found = world
            .dvdv
            .find_authority_description("Meldebehörde", &key("azr:120000"))
            .await;
        let Ok(Lookup::Missing(missing)) = found else {
            panic!("found");
        };
        assert_eq!(missing.code.as_deref(), code);
    }
}

#[tokio::test]
async fn organisations_are_found_in_all_categories() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_authority_descriptions(&key("ags:01999001"))
            .await;
        let names: Vec<String> = found
            .expect("an answer")
            .into_iter()
            .map(|d| d.organisation.name)
            .collect();
        assert_eq!(names, ["Meldebehörde Musterstadt"]);
        let none = world
            .dvdv
            .find_authority_descriptions(&key("ags:02999001"))
            .await;
        assert_eq!(none.expect("an answer"), []);
    }
}

#[tokio::test]
async fn categories_of_a_certificate_are_found() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_categories(&print(PRINT), &key("azr:120000"))
            .await;
        assert_eq!(found.expect("an answer"), ["Ausländerbehörde"]);
        let none = world
            .dvdv
            .find_categories(&print(PRINT), &key("ags:01999001"))
            .await;
        assert_eq!(none.expect("an answer"), [""; 0]);
    }
}

#[tokio::test]
async fn a_certificate_is_found_by_its_fingerprint() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_certificate_by_fingerprint(&print(PRINT))
            .await;
        let certificate = found.expect("an answer").found().expect("a certificate");
        assert_eq!(certificate.fingerprint.as_deref(), Some(PRINT));
        assert!(
            certificate
                .pem()
                .is_some_and(|pem| pem.starts_with("-----BEGIN CERT"))
        );
        let none = world
            .dvdv
            .find_certificate_by_fingerprint(&print(&"ab".repeat(20)))
            .await;
        assert!(matches!(none, Ok(Lookup::Missing(_))), "{none:?}");
    }
}

#[tokio::test]
async fn organisations_are_found_by_elements_of_their_services() {
    let query = |kind: &str, value: &str| ElementQuery {
        kind: ElementKind::named(kind),
        property: ElementProperty::Uri,
        value: value.to_owned(),
    };
    for world in worlds().await {
        for (kind, value, number) in [
            ("OSCI_INTERMEDIARY", "https://intermediaer.example/", 1),
            ("EIGENES", "https://portal.example/", 1),
            ("WEBSERVER", "https://portal.example/", 0),
        ] {
            let query = query(kind, value);
            let found = world
                .dvdv
                .find_organizations_by_service_element(&query)
                .await;
            assert_eq!(found.expect("an answer").len(), number, "{kind}");
        }
        let service = world
            .dvdv
            .find_service_description(&key("azr:120000"), ABHABH)
            .await;
        let service = service.expect("an answer").found().expect("a service");
        let cipher = service.elements[1].cipher.clone().expect("a certificate");
        let query = ElementQuery {
            kind: ElementKind::CipherCertificate,
            property: ElementProperty::CipherCertificate,
            value: cipher.fingerprint.expect("a fingerprint"),
        };
        let found = world
            .dvdv
            .find_organizations_by_service_element(&query)
            .await;
        assert_eq!(found.expect("an answer")[0].keys, ["azr:120000"]);
    }
}

#[tokio::test]
async fn services_of_a_category_are_found_as_texts_and_as_objects() {
    for world in worlds().await {
        let found = world
            .dvdv
            .find_service_specification_uris_by_category("Ausländerbehörde");
        assert_eq!(found.await.expect("an answer"), [ENDED, ABHABH, BARE]);
        let none = world
            .dvdv
            .find_service_specification_uris_by_category("Standesamt");
        assert_eq!(none.await.expect("an answer"), [""; 0]);
    }
}

#[tokio::test]
async fn a_category_of_a_certificate_is_verified() {
    for world in worlds().await {
        let print = print(PRINT);
        assert_eq!(
            world.dvdv.verify_category(&print, "Ausländerbehörde").await,
            Ok(true)
        );
        assert_eq!(
            world.dvdv.verify_category(&print, "Meldebehörde").await,
            Ok(false)
        );
    }
}

#[tokio::test]
async fn categories_intermediaries_and_version_are_told() {
    for world in worlds().await {
        let categories = world.dvdv.categories().await.expect("an answer");
        let found = categories[0].find("Meldebehörde").expect("a category");
        assert_eq!(found.prefix.as_deref(), Some("ags"));
        let intermediaries = world.dvdv.intermediaries().await.expect("an answer");
        assert_eq!(
            intermediaries[0].uri.as_deref(),
            Some("https://intermediaer.example/")
        );
        let version = world.dvdv.version().await.expect("an answer");
        assert_eq!(version.version.as_deref(), Some("2.15.0"));
        assert_eq!(world.called(), ["categories", "intermediaries", "version"]);
    }
}
