//! Messages about messages: rejections, receipts, forwarding, repetitions, packets of documents; what an incoming message is.

pub mod bauen;
pub mod bezug;
pub mod kopf;
pub mod tabelle;

pub use kopf::{Nachrichtenkopf, Nummer, Unlesbar, Version};
