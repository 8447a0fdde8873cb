//! XAsyl: what the Bundesamt für Migration und Flüchtlinge (BAMF) and the immigration offices
//! (Ausländerbehörden) and reception centres (Aufnahmeeinrichtungen) write to each other in asylum
//! procedures.
//!
//! Since XAusländer took the messages over, they are two of its chapters: [`asyl`] for procedures
//! under the law until the Common European Asylum System reform, and [`geas`] for those since. This
//! crate has just these two, so that software for asylum procedures neither compiles nor
//! dispatches over the rest.
//!
//! ```
//! use xasyl::{Nachricht, Richtung};
//!
//! # fn example(bytes: &[u8]) -> Result<(), xoev::ReadError> {
//! let nachricht = Nachricht::from_slice(bytes)?;
//! println!("{}: {}", nachricht.message_type().number, nachricht.message_type().title);
//! if let Some(aktenzeichen) = nachricht.bamf_aktenzeichen() {
//!     println!("BAMF file {aktenzeichen}");
//! }
//! match nachricht.richtung() {
//!     Richtung::VomBamf => println!("to be taken over"),
//!     Richtung::AnBamf => println!("our own"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Messages refer to each other by the BAMF file number and the persons, not by the UUID of the
//! message that they answer: the base type of asylum messages has no `ausloeserUUID`.

pub use xauslaender::ns;
pub use xauslaender::v26_11::{administration, allgemein, asyl, baukasten, codes, geas};
pub use xauslaender::{Absender, Kopf, xinneres};
pub use xoev::{Limits, MessageIo, MessageType, ReadError, WriteError};

use ns::SCHEMA;
use xauslaender::v26_11::allgemein::NachrichtenkopfG2G;

macro_rules! nachrichten {
    ($($name:ident: $ty:ty, $aktenzeichen:tt;)*) => {
        xoev::dispatch! {
            /// Any message of XAsyl.
            Nachricht [ $($name: $ty,)* ]
        }

        impl Nachricht {
            /// The head: identification, reader and author.
            pub fn kopf(&self) -> &NachrichtenkopfG2G {
                match self {
                    $(Nachricht::$name(m) => &m.nachrichtenkopf_g2g,)*
                }
            }

            /// The file number that BAMF keeps the procedure under, in the form without the code
            /// of the country of origin; none where it does not exist yet or the message has no
            /// place for it.
            pub fn bamf_aktenzeichen(&self) -> Option<&str> {
                match self {
                    $(Nachricht::$name(m) => nachrichten!(@$aktenzeichen m),)*
                }
            }
        }
    };
    (@optional $m:ident) => { $m.b_amf_aktenzeichen.as_deref() };
    (@required $m:ident) => { Some(&*$m.b_amf_aktenzeichen) };
    (@absent $m:ident) => {{ let _ = $m; None }};
}

nachrichten! {
    AsylPersoenlicheErstantragstellung110101: asyl::AsylPersoenlicheErstantragstellung110101, optional;
    AsylSchriftlicheErstantragstellung110102: asyl::AsylSchriftlicheErstantragstellung110102, optional;
    AsylFolgeantragstellung110103: asyl::AsylFolgeantragstellung110103, optional;
    AsylWiederaufnahmeantrag110104: asyl::AsylWiederaufnahmeantrag110104, optional;
    AsylWiederaufgreifenAbschiebungsverbote110105: asyl::AsylWiederaufgreifenAbschiebungsverbote110105, optional;
    AsylAsylantragstellungKind110106: asyl::AsylAsylantragstellungKind110106, optional;
    AsylPrognosemeldung110201: asyl::AsylPrognosemeldung110201, optional;
    AsylEntscheidungsuebermittlung110202: asyl::AsylEntscheidungsuebermittlung110202, optional;
    AsylBescheidZustelldatum110203: asyl::AsylBescheidZustelldatum110203, optional;
    AsylAbschlussmitteilung110204: asyl::AsylAbschlussmitteilung110204, optional;
    AsylTeilabschlussmitteilung110205: asyl::AsylTeilabschlussmitteilung110205, optional;
    AsylDatenberichtigung110206: asyl::AsylDatenberichtigung110206, optional;
    AsylPTUBericht110207: asyl::AsylPTUBericht110207, optional;
    AsylEinstellungVorAntragstellung110208: asyl::AsylEinstellungVorAntragstellung110208, optional;
    AsylMehrfachvorgaenge110209: asyl::AsylMehrfachvorgaenge110209, optional;
    AsylZweitantrag110210: asyl::AsylZweitantrag110210, optional;
    AsylKein14a110213: asyl::AsylKein14a110213, optional;
    AsylGerichtsverfahren110301: asyl::AsylGerichtsverfahren110301, optional;
    AsylGerichtVerpflichtungsentscheidung110302: asyl::AsylGerichtVerpflichtungsentscheidung110302, optional;
    AsylGerichtAufhebungsentscheidung110303: asyl::AsylGerichtAufhebungsentscheidung110303, optional;
    AsylPruefungEinleitungAufhebungsverfahren110401: asyl::AsylPruefungEinleitungAufhebungsverfahren110401, optional;
    AsylErgebnisEinleitungAufhebungsverfahren110402: asyl::AsylErgebnisEinleitungAufhebungsverfahren110402, optional;
    AsylEinstellungAufhebungsverfahren110403: asyl::AsylEinstellungAufhebungsverfahren110403, optional;
    AsylEinzelfallinformation110501: asyl::AsylEinzelfallinformation110501, optional;
    AsylUebernahmeersuchenAusMS110601: asyl::AsylUebernahmeersuchenAusMS110601, optional;
    AsylTerminUeberstellungAusMS110602: asyl::AsylTerminUeberstellungAusMS110602, optional;
    AsylEinleitungDublinverfahren110603: asyl::AsylEinleitungDublinverfahren110603, optional;
    AsylUeberstellungsmodalitaeten110604: asyl::AsylUeberstellungsmodalitaeten110604, optional;
    AsylAnforderungTerminvorschlag110605: asyl::AsylAnforderungTerminvorschlag110605, optional;
    AsylSachstandsanfrage110606: asyl::AsylSachstandsanfrage110606, optional;
    AsylTransfer110607: asyl::AsylTransfer110607, optional;
    AsylBeendigungDublinverfahren110608: asyl::AsylBeendigungDublinverfahren110608, optional;
    AsylAnzeigeGeburt111101: asyl::AsylAnzeigeGeburt111101, optional;
    AsylErstkontaktWiedereinreise111102: asyl::AsylErstkontaktWiedereinreise111102, absent;
    AsylWiederzuzugAZR111201: asyl::AsylWiederzuzugAZR111201, optional;
    AsylVollzugAusreise111202: asyl::AsylVollzugAusreise111202, optional;
    AsylMeldeanschrift111205: asyl::AsylMeldeanschrift111205, optional;
    AsylZustaendigkeitserklaerung111206: asyl::AsylZustaendigkeitserklaerung111206, optional;
    AsylNichterscheinenInAeOderAbh111207: asyl::AsylNichterscheinenInAeOderAbh111207, absent;
    AsylRuecknahmeAsylantrag111208: asyl::AsylRuecknahmeAsylantrag111208, optional;
    AsylFortzugNachUnbekannt111209: asyl::AsylFortzugNachUnbekannt111209, optional;
    AsylVerspaetetesErscheinenInAeOderAbh111211: asyl::AsylVerspaetetesErscheinenInAeOderAbh111211, absent;
    AsylAnfrageAufhebungsverfahren111401: asyl::AsylAnfrageAufhebungsverfahren111401, optional;
    AsylAntwortPruefungEinleitungAufhebungsverfahren111402: asyl::AsylAntwortPruefungEinleitungAufhebungsverfahren111402, optional;
    AsylEinzelfallinformationAnBAMF111501: asyl::AsylEinzelfallinformationAnBAMF111501, optional;
    AsylBestaetigungAnkunftInZustaendigkeitsbereichABH111601: asyl::AsylBestaetigungAnkunftInZustaendigkeitsbereichABH111601, optional;
    AsylTerminvorschlag111602: asyl::AsylTerminvorschlag111602, optional;
    AsylKeinTerminvorschlagMoeglich111603: asyl::AsylKeinTerminvorschlagMoeglich111603, optional;
    AsylUeberstellungsmitteilung111604: asyl::AsylUeberstellungsmitteilung111604, optional;
    GEASAsylPersoenlicheAntragseinreichung170101: geas::GEASAsylPersoenlicheAntragseinreichung170101, optional;
    GEASAsylSchriftlicheAntragseinreichung170102: geas::GEASAsylSchriftlicheAntragseinreichung170102, optional;
    GEASAsylWiederaufgreifenAbschiebungsverbote170105: geas::GEASAsylWiederaufgreifenAbschiebungsverbote170105, optional;
    GEASAsylAntragKind170106: geas::GEASAsylAntragKind170106, optional;
    GEASAsylPrognosemeldung170201: geas::GEASAsylPrognosemeldung170201, optional;
    GEASAsylEntscheidungsuebermittlung170202: geas::GEASAsylEntscheidungsuebermittlung170202, optional;
    GEASAsylBescheidZustelldatum170203: geas::GEASAsylBescheidZustelldatum170203, optional;
    GEASAsylAbschlussmitteilung170204: geas::GEASAsylAbschlussmitteilung170204, optional;
    GEASAsylTeilabschlussmitteilung170205: geas::GEASAsylTeilabschlussmitteilung170205, optional;
    GEASAsylDatenberichtigung170206: geas::GEASAsylDatenberichtigung170206, optional;
    GEASAsylPTUBericht170207: geas::GEASAsylPTUBericht170207, optional;
    GEASAsylMehrfachvorgaenge170209: geas::GEASAsylMehrfachvorgaenge170209, optional;
    GEASAsylKeineFiktion170213: geas::GEASAsylKeineFiktion170213, optional;
    GEASAsylAenderungDerAsylverfahrensart170214: geas::GEASAsylAenderungDerAsylverfahrensart170214, optional;
    GEASAsylGerichtsverfahren170301: geas::GEASAsylGerichtsverfahren170301, optional;
    GEASAsylGerichtVerpflichtungsentscheidung170302: geas::GEASAsylGerichtVerpflichtungsentscheidung170302, optional;
    GEASAsylGerichtAufhebungsentscheidung170303: geas::GEASAsylGerichtAufhebungsentscheidung170303, optional;
    GEASAsylPruefungEinleitungAberkennungsverfahren170401: geas::GEASAsylPruefungEinleitungAberkennungsverfahren170401, optional;
    GEASAsylErgebnisEinleitungAberkennungsverfahren170402: geas::GEASAsylErgebnisEinleitungAberkennungsverfahren170402, optional;
    GEASAsylEinstellungAberkennungsverfahren170403: geas::GEASAsylEinstellungAberkennungsverfahren170403, optional;
    GEASEinzelfallinformation170501: geas::GEASEinzelfallinformation170501, optional;
    GEASZBVAufnahmegesuchWiederaufnahmemitteilungAusMS170601: geas::GEASZBVAufnahmegesuchWiederaufnahmemitteilungAusMS170601, optional;
    GEASZBVTerminUeberstellungAusPS170602: geas::GEASZBVTerminUeberstellungAusPS170602, optional;
    GEASZBVEinleitungZBV170603: geas::GEASZBVEinleitungZBV170603, optional;
    GEASZBVUeberstellungsmodalitaeten170604: geas::GEASZBVUeberstellungsmodalitaeten170604, optional;
    GEASZBVAnforderungTerminvorschlag170605: geas::GEASZBVAnforderungTerminvorschlag170605, optional;
    GEASZBVSachstandsanfrage170606: geas::GEASZBVSachstandsanfrage170606, optional;
    GEASZBVTransfer170607: geas::GEASZBVTransfer170607, optional;
    GEASZBVBeendigungZBV170608: geas::GEASZBVBeendigungZBV170608, optional;
    GEASZBVAbschlussmitteilung170609: geas::GEASZBVAbschlussmitteilung170609, optional;
    GEASZBVEntscheidungsuebermittlung170610: geas::GEASZBVEntscheidungsuebermittlung170610, optional;
    GEASZBVBescheidZustelldatum170611: geas::GEASZBVBescheidZustelldatum170611, optional;
    GEASAsylAnzeigeGeburt171101: geas::GEASAsylAnzeigeGeburt171101, optional;
    GEASAsylErstkontaktWiedereinreise171102: geas::GEASAsylErstkontaktWiedereinreise171102, optional;
    GEASAsylErscheinenInAE171103: geas::GEASAsylErscheinenInAE171103, optional;
    GEASAsylWiederzuzugAZR171201: geas::GEASAsylWiederzuzugAZR171201, optional;
    GEASAsylVollzugAusreise171202: geas::GEASAsylVollzugAusreise171202, optional;
    GEASAsylMeldeanschrift171205: geas::GEASAsylMeldeanschrift171205, optional;
    GEASAsylZustaendigkeitserklaerung171206: geas::GEASAsylZustaendigkeitserklaerung171206, optional;
    GEASAsylNichterscheinenInAeOderAbh171207: geas::GEASAsylNichterscheinenInAeOderAbh171207, optional;
    GEASAsylRuecknahmeAsylantrag171208: geas::GEASAsylRuecknahmeAsylantrag171208, optional;
    GEASAsylFortzugNachUnbekannt171209: geas::GEASAsylFortzugNachUnbekannt171209, optional;
    GEASAsylVerspaetetesErscheinenInAeOderAbh171211: geas::GEASAsylVerspaetetesErscheinenInAeOderAbh171211, optional;
    GEASAsylAnfrageAberkennungsverfahren171401: geas::GEASAsylAnfrageAberkennungsverfahren171401, optional;
    GEASAsylAntwortPruefungEinleitungAberkennungsverfahren171402: geas::GEASAsylAntwortPruefungEinleitungAberkennungsverfahren171402, optional;
    GEASEinzelfallinformationAnBAMF171501: geas::GEASEinzelfallinformationAnBAMF171501, optional;
    GEASZBVBestaetigungAnkunftInZustaendigkeitsbereichABH171601: geas::GEASZBVBestaetigungAnkunftInZustaendigkeitsbereichABH171601, optional;
    GEASZBVTerminvorschlag171602: geas::GEASZBVTerminvorschlag171602, optional;
    GEASZBVKeinTerminvorschlagMoeglich171603: geas::GEASZBVKeinTerminvorschlagMoeglich171603, optional;
    GEASZBVUeberstellungsmitteilung171604: geas::GEASZBVUeberstellungsmitteilung171604, optional;
}

/// Who writes to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Richtung {
    /// BAMF to an immigration office or reception centre.
    VomBamf,
    /// An immigration office or reception centre to BAMF.
    AnBamf,
}

impl Richtung {
    /// The direction of the message with this number; none for other messages than those of
    /// XAsyl.
    ///
    /// The third and fourth digit tell it: `1101..1106` and `1701..1706` come from BAMF,
    /// `1111..1116` and `1711..1716` go there. The application information of the schema leaves
    /// it out for some messages.
    pub fn of(nummer: &str) -> Option<Richtung> {
        match nummer.as_bytes() {
            [b'1', b'1' | b'7', b'0', b'1'..=b'6', _, _] => Some(Richtung::VomBamf),
            [b'1', b'1' | b'7', b'1', b'1'..=b'6', _, _] => Some(Richtung::AnBamf),
            _ => None,
        }
    }
}

impl Nachricht {
    /// Who writes to whom.
    pub fn richtung(&self) -> Richtung {
        // Every number of these two chapters has a direction; a test goes through all.
        Richtung::of(self.message_type().number).unwrap_or(Richtung::VomBamf)
    }
}

/// What the standard says about the messages of this crate, sorted by element name.
pub fn message_types() -> impl Iterator<Item = &'static MessageType> {
    SCHEMA
        .messages
        .iter()
        .filter(|m| matches!(m.chapter, "asyl" | "geas"))
}
