//! Literals of the built-in types that are no free text: numbers, dates, binary data and the like.

use xoev::builtin::{Base64Binary, HexBinary};

use super::check::{Lengths, lengths};
use super::random::Random;
use crate::{Builtin, Facets};

/// Literals worth trying, the most usual first. The caller checks them.
pub(super) fn candidates(
    builtin: Builtin,
    chain: &[&Facets],
    past: bool,
    random: &mut Random,
) -> Vec<String> {
    use Builtin as B;
    match builtin {
        B::Boolean => vec![
            random.word(&["true", "false"]).to_owned(),
            "true".into(),
            "false".into(),
        ],
        B::Decimal | B::Float | B::Double => decimals(chain, random),
        B::Integer
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
        | B::UnsignedByte => integers(chain, random),
        B::Duration => {
            let usual = ["P14D", "P3M", "P6M", "P1Y", "PT30M"];
            let mut all = vec![random.word(&usual).to_owned()];
            all.extend(usual.map(str::to_owned));
            all.extend(bounds(chain).map(str::to_owned));
            all
        }
        B::DateTime
        | B::Date
        | B::Time
        | B::GYear
        | B::GYearMonth
        | B::GMonth
        | B::GMonthDay
        | B::GDay => dates(builtin, chain, past, random),
        B::Base64Binary => vec![Base64Binary::new(bytes(lengths(chain), random)).to_string()],
        B::HexBinary => vec![HexBinary::new(bytes(lengths(chain), random)).to_string()],
        B::Language => ["de", "de-DE", "en", "fr"].map(str::to_owned).to_vec(),
        B::AnyUri => {
            vec![
                format!("urn:uuid:{}", random.uuid()),
                "https://www.example.de/".into(),
                "urn:de:beispiel".into(),
            ]
        }
        B::Name | B::NcName | B::NmToken | B::Id | B::IdRef | B::NmTokens | B::IdRefs => {
            // A letter first, as names must begin.
            let length = lengths(chain);
            let count = length.min.max(6).min(length.max.unwrap_or(6));
            vec![format!("a{}", random.digits(count.saturating_sub(1)))]
        }
        // Without a prefix, a name of no namespace.
        B::QName => vec!["beispiel".to_owned()],
        _ => Vec::new(),
    }
}

/// All bounds of a chain, as written.
fn bounds<'a>(chain: &[&'a Facets]) -> impl Iterator<Item = &'a str> {
    chain.iter().copied().flat_map(|f| {
        [
            &f.min_inclusive,
            &f.max_inclusive,
            &f.min_exclusive,
            &f.max_exclusive,
        ]
        .into_iter()
        .filter_map(|bound| bound.as_deref())
    })
}

fn integers(chain: &[&Facets], random: &mut Random) -> Vec<String> {
    let mut numbers: Vec<i128> = vec![random.range(1, 99) as i128, random.range(1, 9) as i128];
    let edges: Vec<i128> = bounds(chain)
        .filter_map(|b| b.trim().parse().ok())
        .collect();
    if let (Some(low), Some(high)) = (edges.iter().min(), edges.iter().max()) {
        let span = usize::try_from(high.saturating_sub(*low))
            .unwrap_or(usize::MAX)
            .min(1000);
        numbers.push(low.saturating_add(random.range(0, span) as i128));
    }
    for edge in edges {
        numbers.extend([edge, edge.saturating_add(1), edge.saturating_sub(1)]);
    }
    numbers.extend([0, -1]);
    numbers.iter().map(i128::to_string).collect()
}

fn decimals(chain: &[&Facets], random: &mut Random) -> Vec<String> {
    let places = chain
        .iter()
        .filter_map(|f| f.fraction_digits)
        .min()
        .unwrap_or(2)
        .min(6) as usize;
    let step = 0.1_f64.powi(places as i32);
    let show = |number: f64| format!("{number:.places$}");
    let mut all = vec![show(random.range(100, 99_999) as f64 / 100.0), show(1.0)];
    let edges: Vec<f64> = bounds(chain)
        .filter_map(|b| b.trim().parse().ok())
        .collect();
    let (low, high) = (
        edges.iter().copied().reduce(f64::min),
        edges.iter().copied().reduce(f64::max),
    );
    if let (Some(low), Some(high)) = (low, high) {
        all.push(show(low + (high - low) / 2.0));
    }
    for edge in edges {
        all.extend([edge + step, edge - step, edge + 1.0, edge - 1.0].map(show));
    }
    all.extend(bounds(chain).map(|b| b.trim().to_owned()));
    all.extend(["0".to_owned(), "-1".to_owned()]);
    all
}

fn dates(builtin: Builtin, chain: &[&Facets], past: bool, random: &mut Random) -> Vec<String> {
    let year = if past {
        random.range(1950, 2018)
    } else {
        random.range(2025, 2027)
    } as i32;
    let (month, day) = (random.range(1, 12) as u8, random.range(1, 28) as u8);
    let mut days = vec![(year, month, day)];
    let mut all = Vec::new();
    days.extend(bounds(chain).flat_map(|bound| neighbours(bound.trim())));
    let clock = format!(
        "{:02}:{:02}:{:02}",
        random.range(7, 17),
        random.range(0, 59),
        random.range(0, 59)
    );
    for (year, month, day) in days {
        // Germany's summer time, without its exact days.
        let zone = if (4..=10).contains(&month) {
            "+02:00"
        } else {
            "+01:00"
        };
        all.extend(match builtin {
            Builtin::DateTime => {
                let moment = format!("{year:04}-{month:02}-{day:02}T{clock}");
                vec![
                    format!("{moment}{zone}"),
                    moment.clone(),
                    format!("{moment}Z"),
                ]
            }
            Builtin::Date => vec![format!("{year:04}-{month:02}-{day:02}")],
            Builtin::Time => vec![clock.clone(), format!("{clock}{zone}"), format!("{clock}Z")],
            Builtin::GYear => vec![format!("{year:04}")],
            Builtin::GYearMonth => vec![format!("{year:04}-{month:02}")],
            Builtin::GMonth => vec![format!("--{month:02}")],
            Builtin::GMonthDay => vec![format!("--{month:02}-{day:02}")],
            _ => vec![format!("---{day:02}")],
        });
    }
    // Bounds come last: a date in this year looks better.
    all.extend(bounds(chain).map(|bound| bound.trim().to_owned()));
    all
}

/// Days near a bound that has at least a year.
fn neighbours(bound: &str) -> Vec<(i32, u8, u8)> {
    let mut parts = bound.get(..10).unwrap_or(bound).splitn(3, '-');
    let Some(year) = parts.next().and_then(|y| y.parse::<i32>().ok()) else {
        return Vec::new();
    };
    let mut part = |least: u8, most: u8| {
        let number = parts
            .next()
            .and_then(|p| p.get(..2))
            .and_then(|p| p.parse::<u8>().ok());
        number.unwrap_or(least).clamp(least, most)
    };
    let (month, day) = (part(1, 12), part(1, 28));
    vec![
        (year, month, (day + 1).min(28)),
        (year, month, day.saturating_sub(1).max(1)),
        (year, (month + 1).min(12), 1),
        (year, (month - 1).max(1), 28),
        (year + 1, 1, 1),
        (year - 1, 12, 28),
    ]
}

/// A little content; the wanted number of bytes.
fn bytes(bounds: Lengths, random: &mut Random) -> Vec<u8> {
    let text = format!("Beispielinhalt {}\n", random.digits(6)).into_bytes();
    let length = text
        .len()
        .max(bounds.min)
        .min(bounds.max.unwrap_or(usize::MAX));
    text.into_iter().cycle().take(length).collect()
}
