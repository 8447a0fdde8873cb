//! Generates the code that this repository commits.

use std::collections::BTreeMap;
use std::path::Path;

use xoev_codegen::{Chapter, Config, Module, Release, Target, generate};
use xoev_schema::{Loader, SchemaSet};

use crate::standards::{BASE, CHAPTERS, RELEASES, RUNTIME, Row, XAUSLAENDER};
use crate::{code_lists, root};

const COMMAND: &str = "cargo xtask codegen";

pub(crate) fn run(check: bool) -> Result<(), String> {
    let root = root();
    let set = load(&root)?;
    let lists = code_lists::read(&root.join("schemas/codelists"))?;

    let mut base = Config::new();
    base.runtime = "crate".into();
    base.command = COMMAND.into();
    add(&mut base, BASE);
    for (uri, path) in RUNTIME {
        base = base.namespace(uri, Target::Extern((*path).to_owned()));
    }
    for row in XAUSLAENDER {
        base = base.namespace(row.uri, Target::Extern("never".to_owned()));
    }
    write(&set, &base, &root.join("crates/xoev/src/generated/basis"), check)?;

    let mut config = Config::new();
    config.command = COMMAND.into();
    config.code_lists = lists;
    config.head = Some("crate::kopf::Kopf".into());
    add(&mut config, XAUSLAENDER);
    for (uri, path) in RUNTIME {
        config = config.namespace(uri, Target::Extern((*path).to_owned()));
    }
    for row in BASE {
        config = config.namespace(row.uri, Target::Extern(format!("rt::basis::{}", row.module)));
    }
    config.releases = RELEASES
        .iter()
        .map(|(name, uris)| Release {
            name: (*name).to_owned(),
            namespaces: uris.iter().map(|u| (*u).to_owned()).collect(),
        })
        .collect();
    write(&set, &config, &root.join("crates/xauslaender/src/generated"), check)
}

fn load(root: &Path) -> Result<SchemaSet, String> {
    let schemas = root.join("schemas");
    Loader::new()
        .catalog(schemas.join("catalog.xml"))
        .and_then(|loader| {
            loader
                .root(schemas.join("xauslaender/26.11/xinneres.xauslaender.xsd"))
                .folder(schemas.join("xinneres/26.11"))
        })
        .and_then(|loader| loader.root(schemas.join("xdomea/4.0.0/xdomea-Baukasten.xsd")).load())
        .map_err(|e| e.to_string())
}

fn add(config: &mut Config, rows: &[Row]) {
    for row in rows {
        let chapters: BTreeMap<String, Chapter> = CHAPTERS
            .iter()
            .filter(|_| row.standard == "XAusländer")
            .map(|(file, module, feature)| {
                let feature = feature.then(|| (*module).to_owned());
                ((*file).to_owned(), Chapter { module: (*module).to_owned(), feature })
            })
            .collect();
        let module = Module {
            path: row.module.split('/').map(str::to_owned).collect(),
            chapters,
            prefix: Some(row.prefix.to_owned()),
            feature: Some(row.feature.to_owned()).filter(|f| !f.is_empty()),
            standard: row.standard.to_owned(),
        };
        config.namespaces.insert(row.uri.to_owned(), Target::Module(module));
    }
}

fn write(set: &SchemaSet, config: &Config, folder: &Path, check: bool) -> Result<(), String> {
    let output = generate(set, config).map_err(|e| e.to_string())?;
    let result = if check { output.check(folder) } else { output.write_to(folder) };
    result.map_err(|e| e.to_string())?;
    let bytes: usize = output.files().iter().map(|f| f.text.len()).sum();
    println!("{}: {} files, {bytes} bytes", folder.display(), output.files().len());
    Ok(())
}
