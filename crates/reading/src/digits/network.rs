//! The network, as `digits/train/net.py` defines it, with batch normalisation folded into the weights.

use super::kernel::{Filters, TOGETHER};
use super::weights::Weights;

/// Rows of the image that goes in.
pub(super) const HEIGHT: usize = 40;
/// Pixel columns for one column that comes out.
pub(super) const STEP: usize = 2;
/// The image's width is a multiple of this.
pub(super) const PADDING: usize = STEP * TOGETHER;
/// What a column can show.
pub(super) const CLASSES: usize = 26;

/// Weights in all: the layers below, each with a bias for every output.
pub(super) const WEIGHTS: usize = full(9, 16)
    + full(9 * 16, 32)
    + full(9, 32)
    + full(32, 64)
    + full(9, 64)
    + full(64, 64)
    + full(5 * 64, WIDE)
    + DILATIONS.len() * full(3 * WIDE, WIDE)
    + full(WIDE, CLASSES);
const WIDE: usize = 96;
const DILATIONS: [usize; 4] = [1, 2, 4, 8];

const fn full(inputs: usize, outputs: usize) -> usize {
    (inputs + 1) * outputs
}

/// Rows of columns of channels.
struct Map {
    height: usize,
    width: usize,
    channels: usize,
    values: Vec<f32>,
}

impl Map {
    fn new(height: usize, width: usize, channels: usize) -> Self {
        Self { height, width, channels, values: vec![0.0; height * width * channels] }
    }

    /// The channels at a place, if it lies inside.
    fn at(&self, row: isize, column: isize) -> Option<&[f32]> {
        let (row, column) = (usize::try_from(row).ok()?, usize::try_from(column).ok()?);
        if row >= self.height || column >= self.width {
            return None;
        }
        let first = (row * self.width + column) * self.channels;
        Some(&self.values[first..first + self.channels])
    }

    fn at_mut(&mut self, row: usize, column: usize) -> &mut [f32] {
        let first = (row * self.width + column) * self.channels;
        &mut self.values[first..first + self.channels]
    }
}

/// Where a filter looks and how it moves: rows, columns, strides, and the distance between its columns.
#[derive(Debug, Clone, Copy)]
struct Window {
    rows: usize,
    columns: usize,
    down: usize,
    along: usize,
    dilation: usize,
}

impl Window {
    const fn new(rows: usize, columns: usize, down: usize, along: usize) -> Self {
        Self { rows, columns, down, along, dilation: 1 }
    }

    /// The place of tap (`i`, `j`) for output (`row`, `column`): with stride 1 the window is centred, with stride 2 it
    /// begins at the place itself; a window over all rows begins at the top.
    fn place(&self, row: usize, column: usize, i: usize, j: usize) -> (isize, isize) {
        let above = if self.down == 1 && self.rows == 3 { 1 } else { 0 };
        let before = if self.along == 1 { self.columns / 2 * self.dilation } else { 0 };
        (
            (row * self.down + i) as isize - above,
            (column * self.along + j * self.dilation) as isize - before as isize,
        )
    }
}

/// Filters that see all channels in a window, then `max(0, x)`.
#[derive(Debug)]
struct Full {
    window: Window,
    filters: Filters,
    outputs: usize,
}

impl Full {
    fn new(weights: &mut Weights, window: Window, inputs: usize, outputs: usize) -> Self {
        Self {
            window,
            filters: Filters::new(weights, window.rows * window.columns * inputs, outputs),
            outputs,
        }
    }

    fn apply(&self, map: &Map) -> Map {
        let mut out = self.linear(map);
        for value in &mut out.values {
            *value = value.max(0.0);
        }
        out
    }

    fn linear(&self, map: &Map) -> Map {
        let height = if self.window.rows == map.height { 1 } else { map.height / self.window.down };
        let mut out = Map::new(height, map.width / self.window.along, self.outputs);
        let mut patches =
            vec![0.0; self.window.rows * self.window.columns * map.channels * TOGETHER];
        for row in 0..height {
            for first in (0..out.width).step_by(TOGETHER) {
                self.gather(map, row, first, &mut patches);
                self.filters.apply(&patches, |column, output, values| {
                    out.at_mut(row, first + column)[output..output + values.len()]
                        .copy_from_slice(values);
                });
            }
        }
        out
    }

    /// What the window sees from `TOGETHER` columns.
    fn gather(&self, map: &Map, row: usize, first: usize, patches: &mut [f32]) {
        let taps = patches.chunks_exact_mut(map.channels * TOGETHER).enumerate();
        for (tap, patch) in taps {
            let (i, j) = (tap / self.window.columns, tap % self.window.columns);
            for column in 0..TOGETHER {
                let (y, x) = self.window.place(row, first + column, i, j);
                let values = patch.chunks_exact_mut(TOGETHER).map(|values| &mut values[column]);
                match map.at(y, x) {
                    Some(channels) => {
                        values.zip(channels).for_each(|(value, channel)| *value = *channel)
                    }
                    None => values.for_each(|value| *value = 0.0),
                }
            }
        }
    }
}

/// Filters of three rows and columns that see one channel each.
#[derive(Debug)]
struct Depthwise {
    window: Window,
    taps: Vec<f32>,
    bias: Vec<f32>,
}

impl Depthwise {
    fn new(weights: &mut Weights, down: usize, channels: usize) -> Self {
        let taps = weights.take(9 * channels);
        Self { window: Window::new(3, 3, down, 1), taps, bias: weights.take(channels) }
    }

    fn apply(&self, map: &Map) -> Map {
        let mut out = Map::new(map.height / self.window.down, map.width, map.channels);
        for row in 0..out.height {
            for column in 0..out.width {
                let sums = out.at_mut(row, column);
                sums.copy_from_slice(&self.bias);
                for (tap, weights) in self.taps.chunks_exact(map.channels).enumerate() {
                    let (y, x) = self.window.place(row, column, tap / 3, tap % 3);
                    let Some(channels) = map.at(y, x) else { continue };
                    for (sum, (weight, channel)) in
                        sums.iter_mut().zip(weights.iter().zip(channels))
                    {
                        *sum += weight * channel;
                    }
                }
            }
        }
        out
    }
}

/// The network with its weights.
#[derive(Debug)]
pub(super) struct Network {
    first: Full,
    second: Full,
    third: (Depthwise, Full),
    fourth: (Depthwise, Full),
    fold: Full,
    along: Vec<Full>,
    head: Full,
}

impl Network {
    pub fn new() -> Self {
        let weights = &mut Weights::new();
        let point = Window::new(1, 1, 1, 1);
        Self {
            first: Full::new(weights, Window::new(3, 3, 2, 2), 1, 16),
            second: Full::new(weights, Window::new(3, 3, 2, 1), 16, 32),
            third: (Depthwise::new(weights, 2, 32), Full::new(weights, point, 32, 64)),
            fourth: (Depthwise::new(weights, 1, 64), Full::new(weights, point, 64, 64)),
            fold: Full::new(weights, Window::new(5, 1, 1, 1), 64, WIDE),
            along: DILATIONS
                .iter()
                .map(|dilation| {
                    let window = Window { dilation: *dilation, ..Window::new(1, 3, 1, 1) };
                    Full::new(weights, window, WIDE, WIDE)
                })
                .collect(),
            head: Full::new(weights, point, WIDE, CLASSES),
        }
    }

    /// For every column the probability of every class. `ink` holds `HEIGHT` rows of `width` values, a multiple of
    /// `PADDING`.
    pub fn forward(&self, ink: &[f32], width: usize) -> Vec<[f32; CLASSES]> {
        let map = Map { height: HEIGHT, width, channels: 1, values: ink.to_vec() };
        let map = self.second.apply(&self.first.apply(&map));
        let map = self.third.1.apply(&self.third.0.apply(&map));
        let map = self.fourth.1.apply(&self.fourth.0.apply(&map));
        let mut map = self.fold.apply(&map);
        for layer in &self.along {
            let more = layer.apply(&map);
            for (value, more) in map.values.iter_mut().zip(&more.values) {
                *value += more;
            }
        }
        self.head.linear(&map).values.chunks_exact(CLASSES).map(probabilities).collect()
    }
}

fn probabilities(scores: &[f32]) -> [f32; CLASSES] {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut out = [0.0; CLASSES];
    for (out, score) in out.iter_mut().zip(scores) {
        *out = (score - most).exp();
    }
    let sum: f32 = out.iter().sum();
    out.map(|value| value / sum)
}
