//! The XML declaration (XML 1.0, productions 23 to 32 and 80).

use super::is_space;

const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// What is wrong with an XML declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclarationFault<E> {
    /// It is not well-formed: what was expected, and the place.
    Syntax(&'static str, usize),
    /// It names XML 1.1, at this place.
    Xml11(usize),
    /// The caller does not take the encoding.
    Encoding(E),
}

/// Judges an XML declaration: the text begins with `<?xml`, and its `?>` is at `end`. The encoding,
/// if it names one, is shown to the caller, with its place.
///
/// # Errors
/// [`DeclarationFault`] with the first fault.
pub fn declaration<E>(
    text: &str,
    end: usize,
    mut encoding: impl FnMut(&str, usize) -> Result<(), E>,
) -> Result<(), DeclarationFault<E>> {
    let syntax = |expected, at| Err(DeclarationFault::Syntax(expected, at));
    let mut rest = text.get(5..end).unwrap_or_default();
    // The three parts in their order, each with white space before it.
    for part in ["version", "encoding", "standalone"] {
        let trimmed = rest.trim_start_matches(BLANK);
        let at = end - trimmed.len();
        let Some(after) = trimmed.strip_prefix(part) else {
            match part {
                "version" => return syntax("version in the XML declaration", at),
                _ => continue,
            }
        };
        let (Some((value, tail)), true) = (quoted(after), trimmed.len() < rest.len()) else {
            return syntax("a value in quotes in the XML declaration", at);
        };
        match part {
            "version" if value == "1.0" => {}
            "version" if value == "1.1" => return Err(DeclarationFault::Xml11(at)),
            "encoding" if is_encoding_name(value) => {
                encoding(value, at).map_err(DeclarationFault::Encoding)?;
            }
            "standalone" if matches!(value, "yes" | "no") => {}
            _ => return syntax("a correct XML declaration", at),
        }
        rest = tail;
    }
    match rest.bytes().all(is_space) {
        true => Ok(()),
        false => syntax("the end of the XML declaration", end - rest.len()),
    }
}

/// Behind the name of a part: its value, and what follows that.
fn quoted(after: &str) -> Option<(&str, &str)> {
    let value = after.trim_start_matches(BLANK).strip_prefix('=')?;
    let value = value.trim_start_matches(BLANK);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote)
}

/// Production 81.
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// The encoding that an XML declaration in ASCII names, as far as these first bytes show it.
pub fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let ascii = bytes.iter().take_while(|b| b.is_ascii()).count();
    let head = std::str::from_utf8(&bytes[..ascii]).ok()?;
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?;
    let (_, after) = declaration.split_once("encoding")?;
    quoted(after).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The encoding, or the place and the nature of the fault.
    fn judge(text: &str) -> Result<Option<String>, DeclarationFault<()>> {
        let mut found = None;
        let end = text.find("?>").expect("an end");
        declaration(text, end, |name, _| {
            found = Some(name.to_owned());
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn declarations_are_judged_by_their_parts() {
        assert_eq!(judge("<?xml version='1.0'?>"), Ok(None));
        let whole = "<?xml version = \"1.0\"\n encoding='UTF-8' standalone=\"no\" ?>";
        assert_eq!(judge(whole), Ok(Some("UTF-8".to_owned())));
        assert_eq!(
            judge("<?xml version='1.1'?>"),
            Err(DeclarationFault::Xml11(6))
        );
        let faulty = [
            ("<?xml encoding='UTF-8'?>", 6),
            ("<?xml version='1.0'encoding='UTF-8'?>", 19),
            ("<?xml version=1.0?>", 6),
            ("<?xml version='2.0'?>", 6),
            ("<?xml version='1.0' encoding='ä'?>", 20),
            ("<?xml version='1.0' encoding=''?>", 20),
            ("<?xml version='1.0' standalone='ja'?>", 20),
            ("<?xml version='1.0' standalone='no' encoding='a'?>", 35),
            ("<?xml version='1.0' sonst='1'?>", 19),
        ];
        for (text, place) in faulty {
            let found = judge(text);
            let Err(DeclarationFault::Syntax(_, at)) = found else {
                panic!("{text}: {found:?}");
            };
            assert_eq!(at, place, "{text}");
        }
    }

    #[test]
    fn the_encoding_is_found_before_the_declaration_is_judged() {
        let found = |text: &str| declared_encoding(text.as_bytes()).map(str::to_owned);
        assert_eq!(
            found("<?xml version='1.0' encoding = \"x\"?>"),
            Some("x".to_owned())
        );
        assert_eq!(found("<?xml version='1.0'?><a encoding='x'/>"), None);
        assert_eq!(found("<a encoding='x'/>"), None);
        assert_eq!(declared_encoding(b"<?xml encoding='\xFC'?>"), None);
    }
}
