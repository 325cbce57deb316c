//! JPEG pages.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::canonical::{self, Layout, upright};
use super::jpeg_header::Header;
use super::page::{Colour, Facts, Page, checked_size};
use super::versions::{self, decoder};
use super::{Reason, inks};

/// Decodes the picture of a file.
pub(crate) fn page(bytes: &[u8]) -> Result<Page, Reason> {
    let header = Header::read(bytes).ok_or_else(|| Reason::damaged("no frame before the scan"))?;
    checked_size(header.width.into(), header.height.into())?;
    let (picture, library) = if header.lossless {
        (lossless(bytes, &header)?, versions::JPEG_DECODER)
    } else {
        (decode(bytes, &header)?, versions::ZUNE_JPEG)
    };
    let raster = canonical::raster(picture.width, picture.height, picture.layout, picture.bytes)?;
    let orientation = header.notes.orientation;
    let torn = memchr::memmem::rfind(bytes, b"\xff\xd9").is_none();
    let facts = Facts {
        dpi: turned(header.notes.dpi, orientation),
        orientation,
        bits: header.bits,
        colour: match (header.components, header.adobe) {
            (1, _) => Colour::Grey,
            (3, Some(0)) => Colour::Rgb,
            (4, _) => Colour::Cmyk,
            _ => Colour::YCbCr,
        },
        decoder: decoder(&[library]),
        origin: None,
        notes: torn
            .then(|| "the file ends before its picture does".to_owned())
            .into_iter()
            .collect(),
    };
    Ok(Page { raster: upright(raster, orientation), facts })
}

/// Resolution after a turn by a quarter.
pub(super) fn turned(dpi: Option<super::Dpi>, orientation: u8) -> Option<super::Dpi> {
    dpi.map(|dpi| if orientation >= 5 { super::Dpi { x: dpi.y, y: dpi.x } } else { dpi })
}

/// Samples as a decoder gives them.
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) layout: Layout,
    pub(super) bytes: Vec<u8>,
}

fn decode(bytes: &[u8], header: &Header) -> Result<Picture, Reason> {
    const WIDEST: usize = 65_535;
    let options = DecoderOptions::default().set_max_width(WIDEST).set_max_height(WIDEST);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(Reason::damaged)?;
    let stored = decoder.input_colorspace().unwrap_or(ColorSpace::YCbCr);
    // Inks are taken as they are stored: what they mean depends on Adobe's note.
    let (wanted, layout) = match stored {
        ColorSpace::Luma => (ColorSpace::Luma, Layout::Grey),
        ColorSpace::CMYK | ColorSpace::YCCK => (stored, Layout::Cmyk),
        _ => (ColorSpace::RGB, Layout::Rgb),
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let mut samples = decoder.decode().map_err(Reason::damaged)?;
    let (width, height) =
        decoder.dimensions().ok_or_else(|| Reason::damaged("a picture of no size"))?;
    match stored {
        ColorSpace::YCCK => inks::from_ycck(&mut samples),
        ColorSpace::CMYK if header.adobe.is_some() => inks::invert(&mut samples),
        _ => {}
    }
    Ok(Picture { width: width as u32, height: height as u32, layout, bytes: samples })
}

/// This decoder starts threads for anything else, which no worker may.
fn lossless(bytes: &[u8], header: &Header) -> Result<Picture, Reason> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let pixels = checked_size(header.width.into(), header.height.into())?;
    decoder.set_max_decoding_buffer_size(pixels.saturating_mul(4));
    let samples = decoder.decode().map_err(Reason::damaged)?;
    let info = decoder.info().ok_or_else(|| Reason::damaged("a picture of no size"))?;
    let (layout, bytes) = match info.pixel_format {
        jpeg_decoder::PixelFormat::L8 => (Layout::Grey, samples),
        jpeg_decoder::PixelFormat::L16 => (Layout::Grey, canonical::upper(samples)),
        jpeg_decoder::PixelFormat::RGB24 => (Layout::Rgb, samples),
        jpeg_decoder::PixelFormat::CMYK32 => {
            return Err(Reason::unsupported("four inks without loss"));
        }
    };
    Ok(Picture { width: info.width.into(), height: info.height.into(), layout, bytes })
}
