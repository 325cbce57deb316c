//! Reading a bag: what its tag files say, before any payload file is opened.

mod declaration;
mod fetch;
mod info;
mod manifest;
mod names;
mod path;
mod text;

use std::collections::BTreeSet;

use crate::algorithm::Algorithm;
use crate::container::{Container, IrregularKind};
use crate::report::{Code, Report, shown};
pub use declaration::Version;
pub(crate) use fetch::Fetch;
pub(crate) use manifest::{Kind, Manifest};
use names::Names;
use text::TagEncoding;

/// The longest manifest, and the longest other tag file that is read, in bytes. They are held in memory.
const LONGEST_MANIFEST: u64 = 1 << 30;
const LONGEST_TEXT: u64 = 1 << 24;

/// What a bag says about itself. Its payload has not been looked at.
#[derive(Debug)]
pub struct Bag {
    container: Container,
    pub(crate) payload: Vec<Manifest>,
    pub(crate) tags: Vec<Manifest>,
    pub(crate) fetch: Vec<Fetch>,
    pub(crate) oxums: Vec<(u64, u64)>,
    info: Vec<(String, String)>,
    report: Report,
}

/// What a manifest says about a file: the claim of whoever made the bag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The digest, in lower-case hexadecimal digits.
    pub digest: String,
}

impl Bag {
    /// Reads the tag files of a bag. What is wrong with them is in [`Bag::structure`].
    #[must_use]
    pub fn read(container: Container) -> Self {
        let mut bag = Self {
            container,
            payload: Vec::new(),
            tags: Vec::new(),
            fetch: Vec::new(),
            oxums: Vec::new(),
            info: Vec::new(),
            report: Report::default(),
        };
        let mut report = Report::default();
        bag.irregular(&mut report);
        if let Some(encoding) = bag.declaration(&mut report) {
            bag.tag_files(encoding, &mut report);
        }
        bag.report = report;
        bag
    }

    /// What its files lie in.
    #[must_use]
    pub fn container(&self) -> &Container {
        &self.container
    }

    /// What reading the tag files found. Whether files are there and unaltered is not in it.
    #[must_use]
    pub fn structure(&self) -> &Report {
        &self.report
    }

    /// Labels and values of `bag-info.txt`, in their order.
    #[must_use]
    pub fn info(&self) -> &[(String, String)] {
        &self.info
    }

    /// What the manifests say about a file, payload or tag.
    #[must_use]
    pub fn claims(&self, path: &str) -> Vec<Claim> {
        let all = self.payload.iter().chain(&self.tags);
        let claim = |manifest: &Manifest| {
            let digest = manifest.entries.get(path)?.clone();
            Some(Claim { algorithm: manifest.algorithm, digest })
        };
        all.filter_map(claim).collect()
    }

    /// Every path that a manifest lists, whether it is there or not.
    pub fn listed(&self) -> BTreeSet<&str> {
        let entries =
            self.payload.iter().chain(&self.tags).flat_map(|manifest| manifest.entries.keys());
        entries.map(String::as_str).collect()
    }

    fn irregular(&self, report: &mut Report) {
        for found in self.container.irregular() {
            let (code, what) = match found.kind {
                IrregularKind::Symlink => (Code::Symlink, "is a symbolic link; it is not followed"),
                IrregularKind::Special => (Code::SpecialFile, "is no regular file"),
                IrregularKind::Name => (Code::NameEncoding, "has a name that is not UTF-8"),
            };
            report.error(code, format!("{} {what}", shown(&found.path)));
        }
    }

    fn declaration(&self, report: &mut Report) -> Option<TagEncoding> {
        if !self.container.contains("bagit.txt") {
            report.error(Code::NoDeclaration, "there is no bagit.txt, so this is no bag");
            return None;
        }
        let bytes = self.bytes("bagit.txt", LONGEST_TEXT, report)?;
        declaration::read(&bytes, report).map(|(_, encoding)| encoding)
    }

    fn tag_files(&mut self, encoding: TagEncoding, report: &mut Report) {
        let names = Names::of(&self.container);
        let (mut payload, mut tags) = (Vec::new(), Vec::new());
        for (name, _) in self.container.files() {
            let Some((kind, algorithm)) = Kind::of(name).filter(|_| !name.contains('/')) else {
                continue;
            };
            let Some(algorithm) = Algorithm::named(algorithm) else {
                let what =
                    format!("{} has an unknown algorithm and cannot be checked", shown(name));
                report.error(Code::Algorithm, what);
                continue;
            };
            let Some(text) = self.text(name, LONGEST_MANIFEST, encoding, report) else { continue };
            let manifest = manifest::read((name, kind, algorithm), &text, &names, report);
            if kind == Kind::Payload { &mut payload } else { &mut tags }.push(manifest);
        }
        if self.container.contains("fetch.txt")
            && let Some(text) = self.text("fetch.txt", LONGEST_MANIFEST, encoding, report)
        {
            self.fetch = fetch::read(&text, &names, report);
        }
        (self.payload, self.tags) = (payload, tags);
        for name in ["bag-info.txt", "package-info.txt"] {
            if self.container.contains(name)
                && let Some(text) = self.text(name, LONGEST_TEXT, encoding, report)
            {
                self.info.extend(info::read(name, &text, report));
            }
        }
        self.oxums = info::oxums(&self.info, report);
    }

    fn text(
        &self,
        name: &str,
        longest: u64,
        encoding: TagEncoding,
        report: &mut Report,
    ) -> Option<String> {
        let text = encoding.decode(&self.bytes(name, longest, report)?);
        if text.is_none() {
            report
                .error(Code::Encoding, format!("{} is not in the declared encoding", shown(name)));
        }
        text
    }

    fn bytes(&self, name: &str, longest: u64, report: &mut Report) -> Option<Vec<u8>> {
        let bytes = self.container.bytes(name, longest);
        bytes.map_err(|error| report.error(Code::Unreadable, error.to_string())).ok()
    }
}
