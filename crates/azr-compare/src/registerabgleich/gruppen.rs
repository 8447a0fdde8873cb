//! The 16 groups of the comparison, and their places in 090022 and 090023.

use xauslaender::v26_11::azr::{
    AZRAbgleichergebnis,
    AnBAMFAZRRegisterabgleichsstatistik090023UebereinstimmendeAZRNummerAbgleichMitReferenzID as Statistik,
    ReferenzId,
    VonAZRAZRRegisterabgleichsdaten090022AzrNummernAbgleichergebnisAbgleichMitReferenzID as Daten,
};

macro_rules! groups {
    ($($variant:ident $field:ident $name:literal $most:tt),* $(,)?) => {
        /// A group whose reference ids are compared.
        ///
        /// Source: `abgleichMitReferenzID` in 090022 and 090023.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Abgleichsgruppe {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Abgleichsgruppe {
            /// All 16, in the order of the messages.
            pub const ALLE: &'static [Abgleichsgruppe] = &[$(Abgleichsgruppe::$variant),*];

            /// The name of its element, and of its [`Gruppe`](azr::Gruppe).
            pub const fn name(self) -> &'static str {
                match self {
                    $(Abgleichsgruppe::$variant => $name,)*
                }
            }

            /// How many results 090023 has room for; none if for any number.
            pub(super) const fn most(self) -> Option<usize> {
                match self {
                    $(Abgleichsgruppe::$variant => groups!(@most $most),)*
                }
            }

            /// The ids that the register has sent.
            pub(super) fn ids(self, daten: &Daten) -> Vec<&ReferenzId> {
                match self {
                    $(Abgleichsgruppe::$variant => groups!(@ids $most daten.$field),)*
                }
            }
        }

        /// The results of all groups; none if one has none.
        pub(super) fn container(
            mut results: impl FnMut(Abgleichsgruppe) -> Vec<AZRAbgleichergebnis>,
        ) -> Option<Statistik> {
            Some(Statistik {
                $($field: groups!(@take $most results(Abgleichsgruppe::$variant)),)*
            })
        }
    };
    // `n` any number, `1` and `2` that many at most, `always` exactly one.
    (@most always) => { Some(1) };
    (@most 1) => { Some(1) };
    (@most 2) => { Some(2) };
    (@most n) => { None };
    (@ids always $id:expr) => { vec![&$id] };
    (@ids $most:tt $ids:expr) => { $ids.iter().collect() };
    (@take always $list:expr) => { $list.into_iter().next()? };
    (@take 1 $list:expr) => { $list.into_iter().next()? };
    (@take $most:tt $list:expr) => {{
        let list = $list;
        if list.is_empty() {
            return None;
        }
        list
    }};
}

groups! {
    Abschiebung abschiebung "abschiebung" n,
    Anschrift anschrift "anschrift" 1,
    GeasAsylstatus geas_asylstatus "geasAsylstatus" 1,
    Asylstatus asylstatus "asylstatus" 1,
    Aufenthaltserlaubnis aufenthaltserlaubnis "aufenthaltserlaubnis" n,
    Aufenthaltsgestattung aufenthaltsgestattung "aufenthaltsgestattung" n,
    AufenthaltsrechtEU aufenthaltsrecht_eu "aufenthaltsrechtEU" n,
    Aufenthaltsstatus aufenthaltsstatus "aufenthaltsstatus" n,
    Ausweispapier ausweispapier "ausweispapier" 1,
    Ausweisung ausweisung "ausweisung" n,
    Duldung duldung "duldung" n,
    EinreiseAufenthaltsverbot einreise_aufenthaltsverbot "einreiseAufenthaltsverbot" n,
    Grundpersonalien grundpersonalien "grundpersonalien" always,
    Meldestatus meldestatus "meldestatus" 2,
    Niederlassungserlaubnis niederlassungserlaubnis "niederlassungserlaubnis" n,
    WohnsitzauflageRaeumlicheBeschraenkung wohnsitzauflage_raeumliche_beschraenkung
        "wohnsitzauflageRaeumlicheBeschraenkung" n,
}
