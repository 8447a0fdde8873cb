//! Values of numbers, dates, times and binary data: what they keep and how they compare.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use chrono::{DateTime as Clock, FixedOffset, NaiveDate, NaiveTime, TimeZone as _, Utc};
use proptest::prelude::*;
use xoev::builtin::*;
use xoev::{Facetted as _, Fault, Rule, Simple, Teildatum};

fn read<T: Simple>(text: &str) -> T {
    T::from_text(text).unwrap_or_else(|fault: Fault| panic!("{text}: {fault}"))
}

fn keeps_its_form<T: Simple + Hash + PartialEq + Debug>(text: &str) {
    let value: T = read(text);
    assert_eq!(value.lexical(&mut String::new()), text);
    let again: T = read(text);
    assert_eq!(value, again);
    assert_eq!(hash(&value), hash(&again));
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn zone() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("Z".to_owned()),
        "[+-](0[0-9]|1[0-3]):[0-5][0-9]",
        "[+-]14:00",
    ]
}

fn year() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (1..=9999).prop_map(|y| format!("{y:04}")),
        1 => (1..=9999).prop_map(|y| format!("-{y:04}")),
        1 => (10_000..=i32::MAX).prop_map(|y| y.to_string()),
    ]
}

proptest! {
    #[test]
    fn dates_and_times_keep_their_form(
        year in year(),
        month in 1..=12,
        day in 1..=28,
        time in "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,30})?|24:00:00(\\.0{1,3})?",
        zone in zone(),
    ) {
        keeps_its_form::<Date>(&format!("{year}-{month:02}-{day:02}{zone}"));
        keeps_its_form::<DateTime>(&format!("{year}-{month:02}-{day:02}T{time}{zone}"));
        keeps_its_form::<Time>(&format!("{time}{zone}"));
        keeps_its_form::<GYear>(&format!("{year}{zone}"));
        keeps_its_form::<GYearMonth>(&format!("{year}-{month:02}{zone}"));
        keeps_its_form::<GMonth>(&format!("--{month:02}{zone}"));
        keeps_its_form::<GMonthDay>(&format!("--{month:02}-{day:02}{zone}"));
        keeps_its_form::<GDay>(&format!("---{day:02}{zone}"));
    }

    #[test]
    fn numbers_keep_their_form(text in "[+-]?[0-9]{1,40}", fraction in "(\\.[0-9]{0,30})?") {
        keeps_its_form::<Integer>(&text);
        keeps_its_form::<Decimal>(&format!("{text}{fraction}"));
        keeps_its_form::<Double>(&format!("{text}{fraction}"));
    }

    #[test]
    fn integers_compare_by_value(a in any::<i128>(), b in any::<i128>(), zeros in "0{0,3}") {
        for (a, b) in [(a, b), (a, a), (a, -(a / 2)), (a % 100, b % 100)] {
            let sign = if a < 0 { "-" } else { "" };
            let left: Integer = read(&format!("{sign}{zeros}{}", a.unsigned_abs()));
            let right: Integer = read(&b.to_string());
            prop_assert_eq!(left.cmp(&right), a.cmp(&b));
            prop_assert_eq!(left == right, a == b);
            prop_assert_eq!(left.to_i128(), Some(a));
            prop_assert_eq!(left.to_i64(), i64::try_from(a).ok());
            if a == b {
                prop_assert_eq!(hash(&left), hash(&right));
            }
        }
    }

    #[test]
    fn decimals_compare_by_value(a in -10_000i64..10_000, b in -10_000i64..10_000) {
        let text = |n: i64| {
            let sign = if n < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}0", n.abs() / 100, n.abs() % 100)
        };
        let (left, right): (Decimal, Decimal) = (read(&text(a)), read(&text(b)));
        prop_assert_eq!(left.cmp(&right), a.cmp(&b));
        prop_assert_eq!(left.to_f64(), a as f64 / 100.0);
    }

    #[test]
    fn durations_keep_their_form(
        parts in "-?P([0-9]{1,4}Y)?([0-9]{1,4}M)?[0-9]{1,4}D(T[0-9]{1,4}H([0-9]{1,4}\\.[0-9]{1,12}S)?)?",
    ) {
        keeps_its_form::<Duration>(&parts);
    }

    #[test]
    fn binary_data_keep_their_layout(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        width in 1usize..100,
        odd in prop::collection::vec(0usize..200, 0..4),
    ) {
        let line = Base64Binary::new(bytes.clone()).to_string();
        let chars: Vec<char> = line.chars().collect();
        let lines: Vec<String> = chars.chunks(width).map(|c| c.iter().collect()).collect();
        let mut text = line.clone();
        for place in odd {
            if place < text.len() && place > 0 {
                text.insert(place, ' ');
            }
        }
        for text in [line.clone(), lines.join(" "), xoev::WhiteSpace::Collapse.apply(&text).into()] {
            let value: Base64Binary = read(&text);
            prop_assert_eq!(value.as_bytes(), bytes.as_slice());
            prop_assert_eq!(value.to_string(), text);
        }
        for text in [
            HexBinary::new(bytes.clone()).to_string(),
            HexBinary::new(bytes.clone()).to_string().to_lowercase(),
        ] {
            let value: HexBinary = read(&text);
            prop_assert_eq!(value.as_bytes(), bytes.as_slice());
            prop_assert_eq!(value.to_string(), text);
        }
    }

    #[test]
    fn points_in_time_survive_chrono(
        seconds in -60_000_000_000i64..200_000_000_000,
        nanos in 0u32..1_000_000_000,
        offset in -840i32..=840,
    ) {
        let offset = FixedOffset::east_opt(offset * 60).expect("offset");
        let time = Utc.timestamp_opt(seconds, nanos).single().expect("time").with_timezone(&offset);
        let value = DateTime::from(time);
        prop_assert_eq!(value.to_chrono(), Some(time));
        let again: DateTime = read(&value.to_string());
        prop_assert_eq!(&again, &value);
        prop_assert_eq!(Date::from(time.date_naive()).to_naive(), Some(time.date_naive()));
    }

    #[test]
    fn order_in_time_is_that_of_chrono(
        a in -100_000_000i64..100_000_000,
        b in -100_000_000i64..100_000_000,
        nanos in 0u32..1_000_000_000,
        offset in -840i32..=840,
    ) {
        let offset = FixedOffset::east_opt(offset * 60).expect("offset");
        let left = Utc.timestamp_opt(a, nanos).single().expect("time").with_timezone(&offset);
        for right in [b, a] {
            let right = Utc.timestamp_opt(right, 500).single().expect("time");
            let order = DateTime::from(left).order(&DateTime::from(right));
            prop_assert_eq!(order, Some(left.with_timezone(&Utc).cmp(&right)));
        }
    }

    #[test]
    fn any_text_is_a_value_or_refused(text in "\\PC{0,30}", near in "[0-9TZPYMDHS:.+-]{0,30}") {
        for text in [&text, &near] {
            let _ = Date::from_text(text);
            let _ = DateTime::from_text(text);
            let _ = Time::from_text(text);
            let _ = GYear::from_text(text);
            let _ = GYearMonth::from_text(text);
            let _ = GMonth::from_text(text);
            let _ = GMonthDay::from_text(text);
            let _ = GDay::from_text(text);
            let _ = Integer::from_text(text).map(|v| v.order(&Integer::new(7)));
            let _ = Decimal::from_text(text).map(|v| v.to_f64());
            let _ = Double::from_text(text);
            let _ = Float::from_text(text);
            let _ = Boolean::from_text(text);
            let _ = AnyUri::from_text(text);
            let _ = QName::from_text(text);
            let _ = Base64Binary::from_text(text);
            let _ = HexBinary::from_text(text);
            let _ = Teildatum::from_iso(text);
            if let (Ok(a), Ok(b)) = (Duration::from_text(text), Duration::from_text("P1Y")) {
                let _ = a.order(&b);
            }
        }
    }
}

#[test]
fn values_without_time_zone_have_an_order_beyond_fourteen_hours_only() {
    let order = |a: &str, b: &str| read::<DateTime>(a).order(&read(b));
    assert_eq!(
        order("2000-01-15T00:00:00", "2000-02-15T00:00:00"),
        Some(Ordering::Less)
    );
    assert_eq!(
        order("2000-01-15T12:00:00", "2000-01-16T12:00:00Z"),
        Some(Ordering::Less)
    );
    assert_eq!(order("2000-01-01T12:00:00", "1999-12-31T23:00:00Z"), None);
    assert_eq!(order("2000-01-16T12:00:00", "2000-01-16T12:00:00Z"), None);
    assert_eq!(order("2000-01-16T00:00:00", "2000-01-16T12:00:00Z"), None);
    assert_eq!(
        order("2000-01-16T14:00:00.1", "2000-01-16T00:00:00Z"),
        Some(Ordering::Greater)
    );
    assert_eq!(order("2000-01-16T14:00:00", "2000-01-16T00:00:00Z"), None);
}

#[test]
fn the_end_of_a_day_is_the_beginning_of_the_next() {
    let end: DateTime = read("1999-12-31T24:00:00Z");
    assert_eq!(end, read("2000-01-01T00:00:00Z"));
    assert_eq!(end.hour(), 24);
    assert_eq!(end.to_string(), "1999-12-31T24:00:00Z");
    let chrono = end.to_chrono().expect("time");
    assert_eq!(chrono.to_rfc3339(), "2000-01-01T00:00:00+00:00");
}

#[test]
fn equal_values_of_different_form_hash_alike() {
    fn same<T: Simple + Hash + PartialEq + Debug>(a: &str, b: &str) {
        let (a, b): (T, T) = (read(a), read(b));
        assert_eq!(a, b);
        assert_eq!(hash(&a), hash(&b));
    }
    same::<DateTime>("2000-01-01T00:00:00Z", "2000-01-01T01:00:00.000+01:00");
    same::<Date>("2000-01-01Z", "2000-01-01+00:00");
    same::<Time>("00:30:00+01:00", "23:30:00Z");
    same::<Duration>("P1Y", "P12M");
    same::<Duration>("PT36H", "P1DT12H0.0S");
    same::<Integer>("007", "+7");
    same::<Integer>("-0", "0");
    same::<Decimal>("+1.50", "01.5");
    same::<Double>("-0", "0.0");
    same::<Double>("NaN", "NaN");
    same::<Boolean>("1", "true");
    same::<HexBinary>("0aFF", "0Aff");
    same::<Base64Binary>("YW Jj", "YWJj");
}

#[test]
fn durations_have_no_order_where_months_decide() {
    let order = |a: &str, b: &str| read::<Duration>(a).order(&read(b));
    assert_eq!(order("P1M", "P30D"), None);
    assert_eq!(order("P1M", "P27D"), Some(Ordering::Greater));
    assert_eq!(order("P1M", "P32D"), Some(Ordering::Less));
    assert_eq!(order("P5M", "P150D"), None);
    assert_eq!(order("-P1Y", "P0D"), Some(Ordering::Less));
    assert_eq!(order("-PT0.5S", "-PT0.25S"), Some(Ordering::Less));
    let parts = read::<Duration>("-P1Y2M3DT4H5M6.70S");
    let parts = parts.parts();
    assert!(parts.negative);
    assert_eq!((parts.years, parts.months, parts.days), (1, 2, 3));
    assert_eq!((parts.hours, parts.minutes, parts.seconds), (4, 5, 6));
    assert_eq!(parts.fraction, "70");
}

#[test]
fn there_is_no_year_zero() {
    assert!(Date::from_text("0000-01-01").is_err());
    assert_eq!(Date::new(0, 1, 1), None);
    // The year before year 1 is 0 for chrono.
    let eve = NaiveDate::from_ymd_opt(0, 12, 31).expect("day");
    assert_eq!(Date::from(eve).to_string(), "-0001-12-31");
    assert_eq!(read::<Date>("-0001-12-31").to_naive(), Some(eve));
}

#[test]
fn message_times_have_exactly_three_digits() {
    let clock = |text: &str| Clock::parse_from_rfc3339(text).expect("time");
    let now = |text: &str| DateTime::now_millis(clock(text)).to_string();
    assert_eq!(
        now("2026-11-21T08:30:00.123987+01:00"),
        "2026-11-21T08:30:00.123+01:00"
    );
    assert_eq!(now("2026-11-21T08:30:00Z"), "2026-11-21T08:30:00.000Z");
    assert_eq!(now("2016-12-31T23:59:60.5Z"), "2016-12-31T23:59:59.999Z");
    // An offset with seconds, as local time once was, can't be written.
    let old = FixedOffset::east_opt(3208).expect("offset");
    let time = clock("1890-01-01T00:00:00Z").with_timezone(&old);
    assert_eq!(DateTime::from(time).to_string(), "1890-01-01T00:00:00Z");
}

#[test]
fn times_of_day_survive_chrono() {
    let noon = NaiveTime::from_hms_milli_opt(12, 0, 0, 50).expect("time");
    assert_eq!(Time::from(noon).to_string(), "12:00:00.05");
    assert_eq!(Time::from(noon).to_naive(), Some(noon));
    assert_eq!(
        read::<Time>("24:00:00").to_naive(),
        NaiveTime::from_hms_opt(0, 0, 0)
    );
}

#[test]
fn bounds_of_integer_types_hold() {
    assert_eq!(
        UnsignedByte::from_text("256").map_err(|f| f.rule()),
        Err(Rule::MaxInclusive)
    );
    assert_eq!(
        Byte::from_text("-129").map_err(|f| f.rule()),
        Err(Rule::MinInclusive)
    );
    let huge = format!("1{}", "0".repeat(60));
    assert!(PositiveInteger::from_text(&huge).is_ok());
    assert!(NegativeInteger::from_text(&huge).is_err());
    assert!(Long::from_text(&format!("-{huge}")).is_err());
    assert_eq!(UnsignedLong::from(u64::MAX).to_u64(), Some(u64::MAX));
    assert_eq!(
        PositiveInteger::new(0).map_err(|f| f.rule()),
        Err(Rule::MinInclusive)
    );
    assert_eq!(i32::try_from(&Integer::new(-5)), Ok(-5));
    assert!(u8::try_from(&Integer::new(-5)).is_err());
}

#[test]
fn partly_known_dates_compare_as_far_as_they_are_known() {
    let date = |text: &str| Teildatum::from_iso(text).expect("date");
    let (day, month, year) = (date("1980-03-21"), date("1980-03"), date("1980"));
    let unknown = date("");
    assert_eq!(unknown, Teildatum::Unbekannt);
    for other in [month, year, unknown] {
        assert!(day.may_equal(&other) && other.may_equal(&day));
        assert_eq!(day.order(&other), None);
    }
    assert!(!day.may_equal(&date("1980-04")));
    assert!(!date("1980-04").may_equal(&month));
    assert_eq!(day.order(&date("1980-04")), Some(Ordering::Less));
    assert_eq!(date("1981").order(&year), Some(Ordering::Greater));
    assert_eq!(month.order(&month), None);
    assert_eq!(day.order(&day), Some(Ordering::Equal));
}

#[test]
fn partly_known_dates_are_shown_in_german() {
    let shown = |text: &str| Teildatum::from_iso(text).expect("date").to_string();
    assert_eq!(shown("1980-03-21"), "21.03.1980");
    assert_eq!(shown("1980-03"), "03.1980");
    assert_eq!(shown("1980"), "1980");
    assert_eq!(shown(""), "unbekannt");
    let bounds = |text: &str| {
        let (first, last) = Teildatum::from_iso(text)
            .expect("date")
            .grenzen()
            .expect("known");
        format!("{first} {last}")
    };
    assert_eq!(bounds("1980-02"), "1980-02-01 1980-02-29");
    assert_eq!(bounds("1981"), "1981-01-01 1981-12-31");
    assert_eq!(bounds("1980-03-21"), "1980-03-21 1980-03-21");
    assert_eq!(bounds("1980-03-05"), "1980-03-05 1980-03-05");
    assert!(Teildatum::from_iso("1980-13").is_err());
    assert_eq!(
        Teildatum::from_iso("1980-03")
            .ok()
            .and_then(|d| d.iso())
            .as_deref(),
        Some("1980-03")
    );
}
