//! Black and white after Sauvola and Pietikäinen (Pattern Recognition 33, 2000): a second way to see faint pages.

use crate::Grey;

/// The share of the deviation that counts, in hundredths.
const K: i64 = 34;
/// The widest deviation that eight bits can have.
const R: i64 = 128;

/// Ink black and paper white; what is ink depends on mean and deviation of the square of `2 * radius + 1` pixels
/// around. About the height of a letter is right for the square.
#[must_use]
pub fn binarise(image: &Grey, radius: usize) -> Grey {
    let (width, height) = (image.width(), image.height());
    let mut columns = Columns::new(width);
    for y in 0..radius.min(height) {
        columns.add(image.row(y));
    }
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        if y + radius < height {
            columns.add(image.row(y + radius));
        }
        if y > radius {
            columns.remove(image.row(y - radius - 1));
        }
        let rows = (y + radius + 1).min(height) - y.saturating_sub(radius);
        columns.judge(image.row(y), radius, rows as i64, &mut pixels);
    }
    Grey::from_pixels(width, pixels)
}

/// Sums of shades and of their squares, column by column, over the rows of the window.
struct Columns {
    sums: Vec<i64>,
    squares: Vec<i64>,
}

impl Columns {
    fn new(width: usize) -> Self {
        Self { sums: vec![0; width], squares: vec![0; width] }
    }

    fn add(&mut self, row: &[u8]) {
        for (index, shade) in row.iter().enumerate() {
            self.sums[index] += i64::from(*shade);
            self.squares[index] += i64::from(*shade).pow(2);
        }
    }

    fn remove(&mut self, row: &[u8]) {
        for (index, shade) in row.iter().enumerate() {
            self.sums[index] -= i64::from(*shade);
            self.squares[index] -= i64::from(*shade).pow(2);
        }
    }

    fn judge(&self, row: &[u8], radius: usize, rows: i64, pixels: &mut Vec<u8>) {
        let first = radius.min(row.len());
        let mut sum: i64 = self.sums[..first].iter().sum();
        let mut square: i64 = self.squares[..first].iter().sum();
        for (x, shade) in row.iter().enumerate() {
            if x + radius < row.len() {
                sum += self.sums[x + radius];
                square += self.squares[x + radius];
            }
            if x > radius {
                sum -= self.sums[x - radius - 1];
                square -= self.squares[x - radius - 1];
            }
            let columns = (x + radius + 1).min(row.len()) - x.saturating_sub(radius);
            let is_ink = i64::from(*shade) <= threshold(sum, square, rows * columns as i64);
            pixels.push(if is_ink { 0 } else { 255 });
        }
    }
}

/// `mean * (1 + k * (deviation / r - 1))`.
fn threshold(sum: i64, square: i64, count: i64) -> i64 {
    let count = count.max(1);
    let variance = (square - sum / count * sum).max(0) / count;
    let deviation = variance.isqrt();
    sum * (100 * R + K * (deviation - R)) / (count * 100 * R)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faint_ink_on_grey_paper_is_black_on_white() {
        let mut image = Grey::filled(60, 40, 150);
        for index in 0..10 {
            image.pixels_mut()[(15 + index) * 60 + 30] = 70;
        }
        let found = binarise(&image, 8);
        let black = found.pixels().iter().filter(|shade| **shade == 0).count();
        assert_eq!((black, found.row(20)[30]), (10, 0));
    }

    #[test]
    fn any_size_and_radius_will_do() {
        for (width, height, radius) in [(0, 0, 5), (1, 1, 0), (1, 9, 100), (9, 1, 3)] {
            let found = binarise(&Grey::filled(width, height, 200), radius);
            assert_eq!(
                (found.width(), found.height()),
                (width, if width == 0 { 0 } else { height })
            );
            assert!(found.pixels().iter().all(|shade| *shade == 255));
        }
    }
}
