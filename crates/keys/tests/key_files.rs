//! Key files: what was written is read again, and what is wrong with a file is said.
#![allow(clippy::unwrap_used)]

use sijill_keys::{Algorithm, KeyError, Passphrase, PrivateKey, PublicKey};

const ALL: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::EcdsaP256, Algorithm::X25519];

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.into()).unwrap()
}

#[test]
fn a_private_key_survives_its_file() {
    for algorithm in ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let pem = key.to_encrypted_pem(&passphrase("عبارة المرور")).unwrap();
        let again = PrivateKey::from_encrypted_pem(&pem, &passphrase("عبارة المرور")).unwrap();
        assert_eq!(again.algorithm(), algorithm);
        assert_eq!(again.belonging_to(&key.public()).unwrap().public(), key.public());
    }
}

#[test]
fn a_public_key_survives_der_and_pem() {
    for algorithm in ALL {
        let public = PrivateKey::generate(algorithm).unwrap().public();
        assert_eq!(public.algorithm(), algorithm);
        assert_eq!(PublicKey::from_spki_der(&public.to_spki_der()).unwrap(), public);
        assert_eq!(PublicKey::from_pem(&public.to_pem()).unwrap(), public);
    }
}

#[test]
fn another_passphrase_is_a_wrong_passphrase() {
    for algorithm in ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let pem = key.to_encrypted_pem(&passphrase("right")).unwrap();
        let error = PrivateKey::from_encrypted_pem(&pem, &passphrase("Right")).unwrap_err();
        assert!(matches!(error, KeyError::WrongPassphrase), "{error}");
    }
}

#[test]
fn an_empty_passphrase_is_refused() {
    assert!(matches!(Passphrase::new(String::new()), Err(KeyError::EmptyPassphrase)));
}

#[test]
fn two_files_of_one_key_differ() {
    let key = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let write = || key.to_encrypted_pem(&passphrase("same")).unwrap();
    assert_ne!(write(), write());
}

#[test]
fn a_truncated_pem_is_malformed() {
    let key = PrivateKey::generate(Algorithm::EcdsaP256).unwrap();
    let private = key.to_encrypted_pem(&passphrase("p")).unwrap();
    for length in 0..private.trim_end().len() {
        let error = PrivateKey::from_encrypted_pem(&private[..length], &passphrase("p"));
        assert!(matches!(error, Err(KeyError::Malformed(_))), "{length}");
    }
    let public = key.public().to_pem();
    for length in 0..public.trim_end().len() {
        let error = PublicKey::from_pem(&public[..length]);
        assert!(matches!(error, Err(KeyError::Malformed(_))), "{length}");
    }
}

#[test]
fn garbage_is_malformed() {
    let public = PrivateKey::generate(Algorithm::X25519).unwrap().public().to_pem();
    let relabelled = public.replace("PUBLIC KEY", "ENCRYPTED PRIVATE KEY");
    let plain = public.replace("PUBLIC KEY", "PRIVATE KEY");
    let letters =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n????\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for text in ["", "\0\0", "سجل", letters, &public, &relabelled, &plain] {
        let error = PrivateKey::from_encrypted_pem(text, &passphrase("p")).unwrap_err();
        assert!(matches!(error, KeyError::Malformed(_)), "{text}: {error}");
    }
    for text in ["", "\0\0", "سجل", letters, &relabelled, &plain] {
        assert!(matches!(PublicKey::from_pem(text), Err(KeyError::Malformed(_))), "{text}");
    }
}

#[test]
fn a_damaged_public_key_is_an_error_or_another_key() {
    for algorithm in ALL {
        let public = PrivateKey::generate(algorithm).unwrap().public();
        let der = public.to_spki_der();
        for at in 0..der.len() {
            let mut flipped = der.clone();
            flipped[at] ^= 1;
            assert_ne!(PublicKey::from_spki_der(&flipped).ok(), Some(public.clone()), "byte {at}");
            assert!(PublicKey::from_spki_der(&der[..at]).is_err());
        }
        assert!(PublicKey::from_spki_der(&[der.as_slice(), b"\0"].concat()).is_err());
    }
}

/// The neutral element of Ed25519 verifies one signature for every message.
#[test]
fn a_small_order_ed25519_key_is_refused() {
    let mut der = PrivateKey::generate(Algorithm::Ed25519).unwrap().public().to_spki_der();
    der[12..].fill(0);
    der[12] = 1;
    assert!(matches!(PublicKey::from_spki_der(&der), Err(KeyError::Malformed(_))));
}

#[test]
fn debug_prints_no_secret() {
    assert_eq!(format!("{:?}", passphrase("hunter2")), "Passphrase(..)");
    for algorithm in ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        assert_eq!(format!("{key:?}"), format!("PrivateKey({algorithm}, ..)"));
    }
}

#[test]
fn accessors_give_the_key_of_their_kind_only() {
    for algorithm in ALL {
        let key = PrivateKey::generate(algorithm).unwrap();
        let public = key.public();
        let kinds = (algorithm == Algorithm::Ed25519, algorithm == Algorithm::EcdsaP256);
        assert_eq!((key.as_ed25519().is_some(), key.as_ecdsa_p256().is_some()), kinds);
        assert_eq!((public.as_ed25519().is_some(), public.as_ecdsa_p256().is_some()), kinds);
        assert_eq!(key.as_x25519().is_some(), algorithm == Algorithm::X25519);
        assert_eq!(public.as_x25519().is_some(), algorithm == Algorithm::X25519);
    }
}
