//! From samples of any kind to the canonical raster, in whole numbers: the same on every machine.

use super::Reason;
use super::page::checked_size;
use crate::{Raster, Samples};

/// Eight-bit samples, pixel by pixel, rows without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Grey,
    GreyAlpha,
    Rgb,
    RgbAlpha,
    /// 0 is no ink.
    Cmyk,
}

impl Layout {
    /// Bytes of a pixel.
    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::RgbAlpha | Self::Cmyk => 4,
        }
    }
}

/// Makes a raster; fewer bytes than pixels are an error, more are cut off.
pub(crate) fn raster(
    width: u32,
    height: u32,
    layout: Layout,
    mut bytes: Vec<u8>,
) -> Result<Raster, Reason> {
    let pixels = checked_size(width, height)?;
    if bytes.len() < pixels * layout.bytes() {
        return Err(Reason::damaged("the picture ends before its last pixel"));
    }
    bytes.truncate(pixels * layout.bytes());
    let samples = match layout {
        Layout::Grey | Layout::GreyAlpha => Samples::Grey8,
        Layout::Rgb | Layout::RgbAlpha | Layout::Cmyk => Samples::Rgb8,
    };
    let bytes = match layout {
        Layout::Grey | Layout::Rgb => bytes,
        Layout::GreyAlpha => shrink(bytes, |[grey, alpha]: [u8; 2]| [on_white(grey, alpha)]),
        Layout::RgbAlpha => {
            shrink(bytes, |[r, g, b, alpha]: [u8; 4]| [r, g, b].map(|one| on_white(one, alpha)))
        }
        Layout::Cmyk => shrink(bytes, |[c, m, y, k]: [u8; 4]| [c, m, y].map(|ink| paper(ink, k))),
    };
    Raster::new(width, height, samples, bytes).map_err(Reason::damaged)
}

/// The upper eight bits of samples of sixteen in the order of this machine.
pub(crate) fn upper(bytes: Vec<u8>) -> Vec<u8> {
    shrink(bytes, |sample: [u8; 2]| [(u16::from_ne_bytes(sample) >> 8) as u8])
}

/// Changes pixels of FROM bytes into fewer bytes in place, as two copies of a large page may not fit.
fn shrink<const FROM: usize, const TO: usize>(
    mut bytes: Vec<u8>,
    change: impl Fn([u8; FROM]) -> [u8; TO],
) -> Vec<u8> {
    let pixels = bytes.len() / FROM;
    for pixel in 0..pixels {
        let mut from = [0; FROM];
        from.copy_from_slice(&bytes[pixel * FROM..(pixel + 1) * FROM]);
        bytes[pixel * TO..(pixel + 1) * TO].copy_from_slice(&change(from));
    }
    bytes.truncate(pixels * TO);
    bytes
}

fn on_white(sample: u8, alpha: u8) -> u8 {
    let (sample, alpha) = (u32::from(sample), u32::from(alpha));
    ((sample * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// What is left of white under one ink and black; no profile is applied.
fn paper(ink: u8, black: u8) -> u8 {
    ((u32::from(255 - ink) * u32::from(255 - black) + 127) / 255) as u8
}

/// Turns and reflects a page upright; `orientation` as Exif numbers them. 1 and unknown numbers change nothing.
pub(crate) fn upright(raster: Raster, orientation: u8) -> Raster {
    let (width, height) = (raster.width() as usize, raster.height() as usize);
    let (last_x, last_y) = (width - 1, height - 1);
    // Where a pixel of the upright page comes from.
    let source: fn(usize, usize, usize, usize) -> (usize, usize) = match orientation {
        2 => |x, y, last_x, _| (last_x - x, y),
        3 => |x, y, last_x, last_y| (last_x - x, last_y - y),
        4 => |x, y, _, last_y| (x, last_y - y),
        5 => |x, y, _, _| (y, x),
        6 => |x, y, _, last_y| (y, last_y - x),
        7 => |x, y, last_x, last_y| (last_x - y, last_y - x),
        8 => |x, y, last_x, _| (last_x - y, x),
        _ => return raster,
    };
    let (new_width, new_height) = if orientation >= 5 { (height, width) } else { (width, height) };
    let size = raster.samples().bytes();
    let pixels = raster.pixels();
    let mut turned = Vec::with_capacity(pixels.len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (from_x, from_y) = source(x, y, last_x, last_y);
            let at = (from_y * width + from_x) * size;
            turned.extend_from_slice(&pixels[at..at + size]);
        }
    }
    let (new_width, new_height) = (new_width as u32, new_height as u32);
    Raster::new(new_width, new_height, raster.samples(), turned).unwrap_or(raster)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparency_lies_on_white_and_ink_takes_light_away() {
        let pixels =
            |layout, bytes: &[u8]| raster(1, 1, layout, bytes.to_vec()).unwrap().into_pixels();
        assert_eq!(pixels(Layout::RgbAlpha, &[10, 20, 30, 0]), [255, 255, 255]);
        assert_eq!(pixels(Layout::RgbAlpha, &[10, 20, 30, 255]), [10, 20, 30]);
        assert_eq!(pixels(Layout::GreyAlpha, &[0, 128]), [127]);
        assert_eq!(pixels(Layout::Cmyk, &[0, 0, 0, 0]), [255, 255, 255]);
        assert_eq!(pixels(Layout::Cmyk, &[255, 0, 128, 0]), [0, 255, 127]);
        assert_eq!(pixels(Layout::Cmyk, &[0, 0, 0, 255]), [0, 0, 0]);
        let deep: Vec<u8> = [0x1234_u16, 0xffff, 0x00ff].map(u16::to_ne_bytes).concat();
        assert_eq!(upper(deep), [0x12, 0xff, 0x00]);
    }

    #[test]
    fn too_few_bytes_and_too_many_pixels_are_refused() {
        assert!(raster(2, 2, Layout::Rgb, vec![0; 11]).is_err());
        assert_eq!(raster(2, 2, Layout::Grey, vec![0; 9]).unwrap().pixels().len(), 4);
        assert!(raster(35_000, 35_000, Layout::Grey, vec![]).is_err());
        assert!(raster(u32::MAX, u32::MAX, Layout::Grey, vec![]).is_err());
        assert!(raster(0, 7, Layout::Grey, vec![]).is_err());
    }

    /// The letters of a page of 2 by 3, as Exif's table draws them.
    #[test]
    fn every_orientation_is_turned_as_exif_says() {
        let upright_letters = |orientation| {
            let page = Raster::new(2, 3, Samples::Grey8, b"abcdef".to_vec()).unwrap();
            let turned = upright(page, orientation);
            (turned.width(), String::from_utf8(turned.into_pixels()).unwrap())
        };
        let expected = [
            (2, "abcdef"),
            (2, "badcfe"),
            (2, "fedcba"),
            (2, "efcdab"),
            (3, "acebdf"),
            (3, "ecafdb"),
            (3, "fdbeca"),
            (3, "bdface"),
        ];
        for (index, (width, letters)) in expected.into_iter().enumerate() {
            assert_eq!(upright_letters(index as u8 + 1), (width, letters.to_owned()));
        }
        assert_eq!(upright_letters(99).0, 2);
    }
}
