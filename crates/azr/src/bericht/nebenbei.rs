//! What the register says beside its errors: records of perhaps the same person, new ids, hints.

use xauslaender::v26_11::azr::VonAZRAZRBestaetigungDokument090097;
use xoev::Language;

use crate::antwort::{Antwort, DublettenArt, Inhalt, NeueReferenz};
use crate::fehler::AzrHinweis;

use super::inhalt::{MAX_LISTE, abschnitt, fakt, zitat};
use super::worte::pick;
use super::{Abschnitt, Block, Gewicht};

pub(super) fn dublette(antwort: &Antwort, sprache: Language) -> Option<Abschnitt> {
    let dublette = antwort.dublette()?;
    let (gewicht, titel, satz) = match dublette.art {
        DublettenArt::Gleich => (
            Gewicht::Fehler,
            pick(
                sprache,
                "Datensätze mit gleichen Personalien",
                "Records with equal personal data",
            ),
            pick(
                sprache,
                "Im Register gibt es schon Datensätze mit gleichen Grundpersonalien. Die \
                 Erstmeldung wurde deshalb nicht gespeichert.",
                "The register already has records with equal basic personal data. The first \
                 report was not stored for that.",
            ),
        ),
        DublettenArt::Aehnlich => (
            Gewicht::Warnung,
            pick(
                sprache,
                "Datensätze mit ähnlichen Personalien",
                "Records with similar personal data",
            ),
            pick(
                sprache,
                "Im Register gibt es Datensätze mit ähnlichen Personalien. Die Meldung wurde \
                 gespeichert; bitte prüfen, ob es dieselbe Person ist.",
                "The register has records with similar personal data. The report was stored; \
                 please check whether it is the same person.",
            ),
        ),
    };
    let mut nummern: Vec<&str> = dublette.azr_nummern.iter().map(String::as_str).collect();
    nummern.truncate(MAX_LISTE);
    let name = pick(sprache, "AZR-Nummern", "AZR numbers");
    let fakten = vec![(name.to_owned(), nummern.join(", "))];
    let bloecke = vec![Block::Absatz(satz.to_owned()), Block::Fakten(fakten)];
    Some(abschnitt(titel, gewicht, bloecke))
}

pub(super) fn referenzen(referenzen: &[NeueReferenz], sprache: Language) -> Option<Abschnitt> {
    let fakten: Vec<(String, String)> = referenzen
        .iter()
        .take(MAX_LISTE)
        .map(|r| (r.gruppe.titel.to_owned(), r.id.clone()))
        .collect();
    let titel = pick(
        sprache,
        "Neue Kennungen im Register",
        "New ids in the register",
    );
    (!fakten.is_empty()).then(|| abschnitt(titel, Gewicht::Neutral, vec![Block::Fakten(fakten)]))
}

/// 090097: the id of a document that was stored, or that it was deleted.
pub(super) fn dokument(m: &VonAZRAZRBestaetigungDokument090097, sprache: Language) -> Abschnitt {
    let mut fakten = Vec::new();
    if let Some(id) = &m.dokument_id {
        let name = pick(sprache, "Kennung des Dokuments", "Id of the document");
        fakt(&mut fakten, name, id.as_str());
    }
    if let Some(id) = &m.referenz_auf_sachverhalt_id {
        let name = pick(
            sprache,
            "Referenz-ID des Sachverhalts",
            "Reference id of the matter",
        );
        fakt(&mut fakten, name, id.as_str());
    }
    let satz = match m.dokument_id {
        Some(_) => pick(
            sprache,
            "Das Dokument wurde gespeichert. Bewahren Sie seine Kennung auf: Nur mit ihr kann es \
             abgerufen (090007) oder gelöscht (090012) werden.",
            "The document was stored. Keep its id: only with it the document can be called up \
             (090007) or deleted (090012).",
        ),
        None => pick(
            sprache,
            "Das Dokument wurde gelöscht.",
            "The document was deleted.",
        ),
    };
    let mut bloecke = vec![Block::Absatz(satz.to_owned())];
    if !fakten.is_empty() {
        bloecke.push(Block::Fakten(fakten));
    }
    let titel = pick(sprache, "Dokument im Register", "Document in the register");
    abschnitt(titel, Gewicht::Neutral, bloecke)
}

pub(super) fn hinweise(antwort: &Antwort, sprache: Language) -> Option<Abschnitt> {
    // Those on single photos, each with the photo that it is about.
    let einzelne: Vec<(String, AzrHinweis)> = match antwort.inhalt() {
        Inhalt::Lichtbilder(bilder) => bilder
            .nicht_gesendet()
            .filter_map(|k| {
                let hinweis = AzrHinweis::from(k.hinweis.as_ref()?);
                Some((k.lichtbild_id.as_str().to_owned(), hinweis))
            })
            .take(MAX_LISTE)
            .collect(),
        _ => Vec::new(),
    };
    let allgemein = antwort.hinweise().iter().map(|h| (None, h));
    let alle = allgemein.chain(einzelne.iter().map(|(id, h)| (Some(id), h)));
    let bloecke: Vec<Block> = alle
        .take(MAX_LISTE)
        .flat_map(|(bild, hinweis)| {
            let mut fakten = Vec::new();
            if let Some(id) = bild {
                let name = pick(sprache, "Kennung des Lichtbilds", "Id of the photo");
                fakt(&mut fakten, name, id.as_str());
            }
            let name = pick(sprache, "Hinweisschlüssel", "Key of the hint");
            fakten.push((name.to_owned(), hinweis.hinweisschluessel.clone()));
            let von = pick(
                sprache,
                "Das Register sagt wörtlich",
                "The register says, word for word",
            );
            [
                Block::Fakten(fakten),
                zitat(von.to_owned(), &hinweis.hinweistext),
            ]
        })
        .collect();
    let titel = pick(sprache, "Hinweise des Registers", "Hints of the register");
    (!bloecke.is_empty()).then(|| abschnitt(titel, Gewicht::Neutral, bloecke))
}
