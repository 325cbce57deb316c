//! The digest algorithms of manifests (RFC 8493 §2.4).

use std::fmt;
use std::io::{self, Read};

use sha2::digest::{Digest, DynDigest};

use crate::hex;

/// A digest algorithm that a manifest may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// RFC 1321. Two files with the same digest can be made in a second.
    Md5,
    /// FIPS 180-4. Two files with the same digest have been made.
    Sha1,
    /// FIPS 180-4.
    Sha224,
    /// FIPS 180-4.
    Sha256,
    /// FIPS 180-4.
    Sha384,
    /// FIPS 180-4.
    Sha512,
}

const NAMES: [(&str, Algorithm, usize); 6] = [
    ("md5", Algorithm::Md5, 32),
    ("sha1", Algorithm::Sha1, 40),
    ("sha224", Algorithm::Sha224, 56),
    ("sha256", Algorithm::Sha256, 64),
    ("sha384", Algorithm::Sha384, 96),
    ("sha512", Algorithm::Sha512, 128),
];

const BUFFER: usize = 256 * 1024;

impl Algorithm {
    /// The algorithm in the name of a manifest; `SHA-256` is `sha256` (RFC 8493 §2.4).
    pub(crate) fn named(name: &str) -> Option<Self> {
        let kept = name.chars().filter(char::is_ascii_alphanumeric);
        let plain: String = kept.map(|character| character.to_ascii_lowercase()).collect();
        NAMES.iter().find(|known| known.0 == plain).map(|known| known.1)
    }

    /// Its name, as manifests have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|known| known.1 == self).map_or("", |known| known.0)
    }

    /// Whether its digests can be forged: such a manifest finds accidents and proves nothing against intent.
    #[must_use]
    pub fn is_broken(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// Whether `digest` is hexadecimal, in either case, of the right length.
    pub(crate) fn fits(self, digest: &str) -> bool {
        let length = NAMES.iter().find(|known| known.1 == self).map_or(0, |known| known.2);
        digest.len() == length && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    fn hasher(self) -> Box<dyn DynDigest> {
        match self {
            Self::Md5 => Box::new(md5::Md5::new()),
            Self::Sha1 => Box::new(sha1::Sha1::new()),
            Self::Sha224 => Box::new(sha2::Sha224::new()),
            Self::Sha256 => Box::new(sha2::Sha256::new()),
            Self::Sha384 => Box::new(sha2::Sha384::new()),
            Self::Sha512 => Box::new(sha2::Sha512::new()),
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The digests of one stream, in lower-case hexadecimal digits and in the order asked for. Reads it once.
///
/// # Errors
/// If it cannot be read to its end.
pub fn digests(mut reader: impl Read, algorithms: &[Algorithm]) -> io::Result<Vec<String>> {
    let mut hashers: Vec<_> = algorithms.iter().map(|algorithm| algorithm.hasher()).collect();
    let mut buffer = vec![0; BUFFER];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => hashers.iter_mut().for_each(|hasher| hasher.update(&buffer[..read])),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(hashers.into_iter().map(|hasher| hex::of(&hasher.finalize())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_old_bags_write_them() {
        assert_eq!(Algorithm::named("SHA-256"), Some(Algorithm::Sha256));
        assert_eq!(Algorithm::named("md5"), Some(Algorithm::Md5));
        assert_eq!(Algorithm::named("sha3-256"), None);
        assert_eq!(Algorithm::named(""), None);
    }

    #[test]
    fn digests_are_those_that_everybody_knows() {
        let all: Vec<_> = NAMES.iter().map(|known| known.1).collect();
        let found = digests(&b"abc"[..], &all).unwrap();
        assert_eq!(found[0], "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(found[1], "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(found[3].starts_with("ba7816bf8f01cfea"));
        assert!(all.iter().zip(&found).all(|(algorithm, digest)| algorithm.fits(digest)));
    }
}
