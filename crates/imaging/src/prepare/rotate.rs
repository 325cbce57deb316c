//! Turning by a small angle, in whole numbers.

use super::Mapping;
use super::angle::Angle;
use crate::Grey;

/// Positions are counted in steps of 2^-24 pixels, so that after 2^20 steps they are right to 1/32.
const FRACTION: u32 = 24;
const ONE: i64 = 1 << FRACTION;

/// The image turned anticlockwise, on a canvas that holds all of it; what was outside is white.
#[must_use]
pub fn rotate(image: &Grey, angle: Angle) -> Grey {
    if angle.is_zero() || image.pixels().is_empty() {
        return image.clone();
    }
    let (width, height) = canvas(image.width(), image.height(), angle);
    let map = mapping(image.width(), image.height(), angle);
    let fixed = |value: f64| (value * ONE as f64).round() as i64;
    let across = (fixed(map.to_page(1.0, 0.0).0 - map.to_page(0.0, 0.0).0), fixed(angle.sine()));
    let mut pixels = Vec::with_capacity(width * height);
    for row in 0..height {
        let (x, y) = map.to_page(0.5, row as f64 + 0.5);
        let (mut x, mut y) = (fixed(x - 0.5), fixed(y - 0.5));
        for _ in 0..width {
            pixels.push(between(image, x, y));
            x += across.0;
            y += across.1;
        }
    }
    Grey::from_pixels(width, pixels)
}

/// From the turned image to the one of `width` by `height` pixels that it was made of.
pub(super) fn mapping(width: usize, height: usize, angle: Angle) -> Mapping {
    let (sine, cosine) = (angle.sine(), angle.cosine());
    let (wide, high) = canvas(width, height, angle);
    let (x, y) = (wide as f64 / 2.0, high as f64 / 2.0);
    let across = (cosine, -sine, width as f64 / 2.0 - cosine * x + sine * y);
    let down = (sine, cosine, height as f64 / 2.0 - sine * x - cosine * y);
    Mapping::new(across, down)
}

/// The size of the turned image; the same as before if nothing is turned.
fn canvas(width: usize, height: usize, angle: Angle) -> (usize, usize) {
    let (sine, cosine) = (angle.sine().abs(), angle.cosine());
    let (w, h) = (width as f64, height as f64);
    ((w * cosine + h * sine).ceil() as usize, (w * sine + h * cosine).ceil() as usize)
}

/// The shade between four pixels, weighed in steps of 1/256.
fn between(image: &Grey, x: i64, y: i64) -> u8 {
    let (column, row) = (x >> FRACTION, y >> FRACTION);
    let (right, below) = ((x >> (FRACTION - 8)) & 255, (y >> (FRACTION - 8)) & 255);
    let [a, b, c, d] = corners(image, column, row).map(i64::from);
    let upper = a * (256 - right) + b * right;
    let lower = c * (256 - right) + d * right;
    ((upper * (256 - below) + lower * below + (1 << 15)) >> 16) as u8
}

/// The pixel and its neighbours to the right, below and across; outside the image all is white.
fn corners(image: &Grey, column: i64, row: i64) -> [u8; 4] {
    let (width, height) = (image.width() as i64, image.height() as i64);
    if column >= 0 && row >= 0 && column < width - 1 && row < height - 1 {
        let at = row as usize * image.width() + column as usize;
        let pixels = image.pixels();
        return [
            pixels[at],
            pixels[at + 1],
            pixels[at + image.width()],
            pixels[at + image.width() + 1],
        ];
    }
    [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| {
        let (x, y) = (column + x, row + y);
        let inside = x >= 0 && y >= 0 && x < width && y < height;
        if inside { image.row(y as usize)[x as usize] } else { 255 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(x: usize, y: usize) -> Grey {
        let mut image = Grey::filled(200, 100, 255);
        for index in 0..9 {
            image.pixels_mut()[(y - 1 + index / 3) * 200 + x - 1 + index % 3] = 0;
        }
        image
    }

    fn darkest(image: &Grey) -> (f64, f64) {
        let ink = image.pixels().iter().enumerate().filter(|(_, shade)| **shade < 255);
        let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
        for (index, shade) in ink {
            let dark = f64::from(255 - shade);
            x += dark * ((index % image.width()) as f64 + 0.5);
            y += dark * ((index / image.width()) as f64 + 0.5);
            weight += dark;
        }
        (x / weight, y / weight)
    }

    #[test]
    fn ink_goes_where_the_mapping_says() {
        for tenths in [-100, -7, 3, 55, 300] {
            for (x, y) in [(20, 30), (180, 90), (100, 50)] {
                let turned = rotate(&dot(x, y), Angle::tenths(tenths));
                let (found_x, found_y) = darkest(&turned);
                let map = mapping(200, 100, Angle::tenths(tenths));
                let (back_x, back_y) = map.to_page(found_x, found_y);
                let (off_x, off_y) = (back_x - x as f64 - 0.5, back_y - y as f64 - 0.5);
                assert!(off_x.abs() < 0.1 && off_y.abs() < 0.1, "{tenths} {off_x} {off_y}");
            }
        }
    }

    #[test]
    fn anticlockwise_lifts_the_right_side() {
        let turned = rotate(&dot(180, 50), Angle::tenths(50));
        assert!(darkest(&turned).1 < turned.height() as f64 / 2.0 - 5.0);
    }

    #[test]
    fn the_smallest_images_turn() {
        assert_eq!(rotate(&Grey::filled(1, 1, 0), Angle::tenths(45)).width(), 2);
        assert_eq!(rotate(&Grey::filled(0, 0, 0), Angle::tenths(45)).width(), 0);
    }
}
