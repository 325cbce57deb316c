//! `bagit.txt`: the version of the specification, and the encoding of the other tag files (RFC 8493 §2.1.1).
//!
//! Version 1.0 says it to the letter. Older bags have been read more kindly for a decade, so for them white space
//! is warned of and forgiven; a byte order mark, a missing line or an unknown version never is.

use std::fmt;

use super::text::{TagEncoding, lines};
use crate::report::{Code, Report, shown};

/// A version of BagIt that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(&'static str);

impl Version {
    /// RFC 8493.
    pub const V1_0: Self = Self("1.0");

    const KNOWN: [Self; 6] =
        [Self("0.93"), Self("0.94"), Self("0.95"), Self("0.96"), Self("0.97"), Self::V1_0];

    fn named(name: &str) -> Option<Self> {
        Self::KNOWN.into_iter().find(|version| version.0 == name)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

const LABELS: [&str; 2] = ["BagIt-Version", "Tag-File-Character-Encoding"];

/// Reads the declaration; none if it does not say how to read the rest.
pub(super) fn read(bytes: &[u8], report: &mut Report) -> Option<(Version, TagEncoding)> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        report.error(Code::Declaration, "bagit.txt is not UTF-8");
        return None;
    };
    if text.starts_with('\u{feff}') {
        report.error(Code::Declaration, "bagit.txt begins with a byte order mark");
        return None;
    }
    let found: Vec<_> = lines(text).collect();
    let values = [0, 1].map(|line| value(&found, line));
    let [Some(version), Some(encoding)] = values else {
        let what = "bagit.txt has to have two lines, BagIt-Version and Tag-File-Character-Encoding";
        report.error(Code::Declaration, what);
        return None;
    };
    let Some(known) = Version::named(version.text) else {
        let what = format!("bagit.txt says version {}, none from 0.93 to 1.0", shown(version.text));
        report.error(Code::Version, what);
        return None;
    };
    report.version = Some(known);
    form(&found, [version.exact, encoding.exact], report);
    let Some(tag_encoding) = TagEncoding::named(encoding.text) else {
        let what = format!("the encoding {} of the tag files is not known", shown(encoding.text));
        report.error(Code::Encoding, what);
        return None;
    };
    Some((known, tag_encoding))
}

#[derive(Debug, Clone, Copy)]
struct Value<'a> {
    text: &'a str,
    /// Whether there is one space between colon and value and no other white space.
    exact: bool,
}

fn value<'a>(lines: &[&'a str], line: usize) -> Option<Value<'a>> {
    let (label, value) = lines.get(line)?.split_once(':')?;
    let text = value.trim();
    let exact = label == LABELS[line] && value.strip_prefix(' ') == Some(text);
    label.trim().eq_ignore_ascii_case(LABELS[line]).then_some(Value { text, exact })
}

fn form(lines: &[&str], exact: [bool; 2], report: &mut Report) {
    if exact.contains(&false) {
        let what = "a line of bagit.txt is not its label, a colon, one space and the value";
        if report.version == Some(Version::V1_0) {
            report.error(Code::Declaration, what);
        } else {
            report.warn(Code::WhiteSpace, what);
        }
    }
    if lines[2..].iter().any(|line| !line.trim().is_empty()) {
        report.error(Code::Declaration, "bagit.txt has more than two lines");
    } else if lines.len() > 2 {
        report.error_since_1_0(Code::Declaration, "bagit.txt ends with an empty line");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &[u8]) -> (Option<Version>, Vec<Code>, Vec<Code>) {
        let mut report = Report::default();
        let read = read(text, &mut report);
        let codes = |findings: &[crate::Finding]| findings.iter().map(|found| found.code).collect();
        (read.map(|read| read.0), codes(&report.errors), codes(&report.warnings))
    }

    #[test]
    fn version_1_0_is_read_to_the_letter() {
        let good = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
        assert_eq!(verdict(good), (Some(Version::V1_0), vec![], vec![]));
        assert_eq!(verdict(&good[..good.len() - 1]).1, []);
        for bad in [
            &b"BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n"[..],
            b"BagIt-Version:1.0\nTag-File-Character-Encoding: UTF-8\n",
            b"BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n",
            b"BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
            b" BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding:\tUTF-8\n",
            b"bagit-version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n",
            b"Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n",
            b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            b"BagIt-Version: 1.0\n",
            b"\xff",
            b"",
        ] {
            assert_eq!(verdict(bad).1, [Code::Declaration], "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn older_bags_are_forgiven_white_space_and_no_more() {
        let old = verdict(b"BagIt-Version:0.97\r\nTag-File-Character-Encoding: UTF-8 \r\n\r\n");
        assert_eq!(old.0.map(|version| version.to_string()).as_deref(), Some("0.97"));
        assert_eq!((old.1, old.2), (vec![], vec![Code::WhiteSpace, Code::Declaration]));
        let encoding = "Tag-File-Character-Encoding: UTF-8\n";
        for bad in ["BagIt-Version: .97\n", "BagIt-Version: 0.98\n", "BagIt-Version: 2.0\n"] {
            assert_eq!(verdict(format!("{bad}{encoding}").as_bytes()).1, [Code::Version]);
        }
        let unknown = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: none\n";
        assert_eq!(verdict(unknown).1, [Code::Encoding]);
    }
}
