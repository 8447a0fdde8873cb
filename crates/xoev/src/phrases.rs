//! German for what a rule expects.
//!
//! Expectations are made in English, where they arise, and mostly never shown. This table turns
//! them into German when a German sentence is asked for. `{}` stands for a part that is kept, such
//! as a number or the name of a type.

/// English and German.
const PHRASES: &[(&str, &str)] = &[
    ("one of {}", "einer der Werte {}"),
    ("text that matches {}", "Text nach dem Muster {}"),
    ("permitted characters", "nur zugelassene Zeichen"),
    ("the right length", "die richtige Länge"),
    ("exactly {} characters", "genau {} Zeichen"),
    ("at least {} characters", "mindestens {} Zeichen"),
    ("at most {} characters", "höchstens {} Zeichen"),
    ("exactly {} items", "genau {} Werte"),
    ("at least {} items", "mindestens {} Werte"),
    ("at most {} items", "höchstens {} Werte"),
    ("exactly {} bytes or items", "genau {} Bytes oder Werte"),
    (
        "at least {} bytes or items",
        "mindestens {} Bytes oder Werte",
    ),
    ("at most {} bytes or items", "höchstens {} Bytes oder Werte"),
    (
        "at most {} fraction digits",
        "höchstens {} Nachkommastellen",
    ),
    ("at most {} digits", "höchstens {} Ziffern"),
    ("at least {}", "mindestens {}"),
    ("at most {}", "höchstens {}"),
    ("more than {}", "mehr als {}"),
    ("less than {}", "weniger als {}"),
    ("{} as listURI", "{} als listURI"),
    ("{} as listVersionID", "{} als listVersionID"),
    ("no attribute {}", "kein Attribut {}"),
    ("attribute {}", "{}"),
    ("child element name", "das Kindelement name"),
    ("no child element name", "kein Kindelement name"),
    (
        "a URI or a reference to one",
        "eine URI oder ein Verweis auf eine",
    ),
    (
        "a language tag such as de or de-AT",
        "ein Sprachkürzel wie de oder de-AT",
    ),
    ("a name", "ein Name"),
    ("a name without colon", "ein Name ohne Doppelpunkt"),
    (
        "a name with at most one colon",
        "ein Name mit höchstens einem Doppelpunkt",
    ),
    ("a name, perhaps with a prefix", "ein Name, auch mit Präfix"),
    ("characters of names", "Zeichen, die in Namen erlaubt sind"),
    ("name tokens", "Namenszeichen, durch Leerzeichen getrennt"),
    ("names without colon", "Namen ohne Doppelpunkt"),
    (
        "the name of a declared unparsed entity",
        "der Name einer deklarierten Entität",
    ),
    (
        "a value of one of the member types",
        "ein Wert eines der Mitgliedstypen",
    ),
    ("a date and time such as {}", "Datum und Uhrzeit wie {}"),
    ("a date such as {}", "ein Datum wie {}"),
    ("a time such as {}", "eine Uhrzeit wie {}"),
    ("a duration such as {}", "eine Dauer wie {}"),
    ("a year such as {}", "ein Jahr wie {}"),
    (
        "a month of a year such as {}",
        "ein Monat eines Jahres wie {}",
    ),
    ("a number that fits {}", "eine Zahl, die in {} passt"),
    ("a month such as {}", "ein Monat wie {}"),
    ("a month and day such as {}", "Monat und Tag wie {}"),
    ("a day such as {}", "ein Tag wie {}"),
    ("a number such as {}", "eine Zahl wie {}"),
    ("a whole number", "eine ganze Zahl"),
    ("true, false, 1 or 0", "true, false, 1 oder 0"),
    ("data in base 64", "Daten in Base64"),
    (
        "pairs of hexadecimal digits",
        "Paare von Hexadezimalziffern",
    ),
    (
        "a pattern that can be used ({}): {}",
        "ein verwendbares Muster ({}): {}",
    ),
    (
        "a code of less than four gigabytes",
        "ein Code von weniger als vier Gigabyte",
    ),
    (
        "a character that XML allows",
        "ein in XML erlaubtes Zeichen",
    ),
    ("characters that XML allows", "in XML erlaubte Zeichen"),
    ("a correct XML declaration", "eine richtige XML-Deklaration"),
    ("a declared prefix", "ein deklariertes Präfix"),
    ("a known attribute", "ein bekanntes Attribut"),
    ("a known element", "ein bekanntes Element"),
    ("a known encoding", "eine bekannte Zeichenkodierung"),
    ("a known type", "ein bekannter Typ"),
    (
        "a message of this schema set",
        "eine Nachricht des Standards",
    ),
    (
        "a namespace URI that is not empty",
        "eine nicht leere Namensraum-URI",
    ),
    (
        "a number in the character reference",
        "eine Zahl in der Zeichenreferenz",
    ),
    (
        "a reference that ends with “;”",
        "eine Referenz, die mit „;“ endet",
    ),
    ("a root element", "ein Wurzelelement"),
    ("a text", "ein Text"),
    ("a value in quotes", "ein Wert in Anführungszeichen"),
    (
        "a value in quotes in the XML declaration",
        "ein Wert in Anführungszeichen in der XML-Deklaration",
    ),
    (
        "an XML declaration only at the very beginning",
        "eine XML-Deklaration nur ganz am Anfang",
    ),
    (
        "an element that is not abstract",
        "ein Element, das nicht abstrakt ist",
    ),
    (
        "an element, a comment or text",
        "ein Element, ein Kommentar oder Text",
    ),
    ("another namespace", "ein anderer Namensraum"),
    ("another type", "ein anderer Typ"),
    ("each attribute once", "jedes Attribut einmal"),
    ("elements", "Elemente"),
    ("no attribute", "kein Attribut"),
    ("no such attribute", "kein solches Attribut"),
    (
        "no colon in the target of a processing instruction",
        "kein Doppelpunkt im Ziel einer Verarbeitungsanweisung",
    ),
    ("no content", "kein Inhalt"),
    (
        "no declaration of the reserved prefixes xml and xmlns",
        "keine Deklaration der reservierten Präfixe xml und xmlns",
    ),
    (
        "no document type declaration",
        "keine Dokumenttypdeklaration",
    ),
    ("no “--” in a comment", "kein „--“ in einem Kommentar"),
    ("no “]]>” in text", "kein „]]>“ im Text"),
    ("one", "einer"),
    (
        "one of amp, lt, gt, apos, quot or a character reference",
        "amp, lt, gt, apos, quot oder eine Zeichenreferenz",
    ),
    ("text only", "nur Text"),
    (
        "the end of the CDATA section, “]]>”",
        "das Ende des CDATA-Abschnitts, „]]>“",
    ),
    (
        "the end of the XML declaration",
        "das Ende der XML-Deklaration",
    ),
    (
        "the end of the XML declaration, “?>”",
        "das Ende der XML-Deklaration, „?>“",
    ),
    (
        "the end of the comment, “-->”",
        "das Ende des Kommentars, „-->“",
    ),
    ("the end of the document", "das Ende des Dokuments"),
    ("the end of the element", "das Ende des Elements"),
    (
        "the end of the processing instruction, “?>”",
        "das Ende der Verarbeitungsanweisung, „?>“",
    ),
    (
        "the end of the value, without “<” in it",
        "das Ende des Werts, ohne „<“ darin",
    ),
    (
        "version in the XML declaration",
        "version in der XML-Deklaration",
    ),
    (
        "white space behind the target",
        "ein Leerzeichen hinter dem Ziel",
    ),
    ("“=”", "„=“"),
    ("“>”", "„>“"),
    ("“>” or an attribute", "„>“ oder ein Attribut"),
    ("{} without namespace", "{} ohne Namensraum"),
    ("{} before {}", "{} vor {}"),
    (
        "{} attributes on one element",
        "{} Attribute an einem Element",
    ),
    (
        "{} bytes of memory for the values",
        "{} Bytes Speicher für die Werte",
    ),
    ("{} bytes in a name", "{} Bytes in einem Namen"),
    ("{} bytes", "{} Bytes"),
    (
        "{} namespace declarations in scope",
        "{} gültige Namensraumdeklarationen",
    ),
    ("{} nested elements", "{} geschachtelte Elemente"),
    ("{} to {} groups", "{} bis {} Gruppen"),
    ("{}, at least {} times", "{}, mindestens {}-mal"),
    ("{}, {} to {} times", "{}, {}- bis {}-mal"),
    ("{} to {} times", "{}- bis {}-mal"),
    ("at most once", "höchstens einmal"),
    ("exactly once", "genau einmal"),
    ("no xsi:type", "kein xsi:type"),
    ("an element with this ID", "ein Element mit dieser Kennung"),
    ("{} bytes in a tag", "{} Bytes in einem Tag"),
    ("{} bytes in a reference", "{} Bytes in einer Referenz"),
    (
        "{} bytes in the XML declaration",
        "{} Bytes in der XML-Deklaration",
    ),
    ("{} bytes", "{} Bytes"),
    ("{} bytes of keys", "{} Bytes Schlüssel"),
    ("{} times", "{}-mal"),
    ("one more", "ein weiteres"),
    ("more", "mehr"),
    ("a longer one", "ein längerer"),
    ("{} characters", "{} Zeichen"),
    ("{} items", "{} Werte"),
    ("{} bytes or items", "{} Bytes oder Werte"),
    ("byte {} at offset {}", "Byte {} an Stelle {}"),
    ("each ID once", "jede Kennung einmal"),
    ("not {} at offset {}", "nicht {} an Stelle {}"),
    ("“{}”", "„{}“"),
    ("XML text", "XML-Text"),
];

/// The German for an expectation; what is in no phrase, such as the names of elements, is kept.
pub(crate) fn german(text: &str) -> String {
    // Most expectations end with the name of a type.
    if let Some((core, behind)) = text.split_once(" (")
        && text.ends_with(')')
    {
        let translated = german(core);
        if translated != core {
            return format!("{translated} ({behind}");
        }
    }
    // One of several: each may be a phrase.
    if text.contains(" | ") {
        let each: Vec<String> = text.split(" | ").map(german).collect();
        return each.join(" | ");
    }
    // The more a phrase says literally, the better it fits.
    let best = PHRASES
        .iter()
        .filter_map(|(english, german)| {
            Some((english.replace("{}", "").len(), fit(english, text)?, german))
        })
        .max_by_key(|(literal, ..)| *literal);
    let Some((_, parts, german)) = best else {
        return text.to_owned();
    };
    let mut out = String::new();
    let mut parts = parts.into_iter();
    for (i, literal) in german.split("{}").enumerate() {
        if i > 0
            && let Some(part) = parts.next()
        {
            out.push_str(part);
        }
        out.push_str(literal);
    }
    out
}

/// The parts of a text where a phrase has `{}`; none if it does not fit.
fn fit<'t>(phrase: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = phrase.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = match (piece, pieces.peek()) {
            (last, None) => {
                // The last literal must end the text.
                let part = rest.strip_suffix(last)?;
                parts.push(part);
                return Some(parts);
            }
            (piece, Some(_)) => rest.find(piece)?,
        };
        parts.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_phrase_are_kept() {
        for (english, expected) in [
            (
                "at most 45 characters (Aktenzeichen)",
                "höchstens 45 Zeichen (Aktenzeichen)",
            ),
            (
                "text that matches [0-9]{12} (AZRNummer)",
                "Text nach dem Muster [0-9]{12} (AZRNummer)",
            ),
            ("one of 01, 02 (Code.X)", "einer der Werte 01, 02 (Code.X)"),
            (
                "permitted characters (din91379:datatypeC)",
                "nur zugelassene Zeichen (din91379:datatypeC)",
            ),
            ("vorname | familienname", "vorname | familienname"),
            (
                "a whole number (xs:integer)",
                "eine ganze Zahl (xs:integer)",
            ),
            ("person, at least 1 times", "person, mindestens 1-mal"),
            (
                "alter | name without namespace",
                "alter | name ohne Namensraum",
            ),
        ] {
            assert_eq!(german(english), expected);
        }
    }

    #[test]
    fn every_expectation_in_the_sources_has_german() {
        let pattern = regex::Regex::new(
            r#"(?s)(?:(?:Stop::new|Fault::new|\.stop)\(\s*(?:Rule::\w+|rule),\s*(?:format!\()?|syntax\(\s*|let (?:limit|expected) =\s*(?:format!\()?)"((?:[^"\\]|\\.)*)""#,
        )
        .expect("a valid pattern");
        let hole = regex::Regex::new(r"\{[^}]*\}").expect("a valid pattern");
        let mut open = vec![std::path::PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src"
        ))];
        let mut count = 0;
        let mut missing = Vec::new();
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(
                    std::fs::read_dir(&path)
                        .expect("readable")
                        .flatten()
                        .map(|e| e.path()),
                );
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("readable");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            for found in pattern.captures_iter(text) {
                count += 1;
                let phrase = hole.replace_all(&found[1], "1").into_owned();
                // Names of standards and characters are the same in both languages.
                let same = [
                    "UTF-8",
                    "XML 1.0",
                    "xs:boolean",
                    "</1>",
                    "1",
                    "1 1 (1)",
                    "1 1 1 (1)",
                    "1 (1)",
                    "1 as 1",
                ];
                if german(&phrase) == phrase && !same.contains(&phrase.as_str()) {
                    missing.push(phrase);
                }
            }
        }
        assert!(missing.is_empty(), "no German for {missing:?}");
        assert!(count > 60, "only {count} phrases found");
    }
}
