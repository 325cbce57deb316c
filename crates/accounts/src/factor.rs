//! The second factor: six digits that change every thirty seconds (TOTP, RFC 6238, with HMAC-SHA-1 as every app has it).

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::refusal::Result;
use crate::secret::{base32, random};

/// How long a code is valid, in seconds.
const STEP: i64 = 30;
const DIGITS: u32 = 1_000_000;

/// The secret that a person's app shares with the archive.
#[derive(Clone, Serialize, Deserialize)]
pub struct Factor {
    secret: [u8; 20],
}

impl Factor {
    /// A fresh one.
    ///
    /// # Errors
    /// If the machine gives no random numbers.
    pub fn random() -> Result<Self> {
        Ok(Self { secret: random()? })
    }

    /// The secret as a person types it into an app: base32 (RFC 4648).
    #[must_use]
    pub fn to_type(&self) -> Zeroizing<String> {
        Zeroizing::new(base32(&self.secret))
    }

    /// The secret as an app scans it. The label is the archive's and not the person's.
    #[must_use]
    pub fn uri(&self, origin: &str) -> Zeroizing<String> {
        let escape = |letter: char| match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' => letter,
            _ => '-',
        };
        let label: String = origin.chars().map(escape).collect();
        let secret = self.to_type();
        Zeroizing::new(format!("otpauth://totp/Sijill:{label}?secret={}&issuer=Sijill", &*secret))
    }

    /// The step that a code belongs to, if it is one of now or of thirty seconds before or after.
    pub(crate) fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let step = now.div_euclid(STEP);
        let mut found = None;
        for step in [step.saturating_sub(1), step, step.saturating_add(1)] {
            let expected = format!("{:06}", self.code(step));
            if bool::from(expected.as_bytes().ct_eq(code.as_bytes())) {
                found = Some(step);
            }
        }
        found
    }

    /// The code that an app shows at a time, in seconds since 1970.
    #[must_use]
    pub fn shown_at(&self, now: i64) -> String {
        format!("{:06}", self.code(now.div_euclid(STEP)))
    }

    /// RFC 4226 section 5.3.
    fn code(&self, step: i64) -> u32 {
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.secret) else { return DIGITS };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xf);
        let word = hash
            .iter()
            .skip(offset)
            .take(4)
            .fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        (word & 0x7fff_ffff) % DIGITS
    }
}

impl Drop for Factor {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.secret);
    }
}

/// Which step a time belongs to: codes of this step and before are refused after a start, because nobody remembers which
/// were used.
pub(crate) fn step_at(now: i64) -> i64 {
    now.div_euclid(STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let factor = Factor { secret: *b"12345678901234567890" };
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(factor.shown_at(time), code);
            assert_eq!(factor.step_of(code, time), Some(time / 30));
            assert_eq!(factor.step_of(code, time + 120), None);
        }
        assert_eq!(&*factor.to_type(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
