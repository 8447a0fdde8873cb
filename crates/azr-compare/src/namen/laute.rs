//! Sounds of names in Latin letters: what spellings of one name have in common.

/// Spellings that have several readings give several forms, at most this many.
const MOST: usize = 16;

/// Letters that are written with several signs, and the sign that stands for them here. The first
/// that fits is taken; several signs in the second column are several readings.
const SIGNS: &[(&str, &[&str])] = &[
    ("schtsch", &["sc"]),
    ("shch", &["sc"]),
    ("tsch", &["c"]),
    ("tch", &["c"]),
    ("dsch", &["j"]),
    ("dzh", &["j"]),
    ("dj", &["j", "di"]),
    ("sch", &["s"]),
    ("sh", &["s"]),
    ("zh", &["z"]),
    ("kh", &["h"]),
    // Tschechow is Chekhov, Michail is Mikhail.
    ("ch", &["c", "h"]),
    ("ck", &["k"]),
    ("ph", &["f"]),
    ("th", &["t"]),
    ("gh", &["g"]),
    ("dh", &["d"]),
    ("ks", &["x"]),
    ("qu", &["kv"]),
    ("ou", &["u"]),
    ("oo", &["u"]),
    ("ee", &["i"]),
    // Umlauts, written out or not, are capital: no other vowel stands for them.
    ("ae", &["Ae", "A"]),
    ("oe", &["Oe", "O"]),
    ("ue", &["Ue", "U"]),
    // Julija is Yuliya; Jamal is Dschamal.
    ("j", &["i", "j"]),
    ("y", &["i"]),
    ("w", &["v"]),
    ("q", &["k"]),
];

/// The forms that a word may stand for: ASCII letters, each sound with one sign, nothing doubled.
pub(super) fn lesarten(word: &str) -> Vec<String> {
    let letters: String = small(word).chars().map(ascii).collect();
    let mut forms = vec![String::new()];
    let mut rest = letters.as_str();
    while let Some(first) = rest.chars().next() {
        let sign = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        match sign {
            Some((sign, readings)) => {
                forms = extend(&forms, readings);
                rest = rest.get(sign.len()..).unwrap_or_default();
            }
            None => {
                forms.iter_mut().for_each(|form| form.push(first));
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    let mut forms: Vec<String> = forms.iter().map(|form| plain(form)).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// A small letter in ASCII; umlauts are capital.
fn ascii(letter: char) -> String {
    let plain = match letter {
        'ä' => "A",
        'ö' | 'ø' => "O",
        'ü' => "U",
        _ => {
            let plain = any_ascii::any_ascii_char(letter).to_ascii_lowercase();
            return plain.replace(|c: char| !c.is_ascii_alphanumeric(), "");
        }
    };
    plain.to_owned()
}

/// Small letters. The Turkish capital İ has a dot of its own that must not stay behind.
fn small(word: &str) -> String {
    word.replace('İ', "i").to_lowercase()
}

/// Each form with each reading; with the first one only where there would be too many.
fn extend(forms: &[String], readings: &[&str]) -> Vec<String> {
    let taken = match forms.len() * readings.len() > MOST {
        true => readings.get(..1).unwrap_or_default(),
        false => readings,
    };
    let each = |form: &String| {
        let form = form.clone();
        taken.iter().map(move |reading| format!("{form}{reading}"))
    };
    forms.iter().flat_map(each).collect()
}

/// Nothing doubled, and no `ie` at the beginning, which is a Russian `e`.
fn plain(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for c in form.chars() {
        if !out.ends_with([c, c.to_ascii_lowercase()]) {
            out.push(c);
        }
    }
    match out.strip_prefix("ie") {
        Some(rest) => format!("e{rest}"),
        None => out,
    }
}

/// Whether some form of one word is, vowels aside, some form of the other.
pub(super) fn gleich(one: &[String], other: &[String]) -> bool {
    one.iter()
        .any(|a| other.iter().any(|b| !a.is_empty() && is_near(a, b)))
}

pub(super) fn is_vowel(c: u8) -> bool {
    matches!(c.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u')
}

/// What one vowel for another costs.
fn vowel_cost(one: u8, other: u8) -> u32 {
    match (one.min(other), one.max(other)) {
        (a, b) if a.eq_ignore_ascii_case(&b) => 0,
        (b'o', b'u') => 1,
        (b'a', b'e') | (b'e', b'i') | (b'a', b'o') | (b'e', b'o') | (b'e', b'u') => 2,
        _ => 3,
    }
}

/// What two names may cost at most, by the length of the longer one.
fn budget(length: usize) -> u32 {
    match length {
        0..=3 => 0,
        4 => 1,
        5 | 6 => 2,
        7 | 8 => 3,
        _ => 4,
    }
}

/// Names from this length on may have a vowel more.
const LONG: usize = 7;
/// What that costs.
const MORE: u32 = 2;

fn is_near(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let ends_alike = match (one.last(), other.last()) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    };
    let length = one.len().max(other.len());
    let begins_alike = matches!((one.first(), other.first()), (Some(a), Some(b))
        if is_vowel(*a) == is_vowel(*b));
    let most = budget(length);
    ends_alike
        && begins_alike
        && consonants(one).eq(consonants(other))
        && cost(one, other, length >= LONG, most) <= most
}

fn consonants(form: &[u8]) -> impl Iterator<Item = &u8> {
    form.iter().filter(|c| !is_vowel(**c))
}

/// The least cost of making one of the other; more than `most` if there is none.
fn cost(one: &[u8], other: &[u8], may_add: bool, most: u32) -> u32 {
    let never = most + 1;
    let mut row: Vec<u32> = Vec::with_capacity(other.len() + 1);
    row.push(0);
    row.resize(other.len() + 1, never);
    for a in one {
        let mut next = vec![never; other.len() + 1];
        for (at, b) in other.iter().enumerate() {
            let (Some(before), Some(above)) = (row.get(at), row.get(at + 1)) else {
                continue;
            };
            let changed = match is_vowel(*a) && is_vowel(*b) {
                true => vowel_cost(*a, *b),
                false if a == b => 0,
                false => never,
            };
            let mut best = before + changed;
            if may_add && is_vowel(*a) {
                best = best.min(above + MORE);
            }
            if may_add && is_vowel(*b) {
                best = best.min(next.get(at).copied().unwrap_or(never) + MORE);
            }
            if let Some(cell) = next.get_mut(at + 1) {
                *cell = best.min(never);
            }
        }
        row = next;
    }
    row.last().copied().unwrap_or(never)
}
