//! What a schema says about a type of codes: which list in which version, and its keys.

use std::collections::HashMap;
use std::sync::Arc;

use xoev_schema::{Content, SchemaSet, Term, TypeId, TypeKind};

use crate::code_list::{CodeKeys, KeyAnswer};

/// What is known about an attribute that names the list or its version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// The only value that is right.
    pub(crate) value: Option<String>,
    /// The schema fixes it, so that a validator finds another value, too.
    pub(crate) fixed: bool,
    /// It has to be there.
    pub(crate) required: bool,
}

/// The keys that a schema enumerates, with their labels.
#[derive(Debug, Default)]
pub(crate) struct Enumerated {
    keys: HashMap<String, Option<String>>,
}

impl CodeKeys for Enumerated {
    fn key(&self, _column: Option<&str>, key: &str) -> KeyAnswer<'_> {
        match self.keys.get(key) {
            Some(label) => KeyAnswer::Known(label.as_deref()),
            None => KeyAnswer::Unknown,
        }
    }
}

/// Lists by URI, then by version.
type Lists = HashMap<String, HashMap<String, Arc<Enumerated>>>;

/// What to check on the codes of a type.
#[derive(Clone, Debug)]
pub(crate) struct CodePlan {
    /// `listURI`
    pub(crate) uri: Named,
    /// `listVersionID`
    pub(crate) version: Named,
    /// The column of the list that keys are from, if the schema says so.
    pub(crate) column: Option<String>,
    /// The keys that the schema enumerates for this type.
    pub(crate) keys: Option<Arc<Enumerated>>,
    /// All lists that the schema set enumerates, for types that leave the list open.
    lists: Arc<Lists>,
}

impl CodePlan {
    /// The keys of a list, if any type of the schema set enumerates them.
    pub(crate) fn enumerated(&self, uri: &str, version: &str) -> Option<&Enumerated> {
        let keys = self.lists.get(uri)?.get(version)?;
        Some(keys)
    }
}

/// All lists that a schema set enumerates.
pub(crate) struct CodePlans {
    by_type: HashMap<TypeId, Arc<Enumerated>>,
    lists: Arc<Lists>,
}

impl CodePlans {
    pub(crate) fn new(set: &SchemaSet) -> CodePlans {
        let mut by_type = HashMap::new();
        let mut lists = Lists::new();
        for at in 0..set.types.len() {
            let id = TypeId(at as u32);
            let Some(keys) = enumerated(set, id) else {
                continue;
            };
            let keys = Arc::new(keys);
            let (uri, version) = named(set, id);
            if let (Some(uri), Some(version)) = (uri.value, version.value) {
                let versions = lists.entry(uri).or_default();
                versions.insert(version, Arc::clone(&keys));
            }
            by_type.insert(id, keys);
        }
        CodePlans {
            by_type,
            lists: Arc::new(lists),
        }
    }
}

/// The plan for a type of codes.
pub(crate) fn plan(set: &SchemaSet, id: TypeId, plans: &CodePlans) -> CodePlan {
    let (uri, version) = named(set, id);
    CodePlan {
        uri,
        version,
        column: set
            .ty(id)
            .appinfo
            .first("genutzteCodeSpalte")
            .map(str::to_owned),
        keys: plans.by_type.get(&id).map(Arc::clone),
        lists: Arc::clone(&plans.lists),
    }
}

/// What a type says about list and version: by fixed attributes, else in its `appinfo`.
fn named(set: &SchemaSet, id: TypeId) -> (Named, Named) {
    let ty = set.ty(id);
    let attribute = |name: &str, appinfo: &str| {
        let TypeKind::Complex(complex) = &ty.kind else {
            return Named::default();
        };
        let mut uses = complex.attributes.iter();
        let found = uses.find(|a| a.name.local == name);
        let fixed = found.and_then(|a| a.fixed.clone());
        Named {
            fixed: fixed.is_some(),
            required: found.is_some_and(|a| a.required),
            value: fixed.or_else(|| ty.appinfo.first(appinfo).map(str::to_owned)),
        }
    };
    (
        attribute("listURI", "codeliste/kennung"),
        attribute("listVersionID", "versionCodeliste/version"),
    )
}

/// The keys that the child `code` of a type is restricted to.
fn enumerated(set: &SchemaSet, id: TypeId) -> Option<Enumerated> {
    let TypeKind::Complex(complex) = &set.ty(id).kind else {
        return None;
    };
    let Content::Elements(particle) = &complex.content else {
        return None;
    };
    // A sequence of one is given as the element itself.
    let alone = std::slice::from_ref(particle);
    let children = match &particle.term {
        Term::Sequence(children) | Term::All(children) => children,
        _ => alone,
    };
    let code = children.iter().find_map(|child| match &child.term {
        Term::Element(element) if element.name.local == "code" => Some(element),
        _ => None,
    })?;
    let step = set
        .facet_chain(code.type_id)
        .find(|facets| !facets.enumeration.is_empty())?;
    let values = step.enumeration.iter();
    let keys = values.map(|v| (v.value.clone(), v.label.clone())).collect();
    Some(Enumerated { keys })
}
