//! Quarter turns: pages that were laid on the scanner sideways or upside down.

use serde::{Deserialize, Serialize};

use super::Mapping;
use crate::Grey;

/// The clockwise turn that sets a page upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Turn {
    /// It stands upright.
    #[default]
    None,
    /// A quarter clockwise.
    Right,
    /// Upside down.
    Half,
    /// A quarter anticlockwise.
    Left,
}

impl Turn {
    /// The turn by so many quarters clockwise.
    #[must_use]
    pub fn quarters(quarters: i32) -> Self {
        match quarters.rem_euclid(4) {
            0 => Self::None,
            1 => Self::Right,
            2 => Self::Half,
            _ => Self::Left,
        }
    }
}

/// The image turned.
#[must_use]
pub fn turn(image: &Grey, turn: Turn) -> Grey {
    match turn {
        Turn::None => image.clone(),
        Turn::Half => {
            Grey::from_pixels(image.width(), image.pixels().iter().rev().copied().collect())
        }
        Turn::Right => quarter(image, |column, row, (_, height)| (height - 1 - column, row)),
        Turn::Left => quarter(image, |column, row, (width, _)| (column, width - 1 - row)),
    }
}

/// How many rows and columns are turned at once, so that what is read and written stays in the cache.
const BLOCK: usize = 32;

/// `source` tells the row and the column of the image, whose size it is given, for a column and a row of the
/// turned image.
fn quarter(image: &Grey, source: impl Fn(usize, usize, (usize, usize)) -> (usize, usize)) -> Grey {
    let size = (image.width(), image.height());
    let (height, width) = size;
    let mut turned = Grey::filled(width, height, 255);
    let pixels = turned.pixels_mut();
    for rows in (0..height).step_by(BLOCK) {
        for columns in (0..width).step_by(BLOCK) {
            for row in rows..height.min(rows + BLOCK) {
                for column in columns..width.min(columns + BLOCK) {
                    let (from_row, from_column) = source(column, row, size);
                    pixels[row * width + column] = image.pixels()[from_row * size.0 + from_column];
                }
            }
        }
    }
    turned
}

/// From the turned image to the one of `width` by `height` pixels that it was made of.
pub(super) fn mapping(turn: Turn, width: f64, height: f64) -> Mapping {
    match turn {
        Turn::None => Mapping::IDENTITY,
        Turn::Right => Mapping::new((0.0, 1.0, 0.0), (-1.0, 0.0, height)),
        Turn::Half => Mapping::new((-1.0, 0.0, width), (0.0, -1.0, height)),
        Turn::Left => Mapping::new((0.0, -1.0, width), (1.0, 0.0, 0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURNS: [Turn; 4] = [Turn::None, Turn::Right, Turn::Half, Turn::Left];

    #[test]
    fn a_quarter_to_the_right_brings_the_left_edge_up() {
        let image = Grey::from_pixels(3, vec![1, 2, 3, 4, 5, 6]);
        let right = turn(&image, Turn::Right);
        assert_eq!((right.width(), right.pixels()), (2, &[4, 1, 5, 2, 6, 3][..]));
        assert_eq!(turn(&right, Turn::Left), image);
        assert_eq!(turn(&turn(&image, Turn::Right), Turn::Right), turn(&image, Turn::Half));
    }

    #[test]
    fn the_mapping_leads_back_to_every_pixel() {
        let (width, height) = (67, 35);
        let pixels = (0..width * height).map(|index| (index % 251) as u8).collect();
        let image = Grey::from_pixels(width, pixels);
        for how in TURNS {
            let turned = turn(&image, how);
            let map = mapping(how, width as f64, height as f64);
            for (index, shade) in turned.pixels().iter().enumerate() {
                let (row, column) = (index / turned.width(), index % turned.width());
                let (x, y) = map.to_page(column as f64 + 0.5, row as f64 + 0.5);
                assert_eq!(image.row(y as usize)[x as usize], *shade, "{how:?}");
            }
        }
    }
}
