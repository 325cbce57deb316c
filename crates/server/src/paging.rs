//! Long lists, page by page.

use serde::Deserialize;

/// How many rows a page of a list has.
pub(crate) const ROWS: usize = 50;

/// Which page of a list is asked for, in the address.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Asked {
    #[serde(default = "first")]
    page: u64,
}

fn first() -> u64 {
    1
}

/// Where a page of a list stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    /// The page, from 1.
    pub page: u64,
    /// How many pages there are; one for an empty list.
    pub pages: u64,
    /// How many rows there are in all.
    pub rows: u64,
}

impl Asked {
    /// The rows of the page that is asked for, the last one if there are not so many.
    pub(crate) fn of<T>(self, all: &[T], rows: usize) -> (Paging, &[T]) {
        let count = all.len() as u64;
        let pages = count.div_ceil(rows.max(1) as u64).max(1);
        let page = self.page.clamp(1, pages);
        let shown = all.chunks(rows.max(1)).nth(usize::try_from(page - 1).unwrap_or(usize::MAX));
        (Paging { page, pages, rows: count }, shown.unwrap_or_default())
    }
}

impl Paging {
    /// The page before.
    #[must_use]
    pub(crate) fn before(&self) -> Option<u64> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after.
    #[must_use]
    pub(crate) fn after(&self) -> Option<u64> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// Whether there are others.
    #[must_use]
    pub(crate) fn is_needed(&self) -> bool {
        self.pages > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_all_rows_once_and_there_is_always_one() {
        let all: Vec<u32> = (0..101).collect();
        let mut seen = Vec::new();
        for page in 1..=3 {
            let (paging, rows) = Asked { page }.of(&all, 50);
            assert_eq!((paging.page, paging.pages, paging.rows), (page, 3, 101));
            seen.extend_from_slice(rows);
        }
        assert_eq!(seen, all);
        let (paging, rows) = Asked { page: u64::MAX }.of(&all, 50);
        assert_eq!((paging.page, rows.len(), paging.after()), (3, 1, None));
        let (paging, rows) = Asked { page: 0 }.of(&[0_u8; 0], 50);
        assert_eq!((paging.page, paging.is_needed(), rows.len()), (1, false, 0));
    }
}
