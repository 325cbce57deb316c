//! Sealing: only the right key, for the right purpose, of unaltered bytes.
#![allow(clippy::unwrap_used)]

use sijill_keys::{Algorithm, KeyError, PrivateKey, PublicKey, open, seal};

const CONTEXT: &str = "catalogue/person/v1";
const SECRET: &[u8] = "اسم الشاهد".as_bytes();

fn recipient() -> PrivateKey {
    PrivateKey::generate(Algorithm::X25519).unwrap()
}

#[test]
fn opens_what_was_sealed() {
    let key = recipient();
    for plaintext in [SECRET, b"", &[0; 100_000]] {
        let sealed = seal(&key.public(), CONTEXT, plaintext).unwrap();
        assert_eq!(sealed.len(), 32 + plaintext.len() + 16);
        assert_eq!(*open(&key, CONTEXT, &sealed).unwrap(), plaintext);
    }
}

#[test]
fn the_same_secret_is_sealed_differently_each_time() {
    let to = recipient().public();
    assert_ne!(seal(&to, CONTEXT, SECRET).unwrap(), seal(&to, CONTEXT, SECRET).unwrap());
}

#[test]
fn another_purpose_or_key_does_not_open() {
    let key = recipient();
    let sealed = seal(&key.public(), CONTEXT, SECRET).unwrap();
    let purpose = open(&key, "catalogue/person/v2", &sealed);
    assert!(matches!(purpose, Err(KeyError::CannotOpen)));
    assert!(matches!(open(&recipient(), CONTEXT, &sealed), Err(KeyError::CannotOpen)));
}

#[test]
fn a_flipped_or_missing_byte_does_not_open() {
    let key = recipient();
    let sealed = seal(&key.public(), CONTEXT, SECRET).unwrap();
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1;
        assert!(matches!(open(&key, CONTEXT, &flipped), Err(KeyError::CannotOpen)), "byte {at}");
        assert!(matches!(open(&key, CONTEXT, &sealed[..at]), Err(KeyError::CannotOpen)));
    }
}

#[test]
fn a_signing_key_neither_seals_nor_opens() {
    let signer = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let sealed = seal(&signer.public(), CONTEXT, SECRET);
    assert!(matches!(sealed, Err(KeyError::WrongAlgorithm { found: Algorithm::Ed25519, .. })));
    assert!(matches!(open(&signer, CONTEXT, &[0; 64]), Err(KeyError::WrongAlgorithm { .. })));
}

/// A small-order key would give everyone the same shared secret (RFC 9180 section 7.1.4).
#[test]
fn nothing_is_sealed_to_a_small_order_key() {
    let mut der = recipient().public().to_spki_der();
    der[12..].fill(0);
    let weak = PublicKey::from_spki_der(&der).unwrap();
    assert!(matches!(seal(&weak, CONTEXT, SECRET), Err(KeyError::CannotSeal)));
}
