//! Numbers as the C2SP formats write them.

/// A decimal number without sign, leading zeros or anything else that would not be written back.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
