//! Decimal numbers as they stand in paths, exactly: in millionths, without floating point.

/// What counts as one.
pub(crate) const ONE: u64 = 1_000_000;

/// A number without sign or exponent, such as `41.6`, in millionths; further digits are cut off.
pub(crate) fn millionths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || whole.len() > 9 {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part = part.bytes().chain(std::iter::repeat(b'0')).take(6);
    let part = part.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    Some(whole * ONE + part)
}

/// A whole number without sign.
pub(crate) fn whole(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `length` times `share` divided by `of`, rounded half up.
pub(crate) fn scaled(length: u32, share: u64, of: u64) -> u64 {
    let (length, share, of) = (u128::from(length), u128::from(share), u128::from(of.max(1)));
    let rounded = (length * share + of / 2) / of;
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_decimals() {
        assert_eq!(millionths("41.6"), Some(41_600_000));
        assert_eq!(millionths("7"), Some(7_000_000));
        assert_eq!(millionths("0.00000099"), Some(0));
        for bad in
            ["", ".", "1.", ".5", "-1", "+1", "1e3", "NaN", "inf", "١", "1234567890", "1.2.3"]
        {
            assert_eq!(millionths(bad), None, "{bad}");
        }
        assert_eq!(
            (whole("+3"), whole(""), whole("4294967296"), whole("12")),
            (None, None, None, Some(12))
        );
    }

    #[test]
    fn shares_are_rounded() {
        assert_eq!(scaled(3, 1, 2), 2);
        assert_eq!(scaled(1000, 1, 3), 333);
        assert_eq!(scaled(u32::MAX, u64::MAX, 1), u64::MAX);
    }
}
