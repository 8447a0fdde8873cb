//! Files of others: whatever stands in the place of a file is not followed, not waited for, and not
//! read, even if it takes that place in the moment of opening.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::*;

fn fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[test]
fn only_regular_files_are_read() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::write(at("file"), b"abc").unwrap();
    fs::create_dir(at("folder")).unwrap();
    symlink(at("file"), at("link")).unwrap();
    symlink(at("nothing"), at("dangling")).unwrap();
    fifo(&at("fifo"));
    let _socket = UnixListener::bind(at("socket")).unwrap();
    assert_eq!(read(&at("file"), 3).unwrap(), Some(b"abc".to_vec()));
    assert!(read(&at("file"), 2).is_err(), "too large");
    for other in ["folder", "link", "dangling", "fifo", "socket", "nothing"] {
        assert_eq!(read(&at(other), 99).unwrap(), None, "{other}");
    }
}

/// Somebody puts a file and something else into the same place, in turns, while it is read.
#[test]
fn what_changes_while_it_is_opened_is_neither_followed_nor_waited_for() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::write(at("file"), b"good").unwrap();
    fs::write(at("secret"), b"secret").unwrap();
    fifo(&at("fifo"));
    let place = at("place");
    let done = Arc::new(AtomicBool::new(false));
    let (files, stop) = ([at("file"), at("fifo"), at("secret")], Arc::clone(&done));
    let (aside, target) = (at("aside"), place.clone());
    let changing = std::thread::spawn(move || {
        let [file, fifo, secret] = files;
        while !stop.load(Ordering::Relaxed) {
            for turn in 0..4 {
                match turn {
                    0 | 2 => fs::hard_link(&file, &aside).unwrap(),
                    1 => symlink(&secret, &aside).unwrap(),
                    _ => fs::hard_link(&fifo, &aside).unwrap(),
                }
                fs::rename(&aside, &target).unwrap();
                // A link of the same file is renamed to itself: nothing happens, nothing goes.
                let _ = fs::remove_file(&aside);
            }
        }
    });
    let (say, heard) = mpsc::channel();
    let reading = std::thread::spawn(move || {
        let begin = Instant::now();
        let (mut good, mut none) = (0, 0);
        while begin.elapsed() < Duration::from_secs(3) {
            match read(&place, 99).unwrap() {
                Some(content) => {
                    assert_eq!(content, b"good");
                    good += 1;
                }
                None => none += 1,
            }
        }
        say.send((good, none)).unwrap();
    });
    let counted = heard.recv_timeout(Duration::from_secs(20));
    done.store(true, Ordering::Relaxed);
    changing.join().unwrap();
    let (good, none) = counted.expect("reading waits for a pipe, or read what a link names");
    assert!(good > 0 && none > 0, "{good} {none}");
    reading.join().unwrap();
}

/// The test below, in a process of its own with this umask.
fn with_umask(umask: &str) {
    let this = std::env::current_exe().unwrap();
    let run = Command::new("sh")
        .args(["-c", "umask $1 && exec \"$0\" --exact --ignored \"$2\""])
        .arg(this)
        .arg(umask)
        .arg("folder::disk::tests::files_and_folders_have_their_modes")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "umask {umask}: {text}");
    assert!(text.contains("1 passed"), "{text}");
}

#[test]
fn modes_do_not_depend_on_the_umask() {
    for umask in ["000", "022", "077", "0277"] {
        with_umask(umask);
    }
}

#[test]
#[ignore = "run by the one above, in processes of its own"]
fn files_and_folders_have_their_modes() {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    for (access, files, folders) in [
        (FolderAccess::Owner, 0o600, 0o700),
        (FolderAccess::Group, 0o660, 0o770),
    ] {
        let root = tempfile::tempdir().unwrap();
        let disk = Disk::new(access);
        let (above, folder) = (root.path().join("a"), root.path().join("a/b"));
        disk.make_folder(&folder).unwrap();
        disk.make_folder(&folder).unwrap();
        assert_eq!([mode(&above), mode(&folder)], [folders, folders]);
        disk.publish(&folder, "x", b"content").unwrap();
        assert_eq!(mode(&folder.join("x")), files);

        // What the administrator made stays as it is.
        let made = root.path().join("made");
        fs::create_dir(&made).unwrap();
        fs::set_permissions(&made, fs::Permissions::from_mode(0o2750)).unwrap();
        disk.make_folder(&made).unwrap();
        assert_eq!(mode(&made), 0o2750);
        // The group of a folder that hands it on is handed on.
        disk.make_folder(&made.join("c")).unwrap();
        assert_eq!(mode(&made.join("c")), 0o2000 | folders);
    }
}
