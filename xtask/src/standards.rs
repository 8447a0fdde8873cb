//! The table of standards and versions: which schemas there are and where their types go.
//!
//! A new release is a new row here; CONTRIBUTING.md has the recipe.

/// A namespace and the module for its types.
pub(crate) struct Row {
    /// Namespace URI.
    pub(crate) uri: &'static str,
    /// Module path, with `/`.
    pub(crate) module: &'static str,
    /// Name of the standard for metadata.
    pub(crate) standard: &'static str,
    /// Prefix for writing.
    pub(crate) prefix: &'static str,
    /// Cargo feature, or empty.
    pub(crate) feature: &'static str,
}

/// Namespaces whose types live in the runtime crate, since every standard shares them.
pub(crate) const BASE: &[Row] = &[Row {
    uri: "http://xoev.de/schemata/basisnachricht/unqualified/g2g/1_1",
    module: "basisnachricht_g2g_1_1",
    standard: "XÖV-Basisnachricht",
    prefix: "bn-uq-g2g",
    feature: "",
}];

/// Namespaces with hand-written counterparts in the runtime crate.
pub(crate) const RUNTIME: &[(&str, &str)] = &[
    ("urn:xoev-de:kosit:xoev:datentyp:din-91379_2022-08", "rt::din91379"),
    ("http://xoev.de/schemata/code/1_0", "rt::xoev_code"),
];

const fn xinneres(uri: &'static str, module: &'static str, prefix: &'static str) -> Row {
    Row { uri, module, standard: "XInneres", prefix, feature: "" }
}

/// Namespaces of the crate `xauslaender`.
pub(crate) const XAUSLAENDER: &[Row] = &[
    Row {
        uri: "http://www.osci.de/xauslaender2611",
        module: "v26_11",
        standard: "XAusländer",
        prefix: "xa",
        feature: "",
    },
    Row {
        uri: "urn:xoev-de:xdomea:schema:4.0.0",
        module: "xdomea_4_0_0",
        standard: "xdomea",
        prefix: "xdomea",
        feature: "xdomea",
    },
    xinneres("http://www.osci.de/xinneres/allgemeinername/4", "xinneres/allgemeinername_4", "xian"),
    xinneres("http://www.osci.de/xinneres/auslandsanschrift/5", "xinneres/auslandsanschrift_5", "xiaa"),
    xinneres("http://www.osci.de/xinneres/azrnummer/3", "xinneres/azrnummer_3", "xiaz"),
    xinneres("http://www.osci.de/xinneres/basisnachricht/7", "xinneres/basisnachricht_7", "xink"),
    xinneres("http://www.osci.de/xinneres/behoerde/7", "xinneres/behoerde_7", "xibehoerde"),
    xinneres(
        "http://www.osci.de/xinneres/codes/gemeindeverzeichnis/3",
        "xinneres/gemeindeverzeichnis_3",
        "xicgvz",
    ),
    xinneres("http://www.osci.de/xinneres/datum/2", "xinneres/datum_2", "xida"),
    xinneres("http://www.osci.de/xinneres/geschlecht/1", "xinneres/geschlecht_1", "xig"),
    xinneres("http://www.osci.de/xinneres/idnr/2", "xinneres/idnr_2", "xiidnr"),
    xinneres("http://www.osci.de/xinneres/lichtbild/3", "xinneres/lichtbild_3", "xilb"),
    xinneres("http://www.osci.de/xinneres/meldeanschrift/5", "xinneres/meldeanschrift_5", "xima"),
    xinneres("http://www.osci.de/xinneres/nachrichtentypen/7", "xinneres/nachrichtentypen_7", "xint"),
    xinneres("http://www.osci.de/xinneres/postanschrift/5", "xinneres/postanschrift_5", "xipa"),
    xinneres("http://www.osci.de/xinneres/quittung/5", "xinneres/quittung_5", "xiqt"),
    xinneres("http://www.osci.de/xinneres/rueckweisung/6", "xinneres/rueckweisung_6", "xirts"),
    xinneres("http://www.osci.de/xinneres/weiterleitung/7", "xinneres/weiterleitung_7", "xiwl"),
];

/// The enums that dispatch over all messages of a release.
pub(crate) const RELEASES: &[(&str, &[&str])] = &[(
    "Nachricht2611",
    &[
        "http://www.osci.de/xauslaender2611",
        "http://www.osci.de/xinneres/quittung/5",
        "http://www.osci.de/xinneres/rueckweisung/6",
        "http://www.osci.de/xinneres/weiterleitung/7",
    ],
)];

/// Chapters of XAusländer: file, module, and whether it is a cargo feature.
pub(crate) const CHAPTERS: &[(&str, &str, bool)] = &[
    ("xauslaender-allgemeine-datentypen.xsd", "allgemein", false),
    ("xauslaender-baukasten.xsd", "baukasten", false),
    ("xauslaender-codes.xsd", "codes", false),
    ("xauslaender-nachrichten-administration.xsd", "administration", true),
    ("xauslaender-nachrichten-abh-abh.xsd", "abhabh", true),
    ("xauslaender-nachrichten-abh-mb.xsd", "abhmb", true),
    ("xauslaender-nachrichten-mb-abh.xsd", "mbabh", true),
    ("xauslaender-nachrichten-bamf-abh.xsd", "bamfabh", true),
    ("xauslaender-nachrichten-bamftgs.xsd", "tgs", true),
    ("xauslaender-nachrichten-azr.xsd", "azr", true),
    ("xauslaender-nachricht-berd.xsd", "berd", true),
    ("xauslaender-nachrichten-nks.xsd", "nks", true),
    ("xauslaender-nachrichten-ozg.xsd", "ozg", true),
    ("xauslaender-nachrichten-ersst.xsd", "ersst", true),
    ("xauslaender-nachrichten-bpol.xsd", "bpol", true),
    ("xauslaender-nachricht-asyl.xsd", "asyl", true),
    ("xauslaender-nachricht-geas.xsd", "geas", true),
    ("xauslaender-nachricht-peb.xsd", "peb", true),
];
