//! A time-stamping authority made with `openssl` (RFC 3161): real keys, real tokens, no network.
//!
//! It is the referee of our verifier and the other side of our client, so nothing of ours takes part.
#![expect(clippy::unwrap_used, reason = "a test that cannot set its stage has failed")]

mod config;
mod server;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

pub use config::{Profile, TsaKey};
pub use server::TsaServer;

/// Whether `openssl` can be run. In CI its absence is an error: no test may be skipped there.
///
/// # Panics
/// In CI, where it must be present.
#[must_use]
pub fn openssl() -> bool {
    let found = Command::new("openssl").arg("version").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "openssl is missing, and CI may skip no test"
    );
    found
}

/// Ends a test that needs openssl on a machine that has none, saying so in one line that `cargo xtask test`
/// counts as skipped.
#[macro_export]
macro_rules! openssl_or_skip {
    () => {
        if !$crate::openssl() {
            eprintln!("SKIPPED: {} needs openssl", module_path!());
            return;
        }
    };
}

/// An authority that lives in a folder: `ca.pem` is its root, `tsa.pem` its certificate, `tsa.cnf` its
/// configuration.
#[derive(Clone, Debug)]
pub struct TestTsa {
    folder: PathBuf,
    /// One answer at a time: openssl counts in a file.
    turn: Arc<Mutex<()>>,
}

impl TestTsa {
    /// Makes an authority in a folder of its own, which must exist, with the usual profile.
    ///
    /// # Panics
    /// If openssl cannot.
    #[must_use]
    pub fn new(folder: &Path, key: TsaKey) -> Self {
        Self::with(folder, &Profile { key, ..Profile::default() })
    }

    /// Makes an authority in a folder of its own, which must exist.
    ///
    /// # Panics
    /// If openssl cannot.
    #[must_use]
    pub fn with(folder: &Path, profile: &Profile<'_>) -> Self {
        let tsa = Self { folder: folder.to_path_buf(), turn: Arc::default() };
        write(&folder.join("tsa.cnf"), profile.config().as_bytes());
        write(&folder.join("index.txt"), b"");
        write(&folder.join("tsaserial"), b"01\n");
        profile.commands().iter().for_each(|line| drop(tsa.openssl(line)));
        tsa
    }

    /// Answers a request (DER) with a response (DER), granted or refused.
    ///
    /// # Panics
    /// If openssl cannot.
    #[must_use]
    pub fn reply(&self, request: &[u8]) -> Vec<u8> {
        self.try_reply(request).unwrap()
    }

    /// As [`reply`](Self::reply), or what openssl says when it can make no answer at all.
    fn try_reply(&self, request: &[u8]) -> Result<Vec<u8>, String> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        write(&self.folder.join("turn.tsq"), request);
        let reply = "ts -reply -config tsa.cnf -section t1 -queryfile turn.tsq -out turn.tsr";
        let (succeeded, said) = self.try_openssl(reply);
        if succeeded { Ok(read(&self.folder.join("turn.tsr"))) } else { Err(said) }
    }

    /// The root's certificate, in PEM.
    ///
    /// # Panics
    /// If its file is gone.
    #[must_use]
    pub fn ca_pem(&self) -> Vec<u8> {
        read(&self.folder.join("ca.pem"))
    }

    /// The authority's own certificate, in PEM.
    ///
    /// # Panics
    /// If its file is gone.
    #[must_use]
    pub fn tsa_pem(&self) -> Vec<u8> {
        read(&self.folder.join("tsa.pem"))
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Answers over HTTP on a free port of this machine until the server is dropped.
    ///
    /// # Panics
    /// If there is no free port.
    #[must_use]
    pub fn serve(&self) -> TsaServer {
        TsaServer::start(self.clone())
    }

    /// Runs `openssl` in the folder with arguments separated by blanks, and returns what it printed.
    ///
    /// # Panics
    /// If it fails.
    pub fn openssl(&self, arguments: &str) -> String {
        let (succeeded, said) = self.try_openssl(arguments);
        assert!(succeeded, "openssl {arguments}: {said}");
        said
    }

    /// Runs `openssl` in the folder: whether it succeeded, and what it printed.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn try_openssl(&self, arguments: &str) -> (bool, String) {
        let mut command = Command::new("openssl");
        command.current_dir(&self.folder).args(arguments.split_whitespace());
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs_err::write(path, bytes).unwrap();
}

fn read(path: &Path) -> Vec<u8> {
    fs_err::read(path).unwrap()
}
