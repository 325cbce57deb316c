//! The accounts of an archive, kept by one process: who signs in, who is who at a request, what they may do.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use sijill_keys::Passphrase;
use sijill_schema::{AgentId, PageId, Salt, canonical};
use sijill_storage::{Archive, Grants, KeySet, Ledger, StorageError, Writer};
use zeroize::Zeroizing;

use crate::account::{Account, AccountStep, Record};
use crate::clock::{Clock, SystemClock};
use crate::factor::{Factor, step_at};
use crate::limits::Limits;
use crate::opening::{count_today, found, load};
use crate::password::Hasher;
use crate::person::Person;
use crate::readings::ReadingDesk;
use crate::refusal::{Refusal, Result};
use crate::right::Right;
use crate::sessions::{Sessions, Token};

/// How long a writer waits for another, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);

/// Who looked at which page under which case.
pub(crate) type Sight = (AgentId, PageId, Option<String>);

/// Accounts, sessions, limits and the record of reads of one archive, unlocked by its keeper.
pub struct Accounts {
    pub(crate) archive: Archive,
    pub(crate) keeper: Arc<KeySet>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hasher: Hasher,
    sessions: Mutex<Sessions>,
    pub(crate) limits: Mutex<Limits>,
    state: Mutex<State>,
    pub(crate) desk: Mutex<Option<Arc<ReadingDesk>>>,
    /// When who was recorded to read which page under which case, for the last quarter of an hour.
    pub(crate) recent: Mutex<HashMap<Sight, i64>>,
    pub(crate) alarm: Box<dyn Fn(Alarm) + Send + Sync>,
}

/// Something that an overseer should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// A person has seen as many sensitive pages as one may in a day.
    Reads(AgentId),
    /// A person has seen lines of as many sensitive pages as one may in a day.
    Lines(AgentId),
    /// A person has proposed as many exports as one may in a day.
    Exports(AgentId),
}

/// Who is doing something: a session at the moment of a request.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The person and their grants as they count now.
    pub person: Person,
    /// What signs for them. Write with [`Archive::write_with`] and the keeper's keys.
    pub keys: Arc<KeySet>,
    /// Whether a second factor was shown within the last two minutes.
    pub is_stepped_up: bool,
}

/// What is known from ledger and catalogue, and from this process.
pub(crate) struct State {
    ledger: Ledger,
    size: u64,
    pub grants: Grants,
    pub records: HashMap<AgentId, Record>,
    /// The last step of each person's second factor that was used: each code counts once.
    used: HashMap<AgentId, i64>,
    /// Codes of this step and before count for nobody: an earlier process may have seen them used.
    floor: i64,
    /// Second factors that were shown to people and not confirmed by a code yet.
    pub offered: HashMap<AgentId, Factor>,
}

impl Accounts {
    /// Opens the accounts of an archive. `keeper` is a whole set of keys. Where nobody is administrator yet and the keeper
    /// made the archive, they become it.
    ///
    /// # Errors
    /// If accounts or ledger cannot be read, or nobody is administrator and the keeper did not make the archive.
    pub fn open(archive: Archive, keeper: KeySet) -> Result<Self> {
        Self::open_with(archive, keeper, Arc::new(SystemClock), Box::new(|_| ()))
    }

    /// The same with a clock, and with somebody who hears alarms.
    ///
    /// # Errors
    /// As of [`open`](Self::open).
    pub fn open_with(
        archive: Archive,
        keeper: KeySet,
        clock: Arc<dyn Clock>,
        alarm: Box<dyn Fn(Alarm) + Send + Sync>,
    ) -> Result<Self> {
        let keeper = Arc::new(keeper);
        if archive.grants()?.is_unfounded() {
            found(&archive, &keeper)?;
        }
        let ledger = archive.ledger()?;
        let (size, grants, records) = (ledger.size()?, archive.grants()?, load(&archive, &keeper)?);
        let floor = step_at(clock.now().as_second());
        let (used, offered) = (HashMap::new(), HashMap::new());
        let state = Mutex::new(State { ledger, size, grants, records, used, floor, offered });
        let mut limits = Limits::default();
        count_today(&archive, &mut limits, clock.now().as_second())?;
        let (sessions, limits, desk) = (Mutex::default(), Mutex::new(limits), Mutex::default());
        let (hasher, recent) = (Hasher::default(), Mutex::default());
        Ok(Self { archive, keeper, clock, hasher, sessions, limits, state, desk, recent, alarm })
    }

    /// The archive.
    #[must_use]
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The keeper's keys: they lend the shared keys to who has none.
    #[must_use]
    pub fn keeper(&self) -> &Arc<KeySet> {
        &self.keeper
    }

    /// Begins a session. Every failure has one text and costs one hash, whether the name exists or not.
    ///
    /// # Errors
    /// [`Refusal::SignIn`], [`Refusal::TooMany`], or if the archive cannot be read.
    pub fn sign_in(
        &self,
        handle: &str,
        password: &str,
        code: &str,
        address: Option<IpAddr>,
    ) -> Result<Token> {
        let handle = handle_of(handle);
        lock(&self.limits).try_sign_in(&handle, address, self.now())?;
        let record = self.state()?.by_handle(&handle).cloned();
        let verifier = record.as_ref().and_then(|record| record.password.as_ref());
        let is_right = self.hasher.is_right(password, verifier)?;
        let record = record.filter(|record| is_right && !record.locked).ok_or(Refusal::SignIn)?;
        self.use_code(record.person, code)?;
        let keys = self.unlock(record.person, password)?;
        lock(&self.sessions).begin(record.person, keys, self.now())
    }

    /// Opens the person's own key.
    pub(crate) fn unlock(&self, person: AgentId, password: &str) -> Result<KeySet> {
        let passphrase = Passphrase::new(password.to_owned()).map_err(StorageError::from)?;
        match self.archive.unlock_signature(person, &passphrase) {
            Err(StorageError::WrongPassphrase { .. } | StorageError::NoSuchKey { .. }) => {
                Err(Refusal::SignIn)
            }
            other => Ok(other?),
        }
    }

    /// Takes a code of the second factor, each only once.
    fn use_code(&self, person: AgentId, code: &str) -> Result<()> {
        let now = self.now();
        let mut state = self.state()?;
        let record = state.records.get(&person).ok_or(Refusal::SignIn)?;
        let step = record.factor.as_ref().and_then(|factor| factor.step_of(code.trim(), now));
        let step = step.ok_or(Refusal::SignIn)?;
        let last = state.used.get(&person).copied().unwrap_or(state.floor);
        if step <= last {
            return Err(Refusal::SignIn);
        }
        state.used.insert(person, step);
        Ok(())
    }

    /// Who acts at a request. Grants, locks and keys are those of now, also where another process changed them.
    ///
    /// # Errors
    /// [`Refusal::SessionEnded`], or if the archive cannot be read.
    pub fn acting(&self, token: &str) -> Result<Acting> {
        let open = lock(&self.sessions).find(token, self.now())?;
        let state = self.state()?;
        let record = state.records.get(&open.person).filter(|record| !record.locked);
        let Some(record) = record else {
            lock(&self.sessions).end_all(open.person);
            return Err(Refusal::SessionEnded);
        };
        let person = Person {
            id: open.person,
            handle: record.handle.clone(),
            grants: state.grants.of(open.person),
        };
        Ok(Acting { person, keys: open.keys, is_stepped_up: open.is_stepped_up })
    }

    /// Shows the second factor anew, for what needs it fresh. The session goes on under another token.
    ///
    /// # Errors
    /// If the code is wrong or was used, or there were too many tries.
    pub fn step_up(&self, token: &str, code: &str) -> Result<Token> {
        let person = self.acting(token)?.person;
        lock(&self.limits).try_sign_in(&person.handle, None, self.now())?;
        self.use_code(person.id, code)?;
        lock(&self.sessions).step_up(token, self.now())
    }

    /// Ends a session.
    pub fn sign_out(&self, token: &str) {
        lock(&self.sessions).end(token);
    }

    /// Ends everybody's sessions.
    pub fn end_everything(&self) {
        lock(&self.sessions).end_everything();
    }

    pub(crate) fn end_sessions(&self, person: AgentId) {
        lock(&self.sessions).end_all(person);
    }

    pub(crate) fn try_code(&self, handle: &str, address: Option<IpAddr>) -> Result<()> {
        lock(&self.limits).try_sign_in(handle, address, self.now())
    }

    /// Counts an export that a person proposes.
    ///
    /// # Errors
    /// [`Refusal::DayLimit`].
    pub fn note_export(&self, person: AgentId) -> Result<()> {
        let counted = lock(&self.limits).export(person, self.now());
        if counted.is_err() {
            (self.alarm)(Alarm::Exports(person));
        }
        counted
    }

    /// Every account, by handle.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn list(&self) -> Result<Vec<Account>> {
        let mut all: Vec<_> = self.state()?.records.values().map(Account::from).collect();
        all.sort_by(|one, other| one.handle.cmp(&other.handle));
        Ok(all)
    }

    /// Every role that was proposed, and whether it counts.
    ///
    /// # Errors
    /// If the archive cannot be read.
    pub fn grants(&self) -> Result<Grants> {
        Ok(self.state()?.grants.clone())
    }

    /// What the grants of a person, named by their first key, allow now.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`], or if the archive cannot be read.
    pub(crate) fn require(&self, by: &KeySet, right: Right) -> Result<()> {
        let grants = self.state()?.grants.of(by.person());
        Person { id: by.person(), handle: String::new(), grants }.require(right)
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now().as_second()
    }

    /// What is known, brought up to the ledger.
    pub(crate) fn state(&self) -> Result<MutexGuard<'_, State>> {
        let mut state = lock(&self.state);
        let size = state.ledger.size()?;
        if size != state.size {
            let mut concerns = false;
            state.ledger.for_each_leaf(state.size, |seq, _| {
                concerns = concerns || state.ledger.event(seq)?.act.is_about_people();
                Ok::<_, StorageError>(())
            })?;
            if concerns {
                state.grants = self.archive.grants()?;
                state.records = load(&self.archive, &self.keeper)?;
            }
            state.size = size;
        }
        Ok(state)
    }

    /// Opens the archive for writing as a person, with the keeper's copies of the shared keys. One writes at a time:
    /// whoever writes now, in this program or another, is waited for.
    ///
    /// # Errors
    /// If somebody writes for more than ten seconds, or the archive refuses.
    pub fn writer(&self, by: &KeySet) -> Result<Writer> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.archive.write_with(&self.keeper, by) {
                Err(StorageError::Locked { .. }) if Instant::now() < until => thread::sleep(PAUSE),
                opened => return Ok(opened?),
            }
        }
    }

    /// Writes something as a person, with the keeper's copies of the shared keys.
    pub(crate) fn write<T>(
        &self,
        by: &KeySet,
        work: impl FnOnce(&mut Writer) -> Result<T>,
    ) -> Result<T> {
        let mut writer = self.writer(by)?;
        let done = work(&mut writer)?;
        writer.finish()?;
        Ok(done)
    }

    /// Keeps a step of an account. What `edit` is given is how the account stands while nobody else can write.
    pub(crate) fn change(
        &self,
        by: &KeySet,
        person: AgentId,
        step: AccountStep,
        edit: impl FnOnce(&Writer, Option<Record>, &HashMap<AgentId, Record>) -> Result<Record>,
    ) -> Result<()> {
        self.write(by, |writer| {
            let mut all = load(&self.archive, &self.keeper)?;
            let now = all.remove(&person);
            let mut record = edit(writer, now, &all)?;
            record.step = step;
            record.by = by.signs_as();
            record.at = self.clock.now();
            record.salt = Salt::random().map_err(StorageError::from)?;
            let text = Zeroizing::new(canonical::to_vec(&record).map_err(StorageError::from)?);
            writer.change_account(person, &text)?;
            Ok(())
        })
    }
}

impl State {
    pub fn by_handle(&self, handle: &str) -> Option<&Record> {
        self.records.values().find(|record| record.handle == handle)
    }
}

/// A handle as it is compared: lower case, without spaces around it.
pub(crate) fn handle_of(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// A lock, also after a panic elsewhere: what is under it is changed in single steps.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
