//! Verification: everything that makes a token a proof.

use crate::algorithm;
use crate::certificates::Certificates;
use crate::chain;
use crate::error::VerifyError;
use crate::imprint::Imprint;
use crate::integer::Nonce;
use crate::signer;
use crate::stamp::Stamp;
use crate::token::TimestampToken;

/// What a token must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// What it is about.
    pub imprint: Imprint,
    /// The request's nonce. None if the request is not at hand, and then any will do.
    pub nonce: Option<Nonce>,
}

/// An imprint alone, for a token whose request is not at hand.
impl From<Imprint> for Expect {
    fn from(imprint: Imprint) -> Self {
        Self { imprint, nonce: None }
    }
}

/// Whom to believe. Only the roots are believed; the other certificates help to find a way to them.
#[derive(Clone, Debug)]
pub struct Trust {
    roots: Certificates,
    others: Certificates,
}

impl Trust {
    /// Believes these roots.
    #[must_use]
    pub fn new(roots: Certificates) -> Self {
        Self { roots, others: Certificates::default() }
    }

    /// Adds certificates that are not believed, for tokens that do not carry their own.
    #[must_use]
    pub fn with_untrusted(mut self, others: Certificates) -> Self {
        self.others.extend([others]);
        self
    }
}

impl TimestampToken {
    /// Verifies the token at the time that it names: that it is about the imprint and repeats the nonce,
    /// that its signature holds, that the one certificate bound to the signature is for time-stamping alone,
    /// and that a trusted root vouched for it then.
    ///
    /// Whether the stamp is still good today is [`Stamp::good_until`]. No revocation is looked up.
    ///
    /// # Errors
    /// The first of these that does not hold, or that cannot be checked.
    pub fn verify(&self, expect: &Expect, trust: &Trust) -> Result<Stamp, VerifyError> {
        let info = self.claims();
        if info.imprint != expect.imprint {
            let (expected, found) = (expect.imprint.clone(), info.imprint.clone());
            return Err(VerifyError::Imprint { expected, found });
        }
        if expect.nonce.is_some() && info.nonce != expect.nonce {
            return Err(VerifyError::Nonce);
        }
        let (message, signed) = (&self.message, &self.message.signer);
        let digest = signed.digest_algorithm.digest(&message.content);
        if digest.as_ref() != signed.attributes.message_digest {
            return Err(VerifyError::Content);
        }
        let others: Vec<_> = message.certificates.iter().chain(&trust.others.0).cloned().collect();
        let signer = signer::find(signed, others.iter().chain(&trust.roots.0))?;
        signer::check_purpose(signer)?;
        algorithm::verify(signed, signer)?;
        let chain = chain::build(signer, &others, &trust.roots.0, info.time)?;
        Stamp::new(info.clone(), chain)
    }
}
