//! The version for a recipient: the newest that both sides may use on a day.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Calendar, Version};
use crate::key::Key;
use crate::route::{Mode, Route, RouteError, RoutingTable, ServiceNames};
use crate::{Directory, DirectoryError, Entry};

/// What a message asks of a recipient.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// Number of the message.
    pub number: &'a str,
    /// How it is sent.
    pub mode: Mode,
    /// Key of the author.
    pub author: &'a Key,
    /// Key of the reader.
    pub reader: &'a Key,
    /// The day on which it is sent, in Germany.
    pub on: NaiveDate,
}

/// Where a message goes, and in which version.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Destination {
    /// The version in which it has to be written.
    pub version: Version,
    /// Its way.
    pub route: Route,
    /// URI of the service under which the reader gets it.
    pub service: String,
    /// What the directory knows of that service.
    pub entry: Entry,
}

/// A service that the reader was asked for in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tried {
    /// The version.
    pub version: Version,
    /// What the directory answered.
    pub error: DirectoryError,
}

/// There is no version in which a message can go to a reader.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChooseError {
    /// The message can't go this way at all.
    #[error(transparent)]
    Route(#[from] RouteError),
    /// None of our versions is valid on this day.
    #[error("none of our versions ({own}) is valid on {on}")]
    NoneValid {
        /// The day.
        on: NaiveDate,
        /// Our versions, for people.
        own: String,
    },
    /// The reader offers the service in none of the versions that we may send.
    #[error("{reader} takes message {number} in none of our valid versions: {}", words(.tried))]
    NoneOffered {
        /// Key of the reader.
        reader: Key,
        /// Number of the message.
        number: String,
        /// What was asked for, the newest version first, with the answers.
        tried: Vec<Tried>,
    },
    /// The directory does not know the reader, refuses us or does not work.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

impl ChooseError {
    /// Whether the same may work later without a change: only if the directory is down.
    pub fn is_retryable(&self) -> bool {
        matches!(self, ChooseError::Directory(DirectoryError::Down { .. }))
    }
}

fn words(tried: &[Tried]) -> String {
    let words = tried.iter().map(|t| format!("{}: {}", t.version, t.error));
    words.collect::<Vec<_>>().join("; ")
}

/// Chooses the version for a reader: of our own versions those valid on the day are looked for in
/// the directory, the newest first; the first that the reader offers is taken. What the reader
/// offers decides, not what we would like best.
///
/// # Errors
/// [`ChooseError`]; of these only a directory that is down may work later.
pub async fn choose(
    directory: &dyn Directory,
    table: &RoutingTable,
    names: &ServiceNames,
    calendar: &Calendar,
    own: &[Version],
    query: Query<'_>,
) -> Result<Destination, ChooseError> {
    let mut valid = calendar.valid_on(query.on);
    valid.retain(|version| own.contains(version));
    if valid.is_empty() {
        let own: Vec<&str> = own.iter().map(Version::as_str).collect();
        return Err(ChooseError::NoneValid {
            on: query.on,
            own: own.join(", "),
        });
    }
    let mut tried = Vec::new();
    let mut asked = HashSet::new();
    let mut no_way = None;
    for version in valid {
        let found = table.find(&version, query.number).and_then(|route| {
            route.check(query.mode, query.author, query.reader)?;
            let service = route.service_uri(&version, query.reader, names)?;
            Ok((route, service))
        });
        let (route, service) = match found {
            Ok(found) => found,
            // An older version may have the message all the same.
            Err(error) => {
                no_way.get_or_insert(error);
                continue;
            }
        };
        // Services of the base module are the same in several versions.
        if !asked.insert(service.clone()) {
            continue;
        }
        let answer = directory
            .find(query.reader.as_str(), &service, query.on)
            .await;
        let error = match answer {
            Ok(entry) if entry.offered(query.on) => {
                return Ok(Destination {
                    version,
                    route: route.clone(),
                    service,
                    entry,
                });
            }
            Ok(_) => DirectoryError::ServiceExpired {
                key: query.reader.to_string(),
                service,
                text: format!("not offered on {}", query.on),
            },
            Err(
                error @ (DirectoryError::ServiceUnknown { .. }
                | DirectoryError::ServiceExpired { .. }),
            ) => error,
            Err(error) => return Err(error.into()),
        };
        tried.push(Tried { version, error });
    }
    match no_way {
        Some(error) if tried.is_empty() => Err(error.into()),
        _ => Err(ChooseError::NoneOffered {
            reader: query.reader.clone(),
            number: query.number.to_owned(),
            tried,
        }),
    }
}
