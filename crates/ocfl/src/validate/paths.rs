//! Rules that content paths and logical paths share (§3.5.2, §3.5.3.1).

/// Whether a path begins or ends with `/`.
pub(super) fn has_outer_slash(path: &str) -> bool {
    path.starts_with('/') || path.ends_with('/')
}

/// Whether a part of the path is empty, `.` or `..`.
pub(super) fn has_odd_part(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "" | "." | ".."))
}

/// The paths that occur twice, or that another path would need to be a folder.
///
/// Sorted part by part, a path stands right before what lies below it, so one look at each pair of
/// neighbours finds them all, however deep a hostile path goes.
pub(super) fn conflicts<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut paths: Vec<_> = paths.collect();
    paths.sort_by(|a, b| a.split('/').cmp(b.split('/')));
    let pairs = paths.windows(2).filter(|pair| contains(pair[0], pair[1]));
    pairs.map(|pair| pair[0]).collect()
}

fn contains(path: &str, other: &str) -> bool {
    other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::conflicts;

    #[test]
    fn conflicting_paths() {
        assert!(conflicts(["a", "a.b/c", "ab", "b/a"].into_iter()).is_empty());
        assert_eq!(conflicts(["a/b/c", "a.b", "a", "a-b"].into_iter()), ["a"]);
        assert_eq!(conflicts(["x", "a/b", "x"].into_iter()), ["x"]);
    }
}
