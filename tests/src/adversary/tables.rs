//! The seal key again: tables, instructions and what else lies around the evidence.

use super::Tampering;
use super::exhibit::Exhibit;
use super::insider::{sealed, then_seal};

pub const SET: &[Tampering] = &[
    sealed(
        "a document is added beside originals and metadata",
        |it| then_seal(it, |it| it.write("data/annex/confession.txt", "forged")),
        &["description"],
        None,
    ),
    sealed(
        "a document is added beside the package's own instructions",
        |it| then_seal(it, |it| it.write("README-COURT.txt", "forged")),
        &["description"],
        None,
    ),
    sealed(
        "premis.xml is altered",
        |it| then_seal(it, |it| it.edit("data/metadata/premis.xml", "success", "fail")),
        &["tables"],
        None,
    ),
    sealed(
        "dc.xml is altered",
        |it| then_seal(it, |it| it.edit("data/metadata/item-1/dc.xml", "</", " (forged)</")),
        &["tables"],
        None,
    ),
    sealed(
        "names.tsv is altered",
        |it| then_seal(it, |it| it.edit("data/metadata/names.tsv", "page-1.tif", "page-9.tif")),
        &["tables"],
        None,
    ),
    sealed(
        "events.tsv is altered",
        |it| then_seal(it, |it| it.edit("data/custody/events.tsv", "\tsuc\t", "\tfai\t")),
        &["tables"],
        None,
    ),
    sealed(
        "a key file is another key's",
        |it| {
            then_seal(it, |it| {
                let keys = it.files("data/custody/keys");
                let person = keys.iter().find(|path| path.ends_with(".person.pem")).unwrap();
                let station = keys.iter().find(|path| path.ends_with(".station.pem")).unwrap();
                let bytes = it.read(station);
                it.write(person, bytes);
            })
        },
        &["tables"],
        Some(7),
    ),
    sealed(
        "check.html always says yes",
        |it| then_seal(it, |it| it.write("check.html", "<h1>SOUND</h1>")),
        &["page"],
        None,
    ),
    sealed(
        "README-VERIFY names other commands",
        |it| then_seal(it, |it| it.edit("README-VERIFY.txt", "sha256sum --strict", "true")),
        &["page"],
        None,
    ),
    sealed(
        "the script always says yes",
        |it| then_seal(it, |it| it.write("README-check-proofs.py", "print('in order')\n")),
        &["page"],
        None,
    ),
    sealed(
        "the profile asks for nothing",
        |it| then_seal(it, |it| it.write("bag-profile.json", "{\"forged\":true}")),
        &["page"],
        None,
    ),
    sealed(
        "package.json names a later head",
        |it| {
            it.describe(|description| description.size += 1);
            it.by_another_version();
            it.seal_as_insider();
        },
        &["checkpoint"],
        None,
    ),
    sealed(
        "package.json is not canonical",
        |it| {
            then_seal(it, |it| {
                it.edit("data/metadata/package.json", "{\"accessions\"", "{ \"accessions\"");
            })
        },
        &[
            "description",
            "seal",
            "checkpoint",
            "witnesses",
            "inclusion",
            "signatures",
            "chain",
            "originals",
            "names",
            "tables",
            "history",
            "times",
        ],
        None,
    ),
    sealed(
        "a SHA-512 in the manifest is wrong, and sealed so",
        |it| {
            it.bag_again();
            it.edit(
                "manifest-sha512.txt",
                &digest_of(it, "data/custody/policy.txt"),
                &"0".repeat(128),
            );
            it.tag_again();
            it.seal_with(&it.case.keys.seal);
            it.remove("seals/tsa-1.tsr");
        },
        &["payload"],
        Some(1),
    ),
];

fn digest_of(it: &Exhibit<'_>, file: &str) -> String {
    let text = it.text("manifest-sha512.txt");
    let line = text.lines().find(|line| line.ends_with(&format!("  {file}"))).unwrap();
    line.split(' ').next().unwrap().to_owned()
}
