//! Heads of messages from the register, and what is read from those to it.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::bauplan::Bauplan;
use super::fehler::sauber;
use super::knoten::Knoten;
use super::zeit;

/// Key of the register in the directory, as messages from it name it.
pub(super) const REGISTER: &str = "dbs:490030020000";
/// Its name.
const NAME: &str = "Bundesverwaltungsamt, Ausländerzentralregister (Simulator)";
/// The six digits by which the register itself stands as an authority.
pub(super) const KENNZEICHEN: &str = "990000";

/// Who a message is from or for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Partner {
    pub(super) kennung: String,
    pub(super) name: String,
}

/// What the head of a request says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Anfragekopf {
    pub(super) uuid: Option<String>,
    pub(super) nummer: Option<String>,
    pub(super) erstellt: Option<String>,
    pub(super) autor: Option<Partner>,
    pub(super) leser: Option<String>,
    /// The message is marked as a test.
    pub(super) test: Option<String>,
}

impl Anfragekopf {
    /// From the root element; of a message that is not valid, what can be found.
    pub(super) fn von(wurzel: &Knoten) -> Anfragekopf {
        let kopf = wurzel.kind("nachrichtenkopf.g2g");
        let id = kopf.and_then(|k| k.kind("identifikation.nachricht"));
        let text = |k: Option<&Knoten>, name: &str| -> Option<String> {
            let text = k?.wert(name)?;
            Some(text.to_owned()).filter(|t| !t.is_empty())
        };
        let autor = kopf.and_then(|k| k.kind("autor"));
        let partner = || {
            Some(Partner {
                kennung: text(autor, "kennung")?,
                name: text(autor, "name")?,
            })
        };
        Anfragekopf {
            uuid: text(id, "nachrichtenUUID"),
            nummer: id.and_then(|k| k.code("nachrichtentyp")).map(str::to_owned),
            erstellt: text(id, "erstellungszeitpunkt"),
            autor: partner(),
            leser: text(kopf.and_then(|k| k.kind("leser")), "kennung"),
            test: wurzel.attribut("test").map(str::to_owned),
        }
    }
}

/// What makes the head of a message from here.
#[derive(Clone, Debug)]
pub(super) struct Absender<'a> {
    pub(super) seed: u64,
    /// Counts all messages of this run.
    pub(super) laufend: u64,
    pub(super) jetzt: DateTime<Utc>,
    pub(super) leser: &'a Partner,
    pub(super) test: Option<&'a str>,
    /// The register itself, or the BAMF.
    pub(super) autor: &'a Partner,
}

/// The register.
pub(super) fn register() -> Partner {
    Partner {
        kennung: REGISTER.to_owned(),
        name: NAME.to_owned(),
    }
}

/// The BAMF, which asks for comparisons.
pub(super) fn bamf() -> Partner {
    Partner {
        kennung: "dbs:990200000000".to_owned(),
        name: "Bundesamt für Migration und Flüchtlinge (Simulator)".to_owned(),
    }
}

/// Somebody who could not be made out.
pub(super) fn unbekannt() -> Partner {
    Partner {
        kennung: "azr:000000".to_owned(),
        name: "Absender nicht erkennbar".to_owned(),
    }
}

impl Absender<'_> {
    /// A UUID of version 4 made of the seed, so that runs are repeatable.
    pub(super) fn uuid(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"uuid");
        hash.update(self.seed.to_be_bytes());
        hash.update(self.laufend.to_be_bytes());
        hash.update(self.jetzt.timestamp_millis().to_be_bytes());
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        let uuid = uuid::Builder::from_random_bytes(bytes).into_uuid();
        uuid.hyphenated().to_string()
    }

    /// A message of this element with this content and the head that belongs to it.
    pub(super) fn nachricht(&self, plan: Bauplan, element: &str, kinder: Vec<Knoten>) -> Knoten {
        let nummer = element.rsplit('.').next().unwrap_or_default();
        let mut wurzel = Knoten::xa(element)
            .mit_attribut("produkt", "xoev-sim")
            .mit_attribut("produkthersteller", "xoev")
            .mit_attribut("produktversion", env!("CARGO_PKG_VERSION"))
            .mit_attribut("standard", "XAusländer")
            .mit_attribut("version", "26.11");
        if let Some(test) = self.test {
            wurzel = wurzel.mit_attribut("test", &sauber(test));
        }
        wurzel.kinder.push(self.kopf(nummer));
        wurzel.kinder.push(anschrift());
        wurzel.kinder.extend(kinder);
        plan.ordnen(&mut wurzel);
        wurzel
    }

    fn kopf(&self, nummer: &str) -> Knoten {
        let id = Knoten::neu("", "identifikation.nachricht")
            .mit(Knoten::neu("", "nachrichtenUUID").mit_text(self.uuid()))
            .mit(nachrichtentyp(nummer))
            .mit(Knoten::neu("", "erstellungszeitpunkt").mit_text(zeit::zeitpunkt(self.jetzt)));
        let kanal = Knoten::neu("", "kanal")
            .mit_attribut("listURI", "urn:de:xoev:codeliste:erreichbarkeit")
            .mit_attribut("listVersionID", "3")
            .mit(Knoten::neu("", "code").mit_text("01"));
        let erreichbarkeit = Knoten::neu("", "erreichbarkeit")
            .mit(kanal)
            .mit(Knoten::neu("", "kennung").mit_text("register@simulator.example"));
        Knoten::neu("", "nachrichtenkopf.g2g")
            .mit(id)
            .mit(behoerde("leser", self.leser))
            .mit(behoerde("autor", self.autor).mit(erreichbarkeit))
    }
}

/// The number of a message as a code.
pub(super) fn nachrichtentyp(nummer: &str) -> Knoten {
    Knoten::neu("", "nachrichtentyp")
        .mit_attribut("listURI", "urn:de:xauslaender:codelist:nachrichtentyp")
        .mit_attribut("listVersionID", "19")
        .mit(Knoten::neu("", "code").mit_text(nummer))
}

fn behoerde(element: &str, partner: &Partner) -> Knoten {
    let dienst = Knoten::neu("", "verzeichnisdienst")
        .mit_attribut("listURI", "urn:xoev-de:kosit:codeliste:verzeichnisdienst")
        .mit_attribut("listVersionID", "3")
        .mit(Knoten::neu("", "code").mit_text("DVDV"));
    Knoten::neu("", element)
        .mit(dienst)
        .mit(Knoten::neu("", "kennung").mit_text(sauber(&partner.kennung)))
        .mit(Knoten::neu("", "name").mit_text(sauber(&partner.name)))
}

fn anschrift() -> Knoten {
    let text = |name, text: &str| Knoten::neu("", name).mit_text(text);
    let gebaeude = Knoten::neu("", "gebaeude")
        .mit(text("hausnummer", "1"))
        .mit(text("postleitzahl", "00990"))
        .mit(text("strasse", "Registerallee"))
        .mit(text("wohnort", "Registerstadt"));
    Knoten::neu("", "anschrift.autor").mit(gebaeude)
}
