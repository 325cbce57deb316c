//! Where a point of the prepared image stands on the page.

use crate::Rect;

/// An affine map from the prepared image to the canonical raster. Coordinates count pixel edges: the first pixel
/// lies between 0 and 1, its centre is at one half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mapping {
    /// `x' = along_x.0 * x + along_x.1 * y + along_x.2`
    across: (f64, f64, f64),
    /// `y' = ...`, likewise.
    down: (f64, f64, f64),
}

impl Mapping {
    /// Every point stays.
    pub(crate) const IDENTITY: Self = Self { across: (1.0, 0.0, 0.0), down: (0.0, 1.0, 0.0) };

    pub(crate) fn new(across: (f64, f64, f64), down: (f64, f64, f64)) -> Self {
        Self { across, down }
    }

    pub(crate) fn scaling(x: f64, y: f64) -> Self {
        Self::new((x, 0.0, 0.0), (0.0, y, 0.0))
    }

    /// This map, and then `outer`.
    pub(crate) fn then(self, outer: Self) -> Self {
        let row = |(a, b, c): (f64, f64, f64)| {
            (
                a * self.across.0 + b * self.down.0,
                a * self.across.1 + b * self.down.1,
                a * self.across.2 + b * self.down.2 + c,
            )
        };
        Self { across: row(outer.across), down: row(outer.down) }
    }

    /// The point of the page, in pixels of the canonical raster.
    #[must_use]
    pub fn to_page(&self, x: f64, y: f64) -> (f64, f64) {
        let at = |(a, b, c): (f64, f64, f64)| a * x + b * y + c;
        (at(self.across), at(self.down))
    }

    /// The point of the prepared image, in its pixels.
    #[must_use]
    pub fn to_prepared(&self, x: f64, y: f64) -> (f64, f64) {
        let ((a, b, c), (d, e, f)) = (self.across, self.down);
        let determinant = a * e - b * d;
        let (x, y) = (x - c, y - f);
        ((e * x - b * y) / determinant, (a * y - d * x) / determinant)
    }

    /// The smallest rectangle of the page, `width` by `height` pixels, around a rectangle of the prepared
    /// image; never empty, never outside the page.
    #[must_use]
    pub fn rect_to_page(&self, rect: Rect, width: u32, height: u32) -> Rect {
        let (left, top) = (f64::from(rect.left), f64::from(rect.top));
        let (right, bottom) = (left + f64::from(rect.width), top + f64::from(rect.height));
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        let corners = corners.map(|(x, y)| self.to_page(x, y));
        let (left, wide) = span(corners.map(|corner| corner.0), width);
        let (top, high) = span(corners.map(|corner| corner.1), height);
        Rect { left, top, width: wide, height: high }
    }
}

/// What a thousandth of a pixel sticks out by is rounding.
const HAIR: f64 = 0.001;

fn span(values: [f64; 4], limit: u32) -> (u32, u32) {
    let low = values.into_iter().fold(f64::INFINITY, f64::min);
    let high = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let last = f64::from(limit.max(1));
    let from = (low + HAIR).floor().clamp(0.0, last - 1.0);
    let to = (high - HAIR).ceil().clamp(from + 1.0, last);
    (from as u32, (to - from) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let turned = Mapping::new((0.8, -0.6, 5.0), (0.6, 0.8, -7.0));
        let map = Mapping::scaling(0.5, 0.5).then(turned);
        let (x, y) = map.to_page(100.0, 40.0);
        assert_eq!((x, y), (0.8 * 50.0 - 0.6 * 20.0 + 5.0, 0.6 * 50.0 + 0.8 * 20.0 - 7.0));
        let (x, y) = map.to_prepared(x, y);
        assert!((x - 100.0).abs() < 1e-9 && (y - 40.0).abs() < 1e-9);
    }

    #[test]
    fn a_rectangle_stays_on_the_page() {
        let half = Mapping::scaling(0.5, 0.5);
        let rect = Rect { left: 3, top: 10, width: 4, height: 100 };
        let found = half.rect_to_page(rect, 20, 30);
        assert_eq!(found, Rect { left: 1, top: 5, width: 3, height: 25 });
        let outside = Rect { left: 900, top: 900, width: 4, height: 4 };
        let found = half.rect_to_page(outside, 20, 30);
        assert_eq!(found, Rect { left: 19, top: 29, width: 1, height: 1 });
    }
}
