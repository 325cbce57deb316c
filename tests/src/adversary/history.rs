//! Another history of the same log, told by somebody who holds keys of the archive.

use std::collections::HashMap;
use std::path::Path;

use sijill_schema::{Act, AgentId, Digest, Event, ItemId, Nonce};
use sijill_translog::{
    Checkpoint, Cosigner, Frontier, Hash, Note, NoteSigner, TlogProof, leaf_hash,
    prove_consistency, prove_inclusion,
};

use super::exhibit::Exhibit;
use super::keys::{Keys, ORIGIN};
use super::outsiders::now;
use crate::forger::{Forger, leaves};

/// The events of the log, to be changed, and the tree over them.
#[derive(Debug, Clone)]
pub struct History<'k> {
    keys: &'k Keys,
    leaves: Vec<Vec<u8>>,
}

impl<'k> History<'k> {
    /// The true history, up to the head of a package.
    #[must_use]
    pub fn of(exhibit: &Exhibit<'k>) -> Self {
        let case = exhibit.case;
        let mut history = Self::read(&case.scratch.archive(), &case.keys);
        history.roll_back(exhibit.description().size);
        history
    }

    /// The history in an archive's ledger.
    #[must_use]
    pub fn read(archive: &Path, keys: &'k Keys) -> Self {
        Self { keys, leaves: leaves(&archive.join("ledger.sqlite")) }
    }

    /// Every event, as it is stored.
    #[must_use]
    pub fn leaves(&self) -> &[Vec<u8>] {
        &self.leaves
    }

    /// How many events it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// An event.
    ///
    /// # Panics
    /// If there is none of this number.
    #[must_use]
    pub fn event(&self, seq: u64) -> Event {
        read(&self.leaves[seq as usize]).1
    }

    /// Changes events; all that then no longer fits is chained and signed again by those who had signed it.
    pub fn rewrite(&mut self, mut change: impl FnMut(u64, &mut Event)) {
        let mut tails: HashMap<ItemId, Digest> = HashMap::new();
        for (seq, leaf) in (0..).zip(&mut self.leaves) {
            let (note, mut event) = read(leaf);
            change(seq, &mut event);
            if let Some(item) = event.item {
                event.prev = tails.get(&item).copied();
            }
            let text = event.to_text().unwrap();
            if text != note.text() {
                let names = note.signatures().iter().map(|line| line.name().as_str());
                let signers: Vec<_> = names.map(|name| self.keys.named(name)).collect();
                *leaf = Note::sign(&text, &signers).unwrap().to_bytes();
            }
            if let Some(item) = event.item {
                tails.insert(item, Digest::from_bytes(leaf_hash(leaf).0));
            }
        }
    }

    /// An act of now, by the operator, that continues what happened to an item.
    #[must_use]
    pub fn draft(&self, act: Act, item: Option<ItemId>) -> Event {
        let last =
            self.leaves.iter().rev().find(|leaf| item.is_some() && read(leaf).1.item == item);
        let newest = read(self.leaves.last().unwrap()).1;
        Event {
            act,
            at: Event::now(),
            agent: self.keys.person,
            item,
            page: None,
            object: None,
            nonce: Nonce::random().unwrap(),
            prev: last.map(|leaf| Digest::from_bytes(leaf_hash(leaf).0)),
            seen: None,
            ..newest
        }
    }

    /// Appends an event with these signatures; its number.
    pub fn append(&mut self, event: &Event, signers: &[&NoteSigner]) -> u64 {
        self.leaves.push(Note::sign(&event.to_text().unwrap(), signers).unwrap().to_bytes());
        self.size() - 1
    }

    /// Takes an event out; all later ones are chained and signed again.
    pub fn take_out(&mut self, seq: u64) {
        self.leaves.remove(usize::try_from(seq).unwrap());
        self.rewrite(|_, _| {});
    }

    /// Goes back to so many events.
    pub fn roll_back(&mut self, size: u64) {
        self.leaves.truncate(usize::try_from(size).unwrap());
    }

    /// The head, signed with the log's key.
    #[must_use]
    pub fn head(&self) -> Note {
        self.head_under(&self.keys.log)
    }

    /// The head, signed with any key.
    #[must_use]
    pub fn head_under(&self, log: &NoteSigner) -> Note {
        self.head_of(ORIGIN, log)
    }

    /// The head under another log's name.
    #[must_use]
    pub fn head_of(&self, origin: &str, log: &NoteSigner) -> Note {
        let (edge, _) = self.tree();
        Checkpoint::new(origin, self.size(), edge.root()).sign(log).unwrap()
    }

    /// Puts the history into an archive's ledger, under one new checkpoint, and forgets what others said of the old ones.
    ///
    /// # Panics
    /// If a file cannot be written.
    pub fn put_into(&self, archive: &Path) {
        let head = self.head().to_bytes();
        Forger::edit(&archive.join("ledger.sqlite"), |forger| {
            forger.put_leaves(&self.leaves);
            forger.rehash();
            forger.run("DELETE FROM cosignature; DELETE FROM checkpoint WHERE size < (SELECT max(size) FROM checkpoint)");
            forger.put_checkpoint(&head);
        });
        let checkpoint = archive.join("checkpoint");
        fs_err::remove_file(&checkpoint).unwrap();
        fs_err::write(checkpoint, head).unwrap();
        for file in ["ledger-index.sqlite", "ledger-index.sqlite-wal", "ledger-index.sqlite-shm"] {
            let _ = fs_err::remove_file(archive.join(file));
        }
    }

    fn tree(&self) -> (Frontier, Vec<Hash>) {
        let (mut edge, mut stored) = (Frontier::new(), Vec::new());
        self.leaves.iter().for_each(|leaf| edge.append(leaf_hash(leaf), &mut stored));
        (edge, stored)
    }

    /// The hashes of a consistency proof from an earlier size, one a line.
    #[must_use]
    pub fn consistency(&self, from: u64) -> String {
        let proof = prove_consistency(from, self.size(), &self.tree().1).unwrap();
        proof.iter().map(|hash| format!("{hash}\n")).collect()
    }

    /// Hands this history out in a package: every event of its items, with proofs that lead to `head`, tables as
    /// they were, and the archive's own seal. What outsiders said of the true heads is left out.
    pub fn hand_out(&self, exhibit: &Exhibit<'_>, head: &Note) {
        let (_, stored) = self.tree();
        for folder in ["heads", "stamps", "events", "proofs"] {
            let _ = fs_err::remove_dir_all(exhibit.path(&format!("data/custody/{folder}")));
        }
        let seqs = self.told(exhibit);
        for seq in &seqs {
            let path = prove_inclusion(*seq, self.size(), &stored).unwrap();
            let proof = TlogProof::new(*seq, path, head.clone()).unwrap();
            exhibit
                .write(&format!("data/custody/events/{seq:06}.note"), &self.leaves[*seq as usize]);
            exhibit.write(&format!("data/custody/proofs/{seq:06}.tlog-proof"), proof.to_bytes());
        }
        exhibit.write("data/custody/checkpoint", head.to_bytes());
        let checkpoint = Checkpoint::parse(head.text()).unwrap();
        exhibit.describe(|description| {
            description.events = seqs;
            (description.size, description.root) = (checkpoint.size, checkpoint.root.to_string());
            description.log = checkpoint.origin;
        });
        exhibit.by_another_version();
        exhibit.seal_as_insider();
    }

    /// The same, with the head cosigned by these witnesses now.
    pub fn hand_out_cosigned(&self, exhibit: &Exhibit<'_>, witnesses: &[Cosigner]) {
        let mut head = self.head();
        for witness in witnesses {
            let line = witness.cosign(&head, now());
            head.add_signature(line).unwrap();
        }
        self.hand_out(exhibit, &head);
    }

    /// The numbers of the events that belong into a package: about its items and accessions, and about keys.
    fn told(&self, exhibit: &Exhibit<'_>) -> Vec<u64> {
        let description = exhibit.description();
        let accessions = description.accessions.iter().map(|accession| accession.id.into());
        let told: Vec<ItemId> =
            description.items.iter().map(|item| item.id).chain(accessions).collect();
        let belongs = |event: &Event| {
            event.act.changes_keys() || event.item.is_some_and(|item| told.contains(&item))
        };
        (0..self.size()).filter(|seq| belongs(&self.event(*seq))).collect()
    }

    /// The numbers of an item's events of one act.
    #[must_use]
    pub fn acts(&self, item: ItemId, code: &str) -> Vec<u64> {
        let is_it = |event: Event| event.item == Some(item) && event.act.code() == code;
        (0..self.size()).filter(|seq| is_it(self.event(*seq))).collect()
    }

    /// Puts a name of somebody else over an event: whoever signs first answers for it.
    #[must_use]
    pub fn by(mut event: Event, agent: AgentId) -> Event {
        event.agent = agent;
        event
    }
}

fn read(leaf: &[u8]) -> (Note, Event) {
    let note = Note::parse(leaf).unwrap();
    let event = Event::parse(note.text()).unwrap();
    (note, event)
}
