//! Certificates to try TLS out with: authorities, servers, clients. They are made when they are needed,
//! and nothing outside trusts them.
//!
//! ```
//! use xoev_sim::pki::{Authority, server_config};
//!
//! # fn main() -> std::io::Result<()> {
//! let authority = Authority::new("Probe")?;
//! let server = authority.issue("Register", Some("127.0.0.1"), false)?;
//! // Whoever shows a certificate of the same authority is let in, nobody else.
//! let tls = server_config(&server, Some(&authority))?;
//! let client = authority.issue("Client", None, false)?;
//! assert!(client.key.starts_with("-----BEGIN PRIVATE KEY-----"));
//! # Ok(())
//! # }
//! ```

use std::io;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// A certificate with its key, both as PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PemIdentity {
    /// The certificate.
    pub certificate: String,
    /// Its key.
    pub key: String,
}

/// An authority that issues certificates.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// A new one, with this name.
    ///
    /// # Errors
    /// If it can't be made.
    pub fn new(name: &str) -> io::Result<Authority> {
        let mut params = CertificateParams::new(Vec::new()).map_err(io::Error::other)?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let issuer = CertifiedIssuer::self_signed(params, key).map_err(io::Error::other)?;
        Ok(Authority { issuer })
    }

    /// Its own certificate as PEM.
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Issues a certificate for an address (none for a client), or one that expired in 2020.
    ///
    /// # Errors
    /// If it can't be made.
    pub fn issue(
        &self,
        name: &str,
        address: Option<&str>,
        expired: bool,
    ) -> io::Result<PemIdentity> {
        let names: Vec<String> = address.map(str::to_owned).into_iter().collect();
        let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
        params.distinguished_name.push(DnType::CommonName, name);
        params.extended_key_usages = vec![match address {
            Some(_) => ExtendedKeyUsagePurpose::ServerAuth,
            None => ExtendedKeyUsagePurpose::ClientAuth,
        }];
        if expired {
            params.not_before = date_time_ymd(2019, 1, 1);
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params
            .signed_by(&key, &self.issuer)
            .map_err(io::Error::other)?;
        Ok(PemIdentity {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        })
    }
}

/// TLS of a server: with an authority, clients need a certificate of it.
///
/// # Errors
/// If a certificate can't be used.
pub fn server_config(
    identity: &PemIdentity,
    clients: Option<&Authority>,
) -> io::Result<Arc<ServerConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(clients) => {
            let root = CertificateDer::from_pem_slice(clients.pem().as_bytes());
            let mut roots = RootCertStore::empty();
            roots
                .add(root.map_err(io::Error::other)?)
                .map_err(io::Error::other)?;
            let roots = Arc::new(roots);
            let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider);
            builder.with_client_cert_verifier(verifier.build().map_err(io::Error::other)?)
        }
    };
    let chain = CertificateDer::pem_slice_iter(identity.certificate.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).map_err(io::Error::other)?;
    let config = builder
        .with_single_cert(chain, key)
        .map_err(io::Error::other)?;
    Ok(Arc::new(config))
}
