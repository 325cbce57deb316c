//! Where the ink of a page lies.

use serde::{Deserialize, Serialize};

use crate::Grey;
use crate::prepare::{Angle, rotate};
use crate::scale::{Filter, reduced, scale};

const WIDTH: usize = 48;
const HEIGHT: usize = 64;
const BYTES: usize = WIDTH * HEIGHT;
/// How far two pictures are moved against each other, in cells.
const SHIFT: isize = 2;
/// Paper's shade less its grain; what is darker is ink, the darker the more, so that thin rules count the same
/// in a smaller scan.
const PAPER: u8 = 225;
/// The longer side of the image that the ink is found on.
const LONGEST: usize = 1150;
/// How many deviations of the ink to each side of its middle are pictured. A cut at the outermost ink would jump
/// with every speck; these hardly move.
const DEVIATIONS: f64 = 2.0;
/// Cells of one band of a key.
const COARSE: usize = 4;
/// Bits of a key.
const KEY_BITS: usize = 24;

/// The ink of a levelled page, framed by its ink, on 48 by 64 cells, smoothed; 3072 bytes, row by row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Picture(Box<[u8; BYTES]>);

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({:?})", self.keys())
    }
}

/// Bytes that are no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a picture has 3072 bytes, not {0}; make it again from the page")]
pub struct PictureError(usize);

impl TryFrom<Vec<u8>> for Picture {
    type Error = PictureError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, PictureError> {
        let length = bytes.len();
        bytes.try_into().map(Self).map_err(|_: Vec<u8>| PictureError(length))
    }
}

impl From<Picture> for Vec<u8> {
    fn from(picture: Picture) -> Self {
        picture.0.to_vec()
    }
}

impl Picture {
    /// The picture of a page whose paper is white and whose lines lean by `skew`; nothing for a page without
    /// ink. Blank pages ([`Finding::Blank`](crate::quality::Finding::Blank)) must be left out by the caller: their
    /// dirt is like other dirt.
    #[must_use]
    pub fn of(white: &Grey, skew: Angle) -> Option<Self> {
        let (small, _) = reduced(white, LONGEST);
        let mut ink = rotate(&small, skew.reverse());
        ink.pixels_mut().iter_mut().for_each(|shade| *shade = PAPER.saturating_sub(*shade));
        let ink = framed_by_ink(&ink)?;
        let cells = scale(&ink, WIDTH, HEIGHT, Filter::Mean);
        Self::try_from(smoothed(&cells).pixels().to_vec()).ok()
    }

    /// The bytes, to be kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// How alike two pictures are: the highest correlation of their ink, moved by up to two cells; 1 for equal
    /// ones, about 0 for unrelated ones.
    #[must_use]
    pub fn correlation(&self, other: &Self) -> f64 {
        let shifts = (-SHIFT..=SHIFT).flat_map(|y| (-SHIFT..=SHIFT).map(move |x| (x, y)));
        shifts.map(|(x, y)| self.shifted(other, x, y)).fold(-1.0, f64::max)
    }

    fn shifted(&self, other: &Self, x: isize, y: isize) -> f64 {
        let mut sums = Sums::default();
        let (columns, rows) = (WIDTH - x.unsigned_abs(), HEIGHT - y.unsigned_abs());
        for row in 0..rows {
            let line = |picture: &Self, x: isize, y: isize| {
                let from = (row + y.max(0) as usize) * WIDTH + x.max(0) as usize;
                from.min(picture.0.len())..(from + columns).min(picture.0.len())
            };
            let one = &self.0[line(self, x, y)];
            let two = &other.0[line(other, -x, -y)];
            one.iter().zip(two).for_each(|(one, two)| sums.add(*one, *two));
        }
        sums.correlation()
    }

    /// Keys under which alike pictures meet, so that a million pages need not be compared in pairs: each is a
    /// rank order of the ink in some coarse cells. Pages that share at least one of the keys at the same place are
    /// candidates, which [`correlation`](Self::correlation) then judges.
    #[must_use]
    pub fn keys(&self) -> Vec<u32> {
        let coarse = self.coarse();
        (0..coarse.len() / KEY_BITS).map(|band| key(&coarse, band)).collect()
    }

    fn coarse(&self) -> Vec<u32> {
        let (columns, rows) = (WIDTH / COARSE, HEIGHT / COARSE);
        let mut sums = vec![0; columns * rows];
        for (index, cell) in self.0.iter().enumerate() {
            sums[index / WIDTH / COARSE * columns + index % WIDTH / COARSE] += u32::from(*cell);
        }
        sums
    }
}

/// One bit for each of some cells, spread over the page: whether it has more ink than the cell after it in the
/// band's own order.
fn key(coarse: &[u32], band: usize) -> u32 {
    let bands = coarse.len() / KEY_BITS;
    let cell = |bit: usize| coarse[(band + bit * bands) % coarse.len()];
    let far = |bit: usize| coarse[(band * 7 + bit * bands * 5 + coarse.len() / 2) % coarse.len()];
    (0..KEY_BITS).fold(0, |key, bit| key << 1 | u32::from(cell(bit) > far(bit)))
}

#[derive(Default)]
struct Sums {
    count: u64,
    one: u64,
    two: u64,
    one_squared: u64,
    two_squared: u64,
    product: u64,
}

impl Sums {
    fn add(&mut self, one: u8, two: u8) {
        let (one, two) = (u64::from(one), u64::from(two));
        self.count += 1;
        self.one += one;
        self.two += two;
        self.one_squared += one * one;
        self.two_squared += two * two;
        self.product += one * two;
    }

    fn correlation(&self) -> f64 {
        let count = self.count as f64;
        let (one, two) = (self.one as f64, self.two as f64);
        let spread = |squares: u64, sum: f64| count * squares as f64 - sum * sum;
        let spreads = spread(self.one_squared, one) * spread(self.two_squared, two);
        let together = count * self.product as f64 - one * two;
        if spreads > 0.0 { together / spreads.sqrt() } else { 0.0 }
    }
}

/// Frames ink (light on black) by its middle and its deviation across and down.
fn framed_by_ink(ink: &Grey) -> Option<Grey> {
    let (width, height) = (ink.width(), ink.height());
    let margin = (width / 25, height / 25);
    let mut columns = vec![0_u64; width];
    let mut rows = vec![0_u64; height];
    for (y, line) in rows.iter_mut().enumerate().take(height - margin.1).skip(margin.1) {
        let inner = ink.row(y).iter().enumerate().take(width - margin.0).skip(margin.0);
        for (x, shade) in inner {
            *line += u64::from(*shade);
            columns[x] += u64::from(*shade);
        }
    }
    Some(framed(ink, span(&columns)?, span(&rows)?))
}

/// The first line and the one behind the last that are pictured; they may lie outside.
fn span(lines: &[u64]) -> Option<(i64, i64)> {
    let ink = lines.iter().sum::<u64>() as f64;
    let weighed = |value: &dyn Fn(f64) -> f64| {
        lines.iter().enumerate().map(|(at, ink)| value(at as f64 + 0.5) * *ink as f64).sum::<f64>()
            / ink
    };
    let middle = weighed(&|at| at);
    let deviation = weighed(&|at| (at - middle) * (at - middle)).sqrt();
    let first = (middle - DEVIATIONS * deviation).floor() as i64;
    let end = (middle + DEVIATIONS * deviation).ceil() as i64;
    (ink > 0.0 && first < end).then_some((first, end))
}

/// The rectangle between columns and rows; without ink where it lies outside.
fn framed(ink: &Grey, columns: (i64, i64), rows: (i64, i64)) -> Grey {
    let (width, height) = ((columns.1 - columns.0) as usize, (rows.1 - rows.0) as usize);
    let mut frame = Grey::filled(width, height, 0);
    for (line, y) in frame.pixels_mut().chunks_exact_mut(width).zip(rows.0..) {
        let Some(y) = usize::try_from(y).ok().filter(|y| *y < ink.height()) else { continue };
        for (shade, x) in line.iter_mut().zip(columns.0..) {
            let inside = usize::try_from(x).ok().and_then(|x| ink.row(y).get(x));
            *shade = inside.copied().unwrap_or(0);
        }
    }
    frame
}

/// Each cell and its neighbours, weighed 1 2 1 both ways; strong ink is held back, as one blot must not decide.
fn smoothed(cells: &Grey) -> Grey {
    let at = |x: isize, y: isize| {
        let (x, y) = (x.clamp(0, WIDTH as isize - 1), y.clamp(0, HEIGHT as isize - 1));
        u32::from(cells.row(y as usize)[x as usize].min(128))
    };
    let mut pixels = Vec::with_capacity(BYTES);
    for y in 0..HEIGHT as isize {
        for x in 0..WIDTH as isize {
            let row = |y: isize| at(x - 1, y) + 2 * at(x, y) + at(x + 1, y);
            pixels.push(((row(y - 1) + 2 * row(y) + row(y + 1)) / 8).min(255) as u8);
        }
    }
    Grey::from_pixels(WIDTH, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(seed: usize) -> Grey {
        let mut page = Grey::filled(600, 800, 255);
        for (index, shade) in page.pixels_mut().iter_mut().enumerate() {
            let (x, y) = (index % 600, index / 600);
            let inside = (60..540).contains(&x) && (60..740).contains(&y);
            let word = (x / 40 * 31 + y / 30 * 17 + seed * (x / 40) * (y / 30)) % 7 < 4;
            *shade = if inside && word && y % 30 < 12 && x % 9 < 5 { 0 } else { 255 };
        }
        page
    }

    #[test]
    fn a_picture_is_like_itself_moved_and_turned() {
        let one = Picture::of(&page(1), Angle::tenths(0)).unwrap();
        assert!((one.correlation(&one) - 1.0).abs() < 1e-9);
        let turned = rotate(&page(1), Angle::tenths(12));
        let again = Picture::of(&turned, Angle::tenths(12)).unwrap();
        assert!(one.correlation(&again) > 0.97, "{}", one.correlation(&again));
        let other = Picture::of(&page(5), Angle::tenths(0)).unwrap();
        assert!(one.correlation(&other) < 0.8, "{}", one.correlation(&other));
        assert!((one.correlation(&again) - again.correlation(&one)).abs() < 1e-12);
    }

    #[test]
    fn bytes_are_kept_and_other_lengths_refused() {
        let one = Picture::of(&page(1), Angle::tenths(0)).unwrap();
        assert_eq!(Picture::try_from(one.bytes().to_vec()), Ok(one));
        assert_eq!(Picture::try_from(vec![0; 5]), Err(PictureError(5)));
    }

    #[test]
    fn without_ink_there_is_no_picture() {
        assert_eq!(Picture::of(&Grey::filled(600, 800, 255), Angle::tenths(0)), None);
        assert_eq!(Picture::of(&Grey::filled(0, 0, 0), Angle::tenths(0)), None);
    }
}
