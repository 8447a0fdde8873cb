//! Valid submissions of every kind, from random values, for those that judge them.

use azr::{
    Abgleichsstatistik, Anfrage, Antwort, Datenpflegeanfrage, Dokumentanforderung, Dokumentmeldung,
    Einreichung, Erstmeldung, Folgemeldung, Lichtbildanforderung, ReferenzId,
    Registerabgleichsanfrage, Suchgrund, Unerlaesslichkeit, Verpflichtungsgeberanfrage,
    Vorabergebnis, Vorabfrage, Zeitraum,
};
use proptest::prelude::*;
use xauslaender::v26_11::azr as typed;
use xauslaender::v26_11::codes::{
    CodeAZRAbrufzweck, CodeAZRDokumentenformat, CodeAZRDokumenttyp, CodeAZRRegisterabgleichzweck,
    CodeAZRSuchprofil,
};
use xauslaender::xinneres::azrnummer_3::AZRNummer;
use xauslaender::xinneres::datum_2::{TeilbekanntesDatum, TeilbekanntesDatumMitUnbekannt};
use xoev::MessageIo;

use crate::alle_gruppen::{berichte, muster};
use crate::fallen::bild;
use crate::register::Register;
use crate::register::stellen::{self, nummer, tag, text};

pub(crate) fn zweck() -> CodeAZRAbrufzweck {
    CodeAZRAbrufzweck::from(CodeAZRAbrufzweck::C_01)
}

fn azr_nummer() -> impl Strategy<Value = AZRNummer> {
    (40u8..99, 1u8..=12, 1u8..=28, 0u32..1_000_000).prop_map(|(year, month, day, rest)| {
        nummer(&format!("{year:02}{month:02}{day:02}{rest:06}")).expect("a number")
    })
}

/// Words with letters that German administration has to write.
fn wort() -> impl Strategy<Value = String> {
    "[A-ZÄÖÜŁŞ][a-zßäöüéłşğ]{1,20}"
}

/// Follow-up reports with any groups that go together.
pub(crate) fn folgemeldung() -> impl Strategy<Value = Folgemeldung> {
    let picks = prop::collection::vec((0usize..10_000, 0usize..5), 1..5);
    (azr_nummer(), picks).prop_map(|(azr_nummer, picks)| {
        picks
            .iter()
            .fold(Folgemeldung::neu(azr_nummer), |report, (group, kind)| {
                let group = &muster()[group % muster().len()];
                let all = berichte(group);
                report.mit(all[kind % all.len()].clone())
            })
    })
}

/// The result of a query without a hit, for a first report.
pub(crate) fn kein_treffer() -> Vorabfrage {
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let person = stellen::person("Karimi", "Nilufar", "1994-09-12").expect("a person");
    let profile = CodeAZRSuchprofil::from(CodeAZRSuchprofil::C_N);
    let query = Anfrage::nach_personalien(&person, profile, zweck());
    let query = query.bauen(&abh).expect("built");
    let answer = Register::neu()
        .expect("a register")
        .empfangen(query.bytes());
    let answer = Antwort::lesen(answer.expect("an answer"));
    match Vorabfrage::auswerten(&query, &answer).expect("a result") {
        Vorabergebnis::KeinTreffer(none) => none,
        Vorabergebnis::Treffer(_) => panic!("there was no hit"),
    }
}

/// First reports with each fact and each group that they may have.
pub(crate) fn erstmeldungen() -> Vec<Einreichung> {
    use typed::AnAZRAZRFolgemeldung090010Sachverhalt as Fakt;
    let abh = stellen::auslaenderbehoerde().expect("an office");
    let person = stellen::person("Karimi", "Nilufar", "1994-09-12").expect("a person");
    let mut all = Vec::new();
    let mut angaben = Vec::new();
    for group in muster() {
        let report =
            Folgemeldung::neu(nummer("990309012345").expect("a number")).mit(group.clone());
        let built = report.bauen(&abh).expect("built");
        let m = typed::AnAZRAZRFolgemeldung090010::from_slice(built.bytes()).expect("valid");
        macro_rules! fakten {
            ($($variant:ident $field:ident),* $(,)?) => {
                match m.sachverhalt.clone() {
                    $(Some(Fakt::$variant(fact)) => fact.$field.map(|content| {
                        Erstmeldung::neu("Akte", kein_treffer(), person.clone(), *content)
                    }),)*
                    _ => None,
                }
            };
        }
        all.extend(fakten! {
            AblehnungFeststellungDeutscheStaatsangehoerigkeit ablehnung_feststellung_dt_staatsangehoerigkeit_fachdaten_neu,
            GeasAsylstatus g_eas_asylstatus_fachdaten_neu,
            Asylstatus asylstatus_fachdaten_neu,
            AufenthaltsrechtEU aufenthaltsrecht_eu_fachdaten_neu,
            Aufenthaltsstatus aufenthaltsstatus_fachdaten_neu,
            AuslieferungDurchlieferung auslieferung_durchlieferung_fachdaten_neu,
            Ausschreibung ausschreibung_fachdaten_neu,
            Aussiedlerangelegenheit aussiedlerangelegenheit_fachdaten_neu,
            Einreisebedenken einreisebedenken_fachdaten_neu,
            Meldestatus meldestatus_fachdaten_neu,
            PassrechtlicheMassnahme passrechtliche_massnahme_fachdaten_neu,
            Sicherheitsleistung sicherheitsleistung_fachdaten_neu,
            Straftatverdacht straftatverdacht_fachdaten_neu,
            Suchvermerk suchvermerk_fachdaten_neu,
            UnerlaubteEinreiseUndAufenthalt unerlaubte_einreise_und_aufenthalt_fachdaten_neu,
            Verpflichtungserklaerung verpflichtungserklaerung_fachdaten_neu,
            VerurteilungWegenStraftaten verurteilung_wegen_straftaten_fachdaten_neu,
            ZurueckweisungZurueckschiebung zurueckweisungzurueckschiebung_fachdaten_neu,
            Zustaendigkeitsbestimmungsverfahren zustaendigkeitsbestimmungsverfahren_fachdaten_neu,
            ZustimmungVorEinreise zustimmung_vor_einreise_fachdaten_neu,
        });
        angaben.push(m);
    }
    assert!(all.len() >= 40, "{}", all.len());
    let base = all[0].clone();
    for m in angaben {
        macro_rules! angaben {
            ($place:expr, $($field:ident $content:ident $(($box:tt))?),* $(,)?) => {
                $(if let Some(content) = $place.$field.and_then(|g| g.$content) {
                    all.push(base.clone().mit($($box)? content));
                })*
            };
        }
        angaben! { m,
            zustaendigkeit zustaendigkeit_fachdaten_neu (*),
            anschrift anschrift_fachdaten_neu (*),
            kontakt kontakt_fachdaten_neu (*),
            familienverband familienverband_fachdaten_neu (*),
            personenbeschreibung personenbeschreibung_fachdaten_neu (*),
        }
        if let Some(w) = m.weitere_personalien {
            angaben! { w,
                abweichende_namensschreibweise abweichende_namensschreibweise_fachdaten_neu (*),
                aliaspersonalien aliaspersonalien_fachdaten_neu (*),
                anderer_name anderer_name_fachdaten_neu (*),
                auslaendische_personen_id auslaendische_personen_id_fachdaten_neu,
                ausweispapier ausweispapier_fachdaten_neu (*),
                familienstand familienstand_fachdaten_neu (*),
                frueherer_name frueherer_name_fachdaten_neu (*),
                herkunftsland herkunftsland_fachdaten_neu,
                freiwillige_angabe_zur_religion freiwillige_angaben_zur_religion_fachdaten_neu (*),
            }
        }
    }
    all.push(base.mit_lichtbild(bild(), None));
    assert!(all.len() >= 69, "{}", all.len());
    all.iter()
        .map(|one| one.bauen(&abh).unwrap_or_else(|e| panic!("{e}")))
        .collect()
}

/// One submission of each other kind, with random values.
pub(crate) fn uebrige() -> impl Strategy<Value = Vec<Einreichung>> {
    let numbers = prop::collection::btree_set(azr_nummer(), 2..6);
    let bytes = prop::collection::vec(any::<u8>(), 1..200);
    (numbers, wort(), wort(), bytes).prop_map(|(numbers, name, other, bytes)| {
        let numbers: Vec<AZRNummer> = numbers.into_iter().collect();
        let abh = stellen::auslaenderbehoerde().expect("an office");
        let short = |t: &str| text(t).expect("a text");
        let person = stellen::person(&name, &other, "1994-09-12").expect("a person");
        let profile = CodeAZRSuchprofil::from(CodeAZRSuchprofil::C_N);
        let day = |t| tag(t).expect("a day");
        let from = TeilbekanntesDatum::JahrMonatTag(day("1970-01-01"));
        let born = TeilbekanntesDatumMitUnbekannt::TeilbekanntesDatum(from);
        let id = ReferenzId::from_local_record("Rx7C56w06").expect("an id");
        let order = || CodeAZRDokumenttyp::from(CodeAZRDokumenttyp::C_1);
        let pdf = CodeAZRDokumentenformat::from(CodeAZRDokumentenformat::APPLICATION_PDF);
        let document = [&b"%PDF-1.7"[..], &bytes].concat();
        let who = Unerlaesslichkeit::bestaetigt_von(&name).expect("a name");
        let first = numbers[0].clone();
        let purpose = || CodeAZRRegisterabgleichzweck::from(CodeAZRRegisterabgleichzweck::C_01);
        let reader = || stellen::register().expect("a reader");
        let head = abh.absender.kopf_an(reader());
        let ask = typed::VonBAMFAZRRegisterabgleichsveranlassung090020::neu(head, purpose());
        let ask = ask.expect("090020");
        let mut package = Abgleichsstatistik::neu(&ask, 1, true);
        package.nicht_in_a_datei = numbers.clone();
        let period = Zeitraum::VonBis(day("2026-01-01"), day("2026-06-30"));
        let name_of = person.familienname.clone();
        let geber = Verpflichtungsgeberanfrage::natuerliche_person(
            name_of.clone(),
            person.vorname.clone(),
            born,
            person.geburtsangaben.geburtsort.clone(),
            zweck(),
        );
        let firm = Verpflichtungsgeberanfrage::juristische_person(short(&name), zweck());
        let all = [
            Anfrage::nach_azr_nummer(first.clone(), zweck())
                .mit_historie()
                .bauen(&abh),
            Anfrage::nach_personalien(&person, profile, zweck())
                .mit_suchvermerken()
                .bauen(&abh),
            Anfrage::nach_passnummer(short(&name), Suchgrund::Verlust, zweck()).bauen(&abh),
            Anfrage::nach_titelnummer(short(&name), Suchgrund::Verlust, zweck()).bauen(&abh),
            Anfrage::nach_sis_id(short(&name), zweck())
                .geschaeftszeichen(short("1/2"))
                .bauen(&abh),
            Lichtbildanforderung::neu([short(&name), short(&other)]).bauen(&abh),
            Dokumentanforderung::neu(short(&name))
                .unerlaesslich(who)
                .bauen(&abh),
            Dokumentmeldung::speichern(first.clone(), order(), pdf, document, id)
                .notizen(short(&other))
                .bauen(&abh),
            Dokumentmeldung::loeschen(first, order(), short(&name)).bauen(&abh),
            Registerabgleichsanfrage::auf_veranlassung(&ask, period).bauen(&abh),
            Registerabgleichsanfrage::neu(purpose(), Zeitraum::Ab(day("2026-01-01"))).bauen(&abh),
            package.bauen(&abh, reader()),
            Datenpflegeanfrage::mehrfacherfassung(numbers).bauen(&abh),
            geber.bauen(&abh),
            firm.geschaeftszeichen(short("1/2")).bauen(&abh),
        ];
        let built = all
            .into_iter()
            .map(|one| one.unwrap_or_else(|e| panic!("{e}")));
        built.collect()
    })
}
