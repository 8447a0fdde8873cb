//! Messages about messages: rejections, receipts, forwarding, repetitions, packets of documents; what an incoming message is.

pub mod bauen;
pub mod bewertung;
pub mod bezug;
pub mod einordnung;
pub mod kopf;
pub mod lesen;
pub mod paket;
pub mod tabelle;

pub use bewertung::{Bewertung, Urteil, bewerten};
pub use einordnung::{Annahme, Eingang, Einordnung, einordnen};
pub use kopf::{Nachrichtenkopf, Nummer, Unlesbar, Version};
