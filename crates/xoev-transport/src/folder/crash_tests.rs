//! Stops after every change of the disk: a parcel is there as a whole or not at all, and going on
//! after the stop leads to where it would have been without.

use std::path::Path;

use chrono::DateTime;

use super::*;
use crate::Attachment;

fn parcel() -> Parcel {
    let (author, reader) = (Address::of("ags:01999001"), Address::of("ags:02999002"));
    let mut parcel = Parcel::new(author, reader, b"<a>1</a>".to_vec(), DateTime::UNIX_EPOCH);
    parcel.transport_id = Some("6f0b1e3e-51c1-4f6e-9d0c-0a4f7a3cf0a1".to_owned());
    parcel.attachments.push(Attachment {
        content_type: "application/pdf".to_owned(),
        file_name: None,
        content: b"12345678".to_vec(),
    });
    parcel
}

fn there(root: &Path) -> FolderSettings {
    let mut settings = FolderSettings::new(root.join("there"));
    settings.incoming = root.join("here/ausgang");
    settings
}

/// One that works, at the end that sends or at the one that receives.
async fn ends(root: &Path) -> (FolderTransport, FolderTransport) {
    let here = FolderTransport::new(FolderSettings::new(root.join("here"))).await;
    let there = FolderTransport::new(there(root)).await;
    (here.unwrap(), there.unwrap())
}

#[tokio::test]
async fn a_stop_while_sending_leaves_all_or_nothing_and_sending_again_delivers_once() {
    let parcel = parcel();
    let mut stops = 0;
    for changes in 0.. {
        let root = tempfile::tempdir().unwrap();
        let (here, there) = ends(root.path()).await;
        let stopping = FolderTransport::on(
            FolderSettings::new(root.path().join("here")),
            Disk::stopping_after(changes),
        );
        let first = stopping.await.unwrap().send(&parcel).await;
        let list = there.list(&parcel.reader, 9).await.unwrap();
        match &first {
            Ok(_) => assert_eq!(list.len(), 1),
            Err(failure) => match failure.class {
                FailureClass::RetryLater => assert!(list.is_empty(), "{changes}"),
                FailureClass::UnknownOutcome => assert_eq!(list.len(), 1, "{changes}"),
                _ => panic!("{failure}"),
            },
        }
        for waiting in &list {
            let fetched = there.fetch(&parcel.reader, &waiting.transport_id).await;
            assert_eq!(fetched.unwrap(), parcel);
            // Taken before the sender repeats.
            let id = &waiting.transport_id;
            there.acknowledge(&parcel.reader, id).await.unwrap();
        }
        here.send(&parcel).await.unwrap();
        let again = there.list(&parcel.reader, 9).await.unwrap();
        assert_eq!(list.len() + again.len(), 1, "after {changes} changes");
        if first.is_ok() {
            break;
        }
        stops += 1;
    }
    assert!(stops > 15, "{stops}");
}

#[tokio::test]
async fn a_stop_while_acknowledging_or_cancelling_is_made_up_for_by_repeating() {
    let parcel = parcel();
    let id = parcel.transport_id.clone().unwrap();
    for cancel in [false, true] {
        let mut stops = 0;
        for changes in 0.. {
            let root = tempfile::tempdir().unwrap();
            let (here, there_) = ends(root.path()).await;
            here.send(&parcel).await.unwrap();
            let (settings, folder) = if cancel {
                (FolderSettings::new(root.path().join("here")), CANCELLED)
            } else {
                (there(root.path()), TAKEN)
            };
            let stopping = FolderTransport::on(settings, Disk::stopping_after(changes));
            let stopping = stopping.await.unwrap();
            let first = act(&stopping, &parcel, &id, cancel).await;
            if first.is_err() {
                let again = if cancel { &here } else { &there_ };
                act(again, &parcel, &id, cancel).await.unwrap();
                stops += 1;
            }
            assert!(there_.list(&parcel.reader, 9).await.unwrap().is_empty());
            let moved = root.path().join("here/ausgang").join(folder);
            for name in [".json", ".xml", ".1.anlage"] {
                assert!(moved.join(format!("{id}{name}")).is_file(), "{changes}");
            }
            if first.is_ok() {
                break;
            }
        }
        assert_eq!(stops, 5, "three files, two folders");
    }
}

async fn act(
    transport: &FolderTransport,
    parcel: &Parcel,
    id: &str,
    cancel: bool,
) -> Result<(), Failure> {
    if cancel {
        let far = DateTime::<Utc>::MAX_UTC;
        transport.cancel(&parcel.author, id, far).await
    } else {
        transport.acknowledge(&parcel.reader, id).await
    }
}

#[tokio::test]
async fn what_broken_attempts_leave_is_tidied_up() {
    let root = tempfile::tempdir().unwrap();
    let settings = FolderSettings::new(root.path().join("here"));
    let stopping = FolderTransport::on(settings, Disk::stopping_after(2));
    let stopping = stopping.await.unwrap();
    stopping.send(&parcel()).await.unwrap_err();
    let outgoing = root.path().join("here/ausgang");
    let hidden = || {
        let names = std::fs::read_dir(&outgoing).unwrap();
        let names = names.map(|e| e.unwrap().file_name().into_string().unwrap());
        names.filter(|n| n.ends_with(".tmp")).count()
    };
    assert_eq!(hidden(), 1);
    assert_eq!(stopping.tidy(DateTime::UNIX_EPOCH).await, Ok(0));
    assert_eq!(hidden(), 1);
    let soon = Utc::now() + chrono::TimeDelta::minutes(1);
    assert_eq!(stopping.tidy(soon).await, Ok(1));
    assert_eq!(hidden(), 0);
}
