//! What a validation found. BagIt has no codes of its own; these are ours, and they stay.

use std::collections::HashSet;
use std::fmt;

use crate::read::Version;

/// The rule that something breaks. Those marked *1.0* are errors since version 1.0 and warnings before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A file that is no ZIP file, or one that programs could understand in different ways.
    Container,
    /// There is no `bagit.txt`.
    NoDeclaration,
    /// `bagit.txt` does not have the form that its version demands.
    Declaration,
    /// A version that is none from 0.93 to 1.0.
    Version,
    /// Tag files in an encoding that is unknown, or that they are not in.
    Encoding,
    /// There is no folder `data`.
    NoPayload,
    /// There is no payload manifest.
    NoManifest,
    /// A manifest of an algorithm that is not known here: it could not be checked.
    Algorithm,
    /// A line of a manifest that is no digest and path.
    ManifestLine,
    /// A path that leads, or on some system would lead, out of the bag.
    LeavesBag,
    /// A payload manifest or `fetch.txt` that lists a file outside `data/`.
    OutsidePayload,
    /// A file is listed twice in one manifest: with two digests, or (*1.0*) with one.
    ListedTwice,
    /// A listed file is not there.
    Missing,
    /// A listed file is not there because it was to be fetched; nothing is ever fetched.
    NotFetched,
    /// A payload file that is in no manifest, or (*1.0*) not in every one.
    NotListed,
    /// A file has another digest than a manifest says.
    Altered,
    /// A file could not be read, so it could not be checked.
    Unreadable,
    /// A line of `fetch.txt` that is no URL, length and path.
    FetchLine,
    /// A file to be fetched that is in no payload manifest, or (*1.0*) not in every one.
    FetchNotListed,
    /// `bag-info.txt` has a line that is no label and value.
    BagInfo,
    /// `Payload-Oxum` contradicts the payload, or is no such count, or (*1.0*) stands twice.
    PayloadOxum,
    /// A tag manifest leaves a payload manifest out, or lists a tag manifest (*1.0*).
    TagManifest,
    /// A symbolic link. It is never followed: what it shows could change at any time.
    Symlink,
    /// A device, pipe or socket.
    SpecialFile,
    /// A name that is not UTF-8 and so cannot be listed.
    NameEncoding,
    /// Warning: only MD5 or SHA-1, which prove nothing against a deliberate change.
    WeakDigest,
    /// Warning: no tag manifest, so the manifests themselves can be altered unseen.
    NoTagManifest,
    /// Warning: a tag file that no tag manifest lists, so that it can be altered unseen.
    UnlistedTagFile,
    /// Warning: a path with `.`, `..` or an empty part in it.
    PathForm,
    /// Warning: a backslash in a path, which Windows takes for a separator.
    Backslash,
    /// Warning: a path whose percent encoding is not that of the bag's version.
    PercentEncoding,
    /// Warning: a path after an asterisk, as `md5sum --binary` writes it.
    Md5sumLine,
    /// Warning: a name in another Unicode normal form than the file's.
    NormalForm,
    /// Warning: names that are one name on some systems.
    NamesCollide,
    /// Warning: a file that an operating system leaves behind.
    SystemFile,
    /// Warning: white space where the specification has none.
    WhiteSpace,
    /// Warning: the length in `fetch.txt` is not the file's.
    FetchLength,
}

impl Code {
    /// The code as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::NoDeclaration => "no-declaration",
            Self::Declaration => "declaration",
            Self::Version => "version",
            Self::Encoding => "encoding",
            Self::NoPayload => "no-payload",
            Self::NoManifest => "no-manifest",
            Self::Algorithm => "algorithm",
            Self::ManifestLine => "manifest-line",
            Self::LeavesBag => "leaves-bag",
            Self::OutsidePayload => "outside-payload",
            Self::ListedTwice => "listed-twice",
            Self::Missing => "missing",
            Self::NotFetched => "not-fetched",
            Self::NotListed => "not-listed",
            Self::Altered => "altered",
            Self::Unreadable => "unreadable",
            Self::FetchLine => "fetch-line",
            Self::FetchNotListed => "fetch-not-listed",
            Self::BagInfo => "bag-info",
            Self::PayloadOxum => "payload-oxum",
            Self::TagManifest => "tag-manifest",
            Self::Symlink => "symlink",
            Self::SpecialFile => "special-file",
            Self::NameEncoding => "name-encoding",
            Self::WeakDigest => "weak-digest",
            Self::NoTagManifest => "no-tag-manifest",
            Self::UnlistedTagFile => "unlisted-tag-file",
            Self::PathForm => "path-form",
            Self::Backslash => "backslash",
            Self::PercentEncoding => "percent-encoding",
            Self::Md5sumLine => "md5sum-line",
            Self::NormalForm => "normal-form",
            Self::NamesCollide => "names-collide",
            Self::SystemFile => "system-file",
            Self::WhiteSpace => "white-space",
            Self::FetchLength => "fetch-length",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// Where it is broken and how, in English. Text from the bag is quoted, escaped and cut.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.code, self.detail)
    }
}

/// The verdict on a bag.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The version that the bag declares.
    pub version: Option<Version>,
    /// What makes it invalid or incomplete. Only the first 10,000 are kept, and the first of each code.
    pub errors: Vec<Finding>,
    /// What is allowed but should be known. Only the first 10,000 are kept, and the first of each code.
    pub warnings: Vec<Finding>,
    /// The codes among the errors and among the warnings.
    codes: [HashSet<Code>; 2],
}

/// A hostile bag could otherwise fill the memory with findings.
const KEPT: usize = 10_000;

impl Report {
    /// Whether the bag is complete and valid. Warnings do not count.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// Whether the bag is invalid for this reason, among others.
    #[must_use]
    pub fn has_error(&self, code: Code) -> bool {
        self.codes[0].contains(&code)
    }

    /// Whether there is such a warning.
    #[must_use]
    pub fn has_warning(&self, code: Code) -> bool {
        self.codes[1].contains(&code)
    }

    pub(crate) fn error(&mut self, code: Code, detail: impl Into<String>) {
        if self.codes[0].insert(code) || self.errors.len() < KEPT {
            self.errors.push(Finding { code, detail: detail.into() });
        }
    }

    pub(crate) fn warn(&mut self, code: Code, detail: impl Into<String>) {
        if self.codes[1].insert(code) || self.warnings.len() < KEPT {
            self.warnings.push(Finding { code, detail: detail.into() });
        }
    }

    /// An error since version 1.0, a warning before.
    pub(crate) fn error_since_1_0(&mut self, code: Code, detail: impl Into<String>) {
        if self.version.is_some_and(|version| version < Version::V1_0) {
            self.warn(code, detail);
        } else {
            self.error(code, detail);
        }
    }
}

/// Text from an untrusted bag, fit for a message: quoted, escaped, at most 200 characters of it.
pub(crate) fn shown(text: &str) -> String {
    let cut: String = text.chars().take(200).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", cut.escape_debug())
}
