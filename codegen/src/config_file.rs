//! Generator settings in a file, so that a release of a standard is data.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::code_lists;
use crate::config::{Chapter, Config, Module, Release, Target};
use crate::error::CodegenError;

/// What to generate from, and how: the content of a TOML file. Paths in it are relative to the
/// folder of the file.
#[derive(Clone, Debug)]
pub struct Project {
    /// Schemas or folders of schemas to begin with.
    pub roots: Vec<PathBuf>,
    /// Catalog for import URLs.
    pub catalog: Option<PathBuf>,
    /// Settings.
    pub config: Config,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roots: Vec<String>,
    catalog: Option<String>,
    command: Option<String>,
    runtime: Option<String>,
    head: Option<String>,
    code_lists: Option<String>,
    max_constants: Option<usize>,
    #[serde(default)]
    corrections: Vec<String>,
    #[serde(default, rename = "namespace")]
    namespaces: Vec<NamespaceEntry>,
    #[serde(default, rename = "release")]
    releases: Vec<ReleaseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamespaceEntry {
    uri: String,
    /// Module path with `/`; or
    module: Option<String>,
    /// path of the module that has the types already.
    #[serde(rename = "extern")]
    external: Option<String>,
    prefix: Option<String>,
    feature: Option<String>,
    #[serde(default)]
    standard: String,
    #[serde(default)]
    chapters: BTreeMap<String, ChapterEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChapterEntry {
    module: String,
    feature: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseEntry {
    name: String,
    namespaces: Vec<String>,
}

impl Project {
    /// Reads a settings file, and the code lists that it names.
    ///
    /// # Errors
    /// [`CodegenError::Io`] if a file can't be read, [`CodegenError::Settings`] if it says
    /// something that is not understood.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Project, CodegenError> {
        let path = path.as_ref();
        let text = fs::read_to_string(path).map_err(|source| CodegenError::Io {
            path: path.display().to_string(),
            source,
        })?;
        let settings = |reason: String| CodegenError::Settings {
            path: path.display().to_string(),
            reason,
        };
        let file: File = toml::from_str(&text).map_err(|e| settings(e.to_string()))?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let mut config = Config::new();
        for entry in file.namespaces {
            let uri = entry.uri.clone();
            let target = target(entry).map_err(settings)?;
            config.namespaces.insert(uri, target);
        }
        if let Some(lists) = file.code_lists {
            config.code_lists = code_lists::read(&folder.join(lists))?;
        }
        config.command = file.command.unwrap_or(config.command);
        config.runtime = file.runtime.unwrap_or(config.runtime);
        config.max_constants = file.max_constants.unwrap_or(config.max_constants);
        config.head = file.head;
        config.corrections = file.corrections;
        config.releases = file
            .releases
            .into_iter()
            .map(|r| Release {
                name: r.name,
                namespaces: r.namespaces,
            })
            .collect();
        Ok(Project {
            roots: file.roots.iter().map(|r| folder.join(r)).collect(),
            catalog: file.catalog.map(|c| folder.join(c)),
            config,
        })
    }

    /// Reads the schemas.
    ///
    /// # Errors
    /// [`CodegenError::Schema`].
    pub fn load(&self) -> Result<xoev_schema::SchemaSet, CodegenError> {
        let mut loader = xoev_schema::Loader::new();
        if let Some(catalog) = &self.catalog {
            loader = loader.catalog(catalog)?;
        }
        for root in &self.roots {
            loader = if root.is_dir() {
                loader.folder(root)?
            } else {
                loader.root(root)
            };
        }
        Ok(loader.load()?)
    }
}

fn target(entry: NamespaceEntry) -> Result<Target, String> {
    match (entry.module, entry.external) {
        (Some(module), None) => Ok(Target::Module(Module {
            path: module.split('/').map(str::to_owned).collect(),
            chapters: entry
                .chapters
                .into_iter()
                .map(|(file, c)| {
                    (
                        file,
                        Chapter {
                            module: c.module,
                            feature: c.feature,
                        },
                    )
                })
                .collect(),
            prefix: entry.prefix,
            feature: entry.feature,
            standard: entry.standard,
        })),
        (None, Some(path)) => Ok(Target::Extern(path)),
        _ => Err(format!("namespace {}: either module or extern", entry.uri)),
    }
}
