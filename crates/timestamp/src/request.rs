//! The request: a digest and a nonce (RFC 3161 section 2.4.1).

use der::{Decode, Tag};

use crate::encoding;
use crate::error::MalformedRequest;
use crate::imprint::Imprint;
use crate::integer::Nonce;
use crate::reading::{self, Fields, meaningless};
use crate::verify::Expect;

/// The longest request that is read, in bytes. Ours have 70.
const LONGEST: usize = 1024;

/// A request for a time-stamp, kept beside the answer: it holds the nonce that the answer must repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampRequest {
    imprint: Imprint,
    nonce: Option<Nonce>,
    der: Vec<u8>,
}

impl TimestampRequest {
    /// A request that asks for the authority's certificates too. `nonce` is eight random bytes, new each time.
    #[must_use]
    pub fn new(imprint: impl Into<Imprint>, nonce: [u8; 8]) -> Self {
        let (imprint, nonce) = (imprint.into(), Nonce::from(nonce));
        let version = encoding::value(encoding::INTEGER, &[1]);
        let certificates = encoding::value(encoding::BOOLEAN, &[0xff]);
        let der =
            encoding::sequence(&[&version, &imprint.to_der(), &nonce.to_der(), &certificates]);
        Self { imprint, nonce: Some(nonce), der }
    }

    /// Reads a request, ours or that of `openssl ts -query`.
    ///
    /// # Errors
    /// If it is no request, or asks for a policy or an extension, which no answer is compared with here.
    pub fn from_der(der: &[u8]) -> Result<Self, MalformedRequest> {
        if der.len() > LONGEST {
            return Err(MalformedRequest::TooLong(der.len()));
        }
        let (imprint, nonce) = reading::whole(der, Tag::Sequence, read)?;
        Ok(Self { imprint, nonce, der: der.to_vec() })
    }

    /// The request's bytes: the body of a POST of type `application/timestamp-query`.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What the token that answers it must say.
    #[must_use]
    pub fn expect(&self) -> Expect {
        Expect { imprint: self.imprint.clone(), nonce: self.nonce.clone() }
    }
}

fn read(fields: &mut Fields<'_>) -> der::Result<(Imprint, Option<Nonce>)> {
    if u8::decode(fields)? != 1 {
        return Err(meaningless(Tag::Integer));
    }
    let imprint = Imprint::read(fields)?;
    let nonce = Nonce::read_optional(fields)?;
    let certificates = reading::optional(fields, Tag::Boolean)?;
    if certificates.is_some_and(|content| content != [0xff]) {
        return Err(meaningless(Tag::Boolean));
    }
    Ok((imprint, nonce))
}
