//! Which part of a list a program asks for.

use serde::Deserialize;

use crate::error::Failure;

/// The most rows of one answer, and how many there are if nothing is said.
const MOST: u64 = 50;

/// The part, as the address has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    #[serde(default)]
    limit: Option<u64>,
    #[serde(default)]
    cursor: Option<String>,
}

/// The part, as rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// The most rows.
    pub limit: usize,
    /// How many are passed over.
    pub offset: usize,
}

impl Part {
    pub(super) fn window(&self) -> Result<Window, Failure> {
        Window::of(self.limit, self.cursor.as_deref())
    }
}

impl Window {
    /// The rows that are asked for. A cursor is what an earlier answer called `next`.
    pub(super) fn of(limit: Option<u64>, cursor: Option<&str>) -> Result<Self, Failure> {
        let limit = limit.unwrap_or(MOST);
        if !(1..=MOST).contains(&limit) {
            return Err(Failure::Refused {
                what: format!("a list has 1 to {MOST} rows, and not {limit}"),
                remedy: "ask for fewer at a time and go on with the cursor".to_owned(),
            });
        }
        let is_number = |cursor: &&str| {
            (1..=9).contains(&cursor.len()) && cursor.bytes().all(|byte| byte.is_ascii_digit())
        };
        let offset = match cursor {
            None => 0,
            Some(cursor) => Some(cursor)
                .filter(is_number)
                .and_then(|cursor| cursor.parse().ok())
                .ok_or_else(|| Failure::Refused {
                what: "the cursor is not one of ours".to_owned(),
                remedy: "take it from the member next of the answer before".to_owned(),
            })?,
        };
        Ok(Self { limit: usize::try_from(limit).unwrap_or(1), offset })
    }

    /// What to ask for next, where there are more rows.
    pub(super) fn next(self, all: usize) -> Option<String> {
        let end = self.offset.saturating_add(self.limit);
        (end < all).then(|| end.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_to_its_end() {
        let (mut cursor, mut rows) = (None, Vec::new());
        loop {
            let window = Window::of(Some(20), cursor.as_deref()).unwrap();
            rows.extend((0..45).skip(window.offset).take(window.limit));
            cursor = window.next(45);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(rows, (0..45).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for (limit, cursor) in [
            (Some(0), None),
            (Some(51), None),
            (None, Some("")),
            (None, Some("-1")),
            (None, Some("١")),
            (None, Some("9999999999")),
        ] {
            assert!(Window::of(limit, cursor).is_err(), "{limit:?} {cursor:?}");
        }
    }
}
