//! Whether a bag is complete (RFC 8493 §3): nothing missing, nothing unlisted.

use std::collections::BTreeSet;

use crate::read::{Bag, Kind, Manifest};
use crate::report::{Code, Report, shown};

impl Bag {
    pub(super) fn complete(&self, report: &mut Report) {
        if !self.container().has_folder("data") {
            report.error(Code::NoPayload, "there is no folder data");
        }
        if self.payload.is_empty() {
            report.error(Code::NoManifest, "there is no payload manifest");
        }
        self.missing(report);
        self.unlisted_payload(report);
        self.fetched(report);
        self.oxum(report);
        self.tag_manifests(report);
        self.weak_digests(report);
    }

    fn missing(&self, report: &mut Report) {
        let to_fetch: BTreeSet<_> = self.fetch.iter().map(|fetch| fetch.path.as_str()).collect();
        for manifest in self.payload.iter().chain(&self.tags) {
            let absent = manifest.entries.keys().filter(|path| !self.container().contains(path));
            for path in absent {
                let what = format!("{} lists {}, which is not there", manifest.name, shown(path));
                if to_fetch.contains(path.as_str()) {
                    let what = format!("{what}; it was to be fetched, and nothing is fetched here");
                    report.error(Code::NotFetched, what);
                } else {
                    report.error(Code::Missing, what);
                }
            }
        }
    }

    fn unlisted_payload(&self, report: &mut Report) {
        for (path, _) in self.container().files().filter(|(path, _)| path.starts_with("data/")) {
            let not_in = self.not_in(path);
            if !not_in.is_empty() && not_in.len() == self.payload.len() {
                report.error(Code::NotListed, format!("{} is in no manifest", shown(path)));
            } else if !not_in.is_empty() {
                let what = format!("{} is not in {}", shown(path), not_in.join(", "));
                report.error_since_1_0(Code::NotListed, what);
            }
        }
    }

    /// The payload manifests that do not list a path.
    fn not_in(&self, path: &str) -> Vec<&str> {
        let lacks = |manifest: &&Manifest| !manifest.entries.contains_key(path);
        self.payload.iter().filter(lacks).map(|manifest| manifest.name.as_str()).collect()
    }

    fn fetched(&self, report: &mut Report) {
        for fetch in &self.fetch {
            let not_in = self.not_in(&fetch.path);
            if !not_in.is_empty() {
                let what = format!(
                    "{} is to be fetched, and not in {}",
                    shown(&fetch.path),
                    not_in.join(", ")
                );
                if not_in.len() == self.payload.len() {
                    report.error(Code::FetchNotListed, what);
                } else {
                    report.error_since_1_0(Code::FetchNotListed, what);
                }
            }
            let (stated, size) = (fetch.length, self.container().size(&fetch.path));
            if let (Some(stated), Some(size)) = (stated, size)
                && stated != size
            {
                let what = format!("{} has {size} bytes, not {stated}", shown(&fetch.path));
                report.warn(Code::FetchLength, what);
            }
        }
    }

    fn oxum(&self, report: &mut Report) {
        let payload = self.container().files().filter(|(path, _)| path.starts_with("data/"));
        let held = payload.fold((0, 0), |(bytes, files), (_, size)| (bytes + size, files + 1));
        for (bytes, files) in self.oxums.iter().filter(|stated| **stated != held) {
            let what = format!(
                "Payload-Oxum says {bytes} bytes in {files} files; there are {} bytes in {} files",
                held.0, held.1
            );
            report.error(Code::PayloadOxum, what);
        }
    }

    fn tag_manifests(&self, report: &mut Report) {
        if self.tags.is_empty() {
            let what = "there is no tag manifest: manifests and tag files can be altered unseen";
            report.warn(Code::NoTagManifest, what);
            return;
        }
        for manifest in &self.tags {
            let lists = |name: &str| manifest.entries.contains_key(name);
            for payload in self.payload.iter().filter(|payload| !lists(&payload.name)) {
                let what = format!("{} does not list {}", manifest.name, payload.name);
                report.error_since_1_0(Code::TagManifest, what);
            }
            for tag in self.tags.iter().filter(|tag| lists(&tag.name)) {
                let what = format!("{} lists the tag manifest {}", manifest.name, tag.name);
                report.error_since_1_0(Code::TagManifest, what);
            }
        }
        for (path, _) in self.container().files() {
            let is_tag =
                !path.starts_with("data/") && !matches!(Kind::of(path), Some((Kind::Tag, _)));
            let is_listed = self.tags.iter().any(|manifest| manifest.entries.contains_key(path));
            if is_tag && !is_listed {
                let what = format!("{} is in no tag manifest", shown(path));
                report.warn(Code::UnlistedTagFile, what);
            }
        }
    }

    fn weak_digests(&self, report: &mut Report) {
        for (manifests, of) in [(&self.payload, "payload"), (&self.tags, "tag files")] {
            if !manifests.is_empty()
                && manifests.iter().all(|manifest| manifest.algorithm.is_broken())
            {
                let what = format!(
                    "the {of} has only MD5 or SHA-1 digests, which show accidents and prove nothing against a deliberate change"
                );
                report.warn(Code::WeakDigest, what);
            }
        }
    }
}
