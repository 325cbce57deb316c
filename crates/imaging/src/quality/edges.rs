//! Blur, as the spread of the edges of ink.
//!
//! Where a row or a column passes from paper to ink, the step's height over its steepness is the spread that a
//! lens or a moving page gave it, whatever the colour of paper and ink. The variance of the Laplacian, which is
//! often taken, depends on how much ink there is and is many times higher for black-and-white scans.

use crate::Grey;

/// Half the stretch, in pixels, in which the step's highest and lowest shade are sought.
const REACH: usize = 7;
/// A stretch begins anew at every so many pixels.
const STRIDE: usize = 3;
/// Every so many rows and columns are looked at.
const EVERY: usize = 3;
/// Fewer edges say nothing.
const ENOUGH: usize = 60;
/// Steps lower than this share of the page's contrast, in percent, are grain.
const GRAIN: u32 = 45;

/// The middle spread of the edges (standard deviation, pixels), along the rows or down the columns, whichever is
/// wider; `contrast` is the difference of paper and ink. Nothing for pages with few edges.
pub(super) fn spread(page: &Grey, contrast: u8) -> Option<f64> {
    let lowest = (u32::from(contrast) * GRAIN / 100).max(8) as u8;
    let mut across = Vec::new();
    for y in (0..page.height()).step_by(EVERY) {
        gather(page.row(y), lowest, &mut across);
    }
    let mut down = Vec::new();
    let mut column = Vec::with_capacity(page.height());
    for x in (0..page.width()).step_by(EVERY) {
        column.clear();
        column.extend(page.pixels().iter().skip(x).step_by(page.width()));
        gather(&column, lowest, &mut down);
    }
    let (across, down) = (middle(across), middle(down));
    across.into_iter().chain(down).reduce(f64::max)
}

fn middle(mut spreads: Vec<f64>) -> Option<f64> {
    if spreads.len() < ENOUGH {
        return None;
    }
    spreads.sort_unstable_by(f64::total_cmp);
    spreads.get(spreads.len() / 2).copied()
}

/// The spread of each step of a line of pixels.
fn gather(line: &[u8], lowest: u8, spreads: &mut Vec<f64>) {
    let stretch = 2 * REACH + 1;
    for window in line.windows(stretch).step_by(STRIDE) {
        let high = window.iter().copied().max().unwrap_or(0);
        let low = window.iter().copied().min().unwrap_or(0);
        if high - low < lowest {
            continue;
        }
        let half = (u16::from(high) + u16::from(low)) / 2;
        let is_dark = |shade: u8| u16::from(shade) < half;
        let centre = &window[REACH - 2..REACH + 3];
        let crossed = centre[1..4].windows(2).position(|pair| is_dark(pair[0]) != is_dark(pair[1]));
        if let Some(at) = crossed {
            spreads.push(of_step(&centre[at..at + 4], f64::from(high - low)));
        }
    }
}

/// A Gaussian's steepest slope is its height over its deviation and the root of two pi.
const SLOPE: f64 = 2.506_628;

/// `around` is the two pixels between which the step passes its middle, and one on each side.
fn of_step(around: &[u8], height: f64) -> f64 {
    let slope = |one: usize, other: usize| {
        f64::from(around[other].abs_diff(around[one])) / (other - one) as f64
    };
    let steepest = slope(1, 2).max(slope(0, 2)).max(slope(1, 3)).max(1.0);
    height / (steepest * SLOPE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(soft: usize) -> Grey {
        let shade = |x: usize| {
            let at = x % 24;
            let ramp = |from: usize| ((at - from) * 200 / soft.max(1)).min(200);
            (if at < 12 { 220 - ramp(0) } else { 20 + ramp(12) }) as u8
        };
        let row: Vec<u8> = (0..400).map(shade).collect();
        Grey::from_pixels(400, row.repeat(300))
    }

    #[test]
    fn softer_edges_spread_wider() {
        let found = [1, 3, 6, 9].map(|soft| spread(&bars(soft), 200).unwrap());
        assert!(found.windows(2).all(|pair| pair[0] * 1.3 < pair[1]), "{found:?}");
    }

    #[test]
    fn paler_ink_is_not_blurred() {
        let mut pale = bars(4);
        pale.pixels_mut().iter_mut().for_each(|shade| *shade = 180 + *shade / 4);
        let (dark, pale) = (spread(&bars(4), 200).unwrap(), spread(&pale, 50).unwrap());
        assert!((dark / pale - 1.0).abs() < 0.1, "{dark} {pale}");
    }

    #[test]
    fn no_edges_no_spread() {
        assert_eq!(spread(&Grey::filled(300, 300, 200), 100), None);
        assert_eq!(spread(&Grey::filled(1, 1, 0), 255), None);
        assert_eq!(spread(&Grey::filled(0, 0, 0), 0), None);
    }
}
