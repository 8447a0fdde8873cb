//! `xoev inbox`: what was received, and what has to be done about it.

use std::io::Write as _;

use serde_json::json;
use xoev_outbox::inbox::{Arrival, ArrivalFilter, ArrivalState, DutyKind};
use xoev_outbox::{InboxError, Verdict};
use xoev_router::{DutyError, Router};

use super::{actor, open, sortings, store_failed, told, words};
use crate::cli::{InboxCommand, InboxListArgs, InboxShowArgs, Lang};
use crate::failure::{Failure, Outcome};

pub(super) async fn run(command: &InboxCommand, lang: Lang) -> Result<Outcome, Failure> {
    match command {
        InboxCommand::List(args) => list(args, lang).await,
        InboxCommand::Show(args) => show(args, lang).await,
        InboxCommand::Release(args) => {
            let router = open(&args.settings.config).await?;
            acted(router.inbox().release(args.id, &actor()).await, lang)
        }
        InboxCommand::Decline(args) => {
            let router = open(&args.act.settings.config).await?;
            let (inbox, id) = (router.inbox(), args.act.id);
            acted(inbox.decline(id, &actor(), &args.reason).await, lang)
        }
        InboxCommand::Acknowledge(args) => {
            let router = open(&args.settings.config).await?;
            let sent = router.acknowledge(args.id, None).await;
            handed_over(sent, lang)
        }
        InboxCommand::Remind(args) => {
            let router = open(&args.settings.config).await?;
            let sent = router.remind(args.id).await;
            handed_over(sent.map(|uuid| vec![uuid]), lang)
        }
        InboxCommand::Tie(args) => {
            let router = open(&args.act.settings.config).await?;
            let (inbox, id) = (router.inbox(), args.act.id);
            let verdict = match args.refused {
                true => Verdict::Refused,
                false => Verdict::Accepted,
            };
            acted(
                inbox.tie(id, &args.uuid, Some(verdict), &actor()).await,
                lang,
            )
        }
        InboxCommand::Done(args) => {
            let router = open(&args.settings.config).await?;
            match router.inbox().fulfilled(args.id, &actor()).await {
                Ok(()) => Ok(Outcome::Fine),
                Err(InboxError::Store(error)) => Err(store_failed(error)),
                Err(error) => Err(told("nicht vermerkt", "not marked", error)),
            }
        }
        InboxCommand::Duties(args) => {
            let router = open(&args.settings.config).await?;
            duties(&router, lang).await
        }
        InboxCommand::Stats(args) => {
            let router = open(&args.settings.config).await?;
            stats(&router, lang).await
        }
    }
}

fn acted(done: Result<Arrival, InboxError>, lang: Lang) -> Result<Outcome, Failure> {
    match done {
        Ok(found) => {
            let state = words::arrival(found.state, lang);
            writeln!(std::io::stdout(), "{} {state}", found.id)?;
            Ok(Outcome::Fine)
        }
        Err(InboxError::Store(error)) => Err(store_failed(error)),
        Err(error) => Err(Failure::objection(
            format!("das ist jetzt nicht möglich: {error}"),
            format!("not possible now: {error}"),
        )),
    }
}

fn handed_over(sent: Result<Vec<String>, DutyError>, lang: Lang) -> Result<Outcome, Failure> {
    match sent {
        Ok(uuids) => {
            let mut out = std::io::stdout().lock();
            for uuid in uuids {
                writeln!(
                    out,
                    "{uuid} {}",
                    lang.pick("zum Senden angenommen", "taken for sending")
                )?;
            }
            Ok(Outcome::Fine)
        }
        Err(DutyError::Store(error)) => Err(store_failed(error)),
        Err(error) => Err(told("nicht gesendet", "not sent", error)),
    }
}

async fn list(args: &InboxListArgs, lang: Lang) -> Result<Outcome, Failure> {
    let mut states = Vec::new();
    for name in &args.state {
        states.push(ArrivalState::named(name).ok_or_else(|| {
            let names: Vec<&str> = ArrivalState::ALL.iter().map(|s| s.name()).collect();
            let names = names.join(", ");
            Failure::new(
                format!("den Zustand „{name}“ gibt es nicht, sondern: {names}"),
                format!("there is no state “{name}”, but: {names}"),
            )
        })?);
    }
    let router = open(&args.settings.config).await?;
    let mut filter = ArrivalFilter::states(&states);
    // Where only tests are carried, there is nothing else.
    filter.tests = args.tests || router.is_for_tests();
    filter.limit = args.limit;
    let found = router.inbox().list(&filter).await.map_err(store_failed)?;
    let mut out = std::io::stdout().lock();
    for arrival in &found {
        if args.json {
            writeln!(out, "{}", object(arrival))?;
            continue;
        }
        let number = arrival.message_type.as_deref().unwrap_or("?");
        let sender = arrival.sender.as_deref().unwrap_or("?");
        let at = words::time(arrival.received);
        let state = words::arrival(arrival.state, lang);
        let code = arrival.code.as_deref().unwrap_or_default();
        let why = sortings::reason(code, "", lang);
        let id = arrival.id;
        let line = format!("{id:8}  {number:6}  {sender}  {at}  {state}  {why}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Outcome::Fine)
}

/// What is known of a message, without its content.
pub(super) fn object(a: &Arrival) -> serde_json::Value {
    json!({
        "id": a.id,
        "uuid": a.uuid,
        "type": a.message_type,
        "sender": a.sender,
        "transport": a.transport,
        "transportId": a.transport_id,
        "test": a.test,
        "state": a.state.name(),
        "code": a.code,
        "submission": a.submission,
        "reply": a.reply,
        "size": a.size,
        "attachments": a.attached,
        "received": a.received.to_rfc3339(),
        "changed": a.changed.to_rfc3339(),
        "finished": a.finished.map(|t| t.to_rfc3339()),
    })
}

async fn show(args: &InboxShowArgs, lang: Lang) -> Result<Outcome, Failure> {
    let router = open(&args.act.settings.config).await?;
    let id = args.act.id;
    let unknown = || {
        Failure::objection(
            format!("einen Eingang {id} gibt es nicht"),
            format!("there is no arrival {id}"),
        )
    };
    if args.message {
        let read = router.inbox().read(id).await.map_err(store_failed)?;
        let contents = read.ok_or_else(unknown)?;
        std::io::stdout().write_all(&contents.message)?;
        return Ok(Outcome::Fine);
    }
    let found = router.inbox().get(id).await.map_err(store_failed)?;
    let found = found.ok_or_else(unknown)?;
    let history = router.inbox().history(id).await.map_err(store_failed)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:#}", object(&found))?;
    for event in history {
        let at = words::time(event.at);
        let state = words::arrival(event.state, lang);
        let why = sortings::reason(&event.code, &event.text, lang);
        let line = format!("{at}  {state}  {}  {why}", event.actor);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Outcome::Fine)
}

async fn duties(router: &Router, lang: Lang) -> Result<Outcome, Failure> {
    let due = router.due().await.map_err(store_failed)?;
    let mut out = std::io::stdout().lock();
    for duty in due {
        let (what, about) = match duty.kind {
            DutyKind::Quittung => (
                lang.pick("Quittung zu Eingang", "receipt for arrival"),
                duty.arrival.map(|a| a.to_string()).unwrap_or_default(),
            ),
            DutyKind::Erinnerung => (
                lang.pick("Erinnerung zu", "reminder of"),
                duty.submission.clone().unwrap_or_default(),
            ),
        };
        let at = words::time(duty.due);
        let line = format!("{:8}  {at}  {what} {about}  {}", duty.id, duty.subject);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Outcome::Fine)
}

async fn stats(router: &Router, lang: Lang) -> Result<Outcome, Failure> {
    let stats = router.inbox().stats().await.map_err(store_failed)?;
    let mut out = std::io::stdout().lock();
    for (state, count) in &stats.states {
        writeln!(out, "{count:8}  {}", words::arrival(*state, lang))?;
    }
    for (count, what) in [
        (stats.tests, lang.pick("Tests", "tests")),
        (
            stats.duties,
            lang.pick("Quittungen und Erinnerungen", "receipts and reminders"),
        ),
        (stats.overdue, lang.pick("davon fällig", "of these due")),
    ] {
        if count > 0 {
            writeln!(out, "{count:8}  {what}")?;
        }
    }
    Ok(Outcome::Fine)
}
