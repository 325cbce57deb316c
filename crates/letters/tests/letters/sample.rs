//! An invented report: two items of one accession, every kind of row. Nobody in it exists.

use jiff::Timestamp;
use jiff::civil::date;
use sijill_letters::{
    Acquisition, Bilingual, BoundSource, Certificate, CertifiedItem, CertifiedKey, CertifiedObject,
    Certifier, Check, CheckStatus, Cosignature, CustodyRow, LogProof, MethodStep, System,
    TimeBound, TimeBounds, TrustedTime, Verification,
};
use sijill_schema::{
    AccessionId, AgentId, Authority, Custodian, Digest, Gap, GapReason, Interpretation, ItemId,
    KeyAlgorithm, KeyRole, Outcome, PackageId, PageId, Person, PersonRole, PlaceLevel, PlacePath,
    PlaceStep, Precision, RecordDate, Reliability,
};

/// An identifier with a fixed number, so that the report is the same in every run.
pub fn id<T: std::str::FromStr>(number: u32) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("0197c3a0-0000-7000-8000-{number:012}").parse().unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn both(ar: &str, en: &str) -> Bilingual {
    Bilingual { ar: ar.into(), en: en.into() }
}

/// A sound report of `pages` files.
pub fn certificate(pages: u32) -> Certificate {
    Certificate {
        package: id::<PackageId>(1),
        case: Some("قضية نموذجية 12/2026".into()),
        made: at("2026-11-22T10:00:00Z"),
        certifier: Certifier {
            name: Some("هناء بنت المثال".into()),
            function: Some("Records officer · مسؤولة التوثيق".into()),
            ..Certifier::default()
        },
        system: System {
            tool: "sijill/0.1.0".into(),
            build: Some(Digest::of(b"program")),
            known_faults: vec![],
        },
        acquisitions: vec![acquisition()],
        items: vec![item()],
        objects: (0..pages).map(object).collect(),
        custody: custody(pages),
        extract: None,
        bounds: TimeBounds {
            not_before: Some(TimeBound {
                at: at("2026-11-20T06:00:00Z"),
                from: BoundSource::ForeignCheckpoint,
                name: "witness.example.org/log".into(),
            }),
            not_after: Some(TimeBound {
                at: at("2026-11-21T18:30:05Z"),
                from: BoundSource::Cosignature,
                name: "families.example.org/witness".into(),
            }),
        },
        verification: Verification {
            at: at("2026-11-22T09:58:12Z"),
            tool: "sijill/0.1.0".into(),
            files: u64::from(pages),
            equal: u64::from(pages),
            bytes: 1_048_576 * u64::from(pages),
            events: 1204,
            checks: checks(),
            problems: vec![],
        },
        log: log(),
        keys: keys(),
        method: method(),
        not_verified: vec![both("اسم المصور", "the name of the photographer")],
    }
}

fn acquisition() -> Acquisition {
    let step = |level, name: &str| PlaceStep { level, name: name.into() };
    let person = |name: &str, role| Person { name: name.into(), role };
    Acquisition {
        id: id::<AccessionId>(10),
        reference: "2026-004".into(),
        title: Some("سجلات مكتب نموذجي، الطابق الثاني".into()),
        received: at("2026-11-21T08:15:00Z"),
        taken_over: Some(RecordDate {
            as_written: "٨ تشرين الثاني ٢٠٢٦".into(),
            interpreted: Some(
                Interpretation::new(date(2026, 11, 8), date(2026, 11, 8), Precision::Day).unwrap(),
            ),
        }),
        place: PlacePath::try_from(vec![
            step(PlaceLevel::Site, "مجمّع المثال (Example compound)"),
            step(PlaceLevel::Floor, "الثاني"),
            step(PlaceLevel::Cabinet, "3-B"),
        ])
        .unwrap(),
        authority: Some(Authority {
            given_by: "رابطة عائلات نموذجية".into(),
            basis: Some("Letter 14/2026 (invented)".into()),
        }),
        people: vec![
            person("سامر المختلَق", PersonRole::GaveOver),
            person("ليلى النموذجية", PersonRole::Received),
            person("Robin Invented", PersonRole::Witnessed),
        ],
        holders: vec![
            Custodian {
                name: "حارس المبنى".into(),
                from: Some(RecordDate::as_written("كانون الأول ٢٠٢٤")),
                until: None,
                reliability: Reliability::Reported,
                source: Some("روى ذلك جار لم يذكر اسمه".into()),
            },
            Custodian {
                name: "لجنة الحي (neighbourhood committee)".into(),
                from: None,
                until: Some(RecordDate::as_written("2026-11-08")),
                reliability: Reliability::Documented,
                source: None,
            },
        ],
        gaps: vec![Gap {
            reason: GapReason::UnknownHolder,
            what: "لا أحد يعرف من حاز الصناديق بين كانون الأول ٢٠٢٤ وآذار ٢٠٢٥ (boxes 3 to 5)".into(),
            from: Some(RecordDate::as_written("12/2024")),
            until: Some(RecordDate::as_written("3/2025")),
        }],
        notes: Some("وُجدت الأوراق مبللة.\nجُففت قبل المسح (dried flat, 2 days).".into()),
    }
}

fn item() -> CertifiedItem {
    CertifiedItem {
        id: id::<ItemId>(20),
        accession: id::<AccessionId>(10),
        reference: "2026-004/1".into(),
        title: Some("سجل الداخلين ١٩٨٢".into()),
        place: Some("الخزانة 3-B، الرف الأعلى".into()),
        date: Some(RecordDate::as_written("١٩٨٢")),
        pages_stated: Some(4),
        gaps: vec![Gap {
            reason: GapReason::CountDiffers,
            what: "عُدّت أربع صفحات ووُجدت ثلاث".into(),
            from: None,
            until: None,
        }],
    }
}

pub fn object(number: u32) -> CertifiedObject {
    CertifiedObject {
        page: id::<PageId>(100 + number),
        item: id::<ItemId>(20),
        path: format!("originals/item-1/{:04}.tif", number + 1),
        original: format!("دفتر السجن/صفحة {} (recto).tif", number + 1),
        digest: Digest::of(&number.to_be_bytes()),
        size: 1_048_576,
        event: u64::from(number) + 1001,
    }
}

fn custody(pages: u32) -> Vec<CustodyRow> {
    let row = |seq: u64, act: &str, subject: &str, digest: Option<Digest>| CustodyRow {
        seq,
        at: at("2026-11-21T08:15:00.125Z"),
        act: act.into(),
        subject: Some(subject.into()),
        agent: id::<AgentId>(7),
        outcome: Outcome::Success,
        digest,
    };
    let mut rows = vec![row(1000, "acc", "2026-004", Some(Digest::of(b"inventory")))];
    rows.extend((0..pages).map(|n| {
        let o = object(n);
        row(o.event, "ing", &format!("2026-004/1 · {}", n + 1), Some(o.digest))
    }));
    let end = u64::from(pages) + 1001;
    rows.push(row(end, "ine", "2026-004/1", Some(Digest::of(b"item"))));
    rows.push(row(end + 1, "sijill/accession-closed", "2026-004", None));
    rows.push(CustodyRow { outcome: Outcome::Failure, ..row(end + 2, "fix", "2026-004/1", None) });
    rows.push(row(end + 3, "sijill/unheard-of", "", None));
    rows
}

fn checks() -> Vec<Check> {
    let check = |ar: &str, en: &str, status, detail: &str| Check {
        what: both(ar, en),
        status,
        detail: detail.into(),
    };
    vec![
        check("بصمات الملفات", "digests of the files", CheckStatus::Passed, "3 / 3"),
        check("تواقيع الوقائع", "signatures of the events", CheckStatus::Passed, "1204"),
        check("إثباتات التضمين", "inclusion proofs", CheckStatus::Passed, "8"),
        check("ختم الحزمة بختم زمني", "timestamp of the package", CheckStatus::NotClaimed, ""),
    ]
}

fn log() -> LogProof {
    LogProof {
        origin: "archive.example.org/desk-1".into(),
        vkey: "archive.example.org/desk-1+1b2c3d4e+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
            .into(),
        size: 1204,
        root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".into(),
        proofs: 8,
        witnesses: vec![Cosignature {
            witness: "families.example.org/witness".into(),
            vkey:
                "families.example.org/witness+0a0b0c0d+BAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
                    .into(),
            at: at("2026-11-21T18:30:05Z"),
        }],
        timestamps: vec![TrustedTime {
            authority: "Example TSA (invented)".into(),
            at: at("2026-11-21T19:00:00Z"),
            certificate: Some(Digest::of(b"tsa")),
        }],
    }
}

fn keys() -> Vec<CertifiedKey> {
    let key = |number, role, published: Option<&str>| CertifiedKey {
        id: id::<AgentId>(number),
        role,
        algorithm: KeyRole::algorithm(role),
        fingerprint: Digest::of(&number.to_be_bytes()),
        published: published.map(str::to_owned),
    };
    assert_eq!(KeyRole::Seal.algorithm(), KeyAlgorithm::EcdsaP256);
    vec![
        key(7, KeyRole::Person, None),
        key(8, KeyRole::Log, Some("https://archive.example.org/keys")),
        key(9, KeyRole::Seal, None),
    ]
}

fn method() -> Vec<MethodStep> {
    vec![
        MethodStep {
            what: both("بصمات كل ملف", "Digests of every file"),
            commands: vec!["cd ep-*/ && sha256sum --check manifest-sha256.txt".into()],
        },
        MethodStep {
            what: both("ختم الحزمة", "The seal of the package"),
            commands: vec![
                "openssl dgst -sha256 -verify seals/archive-p256.pub.pem -signature seals/tagmanifest-sha256.txt.sig tagmanifest-sha256.txt".into(),
            ],
        },
    ]
}
