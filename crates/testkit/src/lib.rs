//! What tests share: the reference data beside the checkout and how to say that it is absent, and a
//! time-stamping authority.
//!
//! Never a normal dependency of another crate.

mod tsa;

use std::path::PathBuf;

pub use tsa::{Profile, TestTsa, TsaKey, TsaServer, openssl};

/// The reference data's folder (`SIJILL_SHARED`, else `../shared` beside the checkout), or `None` in a
/// newcomer's clone. In CI (`CI` set) its absence is an error: no test may be skipped there.
///
/// # Panics
/// In CI, where the data must be present.
#[must_use]
pub fn shared(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SIJILL_SHARED").map_or_else(beside_checkout, PathBuf::from);
    let path = root.join(part);
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "reference data {} is missing, and CI may skip no test; set SIJILL_SHARED",
        path.display()
    );
    None
}

fn beside_checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared")
}

/// Ends a test that needs reference data that this clone does not have, saying so in one line that
/// `cargo xtask test` counts as skipped.
#[macro_export]
macro_rules! shared_or_skip {
    ($part:expr) => {
        match $crate::shared($part) {
            Some(path) => path,
            None => {
                eprintln!("SKIPPED: {} needs shared/{}", module_path!(), $part);
                return;
            }
        }
    };
}
