//! Key files: PEM "ENCRYPTED PRIVATE KEY" (RFC 7468 section 11), PKCS#8 (RFC 5958) under PBES2
//! (RFC 8018 section 6.2).
//!
//! Everything that can be wrong with the envelope is [`KeyError::Malformed`] or
//! [`KeyError::Unsupported`] and found before the passphrase is used. From the decryption on, until the
//! plaintext is seen to be PKCS#8, a failure is [`KeyError::WrongPassphrase`].
//!
//! BUG: the pkcs5 crate (0.8) does not wipe the AES key that it derives from the stack.

use pkcs8::der::{self, Decode, ErrorKind, SecretDocument, pem::LineEnding};
use pkcs8::pkcs5::{self, EncryptionScheme, pbes2};
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use crate::{KeyError, Passphrase, PrivateKey, cost};

const LABEL: &str = "ENCRYPTED PRIVATE KEY";

impl PrivateKey {
    /// The key as an encrypted PEM file that openssl opens, with fresh salt each time.
    pub fn to_encrypted_pem(&self, passphrase: &Passphrase) -> Result<Zeroizing<String>, KeyError> {
        let plain = self.to_pkcs8()?;
        let info = PrivateKeyInfoRef::from_der(plain.as_bytes()).map_err(KeyError::malformed)?;
        let sealed = info.encrypt_with_params(cost::ours()?, passphrase.as_bytes());
        let sealed = sealed.map_err(KeyError::malformed)?;
        sealed.to_pem(LABEL, LineEnding::LF).map_err(KeyError::malformed)
    }

    /// Opens an encrypted PEM file, ours or one of openssl (`openssl genpkey -aes-256-cbc`).
    ///
    /// PBES2 does not authenticate; see [`PrivateKey::belonging_to`].
    pub fn from_encrypted_pem(pem: &str, passphrase: &Passphrase) -> Result<Self, KeyError> {
        let (label, file) = SecretDocument::from_pem(pem).map_err(KeyError::malformed)?;
        if label != LABEL {
            return Err(KeyError::malformed(format!("a {label}, not an {LABEL}")));
        }
        let envelope = EncryptedPrivateKeyInfoRef::from_der(file.as_bytes());
        let plain = decrypt(&envelope.map_err(envelope_error)?, passphrase)?;
        let info = PrivateKeyInfoRef::from_der(plain.as_bytes());
        Self::from_pkcs8(info.map_err(|_| KeyError::WrongPassphrase)?)
    }
}

fn decrypt(
    envelope: &EncryptedPrivateKeyInfoRef<'_>,
    passphrase: &Passphrase,
) -> Result<SecretDocument, KeyError> {
    cost::check(&pbes2(&envelope.encryption_algorithm)?.kdf)?;
    envelope.decrypt(passphrase.as_bytes()).map_err(|error| match error {
        pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::DecryptFailed) | pkcs8::Error::Asn1(_) => {
            KeyError::WrongPassphrase
        }
        other => KeyError::unsupported(other),
    })
}

/// A cipher or derivation that the decoder does not know is no damage.
fn envelope_error(error: der::Error) -> KeyError {
    match error.kind() {
        ErrorKind::OidUnknown { .. } => KeyError::unsupported(error),
        _ => KeyError::malformed(error),
    }
}

fn pbes2(scheme: &EncryptionScheme) -> Result<&pbes2::Parameters, KeyError> {
    scheme.pbes2().ok_or_else(|| KeyError::unsupported("PBES1, which is broken"))
}

#[cfg(test)]
mod tests {
    //! Damage to every byte of a key file, under a derivation of one round so that this stays cheap.

    use pkcs8::der::{Encode, asn1::OctetStringRef};
    use pkcs8::pkcs5::pbes2::{Parameters, Salt, ScryptParams};

    use super::*;
    use crate::Algorithm;

    fn passphrase() -> Passphrase {
        Passphrase::new("correct horse".into()).unwrap()
    }

    fn cheap_file(key: &PrivateKey) -> SecretDocument {
        let plain = key.to_pkcs8().unwrap();
        let info = PrivateKeyInfoRef::from_der(plain.as_bytes()).unwrap();
        let cost = Parameters::generate_pbkdf2_sha256_aes256cbc(1, &[7; 16], [9; 16]).unwrap();
        info.encrypt_with_params(cost, passphrase().as_bytes()).unwrap()
    }

    fn reopen(der: &[u8]) -> Result<PrivateKey, KeyError> {
        let pem = pkcs8::der::pem::encode_string(LABEL, LineEnding::LF, der).unwrap();
        PrivateKey::from_encrypted_pem(&pem, &passphrase())
    }

    /// One flipped bit never gives the key back; where PBES2 lets another key through,
    /// `belonging_to` stops it.
    fn flips_let_through(algorithm: Algorithm) -> usize {
        let key = PrivateKey::generate(algorithm).unwrap();
        let file = cheap_file(&key);
        assert_eq!(reopen(file.as_bytes()).unwrap().public(), key.public());
        let mut let_through = 0;
        for at in 0..file.as_bytes().len() {
            let mut damaged = file.as_bytes().to_vec();
            damaged[at] ^= 0x04;
            if let Ok(other) = reopen(&damaged) {
                let_through += 1;
                let refused = other.belonging_to(&key.public());
                assert!(matches!(refused, Err(KeyError::OtherKey)), "byte {at}");
            }
        }
        let_through
    }

    /// The second of four ciphertext blocks decrypts to key bytes alone: all of it passes as another
    /// key, which is why `belonging_to` exists.
    #[test]
    fn damage_can_make_another_curve_key() {
        assert_eq!(flips_let_through(Algorithm::Ed25519), 16);
        assert_eq!(flips_let_through(Algorithm::X25519), 16);
    }

    /// A P-256 file repeats its public key inside, so damage is always noticed.
    #[test]
    fn damage_never_opens_a_p256_file() {
        assert_eq!(flips_let_through(Algorithm::EcdsaP256), 0);
    }

    #[test]
    fn a_shortened_file_is_malformed() {
        let file = cheap_file(&PrivateKey::generate(Algorithm::EcdsaP256).unwrap());
        for length in 0..file.as_bytes().len() {
            let error = reopen(&file.as_bytes()[..length]).unwrap_err();
            assert!(matches!(error, KeyError::Malformed(_)), "{length}: {error}");
        }
    }

    /// One wrong passphrase in 256 meets valid padding; then the plaintext is no PKCS#8.
    #[test]
    fn lucky_padding_is_a_wrong_passphrase_too() {
        let file = cheap_file(&PrivateKey::generate(Algorithm::Ed25519).unwrap());
        let pem = file.to_pem(LABEL, LineEnding::LF).unwrap();
        for attempt in 0..2_000 {
            let wrong = Passphrase::new(attempt.to_string()).unwrap();
            let error = PrivateKey::from_encrypted_pem(&pem, &wrong).unwrap_err();
            assert!(matches!(error, KeyError::WrongPassphrase), "{attempt}: {error}");
        }
    }

    /// N=0 would panic in pkcs5, N=2^40 would ask for a petabyte.
    #[test]
    fn a_hostile_file_is_refused_before_the_derivation() {
        for cost_parameter in [0, 1 << 40] {
            let salt = Salt::new([0; 16]).unwrap();
            let (block_size, parallelization, key_length) = (8, 1, None);
            let kdf =
                ScryptParams { salt, cost_parameter, block_size, parallelization, key_length };
            let encryption = pbes2::EncryptionScheme::Aes256Cbc { iv: [0; 16] };
            let encryption_algorithm = Parameters { kdf: kdf.into(), encryption }.into();
            let encrypted_data = OctetStringRef::new(&[0; 64]).unwrap();
            let file = EncryptedPrivateKeyInfoRef { encryption_algorithm, encrypted_data };
            let error = reopen(&file.to_der().unwrap()).unwrap_err();
            assert!(matches!(error, KeyError::Malformed(_)), "{error}");
        }
    }
}
