//! The signed attributes (RFC 5652 section 11): the content's type and digest, and the one certificate that
//! signed (RFC 2634 section 5.4, RFC 5035).
//!
//! The signature covers the attributes, the attributes the content. Without the bound certificate somebody
//! could show the token with another certificate for the same key.

use der::asn1::ObjectIdentifier;
use der::{Decode, Reader, Tag};

use crate::error::TokenError;
use crate::imprint::{DigestAlgorithm, sha1};
use crate::reading::{self, Fields};

const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// What is signed beside the content.
#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    /// The digest of the content.
    pub(crate) message_digest: Vec<u8>,
    /// At least one; the signer's certificate has all of them.
    bindings: Vec<Binding>,
}

/// The digest of the signer's certificate: ESSCertID or ESSCertIDv2. The names beside it are not read, for
/// the digest covers them.
#[derive(Clone, Debug)]
enum Binding {
    Sha1(Vec<u8>),
    Sha2(DigestAlgorithm, Vec<u8>),
}

impl Binding {
    fn holds(&self, certificate: &[u8]) -> bool {
        match self {
            Self::Sha1(digest) => sha1(certificate).as_ref() == digest,
            Self::Sha2(algorithm, digest) => algorithm.digest(certificate).as_ref() == digest,
        }
    }
}

impl Attributes {
    /// Reads the content of a SET OF Attribute, for a content of type `content_type`.
    pub(crate) fn read(content: &[u8], content_type: ObjectIdentifier) -> Result<Self, TokenError> {
        let all = reading::inside(content, attributes).map_err(TokenError::Attributes)?;
        let kind = one(&all, CONTENT_TYPE, "content type")?;
        if decode(kind, Tag::ObjectIdentifier)? != content_type.as_bytes() {
            return Err(TokenError::NotOne("content type, that of a time-stamp"));
        }
        let digest = one(&all, MESSAGE_DIGEST, "message digest")?;
        let message_digest = decode(digest, Tag::OctetString)?.to_vec();
        Ok(Self { message_digest, bindings: bindings(&all)? })
    }

    /// Whether a certificate is the one that signed.
    pub(crate) fn bind(&self, certificate: &[u8]) -> bool {
        self.bindings.iter().all(|binding| binding.holds(certificate))
    }
}

type Attribute<'a> = (ObjectIdentifier, Vec<&'a [u8]>);

fn attributes<'a>(fields: &mut Fields<'a>) -> der::Result<Vec<Attribute<'a>>> {
    let mut all = Vec::new();
    while !fields.is_finished() {
        all.push(reading::constructed(fields, Tag::Sequence, |attribute| {
            let oid = ObjectIdentifier::decode(attribute)?;
            let values = reading::constructed(attribute, Tag::Set, reading::each)?;
            Ok((oid, values))
        })?);
    }
    Ok(all)
}

/// The value of an attribute that occurs at most once, with one value.
fn at_most_one<'a>(
    all: &[Attribute<'a>],
    oid: ObjectIdentifier,
    name: &'static str,
) -> Result<Option<&'a [u8]>, TokenError> {
    let mut found = all.iter().filter(|attribute| attribute.0 == oid);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some((_, values)), None) => match values[..] {
            [value] => Ok(Some(value)),
            _ => Err(TokenError::NotOne(name)),
        },
        (Some(_), Some(_)) => Err(TokenError::NotOne(name)),
    }
}

fn one<'a>(
    all: &[Attribute<'a>],
    oid: ObjectIdentifier,
    name: &'static str,
) -> Result<&'a [u8], TokenError> {
    at_most_one(all, oid, name)?.ok_or(TokenError::NotOne(name))
}

fn decode(value: &[u8], tag: Tag) -> Result<&[u8], TokenError> {
    reading::inside(value, |fields| reading::field(fields, tag)).map_err(TokenError::Attributes)
}

fn bindings(all: &[Attribute<'_>]) -> Result<Vec<Binding>, TokenError> {
    const NAME: &str = "signing certificate";
    let first = at_most_one(all, SIGNING_CERTIFICATE, NAME)?
        .map(|value| reading::whole(value, Tag::Sequence, |fields| certificates(fields, sha1_id)));
    let second = at_most_one(all, SIGNING_CERTIFICATE_V2, NAME)?
        .map(|value| reading::whole(value, Tag::Sequence, |fields| certificates(fields, sha2_id)));
    let found: der::Result<Vec<_>> = first.into_iter().chain(second).collect();
    let found = found.map_err(TokenError::Attributes)?;
    if found.is_empty() { Err(TokenError::NotOne(NAME)) } else { Ok(found) }
}

/// The first of the certificates is the signer's; those after it limit the chain, which is verified anyhow.
fn certificates<'a>(
    fields: &mut Fields<'a>,
    id: impl FnOnce(&mut Fields<'a>) -> der::Result<Binding>,
) -> der::Result<Binding> {
    let binding = reading::constructed(fields, Tag::Sequence, |ids| {
        let binding = reading::constructed(ids, Tag::Sequence, id)?;
        reading::rest(ids)?;
        Ok(binding)
    })?;
    reading::rest(fields)?;
    Ok(binding)
}

fn sha1_id(fields: &mut Fields<'_>) -> der::Result<Binding> {
    let digest = reading::field(fields, Tag::OctetString)?.to_vec();
    reading::rest(fields)?;
    Ok(Binding::Sha1(digest))
}

fn sha2_id(fields: &mut Fields<'_>) -> der::Result<Binding> {
    // Absent where it is SHA-256, the default.
    let algorithm = match reading::optional(fields, Tag::Sequence)? {
        Some(identifier) => reading::inside(identifier, DigestAlgorithm::read_inside)?,
        None => DigestAlgorithm::Sha256,
    };
    let digest = reading::field(fields, Tag::OctetString)?.to_vec();
    reading::rest(fields)?;
    Ok(Binding::Sha2(algorithm, digest))
}
