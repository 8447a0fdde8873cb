//! The command line as data.

mod routing;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(crate) use routing::*;

/// Heading and order of the help text.
const HELP: &str = "{about}\n\nAufruf: {usage}\n\n{all-args}{after-help}";

/// Heading of what is given without an option name.
const ARGUMENTS: &str = "Angaben";

/// Werkzeug für XÖV-Nachrichten: XAusländer 26.11, XInneres und die Akte von xdomea 4.0.0
#[derive(Debug, Parser)]
#[command(
    name = "xoev",
    version,
    help_template = HELP,
    after_help = "Ende: 0 alles gültig oder gleich, 1 ungültig oder verschieden, 2 nicht ausführbar",
    subcommand_help_heading = "Befehle",
    subcommand_value_name = "BEFEHL",
    next_help_heading = "Optionen",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    override_usage = "xoev [OPTIONEN] <BEFEHL>",
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// Sprache der Ausgabe: de oder en
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "SPRACHE",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) lang: Lang,
    /// Diese Hilfe
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Version des Programms
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Language of texts for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Deutsch
    #[default]
    De,
    /// Englisch
    En,
}

impl Lang {
    /// The text of this language.
    pub(crate) fn pick<T>(self, german: T, english: T) -> T {
        match self {
            Lang::De => german,
            Lang::En => english,
        }
    }
}

impl From<Lang> for xoev::Language {
    fn from(lang: Lang) -> xoev::Language {
        lang.pick(xoev::Language::German, xoev::Language::English)
    }
}

impl From<Lang> for xoev_schema::explain::Language {
    fn from(lang: Lang) -> xoev_schema::explain::Language {
        use xoev_schema::explain::Language;
        lang.pick(Language::German, Language::English)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Nachrichten prüfen
    #[command(help_template = HELP, override_usage = "xoev validate [OPTIONEN] <PFAD>...")]
    Validate(ValidateArgs),
    /// Regeln jenseits des Schemas auflisten
    #[command(help_template = HELP, override_usage = "xoev rules [OPTIONEN] [FILTER]")]
    Rules(RulesArgs),
    /// Nachricht nach JSON oder XML umsetzen
    #[command(help_template = HELP, override_usage = "xoev convert [OPTIONEN] <EINGABE>")]
    Convert(ConvertArgs),
    /// Nachrichten des Standards auflisten
    #[command(help_template = HELP, override_usage = "xoev messages [FILTER]")]
    Messages(MessagesArgs),
    /// Aufbau einer Nachricht oder eines Typs zeigen
    #[command(help_template = HELP, override_usage = "xoev explain <NAME>")]
    Explain(ExplainArgs),
    /// Codelisten auflisten oder eine zeigen
    #[command(help_template = HELP, override_usage = "xoev codes [OPTIONEN] [LISTE]")]
    Codes(CodesArgs),
    /// Gültige Beispielnachricht erzeugen
    #[command(help_template = HELP, override_usage = "xoev sample [OPTIONEN] <NAME>")]
    Sample(SampleArgs),
    /// Rust-Typen aus Schemata erzeugen
    #[command(help_template = HELP, override_usage = "xoev generate --schema <WURZEL.xsd> [--catalog <DATEI>] --out <ORDNER>\n        xoev generate --config <DATEI> --out <ORDNER>")]
    Generate(GenerateArgs),
    /// Antworten des Ausländerzentralregisters erklären, Datensätze vergleichen
    #[command(
        help_template = HELP,
        override_usage = "xoev azr explain <MELDUNG> <ANTWORT>\n        xoev azr diff <LOKAL> <AUSKUNFT>",
        subcommand_help_heading = "Befehle",
        subcommand_value_name = "BEFEHL",
        disable_help_subcommand = true
    )]
    Azr {
        #[command(subcommand)]
        command: AzrCommand,
    },
    /// Vorführen: senden, Antworten, Ausfälle, mit Simulatoren in diesem Programm
    #[command(help_template = HELP, override_usage = "xoev demo [OPTIONEN]")]
    Demo(DemoArgs),
    /// Simulatoren starten: Ausländerzentralregister, XTA-Server, DVDV
    #[command(help_template = HELP, override_usage = "xoev sim <ORDNER>")]
    Sim(SimArgs),
    /// Nachrichten annehmen, speichern und senden
    #[command(help_template = HELP, override_usage = "xoev send [OPTIONEN] <DATEI>...")]
    Send(SendArgs),
    /// Postfächer leeren und Nachrichten einordnen
    #[command(help_template = HELP, override_usage = "xoev receive [OPTIONEN]")]
    Receive(ReceiveArgs),
    /// Senden und empfangen, bis der Befehl beendet wird
    #[command(help_template = HELP, override_usage = "xoev serve [OPTIONEN]")]
    Serve(ServeArgs),
    /// Gesendetes und zu Sendendes
    #[command(
        help_template = HELP,
        override_usage = "xoev outbox <BEFEHL> [OPTIONEN]",
        subcommand_help_heading = "Befehle",
        subcommand_value_name = "BEFEHL",
        disable_help_subcommand = true
    )]
    Outbox {
        #[command(subcommand)]
        command: OutboxCommand,
    },
    /// Empfangenes
    #[command(
        help_template = HELP,
        override_usage = "xoev inbox <BEFEHL> [OPTIONEN]",
        subcommand_help_heading = "Befehle",
        subcommand_value_name = "BEFEHL",
        disable_help_subcommand = true
    )]
    Inbox {
        #[command(subcommand)]
        command: InboxCommand,
    },
    /// Schemata vergleichen
    #[command(
        help_template = HELP,
        override_usage = "xoev schema diff <AMTLICH>\n        xoev schema diff <ALT> <NEU>",
        subcommand_help_heading = "Befehle",
        subcommand_value_name = "BEFEHL",
        disable_help_subcommand = true
    )]
    Schema {
        #[command(subcommand)]
        command: SchemaCommand,
    },
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct ValidateArgs {
    /// Form der Ausgabe: text, json (ein Objekt je Zeile), junit oder html (eine Datei)
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORM",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: Format,
    /// Höchstens so viele Fehler je Datei nennen; ohne Angabe 100
    #[arg(
        long,
        value_name = "N",
        default_value_t = 100,
        hide_default_value = true
    )]
    pub(crate) max_errors: usize,
    /// Eigene Schemata statt der mitgelieferten: Wurzelschema, Ordner oder Zip-Archiv; mehrfach möglich
    #[arg(long, value_name = "SCHEMA")]
    pub(crate) schema: Vec<PathBuf>,
    /// Katalog, der veröffentlichten Adressen Dateien zuordnet; mehrfach möglich
    #[arg(long, value_name = "DATEI", requires = "schema")]
    pub(crate) catalog: Vec<PathBuf>,
    /// Weitere Codelisten: Genericode-Datei, Ordner oder Zip-Archiv; mehrfach möglich
    #[arg(long, value_name = "PFAD")]
    pub(crate) lists: Vec<PathBuf>,
    /// Auch harte Regeln jenseits des Schemas entscheiden über den Endestand
    #[arg(long)]
    pub(crate) strict: bool,
    /// Diese Regel abschalten („xoev rules“ zeigt alle); mehrfach möglich
    #[arg(long, value_name = "REGEL")]
    pub(crate) off: Vec<String>,
    /// Nur diese Regeln jenseits des Schemas prüfen; mehrfach möglich
    #[arg(long, value_name = "REGEL")]
    pub(crate) only: Vec<String>,
    /// Nur das Schema prüfen
    #[arg(long, conflicts_with_all = ["off", "only", "strict", "lists"])]
    pub(crate) schema_only: bool,
    /// Im HTML-Bericht keine Werte aus den Nachrichten zeigen
    #[arg(long)]
    pub(crate) no_excerpts: bool,
    /// Ausgabedatei statt der Standardausgabe
    #[arg(short, long, value_name = "DATEI")]
    pub(crate) output: Option<PathBuf>,
    /// Dateien und Ordner (darin alle *.xml); „-“ liest die Standardeingabe
    #[arg(required = true, value_name = "PFAD", help_heading = ARGUMENTS)]
    pub(crate) paths: Vec<PathBuf>,
}

/// How verdicts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text für Menschen
    #[default]
    Text,
    /// Ein JSON-Objekt je Zeile
    Json,
    /// JUnit-XML
    Junit,
    /// Eine HTML-Datei
    Html,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct RulesArgs {
    /// Ein JSON-Objekt je Zeile
    #[arg(long)]
    pub(crate) json: bool,
    /// Anfang einer Kennung, Nummer einer Nachricht oder Wort aus dem Text
    #[arg(value_name = "FILTER", help_heading = ARGUMENTS)]
    pub(crate) filter: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct ConvertArgs {
    /// Zielform: xml oder json; ohne Angabe JSON für XML und umgekehrt
    #[arg(long, value_enum, value_name = "FORM", hide_possible_values = true)]
    pub(crate) to: Option<Notation>,
    /// Eingabedatei; „-“ liest die Standardeingabe
    #[arg(value_name = "EINGABE", help_heading = ARGUMENTS)]
    pub(crate) input: PathBuf,
    /// Ausgabedatei statt der Standardausgabe
    #[arg(short, long, value_name = "DATEI")]
    pub(crate) output: Option<PathBuf>,
}

/// Notation of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Notation {
    /// XML
    Xml,
    /// JSON
    Json,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct MessagesArgs {
    /// Anfang der Nummer oder Wort aus Titel, Element oder Kapitel
    #[arg(value_name = "FILTER", help_heading = ARGUMENTS)]
    pub(crate) filter: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct ExplainArgs {
    /// Nummer oder Element einer Nachricht, oder Name eines Typs
    #[arg(value_name = "NAME", help_heading = ARGUMENTS)]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct CodesArgs {
    /// Weitere Codelisten: Genericode-Datei, Ordner oder Zip-Archiv; mehrfach möglich
    #[arg(long, value_name = "PFAD")]
    pub(crate) lists: Vec<PathBuf>,
    /// Kennung oder Name einer Liste, oder ein eindeutiger Teil davon
    #[arg(value_name = "LISTE", help_heading = ARGUMENTS)]
    pub(crate) list: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct SampleArgs {
    /// Nummer oder Element der Nachricht
    #[arg(value_name = "NAME", help_heading = ARGUMENTS)]
    pub(crate) name: String,
    /// Auch, was fehlen darf
    #[arg(long)]
    pub(crate) full: bool,
    /// Zahl, aus der alles Zufällige folgt; ohne Angabe 0
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) seed: u64,
    /// Ausgabedatei statt der Standardausgabe
    #[arg(short, long, value_name = "DATEI")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct GenerateArgs {
    /// Schemadatei, bei der begonnen wird; mehrfach möglich
    #[arg(long, required_unless_present = "config", value_name = "WURZEL.xsd")]
    pub(crate) schema: Vec<PathBuf>,
    /// Katalog, der veröffentlichten Adressen Dateien zuordnet
    #[arg(long, value_name = "DATEI")]
    pub(crate) catalog: Vec<PathBuf>,
    /// Einstellungen des Generators (TOML), die auch Schemata und Katalog nennen
    #[arg(long, value_name = "DATEI", conflicts_with_all = ["schema", "catalog"])]
    pub(crate) config: Option<PathBuf>,
    /// Ordner für die erzeugten Dateien
    #[arg(long, value_name = "ORDNER")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// Amtliches Paket mit den mitgelieferten Schemata vergleichen, oder zwei Ausgaben
    #[command(
        help_template = HELP,
        override_usage = "xoev schema diff <AMTLICH>\n        xoev schema diff <ALT> <NEU>"
    )]
    Diff(DiffArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct DiffArgs {
    /// Amtliches Paket, oder die alte Ausgabe: Ordner, Zip-Archiv oder Schemadatei
    #[arg(value_name = "AMTLICH|ALT", help_heading = ARGUMENTS)]
    pub(crate) first: PathBuf,
    /// Die neue Ausgabe
    #[arg(value_name = "NEU", help_heading = ARGUMENTS)]
    pub(crate) second: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AzrCommand {
    /// Antwort auf eine Meldung erklären: was gesendet wurde, was das Register dazu sagt, welches Feld gemeint ist
    #[command(
        help_template = HELP,
        override_usage = "xoev azr explain [OPTIONEN] <MELDUNG> <ANTWORT>",
        after_help = "Ende: 0 angenommen, 1 nicht angenommen, 2 nicht ausführbar"
    )]
    Explain(AzrExplainArgs),
    /// Eigenen Datensatz Feld für Feld mit der Gesamtauskunft des Registers (090004) vergleichen
    #[command(
        help_template = HELP,
        override_usage = "xoev azr diff [OPTIONEN] <LOKAL> <AUSKUNFT>",
        after_help = "Ende: 0 stimmt überein, 1 weicht ab, 2 nicht ausführbar"
    )]
    Diff(AzrDiffArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct AzrDiffArgs {
    /// Form der Ausgabe: text, json oder html (eine Datei)
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORM",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: Comparison,
    /// Nur diese Gruppe vergleichen, etwa duldung; mehrfach möglich
    #[arg(long, value_name = "GRUPPE")]
    pub(crate) group: Vec<String>,
    /// Dieses Feld nicht werten, etwa meldendeBehoerde; mehrfach möglich
    #[arg(long, value_name = "FELD")]
    pub(crate) ignore: Vec<String>,
    /// Der eigene Datensatz: JSON (docs/azr-datensatz.schema.json) oder eine Gesamtauskunft
    #[arg(value_name = "LOKAL", help_heading = ARGUMENTS)]
    pub(crate) local: PathBuf,
    /// Die Gesamtauskunft des Registers (090004)
    #[arg(value_name = "AUSKUNFT", help_heading = ARGUMENTS)]
    pub(crate) record: PathBuf,
    /// Ausgabedatei statt der Standardausgabe
    #[arg(short, long, value_name = "DATEI")]
    pub(crate) output: Option<PathBuf>,
}

/// Form of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Comparison {
    /// Text
    #[default]
    Text,
    /// JSON
    Json,
    /// HTML
    Html,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct AzrExplainArgs {
    /// Form der Ausgabe: text oder html (eine Datei)
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORM",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(crate) format: Page,
    /// Die gesendete Nachricht; „-“ liest die Standardeingabe
    #[arg(value_name = "MELDUNG", help_heading = ARGUMENTS)]
    pub(crate) submission: PathBuf,
    /// Die Antwort des Registers; „-“ liest die Standardeingabe
    #[arg(value_name = "ANTWORT", help_heading = ARGUMENTS)]
    pub(crate) answer: PathBuf,
    /// Ausgabedatei statt der Standardausgabe
    #[arg(short, long, value_name = "DATEI")]
    pub(crate) output: Option<PathBuf>,
}

/// Form of a text for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Page {
    /// Text
    #[default]
    Text,
    /// HTML
    Html,
}
