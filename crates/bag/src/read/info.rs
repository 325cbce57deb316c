//! `bag-info.txt`, called `package-info.txt` before version 0.96: labels and values (RFC 8493 §2.2.2).

use super::text::lines;
use crate::report::{Code, Report, shown};

/// Reads the labels and values in their order; a label may be repeated, a value may go on in the next line.
pub(super) fn read(name: &str, text: &str, report: &mut Report) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (number, line) in lines(text).enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let goes_on = line.starts_with([' ', '\t']);
        match (line.split_once(':'), fields.last_mut()) {
            (_, Some((_, value))) if goes_on => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((label, value)), _) if !goes_on && !label.trim().is_empty() => {
                fields.push((label.trim().to_owned(), value.trim().to_owned()));
            }
            _ => {
                let what = format!("{name} line {} is no label and value", number + 1);
                report.error(Code::BagInfo, what);
            }
        }
    }
    fields
}

/// The size of the payload in bytes and files, as `Payload-Oxum` says it.
pub(super) fn oxums(fields: &[(String, String)], report: &mut Report) -> Vec<(u64, u64)> {
    let stated = fields.iter().filter(|(label, _)| label.eq_ignore_ascii_case("Payload-Oxum"));
    let mut oxums = Vec::new();
    for (_, value) in stated {
        let count =
            |text: &str| text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
        match value.split_once('.').map(|(bytes, files)| (count(bytes), count(files))) {
            Some((Some(bytes), Some(files))) => oxums.push((bytes, files)),
            _ => {
                let what =
                    format!("Payload-Oxum {} is no number of bytes and of files", shown(value));
                report.error(Code::PayloadOxum, what);
            }
        }
    }
    if oxums.len() > 1 {
        report.error_since_1_0(Code::PayloadOxum, "Payload-Oxum stands more than once");
    }
    oxums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_on_and_labels_repeat() {
        let mut report = Report::default();
        let text = "A: one\n  two\nB:\tx:y\r\nA: again\n\n";
        let field = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        let expected = [field("A", "one two"), field("B", "x:y"), field("A", "again")];
        assert_eq!(read("bag-info.txt", text, &mut report), expected);
        assert_eq!(report.errors, []);
        for bad in ["no colon\n", " indented first: x\n", ": no label\n"] {
            let mut report = Report::default();
            read("bag-info.txt", bad, &mut report);
            assert!(report.has_error(Code::BagInfo), "{bad:?}");
        }
    }

    #[test]
    fn the_oxum_is_two_numbers() {
        let read = |value: &str| {
            let mut report = Report::default();
            let oxums = oxums(&[("payload-oxum".to_owned(), value.to_owned())], &mut report);
            (oxums, report.errors.len())
        };
        assert_eq!(read("12.3"), (vec![(12, 3)], 0));
        for bad in ["12", "12.", "+12.3", "12.3.4", "12.3 ", "", "a.b"] {
            assert_eq!(read(bad), (vec![], 1), "{bad:?}");
        }
    }
}
