//! Passwords: which can be used, and the hash by which one is recognised (Argon2id, RFC 9106).
//!
//! A password is also the passphrase of the person's key file. The hash is kept sealed; it is there so that a wrong password
//! costs the same whether the name exists or not, and so that nobody learns by time which of the two was wrong.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::refusal::{Refusal, Result};
use crate::secret::random;

/// The shortest password, in characters.
pub const SHORTEST: usize = 15;
/// The longest.
pub const LONGEST: usize = 256;

/// 64 MiB, three passes, four lanes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// So many hashes at a time: each takes 64 MiB.
const AT_A_TIME: usize = 2;

/// Words that everybody would try here first.
const EXPECTED: [&str; 14] = [
    "password",
    "passphrase",
    "archive",
    "sijill",
    "secret",
    "welcome",
    "admin",
    "prison",
    "branch",
    "كلمة",
    "أرشيف",
    "سجل",
    "سجن",
    "فرع",
];
/// Rows of keyboards, and what is counted.
const ROWS: [&str; 8] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "ضصثقفغعهخحجد",
    "شسيبلاتنمكط",
    "٠١٢٣٤٥٦٧٨٩",
];

/// Whether a password can be used by somebody with this handle and name. No rules about sorts of characters.
///
/// # Errors
/// [`Refusal::Password`] with the reason.
pub fn check_password(password: &str, own_words: &[&str]) -> Result<()> {
    let refuse = |what| Err(Refusal::Password { what });
    match password.chars().count() {
        0..SHORTEST => return refuse("the password has fewer than 15 characters"),
        SHORTEST..=LONGEST => {}
        _ => return refuse("the password has more than 256 characters"),
    }
    let mut rest = password.to_lowercase();
    for word in EXPECTED.iter().chain(own_words).filter(|word| word.chars().count() > 2) {
        rest = rest.replace(&word.to_lowercase(), "");
    }
    if rest.chars().filter(|one| !one.is_whitespace()).count() < 10 {
        return refuse("the password is made of words that anybody would try here first");
    }
    let letters: Vec<char> = rest.chars().collect();
    let mut distinct = letters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 6 || repeats(&letters) || follows_rows(&letters) {
        return refuse("the password repeats itself or follows the rows of a keyboard");
    }
    Ok(())
}

/// Whether the same up to eight characters come again and again.
fn repeats(letters: &[char]) -> bool {
    (1..=8).any(|period| {
        letters.iter().zip(letters.iter().skip(period)).all(|(one, later)| one == later)
    })
}

/// Whether most characters are the neighbours of those before them on a keyboard or in an order that everybody knows.
fn follows_rows(letters: &[char]) -> bool {
    let are_neighbours = |pair: &&[char]| {
        let text: String = pair.iter().collect();
        let turned: String = pair.iter().rev().collect();
        ROWS.iter().any(|row| row.contains(&text) || row.contains(&turned))
    };
    let neighbours = letters.windows(2).filter(are_neighbours).count();
    neighbours.saturating_mul(2) > letters.len()
}

/// By what a password is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verifier {
    salt: [u8; 32],
    hash: [u8; 32],
}

/// Hashes passwords, two at a time.
#[derive(Debug, Default)]
pub(crate) struct Hasher {
    running: Mutex<usize>,
    ended: Condvar,
}

impl Hasher {
    /// By what this password will be recognised.
    pub fn verifier(&self, password: &str) -> Result<Verifier> {
        let salt = random()?;
        let hash = self.hash(password, &salt)?;
        Ok(Verifier { salt, hash })
    }

    /// Whether the password is the one. Without a verifier the same work is done and the answer is no.
    pub fn is_right(&self, password: &str, verifier: Option<&Verifier>) -> Result<bool> {
        let nobody = [0; 32];
        let salt = verifier.map_or(&nobody, |verifier| &verifier.salt);
        let hash = self.hash(password, salt)?;
        let kept = verifier.map_or(&nobody, |verifier| &verifier.hash);
        let is_same: bool = hash.ct_eq(kept).into();
        Ok(is_same && verifier.is_some())
    }

    fn hash(&self, password: &str, salt: &[u8; 32]) -> Result<[u8; 32]> {
        let _turn = self.take_turn();
        let failed = |_| Refusal::refused("the password could not be hashed", "try again later");
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = [0; 32];
        argon2.hash_password_into(password.as_bytes(), salt, &mut hash).map_err(failed)?;
        Ok(hash)
    }

    fn take_turn(&self) -> Turn<'_> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.ended.wait_while(running, |running| *running >= AT_A_TIME);
        let mut running = waited.unwrap_or_else(PoisonError::into_inner);
        *running = running.saturating_add(1);
        Turn(self)
    }
}

/// A hash that is being made.
struct Turn<'a>(&'a Hasher);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        *running = running.saturating_sub(1);
        self.0.ended.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_a_password_and_what_anybody_would_try_is_not() {
        for good in ["the goat ate my blue map", "قطتي تحب السمك المشوي ليلاً", "Kx7#pLm2!qRz9@w"]
        {
            assert!(check_password(good, &["nour"]).is_ok(), "{good}");
        }
        for bad in [
            "short",
            "aaaaaaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "qwertyuiopasdfghjkl",
            "123456789012345678",
            "password archive sijill",
            "nournournour nour 1",
            "ضصثقفغعهخحجدشسيب",
        ] {
            assert!(check_password(bad, &["nour"]).is_err(), "{bad}");
        }
        assert!(check_password(&"long sentence ".repeat(30), &[]).is_err());
    }

    #[test]
    fn a_password_is_recognised_and_nobody_has_none() {
        let hasher = Hasher::default();
        let verifier = hasher.verifier("the goat ate my blue map").unwrap();
        assert!(hasher.is_right("the goat ate my blue map", Some(&verifier)).unwrap());
        assert!(!hasher.is_right("the goat ate my blue cap", Some(&verifier)).unwrap());
        assert!(!hasher.is_right("the goat ate my blue map", None).unwrap());
    }
}
