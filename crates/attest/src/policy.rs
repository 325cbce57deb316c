//! The archive's trust policy, and whom of it to ask.

use sijill_storage::Archive;
use sijill_translog::{Policy, PolicyWitness};

use crate::error::{AttestError, Result};

/// Reads the policy and makes sure that it still speaks of this log.
pub(crate) fn read(archive: &Archive) -> Result<Policy> {
    let path = archive.folder().join("policy.txt");
    let policy =
        Policy::parse(&archive.policy()?).map_err(|source| AttestError::Policy { path, source })?;
    if !policy.logs().iter().any(|log| log.key() == archive.log_key()) {
        let what = format!("policy.txt has no line: log {}", archive.log_key());
        return Err(AttestError::refused(what, "put this line back, as it stands in archive.toml"));
    }
    Ok(policy)
}

/// A place to ask, and the witnesses whose answer may come from there.
pub(crate) struct Target {
    pub url: Option<String>,
    pub witnesses: Vec<PolicyWitness>,
}

impl Target {
    /// What people call it.
    pub fn name(&self) -> String {
        match (self.witnesses.as_slice(), &self.url) {
            ([one], _) => one.name().to_owned(),
            (_, Some(url)) => url.clone(),
            (_, None) => "any witness".to_owned(),
        }
    }
}

const ADD_A_WITNESS: &str =
    "add a line to policy.txt: witness NAME VKEY URL, with the key that the witness gave you";

/// Whom a person means: a witness by its name in the policy, or by its URL; any place where one of them may
/// answer; everybody with a URL.
pub(crate) fn targets(policy: &Policy, wanted: Option<&str>) -> Result<Vec<Target>> {
    let all = policy.witnesses();
    if all.is_empty() {
        return Err(AttestError::refused("policy.txt names no witness", ADD_A_WITNESS));
    }
    let target = |witness: &PolicyWitness| Target {
        url: witness.url().map(str::to_owned),
        witnesses: vec![witness.clone()],
    };
    let Some(wanted) = wanted else {
        return Ok(all.iter().filter(|witness| witness.url().is_some()).map(target).collect());
    };
    let same = |url: &str| url.trim_end_matches('/') == wanted.trim_end_matches('/');
    let is_wanted =
        |witness: &&PolicyWitness| witness.name() == wanted || witness.url().is_some_and(same);
    if let Some(witness) = all.iter().find(is_wanted) {
        return Ok(vec![target(witness)]);
    }
    if !wanted.contains("://") {
        let what = format!("policy.txt names no witness {wanted:?}");
        return Err(AttestError::refused(what, ADD_A_WITNESS));
    }
    // Those that have a URL of their own answer there.
    let elsewhere = |witness: &&PolicyWitness| witness.url().is_none();
    let mut witnesses: Vec<_> = all.iter().filter(elsewhere).cloned().collect();
    if witnesses.is_empty() {
        witnesses = all.to_vec();
    }
    Ok(vec![Target { url: Some(wanted.to_owned()), witnesses }])
}
