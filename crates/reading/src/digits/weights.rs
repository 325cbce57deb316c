//! The weights: half-precision floats (IEEE 754 binary16, little endian), layer after layer in the order in which
//! the network asks for them, written by `digits/train/export.py`.

static FILE: &[u8] = include_bytes!("weights.bin");
const _: () = assert!(
    FILE.len() == 2 * super::network::WEIGHTS,
    "weights.bin does not belong to this network"
);

/// Takes the weights one after the other.
pub(super) struct Weights(std::slice::ChunksExact<'static, u8>);

impl Weights {
    pub fn new() -> Self {
        Self(FILE.chunks_exact(2))
    }

    /// The next `count` weights.
    pub fn take(&mut self, count: usize) -> Vec<f32> {
        self.0
            .by_ref()
            .take(count)
            .map(|pair| single(u16::from_le_bytes([pair[0], pair[1]])))
            .collect()
    }
}

/// A finite half-precision float.
fn single(half: u16) -> f32 {
    let magnitude = f32::from(half & 0x03FF);
    let value = match (half >> 10) & 0x1F {
        0 => magnitude * (-24f32).exp2(),
        exponent => (1024.0 + magnitude) * (f32::from(exponent) - 25.0).exp2(),
    };
    if half & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (half, value) in [
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x0001, 5.960_464_5e-8),
            (0x3555, 0.333_251_95),
            (0x7BFF, 65504.0),
        ] {
            assert_eq!(single(half), value);
        }
    }
}
