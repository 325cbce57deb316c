//! Time stamps verified: each with those that it renews, at the times that they name, under the certificates
//! that are kept beside them.

use sijill_timestamp::{
    Certificates, Imprint, Link, Series, TimestampRequest, Trust, verify_series,
};

use super::Ledger;
use super::attested::TimestampToken;
use crate::error::Result;

/// A response with the request it answers, and the certificates above the authority's own.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The request in DER.
    pub request: &'a [u8],
    /// The response in DER.
    pub response: &'a [u8],
    /// Certificates in PEM, the root last.
    pub chain: &'a [u8],
}

impl Ledger {
    /// Verifies a token that the ledger keeps, with those that it renews: the first is over the checkpoint's
    /// note, each other over the response before it. `Err` inside says what does not hold.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn series(&self, token: &TimestampToken) -> Result<Result<Series, String>> {
        let answer = Answer {
            request: &token.request.request,
            response: &token.response,
            chain: &token.chain,
        };
        self.series_with(token.request.size, token.request.renews, answer)
    }

    /// The same for an answer that the ledger does not keep yet.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn series_with(
        &self,
        size: u64,
        renews: Option<u64>,
        newest: Answer<'_>,
    ) -> Result<Result<Series, String>> {
        let Some(head) = self.checkpoint(size)? else {
            return Ok(Err("the ledger has no such checkpoint".to_owned()));
        };
        let kept = self.tokens(size)?;
        let mut answers = vec![newest];
        let mut next = renews;
        while let Some(id) = next {
            let Some(token) = kept.iter().find(|token| token.id == id) else {
                return Ok(Err(format!("the time stamp {id} that it renews is missing")));
            };
            let TimestampToken { request, response, chain, .. } = token;
            answers.push(Answer { request: &request.request, response, chain });
            // An earlier one always: no circle can be followed for ever.
            next = request.renews.filter(|earlier| *earlier < id);
        }
        answers.reverse();
        Ok(verify(&Imprint::sha256(&head.note), &answers))
    }
}

fn verify(imprint: &Imprint, answers: &[Answer<'_>]) -> Result<Series, String> {
    let (mut roots, mut others) = (Certificates::default(), Certificates::default());
    let mut links = Vec::new();
    for answer in answers {
        let request = TimestampRequest::from_der(answer.request)
            .map_err(|error| format!("its request cannot be read: {error}"))?;
        let (root, all) = read_chain(answer.chain)?;
        roots.extend([root]);
        others.extend([all]);
        links.push(Link { answer: answer.response, nonce: request.expect().nonce });
    }
    let trust = Trust::new(roots).with_untrusted(others);
    verify_series(imprint, &links, &trust).map_err(|error| error.to_string())
}

/// Whom a kept chain of certificates lets one believe: its last, the root.
///
/// # Errors
/// If the certificates cannot be read, in words.
pub fn trust_in(chain: &[u8]) -> Result<Trust, String> {
    let (root, all) = read_chain(chain)?;
    Ok(Trust::new(root).with_untrusted(all))
}

fn read_chain(chain: &[u8]) -> Result<(Certificates, Certificates), String> {
    let words = |error| format!("its certificates cannot be read: {error}");
    let all = Certificates::from_bytes(chain).map_err(words)?;
    let root = all.iter().last().unwrap_or_default();
    Ok((Certificates::from_bytes(root).map_err(words)?, all))
}
