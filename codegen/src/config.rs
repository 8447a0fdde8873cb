//! What to generate, and where it goes.

use std::collections::BTreeMap;

/// The fields of a message that come from its head.
pub const HEAD_FIELDS: &[&str] = &[
    "produkt",
    "produkthersteller",
    "produktversion",
    "test",
    "nachrichtenkopf_g2g",
    "anschrift_leser",
    "anschrift_autor",
];

/// Settings of one generation run.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where the types of a namespace go, by namespace URI. Namespaces without an entry get a
    /// module of their own, named after their prefix.
    pub namespaces: BTreeMap<String, Target>,
    /// Path of the runtime crate in generated code; `xoev` if empty.
    pub runtime: String,
    /// Code lists for code types that leave their keys open, by list URI.
    pub code_lists: BTreeMap<String, CodeList>,
    /// Code lists with more rows than this become look-up tables instead of constants.
    pub max_constants: usize,
    /// Names of the corrections of published errors to apply.
    pub corrections: Vec<String>,
    /// Enums that dispatch over messages of several modules; one over everything if empty.
    pub releases: Vec<Release>,
    /// Path of the type that message heads are filled from, such as `crate::kopf::Kopf`. It must
    /// have a method for each field in [`HEAD_FIELDS`]. No constructors are generated without it.
    pub head: Option<String>,
    /// Command that the first line of each generated file names.
    pub command: String,
}

impl Config {
    /// Defaults: every namespace in a module of its own, no code lists.
    pub fn new() -> Config {
        Config {
            runtime: "xoev".into(),
            max_constants: 500,
            command: "xoev generate".into(),
            ..Config::default()
        }
    }

    /// Sends the types of a namespace to a target.
    pub fn namespace(mut self, uri: &str, target: Target) -> Config {
        self.namespaces.insert(uri.to_owned(), target);
        self
    }
}

/// A set of messages that are dispatched over together.
#[derive(Clone, Debug)]
pub struct Release {
    /// Name of the enum.
    pub name: String,
    /// URIs of the namespaces whose messages belong to it; all if empty.
    pub namespaces: Vec<String>,
}

/// Where the types of one namespace go.
#[derive(Clone, Debug)]
pub enum Target {
    /// Into a module.
    Module(Module),
    /// Nowhere: they exist already, in this module path (`xoev::din91379`). A type that has no
    /// counterpart there is a compile error of the generated code.
    Extern(String),
}

/// A module for the types of one namespace.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Path below the generated root, such as `["v26_11"]`.
    pub path: Vec<String>,
    /// Submodules by file name; types of other files go into the module itself. A submodule with
    /// a cargo feature is compiled only with it.
    pub chapters: BTreeMap<String, Chapter>,
    /// Prefix that the writer uses, without colon; the schema's own if none.
    pub prefix: Option<String>,
    /// Cargo feature that the whole module depends on.
    pub feature: Option<String>,
    /// Short name of the standard for metadata, such as `XAusländer`.
    pub standard: String,
}

/// A part of a namespace: one or more schema files.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Module name.
    pub module: String,
    /// Cargo feature.
    pub feature: Option<String>,
}

/// A published code list, as data.
#[derive(Clone, Debug, Default)]
pub struct CodeList {
    /// URI of the list without version.
    pub uri: String,
    /// Version.
    pub version: String,
    /// Name as published.
    pub name: String,
    /// Key and label of each row.
    pub rows: Vec<(String, String)>,
}
