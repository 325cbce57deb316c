//! RFC 3161 trusted time: requests, answers, their verification at the time they name, and renewal.
//!
//! An outside authority signs "I saw this digest at this time". Whoever trusts the authority then knows that
//! what has this digest is no younger, whatever became of the archive's own keys since.
//!
//! Nothing here reads a file, a clock, a network or a random number. Requests are bytes out, answers are
//! bytes in, and a token is judged at the time that it names, never at the time of judging: a certificate
//! that expired later takes nothing away from it. What does, is the day on which that certificate could
//! have been forged, so [`Stamp::good_until`] says when to stamp again, over [`renewal_digest`], and
//! [`verify_series`] follows such a chain of stamps.
//!
//! | part | format |
//! |---|---|
//! | [`TimestampRequest`], [`TimestampToken`], [`TokenInfo`] | RFC 3161 sections 2.4.1 and 2.4.2 |
//! | the signature around it | RFC 5652, with the signer's certificate bound by RFC 2634 or RFC 5035 |
//! | [`Trust`], [`Certificates`] | RFC 5280, chains as `webpki` builds them |
//! | [`verify_series`] | the time-stamp renewal of RFC 4998 section 5.2, in spirit |
//!
//! What is not ours: `der` reads strict DER and `x509-cert` names and extensions (RustCrypto, the generation
//! that the key files use); `webpki` builds and verifies chains at a given second and `ring` does its RSA and
//! ECDSA (rustls, which speaks TLS for the archive), but for ECDSA with SHA-512, which `p256` and `p384` do.
//! Ours are the fields of RFC 3161 and the signed
//! attributes, because the readers that exist refuse fractions of a second or an accuracy in milliseconds,
//! and the rules of [`TimestampToken::verify`].
//!
//! ```
//! use sijill_timestamp::{Imprint, TimestampRequest};
//! let request = TimestampRequest::new(Imprint::sha256(b"checkpoint"), [7; 8]);
//! let kept = TimestampRequest::from_der(request.der())?;
//! assert_eq!(kept.expect().imprint, Imprint::sha256(b"checkpoint"));
//! # Ok::<(), sijill_timestamp::MalformedRequest>(())
//! ```

mod algorithm;
mod attributes;
mod certificate;
mod certificates;
mod chain;
mod ecdsa_sha512;
mod encoding;
mod error;
mod imprint;
mod info;
mod integer;
mod reading;
mod renewal;
mod request;
mod response;
mod signed_data;
mod signer;
mod stamp;
mod time;
mod token;
mod verify;

pub use certificates::{CertificateError, Certificates};
pub use error::{MalformedRequest, TokenError, VerifyError};
pub use imprint::{DigestAlgorithm, Imprint};
pub use info::TokenInfo;
pub use integer::{Nonce, Serial};
pub use renewal::{Link, Series, SeriesError, renewal_digest, verify_series};
pub use request::TimestampRequest;
pub use response::{MAX_ANSWER, Refusal};
pub use stamp::{Authority, KeyIdentity, Stamp};
pub use time::Accuracy;
pub use token::TimestampToken;
pub use verify::{Expect, Trust};
