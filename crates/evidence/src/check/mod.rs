//! The check of what left the archive, with no archive and no network at hand.
//!
//! A check that could not run has failed. Everything is judged from bytes that were hashed in the same reading.

mod certificate;
mod describe;
mod earlier;
mod history;
mod load;
mod log;
mod loose;
mod originals;
mod repeat;
mod seal;
mod structure;
mod times;
mod verdict;

use std::path::{Path, PathBuf};

use sijill_bag::{Container, ContainerError};
use sijill_timestamp::Certificates;
use sijill_translog::{Note, Policy};

use crate::contents::Contents;
use crate::layout;
use load::Files;
use times::Clock;
use verdict::words;

pub use earlier::{EarlierError, EarlierEvidence};
pub use loose::{Loose, check_file};
pub use verdict::{Check, Language, Status, Verdict, Words};

/// Whom the person who checks trusts, and what they hold already. All of it comes from outside the package.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// The log and the witnesses.
    pub policy: Option<Policy>,
    /// The roots of time stamping authorities. With them, a timestamp is demanded.
    pub time_roots: Option<Certificates>,
    /// Heads of the log that were handed out before: the package must continue them.
    pub earlier: Vec<EarlierEvidence>,
}

/// Why something could not be checked at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// It is not there or cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// What was to be checked.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Checks an evidence package, in a folder or a ZIP file.
///
/// # Errors
/// If there is nothing there to be read; everything else is in the verdict.
pub fn check_package(path: &Path, outside: &Outside) -> Result<Verdict, CheckError> {
    Ok(check_with_contents(path, outside)?.0)
}

/// The same, with what the package tells, for those who go on to compare.
fn check_with_contents(
    path: &Path,
    outside: &Outside,
) -> Result<(Verdict, Option<Contents>), CheckError> {
    let container = match Container::open(path) {
        Ok(container) => container,
        Err(ContainerError::Io(source)) => {
            return Err(CheckError::Unreadable { path: path.to_owned(), source });
        }
        Err(error) => return Ok((unreadable(&error.to_string()), None)),
    };
    let files = Files::load(&container);
    let mut checks = structure::check(&container, &files);
    let (described, contents) = describe::read(container.name(), &files);
    checks.push(described);
    let trust = match &contents {
        Some(contents) => {
            let package = Package { files: &files, contents, outside };
            package.check(&mut checks)
        }
        None => {
            checks.extend(NEED_DESCRIPTION.map(not_reached));
            words!("nobody's keys: the package could not be read", "لا مفاتيح: تعذّرت قراءة الحزمة")
        }
    };
    Ok((Verdict { trust, checks }, contents))
}

/// The checks that need to know what the package claims.
const NEED_DESCRIPTION: [&str; 11] = [
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
];

fn not_reached(what: &'static str) -> Check {
    Check::failed(
        what,
        words!(
            "could not be checked, because an earlier check failed",
            "تعذّر الفحص لأن فحصًا سابقًا فشل"
        ),
    )
}

fn unreadable(why: &str) -> Verdict {
    let trust = words!("nobody's keys", "لا مفاتيح");
    Verdict { trust, checks: vec![Check::failed("structure", Words::new(why, why))] }
}

/// A package whose description could be read.
struct Package<'a> {
    files: &'a Files,
    contents: &'a Contents,
    outside: &'a Outside,
}

impl Package<'_> {
    fn check(&self, checks: &mut Vec<Check>) -> Words {
        let (files, contents) = (self.files, self.contents);
        let (signed, registry) = log::signatures(contents);
        checks.push(seal::check(files, registry.as_ref()));
        let (policy, trust) = match self.policy() {
            Ok(found) => found,
            Err(what) => {
                checks.extend(["witnesses", "inclusion", "history", "times"].map(not_reached));
                checks.push(Check::failed("checkpoint", what.clone()));
                checks.extend([signed, log::chain(contents)]);
                return what;
            }
        };
        let (head_check, head) = log::head(files, contents, registry.as_ref(), &policy);
        checks.push(head_check);
        let clock = Clock { files, policy: &policy, roots: self.outside.time_roots.as_ref() };
        match &head {
            Some(head) => {
                checks.push(log::witnesses(head, &policy));
                checks.push(log::inclusion(files, contents, head));
            }
            None => checks.extend(["witnesses", "inclusion"].map(not_reached)),
        }
        checks.extend([signed, log::chain(contents)]);
        checks.extend(originals::check(files, contents));
        checks.push(repeat::tables(files, contents, registry.as_ref()));
        match (&head, &registry) {
            (Some(head), Some(registry)) => {
                let (history, heads) = history::check(files, registry, head);
                checks.push(history);
                checks.push(clock.events(contents, head, &heads));
                checks.push(certificate::check(files, contents, registry, head, &heads));
                checks.extend(earlier::check(
                    &self.outside.earlier,
                    files,
                    contents,
                    registry,
                    head,
                ));
            }
            _ => checks.extend(["history", "times", "certificate"].map(not_reached)),
        }
        checks.push(clock.seal());
        checks.push(repeat::page(files, contents));
        trust
    }

    /// The policy to judge by, and how it is spoken of.
    fn policy(&self) -> Result<(Policy, Words), Words> {
        if let Some(policy) = &self.outside.policy {
            let keys = fingerprints(policy);
            return Ok((
                policy.clone(),
                words!("the policy that was given: {keys}", "السياسة المعطاة: {keys}"),
            ));
        }
        let path = layout::POLICY;
        let text = self.files.text(path).unwrap_or_default();
        let policy = Policy::parse(text).map_err(|error| {
            words!("{path} is not a policy: {error}", "{path} ليس سياسة: {error}")
        })?;
        let keys = fingerprints(&policy);
        let trust = words!(
            "keys from the package, which shows only that it agrees with itself: {keys}",
            "مفاتيح من الحزمة نفسها، وهذا يثبت اتساقها مع نفسها فقط: {keys}"
        );
        Ok((policy, trust))
    }
}

/// The keys of a policy by name and id.
fn fingerprints(policy: &Policy) -> String {
    let logs = policy.logs().iter().map(|log| (log.key().name().to_string(), log.key().id()));
    let witnesses =
        policy.witnesses().iter().map(|witness| (witness.name().to_owned(), witness.key().id()));
    let keys: Vec<_> = logs.chain(witnesses).map(|(name, id)| format!("{name} {id}")).collect();
    keys.join(", ")
}

/// The text of a note, for those who look at several heads.
fn note(bytes: &[u8]) -> Result<Note, String> {
    Note::parse(bytes).map_err(|error| error.to_string())
}
