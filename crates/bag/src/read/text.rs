//! Tag files as text: the declared encoding, and lines that end as on any system (RFC 8493 §2.2.4).

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// The encoding of a bag's tag files, but for `bagit.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TagEncoding(&'static Encoding);

impl TagEncoding {
    /// The encoding of a name, if it is known.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // Without a byte order mark, plain UTF-16 is big-endian (RFC 2781 §4.3).
        let known = match name.to_ascii_uppercase().as_str() {
            "UTF-16" => Some(UTF_16BE),
            "UTF-16LE" => Some(UTF_16LE),
            _ => Encoding::for_label_no_replacement(name.as_bytes()),
        };
        known.map(Self)
    }

    /// The text, without a byte order mark; none if the bytes are in another encoding.
    pub(crate) fn decode(self, bytes: &[u8]) -> Option<String> {
        let (text, _, has_errors) = self.0.decode(bytes);
        (!has_errors).then(|| text.into_owned())
    }
}

/// The lines of a text, without their ends: LF, CR, or both.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, after) = match rest.find(['\n', '\r']) {
            Some(end) => {
                let after = &rest[end..];
                (&rest[..end], after.strip_prefix("\r\n").unwrap_or(&after[1..]))
            }
            None => (rest, ""),
        };
        rest = after;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_on_any_system() {
        let found: Vec<_> = lines("a\nb\r\nc\rd\n\ne").collect();
        assert_eq!(found, ["a", "b", "c", "d", "", "e"]);
        assert_eq!(lines("a\r\n").count(), 1);
        assert_eq!(lines("").count(), 0);
    }

    #[test]
    fn encodings_of_older_bags_are_known() {
        let decode = |name, bytes: &[u8]| TagEncoding::named(name).unwrap().decode(bytes);
        assert_eq!(decode("UTF-16", b"\xfe\xff\0a").as_deref(), Some("a"));
        assert_eq!(decode("UTF-16", b"\xff\xfea\0").as_deref(), Some("a"));
        assert_eq!(decode("UTF-16", b"\0a").as_deref(), Some("a"));
        assert_eq!(decode("ISO-8859-1", b"\xe9").as_deref(), Some("é"));
        assert_eq!(decode("windows-1256", b"\xd3\xcc\xe1").as_deref(), Some("سجل"));
        assert_eq!(decode("utf-8", b"\xef\xbb\xbfa").as_deref(), Some("a"));
        assert_eq!(decode("UTF-8", b"\xff"), None);
        assert_eq!(TagEncoding::named("EBCDIC"), None);
    }
}
