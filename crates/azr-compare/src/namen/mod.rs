//! Whether two names are the same, or probably the same name in another spelling.
//!
//! Registers hold names as they stand in passports, in one of several transliterations, or as an
//! interpreter wrote them. Names count as **probably the same** if they follow each other by what
//! transliterations and German spelling do to a name, and by nothing else:
//!
//! - upper and lower case, blanks, hyphens, apostrophes, diacritics (`Çelik`/`Celik`);
//! - German umlauts and `ß` written out (`Müller`/`Mueller`);
//! - consonants as Cyrillic, Turkish and Arabic are written in German, English and French
//!   (`Schewtschenko`/`Shevchenko`, `Şahin`/`Schahin`), doubled letters (`Hasan`/`Hassan`);
//! - vowels of unstressed syllables (`Mohammed`/`Muhammad`), within bounds that grow with the
//!   length of the name and in no case at its end (`Maria` and `Marie` are two names);
//! - Arabic script, which writes no short vowels (`محمد`/`Muhammad`).
//!
//! # Thresholds
//!
//! A vowel for a similar one costs 1 (o, u) or 2 (a, e; e, i; a, o; e, o; e, u), for another one, and
//! for an umlaut, 3; an additional vowel within a name of at least 7 letters costs 2. A name may cost 0 (up to 3
//! letters), 1 (4), 2 (5 and 6), 3 (7 and 8) or 4 (9 and more). Consonants must be the same, and so
//! must be the last letter if it is a vowel.
//!
//! These bounds keep apart `Hamid` and `Hamad`, `Mahmud` and `Muhammad`, `Lena` and `Lina`, `Josef`
//! and `Yusuf`. They can't keep apart all names: `Karin` and `Karen` count as probably the same.

mod arabisch;
mod laute;

use unicode_normalization::UnicodeNormalization as _;

/// Whether two names are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namensurteil {
    /// Character by character, in normal form C as DIN 91379 asks for.
    Gleich,
    /// Probably: another spelling of the same name.
    VermutlichGleich,
    /// No spelling of the same name is known to give both.
    Verschieden,
}

/// Longest name, in characters, that is looked at beyond its characters.
const LONGEST: usize = 100;

/// As many characters tell how alike two texts are.
const LONGEST_FOR_THE_EYE: usize = 40;

/// Compares two names, which may consist of several words.
pub fn vergleiche(one: &str, other: &str) -> Namensurteil {
    let (one, other) = (nfc(one), nfc(other));
    if one == other {
        return Namensurteil::Gleich;
    }
    let too_long = |text: &str| text.chars().nth(LONGEST).is_some();
    if !too_long(&one) && !too_long(&other) && same_words(&one, &other) {
        return Namensurteil::VermutlichGleich;
    }
    Namensurteil::Verschieden
}

/// Compares two texts that are no names: numbers, file references, streets, free text. Probably the
/// same is what differs in upper and lower case, blanks, punctuation and diacritics; texts without
/// digits are compared as names.
pub fn vergleiche_text(one: &str, other: &str) -> Namensurteil {
    let digits = |text: &str| text.contains(|c: char| c.is_numeric());
    if !digits(one) && !digits(other) {
        return vergleiche(one, other);
    }
    let (one, other) = (nfc(one), nfc(other));
    if one == other {
        return Namensurteil::Gleich;
    }
    let bare = |text: &str| -> String {
        let ascii = any_ascii::any_ascii(text);
        let kept = ascii.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|c| c.to_ascii_lowercase()).collect()
    };
    match bare(&one) {
        text if !text.is_empty() && text == bare(&other) => Namensurteil::VermutlichGleich,
        _ => Namensurteil::Verschieden,
    }
}

/// How alike two texts are for the eye, from 0 to 1: one minus the number of changed letters by
/// the number of letters. Decides which entries are compared with each other, never whether values
/// are the same.
pub fn aehnlichkeit(one: &str, other: &str) -> f64 {
    let fold = |text: &str| -> String {
        let ascii: String = text.chars().take(LONGEST_FOR_THE_EYE).collect();
        any_ascii::any_ascii(&nfc(&ascii)).to_ascii_lowercase()
    };
    strsim::normalized_damerau_levenshtein(&fold(one), &fold(other))
}

/// Normal form C, without blanks around and with single ones within.
fn nfc(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// Whether all words are probably the same, one by one or written together.
fn same_words(one: &str, other: &str) -> bool {
    let (words, other_words) = (words(one), words(other));
    if words.is_empty() || other_words.is_empty() {
        return false;
    }
    let pairs = words.iter().zip(&other_words);
    if words.len() == other_words.len() && pairs.into_iter().all(|(a, b)| same_word(a, b)) {
        return true;
    }
    let several = words.len() > 1 || other_words.len() > 1;
    several && same_word(&words.concat(), &other_words.concat())
}

/// The words of a name: blanks and hyphens part them.
fn words(text: &str) -> Vec<String> {
    let parts =
        text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}'));
    parts
        .map(|part| part.chars().filter(|c| !is_mark(*c)).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Apostrophes and other marks that spellings put into a word or leave out.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '\u{2B0}'..='\u{2FF}' | '\u{2018}'..='\u{201F}' | '´')
}

fn same_word(one: &str, other: &str) -> bool {
    match (arabisch::muster(one), arabisch::muster(other)) {
        (Some(one), Some(other)) => one == other,
        (Some(pattern), None) => arabisch::passt(&pattern, &laute::lesarten(other)),
        (None, Some(pattern)) => arabisch::passt(&pattern, &laute::lesarten(one)),
        (None, None) => laute::gleich(&laute::lesarten(one), &laute::lesarten(other)),
    }
}
