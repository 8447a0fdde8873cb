//! `xoev send`: takes messages, and sends them if nothing speaks against it.

use std::io::Write as _;

use xoev_outbox::{State, Submission, SubmitError};
use xoev_router::{RouterError, Wishes};

use super::{open, store_failed, words};
use crate::cli::{Lang, SendArgs};
use crate::failure::{Failure, Outcome};
use crate::output;

/// Exit code 1 if a message was not taken, or was refused; 2 if one could not be read.
pub(super) async fn run(args: &SendArgs, lang: Lang) -> Result<Outcome, Failure> {
    let router = open(&args.settings.config).await?;
    let mut outcome = Outcome::Fine;
    let mut uuids = Vec::new();
    let mut messages = Vec::new();
    for path in &args.files {
        let message = output::read(path).map_err(|error| Failure::unreadable(path, &error))?;
        messages.push((path, message));
    }
    for (path, message) in messages {
        let mut wishes = Wishes::default();
        wishes.lane = args.lane.clone();
        wishes.replaces = args.replaces.clone();
        wishes.expects_answer = args.expects_answer.then_some(true);
        let path = path.display();
        match router.submit(message, wishes).await {
            Ok(stored) => uuids.push(stored.uuid),
            // Handed over before: whoever asks again wants to know what became of it.
            Err(RouterError::Submit(SubmitError::Duplicate { uuid, same: true })) => {
                uuids.push(uuid);
            }
            Err(RouterError::Submit(SubmitError::Store(error)) | RouterError::Store(error)) => {
                return Err(store_failed(error));
            }
            Err(error) => {
                outcome = Outcome::Objections;
                let taken = lang.pick("nicht angenommen", "not taken");
                writeln!(std::io::stdout(), "{path}: {taken}: {error}")?;
            }
        }
    }
    if !args.store_only {
        // What a command left that was killed must not hold up the rest.
        router.outbox().rescue().await.map_err(store_failed)?;
        let most = u32::try_from(uuids.len()).unwrap_or(u32::MAX);
        // Names of workers stand in logs: none of a person.
        let worker = format!("xoev {}", std::process::id());
        let sent = router.outbox().work(&worker, most, &router).await;
        sent.map_err(store_failed)?;
    }
    for uuid in uuids {
        let found = router.outbox().get(&uuid).await.map_err(store_failed)?;
        let Some(found) = found else { continue };
        if found.state.needs_person() {
            outcome = Outcome::Objections;
        }
        print(&found, lang)?;
    }
    Ok(outcome)
}

/// What became of a submission: one line, and the register's own words if it was refused.
pub(super) fn print(found: &Submission, lang: Lang) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let Submission {
        uuid, message_type, ..
    } = found;
    let state = words::state(found.state, lang);
    let why = words::why(found, lang);
    let colon = if why.is_empty() { "" } else { ": " };
    writeln!(out, "{uuid} {message_type} {state}{colon}{why}")?;
    if let (State::Refused, Some(answer)) = (found.state, &found.answer) {
        writeln!(out)?;
        match azr::fehlerbericht(&found.content, answer, lang.into()) {
            Ok(report) => write!(out, "{}", report.text())?,
            // What the receiver said is never kept back, whatever it is.
            Err(_) => out.write_all(answer)?,
        }
        writeln!(out)?;
    }
    Ok(())
}
