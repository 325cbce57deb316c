//! Who signed: the one certificate that the signature is bound to.

use rustls_pki_types::CertificateDer;

use crate::certificate::Certificate;
use crate::error::VerifyError;
use crate::signed_data::{SignerId, SignerInfo};

/// Finds the signer's certificate. Where it lies does not matter, for the signature covers its digest.
pub(crate) fn find<'a>(
    signer: &SignerInfo,
    candidates: impl IntoIterator<Item = &'a CertificateDer<'static>>,
) -> Result<&'a CertificateDer<'static>, VerifyError> {
    let mut candidates = candidates.into_iter();
    let found = candidates.find(|der| signer.attributes.bind(der)).ok_or(VerifyError::NoSigner)?;
    if is_named(&signer.id, found)? { Ok(found) } else { Err(VerifyError::OtherSigner) }
}

fn is_named(id: &SignerId, der: &CertificateDer<'_>) -> Result<bool, VerifyError> {
    match id {
        SignerId::Issued { issuer, serial } => {
            let certificate = webpki::EndEntityCert::try_from(der)
                .map_err(|error| VerifyError::Certificate(error.to_string()))?;
            Ok(certificate.issuer() == issuer && certificate.serial() == serial)
        }
        SignerId::Key(key) => {
            let certificate = Certificate::from_der(der).map_err(VerifyError::Certificate)?;
            Ok(certificate.subject_key_identifier().as_ref() == Some(key))
        }
    }
}

/// Checks that a certificate is one for time-stamps alone.
pub(crate) fn check_purpose(der: &CertificateDer<'_>) -> Result<(), VerifyError> {
    let certificate = Certificate::from_der(der).map_err(VerifyError::Certificate)?;
    match certificate.unfit() {
        Some(reason) => Err(VerifyError::Unfit { subject: certificate.subject(), reason }),
        None => Ok(()),
    }
}
