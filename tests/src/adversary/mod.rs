//! The adversary set: what people may do to an evidence package, one thing at a time, and what must find it.
//!
//! Each tampering is carried out on a copy of a real package with everything that its author has: nothing at all,
//! the public format, a stolen key, several of them. `sijill check --policy` must name exactly the checks that
//! fail, and where README-VERIFY claims as much, the step of it that fails with standard tools alone. Who forges
//! with the seal key also claims that another version made the package, because the tables are then not compared.

mod authority;
mod case;
mod events;
mod exhibit;
mod history;
mod insider;
mod keys;
mod log_key;
mod loose;
mod outsider;
mod outsiders;
pub mod packed;
mod person_key;
mod tables;
mod transport;
pub mod twins;
mod witnesses;

use std::ffi::OsString;
use std::fmt;

use serde_json::Value;

pub use case::Case;
pub use exhibit::Exhibit;
pub use history::History;
pub use keys::Keys;
pub use outsiders::{cosign, stamp};

use crate::recipe::{Recipe, Trust};
use crate::{Run, Sijill};

/// Who can do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Nobody means it: a bad stick, a careless copy.
    Accident,
    /// Somebody with the package, who knows the format and has no key.
    Outsider,
    /// Somebody who runs an archive of his own under this one's name.
    Impostor,
    /// Somebody in the archive with the seal key, who can make packages.
    SealKey,
    /// Somebody with the keys of the operator and the station, whose events the archive logs.
    PersonKey,
    /// Somebody with every key of the archive, who can rewrite its history.
    LogKey,
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accident => "accident",
            Self::Outsider => "outsider",
            Self::Impostor => "impostor",
            Self::SealKey => "seal key",
            Self::PersonKey => "person's key",
            Self::LogKey => "every key",
        })
    }
}

/// One thing that may be done to a package.
#[derive(Debug)]
pub struct Tampering {
    /// What is done.
    pub name: &'static str,
    /// Who can do it.
    pub by: By,
    /// Does it.
    pub work: fn(&mut Exhibit<'_>),
    /// The checks that must fail, and no other may.
    pub fails: &'static [&'static str],
    /// The step of README-VERIFY that must fail, where it claims to find this.
    pub step: Option<u8>,
}

/// Every tampering.
pub fn all() -> impl Iterator<Item = &'static Tampering> {
    let sets = [
        transport::SET,
        packed::SET,
        outsider::SET,
        insider::SET,
        events::SET,
        tables::SET,
        person_key::SET,
        log_key::SET,
        witnesses::SET,
        authority::SET,
        loose::SET,
    ];
    sets.into_iter().flatten()
}

/// How a check ended.
#[derive(Debug)]
pub struct Checked {
    /// The command.
    pub run: Run,
    /// The names of the checks that failed, in order.
    pub failed: Vec<String>,
}

/// Checks what is handed over, as a reader with a policy from elsewhere.
///
/// # Panics
/// If the answer is not the JSON that it should be.
#[must_use]
pub fn check(exhibit: &Exhibit<'_>) -> Checked {
    let policy = ["--policy".into(), exhibit.case.policy.clone().into()];
    check_with(exhibit, policy.into_iter().chain(exhibit.arguments.iter().cloned()))
}

/// Checks what is handed over with these arguments and no others.
///
/// # Panics
/// If the answer is not the JSON that it should be.
#[must_use]
pub fn check_with(exhibit: &Exhibit<'_>, arguments: impl IntoIterator<Item = OsString>) -> Checked {
    let first = ["check".into(), exhibit.handed.clone().into(), "--json".into()];
    let run = Sijill::new().run(first.into_iter().chain(arguments));
    let value = run.value();
    let checks = value["checks"].as_array().unwrap_or_else(|| panic!("{run:?}"));
    let is_failed = |check: &&Value| check["status"] == "failed";
    let mut failed: Vec<_> = checks
        .iter()
        .filter(is_failed)
        .map(|check| check["what"].as_str().unwrap().to_owned())
        .collect();
    failed.sort();
    failed.dedup();
    assert_eq!(value["ok"], failed.is_empty(), "{run:?}");
    Checked { run, failed }
}

impl Tampering {
    /// Carries it out on a copy of the case's package.
    #[must_use]
    pub fn exhibit<'c>(&self, case: &'c Case) -> Exhibit<'c> {
        let mut exhibit = Exhibit::new(case);
        (self.work)(&mut exhibit);
        exhibit
    }

    /// Says what is wrong with how `check` answered, if anything.
    #[must_use]
    pub fn judge(&self, checked: &Checked) -> Option<String> {
        let Checked { run, failed } = checked;
        // A program that can print compares the certificate with everything else, and so finds nearly all of this.
        let failed: Vec<_> = failed.iter().filter(|what| *what != "certificate").cloned().collect();
        let mut expected: Vec<_> = self.fails.iter().map(|what| (*what).to_owned()).collect();
        expected.sort();
        let name = self.name;
        if run.code != Some(1) {
            return Some(format!("{name}: exit code {:?}: {run:?}", run.code));
        }
        if run.stderr.contains("panicked") || run.stdout.contains("panicked") {
            return Some(format!("{name}: it panicked: {run:?}"));
        }
        (expected != failed)
            .then(|| format!("{name}: {failed:?} failed instead of {expected:?}: {}", run.stdout))
    }

    /// Says what is wrong with how the claimed step of README-VERIFY ended, if anything.
    #[must_use]
    pub fn judge_step(&self, exhibit: &Exhibit<'_>) -> Option<String> {
        let step = self.step?;
        let recipe = Recipe::of(&exhibit.case.package);
        let done = recipe.run(exhibit.folder(), &Trust::of(exhibit.case), &[step]);
        let said = &done[0];
        said.held.then(|| format!("{}: step {step} says OK: {}", self.name, said.said))
    }
}
