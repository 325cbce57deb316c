//! Running other programs, and where things lie.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// The checkout.
pub fn root() -> &'static Path {
    const HERE: &str = env!("CARGO_MANIFEST_DIR");
    Path::new(HERE).parent().unwrap_or(Path::new(HERE))
}

/// Cargo's target folder: everything that these commands make lies below it.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| OsString::from("target")))
}

/// A program that works in the checkout.
pub fn program(name: impl AsRef<Path>) -> Command {
    let mut command = Command::new(name.as_ref());
    command.current_dir(root());
    command
}

/// The cargo that runs us, given `line` split at blanks.
pub fn cargo(line: &str) -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.args(line.split_whitespace());
    command
}

/// Runs a command to its end; anything but success is an error that names it.
pub fn check(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}`: {status}", line(command)).into()) }
}

/// What a command prints on standard output, trimmed; anything but success is an error.
pub fn output(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}`: {}: {}", line(command), output.status, said.trim()).into())
}

/// Whether a program of this name is on the search path.
pub fn installed(name: &str) -> bool {
    found(name, &env::var_os("PATH").unwrap_or_default())
}

/// Whether a program of this name is in one of the folders of `path`.
pub fn found(name: &str, path: &OsStr) -> bool {
    env::split_paths(path).any(|folder| folder.join(name).is_file())
}

/// Builds the product as users get it and says where it is.
pub fn release_binary() -> Result<PathBuf> {
    if !installed("cc") {
        crate::setup::install(&[("cc", "gcc")]);
    }
    let mut build = cargo("build --quiet --release --locked --package sijill");
    match crate::fonts::install() {
        Ok(()) => check(build.args(["--features", "letters"]))?,
        // A newcomer without a network gets everything but printed letters; CI has stopped before.
        Err(error) => {
            eprintln!("building without printed letters, which need fonts: {error}");
            check(&mut build)?;
        }
    }
    Ok(target().join("release/sijill"))
}

/// A command as a person would type it, without its environment.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run `{}`: {error}", line(command))
}
