//! A server, a client for it, and messages.

use std::time::Duration;

use chrono::{DateTime, Utc};
use xoev_sim::xta::{PemIdentity, Settings, XtaServer};
use xoev_transport::{Address, MessageKind, Parcel};
use xoev_xta::{BusinessScenario, Endpoints, Identity, XtaSettings, XtaTransport};

/// A message that is valid.
pub(crate) const VALID: &str =
    include_str!("../../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
/// A message that is not.
pub(crate) const INVALID: &str = include_str!(
    "../../../../examples/nachrichten/azr/090010-folgemeldung-duldung-ungueltig-azr-nummer.xml"
);
/// A service.
pub(crate) const SERVICE: &str = "http://www.example.org/xauslaender2611ABHABH.wsdl";

pub(crate) async fn server(change: impl FnOnce(&mut Settings)) -> XtaServer {
    let mut settings = Settings::default();
    settings.validate = false;
    change(&mut settings);
    XtaServer::start(settings).await.expect("the server starts")
}

pub(crate) fn author() -> Address {
    Address {
        key: "ags:01999001".to_owned(),
        name: Some("Ausländerbehörde Musterstadt".to_owned()),
        category: Some("Ausländerbehörde".to_owned()),
    }
}

pub(crate) fn reader() -> Address {
    Address::of("ags:02999002")
}

/// Settings for a server, with a certificate.
pub(crate) fn settings(server: &XtaServer, identity: &PemIdentity) -> XtaSettings {
    let urls = server.urls();
    let endpoints = Endpoints {
        management: urls.management,
        send: urls.send,
        mailbox: urls.mailbox,
    };
    let identity = Identity {
        certificates: identity.certificate.clone().into_bytes(),
        key: identity.key.clone().into_bytes(),
    };
    let scenario = BusinessScenario::Defined {
        list_uri: "urn:de:xta:codeliste:business.scenario".to_owned(),
        list_version: "1".to_owned(),
        code: "XINNERES_DATA".to_owned(),
    };
    let mut settings = XtaSettings::new(author(), endpoints, identity, server.roots(), scenario);
    settings.service_profile = Some("xauslaender".to_owned());
    settings.answer_timeout = Duration::from_secs(20);
    settings
}

pub(crate) fn client_with(
    server: &XtaServer,
    change: impl FnOnce(&mut XtaSettings),
) -> XtaTransport {
    let mut settings = settings(server, &server.client().expect("a certificate"));
    change(&mut settings);
    XtaTransport::new(settings).expect("the settings are usable")
}

pub(crate) fn client(server: &XtaServer) -> XtaTransport {
    client_with(server, |_| {})
}

/// A parcel with a message.
pub(crate) fn parcel(message: &str) -> Parcel {
    let created: DateTime<Utc> = DateTime::from_timestamp_millis(1_795_000_000_123).unwrap();
    let mut parcel = Parcel::new(author(), reader(), message.as_bytes().to_vec(), created);
    parcel.kind = Some(MessageKind {
        namespace: "http://www.osci.de/xauslaender2611".to_owned(),
        element: "AnAZR.AZRFolgemeldung.090010".to_owned(),
        number: "090010".to_owned(),
        version: "26.11".to_owned(),
    });
    parcel.service = Some(SERVICE.to_owned());
    parcel
}
