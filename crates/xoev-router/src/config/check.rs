//! What has to hold between settings.

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
        let lease = self.policy.outbox().lease.num_seconds();
        for (name, transport) in &self.transports {
            let (Transport::Xta {
                connect_seconds,
                answer_seconds,
                ..
            }
            | Transport::Register {
                connect_seconds,
                answer_seconds,
                ..
            }) = transport
            else {
                continue;
            };
            for (key, seconds) in [("connect", connect_seconds), ("answer", answer_seconds)] {
                // Who takes longer than its lease is taken for dead.
                if let Some(seconds) = seconds.filter(|s| *s == 0 || i64::from(*s) >= lease) {
                    let key = format!("transports.{name}.{key}-seconds");
                    let wanted = format!("between 1 and the seconds of a lease, {lease}");
                    return error(&key, &seconds.to_string(), &wanted);
                }
            }
        }
        if self.store.connections == 0 {
            return error("store.connections", "0", "at least 1");
        }
        if self.policy.lease_seconds == Some(0) {
            return error("policy.lease-seconds", "0", "longer than any call may take");
        }
        if self.routes.asynchronous.is_some() && self.directory.is_none() {
            return error("directory", "", "a directory, to find other authorities");
        }
        Ok(())
    }
}
