//! Texts that are values of a type, or nearly so: its bounds and what lies beside them.

use super::known;
use crate::sample::random::Random;
use crate::{Builtin, Facets, SchemaSet, TypeId, TypeKind, Variety};

/// A text for a simple type, in place of what stands there now.
pub(super) fn any(set: &SchemaSet, id: TypeId, now: &str, random: &mut Random) -> String {
    let found = match random.below(9) {
        0 => enumerated(set, id, random),
        1 => beside_enumerated(set, id, random),
        2 => length(set, id, random),
        3 => range(set, id, random),
        4..6 => random
            .pick(pool(known::builtin(set, id)))
            .map(|t| (*t).to_owned()),
        6 => Some(random.word(ODD).to_owned()),
        _ => None,
    };
    found.unwrap_or_else(|| edited(now, random))
}

/// All facets that hold for a type, those of one member included where it is a union.
fn facets(set: &SchemaSet, id: TypeId, random: &mut Random) -> Vec<Facets> {
    let mut all: Vec<Facets> = set.facet_chain(id).cloned().collect();
    if let TypeKind::Simple(simple) = &set.ty(id).kind
        && let Variety::Union(members) = &simple.variety
        && let Some(member) = random.pick(members)
    {
        all.extend(set.facet_chain(*member).cloned());
    }
    all
}

/// One of the values that the schema lists.
pub(super) fn enumerated(set: &SchemaSet, id: TypeId, random: &mut Random) -> Option<String> {
    let facets = facets(set, id, random);
    let listed = facets.iter().find(|f| !f.enumeration.is_empty())?;
    random.pick(&listed.enumeration).map(|v| v.value.clone())
}

/// Nearly one of the values that the schema lists.
pub(super) fn beside_enumerated(
    set: &SchemaSet,
    id: TypeId,
    random: &mut Random,
) -> Option<String> {
    let value = enumerated(set, id, random)?;
    Some(match random.below(7) {
        0 => value.to_uppercase(),
        1 => value.to_lowercase(),
        2 => format!("{value} "),
        3 => format!(" {value}"),
        4 => format!("0{value}"),
        5 => format!("{value}.0"),
        _ => edited(&value, random),
    })
}

/// Characters that texts are filled with: the last ones take two, three and four bytes in UTF-8.
const FILLERS: &[char] = &['a', '1', 'ä', 'ẞ', '\u{10330}', ' ', '-'];

/// Longest text that is made.
const LONGEST: u64 = 5000;

/// A text at the bounds of the length, or one beside them.
pub(super) fn length(set: &SchemaSet, id: TypeId, random: &mut Random) -> Option<String> {
    let facets = facets(set, id, random);
    let bounds: Vec<u64> = facets
        .iter()
        .flat_map(|f| [f.length, f.min_length, f.max_length])
        .flatten()
        .collect();
    let bound = *random.pick(&bounds)?;
    let wanted = (bound + random.below(3) as u64)
        .saturating_sub(1)
        .min(LONGEST);
    let filler = *random.pick(FILLERS)?;
    Some(std::iter::repeat_n(filler, wanted as usize).collect())
}

/// A number or date at one of the bounds, or beside it.
pub(super) fn range(set: &SchemaSet, id: TypeId, random: &mut Random) -> Option<String> {
    let facets = facets(set, id, random);
    let mut bounds: Vec<String> = facets
        .iter()
        .flat_map(|f| {
            [
                &f.min_inclusive,
                &f.max_inclusive,
                &f.min_exclusive,
                &f.max_exclusive,
            ]
        })
        .flatten()
        .cloned()
        .collect();
    for facets in &facets {
        if let Some(digits) = facets.total_digits {
            bounds.push("9".repeat(digits as usize));
        }
        if let Some(digits) = facets.fraction_digits {
            bounds.push(format!("0.{}", "1".repeat(digits as usize)));
        }
    }
    let bound = random.pick(&bounds)?;
    Some(match (bound.parse::<i128>(), random.below(7)) {
        (Ok(number), 0) => (number + 1).to_string(),
        (Ok(number), 1) => (number - 1).to_string(),
        (Ok(number), 2) => format!("{number}.0"),
        (Ok(number), 3) => format!("+00{number}"),
        (Ok(number), 4) => format!("{number}.00000000000000000001"),
        (_, 5) => format!("{bound}1"),
        _ => bound.clone(),
    })
}

/// Characters that texts are changed with.
const CHARACTERS: &[char] = &[
    'a',
    'Z',
    '0',
    '9',
    ' ',
    '-',
    '.',
    ':',
    '/',
    '_',
    '+',
    ',',
    '\'',
    '"',
    '&',
    '<',
    '>',
    'ß',
    'Ä',
    'é',
    '€',
    '\t',
    '\n',
    '\r',
    '\u{a0}',
    '\u{308}',
    '\u{200b}',
    '\u{2028}',
    '\u{1d4d0}',
    '\u{660}',
    '\\',
    '%',
    '#',
    '?',
    '[',
    '{',
    '|',
    '^',
    '~',
    '@',
    '!',
    '(',
    ';',
    '=',
    '\u{7f}',
    '\u{85}',
];

/// A text that differs in one place, or in case or order.
pub(super) fn edited(now: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = now.chars().collect();
    let at = random.below(characters.len());
    let other = random.pick(CHARACTERS).copied().unwrap_or('x');
    match (random.below(10), characters.get(at).copied()) {
        (_, None) => characters.push(other),
        (0 | 1, Some(_)) => {
            characters.remove(at);
        }
        (2 | 3, Some(_)) => characters.insert(at, other),
        (4, Some(_)) => {
            if let Some(c) = characters.get_mut(at) {
                *c = other;
            }
        }
        (5, Some(c)) => characters.insert(at, c),
        (6, Some(_)) => return now.to_uppercase(),
        (7, Some(_)) => characters.reverse(),
        (8, Some(_)) => characters.truncate(at),
        (_, Some(_)) => characters.push(other),
    }
    characters.into_iter().collect()
}

/// Texts that are hard on any type.
pub(super) const ODD: &[&str] = &[
    "",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "0",
    "-",
    "+",
    ".",
    "a b",
    "null",
    "NaN",
    "true",
    "äöüß",
    "ﬀ",
    "<![CDATA[x]]>",
    "&amp;",
    "]]>",
    "--",
    "'",
    "\"",
    "%",
    "1e3",
    "0x10",
    "\u{feff}x",
    "a\u{301}",
    "\u{1F600}",
    "\u{e000}",
    "\u{fffd}",
    "١٢٣",
    "x\u{200b}",
    "\u{85}",
    "\u{2028}",
    "\u{d7ff}",
    "\u{10ffff}",
];

/// Texts for values of a built-in type: valid ones, and those that are so just not.
pub(super) fn pool(builtin: Builtin) -> &'static [&'static str] {
    use Builtin as B;
    match builtin {
        B::Boolean => &[
            "true", "false", "1", "0", "TRUE", "True", "yes", "", " true", "true\n", "01", "t",
            "00",
        ],
        B::Decimal
        | B::Integer
        | B::NonPositiveInteger
        | B::NegativeInteger
        | B::NonNegativeInteger
        | B::PositiveInteger
        | B::Long
        | B::Int
        | B::Short
        | B::Byte
        | B::UnsignedLong
        | B::UnsignedInt
        | B::UnsignedShort
        | B::UnsignedByte => NUMBERS,
        B::Float | B::Double => &[
            "1", "-1.5e10", "1E-400", "1e400", "INF", "-INF", "+INF", "inf", "NaN", "nan", "1.",
            ".5", ".", "1e", "1e+5", "0x1p3", "1f", "1d", "-0", "4.9e-324", "1 000",
        ],
        B::Duration => &[
            "P1Y",
            "P",
            "PT",
            "P1YT",
            "-P1D",
            "+P1D",
            "P1M1D",
            "PT1.5S",
            "PT1.S",
            "PT.5S",
            "P1.5Y",
            "P1Y2M3DT4H5M6S",
            "P1H",
            "PT1D",
            "P-1D",
            "p1y",
            "P0D",
            "P99999999999Y",
            "P1S",
            "P1DT1M1H",
        ],
        B::DateTime => DATE_TIMES,
        B::Date => DATES,
        B::Time => &[
            "00:00:00",
            "24:00:00",
            "24:00:01",
            "23:59:60",
            "23:60:00",
            "12:00",
            "12:00:00Z",
            "12:00:00z",
            "12:00:00+14:00",
            "12:00:00+14:01",
            "12:00:00-15:00",
            "12:00:00.0",
            "12:00:00.",
            "12:00:00,5",
            "1:00:00",
            "12:00:00 ",
            " 12:00:00",
            "12:00:00.123456789012345678901",
            "12:00:00+1:00",
        ],
        B::GYear => &[
            "2024",
            "0000",
            "-0001",
            "24",
            "02024",
            "12024",
            "2024Z",
            "2024+01:00",
            "2024-",
            " 2024",
            "+2024",
            "2024+15:00",
            "99999999999",
            "2024 ",
            "-2024",
            "0001",
            "20240",
        ],
        B::GYearMonth => &[
            "2024-01",
            "2024-13",
            "2024-00",
            "2024-1",
            "2024-12Z",
            "2024",
            "2024-01-01",
            "2024-01 ",
            "-0001-01",
            "0000-01",
            "202401",
            "2024-02+14:00",
            "12024-02",
        ],
        B::GMonth => &[
            "--01",
            "--12",
            "--13",
            "--00",
            "--1",
            "--01--",
            "--05Z",
            " --05",
            "--05+15:00",
            "01",
        ],
        B::GMonthDay => &[
            "--02-29", "--02-30", "--04-31", "--12-31", "--1-1", "--00-01", "--01-00", "--01-32",
            "--02-29Z",
        ],
        B::GDay => &[
            "---01",
            "---31",
            "---32",
            "---00",
            "---1",
            "---15Z",
            "---15+14:30",
            "15",
            " ---15",
        ],
        B::Base64Binary => BINARY,
        B::HexBinary => &[
            "", "00", "0", "aF", "0g", "00 00", " 00 ", "00\n", "abc", "ABCDEF01",
        ],
        B::AnyUri => URIS,
        B::Language => &[
            "de",
            "de-DE",
            "",
            "d-",
            "abcdefghi",
            "x-klingon",
            "de_DE",
            "DE",
            "1",
            "de-123456789",
        ],
        B::Name
        | B::NcName
        | B::NmToken
        | B::NmTokens
        | B::Id
        | B::IdRef
        | B::IdRefs
        | B::Entity
        | B::Entities
        | B::QName
        | B::Notation => &[
            "a",
            "1a",
            "-a",
            "a:b",
            ":a",
            "a:",
            "a b",
            "",
            "ä",
            "_",
            "a.b",
            "a\u{b7}",
            "\u{b7}a",
            "id1",
            "\u{37e}",
            "\u{2070}",
            "\u{10000}",
            "\u{132}",
            "xml",
            "a,b",
            "\u{fb00}",
            "a:b:c",
        ],
        B::AnySimpleType | B::String | B::NormalizedString | B::Token => TEXTS,
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "+0",
    "1",
    "-1",
    "+1",
    "00",
    "007",
    "1.0",
    "1.",
    ".1",
    ".",
    "-",
    "+",
    "--1",
    "1e3",
    "1,5",
    "1 0",
    " 1",
    "1 ",
    "١",
    "0x1",
    "127",
    "128",
    "255",
    "256",
    "-129",
    "32768",
    "65536",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "",
    "100000000000000000000000000000000000000000",
    "0.00000000000000000000000000000000001",
    "INF",
    "NaN",
    "00000000000000000000000000000000000000000000001",
    "1.50",
    "-0.0",
];

const DATES: &[&str] = &[
    "2024-02-29",
    "2023-02-29",
    "2100-02-29",
    "2000-02-29",
    "1900-02-29",
    "2024-02-30",
    "2024-04-31",
    "2024-13-01",
    "2024-00-01",
    "2024-01-00",
    "2024-01-32",
    "0000-01-01",
    "-0001-01-01",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "12024-02-29",
    "02024-01-01",
    "2024-1-1",
    "24-01-01",
    "2024-01-01Z",
    "2024-01-01z",
    "2024-01-01+01:00",
    "2024-01-01+14:00",
    "2024-01-01-14:00",
    "2024-01-01+14:01",
    "2024-01-01+15:00",
    "2024-01-01+1:00",
    "2024-01-01+01:60",
    "2024-01-01-00:00",
    "2024-01-01T00:00:00",
    "2024/01/01",
    "01.01.2024",
    "20240101",
    "+2024-01-01",
    " 2024-01-01",
    "2024-01-01 ",
    "2024-01-01\n",
    "2024-01",
    "2024",
    "2024-01-01+",
    "-2024-02-29",
    "-0004-02-29",
    "2147483648-01-01",
    "99999999999-01-01",
    "",
    "2024-01-01 Z",
    "２０２４-01-01",
];

const DATE_TIMES: &[&str] = &[
    "2024-02-29T12:00:00",
    "2023-02-29T12:00:00",
    "2024-01-01T24:00:00",
    "2024-01-01T24:00:01",
    "2024-12-31T24:00:00Z",
    "2024-01-01T23:59:60",
    "2024-01-01T23:60:00",
    "2024-01-01T25:00:00",
    "2024-01-01T12:00",
    "2024-01-01T12",
    "2024-01-01",
    "2024-01-01 12:00:00",
    "2024-01-01t12:00:00",
    "2024-01-01T12:00:00Z",
    "2024-01-01T12:00:00z",
    "2024-01-01T12:00:00+01:00",
    "2024-01-01T12:00:00+14:00",
    "2024-01-01T12:00:00-14:00",
    "2024-01-01T12:00:00+14:01",
    "2024-01-01T12:00:00+24:00",
    "2024-01-01T12:00:00.5",
    "2024-01-01T12:00:00.",
    "2024-01-01T12:00:00.000000000000000000000000001Z",
    "2024-01-01T12:00:00,5",
    "0000-01-01T00:00:00",
    "-0001-12-31T00:00:00",
    "10000-01-01T00:00:00",
    "010000-01-01T00:00:00",
    "2024-01-01T1:00:00",
    "2024-01-01T12:00:00+0100",
    "2024-01-01T12:00:00+01",
    " 2024-01-01T12:00:00",
    "2024-01-01T12:00:00 ",
    "\n2024-01-01T12:00:00\t",
    "",
    "T12:00:00",
    "2024-01-01T12:00:00 Z",
    "2024-01-01T24:00:00.000",
    "2024-01-01T24:00:00.1",
    "-2024-02-29T00:00:00",
    "2024-01-01T-1:00:00",
    "2024-01-01T12:00:00-00:00",
];

const BINARY: &[&str] = &[
    "",
    "AAAA",
    "AAA=",
    "AA==",
    "A===",
    "AAA",
    "AA",
    "A",
    "AAB=",
    "AB==",
    "AA=A",
    "A A A A",
    "AA\nAA",
    " AAAA ",
    "AAAA====",
    "====",
    "AA-_",
    "AAAAA",
    "AAAA AAAA",
    "AA= =",
    "AAAä",
    "/+Aa",
    "AAAA\u{a0}",
    "QQ==QQ==",
    "QR==",
    "QUI=",
    "QUJ=",
    "A A=\t=",
];

const URIS: &[&str] = &[
    "",
    "urn:x",
    "urn:de:x",
    "http://",
    "http://x",
    "http://x/%",
    "http://x/%zz",
    "http://x/%20",
    "a b",
    "ä",
    "http://[::1]/",
    "http://[::1",
    "http://x:99999/",
    "http://x:a/",
    ":",
    ":a",
    "1:a",
    "#",
    "##",
    "a#b#c",
    "?",
    "//",
    "///",
    "\\",
    "http://x/{}",
    "http://ä.de/",
    "<a>",
    "a|b",
    "^",
    "`",
    "http:",
    "file:///C:/x",
    "urn:",
    "http://a@b@c/",
    "..",
    "../x",
    "x:y:z",
    "http://x y/",
    "%",
    " urn:x ",
    "a\nb",
    "mailto:a@b",
    "http://-x/",
];

/// Letters of DIN 91379 with their sequences, some beside them, and characters it leaves out.
pub(super) const TEXTS: &[&str] = &[
    "A",
    "ÄÖÜäöüß",
    "ẞ",
    "A\u{30b}",
    "C\u{328}\u{306}",
    "C\u{306}",
    "c\u{326}",
    "K\u{327}\u{331}",
    "J\u{301}",
    "A\u{308}",
    "a\u{308}b",
    "e\u{301}",
    "\u{308}",
    " \u{308}",
    "o\u{302}\u{300}",
    "ạ\u{308}",
    "ǰ",
    "ʰ",
    "ˈ",
    "Łódź",
    "Đặng",
    "Ǻ",
    "Ω",
    "Αθήνα",
    "ϊ\u{301}",
    "България",
    "Ѝ",
    "Ё",
    "Київ",
    "東京",
    "שלום",
    "مرحبا",
    "I\u{307}",
    "ﬁ",
    "№",
    "€",
    "§",
    "¬",
    "\u{ad}",
    "\u{a0}x",
    "x\u{2009}y",
    "„x“",
    "‚x‘",
    "–",
    "—",
    "…",
    "¿",
    "½",
    "²",
    "µ",
    "\u{80}",
    "\u{9f}",
    "\u{7f}",
    "a\tb",
    "a\nb",
    "a\rb",
    "a  b",
    " a",
    "a ",
    "a&b",
    "a<b",
    "a>b",
    "\"a\"",
    "'a'",
    "a\u{200d}b",
    "\u{202e}a",
    "\u{feff}",
    "\u{fffd}",
    "\u{e000}",
    "\u{1f600}",
    "\u{1d49c}",
    "z\u{30c}",
    "Z\u{30c}",
    "l\u{325}",
    "r\u{325}\u{304}",
    "h\u{331}",
    "M\u{302}",
    "N\u{304}",
    "u\u{30b}",
    "ű",
    "Õ\u{304}",
    "ŝ",
    "T\u{308}",
    "d\u{302}",
    "s\u{326}",
    "ș",
    "ņ",
    "G\u{306}",
    "g\u{300}",
    "Y\u{309}",
    "x",
    "Müller-Lüdenscheidt",
    "1. FC",
    "@",
    "{",
    "}",
    "[",
    "]",
    "\\",
    "^",
    "`",
    "|",
    "~",
    "¡",
    "¢",
    "¤",
    "¦",
    "¨",
    "©",
    "ª",
    "«",
    "¯",
    "°",
    "´",
    "¶",
    "·",
    "¸",
    "º",
    "»",
    "×",
    "÷",
    "ĸ",
    "ŉ",
    "ſ",
    "ƒ",
    "ɐ",
    "ə",
    "Ə",
    "ʻ",
    "ʼ",
    "ˆ",
    "\u{300}a",
    "A\u{300}\u{301}\u{302}",
];
