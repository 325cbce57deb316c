//! Somebody in the archive who can seal packages, but has no key that signs events or checkpoints. Everything is
//! bagged and sealed again properly, with the true key. Here: pages and records.

use sijill_schema::Digest;

use super::exhibit::Exhibit;
use super::transport::PAGE;
use super::{By, Tampering, twins};

const SECOND: &str = "data/originals/item-1/000002.tif";

/// Something that takes the seal key.
pub const fn sealed(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
    step: Option<u8>,
) -> Tampering {
    Tampering { name, by: By::SealKey, work, fails, step }
}

pub const SET: &[Tampering] = &[
    sealed(
        "a page is altered and sealed",
        |it| then_seal(it, |it| it.flip(PAGE)),
        &["originals"],
        Some(10),
    ),
    sealed(
        "a page is altered, also in record, description and tables",
        altered_everywhere,
        &["originals", "names", "tables"],
        Some(10),
    ),
    sealed(
        "a page is replaced by its MD5 twin",
        |it| then_seal(it, |it| it.write(PAGE, twins::OTHER)),
        &["originals"],
        Some(10),
    ),
    sealed(
        "two pages change places",
        |it| then_seal(it, |it| it.swap(PAGE, SECOND)),
        &["originals"],
        Some(10),
    ),
    sealed(
        "two pages change places, also in the description",
        |it| {
            it.describe(|description| {
                let [first, second] = &mut description.items[0].files[..] else { panic!() };
                std::mem::swap(first, second);
                std::mem::swap(&mut first.path, &mut second.path);
            });
            it.by_another_version();
            then_seal(it, |it| it.swap(PAGE, SECOND));
        },
        &["originals", "names"],
        Some(10),
    ),
    sealed("a page is left out", left_out, &["originals"], Some(10)),
    sealed(
        "a page is added",
        |it| then_seal(it, |it| it.write("data/originals/item-1/000003.tif", "more")),
        &["description"],
        Some(10),
    ),
    sealed(
        "an item's record is altered",
        |it| {
            edit_json(
                it,
                "data/metadata/item-1/record.json",
                "/files/0/modified",
                "1999-01-01T00:00:00Z",
            )
        },
        &["originals", "names"],
        Some(10),
    ),
    sealed(
        "an accession's record is altered",
        |it| edit_json(it, "data/metadata/accession-1/record.json", "/reference", "OTHER/1"),
        &["originals"],
        Some(10),
    ),
    sealed(
        "an inventory is altered",
        |it| then_seal(it, |it| it.edit("data/metadata/item-1/inventory.json", "\"v1\"", "\"v2\"")),
        &["originals"],
        Some(10),
    ),
    sealed(
        "an accession is left out",
        |it| {
            it.describe(|description| description.accessions.clear());
            it.by_another_version();
            fs_err::remove_dir_all(it.path("data/metadata/accession-1")).unwrap();
            it.seal_as_insider();
        },
        &["chain", "originals"],
        None,
    ),
];

/// Does something and seals it.
pub fn then_seal(it: &Exhibit<'_>, work: impl FnOnce(&Exhibit<'_>)) {
    work(it);
    it.seal_as_insider();
}

fn edit_json(it: &Exhibit<'_>, file: &str, pointer: &str, value: &str) {
    it.by_another_version();
    it.edit_json(file, |json| *json.pointer_mut(pointer).unwrap() = value.into());
    it.seal_as_insider();
}

fn altered_everywhere(it: &mut Exhibit<'_>) {
    let digest = Digest::of(&twins::OTHER);
    it.write(PAGE, twins::OTHER);
    it.edit_json("data/metadata/item-1/record.json", |record| {
        record["files"][0]["digest"] = digest.to_string().into();
    });
    it.describe(|description| description.items[0].files[0].digest = digest);
    let (old, new) = (Digest::of(&twins::ONE).hex(), digest.hex());
    it.edit("data/custody/events.tsv", &old, &new);
    it.edit("data/metadata/premis.xml", &old, &new);
    it.seal_as_insider();
}

fn left_out(it: &mut Exhibit<'_>) {
    it.remove(SECOND);
    it.describe(|description| {
        description.items[0].files.pop();
    });
    it.by_another_version();
    it.seal_as_insider();
}
