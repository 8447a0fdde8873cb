//! One group of a report as data, and how it gets into the messages 090009 and 090010.

use xauslaender::v26_11::azr as typed;

use super::art::{Aenderung, Aenderungsart};
use super::grund::Grund;
use super::gruppen::Typ;
use crate::{Gruppe, Ort, ReferenzId};

/// The content of a group, as a report has it: one of the types in [`inhalt`](crate::inhalt).
///
/// Only the types of this crate's table implement it.
pub trait Fachgruppe: Sized + Versiegelt {
    /// The name of its group: [`Gruppe::name`].
    const NAME: &'static str;

    /// Its group.
    fn gruppe() -> &'static Gruppe {
        gruppe_named(Self::NAME)
    }
}

/// The content of a fact that a first report (090009) may have.
pub trait Erstsachverhalt: Fachgruppe {}

/// The content of a group that a first report (090009) may have beside its fact.
pub trait Erstangabe: Fachgruppe {}

/// Builds the typed group. Not reachable from outside, so that the table is closed.
pub trait Versiegelt: Sized {
    #[doc(hidden)]
    fn zusammensetzen(aenderung: Aenderung<Self>) -> Gruppenmeldung;
}

/// What stands in for a group that the table does not have, which a test rules out.
static UNKNOWN: Gruppe = Gruppe {
    ort: Ort::Sachverhalt,
    name: "",
    typ: "",
    fachdaten: None,
    referenz: None,
    erstmeldung: false,
    auskunft: &[],
    bestaetigung: None,
    titel: "",
};

/// The group with this name in the table.
pub(super) fn gruppe_named(name: &str) -> &'static Gruppe {
    Gruppe::named(name).unwrap_or(&UNKNOWN)
}

/// One group of a report: what is changed, and how.
///
/// It is made from an [`Aenderung`], from one of the types for photos, fingerprints and look-alikes,
/// or from a report that exists already.
#[derive(Clone, Debug, PartialEq)]
pub struct Gruppenmeldung(pub(super) Typ);

impl Gruppenmeldung {
    /// The group.
    pub fn gruppe(&self) -> &'static Gruppe {
        gruppe_named(self.0.name())
    }

    /// The kind of change; none for the German nationality, which is reported only.
    pub fn art(&self) -> Option<Aenderungsart> {
        self.0.art_key().and_then(Aenderungsart::of_key)
    }

    /// The entry that is changed. Photos, fingerprints and look-alikes have ids of other kinds.
    pub fn referenz(&self) -> Option<ReferenzId> {
        self.0.referenz().map(ReferenzId::from)
    }

    /// The same content with another kind of change, for instance after the register has answered
    /// that the entry exists already. Deletions lose their content.
    ///
    /// # Errors
    /// If the group does not have this kind, or if the kind needs an id or content that is not there.
    pub fn umstellen(
        mut self,
        art: Aenderungsart,
        referenz: Option<ReferenzId>,
    ) -> Result<Gruppenmeldung, Grund> {
        let gruppe = self.gruppe();
        // Only groups with content and reference id can be told what they are changed to.
        if gruppe.fachdaten.is_none() {
            return Err(Grund::ArtNichtErlaubt { gruppe, art });
        }
        let adds = art == Aenderungsart::Zuspeicherung;
        if !adds && referenz.is_none() {
            return Err(Grund::ReferenzFehlt { gruppe, art });
        }
        let referenz = referenz.filter(|_| !adds).map(typed::ReferenzId::from);
        match self.0.umstellen(art, referenz) {
            true => Ok(self),
            false => Err(Grund::InhaltFehlt { gruppe, art }),
        }
    }
}

impl<T: Fachgruppe> From<Aenderung<T>> for Gruppenmeldung {
    fn from(aenderung: Aenderung<T>) -> Gruppenmeldung {
        T::zusammensetzen(aenderung)
    }
}

/// Further personal data without any.
fn leer() -> Box<typed::AZRWeiterePersonalienMeldung> {
    Box::new(typed::AZRWeiterePersonalienMeldung {
        abweichende_namensschreibweise: None,
        aliaspersonalien: None,
        anderer_name: None,
        auslaendische_personen_id: None,
        ausweispapier: None,
        familienstand: None,
        frueherer_name: None,
        herkunftsland: None,
        freiwillige_angabe_zur_religion: None,
        erweiterung: Vec::new(),
    })
}

/// The further personal data of a report, made if they are not there.
pub(super) fn weitere(
    place: &mut Option<Box<typed::AZRWeiterePersonalienMeldung>>,
) -> &mut typed::AZRWeiterePersonalienMeldung {
    place.get_or_insert_with(leer)
}

/// Makes the types of all groups from a table. Each line has the name of the variant, which is that
/// of the typed choice; the element; the field of the typed message, where it is no fact; the
/// typed group, its field with the reference id, its field with the content, and that one's type.
macro_rules! gruppen {
    (
        person { $($pv:ident $pn:literal in $pf:ident: $pm:ident { $pi:ident, $pd:ident: $pt:ident })* }
        nur_folge { $($nv:ident $nn:literal in $nf:ident: $nm:ident { $ni:ident, $nd:ident: $nt:ident })* }
        weitere { $($wv:ident $wn:literal in $wf:ident: $wm:ident { $wi:ident, $wd:ident: $wt:ident })* }
        erst { $($ev:ident $en:literal: $em:ident { $ei:ident, $ed:ident: $et:ident })* }
        fakt { $($fv:ident $fn:literal: $fm:ident { $fi:ident, $fd:ident: $ft:ident })* }
    ) => {
        $crate::meldung::gruppenmeldung::gruppen! { @alle
            $($pv $pn: $pm { $pi, $pd: $pt })*
            $($nv $nn: $nm { $ni, $nd: $nt })*
            $($wv $wn: $wm { $wi, $wd: $wt })*
            $($ev $en: $em { $ei, $ed: $et })*
            $($fv $fn: $fm { $fi, $fd: $ft })*
        }

        $(impl crate::Erstangabe for typed::$pt {})*
        $(impl crate::Erstangabe for typed::$wt {})*
        $(impl crate::Erstsachverhalt for typed::$et {})*

        use typed::AnAZRAZRErstmeldung090009Sachverhalt as Erst;
        use typed::AnAZRAZRFolgemeldung090010Sachverhalt as Folge;
        use crate::meldung::gruppenmeldung::weitere;

        impl Typ {
            /// Puts it into a follow-up report, in place of what is there.
            pub(super) fn in_folgemeldung(self, m: &mut typed::AnAZRAZRFolgemeldung090010) {
                match self {
                    $(Typ::$pv(g) => m.$pf = Some(g),)*
                    $(Typ::$nv(g) => m.$nf = Some(g),)*
                    $(Typ::$wv(g) => weitere(&mut m.weitere_personalien).$wf = Some(g),)*
                    $(Typ::$ev(g) => m.sachverhalt = Some(Folge::$ev(g)),)*
                    $(Typ::$fv(g) => m.sachverhalt = Some(Folge::$fv(g)),)*
                    Typ::DeutscheStaatsangehoerigkeit(g) => {
                        m.sachverhalt = Some(Folge::DeutscheStaatsangehoerigkeit(g));
                    }
                    Typ::LichtbildAllgemein(g) => m.lichtbild_allgemein = Some(g),
                    Typ::LichtbildZuSuchvermerk(g) => m.lichtbild_zu_suchvermerk = Some(g),
                    Typ::Fingerabdruck(g) => m.fingerabdruck = Some(g),
                    Typ::NichtIdentischMit(g) => m.nicht_identisch_mit.push(*g),
                }
            }

            /// Puts it into a first report, beside its fact and basic personal data. What has no
            /// place there is left out; types see to it that there is none.
            pub(super) fn in_erstmeldung(self, m: &mut typed::AnAZRAZRErstmeldung090009) {
                match self {
                    $(Typ::$pv(g) => m.$pf = Some(g),)*
                    $(Typ::$wv(g) => weitere(&mut m.weitere_personalien).$wf = Some(g),)*
                    Typ::LichtbildAllgemein(g) => m.lichtbild_allgemein = Some(g),
                    Typ::LichtbildZuSuchvermerk(g) => m.lichtbild_zu_suchvermerk = Some(g),
                    Typ::NichtIdentischMit(g) => m.nicht_identisch_mit.push(*g),
                    _ => {}
                }
            }

            /// The basic personal data, if it is these.
            pub(super) fn grundpersonalien(self) -> Option<typed::AZRGrundpersonalienMeldung> {
                match self {
                    Typ::Grundpersonalien(g) => Some(*g),
                    _ => None,
                }
            }

            /// The fact of a first report, if it is one.
            pub(super) fn erstsachverhalt(self) -> Option<Erst> {
                match self {
                    $(Typ::$ev(g) => Some(Erst::$ev(g)),)*
                    _ => None,
                }
            }

            /// The groups of a follow-up report.
            pub(super) fn aus_folgemeldung(m: &typed::AnAZRAZRFolgemeldung090010) -> Vec<Typ> {
                let mut all = Vec::new();
                $(all.extend(m.$pf.clone().map(Typ::$pv));)*
                $(all.extend(m.$nf.clone().map(Typ::$nv));)*
                all.extend(m.lichtbild_allgemein.clone().map(Typ::LichtbildAllgemein));
                all.extend(m.lichtbild_zu_suchvermerk.clone().map(Typ::LichtbildZuSuchvermerk));
                all.extend(m.fingerabdruck.clone().map(Typ::Fingerabdruck));
                if let Some(w) = &m.weitere_personalien {
                    $(all.extend(w.$wf.clone().map(Typ::$wv));)*
                }
                let others = m.nicht_identisch_mit.iter().cloned();
                all.extend(others.map(|g| Typ::NichtIdentischMit(Box::new(g))));
                match m.sachverhalt.clone() {
                    $(Some(Folge::$ev(g)) => all.push(Typ::$ev(g)),)*
                    $(Some(Folge::$fv(g)) => all.push(Typ::$fv(g)),)*
                    Some(Folge::DeutscheStaatsangehoerigkeit(g)) => {
                        all.push(Typ::DeutscheStaatsangehoerigkeit(g));
                    }
                    Some(Folge::Erweiterung(_)) | None => {}
                }
                all
            }
        }
    };
    (@alle $($variant:ident $name:literal: $meldung:ident { $id:ident, $daten:ident: $inhalt:ident })*) => {
        use xauslaender::v26_11::azr as typed;

        /// The contents of all groups, by short names: the types of `….fachdaten.neu` in
        /// `xauslaender-nachrichten-azr.xsd`.
        pub mod inhalt {
            use xauslaender::v26_11::azr as typed;

            $(
                #[doc = concat!("Content of `", $name, "`.")]
                pub type $variant = typed::$inhalt;
            )*
            /// Content of `deutscheStaatsangehoerigkeit`, which stands in the group itself.
            pub type DeutscheStaatsangehoerigkeit = typed::AZRDeutscheStaatsangehoerigkeitMeldung;
        }

        /// A group of a report, with its type.
        #[derive(Clone, Debug, PartialEq)]
        pub(super) enum Typ {
            $($variant(Box<typed::$meldung>),)*
            DeutscheStaatsangehoerigkeit(Box<typed::AZRDeutscheStaatsangehoerigkeitMeldung>),
            LichtbildAllgemein(Box<typed::AZRLichtbildAllgemeinMeldung>),
            LichtbildZuSuchvermerk(Box<typed::AZRLichtbildZuSuchvermerkMeldung>),
            Fingerabdruck(Box<typed::AZRFingerabdruckMeldung>),
            NichtIdentischMit(Box<typed::AZRNichtIdentischMitMeldung>),
        }

        impl Typ {
            /// Name of the group.
            pub(super) fn name(&self) -> &'static str {
                match self {
                    $(Typ::$variant(_) => $name,)*
                    Typ::DeutscheStaatsangehoerigkeit(_) => "deutscheStaatsangehoerigkeit",
                    Typ::LichtbildAllgemein(_) => "lichtbildAllgemein",
                    Typ::LichtbildZuSuchvermerk(_) => "lichtbildZuSuchvermerk",
                    Typ::Fingerabdruck(_) => "fingerabdruck",
                    Typ::NichtIdentischMit(_) => "nichtIdentischMit",
                }
            }

            /// Key of the kind of change.
            pub(super) fn art_key(&self) -> Option<&str> {
                Some(match self {
                    $(Typ::$variant(g) => g.aenderungs_art.key(),)*
                    Typ::DeutscheStaatsangehoerigkeit(_) => return None,
                    Typ::LichtbildAllgemein(g) => g.aenderungs_art.key(),
                    Typ::LichtbildZuSuchvermerk(g) => g.aenderungs_art.key(),
                    Typ::Fingerabdruck(g) => g.aenderungs_art.key(),
                    Typ::NichtIdentischMit(g) => g.aenderungs_art.key(),
                })
            }

            /// The reference id.
            pub(super) fn referenz(&self) -> Option<&typed::ReferenzId> {
                match self {
                    $(Typ::$variant(g) => g.$id.as_ref(),)*
                    Typ::LichtbildZuSuchvermerk(g) => g.referenz_suchvermerk_id.as_ref(),
                    _ => None,
                }
            }

            /// Sets kind and id; false if content is needed that is not there.
            pub(super) fn umstellen(
                &mut self,
                art: crate::Aenderungsart,
                id: Option<typed::ReferenzId>,
            ) -> bool {
                match self {
                    $(Typ::$variant(g) => {
                        g.aenderungs_art = art.code();
                        g.$id = id;
                        if art.is_loeschung() {
                            g.$daten = None;
                        }
                        g.$daten.is_some() || art.is_loeschung()
                    })*
                    _ => false,
                }
            }
        }

        $(
            impl crate::meldung::gruppenmeldung::Versiegelt for typed::$inhalt {
                fn zusammensetzen(aenderung: crate::Aenderung<Self>) -> crate::Gruppenmeldung {
                    crate::meldung::gruppenmeldung::Gruppenmeldung(Typ::$variant(Box::new(typed::$meldung {
                        aenderungs_art: aenderung.art.code(),
                        $id: aenderung.referenz.map(Into::into),
                        $daten: aenderung.inhalt.map(Into::into),
                    })))
                }
            }

            impl crate::Fachgruppe for typed::$inhalt {
                const NAME: &'static str = $name;
            }
        )*

        #[cfg(test)]
        pub(super) const NAMES: &[&str] = &[
            $($name,)*
            "deutscheStaatsangehoerigkeit",
            "lichtbildAllgemein",
            "lichtbildZuSuchvermerk",
            "fingerabdruck",
            "nichtIdentischMit",
        ];
    };
}
pub(super) use gruppen;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meldung::gruppen::NAMES;

    #[test]
    fn every_group_of_the_table_can_be_reported_and_nothing_else() {
        let mut named: Vec<&str> = NAMES.to_vec();
        let mut all: Vec<&str> = Gruppe::all().iter().map(|g| g.name).collect();
        named.sort_unstable();
        all.sort_unstable();
        assert_eq!(named, all);
        assert!(all.len() >= 84, "{}", all.len());
    }
}
