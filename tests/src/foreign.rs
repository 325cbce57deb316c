//! Other people's programs: what a court expert has. Nothing of ours takes part in what they say.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// Runs a shell script in a folder; its exit code and everything that it said.
///
/// # Panics
/// If there is no bash.
#[must_use]
pub fn shell(folder: &Path, script: &str, environment: &[(&str, &str)]) -> (i32, String) {
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", script]).current_dir(folder);
    command.envs(environment.iter().copied()).stdin(Stdio::null());
    said(command.output().unwrap())
}

/// Runs a Python script, with the standard library only, on the given arguments.
///
/// # Panics
/// If there is no Python.
#[must_use]
pub fn python(script: &str, arguments: &[&Path]) -> (i32, String) {
    let mut command = Command::new("python3");
    said(command.args(["-I", "-c", script]).args(arguments).output().unwrap())
}

fn said(output: Output) -> (i32, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&text).into_owned())
}

/// The folder with the referees' programs: `SIJILL_REFEREES`, the one that `cargo xtask test` made, or one made
/// now. None where that cannot be done, which is an error in CI.
///
/// # Panics
/// In CI, if it cannot be made.
#[must_use]
pub fn referees() -> Option<PathBuf> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER.get_or_init(find_referees).clone()
}

fn find_referees() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("SIJILL_REFEREES") {
        return Some(PathBuf::from(folder));
    }
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/referees/venv");
    let folder = venv.join("bin");
    let is_there = |program: &str| folder.join(program).exists();
    if ["ocfl-validate.py", "bagit.py", "bagit_profile.py", "fido"].into_iter().all(is_there)
        || make(&venv)
    {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the referees cannot be installed");
    eprintln!("SKIPPED: the referees cannot be installed here");
    None
}

/// The same programs in the same versions as `cargo xtask test`.
const PROGRAMS: [&str; 7] = [
    "bagit==1.9.0",
    "bagit-profile==1.3.1",
    "ocfl-py==2.1.0",
    "opf-fido==1.6.1",
    "setuptools==80.9.0",
    "iiif-validator==1.0.5",
    "iiif-prezi3==3.1.1",
];

fn make(venv: &Path) -> bool {
    let done = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    done(Command::new("python3").args(["-m", "venv"]).arg(venv))
        && done(Command::new(venv.join("bin/pip")).args(["install", "--quiet"]).args(PROGRAMS))
}
