//! Which derivations `block` forbids.

use xsd_parser::models::schema::xs;

use super::documents::{Documents, Site};
use crate::model::Derivation;

const BOTH: [Derivation; 2] = [Derivation::Extension, Derivation::Restriction];

impl Documents<'_> {
    /// What an element blocks: its own word, or that of its document.
    pub(super) fn element_block(
        &self,
        site: &Site<'_>,
        own: Option<&xs::BlockSetType>,
    ) -> Vec<Derivation> {
        match own.or_else(|| self.default_block(site)) {
            None => Vec::new(),
            Some(xs::BlockSetType::All) => BOTH.to_vec(),
            Some(xs::BlockSetType::BlockSetItemList(list)) => derivations(&list.0),
        }
    }

    /// What a complex type blocks: its own word, or that of its document.
    pub(super) fn type_block(
        &self,
        site: &Site<'_>,
        own: Option<&xs::DerivationSetType>,
    ) -> Vec<Derivation> {
        match own {
            None => self.element_block(site, None),
            Some(xs::DerivationSetType::All) => BOTH.to_vec(),
            Some(xs::DerivationSetType::BlockSetItemList(list)) => derivations(&list.0),
        }
    }

    fn default_block(&self, site: &Site<'_>) -> Option<&xs::BlockSetType> {
        self.list.get(site.doc).map(|d| &d.schema.block_default)
    }
}

fn derivations(list: &[xs::DerivationControlType]) -> Vec<Derivation> {
    let derivation = |item: &xs::DerivationControlType| match item {
        xs::DerivationControlType::Extension => Some(Derivation::Extension),
        xs::DerivationControlType::Restriction => Some(Derivation::Restriction),
        _ => None,
    };
    list.iter().filter_map(derivation).collect()
}
