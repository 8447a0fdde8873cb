//! The folder transport: the contract of all transports, and what other programs do in the folders.

use std::fs;
use std::path::Path;

use chrono::DateTime;
use tempfile::TempDir;
use xoev_transport::contract::{self, Ends};
use xoev_transport::{
    Address, FailureClass, FolderSettings, FolderTransport, Parcel, Status, Transport,
};

const ID: &str = "6f0b1e3e-51c1-4f6e-9d0c-0a4f7a3cf0a1";

async fn pair(root: &Path) -> (FolderTransport, FolderTransport) {
    let mut here = FolderSettings::new(root.join("here"));
    here.max_bytes = 1000;
    let mut there = FolderSettings::new(root.join("there"));
    there.incoming = here.outgoing.clone();
    (
        FolderTransport::new(here).await.unwrap(),
        FolderTransport::new(there).await.unwrap(),
    )
}

fn parcel() -> Parcel {
    let (author, reader) = (Address::of("ags:01999001"), Address::of("ags:02999002"));
    let mut parcel = Parcel::new(author, reader, b"<a/>".to_vec(), DateTime::UNIX_EPOCH);
    parcel.transport_id = Some(ID.to_owned());
    parcel
}

#[tokio::test]
async fn two_folders_keep_the_contract() {
    let roots: std::sync::Mutex<Vec<TempDir>> = std::sync::Mutex::default();
    contract::run(async || {
        let root = tempfile::tempdir().unwrap();
        let (here, there) = pair(root.path()).await;
        roots.lock().unwrap().push(root);
        Ends::new(Box::new(here), Box::new(there))
    })
    .await;
}

#[tokio::test]
async fn the_other_program_says_what_became_of_a_parcel() {
    let root = tempfile::tempdir().unwrap();
    let (here, _) = pair(root.path()).await;
    here.send(&parcel()).await.unwrap();
    let author = &parcel().author;
    assert_eq!(here.status(author, ID).await, Ok(Status::Open));
    let say =
        |name: String, text: &str| fs::write(root.path().join("here/status").join(name), text);
    say(format!("{ID}.ok"), "").unwrap();
    let delivered = |warnings| Status::Delivered { warnings };
    assert_eq!(here.status(author, ID).await, Ok(delivered(vec![])));
    say(format!("{ID}.ok"), "3802 Antwort nicht signiert\n").unwrap();
    let warning = "3802 Antwort nicht signiert".to_owned();
    assert_eq!(here.status(author, ID).await, Ok(delivered(vec![warning])));
    for (text, code, class) in [
        ("9805 Annahme verweigert", "9805", FailureClass::Readdress),
        ("9999 kaputt", "9999", FailureClass::Permanent),
        ("kaputt", "fehler", FailureClass::Permanent),
    ] {
        say(format!("{ID}.fehler"), text).unwrap();
        let Ok(Status::Failed(failure)) = here.status(author, ID).await else {
            panic!("{text}");
        };
        assert_eq!((failure.code.as_str(), failure.class), (code, class));
        assert_eq!(failure.text, text);
    }
}

#[tokio::test]
async fn what_the_other_program_removed_is_not_sent_again() {
    let root = tempfile::tempdir().unwrap();
    let (here, there) = pair(root.path()).await;
    here.send(&parcel()).await.unwrap();
    let outgoing = root.path().join("here/ausgang");
    fs::remove_file(outgoing.join(format!("{ID}.json"))).unwrap();
    fs::remove_file(outgoing.join(format!("{ID}.xml"))).unwrap();
    here.send(&parcel()).await.unwrap();
    assert_eq!(there.list(&parcel().reader, 9).await.unwrap(), []);
}

#[tokio::test]
async fn without_a_folder_for_states_what_was_taken_is_delivered() {
    let root = tempfile::tempdir().unwrap();
    let mut settings = FolderSettings::new(root.path().join("here"));
    settings.status = None;
    let here = FolderTransport::new(settings).await.unwrap();
    let (_, there) = pair(root.path()).await;
    here.send(&parcel()).await.unwrap();
    let author = &parcel().author;
    assert_eq!(here.status(author, ID).await, Ok(Status::Open));
    there.acknowledge(&parcel().reader, ID).await.unwrap();
    let status = here.status(author, ID).await;
    assert_eq!(status, Ok(Status::Delivered { warnings: vec![] }));
}

#[tokio::test]
async fn foreign_and_half_written_files_are_not_seen() {
    let root = tempfile::tempdir().unwrap();
    let (here, there) = pair(root.path()).await;
    here.send(&parcel()).await.unwrap();
    let outgoing = root.path().join("here/ausgang");
    let beside = fs::read(outgoing.join(format!("{ID}.json"))).unwrap();
    let other = ID.replace("a1", "b2");
    let put = |name: String, content: &[u8]| fs::write(outgoing.join(name), content).unwrap();
    put("liesmich.json".to_owned(), b"{}");
    put("x.xml".to_owned(), b"<a/>");
    put(format!("{other}.xml"), b"<a/>");
    put(format!("{}.json", ID.replace("a1", "c3")), b"{\"form\":");
    put(format!("{}.json", ID.replace("a1", "d4")), &beside);
    put(format!("{}.json", ID.to_uppercase()), &beside);
    fs::create_dir(outgoing.join(format!("{}.json", ID.replace("a1", "e5")))).unwrap();
    let link = outgoing.join(format!("{}.json", ID.replace("a1", "f6")));
    std::os::unix::fs::symlink("/etc/hostname", link).unwrap();
    let reader = &parcel().reader;
    let list = there.list(reader, 99).await.unwrap();
    let ids: Vec<&str> = list.iter().map(|w| w.transport_id.as_str()).collect();
    assert_eq!(ids, [ID]);

    // A message that is still being copied, and one that is a link.
    put(format!("{ID}.xml"), b"<a");
    assert_eq!(there.list(reader, 99).await.unwrap(), []);
    let failure = there.fetch(reader, ID).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater);
    fs::remove_file(outgoing.join(format!("{ID}.xml"))).unwrap();
    let secret = root.path().join("secret");
    fs::write(&secret, b"abcd").unwrap();
    std::os::unix::fs::symlink(&secret, outgoing.join(format!("{ID}.xml"))).unwrap();
    assert_eq!(there.list(reader, 99).await.unwrap(), []);
    assert!(there.fetch(reader, ID).await.is_err());
}

#[tokio::test]
async fn a_folder_within_that_is_a_link_is_refused() {
    for name in ["abgeholt", "zurueckgezogen", ".gesendet"] {
        let root = tempfile::tempdir().unwrap();
        let (here, _) = pair(root.path()).await;
        let folder = root.path().join("here/ausgang").join(name);
        fs::remove_dir(&folder).unwrap();
        let elsewhere = root.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
        let failure = here.check(&parcel().author).await.unwrap_err();
        assert!(failure.text.contains("is a link"), "{failure}");
        let again = FolderTransport::new(FolderSettings::new(root.path().join("here"))).await;
        assert_eq!(again.unwrap_err().class, FailureClass::Permanent);
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    }
    // The folders themselves may be links: where they are is the administrator's choice.
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(root.path().join("elsewhere"), root.path().join("here")).unwrap();
    let (here, there) = pair(root.path()).await;
    here.send(&parcel()).await.unwrap();
    assert_eq!(there.list(&parcel().reader, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_claims_to_be_huge_is_not_read() {
    let root = tempfile::tempdir().unwrap();
    let (here, _) = pair(root.path()).await;
    let (_, there) = pair(&root.path().join("other")).await;
    drop(there);
    here.send(&parcel()).await.unwrap();
    let outgoing = root.path().join("here/ausgang");
    let path = outgoing.join(format!("{ID}.json"));
    let beside = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        beside.replace("\"size\": 4", "\"size\": 4000000000000"),
    )
    .unwrap();
    let mut settings = FolderSettings::new(root.path().join("there"));
    settings.incoming = outgoing;
    let there = FolderTransport::new(settings).await.unwrap();
    let failure = there.fetch(&parcel().reader, ID).await.unwrap_err();
    assert_eq!(failure.code, "too-large");
}

#[tokio::test]
async fn ids_that_are_no_uuids_make_no_files() {
    let root = tempfile::tempdir().unwrap();
    let (here, _) = pair(root.path()).await;
    for id in ["../../x", "a/b", "", "6F0B1E3E-51C1-4F6E-9D0C-0A4F7A3CF0A1"] {
        let mut parcel = parcel();
        parcel.transport_id = Some(id.to_owned());
        let failure = here.send(&parcel).await.unwrap_err();
        assert_eq!(failure.class, FailureClass::Repair, "{id}");
    }
    let mut without = parcel();
    without.transport_id = None;
    let id = here.send(&without).await.unwrap().unwrap();
    let outgoing = root.path().join("here/ausgang");
    assert!(outgoing.join(format!("{id}.xml")).is_file());
}

#[tokio::test]
async fn folders_that_are_gone_are_said_to_be() {
    let root = tempfile::tempdir().unwrap();
    let (here, _) = pair(root.path()).await;
    let author = &parcel().author;
    assert_eq!(here.check(author).await, Ok(()));
    fs::remove_dir_all(root.path().join("here/ausgang")).unwrap();
    let failure = here.send(&parcel()).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater);
    fs::write(root.path().join("here/ausgang"), b"a file").unwrap();
    let failure = here.check(author).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::RetryLater);
    let failure = FolderTransport::new(FolderSettings::new(root.path().join("here"))).await;
    assert_eq!(failure.unwrap_err().class, FailureClass::Permanent);
}
