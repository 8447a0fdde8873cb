//! Refusals: 000002 within a call, 0010 as a message.

use chrono::{DateTime, FixedOffset};
use xauslaender::Absender;
use xauslaender::v26_11::administration as sync;
use xauslaender::v26_11::codes::CodeFehlercodeSychron;
use xauslaender::xinneres::basisnachricht_7::IdentifikationEreignis;
use xauslaender::xinneres::rueckweisung_6 as base;
use xoev::basis::basisnachricht_g2g_1_1::BehoerdeType;
use xoev::builtin::Base64Binary;
use xoev::din91379::DatatypeC;

use super::{Baufehler, Verwaltungsnachricht, Vorlage, als_leser, fertig, kopf};
use crate::bezug::Nachrichtenbezug;
use crate::tabelle::rolle;

/// The reasons for refusing that the standards have codes for. `S999` is not among them: it goes
/// with the specific reasons of a module, as [`Rueckweisungsgrund::Spezifisch`].
///
/// Source: `Code.Fehlercode.XInneres` in `xinneres-rueckweisung.xsd`, `Code.Fehlercode.Sychron` in
/// `xauslaender-codes.xsd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fehlercode {
    /// Not well-formed.
    X000,
    /// Not valid by the schema of the version that it names.
    X001,
    /// The version is not served, or not any more.
    V000,
    /// Not in UTF-8.
    S001,
    /// A code list that is not the one to be used.
    S010,
    /// A key that its code list does not have.
    S011,
    /// Single cases of a collective message are faulty.
    S020,
    /// A mandatory text is empty; not within calls.
    S030,
    /// It was processed before.
    S100,
    /// The certificate of the sender has expired.
    T000,
    /// The certificate of the sender was revoked.
    T001,
    /// The certificate of the sender is not valid.
    T002,
    /// There is no certificate of the sender.
    T003,
    /// The signature is missing, or of too low a level.
    T010,
    /// The signature is not valid.
    T011,
    /// It can't be decrypted.
    T020,
    /// The sender is not entitled to the service.
    T070,
    /// It is for another reader.
    T080,
    /// Another breach of the profile of the transport.
    T099,
    /// A technical fault: to be sent again later; within calls only.
    T200,
}

impl Fehlercode {
    /// All of them.
    pub const ALL: [Fehlercode; 20] = {
        use Fehlercode::*;
        [
            X000, X001, V000, S001, S010, S011, S020, S030, S100, T000, T001, T002, T003, T010,
            T011, T020, T070, T080, T099, T200,
        ]
    };

    /// The code as messages have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fehlercode::X000 => "X000",
            Fehlercode::X001 => "X001",
            Fehlercode::V000 => "V000",
            Fehlercode::S001 => "S001",
            Fehlercode::S010 => "S010",
            Fehlercode::S011 => "S011",
            Fehlercode::S020 => "S020",
            Fehlercode::S030 => "S030",
            Fehlercode::S100 => "S100",
            Fehlercode::T000 => "T000",
            Fehlercode::T001 => "T001",
            Fehlercode::T002 => "T002",
            Fehlercode::T003 => "T003",
            Fehlercode::T010 => "T010",
            Fehlercode::T011 => "T011",
            Fehlercode::T020 => "T020",
            Fehlercode::T070 => "T070",
            Fehlercode::T080 => "T080",
            Fehlercode::T099 => "T099",
            Fehlercode::T200 => "T200",
        }
    }

    /// The code of this name.
    pub fn named(name: &str) -> Option<Fehlercode> {
        Fehlercode::ALL.into_iter().find(|c| c.as_str() == name)
    }
}

/// A specific reason of a module: a code of a list of its own, a text, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct SpezifischerGrund {
    code: Option<base::CodeFehlercodeSpezifisch>,
    beschreibung: Option<DatatypeC>,
}

impl SpezifischerGrund {
    /// A reason by a text, which must not be empty.
    ///
    /// # Errors
    /// [`Baufehler::GrundOhneInhalt`], or if the text holds characters beyond DIN 91379 datatype C.
    pub fn text(beschreibung: &str) -> Result<SpezifischerGrund, Baufehler> {
        SpezifischerGrund::neu(None, Some(DatatypeC::new(beschreibung)?))
    }

    /// A reason by a code of a list that is published in the XRepository, a text, or both.
    ///
    /// # Errors
    /// [`Baufehler::GrundOhneInhalt`] if neither has content.
    pub fn neu(
        code: Option<base::CodeFehlercodeSpezifisch>,
        beschreibung: Option<DatatypeC>,
    ) -> Result<SpezifischerGrund, Baufehler> {
        let said = beschreibung.as_ref().is_some_and(|t| !t.trim().is_empty());
        let coded = code.as_ref().is_some_and(|c| !c.key().is_empty());
        match said || coded {
            true => Ok(SpezifischerGrund { code, beschreibung }),
            false => Err(Baufehler::GrundOhneInhalt),
        }
    }

    fn typisiert(&self) -> base::RueckweisungGrundSpezifisch {
        base::RueckweisungGrundSpezifisch {
            fehlercode: self.code.clone(),
            fehlerbeschreibung: self.beschreibung.clone(),
        }
    }
}

/// Why a message is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Rueckweisungsgrund {
    /// For a reason that the standard has a code for.
    Allgemein(Fehlercode),
    /// For reasons of the module (`S999`): at least one.
    Spezifisch(SpezifischerGrund, Vec<SpezifischerGrund>),
}

impl From<Fehlercode> for Rueckweisungsgrund {
    fn from(code: Fehlercode) -> Rueckweisungsgrund {
        Rueckweisungsgrund::Allgemein(code)
    }
}

impl Rueckweisungsgrund {
    fn teile(&self) -> (&'static str, Vec<base::RueckweisungGrundSpezifisch>) {
        match self {
            Rueckweisungsgrund::Allgemein(code) => (code.as_str(), Vec::new()),
            Rueckweisungsgrund::Spezifisch(first, more) => {
                let all = std::iter::once(first).chain(more);
                ("S999", all.map(SpezifischerGrund::typisiert).collect())
            }
        }
    }

    fn synchron(&self) -> Result<sync::RueckweisungRueckweisungsgrund, Baufehler> {
        let (code, grund_spezifisch) = self.teile();
        let grund = CodeFehlercodeSychron::new(code);
        Ok(sync::RueckweisungRueckweisungsgrund {
            grund: grund.map_err(|_| Baufehler::CodeHierNicht {
                code,
                nummer: "000002",
            })?,
            grund_spezifisch,
        })
    }

    fn asynchron(&self) -> Result<base::RueckweisungRueckweisungsgrund, Baufehler> {
        let (code, grund_spezifisch) = self.teile();
        let grund = base::CodeFehlercodeXInneres::new(code);
        Ok(base::RueckweisungRueckweisungsgrund {
            grund: grund.map_err(|_| Baufehler::CodeHierNicht {
                code,
                nummer: "0010",
            })?,
            grund_spezifisch,
        })
    }
}

/// A case of a collective message that could not be processed, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Einzelfallgrund {
    /// The event that identifies the case within the collective message.
    pub ereignis: IdentifikationEreignis,
    /// Why; at least one.
    pub gruende: Vec<Rueckweisungsgrund>,
}

/// A message that may be refused. There is none for refusals, receipts and reminders, so that no two
/// programs go on refusing each other.
#[derive(Clone, Copy, Debug)]
pub struct Rueckweisbar<'a>(Vorlage<'a>);

impl<'a> Rueckweisbar<'a> {
    /// Whether a message may be refused.
    ///
    /// # Errors
    /// [`Baufehler::NichtRueckweisbar`] for refusals, receipts and reminders of any version, known by
    /// their number, their type or their namespace.
    pub fn pruefen(vorlage: Vorlage<'a>) -> Result<Rueckweisbar<'a>, Baufehler> {
        let Some(kopf) = vorlage.kopf else {
            return Ok(Rueckweisbar(vorlage));
        };
        let nummer = kopf.nummer();
        let typ = kopf.nachrichtentyp.as_ref().map(|t| t.code.as_str());
        let numbers = nummer.as_ref().map(|n| n.as_str()).into_iter().chain(typ);
        let by_number = numbers.into_iter().any(|n| !rolle(n).ist_rueckweisbar());
        let name = kopf.element.to_ascii_lowercase();
        let by_name = name.starts_with("rueckweisung.")
            || name.starts_with("quittungvonsachverhalten.")
            || name.starts_with("administration.returntosender")
            || name.starts_with("administration.rueckweisung");
        let space = &kopf.namensraum;
        let by_space =
            space.contains("/xinneres/rueckweisung/") || space.contains("/xinneres/quittung/");
        if by_number || by_name || by_space {
            let nummer = nummer.map_or_else(|| kopf.element.clone(), |n| n.to_string());
            return Err(Baufehler::NichtRueckweisbar { nummer });
        }
        Ok(Rueckweisbar(vorlage))
    }

    /// The message.
    pub fn vorlage(&self) -> Vorlage<'a> {
        self.0
    }
}

/// Refuses a message: it is faulty and was not processed.
///
/// All reasons that are known have to be given, not only the first.
///
/// Source: `Administration.RueckweisungSynchron.000002` in
/// `xauslaender-nachrichten-administration.xsd`, `rueckweisung.asynchron.0010` in
/// `xinneres-rueckweisung.xsd`.
#[derive(Clone, Debug)]
pub struct Rueckweisung<'a> {
    auf: Rueckweisbar<'a>,
    gruende: Vec<Rueckweisungsgrund>,
    an: Option<BehoerdeType>,
    stelle: Option<Box<base::RueckweisungRueckweisendeStelle>>,
    transport: Option<Box<base::RueckweisungTransportinformationen>>,
    einzelfaelle: Vec<Einzelfallgrund>,
    rest: Option<Vec<u8>>,
}

impl<'a> Rueckweisung<'a> {
    /// A refusal for these reasons, without repetitions.
    pub fn neu(
        auf: Rueckweisbar<'a>,
        gruende: impl IntoIterator<Item = Rueckweisungsgrund>,
    ) -> Rueckweisung<'a> {
        let mut all: Vec<Rueckweisungsgrund> = Vec::new();
        for grund in gruende {
            if !all.contains(&grund) {
                all.push(grund);
            }
        }
        Rueckweisung {
            auf,
            gruende: all,
            an: None,
            stelle: None,
            transport: None,
            einzelfaelle: Vec::new(),
            rest: None,
        }
    }

    /// For this reader instead of the author of the message, where that can't be read and only the
    /// transport knows who sent it.
    pub fn an(mut self, leser: BehoerdeType) -> Rueckweisung<'a> {
        self.an = Some(leser);
        self
    }

    /// Names who refuses, if it is not the authority that the message was for, such as a clearing
    /// house that checks for it.
    pub fn rueckweisende_stelle(
        mut self,
        stelle: base::RueckweisungRueckweisendeStelle,
    ) -> Rueckweisung<'a> {
        self.stelle = Some(Box::new(stelle));
        self
    }

    /// Adds what the transport knows of the message; with OSCI, `nachrichten_id` is the id of the
    /// envelope.
    pub fn transport(
        mut self,
        angaben: base::RueckweisungTransportinformationen,
    ) -> Rueckweisung<'a> {
        self.transport = Some(Box::new(angaben));
        self
    }

    /// Refuses single cases of a collective message (`S020`). `rest` is that message without the
    /// cases that were processed; it is enclosed in place of the message.
    pub fn einzelfaelle(
        mut self,
        faelle: impl IntoIterator<Item = Einzelfallgrund>,
        rest: Vec<u8>,
    ) -> Rueckweisung<'a> {
        self.einzelfaelle.extend(faelle);
        self.rest = Some(rest);
        let s020 = Rueckweisungsgrund::from(Fehlercode::S020);
        if !self.einzelfaelle.is_empty() && !self.gruende.contains(&s020) {
            self.gruende.push(s020);
        }
        self
    }

    fn leser(&self, absender: &Absender) -> Result<BehoerdeType, Baufehler> {
        match &self.an {
            Some(leser) => Ok(leser.clone()),
            None => als_leser(self.auf.0.autor()?, absender),
        }
    }

    /// What identifies the message; a valid one has to be identified.
    fn bezug(&self) -> Result<Option<Nachrichtenbezug>, Baufehler> {
        match self.auf.0.bezug() {
            Ok(bezug) => Ok(Some(bezug)),
            Err(error) if self.auf.0.gueltig => Err(error),
            Err(_) => Ok(None),
        }
    }

    fn mit_grund(&self) -> Result<(), Baufehler> {
        let empty =
            self.gruende.is_empty() || self.einzelfaelle.iter().any(|f| f.gruende.is_empty());
        if empty {
            return Err(Baufehler::OhneGrund);
        }
        Ok(())
    }

    /// 000002, the answer within a call.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn synchron(
        &self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        self.mit_grund()?;
        if !self.einzelfaelle.is_empty() {
            return Err(Baufehler::EinzelfaelleFehlen);
        }
        let bezug = self.bezug()?;
        // An invalid message may have a number that XAusländer does not: it is left out then.
        let id = match bezug.as_ref().map(Nachrichtenbezug::xauslaender) {
            Some(Err(_)) if !self.auf.0.gueltig => None,
            other => other.transpose()?,
        };
        let mut gruende = Vec::new();
        for grund in &self.gruende {
            gruende.push(grund.synchron()?);
        }
        let inhalt = sync::AdministrationRueckweisungSynchron000002Rueckweisung {
            rueckweisende_stelle: self.stelle.clone(),
            rueckweisungsgrund: gruende,
            transportinformationen: self.transport.clone(),
            id_nachricht: id.map(Box::new),
        };
        let kopf = kopf(absender, jetzt, self.leser(absender)?, self.auf.0.kopf);
        fertig("000002", kopf, bezug.map(|b| b.uuid), |kopf| {
            sync::AdministrationRueckweisungSynchron000002::neu(kopf, inhalt)
        })
    }

    /// 0010, a message of its own, which encloses the refused one.
    ///
    /// # Errors
    /// [`Baufehler`]
    pub fn asynchron(
        &self,
        absender: &Absender,
        jetzt: DateTime<FixedOffset>,
    ) -> Result<Verwaltungsnachricht, Baufehler> {
        self.mit_grund()?;
        let s020 = self.gruende.contains(&Fehlercode::S020.into());
        if s020 && self.einzelfaelle.is_empty() {
            return Err(Baufehler::EinzelfaelleFehlen);
        }
        let bezug = self.bezug()?;
        let id = bezug.as_ref().map(Nachrichtenbezug::xinneres).transpose()?;
        let mut faelle = Vec::new();
        for fall in &self.einzelfaelle {
            let gruende = fall.gruende.iter().map(Rueckweisungsgrund::asynchron);
            faelle.push(base::RueckweisungEinzelfall {
                identifikation_ereignis: fall.ereignis.clone(),
                grund: gruende.collect::<Result<_, _>>()?,
            });
        }
        let gruende = self.gruende.iter().map(Rueckweisungsgrund::asynchron);
        let enclosed = self.rest.as_deref().unwrap_or(self.auf.0.bytes);
        let inhalt = base::RueckweisungTemplateAsynchron {
            rueckweisende_stelle: self.stelle.clone(),
            rueckweisungsgrund: gruende.collect::<Result<_, _>>()?,
            transportinformationen: self.transport.clone(),
            nicht_verarbeitbarer_einzelfall: faelle,
            id_nachricht: id.map(Box::new),
            nachricht: Base64Binary::new(enclosed),
        };
        let kopf = kopf(absender, jetzt, self.leser(absender)?, self.auf.0.kopf);
        fertig("0010", kopf, bezug.map(|b| b.uuid), |kopf| {
            base::RueckweisungAsynchron0010::neu(kopf, inhalt)
        })
    }
}
