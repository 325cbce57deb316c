//! Whether a folder was scanned whole: the pages that came against the number written on the folder.

use serde::{Deserialize, Serialize};

use crate::quality::Finding;

/// One page of a folder, in the order of scanning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// What [`findings`](crate::quality::findings) says of it.
    pub findings: Vec<Finding>,
    /// The place in the folder, from 0, of an earlier page that this one is a
    /// [`Rescan`](crate::likeness::Likeness::Rescan) of.
    pub rescan_of: Option<usize>,
}

/// What was counted in a folder. Places count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// Pages with something written on them, each sheet's side once.
    pub written: u32,
    /// Where a back side was scanned that has nothing on it: blank pages after a page that is not.
    pub blank_backs: Vec<usize>,
    /// Blank pages that are no backs: first pages, and blank after blank.
    pub other_blanks: Vec<usize>,
    /// Sheets that part batches.
    pub separators: Vec<usize>,
    /// Pages that were scanned before: the place, and that of the earlier one.
    pub doubled: Vec<(usize, usize)>,
    /// How the number on the folder fits.
    pub against_count: Count,
}

/// A number of pages on a folder, against what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Count {
    /// No number was given.
    NotStated,
    /// As many as stated, counted as written sides, with all or some of the blank ones, or as sheets of two sides.
    Fits,
    /// So many are missing at the least.
    Missing(u32),
    /// So many are too many at the least: of another folder, or counted otherwise.
    TooMany(u32),
}

/// Counts the pages of a folder. `stated` is the number written on it, which people count in different ways: sides
/// with or without blank ones, or sheets. Only a number that fits none of them is a question.
#[must_use]
pub fn completeness(pages: &[Scanned], stated: Option<u32>) -> Completeness {
    let mut found = Completeness {
        written: 0,
        blank_backs: Vec::new(),
        other_blanks: Vec::new(),
        separators: Vec::new(),
        doubled: Vec::new(),
        against_count: Count::NotStated,
    };
    let mut sides = 0;
    let mut follows_written = false;
    for (place, page) in pages.iter().enumerate() {
        let earlier = page.rescan_of.filter(|earlier| *earlier < place);
        if page.findings.contains(&Finding::Separator) {
            found.separators.push(place);
            follows_written = false;
            continue;
        }
        if let Some(earlier) = earlier {
            found.doubled.push((place, earlier));
            follows_written = true;
            continue;
        }
        sides += 1;
        if !page.findings.contains(&Finding::Blank) {
            found.written += 1;
            follows_written = true;
            continue;
        }
        let blanks = if follows_written { &mut found.blank_backs } else { &mut found.other_blanks };
        blanks.push(place);
        follows_written = false;
    }
    found.against_count =
        stated.map_or(Count::NotStated, |stated| count(found.written, sides, stated));
    found
}

/// The ways of counting give a least number (sheets with two sides, both written) and a most (sides).
fn count(written: u32, sides: u32, stated: u32) -> Count {
    let fits = [written, sides, sides.div_ceil(2)].contains(&stated);
    match stated {
        _ if fits => Count::Fits,
        more if more > sides => Count::Missing(more - sides),
        less if less < written => Count::TooMany(written - less),
        _ => Count::Fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(findings: &[Finding]) -> Scanned {
        Scanned { findings: findings.to_vec(), rescan_of: None }
    }

    fn folder() -> Vec<Scanned> {
        let again = Scanned { findings: vec![Finding::Blurred], rescan_of: Some(1) };
        vec![
            page(&[Finding::Separator]),
            page(&[]),
            page(&[Finding::Blank]),
            page(&[Finding::Skewed]),
            again,
            page(&[Finding::Blank]),
            page(&[Finding::Blank, Finding::LowResolution]),
            page(&[]),
        ]
    }

    #[test]
    fn every_page_is_counted_as_what_it_is() {
        let found = completeness(&folder(), None);
        assert_eq!((found.written, found.against_count), (3, Count::NotStated));
        assert_eq!((found.blank_backs, found.other_blanks), (vec![2, 5], vec![6]));
        assert_eq!((found.separators, found.doubled), (vec![0], vec![(4, 1)]));
    }

    #[test]
    fn only_a_number_that_fits_no_way_of_counting_is_a_question() {
        let against = |stated| completeness(&folder(), Some(stated)).against_count;
        assert_eq!([3, 4, 6].map(against), [Count::Fits; 3]);
        assert_eq!(against(7), Count::Missing(1));
        assert_eq!(against(u32::MAX), Count::Missing(u32::MAX - 6));
        assert_eq!(against(2), Count::TooMany(1));
        assert_eq!(completeness(&[], Some(0)).against_count, Count::Fits);
        assert_eq!(completeness(&[], Some(4)).against_count, Count::Missing(4));
    }

    #[test]
    fn a_page_is_no_rescan_of_a_later_one() {
        let pages = [Scanned { findings: vec![], rescan_of: Some(0) }];
        assert_eq!(completeness(&pages, Some(1)).against_count, Count::Fits);
        assert!(completeness(&pages, Some(1)).doubled.is_empty());
    }
}
