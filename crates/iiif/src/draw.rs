//! Drawing a picture from stored ones: a pure function, called in the confined worker only.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use sijill_imaging::decode::Document;
use sijill_imaging::renditions::{THUMBNAIL, covered, jpeg};
use sijill_imaging::{Raster, Samples, png};

use crate::job::{Drawing, Ground};
use crate::{Format, Quality, Turn};

/// The quality of JPEGs, as that of the stored tiles.
const JPEG_QUALITY: u8 = 85;
/// Lighter than this is white.
const MIDDLE: u8 = 128;

/// The picture's file, or a sentence about why there is none.
pub(crate) fn drawn(drawing: &Drawing, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let pieces = decoded(&drawing.lengths, bytes)?;
    let ground = match &drawing.ground {
        Ground::Covered => {
            let picture = pieces.first().ok_or("there is no picture to draw from")?;
            covered(picture, THUMBNAIL).map_err(said)?
        }
        Ground::Tiles { width, height, corners, .. } => joined((*width, *height), corners, pieces)?,
    };
    let ground = match drawing.quality {
        Quality::Default => ground,
        Quality::Gray | Quality::Bitonal => grey(&ground)?,
    };
    let part = Part::of(drawing, &ground);
    let mut pixels = resized(&ground, &part, drawing.shown)?;
    if drawing.quality == Quality::Bitonal {
        pixels.iter_mut().for_each(|shade| *shade = if *shade < MIDDLE { 0 } else { u8::MAX });
    }
    let picture = turned(drawing.turn, drawing.shown, ground.samples(), pixels)?;
    match drawing.format {
        Format::Jpg => jpeg(&picture, JPEG_QUALITY).map_err(said),
        Format::Png => png(&picture).map_err(said),
    }
}

fn decoded(lengths: &[usize], mut bytes: &[u8]) -> Result<Vec<Raster>, String> {
    let mut pieces = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (piece, rest) =
            bytes.split_at_checked(*length).ok_or("fewer bytes than were announced")?;
        let page = Document::open(piece.to_vec()).and_then(|file| file.page(0)).map_err(said)?;
        pieces.push(page.raster);
        bytes = rest;
    }
    Ok(pieces)
}

/// Tiles put together; one that is larger or smaller than its place is an error.
fn joined(size: (u32, u32), corners: &[(u32, u32)], pieces: Vec<Raster>) -> Result<Raster, String> {
    let (width, height) = size;
    let misfit = || "a tile is not as large as its place".to_owned();
    if let [piece] = &pieces[..] {
        let fits = (piece.width(), piece.height()) == size;
        return fits.then(|| piece.clone()).ok_or_else(misfit);
    }
    let has_colour = pieces.iter().any(|piece| piece.samples() == Samples::Rgb8);
    let samples = if has_colour { Samples::Rgb8 } else { Samples::Grey8 };
    let channels = samples.bytes();
    let row = width as usize * channels;
    let mut pixels = vec![u8::MAX; row * height as usize];
    for (piece, (left, top)) in pieces.into_iter().zip(corners) {
        let piece = in_samples(piece, samples)?;
        let from = *left as usize * channels;
        let length = piece.width() as usize * channels;
        let rows = pixels.chunks_exact_mut(row).skip(*top as usize);
        let lines = piece.pixels().chunks_exact(length);
        if lines.len() > rows.len() {
            return Err(misfit());
        }
        for (row, line) in rows.zip(lines) {
            row.get_mut(from..from + length).ok_or_else(misfit)?.copy_from_slice(line);
        }
    }
    Raster::new(width, height, samples, pixels).map_err(said)
}

fn in_samples(piece: Raster, samples: Samples) -> Result<Raster, String> {
    if piece.samples() == samples || samples == Samples::Grey8 {
        return Ok(piece);
    }
    let (width, height) = (piece.width(), piece.height());
    let pixels = piece.pixels().iter().flat_map(|shade| [*shade; 3]).collect();
    Raster::new(width, height, samples, pixels).map_err(said)
}

fn grey(page: &Raster) -> Result<Raster, String> {
    let pixels = page.to_grey().pixels().to_vec();
    Raster::new(page.width(), page.height(), Samples::Grey8, pixels).map_err(said)
}

/// Where the region lies on the ground, in its pixels and parts of them.
struct Part {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Part {
    fn of(drawing: &Drawing, ground: &Raster) -> Self {
        let (region, page) = (drawing.region, drawing.page);
        let (across, down) = match &drawing.ground {
            Ground::Covered => {
                (Axis::whole(ground.width(), page.0), Axis::whole(ground.height(), page.1))
            }
            Ground::Tiles { factor, left, top, .. } => (
                Axis::tiles(ground.width(), page.0, *factor, *left),
                Axis::tiles(ground.height(), page.1, *factor, *top),
            ),
        };
        let (left, width) = across.part(region.left, region.width);
        let (top, height) = down.part(region.top, region.height);
        Self { left, top, width, height }
    }
}

/// How a length of the page becomes one of the ground.
struct Axis {
    ground: f64,
    page: f64,
    scale: f64,
    start: f64,
}

impl Axis {
    fn whole(ground: u32, page: u32) -> Self {
        let (ground, page) = (f64::from(ground), f64::from(page));
        Self { ground, page, scale: ground / page.max(1.0), start: 0.0 }
    }

    fn tiles(ground: u32, page: u32, factor: u32, start: u32) -> Self {
        let scale = 1.0 / f64::from(factor.max(1));
        Self { ground: ground.into(), page: page.into(), scale, start: start.into() }
    }

    /// The first pixel and how many. What reaches the page's edge reaches the ground's, whose last pixel may stand for
    /// fewer of the page than the others.
    fn part(&self, from: u32, length: u32) -> (f64, f64) {
        let (from, to) = (f64::from(from), f64::from(from) + f64::from(length));
        let left = (from * self.scale - self.start).clamp(0.0, self.ground);
        let right = if to >= self.page { self.ground } else { to * self.scale - self.start };
        (left, right.clamp(left, self.ground) - left)
    }
}

fn resized(ground: &Raster, part: &Part, shown: (u32, u32)) -> Result<Vec<u8>, String> {
    let kind = match ground.samples() {
        Samples::Grey8 => PixelType::U8,
        Samples::Rgb8 => PixelType::U8x3,
    };
    let source = ImageRef::new(ground.width(), ground.height(), ground.pixels(), kind);
    let source = source.map_err(said)?;
    let mut target = Image::new(shown.0, shown.1, kind);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
        .crop(part.left, part.top, part.width, part.height);
    Resizer::new().resize(&source, &mut target, &options).map_err(said)?;
    Ok(target.into_vec())
}

fn turned(
    turn: Turn,
    size: (u32, u32),
    samples: Samples,
    pixels: Vec<u8>,
) -> Result<Raster, String> {
    let (width, height) = size;
    let channels = samples.bytes();
    let row = width as usize * channels;
    let pixels: Vec<u8> = match turn {
        Turn::None => return Raster::new(width, height, samples, pixels).map_err(said),
        Turn::Half => pixels.rchunks_exact(channels).flatten().copied().collect(),
        Turn::Quarter | Turn::ThreeQuarters => {
            // Columns become rows: read upwards from the left one, or downwards from the right one.
            let column = |x: usize| {
                pixels
                    .chunks_exact(row)
                    .filter_map(move |row| row.get(x * channels..(x + 1) * channels))
            };
            let columns = 0..width as usize;
            match turn {
                Turn::Quarter => columns.flat_map(|x| column(x).rev()).flatten().copied().collect(),
                _ => columns.rev().flat_map(column).flatten().copied().collect(),
            }
        }
    };
    let (width, height) = if turn == Turn::Half { (width, height) } else { (height, width) };
    Raster::new(width, height, samples, pixels).map_err(said)
}

fn said(why: impl std::fmt::Display) -> String {
    why.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_clockwise() {
        let turn = |turn| turned(turn, (3, 2), Samples::Grey8, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!(turn(Turn::Quarter).pixels(), [4, 1, 5, 2, 6, 3]);
        assert_eq!(turn(Turn::Quarter).width(), 2);
        assert_eq!(turn(Turn::Half).pixels(), [6, 5, 4, 3, 2, 1]);
        assert_eq!(turn(Turn::ThreeQuarters).pixels(), [3, 6, 2, 5, 1, 4]);
        let colours = turned(Turn::Half, (2, 1), Samples::Rgb8, vec![1, 2, 3, 4, 5, 6]).unwrap();
        assert_eq!(colours.pixels(), [4, 5, 6, 1, 2, 3]);
    }

    #[test]
    fn a_tile_that_does_not_fit_its_place_is_refused() {
        let tile = |width, height| {
            Raster::new(width, height, Samples::Grey8, vec![5; (width * height) as usize]).unwrap()
        };
        let corners = [(0, 0), (2, 0)];
        assert!(joined((4, 1), &corners, vec![tile(2, 1), tile(2, 1)]).is_ok());
        assert!(joined((4, 1), &corners, vec![tile(2, 1), tile(3, 1)]).is_err());
        assert!(joined((4, 1), &corners, vec![tile(2, 2), tile(2, 1)]).is_err());
        assert!(joined((4, 1), &[(0, 0)], vec![tile(2, 1)]).is_err());
    }

    #[test]
    fn the_edge_of_the_page_is_the_edge_of_the_ground() {
        // 5 pixels at half the size are 3, the last of which stands for one pixel only.
        let axis = Axis::tiles(3, 5, 2, 0);
        assert_eq!(axis.part(0, 5), (0.0, 3.0));
        assert_eq!(axis.part(2, 2), (1.0, 1.0));
        assert_eq!(axis.part(4, 1), (2.0, 1.0));
    }
}
