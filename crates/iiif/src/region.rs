//! Which part of a page (section 4.1 of the Image API).

use sijill_imaging::Rect;

use crate::Refusal;
use crate::decimal::{ONE, millionths, scaled, whole};

/// Which part of the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// All of it.
    Full,
    /// The largest square in the middle.
    Square,
    /// From the left, from the top, width and height, in pixels.
    Pixels([u32; 4]),
    /// The same in millionths of a percent.
    Percent([u64; 4]),
}

impl Region {
    /// Reads `full`, `square`, `x,y,w,h` or `pct:x,y,w,h`.
    ///
    /// # Errors
    /// If it is none of them.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::malformed("region", text);
        match text {
            "full" => return Ok(Self::Full),
            "square" => return Ok(Self::Square),
            _ => {}
        }
        match text.strip_prefix("pct:") {
            Some(shares) => four(shares, millionths).map(Self::Percent),
            None => four(text, whole).map(Self::Pixels),
        }
        .ok_or_else(malformed)
    }

    /// The pixels of a page of this size that it means, cut off at the page's edges.
    ///
    /// # Errors
    /// If there are none.
    pub fn of(self, width: u32, height: u32) -> Result<Rect, Refusal> {
        let [left, top, wide, high] = match self {
            Self::Full => [0, 0, width, height].map(u64::from),
            Self::Square => {
                let side = width.min(height);
                [(width - side) / 2, (height - side) / 2, side, side].map(u64::from)
            }
            Self::Pixels(pixels) => pixels.map(u64::from),
            Self::Percent([left, top, wide, high]) => {
                let of = |length, share| scaled(length, share, 100 * ONE);
                [of(width, left), of(height, top), of(width, wide), of(height, high)]
            }
        };
        let cut = |from: u64, length: u64, all: u32| -> Option<(u32, u32)> {
            let from = u32::try_from(from).ok().filter(|from| *from < all)?;
            let length = u32::try_from(length).unwrap_or(u32::MAX).min(all - from);
            (length > 0).then_some((from, length))
        };
        let (across, down) = (cut(left, wide, width), cut(top, high, height));
        let ((left, width), (top, height)) = across.zip(down).ok_or(Refusal::Outside)?;
        Ok(Rect { left, top, width, height })
    }
}

fn four<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<[T; 4]> {
    let numbers: Option<Vec<T>> = text.split(',').take(5).map(read).collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rect(text: &str, width: u32, height: u32) -> Result<(u32, u32, u32, u32), u16> {
        let rect = Region::parse(text).and_then(|region| region.of(width, height));
        rect.map(|r| (r.left, r.top, r.width, r.height)).map_err(|why| why.status())
    }

    /// The examples of section 4.1: an image of 300 by 200.
    #[test]
    fn the_examples_of_the_specification() {
        for (text, expected) in [
            ("full", (0, 0, 300, 200)),
            ("square", (50, 0, 200, 200)),
            ("125,15,120,140", (125, 15, 120, 140)),
            ("pct:41.6,7.5,40,70", (125, 15, 120, 140)),
            ("125,15,200,200", (125, 15, 175, 185)),
            ("pct:41.6,7.5,66.6,100", (125, 15, 175, 185)),
        ] {
            assert_eq!(rect(text, 300, 200), Ok(expected), "{text}");
        }
        for bad in ["125,15,0,140", "300,0,1,1", "0,200,1,1", "pct:100,0,1,1", "pct:0,0,0,1"] {
            assert_eq!(Region::parse(bad).unwrap().of(300, 200), Err(Refusal::Outside), "{bad}");
        }
        for bad in [
            "",
            "Full",
            "1,2,3",
            "1,2,3,4,5",
            "-1,0,1,1",
            "1.5,0,1,1",
            "pct:1,2,3",
            "pct:",
            "٠,٠,١,١",
        ] {
            assert_eq!(rect(bad, 300, 200), Err(400), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_region_lies_inside_the_page(numbers: [u32; 4], width in 1_u32.., height in 1_u32..) {
            if let Ok(rect) = Region::Pixels(numbers).of(width, height) {
                prop_assert!(rect.width > 0 && rect.height > 0);
                prop_assert!(u64::from(rect.left) + u64::from(rect.width) <= u64::from(width));
                prop_assert!(u64::from(rect.top) + u64::from(rect.height) <= u64::from(height));
                prop_assert_eq!((rect.left, rect.top), (numbers[0], numbers[1]));
            } else {
                prop_assert!(numbers[0] >= width || numbers[1] >= height || numbers[2] == 0 || numbers[3] == 0);
            }
        }

        #[test]
        fn percents_lie_inside_too(numbers: [u64; 4], width in 1_u32.., height in 1_u32..) {
            if let Ok(rect) = Region::Percent(numbers).of(width, height) {
                prop_assert!(rect.width > 0 && rect.height > 0);
                prop_assert!(u64::from(rect.left) + u64::from(rect.width) <= u64::from(width));
                prop_assert!(u64::from(rect.top) + u64::from(rect.height) <= u64::from(height));
            }
        }

        #[test]
        fn no_text_upsets_the_reader(text: String, width in 1_u32.., height in 1_u32..) {
            let _ = Region::parse(&text).and_then(|region| region.of(width, height));
        }
    }
}
