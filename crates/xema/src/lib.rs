//! XEma: what the residents' registers (Meldebehörden) and the immigration offices
//! (Ausländerbehörden) write to each other.
//!
//! The messages are two chapters of XAusländer: [`mbabh`] from the register to the office, and
//! [`abhmb`] back. This crate has just these two.
//!
//! ```
//! use xema::{Nachricht, Richtung};
//!
//! # fn example(bytes: &[u8]) -> Result<(), xoev::ReadError> {
//! let nachricht = Nachricht::from_slice(bytes)?;
//! println!("{}", nachricht.message_type().title);
//! println!("event {} of {}", nachricht.ereignis().ereignis_zeichen, nachricht.ereignis().ereignis_zeitpunkt);
//! assert_eq!(nachricht.richtung(), Richtung::VonMeldebehoerde);
//! # Ok(())
//! # }
//! ```

pub use xauslaender::ns;
pub use xauslaender::v26_11::{abhmb, administration, allgemein, baukasten, codes, mbabh};
pub use xauslaender::xinneres::{quittung_5, rueckweisung_6, weiterleitung_7};
pub use xauslaender::{Absender, Kopf, xinneres};
pub use xoev::{Limits, MessageIo, MessageType, ReadError, WriteError};

use ns::SCHEMA;
use xauslaender::v26_11::allgemein::NachrichtenkopfG2G;
use xauslaender::xinneres::basisnachricht_7::IdentifikationEreignis;

macro_rules! nachrichten {
    ($($name:ident: $ty:ty;)*) => {
        xoev::dispatch! {
            /// Any message of XEma.
            Nachricht [ $($name: $ty,)* ]
        }

        impl Nachricht {
            /// The head: identification, reader and author.
            pub fn kopf(&self) -> &NachrichtenkopfG2G {
                match self {
                    $(Nachricht::$name(m) => &m.nachrichtenkopf_g2g,)*
                }
            }

            /// The event that the message tells of: when it was stored at the author, and the
            /// sign by which the author finds it again. Receipts (0020) and forwarding notices
            /// (0031, 0032) repeat it.
            pub fn ereignis(&self) -> &IdentifikationEreignis {
                match self {
                    $(Nachricht::$name(m) => &m.identifikation_ereignis,)*
                }
            }

            /// UUID of the message that this one answers, reminds of or takes back; none where it
            /// stands for itself.
            pub fn ausloeser_uuid(&self) -> Option<&str> {
                match self {
                    $(Nachricht::$name(m) => m.ausloeser_uuid.as_deref(),)*
                }
            }
        }
    };
}

nachrichten! {
    MBABHAnmeldung030101: mbabh::MBABHAnmeldung030101;
    MBABHAbmeldung030102: mbabh::MBABHAbmeldung030102;
    MBABHHauptwohnung030103: mbabh::MBABHHauptwohnung030103;
    MBABHFamilienstand030104: mbabh::MBABHFamilienstand030104;
    MBABHName030105: mbabh::MBABHName030105;
    MBABHStaatsangehoerigkeit030106: mbabh::MBABHStaatsangehoerigkeit030106;
    MBABHGeburt030107: mbabh::MBABHGeburt030107;
    MBABHGeschlecht030108: mbabh::MBABHGeschlecht030108;
    MBABHTod030109: mbabh::MBABHTod030109;
    MBABHVertreter030110: mbabh::MBABHVertreter030110;
    MBABHAenderungGeburtsdaten030111: mbabh::MBABHAenderungGeburtsdaten030111;
    MBABHAuskunftssperre030112: mbabh::MBABHAuskunftssperre030112;
    MBABHVerlustDtStaatsangehoerigkeit030113: mbabh::MBABHVerlustDtStaatsangehoerigkeit030113;
    MBABHGeschlechtSBGG030114: mbabh::MBABHGeschlechtSBGG030114;
    MBABHDatenabgleich030201: mbabh::MBABHDatenabgleich030201;
    MBABHAblehnung030301: mbabh::MBABHAblehnung030301;
    MBABHAbmeldungRuecknahme030402: mbabh::MBABHAbmeldungRuecknahme030402;
    MBABHTodRuecknahme030409: mbabh::MBABHTodRuecknahme030409;
    ABHMBAnmeldung020101: abhmb::ABHMBAnmeldung020101;
    ABHMBAenderungFamilienstand020104: abhmb::ABHMBAenderungFamilienstand020104;
    ABHMBAenderungName020105: abhmb::ABHMBAenderungName020105;
    ABHMBAenderungStaatsangehoerigkeit020106: abhmb::ABHMBAenderungStaatsangehoerigkeit020106;
    ABHMBAenderungGeburt020107: abhmb::ABHMBAenderungGeburt020107;
    ABHMBAenderungGeschlecht020108: abhmb::ABHMBAenderungGeschlecht020108;
    ABHMBTodesfall020109: abhmb::ABHMBTodesfall020109;
    ABHMBDublettenhinweis020111: abhmb::ABHMBDublettenhinweis020111;
    ABHMBNachgewieseneAusreise020112: abhmb::ABHMBNachgewieseneAusreise020112;
    ABHMBErkenntnisseHwAw020113: abhmb::ABHMBErkenntnisseHwAw020113;
    ABHMBMitteilungAZRNummer020114: abhmb::ABHMBMitteilungAZRNummer020114;
}

/// Who writes to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Richtung {
    /// Residents' register to immigration office.
    VonMeldebehoerde,
    /// Immigration office to residents' register.
    AnMeldebehoerde,
}

impl Richtung {
    /// The direction of the message with this number: `03....` comes from the register, `02....`
    /// goes there. None for other messages.
    pub fn of(nummer: &str) -> Option<Richtung> {
        match nummer.as_bytes() {
            [b'0', b'3', _, _, _, _] => Some(Richtung::VonMeldebehoerde),
            [b'0', b'2', _, _, _, _] => Some(Richtung::AnMeldebehoerde),
            _ => None,
        }
    }
}

impl Nachricht {
    /// Who writes to whom.
    pub fn richtung(&self) -> Richtung {
        // Every number of these two chapters has a direction; a test goes through all.
        Richtung::of(self.message_type().number).unwrap_or(Richtung::VonMeldebehoerde)
    }

    /// Whether an office that is not responsible may forward the message (0030) or say that it
    /// does not know who is (0032). The standard names these processes for the messages about
    /// one case; the reconciliation 030201 and the refusal 030301 have no such permission, nor
    /// have the messages to the register.
    pub fn darf_weitergeleitet_werden(&self) -> bool {
        let number = self.message_type().number;
        self.richtung() == Richtung::VonMeldebehoerde && !matches!(number, "030201" | "030301")
    }
}

/// What the standard says about the messages of this crate, sorted by element name.
pub fn message_types() -> impl Iterator<Item = &'static MessageType> {
    SCHEMA
        .messages
        .iter()
        .filter(|m| matches!(m.chapter, "mbabh" | "abhmb"))
}
