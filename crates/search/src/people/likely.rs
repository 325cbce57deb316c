//! Choosing the mentions worth comparing: those that could weigh most.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, DocSet as _, Searcher, SegmentReader};

use super::key::{Fields, Part};
use super::seen::{Extent, Seen};
use crate::IndexError;

/// What a mention may have, and how much each speaks for the person; the most telling first. It counts once, however
/// much of it a mention has.
pub(super) struct Wish {
    pub part: Part,
    pub values: Vec<(String, f32)>,
}

/// The mentions that could weigh most.
#[derive(Debug, Default)]
pub(super) struct Choice {
    likely: BinaryHeap<(u16, Reverse<DocAddress>)>,
    /// The most that a mention could weigh for which there was no room.
    pub left_out: Option<f32>,
}

/// They, the best first, each with the most that it could weigh.
impl Iterator for Choice {
    type Item = (f32, DocAddress);

    fn next(&mut self) -> Option<Self::Item> {
        self.likely.pop().map(|(steps, Reverse(address))| (weight(steps), address))
    }
}

fn weight(steps: u16) -> f32 {
    f32::from(steps) * STEP
}

/// Weights are counted in so small steps, in sixteen bits.
const STEP: f32 = 1.0 / 256.0;
const STEPS: usize = 1 << 16;

/// Chooses mentions that have most of what is wished, at most so many of each segment of the index.
pub(super) fn choose(
    searcher: &Searcher,
    fields: &Fields,
    seen: &Seen,
    wishes: &[Wish],
    room: usize,
) -> Result<Choice, IndexError> {
    let (mut likely, mut left_out) = (Vec::new(), None::<u16>);
    for (ordinal, segment) in (0u32..).zip(searcher.segment_readers()) {
        let marks = marks((ordinal, segment), fields, seen, wishes)?;
        let (found, without_room) = highest(&marks, room);
        let found = found.into_iter();
        likely
            .extend(found.map(|(steps, entry)| (steps, Reverse(DocAddress::new(ordinal, entry)))));
        left_out = left_out.max(without_room);
    }
    Ok(Choice { likely: likely.into(), left_out: left_out.map(weight) })
}

/// What an entry has: the sum of its weights, and the last wish that was counted.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    steps: u16,
    wish: u16,
}

/// The marks of all entries of a segment.
fn marks(
    (ordinal, segment): (u32, &SegmentReader),
    fields: &Fields,
    seen: &Seen,
    wishes: &[Wish],
) -> Result<Vec<Mark>, IndexError> {
    let inverted = segment.inverted_index(fields.key)?;
    let mut marks = vec![Mark::default(); segment.max_doc() as usize];
    for (number, wish) in (1u16..).zip(wishes) {
        for (value, weight) in &wish.values {
            // Rounded up: the sum must not be less than what the mention weighs.
            let steps = (weight / STEP).ceil().clamp(0.0, f32::from(u16::MAX)) as u16;
            for (level, extent) in seen.levels(ordinal) {
                let term = fields.term(level, wish.part, value);
                let found = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                if let Some(found) = found {
                    add(&mut marks, (found, &extent), number, steps);
                }
            }
        }
    }
    Ok(marks)
}

fn add(
    marks: &mut [Mark],
    (mut found, extent): (SegmentPostings, &Extent<'_>),
    wish: u16,
    steps: u16,
) {
    let mut entries = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let count = found.fill_buffer(&mut entries);
        for &entry in entries.iter().take(count) {
            let Some(mark) = marks.get_mut(entry as usize) else { continue };
            if mark.wish != wish && extent.has(entry) {
                *mark = Mark { steps: mark.steps.saturating_add(steps), wish };
            }
        }
        if count < entries.len() {
            return;
        }
    }
}

/// The entries with the highest marks, at most so many, and the most that one has for which there was no room.
fn highest(marks: &[Mark], room: usize) -> (Vec<(u16, DocId)>, Option<u16>) {
    let mut counts = vec![0usize; STEPS];
    for mark in marks.iter().filter(|mark| mark.steps > 0) {
        if let Some(count) = counts.get_mut(usize::from(mark.steps)) {
            *count += 1;
        }
    }
    // Down to the lowest mark for which there is room, and how many entries have more.
    let (mut least, mut above, mut full) = (1, 0, false);
    for (steps, count) in (1..=u16::MAX).zip(counts.iter().skip(1)).rev() {
        if above + count > room {
            (least, full) = (steps, true);
            break;
        }
        above += count;
    }
    let mut rest = room - above;
    let mut found = Vec::with_capacity(above);
    for (entry, mark) in (0..).zip(marks).filter(|(_, mark)| mark.steps >= least) {
        if full && mark.steps == least {
            if rest == 0 {
                continue;
            }
            rest -= 1;
        }
        found.push((mark.steps, entry));
    }
    (found, full.then_some(least))
}
