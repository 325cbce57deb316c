//! By what each hit was found.

use tantivy::query::{EnableScoring, Scorer, Weight};
use tantivy::{DocAddress, Searcher};

use super::found::{Reason, Why};
use super::leaf::Leaf;
use crate::IndexError;

/// The reasons of each page, in the order of the pages.
pub(super) fn reasons(
    searcher: &Searcher,
    leaves: &[Leaf],
    pages: &[DocAddress],
) -> Result<Vec<Vec<Reason>>, IndexError> {
    let mut order: Vec<usize> = (0..pages.len()).collect();
    // Postings are read forwards.
    order.sort_by_key(|place| pages.get(*place).copied());
    let mut reasons = vec![Vec::new(); pages.len()];
    for leaf in leaves {
        let mut probes = Probing::new(searcher, leaf)?;
        for place in &order {
            let (Some(page), Some(reasons)) = (pages.get(*place), reasons.get_mut(*place)) else {
                continue;
            };
            if let Some(why) = probes.why(searcher, *page)? {
                let reason = Reason { asked: leaf.asked.clone(), why };
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
    }
    Ok(reasons)
}

/// A leaf, and how far its probes have been read.
struct Probing {
    probes: Vec<(Why, Box<dyn Weight>, Option<InSegment>)>,
}

/// A probe's pages in the segment of this number.
type InSegment = (u32, Box<dyn Scorer>);

impl Probing {
    fn new(searcher: &Searcher, leaf: &Leaf) -> Result<Self, IndexError> {
        let mut probes = Vec::new();
        for probe in &leaf.probes {
            let weight = probe.query.weight(EnableScoring::disabled_from_searcher(searcher))?;
            probes.push((probe.why, weight, None));
        }
        Ok(Self { probes })
    }

    fn why(&mut self, searcher: &Searcher, page: DocAddress) -> Result<Option<Why>, IndexError> {
        for (why, weight, reading) in &mut self.probes {
            let segment = page.segment_ord;
            if reading.as_ref().is_none_or(|(read, _)| *read != segment) {
                *reading = Some((segment, weight.scorer(searcher.segment_reader(segment), 1.0)?));
            }
            let Some((_, scorer)) = reading else { continue };
            let there = scorer.doc() == page.doc_id
                || scorer.doc() < page.doc_id && scorer.seek(page.doc_id) == page.doc_id;
            if there {
                return Ok(Some(*why));
            }
        }
        Ok(None)
    }
}
