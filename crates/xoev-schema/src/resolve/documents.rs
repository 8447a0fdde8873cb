//! The documents of a set with their namespaces, and the names that they use.

use std::cell::RefCell;

use xsd_parser::models::schema::QName as Reference;
use xsd_parser::models::schema::xs::Schema;

use crate::error::{Place, Referent, SchemaError};
use crate::model::{DocId, Namespace, NsId, QName, XS};
use crate::read::Raw;

/// A document in its role within the set.
#[derive(Debug)]
pub(super) struct Doc<'a> {
    pub(super) raw: &'a Raw,
    pub(super) schema: &'a Schema,
    pub(super) id: DocId,
    pub(super) target: NsId,
}

/// Where a component stands: the document and the named components around it.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    pub(super) doc: usize,
    pub(super) place: Vec<String>,
    /// Within the redefinition of a group: its name and the number of definitions below this one.
    pub(super) redefining: Option<(&'a str, usize)>,
}

impl<'a> Site<'a> {
    pub(super) fn new(doc: usize, name: &str) -> Site<'a> {
        Site {
            doc,
            place: vec![name.to_owned()],
            redefining: None,
        }
    }

    pub(super) fn within(&self, step: impl Into<String>) -> Site<'a> {
        let mut place = self.place.clone();
        place.push(step.into());
        Site {
            doc: self.doc,
            place,
            redefining: self.redefining,
        }
    }
}

/// A reference resolved to a namespace of the set and a local name.
pub(super) type Key<'a> = (NsId, &'a str);

/// All documents and all namespaces met.
#[derive(Debug)]
pub(super) struct Documents<'a> {
    pub(super) list: Vec<Doc<'a>>,
    namespaces: RefCell<Vec<Namespace>>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(raws: &'a [Raw]) -> Result<Documents<'a>, SchemaError> {
        let none = Namespace {
            uri: String::new(),
            prefix: None,
        };
        let mut documents = Documents {
            list: Vec::new(),
            namespaces: RefCell::new(vec![none]),
        };
        for raw in raws {
            let too_many = |_| SchemaError::Unsupported {
                place: Place::file(&raw.parsed.file),
                construct: "more than 65535 documents".to_owned(),
                reason: "such a set is taken for a mistake".to_owned(),
            };
            let Some(schema) = raw.parsed.schema() else {
                continue;
            };
            let id = DocId(u16::try_from(documents.list.len()).map_err(too_many)?);
            let target = documents.intern(raw.target.as_deref().unwrap_or_default())?;
            if !raw.chameleon
                && let Some(namespace) = documents
                    .namespaces
                    .borrow_mut()
                    .get_mut(usize::from(target.0))
                && namespace.prefix.is_none()
            {
                namespace.prefix.clone_from(&raw.parsed.prefix);
            }
            documents.list.push(Doc {
                raw,
                schema,
                id,
                target,
            });
        }
        documents.intern(XS)?;
        Ok(documents)
    }

    /// The number of this namespace, which is added if it is new.
    pub(super) fn intern(&self, uri: &str) -> Result<NsId, SchemaError> {
        if let Some(id) = self.find(uri) {
            return Ok(id);
        }
        let mut namespaces = self.namespaces.borrow_mut();
        let id = u16::try_from(namespaces.len()).map_err(|_| SchemaError::Unsupported {
            place: Place::default(),
            construct: "more than 65535 namespaces".to_owned(),
            reason: "such a set is taken for a mistake".to_owned(),
        })?;
        let prefix = (uri == XS).then(|| "xs".to_owned());
        namespaces.push(Namespace {
            uri: uri.to_owned(),
            prefix,
        });
        Ok(NsId(id))
    }

    pub(super) fn find(&self, uri: &str) -> Option<NsId> {
        let namespaces = self.namespaces.borrow();
        let index = namespaces.iter().position(|n| n.uri == uri)?;
        u16::try_from(index).ok().map(NsId)
    }

    pub(super) fn into_namespaces(self) -> Vec<Namespace> {
        self.namespaces.into_inner()
    }

    pub(super) fn show(&self, key: Key<'_>) -> String {
        let namespaces = self.namespaces.borrow();
        match namespaces
            .get(usize::from(key.0.0))
            .map_or("", |n| n.uri.as_str())
        {
            "" => key.1.to_owned(),
            uri => format!("{{{uri}}}{}", key.1),
        }
    }

    pub(super) fn qname(&self, doc: usize, local: &str) -> QName {
        QName {
            ns: self.target(doc),
            local: local.to_owned(),
        }
    }

    pub(super) fn target(&self, doc: usize) -> NsId {
        self.list.get(doc).map_or(NsId::NONE, |d| d.target)
    }

    /// What a reference in this document means. Unprefixed names in a document that takes the
    /// namespace of the including one are in that namespace.
    pub(super) fn key<'r>(
        &self,
        site: &Site<'_>,
        referent: Referent,
        reference: &'r Reference,
    ) -> Result<Key<'r>, SchemaError> {
        let text = |bytes: &'r [u8]| std::str::from_utf8(bytes).unwrap_or_default();
        let local = text(reference.local_name());
        let uri = reference
            .namespace()
            .map(|ns| String::from_utf8_lossy(ns.as_ref()).into_owned());
        match (uri, reference.prefix()) {
            (Some(uri), _) => match self.find(&uri) {
                Some(ns) => Ok((ns, local)),
                None => Err(self.unresolved(
                    site,
                    referent,
                    format!("{{{uri}}}{local}"),
                    Some("no document of this namespace was read; is an import missing?"),
                )),
            },
            (None, Some(prefix)) => {
                Err(self.unresolved(site, Referent::Prefix, text(prefix).to_owned(), None))
            }
            (None, None) => match self.list.get(site.doc) {
                Some(doc) if doc.raw.chameleon => Ok((doc.target, local)),
                _ => Ok((NsId::NONE, local)),
            },
        }
    }

    pub(super) fn place(&self, site: &Site<'_>) -> Place {
        let file = self
            .list
            .get(site.doc)
            .map_or("", |d| d.raw.parsed.file.as_str());
        Place::within(file, &site.place)
    }

    pub(super) fn unresolved(
        &self,
        site: &Site<'_>,
        referent: Referent,
        name: String,
        hint: Option<&str>,
    ) -> SchemaError {
        let hint = hint.map(str::to_owned);
        SchemaError::Unresolved {
            place: self.place(site),
            referent,
            name,
            hint,
        }
    }

    pub(super) fn contradictory(
        &self,
        site: &Site<'_>,
        name: impl Into<String>,
        reason: impl Into<String>,
    ) -> SchemaError {
        SchemaError::Contradictory {
            place: self.place(site),
            name: name.into(),
            reason: reason.into(),
        }
    }

    pub(super) fn unsupported(
        &self,
        site: &Site<'_>,
        construct: impl Into<String>,
        reason: impl Into<String>,
    ) -> SchemaError {
        SchemaError::Unsupported {
            place: self.place(site),
            construct: construct.into(),
            reason: reason.into(),
        }
    }

    pub(super) fn malformed(&self, site: &Site<'_>, reason: impl Into<String>) -> SchemaError {
        SchemaError::Malformed {
            place: self.place(site),
            reason: reason.into(),
        }
    }
}
