//! `created` of a version: a date and time of RFC 3339, to the second and with an offset
//! (§3.5.3.1).

/// Whether the text is such a timestamp.
pub(super) fn is_valid(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't']) else { return false };
    let Some((time, offset)) = split_offset(rest) else { return false };
    is_date(date) && is_time(time) && offset
}

/// The time, and whether the offset after it is one.
fn split_offset(text: &str) -> Option<(&str, bool)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, true));
    }
    let (time, offset) = text.split_once(['+', '-'])?;
    Some((
        time,
        numbers(offset, ':', [2, 2]).is_some_and(|[hour, minute]| hour < 24 && minute < 60),
    ))
}

fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else { return false };
    (1..=days(year, month)).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let whole = numbers(whole, ':', [2, 2, 2]);
    // The 60th second is a leap second.
    fraction && whole.is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second <= 60)
}

fn days(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(if year.is_multiple_of(100) { 400 } else { 4 }) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Exactly these many numbers of these many digits, with the separator between them.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u16; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(separator);
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| fits)?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn timestamps() {
        for good in [
            "2019-01-01T02:03:04Z",
            "2020-02-29T23:59:60.123456789+05:30",
            "2018-10-02t12:00:00-00:00",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "",
            "2019",
            "2019-01-01",
            "2019-01-01T02:03:04",
            "2019-01-01T02:03Z",
            "2019-01-01T02:03:04+0530",
            "2019-01-01T02:03:04+05:60",
            "2019-01-01T02:03:04+24:00",
            "2019-02-29T02:03:04Z",
            "2019-13-01T02:03:04Z",
            "2019-01-01T24:03:04Z",
            "2019-01-01T02:03:04.Z",
            "2019-01-01 02:03:04Z",
            "2019-01-01T+2:03:04Z",
            "２019-01-01T02:03:04Z",
            "2019-01-01T02:03:04Z\n",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }
}
