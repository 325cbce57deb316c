//! Connected pieces of ink: letters, dots, rules, stamps and dirt.

use crate::Grey;

/// A piece of ink whose pixels touch each other, also at corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Component {
    /// The first column.
    pub left: usize,
    /// The first row.
    pub top: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Pixels of ink.
    pub area: usize,
}

struct Run {
    from: usize,
    to: usize,
    label: usize,
}

/// The pieces whose pixels are darker than `threshold`, in the order of their first rows.
#[must_use]
pub fn components(image: &Grey, threshold: u8) -> Vec<Component> {
    let mut pieces = Pieces::default();
    let mut above: Vec<Run> = Vec::new();
    for y in 0..image.height() {
        let mut runs = runs(image.row(y), threshold);
        let mut first = 0;
        for run in &mut runs {
            while above.get(first).is_some_and(|upper| upper.to < run.from) {
                first += 1;
            }
            let touching = above[first..].iter().take_while(|upper| upper.from <= run.to);
            run.label = pieces.join(touching.map(|upper| upper.label));
            pieces.add(run, y);
        }
        above = runs;
    }
    pieces.finish()
}

/// Runs of ink in a row; `to` is the column behind the last.
fn runs(row: &[u8], threshold: u8) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut from = None;
    for (x, &shade) in row.iter().enumerate() {
        match (shade < threshold, from) {
            (true, None) => from = Some(x),
            (false, Some(begin)) => {
                runs.push(Run { from: begin, to: x, label: 0 });
                from = None;
            }
            _ => {}
        }
    }
    runs.extend(from.map(|begin| Run { from: begin, to: row.len(), label: 0 }));
    runs
}

#[derive(Clone, Copy)]
struct Bounds {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
    area: usize,
}

/// Disjoint sets of runs; the smallest label of a set stands for it.
#[derive(Default)]
struct Pieces {
    parents: Vec<usize>,
    bounds: Vec<Bounds>,
}

impl Pieces {
    /// One label for all runs that touch, or a new one.
    fn join(&mut self, labels: impl Iterator<Item = usize>) -> usize {
        let mut joined = None;
        for label in labels {
            let root = self.root(label);
            joined = Some(match joined {
                None => root,
                Some(other) => self.unite(other, root),
            });
        }
        joined.unwrap_or_else(|| self.start())
    }

    fn start(&mut self) -> usize {
        let nothing = Bounds { left: usize::MAX, right: 0, top: usize::MAX, bottom: 0, area: 0 };
        self.parents.push(self.parents.len());
        self.bounds.push(nothing);
        self.parents.len() - 1
    }

    fn root(&mut self, mut label: usize) -> usize {
        while self.parents[label] != label {
            self.parents[label] = self.parents[self.parents[label]];
            label = self.parents[label];
        }
        label
    }

    fn unite(&mut self, one: usize, other: usize) -> usize {
        let (low, high) = (one.min(other), one.max(other));
        self.parents[high] = low;
        low
    }

    fn add(&mut self, run: &Run, y: usize) {
        let bounds = &mut self.bounds[run.label];
        bounds.include(Bounds {
            left: run.from,
            right: run.to,
            top: y,
            bottom: y + 1,
            area: run.to - run.from,
        });
    }

    fn finish(mut self) -> Vec<Component> {
        for label in (0..self.parents.len()).rev() {
            let parent = self.parents[label];
            if parent != label {
                let bounds = self.bounds[label];
                self.bounds[parent].include(bounds);
            }
        }
        let roots = self.parents.iter().zip(&self.bounds).enumerate();
        let roots = roots.filter(|(label, (parent, _))| label == *parent);
        roots.map(|(_, (_, bounds))| bounds.component()).collect()
    }
}

impl Bounds {
    fn include(&mut self, other: Self) {
        self.left = self.left.min(other.left);
        self.right = self.right.max(other.right);
        self.top = self.top.min(other.top);
        self.bottom = self.bottom.max(other.bottom);
        self.area += other.area;
    }

    fn component(&self) -> Component {
        Component {
            left: self.left,
            top: self.top,
            width: self.right - self.left,
            height: self.bottom - self.top,
            area: self.area,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(rows: &[&str]) -> Grey {
        let pixels = rows.concat().bytes().map(|byte| if byte == b'#' { 0 } else { 255 }).collect();
        Grey::from_pixels(rows[0].len(), pixels)
    }

    #[test]
    fn arms_that_meet_below_are_one_piece() {
        let found = components(&drawing(&["#.#.#", "#.#..", "###.."]), 128);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Component { left: 0, top: 0, width: 3, height: 3, area: 7 });
        assert_eq!(found[1], Component { left: 4, top: 0, width: 1, height: 1, area: 1 });
    }

    #[test]
    fn corners_touch() {
        assert_eq!(components(&drawing(&["#..", ".#.", "..#"]), 128).len(), 1);
        assert_eq!(components(&drawing(&["..#", ".#.", "#.."]), 128).len(), 1);
        assert_eq!(components(&drawing(&["#.#", "...", "#.#"]), 128).len(), 4);
    }

    #[test]
    fn white_has_none() {
        assert!(components(&Grey::filled(5, 5, 255), 128).is_empty());
        assert!(components(&Grey::filled(0, 0, 0), 128).is_empty());
    }
}
