//! Formats of one picture that the `image` crate decodes: PNG, WebP, GIF, BMP.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, ColorType, ExtendedColorType, ImageDecoder, ImageError, Limits};

use super::canonical::{self, Layout, upright};
use super::exif::{self, Notes};
use super::page::{Colour, Dpi, Facts, MOST_PIXELS, Page, checked_size};
use super::versions::{self, Library, decoder};
use super::{Reason, jpeg};

pub(crate) fn png(bytes: &[u8]) -> Result<Page, Reason> {
    let mut png = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(reason)?;
    let mut notes =
        png.exif_metadata().ok().flatten().map_or_else(Notes::default, |tiff| exif::read(&tiff));
    notes.dpi = png_resolution(bytes).or(notes.dpi);
    let animated = png.is_apng().unwrap_or(false);
    page(png, notes, animated, versions::PNG)
}

pub(crate) fn webp(bytes: &[u8]) -> Result<Page, Reason> {
    let mut webp = WebPDecoder::new(Cursor::new(bytes)).map_err(reason)?;
    let notes =
        webp.exif_metadata().ok().flatten().map_or_else(Notes::default, |tiff| exif::read(&tiff));
    let animated = webp.has_animation();
    page(webp, notes, animated, versions::WEBP)
}

pub(crate) fn gif(bytes: &[u8]) -> Result<Page, Reason> {
    let open = || GifDecoder::new(Cursor::new(bytes)).map_err(reason);
    let first = open()?;
    let (width, height) = first.dimensions();
    checked_size(width, height)?;
    let animated = open()?.into_frames().take(2).filter(Result::is_ok).count() > 1;
    page(first, Notes::default(), animated, versions::GIF)
}

pub(crate) fn bmp(bytes: &[u8]) -> Result<Page, Reason> {
    let bmp = BmpDecoder::new(Cursor::new(bytes)).map_err(reason)?;
    let metre = |at: usize| {
        let field = bytes.get(at..at.saturating_add(4))?.first_chunk::<4>()?;
        Some(f64::from(u32::from_le_bytes(*field)))
    };
    let dpi = metre(38).zip(metre(42)).and_then(|(x, y)| Dpi::new(x * 0.0254, y * 0.0254));
    page(bmp, Notes { dpi, ..Notes::default() }, false, versions::IMAGE)
}

fn page(
    mut decoder_: impl ImageDecoder,
    notes: Notes,
    animated: bool,
    library: Library,
) -> Result<Page, Reason> {
    let (width, height) = decoder_.dimensions();
    checked_size(width, height)?;
    decoder_.set_limits(limits()).map_err(reason)?;
    let stored = decoder_.original_color_type();
    let (layout, deep) = layout(decoder_.color_type())?;
    let size = usize::try_from(decoder_.total_bytes()).map_err(Reason::damaged)?;
    let mut bytes = vec![0; size];
    decoder_.read_image(&mut bytes).map_err(reason)?;
    let bytes = if deep { canonical::upper(bytes) } else { bytes };
    let raster = canonical::raster(width, height, layout, bytes)?;
    let (bits, colour) = depth(stored);
    let facts = Facts {
        dpi: jpeg::turned(notes.dpi, notes.orientation),
        orientation: notes.orientation,
        bits,
        colour,
        decoder: decoder(&[library]),
        origin: None,
        notes: animated
            .then(|| "an animation; only its first frame is shown".to_owned())
            .into_iter()
            .collect(),
    };
    Ok(Page { raster: upright(raster, notes.orientation), facts })
}

fn layout(colour: ColorType) -> Result<(Layout, bool), Reason> {
    Ok(match colour {
        ColorType::L8 => (Layout::Grey, false),
        ColorType::La8 => (Layout::GreyAlpha, false),
        ColorType::Rgb8 => (Layout::Rgb, false),
        ColorType::Rgba8 => (Layout::RgbAlpha, false),
        ColorType::L16 => (Layout::Grey, true),
        ColorType::La16 => (Layout::GreyAlpha, true),
        ColorType::Rgb16 => (Layout::Rgb, true),
        ColorType::Rgba16 => (Layout::RgbAlpha, true),
        other => return Err(Reason::unsupported(format_args!("samples of kind {other:?}"))),
    })
}

fn depth(stored: ExtendedColorType) -> (u8, Colour) {
    use ExtendedColorType as Stored;
    let channels = u16::from(stored.channel_count().max(1));
    let bits = u8::try_from(stored.bits_per_pixel() / channels).unwrap_or(8);
    let colour = match stored {
        Stored::L1 | Stored::L2 | Stored::L4 | Stored::L8 | Stored::L16 => Colour::Grey,
        Stored::La1 | Stored::La2 | Stored::La4 | Stored::La8 | Stored::La16 => Colour::Grey,
        _ => Colour::Rgb,
    };
    (bits, colour)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_PIXELS * 4);
    limits
}

fn reason(error: ImageError) -> Reason {
    match error {
        ImageError::Unsupported(error) => Reason::unsupported(error),
        ImageError::Limits(error) => Reason::new(super::ReasonKind::TooLarge, error),
        other => Reason::damaged(other),
    }
}

/// The chunk pHYs (PNG section 11.3.5.3) counts pixels a metre.
fn png_resolution(bytes: &[u8]) -> Option<Dpi> {
    let mut at = 8_usize;
    loop {
        let chunk = bytes.get(at..)?;
        let length = u32::from_be_bytes(*chunk.first_chunk::<4>()?) as usize;
        match chunk.get(4..8)? {
            b"pHYs" => {
                let [x, y] = [8, 12].map(|from: usize| {
                    chunk
                        .get(from..from + 4)?
                        .first_chunk::<4>()
                        .map(|four| u32::from_be_bytes(*four))
                });
                let metre = chunk.get(16) == Some(&1);
                let [x, y] = [x?, y?].map(|value| f64::from(value) * 0.0254);
                return Dpi::new(x, y).filter(|_| metre);
            }
            b"IDAT" | b"IEND" => return None,
            _ => at = at.checked_add(length)?.checked_add(12)?,
        }
    }
}
