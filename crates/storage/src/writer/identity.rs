//! Who is who: one person proposes, another confirms, either takes back. Nothing is merged.

use sijill_schema::{
    AccessLevel, Act, AgentId, AssertionId, Digest, Event, Id, IdentityClaim, IdentityDecided,
    IdentityDecision, IdentityProposal, IdentityProposed, KeyRole, PageId, Salt,
};

use super::Writer;
use super::append::Draft;
use crate::catalogue::{
    Assertion, Content, IDENTITY_CONTEXT, NewRecord, RecordKind, canonical_text,
};
use crate::error::{Result, StorageError};
use crate::keyset::Unlock;

/// What a person proposes.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What is asserted.
    pub claim: IdentityClaim,
    /// Why.
    pub because: String,
    /// Pages that show it.
    pub evidence: Vec<PageId>,
    /// Who may see it.
    pub access: AccessLevel,
}

impl Writer {
    /// Proposes who is who. It does not hold before another person confirms it.
    ///
    /// # Errors
    /// If two mentions that are to be one are one, a page is not known, or it cannot be recorded.
    pub fn propose_identity(&mut self, proposal: Proposal) -> Result<AssertionId> {
        let Proposal { claim, because, evidence, access } = proposal;
        if claim.is_void()? {
            let what = "both mentions are the same line of the same page".to_owned();
            return Err(StorageError::Invalid { what, remedy: "name two different mentions" });
        }
        let pages = claim.mentions().into_iter().map(|mention| mention.page);
        for page in pages.chain(evidence.iter().copied()) {
            self.item_of(page)?;
        }
        let (by, at, salt) = (self.actor.id, Event::now(), Salt::random()?);
        let proposal = IdentityProposal { claim, because, evidence, access, by, at, salt };
        let content = self.private(&proposal, access == AccessLevel::Sealed)?;
        let digest = content.digest();
        let id = AssertionId::of_proposal(digest);
        let record = NewRecord { kind: RecordKind::Proposal, subject: id.uuid(), content };
        let act = Act::IdentityProposed(IdentityProposed { proposal: digest });
        self.put_into_force(vec![(record, Draft::of(act))])?;
        Ok(id)
    }

    /// Confirms what another person has proposed: from now on it holds. `mine` opens the names behind the two keys, so
    /// that nobody confirms themselves under a second key.
    ///
    /// # Errors
    /// If there is no such assertion, it holds or was taken back, the same person proposed it, or it cannot be recorded.
    pub fn confirm_identity<'k>(
        &mut self,
        id: AssertionId,
        because: Option<String>,
        mine: impl Into<Unlock<'k>>,
    ) -> Result<u64> {
        let assertion = self.standing(id)?;
        if assertion.confirmed.is_some() {
            let what = format!("the assertion {id} is confirmed already");
            let remedy = "see sijill assert list; to take it back, use sijill assert revoke";
            return Err(StorageError::Invalid { what, remedy });
        }
        let proposer = self.event(assertion.event)?.agent;
        if self.is_me(proposer, mine.into())? {
            let what = format!("you proposed the assertion {id} yourself");
            let remedy = "another person, with a key of their own, looks at the pages and confirms";
            return Err(StorageError::Invalid { what, remedy });
        }
        self.decide(&assertion, RecordKind::Confirmation, because, Act::IdentityConfirmed)
    }

    /// Takes an assertion back. Whoever proposed or confirmed it may, and anybody if the keys of both have ended.
    ///
    /// # Errors
    /// If there is no such assertion, it was taken back, it is other people's, or it cannot be recorded.
    pub fn revoke_identity(&mut self, id: AssertionId, because: String) -> Result<u64> {
        let assertion = self.standing(id)?;
        let events = [Some(assertion.event), assertion.confirmed.as_ref().map(|one| one.event)];
        let mut its = Vec::new();
        for seq in events.into_iter().flatten() {
            its.push(self.registry.first_key(self.event(seq)?.agent));
        }
        let me = self.registry.first_key(self.actor.id);
        if !its.contains(&me) && its.iter().any(|person| self.is_here(*person)) {
            let what = format!("the assertion {id} is other people's");
            let remedy = "ask one of the two who proposed and confirmed it; sijill key list";
            return Err(StorageError::Invalid { what, remedy });
        }
        self.decide(&assertion, RecordKind::Revocation, Some(because), Act::IdentityRevoked)
    }

    /// An assertion that was not taken back.
    fn standing(&self, id: AssertionId) -> Result<Assertion> {
        let found = self.catalogue.assertion(id, None)?;
        let found = found.ok_or_else(|| StorageError::NoSuchRecord { id: id.to_string() })?;
        if found.revoked.is_some() {
            let what = format!("the assertion {id} was taken back");
            let remedy = "propose it anew with new reasons";
            return Err(StorageError::Invalid { what, remedy });
        }
        Ok(found)
    }

    /// Whether a key is, or was, the acting person's: one of the same chain of keys, or one with the same name behind it.
    pub(super) fn is_me(&self, key: AgentId, mine: Unlock<'_>) -> Result<bool> {
        if self.registry.first_key(key) == self.registry.first_key(self.actor.id) {
            return Ok(true);
        }
        let name = self.person_name(self.actor.id, mine)?;
        Ok(name.is_some() && self.person_name(key, mine)? == name)
    }

    /// Whether the person whose first key this is has a valid key.
    fn is_here(&self, person: AgentId) -> bool {
        let keys = self.registry.all();
        let theirs = keys.into_iter().filter(|key| self.registry.first_key(key.id) == person);
        theirs.into_iter().any(|key| key.role == KeyRole::Person && key.ended.is_none())
    }

    fn decide(
        &mut self,
        assertion: &Assertion,
        kind: RecordKind,
        because: Option<String>,
        act: fn(IdentityDecided) -> Act,
    ) -> Result<u64> {
        let proposal: Digest = assertion.digest;
        let (by, at, salt) = (self.actor.id, Event::now(), Salt::random()?);
        let decision = IdentityDecision { proposal, because, by, at, salt };
        let content = self.private(&decision, assertion.sealed)?;
        let act = act(IdentityDecided { proposal, decision: content.digest() });
        let record = NewRecord { kind, subject: assertion.id.uuid(), content };
        Ok(self.put_into_force(vec![(record, Draft::of(act))])?.start)
    }

    fn private<T: serde::Serialize>(&self, record: &T, is_sealed: bool) -> Result<Content> {
        let text = canonical_text(record)?;
        if is_sealed {
            let (key, sealed) = self.sealed(IDENTITY_CONTEXT, text.as_bytes())?;
            return Ok(Content::Sealed(key, sealed));
        }
        Ok(Content::Plain(text))
    }
}
