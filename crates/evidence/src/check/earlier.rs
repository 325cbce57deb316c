//! `earlier`: heads that somebody was given before hold the archive to what it said then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sijill_bag::Container;
use sijill_schema::Receipt;
use sijill_storage::KeyRegistry;
use sijill_translog::{Checkpoint, Hash, Note, TlogProof, leaf_hash};

use super::load::Files;
use super::log::Head;
use super::verdict::words;
use super::{Check, Words, history, note};
use crate::contents::Contents;
use crate::layout;

/// What somebody was given before: a checkpoint, a receipt, a proof or a whole package.
#[derive(Debug, Clone)]
pub struct EarlierEvidence {
    path: PathBuf,
    note: Note,
    /// The events of an earlier package.
    leaves: BTreeMap<u64, Hash>,
}

/// Why something cannot serve as earlier evidence.
#[derive(Debug, thiserror::Error)]
#[error("{} holds no head of a log: {what}", path.display())]
pub struct EarlierError {
    path: PathBuf,
    what: String,
}

/// The most bytes of a file that holds a head.
const LARGEST: u64 = 64 << 20;

impl EarlierEvidence {
    /// Reads a head from a checkpoint, a receipt in JSON, a `.tlog-proof`, or a package in a folder or ZIP.
    ///
    /// # Errors
    /// If there is none in it.
    pub fn read(path: &Path) -> Result<Self, EarlierError> {
        let bad = |what: String| EarlierError { path: path.to_owned(), what };
        if let Ok(container) = Container::open(path) {
            return Self::of_package(path, &container).map_err(bad);
        }
        let size = fs_err::metadata(path).map_err(|error| bad(error.to_string()))?.len();
        if size > LARGEST {
            return Err(bad(format!("{size} bytes are too many")));
        }
        let bytes = fs_err::read(path).map_err(|error| bad(error.to_string()))?;
        let note = head_in(&bytes).map_err(bad)?;
        Ok(Self { path: path.to_owned(), note, leaves: BTreeMap::new() })
    }

    /// The head alone.
    #[must_use]
    pub fn into_head(self) -> Note {
        self.note
    }

    fn of_package(path: &Path, container: &Container) -> Result<Self, String> {
        let read = |path: &str| container.bytes(path, LARGEST).map_err(|error| error.to_string());
        let note = note(&read(layout::CHECKPOINT)?)?;
        let mut leaves = BTreeMap::new();
        for (path, _) in container.files() {
            if let Some(seq) = layout::event_number(path) {
                leaves.insert(seq, leaf_hash(&read(path)?));
            }
        }
        Ok(Self { path: path.to_owned(), note, leaves })
    }
}

/// The head in a checkpoint, a receipt or a proof.
pub fn head_in(bytes: &[u8]) -> Result<Note, String> {
    if let Ok(proof) = TlogProof::parse(bytes) {
        return Ok(proof.checkpoint().clone());
    }
    if let Ok(receipt) = serde_json::from_slice::<Receipt>(bytes) {
        return note(receipt.checkpoint.as_bytes());
    }
    note(bytes)
}

/// The check against all that was given before; none if nothing was.
pub fn check(
    held: &[EarlierEvidence],
    files: &Files,
    contents: &Contents,
    registry: &KeyRegistry,
    head: &Head,
) -> Option<Check> {
    let compare = |earlier: &EarlierEvidence| agree(earlier, files, contents, registry, head).err();
    let problems: Vec<_> = held.iter().filter_map(compare).collect();
    let count = held.len();
    let good = words!(
        "the log still contains all of {count} heads that were handed out before",
        "ما زال السجل يحوي كل {count} رؤوس سُلّمت من قبل"
    );
    (count > 0).then(|| Check::of("earlier", problems, good))
}

fn agree(
    earlier: &EarlierEvidence,
    files: &Files,
    contents: &Contents,
    registry: &KeyRegistry,
    head: &Head,
) -> Result<(), Words> {
    let path = earlier.path.display();
    let fork = |why: String| {
        words!(
            "FORK: this package and {path} cannot both be true: {why}. Keep both",
            "تفرُّع: لا يمكن أن تصح هذه الحزمة و{path} معًا: {why}. احتفظ بكليهما"
        )
    };
    let before = history::open(&earlier.note, registry).map_err(fork)?;
    for (seq, leaf) in &earlier.leaves {
        if contents.events.get(seq).is_some_and(|here| here.hash() != *leaf) {
            return Err(fork(format!("event {seq} is another one")));
        }
    }
    let now = head.checkpoint();
    if before.size == now.size {
        let same = before.root == now.root;
        return if same { Ok(()) } else { Err(fork("one size, two roots".to_owned())) };
    }
    if before.size > now.size {
        return Err(rolled_back(&before, now, earlier));
    }
    let proof = layout::consistency(before.size);
    match files.text(&proof) {
        Some(proof) => history::continues(&before, now, proof).map_err(fork),
        None => Err(unproved(&before, earlier)),
    }
}

fn rolled_back(before: &Checkpoint, now: &Checkpoint, earlier: &EarlierEvidence) -> Words {
    let (path, then, size) = (earlier.path.display(), before.size, now.size);
    words!(
        "{path} is over {then} events, this package over {size} only: it was made from an OLDER state of the log",
        "{path} على {then} حدثًا وهذه الحزمة على {size} فقط: صُنعت من حالة أقدم للسجل"
    )
}

fn unproved(before: &Checkpoint, earlier: &EarlierEvidence) -> Words {
    let (path, then) = (earlier.path.display(), before.size);
    words!(
        "the package does not prove that the log continues {path} (over {then} events): ask the archive to export it again with --since",
        "لا تثبت الحزمة أن السجل يتابع {path} (على {then} حدثًا): اطلب من الأرشيف تصديرها من جديد مع ‎--since"
    )
}
