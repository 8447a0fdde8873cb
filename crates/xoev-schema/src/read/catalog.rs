//! OASIS XML catalogs: which document stands for which URL.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::NsReader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

use super::store::{Location, Store};
use super::text::decode;
use crate::error::{Place, SchemaError};

const NAMESPACE: &str = "urn:oasis:names:tc:entity:xmlns:xml:catalog";

/// The entries of all catalogs read. The first entry for a name holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalog {
    exact: BTreeMap<String, Location>,
    rewrites: Vec<Rewrite>,
    read: BTreeSet<Location>,
}

/// URLs that start alike are found in one folder.
#[derive(Clone, Debug)]
struct Rewrite {
    start: String,
    replacement: String,
    base: Location,
}

impl Catalog {
    /// Adds the entries of a catalog and of those that it names as next ones.
    pub(super) fn add(&mut self, store: &Store, location: &Location) -> Result<(), SchemaError> {
        let location = Store::canonical(location);
        if !self.read.insert(location.clone()) {
            return Ok(());
        }
        let file = location.to_string();
        let text = decode(&file, &store.read(&location)?)?;
        let malformed = |reason: String| SchemaError::Malformed {
            place: Place::file(&file),
            reason: format!("catalog: {reason}"),
        };
        let mut reader = NsReader::from_str(&text);
        let mut bases = vec![location.clone()];
        let mut next = Vec::new();
        loop {
            match reader.read_event().map_err(|e| malformed(e.to_string()))? {
                Event::Start(start) => {
                    let base = self
                        .entry(&reader, &start, &bases, &mut next)
                        .map_err(malformed)?;
                    bases.push(base);
                }
                Event::Empty(start) => {
                    self.entry(&reader, &start, &bases, &mut next)
                        .map_err(malformed)?;
                }
                Event::End(_) => {
                    bases.pop();
                }
                Event::Eof if bases.len() > 1 => {
                    return Err(malformed("the file ends within an element".to_owned()));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        next.iter()
            .try_for_each(|location| self.add(store, location))
    }

    /// The document that stands for a URL. Longer prefixes win among rewritings.
    pub(super) fn find(&self, url: &str) -> Option<Location> {
        if let Some(location) = self.exact.get(url) {
            return Some(location.clone());
        }
        let (rest, rewrite) = self
            .rewrites
            .iter()
            .filter_map(|rewrite| Some((url.strip_prefix(rewrite.start.as_str())?, rewrite)))
            .min_by_key(|(rest, _)| rest.len())?;
        rewrite.base.join(&format!("{}{rest}", rewrite.replacement))
    }

    /// Takes one element in; gives the base of the elements in it.
    fn entry(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
        bases: &[Location],
        next: &mut Vec<Location>,
    ) -> Result<Location, String> {
        let (namespace, local) = reader.resolve_element(start.name());
        let ours =
            matches!(namespace, ResolveResult::Bound(ns) if ns.as_ref() == NAMESPACE.as_bytes());
        let mut attributes = BTreeMap::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|e| e.to_string())?;
            let value = String::from_utf8_lossy(&attribute.value);
            let value = unescape(&value).map_err(|e| e.to_string())?;
            let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            attributes.insert(
                key,
                value.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
            );
        }
        let mut base = match bases.last() {
            Some(base) => base.clone(),
            None => return Err("elements do not match".to_owned()),
        };
        if let Some(within) = attributes.get("xml:base")
            // A base that is a folder is told by the slash at its end; paths are then taken from
            // within it, as from any file there.
            && let Some(location) =
                base.join(&if within.ends_with('/') { format!("{within}-") } else { within.clone() })
        {
            base = location;
        }
        let (key, target) = match local.as_ref() {
            b"uri" => ("name", "uri"),
            b"system" => ("systemId", "uri"),
            b"rewriteURI" => ("uriStartString", "rewritePrefix"),
            b"rewriteSystem" => ("systemIdStartString", "rewritePrefix"),
            b"nextCatalog" => ("catalog", "catalog"),
            _ => return Ok(base),
        };
        if !ours {
            return Ok(base);
        }
        let attribute = |name: &str| {
            let element = String::from_utf8_lossy(local.as_ref()).into_owned();
            attributes
                .get(name)
                .ok_or_else(|| format!("{element} without {name}"))
        };
        let target = attribute(target)?.clone();
        let key = attribute(key)?.clone();
        if local.as_ref().starts_with(b"rewrite") {
            let rewrite = Rewrite {
                start: key,
                replacement: target,
                base: base.clone(),
            };
            self.rewrites.push(rewrite);
            return Ok(base);
        }
        // An entry that leads to the network is no help, since nothing is fetched.
        if let Some(target) = base.join(&target) {
            if local.as_ref() == b"nextCatalog" {
                next.push(target);
            } else {
                self.exact.entry(key).or_insert(target);
            }
        }
        Ok(base)
    }
}
