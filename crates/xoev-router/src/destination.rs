//! Under which service a receiver gets a message, by the directory of today; and if there is none,
//! what there is instead.

use chrono::{Datelike, NaiveDate};
use xoev_administration::Nachrichtenkopf;
use xoev_directory::{
    ChooseError, Directory, DirectoryError, Key, Mode as Way, Query, Route, Tried, Version, choose,
};
use xoev_outbox::{Failure, FailureClass, Submission};

use crate::router::Router;

impl Router {
    /// The service under which the receiver gets it, by the directory of today.
    pub(crate) async fn service(
        &self,
        submission: &Submission,
        head: &Nachrichtenkopf,
        route: &Route,
    ) -> Result<String, Failure> {
        let ways = self.ways();
        let Some(directory) = &ways.directory else {
            let text = "the settings name no directory";
            return Err(Failure::new(FailureClass::Permanent, "no-directory", text));
        };
        let author = key(head.autor_kennung())?;
        let reader = key(Some(&submission.recipient))?;
        let query = Query {
            number: &route.number,
            mode: Way::Asynchronous,
            author: &author,
            reader: &reader,
            on: xoev_directory::german_day(self.now()),
        };
        // The message is written already: it goes in its own version or not at all.
        let own = [route.version.clone()];
        let (table, names) = (&ways.table, &ways.names);
        match choose(directory, table, names, &ways.calendar, &own, query).await {
            Ok(destination) => Ok(destination.service),
            Err(ChooseError::NoneOffered { tried, .. }) => {
                Err(self.not_offered(directory, route, query, &tried).await)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// The authority is the right one, and takes the message in another version, or not at all. The
    /// text is for the clerk, and says what it takes.
    async fn not_offered(
        &self,
        directory: &dyn Directory,
        route: &Route,
        query: Query<'_>,
        tried: &[Tried],
    ) -> Failure {
        let asked = tried.iter().map(|tried| &tried.error);
        let asked: Vec<&str> = asked.filter_map(service_of).collect();
        let (mut offered, mut once) = (Vec::new(), Vec::new());
        for version in neighbours(query.on) {
            let uri = route.service_uri(&version, query.reader, &self.ways().names);
            // Services of the base module are the same in several versions.
            let Some(uri) = uri.ok().filter(|uri| !asked.contains(&uri.as_str())) else {
                continue;
            };
            match directory.find(query.reader.as_str(), &uri, query.on).await {
                Ok(entry) if entry.offered(query.on) => offered.push(version.to_string()),
                Ok(_) | Err(DirectoryError::ServiceExpired { .. }) => {
                    once.push(version.to_string())
                }
                // That there is no way is certain; what there is instead is a help.
                Err(_) => {}
            }
        }
        let (reader, number, own) = (query.reader, query.number, &route.version);
        let takes = match (offered.as_slice(), once.as_slice()) {
            ([], []) => {
                let text = format!(
                    "{reader} bietet den Dienst zu {number} in keiner Version an ({})",
                    asked.join(", ")
                );
                return Failure::new(FailureClass::Repair, "service-not-offered", text);
            }
            ([], once) => format!("derzeit keine; im Verzeichnis steht {}", once.join(", ")),
            (offered, _) => offered.join(", "),
        };
        let text = format!("{reader} nimmt {number} nicht in {own} an; angeboten: {takes}");
        Failure::new(FailureClass::Repair, "version-not-offered", text)
    }
}

fn service_of(error: &DirectoryError) -> Option<&str> {
    match error {
        DirectoryError::ServiceUnknown { service, .. }
        | DirectoryError::ServiceExpired { service, .. } => Some(service),
        _ => None,
    }
}

/// The versions that others may still have or have already: those of the half-years around a day,
/// the newest first. Their names follow from their days.
fn neighbours(on: NaiveDate) -> Vec<Version> {
    let year = on.year() % 100;
    let mut all = Vec::new();
    for year in [year + 1, year, year - 1] {
        for month in ["11", "05"] {
            all.extend(format!("{year:02}.{month}").parse::<Version>().ok());
        }
    }
    all
}

fn key(text: Option<&str>) -> Result<Key, Failure> {
    text.unwrap_or_default()
        .parse()
        .map_err(|error: DirectoryError| {
            Failure::new(FailureClass::Readdress, "key", error.to_string())
        })
}

/// What can be done if there is no way to a receiver. Only a directory that is down may answer
/// otherwise later.
fn failed(error: ChooseError) -> Failure {
    let (class, code) = match &error {
        ChooseError::Directory(error) => match error {
            DirectoryError::Down { .. } => (FailureClass::RetryLater, "directory-down"),
            DirectoryError::Refused { .. } => (FailureClass::Permanent, "directory-refused"),
            DirectoryError::OrganisationUnknown { .. } => {
                (FailureClass::Readdress, "organisation-unknown")
            }
            DirectoryError::Key { .. } => (FailureClass::Readdress, "key"),
            DirectoryError::ServiceUnknown { .. } | DirectoryError::ServiceExpired { .. } => {
                (FailureClass::Repair, "service-not-offered")
            }
        },
        ChooseError::NoneOffered { .. } => (FailureClass::Repair, "service-not-offered"),
        ChooseError::NoneValid { .. } => (FailureClass::Repair, "version-ended"),
        ChooseError::Route(_) => (FailureClass::Permanent, "route"),
        _ => (FailureClass::Permanent, "directory"),
    };
    Failure::new(class, code, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neighbours_of_a_day_are_the_versions_of_three_years() {
        let day = "2026-11-22".parse().expect("a day");
        let names: Vec<String> = neighbours(day).iter().map(Version::to_string).collect();
        assert_eq!(
            names,
            ["27.11", "27.05", "26.11", "26.05", "25.11", "25.05"]
        );
    }
}
