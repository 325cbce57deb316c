//! What the tests of the contract look at: records, trees, errors, small disks, processes that are stopped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use walkdir::WalkDir;

use crate::evidence::sha256;
use crate::{Run, Scratch};

/// How long a process may take until it does what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every file below a folder with its digest, and every folder: what must stay the same where nothing is
/// written.
///
/// # Panics
/// If something cannot be read.
#[must_use]
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let digest = |path: &Path| match fs_err::read(path) {
        Ok(bytes) => sha256(&bytes),
        Err(_) => "folder".to_owned(),
    };
    entries.map(|entry| (entry.path().to_owned(), digest(entry.path()))).collect()
}

/// The folders of the sealed OCFL objects.
#[must_use]
pub fn objects(archive: &Path) -> Vec<PathBuf> {
    let declared = |path: &Path| path.file_name().is_some_and(|name| name == "0=ocfl_object_1.1");
    let entries = WalkDir::new(archive.join("objects")).sort_by_file_name().into_iter();
    let declarations = entries.map(Result::unwrap).filter(|entry| declared(entry.path()));
    declarations.map(|entry| entry.path().parent().unwrap().to_owned()).collect()
}

/// A master as an item's record states it, with the bytes that are really stored.
#[derive(Debug, Clone)]
pub struct Master {
    /// Where it is stored.
    pub path: PathBuf,
    /// The name as received, byte for byte.
    pub original: Vec<u8>,
    /// The digest that the record states, without `sha256:`.
    pub stated: String,
    /// The digest of what is stored.
    pub stored: String,
}

/// Every sealed master.
///
/// # Panics
/// If a record cannot be read.
#[must_use]
pub fn masters(archive: &Path) -> Vec<Master> {
    objects(archive).iter().flat_map(|object| masters_of(object)).collect()
}

fn masters_of(object: &Path) -> Vec<Master> {
    let content = object.join("v1/content");
    let record = record(object);
    let files = record["files"].as_array().cloned().unwrap_or_default();
    let master = |file: &Value| {
        let path = content.join(file["stored"].as_str().unwrap());
        Master {
            original: original(&file["original"]),
            stated: file["digest"].as_str().unwrap().trim_start_matches("sha256:").to_owned(),
            stored: sha256(&fs_err::read(&path).unwrap()),
            path,
        }
    };
    files.iter().map(master).collect()
}

/// The intake record of an object.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn record(object: &Path) -> Value {
    let text = fs_err::read(object.join("v1/content/record.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// The bytes of a name as records keep it.
fn original(name: &Value) -> Vec<u8> {
    match (name.as_str(), name["hex"].as_str()) {
        (Some(text), _) => text.as_bytes().to_owned(),
        (None, Some(hex)) => hex
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect(),
        _ => panic!("not a name: {name}"),
    }
}

/// Every regular file at the source: its path below it, byte for byte, and its digest.
///
/// # Panics
/// If a file cannot be read.
#[must_use]
pub fn source(folder: &Path) -> BTreeMap<Vec<u8>, String> {
    use std::os::unix::ffi::OsStrExt;
    let files = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(folder).unwrap().as_os_str().as_bytes().to_owned();
        (name, sha256(&fs_err::read(entry.path()).unwrap()))
    });
    named.collect()
}

impl Scratch {
    /// Takes a folder in and expects that everything was secured.
    ///
    /// # Panics
    /// If the exit code is not 0.
    pub fn ingest(&self, path: &Path) -> Value {
        let (code, outcome) = self.sijill.json(["ingest", path.to_str().unwrap()]);
        assert_eq!(code, 0, "{outcome}");
        outcome
    }

    /// Verifies the whole archive and expects it to be sound.
    ///
    /// # Panics
    /// If it is not, or not everything was checked.
    pub fn verify_sound(&self) -> Value {
        let (code, report) = self.sijill.json(["verify"]);
        assert_eq!(code, 0, "{report:#}");
        assert_eq!(report["ok"], true, "{report:#}");
        assert_eq!(report["complete"], true, "{report:#}");
        assert_eq!(report["problems"], Value::Array(Vec::new()), "{report:#}");
        report
    }

    /// Expects a command to be refused or to fail: the exit code, the kind, and a sentence with a remedy.
    ///
    /// # Panics
    /// If it ends in another way.
    pub fn fails(&self, arguments: &[&str], code: i32, kind: &str) -> Value {
        let (found, answer) = self.sijill.json(arguments);
        expect_error((found, &answer), code, kind);
        answer["error"].clone()
    }

    /// The items of an accession as `show` lists them.
    ///
    /// # Panics
    /// If there is no such accession.
    #[must_use]
    pub fn items(&self, accession: &Value) -> Vec<Value> {
        let (code, shown) = self.sijill.json(["show", accession.as_str().unwrap()]);
        assert_eq!(code, 0, "{shown}");
        shown["items"].as_array().unwrap().clone()
    }

    /// Starts a command whose output is kept for later.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.sijill.command();
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }
}

/// Checks an error by the contract.
///
/// # Panics
/// If it is another one, or says no sentence or no remedy.
pub fn expect_error((found, answer): (i32, &Value), code: i32, kind: &str) {
    let error = &answer["error"];
    assert_eq!((found, error["kind"].as_str()), (code, Some(kind)), "{answer}");
    for part in ["message", "remedy"] {
        assert!(error[part].as_str().is_some_and(|text| text.len() > 5), "{part}: {answer}");
    }
    assert_eq!(answer.as_object().unwrap().len(), 1, "one member: {answer}");
}

/// Asks a process to end, as Ctrl-C does, and waits for it.
///
/// # Panics
/// If it cannot be asked.
#[must_use]
pub fn interrupt(child: Child) -> Run {
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    Run::of(child.wait_with_output().unwrap())
}

/// Waits until something has happened.
///
/// # Panics
/// If it does not happen.
pub fn wait_until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
