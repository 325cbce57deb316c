//! The fixity block: more digests of stored files, often from before they came here (§3.5.4).
//!
//! An algorithm that this crate does not know must be ignored (E028): its block has to have the
//! right form, its digests are not compared.

use std::collections::BTreeSet;

use super::declaration::Spec;
use super::inventory::Inventory;
use super::json::{Json, Object};
use super::manifest::is_safe;
use crate::digest::Algorithm;
use crate::report::{Log, shown};

/// The fixity block says that a file has this digest, here in lower case.
pub(super) struct Claim {
    pub(super) algorithm: Algorithm,
    pub(super) digest: String,
    pub(super) path: String,
}

/// Checks the fixity block, if there is one.
pub(super) fn check(object: &Object, inventory: &Inventory, log: &mut Log<'_>) -> Vec<Claim> {
    let Some(block) = object.get("fixity") else { return Vec::new() };
    let Some(block) = block.object() else {
        let code = if inventory.spec == Some(Spec::V1_0) { "E057" } else { "E111" };
        log.error(code, "fixity is not a JSON object");
        return Vec::new();
    };
    let claims = block.iter().flat_map(|(name, digests)| {
        one_algorithm(name, digests, inventory, &mut log.at("fixity").at(name))
    });
    claims.collect()
}

fn one_algorithm(
    name: &str,
    digests: &Json,
    inventory: &Inventory,
    log: &mut Log<'_>,
) -> Vec<Claim> {
    let Some(digests) = digests.object() else {
        log.error("E057", "this is not a JSON object");
        return Vec::new();
    };
    let algorithm = Algorithm::named(name);
    let mut seen = BTreeSet::new();
    let mut claims = Vec::new();
    for (digest, paths) in digests {
        form(algorithm, digest, &mut seen, log);
        for path in listed(digest, paths, inventory, log) {
            let (digest, path) = (digest.to_ascii_lowercase(), path.to_owned());
            claims.extend(algorithm.map(|algorithm| Claim { algorithm, digest, path }));
        }
    }
    claims
}

fn form(
    algorithm: Option<Algorithm>,
    digest: &str,
    seen: &mut BTreeSet<String>,
    log: &mut Log<'_>,
) {
    let Some(algorithm) = algorithm else { return };
    if !algorithm.fits(digest) {
        log.error("E057", format_args!("{} is not such a digest", shown(digest)));
    }
    if !seen.insert(digest.to_ascii_lowercase()) {
        log.error("E097", format_args!("{} is listed twice", shown(digest)));
    }
}

fn listed<'a>(
    digest: &str,
    paths: &'a Json,
    inventory: &Inventory,
    log: &mut Log<'_>,
) -> Vec<&'a str> {
    let Some(mut paths) = paths.texts() else {
        log.error("E057", format_args!("{} has no list of paths", shown(digest)));
        return Vec::new();
    };
    paths.retain(|path| is_safe(path, log));
    for path in paths.iter().filter(|path| !inventory.manifest.by_path.contains_key(**path)) {
        log.error("E057", format_args!("{} is not in the manifest", shown(path)));
    }
    paths
}
