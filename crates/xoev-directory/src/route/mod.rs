//! Which way a message goes: a row of the routing table, and whether a message may go that way.

mod error;
mod service;
mod table;

pub use error::{RouteError, TableError};
pub use service::{Service, ServiceNames};
pub use table::RoutingTable;

use crate::key::Key;
use crate::version::Version;
use service::ServiceFor;

/// How a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The answer comes in the same call.
    Synchronous,
    /// It goes into the mailbox of the reader; an answer comes later, if at all.
    Asynchronous,
}

/// How a message may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modes {
    /// Only synchronously.
    Synchronous,
    /// Only asynchronously.
    Asynchronous,
    /// Either way.
    Both,
}

impl Modes {
    /// Whether it may be sent so.
    pub fn allows(self, mode: Mode) -> bool {
        match self {
            Modes::Both => true,
            Modes::Synchronous => mode == Mode::Synchronous,
            Modes::Asynchronous => mode == Mode::Asynchronous,
        }
    }
}

/// Where a statement of the table is from. Nothing in it is a guess that looks like a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// `schema`: application information of the schema.
    Schema,
    /// `prosa`: the prose of the standard says it, or says more than the application information.
    Prose,
    /// `berichtigt`: the application information contradicts name, base type and prose of the
    /// message; the row follows these.
    Corrected,
    /// `dvdv`: seen in public answers of the DVDV.
    Directory,
    /// `name`: follows from names of messages, as `Async`.
    Name,
    /// `abgeleitet`: inferred from everything known, stated nowhere.
    Inferred,
    /// `offen`: not known publicly; configuration has to say it.
    Open,
}

/// Sources by the names that tables use.
const SOURCES: [(&str, Source); 7] = [
    ("schema", Source::Schema),
    ("prosa", Source::Prose),
    ("berichtigt", Source::Corrected),
    ("dvdv", Source::Directory),
    ("name", Source::Name),
    ("abgeleitet", Source::Inferred),
    ("offen", Source::Open),
];

/// Who takes part: a category of authorities.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Role {
    /// Its short name in tables, as `abh`.
    pub id: String,
    /// Its name, as the standard spells it.
    pub name: String,
    /// Prefixes of keys of such authorities, the one that the schema states first. Empty if no
    /// prefix is set: then any key will do.
    pub prefixes: Vec<String>,
    /// The key of the only one that has this role, where the schema states it. Not checked: in
    /// test environments it is another.
    pub key: Option<String>,
}

impl Role {
    /// Whether an authority with this key can have this role.
    pub fn admits(&self, key: &Key) -> bool {
        self.prefixes.is_empty() || self.prefixes.iter().any(|p| p == key.prefix())
    }
}

/// Which way a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// Version of the standard, as `26.11`.
    pub version: Version,
    /// Number of the message, as text: `0020` is another than `000020`.
    pub number: String,
    /// Name of the message: the local name of its root element.
    pub message: String,
    /// Chapter of the standard, as `abh-abh`.
    pub chapter: String,
    /// How it may be sent.
    pub modes: Modes,
    /// Where that is from.
    pub modes_source: Source,
    /// Where the services are from.
    pub service_source: Source,
    /// Who may send it; empty if nobody says so: then anybody may.
    pub authors: Vec<Role>,
    /// Who may read it; empty if nobody says so: then anybody may.
    pub readers: Vec<Role>,
    /// Where the roles are from.
    pub roles_source: Source,
    services: Vec<ServiceFor>,
}

impl Route {
    /// Whether a message may be sent so by this author to this reader. To be asked before
    /// anything goes to the network: a server would refuse it later, or worse, take it.
    ///
    /// # Errors
    /// [`RouteError::Mode`], [`RouteError::Author`], [`RouteError::Reader`]
    pub fn check(&self, mode: Mode, author: &Key, reader: &Key) -> Result<(), RouteError> {
        if !self.modes.allows(mode) {
            return Err(RouteError::Mode {
                number: self.number.clone(),
                wanted: mode,
            });
        }
        if !admitted(&self.authors, author) {
            return Err(RouteError::Author {
                number: self.number.clone(),
                key: author.clone(),
                expected: named(&self.authors),
            });
        }
        if !admitted(&self.readers, reader) {
            return Err(RouteError::Reader {
                number: self.number.clone(),
                key: reader.clone(),
                expected: named(&self.readers),
            });
        }
        Ok(())
    }

    /// The service under which a reader gets it; it may depend on who reads.
    pub fn service(&self, reader: &Key) -> Option<&Service> {
        self.services
            .iter()
            .find(|s| s.reader.as_ref().is_none_or(|role| role.admits(reader)))
            .map(|s| &s.service)
    }

    /// All services of it, whoever reads.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().map(|s| &s.service)
    }

    /// The URI of the service in the directory under which a reader gets it in a version of the
    /// standard. Services of the XInneres base module have versions of their own.
    ///
    /// # Errors
    /// [`RouteError::NoService`], [`RouteError::Unnamed`], [`RouteError::OfContent`],
    /// [`RouteError::InCall`]
    pub fn service_uri(
        &self,
        version: &Version,
        reader: &Key,
        names: &ServiceNames,
    ) -> Result<String, RouteError> {
        match self.service(reader) {
            Some(service) => service.uri(&self.number, version, names),
            None => Err(RouteError::NoService {
                number: self.number.clone(),
                key: reader.clone(),
            }),
        }
    }
}

fn admitted(roles: &[Role], key: &Key) -> bool {
    roles.is_empty() || roles.iter().any(|role| role.admits(key))
}

/// Roles for an error: their names with the prefixes of their keys.
fn named(roles: &[Role]) -> String {
    let show = |role: &Role| match role.prefixes.as_slice() {
        [] => role.name.clone(),
        prefixes => format!("{} ({}:)", role.name, prefixes.join(":, ")),
    };
    roles.iter().map(show).collect::<Vec<_>>().join(", ")
}
