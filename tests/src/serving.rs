//! `sijill serve` as a process of its own, and the people who sign in to it with second factors that Python works out.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tempfile::NamedTempFile;

use crate::Sijill;
use crate::foreign::python;

/// A server on a free port; it is killed when it is dropped.
pub struct Serving {
    child: Child,
    told: Value,
    log: NamedTempFile,
}

impl Serving {
    /// Starts it.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn of(sijill: &Sijill, options: &[&str]) -> Self {
        let mut command = sijill.command();
        command.args(["serve", "--json", "--listen", "127.0.0.1:0"]).args(options);
        let log = NamedTempFile::new().unwrap();
        command.stderr(log.reopen().unwrap());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        Self { child, told, log }
    }

    /// What it told when it started.
    ///
    /// # Panics
    /// If it told nothing of this name.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.told[key].as_str().unwrap_or_else(|| panic!("no {key}: {}", self.told)).to_owned()
    }

    /// What it logged so far.
    ///
    /// # Panics
    /// If the log cannot be read.
    #[must_use]
    pub fn log(&self) -> String {
        fs_err::read_to_string(self.log.path()).unwrap()
    }

    /// The number of the process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What shows a person's second factor. A code counts once, so each belongs to a later half minute than the last.
pub struct Factor {
    secret: String,
    last: AtomicU64,
}

impl Factor {
    /// From the secret as a page shows it.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self { secret: secret.to_owned(), last: AtomicU64::new(0) }
    }

    /// A code that was not used before. Waits where the next one is too far ahead.
    ///
    /// # Panics
    /// If Python does not work it out.
    #[must_use]
    pub fn code(&self) -> String {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 30;
        let step = now().max(self.last.load(Ordering::Relaxed) + 1);
        // A server takes the codes of the half minutes before and after this one.
        while step > now() + 1 {
            std::thread::sleep(Duration::from_millis(200));
        }
        self.last.store(step, Ordering::Relaxed);
        let step = step.to_string();
        let arguments = [Path::new(&self.secret), Path::new(&step)];
        let (code, said) = python(include_str!("../foreign/totp.py"), &arguments);
        assert_eq!(code, 0, "{said}");
        said.trim().to_owned()
    }
}
