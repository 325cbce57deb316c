//! Manifests: one line a file, digest and path (RFC 8493 §2.1.3 and §2.2.1).

use std::collections::BTreeMap;

use super::names::Names;
use super::path::{has_bare_percent, inside, meanings};
use super::text::lines;
use crate::algorithm::Algorithm;
use crate::report::{Code, Report, shown};

/// A manifest of the payload or of the tag files.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// The name of its file.
    pub name: String,
    pub algorithm: Algorithm,
    /// The digest, in lower case, that it gives for each path. A path is that of a file in the bag if there is one that
    /// can be meant.
    pub entries: BTreeMap<String, String>,
}

/// Which files a manifest is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Payload,
    Tag,
}

impl Kind {
    /// The kind and algorithm that a file name says, if it is a manifest's.
    pub(crate) fn of(name: &str) -> Option<(Self, &str)> {
        let stem = name.strip_suffix(".txt")?;
        let payload = stem.strip_prefix("manifest-").map(|algorithm| (Self::Payload, algorithm));
        payload.or_else(|| Some((Self::Tag, stem.strip_prefix("tagmanifest-")?)))
    }
}

/// A line whose file was not found under any of its spellings.
struct Unfound {
    path: String,
    digest: String,
    shown: String,
}

/// Reads a manifest, and says of each line what is wrong or odd with it.
pub(super) fn read(
    (name, kind, algorithm): (&str, Kind, Algorithm),
    text: &str,
    names: &Names<'_>,
    report: &mut Report,
) -> Manifest {
    let mut reading = Reading {
        manifest: Manifest { name: name.to_owned(), algorithm, entries: BTreeMap::new() },
        kind,
        names,
        report,
    };
    let mut unfound = Vec::new();
    for (number, line) in lines(text).enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        unfound.extend(reading.line(number + 1, line));
    }
    unfound.into_iter().for_each(|line| reading.by_normal_form(line));
    reading.manifest
}

struct Reading<'a> {
    manifest: Manifest,
    kind: Kind,
    names: &'a Names<'a>,
    report: &'a mut Report,
}

impl Reading<'_> {
    fn line(&mut self, number: usize, line: &str) -> Option<Unfound> {
        let place = format!("{} line {number}", self.manifest.name);
        let Some((digest, listed)) = split(line, self.manifest.algorithm) else {
            let what = format!("{place} is no {} digest and path", self.manifest.algorithm);
            self.report.error(Code::ManifestLine, what);
            return None;
        };
        let (digest, listed) = (digest.to_ascii_lowercase(), self.without_asterisk(&place, listed));
        let shown = format!("{place}: {}", shown(listed));
        let path = match self.locate(listed, &shown) {
            Located::There(path) => path,
            Located::Nowhere => return None,
            Located::Absent(path) => return Some(Unfound { path, digest, shown }),
        };
        self.add(path, digest, &shown);
        None
    }

    /// `md5sum --binary` puts an asterisk before the path.
    fn without_asterisk<'l>(&mut self, place: &str, listed: &'l str) -> &'l str {
        match listed.strip_prefix('*') {
            Some(path) if !self.names.contains(listed) => {
                let what = format!("{place} has an asterisk before the path");
                self.report.warn(Code::Md5sumLine, what);
                path
            }
            _ => listed,
        }
    }

    /// The file that a listed path means. Every meaning has to stay in the bag.
    fn locate(&mut self, listed: &str, shown: &str) -> Located {
        let is_1_0 = self.report.version == Some(super::Version::V1_0);
        let mut paths = Vec::new();
        for meaning in meanings(listed, is_1_0) {
            let Ok(path) = inside(&meaning) else {
                self.report.error(Code::LeavesBag, format!("{shown} leads out of the bag"));
                return Located::Nowhere;
            };
            paths.push(path);
        }
        let meant = paths.iter().position(|path| self.names.contains(&path.path));
        let index = meant.unwrap_or(0);
        if index > 0 || (is_1_0 && has_bare_percent(listed)) {
            let what = format!("{shown} is not percent-encoded as its version demands");
            self.report.warn(Code::PercentEncoding, what);
        }
        let path = paths.swap_remove(index);
        if self.kind == Kind::Payload && !path.path.starts_with("data/") {
            self.report.error(Code::OutsidePayload, format!("{shown} is not below data/"));
            return Located::Nowhere;
        }
        if !path.is_plain {
            self.report.warn(Code::PathForm, format!("{shown} is written in a roundabout way"));
        }
        if path.path.contains('\\') {
            self.report.warn(Code::Backslash, format!("{shown} has a backslash in it"));
        }
        if meant.is_some() { Located::There(path.path) } else { Located::Absent(path.path) }
    }

    /// A file of the same name in another normal form, unless a line of its own claims it.
    fn by_normal_form(&mut self, line: Unfound) {
        let free = |name: &&str| !self.manifest.entries.contains_key(*name);
        match self.names.alike(&line.path).filter(free).map(str::to_owned) {
            Some(path) => {
                let what = format!("{} is there in another Unicode normal form", line.shown);
                self.report.warn(Code::NormalForm, what);
                self.add(path, line.digest, &line.shown);
            }
            None => self.add(line.path, line.digest, &line.shown),
        }
    }

    fn add(&mut self, path: String, digest: String, shown: &str) {
        match self.manifest.entries.get(&path) {
            None => drop(self.manifest.entries.insert(path, digest)),
            Some(earlier) if *earlier == digest => {
                self.report.error_since_1_0(Code::ListedTwice, format!("{shown} is listed twice"));
            }
            Some(_) => {
                let what = format!("{shown} is listed twice, with different digests");
                self.report.error(Code::ListedTwice, what);
            }
        }
    }
}

enum Located {
    There(String),
    Absent(String),
    /// An error was reported.
    Nowhere,
}

/// Digest and path: hexadecimal digits, white space, the rest.
fn split(line: &str, algorithm: Algorithm) -> Option<(&str, &str)> {
    let (digest, rest) = line.split_once([' ', '\t'])?;
    let path = rest.trim_start_matches([' ', '\t']);
    (algorithm.fits(digest) && !path.is_empty()).then_some((digest, path))
}
