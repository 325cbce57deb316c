//! What a check says: one line for each thing that must hold, in plain words, Arabic and English.

use serde::Serialize;

/// The languages that a verdict can be given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Arabic.
    Arabic,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    en: String,
    ar: String,
}

impl Words {
    pub(crate) fn new(en: impl Into<String>, ar: impl Into<String>) -> Self {
        Self { en: en.into(), ar: ar.into() }
    }

    /// The sentence in one of them.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Arabic => &self.ar,
        }
    }
}

/// A sentence in English and Arabic; both may name variables in braces.
macro_rules! words {
    ($en:literal, $ar:literal) => {
        $crate::check::Words::new(format!($en), format!($ar))
    };
}
pub(crate) use words;

/// How a check ended. There is nothing between: what could not be checked has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It holds.
    Passed,
    /// It does not hold, or could not be checked.
    Failed,
    /// The evidence does not say anything of the kind.
    NotClaimed,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name, as `docs/package.md` has it.
    pub what: &'static str,
    /// How it ended.
    pub status: Status,
    /// What holds or what does not, and where.
    pub detail: Words,
}

impl Check {
    pub(crate) fn passed(what: &'static str, detail: Words) -> Self {
        Self { what, status: Status::Passed, detail }
    }

    pub(crate) fn failed(what: &'static str, detail: Words) -> Self {
        Self { what, status: Status::Failed, detail }
    }

    pub(crate) fn not_claimed(what: &'static str, detail: Words) -> Self {
        Self { what, status: Status::NotClaimed, detail }
    }

    /// Passed with `good` if there is no problem, otherwise failed with all of them, up to a readable number.
    pub(crate) fn of(what: &'static str, problems: Vec<Words>, good: Words) -> Self {
        if problems.is_empty() {
            return Self::passed(what, good);
        }
        let more = problems.len().saturating_sub(SHOWN);
        let join = |language| {
            let shown: Vec<_> =
                problems.iter().take(SHOWN).map(|words| words.in_language(language)).collect();
            shown.join("; ")
        };
        let (mut en, mut ar) = (join(Language::English), join(Language::Arabic));
        if more > 0 {
            en += &format!("; and {more} more");
            ar += &format!("؛ و{more} أخرى");
        }
        Self::failed(what, Words::new(en, ar))
    }
}

/// How many problems of one kind are told one by one.
const SHOWN: usize = 8;

/// The answer about one piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whose keys the answer rests on.
    pub trust: Words,
    /// Everything that was checked, in order.
    pub checks: Vec<Check>,
}

impl Verdict {
    /// Whether nothing failed and at least one thing was shown.
    #[must_use]
    pub fn ok(&self) -> bool {
        let failed = self.checks.iter().any(|check| check.status == Status::Failed);
        !failed && self.checks.iter().any(|check| check.status == Status::Passed)
    }

    /// The verdict for a machine, its sentences in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> impl Serialize + use<> {
        let spoken = |check: &Check| Spoken {
            what: check.what,
            status: check.status,
            detail: check.detail.in_language(language).to_owned(),
        };
        SpokenVerdict {
            ok: self.ok(),
            trust: self.trust.in_language(language).to_owned(),
            checks: self.checks.iter().map(spoken).collect(),
        }
    }
}

#[derive(Serialize)]
struct SpokenVerdict {
    ok: bool,
    trust: String,
    checks: Vec<Spoken>,
}

#[derive(Serialize)]
struct Spoken {
    what: &'static str,
    status: Status,
    detail: String,
}
