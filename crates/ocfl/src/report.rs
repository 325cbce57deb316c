//! What a validation found, in the codes of the specification's validation tables.

use std::fmt;

/// What a folder declares itself to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An OCFL object.
    Object,
    /// An OCFL storage root.
    Root,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code of the rule, for example `E023`.
    pub code: String,
    /// Where it is broken and how, in English. Text from the object is quoted, escaped and cut.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.code, self.detail)
    }
}

/// The verdict on an object or a storage root.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was validated.
    pub kind: Kind,
    /// How many objects were looked at.
    pub objects: usize,
    /// Rules broken (`MUST`). Only the first 10,000 are kept.
    pub errors: Vec<Finding>,
    /// Advice not followed (`SHOULD`). Only the first 10,000 are kept.
    pub warnings: Vec<Finding>,
}

/// A hostile root could otherwise fill the memory with findings.
const KEPT: usize = 10_000;

impl Report {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, objects: 0, errors: Vec::new(), warnings: Vec::new() }
    }

    /// Whether no rule is broken. Warnings do not count.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// A log that adds to this report.
    pub(crate) fn log(&mut self) -> Log<'_> {
        Log { report: self, place: String::new() }
    }
}

/// Adds findings about one place to a report.
pub(crate) struct Log<'a> {
    pub(crate) report: &'a mut Report,
    place: String,
}

impl Log<'_> {
    /// The same report, about a place inside this one.
    pub(crate) fn at(&mut self, place: &str) -> Log<'_> {
        let place = format!("{}{}: ", self.place, escaped(place));
        Log { report: self.report, place }
    }

    pub(crate) fn error(&mut self, code: &str, detail: impl fmt::Display) {
        let finding = self.finding(code, &detail);
        push(&mut self.report.errors, finding);
    }

    pub(crate) fn warn(&mut self, code: &str, detail: impl fmt::Display) {
        let finding = self.finding(code, &detail);
        push(&mut self.report.warnings, finding);
    }

    fn finding(&self, code: &str, detail: &dyn fmt::Display) -> Finding {
        Finding { code: code.to_owned(), detail: format!("{}{detail}", self.place) }
    }
}

fn push(findings: &mut Vec<Finding>, finding: Finding) {
    if findings.len() < KEPT {
        findings.push(finding);
    }
}

/// Text from an untrusted object, fit for a message: quoted, escaped, at most 200 characters of it.
pub(crate) fn shown(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let cut: String = text.chars().take(200).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("{}{more}", cut.escape_debug())
}
