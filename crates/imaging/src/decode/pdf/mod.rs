//! PDF pages (ISO 32000), drawn by hayro: a scan at its own resolution, anything else at 300 dots an inch.

mod look;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hayro::hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro::hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::kurbo::Rect;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use look::Look;

use super::canonical::{self, Layout};
use super::page::{Colour, Dpi, Facts, MOST_PAGES, Origin, Page};
use super::versions::{self, decoder};
use super::{Reason, ReasonKind};

/// Dots an inch where nothing else decides.
const USUAL: f64 = 300.0;
/// The most pixels that are drawn: drawing takes several bytes of each.
const MOST_DRAWN: f64 = 60_000_000.0;
/// The longest side, in pixels: the renderer counts in sixteen bits.
const LONGEST: f64 = 65_000.0;

/// Reads the structure of a file and counts its pages.
pub(crate) fn open(bytes: Vec<u8>) -> Result<Pdf, Reason> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Reason::new(ReasonKind::Encrypted, "it opens only with a password")
        }
        LoadPdfError::Decryption(error) => {
            Reason::unsupported(format_args!("its encryption: {error:?}"))
        }
        LoadPdfError::Invalid => Reason::damaged("its structure cannot be followed"),
    })?;
    let pages = pdf.pages().len();
    if pages > MOST_PAGES as usize {
        let said = format_args!("{pages} pages are more than {MOST_PAGES}").to_string();
        return Err(Reason::new(ReasonKind::TooLarge, said));
    }
    if pages == 0 {
        return Err(Reason::damaged("it has no pages"));
    }
    Ok(pdf)
}

/// Draws a page.
pub(crate) fn page(page: &PdfPage<'_>) -> Result<Page, Reason> {
    let lost = Lost::default();
    let settings = lost.settings();
    let look = Look::at(page, &settings);
    lost.forget();
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let extent = Rect::new(0.0, 0.0, width, height);
    let wanted = look.resolution(extent).unwrap_or((USUAL, USUAL));
    let (x, y) = possible(wanted, width, height);
    let cache = RenderCache::new();
    let output =
        PixmapSettings { x_scale: (x / 72.0) as f32, y_scale: (y / 72.0) as f32, bg_color: WHITE };
    let pixmap = render(page, &cache, &settings, &RenderSettings::default(), &output);
    let size = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let bytes = pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    let (layout, bytes) = without_needless_colour(bytes);
    let raster = canonical::raster(size.0, size.1, layout, bytes)?;
    let origin = look.origin();
    if origin != Origin::BornDigital && lost.pictures() > 0 {
        return Err(Reason::unsupported("a picture in it that cannot be decoded"));
    }
    let facts = Facts {
        dpi: Dpi::new(x, y),
        orientation: 1,
        bits: 8,
        colour: Colour::Rendered,
        decoder: decoder(&[versions::HAYRO]),
        origin: Some(origin),
        notes: lost.notes(),
    };
    Ok(Page { raster, facts })
}

/// The wanted resolution, or as much of it as can be drawn.
fn possible((x, y): (f64, f64), width: f64, height: f64) -> (f64, f64) {
    let sane = |dpi: f64| if dpi.is_finite() { dpi.clamp(20.0, 2_400.0) } else { USUAL };
    let (x, y) = (sane(x), sane(y));
    let (across, down) = (width * x / 72.0, height * y / 72.0);
    let shrink = (MOST_DRAWN / (across * down)).sqrt();
    let shrink = shrink.min(LONGEST / across).min(LONGEST / down).min(1.0);
    // A hair more than the whole number, which the renderer cuts down to.
    let whole = |pixels: f64, points: f64| (pixels * shrink).round().max(1.0) * 72.0001 / points;
    (whole(across, width), whole(down, height))
}

/// A page that was drawn without colour is grey.
fn without_needless_colour(bytes: Vec<u8>) -> (Layout, Vec<u8>) {
    let pixels = bytes.as_chunks::<3>().0;
    if pixels.iter().any(|[red, green, blue]| red != green || green != blue) {
        return (Layout::Rgb, bytes);
    }
    (Layout::Grey, pixels.iter().map(|[grey, ..]| *grey).collect())
}

/// What could not be drawn.
#[derive(Debug, Default)]
struct Lost {
    pictures: Arc<AtomicU32>,
    fonts: Arc<AtomicU32>,
}

impl Lost {
    fn settings(&self) -> InterpreterSettings {
        let (pictures, fonts) = (Arc::clone(&self.pictures), Arc::clone(&self.fonts));
        let warning_sink = Arc::new(move |warning| {
            match warning {
                InterpreterWarning::ImageDecodeFailure => &pictures,
                InterpreterWarning::UnsupportedFont => &fonts,
                _ => return,
            }
            .fetch_add(1, Ordering::Relaxed);
        });
        InterpreterSettings { warning_sink, ..InterpreterSettings::default() }
    }

    fn forget(&self) {
        self.pictures.store(0, Ordering::Relaxed);
        self.fonts.store(0, Ordering::Relaxed);
    }

    fn pictures(&self) -> u32 {
        self.pictures.load(Ordering::Relaxed)
    }

    fn notes(&self) -> Vec<String> {
        let fonts = self.fonts.load(Ordering::Relaxed);
        let note = |count: u32, what: &str| {
            (count > 0).then(|| format!("{count} {what} could not be drawn"))
        };
        [note(self.pictures(), "pictures"), note(fonts, "fonts")].into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_drawn_as_large_as_it_can_be() {
        let size = |dpi, width: f64, height: f64| {
            let (x, y) = possible(dpi, width, height);
            ((width * x / 72.0) as u32, (height * y / 72.0) as u32)
        };
        assert_eq!(size((300.0, 300.0), 595.0, 842.0), (2479, 3508));
        assert_eq!(size((200.0, 100.0), 612.0, 792.0), (1700, 1100));
        assert_eq!(size((300.0, 300.0), 14_400.0, 14_400.0), (7746, 7746));
        assert_eq!(size((f64::NAN, 0.0), 72.0, 72.0), (300, 20));
        let (across, down) = size((300.0, 300.0), 100_000.0, 1.0);
        assert!(across <= 65_000 && down >= 1, "{across} by {down}");
    }
}
