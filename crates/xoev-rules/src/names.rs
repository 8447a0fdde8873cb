//! Families of namespaces and the types that the rules are about.

use crate::book::TypeName;

const XAUSLAENDER: &str = "http://www.osci.de/xauslaender";
const BASISNACHRICHT: &str = "http://www.osci.de/xinneres/basisnachricht/";
const BEHOERDE: &str = "http://www.osci.de/xinneres/behoerde/";
const RUECKWEISUNG: &str = "http://www.osci.de/xinneres/rueckweisung/";
const G2G: &str = "http://xoev.de/schemata/basisnachricht/unqualified/g2g/";

/// The base of all messages.
pub(crate) const NACHRICHT: TypeName = TypeName::new(G2G, "Nachricht.G2GType");
/// The head of all messages.
pub(crate) const KOPF: TypeName = TypeName::new(G2G, "Nachrichtenkopf.G2GType");
/// Number, time and UUID of a message.
pub(crate) const IDENTIFIKATION: TypeName = TypeName::new(G2G, "Identifikation.NachrichtType");
/// A code.
pub(crate) const CODE: TypeName = TypeName::new("http://xoev.de/schemata/code/", "Code");
/// Text of letters and usual signs.
pub(crate) const DATATYPE_C: TypeName =
    TypeName::new("urn:xoev-de:kosit:xoev:datentyp:din-91379_", "datatypeC");

/// The head of the messages of XInneres and its modules.
pub(crate) const KOPF_XINNERES: TypeName = TypeName::new(BASISNACHRICHT, "Nachrichtenkopf.G2G");
/// The identification of a message of any module.
pub(crate) const IDENTIFIKATION_TYP4: TypeName =
    TypeName::new(BASISNACHRICHT, "Identifikation.Nachricht.Typ4");
/// The identification of an event.
pub(crate) const EREIGNIS: TypeName = TypeName::new(BASISNACHRICHT, "Identifikation.Ereignis");
/// An authority that can be reached.
pub(crate) const ERREICHBAR: TypeName = TypeName::new(BEHOERDE, "Behoerde.Erreichbar");
/// Why a message is rejected, asynchronously.
pub(crate) const GRUND: TypeName = TypeName::new(RUECKWEISUNG, "Rueckweisung.Rueckweisungsgrund");
/// A reason that a module has defined.
pub(crate) const GRUND_SPEZIFISCH: TypeName =
    TypeName::new(RUECKWEISUNG, "Rueckweisung.GrundSpezifisch");

/// A type of XAusländer.
pub(crate) const fn xa(local: &'static str) -> TypeName {
    TypeName::new(XAUSLAENDER, local)
}
