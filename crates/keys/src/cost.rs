//! The price of a guess: the key derivation that we write, and the dearest that we read.
//!
//! The parameters stand in the file, so a hostile file chooses how much memory and time opening it
//! takes. They are checked before the derivation starts: scrypt (RFC 7914) needs 128·N·r bytes, at the
//! limits below 256 MiB; PBKDF2 (RFC 8018 section 5.2) needs only time.

use std::ops::RangeInclusive;

use pkcs8::pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Pbkdf2Params, Salt, ScryptParams};

use crate::{KeyError, random};

/// The most that openssl opens by default (it stops at 32 MiB).
const SCRYPT_N: u64 = 1 << 14;
const SCRYPT_R: u16 = 8;
const SCRYPT_P: u16 = 1;

const ACCEPTED_N: RangeInclusive<u64> = 2..=1 << 17;
const ACCEPTED_R: RangeInclusive<u16> = 1..=16;
const ACCEPTED_P: RangeInclusive<u16> = 1..=4;
const ACCEPTED_ITERATIONS: RangeInclusive<u32> = 1..=10_000_000;

/// scrypt N=16384 r=8 p=1 and AES-256-CBC, with fresh salt and initialisation vector.
pub(crate) fn ours() -> Result<Parameters, KeyError> {
    let salt = Salt::new(*random::bytes::<16>()?).map_err(KeyError::malformed)?;
    let kdf = ScryptParams {
        salt,
        cost_parameter: SCRYPT_N,
        block_size: SCRYPT_R,
        parallelization: SCRYPT_P,
        key_length: None,
    };
    let encryption = EncryptionScheme::Aes256Cbc { iv: *random::bytes()? };
    Ok(Parameters { kdf: kdf.into(), encryption })
}

/// Refuses a derivation beyond the limits; teams may bring keys that openssl made with PBKDF2.
pub(crate) fn check(kdf: &Kdf) -> Result<(), KeyError> {
    match kdf {
        Kdf::Scrypt(params) => check_scrypt(params),
        Kdf::Pbkdf2(params) => check_pbkdf2(params),
        other => Err(KeyError::unsupported(format!("key derivation {}", other.oid()))),
    }
}

fn check_scrypt(params: &ScryptParams) -> Result<(), KeyError> {
    let n = params.cost_parameter;
    // pkcs5 takes the logarithm of N and panics at zero, so this range is also what keeps it alive.
    let fits = ACCEPTED_N.contains(&n)
        && n.is_power_of_two()
        && ACCEPTED_R.contains(&params.block_size)
        && ACCEPTED_P.contains(&params.parallelization);
    let (r, p) = (params.block_size, params.parallelization);
    within(fits, || format!("scrypt with N={n} r={r} p={p} is out of bounds"))
}

fn check_pbkdf2(params: &Pbkdf2Params) -> Result<(), KeyError> {
    let rounds = params.iteration_count;
    let fits = ACCEPTED_ITERATIONS.contains(&rounds);
    within(fits, || format!("PBKDF2 with {rounds} iterations is out of bounds"))
}

fn within(fits: bool, reason: impl Fn() -> String) -> Result<(), KeyError> {
    if fits { Ok(()) } else { Err(KeyError::Malformed(reason())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrypt(cost_parameter: u64, block_size: u16, parallelization: u16) -> Kdf {
        let salt = Salt::new([0; 16]).unwrap();
        let key_length = None;
        ScryptParams { salt, cost_parameter, block_size, parallelization, key_length }.into()
    }

    fn pbkdf2(iterations: u32) -> Kdf {
        Pbkdf2Params::hmac_sha256(iterations, &[0; 16]).unwrap().into()
    }

    #[test]
    fn the_limits_themselves_are_accepted() {
        for kdf in [scrypt(1 << 17, 16, 4), scrypt(2, 1, 1), pbkdf2(1), pbkdf2(10_000_000)] {
            assert!(check(&kdf).is_ok(), "{kdf:?}");
        }
        assert!(check(&ours().unwrap().kdf).is_ok());
    }

    #[test]
    fn a_hostile_cost_is_refused() {
        let too_dear = [scrypt(1 << 18, 8, 1), scrypt(1 << 63, 8, 1), scrypt(1 << 14, 17, 1)];
        let senseless = [scrypt(0, 8, 1), scrypt(1, 8, 1), scrypt(12_000, 8, 1), scrypt(2, 0, 1)];
        let others = [scrypt(1 << 14, 8, 5), scrypt(2, 1, 0), pbkdf2(0), pbkdf2(10_000_001)];
        for kdf in too_dear.iter().chain(&senseless).chain(&others) {
            assert!(matches!(check(kdf), Err(KeyError::Malformed(_))), "{kdf:?}");
        }
    }
}
