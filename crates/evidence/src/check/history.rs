//! `history`: from every earlier head in the package the log only grew.

use sijill_storage::KeyRegistry;
use sijill_translog::{Checkpoint, Hash, Note, verify_consistency};

use super::load::Files;
use super::log::Head;
use super::verdict::words;
use super::{Check, Words};
use crate::layout;

/// An earlier head of the log that was shown to be one.
pub struct EarlierHead {
    pub size: u64,
    pub note: Note,
}

pub fn check(files: &Files, registry: &KeyRegistry, head: &Head) -> (Check, Vec<EarlierHead>) {
    const WHAT: &str = "history";
    let sizes: Vec<u64> = files.paths().filter_map(layout::head_size).collect();
    if sizes.is_empty() {
        let none = words!("the package holds no earlier head", "لا تحوي الحزمة رأسًا أقدم");
        return (Check::not_claimed(WHAT, none), Vec::new());
    }
    let (mut heads, mut problems) = (Vec::new(), Vec::new());
    for size in sizes {
        match earlier(files, registry, head, size) {
            Ok(note) => heads.push(EarlierHead { size, note }),
            Err(what) => problems.push(what),
        }
    }
    let count = heads.len();
    let good = words!(
        "the log only grew since each of {count} earlier heads",
        "لم يفعل السجل منذ كلٍّ من {count} رؤوس أقدم إلا أن زاد"
    );
    (Check::of(WHAT, problems, good), heads)
}

fn earlier(files: &Files, registry: &KeyRegistry, head: &Head, size: u64) -> Result<Note, Words> {
    let bad = |why: String| {
        words!(
            "the log does NOT continue the head over {size} events: {why}",
            "السجل لا يتابع الرأس الذي على {size} حدثًا: {why}"
        )
    };
    let path = layout::head(size);
    let bytes = files.bytes(&path).ok_or_else(|| bad(format!("{path} cannot be read")))?;
    let note = Note::parse(bytes).map_err(|error| bad(error.to_string()))?;
    let earlier = open(&note, registry).map_err(bad)?;
    if earlier.size != size {
        return Err(bad(format!("{path} is over {} events", earlier.size)));
    }
    let path = layout::consistency(size);
    let proof = files.text(&path).ok_or_else(|| bad(format!("{path} is missing")))?;
    continues(&earlier, head.checkpoint(), proof).map_err(bad)?;
    Ok(note)
}

/// Opens a head of this log: of the name that the log had at its size, signed by a log key of that time.
pub fn open(note: &Note, registry: &KeyRegistry) -> Result<Checkpoint, String> {
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| error.to_string())?;
    if checkpoint.origin != registry.origin_at(checkpoint.size).as_str() {
        return Err(format!("it is of the log {:?}", checkpoint.origin));
    }
    let keys = registry.log_keys_at(checkpoint.size);
    note.verify(&keys).map_err(|error| error.to_string())?;
    Ok(checkpoint)
}

/// Whether a consistency proof, one hash a line, leads from one head to another.
pub fn continues(earlier: &Checkpoint, head: &Checkpoint, proof: &str) -> Result<(), String> {
    let hashes = proof.lines().map(Hash::from_base64).collect::<Result<Vec<_>, _>>();
    let hashes = hashes.map_err(|error| error.to_string())?;
    verify_consistency(earlier.size, &earlier.root, head.size, &head.root, &hashes)
        .map_err(|error| error.to_string())
}
