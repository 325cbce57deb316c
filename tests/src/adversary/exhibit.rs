//! A copy of the case's package in an empty folder, to be tampered with and then handed to `sijill check`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256, Sha512};
use sijill_keys::PrivateKey;
use sijill_schema::{Event, PackageDescription, canonical};
use sijill_translog::Note;
use tempfile::TempDir;
use walkdir::WalkDir;

use super::Case;
use crate::campaign::fast_folder;
use crate::copy_folder;

/// `data/metadata/package.json`.
const DESCRIPTION: &str = "data/metadata/package.json";

/// What the receiver of a tampered package holds.
#[derive(Debug)]
pub struct Exhibit<'c> {
    /// Where it comes from.
    pub case: &'c Case,
    /// What is handed to `check`: the package's folder, unless the tampering hands over something else.
    pub handed: PathBuf,
    /// What is handed over with it, besides `--policy`.
    pub arguments: Vec<OsString>,
    folder: PathBuf,
    home: TempDir,
}

impl<'c> Exhibit<'c> {
    /// An untouched copy of the package.
    #[must_use]
    pub fn new(case: &'c Case) -> Self {
        Self::of(case, &case.package)
    }

    /// An untouched copy of another package.
    ///
    /// # Panics
    /// If it cannot be copied.
    #[must_use]
    pub fn of(case: &'c Case, package: &Path) -> Self {
        let home = fast_folder();
        let folder = home.path().join(package.file_name().unwrap());
        copy_folder(package, &folder);
        Self { case, handed: folder.clone(), arguments: Vec::new(), folder, home }
    }

    /// The package's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A place beside the package, for what else is handed over.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A file of the package.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// Moves the package's folder.
    pub fn rename(&mut self, name: &str) {
        let to = self.beside(name);
        fs_err::rename(&self.folder, &to).unwrap();
        (self.folder, self.handed) = (to.clone(), to);
    }

    /// Puts another package in the folder of this one.
    pub fn replace_by(&self, package: &Path) {
        fs_err::remove_dir_all(&self.folder).unwrap();
        copy_folder(package, &self.folder);
    }

    /// Gives a path to `check` after an option.
    pub fn with(&mut self, option: &str, path: &Path) {
        self.arguments.extend([option.into(), path.into()]);
    }

    /// The bytes of a file.
    pub fn read(&self, file: &str) -> Vec<u8> {
        fs_err::read(self.path(file)).unwrap()
    }

    /// The same as text.
    pub fn text(&self, file: &str) -> String {
        fs_err::read_to_string(self.path(file)).unwrap()
    }

    /// Writes a file, with its folders.
    pub fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs_err::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs_err::write(self.path(file), bytes).unwrap();
    }

    /// Removes a file.
    pub fn remove(&self, file: &str) {
        fs_err::remove_file(self.path(file)).unwrap();
    }

    /// Replaces the first `from` in a file, which must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from:?}");
        self.write(file, text.replacen(from, to, 1));
    }

    /// Flips one bit in the middle of a file.
    pub fn flip(&self, file: &str) {
        let mut bytes = self.read(file);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        self.write(file, bytes);
    }

    /// Flips one bit in the last byte of a file.
    pub fn flip_last(&self, file: &str) {
        let mut bytes = self.read(file);
        *bytes.last_mut().unwrap() ^= 1;
        self.write(file, bytes);
    }

    /// Two files change places.
    pub fn swap(&self, one: &str, other: &str) {
        let (first, second) = (self.read(one), self.read(other));
        self.write(one, second);
        self.write(other, first);
    }

    /// Changes a record and writes it as canonical JSON again.
    pub fn edit_json(&self, file: &str, change: impl FnOnce(&mut Value)) {
        let mut value = canonical::parse(&self.read(file)).unwrap();
        change(&mut value);
        self.write(file, canonical::to_vec(&value).unwrap());
    }

    /// What the package says that it holds.
    #[must_use]
    pub fn description(&self) -> PackageDescription {
        canonical::from_slice(&self.read(DESCRIPTION)).unwrap()
    }

    /// Changes what the package says that it holds.
    pub fn describe(&self, change: impl FnOnce(&mut PackageDescription)) {
        let mut description = self.description();
        change(&mut description);
        self.write(DESCRIPTION, canonical::to_vec(&description).unwrap());
    }

    /// Says that another version made the package, so that nobody can compare the tables with what it writes.
    pub fn by_another_version(&self) {
        self.describe(|description| description.tool = "sijill/9.9.9".to_owned());
    }

    /// Leaves out the first event of which this is true, with its proof, and seals that.
    ///
    /// # Panics
    /// If there is none.
    pub fn leave_out(&self, is_it: impl Fn(&Event) -> bool) {
        let event = |path: &str| {
            let note = Note::parse(&self.read(path)).unwrap();
            Event::parse(note.text()).unwrap()
        };
        let found = self.files("data/custody/events").into_iter().find(|path| is_it(&event(path)));
        let path = found.unwrap();
        let name = path.rsplit_once('/').unwrap().1.trim_end_matches(".note");
        let seq: u64 = name.parse().unwrap();
        self.remove(&path);
        self.remove(&format!("data/custody/proofs/{name}.tlog-proof"));
        self.describe(|description| description.events.retain(|event| *event != seq));
        self.by_another_version();
        self.seal_as_insider();
    }

    /// The files below a folder of the package, in order.
    #[must_use]
    pub fn files(&self, folder: &str) -> Vec<String> {
        let walk = WalkDir::new(self.path(folder)).sort_by_file_name();
        let files =
            walk.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let below =
            |path: &Path| path.strip_prefix(&self.folder).unwrap().to_str().unwrap().to_owned();
        files.map(|entry| below(entry.path())).collect()
    }

    /// Writes manifests, Payload-Oxum and tag manifests anew, as every BagIt tool does. The seal stays.
    pub fn bag_again(&self) {
        for manifest in ["manifest-sha256.txt", "manifest-sha512.txt"] {
            let data = self.files("data");
            self.write_manifest(manifest, &data);
        }
        let sizes: Vec<_> = self.files("data").iter().map(|file| self.read(file).len()).collect();
        let oxum = format!("Payload-Oxum: {}.{}\n", sizes.iter().sum::<usize>(), sizes.len());
        let info = self.text("bag-info.txt");
        let info = info.split_inclusive('\n').filter(|line| !line.starts_with("Payload-Oxum"));
        self.write("bag-info.txt", info.collect::<String>() + &oxum);
        self.tag_again();
    }

    /// Writes the tag manifests anew.
    pub fn tag_again(&self) {
        let is_tag = |file: &String| {
            !["data/", "seals/", "tagmanifest-"].iter().any(|not| file.starts_with(not))
        };
        let tags: Vec<_> = self.files("").into_iter().filter(is_tag).collect();
        for manifest in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"] {
            self.write_manifest(manifest, &tags);
        }
    }

    /// The tag manifests as they are.
    pub fn tags(&self) -> [(&'static str, Vec<u8>); 2] {
        ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"].map(|name| (name, self.read(name)))
    }

    /// Puts tag manifests back.
    pub fn put_tags(&self, tags: [(&str, Vec<u8>); 2]) {
        tags.into_iter().for_each(|(name, bytes)| self.write(name, bytes));
    }

    fn write_manifest(&self, manifest: &str, files: &[String]) {
        let digest = |bytes: &[u8]| match manifest.contains("sha256") {
            true => hex(&Sha256::digest(bytes)),
            false => hex(&Sha512::digest(bytes)),
        };
        let lines: BTreeMap<_, _> =
            files.iter().map(|file| (file, digest(&self.read(file)))).collect();
        let lines = lines.into_iter().map(|(file, digest)| format!("{digest}  {file}\n"));
        self.write(manifest, lines.collect::<String>());
    }

    /// Seals the lists as they are with a key, and puts that key beside the seal.
    pub fn seal_with(&self, key: &PrivateKey) {
        let seal = key.seal_message(&self.read("tagmanifest-sha256.txt")).unwrap();
        self.write("seals/tagmanifest-sha256.txt.sig", seal);
        self.write("seals/archive-p256.pub.pem", key.public().to_pem());
    }

    /// Bags and seals again with the archive's own seal key. What an authority said of the old seal goes.
    pub fn seal_as_insider(&self) {
        self.bag_again();
        self.seal_with(&self.case.keys.seal);
        for file in ["seals/tsa-1.tsr", "seals/tsa-1.pem"] {
            let _ = fs_err::remove_file(self.path(file));
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
