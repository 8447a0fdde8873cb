//! The incoming folder as a mailbox.

use std::fs;
use std::io;
use std::time::SystemTime;

use uuid::Uuid;

use super::disk;
use super::outgoing::MAX_SIDECAR;
use super::sidecar::{Sidecar, attachment_name, message_name, sidecar_name};
use super::{Inner, TAKEN, later, permanent, unknown, uuid};
use crate::{Address, Failure, FailureClass, Parcel, Waiting};

impl Inner {
    /// What waits for a reader, the oldest first.
    pub(super) fn list(&self, reader: &Address, limit: usize) -> io::Result<Vec<Waiting>> {
        let mut found: Vec<(SystemTime, Uuid)> = Vec::new();
        for entry in fs::read_dir(&self.settings.incoming)? {
            let entry = entry?;
            let name = entry.file_name();
            let id = name.to_str().and_then(|n| n.strip_suffix(".json"));
            let Some(id) = id.and_then(uuid) else {
                continue;
            };
            // It may have been taken since.
            let Ok(metadata) = fs::symlink_metadata(entry.path()) else {
                continue;
            };
            if metadata.is_file() {
                found.push((metadata.modified()?, id));
            }
        }
        found.sort_unstable();
        let mut waiting = Vec::new();
        for (_, id) in found {
            if waiting.len() >= limit {
                break;
            }
            match self.beside(id) {
                Ok(Some(sidecar)) if sidecar.is_for(reader) && self.is_whole(&sidecar, id) => {
                    waiting.push(sidecar.waiting());
                }
                Ok(_) => {}
                // What the error says may hold words of others.
                Err(error) => tracing::warn!(%id, kind = ?error.kind(), "not readable"),
            }
        }
        Ok(waiting)
    }

    fn beside(&self, id: Uuid) -> io::Result<Option<Sidecar>> {
        let path = self.settings.incoming.join(sidecar_name(id));
        let bytes = disk::read(&path, MAX_SIDECAR)?;
        Ok(bytes.and_then(|b| Sidecar::read(&b, id)))
    }

    /// Whether all files of a parcel are there, with their sizes: another program may not write as
    /// carefully.
    fn is_whole(&self, sidecar: &Sidecar, id: Uuid) -> bool {
        let incoming = &self.settings.incoming;
        let has = |name: String, size| {
            fs::symlink_metadata(incoming.join(name)).is_ok_and(|m| m.is_file() && m.len() == size)
        };
        has(message_name(id), sidecar.size)
            && sidecar
                .attachments
                .iter()
                .zip(1..)
                .all(|(a, number)| has(attachment_name(id, number), a.size))
    }

    /// A parcel out of the folder.
    pub(super) fn fetch(&self, reader: &Address, id: Uuid) -> Result<Parcel, Failure> {
        let sidecar = self.beside(id).map_err(|e| later(&e))?;
        let sidecar = sidecar
            .filter(|s| s.is_for(reader))
            .ok_or_else(|| unknown(&id.to_string()))?;
        if sidecar.total() > self.settings.max_bytes {
            return Err(permanent(
                "too-large",
                format!(
                    "Die Sendung hat {} Bytes, erlaubt sind {}.",
                    sidecar.total(),
                    self.settings.max_bytes
                ),
            ));
        }
        let file = |name: String, size: u64| {
            let path = self.settings.incoming.join(name);
            let content = disk::read(&path, size).map_err(|e| later(&e))?;
            content.filter(|c| c.len() as u64 == size).ok_or_else(|| {
                Failure::new(
                    FailureClass::RetryLater,
                    "incomplete",
                    "Die Sendung ist noch nicht vollständig.",
                )
            })
        };
        let content = file(message_name(id), sidecar.size)?;
        let attachments = sidecar
            .attachments
            .iter()
            .zip(1..)
            .map(|(a, number)| file(attachment_name(id, number), a.size))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(sidecar.parcel(content, attachments))
    }

    /// Moves a parcel to where taken ones are. One that is there already, or unknown, is no error.
    pub(super) fn acknowledge(&self, reader: &Address, id: Uuid) -> io::Result<()> {
        let incoming = &self.settings.incoming;
        let taken = incoming.join(TAKEN);
        if let Some(sidecar) = self.beside(id)? {
            if !sidecar.is_for(reader) {
                return Ok(());
            }
            self.disk.transfer(incoming, &taken, &sidecar_name(id))?;
        }
        if disk::is_file(&taken.join(sidecar_name(id))) {
            self.move_rest(incoming, &taken, id)?;
        }
        Ok(())
    }
}
