//! Messages about messages, built, read and classified.

mod bauen;
mod bewerten;
mod einordnen;
mod fremdes_urteil;
mod gemeinsam;
mod kopf;
mod lesen;
mod packen;
mod pakete;
mod speicher;
mod versionen;
mod weitergeben;
mod zufall;
