use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;
use sijill_ocfl::{Finding, Kind, Report, detect, validate_object, validate_root};

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;

/// Judge an OCFL object or storage root by the specification.
#[derive(Debug, Args)]
pub(crate) struct Validate {
    /// The folder.
    path: PathBuf,
    /// What it should be; without it, what its declaration says.
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<As>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum As {
    /// An OCFL object.
    Object,
    /// An OCFL storage root.
    Root,
}

impl Validate {
    pub fn run(&self, output: Output) -> Ended {
        let kind = match self.kind {
            Some(As::Object) => Kind::Object,
            Some(As::Root) => Kind::Root,
            None => detect(&self.path).unwrap_or(Kind::Object),
        };
        let report = match kind {
            Kind::Object => validate_object(&self.path),
            Kind::Root => validate_root(&self.path),
        };
        let report = report.map_err(|error| self.failed(&error))?;
        let json = json!({
            "kind": match report.kind { Kind::Object => "object", Kind::Root => "root" },
            "ok": report.is_valid(),
            "errors": findings(&report.errors),
            "warnings": findings(&report.warnings),
        });
        output.result(&json, || words(&report))?;
        Ok(if report.is_valid() { ExitCode::SUCCESS } else { Exit::UNSOUND.into() })
    }

    /// A path that does not exist is a refusal; one that cannot be read could not be judged.
    fn failed(&self, error: &std::io::Error) -> CliError {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let refused =
            CliError::refused(format!("{}: {error}", self.path.display()), "check the path");
        let exit = if missing { refused.exit } else { Exit::UNFINISHED };
        CliError { path: Some(self.path.clone()), exit, ..refused }
    }
}

fn findings(findings: &[Finding]) -> Vec<serde_json::Value> {
    findings
        .iter()
        .map(|finding| json!({ "code": finding.code, "detail": finding.detail }))
        .collect()
}

fn words(report: &Report) -> String {
    let verdict = if report.is_valid() { "Valid." } else { "NOT valid." };
    let list = |name: &str, findings: &[Finding]| -> String {
        findings.iter().map(|finding| format!("  {name} {finding}\n")).collect()
    };
    format!("{verdict}\n{}{}", list("error", &report.errors), list("warning", &report.warnings))
}
