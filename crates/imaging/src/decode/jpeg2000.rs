//! JPEG 2000 pages (ISO/IEC 15444-1).

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};

use super::canonical::{self, Layout};
use super::page::{Colour, Dpi, Facts, Page, checked_size};
use super::versions::{self, decoder};
use super::{Reason, ReasonKind};

/// More tiles than this have no sense: the standard counts them in two bytes.
const MOST_TILES: u64 = 65_535;

/// Decodes the picture of a file.
pub(crate) fn page(bytes: &[u8]) -> Result<Page, Reason> {
    let head = CodeStream::read(bytes).ok_or_else(|| Reason::damaged("no code stream"))?;
    head.check()?;
    let image = Image::new(bytes, &DecodeSettings::default()).map_err(Reason::damaged)?;
    let (width, height) = (image.width(), image.height());
    let pixels = checked_size(width, height)?;
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(Reason::damaged)?;
    let components = decoded.components();
    if components.is_empty() || components.iter().any(|one| one.samples().len() != pixels) {
        return Err(Reason::unsupported("components of different size"));
    }
    let (layout, colour) = layout(components.len(), image.has_alpha(), image.color_space())?;
    let raster = canonical::raster(width, height, layout, decoded.data_u8())?;
    let facts = Facts {
        dpi: resolution(bytes),
        orientation: 1,
        bits: image.original_bit_depth(),
        colour,
        decoder: decoder(&[versions::JPEG2000]),
        origin: None,
        notes: Vec::new(),
    };
    Ok(Page { raster, facts })
}

fn layout(components: usize, alpha: bool, colour: &ColorSpace) -> Result<(Layout, Colour), Reason> {
    Ok(match (components, alpha, colour) {
        (1, false, _) => (Layout::Grey, Colour::Grey),
        (2, true, _) => (Layout::GreyAlpha, Colour::Grey),
        (3, false, _) => (Layout::Rgb, Colour::Rgb),
        (4, true, _) => (Layout::RgbAlpha, Colour::Rgb),
        (4, false, ColorSpace::CMYK | ColorSpace::Icc { .. }) => (Layout::Cmyk, Colour::Cmyk),
        _ => return Err(Reason::unsupported(format_args!("{components} components"))),
    })
}

/// The sizes in the segment SIZ, read before a decoder makes room for them.
#[derive(Debug, PartialEq, Eq)]
struct CodeStream {
    width: u32,
    height: u32,
    tiles: u64,
    components: u16,
}

impl CodeStream {
    fn read(bytes: &[u8]) -> Option<Self> {
        let at = memchr::memmem::find(bytes, b"\xff\x4f\xff\x51")?;
        let fields = bytes.get(at + 8..at + 42)?;
        let word = |index: usize| {
            let four = fields.get(4 * index..)?.first_chunk::<4>()?;
            Some(u32::from_be_bytes(*four))
        };
        let (right, bottom, left, top) = (word(0)?, word(1)?, word(2)?, word(3)?);
        let (tile_width, tile_height) = (word(4)?, word(5)?);
        let tiles = |all: u32, one: u32| (one > 0).then(|| u64::from(all.div_ceil(one)));
        let tiles = tiles(right, tile_width)?.saturating_mul(tiles(bottom, tile_height)?);
        let components = u16::from_be_bytes(*fields.get(32..)?.first_chunk::<2>()?);
        let (width, height) = (right.checked_sub(left)?, bottom.checked_sub(top)?);
        Some(Self { width, height, tiles, components })
    }

    fn check(&self) -> Result<(), Reason> {
        checked_size(self.width, self.height)?;
        if self.tiles > MOST_TILES {
            return Err(Reason::damaged(format_args!("a picture in {} tiles", self.tiles)));
        }
        if self.components > 16 {
            let said = format_args!("{} components of one pixel", self.components).to_string();
            return Err(Reason::new(ReasonKind::TooLarge, said));
        }
        Ok(())
    }
}

/// The box of the capture or display resolution counts pixels a metre (ISO/IEC 15444-1 annex I.5.3.7).
fn resolution(bytes: &[u8]) -> Option<Dpi> {
    let head = bytes.get(..bytes.len().min(64 * 1024))?;
    let finder = |name: &[u8]| memchr::memmem::find(head, name);
    let at = finder(b"resc").or_else(|| finder(b"resd"))?;
    let [y1, y0, v1, v0, x1, x0, u1, u0, y_power, x_power] =
        *head.get(at + 4..)?.first_chunk::<10>()?;
    let metre = |above: [u8; 2], below: [u8; 2], power: u8| {
        let [above, below] = [above, below].map(|pair| f64::from(u16::from_be_bytes(pair)));
        above / below * 10_f64.powi(i32::from(power as i8)) * 0.0254
    };
    Dpi::new(metre([x1, x0], [u1, u0], x_power), metre([y1, y0], [v1, v0], y_power))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stream(words: [u32; 8], components: u16) -> Vec<u8> {
        let words = words.map(u32::to_be_bytes).concat();
        [&b"\xff\x4f\xff\x51\0\x29\0\0"[..], &words, &components.to_be_bytes(), &[7, 1, 1]].concat()
    }

    #[test]
    fn sizes_that_nobody_can_hold_are_refused_before_decoding() {
        let kind = |words, components| page(&stream(words, components)).unwrap_err().kind;
        let huge = [60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0];
        assert_eq!(kind(huge, 3), ReasonKind::TooLarge);
        assert_eq!(kind([10_000, 10_000, 0, 0, 1, 1, 0, 0], 3), ReasonKind::Damaged);
        assert_eq!(kind([10, 10, 0, 0, 10, 10, 0, 0], 16_384), ReasonKind::TooLarge);
        assert_eq!(kind([10, 10, 11, 0, 10, 10, 0, 0], 1), ReasonKind::Damaged);
    }

    proptest! {
        #[test]
        fn no_bytes_upset_the_reader_of_the_head(rest: Vec<u8>) {
            let bytes = [b"\xff\x4f\xff\x51", &rest[..]].concat();
            let _ = CodeStream::read(&bytes).map(|head| head.check());
            let _ = resolution(&[b"resc", &rest[..]].concat());
        }
    }
}
