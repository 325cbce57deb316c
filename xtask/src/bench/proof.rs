//! A tool that did less work than asked has no time worth comparing: what it says, or what it left on disk,
//! must account for every file.

use serde_json::Value;

use crate::Result;

/// Where a tool's number of files comes from.
#[derive(Clone, Copy)]
pub enum Proof {
    /// A shell line that prints the number of files handled.
    Count(&'static str),
    /// The JSON of `sijill ingest`.
    Ingested,
    /// The JSON of `sijill verify`.
    Verified,
}

/// Fails unless a number printed by a counting line is `files`.
pub fn counted(printed: &str, files: usize) -> Result<()> {
    if printed.trim() == files.to_string() {
        return Ok(());
    }
    Err(format!("handled {} of {files} files", printed.trim()).into())
}

/// Fails unless `sijill ingest` says that it secured all of `files` and met no problem.
pub fn ingested(json: &str, files: usize) -> Result<()> {
    demand(json, files, |said| said["problems"].as_array().is_some_and(Vec::is_empty))
}

/// Fails unless `sijill verify` says that all of `files` are sound.
pub fn verified(json: &str, files: usize) -> Result<()> {
    demand(json, files, |said| said["ok"] == true && said["complete"] == true)
}

fn demand(json: &str, files: usize, sound: impl Fn(&Value) -> bool) -> Result<()> {
    let said: Value = serde_json::from_str(json)
        .map_err(|error| format!("printed no JSON object ({error}): {json:.200}"))?;
    if said["files"] == files && sound(&said) {
        return Ok(());
    }
    Err(format!("did not handle {files} files soundly: {said}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_work_is_an_error_and_never_a_result() {
        assert!(counted("3\n", 3).is_ok());
        assert!(counted("2\n", 3).is_err());
        assert!(ingested(r#"{"files":3,"problems":[]}"#, 3).is_ok());
        assert!(ingested(r#"{"files":2,"problems":[]}"#, 3).is_err());
        assert!(ingested(r#"{"files":3,"problems":["x"]}"#, 3).is_err());
        assert!(ingested(r#"{"files":3}"#, 3).is_err());
        assert!(verified(r#"{"files":3,"ok":true,"complete":true}"#, 3).is_ok());
        assert!(verified(r#"{"files":3,"ok":false,"complete":true}"#, 3).is_err());
        assert!(verified("", 3).is_err());
    }
}
