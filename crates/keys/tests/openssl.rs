//! The foreign referee: openssl opens what we write, and we open what openssl writes.
//!
//! These tests fail when openssl is missing: a file that no other tool was seen to open is not done.
#![allow(clippy::unwrap_used)]

use std::process::Command;

use ed25519_dalek::Signer as _;
use sijill_keys::{Algorithm, KeyError, Passphrase, PrivateKey, PublicKey};
use tempfile::TempDir;

const ALL: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::EcdsaP256, Algorithm::X25519];
const WORDS: &str = "ثلاث كلمات عربية";

/// A folder in which openssl runs, so that commands name files as a person would.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs_err::write(self.0.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs_err::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Runs `openssl` with arguments separated by blanks; the passphrase is always `$WORDS`.
    fn openssl(&self, arguments: &str) -> String {
        let mut command = Command::new("openssl");
        command.current_dir(&self.0).env("WORDS", WORDS).args(arguments.split_whitespace());
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn read_key(&self, name: &str) -> Result<PrivateKey, KeyError> {
        PrivateKey::from_encrypted_pem(&self.read(name), &passphrase())
    }
}

fn passphrase() -> Passphrase {
    Passphrase::new(WORDS.into()).unwrap()
}

/// A fresh key, its file `key.pem` and its public key `public.pem`.
fn written(algorithm: Algorithm) -> (Bench, PrivateKey) {
    let bench = Bench::new();
    let key = PrivateKey::generate(algorithm).unwrap();
    bench.write("key.pem", key.to_encrypted_pem(&passphrase()).unwrap().as_bytes());
    bench.write("public.pem", key.public().to_pem());
    (bench, key)
}

#[test]
fn openssl_opens_our_private_keys() {
    for algorithm in ALL {
        let (bench, _) = written(algorithm);
        let text = bench.openssl("pkey -in key.pem -passin env:WORDS -noout -text");
        let title = match algorithm {
            Algorithm::Ed25519 => "ED25519 Private-Key",
            Algorithm::EcdsaP256 => "ASN1 OID: prime256v1",
            Algorithm::X25519 => "X25519 Private-Key",
        };
        assert!(text.contains(title), "{text}");
    }
}

#[test]
fn openssl_derives_our_public_keys() {
    for algorithm in ALL {
        let (bench, key) = written(algorithm);
        let derived = bench.openssl("pkey -in key.pem -passin env:WORDS -pubout");
        assert_eq!(derived, key.public().to_pem());
        assert_eq!(bench.openssl("pkey -pubin -in public.pem -pubout"), derived);
    }
}

#[test]
fn openssl_sees_the_promised_parameters() {
    for algorithm in ALL {
        let (bench, _) = written(algorithm);
        let parsed = bench.openssl("asn1parse -in key.pem");
        let values = |tag: &str| -> Vec<String> {
            let lines = parsed.lines().filter(|line| line.contains(tag));
            lines.map(|line| line.rsplit(':').next().unwrap().to_string()).collect()
        };
        assert_eq!(values("OBJECT"), ["PBES2", "scrypt", "aes-256-cbc"]);
        assert_eq!(values("INTEGER"), ["4000", "08", "01"]);
        let lengths: Vec<_> = values("OCTET STRING").iter().map(String::len).collect();
        assert_eq!(lengths[..2], [32, 32], "salt and IV, in hexadecimal digits");
    }
}

#[test]
fn openssl_verifies_our_ed25519_signature() {
    let (bench, key) = written(Algorithm::Ed25519);
    bench.write("note", WORDS);
    let signature = key.as_ed25519().unwrap().sign(WORDS.as_bytes());
    bench.write("note.sig", signature.to_bytes());
    let verify = "pkeyutl -verify -rawin -pubin -inkey public.pem -in note -sigfile note.sig";
    assert!(bench.openssl(verify).contains("Verified Successfully"));
}

#[test]
fn openssl_verifies_our_ecdsa_signature() {
    let (bench, key) = written(Algorithm::EcdsaP256);
    bench.write("note", WORDS);
    let signature: p256::ecdsa::Signature = key.as_ecdsa_p256().unwrap().sign(WORDS.as_bytes());
    bench.write("note.sig", signature.to_der());
    let verified = bench.openssl("dgst -sha256 -verify public.pem -signature note.sig note");
    assert!(verified.contains("Verified OK"));
}

#[test]
fn we_open_the_keys_of_openssl() {
    let kinds = [
        ("ed25519", Algorithm::Ed25519),
        ("EC -pkeyopt ec_paramgen_curve:P-256", Algorithm::EcdsaP256),
        ("x25519", Algorithm::X25519),
    ];
    for (kind, algorithm) in kinds {
        let bench = Bench::new();
        let make = "genpkey -aes-256-cbc -pass env:WORDS -out key.pem -algorithm";
        bench.openssl(&format!("{make} {kind}"));
        let key = bench.read_key("key.pem").unwrap();
        assert_eq!(key.algorithm(), algorithm);
        let public = bench.openssl("pkey -in key.pem -passin env:WORDS -pubout");
        assert_eq!(PublicKey::from_pem(&public).unwrap(), key.public());
        let wrong = Passphrase::new("wrong".into()).unwrap();
        let refused = PrivateKey::from_encrypted_pem(&bench.read("key.pem"), &wrong);
        assert!(matches!(refused, Err(KeyError::WrongPassphrase)));
    }
}

/// The other protections that openssl offers for PKCS#8: accepted, or refused by name.
#[test]
fn we_know_the_protections_of_openssl() {
    let (bench, key) = written(Algorithm::Ed25519);
    let convert = |options: &str| {
        let ends = "-in key.pem -passin env:WORDS -passout env:WORDS -out other.pem";
        bench.openssl(&format!("pkcs8 -topk8 {ends} {options}"));
        bench.read_key("other.pem")
    };
    for accepted in ["-scrypt", "-v2 aes-128-cbc", "-v2 aes-256-cbc -v2prf hmacWithSHA512"] {
        assert_eq!(convert(accepted).unwrap().public(), key.public(), "{accepted}");
    }
    for refused in ["-v2 des3", "-v2prf hmacWithSHA1"] {
        let error = convert(refused).unwrap_err();
        assert!(matches!(error, KeyError::Unsupported(_)), "{refused}: {error}");
    }
    let pbes1 = "-v1 PBE-SHA1-3DES";
    for refused in [pbes1, "-scrypt -scrypt_p 5", "-scrypt -scrypt_N 1024 -scrypt_r 17"] {
        let error = convert(refused).unwrap_err();
        assert!(matches!(error, KeyError::Malformed(_)), "{refused}: {error}");
    }
    assert!(matches!(convert("-nocrypt"), Err(KeyError::Malformed(_))));
}

#[test]
fn other_kinds_of_key_are_unsupported() {
    for kind in ["RSA", "EC -pkeyopt ec_paramgen_curve:P-384", "ed448"] {
        let bench = Bench::new();
        let make = "genpkey -aes-256-cbc -pass env:WORDS -out key.pem -algorithm";
        bench.openssl(&format!("{make} {kind}"));
        let error = bench.read_key("key.pem").unwrap_err();
        assert!(matches!(error, KeyError::Unsupported(_)), "{kind}: {error}");
        let public = bench.openssl("pkey -in key.pem -passin env:WORDS -pubout");
        let error = PublicKey::from_pem(&public).unwrap_err();
        assert!(matches!(error, KeyError::Unsupported(_)), "{kind}: {error}");
    }
}

/// A P-256 point may arrive compressed; it is the same key, and leaves uncompressed.
#[test]
fn a_compressed_point_is_the_same_key() {
    let (bench, key) = written(Algorithm::EcdsaP256);
    let compressed = bench.openssl("ec -pubin -in public.pem -pubout -conv_form compressed");
    assert_ne!(compressed, key.public().to_pem());
    assert_eq!(PublicKey::from_pem(&compressed).unwrap().to_pem(), key.public().to_pem());
}
