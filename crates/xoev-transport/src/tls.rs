//! What errors of TLS mean: whose certificate was refused, and for what.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError};

/// What a certificate was refused for, in German, if an error of a client, or one of its causes, is
/// about one. Nothing was processed then: the server reads no request before it is through with
/// certificates.
pub fn refused_certificate(error: &(dyn Error + 'static)) -> Option<String> {
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
