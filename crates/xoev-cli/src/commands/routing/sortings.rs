//! Why a received message is where it is, for clerks: a German sentence for each code.

use super::failures::{entry, explained};
use crate::cli::Lang;

/// Codes of received messages with what they mean, sorted.
pub(super) const SORTINGS: &[(&str, &str)] = &[
    ("answer", "Antwort auf eine eigene Nachricht."),
    (
        "author-not-sender",
        "Wer die fehlerhafte Nachricht gesendet hat, ist nicht ihr Autor; sie wird nicht von selbst zurückgewiesen.",
    ),
    (
        "classifier-panic",
        "Beim Einordnen brach das Programm ab. Bitte an die Administration wenden.",
    ),
    ("content", "Der Inhalt ist nicht verwendbar."),
    ("declined", "Von Hand nicht übernommen."),
    (
        "faulty-never-rejected",
        "Fehlerhaft, aber von einer Art, die nie zurückgewiesen wird.",
    ),
    (
        "no-author",
        "Fehlerhaft, und niemand ist als Autor genannt.",
    ),
    ("no-message", "Das ist keine Nachricht des Standards."),
    (
        "no-test",
        "Keine Testnachricht; hier werden nur solche angenommen.",
    ),
    (
        "not-rejected",
        "Fehlerhaft, aber die Rückweisung ließ sich nicht bilden.",
    ),
    (
        "not-responsible",
        "Die Empfängerin erklärt sich für nicht zuständig.",
    ),
    ("obstacle", "Die Nachricht ließ sich nicht einordnen."),
    (
        "other-sender",
        "Die Antwort kommt nicht von der Stelle, die gefragt wurde.",
    ),
    ("packet", "Paket einer Dokumentenlieferung."),
    (
        "passed-on",
        "Die eigene Nachricht wurde an eine andere Stelle weitergeleitet.",
    ),
    (
        "passed-on-author",
        "Die weitergeleitete Nachricht hat einen anderen Autor, als die Weiterleitung sagt.",
    ),
    (
        "passed-on-invalid",
        "Die weitergeleitete Nachricht ist fehlerhaft.",
    ),
    (
        "passed-on-test",
        "Die weitergeleitete Nachricht ist ein Test, die Umgebung nicht, oder umgekehrt.",
    ),
    (
        "passed-on-to-us",
        "Eine andere Stelle hat diese Nachricht hierher weitergeleitet.",
    ),
    ("receipt", "Quittung zu einer eigenen Nachricht."),
    ("received", "Eingegangen und gespeichert."),
    ("rejected", "Zurückgewiesen."),
    (
        "rejected-by-us",
        "Fehlerhaft; die Rückweisung geht an den Absender.",
    ),
    ("released", "Von Hand freigegeben."),
    ("reminder", "Erinnerung an eine frühere Nachricht."),
    (
        "reply-not-let-in",
        "Die Rückweisung ist selbst nicht zulässig und wurde nicht gesendet.",
    ),
    ("returned", "Die Rückweisung ist zum Senden übergeben."),
    (
        "submission-busy",
        "Die eigene Nachricht war gerade in Arbeit; die Antwort ist von Hand zuzuordnen.",
    ),
    (
        "test-mismatch",
        "Auf eine Testnachricht kam eine echte Antwort oder umgekehrt.",
    ),
    (
        "test-outside-only",
        "Nur die Hülle sagt, dass es ein Test ist, die Nachricht nicht.",
    ),
    ("tied", "Von Hand zugeordnet."),
    (
        "unclear-answer",
        "Die Antwort sagt nicht, ob die eigene Nachricht angenommen ist.",
    ),
    ("unexamined", "Die Nachricht ließ sich nicht prüfen."),
    (
        "unexpected",
        "Eine Nachricht dieser Art kommt auf diesem Weg nicht vor.",
    ),
    (
        "unjudged",
        "Die Prüfung der Nachricht kam zu keinem Ergebnis.",
    ),
    (
        "unmatched",
        "Zu dieser Antwort gibt es keine eigene Nachricht.",
    ),
];

/// A reason in one line: the sentence, and behind it the code with what was said.
pub(super) fn reason(code: &str, text: &str, lang: Lang) -> String {
    let known = entry(SORTINGS, code).or_else(|| {
        // `submission-done` and so on.
        code.starts_with("submission-").then_some(
            "Die eigene Nachricht ist in einem Zustand, zu dem diese Antwort nicht passt.",
        )
    });
    explained(known, code, text, lang)
}
