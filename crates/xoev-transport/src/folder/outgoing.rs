//! The outgoing folder: parcels are put out, taken back, and asked about.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use uuid::Uuid;

use super::disk::{self, is_file};
use super::sidecar::{Sidecar, attachment_name, message_name, sidecar_name};
use super::{CANCELLED, Inner, SENT, TAKEN, failed, later, permanent, unknown};
use crate::{Failure, FailureClass, Parcel, Status};

/// The most bytes of a text beside a status.
const MAX_TEXT: u64 = 64 * 1024;
/// The most bytes of the file with what is on the outside.
pub(super) const MAX_SIDECAR: u64 = 1024 * 1024;

impl Inner {
    /// Makes all folders.
    pub(super) fn make_folders(&self) -> io::Result<()> {
        let settings = &self.settings;
        for name in [TAKEN, CANCELLED, SENT] {
            self.disk.make_subfolder(&settings.outgoing.join(name))?;
        }
        self.disk.make_subfolder(&settings.incoming.join(TAKEN))?;
        if let Some(status) = &settings.status {
            self.disk.make_folder(status)?;
        }
        Ok(())
    }

    /// Whether a parcel can be carried at all.
    pub(super) fn check(&self, parcel: &Parcel) -> Result<(), Failure> {
        let most = self.settings.max_bytes;
        if parcel.size() > most {
            return Err(Failure::new(
                FailureClass::Repair,
                "too-large",
                format!(
                    "Die Nachricht hat mit ihren Anlagen {} Bytes, erlaubt sind {most}.",
                    parcel.size()
                ),
            ));
        }
        if parcel.attachments.len() > Parcel::MAX_ATTACHMENTS {
            return Err(Failure::new(
                FailureClass::Repair,
                "attachments",
                format!("Es sind mehr als {} Anlagen.", Parcel::MAX_ATTACHMENTS),
            ));
        }
        Ok(())
    }

    /// Puts a parcel out, once for each id.
    pub(super) fn put_out(&self, parcel: &Parcel, id: Uuid) -> Result<(), Failure> {
        let _held = self.outgoing.lock();
        let folder = &self.settings.outgoing;
        let sidecar = Sidecar::of(parcel, id);
        let beside =
            serde_json::to_vec_pretty(&sidecar).map_err(|e| permanent("folder", e.to_string()))?;
        if beside.len() as u64 > MAX_SIDECAR {
            return Err(Failure::new(
                FailureClass::Repair,
                "metadata",
                "Die Angaben zur Nachricht sind zu groß.",
            ));
        }
        if is_file(&folder.join(CANCELLED).join(sidecar_name(id))) {
            return Err(Failure::new(
                FailureClass::Repair,
                "cancelled",
                "Die Sendung wurde zurückgezogen; eine neue braucht eine neue Kennung.",
            ));
        }
        if !self.was_sent(id) {
            self.write(parcel, id, &beside).map_err(|e| later(&e))?;
        }
        // From here on the parcel can be seen; it must also be there after a crash.
        let unclear = |e: &io::Error| {
            failed(
                FailureClass::UnknownOutcome,
                "Die Sendung ist vielleicht nicht gesichert",
                e,
            )
        };
        self.disk.sync(folder).map_err(|e| unclear(&e))?;
        let sent = folder.join(SENT);
        if !is_file(&sent.join(id.to_string())) {
            self.disk
                .publish(&sent, &id.to_string(), b"")
                .and_then(|()| self.disk.sync(&sent))
                .map_err(|e| unclear(&e))?;
        }
        Ok(())
    }

    fn write(&self, parcel: &Parcel, id: Uuid, beside: &[u8]) -> io::Result<()> {
        let folder = &self.settings.outgoing;
        for (attachment, number) in parcel.attachments.iter().zip(1..) {
            self.disk
                .publish(folder, &attachment_name(id, number), &attachment.content)?;
        }
        self.disk
            .publish(folder, &message_name(id), &parcel.content)?;
        // The names before it must not be lost when its name is kept.
        self.disk.sync(folder)?;
        self.disk.publish(folder, &sidecar_name(id), beside)
    }

    /// Whether a parcel of this id was put out before.
    fn was_sent(&self, id: Uuid) -> bool {
        let folder = &self.settings.outgoing;
        is_file(&folder.join(sidecar_name(id)))
            || is_file(&folder.join(SENT).join(id.to_string()))
            || self.was_taken(id)
            || self.said(id, "ok")
            || self.said(id, "fehler")
    }

    fn was_taken(&self, id: Uuid) -> bool {
        let taken = self.settings.outgoing.join(TAKEN);
        is_file(&taken.join(sidecar_name(id)))
    }

    fn said(&self, id: Uuid, what: &str) -> bool {
        let status = self.settings.status.as_ref();
        status.is_some_and(|s| is_file(&s.join(format!("{id}.{what}"))))
    }

    /// Takes back a parcel that was not taken.
    pub(super) fn take_back(&self, id: Uuid) -> Result<(), Failure> {
        let _held = self.outgoing.lock();
        let folder = &self.settings.outgoing;
        let cancelled = folder.join(CANCELLED);
        let name = sidecar_name(id);
        let here = self
            .disk
            .transfer(folder, &cancelled, &name)
            .map_err(|e| later(&e))?;
        if !here && !is_file(&cancelled.join(&name)) {
            return Err(if self.was_sent(id) {
                permanent("taken", "Die Sendung ist schon abgeholt.")
            } else {
                unknown(&id.to_string())
            });
        }
        self.move_rest(folder, &cancelled, id)
            .map_err(|e| later(&e))
    }

    /// Moves what belongs to a parcel whose `<id>.json` was moved.
    pub(super) fn move_rest(&self, from: &Path, to: &Path, id: Uuid) -> io::Result<()> {
        let beside = disk::read(&to.join(sidecar_name(id)), MAX_SIDECAR)?;
        let sidecar = beside.and_then(|b| Sidecar::read(&b, id));
        for name in sidecar.iter().flat_map(|s| s.names()).skip(1) {
            self.disk.transfer(from, to, &name)?;
        }
        self.disk.sync(to)?;
        self.disk.sync(from)
    }

    /// What became of a parcel.
    pub(super) fn status(&self, id: Uuid) -> Result<Status, Failure> {
        let folder = &self.settings.outgoing;
        if is_file(&folder.join(CANCELLED).join(sidecar_name(id))) {
            return Ok(Status::Failed(permanent(
                "cancelled",
                "Die Sendung wurde zurückgezogen.",
            )));
        }
        if !self.was_sent(id) {
            return Err(unknown(&id.to_string()));
        }
        let Some(status) = &self.settings.status else {
            let waits = is_file(&folder.join(sidecar_name(id)));
            return Ok(if waits {
                Status::Open
            } else {
                Status::Delivered {
                    warnings: Vec::new(),
                }
            });
        };
        let text = |what: &str| -> Result<Option<String>, Failure> {
            let text = disk::read(&status.join(format!("{id}.{what}")), MAX_TEXT);
            let text = text.map_err(|e| later(&e))?;
            Ok(text.map(|t| String::from_utf8_lossy(&t).trim().to_owned()))
        };
        if let Some(text) = text("fehler")? {
            return Ok(Status::Failed(reported(&text)));
        }
        Ok(match text("ok")? {
            Some(text) => Status::Delivered {
                warnings: Some(text).filter(|t| !t.is_empty()).into_iter().collect(),
            },
            None => Status::Open,
        })
    }

    /// Whether the folders can be written to.
    pub(super) fn try_out(&self) -> io::Result<()> {
        self.make_folders()?;
        let sent = self.settings.outgoing.join(SENT);
        let name = format!("probe-{}", Uuid::new_v4());
        self.disk.publish(&sent, &name, b"")?;
        fs::remove_file(sent.join(name))?;
        fs::read_dir(&self.settings.incoming)?;
        Ok(())
    }

    /// Removes marks and broken attempts that were made before this time.
    pub(super) fn tidy(&self, before: SystemTime) -> io::Result<u64> {
        let outgoing = &self.settings.outgoing;
        let sent = outgoing.join(SENT);
        let mut removed = 0;
        for folder in [outgoing, &sent] {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let metadata = entry.metadata()?;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let broken = name.starts_with('.') && name.ends_with(".tmp");
                let mark = folder == &sent && super::uuid(&name).is_some();
                if metadata.is_file() && (broken || mark) && metadata.modified()? < before {
                    fs::remove_file(entry.path())?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }
}

/// What the other program says went wrong. Of the codes of OSCI, 9805 says that the parcel went to the
/// wrong place.
fn reported(text: &str) -> Failure {
    let code: String = text.chars().take_while(char::is_ascii_digit).collect();
    let class = match code.as_str() {
        "9805" => FailureClass::Readdress,
        _ => FailureClass::Permanent,
    };
    let code = if code.len() == 4 {
        code
    } else {
        "fehler".to_owned()
    };
    Failure::new(class, code, text)
}
