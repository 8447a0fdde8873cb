//! `xoev outbox`: what was handed over, and what became of it.

use std::io::Write as _;

use serde_json::json;
use xoev_outbox::{ActionError, Filter, State, Stats, Submission};
use xoev_router::{Router, RouterError};

use super::{actor, failures, open, send, store_failed, words};
use crate::cli::{Lang, OutboxActArgs, OutboxCommand, OutboxListArgs, OutboxShowArgs};
use crate::failure::{Failure, Outcome};

pub(super) async fn run(command: &OutboxCommand, lang: Lang) -> Result<Outcome, Failure> {
    match command {
        OutboxCommand::List(args) => list(args, lang).await,
        OutboxCommand::Show(args) => show(args, lang).await,
        OutboxCommand::Retry(args) => {
            let router = open(&args.settings.config).await?;
            acted(
                router.outbox().retry(&args.uuid, &actor()).await,
                args,
                lang,
            )
        }
        OutboxCommand::Readdress(args) => {
            let router = open(&args.act.settings.config).await?;
            let uuid = &args.act.uuid;
            let name = args.name.as_deref().unwrap_or(&args.key);
            match router.readdress(uuid, &args.key, name).await {
                Ok(new) => {
                    let state = words::state(new.state, lang);
                    writeln!(std::io::stdout(), "{} {state}", new.uuid)?;
                    Ok(Outcome::Fine)
                }
                Err(RouterError::Store(error)) => Err(store_failed(error)),
                Err(error) => Err(Failure::objection(
                    format!("nicht an {} gesendet: {error}", args.key),
                    format!("not sent to {}: {error}", args.key),
                )),
            }
        }
        OutboxCommand::Withdraw(args) => {
            let router = open(&args.act.settings.config).await?;
            let uuid = &args.act.uuid;
            let done = router.outbox().withdraw(uuid, &actor(), &args.reason).await;
            acted(done, &args.act, lang)
        }
        OutboxCommand::Stats(args) => {
            let router = open(&args.settings.config).await?;
            let stats = router.outbox().stats().await.map_err(store_failed)?;
            print_stats(&stats, lang)
        }
    }
}

fn acted(
    done: Result<Submission, ActionError>,
    args: &OutboxActArgs,
    lang: Lang,
) -> Result<Outcome, Failure> {
    let uuid = &args.uuid;
    match done {
        Ok(found) => {
            let state = words::state(found.state, lang);
            writeln!(std::io::stdout(), "{uuid} {state}")?;
            Ok(Outcome::Fine)
        }
        Err(ActionError::Store(error)) => Err(store_failed(error)),
        Err(ActionError::NotPossible { state, .. }) => Err(Failure::objection(
            format!(
                "das ist für {uuid} jetzt nicht möglich: {}",
                words::state(state, Lang::De)
            ),
            format!(
                "not possible for {uuid} now: {}",
                words::state(state, Lang::En)
            ),
        )),
        Err(_) => Err(unknown(uuid)),
    }
}

fn unknown(uuid: &str) -> Failure {
    Failure::objection(
        format!("einen Auftrag {uuid} gibt es nicht"),
        format!("there is no submission {uuid}"),
    )
}

async fn list(args: &OutboxListArgs, lang: Lang) -> Result<Outcome, Failure> {
    let mut states = Vec::new();
    for name in &args.state {
        states.push(State::named(name).ok_or_else(|| {
            let names: Vec<&str> = State::ALL.iter().map(|s| s.name()).collect();
            let names = names.join(", ");
            Failure::new(
                format!("den Zustand „{name}“ gibt es nicht, sondern: {names}"),
                format!("there is no state “{name}”, but: {names}"),
            )
        })?);
    }
    if args.troubled {
        states.extend(State::ALL.into_iter().filter(|s| s.needs_person()));
    }
    let router = open(&args.settings.config).await?;
    let mut filter = Filter::states(&states);
    filter.limit = args.limit;
    let found = router.outbox().list(&filter).await.map_err(store_failed)?;
    let mut out = std::io::stdout().lock();
    for submission in &found {
        if args.json {
            writeln!(out, "{}", object(submission))?;
            continue;
        }
        let Submission {
            uuid,
            message_type,
            recipient,
            ..
        } = submission;
        let state = words::state(submission.state, lang);
        let at = words::time(submission.changed);
        let why = words::why(submission, lang);
        let line = format!("{uuid}  {message_type:6}  {recipient}  {at}  {state}  {why}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Outcome::Fine)
}

/// What is known of a submission, without its content.
fn object(s: &Submission) -> serde_json::Value {
    json!({
        "uuid": s.uuid,
        "type": s.message_type,
        "recipient": s.recipient,
        "lane": s.lane,
        "mode": s.mode.name(),
        "test": s.test,
        "state": s.state.name(),
        "attempts": s.attempts,
        "repetition": s.repetition,
        "transportId": s.transport_id,
        "failure": s.failure.as_ref().map(|f| json!({
            "class": f.class.name(), "code": f.code, "text": f.text,
        })),
        "replaces": s.replaces,
        "created": s.created.to_rfc3339(),
        "due": s.due.to_rfc3339(),
        "changed": s.changed.to_rfc3339(),
        "finished": s.finished.map(|t| t.to_rfc3339()),
    })
}

async fn show(args: &OutboxShowArgs, lang: Lang) -> Result<Outcome, Failure> {
    let router = open(&args.settings.config).await?;
    let found = router
        .outbox()
        .get(&args.uuid)
        .await
        .map_err(store_failed)?;
    let Some(found) = found else {
        return Err(unknown(&args.uuid));
    };
    let mut out = std::io::stdout().lock();
    if args.message {
        out.write_all(&found.content)?;
        return Ok(Outcome::Fine);
    }
    if args.answer {
        let Some(answer) = &found.answer else {
            return Err(Failure::objection(
                format!("zu {} gibt es keine Antwort", args.uuid),
                format!("there is no answer to {}", args.uuid),
            ));
        };
        out.write_all(answer)?;
        return Ok(Outcome::Fine);
    }
    drop(out);
    send::print(&found, lang)?;
    history(&router, &found, lang).await?;
    Ok(Outcome::Fine)
}

async fn history(router: &Router, found: &Submission, lang: Lang) -> Result<(), Failure> {
    let events = router.outbox().history(&found.uuid).await;
    let mut out = std::io::stdout().lock();
    for event in events.map_err(store_failed)? {
        let at = words::time(event.at);
        let state = words::state(event.state, lang);
        let told = failures::event(&event, lang);
        let line = format!("{at}  {state}  {}  {told}", event.actor);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn print_stats(stats: &Stats, lang: Lang) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    for (state, count) in &stats.states {
        writeln!(out, "{count:8}  {}", words::state(*state, lang))?;
    }
    if let Some(oldest) = stats.oldest {
        let since = lang.pick(
            "ältester nicht gesendeter Auftrag:",
            "oldest that was not sent:",
        );
        writeln!(out, "{since} {}", words::time(oldest))?;
    }
    for trouble in &stats.troubles {
        let state = words::state(trouble.state, lang);
        let told = failures::code(&trouble.code, lang);
        writeln!(out, "{:8}  {state}  {told}", trouble.count)?;
    }
    Ok(Outcome::Fine)
}
