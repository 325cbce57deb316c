//! `checkpoint`, `witnesses`, `inclusion`, `signatures` and `chain`: what the transparency log says.

use std::collections::{HashMap, HashSet};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sijill_schema::{Digest, ItemId};
use sijill_storage::KeyRegistry;
use sijill_translog::{Checkpoint, Judged, KeyName, Note, Policy, TlogProof, verify_inclusion};

use super::load::Files;
use super::verdict::words;
use super::{Check, Words, history};
use crate::contents::{Contents, Leaf};
use crate::layout;

/// The head that everything in the package leads to, once its signature has been verified.
pub struct Head {
    pub bytes: Vec<u8>,
    pub judged: Judged,
}

impl Head {
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.judged.checkpoint
    }
}

/// `checkpoint`: the head is signed by the policy's log, and is the one that the description names.
pub fn head(
    files: &Files,
    contents: &Contents,
    registry: Option<&KeyRegistry>,
    policy: &Policy,
) -> (Check, Option<Head>) {
    const WHAT: &str = "checkpoint";
    let path = layout::CHECKPOINT;
    let bytes = files.bytes(path).unwrap_or_default().to_vec();
    let judged = Note::parse(&bytes)
        .map_err(|error| error.to_string())
        .and_then(|note| policy.judge(&note).map_err(|error| error.to_string()));
    let judged = match judged {
        Ok(judged) => judged,
        Err(why) => {
            let failed = words!(
                "{path} is not a head signed by the log that is trusted: {why}",
                "{path} ليس رأسًا موقّعًا من السجل الموثوق: {why}"
            );
            return (Check::failed(WHAT, failed), None);
        }
    };
    let (head, told) = (&judged.checkpoint, &contents.description);
    let (origin, size) = (head.origin.clone(), head.size);
    let mut problems = Vec::new();
    if (&origin, size, head.root.to_string()) != (&told.log, told.size, told.root.clone()) {
        problems.push(words!(
            "package.json names another head than {path}",
            "package.json يذكر رأسًا غير الذي في {path}"
        ));
    }
    let enrolled = Note::parse(&bytes).map_err(|error| error.to_string()).and_then(|note| {
        registry.map_or(Ok(()), |registry| history::open(&note, registry).map(drop))
    });
    if let Err(why) = enrolled {
        problems.push(words!(
            "the events do not say that the key which signed the head was the log's: {why}",
            "الأحداث لا تقول إن المفتاح الذي وقّع الرأس كان مفتاح السجل: {why}"
        ));
    }
    let good = words!(
        "the head of {origin} over {size} events is signed by the log",
        "رأس السجل {origin} على {size} حدثًا موقّع من السجل"
    );
    (Check::of(WHAT, problems, good), Some(Head { bytes, judged }))
}

/// `witnesses`: enough of the policy's witnesses have cosigned the head.
pub fn witnesses(head: &Head, policy: &Policy) -> Check {
    const WHAT: &str = "witnesses";
    let judged = &head.judged;
    let names: Vec<_> = judged.cosigned.iter().map(told).collect();
    let who = if names.is_empty() { "—".to_owned() } else { names.join(", ") };
    if policy.quorum().is_none() {
        return Check::not_claimed(
            WHAT,
            words!(
                "the policy asks for no witness; cosigned by: {who}",
                "السياسة لا تطلب شاهدًا؛ صدّق عليه: {who}"
            ),
        );
    }
    let missing: Vec<_> = judged.missing.iter().map(ToString::to_string).collect();
    if judged.quorum_met {
        return Check::passed(
            WHAT,
            words!(
                "cosigned as the policy asks, by: {who}",
                "صدّق عليه الشهود كما تطلب السياسة: {who}"
            ),
        );
    }
    let missing = missing.join("; ");
    Check::failed(
        WHAT,
        words!(
            "not enough witnesses have cosigned the head ({missing}); cosigned by: {who}",
            "لم يصدّق على الرأس شهود كافون ({missing})؛ صدّق عليه: {who}"
        ),
    )
}

fn told(cosigned: &sijill_translog::Cosigned) -> String {
    let at = i64::try_from(cosigned.at).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
    let at = at.map_or_else(|| cosigned.at.to_string(), |at| at.to_string());
    format!("{} ({at})", cosigned.witness)
}

/// `inclusion`: every event is in the log, at its number.
pub fn inclusion(files: &Files, contents: &Contents, head: &Head) -> Check {
    let events: Vec<_> = contents.events.iter().collect();
    let wrong = |(seq, leaf): (&u64, &Leaf)| included(files, *seq, leaf, head).err();
    let problems: Vec<_> = events.into_par_iter().filter_map(wrong).collect();
    let count = contents.events.len();
    let good = words!(
        "each of the {count} events is in the log at its number",
        "كلٌّ من الأحداث الـ{count} موجود في السجل برقمه"
    );
    Check::of("inclusion", problems, good)
}

fn included(files: &Files, seq: u64, leaf: &Leaf, head: &Head) -> Result<(), Words> {
    let path = layout::proof(seq);
    let bad = |why: String| {
        words!(
            "event {seq} is NOT proved to be in the log: {why}",
            "الحدث {seq} لم يثبت وجوده في السجل: {why}"
        )
    };
    let bytes = files.bytes(&path).ok_or_else(|| bad(format!("{path} is missing")))?;
    let proof = TlogProof::parse(bytes).map_err(|error| bad(error.to_string()))?;
    if proof.index() != seq {
        return Err(bad(format!("{path} is about another event")));
    }
    if proof.checkpoint().to_bytes() != head.bytes {
        return Err(bad(format!("{path} leads to another head")));
    }
    let Checkpoint { size, root, .. } = head.checkpoint();
    verify_inclusion(&leaf.hash(), seq, *size, root, proof.path())
        .map_err(|error| bad(error.to_string()))
}

/// `signatures`: every event is signed as its act needs, by keys that the log had enrolled and not ended.
/// Also gives the keys as they stand at the head.
pub fn signatures(contents: &Contents) -> (Check, Option<KeyRegistry>) {
    const WHAT: &str = "signatures";
    let begun = contents.events.first_key_value().filter(|(seq, _)| **seq == 0);
    let origin: Option<KeyName> = begun.and_then(|(_, leaf)| leaf.event.log.parse().ok());
    let Some(mut registry) = origin.map(KeyRegistry::new) else {
        let what = words!("the first event of the log is missing", "أول حدث في السجل غائب");
        return (Check::failed(WHAT, what), None);
    };
    let mut problems = Vec::new();
    for (seq, leaf) in &contents.events {
        let checked = registry.check(&leaf.note, &leaf.event);
        if let Err(why) = checked.and_then(|()| registry.apply(*seq, &leaf.event)) {
            problems.push(words!(
                "event {seq} is NOT validly signed: {why}",
                "الحدث {seq} غير موقّع توقيعًا صحيحًا: {why}"
            ));
        }
    }
    let count = contents.events.len();
    let good = words!(
        "each of the {count} events is signed by keys that were valid at its place in the log",
        "كلٌّ من الأحداث الـ{count} موقّع بمفاتيح كانت صالحة في موضعه من السجل"
    );
    (Check::of(WHAT, problems, good), Some(registry))
}

/// `chain`: the events of each item and accession follow one another without a break.
pub fn chain(contents: &Contents) -> Check {
    let mut tails: HashMap<ItemId, Digest> = HashMap::new();
    let mut problems = Vec::new();
    for (seq, leaf) in &contents.events {
        let Some(item) = leaf.event.item else { continue };
        let hash = Digest::from_bytes(leaf.hash().0);
        if leaf.event.prev != tails.insert(item, hash) {
            problems.push(words!(
                "an event of {item} before event {seq} is MISSING from the package",
                "حدث من أحداث {item} قبل الحدث {seq} غائب عن الحزمة"
            ));
        }
    }
    let told: HashSet<ItemId> = tails.into_keys().collect();
    let items = contents.description.items.iter().map(|item| item.id);
    let accessions = contents.description.accessions.iter().map(|accession| accession.id.into());
    let wanted: HashSet<ItemId> = items.chain(accessions).collect();
    for item in told.difference(&wanted) {
        problems.push(words!(
            "events about {item} are here, which is not in the package",
            "هنا أحداث عن {item} وهو ليس في الحزمة"
        ));
    }
    for item in wanted.difference(&told) {
        problems.push(words!("nothing is told of {item}", "لا شيء يُروى عن {item}"));
    }
    let good = words!(
        "no event is missing between the first and the last of each item",
        "لا يغيب أي حدث بين أول حدث وآخره لكل عنصر"
    );
    Check::of("chain", problems, good)
}
