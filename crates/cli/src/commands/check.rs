use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use sijill_evidence::check::{
    Check as Checked, EarlierEvidence, Language, Loose, Outside, Status, Verdict, check_file,
    check_package,
};
use sijill_timestamp::Certificates;
use sijill_translog::Policy;

use super::Ended;
use crate::error::{CliError, Exit};
use crate::output::Output;

/// Check an evidence package, or a single proof, checkpoint, receipt or file. Needs no archive and no network.
///
/// Give a policy from outside the package: without one, the package can only be shown to agree with itself.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// A package in a folder or ZIP file, or a single file.
    #[arg(value_name = "PACKAGE|FILE")]
    path: PathBuf,
    /// Whom to trust: log, witnesses and how many of them, as a C2SP tlog-policy.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Roots of time stamping authorities in PEM. A timestamp is demanded then.
    #[arg(long, value_name = "FILE")]
    time_root: Vec<PathBuf>,
    /// A checkpoint, receipt, proof or package that was handed out before: the log must contain it still.
    #[arg(long, value_name = "FILE")]
    earlier: Vec<PathBuf>,
    /// The package that a single file should belong to.
    #[arg(long, value_name = "PACKAGE")]
    package: Option<PathBuf>,
    /// The event that a proof is about.
    #[arg(long, value_name = "FILE")]
    event: Option<PathBuf>,
    /// The language of the answer; by default that of the environment.
    #[arg(long, value_enum)]
    language: Option<Tongue>,
}

/// Languages by their codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// English.
    En,
    /// Arabic.
    Ar,
}

impl Check {
    pub fn run(&self, output: Output) -> Ended {
        if !self.path.exists() {
            return Err(CliError::refused(
                format!("{} does not exist", self.path.display()),
                "name the package's folder, its ZIP file, or a single file",
            ));
        }
        let outside = self.outside()?;
        let verdict = if self.is_package() {
            check_package(&self.path, &outside)?
        } else {
            let with = Loose { package: self.package.as_deref(), event: self.event.as_deref() };
            check_file(&self.path, &with, &outside)?
        };
        let language = self.language();
        output.result(&verdict.in_language(language), || words(&verdict, language))?;
        Ok(if verdict.ok() { ExitCode::SUCCESS } else { Exit::UNSOUND.into() })
    }

    /// A folder or a ZIP file, unless it is to be compared with a package.
    fn is_package(&self) -> bool {
        let is_zip = self.path.extension().is_some_and(|extension| extension == "zip");
        self.path.is_dir() || (is_zip && self.package.is_none())
    }

    fn outside(&self) -> Result<Outside, CliError> {
        let policy = self.policy.as_deref().map(read_policy).transpose()?;
        let mut time_roots: Option<Certificates> = None;
        for path in &self.time_root {
            let bytes = fs_err::read(path)?;
            let read = Certificates::from_bytes(&bytes)
                .map_err(|error| unusable(path, &error, "give certificates in PEM"))?;
            time_roots.get_or_insert_default().extend([read]);
        }
        let earlier = self.earlier.iter().map(|path| EarlierEvidence::read(path));
        Ok(Outside { policy, time_roots, earlier: earlier.collect::<Result<_, _>>()? })
    }

    fn language(&self) -> Language {
        let environment = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            set.is_some_and(|locale| locale.starts_with("ar")).then_some(Tongue::Ar)
        };
        match self.language.or_else(environment) {
            Some(Tongue::Ar) => Language::Arabic,
            _ => Language::English,
        }
    }
}

fn read_policy(path: &Path) -> Result<Policy, CliError> {
    let text = fs_err::read_to_string(path)?;
    Policy::parse(&text).map_err(|error| unusable(path, &error, "see https://c2sp.org/tlog-policy"))
}

fn unusable(path: &Path, error: &dyn std::error::Error, remedy: &str) -> CliError {
    let message = format!("{} cannot be used: {error}", path.display());
    CliError { path: Some(path.to_owned()), ..CliError::refused(message, remedy) }
}

fn words(verdict: &Verdict, language: Language) -> String {
    let arabic = language == Language::Arabic;
    let (answer, trust) = match (verdict.ok(), arabic) {
        (true, true) => ("سليم: كل ما فُحص صحيح.", "الثقة"),
        (false, true) => ("غير سليم.", "الثقة"),
        (true, false) => ("SOUND: everything that was checked holds.", "Trust"),
        (false, false) => ("NOT SOUND.", "Trust"),
    };
    let lines: String = verdict.checks.iter().map(|check| line(check, language)).collect();
    format!("{answer}\n{trust}: {}\n{lines}", verdict.trust.in_language(language))
}

fn line(check: &Checked, language: Language) -> String {
    let (sign, state) = match (check.status, language) {
        (Status::Passed, Language::English) => ("✓", "passed"),
        (Status::Passed, Language::Arabic) => ("✓", "صحيح"),
        (Status::Failed, Language::English) => ("✗", "FAILED"),
        (Status::Failed, Language::Arabic) => ("✗", "فشل"),
        (Status::NotClaimed, Language::English) => ("–", "not claimed"),
        (Status::NotClaimed, Language::Arabic) => ("–", "غير مدّعى"),
    };
    format!("  {sign} {} ({state}): {}\n", check.what, check.detail.in_language(language))
}
