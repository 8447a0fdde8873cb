//! Names in Arabic script, which has no letters for short vowels.
//!
//! A name becomes a pattern; a Latin name fits if the pattern is what remains when short vowels are
//! left out. Letters for long vowels must be there as vowels.

use super::laute::is_vowel;

/// A letter of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zeichen {
    /// A consonant, in one of these readings.
    Laut(&'static [u8]),
    /// A vowel at the beginning.
    Anlaut,
    /// A vowel, or nothing: a letter that spellings treat in several ways.
    Vielleicht,
}

/// The pattern of a name; none if it is not in Arabic script.
pub(super) fn muster(word: &str) -> Option<Vec<Zeichen>> {
    let arabic = |c: char| matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}');
    if !word.contains(arabic) {
        return None;
    }
    let letters: Vec<char> = word.chars().filter(|c| !is_sign(*c)).collect();
    let mut pattern: Vec<Zeichen> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied();
        let last = next.is_none();
        // A doubled letter is one in the Latin forms, too.
        match sign(*letter, at == 0, last, next)? {
            Some(sign) if pattern.last() != Some(&sign) => pattern.push(sign),
            _ => {}
        }
    }
    (!pattern.is_empty()).then_some(pattern)
}

/// Short vowels and other signs above and below letters, and the bar that makes words longer.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{200C}' | '\u{200D}'
    )
}

/// What a letter stands for: nothing, or a sign. None if it is no letter of Arabic script.
fn sign(letter: char, first: bool, last: bool, next: Option<char>) -> Option<Option<Zeichen>> {
    use Zeichen::{Anlaut, Laut, Vielleicht};
    Some(Some(match letter {
        'ا' | 'أ' | 'إ' | 'آ' | 'ع' | 'ٱ' if first => Anlaut,
        // The article within a name: Abdullah, Abdel.
        'ا' if next == Some('ل') => Vielleicht,
        'ا' | 'آ' | 'ى' => Laut(b"a"),
        'أ' | 'إ' | 'ع' | 'ئ' | 'ؤ' | 'ء' => Vielleicht,
        'ة' if last => Vielleicht,
        'و' => Laut(b"uov"),
        'ي' | 'ی' | 'ې' => Laut(b"ie"),
        'ب' => Laut(b"b"),
        'پ' => Laut(b"p"),
        'ت' | 'ط' | 'ة' => Laut(b"t"),
        'ث' => Laut(b"ts"),
        'ج' => Laut(b"jcgi"),
        'چ' => Laut(b"c"),
        'ح' | 'خ' | 'ه' | 'ھ' | 'ہ' => Laut(b"h"),
        'د' => Laut(b"d"),
        'ض' => Laut(b"dz"),
        'ذ' => Laut(b"dz"),
        'ر' => Laut(b"r"),
        'ز' | 'ظ' | 'ژ' => Laut(b"z"),
        'س' | 'ص' | 'ش' => Laut(b"s"),
        'غ' | 'گ' => Laut(b"g"),
        'ف' => Laut(b"f"),
        'ق' => Laut(b"kg"),
        'ك' | 'ک' => Laut(b"kc"),
        'ل' => Laut(b"l"),
        'م' => Laut(b"m"),
        'ن' => Laut(b"n"),
        _ => return None,
    }))
}

/// Whether one of the Latin forms is a reading of the pattern.
pub(super) fn passt(pattern: &[Zeichen], forms: &[String]) -> bool {
    // A single consonant is in too many names.
    let sounds = pattern.iter().filter(|z| matches!(z, Zeichen::Laut(_)));
    sounds.count() >= 2 && forms.iter().any(|form| fits(pattern, form.as_bytes()))
}

/// Goes through the form and remembers how much of the pattern may have been read so far.
fn fits(pattern: &[Zeichen], form: &[u8]) -> bool {
    let mut reached = vec![false; pattern.len() + 1];
    reached[0] = true;
    pass_optional(pattern, &mut reached);
    let mut before_is_vowel = true;
    for (at, letter) in form.iter().enumerate() {
        let letter = &letter.to_ascii_lowercase();
        let vowel = is_vowel(*letter);
        // A short vowel. No name begins with one that is not written, or ends with one; the second
        // of two is always written.
        let may_skip = vowel && !before_is_vowel && at + 1 < form.len();
        before_is_vowel = vowel;
        let mut next = vec![false; pattern.len() + 1];
        for (place, sign) in pattern.iter().enumerate() {
            let reads = match sign {
                Zeichen::Laut(sounds) => sounds.contains(letter),
                Zeichen::Anlaut | Zeichen::Vielleicht => vowel,
            };
            next[place + 1] |= reached[place] && reads;
        }
        if may_skip {
            next.iter_mut().zip(&reached).for_each(|(n, r)| *n |= r);
        }
        pass_optional(pattern, &mut next);
        reached = next;
    }
    reached[pattern.len()]
}

fn pass_optional(pattern: &[Zeichen], reached: &mut [bool]) {
    for (place, sign) in pattern.iter().enumerate() {
        if *sign == Zeichen::Vielleicht {
            reached[place + 1] |= reached[place];
        }
    }
}
