//! `xoev send`, `receive`, `serve`, `outbox`, `inbox`, `sim` and `demo`: what sends and receives.

#[cfg(test)]
mod code_tests;
mod demo;
mod failures;
mod inbox;
mod outbox;
mod receive;
mod send;
mod serve;
mod sim;
mod sortings;
mod words;

use std::future::Future;
use std::path::Path;

use xoev_router::config::Config;
use xoev_router::{Router, SetupError};

use crate::cli::{
    DemoArgs, InboxCommand, Lang, OutboxCommand, ReceiveArgs, SendArgs, ServeArgs, SimArgs,
};
use crate::failure::{Failure, Outcome};

pub(super) fn demo(args: &DemoArgs, lang: Lang) -> Result<Outcome, Failure> {
    block_on(demo::run(args, lang))
}

pub(super) fn sim(args: &SimArgs, lang: Lang) -> Result<Outcome, Failure> {
    block_on(sim::run(args, lang))
}

pub(super) fn send(args: &SendArgs, lang: Lang) -> Result<Outcome, Failure> {
    block_on(send::run(args, lang))
}

pub(super) fn receive(args: &ReceiveArgs, lang: Lang) -> Result<Outcome, Failure> {
    block_on(receive::run(args, lang))
}

pub(super) fn serve(args: &ServeArgs, lang: Lang) -> Result<Outcome, Failure> {
    block_on(serve::run(args, lang))
}

pub(super) fn outbox(command: &OutboxCommand, lang: Lang) -> Result<Outcome, Failure> {
    block_on(outbox::run(command, lang))
}

pub(super) fn inbox(command: &InboxCommand, lang: Lang) -> Result<Outcome, Failure> {
    block_on(inbox::run(command, lang))
}

fn block_on(work: impl Future<Output = Result<Outcome, Failure>>) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(work);
    // What hangs in the background must not keep the command from its end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    outcome
}

/// A router by a settings file.
async fn open(path: &Path) -> Result<Router, Failure> {
    let config = config(path)?;
    Router::open(&config).await.map_err(not_set_up)
}

fn config(path: &Path) -> Result<Config, Failure> {
    Config::read(path).map_err(|error| not_set_up(error.into()))
}

fn not_set_up(error: SetupError) -> Failure {
    let (german, english) = match &error {
        SetupError::Config(_) => ("die Einstellungen sind falsch", "the settings are wrong"),
        SetupError::Store(_) => (
            "der Speicher der Nachrichten ist nicht nutzbar",
            "the store of messages can't be used",
        ),
        _ => ("der Aufbau misslang", "setting up failed"),
    };
    told(german, english, error)
}

/// A failure with its cause, which speaks English.
fn told(german: &str, english: &str, cause: impl std::fmt::Display) -> Failure {
    let cause = cause.to_string();
    Failure::new(format!("{german}: {cause}"), format!("{english}: {cause}"))
}

/// The store fails in the midst of a command.
fn store_failed(error: impl std::fmt::Display) -> Failure {
    told(
        "der Speicher der Nachrichten versagt",
        "the store of messages fails",
        error,
    )
}

/// Who acts, for the history.
fn actor() -> String {
    let user = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    match user {
        Ok(user) if !user.is_empty() => format!("xoev ({user})"),
        _ => "xoev".to_owned(),
    }
}
