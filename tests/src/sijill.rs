//! The binary, as a person or a script calls it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// The passphrase of every archive that the tests make.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// The built binary, and the archive that its commands work on.
#[derive(Debug, Clone)]
pub struct Sijill {
    binary: PathBuf,
    archive: Option<PathBuf>,
}

/// How a command ended.
#[derive(Debug, Clone)]
pub struct Run {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Sijill {
    /// The binary named by `SIJILL_BIN`, else one built now, once a test run.
    #[must_use]
    pub fn new() -> Self {
        static BINARY: OnceLock<PathBuf> = OnceLock::new();
        let binary = BINARY.get_or_init(|| match std::env::var_os("SIJILL_BIN") {
            Some(binary) => fs_err::canonicalize(PathBuf::from(binary)).unwrap(),
            None => build(),
        });
        Self { binary: binary.clone(), archive: None }
    }

    /// The same binary, working on this archive.
    #[must_use]
    pub fn on(&self, archive: &Path) -> Self {
        Self { archive: Some(archive.to_owned()), ..self.clone() }
    }

    /// Where the binary is.
    #[must_use]
    pub fn binary(&self) -> &Path {
        &self.binary
    }

    /// Runs a command with the test passphrase in the environment.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        let output = self.command().args(arguments).output().unwrap();
        Run::of(output)
    }

    /// Runs a command with `--json`; the exit code and the one object on standard output.
    pub fn json<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> (i32, Value) {
        let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
        let run = self.run(arguments.chain([OsString::from("--json")]));
        let code = run.code.unwrap_or_else(|| panic!("killed: {}", run.stderr));
        (code, run.value())
    }

    /// The command, to be changed before it is run.
    #[must_use]
    pub fn command(&self) -> Command {
        self.prepared(Command::new(&self.binary))
    }

    /// The command, run by another program such as strace, whose own arguments end in `--`.
    #[must_use]
    pub fn command_under(&self, program: &str, its: &[String]) -> Command {
        let mut command = Command::new(program);
        command.args(its).arg("--").arg(&self.binary);
        self.prepared(command)
    }

    fn prepared(&self, mut command: Command) -> Command {
        command.env("SIJILL_PASSPHRASE", PASSPHRASE).env_remove("SIJILL_ARCHIVE");
        if let Some(archive) = &self.archive {
            command.env("SIJILL_ARCHIVE", archive);
        }
        command
    }
}

impl Default for Sijill {
    fn default() -> Self {
        Self::new()
    }
}

impl Run {
    /// Reads how a process ended.
    #[must_use]
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// The JSON object on standard output.
    ///
    /// # Panics
    /// If there is none, with everything that the command said.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Builds the binary with the cargo that runs the tests and says where it lies.
fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["build", "-p", "sijill", "--message-format=json"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let executable = |line: &[u8]| -> Option<PathBuf> {
        let message: Value = serde_json::from_slice(line).ok()?;
        let is_ours =
            message["target"]["name"] == "sijill" && message["target"]["kind"][0] == "bin";
        is_ours.then(|| message["executable"].as_str().map(PathBuf::from))?
    };
    output.stdout.split(|byte| *byte == b'\n').find_map(executable).expect("cargo names the binary")
}
