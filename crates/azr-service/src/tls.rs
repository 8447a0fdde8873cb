//! TLS: who the server has to be, and who the client is.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::SetupError;

/// A configuration of its own, with its own provider of cryptography: nothing is set for the whole
/// process.
pub(crate) fn config(
    roots: Option<&[u8]>,
    identity: Option<&[u8]>,
) -> Result<ClientConfig, SetupError> {
    let failed =
        |what: &str, error: &dyn std::fmt::Display| SetupError::Tls(format!("{what}: {error}"));
    let mut store = RootCertStore::empty();
    for certificate in certificates("trusted certificates", roots.unwrap_or_default())? {
        store
            .add(certificate)
            .map_err(|e| failed("trusted certificates", &e))?;
    }
    if roots.is_some() && store.is_empty() {
        return Err(SetupError::Tls(
            "trusted certificates: there are none".to_owned(),
        ));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| failed("TLS", &e))?
        .with_root_certificates(store);
    let Some(identity) = identity else {
        return Ok(builder.with_no_client_auth());
    };
    let chain = certificates("client certificate", identity)?;
    let key = PrivateKeyDer::from_pem_slice(identity).map_err(|e| failed("client key", &e))?;
    let config = builder.with_client_auth_cert(chain, key);
    config.map_err(|e| failed("client certificate", &e))
}

fn certificates(what: &str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, SetupError> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    all.map_err(|e| SetupError::Tls(format!("{what}: {e}")))
}
