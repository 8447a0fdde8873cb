//! The command line of what sends and receives.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{ARGUMENTS, HELP};

/// The settings file.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// Einstellungen (TOML)
    #[arg(
        short,
        long,
        value_name = "DATEI",
        default_value = "xoev.toml",
        hide_default_value = true
    )]
    pub(crate) config: PathBuf,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct DemoArgs {
    /// Ordner, in dem alles liegen bleibt; ohne Angabe wird am Ende aufgeräumt
    #[arg(long, value_name = "ORDNER")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct SimArgs {
    /// Ordner für Zertifikate, Verzeichnis und die passende Einstellungsdatei xoev.toml
    #[arg(value_name = "ORDNER", help_heading = ARGUMENTS)]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct SendArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Nur annehmen und speichern; senden wird „xoev serve“
    #[arg(long)]
    pub(crate) store_only: bool,
    /// Reihenfolge mit anderen Nachrichten dieses Vorgangs wahren; ohne Angabe gilt die AZR-Nummer
    #[arg(long, value_name = "VORGANG")]
    pub(crate) lane: Option<String>,
    /// Tritt an die Stelle dieser abgelehnten Nachricht
    #[arg(long, value_name = "UUID")]
    pub(crate) replaces: Option<String>,
    /// Eine Antwort wird erwartet; bleibt sie aus, wird sie angemahnt
    #[arg(long)]
    pub(crate) expects_answer: bool,
    /// Nachrichten; „-“ liest die Standardeingabe
    #[arg(value_name = "DATEI", required = true, help_heading = ARGUMENTS)]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct ReceiveArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Nachrichten für das Fachverfahren in diesen Ordner schreiben und als übernommen vermerken
    #[arg(short, long, value_name = "ORDNER")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// Aufträge auflisten, die ältesten zuerst
    #[command(help_template = HELP, override_usage = "xoev outbox list [OPTIONEN]")]
    List(OutboxListArgs),
    /// Einen Auftrag mit seiner Geschichte zeigen
    #[command(help_template = HELP, override_usage = "xoev outbox show [OPTIONEN] <UUID>")]
    Show(OutboxShowArgs),
    /// Gleich noch einmal senden; was verarbeitet sein kann, als Sendungswiederholung
    #[command(help_template = HELP, override_usage = "xoev outbox retry [OPTIONEN] <UUID>")]
    Retry(OutboxActArgs),
    /// An eine andere Stelle senden, als neue Nachricht mit neuer UUID
    #[command(help_template = HELP, override_usage = "xoev outbox readdress [OPTIONEN] <UUID> <KENNUNG> [NAME]")]
    Readdress(OutboxReaddressArgs),
    /// Zurücknehmen oder als erledigt vermerken
    #[command(help_template = HELP, override_usage = "xoev outbox withdraw [OPTIONEN] <UUID> <GRUND>")]
    Withdraw(OutboxWithdrawArgs),
    /// Zahlen
    #[command(help_template = HELP, override_usage = "xoev outbox stats [OPTIONEN]")]
    Stats(ServeArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct OutboxListArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Nur in diesem Zustand, etwa waiting oder refused; mehrfach möglich
    #[arg(long, value_name = "ZUSTAND")]
    pub(crate) state: Vec<String>,
    /// Nur, was jemand ansehen muss
    #[arg(long, conflicts_with = "state")]
    pub(crate) troubled: bool,
    /// Höchstens so viele
    #[arg(
        long,
        value_name = "ANZAHL",
        default_value_t = 100,
        hide_default_value = true
    )]
    pub(crate) limit: u32,
    /// Ein Objekt je Zeile (JSON)
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct OutboxShowArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// nachrichtenUUID des Auftrags
    #[arg(value_name = "UUID", help_heading = ARGUMENTS)]
    pub(crate) uuid: String,
    /// Die Nachricht selbst ausgeben statt der Geschichte
    #[arg(long, conflicts_with = "answer")]
    pub(crate) message: bool,
    /// Die Antwort selbst ausgeben statt der Geschichte
    #[arg(long)]
    pub(crate) answer: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct OutboxActArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// nachrichtenUUID des Auftrags
    #[arg(value_name = "UUID", help_heading = ARGUMENTS)]
    pub(crate) uuid: String,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct OutboxReaddressArgs {
    #[command(flatten)]
    pub(crate) act: OutboxActArgs,
    /// Kennung der anderen Stelle im Verzeichnis, etwa azr:120000
    #[arg(value_name = "KENNUNG", help_heading = ARGUMENTS)]
    pub(crate) key: String,
    /// Name der anderen Stelle
    #[arg(value_name = "NAME", help_heading = ARGUMENTS)]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct OutboxWithdrawArgs {
    #[command(flatten)]
    pub(crate) act: OutboxActArgs,
    /// Warum
    #[arg(value_name = "GRUND", help_heading = ARGUMENTS)]
    pub(crate) reason: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InboxCommand {
    /// Eingegangene Nachrichten auflisten, die ältesten zuerst
    #[command(help_template = HELP, override_usage = "xoev inbox list [OPTIONEN]")]
    List(InboxListArgs),
    /// Eine eingegangene Nachricht mit ihrer Geschichte zeigen
    #[command(help_template = HELP, override_usage = "xoev inbox show [OPTIONEN] <NUMMER>")]
    Show(InboxShowArgs),
    /// Freigeben, für das Fachverfahren
    #[command(help_template = HELP, override_usage = "xoev inbox release [OPTIONEN] <NUMMER>")]
    Release(InboxActArgs),
    /// Nicht übernehmen
    #[command(help_template = HELP, override_usage = "xoev inbox decline [OPTIONEN] <NUMMER> <GRUND>")]
    Decline(InboxDeclineArgs),
    /// Quittungen senden, um die diese Nachricht bittet, nachdem sie verarbeitet ist
    #[command(help_template = HELP, override_usage = "xoev inbox acknowledge [OPTIONEN] <NUMMER>")]
    Acknowledge(InboxActArgs),
    /// An eine ausgebliebene Quittung erinnern; die Nummer zeigt „xoev inbox duties“
    #[command(help_template = HELP, override_usage = "xoev inbox remind [OPTIONEN] <NUMMER>")]
    Remind(InboxActArgs),
    /// Einer gesendeten Nachricht als Antwort zuordnen
    #[command(help_template = HELP, override_usage = "xoev inbox tie [OPTIONEN] <NUMMER> <UUID>")]
    Tie(InboxTieArgs),
    /// Eine Quittung oder Erinnerung als erledigt vermerken; die Nummer zeigt „xoev inbox duties“
    #[command(help_template = HELP, override_usage = "xoev inbox done [OPTIONEN] <NUMMER>")]
    Done(InboxActArgs),
    /// Fällige Quittungen und Erinnerungen
    #[command(help_template = HELP, override_usage = "xoev inbox duties [OPTIONEN]")]
    Duties(ServeArgs),
    /// Zahlen
    #[command(help_template = HELP, override_usage = "xoev inbox stats [OPTIONEN]")]
    Stats(ServeArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct InboxListArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Nur in diesem Zustand, etwa open oder release; mehrfach möglich
    #[arg(long, value_name = "ZUSTAND")]
    pub(crate) state: Vec<String>,
    /// Testnachrichten, und keine anderen
    #[arg(long)]
    pub(crate) tests: bool,
    /// Höchstens so viele
    #[arg(
        long,
        value_name = "ANZAHL",
        default_value_t = 100,
        hide_default_value = true
    )]
    pub(crate) limit: u32,
    /// Ein Objekt je Zeile (JSON)
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct InboxActArgs {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Laufende Nummer des Eingangs
    #[arg(value_name = "NUMMER", help_heading = ARGUMENTS)]
    pub(crate) id: i64,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct InboxShowArgs {
    #[command(flatten)]
    pub(crate) act: InboxActArgs,
    /// Die Nachricht selbst ausgeben statt der Geschichte
    #[arg(long)]
    pub(crate) message: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct InboxTieArgs {
    #[command(flatten)]
    pub(crate) act: InboxActArgs,
    /// nachrichtenUUID der gesendeten Nachricht
    #[arg(value_name = "UUID", help_heading = ARGUMENTS)]
    pub(crate) uuid: String,
    /// Die Antwort lehnt ab
    #[arg(long)]
    pub(crate) refused: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct InboxDeclineArgs {
    #[command(flatten)]
    pub(crate) act: InboxActArgs,
    /// Warum
    #[arg(value_name = "GRUND", help_heading = ARGUMENTS)]
    pub(crate) reason: String,
}
