//! Hexadecimal digits, as the sum programs print them.

use std::fmt::Write as _;

/// Lower-case hexadecimal digits of these bytes.
pub(crate) fn of(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
