//! Grey images as files that Tesseract reads: binary PGM, which is a short head and the pixels.

/// A grey image as a PGM file (Netpbm, `P5`, 255).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pgm {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

impl Pgm {
    /// Of as many pixels as `width` and `height` say.
    pub fn new(width: u32, height: u32, pixels: &[u8]) -> Self {
        let mut bytes = format!("P5\n{width} {height}\n255\n").into_bytes();
        bytes.extend_from_slice(pixels);
        Self { bytes, width, height }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_and_the_pixels() {
        let file = Pgm::new(2, 2, &[0, 1, 2, 3]);
        assert_eq!(file.bytes(), b"P5\n2 2\n255\n\x00\x01\x02\x03");
        assert_eq!((file.width(), file.height()), (2, 2));
    }
}
