//! Tokens: got once, renewed before they end and once when refused.

use chrono::TimeDelta;
use xoev_directory::dvdv::{Dvdv, DvdvError, EntryPath, Login, Settings, SettingsError};
use xoev_sim::dvdv::{Fault, On, TrialClient};

use crate::setup::{client_settings, login, print, world, world_with};

#[tokio::test]
async fn a_token_is_used_again() {
    let world = world().await;
    for _ in 0..3 {
        world.dvdv.version().await.expect("an answer");
    }
    assert_eq!(world.logins(), 1);
}

#[tokio::test]
async fn questions_at_the_same_time_share_a_token() {
    let world = world().await;
    let (one, two) = tokio::join!(world.dvdv.version(), world.dvdv.categories());
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(world.logins(), 1);
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_before_its_end() {
    let world = world_with(|s| s.token_seconds = 3600).await;
    world.dvdv.version().await.expect("an answer");
    world.hand.advance(TimeDelta::seconds(3539));
    world.dvdv.version().await.expect("an answer");
    assert_eq!(world.logins(), 1);
    world.hand.advance(TimeDelta::seconds(1));
    world.dvdv.version().await.expect("an answer");
    assert_eq!(world.logins(), 2);
    assert!(world.server.requests().iter().all(|r| r.status == 200));
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let world = world().await;
    world.dvdv.version().await.expect("an answer");
    world.server.end_tokens();
    world.dvdv.version().await.expect("an answer");
    assert_eq!(world.logins(), 2);
    world.server.fail_once(On::Functions, Fault::TokenRefused);
    world.dvdv.version().await.expect("an answer");
    assert_eq!(world.logins(), 3);
}

#[tokio::test]
async fn a_token_that_is_refused_again_is_the_end_of_it() {
    let world = world().await;
    world.server.fail_always(On::Functions, Fault::TokenRefused);
    let refused = world.dvdv.version().await;
    assert!(matches!(&refused, Err(DvdvError::Refused { code, .. }) if code == "401"));
    assert_eq!((world.logins(), world.called().len()), (2, 2));
}

#[tokio::test]
async fn a_client_that_the_server_does_not_know_is_refused() {
    let world = world().await;
    let mut settings = client_settings(world.server.url(), &world.hand);
    let trial = TrialClient::new().expect("sound");
    let other = Login::new(print(&"ab".repeat(20)), trial.private_key).expect("a key");
    settings.login = Some(other);
    let refused = Dvdv::new(settings).expect("sound").version().await;
    let Err(DvdvError::Refused { text, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert!(
        text.starts_with("Kein passendes Client-Zertifikat"),
        "{text}"
    );
    assert!(world.called().is_empty());
}

#[tokio::test]
async fn a_login_that_does_not_work_is_worth_another_try() {
    let world = world().await;
    for fault in [Fault::Down, Fault::Garbage, Fault::Html404, Fault::Long(10)] {
        world.server.fail_once(On::Token, fault.clone());
        let failed = world.dvdv.version().await;
        assert!(
            matches!(failed, Err(DvdvError::Down { .. })),
            "{fault:?}: {failed:?}"
        );
    }
    world.dvdv.version().await.expect("an answer");
}

#[tokio::test]
async fn within_a_data_centre_nobody_logs_in() {
    let world = world().await;
    let mut settings = Settings::new(world.server.url(), EntryPath::Intern);
    settings.clock = world.hand.clock();
    let version = Dvdv::new(settings).expect("sound").version().await;
    version.expect("an answer");
    assert_eq!(world.logins(), 0);
}

#[test]
fn settings_that_can_not_work_are_refused_before_anything_is_asked() {
    let new = |change: &dyn Fn(&mut Settings)| {
        let mut settings = Settings::new("http://127.0.0.1:9/x", EntryPath::Standalone);
        settings.login = Some(login());
        change(&mut settings);
        Dvdv::new(settings).map(|_| ())
    };
    assert_eq!(new(&|_| {}), Ok(()));
    let path = "extern/standaloneauth/directory";
    assert_eq!(
        new(&|s| s.login = None),
        Err(SettingsError::NoLogin { path })
    );
    let bundesmaster = new(&|s| s.entry = EntryPath::Bundesmaster);
    assert_eq!(bundesmaster, Err(SettingsError::NoTokenUrl));
    for bad in [
        "",
        "dvdv.example",
        "ftp://dvdv.example/",
        "http://a:b@c/",
        "http://c/?x",
        "http:///",
    ] {
        let refused = new(&|s| s.url = bad.to_owned());
        assert!(
            matches!(refused, Err(SettingsError::Url { .. })),
            "{bad}: {refused:?}"
        );
    }
    let https = new(&|s| s.url = "https://dvdv.example/".to_owned());
    assert!(matches!(https, Err(SettingsError::Roots(_))), "{https:?}");
    let none = new(&|s| s.roots = Some(b"nichts".to_vec()));
    assert!(matches!(none, Err(SettingsError::Roots(_))), "{none:?}");
    let key = Login::new(print(&"ab".repeat(20)), b"-----BEGIN PRIVATE KEY-----");
    assert!(matches!(key, Err(SettingsError::Key)));
}

#[test]
fn secrets_are_not_shown() {
    let mut settings = Settings::new("http://127.0.0.1:9/x", EntryPath::Standalone);
    settings.login = Some(login());
    settings.proxy = Some("http://name:geheim@proxy.example".to_owned());
    let shown = format!("{settings:?}");
    assert!(
        !shown.contains("geheim") && !shown.contains("PRIVATE"),
        "{shown}"
    );
    assert!(shown.contains("5e1f5e1f"), "{shown}");
    for url in ["http://n:geheim@h/", "http://n:sehr@geheim@h/"] {
        let settings = Settings::new(url, EntryPath::Intern);
        let before = format!("{settings:?}");
        let refused = Dvdv::new(settings).expect_err("no user in addresses");
        let shown = format!("{before} {refused}");
        assert!(!shown.contains("geheim"), "{shown}");
    }
}
