//! What the types of the schema are to people: a code, a date, an authority, ...

use std::collections::HashMap;

use xoev_bundled::BundledLists;
use xoev_schema::{
    Builtin, Content, Element, Particle, SchemaSet, Term, TypeId, TypeKind, Variety,
};

use super::angabe::CodeAngabe;
use crate::Gruppe;

/// The namespace of XAusländer, of which the groups are.
pub(super) const XA: &str = "http://www.osci.de/xauslaender2611";
const CODE: &str = "http://xoev.de/schemata/code/";
const DATUM: &str = "http://www.osci.de/xinneres/datum/";
const NAME: &str = "http://www.osci.de/xinneres/allgemeinername/";

/// What a type is to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sorte {
    /// Nothing special: text if there is text, else fields.
    Allgemein,
    /// Text, numbers and the like.
    Text,
    Code,
    Datum,
    /// A date in child elements, of which parts may be unknown.
    Teildatum,
    Name,
    Behoerde,
    Referenz,
    Wahrheit,
    Binaer,
    /// What a group of data is made of.
    Gruppe(&'static Gruppe),
    /// Who an authority is: the directory at the end of a record.
    Verzeichnis,
}

/// What the schema says about a type of codes.
#[derive(Debug, Default)]
struct CodeArt {
    list: Option<String>,
    version: Option<String>,
    column: Option<String>,
    keys: HashMap<String, Option<String>>,
}

/// The sorts of all types of a schema set.
#[derive(Debug)]
pub(super) struct Sorten {
    by_type: Vec<Sorte>,
    codes: HashMap<TypeId, CodeArt>,
    lists: &'static BundledLists,
}

impl Sorten {
    pub(super) fn new(set: &SchemaSet, lists: &'static BundledLists) -> Sorten {
        let ids = (0..set.types.len()).filter_map(|at| u32::try_from(at).ok());
        let by_type: Vec<Sorte> = ids.clone().map(|at| sort(set, TypeId(at))).collect();
        let codes = ids
            .map(TypeId)
            .filter(|id| by_type.get(id.0 as usize) == Some(&Sorte::Code))
            .map(|id| (id, code(set, id)))
            .collect();
        Sorten {
            by_type,
            codes,
            lists,
        }
    }

    pub(super) fn of(&self, id: Option<TypeId>) -> Sorte {
        let sort = id.and_then(|id| self.by_type.get(id.0 as usize));
        sort.copied().unwrap_or(Sorte::Allgemein)
    }

    /// List and version as the schema names them.
    pub(super) fn list(&self, id: TypeId) -> (Option<&str>, Option<&str>) {
        let code = self.codes.get(&id);
        (
            code.and_then(|c| c.list.as_deref()),
            code.and_then(|c| c.version.as_deref()),
        )
    }

    /// A code of a type. What the message itself says about it comes in, and is completed.
    pub(super) fn complete(&self, id: Option<TypeId>, mut code: CodeAngabe) -> CodeAngabe {
        let none = CodeArt::default();
        let art = id.and_then(|id| self.codes.get(&id)).unwrap_or(&none);
        code.liste = code.liste.or_else(|| art.list.clone());
        code.version = code.version.or_else(|| art.version.clone());
        let told = match art.keys.get(&code.schluessel) {
            Some(label) => label.clone(),
            None => self.label(art, &code),
        };
        code.bezeichnung = told.or(code.bezeichnung);
        code
    }

    /// What the published list says, in the version of the code or else in its newest.
    fn label(&self, art: &CodeArt, code: &CodeAngabe) -> Option<String> {
        let uri = code.liste.as_deref()?;
        let lists = self.lists.of(uri)?;
        let exact = code.version.as_deref().and_then(|v| lists.get(uri, v));
        let list = exact.or_else(|| lists.newest(uri))?;
        let column = list.key_column_for(art.column.as_deref());
        let row = list.row_by(column, &code.schluessel)?;
        row.label().map(str::to_owned)
    }
}

fn sort(set: &SchemaSet, id: TypeId) -> Sorte {
    let ty = set.ty(id);
    let own = ty.name.as_ref();
    let (uri, local) = own.map_or(("", ""), |n| (set.uri(n.ns), n.local.as_str()));
    match local {
        "AZR.Behoerdenkennzeichen" if uri == XA => return Sorte::Behoerde,
        "AZR.Behoerde" if uri == XA => return Sorte::Verzeichnis,
        "ReferenzId" if uri == XA => return Sorte::Referenz,
        "AllgemeinerName" if uri.starts_with(NAME) => return Sorte::Name,
        "TeilbekanntesDatum" | "TeilbekanntesDatumMitUnbekannt" | "TagesdatumMitUnbekannt"
            if uri.starts_with(DATUM) =>
        {
            return Sorte::Teildatum;
        }
        _ => {}
    }
    if uri == XA
        && let Some(group) = group(local)
    {
        return Sorte::Gruppe(group);
    }
    match &ty.kind {
        TypeKind::Simple(simple) => match simple.variety {
            Variety::Atomic(Builtin::Date | Builtin::GYear | Builtin::GYearMonth) => Sorte::Datum,
            Variety::Atomic(Builtin::Boolean) => Sorte::Wahrheit,
            Variety::Atomic(Builtin::Base64Binary | Builtin::HexBinary) => Sorte::Binaer,
            _ => Sorte::Text,
        },
        TypeKind::Complex(_) if is_code(set, id) => Sorte::Code,
        TypeKind::Complex(_) => Sorte::Allgemein,
    }
}

/// The group whose entries have types of this name.
fn group(local: &str) -> Option<&'static Gruppe> {
    if local == "AZR.LichtbildMetainformation.Auskunft" {
        return Gruppe::named("lichtbildAllgemein");
    }
    if !local.ends_with(".Meldung") && !local.ends_with(".Auskunft") {
        return None;
    }
    Gruppe::of_type(local)
}

fn is_code(set: &SchemaSet, mut id: TypeId) -> bool {
    loop {
        let ty = set.ty(id);
        let name = ty.name.as_ref();
        if name.is_some_and(|n| n.local == "Code" && set.uri(n.ns).starts_with(CODE)) {
            return true;
        }
        match ty.base {
            Some((base, _)) => id = base,
            None => return false,
        }
    }
}

fn code(set: &SchemaSet, id: TypeId) -> CodeArt {
    let ty = set.ty(id);
    let TypeKind::Complex(complex) = &ty.kind else {
        return CodeArt::default();
    };
    let said = |attribute: &str, path: &str| {
        let mut uses = complex.attributes.iter();
        let found = uses.find(|a| a.name.local == attribute);
        let fixed = found.and_then(|a| a.fixed.clone());
        fixed.or_else(|| ty.appinfo.first(path).map(str::to_owned))
    };
    let mut children = Vec::new();
    elements(set, id, &mut |element, _| children.push(element.clone()));
    let key = children.iter().find(|e| e.name.local == "code");
    let facets = key.and_then(|key| {
        let mut chain = set.facet_chain(key.type_id);
        chain.find(|facets| !facets.enumeration.is_empty())
    });
    let values = facets.map_or(&[][..], |facets| &facets.enumeration);
    CodeArt {
        list: said("listURI", "codeliste/kennung"),
        version: said("listVersionID", "versionCodeliste/version"),
        column: ty.appinfo.first("genutzteCodeSpalte").map(str::to_owned),
        keys: values
            .iter()
            .map(|v| (v.value.clone(), v.label.clone()))
            .collect(),
    }
}

/// Shows the child elements that a type may have, each with how often it may and must stand.
pub(super) fn elements(set: &SchemaSet, id: TypeId, show: &mut dyn FnMut(&Element, Times)) {
    if let TypeKind::Complex(complex) = &set.ty(id).kind
        && let Content::Elements(particle) = &complex.content
    {
        let once = Times {
            required: true,
            many: false,
        };
        particles(particle, once, show);
    }
}

/// How often an element may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    /// It has to be there.
    pub(super) required: bool,
    /// It may be there more than once.
    pub(super) many: bool,
}

fn particles(particle: &Particle, around: Times, show: &mut dyn FnMut(&Element, Times)) {
    let mut times = Times {
        required: around.required && particle.min > 0,
        many: around.many || particle.max != Some(1),
    };
    match &particle.term {
        Term::Element(element) => show(element, times),
        Term::Any(_) => {}
        Term::Choice(parts) => {
            // A choice of one is no choice.
            times.required &= parts.len() == 1;
            parts.iter().for_each(|p| particles(p, times, show));
        }
        Term::Sequence(parts) | Term::All(parts) => {
            parts.iter().for_each(|p| particles(p, times, show));
        }
    }
}
