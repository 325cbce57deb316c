//! Our own witness: another run of the binary, set up for an archive's log.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::aics::log_vkey;
use crate::{Run, Scratch, Sijill};

/// A witness in a folder beside an archive.
#[derive(Debug)]
pub struct Witness {
    /// Its verifier key.
    pub vkey: String,
    folder: PathBuf,
    sijill: Sijill,
}

impl Witness {
    /// Makes one in the folder `witness`, for the archive's log.
    #[must_use]
    pub fn of(scratch: &Scratch) -> Self {
        Self::named(scratch, "witness", "families.example/w")
    }

    /// Makes one in a folder and under a name of its own, for the archive's log.
    ///
    /// # Panics
    /// If it cannot be made.
    #[must_use]
    pub fn named(scratch: &Scratch, folder: &str, name: &str) -> Self {
        let (folder, sijill) = (scratch.beside(folder), scratch.sijill.clone());
        let mut witness = Self { vkey: String::new(), folder, sijill };
        let (code, made) = witness.run(&["init", "--name", name]);
        assert_eq!(code, 0, "{made}");
        witness.vkey = made["vkey"].as_str().unwrap().to_owned();
        let (code, known) = witness.run(&["add-log", "--vkey", &log_vkey(scratch)]);
        assert_eq!((code, &known["logs"][0]["origin"]), (0, &"x.example/y".into()), "{known}");
        witness
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs a command of the witness's; the exit code and the answer.
    ///
    /// # Panics
    /// If it gives no JSON.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> (i32, Value) {
        let mut command = self.sijill.command();
        command.env("SIJILL_WITNESS", &self.folder).arg("witness").args(arguments);
        let run = Run::of(command.arg("--json").output().unwrap());
        (run.code.unwrap(), run.value())
    }

    /// What it cosigned last.
    #[must_use]
    pub fn last(&self) -> Value {
        self.run(&["logs"]).1["logs"][0]["last"].clone()
    }

    /// Answers over HTTP on a free port of this machine.
    ///
    /// # Panics
    /// If it does not start.
    #[must_use]
    pub fn serve(&self) -> Serving {
        let mut command = self.sijill.command();
        command.arg("--quiet").env("SIJILL_WITNESS", &self.folder);
        command.args(["witness", "serve", "--listen", "127.0.0.1:0", "--json"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        Serving { child, address: told["listening"].as_str().unwrap().to_owned() }
    }
}

/// A witness that answers over HTTP until it is dropped.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    /// Where it answers.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it as systemd does; its exit code and what it said.
    ///
    /// # Panics
    /// If it cannot be ended.
    #[must_use]
    pub fn stop(mut self) -> (i32, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code().unwrap(), said)
    }

    /// The body of what it shows at a path.
    ///
    /// # Panics
    /// If it does not answer.
    #[must_use]
    pub fn get(&self, path: &str) -> String {
        self.ask("GET", path, b"").split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    /// The whole answer to a request.
    ///
    /// # Panics
    /// If it does not answer.
    #[must_use]
    pub fn post(&self, path: &str, body: &[u8]) -> String {
        self.ask("POST", path, body)
    }

    fn ask(&self, method: &str, path: &str, body: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (close, length) = ("Connection: close", body.len());
        let head = format!("{method} {path} HTTP/1.1\r\nHost: w\r\n{close}\r\n");
        write!(stream, "{head}Content-Length: {length}\r\n\r\n").unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
