//! A page or a piece of one in grey: what measuring and reading work on.

/// Grey pixels, 0 black, 255 white, rows from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// An image of one shade.
    #[must_use]
    pub fn filled(width: usize, height: usize, shade: u8) -> Self {
        Self { width, pixels: vec![shade; width * height] }
    }

    /// Takes whole rows; an incomplete last one is left out.
    #[must_use]
    pub fn from_pixels(width: usize, mut pixels: Vec<u8>) -> Self {
        let height = pixels.len().checked_div(width).unwrap_or(0);
        pixels.truncate(width * height);
        Self { width, pixels }
    }

    /// Pixels a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.pixels.len().checked_div(self.width).unwrap_or(0)
    }

    /// The bytes, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The bytes, row by row, to be changed.
    pub fn pixels_mut(&mut self) -> &mut [u8] {
        &mut self.pixels
    }

    /// One row.
    #[must_use]
    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// A rectangle of the image, as far as it lies inside.
    #[must_use]
    pub fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let (left, top) = (left.min(self.width), top.min(self.height()));
        let (width, height) = (width.min(self.width - left), height.min(self.height() - top));
        let rows = (top..top + height).map(|y| &self.row(y)[left..left + width]);
        Self { width, pixels: rows.flatten().copied().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_stays_inside() {
        let image = Grey::from_pixels(3, vec![1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!((image.width(), image.height()), (3, 2));
        assert_eq!(image.crop(1, 0, 2, 2).pixels(), [2, 3, 5, 6]);
        assert_eq!(image.crop(2, 1, 9, 9).pixels(), [6]);
        assert_eq!(image.crop(9, 9, 1, 1).height(), 0);
    }
}
