//! What went wrong, for the person who holds the token.

use jiff::Timestamp;

use crate::imprint::Imprint;
use crate::response::{MAX_ANSWER, Refusal};

/// Why bytes are no request that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedRequest {
    /// More bytes than a request has.
    #[error("{0} bytes are too many for a time-stamp request")]
    TooLong(usize),
    /// Not the DER of a request, or one that asks for a policy or an extension.
    #[error("it is no time-stamp request of the kind that this archive makes: {0}")]
    Der(#[from] der::Error),
}

/// Why bytes are no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// More than [`MAX_ANSWER`] bytes.
    #[error("an answer of {0} bytes is not read; {MAX_ANSWER} are the most")]
    TooLong(usize),
    /// The authority gave no token and says why.
    #[error("the time-stamping authority gave no token: {0}")]
    Refused(Refusal),
    /// The status promises a token that is not there.
    #[error("the authority says that it granted a token, and its answer has none")]
    NoToken,
    /// Neither an answer nor a token.
    #[error("it is neither a time-stamp response nor a token: {0}")]
    Answer(der::Error),
    /// The signed message is not what RFC 5652 and RFC 3161 say.
    #[error("the token's signed message is malformed: {0}")]
    SignedData(der::Error),
    /// What the authority signed is not what RFC 3161 says.
    #[error("what the authority signed is malformed: {0}")]
    Info(der::Error),
    /// The signed attributes are not what RFC 5652 and RFC 5035 say.
    #[error("the token's signed attributes are malformed: {0}")]
    Attributes(der::Error),
    /// Something is there once too often, or not at all.
    #[error("a time-stamp token has exactly one {0}")]
    NotOne(&'static str),
}

/// Why a token proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The token is about something else.
    #[error("the token is about {found}, not about {expected}")]
    Imprint {
        /// What it should be about.
        expected: Imprint,
        /// What it is about.
        found: Imprint,
    },
    /// The token answers another request.
    #[error("the token does not repeat the request's nonce: it answers another request")]
    Nonce,
    /// The signature covers another content.
    #[error("the token's content was altered: its digest is not the signed one")]
    Content,
    /// The certificate that the token names is neither in it nor beside it.
    #[error("the certificate of the signer is missing; get it from the authority and pass it in")]
    NoSigner,
    /// The signature names one certificate and its bound digest another.
    #[error("the token names one certificate and is bound to another")]
    OtherSigner,
    /// A certificate cannot be read.
    #[error("a certificate of the chain cannot be read: {0}")]
    Certificate(String),
    /// The signer's certificate is not one for time-stamping alone.
    #[error("the certificate of {subject} may not sign time-stamps: {reason}")]
    Unfit {
        /// The certificate's subject.
        subject: String,
        /// What it lacks, or has too much.
        reason: &'static str,
    },
    /// The signature, or its algorithm.
    #[error("the token's signature does not hold: {0}")]
    Signature(#[source] webpki::Error),
    /// The signature is made with an algorithm that is not accepted.
    #[error("the token is signed with an algorithm that is not accepted here")]
    Algorithm,
    /// No trusted root vouches for the signer at the token's time.
    #[error("no trusted root vouched for the signer at {time}: {source}")]
    Chain {
        /// The token's time.
        time: Timestamp,
        /// What was found wrong with the last chain that was tried.
        source: webpki::Error,
    },
}
