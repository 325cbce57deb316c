//! The seal key again: events, their proofs and earlier heads.

use ed25519_dalek::SigningKey;
use sijill_schema::{Act, KeyRole};
use sijill_translog::NoteSigner;

use super::exhibit::Exhibit;
use super::insider::{sealed, then_seal};
use super::keys::ORIGIN;
use super::{History, Tampering};

pub const SET: &[Tampering] = &[
    sealed(
        "the first event of an item is left out",
        |it| drop_event(it, "ing"),
        &["chain", "originals", "names"],
        Some(10),
    ),
    sealed(
        "a later event of an item is left out",
        |it| drop_event(it, "exp"),
        &["chain"],
        Some(10),
    ),
    sealed(
        "the closing of an item is left out",
        |it| drop_event(it, "ine"),
        &["chain", "originals"],
        Some(10),
    ),
    sealed(
        "the enrolment of the station's key is left out",
        |it| drop_enrolment(it, KeyRole::Station),
        &["signatures", "tables"],
        Some(7),
    ),
    sealed(
        "two events change places",
        reordered,
        &["inclusion", "chain", "originals", "names"],
        Some(10),
    ),
    sealed(
        "one byte of an event is altered",
        altered_event,
        &["inclusion", "signatures", "chain"],
        Some(7),
    ),
    sealed(
        "an event's file has blanks after its end",
        |it| {
            it.by_another_version();
            let event = events(it)[6].clone();
            then_seal(it, |it| it.write(&event, [it.read(&event), b"\n".to_vec()].concat()));
        },
        &[
            "description",
            "seal",
            "checkpoint",
            "witnesses",
            "inclusion",
            "signatures",
            "chain",
            "originals",
            "names",
            "tables",
            "history",
            "times",
        ],
        Some(10),
    ),
    sealed(
        "a consistency proof is cut short",
        |it| {
            then_seal(it, |it| {
                let proof = consistency(it);
                let text = it.text(&proof);
                let cut = text.trim_end().rsplit_once('\n').map_or("", |(kept, _)| kept);
                it.write(&proof, if cut.is_empty() { String::new() } else { format!("{cut}\n") });
            })
        },
        &["history", "times"],
        Some(10),
    ),
    sealed(
        "an earlier head is true, but the log never signed it",
        |it| {
            let mut history = History::of(it);
            let size = history.size() - 1;
            let proof = history.consistency(size);
            history.roll_back(size);
            let key =
                NoteSigner::ed25519(ORIGIN.parse().unwrap(), SigningKey::from_bytes(&[9; 32]));
            let head = history.head_under(&key).to_bytes();
            it.write(&format!("data/custody/heads/{size}.checkpoint"), head);
            it.write(&format!("data/custody/heads/{size}.consistency"), proof);
            it.seal_as_insider();
        },
        &["history"],
        Some(8),
    ),
    sealed(
        "an earlier head claims to be over more events",
        |it| {
            then_seal(it, |it| {
                let proof = consistency(it);
                let head = proof.replace("consistency", "checkpoint");
                let text = it.text(&head);
                let size = text.lines().nth(1).unwrap();
                let more = text.replacen(size, &format!("{}", size.parse::<u64>().unwrap() + 1), 1);
                it.write(&head, more);
            })
        },
        &["history", "times"],
        Some(8),
    ),
];

fn events(it: &Exhibit<'_>) -> Vec<String> {
    it.files("data/custody/events")
}

/// Leaves the first event of an act on the first item out.
fn drop_event(it: &Exhibit<'_>, act: &str) {
    let item = it.description().items[0].id;
    it.leave_out(|event| event.item == Some(item) && event.act.code() == act);
}

fn drop_enrolment(it: &Exhibit<'_>, of: KeyRole) {
    it.leave_out(|event| matches!(&event.act, Act::KeyEnrolled(key) if key.role == of));
}

/// The two securings of an item, each in the other's place.
fn reordered(it: &mut Exhibit<'_>) {
    let secured: Vec<_> =
        events(it).into_iter().filter(|path| it.text(path).contains("{\"act\":\"ing\"")).collect();
    it.swap(&secured[0], &secured[1]);
    it.by_another_version();
    it.seal_as_insider();
}

fn altered_event(it: &mut Exhibit<'_>) {
    let secured = events(it).into_iter().find(|path| it.text(path).contains("{\"act\":\"ing\""));
    it.edit(&secured.unwrap(), "\"outcome\":\"suc\"", "\"outcome\":\"war\"");
    it.by_another_version();
    it.seal_as_insider();
}

fn consistency(it: &Exhibit<'_>) -> String {
    let heads = it.files("data/custody/heads");
    heads.into_iter().find(|path| path.ends_with(".consistency")).unwrap()
}
