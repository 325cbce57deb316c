//! Storage layout 0003, hash and id n-tuple
//! ([extension](https://ocfl.github.io/extensions/0003-hash-and-id-n-tuple-storage-layout.html)),
//! and the files of a new storage root (§4.1).
//!
//! The id's digest spreads objects over folders; the encoded id itself names the last folder, so a
//! person who holds only the disk finds an object by its id.

use serde::Serialize;

use crate::digest;
use crate::inventory::json_file;

/// The layout's registered name.
pub(crate) const NAME: &str = "0003-hash-and-id-n-tuple-storage-layout";

/// A longer encoded id is cut here, and the digest appended keeps it unique.
const LONGEST: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    digest_algorithm: &'static str,
    extension_name: &'static str,
    number_of_tuples: usize,
    tuple_size: usize,
}

const DEFAULT: Config =
    Config { digest_algorithm: "sha256", extension_name: NAME, number_of_tuples: 3, tuple_size: 3 };

#[derive(Serialize)]
struct LayoutFile {
    description: &'static str,
    extension: &'static str,
}

/// Every file of a new, empty storage root: path relative to the root, and content.
#[must_use]
pub fn root_files() -> Vec<(String, Vec<u8>)> {
    let layout = LayoutFile {
        description: "Three digits of the id's SHA-256, three times, then the id itself",
        extension: NAME,
    };
    vec![
        ("0=ocfl_1.1".to_owned(), b"ocfl_1.1\n".to_vec()),
        ("ocfl_layout.json".to_owned(), json_file(&layout)),
        (format!("extensions/{NAME}/config.json"), json_file(&DEFAULT)),
    ]
}

/// The object's folder, relative to the storage root, with `/` between the parts.
#[must_use]
pub fn object_path(id: &str) -> String {
    path(id, &digest::sha256_hex(id.as_bytes()), DEFAULT.tuple_size, DEFAULT.number_of_tuples)
}

/// The same for other settings of the layout: `digest` is the id's, in lower-case hex.
pub(crate) fn path(id: &str, digest: &str, tuple_size: usize, number_of_tuples: usize) -> String {
    let mut path = String::new();
    let tuples = (0..number_of_tuples).map(|n| n * tuple_size..(n + 1) * tuple_size);
    for tuple in tuples.filter_map(|range| digest.get(range)) {
        path.push_str(tuple);
        path.push('/');
    }
    path + &encapsulation(id, digest)
}

/// The name of the object's own folder.
fn encapsulation(id: &str, digest: &str) -> String {
    let mut name: String = id.bytes().map(percent_encoded).collect();
    if name.len() > LONGEST {
        name.truncate(LONGEST); // ASCII by now, so any cut is between characters
        name = format!("{name}-{digest}");
    }
    name
}

fn percent_encoded(byte: u8) -> String {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::object_path;

    /// The examples in the extension's text.
    #[test]
    fn the_extensions_examples() {
        assert_eq!(object_path("object-01"), "3c0/ff4/240/object-01");
        assert_eq!(object_path("..hor/rib:le-$id"), "487/326/d8c/%2e%2ehor%2frib%3ale-%24id");
        let long = object_path(&("abcdefghij".repeat(10) + "a"));
        let digest = "5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220";
        assert_eq!(long, format!("5cc/73e/648/{}-{digest}", "abcdefghij".repeat(10)));
    }

    #[test]
    fn our_ids_stay_readable() {
        let path = object_path("urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057");
        assert!(path.ends_with("/urn%3auuid%3a01890a5d-ac96-774b-bcce-b302099a8057"), "{path}");
    }
}
