//! The time in a token: GeneralizedTime with fractions of a second, and how far off it may be.

use std::time::Duration;

use der::Tag;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::reading::{self, Fields, context_primitive, meaningless};

/// Reads a GeneralizedTime: `YYYYMMDDhhmmss`, at most nine decimals, `Z` (RFC 3161 section 2.4.2).
///
/// Zeros at the end of the fraction are no DER, but authorities write them, and they leave no doubt.
pub(crate) fn read(fields: &mut Fields<'_>) -> der::Result<Timestamp> {
    let content = reading::field(fields, Tag::GeneralizedTime)?;
    parse(content).ok_or_else(|| meaningless(Tag::GeneralizedTime))
}

fn parse(content: &[u8]) -> Option<Timestamp> {
    let text = content.strip_suffix(b"Z")?;
    let (whole, fraction) = text.split_at_checked(14)?;
    let nanoseconds = match fraction.strip_prefix(b".") {
        Some(decimals) if (1..=9).contains(&decimals.len()) => {
            let power = 10_i32.pow(9 - u32::try_from(decimals.len()).ok()?);
            number(decimals)?.checked_mul(power)?
        }
        None if fraction.is_empty() => 0,
        _ => return None,
    };
    let part = |from: usize, to: usize| number(whole.get(from..to)?);
    let small = |from: usize| i8::try_from(part(from, from + 2)?).ok();
    let year = i16::try_from(part(0, 4)?).ok()?;
    let [month, day, hour, minute, second] =
        [small(4)?, small(6)?, small(8)?, small(10)?, small(12)?];
    let time = DateTime::new(year, month, day, hour, minute, second, nanoseconds).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

/// At most nine decimal digits.
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0_i32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// How far the true time may lie from the one named, to either side.
///
/// An authority need not say: then its policy does, and nothing is claimed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accuracy(Duration);

impl Accuracy {
    /// The deviation, in steps of a microsecond.
    #[must_use]
    pub fn duration(self) -> Duration {
        self.0
    }

    /// Reads `Accuracy ::= SEQUENCE { seconds, millis [0], micros [1] }`, each optional.
    pub(crate) fn read_optional(fields: &mut Fields<'_>) -> der::Result<Option<Self>> {
        let content = reading::optional(fields, Tag::Sequence)?;
        content.map(|content| reading::inside(content, Self::read_inside)).transpose()
    }

    fn read_inside(fields: &mut Fields<'_>) -> der::Result<Self> {
        let seconds = match reading::optional(fields, Tag::Integer)? {
            Some(content) => unsigned(content)?,
            None => 0,
        };
        let millis = thousandths(fields, 0)?;
        let micros = thousandths(fields, 1)?;
        let parts = Duration::from_millis(millis) + Duration::from_micros(micros);
        Ok(Self(Duration::from_secs(seconds) + parts))
    }
}

/// A part of the accuracy that stands for 1 to 999 thousandths of the part before it.
fn thousandths(fields: &mut Fields<'_>, number: u32) -> der::Result<u64> {
    let Some(content) = reading::optional(fields, context_primitive(number))? else {
        return Ok(0);
    };
    let value = unsigned(content)?;
    if (1..=999).contains(&value) { Ok(value) } else { Err(meaningless(Tag::Integer)) }
}

/// An INTEGER's content as a number below 2^32, which is more seconds than anyone is off.
fn unsigned(content: &[u8]) -> der::Result<u64> {
    let any = der::asn1::AnyRef::new(Tag::Integer, content)?;
    any.decode_as::<u32>().map(u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        parse(text.as_bytes()).map(|time| time.to_string())
    }

    #[test]
    fn times_are_read_to_the_nanosecond() {
        assert_eq!(shown("20241008154032Z").as_deref(), Some("2024-10-08T15:40:32Z"));
        assert_eq!(shown("20241008154032.5Z").as_deref(), Some("2024-10-08T15:40:32.5Z"));
        let nanosecond = "2024-10-08T15:40:32.000000001Z";
        assert_eq!(shown("20241008154032.000000001Z").as_deref(), Some(nanosecond));
        assert_eq!(shown("20240229000000Z").as_deref(), Some("2024-02-29T00:00:00Z"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let wrong = [
            "",
            "Z",
            "20241008154032",
            "202410081540Z",
            "20241008154032+0000",
            "20241008154032.Z",
            "20241008154032,5Z",
            "20241008154032.0000000001Z",
            "20230229000000Z",
            "20241008154060Z",
            "20241008244032Z",
            "2024100815403 Z",
            "+0241008154032Z",
        ];
        for text in wrong {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    fn accuracy(der: &[u8]) -> der::Result<Option<Duration>> {
        let read = Accuracy::read_optional;
        reading::inside(der, read).map(|read| read.map(Accuracy::duration))
    }

    #[test]
    fn accuracy_adds_its_parts() {
        let all = [0x30, 11, 2, 1, 1, 0x80, 2, 1, 0xf4, 0x81, 2, 3, 0xe7];
        assert_eq!(accuracy(&all), Ok(Some(Duration::from_micros(1_500_999))));
        assert_eq!(accuracy(&[0x30, 3, 0x80, 1, 1]), Ok(Some(Duration::from_millis(1))));
        assert_eq!(accuracy(&[0x30, 0]), Ok(Some(Duration::ZERO)));
        assert_eq!(accuracy(&[]), Ok(None));
    }

    #[test]
    fn accuracy_out_of_range_is_refused() {
        let wrong: [&[u8]; 5] = [
            &[0x30, 3, 0x80, 1, 0],
            &[0x30, 4, 0x80, 2, 3, 0xe8],
            &[0x30, 3, 2, 1, 0xff],
            &[0x30, 6, 0x81, 1, 1, 0x80, 1, 1],
            &[0x30, 4, 2, 2, 0, 1],
        ];
        for der in wrong {
            assert!(accuracy(der).is_err(), "{der:x?}");
        }
    }
}
