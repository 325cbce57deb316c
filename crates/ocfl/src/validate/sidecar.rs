//! The file beside an inventory that holds the inventory's digest (§3.6).

use super::folder::Folder;
use crate::INVENTORY;
use crate::digest::{self, Algorithm};
use crate::report::Log;

/// One digest and one name.
const LONGEST: u64 = 4096;

/// The sidecar's name for a digest algorithm.
pub(super) fn name(algorithm: &str) -> String {
    format!("{INVENTORY}.{algorithm}")
}

/// Checks the inventory's bytes against the sidecar in the same folder.
pub(super) fn check(
    folder: &Folder,
    inventory: &[u8],
    (algorithm, algorithm_name): (Algorithm, &str),
    log: &mut Log<'_>,
) {
    let name = name(algorithm_name);
    if !folder.has_file(&name) {
        return log.error("E058", format_args!("there is no {name}"));
    }
    let line = folder.read(&name, LONGEST).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(recorded) = line.as_deref().and_then(|line| recorded(line, algorithm)) else {
        let line = format!("a {algorithm_name} digest and {INVENTORY}");
        return log.error("E061", format_args!("{name} is not one line with {line}"));
    };
    let actual = digest::of_reader(inventory, &[algorithm]).unwrap_or_default();
    if actual != [recorded] {
        log.error("E060", format_args!("{INVENTORY} does not have the digest in {name}"));
    }
}

/// The digest, in lower case, of a line `DIGEST inventory.json`.
fn recorded(line: &str, algorithm: Algorithm) -> Option<String> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let (digest, name) = line.split_once([' ', '\t'])?;
    let name = name.trim_start_matches([' ', '\t']);
    (name == INVENTORY && algorithm.fits(digest)).then(|| digest.to_ascii_lowercase())
}
