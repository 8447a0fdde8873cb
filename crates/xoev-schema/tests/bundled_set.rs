//! The schemas that this repository carries.

use xoev_schema::{Loader, SchemaSet, TypeKind};

const SCHEMAS: &str = "../../schemas";

fn bundled() -> SchemaSet {
    let mut loader = Loader::new()
        .catalog(format!("{SCHEMAS}/catalog.xml"))
        .expect("catalog")
        .root(format!(
            "{SCHEMAS}/xauslaender/26.11/xinneres.xauslaender.xsd"
        ));
    let mut modules: Vec<_> = std::fs::read_dir(format!("{SCHEMAS}/xinneres/26.11"))
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "xsd"))
        .collect();
    modules.sort();
    for module in modules {
        loader = loader.root(module);
    }
    loader
        .root(format!("{SCHEMAS}/xdomea/4.0.0/xdomea-Baukasten.xsd"))
        .load()
        .expect("load")
}

#[test]
fn has_all_messages() {
    let set = bundled();
    for d in set.documents.iter().zip(set.definitions()) {
        println!("{} {:?} {:?}", d.0.file, d.0.version, d.1);
    }
    println!("{} types, {} elements", set.types.len(), set.elements.len());
    println!("{:?}", set.namespaces);
    for t in set.types.iter().filter(|t| t.document.is_none()) {
        println!("{:?} {:?}", t.name, t.base);
    }
    let complex = set
        .elements
        .iter()
        .filter(|e| matches!(set.ty(e.type_id).kind, TypeKind::Complex(_)));
    assert_eq!(complex.count(), 312);
}
