//! Packets of documents: a zip archive is cut into messages (000040, 010207), and put together again.
//!
//! Both ways take memory that does not depend on the size of the documents: an archive of 2 GB is cut
//! and put together as a stream.
//!
//! Sending: [`Packer`] makes the archive, [`Teilung`] plans its packets, so that the announcing message
//! can be built, and then gives each [`Paket`], which writes itself. Receiving: [`Ankuendigung`] is what
//! the announcing message says, [`Zusammensetzung`] takes the packets in any order, and gives a
//! [`Dokumentarchiv`] that was checked.
//!
//! Source: `Administration.Dokumentenlieferung.Paket.000040` in
//! `xauslaender-nachrichten-administration.xsd`, `ABHABH.Aktenversand.Akte.Metadaten.010206` and
//! `ABHABH.Aktenversand.Akte.Paket.010207` in `xauslaender-nachrichten-abh-abh.xsd`,
//! `AngabenDokumentenlieferung` in `xauslaender-allgemeine-datentypen.xsd`.

mod ankuendigung;
mod archiv;
mod packer;
mod stuecke;
mod teilung;
mod zusammen;

use std::io;

use crate::bauen::Baufehler;
use crate::lesen::Packfehler;

pub use self::ankuendigung::{Angekuendigt, Ankuendigung};
pub use self::archiv::{Dokument, Dokumentarchiv};
pub use self::packer::{Packer, Verfahren};
pub use self::stuecke::Stuecke;
pub use self::teilung::{Ankuendigende, Paket, Teilung};
pub use self::zusammen::{Aufnahme, Zusammensetzung};

/// Greatest size of a message with documents, in bytes: the 50 MB of the standard, taken narrowly.
pub const MAX_NACHRICHT: u64 = 50_000_000;

/// Which messages carry the packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paketart {
    /// 000040, for documents of any message that announces them.
    Dokumentenlieferung,
    /// 010207, for the file that a message 010206 announces.
    Akte,
}

impl Paketart {
    /// Number of the messages.
    pub const fn nummer(self) -> &'static str {
        match self {
            Paketart::Dokumentenlieferung => "000040",
            Paketart::Akte => "010207",
        }
    }
}

/// Limits for what is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lieferungsgrenzen {
    /// Greatest size of an archive in bytes. Default 16 GiB.
    pub archiv: u64,
    /// Greatest number of packets. Default 10 000.
    pub pakete: u64,
    /// Greatest number of documents. Default 100 000.
    pub dokumente: usize,
    /// Greatest size of the directory of an archive, in bytes. It is held in memory. Default 64 MiB.
    pub verzeichnis: u64,
    /// Greatest size of one document, unpacked, in bytes. Default 4 GiB.
    pub dokument: u64,
    /// Greatest size of all documents, unpacked, in bytes. Default 64 GiB.
    pub entpackt: u64,
    /// How many times larger than packed a document of more than 1 MiB may be, and all documents of an
    /// archive together, if they have more than that. Default 300: no paper can be packed as tightly,
    /// an archive made to exhaust the receiver can.
    pub verhaeltnis: u64,
}

impl Default for Lieferungsgrenzen {
    fn default() -> Lieferungsgrenzen {
        Lieferungsgrenzen {
            archiv: 16 << 30,
            pakete: 10_000,
            dokumente: 100_000,
            verzeichnis: 64 << 20,
            dokument: 4 << 30,
            entpackt: 64 << 30,
            verhaeltnis: 300,
        }
    }
}

/// Why documents can't be made into packets. The caller is at fault, or its disk.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Teilungsfehler {
    /// A message can't be built.
    #[error(transparent)]
    Bau(#[from] Baufehler),
    /// The limit of the transport leaves no room for documents.
    #[error("a limit of {grenze} bytes leaves no room beside the {rahmen} bytes of the message")]
    GrenzeZuKlein {
        /// Greatest size of a message.
        grenze: u64,
        /// What it takes without documents.
        rahmen: u64,
    },
    /// The archive is empty.
    #[error("the archive is empty")]
    Leer,
    /// There is no packet of this number.
    #[error("there is no packet {nummer} of {anzahl}")]
    Nummer {
        /// Number of the packet.
        nummer: u64,
        /// How many there are.
        anzahl: u64,
    },
    /// Packets of a file are announced by 010206, others by the message that they belong to.
    #[error("a packet {0} is announced by a message of another kind")]
    Ankuendigung(&'static str),
    /// The archive is not of the size for which the packets were planned.
    #[error("the archive ends before its {0} bytes")]
    Archivgroesse(u64),
    /// The same document twice.
    #[error("the document {0} is there twice")]
    Doppelt(String),
    /// The format of a document is its extension: up to 10 letters and digits.
    #[error("{0:?} is no format of a document")]
    Format(String),
    /// The archive can't be written.
    #[error("the archive cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Why packets can't be put together. Unless it is said otherwise, the sender is at fault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Paketfehler {
    /// The announcing message does not say what is needed.
    #[error("the announcing message has no usable {0}")]
    Ankuendigung(&'static str),
    /// The announcing message can't be read.
    #[error(transparent)]
    Unlesbar(#[from] Packfehler),
    /// More than the limits allow.
    #[error("the delivery exceeds the limit of {0}")]
    Grenze(&'static str),
    /// The packet is not valid by its schema.
    #[error("the packet is not valid: {0}")]
    Ungueltig(String),
    /// The packet is a message of another kind.
    #[error("the packet is a message {gefunden:?}, expected {erwartet}")]
    AndereArt {
        /// Name of the message.
        gefunden: String,
        /// Number of the message.
        erwartet: &'static str,
    },
    /// The packet belongs to another announcing message.
    #[error("the packet belongs to the message {gefunden}, not to {erwartet}")]
    FremdesPaket {
        /// UUID that it names.
        gefunden: String,
        /// UUID of the announcing message.
        erwartet: String,
    },
    /// Packets are numbered from 1 to their announced number.
    #[error("there is no packet {nummer} of {anzahl}")]
    Nummer {
        /// Number that the packet has.
        nummer: String,
        /// How many were announced.
        anzahl: u64,
    },
    /// There is another packet of this number already.
    #[error("there are two different packets {nummer}")]
    Doppelt {
        /// Number of the packet.
        nummer: u64,
    },
    /// Packets have not come yet.
    #[error("{anzahl} packets are missing, the first is {erstes}")]
    Fehlt {
        /// The first of them.
        erstes: u64,
        /// How many.
        anzahl: u64,
    },
    /// All packets together are not of the announced size.
    #[error("the packets have {gefunden} bytes, announced were {erwartet}")]
    Groesse {
        /// Bytes that came.
        gefunden: u64,
        /// Bytes announced.
        erwartet: u64,
    },
    /// What came is no zip archive as the standard wants it.
    #[error("the archive is not as it should be: {0}")]
    Archiv(String),
    /// An entry of the archive is packed otherwise than by DEFLATE or not at all, encrypted, in a
    /// folder, or not named as a document.
    #[error("the entry {name:?} of the archive is not allowed: {warum}")]
    Eintrag {
        /// Name, cut if it is long.
        name: String,
        /// Why.
        warum: &'static str,
    },
    /// A document that was announced is not in the archive.
    #[error("{anzahl} announced documents are not in the archive, the first is {erstes}")]
    DokumentFehlt {
        /// UUID of the first of them.
        erstes: String,
        /// How many.
        anzahl: usize,
    },
    /// A document in the archive was not announced.
    #[error("the document {0} was not announced")]
    NichtAngekuendigt(String),
    /// There is no such document: the caller is at fault.
    #[error("there is no document {0}")]
    Unbekannt(String),
    /// Reading or writing failed: the disk is at fault.
    #[error(transparent)]
    Io(#[from] io::Error),
}
