//! Names that a package of ours may contain: they survive every file system, archive program and terminal, and
//! need no encoding in a manifest.

use std::fmt;

/// The longest part of a path, in bytes.
const LONGEST: usize = 100;

/// Tag files that the writer makes itself, and names with another meaning in a bag.
const RESERVED: [&str; 5] = ["bagit.txt", "bag-info.txt", "fetch.txt", "data", "seals"];

/// Why a text is no name for a file in a package.
#[derive(Debug, thiserror::Error)]
#[error("{name:?} is no name for {what}: {why}")]
pub struct NameError {
    name: String,
    what: &'static str,
    why: &'static str,
}

/// The path of a payload file below `data/`, or of a seal below `seals/`: parts of `[a-z0-9._-]`, joined by
/// slashes, none with a dot at either end, none longer than 100 bytes. Without upper case, two names that
/// differ are different on every system.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayloadName(String);

impl PayloadName {
    /// Checks a path.
    ///
    /// # Errors
    /// If it breaks the rule; the message says how.
    pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into();
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        match name.split('/').find_map(|part| fault(part, allowed)) {
            Some(why) => Err(NameError { name, what: "a payload file", why }),
            None => Ok(Self(name)),
        }
    }

    /// The path, without `data/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PayloadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a tag file in the bag's folder itself, for people to read first. Upper case is allowed, so that
/// it may be called `README-VERIFY.txt`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagName(String);

impl TagName {
    /// Checks a name.
    ///
    /// # Errors
    /// If it breaks the rule, or a bag gives the name another meaning.
    pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        match fault(&name, allowed).or_else(|| reserved(&name)) {
            Some(why) => Err(NameError { name, what: "a tag file", why }),
            None => Ok(Self(name)),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TagName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn fault(part: &str, allowed: impl Fn(u8) -> bool) -> Option<&'static str> {
    if part.is_empty() {
        Some("a part of it is empty")
    } else if part.len() > LONGEST {
        Some("a part of it is longer than 100 bytes")
    } else if part.starts_with('.') || part.ends_with('.') {
        Some("a part of it has a dot at its beginning or end")
    } else if !part.bytes().all(allowed) {
        Some("it has a character that is not among letters a-z, digits, '.', '_' and '-'")
    } else {
        None
    }
}

fn reserved(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let is_manifest = name.starts_with("manifest-") || name.starts_with("tagmanifest-");
    (is_manifest || RESERVED.contains(&name.as_str())).then_some("it means something else in a bag")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_names_are_plain_and_lower_case() {
        for good in ["a", "originals/0001.tif", "custody/events/000123.note", &"a".repeat(100)] {
            assert_eq!(PayloadName::new(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "a/../b",
            ".hidden",
            "a.",
            "A",
            "a b",
            "a%b",
            "a\\b",
            "سجل",
            "a\n",
            &"a".repeat(101),
        ] {
            assert!(PayloadName::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn tag_names_keep_away_from_the_bags_own() {
        for good in ["README-VERIFY.txt", "bag-profile.json", "check.html"] {
            assert!(TagName::new(good).is_ok(), "{good}");
        }
        for bad in [
            "bagit.txt",
            "BAG-INFO.TXT",
            "manifest-sha256.txt",
            "tagmanifest-md5.txt",
            "fetch.txt",
            "data",
            "Seals",
            "a/b",
            ".x",
        ] {
            assert!(TagName::new(bad).is_err(), "{bad}");
        }
    }
}
