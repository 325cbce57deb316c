//! `bag-info.txt`: what a bag says about itself, in the order in which it was said (RFC 8493 §2.2.2).

use std::fmt;

/// Where a line should end, in characters.
const WIDTH: usize = 79;

/// Why something cannot stand in `bag-info.txt`.
#[derive(Debug, thiserror::Error)]
#[error("bag-info.txt cannot say {label:?}: {why}")]
pub struct InfoError {
    label: String,
    why: &'static str,
}

/// The metadata of a bag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BagInfo {
    fields: Vec<(String, String)>,
}

impl BagInfo {
    /// Adds a field to the end. A label may be repeated.
    ///
    /// # Errors
    /// If the label has a colon, or either is empty, has white space around it, or has a line end or another
    /// control character in it; or if it is `Payload-Oxum`, which is the writer's to count.
    pub fn push(&mut self, label: &str, value: &str) -> Result<(), InfoError> {
        let odd = |text: &str| text.is_empty() || text.trim() != text;
        let has_control = |text: &str| text.chars().any(char::is_control);
        let why = if odd(label) || odd(value) {
            "the label or the value is empty or has white space around it"
        } else if label.contains(':') || has_control(label) || has_control(value) {
            "the label has a colon, or one of them a control character"
        } else if label.eq_ignore_ascii_case("Payload-Oxum") {
            "it is counted when the bag is written"
        } else {
            self.fields.push((label.to_owned(), value.to_owned()));
            return Ok(());
        };
        Err(InfoError { label: label.to_owned(), why })
    }

    /// The same with the size of the payload, in bytes and files.
    pub(super) fn with_oxum(mut self, bytes: u64, files: u64) -> Self {
        self.fields.push(("Payload-Oxum".to_owned(), format!("{bytes}.{files}")));
        self
    }
}

/// The text of the file. A line that would be too long goes on in the next, indented, where there is a
/// space to break it at.
impl fmt::Display for BagInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (label, value) in &self.fields {
            write!(f, "{label}:")?;
            let mut column = label.chars().count() + 1;
            for word in value.split(' ') {
                let width = word.chars().count() + 1;
                // The first word stays with its label, so that no line is a label alone.
                if column + width > WIDTH && column > label.chars().count() + 1 {
                    f.write_str("\n ")?;
                    column = 1;
                }
                write!(f, " {word}")?;
                column += width;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_order_and_long_ones_are_folded() {
        let mut info = BagInfo::default();
        info.push("Source-Organization", "An archive").unwrap();
        info.push("External-Description", "word ".repeat(40).trim_end()).unwrap();
        info.push("Contact-Name", "b").unwrap();
        let text = info.with_oxum(7, 2).to_string();
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        let unfolded = text.replace("\n  ", " ");
        let expected = format!(
            "Source-Organization: An archive\nExternal-Description: {}\nContact-Name: b\nPayload-Oxum: 7.2\n",
            "word ".repeat(40).trim_end()
        );
        assert_eq!(unfolded, expected);
    }

    #[test]
    fn what_would_begin_another_field_is_refused() {
        let mut info = BagInfo::default();
        for (label, value) in [
            ("A:B", "x"),
            ("", "x"),
            ("A", ""),
            ("A ", "x"),
            ("A", "x\nPayload-Oxum: 1.1"),
            ("A", "x\r"),
            ("Payload-Oxum", "1.1"),
            ("payload-oxum", "1.1"),
        ] {
            assert!(info.push(label, value).is_err(), "{label:?} {value:?}");
        }
        assert_eq!(info.to_string(), "");
    }
}
