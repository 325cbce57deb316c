//! Until the reader of digits is here.

use sijill_imaging::Grey;

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Digits and separators in logical order.
    pub text: String,
    /// First column.
    pub left: usize,
    /// Behind the last column.
    pub right: usize,
    /// 0 to 1.
    pub confidence: f32,
}

/// Reads digits.
#[derive(Debug, Default)]
pub struct DigitReader;

impl DigitReader {
    /// A reader.
    #[must_use]
    pub fn new() -> Self {
        Self
    }

    /// The figures of a line from left to right.
    #[must_use]
    pub fn read_line(&self, _line: &Grey) -> Vec<Figure> {
        Vec::new()
    }
}
