//! `fetch.txt`: files that somebody else was to bring (RFC 8493 §2.2.3). Nothing is ever fetched: a URL in a bag
//! is a stranger's request to connect somewhere.

use super::names::Names;
use super::path::{inside, meanings};
use super::text::lines;
use crate::report::{Code, Report, shown};

/// A file that was to be fetched.
#[derive(Debug)]
pub(crate) struct Fetch {
    pub path: String,
    /// Its size in bytes, where that is said.
    pub length: Option<u64>,
}

pub(super) fn read(text: &str, names: &Names<'_>, report: &mut Report) -> Vec<Fetch> {
    let full = lines(text).enumerate().filter(|(_, line)| !line.trim().is_empty());
    full.filter_map(|(number, line)| one(number + 1, line, names, report)).collect()
}

fn one(number: usize, line: &str, names: &Names<'_>, report: &mut Report) -> Option<Fetch> {
    let Some((length, listed)) = split(line) else {
        report
            .error(Code::FetchLine, format!("fetch.txt line {number} is no URL, length and path"));
        return None;
    };
    let shown = format!("fetch.txt line {number}: {}", shown(listed));
    let is_1_0 = report.version == Some(super::Version::V1_0);
    let paths: Result<Vec<_>, _> =
        meanings(listed, is_1_0).iter().map(|path| inside(path)).collect();
    let Ok(mut paths) = paths else {
        report.error(Code::LeavesBag, format!("{shown} leads out of the bag"));
        return None;
    };
    let meant = paths.iter().position(|path| names.contains(&path.path)).unwrap_or(0);
    let path = paths.swap_remove(meant).path;
    if !path.starts_with("data/") {
        report.error(Code::OutsidePayload, format!("{shown} is not below data/"));
        return None;
    }
    let path =
        if names.contains(&path) { path } else { names.alike(&path).map_or(path, str::to_owned) };
    Some(Fetch { path, length })
}

fn split(line: &str) -> Option<(Option<u64>, &str)> {
    let blank = [' ', '\t'];
    let (url, rest) = line.split_once(blank)?;
    let (length, path) = rest.trim_start_matches(blank).split_once(blank)?;
    let path = path.trim_start_matches(blank);
    let length = if length == "-" { None } else { Some(length.parse().ok()?) };
    (!url.is_empty() && !path.is_empty()).then_some((length, path))
}
