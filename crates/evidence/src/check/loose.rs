//! A single file: a proof, a checkpoint, a receipt, an event, or a copy of an original.

use std::io::Read;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use sijill_schema::{Digest, EVENT_TAG, Receipt};
use sijill_translog::{Note, Policy, TlogProof, VerifierKey};

use super::verdict::words;
use super::{Check, CheckError, Outside, Verdict, Words, check_with_contents, fingerprints, note};
use crate::contents::Contents;

/// What a single file is checked with.
#[derive(Debug, Clone, Default)]
pub struct Loose<'a> {
    /// A package that the file may belong to. It is checked too.
    pub package: Option<&'a Path>,
    /// The event that a proof is about.
    pub event: Option<&'a Path>,
}

/// How many bytes are enough to tell what a file is, and the most that a proof, note or receipt has.
const LARGEST: u64 = 64 << 20;

/// Checks a single file.
///
/// # Errors
/// If it, or what it is to be checked with, cannot be read.
pub fn check_file(path: &Path, with: &Loose<'_>, outside: &Outside) -> Result<Verdict, CheckError> {
    let (bytes, digest) = read(path)?;
    let (mut verdict, contents) = match with.package {
        Some(package) => check_with_contents(package, outside)?,
        None => (Verdict { trust: untrusted(), checks: Vec::new() }, None),
    };
    if let Some(policy) = &outside.policy {
        let keys = fingerprints(policy);
        verdict.trust = words!("the policy that was given: {keys}", "السياسة المعطاة: {keys}");
    }
    let event = with.event.map(read).transpose()?.and_then(|(bytes, _)| bytes);
    let file = File { bytes: bytes.as_deref(), digest, event, contents: contents.as_ref() };
    verdict.checks.extend(file.check(outside.policy.as_ref(), &mut verdict.trust));
    Ok(verdict)
}

fn untrusted() -> Words {
    words!(
        "nobody's keys: give a policy with --policy, or a package with --package",
        "لا مفاتيح: أعطِ سياسة بـ ‎--policy أو حزمة بـ ‎--package"
    )
}

/// A file's digest, and its bytes if it is not large.
fn read(path: &Path) -> Result<(Option<Vec<u8>>, Digest), CheckError> {
    let unreadable = |source| CheckError::Unreadable { path: path.to_owned(), source };
    let mut file = fs_err::File::open(path).map_err(unreadable)?;
    let (mut bytes, mut hasher, mut chunk) = (Some(Vec::new()), Sha256::new(), vec![0; 256 << 10]);
    loop {
        let read = file.read(&mut chunk).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        hasher.update(&chunk[..read]);
        bytes = bytes.filter(|bytes: &Vec<u8>| bytes.len() as u64 <= LARGEST);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk[..read]);
        }
    }
    Ok((bytes, Digest::from_bytes(hasher.finalize().into())))
}

struct File<'a> {
    bytes: Option<&'a [u8]>,
    digest: Digest,
    event: Option<Vec<u8>>,
    contents: Option<&'a Contents>,
}

impl File<'_> {
    fn check(&self, policy: Option<&Policy>, trust: &mut Words) -> Vec<Check> {
        let bytes = self.bytes.unwrap_or_default();
        if let Ok(proof) = TlogProof::parse(bytes) {
            return vec![self.proof(&proof, policy)];
        }
        if let Ok(receipt) = serde_json::from_slice::<Receipt>(bytes) {
            return self.receipt(&receipt, policy, trust);
        }
        if bytes.starts_with(EVENT_TAG.as_bytes()) {
            return vec![self.packaged_event(bytes)];
        }
        match note(bytes) {
            Ok(note) => vec![checkpoint("checkpoint", &note, policy)],
            Err(_) => vec![self.original()],
        }
    }

    /// A proof is about an event, which lies beside it or in the package.
    fn proof(&self, proof: &TlogProof, policy: Option<&Policy>) -> Check {
        const WHAT: &str = "inclusion";
        let index = proof.index();
        let in_package = self.contents.and_then(|contents| contents.events.get(&index));
        let leaf = self.event.as_deref().or_else(|| in_package.map(|leaf| leaf.bytes.as_slice()));
        let (Some(leaf), Some(policy)) = (leaf, policy) else {
            let lacking = words!(
                "a proof is checked with its event (--event) and a policy (--policy)",
                "يُفحص البرهان مع حدثه ‎(--event) وسياسة ‎(--policy)"
            );
            return Check::failed(WHAT, lacking);
        };
        match proof.verify(leaf, policy) {
            Ok(judged) => {
                let (origin, size) = (judged.checkpoint.origin, judged.checkpoint.size);
                let good = words!(
                    "the event is number {index} of the log {origin}, under its head over {size} events",
                    "الحدث رقمه {index} في السجل {origin} تحت رأسه على {size} حدثًا"
                );
                Check::passed(WHAT, good)
            }
            Err(why) => Check::failed(
                WHAT,
                words!("the proof does NOT hold: {why}", "البرهان غير صحيح: {why}"),
            ),
        }
    }

    fn packaged_event(&self, bytes: &[u8]) -> Check {
        let held = self.contents.and_then(|contents| {
            contents.events.iter().find(|(_, leaf)| leaf.bytes == bytes).map(|(seq, _)| *seq)
        });
        match held {
            Some(seq) => Check::passed(
                "file",
                words!("it is event {seq} of the package", "هو الحدث {seq} في الحزمة"),
            ),
            None => Check::failed(
                "file",
                words!("no package was given that holds this event", "لم تُعطَ حزمة تحوي هذا الحدث"),
            ),
        }
    }

    fn original(&self) -> Check {
        const WHAT: &str = "file";
        let Some(contents) = self.contents else {
            return Check::failed(
                WHAT,
                words!(
                    "this is a file like any other: name the package that it should belong to with --package",
                    "هذا ملف كغيره: اذكر الحزمة التي يُفترض أنه منها بـ ‎--package"
                ),
            );
        };
        let files = contents.description.items.iter().flat_map(|item| &item.files);
        match files.into_iter().find(|file| file.digest == self.digest) {
            Some(file) => {
                let (path, event) = (&file.path, file.event);
                let good = words!(
                    "it is byte for byte the original {path}, secured by event {event}",
                    "هو الأصل {path} نفسه بايتًا بايتًا، أمّنه الحدث {event}"
                );
                Check::passed(WHAT, good)
            }
            None => Check::failed(
                WHAT,
                words!(
                    "no original in the package has these bytes: it was altered or is another file",
                    "لا أصل في الحزمة له هذه البايتات: جرى تغييره أو هو ملف آخر"
                ),
            ),
        }
    }

    /// A receipt: its head, its sums, and the package where there is one.
    fn receipt(&self, receipt: &Receipt, policy: Option<&Policy>, trust: &mut Words) -> Vec<Check> {
        let own = receipt.vkey.parse::<VerifierKey>().ok().map(Policy::of_log);
        if policy.is_none() {
            let key = &receipt.vkey;
            *trust = words!(
                "the key on the receipt itself, which shows only that it agrees with itself: {key}",
                "المفتاح المكتوب على الإيصال نفسه، وهذا يثبت اتساقه مع نفسه فقط: {key}"
            );
        }
        let mut checks = match note(receipt.checkpoint.as_bytes()) {
            Ok(note) => head_of_receipt(&note, policy.or(own.as_ref())),
            Err(why) => vec![Check::failed("checkpoint", Words::new(why.clone(), why))],
        };
        checks.push(sums(receipt));
        checks.extend(self.contents.map(|contents| same_items(receipt, contents)));
        checks
    }
}

/// A receipt is handed over before any witness is asked: the log's own signature holds the archive to it, and who
/// cosigned is said apart.
fn head_of_receipt(note: &Note, policy: Option<&Policy>) -> Vec<Check> {
    let judged = policy.and_then(|policy| policy.judge(note).ok());
    let (Some(policy), Some(judged)) = (policy, judged) else {
        return vec![checkpoint("checkpoint", note, policy)];
    };
    let signed = checkpoint("checkpoint", note, Some(&Policy::of_log(judged.log.clone())));
    let witnessed = policy.quorum().map(|_| match judged.quorum_met {
        true => checkpoint("witnesses", note, Some(policy)),
        false => Check::not_claimed(
            "witnesses",
            words!(
                "a receipt is handed over before the witnesses are asked",
                "يُسلَّم الإيصال قبل سؤال الشهود"
            ),
        ),
    });
    [Some(signed), witnessed].into_iter().flatten().collect()
}

/// A head, judged by a policy. Without one nothing can be said.
fn checkpoint(what: &'static str, note: &Note, policy: Option<&Policy>) -> Check {
    let Some(policy) = policy else { return Check::failed(what, untrusted()) };
    match policy.judge(note) {
        Ok(judged) if judged.quorum_met => {
            let (origin, size) = (judged.checkpoint.origin, judged.checkpoint.size);
            let count = judged.cosigned.len();
            Check::passed(
                what,
                words!(
                    "the head of {origin} over {size} events is signed by the log and {count} witnesses",
                    "رأس السجل {origin} على {size} حدثًا موقّع من السجل و{count} شهود"
                ),
            )
        }
        Ok(judged) => {
            let missing: Vec<_> = judged.missing.iter().map(ToString::to_string).collect();
            let missing = missing.join("; ");
            Check::failed(
                what,
                words!(
                    "not enough witnesses have cosigned it: {missing}",
                    "لم يصدّق عليه شهود كافون: {missing}"
                ),
            )
        }
        Err(why) => Check::failed(
            what,
            words!("it is not a head of a trusted log: {why}", "ليس رأسًا لسجل موثوق: {why}"),
        ),
    }
}

fn sums(receipt: &Receipt) -> Check {
    let files: u64 = receipt.items.iter().map(|item| item.files).sum();
    let bytes: u64 = receipt.items.iter().map(|item| item.bytes).sum();
    let head = note(receipt.checkpoint.as_bytes()).and_then(|note| {
        sijill_translog::Checkpoint::parse(note.text()).map_err(|error| error.to_string())
    });
    let covered = head.is_ok_and(|head| {
        receipt.events.first <= receipt.events.last
            && receipt.events.last < head.size
            && head.origin == receipt.log
    });
    let holds = covered && (files, bytes) == (receipt.files, receipt.bytes);
    let good = words!(
        "its head covers its events, and its {files} files and {bytes} bytes add up",
        "رأسه يغطي أحداثه، وملفاته الـ{files} وبايتاته الـ{bytes} مجموعها صحيح"
    );
    let bad = words!(
        "its head does not cover its events, or its sums do not add up",
        "رأسه لا يغطي أحداثه أو مجاميعه غير صحيحة"
    );
    if holds { Check::passed("receipt", good) } else { Check::failed("receipt", bad) }
}

/// Whether the items that receipt and package share are the same.
fn same_items(receipt: &Receipt, contents: &Contents) -> Check {
    const WHAT: &str = "file";
    let (mut shared, mut problems) = (0, Vec::new());
    for (packaged, record) in contents.description.items.iter().zip(&contents.items) {
        let Some(item) = receipt.items.iter().find(|item| item.id == packaged.id) else { continue };
        shared += 1;
        let bytes: u64 = record.files.iter().map(|file| file.size).sum();
        let sums = (record.files.len() as u64, bytes);
        let is_other = |list| list != Digest::of(record.list().as_bytes());
        if item.list.is_some_and(|list| is_other(list) || sums != (item.files, item.bytes)) {
            let id = packaged.id;
            problems.push(words!(
                "the item {id} is not what was handed over",
                "العنصر {id} ليس ما سُلّم"
            ));
        }
    }
    if shared == 0 {
        problems.push(words!(
            "no item of the package stands on the receipt",
            "لا عنصر من الحزمة في الإيصال"
        ));
    }
    let good = words!(
        "{shared} items of the package are those that were handed over",
        "{shared} عناصر من الحزمة هي التي سُلّمت"
    );
    Check::of(WHAT, problems, good)
}
