//! Our own reader of figures: runs of Arabic-Indic or ASCII digits in the image of a line or of a register's cell.
//!
//! Tesseract's Arabic models know two of the ten Arabic-Indic digits. This reader knows nothing but digits: a small
//! convolutional network says for every second pixel column of a line, brought to 40 rows, which digit or separator is
//! there, or a gap, or other ink. It was trained on lines printed by `crates/reading/digits/train`, which also says how
//! the weights are made again.

mod decode;
mod kernel;
mod line;
mod network;
mod weights;

use sijill_imaging::Grey;

use network::Network;

/// A run of digits with the separators between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Digits as printed, Arabic-Indic or ASCII (Persian shapes as Arabic-Indic), with `/`, `-` and `.` between them, in
    /// the order of the eye from left to right. That is also the logical order, but for parts joined by `-` in Arabic
    /// text, which the Unicode bidirectional algorithm would set from right to left.
    pub text: String,
    /// The first pixel column of the given image that the figure covers.
    pub left: usize,
    /// The pixel column after the last one.
    pub right: usize,
    /// How sure the reader is that every digit is right, 0 to 1: the probability of its least sure column.
    pub confidence: f32,
}

/// Reads figures. Costs a few hundred kilobytes; make one and keep it.
#[derive(Debug)]
pub struct DigitReader {
    network: Network,
}

impl Default for DigitReader {
    fn default() -> Self {
        Self::new()
    }
}

impl DigitReader {
    /// The reader with the weights that this program carries.
    #[must_use]
    pub fn new() -> Self {
        Self { network: Network::new() }
    }

    /// The figures of one line or cell, from left to right. The image is grey with white paper and level lines, as
    /// `sijill_imaging::prepare` makes it, cut somewhat wider than the line's ink; any size is allowed. Figures of one
    /// digit are among them, and the least sure of them are often letters: ا and ه look like ١ and ٥.
    #[must_use]
    pub fn read_line(&self, image: &Grey) -> Vec<Figure> {
        let Some(line) = line::normalise(image) else { return Vec::new() };
        let columns = self.network.forward(&line.ink, line.width);
        let place = |x: f32| line.column(x * network::STEP as f32);
        let figure = |found: decode::Found| {
            let left = place(found.left).min(image.width().saturating_sub(1));
            let right = place(found.right).clamp(left + 1, image.width());
            Figure { text: found.text, left, right, confidence: found.confidence }
        };
        decode::figures(&columns).into_iter().map(figure).collect()
    }
}

#[cfg(test)]
mod tests;
