//! The names of an index as a tree of their letters, searched best first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::letters::{END, START};
use crate::spelling::{NEVER, Spelling};

const NONE: u32 = u32::MAX;

/// Names by their letters. Names that share letters share the path to them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
struct Node {
    letter: u8,
    child: u32,
    sibling: u32,
    name: u32,
}

/// What a search gives: which name, and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    pub(crate) name: u32,
    pub(crate) weight: f32,
}

/// How far a search goes.
pub(crate) struct Reach {
    /// The most names that it gives.
    pub(crate) limit: usize,
    /// What a name must weigh.
    pub(crate) worst: f32,
    /// How much less than the best one it may weigh.
    pub(crate) below: f32,
    /// How many places of the tree it looks at.
    pub(crate) effort: usize,
}

/// A place in the tree that the search may go on from: the letters down to the node's parent are written.
struct Open {
    bound: f32,
    node: u32,
    before: u8,
    row: u32,
}

impl Trie {
    /// The tree of these names, which come in the order of their letters; equal ones follow each other, and only the
    /// first of them is kept.
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = (&'a [u8], u32)>) -> Self {
        let mut trie =
            Self { nodes: vec![Node { letter: START, child: NONE, sibling: NONE, name: NONE }] };
        let mut path = vec![0u32];
        let mut last: Vec<u8> = Vec::new();
        for (letters, name) in names {
            let shared = last.iter().zip(letters).take_while(|(one, other)| one == other).count();
            path.truncate(shared + 1);
            for &letter in &letters[shared..] {
                let parent = path.last().copied().unwrap_or(0);
                path.push(trie.push(parent, letter));
            }
            let end = path.last().map_or(0, |&end| end as usize);
            if trie.nodes[end].name == NONE {
                trie.nodes[end].name = name;
            }
            last.clear();
            last.extend_from_slice(letters);
        }
        trie
    }

    /// Whether there is no name.
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    fn push(&mut self, parent: u32, letter: u8) -> u32 {
        let new = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        let sibling = std::mem::replace(&mut self.nodes[parent as usize].child, new);
        self.nodes.push(Node { letter, child: NONE, sibling, name: NONE });
        new
    }

    /// The best names for a spelling, best first.
    pub(crate) fn nearest(&self, spelling: &Spelling, reach: &Reach) -> Vec<Found> {
        let &Reach { limit, worst, below, effort } = reach;
        let mut search = Search {
            trie: self,
            spelling,
            rows: Vec::new(),
            open: BinaryHeap::new(),
            found: Vec::new(),
            best: NEVER,
            least: NEVER,
        };
        search.open_children(0, START, worst);
        let mut threshold = worst;
        for _ in 0..effort {
            let Some(open) = search.open.pop() else { break };
            if open.bound < threshold {
                break;
            }
            search.step(&open, threshold);
            threshold = threshold.max(search.threshold(limit, below));
        }
        search.found.sort_by(|one, other| {
            other.weight.total_cmp(&one.weight).then(one.name.cmp(&other.name))
        });
        search.found.retain(|found| found.weight >= threshold);
        search.found.truncate(limit);
        search.found
    }
}

struct Search<'a> {
    trie: &'a Trie,
    spelling: &'a Spelling,
    /// One after the other, each as long as the spelling has places.
    rows: Vec<f32>,
    open: BinaryHeap<Open>,
    found: Vec<Found>,
    best: f32,
    least: f32,
}

impl Search<'_> {
    /// Writes the letter of a node once for every letter that can follow it.
    fn step(&mut self, open: &Open, threshold: f32) {
        let node = &self.trie.nodes[open.node as usize];
        let from = open.row as usize;
        let row = self.rows.get(from..from + self.spelling.places).unwrap_or_default().to_vec();
        let mut next = Vec::new();
        if node.name != NONE {
            self.spelling.next_row(&row, open.before, node.letter, END, &mut next);
            let weight = next.last().copied().unwrap_or(NEVER);
            if weight >= threshold {
                self.best = self.best.max(weight);
                self.found.push(Found { name: node.name, weight });
            }
        }
        let mut child = node.child;
        while let Some(after) = self.trie.nodes.get(child as usize) {
            self.spelling.next_row(&row, open.before, node.letter, after.letter, &mut next);
            let bound = self.spelling.prune(&mut next, after.letter, node.letter, threshold);
            if bound >= threshold {
                self.push(child, node.letter, bound, &next);
            }
            child = after.sibling;
        }
    }

    fn open_children(&mut self, parent: usize, before: u8, worst: f32) {
        let mut child = self.trie.nodes.get(parent).map_or(NONE, |node| node.child);
        while let Some(node) = self.trie.nodes.get(child as usize) {
            let mut row = self.spelling.first_row();
            let bound = self.spelling.prune(&mut row, node.letter, before, worst);
            if bound >= worst {
                self.push(child, before, bound, &row);
            }
            child = node.sibling;
        }
    }

    fn push(&mut self, node: u32, before: u8, bound: f32, row: &[f32]) {
        let Ok(at) = u32::try_from(self.rows.len()) else { return };
        self.rows.extend_from_slice(row);
        self.open.push(Open { bound, node, before, row: at });
    }

    /// What a name must weigh now to be among those that are given.
    fn threshold(&mut self, limit: usize, below: f32) -> f32 {
        if self.found.len() >= limit.saturating_mul(2).max(1) {
            self.found.sort_unstable_by(|one, other| other.weight.total_cmp(&one.weight));
            self.found.truncate(limit);
            self.least = self.found.last().map_or(NEVER, |found| found.weight);
        }
        self.least.max(self.best - below)
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then_with(|| other.node.cmp(&self.node))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}
