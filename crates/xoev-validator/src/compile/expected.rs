//! What start tags are likely to look like, so that they are compared instead of taken apart.

use std::sync::OnceLock;

use xoev::xml::begins_with;
use xoev_schema::NsId;

/// So many bytes of a name are compared at once.
const WORD: usize = 8;
/// How many forms of attributes are kept for an element.
const FORMS: usize = 4;
/// How long a form may be, in bytes.
const LONGEST: usize = 256;

/// A local name, prepared for comparing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) ns: NsId,
    /// The first bytes of the name, and which bits of a word they are.
    word: u64,
    mask: u64,
}

impl Key {
    pub(super) fn new(ns: NsId, local: &str) -> Key {
        let (mut word, mut mask) = ([0; WORD], [0; WORD]);
        for ((byte, word), mask) in local.bytes().zip(&mut word).zip(&mut mask) {
            *word = byte;
            *mask = 0xFF;
        }
        Key {
            ns,
            word: u64::from_le_bytes(word),
            mask: u64::from_le_bytes(mask),
        }
    }

    /// The first bytes of a name that begins at a place; none if the end is near.
    #[inline]
    pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u64> {
        let word = bytes.get(at..)?.first_chunk::<WORD>()?;
        Some(u64::from_le_bytes(*word))
    }

    /// Whether a name with these first bytes may begin with this one.
    #[inline]
    pub(crate) fn begins(&self, word: u64) -> bool {
        word & self.mask == self.word
    }

    /// The place behind a name, if it stands at a place where [`Key::begins`] holds; more bytes of a
    /// longer name may follow.
    #[inline]
    pub(crate) fn end(name: &str, bytes: &[u8], at: usize) -> Option<usize> {
        let end = at + name.len();
        match name.as_bytes().get(WORD..) {
            Some(rest) if !begins_with(bytes.get(at + WORD..)?, rest) => None,
            _ => Some(end),
        }
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
    use super::*;

    #[test]
    fn names_are_compared_as_a_whole() {
        let end = |name: &str, text: &str| {
            let word = Key::word(text.as_bytes(), 1)?;
            let begins = Key::new(NsId::NONE, name).begins(word);
            begins.then(|| Key::end(name, text.as_bytes(), 1))?
        };
        for name in [
            "a",
            "postfach",
            "postfach1",
            "hausnummerBuchstabeZusatzziffer",
        ] {
            assert_eq!(
                end(name, &format!("<{name}>        ")),
                Some(1 + name.len())
            );
            assert_eq!(
                end(name, &format!("<{name}x>       ")),
                Some(1 + name.len())
            );
            assert_eq!(end(name, &format!("<x{name}>       ")), None);
            let other = format!("<{}x>         ", &name[..name.len() - 1]);
            assert_eq!(end(name, &other), None, "{other}");
            assert_eq!(end(name, &format!("<{}", &name[..name.len() - 1])), None);
        }
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
