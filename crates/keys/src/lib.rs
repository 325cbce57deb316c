//! Key files that openssl opens, and sealing of secrets to a key: the only crate that holds private keys.
//!
//! A key outlives the program that made it, so nothing here is a format of ours. A private key is an
//! encrypted PKCS#8 file (RFC 5958) under PBES2 with scrypt and AES-256-CBC (RFC 8018, RFC 7914), a
//! public key is a SubjectPublicKeyInfo (RFC 8410 for Ed25519 and X25519, RFC 5480 for P-256), both as
//! PEM (RFC 7468); `openssl pkey` opens either. A sealed secret is HPKE in base mode (RFC 9180).
//!
//! Ed25519 (RFC 8032) signs events and checkpoints, ECDSA P-256 (FIPS 186-5) seals evidence packages,
//! X25519 (RFC 7748) receives sealed secrets. No key does two of these.
//!
//! ```
//! # fn main() -> Result<(), sijill_keys::KeyError> {
//! use sijill_keys::{Algorithm, PrivateKey, open, seal};
//! let key = PrivateKey::generate(Algorithm::X25519)?;
//! let sealed = seal(&key.public(), "catalogue/person", b"a name")?;
//! assert_eq!(*open(&key, "catalogue/person", &sealed)?, b"a name");
//! # Ok(())
//! # }
//! ```

mod algorithm;
mod cost;
mod encrypted;
mod error;
mod passphrase;
mod private;
mod public;
mod random;
mod seal;
mod sealing;

pub use algorithm::Algorithm;
pub use error::KeyError;
pub use passphrase::Passphrase;
pub use private::PrivateKey;
pub use public::PublicKey;
pub use sealing::{open, seal};

// The types that the accessors hand out, so that a caller names the version that this crate uses.
pub use ed25519_dalek;
pub use p256;
pub use x25519_dalek;
pub use zeroize::Zeroizing;
