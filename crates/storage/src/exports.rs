//! What leaves over the web: the state machine that reads proposals, approvals and packages in the order of the ledger. The
//! writer asks it before it signs, and `verify` lets it read everything anew, so the rules stand here alone.
//!
//! One person proposes which items leave for which case, another approves it, and only then a package says that it was made
//! because of that. Whoever has the archive's keys and its disk needs no proposal; such a package names none.

use std::collections::HashMap;

use sijill_schema::{Act, AgentId, Digest, Event, ExportId, ExportProposal, ItemId, PackageId};

use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::error::{Result, StorageError};
use crate::registry::KeyRegistry;

/// What somebody wants to hand out.
#[derive(Debug, Clone)]
pub struct Export {
    /// Its identifier.
    pub id: ExportId,
    /// Which items, and for which case.
    pub proposal: ExportProposal,
    /// Who proposed it, by the first key.
    pub by: AgentId,
    /// The event of the proposal.
    pub proposed: u64,
    /// The event of the approval, and who approved, by the first key.
    pub approved: Option<(u64, AgentId)>,
    /// The packages that were made because of it, in order.
    pub packages: Vec<PackageMade>,
    /// What the events call it.
    pub digest: Digest,
}

/// A package that was made.
#[derive(Debug, Clone, Copy)]
pub struct PackageMade {
    /// The package.
    pub id: PackageId,
    /// The digest of its `tagmanifest-sha256.txt`, which vouches for every byte of it.
    pub manifest: Digest,
    /// The first event that says so.
    pub event: u64,
}

/// Everything that was proposed, up to some event.
#[derive(Debug, Clone, Default)]
pub struct Exports {
    all: Vec<Export>,
    places: HashMap<Digest, usize>,
}

impl Exports {
    /// Every proposal, the oldest first.
    #[must_use]
    pub fn all(&self) -> &[Export] {
        &self.all
    }

    /// A proposal.
    #[must_use]
    pub fn get(&self, id: ExportId) -> Option<&Export> {
        self.all.iter().find(|export| export.id == id)
    }

    /// Whether a person, named by the first key, may approve it.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_approval(&self, proposal: Digest, by: AgentId) -> Result<(), String> {
        let found = self.found(proposal)?;
        if found.by == by {
            return Err("it was approved by the person who had proposed it".to_owned());
        }
        match found.approved {
            Some(_) => Err("it had been approved already".to_owned()),
            None => Ok(()),
        }
    }

    /// Whether a package with an item may be made because of it.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_package(&self, proposal: Digest, item: Option<ItemId>) -> Result<(), String> {
        let found = self.found(proposal)?;
        if found.approved.is_none() {
            return Err("nobody had approved it".to_owned());
        }
        match item {
            Some(item) if found.proposal.items.contains(&item) => Ok(()),
            _ => Err("it was approved for other items".to_owned()),
        }
    }

    fn found(&self, proposal: Digest) -> Result<&Export, String> {
        let found = self.places.get(&proposal).and_then(|place| self.all.get(*place));
        found.ok_or_else(|| "nobody had proposed it".to_owned())
    }

    fn found_mut(&mut self, proposal: Digest) -> Option<&mut Export> {
        let place = *self.places.get(&proposal)?;
        self.all.get_mut(place)
    }

    /// Takes an event into account, if it is about what leaves over the web.
    ///
    /// # Errors
    /// Why it does not count, in words.
    pub(crate) fn follow(
        &mut self,
        seq: u64,
        event: &Event,
        catalogue: &Catalogue,
        registry: &KeyRegistry,
    ) -> Result<(), String> {
        let by = registry.first_key(event.agent);
        match &event.act {
            Act::ExportProposed(proposed) => {
                let digest = proposed.proposal;
                let record = catalogue.record(digest).map_err(|error| error.to_string())?;
                let record = record.ok_or_else(|| "its record is missing".to_owned())?;
                if record.content.digest() != digest {
                    return Err("its record was altered".to_owned());
                }
                let proposal = record.read().map_err(|error| error.to_string())?;
                if self.places.contains_key(&digest) {
                    return Err("it had been proposed already".to_owned());
                }
                self.places.insert(digest, self.all.len());
                let id = ExportId::of_proposal(digest);
                let (approved, packages) = (None, Vec::new());
                self.all.push(Export {
                    id,
                    proposal,
                    by,
                    proposed: seq,
                    approved,
                    packages,
                    digest,
                });
            }
            Act::ExportApproved(decided) => {
                self.check_approval(decided.proposal, by)?;
                if let Some(found) = self.found_mut(decided.proposal) {
                    found.approved = Some((seq, by));
                }
            }
            Act::Exported(exported) => {
                let Some(proposal) = exported.proposal else { return Ok(()) };
                self.check_package(proposal, event.item)?;
                let (id, manifest) = (exported.package, exported.manifest);
                if let Some(found) = self.found_mut(proposal)
                    && found.packages.last().is_none_or(|last| last.id != id)
                {
                    found.packages.push(PackageMade { id, manifest, event: seq });
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Archive {
    /// What was proposed to leave over the web, and how far it has come.
    ///
    /// # Errors
    /// If ledger and catalogue cannot be read, or contradict each other.
    pub fn exports(&self) -> Result<Exports> {
        let ledger = self.ledger()?;
        let index = self.index(&ledger)?;
        let (catalogue, registry) = (self.catalogue()?, self.registry(&ledger, &index)?);
        let mut exports = Exports::default();
        for seq in index.export_events()? {
            let event = ledger.event(seq)?;
            exports.follow(seq, &event, &catalogue, &registry).map_err(|what| {
                StorageError::Damaged {
                    path: self.layout.catalogue(),
                    what: format!("the export in event {seq} does not count: {what}"),
                }
            })?;
        }
        Ok(exports)
    }
}
