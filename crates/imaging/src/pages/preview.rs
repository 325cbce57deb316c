//! A small picture of a page, made quickly.

use crate::Raster;

/// Shrinks a page by a whole factor, each pixel the mean of a square, so that no side is longer than `side`.
pub(super) fn preview(raster: &Raster, side: u32) -> Option<Raster> {
    let longest = raster.width().max(raster.height());
    let factor = longest.div_ceil(side.max(1)).max(1);
    let (width, height) = (raster.width() / factor, raster.height() / factor);
    let (width, height) = (width.max(1), height.max(1));
    let channels = raster.samples().bytes();
    let row = raster.width() as usize * channels;
    let square = factor as usize;
    let mut pixels = Vec::with_capacity((width * height) as usize * channels);
    let mut sums = vec![0_u32; width as usize * channels];
    // A page thinner than the factor has no whole square.
    let area = |length: u32| factor.min(length);
    let area = area(raster.width()).saturating_mul(area(raster.height())).max(1);
    for band in raster.pixels().chunks(row * square).take(height as usize) {
        sums.fill(0);
        for row in band.chunks_exact(row) {
            let squares = row.chunks(square * channels);
            for (sums, square) in sums.chunks_exact_mut(channels).zip(squares) {
                for pixel in square.chunks_exact(channels) {
                    sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
                }
            }
        }
        pixels.extend(sums.iter().map(|sum| (sum / area).min(255) as u8));
    }
    Raster::new(width, height, raster.samples(), pixels).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Samples;

    #[test]
    fn a_pixel_is_the_mean_of_its_square() {
        let raster = Raster::new(5, 2, Samples::Grey8, vec![0, 100, 8, 8, 9, 100, 200, 8, 8, 9]);
        let small = preview(&raster.unwrap(), 2).unwrap();
        assert_eq!((small.width(), small.height()), (1, 1));
        let raster = Raster::new(4, 2, Samples::Grey8, vec![0, 100, 8, 8, 100, 200, 8, 8]);
        assert_eq!(preview(&raster.unwrap(), 2).unwrap().pixels(), [100, 8]);
        let line = Raster::new(10_000, 1, Samples::Rgb8, vec![7; 30_000]).unwrap();
        let small = preview(&line, 300).unwrap();
        assert_eq!((small.width(), small.height(), small.pixels()[0]), (294, 1, 7));
    }
}
