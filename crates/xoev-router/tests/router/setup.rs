//! A router with everything around it.

use std::sync::Arc;

use chrono::Utc;
use xoev_directory::{Directory, FileDirectory};
use xoev_outbox::inbox::{Arrival, ArrivalFilter, ArrivalState};
use xoev_outbox::{ManualClock, State, Submission};
use xoev_router::config::Config;
use xoev_router::{Router, RouterError, Wishes};
use xoev_sim::azr::{AzrServer, Register, ServerSettings, Settings as RegisterSettings};
use xoev_sim::xta::{Letter, Settings as XtaSettings, XtaServer};

/// Keys of the authorities in the examples.
pub(crate) const OWN: &str = "azr:990100";
pub(crate) const OTHER: &str = "azr:990200";
pub(crate) const ABHABH: &str = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl";

const DIRECTORY: &str = r#"
[[organisation]]
keys = ["azr:990100"]
name = "Musterstadt"
service = [
    { uri = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl" },
    { uri = "http://www.osci.de/xinneres/rueckweisung/6/xinneresrueckweisungv6.wsdl" },
    { uri = "http://www.osci.de/xinneres/quittung/5/xinneresquittungv5.wsdl" },
]

[[organisation]]
keys = ["azr:990200", "ags:99000200"]
name = "Beispielsee"
service = [
    { uri = "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl" },
    { uri = "http://www.osci.de/xinneres/rueckweisung/6/xinneresrueckweisungv6.wsdl" },
    { uri = "http://www.osci.de/xinneres/quittung/5/xinneresquittungv5.wsdl" },
]

[[organisation]]
keys = ["azr:990300"]
name = "Altenfeld"
service = [{ uri = "http://www.osci.de/xauslaender2605/xauslaender2605ABHABH.wsdl" }]

[[organisation]]
keys = ["azr:990400"]
name = "Endefeld"

[[organisation.service]]
uri = "http://www.osci.de/xauslaender2605/xauslaender2605ABHABH.wsdl"
until = 2026-10-31

[[organisation]]
keys = ["azr:990500"]
name = "Ohnefeld"
service = []
"#;

pub(crate) struct Setup {
    pub(crate) router: Router,
    pub(crate) azr: AzrServer,
    pub(crate) xta: XtaServer,
    pub(crate) clock: Arc<ManualClock>,
    production: bool,
    pub(crate) folder: tempfile::TempDir,
}

impl Setup {
    pub(crate) async fn test() -> Setup {
        Setup::new(false).await
    }

    /// In production, without the register, which is reached without encryption here.
    pub(crate) async fn production() -> Setup {
        Setup::new(true).await
    }

    async fn new(production: bool) -> Setup {
        let folder = tempfile::tempdir().expect("a folder");
        let register = Register::new(RegisterSettings::default()).expect("a register");
        let azr = AzrServer::start(register, ServerSettings::default()).await;
        let azr = azr.expect("a port");
        let mut xta_settings = XtaSettings::default();
        // Broken messages have to come in, too.
        xta_settings.validate = false;
        let xta = XtaServer::start(xta_settings).await.expect("a port");
        let client = xta.client().expect("a certificate");
        let urls = xta.urls();
        let (environment, register) = match production {
            true => ("production", String::new()),
            false => (
                "test",
                format!(
                    "[transports.register]\nkind = \"register\"\nurl = \"{}\"\n\
                     headers = {{ \"X-BHKNZ\" = \"990100\", \"X-Benutzer\" = \"test\" }}\n",
                    azr.url()
                ),
            ),
        };
        let endpoints = match production {
            true => "",
            false => "endpoints = { azr = \"register\" }",
        };
        let text = format!(
            r#"
environment = "{environment}"
[authority]
key = "{OWN}"
name = "Ausländerbehörde der Stadt Musterstadt"
email = "abh@musterstadt.example"
phone = "0100 1234-0"
street = "Rathausplatz"
number = "1"
postcode = "00100"
town = "Musterstadt"
[store]
sqlite = "outbox.db"
[directory]
kind = "file"
path = "behoerden.toml"
{register}
[transports.xta]
kind = "xta"
management = "{}"
send = "{}"
mailbox = "{}"
certificate = "xta.pem"
key = "xta-key.pem"
roots = "xta-roots.pem"
business-scenario = "Test"
[routes]
asynchronous = "xta"
{endpoints}
services = {{ azr-mitteilung = "AZRABH", mb-abh = "MBABH" }}
"#,
            urls.management, urls.send, urls.mailbox
        );
        for (name, content) in [
            ("xoev.toml", text.as_str()),
            ("behoerden.toml", DIRECTORY),
            ("xta.pem", &client.certificate),
            ("xta-key.pem", &client.key),
            ("xta-roots.pem", xta.roots()),
        ] {
            std::fs::write(folder.path().join(name), content).expect("written");
        }
        let directory = FileDirectory::parse(DIRECTORY).expect("sound");
        let found = directory.find(OTHER, ABHABH, Utc::now().date_naive()).await;
        found.expect("the directory of the test has it");
        let config = Config::read(folder.path().join("xoev.toml")).expect("right");
        let clock = Arc::new(ManualClock::new(Utc::now()));
        let router = Router::open_at(&config, clock.clone()).await;
        Setup {
            router: router.expect("a router"),
            azr,
            xta,
            clock,
            production,
            folder,
        }
    }

    /// Does something to the database behind the router's back.
    pub(crate) async fn tamper(&self, sql: &str) {
        use sqlx::Connection as _;
        let path = self.folder.path().join("outbox.db");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let open = sqlx::SqliteConnection::connect_with(&options).await;
        let mut open = open.expect("the database");
        let done = sqlx::raw_sql(sql).execute(&mut open).await;
        done.expect("done");
        open.close().await.expect("closed");
    }

    pub(crate) async fn submit(&self, message: &str) -> Result<Submission, RouterError> {
        let bytes = message.as_bytes().to_vec();
        self.router.submit(bytes, Wishes::default()).await
    }

    /// Hands a message over, and sends what is due.
    pub(crate) async fn send(&self, message: &str) -> Submission {
        let stored = self.submit(message).await.expect("taken");
        self.work().await;
        self.get(&stored.uuid).await
    }

    pub(crate) async fn work(&self) {
        let sent = self.router.outbox().work("w", 100, &self.router).await;
        sent.expect("a store");
    }

    pub(crate) async fn get(&self, uuid: &str) -> Submission {
        let found = self.router.outbox().get(uuid).await.expect("a store");
        found.expect("it is there")
    }

    pub(crate) async fn state(&self, uuid: &str) -> State {
        self.get(uuid).await.state
    }

    /// Puts a message of another authority into our mailbox.
    pub(crate) fn deliver(&self, author: &str, message: impl Into<Vec<u8>>) -> String {
        let letter = Letter {
            author: author.to_owned(),
            reader: OWN.to_owned(),
            service: ABHABH.to_owned(),
            in_reply_to: Vec::new(),
            test: !self.production,
            message: message.into(),
        };
        self.xta.deliver(letter).expect("delivered")
    }

    /// Receives, and gives all that ever came in.
    pub(crate) async fn receive(&self) -> Vec<Arrival> {
        self.router.receive().await.expect("received");
        let mut filter = ArrivalFilter::states(&ArrivalState::ALL);
        filter.tests = !self.production;
        let found = self.router.inbox().list(&filter).await;
        found.expect("a store")
    }
}

/// An example message, as it is in the repository.
pub(crate) fn example(name: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nachrichten/");
    std::fs::read_to_string(format!("{root}{name}")).expect("an example")
}

/// The same under another UUID, with these changes.
pub(crate) fn fresh(message: &str, changes: &[(&str, &str)]) -> String {
    let uuid = uuid::Uuid::new_v4().to_string();
    let mut message = message.replace(&uuid_of(message), &uuid);
    for (old, new) in changes {
        assert!(message.contains(old), "{old} is not there");
        message = message.replace(old, new);
    }
    message
}

pub(crate) fn uuid_of(message: &str) -> String {
    let (_, rest) = message.split_once("<nachrichtenUUID>").expect("a UUID");
    let (uuid, _) = rest.split_once('<').expect("a UUID");
    uuid.to_owned()
}
