//! `policy.txt`: whom the archive trusts, in the C2SP tlog-policy format.
//!
//! The `log` line is the archive's own: it is written when the archive is made and when the log's key or name
//! changes. Everything else belongs to the people who edit the file, and is kept byte for byte.

use std::io::ErrorKind::NotFound;
use std::path::Path;

use sijill_translog::VerifierKey;

use crate::durable;
use crate::error::Result;

const PREAMBLE: &str = "\
# Whom this archive trusts: a C2SP tlog-policy (https://c2sp.org/tlog-policy). Give a copy to whoever checks it.
# The log line is kept true by Sijill. Add a line for each witness, and say how many of them are needed:
#   witness NAME VKEY URL
#   group NAME 2 WITNESS WITNESS WITNESS
#   quorum NAME
";

/// The policy as it stands, or that of an archive that was made before there was one.
pub(crate) fn read(path: &Path, log: &VerifierKey) -> Result<String> {
    match fs_err::read_to_string(path) {
        Err(error) if error.kind() == NotFound => Ok(fresh(log)),
        other => Ok(other?),
    }
}

/// Writes the policy of a new archive, unless there is one.
pub(crate) fn begin(path: &Path, log: &VerifierKey) -> Result<()> {
    if !path.exists() {
        durable::replace(path, fresh(log).as_bytes(), 0o644)?;
    }
    Ok(())
}

/// Puts the log's new key in the place of the old one.
pub(crate) fn follow(path: &Path, old: &VerifierKey, new: &VerifierKey) -> Result<()> {
    let text = read(path, old)?;
    let followed = with_log(&text, old, new);
    if followed != text || !path.exists() {
        durable::replace(path, followed.as_bytes(), 0o644)?;
    }
    Ok(())
}

fn fresh(log: &VerifierKey) -> String {
    format!("{PREAMBLE}log {log}\nquorum none\n")
}

fn with_log(text: &str, old: &VerifierKey, new: &VerifierKey) -> String {
    let (old, new) = (old.to_string(), new.to_string());
    let key_of = |line: &str| {
        let mut words = line.split_whitespace();
        (words.next() == Some("log")).then(|| words.next().unwrap_or_default().to_owned())
    };
    if text.lines().any(|line| key_of(line).as_deref() == Some(&new)) {
        return text.to_owned();
    }
    let followed: String = text
        .split_inclusive('\n')
        .map(|line| match key_of(line) {
            Some(key) if key == old => line.replacen(&old, &new, 1),
            _ => line.to_owned(),
        })
        .collect();
    if followed == text { format!("log {new}\n{text}") } else { followed }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::*;

    fn key(name: &str, seed: u8) -> VerifierKey {
        let key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
        VerifierKey::ed25519(name.parse().unwrap(), key)
    }

    #[test]
    fn only_the_key_of_the_log_line_changes() {
        let (old, new) = (key("x.example/y", 1), key("x.example/y", 2));
        let text = format!("# {old}\nlog {old} https://x.example\r\nwitness w {old}\nquorum w");
        let expected = format!("# {old}\nlog {new} https://x.example\r\nwitness w {old}\nquorum w");
        assert_eq!(with_log(&text, &old, &new), expected);
        assert_eq!(with_log(&expected, &old, &new), expected, "twice is once");
    }

    #[test]
    fn a_lost_log_line_comes_back() {
        let (old, new) = (key("x.example/y", 1), key("x.example/z", 2));
        assert_eq!(with_log("quorum none\n", &old, &new), format!("log {new}\nquorum none\n"));
    }
}
