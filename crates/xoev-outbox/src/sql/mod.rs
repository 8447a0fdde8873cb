//! The store on SQLite or PostgreSQL: the same statements for both, but for what is named in
//! [`Dialect`].

mod rows;
mod statements;

use std::path::Path;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _};

use crate::error::StoreError;

/// What differs between the databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// How a transaction that writes begins. SQLite has to say so at once, or two that have read
    /// would wait for each other.
    const fn begin(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }

    /// Behind a selection of rows that only one worker may get.
    const fn skip_locked(self) -> &'static str {
        match self {
            // There is one writer at a time.
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// A migration, in the words of the database.
    fn migration(self, text: &str) -> String {
        let (id, bytes) = match self {
            Dialect::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB"),
            Dialect::Postgres => ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA"),
        };
        text.replace("{ID}", id).replace("{BYTES}", bytes)
    }
}

/// Version, name and text of each migration, ascending. Published ones never change.
const MIGRATIONS: &[(i64, &str, &str)] = &[(
    1,
    "outbox",
    include_str!("../../migrations/0001_outbox.sql"),
)];

/// A store in a file of SQLite, or in a database of PostgreSQL that many machines share.
///
/// A clone is the same store.
#[derive(Clone, Debug)]
pub struct SqlStore {
    pool: AnyPool,
    dialect: Dialect,
}

impl SqlStore {
    /// Opens a file of SQLite, or makes it: only its owner may read it, since it holds personal
    /// data. What is committed is on the disk before a call returns (write-ahead log, full
    /// synchronization).
    ///
    /// # Errors
    /// [`StoreError`] if the file can't be made or holds something else.
    pub async fn sqlite(path: impl AsRef<Path>) -> Result<SqlStore, StoreError> {
        let path = path.as_ref();
        let file = owned_file(path)?;
        drop(file);
        let path = path.to_str().ok_or_else(|| {
            let text = format!("the path {} is no UTF-8", path.display());
            std::io::Error::new(std::io::ErrorKind::InvalidInput, text)
        })?;
        let url = format!("sqlite://{}?mode=rwc", escaped(path));
        SqlStore::open(&url, Dialect::Sqlite, 4).await
    }

    /// Connects to a database of PostgreSQL, with so many connections at most. The address is a URL
    /// as `postgres://user:password@host/database`.
    ///
    /// # Errors
    /// [`StoreError`] if it can't be reached or its tables can't be made.
    pub async fn postgres(url: &str, connections: u32) -> Result<SqlStore, StoreError> {
        SqlStore::open(url, Dialect::Postgres, connections).await
    }

    async fn open(url: &str, dialect: Dialect, most: u32) -> Result<SqlStore, StoreError> {
        sqlx::any::install_default_drivers();
        // The first connection apart: what is wrong is told at once, not after a time of waiting
        // for the pool.
        let mut first = AnyConnection::connect(url).await?;
        prepare(&mut first, dialect).await?;
        let migrations = MIGRATIONS.iter().map(|(version, name, text)| {
            Migration::new(
                *version,
                (*name).into(),
                MigrationType::Simple,
                dialect.migration(text).into(),
                false,
            )
        });
        let migrator = Migrator {
            migrations: migrations.collect(),
            ..Migrator::DEFAULT
        };
        migrator.run(&mut first).await?;
        first.close().await?;
        let pool = AnyPoolOptions::new()
            .max_connections(most)
            .after_connect(move |connection, _| Box::pin(prepare(connection, dialect)))
            .connect_lazy(url)?;
        Ok(SqlStore { pool, dialect })
    }

    /// Waits until all connections are closed.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Sets up a connection.
async fn prepare(connection: &mut AnyConnection, dialect: Dialect) -> Result<(), sqlx::Error> {
    if dialect == Dialect::Sqlite {
        connection
            .execute(
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
                 PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
            )
            .await?;
    }
    Ok(())
}

/// Makes the file if it is not there, readable only for its owner where the system knows that.
fn owned_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A path in a URL.
fn escaped(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '%' | '?' | '#' => url.push_str(&format!("%{:02X}", c as u32)),
            c => url.push(c),
        }
    }
    url
}
