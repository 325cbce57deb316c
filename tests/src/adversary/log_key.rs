//! Somebody with every key of the archive, who tells another history under the log's own name. Within itself it is
//! without fault: only what others hold can show it.

use ed25519_dalek::SigningKey;
use sijill_schema::{Act, Digest, FileRecord, ItemId, ObjectRef, canonical};
use sijill_translog::{Cosigner, Note, NoteSigner};

use super::case::witness;
use super::exhibit::Exhibit;
use super::history::History;
use super::transport::PAGE;
use super::{By, Tampering, twins};

const fn rewritten(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
    step: Option<u8>,
) -> Tampering {
    Tampering { name, by: By::LogKey, work, fails, step }
}

pub const SET: &[Tampering] = &[
    rewritten(
        "history is told anew with another page, and no witness signs it",
        |it| another_history(it).hand_out_cosigned(it, &[]),
        &["witnesses"],
        Some(6),
    ),
    rewritten(
        "the same, with a witness of his own making",
        |it| another_history(it).hand_out_cosigned(it, &[witness("w3.example/jim", 3)]),
        &["witnesses"],
        Some(6),
    ),
    rewritten(
        "the same, with a witness of his own under a true one's name",
        |it| another_history(it).hand_out_cosigned(it, &[witness("w1.example/alef", 3)]),
        &["witnesses"],
        Some(6),
    ),
    rewritten(
        "the same, with one true witness that has never seen the true log",
        |it| another_history(it).hand_out_cosigned(it, &it.case.witnesses[..1]),
        &["witnesses"],
        Some(6),
    ),
    rewritten(
        "the same, with the lines of both witnesses on the true head",
        |it| {
            let history = another_history(it);
            let mut head = history.head();
            for line in lines_of_witnesses(it) {
                head.add_signature(line).unwrap();
            }
            history.hand_out(it, &head);
        },
        &["checkpoint", "witnesses", "inclusion", "history", "times"],
        Some(6),
    ),
    rewritten(
        "the same with both witnesses fooled, and the reader holds an earlier package",
        |it| {
            it.with("--earlier", &it.case.earlier);
            another_history(it).hand_out_cosigned(it, &it.case.witnesses);
        },
        &["earlier"],
        None,
    ),
    rewritten(
        "the same with both witnesses fooled, and the reader holds a receipt",
        |it| {
            it.with("--earlier", &it.case.receipt);
            another_history(it).hand_out_cosigned(it, &it.case.witnesses);
        },
        &["earlier"],
        None,
    ),
    rewritten(
        "the same with both witnesses fooled, and the reader holds a checkpoint",
        |it| {
            it.with("--earlier", &it.case.package.join("data/custody/checkpoint"));
            another_history(it).hand_out_cosigned(it, &it.case.witnesses);
        },
        &["earlier"],
        None,
    ),
    rewritten(
        "an event is taken out of the history and all later ones move up",
        |it| {
            let mut history = History::of(it);
            history.take_out(history.acts(first_item(it), "fix")[0]);
            history.hand_out_cosigned(it, &[]);
        },
        &["witnesses"],
        Some(6),
    ),
    rewritten(
        "the true head under another log key",
        |it| {
            let history = History::of(it);
            let head = cosigned(history.head_under(&other_key("x.example/y")), &it.case.witnesses);
            history.hand_out(it, &head);
        },
        &["checkpoint", "witnesses", "inclusion", "history", "times"],
        Some(5),
    ),
    rewritten(
        "the checkpoint of another log",
        |it| {
            let history = History::of(it);
            let head = history.head_of("x.example/other", &other_key("x.example/other"));
            history.hand_out(it, &cosigned(head, &it.case.witnesses));
        },
        &["checkpoint", "witnesses", "inclusion", "history", "times"],
        Some(5),
    ),
    rewritten(
        "the ledger is rolled back, and the reader holds a later package",
        |it| {
            it.with("--earlier", &it.case.package);
            let earlier = &it.case.earlier;
            it.replace_by(earlier);
            it.rename(earlier.file_name().unwrap().to_str().unwrap());
        },
        &["earlier"],
        None,
    ),
    rewritten(
        "the ledger is rolled back and goes on differently",
        |it| {
            it.with("--earlier", &it.case.package);
            let mut history = History::of(it);
            let item = first_item(it);
            history.roll_back(history.acts(item, "fix")[0]);
            for _ in 0..9 {
                let act =
                    Act::FixityChecked(sijill_schema::FixityChecked { files: 2, problems: 0 });
                let event = history.draft(act, Some(item));
                history.append(&event, &[it.case.keys.person(), it.case.keys.station()]);
            }
            history.hand_out_cosigned(it, &it.case.witnesses);
        },
        &["earlier"],
        None,
    ),
    rewritten(
        "an earlier head is of another history",
        |it| {
            let size = History::of(it).size();
            let mut history = another_history(&Exhibit::new(it.case));
            history.roll_back(size - 1);
            it.write(
                &format!("data/custody/heads/{}.checkpoint", size - 1),
                history.head().to_bytes(),
            );
            let proof = History::of(it).consistency(size - 1);
            it.write(&format!("data/custody/heads/{}.consistency", size - 1), proof);
            it.seal_as_insider();
        },
        &["history"],
        Some(10),
    ),
];

fn first_item(it: &Exhibit<'_>) -> ItemId {
    it.description().items[0].id
}

/// The history in which the first page has always been another: page, record, events and description agree.
fn another_history<'c>(it: &Exhibit<'c>) -> History<'c> {
    let mut history = History::of(it);
    let (item, page) = (first_item(it), it.description().items[0].files[0].page);
    let digest = Digest::of(&twins::OTHER);
    it.write(PAGE, twins::OTHER);
    let path = "data/metadata/item-1/record.json";
    it.edit_json(path, |record| record["files"][0]["digest"] = digest.to_string().into());
    it.describe(|description| description.items[0].files[0].digest = digest);
    let record: sijill_schema::ItemRecord = canonical::from_slice(&it.read(path)).unwrap();
    let file: &FileRecord = &record.files[0];
    history.rewrite(|_, event| match &mut event.act {
        Act::Secured(secured) if event.page == Some(page) => {
            secured.record = canonical::digest(file).unwrap();
            event.object = Some(ObjectRef { digest, size: file.size });
        }
        Act::ItemClosed(closed) if event.item == Some(item) => {
            closed.record = canonical::digest(&record).unwrap();
            closed.list = Digest::of(record.list().as_bytes());
        }
        _ => {}
    });
    history
}

fn cosigned(mut head: Note, witnesses: &[Cosigner]) -> Note {
    for witness in witnesses {
        let line = witness.cosign(&head, super::outsiders::now());
        head.add_signature(line).unwrap();
    }
    head
}

fn other_key(name: &str) -> NoteSigner {
    NoteSigner::ed25519(name.parse().unwrap(), SigningKey::from_bytes(&[9; 32]))
}

/// What the witnesses wrote under the package's true head.
fn lines_of_witnesses(it: &Exhibit<'_>) -> Vec<sijill_translog::SignatureLine> {
    let note = fs_err::read(it.case.package.join("data/custody/checkpoint")).unwrap();
    let lines = Note::parse(&note).unwrap().signatures().to_vec();
    lines.into_iter().filter(|line| line.name().as_str().starts_with('w')).collect()
}
