//! What the schema lets stand in an answer, and in which order: every answer is put together by it.

use std::sync::OnceLock;

use xoev_schema::{Appinfo, Content, Element, NsId, Particle, SchemaSet, Term, TypeId, TypeKind};

use super::knoten::{ERWEITERUNG, Knoten, XA};
use super::register::Aufbaufehler;

/// The bundled schema set, read once for the whole run of the program.
pub(super) fn schemas() -> Result<&'static SchemaSet, Aufbaufehler> {
    static SET: OnceLock<SchemaSet> = OnceLock::new();
    if let Some(set) = SET.get() {
        return Ok(set);
    }
    let set = xoev_bundled::schemas()?;
    Ok(SET.get_or_init(|| set))
}

/// The elements that may stand in one of a type, in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bauplan {
    set: &'static SchemaSet,
    typ: TypeId,
}

/// An element that may stand somewhere.
pub(super) struct Platz {
    element: &'static Element,
    /// Greatest number; none if there is no bound.
    pub(super) max: Option<u32>,
}

impl Platz {
    /// Its local name.
    pub(super) fn name(&self) -> &'static str {
        &self.element.name.local
    }
}

impl Bauplan {
    /// What may stand in a message of XAusländer.
    pub(super) fn nachricht(set: &'static SchemaSet, element: &str) -> Option<Bauplan> {
        let id = set.find_element(set.namespace(XA)?, element)?;
        let typ = set.element(id).type_id;
        Some(Bauplan { set, typ })
    }

    /// What may stand in an element of a named type of XAusländer.
    pub(super) fn typ(set: &'static SchemaSet, name: &str) -> Option<Bauplan> {
        let typ = set.find_type(set.namespace(XA)?, name)?;
        Some(Bauplan { set, typ })
    }

    /// What may stand in an element in it.
    pub(super) fn kind(&self, name: &str) -> Option<Bauplan> {
        let all = self.plaetze();
        let found = all.iter().find(|p| p.name() == name)?;
        Some(Bauplan {
            set: self.set,
            typ: found.element.type_id,
        })
    }

    /// The places for elements, in order.
    pub(super) fn plaetze(&self) -> Vec<Platz> {
        let mut out = Vec::new();
        if let TypeKind::Complex(complex) = &self.set.ty(self.typ).kind
            && let Content::Elements(particle) = &complex.content
        {
            sammeln(particle, &mut out);
        }
        out
    }

    /// Whether elements of a later release may stand at its end.
    fn ist_erweiterbar(&self) -> bool {
        fn any(particle: &Particle) -> bool {
            match &particle.term {
                Term::Any(_) => true,
                Term::Element(_) => false,
                Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
                    parts.iter().any(any)
                }
            }
        }
        match &self.set.ty(self.typ).kind {
            TypeKind::Complex(complex) => match &complex.content {
                Content::Elements(particle) => any(particle),
                _ => false,
            },
            TypeKind::Simple(_) => false,
        }
    }

    /// Puts the elements in the order of the schema and leaves out those that have no place: of
    /// more than may be there, the last ones are kept. Elements of anonymous types are put in order
    /// as well; those of named types are the same wherever they stand.
    pub(super) fn ordnen(&self, knoten: &mut Knoten) {
        let mut vorrat = std::mem::take(&mut knoten.kinder);
        for platz in self.plaetze() {
            let (mut hier, rest): (Vec<Knoten>, Vec<Knoten>) =
                vorrat.into_iter().partition(|k| k.name == platz.name());
            vorrat = rest;
            let max = platz.max.map_or(usize::MAX, |max| max as usize);
            hier.drain(..hier.len().saturating_sub(max));
            let plan = Bauplan {
                set: self.set,
                typ: platz.element.type_id,
            };
            let named = self.set.ty(plan.typ).name.is_some();
            for mut kind in hier {
                let ns = self.set.uri(platz.element.name.ns);
                ns.clone_into(&mut kind.ns);
                if !named && !kind.kinder.is_empty() {
                    plan.ordnen(&mut kind);
                }
                knoten.kinder.push(kind);
            }
        }
        if self.ist_erweiterbar() {
            let more = vorrat.into_iter().filter(|k| k.ns == ERWEITERUNG);
            knoten.kinder.extend(more);
        }
    }

    /// An element with a key of a code list, in the version that is bundled or that the type fixes.
    pub(super) fn code(&self, name: &str, key: &str) -> Knoten {
        let platz = self.plaetze().into_iter().find(|p| p.name() == name);
        let mut out = Knoten::xa(name);
        let Some(platz) = platz else { return out };
        let typ = self.set.ty(platz.element.type_id);
        if let TypeKind::Complex(complex) = &typ.kind {
            for wanted in ["listURI", "listVersionID"] {
                let mut all = complex.attributes.iter();
                let attribute = all.find(|a| a.name.local == wanted);
                let fixed = attribute.and_then(|a| a.fixed.as_deref());
                let version = || version(&typ.appinfo);
                if let Some(value) = fixed.or_else(|| version().filter(|_| attribute.is_some())) {
                    out = out.mit_attribut(wanted, value);
                }
            }
        }
        let local = Knoten::neu(self.set.uri(NsId::NONE), "code").mit_text(key);
        out.mit(local)
    }
}

/// The version of a code list that a type names; where it names none, the first one.
fn version(appinfo: &Appinfo) -> Option<&str> {
    appinfo.first("versionCodeliste/version").or(Some("1"))
}

fn sammeln(particle: &'static Particle, out: &mut Vec<Platz>) {
    match &particle.term {
        Term::Element(element) => out.push(Platz {
            element,
            max: particle.max,
        }),
        Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
            parts.iter().for_each(|part| sammeln(part, out));
        }
        Term::Any(_) => {}
    }
}
