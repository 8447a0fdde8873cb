//! The structure of a group in a record, as the schema has it: for programs that keep records in
//! another form.

use xoev_schema::{SchemaSet, TypeId};

use super::sorte::{self, Sorte, Sorten};
use super::titel;
use crate::Gruppe;

/// A field that entries of a group may have in a record (090004).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feld {
    /// Local name of its element.
    pub name: String,
    /// What kind of value it has.
    pub art: Feldart,
    /// It may stand several times.
    pub mehrfach: bool,
    /// It has to be there, if what it belongs to is.
    pub pflicht: bool,
}

/// What kind of value a field has: as [`Inhalt`](super::Inhalt), without values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Feldart {
    /// A code.
    Code(CodeFeld),
    /// A date; `teilweise` if parts may be unknown.
    Datum {
        /// Parts may be unknown.
        teilweise: bool,
    },
    /// An authority.
    Behoerde,
    /// A reference id.
    Referenz,
    /// A name of a person.
    Name,
    /// Text.
    Text,
    /// Yes or no.
    Wahrheit,
    /// A photo or a document.
    Binaer,
    /// Several fields.
    Gruppe(Vec<Feld>),
}

/// The list that the codes of a field are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeFeld {
    /// URI of the list, where the schema names one.
    pub liste: Option<String>,
    /// Its version, where the schema names one.
    pub version: Option<String>,
    pub(super) type_id: TypeId,
}

impl Feld {
    /// What the field is called, in German.
    pub fn titel(&self) -> &str {
        titel::of(&self.name)
    }
}

/// Deepest nesting of fields; the schema has less.
const DEEPEST: usize = 12;

/// The fields of a group; none if it is never in a record.
pub(super) fn of_group(set: &SchemaSet, sorts: &Sorten, group: &Gruppe) -> Vec<Feld> {
    if group.name == "nichtIdentischMit" {
        // A number without anything around it.
        return vec![Feld {
            name: group.name.to_owned(),
            art: Feldart::Text,
            mehrfach: false,
            pflicht: true,
        }];
    }
    let local = match group.name {
        "lichtbildAllgemein" | "lichtbildZuSuchvermerk" => {
            "AZR.LichtbildMetainformation.Auskunft".to_owned()
        }
        _ => format!("{}.Auskunft", group.typ),
    };
    let type_id = set
        .namespace(sorte::XA)
        .and_then(|ns| set.find_type(ns, &local));
    type_id.map_or_else(Vec::new, |id| fields(set, sorts, id, 0))
}

/// Whether a record has at most one entry of a group.
pub(super) fn is_single(set: &SchemaSet, group: &Gruppe) -> bool {
    let (Some(ns), [element]) = (set.namespace(sorte::XA), group.auskunft) else {
        return false;
    };
    let root = set.find_element(ns, "VonAZR.AZRGesamtauskunft.090004");
    let parents = [
        root.map(|id| set.element(id).type_id),
        set.find_type(ns, "AZR.WeiterePersonalien.Auskunft"),
    ];
    let mut single = false;
    for parent in parents.into_iter().flatten() {
        sorte::elements(set, parent, &mut |declared, times| {
            single |= declared.name.local == *element && !times.many;
        });
    }
    single
}

fn fields(set: &SchemaSet, sorts: &Sorten, id: TypeId, depth: usize) -> Vec<Feld> {
    let mut found: Vec<Feld> = Vec::new();
    if depth >= DEEPEST {
        return found;
    }
    sorte::elements(set, id, &mut |element, times| {
        let name = element.name.local.clone();
        if let Some(known) = found.iter_mut().find(|f| f.name == name) {
            // The same name at two places of the content.
            known.mehrfach = true;
            return;
        }
        found.push(Feld {
            art: kind(set, sorts, element.type_id, depth),
            name,
            mehrfach: times.many,
            pflicht: times.required,
        });
    });
    found
}

fn kind(set: &SchemaSet, sorts: &Sorten, id: TypeId, depth: usize) -> Feldart {
    match sorts.of(Some(id)) {
        Sorte::Code => {
            let (list, version) = sorts.list(id);
            Feldart::Code(CodeFeld {
                liste: list.map(str::to_owned),
                version: version.map(str::to_owned),
                type_id: id,
            })
        }
        Sorte::Datum => Feldart::Datum { teilweise: false },
        Sorte::Teildatum => Feldart::Datum { teilweise: true },
        Sorte::Name => Feldart::Name,
        Sorte::Behoerde => Feldart::Behoerde,
        Sorte::Referenz => Feldart::Referenz,
        Sorte::Wahrheit => Feldart::Wahrheit,
        Sorte::Binaer => Feldart::Binaer,
        Sorte::Text => Feldart::Text,
        Sorte::Allgemein | Sorte::Gruppe(_) | Sorte::Verzeichnis => {
            match fields(set, sorts, id, depth + 1) {
                fields if fields.is_empty() => Feldart::Text,
                fields => Feldart::Gruppe(fields),
            }
        }
    }
}
