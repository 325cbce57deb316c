//! The shade of grey in which a page of colour is read.

use sijill_imaging::{Grey, Raster, Samples};

/// Darker than this in all three colours is black ink.
const BLACK: u8 = 110;
/// Ink whose darkest and lightest colour are further apart has a colour.
const COLOURED: u8 = 55;
/// Every so many pixels are looked at to see what ink the text is written in.
const EVERY: usize = 7;

/// The page in grey. Where most of the ink is black, stamps and signatures in colour become pale: each pixel is as
/// light as its lightest colour. Where most is coloured, as in handwriting and carbon copies, luma is kept.
pub(crate) fn shade(page: &Raster) -> Grey {
    if page.samples() == Samples::Grey8 {
        return page.to_grey();
    }
    let pixels = page.pixels().as_chunks::<3>().0;
    let (mut black, mut coloured) = (0_usize, 0_usize);
    for pixel in pixels.iter().step_by(EVERY) {
        let (light, dark) = (lightest(pixel), pixel.iter().copied().fold(255, u8::min));
        if light < BLACK {
            black += 1;
        } else if dark < BLACK && light - dark > COLOURED {
            coloured += 1;
        }
    }
    if black <= coloured {
        return page.to_grey();
    }
    Grey::from_pixels(page.width() as usize, pixels.iter().map(lightest).collect())
}

fn lightest(pixel: &[u8; 3]) -> u8 {
    pixel.iter().copied().fold(0, u8::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK_INK: [u8; 3] = [30, 28, 30];
    const BLUE: [u8; 3] = [40, 50, 180];

    fn page(black: usize, blue: usize) -> Raster {
        let ink = [BLACK_INK].repeat(black).into_iter().chain([BLUE].repeat(blue));
        let pixels: Vec<u8> = ink.flatten().collect();
        Raster::new((black + blue) as u32, 1, Samples::Rgb8, pixels).unwrap()
    }

    #[test]
    fn a_blue_stamp_on_black_text_becomes_pale() {
        let grey = shade(&page(700, 70));
        assert_eq!((grey.row(0)[0], grey.row(0)[769]), (30, 180));
    }

    #[test]
    fn a_page_written_in_blue_stays_dark() {
        let grey = shade(&page(70, 700));
        assert!(grey.row(0)[769] < 80);
    }
}
