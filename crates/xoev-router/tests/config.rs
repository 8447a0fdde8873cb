//! The file that sets a router up: what it takes, and how it says what is wrong.

use std::path::Path;

use xoev_router::config::{Config, ConfigError, Transport};

const WHOLE: &str = r#"
environment = "test"

[authority]
key = "azr:120000"
name = "Ausländerbehörde Musterstadt"
category = "Ausländerbehörde"
email = "abh@musterstadt.example"
street = "Markt"
number = "1"
postcode = "12345"
town = "Musterstadt"

[store]
sqlite = "outbox.db"

[policy]
patience-hours = 12

[directory]
kind = "file"
path = "behoerden.toml"

[transports.register]
kind = "register"
url = "https://register.example/"
headers = { "X-Behoerde" = "120000" }

[transports.osci]
kind = "folder"
path = "osci"

[routes]
asynchronous = "osci"
endpoints = { azr = "register" }
"#;

fn read(text: &str) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("xoev.toml");
    std::fs::write(&path, text).expect("written");
    Config::read(&path)
}

fn complaint(text: &str) -> String {
    read(text).expect_err("an error").to_string()
}

#[test]
fn paths_begin_at_the_folder_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("xoev.toml");
    std::fs::write(&path, WHOLE).expect("written");
    let config = Config::read(&path).expect("right");
    let sqlite = config.store.sqlite.expect("a file");
    assert_eq!(sqlite, folder.path().join("outbox.db"));
    let Transport::Folder { path, .. } = &config.transports["osci"] else {
        panic!("{:?}", config.transports["osci"]);
    };
    assert_eq!(path, &folder.path().join("osci"));
}

#[test]
fn what_is_left_out_is_as_the_outbox_has_it() {
    let policy = read(WHOLE).expect("right").policy.outbox();
    let default = xoev_outbox::Policy::default();
    assert_eq!(policy.patience, chrono::TimeDelta::hours(12));
    assert_eq!(policy.first_pause, default.first_pause);
}

#[test]
fn an_unknown_name_is_told_with_its_line() {
    let text = complaint(&WHOLE.replace("patience-hours", "patience-days"));
    assert!(text.contains("patience-days"), "{text}");
    assert!(text.contains("line 18"), "{text}");
}

#[test]
fn a_key_without_prefix_is_refused() {
    let text = complaint(&WHOLE.replace("azr:120000", "120000"));
    assert!(text.starts_with("authority.key"), "{text}");
}

#[test]
fn a_store_is_one_of_two() {
    let both = WHOLE.replace(
        "sqlite = \"outbox.db\"",
        "sqlite = \"a\"\npostgres = \"postgres://localhost/a\"",
    );
    assert!(complaint(&both).starts_with("store"));
    let none = WHOLE.replace("sqlite = \"outbox.db\"", "");
    assert!(complaint(&none).starts_with("store"));
}

#[test]
fn a_route_leads_to_a_transport_that_is_there() {
    let text = complaint(&WHOLE.replace("asynchronous = \"osci\"", "asynchronous = \"oski\""));
    assert!(text.starts_with("routes.asynchronous = \"oski\""), "{text}");
}

#[test]
fn a_folder_can_not_answer_at_once() {
    let text = complaint(&WHOLE.replace("azr = \"register\"", "azr = \"osci\""));
    assert!(text.starts_with("routes.endpoints.azr"), "{text}");
}

#[test]
fn a_file_that_is_not_there_is_told_with_its_path() {
    let error = Config::read(Path::new("/nowhere/xoev.toml")).expect_err("an error");
    assert!(matches!(error, ConfigError::Unreadable { .. }));
    assert!(error.to_string().contains("/nowhere/xoev.toml"));
}

#[test]
fn no_call_takes_longer_than_the_lease_of_its_worker() {
    let with =
        |line: &str| WHOLE.replace("[transports.osci]", &format!("{line}\n\n[transports.osci]"));
    assert!(
        read(&with(
            "answer-seconds = 299\nunavailable-is-unprocessed = false"
        ))
        .is_ok()
    );
    for line in ["answer-seconds = 300", "connect-seconds = 0"] {
        let text = complaint(&with(line));
        let key = line.split(' ').next().unwrap_or_default();
        assert!(
            text.starts_with(&format!("transports.register.{key}")),
            "{text}"
        );
        assert!(text.contains("300"), "{text}");
    }
    // What is left out takes its usual time.
    let short = "patience-hours = 12\nlease-seconds = 90";
    let text = complaint(&WHOLE.replace("patience-hours = 12", short));
    assert!(
        text.starts_with("transports.register.answer-seconds"),
        "{text}"
    );
}
