//! A name that is asked for, made ready to be compared with many names of records.
//!
//! A comparison writes the record's letters one after the other as pieces of what was asked, at most four letters each.
//! The weight of the best way to do so is the logarithm of how likely somebody who means the recorded name writes what
//! was asked, but for a constant. A spelling holds the weight of every piece for every letter and its neighbours, so
//! that one letter of a record is a walk over a row of numbers.

use crate::confusion::CONFUSED;
use crate::latin;
use crate::letters::{END, LETTERS, LONGEST, START};
use crate::rest::Rest;
use crate::weights::{Beside, LONGEST_UNIT, Unit, Weights};

/// No way leads here.
pub(crate) const NEVER: f32 = -1e9;

/// A letter of the record that is not written, where none like it was ever left out; a letter that is written as one
/// that never stood for it; a letter that stands for none.
const LEFT_OUT: f32 = -5.5;
const REPLACED: f32 = -7.0;
const ADDED: f32 = -5.5;

/// What is thought of how records were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Every letter is what it seems.
    Good,
    /// A letter may have been taken for another one.
    Bad,
}

/// The tables of one name that is asked for.
#[derive(Debug, Clone)]
pub struct Spelling {
    /// Letters of what was asked, plus one.
    pub(crate) places: usize,
    pub(crate) arcs: Vec<Arc>,
    /// For each place its first arc, and the end.
    starts: Vec<usize>,
    /// By letter, then arc.
    pub(crate) plain: Vec<f32>,
    /// By letter, arc, and the letter before; by letter, arc, and the letter after; empty if neighbours do not matter.
    pub(crate) after: Vec<f32>,
    pub(crate) before: Vec<f32>,
    pub(crate) added: Vec<f32>,
    pub(crate) rest: Rest,
    best: f32,
}

/// A piece of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) from: u8,
    pub(crate) to: u8,
}

/// One letter of a record, and the piece of what was asked that it is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Which letter of the record.
    pub letter: usize,
    /// Where the piece begins in what was asked.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

impl Spelling {
    /// A name in Latin letters as [`crate::romanised`] gives it, for comparing with Arabic ones.
    #[must_use]
    pub fn latin(weights: &Weights, romanised: &str, copies: Copies) -> Self {
        let text: Vec<u8> = romanised.bytes().take(LONGEST).collect();
        let mut spelling = Self::blank(text.len(), LONGEST_UNIT);
        spelling.after = vec![0.0; LETTERS * spelling.plain.len()];
        spelling.before = spelling.after.clone();
        for (at, arc) in spelling.arcs.clone().into_iter().enumerate() {
            let (from, to) = (usize::from(arc.from), usize::from(arc.to));
            let unit =
                std::str::from_utf8(&text[from..to]).ok().and_then(|unit| weights.unit(unit));
            spelling.floor(at, arc);
            let sign_at = |at: Option<usize>| {
                at.and_then(|at| text.get(at)).map_or(latin::SIGNS - 1, |&b| latin::sign(b))
            };
            if let Some(unit) = unit {
                spelling.fill(at, unit, sign_at(from.checked_sub(1)), sign_at(Some(to)));
            }
        }
        if copies == Copies::Bad {
            spelling.misread();
        }
        spelling.added = vec![ADDED; text.len()];
        for (added, &letter) in spelling.added.iter_mut().zip(&text) {
            if letter == latin::BREAK {
                *added = -1.0;
            }
        }
        spelling.finish();
        spelling
    }

    /// Tables without weights for a name of so many letters.
    pub(crate) fn blank(length: usize, longest_piece: usize) -> Self {
        let mut arcs = Vec::new();
        let mut starts = Vec::new();
        for from in 0..=length {
            starts.push(arcs.len());
            for to in from..=(from + longest_piece).min(length) {
                let place = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
                arcs.push(Arc { from: place(from), to: place(to) });
            }
        }
        starts.push(arcs.len());
        let plain = vec![NEVER; LETTERS * arcs.len()];
        let (after, before) = (Vec::new(), Vec::new());
        let added = vec![NEVER; length];
        Self {
            places: length + 1,
            arcs,
            starts,
            plain,
            after,
            before,
            added,
            rest: Rest::default(),
            best: 0.0,
        }
    }

    /// Works out what can be reached, when all weights are there.
    pub(crate) fn finish(&mut self) {
        self.rest = Rest::new(self);
        self.best = self.rest.whole();
    }

    fn floor(&mut self, at: usize, arc: Arc) {
        let weight = match arc.to - arc.from {
            0 => LEFT_OUT,
            1 => REPLACED,
            _ => NEVER,
        };
        for letter in 0..LETTERS {
            self.plain[letter * self.arcs.len() + at] = weight;
        }
    }

    fn fill(&mut self, at: usize, unit: &Unit, preceded: u8, followed: u8) {
        let arcs = self.arcs.len();
        let plain = |letter: u8| usize::from(letter) * arcs + at;
        let pair = |letter: u8, beside: u8| {
            (usize::from(letter) * arcs + at) * LETTERS + usize::from(beside)
        };
        for (&letter, &weight) in &unit.plain {
            self.plain[plain(letter)] = weight;
        }
        for (&(beside, letter), &weight) in &unit.beside {
            match beside {
                Beside::Anything => {}
                Beside::After(neighbour) => self.after[pair(letter, neighbour)] = weight,
                Beside::Before(neighbour) => self.before[pair(letter, neighbour)] = weight,
                Beside::AfterLatin(sign) if sign == preceded => self.plain[plain(letter)] += weight,
                Beside::BeforeLatin(sign) if sign == followed => {
                    self.plain[plain(letter)] += weight
                }
                Beside::AfterLatin(_) | Beside::BeforeLatin(_) => {}
            }
        }
    }

    /// A letter may have been read wrong: it may stand for another one, at a cost.
    fn misread(&mut self) {
        let arcs = self.arcs.len();
        let clean = self.plain.clone();
        for &(one, other, cost) in CONFUSED.iter() {
            for (read, meant) in [(one, other), (other, one)] {
                let (read, meant) = (usize::from(read) * arcs, usize::from(meant) * arcs);
                for at in 0..arcs {
                    let weight = clean[meant + at] - cost;
                    self.plain[read + at] = self.plain[read + at].max(weight);
                }
            }
        }
    }

    /// The row before the first letter of a record.
    pub(crate) fn first_row(&self) -> Vec<f32> {
        let mut row = vec![NEVER; self.places];
        row[0] = 0.0;
        self.add(&mut row);
        row
    }

    /// The row after a letter of a record that stands between two others, from the row before it.
    pub(crate) fn next_row(
        &self,
        row: &[f32],
        before: u8,
        letter: u8,
        after: u8,
        next: &mut Vec<f32>,
    ) {
        next.clear();
        next.resize(self.places, NEVER);
        let arcs = self.arcs.len();
        let letter = usize::from(letter).min(LETTERS - 1);
        let plain = &self.plain[letter * arcs..(letter + 1) * arcs];
        let table = letter * arcs * LETTERS;
        let after_it = self.after.get(table + usize::from(before)..).unwrap_or_default();
        let before_it = self.before.get(table + usize::from(after)..).unwrap_or_default();
        for (place, &from) in row.iter().enumerate() {
            if from <= NEVER / 2.0 {
                continue;
            }
            for at in self.starts[place]..self.starts[place + 1] {
                let mut weight = from + plain[at];
                if let (Some(one), Some(other)) =
                    (after_it.get(at * LETTERS), before_it.get(at * LETTERS))
                {
                    weight += one + other;
                }
                let to = &mut next[usize::from(self.arcs[at].to)];
                *to = to.max(weight);
            }
        }
        self.add(next);
    }

    fn add(&self, row: &mut [f32]) {
        for at in 0..self.added.len() {
            row[at + 1] = row[at + 1].max(row[at] + self.added[at]);
        }
    }

    /// What a record can weigh at best that goes on with this letter. Leaves out of the row what cannot weigh so much as
    /// `least`.
    pub(crate) fn prune(&self, row: &mut [f32], letter: u8, before: u8, least: f32) -> f32 {
        let mut best = NEVER;
        for (place, weight) in row.iter_mut().enumerate() {
            let most = *weight + self.rest.get(place, letter, before);
            best = best.max(most);
            if most < least {
                *weight = NEVER;
            }
        }
        best
    }

    /// What a letter's neighbours add to a piece, by neighbour; nothing if they do not matter.
    pub(crate) fn beside<'a>(
        &self,
        table: &'a [f32],
        letter: usize,
        arc: usize,
    ) -> Option<&'a [f32]> {
        let from = (letter * self.arcs.len() + arc) * LETTERS;
        table.get(from..from + LETTERS)
    }

    fn weight(&self, arc: usize, before: u8, letter: u8, after: u8) -> f32 {
        let letter = usize::from(letter).min(LETTERS - 1);
        let beside = |table, other: u8| {
            self.beside(table, letter, arc)
                .map_or(0.0, |beside| beside.get(usize::from(other)).copied().unwrap_or(0.0))
        };
        self.plain[letter * self.arcs.len() + arc]
            + beside(&self.after, before)
            + beside(&self.before, after)
    }

    /// The weight of the best way to write these letters as what was asked.
    #[must_use]
    pub fn weigh(&self, letters: &[u8]) -> f32 {
        self.weigh_above(letters, NEVER)
    }

    /// The same, but gives up on what cannot weigh so much.
    pub(crate) fn weigh_above(&self, letters: &[u8], least: f32) -> f32 {
        let mut row = self.first_row();
        let mut next = Vec::new();
        for at in 0..letters.len() {
            let (before, after) = neighbours(letters, at);
            if self.prune(&mut row, letters[at], before, least) < least {
                return NEVER;
            }
            self.next_row(&row, before, letters[at], after, &mut next);
            std::mem::swap(&mut row, &mut next);
        }
        row.last().copied().unwrap_or(NEVER)
    }

    /// The most that any name could weigh: a name that sounds exactly like what was asked comes near it.
    #[must_use]
    pub fn best(&self) -> f32 {
        self.best
    }

    /// The pieces of the best way, one for each letter of the record, and the weight.
    #[must_use]
    pub fn align(&self, letters: &[u8]) -> (f32, Vec<Piece>) {
        let mut rows = vec![self.first_row()];
        for at in 0..letters.len() {
            let (before, after) = neighbours(letters, at);
            let mut next = Vec::new();
            self.next_row(&rows[at], before, letters[at], after, &mut next);
            rows.push(next);
        }
        let mut pieces = Vec::new();
        let mut place = self.places - 1;
        for at in (0..letters.len()).rev() {
            place = self.before_added(&rows[at + 1], &rows[at], letters, at, place);
            let Some(from) = self.came_from(&rows[at], &rows[at + 1], letters, at, place) else {
                break;
            };
            pieces.push(Piece { letter: at, from, to: place });
            place = from;
        }
        pieces.reverse();
        (rows.last().and_then(|row| row.last()).copied().unwrap_or(NEVER), pieces)
    }

    /// Goes back over letters that stand for none.
    fn before_added(
        &self,
        row: &[f32],
        earlier: &[f32],
        letters: &[u8],
        at: usize,
        mut place: usize,
    ) -> usize {
        while place > 0 && self.came_from(earlier, row, letters, at, place).is_none() {
            place -= 1;
        }
        place
    }

    fn came_from(
        &self,
        earlier: &[f32],
        row: &[f32],
        letters: &[u8],
        at: usize,
        place: usize,
    ) -> Option<usize> {
        let (before, after) = neighbours(letters, at);
        let ways = self.arcs.iter().enumerate().filter(|(_, arc)| usize::from(arc.to) == place);
        let weighed = ways.map(|(index, arc)| {
            (earlier[usize::from(arc.from)] + self.weight(index, before, letters[at], after), arc)
        });
        let best = weighed.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        (best.0 >= row[place] - 1e-4).then_some(usize::from(best.1.from))
    }
}

/// What stands on both sides of a letter.
pub(crate) fn neighbours(letters: &[u8], at: usize) -> (u8, u8) {
    let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied().unwrap_or(START);
    (before, letters.get(at + 1).copied().unwrap_or(END))
}
