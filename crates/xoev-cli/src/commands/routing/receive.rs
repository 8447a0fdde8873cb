//! `xoev receive`: empties mailboxes, and hands over what is for the case software.

use std::io::Write as _;
use std::path::Path;

use xoev_outbox::inbox::{Arrival, ArrivalFilter, ArrivalState};
use xoev_router::Router;

use super::{actor, open, store_failed, told, words};
use crate::cli::{Lang, ReceiveArgs};
use crate::failure::{Failure, Outcome};

/// Exit code 1 if something needs a person, 2 if a mailbox could not be emptied.
pub(super) async fn run(args: &ReceiveArgs, lang: Lang) -> Result<Outcome, Failure> {
    let router = open(&args.settings.config).await?;
    router.outbox().rescue().await.map_err(store_failed)?;
    let received = router.receive().await;
    let polled = router.poll().await;
    // What came in before is handed over even if the mailbox does not answer now.
    if let Some(folder) = &args.output {
        hand_over(&router, folder, lang).await?;
    }
    let count = received.map_err(|error| {
        told(
            "das Postfach ließ sich nicht leeren",
            "the mailbox could not be emptied",
            error,
        )
    })?;
    polled.map_err(|error| {
        told(
            "was aus Gesendetem wurde, ist nicht zu erfahren",
            "what became of messages sent can't be found out",
            error,
        )
    })?;
    let mut out = std::io::stdout().lock();
    match lang {
        Lang::De => writeln!(
            out,
            "{} neu, {} schon bekannt, {} eingeordnet, {} zurückgewiesen",
            count.new, count.known, count.sorted, count.rejected
        )?,
        Lang::En => writeln!(
            out,
            "{} new, {} known before, {} sorted, {} rejected",
            count.new, count.known, count.sorted, count.rejected
        )?,
    }
    for tests in [false, true] {
        let mut filter = ArrivalFilter::states(&[ArrivalState::Person, ArrivalState::Conflict]);
        filter.tests = tests;
        filter.limit = 1;
        let troubled = router.inbox().list(&filter).await.map_err(store_failed)?;
        if !troubled.is_empty() {
            return Ok(Outcome::Objections);
        }
    }
    Ok(Outcome::Fine)
}

/// Writes each message that is for the case software into a file, and marks it as taken once the file
/// is on the disk.
async fn hand_over(router: &Router, folder: &Path, lang: Lang) -> Result<(), Failure> {
    let unwritable = |error: &std::io::Error| Failure::unwritable(folder, error);
    std::fs::create_dir_all(folder).map_err(|e| unwritable(&e))?;
    for tests in [false, true] {
        let mut filter =
            ArrivalFilter::states(&[ArrivalState::Open, ArrivalState::Answer, ArrivalState::Test]);
        filter.tests = tests;
        loop {
            let page = router.inbox().list(&filter).await.map_err(store_failed)?;
            let Some(last) = page.last() else { break };
            filter.after = last.id;
            for arrival in &page {
                take(router, folder, arrival, lang).await?;
            }
        }
    }
    Ok(())
}

async fn take(
    router: &Router,
    folder: &Path,
    arrival: &Arrival,
    lang: Lang,
) -> Result<(), Failure> {
    let id = arrival.id;
    let Some(contents) = router.inbox().read(id).await.map_err(store_failed)? else {
        return Ok(());
    };
    let number = arrival.message_type.as_deref().unwrap_or("unbekannt");
    // Names are made of our own numbers: what comes from outside names no files.
    let number: String = number.chars().filter(char::is_ascii_digit).collect();
    for (at, attachment) in contents.attachments.iter().enumerate() {
        let name = format!("{id:08}-{number}-{}.anlage", at + 1);
        write_durably(folder, &name, &attachment.content)?;
    }
    let about = serde_json::to_vec_pretty(&super::inbox::object(arrival));
    let about = about.map_err(|e| told("keine Angaben", "nothing to say", e))?;
    write_durably(folder, &format!("{id:08}-{number}.json"), &about)?;
    // The message comes last: who sees it finds the rest.
    write_durably(folder, &format!("{id:08}-{number}.xml"), &contents.message)?;
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| Failure::unwritable(folder, &error))?;
    let taken = router.inbox().confirm(id, &actor()).await;
    taken.map_err(store_failed)?;
    let state = words::arrival(arrival.state, lang);
    writeln!(std::io::stdout(), "{id:08}-{number}.xml {state}")?;
    Ok(())
}

/// A file is there whole or not at all.
fn write_durably(folder: &Path, name: &str, content: &[u8]) -> Result<(), Failure> {
    let path = folder.join(name);
    let written = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        std::io::Result::Ok(())
    };
    written().map_err(|error| Failure::unwritable(&path, &error))
}
