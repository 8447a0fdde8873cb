//! What went wrong, for clerks: a German sentence for each code that our crates make. What others say
//! (the register, a server, the OSCI client) has no entry and is shown word for word.

use xoev_outbox::{Event, Failure, State};

use crate::cli::Lang;

/// Codes of failures with what they mean and what can be done, sorted.
pub(super) const FAILURES: &[(&str, &str)] = &[
    (
        "9023",
        "Die Nachricht ist mit ihren Anlagen größer, als der Transportweg zulässt.",
    ),
    (
        "9100",
        "Die Frist, in der die Sendung zurückgezogen werden konnte, ist vorbei.",
    ),
    (
        "ANSWER-TOO-LARGE",
        "Die Antwort des Registers ist größer als erlaubt. Ob es die Meldung verarbeitet hat, ist unklar.",
    ),
    (
        "ANSWER-UNREADABLE",
        "Was das Register geantwortet hat, ist keine vollständige Nachricht. Ob es die Meldung verarbeitet hat, ist unklar.",
    ),
    (
        "ATTACHMENTS",
        "Das Register nimmt keine Anlagen an. Die Meldung ist ohne sie neu einzureichen.",
    ),
    (
        "CERTIFICATE",
        "Ein Zertifikat für die Verbindung zum Register wurde nicht anerkannt. Bitte an die Administration wenden.",
    ),
    (
        "CONNECT",
        "Das Register ist nicht erreichbar. Die Meldung ging nicht hinaus.",
    ),
    (
        "CONNECTION-LOST",
        "Die Verbindung zum Register riss ab. Ob es die Meldung verarbeitet hat, ist unklar.",
    ),
    (
        "MESSAGE-TOO-LARGE",
        "Die Meldung ist größer, als das Register annimmt.",
    ),
    (
        "MESSAGE-UNREADABLE",
        "Die Meldung ist nicht lesbar und wurde deshalb nicht gesendet.",
    ),
    (
        "NOT-SUPPORTED",
        "Der Dienst des Registers kann das nicht. Bitte an die Administration wenden.",
    ),
    (
        "REQUEST",
        "Der Aufruf des Registers ließ sich nicht bilden. Bitte an die Administration wenden.",
    ),
    (
        "S100",
        "Das Register hat die Meldung schon früher verarbeitet; seine Antwort von damals liegt nicht vor.",
    ),
    (
        "TEST-MIXED",
        "Testnachrichten gehen nicht an das echte Register, und echte nicht an eines für Tests.",
    ),
    (
        "TIMEOUT",
        "Das Register hat nicht rechtzeitig geantwortet. Ob es die Meldung verarbeitet hat, ist unklar.",
    ),
    (
        "address",
        "Die Kennung oder der Name einer Behörde fehlt oder hat unzulässige Zeichen.",
    ),
    ("answer", "Die Antwort des XTA-Servers ist nicht lesbar."),
    (
        "answer-overdue",
        "Die Antwort ist überfällig. Ob die Nachricht angekommen ist, ist bei der Stelle zu erfragen.",
    ),
    (
        "attachment",
        "Name oder Typ einer Anlage hat unzulässige Zeichen.",
    ),
    ("attachments", "Die Nachricht hat zu viele Anlagen."),
    (
        "cancelled",
        "Die Sendung wurde zurückgezogen und geht nicht mehr hinaus.",
    ),
    (
        "certificate",
        "Ein Zertifikat für die Verbindung zum XTA-Server wurde nicht anerkannt. Bitte an die Administration wenden.",
    ),
    (
        "connect",
        "Der XTA-Server ist nicht erreichbar. Die Nachricht ging nicht hinaus.",
    ),
    (
        "directory",
        "Das Verzeichnis führt zu keinem Weg für die Nachricht. Bitte an die Administration wenden.",
    ),
    (
        "directory-down",
        "Das Verzeichnis der Behörden antwortet nicht.",
    ),
    (
        "directory-refused",
        "Das Verzeichnis der Behörden gibt uns keine Auskunft. Bitte an die Administration wenden.",
    ),
    (
        "encrypted",
        "Der Inhalt ist verschlüsselt und kann hier nicht gelesen werden.",
    ),
    (
        "fehler",
        "Das Programm, das die Sendung übernommen hat, meldet einen Fehler.",
    ),
    (
        "folder",
        "Der Ordner für die Übergabe ist nicht benutzbar. Bitte an die Administration wenden.",
    ),
    ("id", "Die Kennung der Sendung ist nicht brauchbar."),
    (
        "in-reply-to",
        "Die Kennung der beantworteten Nachricht hat unzulässige Zeichen.",
    ),
    ("incomplete", "Die Sendung ist noch nicht vollständig."),
    (
        "interrupted",
        "Die Arbeit am Ordner brach ab. Ob die Sendung übergeben ist, ist unklar.",
    ),
    (
        "key",
        "Die Kennung der Empfängerin ist keine, die das Verzeichnis haben kann.",
    ),
    ("kind", "Die Art der Nachricht ließ sich nicht bestimmen."),
    (
        "lease-used-up",
        "Die Zeit für das Senden war aufgebraucht, bevor es begann.",
    ),
    (
        "metadata",
        "Die Angaben zur Nachricht sind zu groß für den Transportweg.",
    ),
    (
        "no-answer",
        "Der XTA-Server hat nicht geantwortet. Ob er die Nachricht angenommen hat, ist unklar.",
    ),
    (
        "no-directory",
        "In den Einstellungen fehlt das Verzeichnis der Behörden. Bitte an die Administration wenden.",
    ),
    ("no-message", "Der XTA-Server kennt diese Sendung nicht."),
    (
        "no-repetition",
        "Die Sendungswiederholung ließ sich nicht bilden. Ob die Meldung verarbeitet ist, ist beim Register zu erfragen.",
    ),
    (
        "no-transport",
        "In den Einstellungen fehlt der Transportweg für diese Nachricht. Bitte an die Administration wenden.",
    ),
    (
        "organisation-unknown",
        "Die Empfängerin steht nicht im Verzeichnis. Die Nachricht kann an eine andere Stelle gerichtet werden.",
    ),
    (
        "other-answer",
        "Was geantwortet wurde, gehört nicht zu dieser Meldung. Ob sie verarbeitet ist, ist unklar.",
    ),
    (
        "panic",
        "Beim Senden brach das Programm ab. Bitte an die Administration wenden.",
    ),
    (
        "qualifier",
        "Dienst oder Art der Nachricht fehlt oder hat unzulässige Zeichen.",
    ),
    (
        "report-3",
        "Der XTA-Server meldet, dass die Nachricht nicht zugestellt wurde, und nennt keinen Grund.",
    ),
    (
        "route",
        "Für diese Nachricht gibt es zwischen diesen beiden Stellen keinen Weg.",
    ),
    (
        "service-not-offered",
        "Die Stelle ist im Verzeichnis, bietet den Dienst für diese Nachricht aber nicht an. Die Nachricht muss auf einem anderen Weg übermittelt werden.",
    ),
    (
        "service-unknown",
        "Der XTA-Server weiß nicht, ob die Empfängerin den Dienst anbietet.",
    ),
    (
        "store",
        "Der Speicher der Nachrichten versagte, bevor gesendet wurde.",
    ),
    (
        "taken",
        "Die Sendung ist schon abgeholt und lässt sich nicht zurückziehen.",
    ),
    (
        "test-mixed",
        "Auf eine Testnachricht kam eine echte Antwort oder umgekehrt. Bitte an die Administration wenden.",
    ),
    (
        "timeout",
        "Das Senden dauerte zu lange. Ob die Nachricht angekommen ist, ist unklar.",
    ),
    (
        "too-large",
        "Die Nachricht ist mit ihren Anlagen größer, als der Transportweg zulässt.",
    ),
    (
        "traffic",
        "Testnachrichten und echte Nachrichten dürfen nicht vermischt werden.",
    ),
    (
        "transport-id",
        "Der Transportweg hat eine unbrauchbare Kennung vergeben. Bitte an die Administration wenden.",
    ),
    (
        "unclear-answer",
        "Was geantwortet wurde, sagt nicht, ob die Meldung angenommen ist.",
    ),
    (
        "unknown-id",
        "Eine Sendung mit dieser Kennung gibt es nicht.",
    ),
    (
        "unreadable",
        "Der Kopf der Nachricht ist nicht lesbar. Sie muss berichtigt neu eingereicht werden.",
    ),
    (
        "unsupported",
        "Der Transportweg kann das nicht. Bitte an die Administration wenden.",
    ),
    (
        "version-ended",
        "Die Nachricht ist in einer Version geschrieben, die nicht mehr oder noch nicht gilt. Sie muss in der geltenden neu geschrieben werden.",
    ),
    (
        "version-not-offered",
        "Die Stelle ist die richtige, nimmt die Nachricht aber nicht in dieser Version an. Sie muss in einer angebotenen neu geschrieben werden.",
    ),
    (
        "worker-lost",
        "Das Programm endete während des Sendens. Ob die Nachricht angekommen ist, ist unklar.",
    ),
];

/// Codes in the history that are no failures.
pub(super) const EVENTS: &[(&str, &str)] = &[
    ("answer", "Die Antwort ist eingegangen."),
    ("arrived", "Der Transportweg meldet die Zustellung."),
    (
        "clock-set-back",
        "Die Uhr wurde zurückgestellt; die Fristen sind neu gesetzt.",
    ),
    ("lane-free", "Die Nachricht davor ist nicht mehr unterwegs."),
    ("readdressed", "An eine andere Stelle gerichtet."),
    ("replaced", "Eine neue Nachricht tritt an ihre Stelle."),
    ("retry", "Von Hand erneut zum Senden gegeben."),
    (
        "transport-id",
        "Die Kennung für den Transportweg steht fest.",
    ),
    ("withdrawn", "Von Hand zurückgenommen."),
];

pub(super) fn entry(table: &[(&str, &'static str)], code: &str) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == code);
    found.map(|(_, sentence)| *sentence)
}

/// The German sentence for a code of ours; none for those of others.
pub(super) fn sentence(code: &str) -> Option<&'static str> {
    entry(FAILURES, code).or_else(|| {
        let (kind, status) = code.split_once('-')?;
        let status: u16 = status.parse().ok()?;
        match (kind, status) {
            ("HTTP", 500..=599) => Some(
                "Das Register meldet eine Störung. Ob es die Meldung verarbeitet hat, ist unklar.",
            ),
            ("HTTP", _) => Some("Das Register weist den Aufruf ab, ohne eine Nachricht zu senden."),
            ("http", 500..=599) => Some("Der XTA-Server meldet eine Störung."),
            ("http", _) => Some("Der XTA-Server weist den Aufruf ab."),
            _ => None,
        }
    })
}

/// A failure in one line: the sentence, and behind it the code with the technical text.
pub(super) fn failure(failure: &Failure, lang: Lang) -> String {
    explained(sentence(&failure.code), &failure.code, &failure.text, lang)
}

/// A code without a text.
pub(super) fn code(code: &str, lang: Lang) -> String {
    explained(sentence(code), code, "", lang)
}

/// An event of the history in one line.
pub(super) fn event(event: &Event, lang: Lang) -> String {
    let is_event = entry(EVENTS, &event.code).filter(|_| !told_by_transport(event));
    let known = is_event.or_else(|| sentence(&event.code));
    explained(known, &event.code, &event.text, lang)
}

/// Two codes have a meaning as a failure, too: an answer that can't be read never ends a submission,
/// and an id that can't be used never leaves it with its worker.
fn told_by_transport(event: &Event) -> bool {
    match event.code.as_str() {
        "answer" => !matches!(
            event.state,
            State::Done | State::Refused | State::Misdirected
        ),
        "transport-id" => event.state != State::Sending,
        _ => false,
    }
}

pub(super) fn explained(known: Option<&str>, code: &str, text: &str, lang: Lang) -> String {
    let colon = if code.is_empty() || text.is_empty() {
        ""
    } else {
        ": "
    };
    let technical = format!("{code}{colon}{text}");
    match (known, lang) {
        (Some(sentence), Lang::De) => format!("{sentence} [{technical}]"),
        _ => technical,
    }
}
