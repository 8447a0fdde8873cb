//! What has to hold between settings.

use azr_service::RegisterSettings;
use xoev_xta::XtaSettings;

use super::{Config, ConfigError, Transport};

impl Config {
    /// What TOML can't say.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let error =
            |key: &str, value: &str, expected: &str| Err(ConfigError::value(key, value, expected));
        let key = &self.authority.key;
        let prefix = key.split_once(':').map_or("", |(prefix, _)| prefix);
        if prefix.len() != 3
            || !prefix.bytes().all(|b| b.is_ascii_lowercase())
            || !(6..=255).contains(&key.len())
        {
            let expected = "three small letters, a colon and an id, 6 to 255 bytes in all";
            return error("authority.key", key, expected);
        }
        if self.authority.phone.is_none() && self.authority.email.is_none() {
            return error("authority.phone", "", "a phone number or an email address");
        }
        match (&self.store.sqlite, &self.store.postgres) {
            (Some(_), None) | (None, Some(_)) => {}
            _ => return error("store", "", "either sqlite or postgres"),
        }
        let asynchronous = self.routes.asynchronous.iter();
        let asynchronous = asynchronous.map(|name| ("asynchronous".to_owned(), name, false));
        let endpoints = self.routes.endpoints.iter();
        let endpoints = endpoints.map(|(key, name)| (format!("endpoints.{key}"), name, true));
        for (key, name, answers) in asynchronous.chain(endpoints) {
            let key = format!("routes.{key}");
            let register = match self.transports.get(name) {
                Some(transport) => matches!(transport, Transport::Register { .. }),
                None => return error(&key, name, "the name of one of the transports"),
            };
            match (answers, register) {
                (true, false) => return error(&key, name, "a transport that answers at once"),
                (false, true) => return error(&key, name, "a transport with a mailbox"),
                _ => {}
            }
        }
        for (name, transport) in &self.transports {
            if let Transport::Register {
                certificate, key, ..
            } = transport
                && certificate.is_some() != key.is_some()
            {
                let at = format!("transports.{name}");
                return error(&at, "register", "both certificate and key, or none of them");
            }
        }
        if self.policy.lease_seconds == Some(0) {
            return error("policy.lease-seconds", "0", "longer than any call may take");
        }
        let lease = self.policy.outbox().lease.num_seconds();
        for (name, transport) in &self.transports {
            let (connect, answer, usual) = match transport {
                Transport::Xta {
                    connect_seconds,
                    answer_seconds,
                    ..
                } => (connect_seconds, answer_seconds, XtaSettings::ANSWER_TIMEOUT),
                Transport::Register {
                    connect_seconds,
                    answer_seconds,
                    ..
                } => (connect_seconds, answer_seconds, RegisterSettings::TIMEOUT),
                Transport::Folder { .. } => continue,
            };
            let answer = answer.map_or(usual.as_secs(), u64::from);
            let connect = connect.map(u64::from);
            for (key, seconds) in [("connect", connect), ("answer", Some(answer))] {
                // Who takes longer than its lease is taken for dead.
                let wrong = |s: &u64| *s == 0 || i64::try_from(*s).is_ok_and(|s| s >= lease);
                if let Some(seconds) = seconds.filter(wrong) {
                    let key = format!("transports.{name}.{key}-seconds");
                    let wanted = format!("between 1 and the seconds of a lease, {lease}");
                    return error(&key, &seconds.to_string(), &wanted);
                }
            }
        }
        if self.store.connections == 0 {
            return error("store.connections", "0", "at least 1");
        }
        if self.routes.asynchronous.is_some() && self.directory.is_none() {
            return error("directory", "", "a directory, to find other authorities");
        }
        Ok(())
    }
}
