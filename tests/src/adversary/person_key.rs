//! Somebody with the keys of the operator and the station, whose events the archive takes into its log as it does
//! all others: checkpoint, proofs and witnesses are true.

use sijill_keys::{Algorithm, PrivateKey};
use sijill_schema::{
    Act, AgentId, Event, FixityChecked, ItemId, KeyAlgorithm, KeyEnrolled, KeyRevoked, KeyRole,
};
use sijill_translog::NoteSigner;

use super::history::History;
use super::keys::{fresh, signer};
use super::{By, Exhibit, Tampering};

const DAY: i64 = 24 * 3600;

const fn logged(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
    step: Option<u8>,
) -> Tampering {
    Tampering { name, by: By::PersonKey, work, fails, step }
}

pub const SET: &[Tampering] = &[
    logged(
        "an event states a time of last year",
        |it| acted(it, |event| event.at = at(event, -365 * DAY)),
        &["times"],
        None,
    ),
    logged(
        "an event states a time of next week",
        |it| acted(it, |event| event.at = at(event, 7 * DAY)),
        &["times"],
        None,
    ),
    logged(
        "the taking over states a time before the keys were made",
        |it| {
            let mut history = History::of(it);
            history.rewrite(|_, event| {
                if matches!(event.act, Act::Accessioned(_) | Act::Secured(_) | Act::ItemClosed(_)) {
                    event.at = at(event, -365 * DAY);
                }
            });
            history.hand_out_cosigned(it, &it.case.witnesses);
        },
        &["times"],
        None,
    ),
    logged(
        "the station did not sign",
        |it| signed(it, |it| vec![it.case.keys.person()]),
        &["signatures"],
        Some(7),
    ),
    logged(
        "the station signed before the person",
        |it| signed(it, |it| vec![it.case.keys.station(), it.case.keys.person()]),
        &["signatures"],
        Some(7),
    ),
    logged(
        "a key that nobody enrolled signs",
        |it| {
            let (id, key) = stranger();
            let mut history = History::of(it);
            let event = History::by(checked(it, &history), id);
            history.append(&event, &[&signer(id, &key), it.case.keys.station()]);
            history.hand_out_cosigned(it, &it.case.witnesses);
        },
        &["signatures"],
        Some(7),
    ),
    logged(
        "a key that nobody enrolled signs under the operator's name",
        |it| {
            let forged = signer(it.case.keys.person, &fresh(Algorithm::Ed25519));
            let mut history = History::of(it);
            let event = checked(it, &history);
            history.append(&event, &[&forged, it.case.keys.station()]);
            history.hand_out_cosigned(it, &it.case.witnesses);
        },
        &["signatures"],
        Some(7),
    ),
    logged("a revoked key signs", revoked, &["signatures"], Some(7)),
    logged(
        "a key enrols itself, and then acts",
        |it| {
            let (id, key) = stranger();
            let mut history = History::of(it);
            let new = signer(id, &key);
            let enrolment = History::by(history.draft(enrol(id, &key), None), id);
            history.append(&enrolment, &[&new]);
            let event = History::by(checked(it, &history), id);
            history.append(&event, &[&new, it.case.keys.station()]);
            write_key(it, id, &key);
            history.hand_out_cosigned(it, &it.case.witnesses);
        },
        &["signatures", "tables"],
        None,
    ),
    logged(
        "an event of another log is put in",
        |it| acted(it, |event| event.log = "x.example/other".to_owned()),
        &["signatures"],
        None,
    ),
    logged(
        "an event passes over the one before it",
        |it| {
            let mut history = History::of(it);
            let mut event = checked(it, &history);
            event.prev = None;
            history.append(&event, &[it.case.keys.person(), it.case.keys.station()]);
            history.hand_out_cosigned(it, &it.case.witnesses);
        },
        &["chain"],
        Some(10),
    ),
];

fn at(event: &Event, seconds: i64) -> jiff::Timestamp {
    event.at + jiff::SignedDuration::from_secs(seconds)
}

fn first_item(it: &Exhibit<'_>) -> ItemId {
    it.description().items[0].id
}

/// A fixity check of the first item.
fn checked(it: &Exhibit<'_>, history: &History<'_>) -> Event {
    let act = Act::FixityChecked(FixityChecked { files: 2, problems: 0 });
    history.draft(act, Some(first_item(it)))
}

/// A fixity check with something wrong in it, properly signed, logged and witnessed.
fn acted(it: &Exhibit<'_>, change: impl FnOnce(&mut Event)) {
    let mut history = History::of(it);
    let mut event = checked(it, &history);
    change(&mut event);
    history.append(&event, &[it.case.keys.person(), it.case.keys.station()]);
    history.hand_out_cosigned(it, &it.case.witnesses);
}

/// A fixity check with other signatures than it needs.
fn signed(it: &Exhibit<'_>, signers: impl for<'e> FnOnce(&'e Exhibit<'_>) -> Vec<&'e NoteSigner>) {
    let mut history = History::of(it);
    let event = checked(it, &history);
    history.append(&event, &signers(it));
    history.hand_out_cosigned(it, &it.case.witnesses);
}

fn stranger() -> (AgentId, PrivateKey) {
    (AgentId::new(), fresh(Algorithm::Ed25519))
}

fn enrol(id: AgentId, key: &PrivateKey) -> Act {
    let pem = key.public().to_pem();
    let public = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let (role, algorithm) = (KeyRole::Person, KeyAlgorithm::Ed25519);
    Act::KeyEnrolled(KeyEnrolled { key: id, role, algorithm, public, replaces: None, holder: None })
}

fn write_key(it: &Exhibit<'_>, id: AgentId, key: &PrivateKey) {
    it.write(&format!("data/custody/keys/{id}.person.pem"), key.public().to_pem());
}

/// A second person is enrolled, their key is revoked, and then it signs once more.
fn revoked(it: &mut Exhibit<'_>) {
    let keys = &it.case.keys;
    let (id, key) = stranger();
    let second = signer(id, &key);
    let mut history = History::of(it);
    history.append(&history.draft(enrol(id, &key), None), &[keys.person(), &second]);
    let valid = History::by(checked(it, &history), id);
    history.append(&valid, &[&second, keys.station()]);
    let revocation = history.draft(Act::KeyRevoked(KeyRevoked { key: id }), None);
    history.append(&revocation, &[keys.person(), keys.station()]);
    let void = History::by(checked(it, &history), id);
    history.append(&void, &[&second, keys.station()]);
    write_key(it, id, &key);
    history.hand_out_cosigned(it, &it.case.witnesses);
}
