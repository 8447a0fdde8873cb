//! The code lists, each read when it is first asked for.

use std::collections::HashMap;
use std::sync::OnceLock;

use xoev_codelist::{CodeList, CodeLists, Limits};

use crate::{BundleError, NamedText, code_list_texts};

/// The embedded code lists, each read when it is first asked for. Programs that need few of them
/// start sooner than with [`code_lists`](crate::code_lists).
#[derive(Debug, Default)]
pub struct BundledLists {
    /// By URI.
    lists: HashMap<String, BundledList>,
}

/// The versions of a list.
#[derive(Debug, Default)]
struct BundledList {
    texts: Vec<NamedText>,
    read: OnceLock<CodeLists>,
}

impl BundledLists {
    /// Takes the lists apart, as far as their URIs.
    ///
    /// # Errors
    /// [`BundleError`] if the program was built wrongly.
    pub fn new() -> Result<BundledLists, BundleError> {
        let mut lists: HashMap<String, BundledList> = HashMap::new();
        for text in code_list_texts()? {
            if let Some(uri) = text.uri() {
                let list = lists.entry(uri.to_owned()).or_default();
                list.texts.push(text);
            }
        }
        Ok(BundledLists { lists })
    }

    /// All versions of the list of this URI.
    pub fn of(&self, uri: &str) -> Option<&CodeLists> {
        let list = self.lists.get(uri)?;
        Some(list.read.get_or_init(|| {
            let mut lists = CodeLists::new();
            for NamedText { name, text } in &list.texts {
                // A test sees to it that all can be read.
                if let Ok(list) = CodeList::from_tsv(name, text, &Limits::default()) {
                    lists.add(list);
                }
            }
            lists
        }))
    }
}

impl NamedText {
    /// The URI of the code list that the text holds; none if it holds none.
    pub fn uri(&self) -> Option<&str> {
        let mut lines = self.text.lines();
        let uri = lines.find_map(|l| l.strip_prefix("# kennung:"))?;
        Some(uri.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_can_be_read_at_once_or_when_it_is_asked_for() {
        let all = crate::code_lists().expect("all lists");
        let lazy = BundledLists::new().expect("all lists");
        for text in code_list_texts().expect("texts") {
            let uri = text.uri().expect("a URI");
            let versions = lazy.of(uri).expect("a list").versions(uri).count();
            assert_eq!(versions, all.versions(uri).count(), "{}", text.name);
            assert!(versions > 0, "{}", text.name);
        }
        assert!(lazy.of("urn:keine").is_none());
    }
}
