//! Paths as manifests list them: where they lead, and how they are encoded (RFC 8493 §2.1.3).
//!
//! A path is judged as every system would read it: on Linux `C:\x` is an odd name in this folder, and a bag that
//! lists it was made to harm somebody else.

/// Why a listed path is none that may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaves;

/// A path inside the bag, without `.`, `..` and empty parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inside {
    pub path: String,
    /// Whether it was listed just so.
    pub is_plain: bool,
}

/// Follows a listed path, as text alone.
pub(super) fn inside(listed: &str) -> Result<Inside, Leaves> {
    if listed.contains('\0') || is_absolute(listed) {
        return Err(Leaves);
    }
    let mut parts = Vec::new();
    for part in listed.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop().ok_or(Leaves)?),
            // For Windows this is a path too, and one that climbs.
            _ if part.split('\\').any(|part| part == "..") => return Err(Leaves),
            _ => parts.push(part),
        }
    }
    if parts.is_empty() {
        return Err(Leaves);
    }
    let path = parts.join("/");
    Ok(Inside { is_plain: path == listed, path })
}

/// From the root, a home, a drive, a server or a variable of some system.
fn is_absolute(path: &str) -> bool {
    let is_drive =
        |bytes: &[u8]| bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    let variable = path.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    let is_variable = variable.is_some_and(|(name, rest)| {
        !name.is_empty() && !name.contains(['/', '\\']) && rest.starts_with(['/', '\\'])
    });
    path.starts_with(['/', '\\', '~']) || is_drive(path.as_bytes()) || is_variable
}

/// What percent encoding a reader undoes. Version 1.0 encodes line ends and the percent sign; before, and in
/// programs that have not followed, only line ends; and some bags encode nothing.
const LINE_ENDS: [(&str, char); 2] = [("0A", '\n'), ("0D", '\r')];
const ALL: [(&str, char); 3] = [("0A", '\n'), ("0D", '\r'), ("25", '%')];

/// The paths that a listed one may mean, the one by the bag's version first.
pub(super) fn meanings(listed: &str, is_1_0: bool) -> Vec<String> {
    if !listed.contains('%') {
        return vec![listed.to_owned()];
    }
    let (all, line_ends) = (decode(listed, &ALL), decode(listed, &LINE_ENDS));
    let by_age = if is_1_0 { [all, line_ends] } else { [line_ends, all] };
    let mut meanings = Vec::new();
    for meaning in by_age.into_iter().chain([listed.to_owned()]) {
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }
    meanings
}

/// Whether a percent sign stands for itself, which version 1.0 does not allow.
pub(super) fn has_bare_percent(listed: &str) -> bool {
    listed.match_indices('%').any(|(index, _)| encoded(&listed[index + 1..], &ALL).is_none())
}

fn decode(listed: &str, codes: &[(&str, char)]) -> String {
    let mut decoded = String::with_capacity(listed.len());
    let mut rest = listed;
    while let Some((before, after)) = rest.split_once('%') {
        decoded.push_str(before);
        match encoded(after, codes) {
            Some(character) => {
                decoded.push(character);
                rest = &after[2..];
            }
            None => {
                decoded.push('%');
                rest = after;
            }
        }
    }
    decoded + rest
}

fn encoded(after: &str, codes: &[(&str, char)]) -> Option<char> {
    let digits = after.get(..2)?;
    codes
        .iter()
        .find(|(code, _)| code.eq_ignore_ascii_case(digits))
        .map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_on_any_system_are_found() {
        for leaves in [
            "/etc/passwd",
            "../x",
            "data/../../x",
            "~/x",
            "~root/x",
            "C:\\x",
            "c:x",
            "\\\\server\\x",
            "\\?\\UNC\\server",
            "%HomeDrive%\\x",
            "%HOME%/x",
            "data/..\\..\\x",
            "data/a\\..\\..",
            "data/\0",
            "",
            ".",
            "data/..",
        ] {
            assert_eq!(inside(leaves), Err(Leaves), "{leaves:?}");
        }
    }

    #[test]
    fn the_rest_is_followed() {
        let path = |listed: &str| inside(listed).map(|inside| (inside.path, inside.is_plain));
        let is = |path: &str, plain| Ok((path.to_owned(), plain));
        assert_eq!(path("data/a"), is("data/a", true));
        assert_eq!(path("./data//a"), is("data/a", false));
        assert_eq!(path("data/b/../a"), is("data/a", false));
        assert_eq!(path("data/~a"), is("data/~a", true));
        assert_eq!(path("data/%7Ea..b"), is("data/%7Ea..b", true));
        assert_eq!(path("data/a\\b"), is("data/a\\b", true));
    }

    #[test]
    fn percent_encoding_is_undone_as_the_version_says_and_then_otherwise() {
        assert_eq!(
            meanings("data/a%25b%0a", true),
            ["data/a%b\n", "data/a%25b\n", "data/a%25b%0a"]
        );
        assert_eq!(meanings("data/a%25b", false), ["data/a%25b", "data/a%b"]);
        assert_eq!(meanings("data/%7E%é", true), ["data/%7E%é"]);
        assert_eq!(meanings("data/%250A", true)[0], "data/%0A");
        assert!(has_bare_percent("a%b") && has_bare_percent("a%") && has_bare_percent("a%7E"));
        assert!(!has_bare_percent("a%25%0d"));
    }
}
