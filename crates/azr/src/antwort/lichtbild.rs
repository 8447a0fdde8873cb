//! 090006: photos, and those that the register does not send.

use xauslaender::v26_11::azr::{
    AZRLichtbildAuskunft, AZRLichtbildAuskunftBild, AZRLichtbildAuskunftKeinBild,
    VonAZRAZRLichtbilduebermittlung090006,
};

/// Answer to a request for photos (090005): for each, the photo or the reason why it is not sent.
///
/// Source: `VonAZR.AZRLichtbilduebermittlung.090006` in `xauslaender-nachrichten-azr.xsd`.
#[derive(Clone, Debug)]
pub struct Lichtbilder {
    /// The message.
    pub nachricht: Box<VonAZRAZRLichtbilduebermittlung090006>,
}

impl Lichtbilder {
    /// The photos that came.
    pub fn erhalten(&self) -> impl Iterator<Item = &AZRLichtbildAuskunftBild> {
        self.alle().filter_map(|bild| match bild {
            AZRLichtbildAuskunft::Bild(bild) => Some(&**bild),
            AZRLichtbildAuskunft::KeinBild(_) => None,
        })
    }

    /// The photos that did not come, each perhaps with a hint why.
    pub fn nicht_gesendet(&self) -> impl Iterator<Item = &AZRLichtbildAuskunftKeinBild> {
        self.alle().filter_map(|bild| match bild {
            AZRLichtbildAuskunft::Bild(_) => None,
            AZRLichtbildAuskunft::KeinBild(keins) => Some(keins),
        })
    }

    /// The ids of photos that are worth asking for again (`erneuteAnfrageSinnvoll`).
    pub fn erneut_anfragen(&self) -> impl Iterator<Item = &str> {
        self.nicht_gesendet()
            .filter(|keins| keins.erneute_anfrage_sinnvoll == true)
            .map(|keins| keins.lichtbild_id.as_str())
    }

    fn alle(&self) -> impl Iterator<Item = &AZRLichtbildAuskunft> {
        self.nachricht.lichtbild_allgemein.iter()
    }
}
