//! The inventory of an object: which bytes are stored, and under which names they were received
//! (§3.5).
//!
//! This is the plain form, for our own objects. [`crate::validate_object`] judges inventories of
//! anybody and does not go through it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::digest;

const TYPE: &str = "https://ocfl.io/1.1/spec/#inventory";
const FIRST: &str = "v1";
const CONTENT: &str = "content";

/// The inventory of one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inventory {
    // In alphabetical order, which is the order they are written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_directory: Option<String>,
    digest_algorithm: String,
    head: String,
    id: String,
    manifest: PathsByDigest,
    #[serde(rename = "type")]
    spec: String,
    versions: BTreeMap<String, Version>,
}

type PathsByDigest = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Version {
    created: String,
    #[serde(default)]
    message: String,
    state: PathsByDigest,
    #[serde(default)]
    user: User,
}

/// Who made a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// A URI of the person or program, for example `mailto:` or `urn:uuid:`; left out when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Name of the person or program.
    pub name: String,
}

/// Why bytes are not an inventory that this crate can read.
#[derive(Debug, thiserror::Error)]
pub enum InventoryError {
    /// Not JSON, or a required field is missing or of another type.
    #[error("not an OCFL inventory: {0}")]
    Json(#[from] serde_json::Error),
}

impl Inventory {
    /// The inventory of a new object, with one version. Each file is its logical path (the name it
    /// was received under), its content path relative to `v1/content`, and its SHA-256 in
    /// lower-case hex.
    ///
    /// Paths and digests are taken as they are: the caller has validated them, or the object will
    /// not validate.
    #[must_use]
    pub fn first(
        id: &str,
        created: &str,
        message: &str,
        user: &User,
        files: impl Iterator<Item = (String, String, String)>,
    ) -> Self {
        let (state, manifest) = by_digest(files);
        let version = Version {
            created: created.to_owned(),
            message: message.to_owned(),
            state,
            user: user.clone(),
        };
        Self {
            content_directory: None,
            digest_algorithm: "sha256".to_owned(),
            head: FIRST.to_owned(),
            id: id.to_owned(),
            manifest,
            spec: TYPE.to_owned(),
            versions: BTreeMap::from([(FIRST.to_owned(), version)]),
        }
    }

    /// Reads an inventory. Takes any JSON that has the required fields; judging it is
    /// [`crate::validate_object`]'s work.
    ///
    /// # Errors
    /// When the bytes are not JSON or lack a required field.
    pub fn parse(json: &[u8]) -> Result<Self, InventoryError> {
        Ok(serde_json::from_slice(json)?)
    }

    /// The inventory file's bytes: keys sorted, indented, one line feed at the end. The same
    /// inventory gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json_file(self)
    }

    /// The object's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The latest version's folder name, for example `v1`.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Algorithm of the content digests, for example `sha256`.
    #[must_use]
    pub fn digest_algorithm(&self) -> &str {
        &self.digest_algorithm
    }

    /// Every stored file: content path relative to the object's folder, and digest.
    pub fn content(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.manifest)
    }

    /// Every file of the latest version: logical path and digest.
    pub fn state(&self) -> impl Iterator<Item = (&str, &str)> {
        self.versions.get(&self.head).into_iter().flat_map(|version| pairs(&version.state))
    }
}

/// Name and bytes of the file beside an inventory that holds its digest (§3.6). The two spaces make
/// it a file for `sha256sum -c`.
#[must_use]
pub fn sidecar(inventory_json: &[u8]) -> (String, Vec<u8>) {
    let line = format!("{}  {}\n", digest::sha256_hex(inventory_json), crate::INVENTORY);
    (format!("{}.sha256", crate::INVENTORY), line.into_bytes())
}

/// State (logical paths) and manifest (content paths), with the paths of equal bytes under one
/// digest.
fn by_digest(
    files: impl Iterator<Item = (String, String, String)>,
) -> (PathsByDigest, PathsByDigest) {
    let (mut state, mut manifest) = (PathsByDigest::new(), PathsByDigest::new());
    for (logical, content, digest) in files {
        state.entry(digest.clone()).or_default().push(logical);
        manifest.entry(digest).or_default().push(format!("{FIRST}/{CONTENT}/{content}"));
    }
    // Two names may share one stored file, and the order they came in must not reach the bytes.
    for paths in state.values_mut().chain(manifest.values_mut()) {
        paths.sort_unstable();
        paths.dedup();
    }
    (state, manifest)
}

fn pairs(map: &PathsByDigest) -> impl Iterator<Item = (&str, &str)> {
    map.iter().flat_map(|(digest, paths)| paths.iter().map(|path| (path.as_str(), digest.as_str())))
}

/// A value as the bytes of a JSON file.
pub(crate) fn json_file(value: &impl Serialize) -> Vec<u8> {
    // Serialising strings and maps with string keys to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
