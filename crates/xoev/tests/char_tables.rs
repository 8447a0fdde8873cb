//! Tables of characters say the same as the patterns that they stand for.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;
use xoev::din91379::{CHARS_A, CHARS_B, CHARS_C, CHARS_D, CHARS_E};
use xoev::pattern::{as_char_table, parse};
use xoev::{CharTable, Pattern};

/// A regular expression of the members of a table.
fn regex_of(table: &CharTable) -> Regex {
    let ranges = table
        .ranges()
        .iter()
        .map(|(a, b)| format!("[\\x{{{a:X}}}-\\x{{{b:X}}}]"));
    let sequences = table.sequences().iter().map(|s| regex::escape(s));
    let members: Vec<String> = ranges.chain(sequences).collect();
    Regex::new(&format!("\\A(?:{})*\\z", members.join("|"))).expect("regex")
}

fn tables() -> [&'static CharTable; 5] {
    [&CHARS_A, &CHARS_B, &CHARS_C, &CHARS_D, &CHARS_E]
}

static REGEXES: LazyLock<[Regex; 5]> = LazyLock::new(|| tables().map(regex_of));

/// Characters near the edges: letters that begin sequences, marks, and some of all planes.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z ,.'-]",
        2 => "[KLRCHh\u{1E32}\u{17D}]",
        3 => "[\u{300}-\u{331}\u{35F}]",
        2 => "[\u{80}-\u{24F}]",
        1 => "[\u{1E00}-\u{20CF}]",
        1 => any::<char>().prop_map(String::from),
        1 => "[\t\n\r\u{7F}]",
        2 => prop::sample::select(CHARS_A.sequences()).prop_map(str::to_owned),
        1 => "[a-z]{28,70}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn tables_of_din_91379_match_what_their_patterns_match(
        pieces in prop::collection::vec(piece(), 0..12),
    ) {
        let text = pieces.concat();
        for (table, regex) in tables().iter().zip(&*REGEXES) {
            prop_assert_eq!(table.is_match(&text), regex.is_match(&text), "{:?}", text);
        }
    }

    #[test]
    fn what_stands_before_the_first_bad_character_is_good(
        pieces in prop::collection::vec(piece(), 0..12),
    ) {
        let text = pieces.concat();
        for table in tables() {
            match table.first_bad(&text) {
                Some(at) => {
                    prop_assert!(table.is_match(&text[..at]));
                    prop_assert!(!table.is_match(&text));
                }
                None => prop_assert!(table.is_match(&text)),
            }
        }
    }

    /// Whenever a pattern becomes a table, the table is exact, counts included.
    #[test]
    fn patterns_that_become_tables_match_the_same(
        members in prop::collection::vec("[abcä]{1,3}|\\[[ab][bc]\\]", 1..5),
        quantity in prop::sample::select(vec!["*", "+", "?", "{2}", "{1,3}", "{2,}", ""]),
        text in "[abcä]{0,7}",
    ) {
        let source = format!("({}){quantity}", members.join("|"));
        let regex = Regex::new(&format!("\\A(?:{source})\\z")).expect("regex");
        let pattern = Pattern::new(String::leak(source.clone()));
        prop_assert_eq!(pattern.is_match(&text), regex.is_match(&text), "{} on {}", source, text);
    }

    #[test]
    fn steps_of_classes_match_what_a_regex_matches(
        steps in prop::collection::vec(
            ("[abc]|\\[ab\\]|\\[bc\\]|\\[\\^a\\]", "\\*|\\+|\\?|\\{2\\}|\\{1,2\\}|"), 1..5,
        ),
        text in "[abcd]{0,7}",
    ) {
        let source: String = steps.iter().map(|(class, quantity)| format!("{class}{quantity}")).collect();
        let regex = Regex::new(&format!("\\A(?:{source})\\z")).expect("regex");
        let pattern = Pattern::new(String::leak(source.clone()));
        prop_assert_eq!(pattern.is_match(&text), regex.is_match(&text), "{} on {}", source, text);
    }

    #[test]
    fn any_text_as_pattern_is_taken_or_refused(source in "\\PC{0,40}", text in "\\PC{0,10}") {
        let _ = xoev::pattern::check(&source);
        let _ = Pattern::new(String::leak(source)).is_match(&text);
    }

    #[test]
    fn any_text_of_signs_as_pattern_is_taken_or_refused(
        source in "[a-c\\[\\]\\(\\)\\{\\}\\\\|*+?.^,0-9pLdwsiI-]{0,30}",
        text in "[a-c0-9]{0,10}",
    ) {
        let _ = xoev::pattern::check(&source);
        let _ = Pattern::new(String::leak(source)).is_match(&text);
    }
}

#[test]
fn single_letters_of_a_sequence_stay_allowed_next_to_it() {
    // K with a double macron below needs an H after it, which may not begin another sequence then.
    assert!(CHARS_A.is_match("K\u{35F}Hans"));
    assert!(!CHARS_A.is_match("K\u{35F}ans"));
    assert!(!CHARS_A.is_match("K\u{35F}H\u{304}"));
    assert!(CHARS_A.is_match("KH\u{304}"));
    assert_eq!(CHARS_A.first_bad("Am\u{301}"), Some(2));
    assert_eq!(CHARS_A.first_bad("\u{301}"), Some(0));
    assert_eq!(CHARS_A.first_bad("Müller\n"), Some(7));
}

#[test]
fn long_ascii_texts_are_checked_to_the_last_byte() {
    for length in 0..200 {
        let good = "x".repeat(length);
        assert!(CHARS_C.is_match(&good));
        for at in 0..=length {
            let mut bad = good.clone();
            bad.insert(at, '\u{1}');
            assert_eq!(CHARS_C.first_bad(&bad), Some(at));
            assert_eq!(CHARS_A.first_bad(&bad), Some(at));
        }
    }
}

#[test]
fn ambiguous_alternatives_do_not_become_tables() {
    for source in [
        "(a|ab|b)*",
        "(a|b|ab){2}",
        "(ab|abab)*c",
        "(a*|b)*",
        "(|a)*",
    ] {
        let ast = parse(source).expect("pattern");
        assert_eq!(as_char_table(&ast), None, "{source}");
    }
    for source in [
        "(a|ab)*",
        "[a-z]{1,5}",
        "(e|e\u{301}|[0-9])*",
        ".*",
        "a",
        "",
    ] {
        let ast = parse(source).expect("pattern");
        assert!(as_char_table(&ast).is_some(), "{source}");
    }
}

#[test]
fn hostile_patterns_are_refused() {
    let nested = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    let classes = format!("{}a{}", "[a-".repeat(5000), "]".repeat(5000));
    let words = "\\w".repeat(30_000);
    let long = "a".repeat(100_000);
    let sources = [
        nested.as_str(),
        &classes,
        &words,
        &long,
        "((a{1000}){1000}){1000}b?",
        "a{99999999999}",
    ];
    for source in sources {
        assert!(xoev::pattern::check(source).is_err());
    }
    let broken = Pattern::new("(");
    assert!(!broken.is_match("("));
    assert!(broken.error().is_some());
}
