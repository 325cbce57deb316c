//! `structure`, `payload` and `tags`: the bag itself, judged more strictly than BagIt asks. A package is always
//! BagIt 1.0 with SHA-256 and SHA-512, and nothing lies in it that no manifest lists but below `seals/`.

use std::collections::{BTreeMap, BTreeSet};

use sijill_bag::Container;

use super::load::Files;
use super::verdict::words;
use super::{Check, Words};
use crate::layout;
use crate::tables::hex;

const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const DATA: &str = "data/";

/// The digests that a manifest lists, hexadecimal, by path.
type Manifest = BTreeMap<String, String>;

pub fn check(container: &Container, files: &Files) -> Vec<Check> {
    let mut problems = Vec::new();
    let mut manifest = |name: &str, digits: usize| match read(files, name, digits) {
        Ok(manifest) => manifest,
        Err(what) => {
            problems.push(what);
            Manifest::new()
        }
    };
    let payload = manifest("manifest-sha256.txt", 64);
    let payload512 = manifest("manifest-sha512.txt", 128);
    let tags = manifest(layout::TAG_MANIFEST, 64);
    let tags512 = manifest("tagmanifest-sha512.txt", 128);
    problems.extend(shape(container, files));
    let (data, others) = listable(files);
    problems.extend(same("manifest-sha256.txt", &payload, &data));
    problems.extend(same("manifest-sha512.txt", &payload512, &data));
    problems.extend(same(layout::TAG_MANIFEST, &tags, &others));
    problems.extend(same("tagmanifest-sha512.txt", &tags512, &others));
    let (count, bytes) = (data.len(), octets(files, &data));
    let good = words!(
        "a complete BagIt 1.0 bag: {count} files with {bytes} bytes under data/, nothing unlisted",
        "حقيبة BagIt 1.0 كاملة: {count} ملفًا تحت data/ بحجم {bytes} بايت، ولا شيء غير مسجَّل"
    );
    vec![
        Check::of("structure", problems, good),
        fixity("payload", files, &payload, &payload512),
        fixity("tags", files, &tags, &tags512),
    ]
}

/// What manifests must list: the payload, and the tag files.
fn listable(files: &Files) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let is_listed = |path: &&str| !path.starts_with(layout::SEALS) && !is_tag_manifest(path);
    files.paths().filter(is_listed).partition(|path| path.starts_with(DATA))
}

fn is_tag_manifest(path: &str) -> bool {
    path.starts_with("tagmanifest-") && !path.contains('/')
}

fn octets(files: &Files, data: &BTreeSet<&str>) -> u64 {
    data.iter().filter_map(|path| files.get(path)).map(|file| file.size).sum()
}

/// Reads a manifest strictly: `digest, two spaces, path`, nothing encoded, nothing twice.
fn read(files: &Files, name: &str, digits: usize) -> Result<Manifest, Words> {
    let Some(text) = files.text(name) else {
        return Err(words!("{name} is missing or unreadable", "الملف {name} غائب أو لا يُقرأ"));
    };
    let bad = |line: usize| {
        words!("{name}, line {line}, is not an entry", "السطر {line} في {name} ليس مُدخلًا صحيحًا")
    };
    if !text.is_empty() && !text.ends_with('\n') {
        return Err(bad(text.lines().count()));
    }
    let mut manifest = Manifest::new();
    for (number, line) in (1..).zip(text.split_terminator('\n')) {
        let (digest, path) = line.split_once("  ").ok_or_else(|| bad(number))?;
        let is_hex = digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_entry = is_hex && digest.len() == digits && is_plain(path);
        if !is_entry || manifest.insert(path.to_owned(), digest.to_owned()).is_some() {
            return Err(bad(number));
        }
    }
    Ok(manifest)
}

/// Whether a path needs no decoding and stays in the bag. Names of packages are plain by design, so that
/// `sha256sum -c` and every BagIt tool read the same path.
fn is_plain(path: &str) -> bool {
    let plain = |part: &str| {
        let fits =
            |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        !part.is_empty() && part.len() <= 100 && !part.starts_with('.') && part.bytes().all(fits)
    };
    path.split('/').all(plain)
}

/// What is wrong with the bag apart from its manifests.
fn shape(container: &Container, files: &Files) -> Vec<Words> {
    let mut problems = Vec::new();
    if files.text("bagit.txt") != Some(DECLARATION) {
        problems.push(words!(
            "bagit.txt does not declare a BagIt 1.0 bag in UTF-8",
            "bagit.txt لا يعلن حقيبة BagIt 1.0 بترميز UTF-8"
        ));
    }
    for irregular in container.irregular() {
        let path = &irregular.path;
        problems.push(words!(
            "{path} is a link or something that is no file",
            "{path} رابط أو شيء ليس ملفًا"
        ));
    }
    for path in files.paths() {
        if path == "fetch.txt" {
            problems.push(words!("fetch.txt asks to fetch files", "fetch.txt يطلب جلب ملفات"));
        } else if is_tag_manifest(path)
            && !path.ends_with("-sha256.txt")
            && !path.ends_with("-sha512.txt")
        {
            problems.push(words!("{path} is not allowed", "الملف {path} غير مسموح"));
        } else if !is_plain(path) {
            problems.push(words!("the name {path:?} is not allowed", "الاسم {path:?} غير مسموح"));
        }
    }
    problems.extend(wrong_oxum(files));
    problems
}

fn wrong_oxum(files: &Files) -> Option<Words> {
    let info = files.text("bag-info.txt").unwrap_or_default();
    let stated: Vec<_> =
        info.lines().filter_map(|line| line.strip_prefix("Payload-Oxum: ")).collect();
    let (data, _) = listable(files);
    let counted = format!("{}.{}", octets(files, &data), data.len());
    (stated != [counted.as_str()]).then(|| {
        words!(
            "bag-info.txt does not state the Payload-Oxum {counted}",
            "bag-info.txt لا يذكر Payload-Oxum الصحيح {counted}"
        )
    })
}

/// Where a manifest and what lies there differ.
fn same(name: &str, manifest: &Manifest, present: &BTreeSet<&str>) -> Vec<Words> {
    let listed: BTreeSet<&str> = manifest.keys().map(String::as_str).collect();
    let missing = listed.difference(present).map(|path| {
        words!("{path} is listed in {name} and not there", "{path} مذكور في {name} وغير موجود")
    });
    let unlisted = present.difference(&listed).map(|path| {
        words!("{path} is there and not listed in {name}", "{path} موجود وغير مذكور في {name}")
    });
    missing.chain(unlisted).collect()
}

/// Whether every listed file has the digests that it is listed with. The SHA-512 of originals is not computed: it
/// costs four times as much as all the rest and shows nothing that SHA-256 does not.
fn fixity(what: &'static str, files: &Files, sha256: &Manifest, sha512: &Manifest) -> Check {
    let mut problems = Vec::new();
    for (path, digest) in sha256 {
        let Some(file) = files.get(path) else {
            let why = files.error(path).unwrap_or("missing").to_owned();
            problems.push(words!("{path} cannot be read: {why}", "تعذّرت قراءة {path}: {why}"));
            continue;
        };
        let longer = sha512.get(path);
        let kept = file.kept.as_ref().map(|kept| hex(&kept.sha512));
        let agrees = kept.is_none_or(|kept| longer.is_none_or(|longer| kept == *longer));
        if file.sha256.hex() != *digest || !agrees {
            problems.push(words!(
                "{path} was ALTERED: it is not the file that the manifest lists",
                "{path} جرى تغييره: ليس هو الملف المسجَّل"
            ));
        }
    }
    if sha256.is_empty() {
        problems.push(words!("nothing is listed", "لا شيء مسجَّل"));
    }
    let count = sha256.len();
    Check::of(
        what,
        problems,
        words!(
            "{count} files are byte for byte as listed",
            "{count} ملفًا مطابقة للمسجَّل بايتًا بايتًا"
        ),
    )
}
