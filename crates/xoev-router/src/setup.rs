//! A router by its settings file.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use azr::{Regel, Zustaendigkeitsregeln};
use azr_service::{Envelope, RegisterService, RegisterSettings};
use xoev_administration::einordnung::Versionen;
use xoev_codelist::CodeLists;
use xoev_directory::dvdv::{Dvdv, EntryPath, Login, Settings as DvdvSettings};
use xoev_directory::{Cached, Directory, FileDirectory, Service, ServiceNames, system_clock};
use xoev_outbox::inbox::InboxPolicy;
use xoev_outbox::{Clock, SchemaGate, SqlStore, StoreError, SystemClock};
use xoev_transport::{Address, FolderAccess, FolderSettings, FolderTransport, Transport};
use xoev_validator::Validator;
use xoev_xta::{BusinessScenario, Endpoints, Identity, Traffic, XtaSettings, XtaTransport};

use crate::author::author;
use crate::config::{self, Config, ConfigError, DvdvEntry, Environment};
use crate::router::{Parts, Router};
use crate::ways::{Named, Ways};

/// A router could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The settings are at fault.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The program was built wrongly.
    #[error("what is built in is damaged: {0}")]
    Bundled(String),
}

impl Router {
    /// A router by its settings. Opens the store; nothing goes to the network yet.
    ///
    /// # Errors
    /// [`SetupError`]
    pub async fn open(config: &Config) -> Result<Router, SetupError> {
        Router::open_at(config, Arc::new(SystemClock)).await
    }

    /// A router by its settings, with a clock of the caller's.
    ///
    /// # Errors
    /// [`SetupError`]
    pub async fn open_at(config: &Config, clock: Arc<dyn Clock>) -> Result<Router, SetupError> {
        let author = author(config)?;
        let ways = ways(config).await?;
        let store = match (&config.store.sqlite, &config.store.postgres) {
            (Some(path), _) => SqlStore::sqlite(path).await?,
            (None, Some(url)) => SqlStore::postgres(url, config.store.connections).await?,
            (None, None) => return Err(ConfigError::value("store", "", "a store").into()),
        };
        Ok(Router::new(Parts {
            environment: config.environment,
            author,
            category: config.authority.category.clone(),
            store,
            gate: Arc::new(bundled_gate()?),
            versions: Versionen::bundled().ueberlappung(config.routes.overlap_days.into()),
            clock,
            policy: config.policy.outbox(),
            inbox_policy: InboxPolicy::default(),
            not_responsible: not_responsible(config)?,
            ways,
        }))
    }
}

/// The gate for messages of the bundled schemas: what is invalid, or breaks a hard rule of the
/// standards or of the register AZR, does not get in.
///
/// # Errors
/// [`SetupError::Bundled`] if the program was built wrongly.
pub fn bundled_gate() -> Result<SchemaGate<CodeLists>, SetupError> {
    let set = xoev_bundled::schemas().map_err(damaged)?;
    let lists = xoev_bundled::code_lists().map_err(damaged)?;
    let rules = azr_rules::rules(&set).map_err(damaged)?;
    Ok(SchemaGate::new(Validator::lazy(set), Some(rules), lists))
}

fn damaged(error: impl std::fmt::Display) -> SetupError {
    SetupError::Bundled(error.to_string())
}

fn not_responsible(config: &Config) -> Result<Zustaendigkeitsregeln, ConfigError> {
    let mut rules = Zustaendigkeitsregeln::default();
    for rule in &config.not_responsible {
        rules = rules.mit(match (&rule.key, &rule.text) {
            (Some(key), None) => Regel::Schluessel(key.clone()),
            (None, Some(text)) => Regel::Text(text.clone()),
            _ => {
                return Err(ConfigError::value(
                    "not-responsible",
                    "",
                    "either key or text",
                ));
            }
        });
    }
    Ok(rules)
}

async fn ways(config: &Config) -> Result<Ways, SetupError> {
    let mut ways = Ways::bundled().map_err(damaged)?;
    let routes = &config.routes;
    ways.calendar = ways.calendar.with_overlap(routes.overlap_days);
    ways.names = ServiceNames::new(routes.services.clone())
        .map_err(|e| ConfigError::value("routes.services", "", e))?;
    let known = |name: &String| {
        let mut services = ways.table.routes().flat_map(|route| route.services());
        services.any(|service| match service {
            Service::Named(known) | Service::Endpoint(known) => known == name,
            _ => false,
        })
    };
    for (key, name) in (routes.services.keys().map(|name| ("services", name)))
        .chain(routes.endpoints.keys().map(|name| ("endpoints", name)))
    {
        if !known(name) {
            let expected = "a name of the routing table";
            return Err(ConfigError::value(format!("routes.{key}"), name, expected).into());
        }
    }
    for (role, prefixes) in &routes.prefixes {
        for prefix in prefixes {
            if !ways.table.allow_prefix(role, prefix) {
                let key = format!("routes.prefixes.{role}");
                let expected = "a role of the routing table, and three small letters";
                return Err(ConfigError::value(key, prefix, expected).into());
            }
        }
    }
    ways.directory = match &config.directory {
        Some(wanted) => Some(directory(wanted)?),
        None => None,
    };
    let mut transports = BTreeMap::new();
    for (name, wanted) in &config.transports {
        let made = transport(config, name, wanted).await?;
        transports.insert(name.clone(), Named::new(name, made));
    }
    // The settings were checked: the names are there.
    ways.asynchronous = routes
        .asynchronous
        .as_ref()
        .and_then(|n| transports.get(n).cloned());
    for (endpoint, name) in &routes.endpoints {
        if let Some(named) = transports.get(name) {
            ways.endpoints.insert(endpoint.clone(), named.clone());
        }
    }
    Ok(ways)
}

fn directory(wanted: &config::Directory) -> Result<Arc<dyn Directory>, ConfigError> {
    let error = |key: &str, e: &dyn std::fmt::Display| {
        ConfigError::value(format!("directory.{key}"), "", e)
    };
    match wanted {
        config::Directory::File { path } => {
            let read = FileDirectory::read(path).map_err(|e| error("path", &e))?;
            Ok(Arc::new(read))
        }
        config::Directory::Dvdv {
            url,
            substitute,
            entry,
            fingerprint,
            key,
            token_url,
            roots,
        } => {
            let entry = match entry {
                DvdvEntry::Intern => EntryPath::Intern,
                DvdvEntry::Standalone => EntryPath::Standalone,
                DvdvEntry::Bundesmaster => EntryPath::Bundesmaster,
            };
            let mut settings = DvdvSettings::new(url, entry);
            settings.substitute = substitute.clone();
            settings.token_url = token_url.clone();
            if let (Some(fingerprint), Some(path)) = (fingerprint, key) {
                let fingerprint = fingerprint.parse().map_err(|e| error("fingerprint", &e))?;
                let pem = file("directory.key", path)?;
                settings.login = Some(Login::new(fingerprint, &pem).map_err(|e| error("key", &e))?);
            }
            if let Some(path) = roots {
                settings.roots = Some(file("directory.roots", path)?);
            }
            let dvdv = Dvdv::new(settings).map_err(|e| error("url", &e))?;
            Ok(Arc::new(Cached::new(dvdv, system_clock())))
        }
    }
}

async fn transport(
    config: &Config,
    name: &str,
    wanted: &config::Transport,
) -> Result<Arc<dyn Transport>, ConfigError> {
    let at = |key: &str| format!("transports.{name}.{key}");
    let test = config.environment == Environment::Test;
    match wanted {
        config::Transport::Folder {
            path,
            reports,
            group,
        } => {
            let mut settings = FolderSettings::new(path);
            if *group {
                settings.access = FolderAccess::Group;
            }
            if !reports {
                settings.status = None;
            }
            let made = FolderTransport::new(settings).await;
            let made = made.map_err(|e| ConfigError::value(at("path"), path.display(), e.text))?;
            Ok(Arc::new(made))
        }
        config::Transport::Xta {
            management,
            send,
            mailbox,
            certificate,
            key,
            roots,
            business_scenario,
            service_quality,
            max_bytes,
            connect_seconds,
            answer_seconds,
        } => {
            let endpoints = Endpoints {
                management: management.clone(),
                send: send.clone(),
                mailbox: mailbox.clone(),
            };
            let identity = Identity {
                certificates: file(&at("certificate"), certificate)?,
                key: file(&at("key"), key)?,
            };
            let scenario = match business_scenario {
                config::BusinessScenario::Text(text) => BusinessScenario::Undefined(text.clone()),
                config::BusinessScenario::Code {
                    list,
                    version,
                    code,
                } => BusinessScenario::Defined {
                    list_uri: list.clone(),
                    list_version: version.clone(),
                    code: code.clone(),
                },
            };
            let account = Address {
                key: config.authority.key.clone(),
                name: Some(config.authority.name.clone()),
                category: config.authority.category.clone(),
            };
            let roots = file(&at("roots"), roots)?;
            let mut settings = XtaSettings::new(account, endpoints, identity, roots, scenario);
            settings.service_profile = service_quality.clone();
            settings.traffic = if test {
                Traffic::Test
            } else {
                Traffic::Production
            };
            settings.max_bytes = max_bytes.unwrap_or(settings.max_bytes);
            set(&mut settings.connect_timeout, *connect_seconds);
            set(&mut settings.answer_timeout, *answer_seconds);
            let made = XtaTransport::new(settings);
            Ok(Arc::new(made.map_err(|e| {
                ConfigError::value(format!("transports.{name}"), "xta", e)
            })?))
        }
        config::Transport::Register {
            url,
            soap,
            headers,
            certificate,
            key,
            roots,
            unavailable_is_unprocessed,
            connect_seconds,
            answer_seconds,
        } => {
            let mut settings = RegisterSettings::new(url);
            settings.unavailable_is_unprocessed = *unavailable_is_unprocessed;
            set(&mut settings.connect_timeout, *connect_seconds);
            set(&mut settings.timeout, *answer_seconds);
            settings.production = !test;
            if *soap {
                settings.envelope = Envelope::Soap12;
            }
            settings.headers = headers.clone().into_iter().collect();
            if let (Some(certificate), Some(key)) = (certificate, key) {
                let mut pem = file(&at("certificate"), certificate)?;
                pem.push(b'\n');
                pem.extend(file(&at("key"), key)?);
                settings.identity_pem = Some(pem);
            }
            if let Some(path) = roots {
                settings.roots_pem = Some(file(&at("roots"), path)?);
            }
            let made = RegisterService::new(settings);
            // An address with a password in it is refused, and shown nowhere.
            let shown = url.rsplit_once('@').map_or(&**url, |(_, place)| place);
            let made = made.map_err(|e| ConfigError::value(at("url"), shown, e))?;
            Ok(Arc::new(made))
        }
    }
}

fn set(time: &mut Duration, seconds: Option<u32>) {
    if let Some(seconds) = seconds {
        *time = Duration::from_secs(seconds.into());
    }
}

fn file(key: &str, path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|error| ConfigError::value(key, path.display(), error))
}
