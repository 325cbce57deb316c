//! Asking time stamping authorities (RFC 3161) over the bytes of the checkpoint's note, and again, over their own
//! answer, before it loses its proof.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sijill_storage::{Answer, Archive, Attestations, TimestampToken as Kept};
use sijill_timestamp::{Imprint, Series, TimestampRequest, TimestampToken, Trust, renewal_digest};

use crate::authorities::{self, Authority};
use crate::cosign::newest;
use crate::error::{AttestError, Result};
use crate::http::Client;

/// What asking came to.
#[derive(Debug, Serialize)]
pub struct Stamping {
    /// What was stamped: the number of events that the newest checkpoint covers.
    pub size: u64,
    /// What the authorities answered and is kept now.
    pub stamps: Vec<Stamped>,
    /// Those that gave none, and why.
    pub failed: Vec<NotStamped>,
}

/// A time stamp that is kept.
#[derive(Debug, Clone, Serialize)]
pub struct Stamped {
    /// Its number in the ledger.
    pub id: u64,
    /// How many events the checkpoint covers whose time it shows.
    pub size: u64,
    /// The time that the authority named.
    pub at: Timestamp,
    /// Who signed, as its certificate says.
    pub authority: String,
    /// Until when it proves its time on its own.
    pub good_until: Timestamp,
    /// The stamp that it renews.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renews: Option<u64>,
}

/// An authority that gave no time stamp.
#[derive(Debug, Clone, Serialize)]
pub struct NotStamped {
    /// Its URL.
    pub authority: String,
    /// Why, in words.
    pub detail: String,
}

/// Asks an authority, or all that are known, to stamp the newest checkpoint. The certificates in `ca` are
/// believed for this authority, now and, once it has answered well, later.
///
/// # Errors
/// If nobody can be asked, or an answer cannot be kept.
pub fn stamp(archive: &Archive, url: Option<&str>, ca: Option<&Path>) -> Result<Stamping> {
    let authorities = match url {
        Some(url) => vec![authorities::at(archive, url, ca)?],
        None => reachable(archive)?,
    };
    let head = newest(archive)?;
    let mut stamping = Stamping { size: head.size, stamps: Vec::new(), failed: Vec::new() };
    let mut asking = Asking { attested: archive.attest()?, client: Client::new() };
    for authority in &authorities {
        let subject =
            Subject { size: head.size, renews: None, imprint: Imprint::sha256(&head.note) };
        if stamping.add(authority, asking.ask(authority, &subject)?) {
            authorities::remember(archive, authority)?;
        }
    }
    Ok(stamping)
}

/// Stamps again, over its own bytes, each time stamp that proves its time for less than so many days more.
///
/// # Errors
/// If nobody can be asked, or an answer cannot be kept.
pub fn renew(archive: &Archive, days: u32) -> Result<Stamping> {
    let authorities = reachable(archive)?;
    let mut stamping =
        Stamping { size: newest(archive)?.size, stamps: Vec::new(), failed: Vec::new() };
    let mut asking = Asking { attested: archive.attest()?, client: Client::new() };
    let now = Timestamp::now();
    let soon = now.checked_add(SignedDuration::from_hours(24 * i64::from(days)));
    let soon = soon.unwrap_or(Timestamp::MAX);
    for (token, series) in ends(asking.attested.ledger())? {
        let good_until = series.good_until();
        if good_until > soon {
            continue;
        }
        if good_until <= now {
            let detail =
                format!("time stamp {} ended on {good_until}: too late to renew it", token.id);
            let authority = series.last().signer().subject.clone();
            stamping.failed.push(NotStamped { authority, detail });
            continue;
        }
        let subject = Subject {
            size: token.request.size,
            renews: Some(token.id),
            imprint: renewal_digest(&token.response).into(),
        };
        // Whoever stamped it first, so that stamps by several authorities stay independent.
        let root = series.last().chain().iter().last().unwrap_or_default();
        let mut in_order: Vec<_> = authorities.iter().collect();
        in_order.sort_by_key(|authority| !authority.has(root));
        for authority in in_order {
            if stamping.add(authority, asking.ask(authority, &subject)?) {
                break;
            }
        }
    }
    Ok(stamping)
}

/// The time stamps that nothing renews, verified.
fn ends(ledger: &sijill_storage::Ledger) -> Result<Vec<(Kept, Series)>> {
    let all = ledger.all_tokens()?;
    let renewed: Vec<_> = all.iter().filter_map(|token| token.request.renews).collect();
    let mut ends = Vec::new();
    for token in all.into_iter().filter(|token| !renewed.contains(&token.id)) {
        // What does not verify is for `verify` to say; renewing it would help nobody.
        if let Ok(series) = ledger.series(&token)? {
            ends.push((token, series));
        }
    }
    Ok(ends)
}

/// A request over the newest checkpoint, to be carried to an authority in a file.
///
/// # Errors
/// If it cannot be kept.
pub fn stamp_request(archive: &Archive) -> Result<Vec<u8>> {
    let head = newest(archive)?;
    let request = new_request(Imprint::sha256(&head.note))?;
    archive.attest()?.add_timestamp_request(head.size, None, request.der())?;
    Ok(request.der().to_vec())
}

/// Takes in an authority's answer that came back in a file.
///
/// # Errors
/// If it answers no request of this archive, does not verify, or cannot be kept.
pub fn import_stamp(archive: &Archive, answer: &[u8], ca: Option<&Path>) -> Result<Stamping> {
    let refused = |what: String| {
        AttestError::refused(
            what,
            "ask for the answer to a request of sijill log timestamp --request",
        )
    };
    let token = TimestampToken::from_der(answer).map_err(|error| refused(error.to_string()))?;
    let trust = authorities::trust(archive, ca)?;
    let mut attested = archive.attest()?;
    let requests = attested.ledger().timestamp_requests()?;
    let answers = |kept: &[u8]| {
        let expected = TimestampRequest::from_der(kept).ok()?.expect();
        let claims = token.claims();
        (expected.nonce == claims.nonce && expected.imprint == claims.imprint).then_some(())
    };
    let Some(asked) = requests.iter().rev().find(|asked| answers(&asked.request).is_some()) else {
        return Err(refused("it answers no request of this archive".to_owned()));
    };
    let subject = (asked.size, asked.renews);
    let stamped =
        keep(&mut attested, asked.id, subject, &asked.request, answer, &trust)?.map_err(refused)?;
    Ok(Stamping { size: asked.size, stamps: vec![stamped], failed: Vec::new() })
}

pub(crate) fn reachable(archive: &Archive) -> Result<Vec<Authority>> {
    let mut known = authorities::known(archive)?;
    known.retain(|authority| authority.url.is_some());
    if known.is_empty() {
        let remedy = "name one: sijill log timestamp URL --ca FILE.pem, with its root certificate";
        return Err(AttestError::refused("no time stamping authority is known", remedy));
    }
    Ok(known)
}

pub(crate) fn new_request(imprint: Imprint) -> Result<TimestampRequest> {
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce).map_err(sijill_storage::StorageError::from)?;
    Ok(TimestampRequest::new(imprint, nonce))
}

impl Stamping {
    /// Notes what an authority answered. Returns whether it gave a time stamp.
    fn add(&mut self, authority: &Authority, answer: Result<Stamped, String>) -> bool {
        match answer {
            Ok(stamped) => self.stamps.push(stamped),
            Err(detail) => {
                let authority = authority.name().to_owned();
                self.failed.push(NotStamped { authority, detail });
                return false;
            }
        }
        true
    }
}

/// What is to be stamped.
struct Subject {
    size: u64,
    renews: Option<u64>,
    imprint: Imprint,
}

struct Asking {
    attested: Attestations,
    client: Client,
}

impl Asking {
    /// Asks one authority. `Err` inside says why it gave no time stamp that can be kept.
    fn ask(&mut self, authority: &Authority, subject: &Subject) -> Result<Result<Stamped, String>> {
        let Some(url) = &authority.url else { return Ok(Err("it has no URL".to_owned())) };
        let request = new_request(subject.imprint.clone())?;
        let (size, renews) = (subject.size, subject.renews);
        let asked = self.attested.add_timestamp_request(size, renews, request.der())?;
        let answer = match self.client.post(url, "application/timestamp-query", request.der()) {
            Ok(answer) if answer.status == 200 => answer.body,
            Ok(answer) => return Ok(Err(format!("it answered {}", answer.in_words()))),
            Err(why) => return Ok(Err(why)),
        };
        let trust = Trust::new(authority.certificates.clone());
        keep(&mut self.attested, asked, (size, renews), request.der(), &answer, &trust)
    }
}

/// Verifies an answer strictly against its request, and keeps it with its certificates. `Err` inside says
/// what does not hold.
fn keep(
    attested: &mut Attestations,
    asked: u64,
    (size, renews): (u64, Option<u64>),
    request: &[u8],
    answer: &[u8],
    trust: &Trust,
) -> Result<Result<Stamped, String>> {
    let verified = TimestampRequest::from_der(request).map_err(|error| error.to_string()).and_then(
        |request| {
            let token = TimestampToken::from_der(answer).map_err(|error| error.to_string())?;
            token.verify(&request.expect(), trust).map_err(|error| error.to_string())
        },
    );
    let stamp = match verified {
        Ok(stamp) => stamp,
        Err(why) => return Ok(Err(format!("its answer is refused: {why}"))),
    };
    let chain = stamp.chain().to_pem();
    // Once more as `verify` will see it, with what it renews.
    let kept = Answer { request, response: answer, chain: chain.as_bytes() };
    let series = match attested.ledger().series_with(size, renews, kept)? {
        Ok(series) => series,
        Err(why) => return Ok(Err(format!("its answer is refused: {why}"))),
    };
    let id = attested.add_timestamp_token(asked, answer, chain.as_bytes())?;
    let (at, good_until) = (stamp.time(), series.good_until());
    let authority = stamp.signer().subject.clone();
    Ok(Ok(Stamped { id, size, at, authority, good_until, renews }))
}
