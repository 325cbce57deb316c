//! Heads of the log: the one that all proofs of a package lead to, and earlier ones that bound times or that
//! somebody holds already.

use std::collections::{BTreeMap, BTreeSet};

use sijill_schema::Act;
use sijill_storage::{Ledger, Writer};
use sijill_translog::{Checkpoint, Note, Policy, prove_consistency};

use super::ExportError;
use super::gather::note;
use crate::contents::Leaf;
use crate::head::{Head, HeadStamp};

/// A head as the ledger keeps it.
fn read(ledger: &Ledger, size: u64) -> Result<Option<Head>, ExportError> {
    let (Some(signed), Some(attested)) =
        (ledger.checkpoint(size)?, ledger.attested_checkpoint(size)?)
    else {
        return Ok(None);
    };
    let parsed = note(&attested.note)?;
    let checkpoint = Checkpoint::parse(parsed.text())
        .map_err(|error| ExportError::Refused(format!("the checkpoint at {size}: {error}")))?;
    let tokens = ledger.tokens(size)?.into_iter().filter(|token| token.request.renews.is_none());
    let stamps = tokens.map(|token| HeadStamp { response: token.response, chain: token.chain });
    Ok(Some(Head {
        checkpoint,
        attested: attested.note,
        signed: signed.note,
        stamps: stamps.collect(),
        consistency: Vec::new(),
    }))
}

/// The head for a package: the newest, or, where that one still lacks witnesses, the newest with enough of them
/// that holds all the events needed. Also says whether the policy's quorum is reached.
pub fn choose(
    ledger: &Ledger,
    needed: &[u64],
    policy: &Policy,
) -> Result<(Head, bool), ExportError> {
    let least = needed.iter().max().map_or(0, |last| last + 1);
    let mut newest = None;
    for signed in ledger.checkpoints()?.into_iter().rev().take_while(|head| head.size >= least) {
        let Some(head) = read(ledger, signed.size)? else { continue };
        let judged = policy.judge(&note(&head.attested)?);
        if judged.is_ok_and(|judged| judged.quorum_met) {
            return Ok((head, true));
        }
        newest.get_or_insert(head);
    }
    let newest =
        newest.ok_or_else(|| ExportError::Refused("no checkpoint holds the events".into()))?;
    Ok((newest, false))
}

/// The earlier heads that belong into a package: for each event the first attested head that holds it, those with
/// which the items were handed out before, and those that the receiver holds.
pub fn earlier(
    writer: &Writer,
    events: &BTreeMap<u64, Leaf>,
    head: &Head,
    since: &[Note],
) -> Result<Vec<Head>, ExportError> {
    let ledger = writer.ledger();
    let own = || events.iter().filter(|(_, leaf)| leaf.event.item.is_some());
    let attested = attested_sizes(ledger)?;
    let mut sizes: BTreeSet<u64> =
        own().filter_map(|(seq, _)| attested.range(seq + 1..).next().copied()).collect();
    sizes.extend(own().filter_map(|(_, leaf)| match &leaf.event.act {
        Act::Exported(exported) => Some(exported.size),
        _ => None,
    }));
    for note in since {
        sizes.insert(held(ledger, note)?);
    }
    let mut heads = Vec::new();
    for size in sizes.into_iter().filter(|size| *size > 0 && *size < head.checkpoint.size) {
        let Some(mut earlier) = read(ledger, size)? else { continue };
        let proof = prove_consistency(size, head.checkpoint.size, ledger);
        earlier.consistency =
            proof.map_err(|error| ExportError::Since { size, what: error.to_string() })?;
        heads.push(earlier);
    }
    Ok(heads)
}

/// The sizes at which a witness or an authority saw the log.
fn attested_sizes(ledger: &Ledger) -> Result<BTreeSet<u64>, ExportError> {
    let cosigned = ledger.all_cosignatures()?.into_iter().map(|row| row.size);
    let stamped = ledger.all_tokens()?.into_iter().map(|token| token.request.size);
    Ok(cosigned.chain(stamped).collect())
}

/// The size of a head that somebody holds, if it is one that this ledger signed.
fn held(ledger: &Ledger, theirs: &Note) -> Result<u64, ExportError> {
    let theirs = Checkpoint::parse(theirs.text())
        .map_err(|error| ExportError::Since { size: 0, what: error.to_string() })?;
    let bad = |what: &str| ExportError::Since { size: theirs.size, what: what.to_owned() };
    let ours = ledger.checkpoint(theirs.size)?.ok_or_else(|| bad("it was never signed here"))?;
    let ours = note(&ours.note)?;
    match Checkpoint::parse(ours.text()) {
        Ok(ours) if ours == theirs => Ok(theirs.size),
        _ => Err(bad("this ledger signed another one over as many events")),
    }
}
