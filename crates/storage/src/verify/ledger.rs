//! The pass over the ledger.
//!
//! Leaves come in batches. Within a batch, notes are parsed and signatures checked on all cores; the tree, the
//! chain of each item's events and the keys are followed in order. A batch is cut after every event that
//! changes the keys, so that each signature is checked against the keys of its time.

use rayon::prelude::*;
use sijill_schema::Event;
use sijill_translog::{Frontier, Hash, Note, leaf_hash, stored_hash_count};

use super::attested::Attested;
use super::items::Items;
use super::{Findings, Problem, ProblemKind, Progress};
use crate::archive::Archive;
use crate::error::{Freeze, Result, StorageError};
use crate::ledger::{Ledger, SignedHead, open_checkpoint};
use crate::registry::KeyRegistry;

const BATCH: usize = 1024;

struct Pass<'a> {
    archive: &'a Archive,
    ledger: &'a Ledger,
    findings: &'a Findings,
    registry: KeyRegistry,
    frontier: Frontier,
    /// Checkpoints that the pass has not reached yet, the smallest last.
    heads: Vec<SignedHead>,
    newest_root: Option<Hash>,
}

/// One leaf, read.
struct Leaf {
    seq: u64,
    hash: Hash,
    read: Result<(Note, Event), String>,
}

/// Checks the whole ledger. Returns whether it could be read to its end.
pub(super) fn check(
    archive: &Archive,
    findings: &Findings,
    progress: &dyn Progress,
    items: &mut Items<'_>,
) -> Result<bool> {
    let ledger = archive.ledger()?;
    progress.events_total(ledger.size()?);
    let mut heads = ledger.checkpoints()?;
    heads.reverse();
    // An unreadable first event is found in the pass; until then the settings' name stands for the log's.
    let origin = archive.first_origin(&ledger).unwrap_or_else(|_| archive.origin.clone());
    let registry = KeyRegistry::new(origin);
    let mut pass = Pass {
        archive,
        ledger: &ledger,
        findings,
        registry,
        frontier: Frontier::new(),
        heads,
        newest_root: None,
    };
    let read = pass.run(progress, items);
    if let Err(error) = &read {
        findings.problem(
            Problem::new(
                ProblemKind::LedgerRow,
                format!("the ledger cannot be read to its end: {error}"),
            )
            .path("ledger.sqlite"),
        );
    }
    pass.after(items)?;
    Ok(read.is_ok())
}

impl Pass<'_> {
    fn run(&mut self, progress: &dyn Progress, items: &mut Items<'_>) -> Result<()> {
        for difference in self.ledger.schema_differences()? {
            self.ledger_problem(ProblemKind::LedgerRow, None, difference);
        }
        let mut batch = Vec::with_capacity(BATCH);
        self.ledger.for_each_leaf(0, |seq, leaf| {
            batch.push((seq, leaf));
            if batch.len() == BATCH {
                self.batch(std::mem::take(&mut batch), items)?;
                progress.events_done(BATCH as u64);
            }
            Ok::<_, StorageError>(())
        })?;
        progress.events_done(batch.len() as u64);
        self.batch(batch, items)
    }

    fn batch(&mut self, batch: Vec<(u64, Vec<u8>)>, items: &mut Items<'_>) -> Result<()> {
        let leaves: Vec<Leaf> = batch.into_par_iter().map(|(seq, leaf)| read(seq, &leaf)).collect();
        let stored = self
            .ledger
            .hashes(stored_hash_count(self.frontier.size()), 2 * leaves.len() as u64 + 64)?;
        let mut stored = stored.into_iter();
        let changes_keys =
            |leaf: &Leaf| leaf.read.as_ref().is_ok_and(|(_, event)| event.act.changes_keys());
        for segment in leaves.split_inclusive(changes_keys) {
            self.check_signatures(segment);
            for leaf in segment {
                self.follow(leaf, &mut stored, items);
            }
        }
        items.check_when_full();
        Ok(())
    }

    fn check_signatures(&self, segment: &[Leaf]) {
        let (registry, findings) = (&self.registry, self.findings);
        segment.par_iter().for_each(|leaf| {
            let checked = match &leaf.read {
                Ok((note, event)) => {
                    registry.check(note, event).map_err(|what| (ProblemKind::Signature, what))
                }
                Err(what) => Err((ProblemKind::LedgerRow, what.clone())),
            };
            if let Err((kind, what)) = checked {
                findings.problem(ledger_problem(kind, Some(leaf.seq), what));
            }
        });
    }

    fn follow(
        &mut self,
        leaf: &Leaf,
        stored: &mut impl Iterator<Item = Hash>,
        items: &mut Items<'_>,
    ) {
        self.findings.update(|report| report.events += 1);
        if leaf.seq != self.frontier.size() {
            self.ledger_problem(
                ProblemKind::LedgerRow,
                Some(leaf.seq),
                "events before this one are missing",
            );
        }
        self.follow_tree(leaf, stored);
        if let Ok((_, event)) = &leaf.read {
            if let Err(what) = self.registry.apply(leaf.seq, event) {
                self.ledger_problem(ProblemKind::LedgerRow, Some(leaf.seq), what);
            }
            items.follow(leaf.seq, leaf.hash, event);
        }
        self.check_heads();
    }

    /// Compares the stored hashes with what the leaf gives. Where a leaf was altered, the tree goes on with
    /// the stored hash, so that one altered row is one problem and not one for every node above it.
    fn follow_tree(&mut self, leaf: &Leaf, stored: &mut impl Iterator<Item = Hash>) {
        let on_disk = stored.next();
        if on_disk != Some(leaf.hash) {
            self.ledger_problem(
                ProblemKind::LedgerRow,
                Some(leaf.seq),
                "the event is not the one that was recorded: its hash differs from the tree's",
            );
        }
        let mut computed = Vec::new();
        self.frontier.append(on_disk.unwrap_or(leaf.hash), &mut computed);
        for hash in computed.into_iter().skip(1) {
            if stored.next() != Some(hash) {
                self.ledger_problem(
                    ProblemKind::LedgerTree,
                    Some(leaf.seq),
                    "a tree hash that this event completes is wrong",
                );
            }
        }
    }

    fn check_heads(&mut self) {
        while let Some(head) = self.heads.pop_if(|head| head.size <= self.frontier.size()) {
            self.findings.update(|report| report.checkpoints += 1);
            if let Err(what) = self.check_head(&head) {
                let what = format!("the checkpoint over {} events: {what}", head.size);
                self.ledger_problem(
                    ProblemKind::Checkpoint,
                    Some(head.size.saturating_sub(1)),
                    what,
                );
            }
        }
    }

    fn check_head(&mut self, head: &SignedHead) -> Result<(), String> {
        let checkpoint = open_checkpoint(&head.note, &self.registry)?;
        if checkpoint.size != head.size || head.size != self.frontier.size() {
            return Err("its size is not the one under which it is kept".to_owned());
        }
        if checkpoint.root != self.frontier.root() {
            return Err("its root is not what the events give".to_owned());
        }
        self.newest_root = Some(checkpoint.root);
        Ok(())
    }

    /// What can only be said at the end: leftovers, and the checkpoint file outside the database.
    fn after(&self, items: &mut Items<'_>) -> Result<()> {
        let size = self.frontier.size();
        if self.ledger.hash_count().ok() != Some(stored_hash_count(size)) {
            self.ledger_problem(
                ProblemKind::LedgerTree,
                None,
                "the tree has not as many hashes as the events give",
            );
        }
        for head in &self.heads {
            let what =
                format!("a checkpoint was signed over {} events, the ledger has {size}", head.size);
            self.ledger_problem(ProblemKind::Rollback, None, what);
        }
        if self.newest_root.is_none() && self.heads.is_empty() {
            self.ledger_problem(
                ProblemKind::Checkpoint,
                None,
                "no sound checkpoint was ever signed over this ledger",
            );
        }
        if !self.registry.knows_log_key(&self.archive.log) {
            let what = "the log key in archive.toml is not one that the ledger enrolled";
            self.findings.problem(Problem::new(ProblemKind::Signature, what).path("archive.toml"));
        }
        if self.registry.origin() != &self.archive.origin {
            let what = "the origin in archive.toml is not the name under which the log goes on";
            self.findings.problem(Problem::new(ProblemKind::Signature, what).path("archive.toml"));
        }
        let file = self.archive.checkpoint_file()?;
        if let Err(freeze) = self.ledger.check_against(file.as_deref(), &self.registry) {
            self.findings
                .problem(Problem::new(kind_of(&freeze), freeze.to_string()).path("checkpoint"));
        }
        let (ledger, registry, findings) = (self.ledger, &self.registry, self.findings);
        Attested { ledger, registry, findings }.check();
        items.check_people(&self.registry);
        items.check_records(self.ledger, &self.registry);
        Ok(())
    }

    fn ledger_problem(&self, kind: ProblemKind, seq: Option<u64>, what: impl Into<String>) {
        self.findings.problem(ledger_problem(kind, seq, what));
    }
}

fn ledger_problem(kind: ProblemKind, seq: Option<u64>, what: impl Into<String>) -> Problem {
    Problem { event: seq, ..Problem::new(kind, what).path("ledger.sqlite") }
}

fn read(seq: u64, leaf: &[u8]) -> Leaf {
    let note = Note::parse(leaf).map_err(|error| error.to_string());
    let read = note.and_then(|note| {
        let event = Event::parse(note.text()).map_err(|error| error.to_string())?;
        Ok((note, event))
    });
    Leaf { seq, hash: leaf_hash(leaf), read }
}

fn kind_of(freeze: &Freeze) -> ProblemKind {
    match freeze {
        Freeze::Rollback { .. } => ProblemKind::Rollback,
        Freeze::Fork { .. } | Freeze::Evidence { .. } => ProblemKind::Fork,
        Freeze::NoCheckpointFile => ProblemKind::Missing,
        _ => ProblemKind::Checkpoint,
    }
}
