//! The digest algorithms of OCFL: two for content, more for the fixity block (§3.4),
//! three from [extension 0009](https://ocfl.github.io/extensions/0009-digest-algorithms.html).

use std::fmt::Write as _;
use std::io::{self, Read};

use sha2::digest::{Digest, DynDigest};

/// A digest algorithm that this crate can compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Sha512_256,
    Blake2b160,
    Blake2b256,
    Blake2b384,
    Blake2b512,
}

const NAMES: [(&str, Algorithm, usize); 9] = [
    ("md5", Algorithm::Md5, 32),
    ("sha1", Algorithm::Sha1, 40),
    ("sha256", Algorithm::Sha256, 64),
    ("sha512", Algorithm::Sha512, 128),
    ("sha512/256", Algorithm::Sha512_256, 64),
    ("blake2b-160", Algorithm::Blake2b160, 40),
    ("blake2b-256", Algorithm::Blake2b256, 64),
    ("blake2b-384", Algorithm::Blake2b384, 96),
    ("blake2b-512", Algorithm::Blake2b512, 128),
];

impl Algorithm {
    /// The algorithm an inventory names, if known.
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|known| known.0 == name).map(|known| known.1)
    }

    /// Whether `digest` has the form of this algorithm's digests: hex, in either case, of the right
    /// length.
    pub(crate) fn fits(self, digest: &str) -> bool {
        digest.len() == self.length() && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// How many hex digits its digests have.
    pub(crate) fn length(self) -> usize {
        NAMES.iter().find(|known| known.1 == self).map_or(0, |known| known.2)
    }

    fn hasher(self) -> Box<dyn DynDigest> {
        use sha2::digest::consts::{U20, U32, U48};
        match self {
            Self::Md5 => Box::new(md5::Md5::new()),
            Self::Sha1 => Box::new(sha1::Sha1::new()),
            Self::Sha256 => Box::new(sha2::Sha256::new()),
            Self::Sha512 => Box::new(sha2::Sha512::new()),
            Self::Sha512_256 => Box::new(sha2::Sha512_256::new()),
            Self::Blake2b160 => Box::new(blake2::Blake2b::<U20>::new()),
            Self::Blake2b256 => Box::new(blake2::Blake2b::<U32>::new()),
            Self::Blake2b384 => Box::new(blake2::Blake2b::<U48>::new()),
            Self::Blake2b512 => Box::new(blake2::Blake2b512::new()),
        }
    }
}

/// The SHA-256 of some bytes, in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

/// The digests of one stream, in lower-case hex and in the order asked for. Reads it once.
pub(crate) fn of_reader(
    mut reader: impl Read,
    algorithms: &[Algorithm],
) -> io::Result<Vec<String>> {
    let mut hashers: Vec<_> = algorithms.iter().map(|algorithm| algorithm.hasher()).collect();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hashers.iter_mut().for_each(|hasher| hasher.update(&buffer[..read]));
    }
    Ok(hashers.into_iter().map(|hasher| hex(&hasher.finalize())).collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
