//! What is seen on a page and drawn of it: a pure function of its pixels.

use sijill_imaging::Raster;
use sijill_imaging::likeness::Picture;
use sijill_imaging::prepare::{Angle, normalise, skew};
use sijill_imaging::quality::{Finding, Measures, findings, measure};
use sijill_imaging::renditions::{
    SCREEN, THUMBNAIL, covered, full, jpeg, screen, thumbnail, tiles_zip,
};
use sijill_reading::Hints;

use super::page::{FULL_FILE, SCREEN_FILE, THUMBNAIL_FILE, TILES_FILE};

/// Quality of pictures of which nothing is to be recognised.
const COVERED: u8 = 60;

/// What is seen on a page.
pub(super) struct Seen {
    pub measures: Measures,
    pub findings: Vec<Finding>,
    /// Tells the page from others; absent where there is too little on it.
    pub picture: Option<Picture>,
}

pub(super) fn seen(raster: &Raster, stated_dpi: Option<f64>) -> Seen {
    let grey = raster.to_grey();
    let white = normalise(&grey);
    let measures = measure(&grey, &white, stated_dpi);
    let findings = findings(&measures);
    let is_written = !findings.contains(&Finding::Blank);
    let picture =
        is_written.then(|| Picture::of(&white, Angle::tenths(skew(&white).tenths))).flatten();
    Seen { measures, findings, picture }
}

impl Seen {
    pub fn is_blank(&self) -> bool {
        self.findings.contains(&Finding::Blank)
    }

    pub fn hints(&self) -> Hints {
        Hints {
            stated_dpi: self.measures.stated_dpi,
            is_blank: self.is_blank(),
            is_sideways: self.findings.contains(&Finding::Sideways),
        }
    }
}

/// Why a page could not be drawn: said and not told apart, it ends in the same way.
type NotDrawn = Box<dyn std::error::Error + Send + Sync>;

/// The pictures of a page, with their names. Of one that shows bodies the small ones are greyscale and beyond
/// recognising; the large ones are there for whoever decides to look.
pub(super) fn pictures(
    raster: &Raster,
    is_covered: bool,
) -> Result<Vec<(&'static str, Vec<u8>)>, NotDrawn> {
    let small =
        |longest: u32| -> Result<_, NotDrawn> { Ok(jpeg(&covered(raster, longest)?, COVERED)?) };
    let (thumbnail, screen) = if is_covered {
        (small(THUMBNAIL)?, small(SCREEN)?)
    } else {
        (thumbnail(raster)?, screen(raster)?)
    };
    Ok(vec![
        (THUMBNAIL_FILE, thumbnail),
        (SCREEN_FILE, screen),
        (FULL_FILE, full(raster)?),
        (TILES_FILE, tiles_zip(raster)?),
    ])
}
