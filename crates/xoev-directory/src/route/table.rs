//! The routing table: rows for each version and number.

use std::collections::BTreeMap;
use std::path::Path;

use super::service::ServiceFor;
use super::{Modes, Role, Route, RouteError, SOURCES, Service, Source, TableError};
use crate::version::Version;

const ROUTES: &str = include_str!("../../data/routes.tsv");
const ROLES: &str = include_str!("../../data/roles.tsv");

const ROUTE_COLUMNS: &str = "version\tnummer\tnachricht\tkapitel\tweg\tquelle_weg\tdienst\tquelle_dienst\tautor\tleser\tquelle_rollen";
const ROLE_COLUMNS: &str = "rolle\tname\tpraefixe\tschluessel\tquelle";

/// Ways of messages, by version of the standard and number of the message.
///
/// Tables are text: a row for each message, columns separated by a tabulator, the first line names
/// the columns. `data/routes.tsv` of this crate is the bundled one.
///
/// | column | what |
/// |---|---|
/// | `version` | version of the standard, as `26.11` |
/// | `nummer` | number of the message, four or six digits |
/// | `nachricht` | name of the message |
/// | `kapitel` | chapter of the standard |
/// | `weg` | `synchron`, `asynchron` or `beides` |
/// | `dienst` | a [`Service`], or several for readers of different roles, as `ane=ASYLBAMFAE abh={asyl-bamf-abh}` |
/// | `autor`, `leser` | roles, separated by commas; `-` if nobody says who |
/// | `quelle_…` | where the statement is from: [`Source`] |
///
/// ```
/// use xoev_directory::{Key, Mode, RoutingTable, ServiceNames, Version};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let table = RoutingTable::bundled()?;
/// let version: Version = "26.11".parse()?;
/// let route = table.find(&version, "010201")?;
/// let (here, there): (Key, Key) = ("azr:120000".parse()?, "azr:130000".parse()?);
/// route.check(Mode::Asynchronous, &here, &there)?;
/// assert_eq!(
///     route.service_uri(&version, &there, &ServiceNames::default())?,
///     "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingTable {
    rows: BTreeMap<String, BTreeMap<String, Route>>,
}

impl RoutingTable {
    /// The table of all messages of the bundled release, and of the XInneres base module.
    ///
    /// # Errors
    /// [`TableError`] if the program was built wrongly.
    pub fn bundled() -> Result<RoutingTable, TableError> {
        RoutingTable::from_text(ROUTES, ROLES)
    }

    /// A table from a file, with the bundled roles.
    ///
    /// # Errors
    /// [`TableError`]
    pub fn read(path: impl AsRef<Path>) -> Result<RoutingTable, TableError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| TableError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        RoutingTable::from_text(&text, ROLES)
    }

    /// A table from text: its rows, and the roles that they name (as `data/roles.tsv` of this crate).
    ///
    /// # Errors
    /// [`TableError::Row`]
    pub fn from_text(routes: &str, roles: &str) -> Result<RoutingTable, TableError> {
        let roles = read_roles(roles)?;
        let mut table = RoutingTable::default();
        for row in Rows::of("routes", routes, ROUTE_COLUMNS)? {
            let row = row?;
            let route = read_route(&row, &roles)?;
            let (version, number) = (route.version.to_string(), route.number.clone());
            let of_version = table.rows.entry(version).or_default();
            if of_version.insert(number, route).is_some() {
                return Err(row.error("the message has a row already"));
            }
        }
        Ok(table)
    }

    /// Takes over all rows of another table; they replace those of the same version and number.
    pub fn overlay(&mut self, other: RoutingTable) {
        for (version, rows) in other.rows {
            self.rows.entry(version).or_default().extend(rows);
        }
    }

    /// Lets keys with one more prefix have a role, by its short name: directories give prefixes that
    /// no schema states. Gives false if no row names the role.
    pub fn allow_prefix(&mut self, role: &str, prefix: &str) -> bool {
        let mut found = false;
        let routes = self.rows.values_mut().flat_map(BTreeMap::values_mut);
        for route in routes {
            let of_services = route.services.iter_mut().filter_map(|s| s.reader.as_mut());
            let roles = route.authors.iter_mut().chain(&mut route.readers);
            for known in roles.chain(of_services).filter(|known| known.id == role) {
                found = true;
                // A role without prefixes admits all keys already.
                if !known.prefixes.is_empty() && !known.prefixes.iter().any(|p| p == prefix) {
                    known.prefixes.push(prefix.to_owned());
                }
            }
        }
        found
    }

    /// The way of a message; none if the table does not have it.
    pub fn route(&self, version: &Version, number: &str) -> Option<&Route> {
        self.rows.get(version.as_str())?.get(number)
    }

    /// The way of a message.
    ///
    /// # Errors
    /// [`RouteError::Unknown`]
    pub fn find(&self, version: &Version, number: &str) -> Result<&Route, RouteError> {
        self.route(version, number)
            .ok_or_else(|| RouteError::Unknown {
                version: version.to_string(),
                number: number.chars().take(20).collect(),
            })
    }

    /// All rows, by version and number.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        self.rows.values().flat_map(BTreeMap::values)
    }
}

fn read_roles(text: &str) -> Result<BTreeMap<String, Role>, TableError> {
    let mut roles = BTreeMap::new();
    for row in Rows::of("roles", text, ROLE_COLUMNS)? {
        let row = row?;
        let [id, name, prefixes, key] = [0, 1, 2, 3].map(|i| row.cells[i]);
        let prefixes: Vec<String> = list(prefixes).map(str::to_owned).collect();
        let sound = |p: &String| p.len() == 3 && p.bytes().all(|b| b.is_ascii_lowercase());
        if !prefixes.iter().all(sound) {
            return Err(row.error("a prefix has three small letters"));
        }
        let role = Role {
            id: id.to_owned(),
            name: name.to_owned(),
            prefixes,
            key: list(key).next().map(str::to_owned),
        };
        if roles.insert(id.to_owned(), role).is_some() {
            return Err(row.error("the role has a row already"));
        }
    }
    Ok(roles)
}

fn read_route(row: &Row<'_>, roles: &BTreeMap<String, Role>) -> Result<Route, TableError> {
    let role = |id: &str| match roles.get(id) {
        Some(role) => Ok(role.clone()),
        None => Err(row.error(&format!("there is no role {id:?}"))),
    };
    let source = |i: usize| match SOURCES.iter().find(|(name, _)| *name == row.cells[i]) {
        Some((_, source)) => Ok::<Source, TableError>(*source),
        None => Err(row.error(&format!("there is no source {:?}", row.cells[i]))),
    };
    let version: Version = row.cells[0]
        .parse()
        .map_err(|_| row.error(&format!("{:?} is no version", row.cells[0])))?;
    let number = row.cells[1];
    if !matches!(number.len(), 4 | 6) || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(row.error("a number has four or six digits"));
    }
    let modes = match row.cells[4] {
        "synchron" => Modes::Synchronous,
        "asynchron" => Modes::Asynchronous,
        "beides" => Modes::Both,
        other => return Err(row.error(&format!("there is no way {other:?}"))),
    };
    let mut services = Vec::new();
    for text in row.cells[6].split(' ') {
        let (reader, text) = match text.split_once('=') {
            Some((id, text)) => (Some(role(id)?), text),
            None => (None, text),
        };
        let service = Service::parse(text);
        let service = service.ok_or_else(|| row.error(&format!("{text:?} is no service")))?;
        services.push(ServiceFor { reader, service });
    }
    Ok(Route {
        version,
        number: number.to_owned(),
        message: row.cells[2].to_owned(),
        chapter: row.cells[3].to_owned(),
        modes,
        modes_source: source(5)?,
        service_source: source(7)?,
        authors: list(row.cells[8]).map(role).collect::<Result<_, _>>()?,
        readers: list(row.cells[9]).map(role).collect::<Result<_, _>>()?,
        roles_source: source(10)?,
        services,
    })
}

/// Parts between commas; none in `-`.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .filter(|part| !part.is_empty() && *part != "-")
}

/// A row of a table, with its place.
struct Row<'a> {
    table: &'static str,
    line: usize,
    cells: Vec<&'a str>,
}

impl Row<'_> {
    fn error(&self, text: &str) -> TableError {
        TableError::Row {
            table: self.table,
            line: self.line,
            text: text.to_owned(),
        }
    }
}

/// The rows of a table, without the first line and empty ones.
struct Rows<'a> {
    table: &'static str,
    columns: usize,
    lines: std::iter::Skip<std::iter::Enumerate<std::str::Lines<'a>>>,
}

impl<'a> Rows<'a> {
    fn of(table: &'static str, text: &'a str, columns: &str) -> Result<Rows<'a>, TableError> {
        if text.lines().next() != Some(columns) {
            return Err(TableError::Row {
                table,
                line: 1,
                text: format!("the columns have to be {}", columns.replace('\t', ", ")),
            });
        }
        Ok(Rows {
            table,
            columns: columns.split('\t').count(),
            lines: text.lines().enumerate().skip(1),
        })
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Result<Row<'a>, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (at, line) = self.lines.by_ref().find(|(_, line)| !line.is_empty())?;
        let row = Row {
            table: self.table,
            line: at + 1,
            cells: line.split('\t').collect(),
        };
        if row.cells.len() != self.columns || row.cells.iter().any(|cell| cell.is_empty()) {
            return Some(Err(
                row.error(&format!("{} columns are needed", self.columns))
            ));
        }
        Some(Ok(row))
    }
}
