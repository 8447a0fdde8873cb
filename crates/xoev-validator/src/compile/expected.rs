//! What start tags are likely to look like, so that they are compared instead of taken apart.

use std::sync::OnceLock;

use xoev::xml::begins_with;
use xoev_schema::{NsId, SchemaSet, TypeId, TypeKind};

use super::model::Symbol;
use super::simple::{Lengths, Simple};

/// How many forms of attributes are kept for an element.
const FORMS: usize = 4;
/// How long a form may be, in bytes.
const LONGEST: usize = 256;

/// So many bytes of a name are kept in a [`Name`]; the declaration has the rest.
const INLINE: usize = 32;
/// So many bytes have to follow where a name is compared, so that it needs no look at the end.
pub(crate) const AHEAD: usize = INLINE + 8;

/// An element that a type may hold: all that its start tag is compared with, and what is asked of it
/// then, in one line of the processor's cache.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Name {
    /// The first eight bytes of the name, the second and third, and the last, as far as it has them.
    first: u64,
    second: u64,
    third: u64,
    last: u64,
    pub(crate) type_id: TypeId,
    pub(crate) ns: NsId,
    length: u8,
    /// How many bits of the first eight bytes the name does not have.
    spare: u8,
    pub(crate) slot: Option<u16>,
    pub(crate) required: bool,
    /// Neither the declaration nor the type asks for more than the fast way looks at.
    pub(crate) plain: bool,
    /// The declaration has the only value.
    pub(crate) fixed: bool,
    /// It may stand without attributes.
    pub(crate) bare: bool,
    /// Once it was seen: what is asked of its text, if that is no more.
    visible: OnceLock<Option<Lengths>>,
}

const _: () = assert!(size_of::<Name>() == 64, "more than a line");

impl Name {
    pub(super) fn new(set: &SchemaSet, symbol: &Symbol) -> Name {
        let name = symbol.local.as_bytes();
        let mut first = [0; 8];
        for (word, byte) in first.iter_mut().zip(name) {
            *word = *byte;
        }
        let word = |at: usize| {
            let word = name.get(at..).and_then(<[u8]>::first_chunk::<8>);
            word.map_or(0, |word| u64::from_le_bytes(*word))
        };
        let type_id = symbol.decl.type_id();
        let (plain, bare) = match &set.ty(type_id).kind {
            TypeKind::Simple(_) => (true, true),
            TypeKind::Complex(complex) => (
                !complex.abstract_ && !complex.mixed,
                complex.attributes.iter().all(|a| !a.required),
            ),
        };
        Name {
            first: u64::from_le_bytes(first),
            second: word(8),
            third: word(16),
            last: name.len().checked_sub(8).map_or(0, word),
            type_id,
            ns: symbol.ns,
            length: u8::try_from(name.len()).unwrap_or(u8::MAX),
            spare: u8::try_from(64 - 8 * name.len().clamp(1, 8)).unwrap_or(0),
            slot: symbol.slot,
            required: symbol.decl.counts.min > 0,
            plain: plain && symbol.decl.is_plain_or_fixed(),
            fixed: symbol.decl.element.fixed.is_some(),
            bare,
            visible: OnceLock::new(),
        }
    }

    /// The length of the name, if it is what a text begins with, before `>` or a blank.
    #[inline(always)]
    pub(crate) fn length<'s>(
        &self,
        text: &[u8; AHEAD],
        bytes: &[u8],
        symbol: impl Fn() -> &'s Symbol,
    ) -> Option<usize> {
        let length = usize::from(self.length);
        let word = |at: usize| {
            let word = text.get(at..).and_then(<[u8]>::first_chunk::<8>);
            word.map_or(0, |word| u64::from_le_bytes(*word))
        };
        if (word(0) ^ self.first) << (self.spare & 63) != 0 {
            return None;
        }
        if length > INLINE {
            let name = symbol().local.as_bytes();
            let behind = bytes.get(name.len());
            let found = begins_with(bytes, name) && matches!(behind, Some(b'>' | b' '));
            return found.then_some(name.len());
        }
        let inside = length <= 8
            || (word(length - 8) == self.last
                && (length <= 16 || word(8) == self.second)
                && (length <= 24 || word(16) == self.third));
        let found = inside && matches!(text.get(length), Some(b'>' | b' '));
        found.then_some(length)
    }

    /// What is asked of its text, if it is known that it has one and that no more is asked.
    #[inline]
    pub(crate) fn visible(&self) -> Option<Lengths> {
        *self.visible.get()?
    }

    /// Notes what is asked of its text.
    pub(crate) fn note(&self, simple: &Simple) {
        self.visible.get_or_init(|| simple.visible);
    }
}

/// Attributes of an element as they stood in start tags that were found right, from behind the name
/// up to `>`. Only those whose judgement depends on nothing but these bytes are kept, and few.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    list: OnceLock<Box<[Form; FORMS]>>,
}

/// None before so many were seen.
type Form = OnceLock<Box<[u8]>>;

impl Forms {
    /// The length of the form that stands at the beginning.
    #[inline]
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<usize> {
        let mut forms = self.list.get()?.iter().map_while(Form::get);
        let form = forms.find(|form| begins_with(bytes, form))?;
        Some(form.len())
    }

    /// Remembers a form.
    pub(crate) fn note(&self, form: &[u8]) {
        if form.len() > LONGEST {
            return;
        }
        for kept in self.list.get_or_init(Default::default).iter() {
            if **kept.get_or_init(|| form.into()) == *form {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use xoev_schema::Loader;

    use super::super::model::{Counts, Symbols};
    use super::*;

    #[test]
    fn names_are_compared_to_their_end() {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for length in 1..=letters.len() {
            let name = &letters[..length];
            let (set, symbols) = symbols(name);
            let symbol = symbols.get(0);
            let known = Name::new(&set, symbol);
            let found = |text: &str| {
                let text = format!("{text}{}", " ".repeat(AHEAD));
                let bytes = text.as_bytes();
                known.length(bytes.first_chunk().unwrap(), bytes, || symbol)
            };
            assert_eq!(found(&format!("{name}>")), Some(length));
            assert_eq!(found(&format!("{name} a=\"\">")), Some(length));
            assert_eq!(found(&format!("{name}x>")), None);
            assert_eq!(found(&name[..length - 1]), None);
            for at in 0..length {
                let mut other = format!("{name}>");
                other.replace_range(at..=at, "-");
                assert_eq!(found(&other), None, "{other}");
            }
        }
    }

    /// One element of this name.
    fn symbols(name: &str) -> (SchemaSet, Symbols) {
        let schema = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
               <xs:element name='{name}' type='xs:string'/>\
             </xs:schema>"
        );
        let set = Loader::new().memory("name.xsd", schema).load().unwrap();
        let counts = Counts {
            min: 1,
            max: Some(1),
            repeats: false,
        };
        let mut symbols = Symbols::default();
        symbols.add(&set, &set.elements[0], counts);
        (set, symbols)
    }

    #[test]
    fn few_forms_are_kept() {
        let forms = Forms::default();
        assert_eq!(forms.find(b" a=\"1\">"), None);
        for at in 0..2 * FORMS {
            forms.note(format!(" a=\"{at}\">").as_bytes());
        }
        forms.note(&[b' '; LONGEST + 1]);
        assert_eq!(forms.find(b" a=\"0\"><b>"), Some(7));
        assert_eq!(forms.find(b" a=\"3\"><b>"), Some(7));
        assert_eq!(forms.find(b" a=\"4\"><b>"), None);
        assert_eq!(forms.find(b" a=\"0\""), None);
        assert_eq!(forms.find(&[b' '; LONGEST + 1]), None);
    }
}
