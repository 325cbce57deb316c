//! The signed message around what the authority says: CMS SignedData (RFC 5652 section 5), strict DER.
//!
//! Sets are not asked to be in order: openssl writes the certificates unsorted, and the bytes that are signed
//! are taken as they came.

use der::asn1::ObjectIdentifier;
use der::{Decode, Tag};
use rustls_pki_types::CertificateDer;

use crate::attributes::Attributes;
use crate::encoding;
use crate::error::TokenError;
use crate::imprint::DigestAlgorithm;
use crate::reading::{self, Fields, context, context_primitive};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// A message with one signature.
#[derive(Clone, Debug)]
pub(crate) struct SignedData {
    pub(crate) content: Vec<u8>,
    /// Whatever was put there: untrusted, and not covered by the signature.
    pub(crate) certificates: Vec<CertificateDer<'static>>,
    pub(crate) signer: SignerInfo,
}

/// The signature and what it covers.
#[derive(Clone, Debug)]
pub(crate) struct SignerInfo {
    pub(crate) id: SignerId,
    pub(crate) digest_algorithm: DigestAlgorithm,
    pub(crate) attributes: Attributes,
    /// The attributes as they are signed: with the tag of a SET.
    pub(crate) signed: Vec<u8>,
    /// The content of the signature's AlgorithmIdentifier.
    pub(crate) signature_algorithm: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

/// Which certificate the signature names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignerId {
    /// The content of the issuer's Name, and of the certificate's number.
    Issued { issuer: Vec<u8>, serial: Vec<u8> },
    /// The subject key identifier.
    Key(Vec<u8>),
}

/// The parts of a SignerInfo before its attributes are read.
struct Parts<'a> {
    id: SignerId,
    digest_algorithm: DigestAlgorithm,
    attributes: Option<&'a [u8]>,
    signature_algorithm: &'a [u8],
    signature: &'a [u8],
}

impl SignedData {
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, TokenError> {
        let (content, certificates, signers) =
            reading::whole(der, Tag::Sequence, content_info).map_err(TokenError::SignedData)?;
        let [signer] = signers[..] else {
            return Err(TokenError::NotOne("signature"));
        };
        let parts =
            reading::whole(signer, Tag::Sequence, signer_info).map_err(TokenError::SignedData)?;
        Ok(Self { content: content.to_vec(), certificates, signer: parts.try_into()? })
    }
}

type Message<'a> = (&'a [u8], Vec<CertificateDer<'static>>, Vec<&'a [u8]>);

fn content_info<'a>(fields: &mut Fields<'a>) -> der::Result<Message<'a>> {
    expect_oid(fields, SIGNED_DATA)?;
    reading::constructed(fields, context(0), |inner| {
        reading::constructed(inner, Tag::Sequence, signed_data)
    })
}

fn signed_data<'a>(fields: &mut Fields<'a>) -> der::Result<Message<'a>> {
    // The versions follow from what is in the message, and say nothing that is not seen there.
    u8::decode(fields)?;
    reading::field(fields, Tag::Set)?;
    let content = reading::constructed(fields, Tag::Sequence, encapsulated)?;
    let certificates = match reading::optional(fields, context(0))? {
        Some(set) => reading::inside(set, certificates)?,
        None => Vec::new(),
    };
    // Revocation lists in the token are as untrusted as its certificates, and may be stale.
    reading::optional(fields, context(1))?;
    let signers = reading::constructed(fields, Tag::Set, reading::each)?;
    Ok((content, certificates, signers))
}

fn encapsulated<'a>(fields: &mut Fields<'a>) -> der::Result<&'a [u8]> {
    expect_oid(fields, TST_INFO)?;
    reading::constructed(fields, context(0), |inner| reading::field(inner, Tag::OctetString))
}

/// The X.509 certificates; CertificateChoices has other kinds, all of them tagged.
fn certificates(fields: &mut Fields<'_>) -> der::Result<Vec<CertificateDer<'static>>> {
    let all = reading::each(fields)?;
    let x509 = all.into_iter().filter(|der| der.first() == Some(&encoding::SEQUENCE));
    Ok(x509.map(|der| CertificateDer::from(der.to_vec())).collect())
}

fn signer_info<'a>(fields: &mut Fields<'a>) -> der::Result<Parts<'a>> {
    u8::decode(fields)?;
    let id = match reading::optional(fields, context_primitive(0))? {
        Some(key) => SignerId::Key(key.to_vec()),
        None => reading::constructed(fields, Tag::Sequence, issued)?,
    };
    let digest_algorithm = DigestAlgorithm::read(fields)?;
    let attributes = reading::optional(fields, context(0))?;
    let signature_algorithm = reading::field(fields, Tag::Sequence)?;
    let signature = reading::field(fields, Tag::OctetString)?;
    reading::optional(fields, context(1))?;
    Ok(Parts { id, digest_algorithm, attributes, signature_algorithm, signature })
}

fn issued(fields: &mut Fields<'_>) -> der::Result<SignerId> {
    let issuer = reading::field(fields, Tag::Sequence)?.to_vec();
    let serial = reading::field(fields, Tag::Integer)?.to_vec();
    Ok(SignerId::Issued { issuer, serial })
}

impl TryFrom<Parts<'_>> for SignerInfo {
    type Error = TokenError;

    fn try_from(parts: Parts<'_>) -> Result<Self, TokenError> {
        let attributes = parts.attributes.ok_or(TokenError::NotOne("set of signed attributes"))?;
        Ok(Self {
            id: parts.id,
            digest_algorithm: parts.digest_algorithm,
            attributes: Attributes::read(attributes, TST_INFO)?,
            // RFC 5652 section 5.4: signed under the tag of a SET instead of [0].
            signed: encoding::value(encoding::SET, attributes),
            signature_algorithm: parts.signature_algorithm.to_vec(),
            signature: parts.signature.to_vec(),
        })
    }
}

fn expect_oid(fields: &mut Fields<'_>, expected: ObjectIdentifier) -> der::Result<()> {
    let oid = ObjectIdentifier::decode(fields)?;
    if oid == expected { Ok(()) } else { Err(der::ErrorKind::OidUnknown { oid }.to_error()) }
}
