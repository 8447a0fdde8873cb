//! A full disk, and one that can only be read: a small file system in memory, which only the child
//! process of the test sees.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use xoev_outbox::inbox::{ArrivalFilter, Received};
use xoev_outbox::{InboxError, StoreError, SubmitError};

use super::*;

/// Names the file system; its presence makes the test the child process.
const FOLDER: &str = "XOEV_FAULTS_FOLDER";
/// What the shell says if it may not mount.
const NO_MOUNT: i32 = 77;

/// Takes all the space that is left.
fn fill(folder: &Path) {
    let mut file = File::create(folder.join("filler")).expect("a file");
    while file.write_all(&[0; 4096]).is_ok() {}
    // Less than a page may be left.
    while file.write_all(&[0]).is_ok() {}
}

fn free(folder: &Path) {
    fs::remove_file(folder.join("filler")).expect("removed");
}

/// Fills the disk while it sends, so that the answer can't be stored.
struct Filling<'s>(&'s Register, &'s Path);

impl Sender for Filling<'_> {
    async fn send(&self, dispatch: &Dispatch) -> Outcome {
        self.0.count(dispatch);
        fill(self.1);
        accepted(vec![b'x'; 400_000])
    }
}

fn is_full(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(_)) && error.to_string().contains("full")
}

/// Mounts the file system in another way.
async fn mount(folder: &Path, how: &str) {
    for _ in 0..100 {
        let done = Command::new("mount").args(["-o", how]).arg(folder).output();
        if done.is_ok_and(|d| d.status.success()) {
            return;
        }
        // A connection of the store may still be on its way to its end.
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("mount {how}");
}

async fn in_the_child(folder: &Path) {
    let path = folder.join("outbox.db");
    let s = setup(SqlStore::sqlite(&path).await.expect("a store"));
    s.outbox.submit(message("sent", 100)).await.expect("taken");

    // Nobody knows what the register said, since it could not be stored.
    let sent = s.outbox.work("w", 1, &Filling(&s.register, folder)).await;
    assert!(sent.as_ref().is_err_and(is_full), "{sent:?}");

    // What is not stored is not acknowledged.
    let mut taken = Vec::new();
    let refused = loop {
        let uuid = format!("full-{}", taken.len());
        match s.outbox.submit(message(&uuid, 40_000)).await {
            Ok(submitted) => taken.push(submitted.uuid),
            Err(SubmitError::Store(error)) if is_full(&error) => break uuid,
            Err(error) => panic!("another error: {error}"),
        }
        assert!(taken.len() < 100, "it is not full");
    };
    let received = s.inbox.receive(arrival("arrived", 40_000)).await;
    match received {
        Err(InboxError::Store(error)) if is_full(&error) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(s.state(&refused).await, None, "reading works all the time");

    free(folder);
    for uuid in &taken {
        assert!(s.state(uuid).await.is_some(), "{uuid} was acknowledged");
    }
    let filter = ArrivalFilter::default();
    assert!(s.inbox.list(&filter).await.expect("a list").is_empty());
    s.outbox
        .submit(message(&refused, 40_000))
        .await
        .expect("taken now");
    let received = s.inbox.receive(arrival("arrived", 40_000)).await;
    assert!(matches!(received, Ok(Received::New(_))), "{received:?}");
    s.was_repeated("sent").await;
    assert_eq!(s.register.came(&refused), (1, 0));

    // A store that can only be read.
    s.outbox.store().close().await;
    drop(s);
    mount(folder, "remount,bind,ro").await;
    let closed = SqlStore::sqlite(&path).await;
    assert!(matches!(closed, Err(StoreError::File(_))), "{closed:?}");
    mount(folder, "remount,bind,rw").await;
    let s = setup(SqlStore::sqlite(&path).await.expect("a store again"));
    assert_eq!(s.state("sent").await, Some(State::Done));
    s.outbox.submit(message("after", 100)).await.expect("taken");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return in_the_child(&PathBuf::from(folder)).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = format!("mount -t tmpfs -o size=3m none \"$0\" || exit {NO_MOUNT}; exec \"$@\"");
    let child = |how: &[&str]| {
        let mut command = Command::new("unshare");
        command
            .args(how)
            .args(["sh", "-c", &script])
            .arg(folder.path());
        command.arg(std::env::current_exe().expect("this program"));
        command.args([
            "--exact",
            "disk::a_full_disk_loses_nothing_that_was_acknowledged",
        ]);
        command.arg("--nocapture").env(FOLDER, folder.path());
        command.output()
    };
    // The administrator may mount, others only where they are it.
    let outcome = match child(&["-m"]) {
        Ok(done) if done.status.success() => Ok(done),
        Ok(done) if done.status.code() == Some(101) => Ok(done),
        _ => child(&["-r", "-m"]),
    };
    let Ok(done) = outcome else {
        println!("SKIPPED: unshare is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&done.stderr);
    if done.status.code() == Some(NO_MOUNT) || said.starts_with("unshare:") {
        println!("SKIPPED: no file system may be mounted here: {said}");
        return;
    }
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{told}{said}");
    assert!(told.contains("1 passed"), "{told}");
}
