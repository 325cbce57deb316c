//! Roles and accounts: proposed by one person, confirmed by another, each with their signature.

use sijill_schema::{
    AccountChanged, Act, AgentId, Digest, Event, Grant, GrantConfirmed, GrantDecision, GrantId,
    GrantProposal, GrantProposed, GrantWithdrawn, Id, Salt,
};

use super::Writer;
use super::append::Draft;
use crate::catalogue::{ACCOUNT_CONTEXT, Content, NewRecord, RecordKind, canonical_text};
use crate::error::{Result, StorageError};
use crate::grants::Grants;
use crate::keyset::Unlock;

impl Writer {
    /// Who has which role, as the ledger says.
    ///
    /// # Errors
    /// If ledger or catalogue cannot be read, or contradict each other.
    pub fn grants(&self) -> Result<Grants> {
        self.archive.grants_in(self.ledger(), &self.catalogue, &self.registry)
    }

    /// Proposes that somebody, named by their first key, gets a role. It does not count before another person confirms it.
    ///
    /// # Errors
    /// If the acting person may not propose it, or it cannot be recorded.
    pub fn propose_grant(
        &mut self,
        to: AgentId,
        grant: Grant,
        because: Option<String>,
    ) -> Result<GrantId> {
        let me = self.registry.first_key(self.actor.id);
        self.grants()?.check_proposal(me, to, &grant).map_err(refused)?;
        let (by, at, salt) = (self.actor.id, Event::now(), Salt::random()?);
        let proposal = GrantProposal { to, grant, because, by, at, salt };
        let content = Content::Plain(canonical_text(&proposal)?);
        let digest = content.digest();
        let id = GrantId::of_proposal(digest);
        let record = NewRecord { kind: RecordKind::Grant, subject: id.uuid(), content };
        let act = Act::GrantProposed(GrantProposed { proposal: digest });
        self.put_into_force(vec![(record, Draft::of(act))])?;
        Ok(id)
    }

    /// Confirms what another person has proposed; or one's own proposal, while nobody else could, and then the event says so.
    /// `mine` opens the names behind keys, so that nobody confirms themselves under a second key.
    ///
    /// # Errors
    /// If there is no such proposal, the acting person may not confirm it, or it cannot be recorded.
    pub fn confirm_grant<'k>(
        &mut self,
        id: GrantId,
        because: Option<String>,
        mine: impl Into<Unlock<'k>>,
    ) -> Result<u64> {
        let grants = self.grants()?;
        let me = self.registry.first_key(self.actor.id);
        let granted = grants.get(id);
        let granted = granted.ok_or_else(|| StorageError::NoSuchRecord { id: id.to_string() })?;
        let (proposal, alone) = (granted.digest, granted.by == me && grants.is_one_person());
        grants.check_confirmation(proposal, me, alone).map_err(refused)?;
        if granted.by != me && self.is_me(granted.by, mine.into())? {
            return Err(refused("it was proposed by the same person".to_owned()));
        }
        let decide = |decision| Act::GrantConfirmed(GrantConfirmed { proposal, decision, alone });
        self.decide_grant(id, proposal, because, RecordKind::GrantConfirmation, decide)
    }

    /// Ends a role, or takes a proposal back.
    ///
    /// # Errors
    /// If there is no such proposal, the acting person may not withdraw it, or it cannot be recorded.
    pub fn withdraw_grant(&mut self, id: GrantId, because: Option<String>) -> Result<u64> {
        let grants = self.grants()?;
        let granted = grants.get(id);
        let granted = granted.ok_or_else(|| StorageError::NoSuchRecord { id: id.to_string() })?;
        let (proposal, me) = (granted.digest, self.registry.first_key(self.actor.id));
        grants.check_withdrawal(proposal, me).map_err(refused)?;
        let decide = |decision| Act::GrantWithdrawn(GrantWithdrawn { proposal, decision });
        self.decide_grant(id, proposal, because, RecordKind::GrantWithdrawal, decide)
    }

    fn decide_grant(
        &mut self,
        id: GrantId,
        proposal: Digest,
        because: Option<String>,
        kind: RecordKind,
        act: impl FnOnce(Digest) -> Act,
    ) -> Result<u64> {
        let (by, at, salt) = (self.actor.id, Event::now(), Salt::random()?);
        let decision = GrantDecision { proposal, because, by, at, salt };
        let content = Content::Plain(canonical_text(&decision)?);
        let act = act(content.digest());
        let record = NewRecord { kind, subject: id.uuid(), content };
        Ok(self.put_into_force(vec![(record, Draft::of(act))])?.start)
    }

    /// Keeps what happened to an account, sealed; the newest such record of an account says how it stands.
    ///
    /// # Errors
    /// If it cannot be recorded.
    pub fn change_account(&mut self, person: AgentId, record: &[u8]) -> Result<u64> {
        let (key, sealed) = self.sealed(ACCOUNT_CONTEXT, record)?;
        let content = Content::Sealed(key, sealed);
        let act = Act::AccountChanged(AccountChanged { change: content.digest() });
        let record = NewRecord { kind: RecordKind::Account, subject: person.uuid(), content };
        Ok(self.put_into_force(vec![(record, Draft::of(act))])?.start)
    }

    /// Whether a key's person is the acting one, under this key or another.
    ///
    /// # Errors
    /// If the names behind the keys cannot be opened.
    pub fn is_acting<'k>(&self, person: AgentId, mine: impl Into<Unlock<'k>>) -> Result<bool> {
        self.is_me(person, mine.into())
    }
}

fn refused(what: String) -> StorageError {
    let what = format!("this role cannot be given or taken so: {what}");
    StorageError::Invalid { what, remedy: "see sijill account list for who may; ask one of them" }
}
