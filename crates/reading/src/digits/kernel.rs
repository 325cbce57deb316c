//! The arithmetic of a layer: four columns at a time with eight outputs at a time, which compilers turn into vector
//! instructions.

use super::weights::Weights;

/// Columns computed together.
pub(super) const TOGETHER: usize = 4;
const LANES: usize = 8;

/// Filters of which each sees all inputs: outputs = weights × inputs + bias.
#[derive(Debug)]
pub(super) struct Filters {
    inputs: usize,
    outputs: usize,
    /// For eight outputs after eight outputs, for every input, eight weights.
    tiles: Vec<f32>,
    bias: Vec<f32>,
}

impl Filters {
    /// Takes `inputs` × `outputs` weights and the biases.
    pub fn new(weights: &mut Weights, inputs: usize, outputs: usize) -> Self {
        let plain = weights.take(inputs * outputs);
        let mut bias = weights.take(outputs);
        let lanes = outputs.next_multiple_of(LANES);
        bias.resize(lanes, 0.0);
        let mut tiles = vec![0.0; inputs * lanes];
        for (input, row) in plain.chunks_exact(outputs.max(1)).enumerate() {
            for (output, weight) in row.iter().enumerate() {
                tiles[(output / LANES * inputs + input) * LANES + output % LANES] = *weight;
            }
        }
        Self { inputs, outputs, tiles, bias }
    }

    /// `patches` holds for every input the value in `TOGETHER` columns; `put(column, outputs of a tile, first output)`
    /// receives what comes out.
    pub fn apply(&self, patches: &[f32], mut put: impl FnMut(usize, usize, &[f32])) {
        let tiles = self.tiles.chunks_exact(self.inputs.max(1) * LANES);
        for (tile, (weights, bias)) in tiles.zip(self.bias.chunks_exact(LANES)).enumerate() {
            let mut sums = [[0f32; LANES]; TOGETHER];
            for sum in &mut sums {
                sum.copy_from_slice(bias);
            }
            add_products(&mut sums, patches, weights);
            let first = tile * LANES;
            let kept = LANES.min(self.outputs - first);
            for (column, sum) in sums.iter().enumerate() {
                put(column, first, &sum[..kept]);
            }
        }
    }
}

/// Adds value × weight to the sum of every column and lane. Arrays, not slices, and a function of its own: so compilers
/// keep the sums in vector registers.
#[inline(never)]
fn add_products(sums: &mut [[f32; LANES]; TOGETHER], values: &[f32], weights: &[f32]) {
    let (values, weights) = (values.as_chunks::<TOGETHER>().0, weights.as_chunks::<LANES>().0);
    for (values, weights) in values.iter().zip(weights) {
        for (sum, value) in sums.iter_mut().zip(values) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
    }
}
