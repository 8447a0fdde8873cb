//! Text types: what they check, and what their faults say.

use xoev::builtin::*;
use xoev::din91379::{CHARS_C, DatatypeA, DatatypeC};
use xoev::{Fault, Kind, Rule, Simple, Text, TextBase, WhiteSpace, pattern};

xoev::text_type! {
    /// Characters, pattern and length together.
    pub Aktenzeichen = "Aktenzeichen", Preserve {
        chars: Some(&CHARS_C),
        patterns: &[&[pattern!("[A-Z]{2}.*"), pattern!("[0-9]+")], &[pattern!("[^ ]*")]],
        min_length: Some(3),
        max_length: Some(6),
    }
}

xoev::text_type! {
    /// An enumeration.
    pub Ausgang = "Ausgang", Collapse {} [
        ERLEDIGT "1" "Erledigt",
        OFFEN "2" "Noch offen",
        OHNE "3" "",
    ]
}

xoev::text_type! {
    /// A pattern that can't be read.
    pub Kaputt = "Kaputt", Preserve { patterns: &[&[pattern!("(")]] }
}

xoev::text_type! {
    /// Just a name.
    pub Kurzname = "Kurzname", Collapse { base: TextBase::NcName, max_length: Some(4) }
}

fn fault<T: Simple>(text: &str) -> Fault {
    match T::from_text(text) {
        Ok(_) => panic!("{text} is taken"),
        Err(fault) => fault,
    }
}

#[test]
fn each_rule_has_its_fault() {
    let rule = |text: &str| fault::<Aktenzeichen>(text).rule();
    assert!(Aktenzeichen::new("AB1").is_ok());
    assert!(Aktenzeichen::new("123456").is_ok());
    assert_eq!(rule("AB\u{416}"), Rule::Pattern);
    assert_eq!(rule("aB1"), Rule::Pattern);
    assert_eq!(rule("AB 1"), Rule::Pattern);
    assert_eq!(rule("AB"), Rule::MinLength);
    assert_eq!(rule("1234567"), Rule::MaxLength);
    assert_eq!(fault::<Ausgang>("4").rule(), Rule::Enumeration);
    assert_eq!(fault::<Kurzname>("a:b").rule(), Rule::Datatype);
    assert_eq!(fault::<XsString>("a\u{0}").rule(), Rule::Character);
    assert_eq!(fault::<XsString>("a\u{FFFE}").rule(), Rule::Character);
    assert_eq!(fault::<Kaputt>("(").rule(), Rule::NotSupported);
    assert_eq!(fault::<Entity>("a").rule(), Rule::Datatype);
}

#[test]
fn faults_name_the_character_that_is_not_allowed() {
    let fault = fault::<DatatypeA>("Mu\u{308}ller");
    assert_eq!(fault.rule(), Rule::Pattern);
    assert_eq!(fault.found(), "U+0308 as character 3 of “Mu\u{308}ller”");
    assert!(fault.expected().contains("din91379:datatypeA"), "{fault}");
}

#[test]
fn faults_name_pattern_length_and_values() {
    let text = |f: Fault| format!("{} | {}", f.expected(), f.found());
    assert_eq!(
        text(fault::<Aktenzeichen>("12a")),
        "text that matches [A-Z]{2}.* or [0-9]+ (Aktenzeichen) | 12a",
    );
    assert_eq!(
        text(fault::<Aktenzeichen>("1234567")),
        "at most 6 characters (Aktenzeichen) | 7 characters: 1234567",
    );
    assert_eq!(text(fault::<Ausgang>("4")), "one of 1, 2, 3 (Ausgang) | 4");
}

#[test]
fn white_space_is_handled_as_the_type_says() {
    assert_eq!(Token::new(" a \n b ").expect("token").as_str(), "a b");
    assert_eq!(
        NormalizedString::new("\ta\n").expect("text").as_str(),
        " a "
    );
    assert_eq!(DatatypeC::new(" a\n").expect("text").as_str(), " a\n");
    assert_eq!(Ausgang::new(" 1 ").expect("value"), Ausgang::ERLEDIGT);
    // No-break space is no white space for XML.
    assert_eq!(Token::new("\u{A0}a").expect("token").as_str(), "\u{A0}a");
}

#[test]
fn enumerated_values_have_names_and_labels() {
    let open = Ausgang::from(Ausgang::OFFEN);
    assert_eq!(open, Ausgang::OFFEN);
    assert_eq!(open.label(), Some("Noch offen"));
    assert_eq!(Ausgang::OFFEN.value(), "2");
    assert_eq!(Ausgang::from(Ausgang::OHNE).label(), None);
    assert_eq!(Ausgang::RULES.values.len(), 3);
}

#[test]
fn lengths_count_characters() {
    assert!(Aktenzeichen::new("ABÄÖÜß").is_ok());
    assert!(Kurzname::new("äöüß").is_ok());
    let four = "\u{20000}".repeat(4);
    assert_eq!(fault::<Kurzname>(&four).rule(), Rule::Datatype);
}

#[test]
fn text_types_convert_like_text() {
    let name: DatatypeA = "Müller".parse().expect("name");
    assert_eq!(&*name, "Müller");
    assert_eq!(name.to_string(), "Müller");
    assert_eq!(format!("{name:>8}"), "  Müller");
    assert_eq!(format!("{name:?}"), "\"Müller\"");
    assert_eq!(DatatypeA::try_from("Müller").as_ref(), Ok(&name));
    assert_eq!(
        DatatypeA::try_from(String::from("Müller")),
        Ok(name.clone())
    );
    assert_eq!(name.lexical(&mut String::new()), "Müller");
    assert_eq!(name.into_string(), "Müller");
    assert_eq!(DatatypeA::new_unchecked("\u{1}").as_str(), "\u{1}");
}

#[test]
fn kinds_tell_what_is_more_than_text() {
    assert_eq!(<XsString as Simple>::KIND, Kind::Text);
    assert_eq!(<Boolean as Simple>::KIND, Kind::Boolean);
    assert_eq!(<PositiveInteger as Simple>::KIND, Kind::Number);
    assert_eq!(<Decimal as Simple>::KIND, Kind::Text);
    assert_eq!(<DatatypeC as Simple>::WHITE_SPACE, WhiteSpace::Preserve);
}

#[test]
fn values_stay_small() {
    assert_eq!(size_of::<DatatypeC>(), 16);
    assert_eq!(size_of::<Option<DatatypeC>>(), 16);
    assert_eq!(size_of::<Integer>(), 16);
    assert_eq!(size_of::<Boolean>(), 2);
    assert!(size_of::<Date>() <= 16);
    assert!(size_of::<DateTime>() <= 24);
    assert!(size_of::<Time>() <= 24);
    assert!(size_of::<Duration>() <= 24);
    assert!(size_of::<xoev::Code>() <= 64);
}
