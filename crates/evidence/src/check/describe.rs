//! `description`: what the package claims to hold is what lies there, no more and no less.

use std::collections::BTreeSet;

use sijill_schema::{PACKAGE_FORMAT, PackageDescription, canonical};

use super::load::Files;
use super::verdict::words;
use super::{Check, Words};
use crate::contents::{Contents, Leaf};
use crate::layout;

const WHAT: &str = "description";

/// Reads everything that the package tells about its items. Without it, nothing further can be checked.
pub fn read(name: &str, files: &Files) -> (Check, Option<Contents>) {
    match contents(files) {
        Ok(contents) => {
            let (events, items) = (contents.events.len(), contents.items.len());
            let problems = problems(name, files, &contents.description);
            let good = words!(
                "package.json lists exactly what is there: {items} items and {events} events",
                "package.json يسرد الموجود بالضبط: {items} عناصر و{events} حدثًا"
            );
            (Check::of(WHAT, problems, good), Some(contents))
        }
        Err(what) => (Check::failed(WHAT, what), None),
    }
}

fn contents(files: &Files) -> Result<Contents, Words> {
    let description: PackageDescription = record(files, layout::DESCRIPTION)?;
    let format = &description.format;
    if format != PACKAGE_FORMAT {
        return Err(words!(
            "the package has the format {format:?}, which this program does not know",
            "صيغة الحزمة {format:?} لا يعرفها هذا البرنامج"
        ));
    }
    let folder = |metadata: &str| format!("{}/{}", layout::below_data(metadata), layout::RECORD);
    let accessions = description.accessions.iter();
    let accessions = accessions.map(|packaged| record(files, &folder(&packaged.metadata)));
    let items = description.items.iter().map(|packaged| record(files, &folder(&packaged.metadata)));
    Ok(Contents {
        events: description.events.iter().map(|seq| leaf(files, *seq)).collect::<Result<_, _>>()?,
        accessions: accessions.collect::<Result<_, _>>()?,
        items: items.collect::<Result<_, _>>()?,
        description,
    })
}

/// A record, which must be canonical JSON.
fn record<T: serde::de::DeserializeOwned>(files: &Files, path: &str) -> Result<T, Words> {
    let bytes = files
        .bytes(path)
        .ok_or_else(|| words!("{path} is missing or unreadable", "{path} غائب أو لا يُقرأ"))?;
    canonical::from_slice(bytes).map_err(|error| {
        words!("{path} is not such a record: {error}", "{path} ليس سجلًا صحيحًا: {error}")
    })
}

fn leaf(files: &Files, seq: u64) -> Result<(u64, Leaf), Words> {
    let path = layout::event(seq);
    let bytes = files
        .bytes(&path)
        .ok_or_else(|| words!("{path} is missing or unreadable", "{path} غائب أو لا يُقرأ"))?;
    match Leaf::read(bytes.to_vec()) {
        Ok(leaf) => Ok((seq, leaf)),
        Err(what) => Err(words!("{path} is not an event: {what}", "{path} ليس حدثًا: {what}")),
    }
}

fn problems(name: &str, files: &Files, description: &PackageDescription) -> Vec<Words> {
    let mut problems = Vec::new();
    let folder = format!("ep-{}", description.id);
    if name != folder {
        problems.push(words!(
            "the folder is named {name}, the package {folder}: it may have taken another's place",
            "اسم المجلد {name} واسم الحزمة {folder}: ربما حلّت محل غيرها"
        ));
    }
    if !description.events.is_sorted_by(|one, next| one < next) {
        problems.push(words!("its events are not in order", "أحداثها غير مرتبة"));
    }
    problems.extend(metadata_folders(description));
    let expected = expected(description);
    let present: BTreeSet<&str> = files.paths().collect();
    for path in &expected {
        if !present.contains(path.as_str()) {
            problems.push(words!("{path} is not there", "{path} غير موجود"));
        }
    }
    for path in present {
        if !expected.contains(path) && !layout::is_common(path) {
            problems.push(words!("{path} is there and not described", "{path} موجود وغير موصوف"));
        }
    }
    problems
}

/// The description may not choose its folders: the `n`-th item has the `n`-th.
fn metadata_folders(description: &PackageDescription) -> Vec<Words> {
    let mut wrong = Vec::new();
    let mut expect = |path: &str, wanted: String| {
        if path != wanted {
            wrong.push(words!("{path} should be {wanted}", "{path} يجب أن يكون {wanted}"));
        }
    };
    for (number, packaged) in (1..).zip(&description.accessions) {
        expect(&packaged.metadata, layout::accession_metadata(number));
    }
    for (number, packaged) in (1..).zip(&description.items) {
        expect(&packaged.metadata, layout::item_metadata(number));
        expect(&packaged.originals, layout::originals(number));
    }
    wrong
}

/// Every file below `originals`, `metadata`, `events` and `proofs` that the description asks for.
fn expected(description: &PackageDescription) -> BTreeSet<String> {
    let mut paths: BTreeSet<String> =
        [layout::DESCRIPTION, layout::PREMIS, layout::NAMES].map(str::to_owned).into();
    let mut add = |folder: &str, names: &[&str]| {
        let folder = layout::below_data(folder);
        paths.extend(names.iter().map(|name| format!("{folder}/{name}")));
    };
    for packaged in &description.accessions {
        add(&packaged.metadata, &[layout::RECORD, layout::INVENTORY]);
    }
    for packaged in &description.items {
        add(&packaged.metadata, &[layout::RECORD, layout::INVENTORY, layout::DUBLIN_CORE]);
    }
    let files = description.items.iter().flat_map(|packaged| &packaged.files);
    paths.extend(files.map(|file| layout::below_data(&file.path)));
    paths.extend(
        description.events.iter().flat_map(|seq| [layout::event(*seq), layout::proof(*seq)]),
    );
    paths
}
