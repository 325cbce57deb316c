//! Who has which role: the state machine that reads proposals, confirmations and withdrawals in the order of the ledger.
//! The writer asks it before it signs, and `verify` lets it read everything anew, so the rules stand here alone.
//!
//! Proposed by an administrator, confirmed by another person who is administrator or overseer. An archive begins with one
//! person: whoever made it, who takes the role of administrator alone and gives roles alone until a second person can
//! confirm. From then on nobody gives anything alone again, whatever is withdrawn later; otherwise one of two would only
//! have to withdraw the other.

use std::collections::HashMap;

use sijill_schema::{Act, AgentId, Digest, Event, Grant, GrantId, GrantProposal, Role};

use crate::archive::Archive;
use crate::catalogue::Catalogue;
use crate::error::{Result, StorageError};
use crate::ledger::Ledger;
use crate::registry::KeyRegistry;

/// A role that somebody was proposed for.
#[derive(Debug, Clone)]
pub struct Granted {
    /// Its identifier.
    pub id: GrantId,
    /// Who is to have it, by the first key.
    pub to: AgentId,
    /// What.
    pub grant: Grant,
    /// Who proposed it, by the first key.
    pub by: AgentId,
    /// The event of the proposal.
    pub proposed: u64,
    /// The event of the confirmation.
    pub confirmed: Option<u64>,
    /// The event that ended it.
    pub withdrawn: Option<u64>,
    pub(crate) digest: Digest,
}

impl Granted {
    /// Whether it counts.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.confirmed.is_some() && self.withdrawn.is_none()
    }
}

/// Every role that was proposed, up to some event.
#[derive(Debug, Clone)]
pub struct Grants {
    founder: Option<AgentId>,
    all: Vec<Granted>,
    places: HashMap<Digest, usize>,
    /// Whether a second person could ever confirm.
    is_shared: bool,
}

impl Grants {
    /// Before the first proposal. The founder is whose key began the log.
    #[must_use]
    pub(crate) fn new(founder: Option<AgentId>) -> Self {
        Self { founder, all: Vec::new(), places: HashMap::new(), is_shared: false }
    }

    /// Every proposal, the oldest first.
    #[must_use]
    pub fn all(&self) -> &[Granted] {
        &self.all
    }

    /// A proposal.
    #[must_use]
    pub fn get(&self, id: GrantId) -> Option<&Granted> {
        self.all.iter().find(|granted| granted.id == id)
    }

    /// What a person, named by the first key, may do now.
    #[must_use]
    pub fn of(&self, person: AgentId) -> Vec<Grant> {
        let theirs = self.all.iter().filter(|granted| granted.holds() && granted.to == person);
        theirs.map(|granted| granted.grant).collect()
    }

    /// Whether a person has a role now.
    #[must_use]
    pub fn has(&self, person: AgentId, role: Role) -> bool {
        self.holders(|held| held == role).any(|holder| holder == person)
    }

    /// Whether one person may still confirm alone what they proposed.
    #[must_use]
    pub fn is_one_person(&self) -> bool {
        !self.is_shared
    }

    /// Whether nobody has ever been made administrator.
    #[must_use]
    pub fn is_unfounded(&self) -> bool {
        !self.all.iter().any(|one| one.confirmed.is_some() && one.grant.role == Role::Administrator)
    }

    fn holders(&self, which: impl Fn(Role) -> bool) -> impl Iterator<Item = AgentId> {
        let held = self.all.iter().filter(move |one| one.holds() && which(one.grant.role));
        held.map(|granted| granted.to)
    }

    fn standing(&self, proposal: Digest) -> Result<&Granted, String> {
        let found = self.places.get(&proposal).and_then(|place| self.all.get(*place));
        let found = found.ok_or_else(|| "nobody had proposed it".to_owned())?;
        if found.withdrawn.is_some() {
            return Err("it had been withdrawn".to_owned());
        }
        Ok(found)
    }

    /// Whether a person may propose it.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_proposal(&self, by: AgentId, to: AgentId, grant: &Grant) -> Result<(), String> {
        if !grant.is_possible() {
            return Err("no role opens what is sealed, and a role over people is for the whole archive and for no level".to_owned());
        }
        let founds = self.is_unfounded()
            && self.founder == Some(by)
            && to == by
            && grant.role == Role::Administrator;
        if founds || self.has(by, Role::Administrator) {
            return Ok(());
        }
        Err("only an administrator proposes roles".to_owned())
    }

    /// Whether a person may confirm it; `alone` says that they proposed it too.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_confirmation(
        &self,
        proposal: Digest,
        by: AgentId,
        alone: bool,
    ) -> Result<(), String> {
        let found = self.standing(proposal)?;
        if found.confirmed.is_some() {
            return Err("it had been confirmed already".to_owned());
        }
        match (alone, found.by == by) {
            (false, true) => Err("it was proposed by the same person".to_owned()),
            (true, false) => Err("whoever confirms alone has proposed it".to_owned()),
            (true, true) if self.is_shared => {
                Err("it was confirmed alone, and the archive has had a second person".to_owned())
            }
            // The proposal was checked when it was made; the role may have ended since.
            (true, true) => self.check_proposal(by, found.to, &found.grant),
            (false, false) if self.holders(Role::confirms_grants).any(|person| person == by) => {
                Ok(())
            }
            (false, false) => Err("only an administrator or overseer confirms roles".to_owned()),
        }
    }

    /// Whether a person may withdraw it: whoever proposed it, whoever has it, an administrator or an overseer. The last
    /// administrator stays.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn check_withdrawal(&self, proposal: Digest, by: AgentId) -> Result<(), String> {
        let found = self.standing(proposal)?;
        let may_confirm = self.holders(Role::confirms_grants).any(|person| person == by);
        if found.by != by && found.to != by && !may_confirm {
            return Err("it is other people's".to_owned());
        }
        let is_administrator = found.holds() && found.grant.role == Role::Administrator;
        let others = self.all.iter().filter(|one| {
            one.holds() && one.grant.role == Role::Administrator && one.digest != proposal
        });
        if is_administrator && others.count() == 0 {
            return Err("the archive would have no administrator".to_owned());
        }
        Ok(())
    }

    /// Takes a proposal into account.
    ///
    /// # Errors
    /// Why it does not count, in words.
    pub(crate) fn propose(
        &mut self,
        seq: u64,
        digest: Digest,
        by: AgentId,
        proposal: &GrantProposal,
    ) -> Result<(), String> {
        let (to, grant) = (proposal.to, proposal.grant);
        self.check_proposal(by, to, &grant)?;
        if self.places.contains_key(&digest) {
            return Err("it had been proposed already".to_owned());
        }
        self.places.insert(digest, self.all.len());
        let id = GrantId::of_proposal(digest);
        let (confirmed, withdrawn) = (None, None);
        self.all.push(Granted { id, to, grant, by, proposed: seq, confirmed, withdrawn, digest });
        Ok(())
    }

    /// Takes a confirmation into account.
    ///
    /// # Errors
    /// Why it does not count, in words.
    pub(crate) fn confirm(
        &mut self,
        seq: u64,
        proposal: Digest,
        by: AgentId,
        alone: bool,
    ) -> Result<(), String> {
        self.check_confirmation(proposal, by, alone)?;
        if let Some(found) = self.found(proposal) {
            found.confirmed = Some(seq);
        }
        let mut confirming: Vec<_> = self.holders(Role::confirms_grants).collect();
        confirming.sort_unstable();
        confirming.dedup();
        self.is_shared |= confirming.len() > 1;
        Ok(())
    }

    /// Takes a withdrawal into account.
    ///
    /// # Errors
    /// Why it does not count, in words.
    pub(crate) fn withdraw(
        &mut self,
        seq: u64,
        proposal: Digest,
        by: AgentId,
    ) -> Result<(), String> {
        self.check_withdrawal(proposal, by)?;
        if let Some(found) = self.found(proposal) {
            found.withdrawn = Some(seq);
        }
        Ok(())
    }

    fn found(&mut self, proposal: Digest) -> Option<&mut Granted> {
        let place = *self.places.get(&proposal)?;
        self.all.get_mut(place)
    }
}

impl Archive {
    /// Who has which role now, as ledger and catalogue say.
    ///
    /// # Errors
    /// If they cannot be read, or contradict each other.
    pub fn grants(&self) -> Result<Grants> {
        let ledger = self.ledger()?;
        let registry = self.registry(&ledger, &self.index(&ledger)?)?;
        self.grants_in(&ledger, &self.catalogue()?, &registry)
    }

    pub(crate) fn grants_in(
        &self,
        ledger: &Ledger,
        catalogue: &Catalogue,
        registry: &KeyRegistry,
    ) -> Result<Grants> {
        let mut grants = Grants::new(registry.founder());
        for seq in catalogue.grant_events()? {
            let event = ledger.event(seq)?;
            grants.follow(seq, &event, catalogue, registry).map_err(|what| {
                StorageError::Damaged {
                    path: self.layout.catalogue(),
                    what: format!("the role in event {seq} does not count: {what}"),
                }
            })?;
        }
        Ok(grants)
    }
}

impl Grants {
    /// Takes an event into account, if it is about roles.
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
            Act::GrantProposed(proposed) => {
                let record =
                    catalogue.record(proposed.proposal).map_err(|error| error.to_string())?;
                let record = record.ok_or_else(|| "its record is missing".to_owned())?;
                if record.content.digest() != proposed.proposal {
                    return Err("its record was altered".to_owned());
                }
                let proposal: GrantProposal = record.read().map_err(|error| error.to_string())?;
                self.propose(seq, proposed.proposal, by, &proposal)
            }
            Act::GrantConfirmed(confirmed) => {
                self.confirm(seq, confirmed.proposal, by, confirmed.alone)
            }
            Act::GrantWithdrawn(withdrawn) => self.withdraw(seq, withdrawn.proposal, by),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "grants_tests.rs"]
mod tests;
