//! TLS with a certificate on both sides, and what its errors mean.

use std::error::Error;
use std::io;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{AlertDescription, CertificateError, ClientConfig, RootCertStore};

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

/// What a certificate was refused for, in German, if an error is about one.
pub(crate) fn refused_certificate(error: &(dyn Error + 'static)) -> Option<String> {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return about_certificate(error);
        }
        // The source of an error of input and output is not what it holds, but the source of that.
        let held = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match held {
            Some(held) => Some(held),
            None => error.source(),
        };
    }
    None
}

fn about_certificate(error: &rustls::Error) -> Option<String> {
    match error {
        rustls::Error::InvalidCertificate(reason) => Some(match reason {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "Das Zertifikat des Servers ist abgelaufen.".to_owned()
            }
            CertificateError::UnknownIssuer => {
                "Das Zertifikat des Servers stammt von keinem der eingetragenen Aussteller."
                    .to_owned()
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                format!("Das Zertifikat des Servers gilt nicht für seine Adresse: {reason}")
            }
            other => format!("Das Zertifikat des Servers ist ungültig: {other}"),
        }),
        rustls::Error::NoCertificatesPresented => {
            Some("Der Server weist sich nicht aus.".to_owned())
        }
        rustls::Error::AlertReceived(alert) => match alert {
            AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::DecryptError
            | AlertDescription::CertificateRequired => Some(format!(
                "Der Server lehnt das eigene Zertifikat ab ({alert:?})."
            )),
            _ => None,
        },
        _ => None,
    }
}
