//! The declaration file, whose name says what a folder is and by which version of the specification
//! (§3.2 of an object, §4.2 of a storage root).

use super::folder::Folder;
use crate::report::{Log, shown};

/// A version of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spec {
    V1_0,
    V1_1,
}

impl Spec {
    /// The version called so, if this crate knows it.
    pub(super) fn numbered(number: &str) -> Option<Self> {
        match number {
            "1.0" => Some(Self::V1_0),
            "1.1" => Some(Self::V1_1),
            _ => None,
        }
    }
}

/// The codes for what may be wrong with a declaration.
pub(super) struct Codes {
    prefix: &'static str,
    missing: &'static str,
    several: &'static str,
    unknown: &'static str,
    content: &'static str,
}

pub(super) const OBJECT: Codes = Codes {
    prefix: "ocfl_object_",
    missing: "E003",
    several: "E003",
    unknown: "E006",
    content: "E007",
};

pub(super) const ROOT: Codes =
    Codes { prefix: "ocfl_", missing: "E069", several: "E076", unknown: "E079", content: "E080" };

/// A declaration is one short line.
const LONGEST: u64 = 1024;

/// Whether a file's name is that of a declaration of any kind.
pub(super) fn is_declaration(name: &str) -> bool {
    name.starts_with("0=")
}

/// Checks the declaration of a folder. Gives the newest version that it declares.
pub(super) fn check(folder: &Folder, codes: &Codes, log: &mut Log<'_>) -> Option<Spec> {
    let names: Vec<_> = folder.files().filter(|name| is_declaration(name)).collect();
    match names.len() {
        0 => log.error(codes.missing, "there is no declaration file"),
        1 => {}
        _ => log.error(codes.several, "there are several declaration files"),
    }
    names.into_iter().filter_map(|name| one(folder, name, codes, log)).max()
}

fn one(folder: &Folder, name: &str, codes: &Codes, log: &mut Log<'_>) -> Option<Spec> {
    let declared = name.strip_prefix("0=").unwrap_or_default();
    let spec = declared.strip_prefix(codes.prefix).and_then(Spec::numbered);
    if spec.is_none() {
        log.error(codes.unknown, format_args!("{} declares nothing known", shown(name)));
    }
    match folder.read(name, LONGEST) {
        Ok(content) if content == format!("{declared}\n").as_bytes() => {}
        Ok(_) => log.error(codes.content, format_args!("{} does not hold its name", shown(name))),
        Err(error) => log.error(codes.content, error),
    }
    spec
}
