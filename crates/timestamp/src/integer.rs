//! Integers of any size, kept as the bytes that were signed.

use std::fmt;

use der::Tag;

use crate::encoding;
use crate::reading::{self, Fields, meaningless};

/// The longest integer that is read, in bytes. Authorities use 8 to 20.
const LONGEST: usize = 64;

/// An INTEGER: the content bytes of its DER, two's complement, no longer than needed.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Integer(Vec<u8>);

impl Integer {
    fn from_unsigned(bytes: &[u8]) -> Self {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let digits = &bytes[zeros..];
        let sign = digits.first().is_none_or(|first| *first >= 0x80).then_some(0);
        Self(sign.into_iter().chain(digits.iter().copied()).collect())
    }

    fn from_content(content: &[u8]) -> Option<Self> {
        let redundant = match content {
            [] => true,
            [0, second, ..] => *second < 0x80,
            [0xff, second, ..] => *second >= 0x80,
            _ => false,
        };
        (!redundant && content.len() <= LONGEST).then(|| Self(content.to_vec()))
    }

    fn decode(content: &[u8]) -> der::Result<Self> {
        Self::from_content(content).ok_or_else(|| meaningless(Tag::Integer))
    }

    fn to_der(&self) -> Vec<u8> {
        encoding::value(encoding::INTEGER, &self.0)
    }

    fn is_negative(&self) -> bool {
        self.0.first().is_some_and(|first| *first >= 0x80)
    }

    /// The absolute value, big-endian, without zeros in front.
    fn magnitude(&self) -> Vec<u8> {
        let mut bytes = self.0.clone();
        if self.is_negative() {
            bytes.iter_mut().for_each(|byte| *byte = !*byte);
            for byte in bytes.iter_mut().rev() {
                let (next, overflow) = byte.overflowing_add(1);
                *byte = next;
                if !overflow {
                    break;
                }
            }
        }
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count().min(bytes.len() - 1);
        bytes.split_off(zeros)
    }
}

/// Hexadecimal as openssl prints it: `0x1F`, `-0x02`.
impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_negative() { "-0x" } else { "0x" })?;
        self.magnitude().iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

macro_rules! integer {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Integer);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

integer! {
    /// The number that ties an answer to the one request that it answers, shown as `0x…`.
    Nonce
}

integer! {
    /// The number that an authority gives each token, shown as `0x…`.
    Serial
}

impl Nonce {
    pub(crate) fn to_der(&self) -> Vec<u8> {
        self.0.to_der()
    }

    pub(crate) fn read_optional(fields: &mut Fields<'_>) -> der::Result<Option<Self>> {
        let content = reading::optional(fields, Tag::Integer)?;
        content.map(|content| Integer::decode(content).map(Self)).transpose()
    }
}

impl Serial {
    pub(crate) fn read(fields: &mut Fields<'_>) -> der::Result<Self> {
        Integer::decode(reading::field(fields, Tag::Integer)?).map(Self)
    }
}

/// Eight random bytes are an unsigned number.
impl From<[u8; 8]> for Nonce {
    fn from(bytes: [u8; 8]) -> Self {
        Self(Integer::from_unsigned(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsigned_bytes_become_the_shortest_integer() {
        let der = |bytes: [u8; 8]| Nonce::from(bytes).to_der();
        assert_eq!(der([0; 8]), [2, 1, 0]);
        assert_eq!(der([0, 0, 0, 0, 0, 0, 0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(der([0, 0, 0, 0, 0, 0, 0, 0x80]), [2, 2, 0, 0x80]);
        assert_eq!(der([0xff; 8]), [2, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
    }

    #[test]
    fn integers_are_shown_as_openssl_shows_them() {
        let shown = |content: &[u8]| Integer::from_content(content).map(|it| it.to_string());
        assert_eq!(shown(&[0]).as_deref(), Some("0x00"));
        assert_eq!(shown(&[0, 0x80]).as_deref(), Some("0x80"));
        assert_eq!(shown(&[0x80]).as_deref(), Some("-0x80"));
        assert_eq!(shown(&[0xff]).as_deref(), Some("-0x01"));
        assert_eq!(shown(&[0xde, 0xad, 0xbe, 0xef]).as_deref(), Some("-0x21524111"));
        assert_eq!(shown(&[]), None);
        assert_eq!(shown(&[0, 1]), None);
        assert_eq!(shown(&[0xff, 0x80]), None);
    }
}
