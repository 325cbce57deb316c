//! `originals` and `names`: the files are those that were secured, and were named as the records say.

use sijill_schema::{
    AccessionId, Act, Digest, Event, FileRecord, ItemClosed, ItemId, ItemRecord, PackagedFile,
    PackagedItem, canonical,
};

use super::load::Files;
use super::verdict::words;
use super::{Check, Words};
use crate::contents::Contents;
use crate::layout;
use crate::tables::plain;

pub fn check(files: &Files, contents: &Contents) -> Vec<Check> {
    let (mut wrong, mut misnamed) = (Vec::new(), Vec::new());
    for (packaged, record) in contents.description.items.iter().zip(&contents.items) {
        wrong.extend(item(files, contents, packaged, record));
        let pairs = packaged.files.iter().zip(&record.files);
        misnamed.extend(pairs.filter_map(|(file, record)| name(contents, file, record)));
    }
    for (packaged, record) in contents.description.accessions.iter().zip(&contents.accessions) {
        let same = packaged.id == record.id;
        wrong.extend((!same).then(|| mixed_up(&packaged.metadata)));
        wrong.extend(accession(files, contents, packaged.id, &packaged.metadata));
    }
    let count: usize = contents.description.items.iter().map(|item| item.files.len()).sum();
    let good = words!(
        "each of the {count} originals is byte for byte the file that was secured",
        "كلٌّ من الأصول الـ{count} هو الملف المؤمَّن نفسه بايتًا بايتًا"
    );
    let named = words!(
        "the original name of each of them was stated when it was secured",
        "الاسم الأصلي لكلٍّ منها ثُبّت لحظة تأمينه"
    );
    vec![Check::of("originals", wrong, good), Check::of("names", misnamed, named)]
}

fn mixed_up(metadata: &str) -> Words {
    words!("the record in {metadata} is another's", "السجل في {metadata} ليس سجله")
}

fn item(
    files: &Files,
    contents: &Contents,
    packaged: &PackagedItem,
    record: &ItemRecord,
) -> Vec<Words> {
    let mut problems = Vec::new();
    let description = &record.description;
    if (description.id, description.accession) != (packaged.id, packaged.accession) {
        problems.push(mixed_up(&packaged.metadata));
    }
    let accessions = &contents.description.accessions;
    if !accessions.iter().any(|accession| accession.id == packaged.accession) {
        problems.push(mixed_up(&packaged.metadata));
    }
    let (closed, event) = match closing(contents, packaged.id) {
        Some(found) => found,
        None => {
            let id = packaged.id;
            problems.push(words!("no event closed the item {id}", "لا حدث أغلق العنصر {id}"));
            return problems;
        }
    };
    let is = |path: &str, digest: Digest| files.get(path).is_some_and(|file| file.sha256 == digest);
    let folder = layout::below_data(&packaged.metadata);
    let inventory = event.object.map(|object| object.digest);
    let record_path = format!("{folder}/{}", layout::RECORD);
    let inventory_path = format!("{folder}/{}", layout::INVENTORY);
    if !is(&record_path, closed.record) {
        problems.push(not_sealed(&record_path));
    }
    if !inventory.is_some_and(|digest| is(&inventory_path, digest)) {
        problems.push(not_sealed(&inventory_path));
    }
    let list = Digest::of(record.list().as_bytes());
    let described = canonical::digest(description).ok();
    if list != closed.list
        || closed.pages != record.files.len() as u64
        || described != Some(closed.description)
    {
        problems.push(not_sealed(&record_path));
    }
    if packaged.files.len() != record.files.len() {
        let id = packaged.id;
        problems.push(words!(
            "the package does not hold every file of the item {id}, or holds others",
            "الحزمة لا تحوي كل ملفات العنصر {id} أو تحوي غيرها"
        ));
    }
    let pairs = packaged.files.iter().zip(&record.files);
    problems.extend(
        pairs.filter_map(|(file, record)| original(files, contents, packaged, file, record)),
    );
    problems
}

fn not_sealed(path: &str) -> Words {
    words!("{path} is not the one that was sealed", "{path} ليس الذي خُتم")
}

/// The event that closed an item, with its facts.
fn closing(contents: &Contents, item: ItemId) -> Option<(&ItemClosed, &Event)> {
    contents.events_of(item).find_map(|(_, leaf)| match &leaf.event.act {
        Act::ItemClosed(closed) => Some((closed, &leaf.event)),
        _ => None,
    })
}

fn original(
    files: &Files,
    contents: &Contents,
    item: &PackagedItem,
    file: &PackagedFile,
    record: &FileRecord,
) -> Option<Words> {
    let (path, seq) = (layout::below_data(&file.path), file.event);
    let name = plain(&record.original);
    let altered = || {
        words!(
            "{path} ({name}) was ALTERED: it is not the file that event {seq} secured",
            "{path} ({name}) جرى تغييره: ليس الملف الذي أمّنه الحدث {seq}"
        )
    };
    let found = files.get(&path);
    let event = contents.events.get(&seq).map(|leaf| &leaf.event);
    let secured = event.filter(|event| matches!(event.act, Act::Secured(_)));
    let (Some(found), Some(event)) = (found, secured) else { return Some(altered()) };
    let is_placed = file.path == format!("{}/{}", item.originals, record.stored);
    let is_told = event.item == Some(item.id) && event.page == Some(file.page);
    let is_same = event.object.is_some_and(|object| {
        let agree = |digest, size| (object.digest, object.size) == (digest, size);
        agree(found.sha256, found.size)
            && agree(file.digest, file.size)
            && agree(record.digest, record.size)
    });
    (!(is_placed && is_told && is_same && file.page == record.page)).then(altered)
}

fn accession(files: &Files, contents: &Contents, id: AccessionId, metadata: &str) -> Vec<Words> {
    let folder = layout::below_data(metadata);
    let begun = contents.events_of(id.into()).find_map(|(_, leaf)| match &leaf.event.act {
        Act::Accessioned(facts) => Some((facts.record, leaf.event.object)),
        _ => None,
    });
    let Some((record, object)) = begun else {
        return vec![words!("no event began the accession {id}", "لا حدث افتتح الدفعة {id}")];
    };
    let sealed =
        [(layout::RECORD, Some(record)), (layout::INVENTORY, object.map(|object| object.digest))];
    let is_wrong = |(name, digest): &(&str, Option<Digest>)| {
        let found = files.get(&format!("{folder}/{name}")).map(|file| file.sha256);
        found.is_none() || found != *digest
    };
    let wrong = sealed.into_iter().filter(is_wrong);
    wrong.map(|(name, _)| not_sealed(&format!("{folder}/{name}"))).collect()
}

/// Whether a file's name and time were bound to the act that secured it.
fn name(contents: &Contents, file: &PackagedFile, record: &FileRecord) -> Option<Words> {
    let bound = contents.events.get(&file.event).and_then(|leaf| match &leaf.event.act {
        Act::Secured(secured) => Some(secured.record),
        _ => None,
    });
    let holds = bound.is_some() && canonical::digest(record).ok() == bound;
    let path = &file.path;
    (!holds).then(|| {
        words!(
            "what record.json says of {path} was not stated when it was secured",
            "ما يقوله record.json عن {path} لم يُثبَّت لحظة تأمينه"
        )
    })
}
