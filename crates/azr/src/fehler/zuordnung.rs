//! From the register's name of a faulty attribute to the field in the submission.
//!
//! The register names a faulty attribute as `Entity.Attribute`; a table of its names is not
//! published. They are compared with the names that are published: groups of data, types, elements
//! and titles of the schema set. Case, umlauts and punctuation don't count, and nothing else is
//! guessed. The result says by which names it was found, and whether other fields may be meant.

use std::collections::HashSet;

use xoev::{Path, Step};
use xoev_schema::{Element, TypeId};

use crate::Gruppe;
use crate::antwort::baum::Knoten;

use super::AzrFehler;
use super::gesendet::{Gesendet, Stelle};
use super::name::{feldtitel, ist_huelle, schluessel};
use super::schema;

/// How deep below an entity the schema is searched for an attribute that was not sent.
const MAX_TIEFE: usize = 5;
/// How many places are listed where only the name of the attribute fits.
const MAX_MOEGLICH: usize = 20;
/// How many dots of a name may stand between entity and attribute.
const MAX_PUNKTE: usize = 16;
/// Longest name of an attribute that is looked for, in bytes.
const MAX_NAME: usize = 500;
/// How many places of one attribute are listed.
const MAX_STELLEN: usize = 20;

/// What a faulty attribute is in the submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zuordnung {
    /// One field. There are several places if it was sent several times: the register does not say
    /// which of them it means.
    Gefunden {
        /// Where it stands, in the order of the message: at least one place, and of very many
        /// the first 20.
        stellen: Vec<Stelle>,
        /// How many places there are in all.
        anzahl: usize,
        /// By which names it was found.
        abgleich: Abgleich,
    },
    /// Several fields may be meant.
    Mehrdeutig {
        /// They, in the order of the message: of very many the first 20.
        stellen: Vec<Stelle>,
        /// How many places there are in all.
        anzahl: usize,
        /// By which names they were found.
        abgleich: Abgleich,
    },
    /// The submission has the entity, but not this attribute, which the schema knows: it is
    /// probably missing.
    Fehlt {
        /// The element that is meant by the entity.
        entity: Box<Stelle>,
        /// Where the attribute would stand.
        pfad: Path,
        /// What the field is called, in German, as in [`Stelle::feldtitel`].
        feldtitel: String,
        /// What the schema calls it.
        bezeichnung: Option<String>,
        /// By which names it was found.
        abgleich: Abgleich,
    },
    /// Not to be found.
    NichtGefunden {
        /// Why.
        grund: Grund,
        /// Fields whose name fits that of the attribute, at most 20. Whether one of them is meant
        /// is not known.
        moeglich: Vec<Stelle>,
    },
}

/// By which names an attribute was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Abgleich {
    /// What the name of the entity fits.
    pub entity: EntityTreffer,
    /// What the name of the attribute fits; none if there is no attribute, only an entity.
    pub attribut: Option<AttributTreffer>,
}

/// What the name of an entity fits. Earlier ones are tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityTreffer {
    /// Name of a group of data: its element in a report or in a record ([`Gruppe`]).
    Gruppe,
    /// Name of a type, such as `AZR.Duldung.Meldung`, with or without `AZR.` and `.Meldung`.
    Typ,
    /// Name of an element.
    Element,
    /// Title of a group, an element or its type.
    Titel,
    /// Name, number or title of the message.
    Nachricht,
}

/// What the name of an attribute fits. Earlier ones are tried first. Of several elements, those
/// that stand directly in the entity come before those further below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributTreffer {
    /// Name of an element.
    Element,
    /// Names of several elements one below the other.
    Pfad,
    /// Name of an element, with that of the entity before it: `Duldung.Art` is `duldungArt`.
    MitEntity,
    /// Title of an element or of its type in the schema.
    Titel,
    /// Name of a type.
    Typ,
    /// Title of a field in [`darstellung`](crate::darstellung), such as `Ausweisnummer` for
    /// `ausweisIdentifikation`.
    Feldtitel,
}

/// Why an attribute was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grund {
    /// The submission can't be taken apart.
    KeineMeldung,
    /// The entity is a group of data that the submission does not have.
    GruppeNichtGesendet(&'static Gruppe),
    /// Nothing in the submission has a name like that of the entity.
    EntityUnbekannt,
    /// The entity is there, but neither it nor the schema knows such an attribute.
    AttributUnbekannt,
}

/// A matched element: how many names lead from the entity down to it, wrappers not counted, and its
/// number.
type Treffer = (usize, usize);

impl Gesendet {
    /// Looks for a faulty attribute, named as `Entity.Attribute` by the register.
    ///
    /// Names may have dots themselves: each dot is tried as the one between entity and attribute,
    /// from the left.
    pub fn zuordnen(&self, attribut: &str) -> Zuordnung {
        if self.baum.wurzel().is_none() {
            return Zuordnung::NichtGefunden {
                grund: Grund::KeineMeldung,
                moeglich: Vec::new(),
            };
        }
        if attribut.len() > MAX_NAME {
            return self.nicht_gefunden(false, &[]);
        }
        let dots: Vec<usize> = attribut.match_indices('.').map(|(at, _)| at).collect();
        let dots = dots.into_iter().take(MAX_PUNKTE);
        let splits: Vec<(String, String)> = dots
            .map(|at| (schluessel(&attribut[..at]), schluessel(&attribut[at..])))
            .filter(|(entity, name)| !entity.is_empty() && !name.is_empty())
            .collect();
        if splits.is_empty() {
            return self.nur_entity(&schluessel(attribut));
        }
        let found: Vec<_> = splits
            .iter()
            .filter_map(|(entity, name)| Some((self.entities(entity)?, entity, name)))
            .collect();
        for ((art, entities), entity, name) in &found {
            if let Some((how, places)) = self.attribute(entities, entity, name) {
                let abgleich = Abgleich {
                    entity: *art,
                    attribut: Some(how),
                };
                return self.gefunden(places, abgleich);
            }
        }
        let missing = found
            .iter()
            .find_map(|((art, entities), entity, name)| self.fehlend(*art, entities, entity, name));
        missing.unwrap_or_else(|| self.nicht_gefunden(!found.is_empty(), &splits))
    }

    /// What [`Gesendet::zuordnen`] makes of an attribute depends on this key only. None if it is
    /// too long to be looked for.
    pub(crate) fn suchschluessel(attribut: &str) -> Option<String> {
        let parts = attribut.split('.').map(schluessel);
        (attribut.len() <= MAX_NAME).then(|| parts.collect::<Vec<_>>().join("."))
    }

    /// Looks for all faulty attributes of an error, in their order.
    pub fn zuordnen_alle(&self, fehler: &AzrFehler) -> Vec<Zuordnung> {
        let all = fehler.fehlerhafte_attribute.iter();
        all.map(|attribut| self.zuordnen(attribut)).collect()
    }

    /// A name without a dot: an entity as a whole.
    fn nur_entity(&self, key: &str) -> Zuordnung {
        match self.entities(key).filter(|_| !key.is_empty()) {
            Some((art, entities)) => self.gefunden(
                entities,
                Abgleich {
                    entity: art,
                    attribut: None,
                },
            ),
            None => self.nicht_gefunden(false, &[(key.to_owned(), key.to_owned())]),
        }
    }

    /// The elements that an entity may be: those of the best kind of fit.
    fn entities(&self, key: &str) -> Option<(EntityTreffer, Vec<usize>)> {
        let fits: Vec<(EntityTreffer, usize)> = self
            .alle()
            .filter(|(_, knoten)| !ist_huelle(knoten.name()))
            .filter_map(|(at, knoten)| Some((self.entity(at, knoten, key)?, at)))
            .collect();
        let best = fits.iter().map(|(art, _)| *art).min()?;
        let mut all: Vec<usize> = fits
            .into_iter()
            .filter(|(art, _)| *art == best)
            .map(|(_, at)| at)
            .collect();
        self.nur_aeussere(&mut all);
        Some((best, all))
    }

    /// Leaves out elements that stand in others of the list: whatever is below them is below those.
    fn nur_aeussere(&self, elements: &mut Vec<usize>) {
        let all: HashSet<usize> = elements.iter().copied().collect();
        elements.retain(|at| {
            let mut next = self.baum.knoten(*at).and_then(|k| k.eltern);
            while let Some(outer) = next {
                if all.contains(&outer) {
                    return false;
                }
                next = self.baum.knoten(outer).and_then(|k| k.eltern);
            }
            true
        });
    }

    fn entity(&self, at: usize, knoten: &Knoten, key: &str) -> Option<EntityTreffer> {
        let namen = self.namen(at)?;
        let group = self.gruppe(knoten).is_some();
        if group && namen.gruppe.iter().any(|name| name == key) {
            return Some(EntityTreffer::Gruppe);
        }
        if namen.typ.iter().any(|form| form == key) {
            return Some(EntityTreffer::Typ);
        }
        let titled = namen.titel.as_deref() == Some(key);
        if knoten.eltern.is_none() {
            let is = |name: &str| schluessel(name) == key;
            let mut parts = knoten.name().split('.');
            let named = namen.name == key
                || parts.any(|p| is(p) || p.strip_prefix("AZR").is_some_and(is))
                || titled;
            return named.then_some(EntityTreffer::Nachricht);
        }
        if namen.name == key {
            return Some(EntityTreffer::Element);
        }
        let group_titled = group && namen.gruppentitel.as_deref() == Some(key);
        (titled || group_titled).then_some(EntityTreffer::Titel)
    }

    /// The elements below these that an attribute may be: those of the best kind of fit.
    fn attribute(
        &self,
        entities: &[usize],
        entity: &str,
        name: &str,
    ) -> Option<(AttributTreffer, Vec<usize>)> {
        let mut fits: Vec<(AttributTreffer, Treffer)> = Vec::new();
        for at in entities {
            self.unterhalb(*at, &mut Vec::new(), &mut |at, names| {
                if let Some(art) = self.attribut(at, names, entity, name) {
                    fits.push((art, (names.len(), at)));
                }
            });
        }
        let best = fits.iter().map(|(art, _)| *art).min()?;
        fits.retain(|(art, _)| *art == best);
        let directly = fits.iter().any(|(_, (depth, _))| *depth == 1);
        let all = fits.into_iter();
        let mut places: Vec<usize> = all
            .filter(|(_, (depth, _))| !directly || *depth == 1)
            .map(|(_, (_, at))| at)
            .collect();
        places.sort_unstable();
        places.dedup();
        Some((best, places))
    }

    /// Calls for each element below one, with the keys of the names down to it, without wrappers.
    fn unterhalb<'g>(
        &'g self,
        at: usize,
        names: &mut Vec<&'g str>,
        call: &mut dyn FnMut(usize, &[&'g str]),
    ) {
        let Some(knoten) = self.baum.knoten(at) else {
            return;
        };
        for kind in &knoten.kinder {
            let Some(element) = self.baum.knoten(*kind) else {
                continue;
            };
            let wrapper = ist_huelle(element.name());
            if !wrapper {
                names.push(self.namen(*kind).map_or("", |n| &n.name));
                call(*kind, names);
            }
            self.unterhalb(*kind, names, call);
            if !wrapper {
                names.pop();
            }
        }
    }

    fn attribut(
        &self,
        at: usize,
        names: &[&str],
        entity: &str,
        key: &str,
    ) -> Option<AttributTreffer> {
        if let Some(art) = nach_namen(names, entity, key) {
            return Some(art);
        }
        let namen = self.namen(at)?;
        if namen.titel.as_deref() == Some(key) {
            return Some(AttributTreffer::Titel);
        }
        if namen.typ.iter().any(|form| form == key) {
            return Some(AttributTreffer::Typ);
        }
        (namen.feldtitel == key).then_some(AttributTreffer::Feldtitel)
    }

    /// One field if all places have the same names.
    fn gefunden(&self, places: Vec<usize>, abgleich: Abgleich) -> Zuordnung {
        let one = places
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if self.gleiche_namen(*a, *b)));
        let anzahl = places.len();
        let first = places.into_iter().take(MAX_STELLEN);
        let stellen = first.map(|at| self.stelle(at)).collect();
        match one {
            true => Zuordnung::Gefunden {
                stellen,
                anzahl,
                abgleich,
            },
            false => Zuordnung::Mehrdeutig {
                stellen,
                anzahl,
                abgleich,
            },
        }
    }

    /// An attribute that the schema knows below an entity of the submission.
    fn fehlend(
        &self,
        art: EntityTreffer,
        entities: &[usize],
        entity: &str,
        key: &str,
    ) -> Option<Zuordnung> {
        let mut tried = HashSet::new();
        entities.iter().find_map(|at| {
            let typ = self.typ(self.baum.knoten(*at)?)?;
            if !tried.insert(typ) {
                return None;
            }
            let (how, steps, element) = self.im_schema(typ, entity, key)?;
            let stelle = self.stelle(*at);
            let below = steps.into_iter().map(|name| Step { name, index: None });
            let pfad = stelle.pfad.steps().iter().cloned().chain(below).collect();
            let titel = schema::titel(self.set, Some(element), Some(element.type_id));
            Some(Zuordnung::Fehlt {
                entity: Box::new(stelle),
                pfad,
                feldtitel: feldtitel(&element.name.local),
                bezeichnung: titel.map(str::to_owned),
                abgleich: Abgleich {
                    entity: art,
                    attribut: Some(how),
                },
            })
        })
    }

    /// The element of this name that may stand nearest below an element of this type, with the
    /// names down to it.
    fn im_schema(
        &self,
        typ: TypeId,
        entity: &str,
        key: &str,
    ) -> Option<(AttributTreffer, Vec<String>, &'static Element)> {
        let mut level: Vec<(TypeId, Vec<String>, Vec<String>)> =
            vec![(typ, Vec::new(), Vec::new())];
        let mut seen = vec![typ];
        for _ in 0..MAX_TIEFE {
            let mut next = Vec::new();
            for (typ, steps, names) in level {
                for element in schema::kinder(self.set, typ) {
                    let mut steps = steps.clone();
                    steps.push(element.name.local.clone());
                    let mut names = names.clone();
                    if !ist_huelle(&element.name.local) {
                        names.push(schluessel(&element.name.local));
                    }
                    let below: Vec<&str> = names.iter().map(String::as_str).collect();
                    if let Some(art) = nach_namen(&below, entity, key) {
                        return Some((art, steps, element));
                    }
                    if !seen.contains(&element.type_id) {
                        seen.push(element.type_id);
                        next.push((element.type_id, steps, names));
                    }
                }
            }
            level = next;
        }
        None
    }

    fn nicht_gefunden(&self, entity_found: bool, splits: &[(String, String)]) -> Zuordnung {
        let gruppe = splits
            .iter()
            .find_map(|(entity, _)| gruppe_im_register(entity));
        let grund = match (entity_found, gruppe) {
            (true, _) => Grund::AttributUnbekannt,
            (false, Some(gruppe)) => Grund::GruppeNichtGesendet(gruppe),
            (false, None) => Grund::EntityUnbekannt,
        };
        // The head of the message is never meant by a field of the register.
        let fits = |at: usize, knoten: &Knoten| {
            let name = self.namen(at).map(|n| &n.name);
            knoten.tiefe > 1 && splits.iter().any(|(_, key)| Some(key) == name)
        };
        let fits = self.alle().filter(|(at, knoten)| fits(*at, knoten));
        let moeglich = fits.take(MAX_MOEGLICH).map(|(at, _)| self.stelle(at));
        Zuordnung::NichtGefunden {
            grund,
            moeglich: moeglich.collect(),
        }
    }
}

/// How an attribute fits the names from the entity down to an element.
fn nach_namen(names: &[&str], entity: &str, key: &str) -> Option<AttributTreffer> {
    let last = *names.last()?;
    if last == key {
        return Some(AttributTreffer::Element);
    }
    let mut joined = last.to_owned();
    for name in names.iter().rev().skip(1) {
        if joined.len() >= key.len() {
            break;
        }
        joined.insert_str(0, name);
        if joined == key {
            return Some(AttributTreffer::Pfad);
        }
    }
    let with_entity = last.strip_prefix(entity).is_some_and(|rest| rest == key);
    with_entity.then_some(AttributTreffer::MitEntity)
}

/// The group of data that an entity is named after, whether it was sent or not.
fn gruppe_im_register(entity: &str) -> Option<&'static Gruppe> {
    let is = |name: &str| schluessel(name) == entity;
    Gruppe::all().iter().find(|gruppe| {
        is(gruppe.name)
            || is(gruppe.typ)
            || gruppe.typ.strip_prefix("AZR.").is_some_and(is)
            || is(gruppe.titel)
            || gruppe.auskunft.iter().any(|name| is(name))
    })
}
