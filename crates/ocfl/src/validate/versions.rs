//! The version blocks of an inventory: their numbers (§3.3), and who made each when and why
//! (§3.5.3). What each holds is `state`'s concern.

use std::collections::BTreeMap;

use super::inventory::{is_uri, only_keys};
use super::json::{Json, Object};
use super::timestamp;
use crate::report::{Log, shown};

/// One version of an object.
pub(super) struct Version {
    pub(super) name: String,
    /// The digest of each logical path, in lower case.
    pub(super) state: BTreeMap<String, String>,
    /// `created`, `message` and `user`, to compare between inventories.
    pub(super) about: [Option<Json>; 3],
}

/// The number in a name such as `v1` or `v0001`.
pub(super) fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix('v')?;
    // The length also bounds the width that names are padded to.
    let digits = digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)?;
    digits.parse().ok().filter(|number| *number > 0 && digits.len() <= 18)
}

/// Checks the version blocks. Gives the versions from the first on, in order and without a gap,
/// their states still empty.
pub(super) fn check(inventory: &Object, log: &mut Log<'_>) -> Vec<Version> {
    let Some(versions) = inventory.get("versions") else {
        log.error("E043", "there is no versions block");
        return Vec::new();
    };
    let Some(versions) = versions.object() else {
        log.error("E044", "versions is not a JSON object");
        return Vec::new();
    };
    let names = sequence(versions, log);
    names.into_iter().map(|name| version(&name, versions.get(&name), log)).collect()
}

/// The names of the versions, as far as they follow one another.
fn sequence(versions: &Object, log: &mut Log<'_>) -> Vec<String> {
    let Some(first) = versions.keys().find(|name| number(name) == Some(1)) else {
        let code = if versions.is_empty() { "E008" } else { "E009" };
        log.error(code, "there is no first version");
        return Vec::new();
    };
    let convention = Convention::of(first);
    if convention.width > 0 {
        log.warn("W001", "version numbers are padded with zeros");
    }
    let exists = |name: &String| versions.contains_key(name) && convention.allows(name);
    let names: Vec<_> = (1..).map(|n| convention.name(n)).take_while(exists).collect();
    let extra = versions.keys().filter(|name| number(name).is_none_or(|n| n > names.len() as u64));
    for name in extra.chain(versions.keys().filter(|name| convention.hides(name, names.len()))) {
        log.error(convention.code(name), format_args!("version {} does not follow", shown(name)));
    }
    names
}

/// How an object writes its version numbers: plain, or padded to a width.
struct Convention {
    width: usize,
}

impl Convention {
    fn of(first: &str) -> Self {
        Self { width: if first == "v1" { 0 } else { first.len() - 1 } }
    }

    fn name(&self, number: u64) -> String {
        format!("v{number:0width$}", width = self.width)
    }

    /// A padded number begins with a zero, so `v10` does not follow `v09`.
    fn allows(&self, name: &str) -> bool {
        let padded = name.starts_with("v0");
        if self.width == 0 { !padded } else { padded && name.len() == self.width + 1 }
    }

    /// Whether a version has a number in the sequence, but is another spelling of it.
    fn hides(&self, name: &str, known: usize) -> bool {
        number(name).is_some_and(|n| n <= known as u64) && !self.allows(name)
    }

    fn code(&self, name: &str) -> &'static str {
        match number(name) {
            None => "E046",
            Some(_) if !self.allows(name) => "E011",
            Some(_) => "E010",
        }
    }
}

fn version(name: &str, block: Option<&Json>, log: &mut Log<'_>) -> Version {
    let log = &mut log.at(name);
    let Some(block) = block.and_then(Json::object) else {
        log.error("E047", "the version is not a JSON object");
        return Version {
            name: name.to_owned(),
            state: BTreeMap::new(),
            about: [None, None, None],
        };
    };
    only_keys(block, &["created", "message", "state", "user"], log);
    created(block.get("created"), log);
    match block.get("message") {
        Some(message) if message.text().is_none() => log.error("E094", "message is not text"),
        Some(_) => {}
        None => log.warn("W007", "there is no message"),
    }
    user(block.get("user"), log);
    let about = ["created", "message", "user"].map(|key| block.get(key).cloned());
    Version { name: name.to_owned(), state: BTreeMap::new(), about }
}

fn created(created: Option<&Json>, log: &mut Log<'_>) {
    match created.map(Json::text) {
        None => log.error("E048", "created is missing"),
        Some(Some(time)) if timestamp::is_valid(time) => {}
        Some(_) => log.error("E049", "created is not a date and time of RFC 3339"),
    }
}

fn user(user: Option<&Json>, log: &mut Log<'_>) {
    let Some(user) = user else { return log.warn("W007", "there is no user") };
    let Some(user) = user.object() else { return log.error("E054", "user is not a JSON object") };
    only_keys(user, &["address", "name"], log);
    if user.get("name").and_then(Json::text).is_none() {
        log.error("E054", "the user has no name");
    }
    match user.get("address").map(Json::text) {
        None => log.warn("W008", "the user has no address"),
        Some(None) => log.error("E054", "the user's address is not text"),
        Some(Some(address)) if is_uri(address) => {}
        Some(Some(_)) => log.warn("W009", "the user's address is not a URI"),
    }
}
