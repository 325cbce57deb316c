//! Renewal: a later stamp over an earlier one, made while the earlier one still proved itself.
//!
//! A certificate that expired, or an algorithm that was broken, takes a token's proof away from then on. What
//! was stamped before that day, token and all, is still known to have existed before it, so a chain of stamps
//! carries the first time on for as long as somebody goes on stamping (RFC 4998 section 5.2, in spirit).

use jiff::Timestamp;

use crate::error::{TokenError, VerifyError};
use crate::imprint::{Imprint, sha256};
use crate::integer::Nonce;
use crate::stamp::Stamp;
use crate::token::TimestampToken;
use crate::verify::{Expect, Trust};

/// What a renewal stamps: the SHA-256 of the earlier answer's bytes, the file as it was kept. So
/// `openssl ts -verify -data earlier.tsr -in later.tsr` verifies the renewal too.
#[must_use]
pub fn renewal_digest(earlier: &[u8]) -> [u8; 32] {
    sha256(earlier)
}

/// One stamp of a chain.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// The answer or token, as it was kept.
    pub answer: &'a [u8],
    /// The nonce of its request, if that was kept.
    pub nonce: Option<Nonce>,
}

/// A chain of stamps, each made in time: it proves the first time until the last one ends.
#[derive(Clone, Debug)]
pub struct Series {
    first: Stamp,
    renewals: Vec<Stamp>,
}

impl Series {
    /// The stamp over what the chain is about; its time is what is proved.
    #[must_use]
    pub fn first(&self) -> &Stamp {
        &self.first
    }

    /// The stamp that carries the others now.
    #[must_use]
    pub fn last(&self) -> &Stamp {
        self.renewals.last().unwrap_or(&self.first)
    }

    /// All stamps, the first one first.
    pub fn stamps(&self) -> impl Iterator<Item = &Stamp> {
        std::iter::once(&self.first).chain(&self.renewals)
    }

    /// Until when the chain proves the first time: renew it before.
    #[must_use]
    pub fn good_until(&self) -> Timestamp {
        self.last().good_until()
    }
}

/// Why a chain of stamps proves nothing. Stamps count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// There is no stamp at all.
    #[error("there is no time-stamp")]
    Empty,
    /// A stamp cannot be read.
    #[error("time-stamp {number} of the chain: {source}")]
    Token {
        /// Which.
        number: usize,
        /// What is wrong with it.
        source: TokenError,
    },
    /// A stamp does not hold.
    #[error("time-stamp {number} of the chain: {source}")]
    Verify {
        /// Which.
        number: usize,
        /// What is wrong with it.
        source: VerifyError,
    },
    /// The earlier stamp had lost its proof by then.
    #[error(
        "time-stamp {number} of the chain, of {time}, came too late: the one before was good until {good_until}"
    )]
    TooLate {
        /// Which.
        number: usize,
        /// The latest that it can have been.
        time: Timestamp,
        /// When the one before it ended.
        good_until: Timestamp,
    },
    /// It covers a stamp that is younger than itself.
    #[error("time-stamp {number} of the chain, of {time}, is older than the one that it covers")]
    TooEarly {
        /// Which.
        number: usize,
        /// The latest that it can have been.
        time: Timestamp,
    },
}

/// Verifies a chain of stamps: the first is about `imprint`, each other about the bytes of the one before it,
/// and was made before the certificates of that one ended.
///
/// # Errors
/// The first link that does not hold.
pub fn verify_series(
    imprint: &Imprint,
    links: &[Link<'_>],
    trust: &Trust,
) -> Result<Series, SeriesError> {
    let (first, later) = links.split_first().ok_or(SeriesError::Empty)?;
    let mut series = Series { first: stamp(1, imprint, first, trust)?, renewals: Vec::new() };
    for (number, (earlier, link)) in (2..).zip(links.iter().zip(later)) {
        let imprint = renewal_digest(earlier.answer).into();
        let renewal = stamp(number, &imprint, link, trust)?;
        check_order(number, series.last(), &renewal)?;
        series.renewals.push(renewal);
    }
    Ok(series)
}

fn stamp(
    number: usize,
    imprint: &Imprint,
    link: &Link<'_>,
    trust: &Trust,
) -> Result<Stamp, SeriesError> {
    let token = TimestampToken::from_der(link.answer)
        .map_err(|source| SeriesError::Token { number, source })?;
    let expect = Expect { imprint: imprint.clone(), nonce: link.nonce.clone() };
    token.verify(&expect, trust).map_err(|source| SeriesError::Verify { number, source })
}

/// The clocks of two authorities differ, so each is given the deviation that it admits.
fn check_order(number: usize, earlier: &Stamp, later: &Stamp) -> Result<(), SeriesError> {
    let (time, good_until) = (later.latest(), earlier.good_until());
    if time >= good_until {
        return Err(SeriesError::TooLate { number, time, good_until });
    }
    if time < earlier.earliest() {
        return Err(SeriesError::TooEarly { number, time });
    }
    Ok(())
}
