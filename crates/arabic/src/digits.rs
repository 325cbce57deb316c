//! Numbers that may be one another, read or copied with one mistake.

/// A digit that is easily taken for another one, or a zero lost: in Arabic-Indic digits it is a dot.
const CONFUSED: f32 = 0.3;
/// Any other digit, and two that changed places.
const OTHER: f32 = 1.0;

/// What one mistake makes of a number, if that is enough: 0 for equal numbers, 0.3 for digits that are really confused
/// (٢ and ٣, ٥ and ٠, ٧ and ٨, ٢ and ٦, ١ and ٧ of Western hands, a ٠ lost or read from a speck), 1 for any other digit
/// changed, lost or added, or two neighbours that changed places. Separators and letters must agree. Both are normal
/// forms as [`crate::numbers`] gives them.
///
/// ```
/// use sijill_arabic::digits_within_one;
/// assert_eq!(digits_within_one("5642", "5643"), Some(0.3));
/// assert_eq!(digits_within_one("5642", "5699"), None);
/// ```
#[must_use]
pub fn digits_within_one(one: &str, other: &str) -> Option<f32> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same_start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same_start..)?, other.get(same_start..)?);
    let same_end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let one = one.get(..one.len() - same_end)?;
    let other = other.get(..other.len() - same_end)?;
    match (one, other) {
        ([], []) => Some(0.0),
        ([digit], []) | ([], [digit]) => come_or_go(*digit),
        ([a], [b]) if digits(&[*a, *b]) => Some(if confused(*a, *b) { CONFUSED } else { OTHER }),
        ([a, b], [c, d]) if a == d && b == c && digits(&[*a, *b]) => Some(OTHER),
        _ => None,
    }
}

fn come_or_go(digit: u8) -> Option<f32> {
    match digit {
        b'0' => Some(CONFUSED),
        b'1'..=b'9' => Some(OTHER),
        _ => None,
    }
}

fn digits(all: &[u8]) -> bool {
    all.iter().all(u8::is_ascii_digit)
}

fn confused(one: u8, other: u8) -> bool {
    let pair = (one.min(other), one.max(other));
    matches!(pair, (b'2', b'3') | (b'0', b'5') | (b'7', b'8') | (b'2', b'6') | (b'1', b'7'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_mistake_is_forgiven_and_two_are_not() {
        for (one, other, cost) in [
            ("215", "215", Some(0.0)),
            ("215", "315", Some(0.3)),
            ("215", "210", Some(0.3)),
            ("2150", "215", Some(0.3)),
            ("215", "2145", Some(1.0)),
            ("215", "251", Some(1.0)),
            ("215", "245", Some(1.0)),
            ("5", "", Some(1.0)),
            ("12", "31", None),
            ("215", "512", None),
            ("215", "346", None),
            ("215", "21", Some(1.0)),
            ("3417/ص", "3417", None),
            ("3417/ص", "3477/ص", Some(0.3)),
            ("3417/ص", "3417/ط", None),
            ("3417/ص", "3417ص", None),
        ] {
            assert_eq!(digits_within_one(one, other), cost, "{one} {other}");
            assert_eq!(digits_within_one(other, one), cost, "{other} {one}");
        }
    }

    proptest! {
        #[test]
        fn any_texts_are_compared(one in "\\PC{0,9}", other in "\\PC{0,9}", number in "[0-9]{1,9}", digit in 0usize..9) {
            let _ = digits_within_one(&one, &other);
            let mut wrong: Vec<u8> = number.clone().into_bytes();
            let at = digit % wrong.len();
            wrong[at] = if wrong[at] == b'9' { b'0' } else { wrong[at] + 1 };
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(digits_within_one(&number, &wrong).is_some());
        }
    }
}
