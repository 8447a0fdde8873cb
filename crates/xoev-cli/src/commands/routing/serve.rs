//! `xoev serve`: sends and receives until it is told to stop.

use std::io::Write as _;
use std::sync::Arc;

use xoev_router::{HttpLimits, Router};

use super::{config, not_set_up, told};
use crate::cli::{Lang, ServeArgs};
use crate::failure::{Failure, Outcome};

pub(super) async fn run(args: &ServeArgs, lang: Lang) -> Result<Outcome, Failure> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("XOEV_LOG")
                .unwrap_or_else(|_| "info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let config = config(&args.settings.config)?;
    let router = Arc::new(Router::open(&config).await.map_err(not_set_up)?);
    let (tell, stop) = tokio::sync::watch::channel(false);
    // Before anything is sent: a port that is taken must not cut off calls.
    let listener = match &config.http {
        Some(http) => Some(xoev_router::listen(http.listen).await.map_err(|error| {
            told(
                "die Adresse für Zahlen und Zustand ist nicht nutzbar",
                "the address for metrics and health can't be used",
                error,
            )
        })?),
        None => None,
    };
    let served = listener.map(|listener| {
        let serving = xoev_router::serve(
            Arc::clone(&router),
            listener,
            HttpLimits::default(),
            stop.clone(),
        );
        tokio::spawn(serving)
    });
    let mut running =
        tokio::spawn(Arc::clone(&router).run(config.policy.workers(), config.policy.poll(), stop));
    writeln!(
        std::io::stdout(),
        "{}",
        lang.pick(
            "sendet und empfängt; Ende mit Strg+C",
            "sends and receives; Ctrl+C ends it"
        )
    )?;
    let broken = tokio::select! {
        () = told_to_stop() => false,
        _ = &mut running => true,
    };
    let _ = tell.send(true);
    if broken {
        return Err(Failure::new(
            "ein Arbeiter ist abgebrochen; das Protokoll sagt, warum",
            "a worker broke; the log says why",
        ));
    }
    // A second signal ends it at once.
    tokio::select! {
        _ = &mut running => {}
        () = told_to_stop() => {}
    }
    drop(served);
    Ok(Outcome::Fine)
}

/// Ctrl+C, or the signal of those who manage services.
pub(super) async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
