//! Identity constraints.

use xsd_parser::models::schema::xs;

use super::documents::{Documents, Site};
use crate::error::{Referent, SchemaError};
use crate::model::{ConstraintKind, IdentityConstraint, QName};

/// The identity constraints of an element. Prefixes in their XPaths were replaced before parsing.
pub(super) fn constraints(
    documents: &Documents<'_>,
    site: &Site<'_>,
    element: &xs::ElementType,
) -> Result<Vec<IdentityConstraint>, SchemaError> {
    let incomplete = || {
        documents.malformed(
            site,
            "an identity constraint needs a name, a selector and a field",
        )
    };
    let mut constraints = Vec::new();
    for content in &element.content {
        let (kind, name, refer, selector, fields) = match content {
            xs::ElementTypeContent::Key(key) | xs::ElementTypeContent::Unique(key) => {
                let kind = match content {
                    xs::ElementTypeContent::Key(_) => ConstraintKind::Key,
                    _ => ConstraintKind::Unique,
                };
                let content = key.content.as_ref().ok_or_else(incomplete)?;
                (kind, &key.name, None, &content.selector, &content.field)
            }
            xs::ElementTypeContent::Keyref(key) => {
                let content = key.content.as_ref().ok_or_else(incomplete)?;
                let refer = key.refer.as_ref().ok_or_else(|| {
                    documents.malformed(site, "xs:keyref does not say which key it refers to")
                })?;
                let (ns, local) = documents.key(site, Referent::Key, refer)?;
                let refer = QName {
                    ns,
                    local: local.to_owned(),
                };
                let kind = ConstraintKind::Keyref;
                (
                    kind,
                    &key.name,
                    Some(refer),
                    &content.selector,
                    &content.field,
                )
            }
            _ => continue,
        };
        let name = name.as_deref().ok_or_else(incomplete)?;
        constraints.push(IdentityConstraint {
            kind,
            name: documents.qname(site.doc, name),
            refer,
            selector: selector.xpath.clone(),
            fields: fields.iter().map(|field| field.xpath.clone()).collect(),
        });
    }
    Ok(constraints)
}
