//! The ways that messages can go: routes, the directory, and a transport for each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use xoev_administration::Nachrichtenkopf;
use xoev_directory::{
    Calendar, Directory, Key, Mode as Way, Modes, Route, RouteError, RoutingTable, Service,
    ServiceNames, Version,
};
use xoev_outbox::{Failure, FailureClass, Mode};
use xoev_transport::Transport;

/// A transport by the name that the settings give it.
#[derive(Clone)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// The transport.
    pub transport: Arc<dyn Transport>,
}

impl Named {
    /// A transport under a name.
    pub fn new(name: impl Into<String>, transport: Arc<dyn Transport>) -> Named {
        Named {
            name: name.into(),
            transport,
        }
    }
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Named").field(&self.name).finish()
    }
}

/// The ways that messages can go.
pub struct Ways {
    /// Which way a message goes by its number.
    pub table: RoutingTable,
    /// Services that the table knows by a name only.
    pub names: ServiceNames,
    /// Which versions are valid when.
    pub calendar: Calendar,
    /// Where authorities offer services. Without it, nothing asynchronous can be sent.
    pub directory: Option<Arc<dyn Directory>>,
    /// The transports of synchronous messages, by the endpoints of the table: `azr`, `ersst`.
    pub endpoints: BTreeMap<String, Named>,
    /// The transport of asynchronous messages, with its mailbox.
    pub asynchronous: Option<Named>,
}

impl fmt::Debug for Ways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ways")
            .field("endpoints", &self.endpoints)
            .field("asynchronous", &self.asynchronous)
            .finish_non_exhaustive()
    }
}

impl Ways {
    /// The bundled routes, without directory and transports.
    ///
    /// # Errors
    /// [`xoev_directory::TableError`] if the program was built wrongly.
    pub fn bundled() -> Result<Ways, xoev_directory::TableError> {
        Ok(Ways {
            table: RoutingTable::bundled()?,
            names: ServiceNames::default(),
            calendar: Calendar::bundled()?,
            directory: None,
            endpoints: BTreeMap::new(),
            asynchronous: None,
        })
    }

    /// The route of a message, and how it goes. A message that may go either way goes synchronously
    /// if there is an endpoint for it.
    ///
    /// # Errors
    /// [`RouteError`]; and if the keys of author and reader are none, or not such that may send or
    /// read it.
    pub(crate) fn route(&self, head: &Nachrichtenkopf) -> Result<(&Route, Mode), NoWay> {
        let number = head.nummer();
        let number = number.as_ref().map_or("", |n| n.as_str());
        let route = self.find(head, number)?;
        let reader: Key = key("leser", head.leser_kennung())?;
        let author: Key = key("autor", head.autor_kennung())?;
        let way = match route.modes {
            Modes::Synchronous => Way::Synchronous,
            Modes::Asynchronous => Way::Asynchronous,
            Modes::Both if self.endpoint(route, &reader).is_some() => Way::Synchronous,
            Modes::Both => Way::Asynchronous,
        };
        route.check(way, &author, &reader)?;
        let mode = match way {
            Way::Synchronous => Mode::Sync,
            Way::Asynchronous => Mode::Async,
        };
        Ok((route, mode))
    }

    /// Messages of the base module carry versions of their own: the table has them under those of
    /// the standard that they come with.
    fn find(&self, head: &Nachrichtenkopf, number: &str) -> Result<&Route, NoWay> {
        let named = head.version.as_ref().map_or("", |v| v.as_str());
        let version: Result<Version, _> = named.parse();
        if let Ok(version) = &version
            && let Some(route) = self.table.route(version, number)
        {
            return Ok(route);
        }
        let mut routes = self.table.routes();
        let route = routes.find(|route| {
            number.len() == 4 && route.number == number && route.message == head.element
        });
        match (route, version) {
            (Some(route), _) => Ok(route),
            (None, Ok(version)) => Ok(self.table.find(&version, number)?),
            (None, Err(error)) => Err(NoWay::Version(error.to_string())),
        }
    }

    fn endpoint(&self, route: &Route, reader: &Key) -> Option<&Named> {
        match route.service(reader)? {
            Service::Endpoint(name) | Service::Named(name) => self.endpoints.get(name),
            _ => None,
        }
    }

    /// The transport of a message that is sent so.
    pub(crate) fn way(
        &self,
        head: &Nachrichtenkopf,
        mode: Mode,
    ) -> Result<(&Route, &Named), Failure> {
        let (route, _) = self
            .route(head)
            .map_err(|error| Failure::new(FailureClass::Permanent, "route", error.to_string()))?;
        let named = match mode {
            Mode::Async => self.asynchronous.as_ref(),
            Mode::Sync => head
                .leser_kennung()
                .and_then(|key| key.parse().ok())
                .and_then(|reader| self.endpoint(route, &reader)),
        };
        named.map(|named| (route, named)).ok_or_else(|| {
            let text = format!(
                "the settings name no transport for message {}",
                route.number
            );
            Failure::new(FailureClass::Permanent, "no-transport", text)
        })
    }
}

/// A message can't be sent at all, whoever tries. Its author is at fault, or the settings are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoWay {
    /// There is no such route, or author and reader are not such that may use it.
    #[error(transparent)]
    Route(#[from] RouteError),
    /// The key of an authority is none.
    #[error("{element} has no key of a directory: {found:?}")]
    Key {
        /// `autor` or `leser`.
        element: &'static str,
        /// What the message has.
        found: String,
    },
    /// The settings name no transport for it.
    #[error("{0}")]
    Transport(Failure),
    /// The version of the message is none.
    #[error("the version of the message: {0}")]
    Version(String),
}

fn key(element: &'static str, found: Option<&str>) -> Result<Key, NoWay> {
    let found = found.unwrap_or_default();
    found.parse().map_err(|_| NoWay::Key {
        element,
        found: found.to_owned(),
    })
}
