//! What the certificate says: everything of custody with every gap, what was verified and what was not.

use jiff::Timestamp;
use sijill_letters::{
    Acquisition, Bilingual, BoundSource, Certificate, CertifiedItem, CertifiedKey, CertifiedObject,
    Certifier, Check, CheckStatus, Cosignature, CustodyRow, LogProof, System, TimeBound,
    TimeBounds, TrustedTime, Verification,
};
use sijill_schema::{AccessionRecord, Act, Digest, Event, ItemRecord, KeyAlgorithm, PackagedItem};
use sijill_storage::EnrolledKey;
use sijill_timestamp::{Certificates, Imprint, Stamp, TimestampToken, Trust};
use sijill_translog::{Judged, Note, Policy};

use super::Told;
use super::method::method;
use crate::head::{Head, HeadStamp};

type Result<T> = std::result::Result<T, String>;

/// The report of a package.
pub fn report(told: &Told<'_>) -> Result<Certificate> {
    let contents = told.contents;
    let description = &contents.description;
    let pairs = || description.items.iter().zip(&contents.items);
    Ok(Certificate {
        package: description.id,
        case: description.case.clone(),
        made: description.made,
        certifier: Certifier::default(),
        system: System { tool: description.tool.clone(), build: None, known_faults: Vec::new() },
        acquisitions: contents.accessions.iter().map(acquisition).collect(),
        items: contents.items.iter().map(item).collect(),
        objects: pairs().flat_map(|(packaged, record)| objects(packaged, record)).collect(),
        custody: custody(told),
        extract: None,
        bounds: bounds(told)?,
        verification: verification(told),
        log: log(told)?,
        keys: told.registry.all().into_iter().map(key).collect(),
        method: method(),
        not_verified: not_verified(told),
    })
}

fn acquisition(record: &AccessionRecord) -> Acquisition {
    let record = record.clone();
    Acquisition {
        id: record.id,
        reference: record.reference,
        title: record.title,
        received: record.received,
        taken_over: record.taken_over,
        place: record.place,
        authority: record.authority,
        people: record.people,
        holders: record.holders,
        gaps: record.gaps,
        notes: record.notes,
    }
}

fn item(record: &ItemRecord) -> CertifiedItem {
    let description = record.description.clone();
    CertifiedItem {
        id: description.id,
        accession: description.accession,
        reference: description.reference,
        title: description.title,
        place: description.place_as_written,
        date: description.date,
        pages_stated: description.pages_stated,
        gaps: record.gaps.clone(),
    }
}

fn objects(packaged: &PackagedItem, record: &ItemRecord) -> Vec<CertifiedObject> {
    let object = |(file, original): (&sijill_schema::PackagedFile, &sijill_schema::FileRecord)| {
        CertifiedObject {
            page: file.page,
            item: packaged.id,
            path: file.path.clone(),
            original: original.original.display(),
            digest: file.digest,
            size: file.size,
            event: file.event,
        }
    };
    packaged.files.iter().zip(&record.files).map(object).collect()
}

/// Every event of the items and accessions; the keys have a table of their own.
fn custody(told: &Told<'_>) -> Vec<CustodyRow> {
    let events = told.contents.events.iter();
    let own = events.filter(|(_, leaf)| leaf.event.item.is_some());
    let row = |(seq, leaf): (&u64, &crate::contents::Leaf)| CustodyRow {
        seq: *seq,
        at: leaf.event.at,
        act: leaf.event.act.code().to_owned(),
        subject: subject(told, &leaf.event),
        agent: leaf.event.agent,
        outcome: leaf.event.outcome,
        digest: leaf.event.object.map(|object| object.digest),
    };
    own.map(row).collect()
}

/// What an act was done to, by the name that a reader knows it by.
fn subject(told: &Told<'_>, event: &Event) -> Option<String> {
    let contents = told.contents;
    let files = contents.items.iter().flat_map(|record| &record.files);
    let page = event.page.and_then(|page| files.into_iter().find(|file| file.page == page));
    if let Some(file) = page {
        return Some(file.original.display());
    }
    let item = event.item?;
    let items = contents.items.iter().map(|record| &record.description);
    let named = items.map(|described| (described.id, &described.reference));
    let accessions = contents.accessions.iter();
    let mut named = named.chain(accessions.map(|record| (record.id.into(), &record.reference)));
    named.find(|(id, _)| *id == item).map(|(_, reference)| reference.clone())
}

fn verification(told: &Told<'_>) -> Verification {
    let made = &told.contents.description.verification;
    let passed = |ar: &str, en: &str, detail: String| Check {
        what: Bilingual { ar: ar.to_owned(), en: en.to_owned() },
        status: CheckStatus::Passed,
        detail,
    };
    let witnesses = Check {
        what: Bilingual {
            ar: "صدّق على رأس السجل شهود كافون بحسب سياسة الأرشيف".to_owned(),
            en: "Enough witnesses of the archive's policy have cosigned the head of the log"
                .to_owned(),
        },
        status: if witnessed(told) { CheckStatus::Passed } else { CheckStatus::NotClaimed },
        detail: String::new(),
    };
    let proofs = told.contents.events.len().to_string();
    Verification {
        at: made.at,
        tool: made.tool.clone(),
        files: made.files,
        equal: made.files,
        bytes: made.bytes,
        events: made.events,
        checks: vec![
            passed(
                "كل ملف من ملفات هذه العناصر قُرئ كاملًا وطابقت بصمتُه بصمةَ حدث تأمينه",
                "Every file of these items was read in full and has the digest that its event states",
                made.files.to_string(),
            ),
            passed(
                "كل أحداث السجل وتواقيعها وترتيبها وشجرة بصماتها صحيحة",
                "All events of the log, their signatures, their order and the tree of hashes hold",
                made.events.to_string(),
            ),
            passed(
                "لكل حدث في الحزمة برهان على موضعه في السجل",
                "Each event in the package has a proof of its place in the log",
                proofs,
            ),
            witnesses,
        ],
        problems: Vec::new(),
    }
}

fn judged(told: &Told<'_>) -> Result<Judged> {
    told.policy.judge(&told.head.note()?).map_err(|error| error.to_string())
}

/// Whether enough witnesses of the archive's policy have cosigned the head.
fn witnessed(told: &Told<'_>) -> bool {
    told.policy.quorum().is_some() && judged(told).is_ok_and(|judged| judged.quorum_met)
}

fn log(told: &Told<'_>) -> Result<LogProof> {
    let description = &told.contents.description;
    let judged = judged(told)?;
    let witness = |cosigned: &sijill_translog::Cosigned| {
        Some(Cosignature {
            witness: cosigned.witness.clone(),
            vkey: cosigned.key.to_string(),
            at: seconds(cosigned.at)?,
        })
    };
    let time = |stamp: Stamp| TrustedTime {
        authority: stamp.signer().subject.clone(),
        at: stamp.time(),
        certificate: None,
    };
    Ok(LogProof {
        origin: description.log.clone(),
        vkey: judged.log.to_string(),
        size: description.size,
        root: description.root.clone(),
        proofs: description.events.len() as u64,
        witnesses: judged.cosigned.iter().filter_map(witness).collect(),
        timestamps: stamps(told.head).into_iter().map(time).collect(),
    })
}

fn seconds(at: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(at).ok()?).ok()
}

/// The stamps over a head that hold.
fn stamps(head: &Head) -> Vec<Stamp> {
    let verify = |stamp: &HeadStamp| {
        let token = TimestampToken::from_der(&stamp.response).ok()?;
        let trust = Trust::new(Certificates::from_bytes(&stamp.chain).ok()?);
        token.verify(&Imprint::sha256(&head.signed).into(), &trust).ok()
    };
    head.stamps.iter().filter_map(verify).collect()
}

/// What bounds the time of intake, whatever the clock of the machine said.
fn bounds(told: &Told<'_>) -> Result<TimeBounds> {
    let events = &told.contents.events;
    let taken = |act: &Act| matches!(act, Act::Secured(_) | Act::ItemClosed(_));
    let last = events.iter().filter(|(_, leaf)| taken(&leaf.event.act)).map(|(seq, _)| *seq).max();
    let mut after = Vec::new();
    let heads = told.earlier.iter().chain([told.head]);
    for head in heads.filter(|head| last.is_some_and(|last| head.checkpoint.size > last)) {
        after.extend(cosigned(&head.note()?, told.policy));
        after.extend(stamps(head).into_iter().map(|stamp| TimeBound {
            at: stamp.latest(),
            from: BoundSource::Timestamp,
            name: stamp.signer().subject.clone(),
        }));
    }
    let mut before = Vec::new();
    for leaf in events.values().filter(|leaf| matches!(leaf.event.act, Act::Accessioned(_))) {
        let seen = leaf.event.seen.as_deref().and_then(|seen| Note::parse(seen.as_bytes()).ok());
        before.extend(seen.iter().flat_map(|seen| cosigned(seen, told.policy)));
    }
    Ok(TimeBounds {
        not_before: before.into_iter().min_by_key(|bound| bound.at),
        not_after: after.into_iter().min_by_key(|bound| bound.at),
    })
}

fn cosigned(note: &Note, policy: &Policy) -> Vec<TimeBound> {
    let judged = policy.judge(note).map(|judged| judged.cosigned).unwrap_or_default();
    let bound = |cosigned: sijill_translog::Cosigned| {
        let (at, from) = (seconds(cosigned.at)?, BoundSource::Cosignature);
        Some(TimeBound { at, from, name: cosigned.witness })
    };
    judged.into_iter().filter_map(bound).collect()
}

fn key(key: &EnrolledKey) -> CertifiedKey {
    CertifiedKey {
        id: key.id,
        role: key.role,
        algorithm: algorithm(key),
        fingerprint: Digest::of(&key.public.to_spki_der()),
        published: None,
    }
}

fn algorithm(key: &EnrolledKey) -> KeyAlgorithm {
    key.role.algorithm()
}

/// What a reader might take for shown and is not, in this package.
fn not_verified(told: &Told<'_>) -> Vec<Bilingual> {
    let mut lines = Vec::new();
    if !witnessed(told) {
        lines.push(Bilingual {
            ar: "لم يصدّق على رأس السجل بعدُ شهود كافون بحسب سياسة الأرشيف.".to_owned(),
            en: "Not enough witnesses of the archive's policy have cosigned the head of the log yet.".to_owned(),
        });
    }
    if stamps(told.head).is_empty() {
        lines.push(Bilingual {
            ar: "لم تختم سلطة زمنية رأس السجل؛ والأوقات في الجدول أوقات ساعة الجهاز.".to_owned(),
            en: "No authority stamped the head of the log; the times in the table are those of the machine's clock.".to_owned(),
        });
    }
    lines
}
