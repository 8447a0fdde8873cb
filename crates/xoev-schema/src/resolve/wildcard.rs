//! `xs:any` and `xs:anyAttribute`, and what is left when several meet
//! (XML Schema Part 1, 3.10.6).

use xsd_parser::models::schema::xs;

use super::documents::{Documents, Site};
use crate::error::SchemaError;
use crate::model::{NamespaceRule, NsId, ProcessContents, Wildcard};

/// A wildcard as it is written.
pub(super) fn wildcard(
    documents: &Documents<'_>,
    site: &Site<'_>,
    namespaces: Option<&xs::NamespaceListType>,
    process: &xs::ProcessContentsType,
) -> Result<Wildcard, SchemaError> {
    let target = documents.target(site.doc);
    let namespaces = match namespaces {
        None | Some(xs::NamespaceListType::Any) => NamespaceRule::Any,
        Some(xs::NamespaceListType::Other) => NamespaceRule::Other(target),
        Some(xs::NamespaceListType::BasicNamespaceList(list)) => {
            let mut set = Vec::new();
            for item in &list.0 {
                let ns = match item {
                    xs::BasicNamespaceListItemType::TargetNamespace => target,
                    xs::BasicNamespaceListItemType::Local => NsId::NONE,
                    xs::BasicNamespaceListItemType::String(uri) if uri.is_empty() => continue,
                    xs::BasicNamespaceListItemType::String(uri) if uri.starts_with("##") => {
                        let reason = format!("a wildcard cannot have {uri} in a list");
                        return Err(documents.malformed(site, reason));
                    }
                    xs::BasicNamespaceListItemType::String(uri) => documents.intern(uri)?,
                };
                if !set.contains(&ns) {
                    set.push(ns);
                }
            }
            NamespaceRule::OneOf(set)
        }
    };
    let process = match process {
        xs::ProcessContentsType::Strict => ProcessContents::Strict,
        xs::ProcessContentsType::Lax => ProcessContents::Lax,
        xs::ProcessContentsType::Skip => ProcessContents::Skip,
    };
    Ok(Wildcard {
        namespaces,
        process,
    })
}

/// What both rules allow; none if no wildcard can say it.
pub(super) fn intersection(a: &NamespaceRule, b: &NamespaceRule) -> Option<NamespaceRule> {
    use NamespaceRule as R;
    Some(match (a, b) {
        _ if same(a, b) => a.clone(),
        (R::Any, other) | (other, R::Any) => other.clone(),
        (R::OneOf(a), R::OneOf(b)) => {
            R::OneOf(a.iter().copied().filter(|ns| b.contains(ns)).collect())
        }
        (R::Other(not), R::OneOf(set)) | (R::OneOf(set), R::Other(not)) => R::OneOf(
            set.iter()
                .copied()
                .filter(|ns| ns != not && *ns != NsId::NONE)
                .collect(),
        ),
        (R::Other(NsId::NONE), R::Other(not)) | (R::Other(not), R::Other(NsId::NONE)) => {
            R::Other(*not)
        }
        (R::Other(_), R::Other(_)) => return None,
    })
}

/// What either rule allows; none if no wildcard can say it.
pub(super) fn union(a: &NamespaceRule, b: &NamespaceRule) -> Option<NamespaceRule> {
    use NamespaceRule as R;
    Some(match (a, b) {
        _ if same(a, b) => a.clone(),
        (R::Any, _) | (_, R::Any) => R::Any,
        (R::OneOf(a), R::OneOf(b)) => {
            let mut set = a.clone();
            set.extend(b.iter().filter(|ns| !a.contains(ns)));
            R::OneOf(set)
        }
        (R::Other(_), R::Other(_)) => R::Other(NsId::NONE),
        (R::Other(NsId::NONE), R::OneOf(set)) | (R::OneOf(set), R::Other(NsId::NONE)) => {
            if set.contains(&NsId::NONE) {
                R::Any
            } else {
                R::Other(NsId::NONE)
            }
        }
        (R::Other(not), R::OneOf(set)) | (R::OneOf(set), R::Other(not)) => {
            match (set.contains(not), set.contains(&NsId::NONE)) {
                (true, true) => R::Any,
                (true, false) => R::Other(NsId::NONE),
                (false, true) => return None,
                (false, false) => R::Other(*not),
            }
        }
    })
}

fn same(a: &NamespaceRule, b: &NamespaceRule) -> bool {
    match (a, b) {
        (NamespaceRule::OneOf(a), NamespaceRule::OneOf(b)) => {
            a.len() == b.len() && a.iter().all(|ns| b.contains(ns))
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: NsId = NsId(1);
    const B: NsId = NsId(2);

    fn one_of(set: &[NsId]) -> NamespaceRule {
        NamespaceRule::OneOf(set.to_vec())
    }

    #[test]
    fn intersection_keeps_what_both_allow() {
        use NamespaceRule::{Any, Other};
        assert_eq!(intersection(&Any, &Other(A)), Some(Other(A)));
        assert_eq!(
            intersection(&one_of(&[A, B]), &one_of(&[B])),
            Some(one_of(&[B]))
        );
        assert_eq!(
            intersection(&Other(A), &one_of(&[A, B, NsId::NONE])),
            Some(one_of(&[B]))
        );
        assert_eq!(intersection(&Other(NsId::NONE), &Other(B)), Some(Other(B)));
        assert_eq!(intersection(&Other(A), &Other(B)), None);
    }

    #[test]
    fn union_keeps_what_either_allows() {
        use NamespaceRule::{Any, Other};
        assert_eq!(union(&Any, &one_of(&[A])), Some(Any));
        assert_eq!(union(&one_of(&[A]), &one_of(&[B])), Some(one_of(&[A, B])));
        assert_eq!(union(&Other(A), &Other(B)), Some(Other(NsId::NONE)));
        assert_eq!(union(&Other(A), &one_of(&[A, NsId::NONE])), Some(Any));
        assert_eq!(union(&Other(A), &one_of(&[A])), Some(Other(NsId::NONE)));
        assert_eq!(union(&Other(A), &one_of(&[B])), Some(Other(A)));
        assert_eq!(union(&Other(A), &one_of(&[NsId::NONE])), None);
        assert_eq!(union(&Other(NsId::NONE), &one_of(&[NsId::NONE])), Some(Any));
    }
}
