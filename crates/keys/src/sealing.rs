//! Sealing a secret to a key: HPKE in base mode (RFC 9180 section 6.1) with
//! DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305, one message a context.
//!
//! The output is the encapsulated key (32 bytes) followed by the ciphertext and its tag. The context
//! goes into `info`, so that what was sealed for one purpose does not open for another; there is no
//! associated data.

use hpke::aead::ChaCha20Poly1305 as Aead;
use hpke::kdf::HkdfSha256 as Kdf;
use hpke::kem::X25519HkdfSha256 as Kem;
use hpke::{Deserializable, HpkeError, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use crate::{Algorithm, KeyError, PrivateKey, PublicKey, random};

type Encapsulated = <Kem as hpke::Kem>::EncappedKey;
type Recipient = <Kem as hpke::Kem>::PublicKey;
type Secret = <Kem as hpke::Kem>::PrivateKey;

/// The length of the encapsulated key at the front (RFC 9180 section 7.1, Nenc).
const ENCAPSULATED: usize = 32;

/// Seals `plaintext` to an X25519 key for the purpose that `context` names.
pub fn seal(to: &PublicKey, context: &str, plaintext: &[u8]) -> Result<Vec<u8>, KeyError> {
    let key = to.as_x25519().ok_or_else(|| needs_x25519(to.algorithm()))?;
    let key = Recipient::from_bytes(key.as_bytes()).map_err(|_| KeyError::CannotSeal)?;
    // hpke panics when the system has no randomness. Linux never stops giving once it has given.
    random::bytes::<32>()?;
    let info = context.as_bytes();
    let sealed =
        hpke::single_shot_seal::<Aead, Kdf, Kem>(&OpModeS::Base, &key, info, plaintext, b"");
    let (encapsulated, ciphertext) = sealed.map_err(|_| KeyError::CannotSeal)?;
    Ok([encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}

/// Opens what [`seal`] sealed to this key for the same `context`.
pub fn open(
    with: &PrivateKey,
    context: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let key = with.as_x25519().ok_or_else(|| needs_x25519(with.algorithm()))?;
    let opened = open_with(key.as_bytes(), context.as_bytes(), b"", sealed);
    opened.map(Zeroizing::new).map_err(|_| KeyError::CannotOpen)
}

fn open_with(key: &[u8], info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, HpkeError> {
    let (encapsulated, ciphertext) =
        sealed.split_at_checked(ENCAPSULATED).ok_or(HpkeError::OpenError)?;
    let key = Secret::from_bytes(key)?;
    let encapsulated = Encapsulated::from_bytes(encapsulated)?;
    let mode = OpModeR::Base;
    hpke::single_shot_open::<Aead, Kdf, Kem>(&mode, &key, &encapsulated, info, ciphertext, aad)
}

fn needs_x25519(found: Algorithm) -> KeyError {
    KeyError::WrongAlgorithm { needed: Algorithm::X25519, found }
}

#[cfg(test)]
mod tests {
    //! RFC 9180 appendix A.2.1: base mode, this very suite, sequence number 0.

    use super::*;

    const SK_R: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
    const PK_R: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
    const ENC: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
    const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
    const AAD: &str = "436f756e742d30";
    const PT: &str = "4265617574792069732074727574682c20747275746820626561757479";
    const CT: &str = "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

    fn hex(text: &str) -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(byte).collect()
    }

    #[test]
    fn opens_the_known_answer_of_rfc_9180() {
        let sealed = [hex(ENC), hex(CT)].concat();
        let opened = open_with(&hex(SK_R), &hex(INFO), &hex(AAD), &sealed);
        assert_eq!(opened.unwrap(), hex(PT));
    }

    #[test]
    fn derives_the_public_key_of_rfc_9180() {
        let secret: [u8; 32] = hex(SK_R).try_into().unwrap();
        let key = PrivateKey::X25519(secret.into());
        assert_eq!(key.public().to_raw(), hex(PK_R));
    }
}
