//! The inventory as a whole (§3.5): its bytes, its top-level keys. The blocks inside have modules
//! of their own.

use std::collections::BTreeSet;

use super::declaration::Spec;
use super::fixity::{self, Claim};
use super::folder::Folder;
use super::json::{self, Json, Object};
use super::manifest::{self, Manifest};
use super::versions::{self, Version};
use super::{sidecar, state};
use crate::INVENTORY;
use crate::digest::Algorithm;
use crate::report::{Log, shown};

/// Longer inventories are refused: this one would hold some 300,000 files.
const LONGEST: u64 = 64 * 1024 * 1024;

const KEYS: [&str; 8] =
    ["contentDirectory", "digestAlgorithm", "fixity", "head", "id", "manifest", "type", "versions"];

/// What an inventory says, as far as it is right; each part that is not has been reported.
pub(super) struct Inventory {
    pub(super) spec: Option<Spec>,
    pub(super) id: Option<String>,
    pub(super) algorithm: Option<Algorithm>,
    pub(super) algorithm_name: String,
    /// As set; without it the name is `content`.
    pub(super) content_directory: Option<String>,
    /// In order.
    pub(super) versions: Vec<Version>,
    pub(super) manifest: Manifest,
    pub(super) fixity: Vec<Claim>,
}

impl Inventory {
    pub(super) fn content_directory(&self) -> &str {
        self.content_directory.as_deref().unwrap_or("content")
    }

    /// The names of the versions; a set, because a hostile inventory has very many.
    pub(super) fn version_names(&self) -> BTreeSet<&str> {
        self.versions.iter().map(|version| version.name.as_str()).collect()
    }

    /// The name of the latest version, unless there is none.
    pub(super) fn last(&self) -> Option<&str> {
        self.versions.last().map(|version| version.name.as_str())
    }
}

/// Reads and checks the inventory in a folder, with its sidecar. Gives its bytes too.
pub(super) fn read(folder: &Folder, log: &mut Log<'_>) -> Option<(Vec<u8>, Inventory)> {
    let bytes = read_bytes(folder, log)?;
    let inventory = match json::parse(&bytes) {
        Ok(json) => check(&json, log)?,
        Err(error) => {
            log.error("E033", format_args!("{INVENTORY} is not valid JSON: {error}"));
            return None;
        }
    };
    if let Some(algorithm) = inventory.algorithm {
        sidecar::check(folder, &bytes, (algorithm, &inventory.algorithm_name), log);
    }
    Some((bytes, inventory))
}

/// The bytes of the inventory in a folder.
pub(super) fn read_bytes(folder: &Folder, log: &mut Log<'_>) -> Option<Vec<u8>> {
    folder.read(INVENTORY, LONGEST).map_err(|error| log.error("E033", error)).ok()
}

fn check(json: &Json, log: &mut Log<'_>) -> Option<Inventory> {
    let Some(object) = json.object() else {
        log.error("E033", format_args!("{INVENTORY} is not a JSON object"));
        return None;
    };
    only_keys(object, &KEYS, log);
    let algorithm_name = text(object, "digestAlgorithm", "E025", log).unwrap_or_default();
    let mut inventory = Inventory {
        spec: spec(object, log),
        id: id(object, log),
        algorithm: algorithm(algorithm_name, log),
        algorithm_name: algorithm_name.to_owned(),
        content_directory: content_directory(object, log),
        versions: versions::check(object, log),
        manifest: Manifest::default(),
        fixity: Vec::new(),
    };
    head(object, &inventory, log);
    inventory.manifest = manifest::check(object, &inventory, log);
    inventory.fixity = fixity::check(object, &inventory, log);
    state::check(object, &mut inventory, log);
    Some(inventory)
}

/// Reports keys that the specification does not name.
pub(super) fn only_keys(object: &Object, keys: &[&str], log: &mut Log<'_>) {
    for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
        log.error("E102", format_args!("the key {} is not in the specification", shown(key)));
    }
}

/// A required text: E036 when it is missing, `wrong` when it is not text.
fn text<'a>(object: &'a Object, key: &str, wrong: &str, log: &mut Log<'_>) -> Option<&'a str> {
    let Some(value) = object.get(key) else {
        log.error("E036", format_args!("there is no {key}"));
        return None;
    };
    if value.text().is_none() {
        log.error(wrong, format_args!("{key} is not text"));
    }
    value.text()
}

fn spec(object: &Object, log: &mut Log<'_>) -> Option<Spec> {
    let uri = text(object, "type", "E038", log)?;
    let number = uri.strip_prefix("https://ocfl.io/");
    let number = number.and_then(|rest| rest.strip_suffix("/spec/#inventory"));
    let spec = number.and_then(Spec::numbered);
    if spec.is_none() {
        log.error("E038", format_args!("type {} is not an inventory's", shown(uri)));
    }
    spec
}

fn id(object: &Object, log: &mut Log<'_>) -> Option<String> {
    let id = text(object, "id", "E037", log)?;
    if id.is_empty() {
        log.error("E037", "id is empty");
    } else if !is_uri(id) {
        log.warn("W005", format_args!("id {} is not a URI", shown(id)));
    }
    Some(id.to_owned())
}

fn algorithm(name: &str, log: &mut Log<'_>) -> Option<Algorithm> {
    match Algorithm::named(name) {
        Some(Algorithm::Sha512) => Some(Algorithm::Sha512),
        Some(Algorithm::Sha256) => {
            log.warn("W004", "digestAlgorithm is sha256, sha512 is preferred");
            Some(Algorithm::Sha256)
        }
        _ if name.is_empty() => None,
        _ => {
            log.error("E025", format_args!("digestAlgorithm {} is not allowed", shown(name)));
            None
        }
    }
}

fn content_directory(object: &Object, log: &mut Log<'_>) -> Option<String> {
    let value = object.get("contentDirectory")?;
    match value.text() {
        Some("." | "..") => log.error("E018", "contentDirectory is not a name"),
        Some(name) if !name.is_empty() && !name.contains('/') => return Some(name.to_owned()),
        _ => log.error("E017", "contentDirectory is not the name of one folder"),
    }
    None
}

fn head(object: &Object, inventory: &Inventory, log: &mut Log<'_>) {
    let head = text(object, "head", "E040", log);
    if let (Some(head), Some(last)) = (head, inventory.last())
        && head != last
    {
        log.error("E040", format_args!("head is {}, the last version is {last}", shown(head)));
    }
}

/// Whether the text has the form of a URI: a scheme, a colon and more (RFC 3986 §3).
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let alphabet = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    begins && scheme.chars().all(alphabet) && !rest.is_empty()
}
