//! Elements as a tree of names and texts: what the register stores, and what its answers are put
//! together from before the typed writer checks them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::NsReader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

/// Namespace of XAusländer 26.11.
pub(super) const XA: &str = "http://www.osci.de/xauslaender2611";
/// Namespace of what a later release may add to data of the register.
pub(super) const ERWEITERUNG: &str = "http://www.osci.de/xauslaender2611/azr-erweiterung";

/// Deepest element that is read. Messages that the typed reader took are less deep.
const MAX_TIEFE: usize = 120;

/// An element with all that is in it. Comments are not kept, nor is white space between elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Knoten {
    /// Namespace; empty for none.
    pub(super) ns: String,
    /// Local name.
    pub(super) name: String,
    /// Attributes: namespace, local name, value.
    pub(super) attribute: Vec<(String, String, String)>,
    /// Text of an element without elements.
    pub(super) text: String,
    /// Elements in it.
    pub(super) kinder: Vec<Knoten>,
}

impl Knoten {
    /// An empty element of XAusländer.
    pub(super) fn xa(name: &str) -> Knoten {
        Knoten::neu(XA, name)
    }

    /// An empty element.
    pub(super) fn neu(ns: &str, name: &str) -> Knoten {
        Knoten {
            ns: ns.to_owned(),
            name: name.to_owned(),
            ..Knoten::default()
        }
    }

    /// The same with this text.
    pub(super) fn mit_text(mut self, text: impl Into<String>) -> Knoten {
        self.text = text.into();
        self
    }

    /// The same with another element at its end.
    pub(super) fn mit(mut self, kind: Knoten) -> Knoten {
        self.kinder.push(kind);
        self
    }

    /// The same with an attribute without namespace.
    pub(super) fn mit_attribut(mut self, name: &str, value: &str) -> Knoten {
        let attribute = (String::new(), name.to_owned(), value.to_owned());
        self.attribute.push(attribute);
        self
    }

    /// The value of an attribute without namespace.
    pub(super) fn attribut(&self, name: &str) -> Option<&str> {
        let mut all = self.attribute.iter();
        let found = all.find(|(ns, local, _)| ns.is_empty() && local == name)?;
        Some(&found.2)
    }

    /// The first element of this local name in it.
    pub(super) fn kind(&self, name: &str) -> Option<&Knoten> {
        self.kinder.iter().find(|k| k.name == name)
    }

    /// The element at the end of a path of first elements.
    pub(super) fn an(&self, pfad: &[&str]) -> Option<&Knoten> {
        pfad.iter().try_fold(self, |at, name| at.kind(name))
    }

    /// Text of the first element of this name in it.
    pub(super) fn wert(&self, name: &str) -> Option<&str> {
        self.kind(name).map(|k| k.text.trim())
    }

    /// The key that an element of this name in it holds.
    pub(super) fn code(&self, name: &str) -> Option<&str> {
        self.kind(name)?.wert("code")
    }

    /// All elements of this local name below it, however deep.
    pub(super) fn alle<'k>(&'k self, name: &str, out: &mut Vec<&'k Knoten>) {
        for kind in &self.kinder {
            if kind.name == name {
                out.push(kind);
            }
            kind.alle(name, out);
        }
    }

    /// Reads a document. None if it is no well-formed XML, has a DTD, or is too deep.
    pub(super) fn lesen(bytes: &[u8]) -> Option<Knoten> {
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut offen: Vec<Knoten> = Vec::new();
        let mut wurzel = None;
        loop {
            let event = reader.read_event().ok()?;
            match event {
                Event::Start(tag) => {
                    if offen.len() >= MAX_TIEFE || wurzel.is_some() {
                        return None;
                    }
                    offen.push(beginn(&reader, &tag)?);
                }
                Event::End(_) => {
                    let mut fertig = offen.pop()?;
                    if !fertig.kinder.is_empty() {
                        fertig.text.clear();
                    }
                    match offen.last_mut() {
                        Some(eltern) => eltern.kinder.push(fertig),
                        None => wurzel = Some(fertig),
                    }
                }
                Event::Text(text) => anfuegen(&mut offen, &text.xml10_content().ok()?),
                Event::CData(text) => anfuegen(&mut offen, &text.xml10_content().ok()?),
                Event::GeneralRef(name) => {
                    let resolved: Cow<'_, str> = match name.resolve_char_ref().ok()? {
                        Some(c) => c.to_string().into(),
                        None => {
                            let name = std::str::from_utf8(&name).ok()?;
                            resolve_predefined_entity(name)?.into()
                        }
                    };
                    anfuegen(&mut offen, &resolved);
                }
                Event::DocType(_) => return None,
                Event::Eof => return wurzel.filter(|_| offen.is_empty()),
                _ => {}
            }
        }
    }

    /// Writes it as a document.
    pub(super) fn schreiben(&self) -> Vec<u8> {
        let mut prefixes = BTreeMap::new();
        self.namensraeume(&mut prefixes);
        let count = prefixes.values_mut().enumerate();
        count.for_each(|(at, prefix)| *prefix = format!("n{at}"));
        let mut out = String::new();
        self.schreiben_in(&prefixes, true, &mut out);
        out.into_bytes()
    }

    fn namensraeume(&self, out: &mut BTreeMap<String, String>) {
        let own = std::iter::once(&self.ns).chain(self.attribute.iter().map(|(ns, _, _)| ns));
        for ns in own.filter(|ns| !ns.is_empty()) {
            out.entry(ns.clone()).or_default();
        }
        self.kinder.iter().for_each(|k| k.namensraeume(out));
    }

    fn schreiben_in(&self, prefixes: &BTreeMap<String, String>, root: bool, out: &mut String) {
        let full = |ns: &str, name: &str| match prefixes.get(ns) {
            // The prefix that XML itself reserves is never declared.
            _ if ns == "http://www.w3.org/XML/1998/namespace" => format!("xml:{name}"),
            Some(prefix) => format!("{prefix}:{name}"),
            None => name.to_owned(),
        };
        let name = full(&self.ns, &self.name);
        // Writing to a String never fails.
        let _ = write!(out, "<{name}");
        if root {
            for (ns, prefix) in prefixes {
                let _ = write!(out, " xmlns:{prefix}=\"{}\"", geschuetzt(ns));
            }
        }
        for (ns, local, value) in &self.attribute {
            let _ = write!(out, " {}=\"{}\"", full(ns, local), geschuetzt(value));
        }
        out.push('>');
        match self.kinder.is_empty() {
            true => out.push_str(&geschuetzt(&self.text)),
            false => {
                let kinder = self.kinder.iter();
                kinder.for_each(|k| k.schreiben_in(prefixes, false, out));
            }
        }
        let _ = write!(out, "</{name}>");
    }
}

/// A text as it may stand between tags and between quotes.
fn geschuetzt(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&', '"', '\r', '\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

fn anfuegen(offen: &mut [Knoten], text: &str) {
    if let Some(knoten) = offen.last_mut() {
        knoten.text.push_str(text);
    }
}

fn beginn(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Option<Knoten> {
    let resolver = reader.resolver();
    let (ns, local) = resolver.resolve_element(tag.name());
    let mut knoten = Knoten::neu(
        &namensraum(ns)?,
        std::str::from_utf8(local.into_inner()).ok()?,
    );
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (ns, local) = resolver.resolve_attribute(attribute.key);
        let local = std::str::from_utf8(local.into_inner()).ok()?.to_owned();
        let value = std::str::from_utf8(&attribute.value).ok()?;
        let value = unescape(value).ok()?.into_owned();
        knoten.attribute.push((namensraum(ns)?, local, value));
    }
    Some(knoten)
}

fn namensraum(ns: ResolveResult<'_>) -> Option<String> {
    match ns {
        ResolveResult::Bound(ns) => Some(std::str::from_utf8(ns.into_inner()).ok()?.to_owned()),
        ResolveResult::Unbound => Some(String::new()),
        ResolveResult::Unknown(_) => None,
    }
}
