//! Texts that look like the data of a German office, chosen by the name of the field.

mod words;

use super::random::Random;
use words::{
    AUTHORITIES, CITIES, COUNTRIES, FAMILY_NAMES, FAULTS, FIRST_NAMES, PHRASES, SENTENCES, STREETS,
    SUBJECTS,
};

/// What a field is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theme {
    Address,
    Agency,
    Airport,
    Attribute,
    Authority,
    Channel,
    City,
    Clerk,
    Company,
    Country,
    Court,
    Date,
    Degree,
    Directory,
    Email,
    FamilyName,
    Fault,
    FileName,
    FileNumber,
    First,
    FirstName,
    Flight,
    FullName,
    HouseLetter,
    HouseNumber,
    IdNumber,
    Job,
    Key,
    Maker,
    Number,
    PassNumber,
    Phone,
    PostBox,
    PostCode,
    Product,
    Salutation,
    Sentence,
    Street,
    Subject,
    Telegram,
    Uuid,
    Version,
    Year,
}

/// How a name is recognised.
#[derive(Clone, Copy, Debug)]
enum Sign {
    Is(&'static str),
    Starts(&'static str),
    Ends(&'static str),
    Has(&'static str),
}

use Sign::{Ends, Has, Is, Starts};

/// What tells the theme of a field; the first sign that fits counts.
const SIGNS: &[(Sign, Theme)] = &[
    (Has("uuid"), Theme::Uuid),
    (Is("id"), Theme::Uuid),
    (Ends(".id"), Theme::Uuid),
    (Is("produkt"), Theme::Product),
    (Is("produkthersteller"), Theme::Maker),
    (Is("produktversion"), Theme::Version),
    (Is("listversionid"), Theme::First),
    (Has("version"), Theme::Version),
    (Has("mail"), Theme::Email),
    (Has("telefon"), Theme::Phone),
    (Has("telefax"), Theme::Phone),
    (Has("rufnummer"), Theme::Phone),
    (Has("dateiname"), Theme::FileName),
    (Has("jahr"), Theme::Year),
    (Has("datum"), Theme::Date),
    (Has("zeitpunkt"), Theme::Date),
    (Has("vorname"), Theme::FirstName),
    (Is("rufname"), Theme::FirstName),
    (Has("familienname"), Theme::FamilyName),
    (Has("geburtsname"), Theme::FamilyName),
    (Has("nachname"), Theme::FamilyName),
    (Has("sachbearbeiter"), Theme::Clerk),
    (Is("bearbeiter"), Theme::Clerk),
    (Is("ersteller"), Theme::Clerk),
    (Has("wohnungsinhaber"), Theme::FullName),
    (Has("inhalt"), Theme::Address),
    (Has("zeile"), Theme::Address),
    (Has("aktenzeichen"), Theme::FileNumber),
    (Has("geschaeftszeichen"), Theme::FileNumber),
    (Has("zeichen"), Theme::FileNumber),
    (Has("vorgangsnummer"), Theme::FileNumber),
    (Has("verfahrensid"), Theme::FileNumber),
    (Has("verwaltungsgericht"), Theme::Court),
    (Has("gericht"), Theme::Court),
    (Has("arbeitgeber"), Theme::Company),
    (Has("firma"), Theme::Company),
    (Has("traeger"), Theme::Company),
    (Has("unternehmen"), Theme::Company),
    (Has("strasse"), Theme::Street),
    (Has("hausnummerbuchstabe"), Theme::HouseLetter),
    (Has("hausnummer"), Theme::HouseNumber),
    (Has("postleitzahl"), Theme::PostCode),
    (Is("plz"), Theme::PostCode),
    (Has("postfach"), Theme::PostBox),
    (Has("flugnummer"), Theme::Flight),
    (Has("flughafen"), Theme::Airport),
    (Has("agentur"), Theme::Agency),
    (Has("staat"), Theme::Country),
    (Has("land"), Theme::Country),
    (Has("wohnort"), Theme::City),
    (Is("ort"), Theme::City),
    (Has("geburtsort"), Theme::City),
    (Ends("sterbeort"), Theme::City),
    (Ends("standort"), Theme::City),
    (Starts("ort"), Theme::City),
    (Has("gemeinde"), Theme::City),
    (Has("behoerde"), Theme::Authority),
    (Is("leser"), Theme::Authority),
    (Is("autor"), Theme::Authority),
    (Ends("abh"), Theme::Authority),
    (Has("dienststelle"), Theme::Authority),
    (Has("organisation"), Theme::Authority),
    (Has("doktorgrad"), Theme::Degree),
    (Is("anrede"), Theme::Salutation),
    (Has("beruf"), Theme::Job),
    (Has("taetigkeit"), Theme::Job),
    (Has("betreff"), Theme::Subject),
    (Has("titel"), Theme::Subject),
    (Is("verzeichnisdienst"), Theme::Directory),
    (Is("kanal"), Theme::Channel),
    (Is("kennung"), Theme::Key),
    (Has("passnummer"), Theme::PassNumber),
    (Starts("ausweis"), Theme::PassNumber),
    (Starts("nummer"), Theme::PassNumber),
    (Has("seriennummer"), Theme::PassNumber),
    (Has("idnr"), Theme::IdNumber),
    (Has("identifikationsnummer"), Theme::IdNumber),
    (Has("schluessel"), Theme::Telegram),
    (Ends("code"), Theme::Telegram),
    (Ends("nummer"), Theme::Number),
    (Ends("nr"), Theme::Number),
    (Ends("id"), Theme::Number),
    (Has("kennziffer"), Theme::Number),
    (Is("fehlerhaftesattribut"), Theme::Attribute),
    (Is("fehlertext"), Theme::Fault),
    (Is("fehlerbeschreibung"), Theme::Fault),
    (Has("begruendung"), Theme::Sentence),
    (Has("bemerkung"), Theme::Sentence),
    (Has("anmerkung"), Theme::Sentence),
    (Has("freitext"), Theme::Sentence),
    (Has("hinweis"), Theme::Sentence),
    (Has("mitteilung"), Theme::Sentence),
    (Has("erklaerung"), Theme::Sentence),
    (Has("text"), Theme::Sentence),
    (Ends("name"), Theme::FullName),
];

/// Names that say little, and what they mean if nothing around them says more.
const VAGUE: &[(&str, Theme)] = &[("code", Theme::Telegram), ("name", Theme::FullName)];

/// Texts worth trying for a field with these names (its own first, then those of its type and of
/// the elements around it), the best first. The caller checks them.
pub(super) fn candidates(names: &[&str], random: &mut Random) -> Vec<String> {
    let lowered: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    let mut found: Vec<Theme> = Vec::new();
    for name in &lowered {
        // `code` and `name` stand in many places; what is around them says more.
        if VAGUE.iter().any(|(vague, _)| vague == name) {
            continue;
        }
        if let Some((_, theme)) = SIGNS.iter().find(|(sign, _)| sign.fits(name))
            && !found.contains(theme)
        {
            found.push(*theme);
        }
    }
    let own = lowered.first().map(String::as_str).unwrap_or_default();
    if let Some((_, theme)) = VAGUE.iter().find(|(vague, _)| *vague == own) {
        // Only the next element around says what is meant; those further out speak of the whole.
        found.truncate(1);
        found.push(*theme);
    }
    let mut texts: Vec<String> = found.iter().map(|theme| theme.text(random)).collect();
    texts.push(random.word(PHRASES).to_owned());
    texts
}

/// Whether a date in this field lies in the past by decades.
pub(super) fn is_long_past(names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| name.to_lowercase().contains("geburt"))
}

/// Words up to a length, for texts that must be long.
pub(super) fn filler(random: &mut Random, least: usize, most: Option<usize>) -> String {
    let mut text = String::new();
    let mut count = 0;
    let wanted = least.max(1).min(most.unwrap_or(usize::MAX));
    while count < wanted {
        if count > 0 {
            text.push(' ');
        }
        text.push_str(random.word(SENTENCES));
        count = text.chars().count();
    }
    cut(&text, most.unwrap_or(count).max(least))
}

/// At most so many characters, without a blank at the end; shorter by one if there would be one.
pub(super) fn cut(text: &str, most: usize) -> String {
    let cut: String = text.chars().take(most).collect();
    cut.trim_end().to_owned()
}

impl Sign {
    fn fits(self, name: &str) -> bool {
        match self {
            Is(text) => name == text,
            Starts(text) => name.starts_with(text),
            Ends(text) => name.ends_with(text),
            Has(text) => name.contains(text),
        }
    }
}

impl Theme {
    fn text(self, random: &mut Random) -> String {
        let mut of = |words: &[&str]| random.word(words).to_owned();
        match self {
            Theme::Address => format!("{} {}", random.word(STREETS), random.range(1, 180)),
            Theme::Agency => format!("Agentur für Arbeit {}", random.word(CITIES)),
            Theme::Airport => format!("Flughafen {}", random.word(CITIES)),
            Theme::Attribute => of(&["azrNummer", "geburtsdatum", "ereignisdatum", "familienname"]),
            Theme::Authority => of(AUTHORITIES),
            Theme::Channel => of(&["01", "02", "03"]),
            Theme::City => of(CITIES),
            Theme::Clerk | Theme::FullName => {
                format!("{} {}", random.word(FIRST_NAMES), random.word(FAMILY_NAMES))
            }
            Theme::Company => of(&[
                "Bäckerei Krüger GmbH",
                "Gebäudereinigung Şen e. K.",
                "Möbelwerk Süd AG",
                "Pflegedienst „Zur Höhe“ gGmbH",
                "Sprachschule Grünberg e. V.",
            ]),
            Theme::Country => of(COUNTRIES),
            Theme::Court => format!("Verwaltungsgericht {}", random.word(CITIES)),
            Theme::Date => {
                format!("2026-{:02}-{:02}", random.range(1, 12), random.range(1, 28))
            }
            Theme::Degree => of(&["Dr.", "Dr. h. c.", "Dr. Dr."]),
            Theme::Directory => "DVDV".to_owned(),
            Theme::Email => of(&[
                "poststelle@abh.example.de",
                "kontakt@example.org",
                "j.krueger@example.com",
            ]),
            Theme::FamilyName => of(FAMILY_NAMES),
            Theme::Fault => of(FAULTS),
            Theme::FileName => {
                format!(
                    "{}_{}.pdf",
                    random.uuid(),
                    random.word(&["Bescheid", "Anlage", "Verfügung"])
                )
            }
            Theme::FileNumber => format!(
                "{}-{}/{}",
                random.range(30, 39),
                random.digits(6),
                random.word(&["24", "25", "26"])
            ),
            Theme::First => "1".to_owned(),
            Theme::FirstName => of(FIRST_NAMES),
            Theme::Flight => format!("XY {}", random.range(400, 3999)),
            Theme::HouseLetter => of(&["a", "b", "c"]),
            Theme::HouseNumber => random.range(1, 180).to_string(),
            Theme::IdNumber => format!("{}{}", random.range(1, 9), random.digits(10)),
            Theme::Job => of(&[
                "Pflegefachkraft",
                "Elektroniker für Gebäudetechnik",
                "Köchin",
                "Ärztin",
            ]),
            Theme::Key => format!(
                "ags:{}",
                of(&["05315000", "09564000", "14626110", "06531005"])
            ),
            Theme::Maker => "Beispiel-Software GmbH".to_owned(),
            Theme::Number => random.digits(8),
            Theme::PassNumber => format!("{}{}", of(&["C", "F", "P", "U"]), random.digits(8)),
            Theme::Phone => format!("+49 221 {}", random.digits(7)),
            Theme::PostBox => format!("{} {}", random.range(10, 99), random.digits(2)),
            Theme::PostCode => format!("{}{}", random.range(1, 9), random.digits(4)),
            Theme::Product => "Musterverfahren Ausländerwesen".to_owned(),
            Theme::Salutation => of(&["Frau", "Herr"]),
            Theme::Sentence => of(SENTENCES),
            Theme::Street => of(STREETS),
            Theme::Subject => of(SUBJECTS),
            Theme::Telegram => format!("{:02}", random.range(1, 20)),
            Theme::Uuid => random.uuid(),
            Theme::Version => format!("{}.{}", random.range(1, 9), random.range(0, 9)),
            Theme::Year => random.range(1990, 2026).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Random, candidates, cut, filler};

    fn first(name: &str) -> String {
        candidates(&[name], &mut Random::new(1, name))
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    #[test]
    fn field_names_tell_the_content() {
        assert!(first("hauptEmailadresse").contains('@'));
        assert!(first("aktenzeichenVerwaltungsgericht").contains('/'));
        assert!(first("zustaendigesVerwaltungsgericht").starts_with("Verwaltungsgericht"));
        assert_eq!(first("nachrichtenUUID").len(), 36);
        assert_eq!(first("postleitzahl").len(), 5);
    }

    #[test]
    fn filler_has_the_wanted_length() {
        for length in [1, 7, 16, 500] {
            let text = filler(
                &mut Random::new(length as u64, ""),
                length,
                Some(length + 1),
            );
            assert!(
                (length..=length + 1).contains(&text.chars().count()),
                "{length}: {text:?}"
            );
        }
    }

    #[test]
    fn cut_texts_end_without_a_blank() {
        assert_eq!(cut("Große Gasse", 6), "Große");
    }
}
