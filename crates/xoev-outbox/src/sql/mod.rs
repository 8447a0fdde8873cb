//! The store on SQLite or PostgreSQL: the same statements for both, but for what is named in
//! [`Dialect`].

mod arrivals;
mod changes;
mod duties;
mod inbox;
mod rows;
mod statements;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _, Row as _};

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
            // Whatever the default of the server is: who has waited for a lane has to see what was
            // done in it.
            Dialect::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
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

    /// Behind a selection of rows that nobody may change until the transaction ends; what has just
    /// been changed is seen as it is then.
    const fn share(self) -> &'static str {
        match self {
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR SHARE",
        }
    }

    /// Behind a table: the index to be used. SQLite would take another one, and sort.
    fn indexed_by(self, index: &str) -> String {
        match self {
            Dialect::Sqlite => format!(" INDEXED BY {index}"),
            Dialect::Postgres => String::new(),
        }
    }

    /// A migration, in the words of the database.
    fn migration(self, text: &str) -> String {
        let (id, bytes) = match self {
            Dialect::Sqlite => ("INTEGER PRIMARY KEY", "BLOB"),
            Dialect::Postgres => ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA"),
        };
        text.replace("{ID}", id).replace("{BYTES}", bytes)
    }
}

/// How long a connection that nobody uses counts as alive without being asked. One that is cut within
/// it fails the next call, as if it had been cut in it.
const TRUSTED: Duration = Duration::from_millis(100);

/// Version and text of each migration, ascending. Published ones never change.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_outbox.sql")),
    (2, include_str!("../../migrations/0002_inbox.sql")),
];

/// A store in a file of SQLite, or in a database of PostgreSQL that many machines share.
///
/// A clone is the same store.
#[derive(Clone, Debug)]
pub struct SqlStore {
    pool: AnyPool,
    dialect: Dialect,
}

impl SqlStore {
    /// Opens a file of SQLite, or makes it. It holds personal data: only its owner may read it from
    /// then on, where the system knows owners. What is committed is on the disk before a call returns (write-ahead log, full
    /// synchronization).
    ///
    /// # Errors
    /// [`StoreError`] if the file can't be made or holds something else.
    pub async fn sqlite(path: impl AsRef<Path>) -> Result<SqlStore, StoreError> {
        let path = owned_file(path.as_ref())?;
        let path = path.to_str().ok_or_else(|| {
            let text = format!("the path {} is no UTF-8", path.display());
            std::io::Error::new(std::io::ErrorKind::InvalidInput, text)
        })?;
        let url = format!("sqlite://{}?mode=rwc", escaped(path));
        SqlStore::open(&url, Dialect::Sqlite, 4).await
    }

    /// Connects to a database of PostgreSQL, with so many connections at most. The address is a URL
    /// as `postgres://user:password@host/database?sslmode=verify-full&sslrootcert=ca.pem`; without
    /// `verify-full`, personal data may go over the network in clear text.
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
        migrate(&mut first, dialect).await?;
        first.close().await?;
        let pool = AnyPoolOptions::new()
            .max_connections(most)
            .after_connect(move |connection, _| Box::pin(prepare(connection, dialect)))
            // Asking each time would take as long as storing does.
            .test_before_acquire(false)
            .before_acquire(|connection, about| {
                Box::pin(async move {
                    // A database that has given up a transaction by itself, as when the disk is
                    // full, leaves a connection that believes to be in it still.
                    if connection.is_in_transaction() {
                        return Ok(false);
                    }
                    if about.idle_for > TRUSTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
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

/// Brings the tables up to date. Of several programs that begin at once, one does it, and the others
/// wait.
async fn migrate(on: &mut AnyConnection, dialect: Dialect) -> Result<(), StoreError> {
    on.execute(dialect.begin()).await?;
    if dialect == Dialect::Postgres {
        on.execute("SELECT 1 FROM (SELECT pg_advisory_xact_lock(7821346590)) locked")
            .await?;
    }
    on.execute("CREATE TABLE IF NOT EXISTS outbox_version (version BIGINT PRIMARY KEY)")
        .await?;
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) FROM outbox_version")
        .fetch_one(&mut *on)
        .await?;
    let found: i64 = row.try_get(0)?;
    if MIGRATIONS.iter().all(|(version, _)| *version < found) {
        return Err(StoreError::Newer(found));
    }
    for (version, text) in MIGRATIONS.iter().filter(|(version, _)| *version > found) {
        on.execute(dialect.migration(text).as_str()).await?;
        sqlx::query("INSERT INTO outbox_version (version) VALUES ($1)")
            .bind(*version)
            .execute(&mut *on)
            .await?;
    }
    on.execute("COMMIT").await?;
    Ok(())
}

/// Makes the file if it is not there, readable only for its owner where the system knows that, and
/// gives its whole path.
fn owned_file(path: &Path) -> std::io::Result<PathBuf> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    let path = path.canonicalize()?;
    #[cfg(unix)]
    for suffix in ["", "-wal", "-shm"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mut name = path.clone().into_os_string();
        name.push(suffix);
        match std::fs::set_permissions(&name, std::fs::Permissions::from_mode(0o600)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(path)
}

/// A path in a URL.
fn escaped(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                url.push(char::from(byte));
            }
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// How many rows are wanted.
fn limit(limit: u32) -> i64 {
    match limit {
        0 => 100,
        limit => i64::from(limit),
    }
}
