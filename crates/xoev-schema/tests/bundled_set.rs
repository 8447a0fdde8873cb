//! The schemas that this repository carries.

#![cfg(feature = "xsd")]

mod common;

use std::sync::LazyLock;

use common::{complex_of, content_of, label, simple_of, wildcard};
use xoev_schema::diff::{Labels, code_lists, equality, release};
use xoev_schema::{
    Content, Element, Loader, Particle, SchemaSet, Term, TypeDef, TypeKind, WhiteSpace,
};

const SCHEMAS: &str = "../../schemas";

static SET: LazyLock<SchemaSet> = LazyLock::new(|| bundled(false));

/// The set from its roots, in one order or the other.
fn bundled(backwards: bool) -> SchemaSet {
    let mut roots: Vec<_> = std::fs::read_dir(format!("{SCHEMAS}/xinneres/26.11"))
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "xsd"))
        .collect();
    roots.sort();
    roots.insert(
        0,
        format!("{SCHEMAS}/xauslaender/26.11/xinneres.xauslaender.xsd").into(),
    );
    roots.push(format!("{SCHEMAS}/xdomea/4.0.0/xdomea-Baukasten.xsd").into());
    if backwards {
        roots.reverse();
    }
    let loader = Loader::new()
        .catalog(format!("{SCHEMAS}/catalog.xml"))
        .expect("catalog");
    roots
        .iter()
        .fold(loader, |loader, root| loader.root(root))
        .load()
        .expect("set")
}

fn message(name: &str) -> &'static Element {
    let found = SET.elements.iter().find(|e| e.name.local == name);
    found.unwrap_or_else(|| panic!("no message {name}"))
}

fn named(name: &str) -> &'static TypeDef {
    let is = |ty: &&TypeDef| ty.name.as_ref().is_some_and(|n| n.local == name);
    SET.types
        .iter()
        .find(is)
        .unwrap_or_else(|| panic!("no type {name}"))
}

#[test]
fn all_messages_are_there() {
    assert_eq!(SET.elements.len(), 312);
    let documents = SET.documents.len();
    assert_eq!(
        (documents, SET.documents[0].file.as_str()),
        (40, "xinneres.xauslaender.xsd")
    );
    assert!(
        SET.elements
            .iter()
            .all(|e| matches!(SET.ty(e.type_id).kind, TypeKind::Complex(_)))
    );
}

#[test]
fn order_of_roots_makes_no_difference() {
    let other = bundled(true);
    assert_ne!(other.documents, SET.documents);
    assert_eq!(equality(&SET, &other), []);
    assert!(release(&SET, &other, Labels::Compare).is_empty());
}

#[test]
fn folder_and_memory_give_the_same_set() {
    let folder = Loader::new()
        .folder(SCHEMAS)
        .expect("folder")
        .load()
        .expect("set");
    assert_eq!(equality(&SET, &folder), []);
    let mut loader = Loader::new();
    let mut folders = vec![std::path::PathBuf::from(SCHEMAS)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "xsd" || e == "xml") {
                let name = path
                    .strip_prefix(SCHEMAS)
                    .expect("inside")
                    .to_string_lossy();
                loader = loader.memory(name, std::fs::read(&path).expect("file"));
            }
        }
    }
    let memory = loader
        .catalog("catalog.xml")
        .expect("catalog")
        .load()
        .expect("set");
    assert_eq!(equality(&SET, &memory), []);
}

#[test]
fn compact_form_is_smaller_and_the_same() {
    let bytes = SET.to_bytes().expect("bytes");
    assert!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
    assert_eq!(SchemaSet::from_bytes(&bytes).as_ref(), Ok(&*SET));
}

#[test]
fn bases_items_and_members_come_first() {
    for (index, ty) in SET.types.iter().enumerate() {
        let first = |id: xoev_schema::TypeId| (id.0 as usize) < index;
        assert!(
            ty.base.is_none_or(|(base, _)| first(base)),
            "{:?}",
            ty.place
        );
    }
    let own = SET
        .types
        .iter()
        .position(|ty| ty.document.is_some())
        .expect("own types");
    assert!(
        SET.types[own..].iter().all(|ty| ty.document.is_some()),
        "built-in types come first"
    );
}

#[test]
fn code_types_fix_their_list() {
    let code = named("Code.ABHMB.Anlass.MitteilungAZRNummer");
    assert_eq!(
        code.appinfo.first("codeliste/kennung"),
        Some("urn:de:xauslaender:codelist:abhmb:anlassmitteilungazrnummer")
    );
    let complex = complex_of(code);
    assert_eq!(content_of(&SET, complex), "(.code, .name?)");
    let attributes: Vec<_> = complex
        .attributes
        .iter()
        .map(|a| (a.name.local.as_str(), a.fixed.as_deref()))
        .collect();
    assert_eq!(
        attributes,
        [
            (
                "listURI",
                Some("urn:de:xauslaender:codelist:abhmb:anlassmitteilungazrnummer")
            ),
            ("listVersionID", Some("4"))
        ]
    );
    let Content::Elements(Particle {
        term: Term::Sequence(members),
        ..
    }) = &complex.content
    else {
        panic!("no sequence")
    };
    let Term::Element(code) = &members[0].term else {
        panic!("no element")
    };
    let values = &simple_of(SET.ty(code.type_id)).facets.enumeration;
    assert_eq!(
        (values.len(), values[2].label.as_deref()),
        (4, Some("Änderung im Melderegister"))
    );
    let lists = code_lists(&SET);
    assert!(lists.contains_key("urn:de:xauslaender:codelist:abhmb:anlassmitteilungazrnummer"));
    assert!(lists.len() > 200, "{} code lists", lists.len());
}

#[test]
fn choices_of_wildcards_stay_open() {
    let wildcards = SET.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Complex(complex) => Some(content_of(&SET, complex)),
        TypeKind::Simple(_) => None,
    });
    let open = wildcards
        .filter(|text| text.contains("| <http://www.osci.de/xauslaender2611/"))
        .count();
    assert!(open > 0, "choices with a wildcard as a member");
}

#[test]
fn patterns_stand_as_published() {
    let patterns: Vec<&str> = SET
        .types
        .iter()
        .filter_map(|ty| match &ty.kind {
            TypeKind::Simple(simple) => Some(&simple.facets.patterns),
            TypeKind::Complex(_) => None,
        })
        .flatten()
        .map(String::as_str)
        .collect();
    assert_eq!(patterns.len(), 32);
    assert!(
        patterns
            .iter()
            .any(|p| p.contains('\n') && p.contains('\t') && p.contains('\r')),
        "character references in a pattern"
    );
    assert!(patterns.iter().any(|p| p.contains("[a-z|0-9]")));
}

#[test]
fn white_space_follows_the_bases() {
    let own = |name: &str| {
        let ty = named(name).name.as_ref().expect("name");
        SET.white_space(SET.find_type(ty.ns, &ty.local).expect("type"))
    };
    assert_eq!(
        label(&SET, SET.ty(named("datatypeC").base.expect("base").0)),
        "xs:string"
    );
    assert_eq!(own("datatypeC"), WhiteSpace::Preserve);
    assert_eq!(own("Tagesdatum"), WhiteSpace::Collapse);
}

#[test]
fn messages_begin_with_the_head_that_they_extend() {
    for element in &SET.elements {
        let ty = SET.ty(element.type_id);
        let Some((base, _)) = ty.base else { continue };
        let (own, head) = (complex_of(ty), complex_of(SET.ty(base)));
        assert!(
            own.attributes.starts_with(&head.attributes),
            "{}",
            element.name.local
        );
        let first = |c: &Content| match c {
            Content::Elements(Particle {
                term: Term::Sequence(members),
                ..
            }) => members.first().cloned(),
            Content::Elements(particle) => Some(particle.clone()),
            _ => None,
        };
        assert_eq!(
            first(&own.content),
            first(&head.content),
            "{}",
            element.name.local
        );
    }
}

#[test]
fn message_without_additions_has_the_content_of_its_head() {
    let ty = SET.ty(message("OZG.Ruecknahme.130111").type_id);
    let (base, _) = ty.base.expect("base");
    assert_eq!(complex_of(ty).content, complex_of(SET.ty(base)).content);
}

#[test]
fn wildcards_name_the_extension_namespace() {
    let ty = named("AZR.Aberkennungsverfahren.Auskunft");
    let Content::Elements(Particle {
        term: Term::Sequence(members),
        ..
    }) = &complex_of(ty).content
    else {
        panic!("no sequence")
    };
    let Term::Any(any) = &members.last().expect("last").term else {
        panic!("no wildcard")
    };
    assert_eq!(
        wildcard(&SET, any),
        "<http://www.osci.de/xauslaender2611/azr-erweiterung Lax>"
    );
}
