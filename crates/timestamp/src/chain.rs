//! The chain from the signer to a trusted root, at the token's time (RFC 5280 section 6).
//!
//! `webpki` builds it: signatures, names, validity, basic constraints, name constraints, and no critical
//! extension that it does not know. Beyond that, those who certify need that key usage if they have any, and
//! a root has to be valid at the time too, as openssl asks.

use std::time::Duration;

use jiff::Timestamp;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, VerifiedPath, anchor_from_trusted_cert};

use crate::certificate::Certificate;
use crate::error::VerifyError;

/// The content of id-kp-timeStamping.
const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];

/// The certificates from the signer's to the root's.
pub(crate) fn build(
    signer: &CertificateDer<'static>,
    others: &[CertificateDer<'static>],
    roots: &[CertificateDer<'static>],
    time: Timestamp,
) -> Result<Vec<CertificateDer<'static>>, VerifyError> {
    let chain = |source| VerifyError::Chain { time, source };
    let roots: Vec<_> = roots.iter().filter(|root| may_vouch(root, signer, time)).collect();
    let anchors: Result<Vec<TrustAnchor<'_>>, Error> =
        roots.iter().copied().map(anchor_from_trusted_cert).collect();
    let anchors = anchors.map_err(chain)?;
    let end = EndEntityCert::try_from(signer).map_err(chain)?;
    let path = end
        .verify_for_usage(
            crate::algorithm::ACCEPTED,
            &anchors,
            others,
            unix(time).ok_or_else(|| chain(Error::BadDerTime))?,
            // Of the signer more is asked elsewhere; this asks it of those who certify.
            KeyUsage::required_if_present(TIME_STAMPING),
            None,
            Some(&those_between_may_certify),
        )
        .map_err(chain)?;
    let root = anchors.iter().position(|anchor| anchor == path.anchor());
    let root = root.ok_or_else(|| chain(Error::UnknownIssuer))?;
    let between =
        path.intermediate_certificates().map(|certificate| certificate.der().into_owned());
    let mut certificates = vec![signer.clone()];
    certificates.extend(between);
    // An authority that is its own root is one certificate.
    certificates.extend((roots[root] != signer).then(|| roots[root].clone()));
    Ok(certificates)
}

fn may_vouch(root: &CertificateDer<'_>, signer: &CertificateDer<'_>, time: Timestamp) -> bool {
    let Ok(certificate) = Certificate::from_der(root) else { return false };
    let valid = certificate.validity().is_some_and(|(from, to)| {
        let second = time.as_second();
        from.as_second() <= second && second <= to.as_second()
    });
    valid && (certificate.may_certify() || root == signer)
}

fn those_between_may_certify(path: &VerifiedPath<'_>) -> Result<(), Error> {
    let may = |der| Certificate::from_der(&der).is_ok_and(|certificate| certificate.may_certify());
    let all = path.intermediate_certificates().all(|certificate| may(certificate.der()));
    if all { Ok(()) } else { Err(Error::EndEntityUsedAsCa) }
}

/// Whole seconds, as certificates count.
fn unix(time: Timestamp) -> Option<UnixTime> {
    let seconds = u64::try_from(time.as_second()).ok()?;
    Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}
