//! How large a region is shown (section 4.2 of the Image API).

use crate::Refusal;
use crate::decimal::{ONE, millionths, scaled, whole};

/// The longest side that is given, in pixels: `maxWidth` and `maxHeight`.
pub const MAX_SIDE: u32 = 8192;
/// The most pixels that are given: `maxArea`. A page of A4 at 400 dots an inch fits.
pub const MAX_AREA: u64 = 16_777_216;

/// How large the region is shown. Nothing is ever made larger than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As large as it is and the limits allow.
    Max,
    /// Of this width, the height in proportion.
    Width(u32),
    /// Of this height, the width in proportion.
    Height(u32),
    /// In millionths of a percent.
    Percent(u64),
    /// Of exactly this width and height.
    Exact(u32, u32),
    /// In proportion, fitted into this width and height.
    Within(u32, u32),
}

impl Size {
    /// Reads `max`, `w,`, `,h`, `pct:n`, `w,h` or `!w,h`.
    ///
    /// # Errors
    /// If it is none of them, or asks with `^` for more pixels than there are.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = || Refusal::malformed("size", text);
        if let Some(rest) = text.strip_prefix('^') {
            return match read(rest) {
                Some(_) => Err(Refusal::NotDone { what: "making a region larger than it is" }),
                None => Err(malformed()),
            };
        }
        read(text).ok_or_else(malformed)
    }

    /// Width and height, in pixels, at which a region of this size is shown.
    ///
    /// `!w,h` is refused where both are larger than the region, as if it were not confined at all. The text of 4.2 would
    /// give the region as it is; the validator wants 400 for every size larger than the region.
    ///
    /// # Errors
    /// If that is larger than the region or the limits.
    pub fn of(self, width: u32, height: u32) -> Result<(u32, u32), Refusal> {
        let in_proportion =
            |length: u32, of: u32, share: u32| scaled(length, share.into(), of.into()).max(1);
        let (wide, high) = match self {
            Self::Max => return Ok(largest(width, height)),
            Self::Width(wide) => (wide.into(), in_proportion(height, width, wide)),
            Self::Height(high) => (in_proportion(width, height, high), high.into()),
            Self::Percent(share) => {
                let of = |length| scaled(length, share, 100 * ONE).max(u64::from(share > 0));
                (of(width), of(height))
            }
            Self::Exact(wide, high) => (wide.into(), high.into()),
            Self::Within(wide, high) if wide > width && high > height => (wide.into(), high.into()),
            Self::Within(wide, high) => within(width, height, wide, high),
        };
        if wide == 0 || high == 0 {
            return Err(Refusal::malformed("size", "a size of no pixels"));
        }
        if wide > width.into() || high > height.into() {
            return Err(Refusal::Larger { width, height });
        }
        // Both fit, as they are no larger than the region.
        let fits = (wide as u32, high as u32);
        let within = wide <= MAX_SIDE.into() && high <= MAX_SIDE.into() && wide * high <= MAX_AREA;
        within.then_some(fits).ok_or(Refusal::TooLarge { width: wide, height: high })
    }
}

fn read(text: &str) -> Option<Size> {
    if text == "max" {
        return Some(Size::Max);
    }
    if let Some(share) = text.strip_prefix("pct:") {
        return millionths(share).map(Size::Percent);
    }
    let (text, confined) = text.strip_prefix('!').map_or((text, false), |rest| (rest, true));
    let (wide, high) = text.split_once(',')?;
    match (wide, high, confined) {
        ("", high, false) => whole(high).map(Size::Height),
        (wide, "", false) => whole(wide).map(Size::Width),
        (wide, high, false) => Some(Size::Exact(whole(wide)?, whole(high)?)),
        (wide, high, true) => Some(Size::Within(whole(wide)?, whole(high)?)),
    }
}

/// The largest size in proportion inside a box and no larger than the region.
fn within(width: u32, height: u32, wide: u32, high: u32) -> (u64, u64) {
    let (wide, high) = (wide.min(width), high.min(height));
    if wide == 0 || high == 0 {
        return (0, 0);
    }
    // Compared as fractions: wide / width and high / height.
    if u64::from(wide) * u64::from(height) <= u64::from(high) * u64::from(width) {
        (wide.into(), scaled(height, wide.into(), width.into()).clamp(1, high.into()))
    } else {
        (scaled(width, high.into(), height.into()).clamp(1, wide.into()), high.into())
    }
}

/// The largest size in proportion that the limits allow.
fn largest(width: u32, height: u32) -> (u32, u32) {
    let (wide, high) = within(width, height, MAX_SIDE, MAX_SIDE);
    let area = wide * high;
    if area <= MAX_AREA {
        return (wide as u32, high as u32);
    }
    // The root of the ratio, rounded down; then the product cannot be larger.
    let ratio = (MAX_AREA as f64 / area as f64).sqrt();
    let down = |length: u64| ((length as f64 * ratio).floor() as u64).clamp(1, length) as u32;
    (down(wide), down(high))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn size(text: &str, width: u32, height: u32) -> Result<(u32, u32), u16> {
        let size = Size::parse(text).and_then(|size| size.of(width, height));
        size.map_err(|why| why.status())
    }

    /// The examples of section 4.2: an image of 300 by 200.
    #[test]
    fn the_examples_of_the_specification() {
        for (text, expected) in [
            ("max", (300, 200)),
            ("150,", (150, 100)),
            (",150", (225, 150)),
            ("pct:50", (150, 100)),
            ("225,100", (225, 100)),
            ("!225,100", (150, 100)),
            ("!400,100", (150, 100)),
            ("pct:0.001", (1, 1)),
        ] {
            assert_eq!(size(text, 300, 200), Ok(expected), "{text}");
        }
        for larger in ["301,", ",201", "pct:101", "300,201", "!301,201"] {
            assert_eq!(size(larger, 300, 200), Err(400), "{larger}");
        }
        for upscaled in ["^max", "^360,", "^,240", "^pct:120", "^360,360", "^!360,360"] {
            assert_eq!(size(upscaled, 300, 200), Err(501), "{upscaled}");
        }
        for bad in [
            "", "full", ",", "!", "!,", "!5,", "0,", ",0", "0,0", "pct:0", "pct:-1", "1.5,", "^",
            "^^max", "1,2,3",
        ] {
            assert_eq!(size(bad, 300, 200), Err(400), "{bad}");
        }
    }

    #[test]
    fn limits_hold() {
        assert_eq!(size("max", 10_000, 10_000), Ok((4096, 4096)));
        assert_eq!(size("max", 100_000, 10), Ok((8192, 1)));
        assert_eq!(size("4096,4096", 10_000, 10_000), Ok((4096, 4096)));
        assert_eq!(size("4097,4096", 10_000, 10_000), Err(400));
        assert_eq!(size("8193,", 100_000, 10), Err(400));
        assert_eq!(size("max", u32::MAX, u32::MAX), Ok((4096, 4096)));
    }

    fn any_size() -> impl Strategy<Value = Size> {
        prop_oneof![
            Just(Size::Max),
            any::<u32>().prop_map(Size::Width),
            any::<u32>().prop_map(Size::Height),
            (0..200 * ONE).prop_map(Size::Percent),
            any::<(u32, u32)>().prop_map(|(wide, high)| Size::Exact(wide, high)),
            any::<(u32, u32)>().prop_map(|(wide, high)| Size::Within(wide, high)),
            (1_u32..20_000, 1_u32..20_000).prop_map(|(wide, high)| Size::Within(wide, high)),
        ]
    }

    proptest! {
        #[test]
        fn what_is_given_is_within_region_and_limits(size in any_size(), width in 1_u32.., height in 1_u32..) {
            if let Ok((wide, high)) = size.of(width, height) {
                prop_assert!(wide >= 1 && wide <= width.min(MAX_SIDE));
                prop_assert!(high >= 1 && high <= height.min(MAX_SIDE));
                prop_assert!(u64::from(wide) * u64::from(high) <= MAX_AREA);
                if let Size::Within(most_wide, most_high) = size {
                    prop_assert!(wide <= most_wide && high <= most_high);
                }
            }
        }

        #[test]
        fn pages_of_usual_size_keep_their_proportions(width in 200_u32..12_000, height in 200_u32..12_000, wide in 50_u32..200) {
            let (wide, high) = Size::Width(wide).of(width, height).unwrap();
            let exact = f64::from(height) * f64::from(wide) / f64::from(width);
            prop_assert!((f64::from(high) - exact).abs() <= 0.5 || high == 1);
            let (wide, high) = Size::Max.of(width, height).unwrap();
            let skewed = f64::from(wide) / f64::from(high) / (f64::from(width) / f64::from(height));
            prop_assert!((skewed - 1.0).abs() < 0.01, "{skewed}");
        }

        #[test]
        fn no_text_upsets_the_reader(text: String, width in 1_u32.., height in 1_u32..) {
            let _ = Size::parse(&text).and_then(|size| size.of(width, height));
        }
    }
}
