//! Somebody without a key who knows the format well: lists computed anew, seals of his own, another package in this
//! one's place.

use sijill_keys::Algorithm;

use super::keys::fresh;
use super::transport::PAGE;
use super::{By, Exhibit, Tampering, twins};

const SECOND: &str = "data/originals/item-1/000002.tif";

const fn outsider(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
    step: Option<u8>,
) -> Tampering {
    Tampering { name, by: By::Outsider, work, fails, step }
}

const fn impostor(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
    step: Option<u8>,
) -> Tampering {
    Tampering { name, by: By::Impostor, work, fails, step }
}

pub const SET: &[Tampering] = &[
    outsider(
        "a page is altered and its line in both manifests, but not the tag manifests",
        |it| {
            let tags = it.tags();
            it.flip(PAGE);
            it.bag_again();
            it.put_tags(tags);
        },
        &["tags", "originals"],
        Some(1),
    ),
    outsider(
        "a page is altered and the whole bag computed anew",
        |it| {
            it.flip(PAGE);
            it.bag_again();
        },
        &["seal", "originals", "seal-times"],
        Some(3),
    ),
    outsider(
        "the same, sealed with another key",
        |it| {
            it.flip(PAGE);
            it.bag_again();
            it.seal_with(&fresh(Algorithm::EcdsaP256));
        },
        &["seal", "originals", "seal-times"],
        Some(4),
    ),
    outsider(
        "the same, and the other key stands among the keys of the log",
        |it| {
            let (key, listed) = (fresh(Algorithm::EcdsaP256), seal_key_file(it));
            it.flip(PAGE);
            it.write(&listed, key.public().to_pem());
            it.bag_again();
            it.seal_with(&key);
        },
        &["seal", "originals", "tables", "seal-times"],
        Some(4),
    ),
    outsider(
        "nothing is altered but the seal, which is another's",
        |it| it.seal_with(&fresh(Algorithm::EcdsaP256)),
        &["seal"],
        Some(4),
    ),
    outsider(
        "the certificate is replaced and the bag computed anew",
        |it| {
            it.write("certificate.pdf", "%PDF-1.7 Everything is in order.");
            it.bag_again();
        },
        &["seal", "seal-times"],
        Some(3),
    ),
    outsider(
        "a page is replaced by its MD5 twin and the bag computed anew",
        |it| {
            assert_eq!(it.read(PAGE), twins::ONE);
            it.write(PAGE, twins::OTHER);
            it.bag_again();
        },
        &["seal", "originals", "seal-times"],
        Some(10),
    ),
    outsider(
        "the bag has MD5 manifests only, and a page is replaced by its MD5 twin",
        md5_only,
        &["structure", "payload", "tags", "description", "seal", "originals", "seal-times"],
        Some(1),
    ),
    outsider(
        "the SHA-512 manifest says something else",
        |it| swap_lines(it, "manifest-sha512.txt"),
        &["tags", "payload"],
        Some(1),
    ),
    outsider(
        "two pages change places, and the bag is computed anew",
        |it| {
            it.swap(PAGE, SECOND);
            it.bag_again();
        },
        &["seal", "originals", "seal-times"],
        Some(10),
    ),
    outsider(
        "a page is renamed with a percent sign, as BagIt has it",
        |it| {
            let (bytes, new) = (it.read(PAGE), "data/originals/item-1/0000%2501.tif");
            it.remove(PAGE);
            it.write("data/originals/item-1/0000%01.tif", bytes);
            it.edit("manifest-sha256.txt", PAGE, new);
            it.edit("manifest-sha512.txt", PAGE, new);
            it.tag_again();
        },
        &["structure", "payload", "description", "seal", "originals", "seal-times"],
        Some(2),
    ),
    outsider(
        "a page is to be fetched from elsewhere",
        |it| {
            it.write("fetch.txt", format!("https://x.example/page 42 {PAGE}\n"));
            it.remove(PAGE);
            it.tag_again();
        },
        &["structure", "payload", "description", "seal", "originals", "seal-times"],
        Some(2),
    ),
    outsider(
        "a tag manifest of another algorithm is added",
        |it| it.write("tagmanifest-md5.txt", "d41d8cd98f00b204e9800998ecf8427e  x\n"),
        &["structure"],
        Some(2),
    ),
    outsider(
        "a proof is that of another event",
        |it| {
            let [one, other] = proofs(it);
            let bytes = it.read(&other);
            it.write(&one, bytes);
            it.bag_again();
        },
        &["seal", "inclusion", "seal-times"],
        Some(10),
    ),
    outsider(
        "a proof is that of another event under this one's number",
        |it| {
            let [one, other] = proofs(it);
            let index = |path: &str| {
                path[path.len() - 17..path.len() - 11].trim_start_matches('0').to_owned()
            };
            let (mine, theirs) = (index(&one), index(&other));
            let bytes = it.text(&other);
            it.write(
                &one,
                bytes.replacen(&format!("index {theirs}\n"), &format!("index {mine}\n"), 1),
            );
            it.bag_again();
        },
        &["seal", "inclusion", "seal-times"],
        Some(10),
    ),
    outsider(
        "a hash of a proof is cut off",
        |it| {
            let [proof, _] = proofs(it);
            let text = it.text(&proof);
            let mut lines: Vec<_> = text.lines().collect();
            lines.remove(2);
            it.write(&proof, lines.join("\n") + "\n");
            it.bag_again();
        },
        &["seal", "inclusion", "seal-times"],
        Some(10),
    ),
    outsider(
        "another package of the archive lies in this one's folder",
        |it| it.replace_by(&it.case.other),
        &["description"],
        None,
    ),
    impostor(
        "a whole package of another archive of the same name",
        |it| {
            it.replace_by(&it.case.impostor);
            let own = it.case.impostor.file_name().unwrap().to_str().unwrap();
            it.rename(own);
        },
        &["checkpoint", "witnesses", "inclusion", "history", "times"],
        Some(5),
    ),
    impostor(
        "the same in the folder of this package",
        |it| it.replace_by(&it.case.impostor),
        &["description", "checkpoint", "witnesses", "inclusion", "history", "times"],
        Some(5),
    ),
    impostor(
        "the other archive's package with this one's checkpoint",
        |it| {
            let checkpoint = it.read("data/custody/checkpoint");
            it.replace_by(&it.case.impostor);
            it.write("data/custody/checkpoint", checkpoint);
            let own = it.case.impostor.file_name().unwrap().to_str().unwrap();
            it.rename(own);
            it.bag_again();
        },
        &["seal", "checkpoint", "inclusion"],
        Some(10),
    ),
];

fn seal_key_file(it: &Exhibit<'_>) -> String {
    let keys = it.files("data/custody/keys");
    keys.into_iter().find(|path| path.ends_with(".seal.pem")).unwrap()
}

/// The proofs of two events about items.
fn proofs(it: &Exhibit<'_>) -> [String; 2] {
    let files = it.files("data/custody/proofs");
    [files[6].clone(), files[7].clone()]
}

/// The digests of the first two files that a manifest lists change places.
fn swap_lines(it: &Exhibit<'_>, manifest: &str) {
    let text = it.text(manifest);
    let mut lines: Vec<_> = text.lines().map(|line| line.split_once("  ").unwrap()).collect();
    assert_ne!(lines[0].0, lines[1].0);
    (lines[0].0, lines[1].0) = (lines[1].0, lines[0].0);
    let lines = lines.into_iter().map(|(digest, path)| format!("{digest}  {path}\n"));
    it.write(manifest, lines.collect::<String>());
}

/// What `md5sum` finds in order.
fn md5_only(it: &mut Exhibit<'_>) {
    it.write(PAGE, twins::OTHER);
    let script = "rm *manifest-sha*; find data -type f | sort | xargs md5sum > manifest-md5.txt
        find . -maxdepth 1 -type f ! -name 'tagmanifest*' | sed 's/^..//' | sort | xargs md5sum > tagmanifest-md5.txt
        md5sum --quiet -c manifest-md5.txt tagmanifest-md5.txt";
    let (code, said) = crate::foreign::shell(it.folder(), script, &[]);
    assert_eq!(code, 0, "{said}");
}
