//! From a file to its pages. Runs in a worker only: decoders are where a hostile file strikes.

mod canonical;
mod exif;
mod inks;
mod jpeg;
mod jpeg2000;
mod jpeg_header;
mod page;
mod pdf;
mod reason;
mod simple;
mod tiff;
mod versions;

use hayro::hayro_interpret::hayro_syntax::Pdf;
pub use page::{Colour, Decoder, Dpi, Facts, MOST_PAGES, MOST_PIXELS, Origin, Page};
pub use reason::{Reason, ReasonKind};

use crate::identify::{Codec, Format, identify};

/// A file whose pages can be asked for, one by one; that one is broken says nothing about the next.
pub struct Document {
    bytes: Vec<u8>,
    format: &'static Format,
    pages: Pages,
}

enum Pages {
    One(fn(&[u8]) -> Result<Page, Reason>),
    /// Where the directories are.
    Tiff(Vec<u64>),
    /// Which holds the bytes itself.
    Pdf(Box<Pdf>),
}

impl Document {
    /// Opens a file.
    ///
    /// # Errors
    /// If it has no pages to show or its structure cannot be followed to the first.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Reason> {
        let format = identify(&bytes);
        let codec = format.codec.ok_or_else(|| {
            Reason::new(ReasonKind::NotShown, format_args!("{} is kept, not shown", format.name))
        })?;
        let pages = match codec {
            Codec::Jpeg => Pages::One(jpeg::page),
            Codec::Png => Pages::One(simple::png),
            Codec::WebP => Pages::One(simple::webp),
            Codec::Gif => Pages::One(simple::gif),
            Codec::Bmp => Pages::One(simple::bmp),
            Codec::Tiff => Pages::Tiff(tiff::pages(&bytes)?),
            Codec::Jpeg2000 => Pages::One(jpeg2000::page),
            Codec::Pdf => {
                let pdf = pdf::open(bytes)?;
                return Ok(Self { bytes: Vec::new(), format, pages: Pages::Pdf(Box::new(pdf)) });
            }
        };
        Ok(Self { bytes, format, pages })
    }

    /// What the file is.
    #[must_use]
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> u32 {
        match &self.pages {
            Pages::One(_) => 1,
            Pages::Tiff(pages) => pages.len() as u32,
            Pages::Pdf(pdf) => pdf.pages().len() as u32,
        }
    }

    /// Decodes a page, counted from 0.
    ///
    /// # Errors
    /// If it cannot be shown.
    pub fn page(&self, number: u32) -> Result<Page, Reason> {
        let absent = || {
            let (number, all) = (u64::from(number) + 1, self.pages());
            Reason::new(ReasonKind::NoSuchPage, format_args!("no page {number} in a file of {all}"))
        };
        match &self.pages {
            Pages::One(decode) if number == 0 => decode(&self.bytes),
            Pages::One(_) => Err(absent()),
            Pages::Tiff(pages) => {
                tiff::page(&self.bytes, *pages.get(number as usize).ok_or_else(absent)?)
            }
            Pages::Pdf(pdf) => pdf::page(pdf.pages().get(number as usize).ok_or_else(absent)?),
        }
    }
}
