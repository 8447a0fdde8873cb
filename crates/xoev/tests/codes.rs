//! Codes: what they keep, what they check, what they fill in.

use xoev::{AnyCode, Code, CodePart, CodeType, Fault, Rule};

xoev::code_type! {
    /// Enumerated keys; URI and version fixed.
    pub Ausgang = "Code.Ausgang", closed,
    OptionalFixed("urn:example:ausgang"), OptionalFixed("4"), Optional;
    "urn:example:ausgang" "4" "Ausgang des Verfahrens" [
        BEWILLIGT "01" "bewilligt",
        ABGELEHNT "02" "abgelehnt",
        SONSTIGES "z z" "sonstiges",
    ]
}

xoev::code_type! {
    /// Any key; the version must be given.
    pub Stelle = "Code.Stelle", open, OptionalFixed("urn:example:stelle"), Required, Absent;
}

xoev::code_type! {
    /// Any key; a list is known.
    pub Staat = "Code.Staat", open, OptionalFixed("urn:example:staat"), Required, Optional;
    "urn:example:staat" "2026-01" "Staat" [
        K000 "000" "Deutschland", K121 "121" "Albanien", K122 "122" "Bosnien und Herzegowina",
        K123 "123" "Andorra", K124 "124" "Belgien", K125 "125" "Bulgarien", K126 "126" "Dänemark",
        K127 "127" "Estland", K128 "128" "Finnland", K129 "129" "Frankreich", K130 "130" "Kroatien",
        K131 "131" "Slowenien", K134 "134" "Griechenland", K135 "135" "Irland", K136 "136" "Island",
        K137 "137" "Italien", K139 "139" "Lettland", K140 "140" "Montenegro", K000A "000 a" "",
    ]
}

xoev::code_type! {
    /// Even the list is open.
    pub Fehler = "Code.Fehler", open, Required, Required, Optional;
}

xoev::code_type! {
    /// All that can be required.
    pub Streng = "Code.Streng", open, RequiredFixed("urn:a"), Absent, Required;
}

type Parts<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn parts<C: CodeType>((key, name, uri, version): Parts<'_>) -> Result<C, Fault> {
    C::from_parts(key, name, uri, version)
}

fn rule<C: CodeType>(given: Parts<'_>) -> Option<Rule> {
    parts::<C>(given).err().map(|fault| fault.rule())
}

fn written(code: &Code) -> Parts<'_> {
    (
        code.key(),
        code.name(),
        code.written_list_uri(),
        code.written_list_version(),
    )
}

#[test]
fn what_is_absent_stays_absent() {
    let uri = Some("urn:example:ausgang");
    let all: [Parts<'_>; 6] = [
        ("01", None, None, None),
        ("01", Some(""), None, None),
        ("01", Some("bewilligt"), uri, None),
        ("z z", None, None, Some("4")),
        ("02", None, uri, Some("4")),
        ("02", Some("x"), uri, Some("4")),
    ];
    for given in all {
        let code: Ausgang = parts(given).expect("code");
        assert_eq!(written(&code), given);
        assert_eq!((code.list_uri(), code.list_version()), (uri, Some("4")));
    }
    let any: [Parts<'_>; 4] = [
        ("", None, None, None),
        ("k", Some("n"), Some("u"), Some("v")),
        ("k", None, Some(""), Some("")),
        ("k", None, None, Some("v")),
    ];
    for given in any {
        let code: AnyCode = parts(given).expect("code");
        assert_eq!(written(&code), given);
        assert_eq!((code.list_uri(), code.list_version()), (given.2, given.3));
    }
}

#[test]
fn each_part_has_its_rules() {
    let uri = Some("urn:example:stelle");
    assert_eq!(
        rule::<Ausgang>(("03", None, None, None)),
        Some(Rule::Enumeration)
    );
    assert_eq!(
        rule::<Ausgang>(("01", None, Some("urn:b"), None)),
        Some(Rule::AttributeFixed)
    );
    assert_eq!(
        rule::<Ausgang>(("01", None, None, Some("5"))),
        Some(Rule::AttributeFixed)
    );
    assert_eq!(
        rule::<Stelle>(("a", None, uri, None)),
        Some(Rule::AttributeMissing)
    );
    assert_eq!(
        rule::<Stelle>(("a", Some("n"), uri, Some("1"))),
        Some(Rule::ElementUnexpected)
    );
    assert_eq!(rule::<Stelle>(("a", None, None, Some("1"))), None);
    assert_eq!(rule::<Streng>(("a", Some("n"), Some("urn:a"), None)), None);
    assert_eq!(
        rule::<Streng>(("a", None, Some("urn:a"), None)),
        Some(Rule::ElementMissing)
    );
    assert_eq!(
        rule::<Streng>(("a", Some("n"), None, None)),
        Some(Rule::AttributeMissing)
    );
    assert_eq!(
        rule::<Streng>(("a", Some("n"), Some("urn:a"), Some("1"))),
        Some(Rule::AttributeUnexpected)
    );
    assert_eq!(
        rule::<Fehler>(("a", None, Some("%"), Some("1"))),
        Some(Rule::Datatype)
    );
    assert_eq!(
        rule::<AnyCode>(("\u{1}", None, None, None)),
        Some(Rule::Character)
    );
}

#[test]
fn faults_tell_the_part() {
    let place = |given: Parts<'_>| {
        let (key, name, uri, version) = given;
        Code::from_parts_placed(Ausgang::INFO, key, name, uri, version)
            .err()
            .map(|(part, _)| part)
    };
    assert_eq!(place(("03", None, None, None)), Some(CodePart::Key));
    assert_eq!(
        place(("01", Some("\u{1}"), None, None)),
        Some(CodePart::Name)
    );
    assert_eq!(
        place(("01", None, Some("x"), None)),
        Some(CodePart::ListUri)
    );
    assert_eq!(
        place(("01", None, None, Some("x"))),
        Some(CodePart::ListVersion)
    );
}

#[test]
fn white_space_of_parts_is_handled() {
    let code: AnyCode =
        parts((" a \n b ", Some("\tn"), Some(" urn:a "), Some("1\n"))).expect("code");
    assert_eq!(
        written(&code),
        ("a b", Some(" n"), Some("urn:a"), Some("1 "))
    );
    assert!(parts::<Ausgang>((" 01 ", None, Some(" urn:example:ausgang "), None)).is_ok());
    assert!(parts::<Ausgang>(("01", None, None, Some(" 4"))).is_err());
}

#[test]
fn programs_give_keys_and_attributes_are_filled_in() {
    let code = Ausgang::new("01").expect("code");
    let fixed = ("01", None, Some("urn:example:ausgang"), Some("4"));
    assert_eq!(written(&code), fixed);
    assert_eq!(code, Ausgang::from(Ausgang::BEWILLIGT));
    assert_eq!(code, Ausgang::BEWILLIGT);
    assert_eq!(code.label(), Some("bewilligt"));
    assert_eq!(code.to_string(), "bewilligt");

    let state = Staat::new("124").expect("code");
    assert_eq!(state.written_list_version(), Some("2026-01"));
    assert_eq!(state.label(), Some("Belgien"));
    assert_eq!(state, Staat::from(Staat::K124));
    assert_eq!(
        Staat::with_version("124", "2020")
            .expect("code")
            .list_version(),
        Some("2020")
    );
    // The list is open: other keys are allowed, but have no label.
    let other = Staat::new("999").expect("code");
    assert_eq!((other.label(), other.to_string().as_str()), (None, "999"));

    assert_eq!(
        Stelle::new("a").err().map(|f| f.rule()),
        Some(Rule::AttributeMissing)
    );
    assert!(Stelle::with_version("a", "1").is_ok());
    assert!(Ausgang::with_version("01", "5").is_err());
    assert!(Fehler::new("a").is_err());
}

#[test]
fn every_row_of_a_list_is_found() {
    let list = Staat::INFO.list.expect("list");
    assert_eq!(list.rows().len(), 19);
    for (key, label) in list.rows() {
        assert_eq!(list.label(key), Some(*label));
    }
    for key in ["", "00", "0000", "138", "999", "000 b"] {
        assert!(!list.contains(key));
    }
}

#[test]
fn codes_change_their_type_when_they_suit_it() {
    let any: AnyCode = parts(("01", None, None, Some("4"))).expect("code");
    let narrow = Ausgang::from_code(any.clone().into_code()).expect("suits");
    assert_eq!(written(&narrow), ("01", None, None, Some("4")));
    let wide = AnyCode::from_code(narrow.into_code()).expect("suits");
    assert_eq!(wide, any);
    assert!(Stelle::from_code(Ausgang::new("01").expect("code").into_code()).is_err());
}

#[test]
fn a_name_can_be_added() {
    let code = Ausgang::new("01").expect("code").named("Ja").expect("name");
    assert_eq!(code.name(), Some("Ja"));
    assert_eq!(code.written_list_version(), Some("4"));
    assert!(
        Stelle::with_version("a", "1")
            .expect("code")
            .named("n")
            .is_err()
    );
}
