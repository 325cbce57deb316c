use std::fmt::Display;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;

/// Judge a bag, or an OCFL object or storage root, by its specification.
///
/// A bag may be a folder or an uncompressed ZIP file, of BagIt 0.93 to 1.0. That it is valid says that it is not
/// damaged, not that nobody altered it: see `sijill check` for packages that can prove this.
#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// The folder or ZIP file.
    path: PathBuf,
    /// What it should be; without it, what it declares itself to be.
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<As>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum As {
    /// A bag (RFC 8493).
    Bag,
    /// An OCFL object.
    Object,
    /// An OCFL storage root.
    Root,
}

/// A verdict, whatever it is on.
struct Verdict {
    kind: As,
    errors: Vec<Found>,
    warnings: Vec<Found>,
}

struct Found {
    code: String,
    detail: String,
}

impl Validate {
    pub fn run(&self, output: Output) -> Ended {
        let verdict = match self.kind.unwrap_or_else(|| self.declared()) {
            As::Bag => sijill_bag::validate(&self.path).map(Verdict::of_bag),
            As::Object => sijill_ocfl::validate_object(&self.path)
                .map(|report| Verdict::of_ocfl(As::Object, report)),
            As::Root => sijill_ocfl::validate_root(&self.path)
                .map(|report| Verdict::of_ocfl(As::Root, report)),
        };
        let verdict = verdict.map_err(|error| self.failed(&error))?;
        let ok = verdict.errors.is_empty();
        output.result(&verdict.json(), || verdict.words())?;
        if !verdict.warnings.is_empty() {
            output.say(list("warning", &verdict.warnings).trim_end());
        }
        Ok(if ok { ExitCode::SUCCESS } else { Exit::UNSOUND.into() })
    }

    /// What it says it is; a file can only be a bag, and a folder that says nothing is no object.
    fn declared(&self) -> As {
        if self.path.is_file() || self.path.join("bagit.txt").exists() {
            return As::Bag;
        }
        match sijill_ocfl::detect(&self.path) {
            Some(sijill_ocfl::Kind::Root) => As::Root,
            Some(sijill_ocfl::Kind::Object) | None => As::Object,
        }
    }

    /// A path that does not exist is a refusal; one that cannot be read could not be judged.
    fn failed(&self, error: &io::Error) -> CliError {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let refused =
            CliError::refused(format!("{}: {error}", self.path.display()), "check the path");
        let exit = if missing { refused.exit } else { Exit::UNFINISHED };
        CliError { path: Some(self.path.clone()), exit, ..refused }
    }
}

impl Verdict {
    fn of_bag(report: sijill_bag::Report) -> Self {
        let found = |finding: sijill_bag::Finding| Found::new(finding.code, finding.detail);
        Self {
            kind: As::Bag,
            errors: report.errors.into_iter().map(found).collect(),
            warnings: report.warnings.into_iter().map(found).collect(),
        }
    }

    fn of_ocfl(kind: As, report: sijill_ocfl::Report) -> Self {
        let found = |finding: sijill_ocfl::Finding| Found::new(finding.code, finding.detail);
        Self {
            kind,
            errors: report.errors.into_iter().map(found).collect(),
            warnings: report.warnings.into_iter().map(found).collect(),
        }
    }

    fn json(&self) -> Value {
        let findings = |findings: &[Found]| -> Vec<Value> {
            let one = |found: &Found| json!({ "code": found.code, "detail": found.detail });
            findings.iter().map(one).collect()
        };
        json!({
            "kind": match self.kind {
                As::Bag => "bag",
                As::Object => "object",
                As::Root => "root",
            },
            "ok": self.errors.is_empty(),
            "errors": findings(&self.errors),
            "warnings": findings(&self.warnings),
        })
    }

    fn words(&self) -> String {
        let verdict = if self.errors.is_empty() { "Valid." } else { "NOT valid." };
        format!("{verdict}\n{}", list("error", &self.errors))
    }
}

impl Found {
    fn new(code: impl Display, detail: String) -> Self {
        Self { code: code.to_string(), detail }
    }
}

fn list(name: &str, findings: &[Found]) -> String {
    let line = |found: &Found| format!("  {name} [{}] {}\n", found.code, found.detail);
    findings.iter().map(line).collect()
}
