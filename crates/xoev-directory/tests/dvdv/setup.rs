//! A simulated DVDV, and clients of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use xoev_directory::dvdv::{Dvdv, EntryPath, Fingerprint, Login, Settings};
use xoev_directory::{Clock, FileDirectory, Key};
use xoev_sim::dvdv as sim;

pub(crate) const ABHABH: &str = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl";
pub(crate) const ENDED: &str = "http://www.osci.de/xauslaender1211/xauslaender1211ABHABH.wsdl";
pub(crate) const BARE: &str = "urn:beispiel:ohne-elemente";
pub(crate) const PRINT: &str = "0272c56c9742a62501329a3aa78974f1605c92a2";
/// A certificate that is none, but Base64.
pub(crate) const PEM: &str =
    "-----BEGIN CERTIFICATE-----\nQmVpc3BpZWw=\n-----END CERTIFICATE-----\n";

pub(crate) const TEXT: &str = r#"
[[organisation]]
keys = ["azr:120000"]
name = "Ausländerbehörde Musterstadt"
category = "Ausländerbehörde"
fingerprints = ["0272c56c9742a62501329a3aa78974f1605c92a2"]

[[organisation.service]]
uri = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl"
from = 2026-11-01
until = 2027-04-30

[[organisation.service.element]]
kind = "OSCI_INTERMEDIARY"
name = "Intermediär"
value = "https://intermediaer.example/"

[[organisation.service.element]]
kind = "CIPHER_CERTIFICATE"
name = "Schlüssel"
value = """
-----BEGIN CERTIFICATE-----
QmVpc3BpZWw=
-----END CERTIFICATE-----
"""

[[organisation.service.element]]
kind = "TEXT"
name = "Hinweis"
value = "nur zur Probe"

[[organisation.service.element]]
kind = "EIGENES"
name = "Portal"
value = "https://portal.example/"

[[organisation.service]]
uri = "http://www.osci.de/xauslaender1211/xauslaender1211ABHABH.wsdl"
until = 2026-10-31

[[organisation.service]]
uri = "urn:beispiel:ohne-elemente"

[[organisation]]
keys = ["ags:01999001"]
name = "Meldebehörde Musterstadt"
category = "Meldebehörde"
"#;

/// A clock that is moved by hand. It begins on 2026-11-22, at noon.
#[derive(Clone)]
pub(crate) struct Hand(Arc<Mutex<DateTime<Utc>>>);

impl Hand {
    pub(crate) fn new() -> Hand {
        let noon = "2026-11-22T11:00:00Z".parse().expect("a time");
        Hand(Arc::new(Mutex::new(noon)))
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        *self.0.lock().expect("whole") += by;
    }

    pub(crate) fn clock(&self) -> Clock {
        let hand = self.clone();
        Arc::new(move || *hand.0.lock().expect("whole"))
    }
}

pub(crate) struct World {
    pub(crate) hand: Hand,
    pub(crate) server: sim::DvdvServer,
    pub(crate) dvdv: Dvdv,
}

pub(crate) fn server_settings(hand: &Hand) -> sim::Settings {
    let mut settings = sim::Settings::new(FileDirectory::parse(TEXT).expect("sound"));
    settings.clients = vec![sim::TrialClient::new().expect("sound").client];
    settings.clock = hand.clock();
    settings
}

pub(crate) fn login() -> Login {
    let trial = sim::TrialClient::new().expect("sound");
    Login::new(trial.client.fingerprint, trial.private_key).expect("a key")
}

pub(crate) fn client_settings(url: &str, hand: &Hand) -> Settings {
    let mut settings = Settings::new(url, EntryPath::Standalone);
    settings.login = Some(login());
    settings.clock = hand.clock();
    settings.timeout = Duration::from_secs(5);
    settings
}

/// A server and a client that logs in.
pub(crate) async fn world() -> World {
    world_with(|_| {}).await
}

pub(crate) async fn world_with(change: impl FnOnce(&mut sim::Settings)) -> World {
    let hand = Hand::new();
    let mut settings = server_settings(&hand);
    change(&mut settings);
    let server = sim::DvdvServer::start(settings).await.expect("a port");
    let dvdv = Dvdv::new(client_settings(server.url(), &hand)).expect("sound");
    World { hand, server, dvdv }
}

pub(crate) fn key(text: &str) -> Key {
    text.parse().expect("a key")
}

pub(crate) fn print(text: &str) -> Fingerprint {
    text.parse().expect("a fingerprint")
}

impl World {
    /// The functions that were called, without logins.
    pub(crate) fn called(&self) -> Vec<String> {
        let requests = self.server.requests().into_iter();
        requests
            .map(|r| r.function)
            .filter(|f| f != "token")
            .collect()
    }

    /// How often somebody logged in.
    pub(crate) fn logins(&self) -> usize {
        self.server
            .requests()
            .iter()
            .filter(|r| r.function == "token")
            .count()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Whatever a test is about: the simulator had nothing to complain about requests.
        let complaints: Vec<String> = self
            .server
            .requests()
            .into_iter()
            .filter_map(|r| r.complaint)
            .collect();
        let expected = |c: &String| c == "no good token" || c.starts_with("Kein passendes");
        if !std::thread::panicking() {
            assert!(complaints.iter().all(expected), "{complaints:?}");
        }
    }
}
