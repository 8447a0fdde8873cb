//! Hand-over by files, to a program that has an OSCI client and to the parcels that it got.
//!
//! A parcel is a set of files whose names are made of its id, a UUID, and of nothing else:
//!
//! | file | what |
//! | --- | --- |
//! | `<id>.xml` | the message, byte for byte |
//! | `<id>.1.anlage` and so on | attachments, if there are any |
//! | `<id>.json` | what is on the outside: who to whom, kind, service, sizes |
//!
//! `<id>.json` comes last and goes first: a parcel is there if, and only if, this file is. Whoever
//! takes a parcel moves it to `abgeholt` beside it, `<id>.json` first. Names that begin with a dot,
//! and all other names, are none of the reader's business.
//!
//! Only regular files are read: no links, pipes, devices, sockets, not even if one takes the place of a
//! file while that is opened. Who may read what is written here, [`FolderAccess`] says.

mod disk;
mod mailbox;
mod outgoing;
mod sidecar;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Abilities, Address, Failure, FailureClass, Parcel, Status, Transport, Waiting};

use disk::Disk;

/// Where a taken parcel goes, in the folder that it was taken from.
const TAKEN: &str = "abgeholt";
/// Where a parcel goes that was cancelled.
const CANCELLED: &str = "zurueckgezogen";
/// Where it is remembered which ids were sent.
const SENT: &str = ".gesendet";

/// Who may read and write the files and folders that a [`FolderTransport`] makes, on Unix. They get
/// these modes whatever the umask is; folders that are there already stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FolderAccess {
    /// Only the user that this program runs as: files 0600, folders 0700. The other program has to run
    /// as the same user.
    #[default]
    Owner,
    /// Their group, too: files 0660, folders 0770. The administrator makes the folder above all others,
    /// gives it the group of both programs, and has it handed on to what is made in it (`chmod g+s`).
    Group,
}

/// Where a [`FolderTransport`] writes and reads. All folders are made if they are not there; each
/// must lie on one file system with its own subfolders.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FolderSettings {
    /// Parcels to be sent.
    pub outgoing: PathBuf,
    /// Parcels that came.
    pub incoming: PathBuf,
    /// What the other program says of a parcel: `<id>.ok` or `<id>.fehler`, with a text for people
    /// in UTF-8, that may begin with a code of OSCI. None: a parcel that was taken counts as
    /// delivered.
    pub status: Option<PathBuf>,
    /// The most bytes of message and attachments together. Default: 50 MB.
    pub max_bytes: u64,
    /// Who may read and write what is made here. Default: only the own user.
    pub access: FolderAccess,
}

impl FolderSettings {
    /// The folders `ausgang`, `eingang` and `status` in this one.
    pub fn new(root: impl Into<PathBuf>) -> FolderSettings {
        let root = root.into();
        FolderSettings {
            outgoing: root.join("ausgang"),
            incoming: root.join("eingang"),
            status: Some(root.join("status")),
            max_bytes: 50_000_000,
            access: FolderAccess::Owner,
        }
    }
}

/// Hands parcels over by files, to a program that has an OSCI client.
///
/// Only asynchronously. Ids are UUIDs; [`Transport::new_id`] makes them.
///
/// A parcel is sent when its files are on the disk. Sending again with the same id changes nothing,
/// whether the parcel still waits, was taken, or was removed by the other program.
///
/// ```
/// use chrono::Utc;
/// use xoev_transport::{Address, FolderSettings, FolderTransport, Parcel, Transport as _};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let folder = tempfile::tempdir().unwrap();
/// # let root = folder.path();
/// let transport = FolderTransport::new(FolderSettings::new(root)).await?;
/// let (author, reader) = (Address::of("ags:01999001"), Address::of("ags:02999001"));
/// let mut parcel = Parcel::new(author, reader, b"<nachricht/>".to_vec(), Utc::now());
/// parcel.transport_id = transport.new_id().await?;
/// let id = transport.send(&parcel).await?.unwrap_or_default();
/// assert!(root.join("ausgang").join(format!("{id}.xml")).is_file());
/// # Ok::<(), xoev_transport::Failure>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct FolderTransport {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: FolderSettings,
    disk: Disk,
    /// Held while a parcel is put out or taken back.
    outgoing: Mutex<()>,
}

impl FolderTransport {
    /// Makes the folders if they are not there.
    ///
    /// # Errors
    /// [`Failure`] of class [`FailureClass::Permanent`] if they can't be made.
    pub async fn new(settings: FolderSettings) -> Result<FolderTransport, Failure> {
        let disk = Disk::new(settings.access);
        FolderTransport::on(settings, disk).await
    }

    async fn on(settings: FolderSettings, disk: Disk) -> Result<FolderTransport, Failure> {
        let transport = FolderTransport {
            inner: Arc::new(Inner {
                settings,
                disk,
                outgoing: Mutex::new(()),
            }),
        };
        transport
            .blocking(|inner| {
                inner.make_folders().map_err(|e| {
                    failed(FailureClass::Permanent, "Ein Ordner ist nicht anlegbar", &e)
                })
            })
            .await?;
        Ok(transport)
    }

    /// Forgets which ids were sent before this time, and removes what broken attempts left before
    /// it. Gives how many files were removed. Parcels are never removed.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn tidy(&self, before: DateTime<Utc>) -> Result<u64, Failure> {
        let before = SystemTime::from(before);
        self.blocking(move |inner| inner.tidy(before).map_err(|e| later(&e)))
            .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .unwrap_or_else(|e| {
                Err(Failure::new(
                    FailureClass::UnknownOutcome,
                    "interrupted",
                    e.to_string(),
                ))
            })
    }
}

/// An error of the file system as a failure.
fn failed(class: FailureClass, what: &str, error: &io::Error) -> Failure {
    Failure::new(class, "folder", format!("{what}: {error}"))
}

fn later(error: &io::Error) -> Failure {
    failed(
        FailureClass::RetryLater,
        "Der Ordner ist nicht benutzbar",
        error,
    )
}

fn permanent(code: &str, text: impl Into<String>) -> Failure {
    Failure::new(FailureClass::Permanent, code, text)
}

fn unknown(id: &str) -> Failure {
    // The id may be of any length.
    let id: String = id.chars().take(60).collect();
    permanent("unknown-id", format!("Eine Sendung {id} gibt es nicht."))
}

/// The id of a file name or of a caller: a UUID as it is written here, so that it makes file names
/// that can't leave the folder.
fn uuid(id: &str) -> Option<Uuid> {
    let uuid = Uuid::try_parse(id).ok()?;
    (uuid.to_string() == id).then_some(uuid)
}

fn unsupported(what: &str) -> Failure {
    permanent("unsupported", format!("Ein Ordner kann nicht {what}."))
}

#[async_trait]
impl Transport for FolderTransport {
    fn abilities(&self) -> Abilities {
        Abilities {
            asynchronous: true,
            synchronous: false,
            mailbox: true,
            cancel: true,
            max_bytes: Some(self.inner.settings.max_bytes),
        }
    }

    async fn new_id(&self) -> Result<Option<String>, Failure> {
        Ok(Some(Uuid::new_v4().to_string()))
    }

    async fn send(&self, parcel: &Parcel) -> Result<Option<String>, Failure> {
        let id = match &parcel.transport_id {
            None => Uuid::new_v4(),
            Some(id) => uuid(id).ok_or_else(|| {
                Failure::new(
                    FailureClass::Repair,
                    "id",
                    "Die Kennung der Sendung ist keine UUID.",
                )
            })?,
        };
        self.inner.check(parcel)?;
        let parcel = parcel.clone();
        self.blocking(move |inner| inner.put_out(&parcel, id))
            .await?;
        Ok(Some(id.to_string()))
    }

    async fn send_sync(&self, _: &Parcel) -> Result<Parcel, Failure> {
        Err(unsupported("auf eine Antwort warten"))
    }

    async fn list(&self, reader: &Address, limit: u32) -> Result<Vec<Waiting>, Failure> {
        let reader = reader.clone();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.blocking(move |inner| inner.list(&reader, limit).map_err(|e| later(&e)))
            .await
    }

    async fn fetch(&self, reader: &Address, transport_id: &str) -> Result<Parcel, Failure> {
        let id = uuid(transport_id).ok_or_else(|| unknown(transport_id))?;
        let reader = reader.clone();
        self.blocking(move |inner| inner.fetch(&reader, id)).await
    }

    async fn acknowledge(&self, reader: &Address, transport_id: &str) -> Result<(), Failure> {
        let Some(id) = uuid(transport_id) else {
            return Ok(());
        };
        let reader = reader.clone();
        self.blocking(move |inner| inner.acknowledge(&reader, id).map_err(|e| later(&e)))
            .await
    }

    async fn status(&self, _: &Address, transport_id: &str) -> Result<Status, Failure> {
        let id = uuid(transport_id).ok_or_else(|| unknown(transport_id))?;
        self.blocking(move |inner| inner.status(id)).await
    }

    /// Works until the other program takes the parcel, whatever the time.
    async fn cancel(
        &self,
        _: &Address,
        transport_id: &str,
        _: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let id = uuid(transport_id).ok_or_else(|| unknown(transport_id))?;
        self.blocking(move |inner| inner.take_back(id)).await
    }

    async fn lookup(&self, _: &Address, _: &Address, _: &str) -> Result<bool, Failure> {
        Err(unsupported("nachschlagen, wer erreichbar ist"))
    }

    async fn check(&self, _: &Address) -> Result<(), Failure> {
        self.blocking(|inner| inner.try_out().map_err(|e| later(&e)))
            .await
    }
}

#[cfg(test)]
#[path = "crash_tests.rs"]
mod crash_tests;
