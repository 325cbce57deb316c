//! What the tests and measurements need beside cargo: Debian packages, referees from PyPI, cargo-deny.
//!
//! Everything is made once and found again the next time. What cannot be installed is said in a sentence
//! and returned as `None`: a contributor without a network can still run the rest, CI cannot.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::command::{cargo, check, installed, output, program, target};

/// Programs and the Debian packages that bring them.
pub const TEST_PACKAGES: &[(&str, &str)] = &[
    ("cc", "gcc"),
    ("strace", "strace"),
    ("openssl", "openssl"),
    ("go", "golang-go"),
    ("go", "golang-golang-x-mod-dev"),
    ("python3", "python3-venv"),
    ("xmllint", "libxml2-utils"),
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("pdftotext", "poppler-utils"),
    ("qpdf", "qpdf"),
    ("zbarimg", "zbar-tools"),
    ("tesseract", "tesseract-ocr"),
    ("vips", "libvips-tools"),
    ("file", "file"), // libmagic, for the validator of IIIF
];

/// The peers of a measurement that Debian has; rocfl is measured where a person has installed it.
pub const BENCH_PACKAGES: &[(&str, &str)] =
    &[("openssl", "openssl"), ("python3", "python3-venv"), ("restic", "restic")];

/// Other people's validators, in exact versions. bagit imports `pkg_resources`, which setuptools 81 dropped.
const REFEREES: &[&str] = &[
    "bagit==1.9.0",
    "bagit-profile==1.3.1",
    "ocfl-py==2.1.0",
    "opf-fido==1.6.1",
    "setuptools==80.9.0",
    "iiif-validator==1.0.5",
    "iiif-prezi3==3.1.1",
];

/// Another person's witness, another person's verifier of logs, both of which need Python 3.12, and a tool that tries out
/// what the description of the HTTP interface says.
const REFEREES12: &[&str] = &["aics-witness==0.1.0", "aics-tlog==0.2.1", "schemathesis==4.32.5"];

const CARGO_DENY: &str = "0.20.2";

/// Installs the packages of programs that are missing; says which could not be installed.
pub fn install(wanted: &[(&str, &str)]) {
    let missing: Vec<_> = wanted.iter().filter(|(program, _)| !installed(program)).collect();
    if missing.is_empty() {
        return;
    }
    let packages: Vec<_> = missing.iter().map(|(_, package)| *package).collect();
    install_packages(&packages);
}

/// Installs packages; says so if it could not.
pub fn install_packages(packages: &[&str]) {
    if let Err(error) = apt_install(packages) {
        eprintln!("could not install {}: {error}", packages.join(", "));
    }
}

fn apt_install(packages: &[&str]) -> Result<()> {
    let apt =
        apt().ok_or("no apt-get here, or neither root nor passwordless sudo; install by hand")?;
    eprintln!("installing {}", packages.join(", "));
    output(command(&apt).arg("update"))?;
    output(command(&apt).args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    Ok(())
}

/// `apt-get` with the right to install, if there is one.
fn apt() -> Option<Vec<&'static str>> {
    let works = |line: &[&'static str]| {
        command(line)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    };
    let root = output(program("id").arg("-u")).is_ok_and(|id| id == "0");
    let with_sudo = ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    let line = if root { &with_sudo[2..] } else { &with_sudo[..] };
    (installed("apt-get") && works(&[line, &["--version"]].concat())).then(|| line.to_vec())
}

fn command(line: &[&str]) -> Command {
    let mut command = program(line[0]);
    command.args(&line[1..]);
    command
}

/// The folder with the referees' programs, made again when the pinned list changes.
pub fn referees() -> Option<PathBuf> {
    let venv = target().join("referees/venv");
    let made = make_venv(&venv, Path::new("python3"), REFEREES);
    attempt("the referees (bagit, ocfl-py)", made).map(|()| venv.join("bin"))
}

/// The same for the referees that need Python 3.12 or newer.
pub fn referees12() -> Option<PathBuf> {
    let venv = target().join("referees/venv12");
    let made = python12().and_then(|python| make_venv(&venv, &python, REFEREES12));
    attempt("the referees (aics-witness, aics-tlog, schemathesis)", made).map(|()| venv.join("bin"))
}

/// A Python of 3.12 or newer: on the path, or beside the one on the path where pyenv keeps several.
fn python12() -> Result<PathBuf> {
    let pyenv = env::home_dir().unwrap_or_default().join(".pyenv/versions");
    let beside = fs_err::read_dir(pyenv).into_iter().flatten().flatten();
    let beside = beside.map(|version| version.path().join("bin/python3"));
    let on_path = ["python3", "python3.12", "python3.13", "python3.14"].map(PathBuf::from);
    let is_new = |python: &PathBuf| {
        let asked = "import sys; sys.exit(sys.version_info < (3, 12))";
        output(program(python).args(["-c", asked])).is_ok()
    };
    on_path.into_iter().chain(beside).find(is_new).ok_or_else(|| "no Python 3.12 here".into())
}

fn make_venv(venv: &Path, python: &Path, referees: &[&str]) -> Result<()> {
    let (stamp, pinned) = (venv.join("pinned.txt"), referees.join("\n"));
    if fs_err::read_to_string(&stamp).is_ok_and(|made| made == pinned) {
        return Ok(());
    }
    eprintln!("making a Python environment with {}", referees.join(", "));
    output(program(python).args(["-m", "venv", "--clear"]).arg(venv))?;
    let pip = ["install", "--quiet", "--disable-pip-version-check"];
    output(program(venv.join("bin/pip")).args(pip).args(referees))?;
    Ok(fs_err::write(stamp, pinned)?)
}

/// cargo-deny: the one on the path if it is the pinned version, otherwise built once under the target folder.
pub fn cargo_deny() -> Option<PathBuf> {
    let ours = target().join("referees/cargo");
    let binary = ours.join("bin/cargo-deny");
    for candidate in [Path::new("cargo-deny"), &binary] {
        if is_pinned_deny(candidate) {
            return Some(candidate.to_owned());
        }
    }
    eprintln!("building cargo-deny {CARGO_DENY} (once)");
    attempt("cargo-deny", build_deny(&ours)).map(|()| binary)
}

fn is_pinned_deny(binary: &Path) -> bool {
    output(program(binary).arg("--version")).is_ok_and(|said| said.ends_with(CARGO_DENY))
}

fn build_deny(root: &Path) -> Result<()> {
    let line = format!("install cargo-deny --quiet --locked --version {CARGO_DENY} --root");
    check(cargo(&line).arg(root).env_remove("CARGO_TARGET_DIR"))
}

fn attempt<T>(what: impl AsRef<OsStr>, result: Result<T>) -> Option<T> {
    let say = |error| eprintln!("could not install {}: {error}", what.as_ref().to_string_lossy());
    result.map_err(say).ok()
}
