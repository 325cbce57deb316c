//! Time stamps over what leaves the archive: nothing is kept here, they go with it.

use jiff::Timestamp;
use sijill_storage::Archive;
use sijill_timestamp::{Imprint, TimestampRequest, TimestampToken, Trust};

use crate::authorities::Authority;
use crate::error::Result;
use crate::http::Client;
use crate::timestamp::{NotStamped, new_request, reachable};

/// A verified time stamp over some bytes, with what is needed to verify it again.
#[derive(Debug, Clone)]
pub struct SealStamp {
    /// The authority's answer in DER.
    pub response: Vec<u8>,
    /// Its certificates up to the root, in PEM.
    pub chain: String,
    /// The time that it names.
    pub at: Timestamp,
}

/// Asks every authority that the archive knows to stamp some bytes.
///
/// # Errors
/// If no authority is known; that one did not answer well is in the second part.
pub fn stamp_bytes(archive: &Archive, bytes: &[u8]) -> Result<(Vec<SealStamp>, Vec<NotStamped>)> {
    let (client, mut stamps, mut failed) = (Client::new(), Vec::new(), Vec::new());
    for authority in reachable(archive)? {
        let request = new_request(Imprint::sha256(bytes))?;
        match ask(&client, &authority, &request) {
            Ok(stamp) => stamps.push(stamp),
            Err(detail) => {
                let authority = authority.name().to_owned();
                failed.push(NotStamped { authority, detail });
            }
        }
    }
    Ok((stamps, failed))
}

fn ask(
    client: &Client,
    authority: &Authority,
    request: &TimestampRequest,
) -> Result<SealStamp, String> {
    let url = authority.url.as_deref().ok_or("it has no URL")?;
    let answer = client.post(url, "application/timestamp-query", request.der())?;
    if answer.status != 200 {
        return Err(format!("it answered {}", answer.in_words()));
    }
    let token = TimestampToken::from_der(&answer.body).map_err(|error| error.to_string())?;
    let trust = Trust::new(authority.certificates.clone());
    let stamp = token
        .verify(&request.expect(), &trust)
        .map_err(|error| format!("its answer is refused: {error}"))?;
    let (chain, at) = (stamp.chain().to_pem(), stamp.time());
    Ok(SealStamp { response: answer.body, chain, at })
}
