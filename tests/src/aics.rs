//! Another person's witness (PyPI `aics-witness`) and another person's verifier of logs (`aics-tlog`). Where they are
//! installed, `schemathesis` is too.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::contract::wait_until;
use crate::{Run, Scratch};

const PROGRAMS: [&str; 3] = ["aics-witness==0.1.0", "aics-tlog==0.2.1", "schemathesis==4.32.5"];

/// The folder with both programs: `SIJILL_REFEREES12`, the one that `cargo xtask test` made, or one made now. None
/// where there is no Python 3.12 or they cannot be installed, which is an error in CI.
///
/// # Panics
/// In CI, if there is none.
#[must_use]
pub fn programs() -> Option<PathBuf> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER.get_or_init(find).clone()
}

fn find() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("SIJILL_REFEREES12") {
        return Some(PathBuf::from(folder));
    }
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/referees/venv12");
    let folder = venv.join("bin");
    let is_there = |program: &str| folder.join(program).exists();
    if ["aics-witness", "aics-tlog", "st"].into_iter().all(is_there) || make(&venv) {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "aics-witness cannot be installed");
    eprintln!(
        "SKIPPED: aics-witness, aics-tlog and schemathesis need Python 3.12, or cannot be installed here"
    );
    None
}

fn make(venv: &Path) -> bool {
    let done = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    let pip = || done(Command::new(venv.join("bin/pip")).args(["install", "-q"]).args(PROGRAMS));
    let venv_made =
        |python: PathBuf| done(Command::new(python).args(["-m", "venv"]).arg(venv)) && pip();
    python().is_some_and(venv_made)
}

/// A Python of 3.12 or newer: on the path, or where pyenv keeps several.
fn python() -> Option<PathBuf> {
    let pyenv = std::env::home_dir().unwrap_or_default().join(".pyenv/versions");
    let beside = fs_err::read_dir(pyenv).into_iter().flatten().flatten();
    let beside = beside.map(|version| version.path().join("bin/python3"));
    let on_path = ["python3", "python3.12", "python3.13", "python3.14"].map(PathBuf::from);
    let is_new = |python: &PathBuf| {
        let asked = ["-c", "import sys; sys.exit(sys.version_info < (3, 12))"];
        Command::new(python).args(asked).output().is_ok_and(|output| output.status.success())
    };
    on_path.into_iter().chain(beside).find(is_new)
}

/// A witness that runs on this machine until it is dropped.
#[derive(Debug)]
pub struct Aics {
    programs: PathBuf,
    folder: TempDir,
    address: SocketAddr,
    /// Its verifier key.
    pub vkey: String,
    running: Option<Child>,
}

impl Aics {
    /// Sets one up under a name, for one log, and starts it.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(programs: &Path, name: &str, scratch: &Scratch) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = port.local_addr().unwrap();
        drop(port);
        let (programs, folder) = (programs.to_owned(), TempDir::new().unwrap());
        let mut aics = Self { programs, folder, address, vkey: String::new(), running: None };
        aics.vkey = aics.witness(&["init", "--name", name]).stdout.trim().to_owned();
        assert!(aics.vkey.starts_with(name), "{}", aics.vkey);
        aics.witness(&["add-log", "--origin", &origin(scratch), "--vkey", &log_vkey(scratch)]);
        aics.resume();
        aics
    }

    /// Runs a command of the witness's own.
    fn witness(&self, arguments: &[&str]) -> Run {
        let run = Run::of(self.command("aics-witness").args(arguments).output().unwrap());
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
        run
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.env("AICS_WITNESS_CONFIG", self.folder.path().join("witness.json"));
        command
    }

    /// Starts it again after [`stop`](Self::stop).
    ///
    /// # Panics
    /// If it does not start.
    pub fn resume(&mut self) {
        let mut command = self.command("aics-witness");
        command.args(["serve", "--listen", &self.address.to_string()]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        self.running = Some(child);
        wait_until("the witness answers", || TcpStream::connect(self.address).is_ok());
    }

    /// Stops it.
    ///
    /// # Panics
    /// If it cannot be stopped.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Where it answers.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it kept of requests that prove a fork.
    ///
    /// # Panics
    /// If it cannot say.
    #[must_use]
    pub fn evidence(&self) -> String {
        self.witness(&["evidence"]).stdout
    }

    /// Runs `aics-tlog` with the archive's log key, and this witness's as the one that is needed.
    ///
    /// # Panics
    /// If it cannot be run.
    #[must_use]
    pub fn tlog(&self, scratch: &Scratch, arguments: &[&str]) -> Run {
        let mut command = self.command("aics-tlog");
        command.args(arguments).args(["--origin", &origin(scratch)]);
        command.args(["--log-key", &log_vkey(scratch)]);
        command.args(["--witness-key", &self.vkey, "--quorum", "1"]);
        Run::of(command.output().unwrap())
    }
}

impl Drop for Aics {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The public key of an archive's log.
///
/// # Panics
/// If the archive's settings cannot be read.
#[must_use]
pub fn log_vkey(scratch: &Scratch) -> String {
    setting(scratch, "log")
}

fn origin(scratch: &Scratch) -> String {
    setting(scratch, "origin")
}

fn setting(scratch: &Scratch, name: &str) -> String {
    let settings = fs_err::read_to_string(scratch.archive().join("archive.toml")).unwrap();
    let start = format!("{name} = \"");
    let line = settings.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
    line.trim_end_matches('"').to_owned()
}

impl Scratch {
    /// Adds lines to the archive's trust policy, in the place of its quorum.
    ///
    /// # Panics
    /// If there is no policy.
    pub fn trust(&self, lines: &str) {
        let path = self.archive().join("policy.txt");
        let policy = fs_err::read_to_string(&path).unwrap();
        let kept: Vec<_> = policy.lines().filter(|line| !line.starts_with("quorum")).collect();
        fs_err::write(path, format!("{}\n{lines}", kept.join("\n"))).unwrap();
    }

    /// Asks the witnesses of the policy; the exit code and the answer.
    ///
    /// # Panics
    /// If the command gives no JSON.
    pub fn cosign(&self) -> (i32, Value) {
        self.sijill.json(["log", "cosign"])
    }
}
