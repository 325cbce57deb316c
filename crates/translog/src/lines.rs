//! What the line-based C2SP formats have in common.

/// A decimal number without sign, leading zeros or anything else that would not be written back.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// The lines before the first empty line, without their last newline, and the bytes after it.
pub(crate) fn split_head(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
    let (head, rest) = bytes.split_at_checked(end)?;
    Some((str::from_utf8(head).ok()?, rest.get(2..)?))
}
