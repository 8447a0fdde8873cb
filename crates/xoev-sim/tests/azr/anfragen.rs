//! Queries: what each way of searching leads to.

use crate::nachrichten::*;
use crate::urteil::gueltig;

/// A query by personal data.
fn suche(familienname: &str, vorname: &str, geburt: &str) -> Nachricht {
    let profile = code("suchprofil", "suchprofil", "2", "N");
    let person = person(familienname, vorname, geburt, true);
    anfrage(&format!(
        "<xa:grundpersonalien>{person}{profile}</xa:grundpersonalien>"
    ))
}

#[test]
fn a_search_by_name_finds_equal_and_similar_persons_and_their_other_names() {
    let register = register();
    let one = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let two = anlegen(&register, "Karimi", "Nilofar", "1994-09-12");
    anlegen(&register, "Muster", "Erika", "1994-09-12");
    let alias = format!(
        "<xa:name><name>Rahmani</name></xa:name>{}",
        code("namensart", "anderername", "2", "01")
    );
    let alias = format!(
        "<xa:weiterePersonalien>{}</xa:weiterePersonalien>",
        neu("andererName", &alias)
    );
    let stored = register.answer(folgemeldung(ABH, &two, &alias).bytes());
    let hits = register.answer(suche("Karimi", "Nilufar", "1994-09-12").bytes());
    assert_eq!(hits.number, "090003");
    let xml = text(&hits);
    let (first, second) = (
        xml.find(&one).expect("equal"),
        xml.find(&two).expect("similar"),
    );
    assert!(first < second, "the equal one comes first");
    assert!(xml.contains("<code>G</code>") && xml.contains("<code>A</code>"));
    assert_eq!(
        register
            .answer(suche("Karimi", "Nilufar", "1994-09-13").bytes())
            .number,
        "090002"
    );
    assert_eq!(stored.number, "090098", "{}", text(&stored));
    let found = register.answer(suche("Rahmani", "Nilofar", "1994-09-12").bytes());
    assert!(text(&found).contains(&two), "{}", text(&found));
    gueltig([&hits.bytes[..]]);
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn papers_and_titles_are_found_by_their_numbers() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let paper = format!(
        "{}<xa:ausweisIdentifikation>U1234567</xa:ausweisIdentifikation>",
        code("ausweisart", "ausweisart", "3", "03")
    );
    let paper = format!(
        "<xa:weiterePersonalien>{}</xa:weiterePersonalien>",
        neu("ausweispapier", &paper)
    );
    let stored = register.answer(folgemeldung(ABH, &number, &paper).bytes());
    assert_eq!(stored.number, "090098", "{}", text(&stored));
    let fact = sachverhalt(&neu("duldung", &duldung("2027-02-03")));
    assert_eq!(
        register
            .answer(folgemeldung(ABH, &number, &fact).bytes())
            .number,
        "090098"
    );
    let pass = register.answer(anfrage("<xa:passnummer>U1234567</xa:passnummer>").bytes());
    assert_eq!(pass.number, "090003", "{}", text(&pass));
    assert!(text(&pass).contains("istAliaspersonalienZugeordnet>false"));
    let query = "<xa:nummerDesAufenthaltstitels>X99000123</xa:nummerDesAufenthaltstitels>";
    let title = register.answer(anfrage(query).bytes());
    assert_eq!(title.number, "090003");
    assert!(
        text(&title).contains("<code>DULBN</code>"),
        "{}",
        text(&title)
    );
    let none = register.answer(anfrage("<xa:passnummer>U0</xa:passnummer>").bytes());
    assert_eq!(none.number, "090002");
    gueltig([&pass, &title, &none].map(|a| &a.bytes[..]));
    assert_eq!(register.defects(), [""; 0]);
}

#[test]
fn single_numbers_lead_to_the_whole_record() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    let euro = sachverhalt(&neu(
        "eurodacnummer",
        "<xa:eurodacnummer>DE1260101ABC12345</xa:eurodacnummer>",
    ));
    let stored = register.answer(folgemeldung(ABH, &number, &euro).bytes());
    assert_eq!(stored.number, "090098", "{}", text(&stored));
    let finger = register.store_fingerprint(&number, ABH).expect("an id");
    let queries = [
        "<xa:eurodacnummer>DE1260101ABC12345</xa:eurodacnummer>".to_owned(),
        format!("<xa:fingerabdruckreferenznummer>{finger}</xa:fingerabdruckreferenznummer>"),
    ];
    for query in queries {
        let record = register.answer(anfrage(&query).bytes());
        assert_eq!(record.number, "090004", "{}", text(&record));
        assert!(text(&record).contains(&number));
    }
    for query in ["<xa:ppkNummer>1</xa:ppkNummer>", "<xa:sisId>1</xa:sisId>"] {
        assert_eq!(register.answer(anfrage(query).bytes()).number, "090002");
    }
}

#[test]
fn history_comes_only_if_it_is_asked_for() {
    let register = register();
    let number = anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    for end in ["2027-02-03", "2027-05-03"] {
        let fact = sachverhalt(&neu("duldung", &duldung(end)));
        assert_eq!(
            register
                .answer(folgemeldung(ABH, &number, &fact).bytes())
                .number,
            "090098"
        );
    }
    let query = |all| anfrage_mit(&format!("<xa:azrNummer>{number}</xa:azrNummer>"), all);
    let all = text(&register.answer(query(true).bytes()));
    assert!(all.contains("historisierteDuldung>") && all.contains("2027-02-03"));
    let some = text(&register.answer(query(false).bytes()));
    assert!(!some.contains("historisierteDuldung>") && some.contains("2027-05-03"));
}

#[test]
fn too_many_hits_are_refused() {
    let mut settings = settings();
    settings.max_hits = 1;
    let register = xoev_sim::azr::Register::new(settings).expect("a register");
    anlegen(&register, "Karimi", "Nilufar", "1994-09-12");
    anlegen(&register, "Karimi", "Nilofar", "1994-09-12");
    assert_eq!(
        fehler(&register, &suche("Karimi", "Nilufar", "1994-09-12")),
        ["2302"]
    );
}
