//! What administrators do for people, and what people do with their own account.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use sijill_keys::Passphrase;
use sijill_schema::{AgentId, Digest, Grant, GrantId, Salt};
use sijill_storage::{KeySet, StorageError};
use zeroize::Zeroizing;

use crate::account::{AccountStep, Invitation, Record};
use crate::accounts::{Accounts, handle_of};
use crate::factor::Factor;
use crate::password::check_password;
use crate::refusal::{Refusal, Result};
use crate::right::Right;
use crate::secret::{base32, random};

/// How long a code of an invitation can be used.
const VALID: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The longest handle, in characters.
const LONGEST_HANDLE: usize = 64;

/// What an administrator hands to a person, on paper or by word of mouth.
pub struct Invited {
    /// The person: for those who are new, the identifier that their key will have.
    pub person: AgentId,
    /// The code that is used once, within seven days.
    pub code: Zeroizing<String>,
}

impl Accounts {
    /// Invites a person: makes an account that they take over with a code. `person` names somebody who has a key
    /// already (`sijill key list`); their password is then the passphrase of that key.
    ///
    /// # Errors
    /// If the inviting person may not, the handle is taken or cannot be used, or it cannot be recorded.
    pub fn invite(
        &self,
        by: &KeySet,
        handle: &str,
        name: &str,
        person: Option<AgentId>,
    ) -> Result<Invited> {
        self.require(by, Right::ManagePeople)?;
        let handle = handle_of(handle);
        let is_usable = !handle.is_empty()
            && handle.chars().count() <= LONGEST_HANDLE
            && handle.chars().all(|one| one.is_alphanumeric() || matches!(one, '-' | '.' | '_'));
        if !is_usable {
            let what = "a name for signing in has letters, digits, '-', '.' and '_', at most 64";
            return Err(Refusal::refused(what, "choose another one"));
        }
        let person_id = person.unwrap_or_else(AgentId::new);
        let (code, invitation) = self.new_code()?;
        let salt = Salt::random().map_err(StorageError::from)?;
        let record = Record {
            person: person_id,
            step: AccountStep::Invited,
            handle,
            name: name.to_owned(),
            invitation: Some(invitation),
            password: None,
            factor: None,
            locked: false,
            reset_by: None,
            by: by.signs_as(),
            at: self.clock.now(),
            salt,
        };
        self.change(by, person_id, AccountStep::Invited, |_, now, others| {
            if now.is_some() || others.values().any(|other| other.handle == record.handle) {
                let what = "this name is taken, or the person has an account already";
                return Err(Refusal::refused(what, "see sijill account list"));
            }
            Ok(record)
        })?;
        Ok(Invited { person: person_id, code })
    }

    /// Shows a second factor to a person who holds a code. It counts once [`begin`](Self::begin) was given a code of it.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] for everything that is not right, [`Refusal::TooMany`].
    pub fn offer_factor(
        &self,
        handle: &str,
        code: &str,
        address: Option<IpAddr>,
    ) -> Result<Factor> {
        let record = self.invited(handle, code, address)?;
        let factor = Factor::random()?;
        self.state()?.offered.insert(record.person, factor.clone());
        Ok(factor)
    }

    /// Takes an account over, or gives it another second factor after a reset. A new person chooses a password; whoever has
    /// a key gives its passphrase.
    ///
    /// # Errors
    /// If the code, the digits or an existing passphrase are not right, the password cannot be used, or it cannot be
    /// recorded.
    pub fn begin(
        &self,
        handle: &str,
        code: &str,
        password: &str,
        digits: &str,
        address: Option<IpAddr>,
    ) -> Result<()> {
        let record = self.invited(handle, code, address)?;
        let factor = self.state()?.offered.get(&record.person).cloned().ok_or(Refusal::SignIn)?;
        factor.step_of(digits.trim(), self.now()).ok_or(Refusal::SignIn)?;
        check_password(password, &[&record.handle, &record.name])?;
        let keys = match self.has_key(record.person)? {
            true => self.unlock(record.person, password)?,
            false => {
                let theirs = Passphrase::new(password.to_owned()).map_err(StorageError::from)?;
                let (id, name) = (record.person, record.name.clone());
                self.write(
                    &self.keeper,
                    |writer| Ok(writer.enrol_web_person(id, &name, &theirs)?),
                )?;
                self.unlock(record.person, password)?
            }
        };
        let (verifier, person) = (Some(self.hasher.verifier(password)?), record.person);
        self.change(&keys, person, AccountStep::Begun, |_, now, _| {
            let now = now.filter(|now| !now.locked && now.invitation == record.invitation);
            let now = now.ok_or(Refusal::SignIn)?;
            let (password, factor) = (verifier, Some(factor));
            Ok(Record { invitation: None, password, factor, reset_by: None, ..now })
        })?;
        self.state()?.offered.remove(&person);
        Ok(())
    }

    fn has_key(&self, person: AgentId) -> Result<bool> {
        let ledger = self.archive.ledger()?;
        let registry = self.archive.registry(&ledger, &self.archive.index(&ledger)?)?;
        Ok(registry.get(person).is_some())
    }

    /// The account that a code belongs to.
    fn invited(&self, handle: &str, code: &str, address: Option<IpAddr>) -> Result<Record> {
        let handle = handle_of(handle);
        self.try_code(&handle, address)?;
        let given = Digest::of(code.trim().to_uppercase().as_bytes());
        let now = self.clock.now();
        let state = self.state()?;
        let found = state.by_handle(&handle).filter(|record| {
            let invitation = record.invitation.as_ref();
            !record.locked && invitation.is_some_and(|one| one.code == given && one.until > now)
        });
        found.cloned().ok_or(Refusal::SignIn)
    }

    fn new_code(&self) -> Result<(Zeroizing<String>, Invitation)> {
        let code = Zeroizing::new(base32(&random::<15>()?));
        let until = self.clock.now().checked_add(VALID).unwrap_or(Timestamp::MAX);
        let invitation = Invitation { code: Digest::of(code.as_bytes()), until };
        Ok((code, invitation))
    }

    fn record(&self, person: AgentId) -> Result<Record> {
        existing(person, self.state()?.records.get(&person).cloned())
    }

    /// Locks an account at once, with every session of it.
    ///
    /// # Errors
    /// If the acting person may not, there is no such account, or it cannot be recorded.
    pub fn lock_account(&self, by: &KeySet, person: AgentId) -> Result<()> {
        self.require(by, Right::ManagePeople)?;
        self.change(by, person, AccountStep::Locked, |_, now, _| {
            Ok(Record { locked: true, ..existing(person, now)? })
        })?;
        self.end_sessions(person);
        Ok(())
    }

    /// Opens an account again.
    ///
    /// # Errors
    /// As of [`lock_account`](Self::lock_account).
    pub fn unlock_account(&self, by: &KeySet, person: AgentId) -> Result<()> {
        self.require(by, Right::ManagePeople)?;
        self.change(by, person, AccountStep::Unlocked, |_, now, _| {
            Ok(Record { locked: false, ..existing(person, now)? })
        })
    }

    /// Changes one's own password and with it the passphrase of one's key files. Every session ends.
    ///
    /// # Errors
    /// If the old one is not right, the new one cannot be used, or it cannot be recorded.
    pub fn change_password(&self, token: &str, old: &str, new: &str) -> Result<()> {
        let acting = self.acting(token)?;
        let record = self.record(acting.person.id)?;
        self.try_code(&record.handle, None)?;
        if !self.hasher.is_right(old, record.password.as_ref())? {
            return Err(Refusal::SignIn);
        }
        check_password(new, &[&record.handle, &record.name])?;
        let passphrase = |text: &str| Passphrase::new(text.to_owned()).map_err(StorageError::from);
        let (old, theirs) = (passphrase(old)?, passphrase(new)?);
        let password = Some(self.hasher.verifier(new)?);
        self.write(&acting.keys, |writer| Ok(writer.change_passphrase(&old, &theirs)?))?;
        let person = acting.person.id;
        self.change(&acting.keys, person, AccountStep::PasswordChanged, |_, now, _| {
            Ok(Record { password, ..existing(person, now)? })
        })?;
        self.end_sessions(person);
        Ok(())
    }

    /// Asks that a lost second factor be replaced. Another person confirms it.
    ///
    /// # Errors
    /// If the acting person may not, there is no such account, or it cannot be recorded.
    pub fn propose_reset(&self, by: &KeySet, person: AgentId) -> Result<()> {
        self.require(by, Right::ManagePeople)?;
        self.change(by, person, AccountStep::ResetProposed, |_, now, _| {
            Ok(Record { reset_by: Some(by.person()), ..existing(person, now)? })
        })
    }

    /// Confirms that a second factor be replaced. Returns the code with which the person, who still needs their password,
    /// gets another one. The old one counts no longer.
    ///
    /// # Errors
    /// If nobody or the same person proposed it, it is one's own, the acting person may not, or it cannot be recorded.
    pub fn confirm_reset(&self, by: &KeySet, person: AgentId) -> Result<Invited> {
        self.require(by, Right::ConfirmGrants)?;
        let (code, invitation) = self.new_code()?;
        self.change(by, person, AccountStep::ResetConfirmed, |writer, now, _| {
            let now = existing(person, now)?;
            let others = now.reset_by.filter(|one| *one != by.person() && person != by.person());
            let is_other = match others {
                Some(proposer) => !writer.is_acting(proposer, &*self.keeper)?,
                None => false,
            };
            if !is_other {
                let what = "a reset is proposed by one person and confirmed by another, neither of them for themselves";
                return Err(Refusal::refused(what, "ask another administrator or overseer"));
            }
            Ok(Record { factor: None, reset_by: None, invitation: Some(invitation), ..now })
        })?;
        self.end_sessions(person);
        Ok(Invited { person, code })
    }

    /// Proposes that somebody gets a role.
    ///
    /// # Errors
    /// If the acting person may not, or it cannot be recorded.
    pub fn propose_grant(
        &self,
        by: &KeySet,
        to: AgentId,
        grant: Grant,
        because: Option<String>,
    ) -> Result<GrantId> {
        self.require(by, Right::ManagePeople)?;
        self.record(to)?;
        self.write(by, |writer| Ok(writer.propose_grant(to, grant, because)?))
    }

    /// Confirms a role that another person proposed. It counts at the next request.
    ///
    /// # Errors
    /// If the acting person may not, or it cannot be recorded.
    pub fn confirm_grant(&self, by: &KeySet, id: GrantId, because: Option<String>) -> Result<u64> {
        self.require(by, Right::ConfirmGrants)?;
        self.write(by, |writer| Ok(writer.confirm_grant(id, because, &*self.keeper)?))
    }

    /// Ends a role, or takes a proposal back. It counts at the next request.
    ///
    /// # Errors
    /// If the acting person may not, or it cannot be recorded.
    pub fn withdraw_grant(&self, by: &KeySet, id: GrantId, because: Option<String>) -> Result<u64> {
        self.write(by, |writer| Ok(writer.withdraw_grant(id, because)?))
    }
}

fn existing(person: AgentId, record: Option<Record>) -> Result<Record> {
    let what = format!("{person} has no account");
    record.ok_or_else(|| Refusal::refused(what, "see sijill account list"))
}
