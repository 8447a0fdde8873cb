//! TLS with a certificate on both sides.

use std::error::Error;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use crate::settings::{SetupError, XtaSettings};

/// TLS 1.2 and 1.3, with the roots of the settings and no others.
pub(crate) fn config(settings: &XtaSettings) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    for root in CertificateDer::pem_slice_iter(&settings.roots) {
        let root = root.map_err(|e| SetupError::Roots(e.to_string()))?;
        roots
            .add(root)
            .map_err(|e| SetupError::Roots(e.to_string()))?;
    }
    if roots.is_empty() {
        return Err(SetupError::Roots("no certificate".to_owned()));
    }
    let identity = |e: &dyn Error| SetupError::Identity(e.to_string());
    let chain = CertificateDer::pem_slice_iter(&settings.identity.certificates)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| identity(&e))?;
    if chain.is_empty() {
        return Err(SetupError::Identity("no certificate".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(&settings.identity.key).map_err(|e| identity(&e))?;
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| SetupError::Client(e.to_string()))?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(|e| identity(&e))
}
