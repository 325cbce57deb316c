//! Accounts from the invitation to the last grant, in an archive on disk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use jiff::Timestamp;
use sijill_accounts::{Accounts, Alarm, Clock, Grant, READS_A_DAY, Refusal, Right, Role, Scope};
use sijill_keys::Passphrase;
use sijill_schema::{AccessLevel, AccessionId, Act, AgentId, Digest, GrantConfirmed, PageId};
use sijill_storage::verify::{Scope as Checked, Silent};
use sijill_storage::{Archive, Draft, KeySet};

const KEEPER: &str = "the keeper walks at dawn by the river";
const READER: &str = "a kettle sings when nobody listens";
const SECOND: &str = "two foxes crossed the frozen meadow";

/// A clock that a test sets.
struct Set(AtomicI64);

impl Set {
    fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

struct House {
    folder: tempfile::TempDir,
    clock: Arc<Set>,
    alarms: Arc<Mutex<Vec<Alarm>>>,
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive");
        Archive::create(&path, "example.org/accounts", "First Operator", &passphrase(KEEPER))
            .unwrap();
        let clock = Arc::new(Set(AtomicI64::new(Timestamp::now().as_second())));
        Self { folder, clock, alarms: Arc::default() }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("archive")
    }

    fn open(&self) -> Accounts {
        let archive = Archive::open(&self.path()).unwrap();
        let keeper = archive.unlock(&passphrase(KEEPER)).unwrap();
        let heard = Arc::clone(&self.alarms);
        let alarm = Box::new(move |alarm| heard.lock().unwrap().push(alarm));
        Accounts::open_with(archive, keeper, Arc::clone(&self.clock) as Arc<dyn Clock>, alarm)
            .unwrap()
    }

    /// Invites a person and takes the account over for them. Returns who they are and their second factor.
    fn person(
        &self,
        accounts: &Accounts,
        handle: &str,
        password: &str,
    ) -> (AgentId, sijill_accounts::Factor) {
        self.clock.forward(3600);
        let invited = accounts.invite(accounts.keeper(), handle, handle, None).unwrap();
        let factor = accounts.offer_factor(handle, &invited.code, None).unwrap();
        let digits = factor.shown_at(self.clock.now().as_second());
        accounts.begin(handle, &invited.code, password, &digits, None).unwrap();
        self.clock.forward(120);
        (invited.person, factor)
    }

    fn code(&self, factor: &sijill_accounts::Factor) -> String {
        factor.shown_at(self.clock.now().as_second())
    }

    fn verify(&self) -> Vec<String> {
        let report =
            Archive::open(&self.path()).unwrap().verify(&Checked::default(), &Silent).unwrap();
        report.problems.into_iter().map(|problem| problem.detail).collect()
    }
}

fn reader(scope: Scope) -> Grant {
    Grant { role: Role::Researcher, scope, level: AccessLevel::Confidential }
}

fn keys(archive: &Accounts, person: AgentId, password: &str) -> KeySet {
    archive.archive().unlock_signature(person, &passphrase(password)).unwrap()
}

#[test]
fn from_the_invitation_to_the_first_page() {
    let house = House::new();
    let accounts = house.open();
    let (person, factor) = house.person(&accounts, "nour", READER);
    let token = accounts.sign_in("Nour ", READER, &house.code(&factor), None).unwrap();
    assert!(!accounts.acting(&token).unwrap().person.may(Right::Read), "nothing without a grant");

    let own = AccessionId::new();
    let grant = reader(Scope::Accession(own));
    let id = accounts.propose_grant(accounts.keeper(), person, grant, None).unwrap();
    assert!(!accounts.acting(&token).unwrap().person.may(Right::Read), "a proposal is no grant");
    accounts.confirm_grant(accounts.keeper(), id, None).unwrap();
    let acting = accounts.acting(&token).unwrap();
    assert!(acting.person.sees(own, AccessLevel::Confidential));
    assert!(!acting.person.sees(AccessionId::new(), AccessLevel::Open));

    accounts.note_reading(person, PageId::new(), Some("R-17".to_owned())).unwrap();
    accounts.withdraw_grant(accounts.keeper(), id, None).unwrap();
    assert!(!accounts.acting(&token).unwrap().person.may(Right::Read), "it ends at once");
    accounts.lock_account(accounts.keeper(), person).unwrap();
    assert!(matches!(accounts.acting(&token), Err(Refusal::SessionEnded)));
    drop(accounts);
    assert_eq!(house.verify(), Vec::<String>::new());
    let archive = Archive::open(&house.path()).unwrap();
    let (ledger, mut read) = (archive.ledger().unwrap(), 0);
    for seq in 0..ledger.size().unwrap() {
        if let Act::PagesRead(rows) = ledger.event(seq).unwrap().act {
            read += rows.rows;
        }
    }
    assert_eq!(read, 1, "the ledger commits to the reading");
}

#[test]
fn signing_in_needs_everything_and_each_code_counts_once() {
    let house = House::new();
    let accounts = house.open();
    let (_, factor) = house.person(&accounts, "nour", READER);
    let wrong = |handle: &str, password: &str, code: &str| {
        house.clock.forward(60);
        let refused = accounts.sign_in(handle, password, code, None).unwrap_err();
        assert!(matches!(refused, Refusal::SignIn), "{refused:?}");
        refused.to_string()
    };
    let code = house.code(&factor);
    let told = [
        wrong("nour", SECOND, &code),
        wrong("nobody", READER, &code),
        wrong("nour", READER, "000000"),
    ];
    assert!(told.iter().all(|text| *text == told[0]), "one text: {told:?}");
    let code = house.code(&factor);
    let token = accounts.sign_in("nour", READER, &code, None).unwrap();
    assert!(matches!(accounts.sign_in("nour", READER, &code, None), Err(Refusal::SignIn)));
    assert!(accounts.acting(&token).unwrap().is_stepped_up, "a second factor was shown just now");
    house.clock.forward(121);
    assert!(!accounts.acting(&token).unwrap().is_stepped_up);
    let fresh = accounts.step_up(&token, &house.code(&factor)).unwrap();
    assert!(accounts.acting(&token).is_err(), "the token was rotated");
    assert!(accounts.acting(&fresh).unwrap().is_stepped_up);
    house.clock.forward(121);
    assert!(!accounts.acting(&fresh).unwrap().is_stepped_up);
    let again = accounts.sign_in("nour", READER, &house.code(&factor), None).unwrap();
    assert!(accounts.acting(&fresh).is_err(), "one session a person");
    house.clock.forward(15 * 60);
    assert!(accounts.acting(&again).is_err(), "idle");
}

#[test]
fn with_two_administrators_nobody_gives_a_role_alone() {
    let house = House::new();
    let accounts = house.open();
    let (second, _) = house.person(&accounts, "second", SECOND);
    let (person, _) = house.person(&accounts, "nour", READER);
    let administrator =
        Grant { role: Role::Administrator, scope: Scope::All, level: AccessLevel::Open };
    let me = accounts.keeper();
    let id = accounts.propose_grant(me, second, administrator, None).unwrap();
    accounts.confirm_grant(me, id, None).unwrap();

    let id = accounts.propose_grant(me, person, reader(Scope::All), None).unwrap();
    assert!(accounts.confirm_grant(me, id, None).is_err(), "alone");
    let nour = keys(&accounts, person, READER);
    assert!(accounts.confirm_grant(&nour, id, None).is_err(), "no administrator");
    accounts.confirm_grant(&keys(&accounts, second, SECOND), id, None).unwrap();
    drop(accounts);
    assert_eq!(house.verify(), Vec::<String>::new());
}

#[test]
fn a_forged_confirmation_is_found() {
    let house = House::new();
    let accounts = house.open();
    let (second, _) = house.person(&accounts, "second", SECOND);
    let (person, _) = house.person(&accounts, "nour", READER);
    let administrator =
        Grant { role: Role::Administrator, scope: Scope::All, level: AccessLevel::Open };
    let me = accounts.keeper();
    let id = accounts.propose_grant(me, second, administrator, None).unwrap();
    accounts.confirm_grant(me, id, None).unwrap();
    accounts.propose_grant(me, person, reader(Scope::All), None).unwrap();
    assert_eq!(house.verify(), Vec::<String>::new());

    // Somebody with the keeper's keys and a program of their own signs what the writer would refuse.
    let archive = accounts.archive();
    let ledger = archive.ledger().unwrap();
    let Act::GrantProposed(proposed) = ledger.event(ledger.size().unwrap() - 1).unwrap().act else {
        panic!("the last event is the proposal");
    };
    for alone in [true, false] {
        let decision = Digest::of(b"forged");
        let act =
            Act::GrantConfirmed(GrantConfirmed { proposal: proposed.proposal, decision, alone });
        let mut writer = archive.write(&**me).unwrap();
        writer.append(vec![Draft::of(act)]).unwrap();
        writer.finish().unwrap();
    }
    let found = house.verify();
    let said = |what: &str| found.iter().any(|problem| problem.contains(what));
    assert!(said("confirmed alone, and the archive has had a second person"), "{found:?}");
    assert!(said("proposed by the same person"), "{found:?}");
    assert!(!accounts.grants().unwrap().has(person, Role::Researcher), "it never counts");
}

#[test]
fn a_lost_second_factor_takes_two_people() {
    let house = House::new();
    let accounts = house.open();
    let (second, _) = house.person(&accounts, "second", SECOND);
    let (person, lost) = house.person(&accounts, "nour", READER);
    let overseer = Grant { role: Role::Overseer, scope: Scope::All, level: AccessLevel::Open };
    let me = accounts.keeper();
    let id = accounts.propose_grant(me, second, overseer, None).unwrap();
    accounts.confirm_grant(me, id, None).unwrap();
    let other = keys(&accounts, second, SECOND);
    assert!(accounts.confirm_reset(&other, person).is_err(), "nobody proposed it");
    accounts.propose_reset(me, person).unwrap();
    assert!(accounts.confirm_reset(me, person).is_err(), "the same person");
    let invited = accounts.confirm_reset(&other, person).unwrap();
    house.clock.forward(120);
    assert!(accounts.sign_in("nour", READER, &house.code(&lost), None).is_err());
    let found = accounts.offer_factor("nour", &invited.code, None).unwrap();
    let digits = house.code(&found);
    assert!(
        accounts.begin("nour", &invited.code, SECOND, &digits, None).is_err(),
        "still needs the password"
    );
    accounts.begin("nour", &invited.code, READER, &digits, None).unwrap();
    house.clock.forward(120);
    accounts.sign_in("nour", READER, &house.code(&found), None).unwrap();
}

#[test]
fn altered_readings_are_found_and_too_many_are_refused() {
    let house = House::new();
    let accounts = house.open();
    let person = AgentId::new();
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..READS_A_DAY {
                    if accounts.note_reading(person, PageId::new(), None).is_ok() {
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    assert_eq!(done.load(Ordering::SeqCst), READS_A_DAY as usize);
    assert_eq!(house.alarms.lock().unwrap().first(), Some(&Alarm::Reads(person)));
    drop(accounts);
    let again = house.open();
    assert!(again.note_reading(person, PageId::new(), None).is_err(), "a restart gives no new day");
    drop(again);
    assert_eq!(house.verify(), Vec::<String>::new());
    flip_a_digit(&house.path().join("readings.sqlite"));
    assert!(
        house.verify().iter().any(|what| what.contains("readings were altered")),
        "{:?}",
        house.verify()
    );
    fs_err::remove_file(house.path().join("readings.sqlite")).unwrap();
    assert!(house.verify().iter().any(|what| what.contains("is missing")));
}

/// Changes one character of every row's salt in place, also of copies that SQLite left in free room.
fn flip_a_digit(path: &Path) {
    let mut bytes = fs_err::read(path).unwrap();
    let key = b"\"salt\":\"";
    let all = bytes.windows(key.len()).enumerate().filter(|(_, window)| window == key);
    let places: Vec<_> = all.map(|(at, _)| at + key.len()).collect();
    for at in places {
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    }
    fs_err::write(path, bytes).unwrap();
}

#[test]
fn a_backup_knows_accounts_and_readings() {
    let house = House::new();
    let accounts = house.open();
    house.person(&accounts, "nour", READER);
    accounts.note_reading(AgentId::new(), PageId::new(), None).unwrap();
    drop(accounts);
    let copy = house.folder.path().join("copy");
    let report = Archive::open(&house.path()).unwrap().backup(&copy, &Silent).unwrap();
    assert!(report.ok, "{:?}", report.problems);
    assert_eq!(Archive::open(&copy).unwrap().readings().unwrap().unwrap().last().unwrap(), 1);
}

#[test]
fn the_person_of_an_account_has_no_shared_keys_on_disk() {
    let house = House::new();
    let accounts = house.open();
    let (person, _) = house.person(&accounts, "nour", READER);
    let names = fs_err::read_dir(house.path().join("keys")).unwrap();
    let names: Vec<_> =
        names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let theirs: Vec<_> =
        names.iter().filter(|name| name.starts_with(&person.to_string())).collect();
    assert_eq!(theirs.len(), 1, "{names:?}");
    assert!(accounts.archive().write(&passphrase(READER)).is_err(), "alone they cannot write");
}
