//! Where everything lies in a package. Nobody else builds names in it. The format is `docs/package.md`.

use sijill_schema::KeyRole;

pub const DESCRIPTION: &str = "data/metadata/package.json";
pub const PREMIS: &str = "data/metadata/premis.xml";
pub const NAMES: &str = "data/metadata/names.tsv";
pub const EVENTS: &str = "data/custody/events.tsv";
pub const CHECKPOINT: &str = "data/custody/checkpoint";
pub const POLICY: &str = "data/custody/policy.txt";

/// The record and the inventory of an OCFL object, inside a metadata folder.
pub const RECORD: &str = "record.json";
pub const INVENTORY: &str = "inventory.json";
pub const DUBLIN_CORE: &str = "dc.xml";

pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub const README: &str = "README-VERIFY.txt";
pub const SCRIPT: &str = "README-check-proofs.py";
pub const PAGE: &str = "check.html";
pub const PROFILE: &str = "bag-profile.json";
pub const CERTIFICATE: &str = "certificate.pdf";

/// Everything below this folder is outside the manifests.
pub const SEALS: &str = "seals/";
pub const SEAL: &str = "seals/tagmanifest-sha256.txt.sig";
pub const SEAL_KEY: &str = "seals/archive-p256.pub.pem";

const DATA: &str = "data/";
const EVENT_FOLDER: &str = "data/custody/events/";
const KEYS: &str = "data/custody/keys/";
const HEADS: &str = "data/custody/heads/";
const STAMPS: &str = "data/custody/stamps/";
const SEAL_STAMP: &str = "seals/tsa-";

/// Whether a package may hold this file whatever its items are. Everything else is named by the description.
pub fn is_common(path: &str) -> bool {
    let alone = [CHECKPOINT, POLICY, EVENTS, README, SCRIPT, PAGE, PROFILE, CERTIFICATE];
    let of_bag = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"];
    let listed = [KEYS, HEADS, STAMPS]
        .iter()
        .any(|folder| path.strip_prefix(folder).is_some_and(|name| !name.contains('/')));
    listed
        || alone.contains(&path)
        || of_bag.contains(&path)
        || path.starts_with(SEALS)
        || (path.starts_with("tagmanifest-") && !path.contains('/'))
}

/// The path of something that the description names below `data/`.
pub fn below_data(path: &str) -> String {
    format!("{DATA}{path}")
}

pub fn event(seq: u64) -> String {
    format!("{EVENT_FOLDER}{seq:06}.note")
}

pub fn proof(seq: u64) -> String {
    format!("data/custody/proofs/{seq:06}.tlog-proof")
}

pub fn key(id: &str, role: KeyRole) -> String {
    format!("{KEYS}{id}.{}.pem", role.name())
}

pub fn head(size: u64) -> String {
    format!("{HEADS}{size}.checkpoint")
}

pub fn consistency(size: u64) -> String {
    format!("{HEADS}{size}.consistency")
}

/// Whether this is the file of a key.
pub fn is_key(path: &str) -> bool {
    path.starts_with(KEYS)
}

/// The bytes of a head that were stamped.
pub fn stamped(size: u64) -> String {
    format!("{STAMPS}{size}.signed")
}

/// A timestamp over a head, and the certificates of the authority that gave it.
pub fn stamp(size: u64, number: usize) -> (String, String) {
    (format!("{STAMPS}{size}.{number}.tsr"), format!("{STAMPS}{size}.{number}.pem"))
}

/// A timestamp over the tag manifest, and the certificates of the authority that gave it.
pub fn seal_stamp(number: usize) -> (String, String) {
    (format!("{SEAL_STAMP}{number}.tsr"), format!("{SEAL_STAMP}{number}.pem"))
}

/// The number of events of an earlier head, from its file's name.
pub fn head_size(path: &str) -> Option<u64> {
    path.strip_prefix(HEADS)?.strip_suffix(".checkpoint")?.parse().ok()
}

/// The number of events of the head that a timestamp's file is about.
pub fn stamp_size(path: &str) -> Option<u64> {
    let (size, _) = path.strip_prefix(STAMPS)?.strip_suffix(".tsr")?.split_once('.')?;
    size.parse().ok()
}

/// The folder of the `number`-th item or accession, below `data/`, counted from 1.
pub fn originals(number: usize) -> String {
    format!("originals/item-{number}")
}

pub fn item_metadata(number: usize) -> String {
    format!("metadata/item-{number}")
}

pub fn accession_metadata(number: usize) -> String {
    format!("metadata/accession-{number}")
}

/// The number of an event, from its file's name.
pub fn event_number(path: &str) -> Option<u64> {
    path.strip_prefix(EVENT_FOLDER)?.strip_suffix(".note")?.parse().ok()
}
