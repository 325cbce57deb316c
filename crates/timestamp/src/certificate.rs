//! One certificate: what is asked of it beyond the chain, and what is told of it.

use der::asn1::ObjectIdentifier;
use der::oid::AssociatedOid;
use der::{Decode, Encode};
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};
use x509_cert::time::Time;

use crate::imprint::sha256;

const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

/// A certificate that could be read. Why not is told in words, for they end in a message.
pub(crate) struct Certificate(x509_cert::Certificate);

impl Certificate {
    pub(crate) fn from_der(der: &CertificateDer<'_>) -> Result<Self, String> {
        let parsed = x509_cert::Certificate::from_der(der).map_err(|error| error.to_string())?;
        let certificate = Self(parsed);
        certificate.validity().ok_or("its validity is out of range")?;
        Ok(certificate)
    }

    /// The subject as RFC 4514 writes it, the most particular part first.
    pub(crate) fn subject(&self) -> String {
        let name = self.0.tbs_certificate().subject().to_string();
        name.replace(char::is_control, " ")
    }

    /// SHA-256 of the SubjectPublicKeyInfo.
    pub(crate) fn key(&self) -> Option<[u8; 32]> {
        let key = self.0.tbs_certificate().subject_public_key_info().to_der();
        key.ok().map(|der| sha256(&der))
    }

    /// From when to when.
    pub(crate) fn validity(&self) -> Option<(Timestamp, Timestamp)> {
        let validity = self.0.tbs_certificate().validity();
        Some((instant(&validity.not_before)?, instant(&validity.not_after)?))
    }

    pub(crate) fn subject_key_identifier(&self) -> Option<Vec<u8>> {
        let (_, id) = self.extension::<SubjectKeyIdentifier>().ok()??;
        Some(id.0.as_bytes().to_vec())
    }

    /// Whether it may sign certificates, as far as its key usage says.
    pub(crate) fn may_certify(&self) -> bool {
        match self.extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    /// Why it may not sign time-stamps (RFC 3161 section 2.3; of the key usage, what openssl asks).
    pub(crate) fn unfit(&self) -> Option<&'static str> {
        self.unfit_purpose().or_else(|| self.unfit_usage())
    }

    fn unfit_purpose(&self) -> Option<&'static str> {
        match self.extension::<ExtendedKeyUsage>() {
            Err(_) => Some("its extended key usage cannot be read"),
            Ok(None) => Some("it has no extended key usage"),
            Ok(Some((false, _))) => Some("its extended key usage is not critical"),
            Ok(Some((true, purposes))) if purposes.0 != [TIME_STAMPING] => {
                Some("its purpose is not time-stamping alone")
            }
            Ok(Some((true, _))) => None,
        }
    }

    fn unfit_usage(&self) -> Option<&'static str> {
        match self.extension::<KeyUsage>() {
            Err(_) => Some("its key usage cannot be read"),
            Ok(None) => None,
            Ok(Some((_, usage))) => {
                let signs = usage.digital_signature() || usage.non_repudiation();
                let more = usage.key_encipherment()
                    || usage.data_encipherment()
                    || usage.key_agreement()
                    || usage.key_cert_sign()
                    || usage.crl_sign()
                    || usage.encipher_only()
                    || usage.decipher_only();
                (!signs || more).then_some("its key usage is not signing alone")
            }
        }
    }

    fn extension<'a, T: Decode<'a, Error = der::Error> + AssociatedOid>(
        &'a self,
    ) -> der::Result<Option<(bool, T)>> {
        self.0.tbs_certificate().get_extension()
    }
}

fn instant(time: &Time) -> Option<Timestamp> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    Timestamp::from_second(seconds).ok()
}
