//! No size, shade or claim of a file makes preparing and measuring fail.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use sijill_imaging::likeness::Picture;
use sijill_imaging::prepare::{Angle, Turn, binarise, normalise, prepare};
use sijill_imaging::quality::{findings, measure};
use sijill_imaging::renditions::{covered, screen, thumbnail, tiles_zip};
use sijill_imaging::{Grey, Raster, Samples};

fn side() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 1..40_usize, 1 => Just(1), 1 => 800..3000_usize]
}

prop_compose! {
    fn page()(width in side(), height in side())
        (width in Just(width), height in Just(if width > 800 { height.min(60) } else { height }),
         pattern in proptest::collection::vec(any::<u8>(), 1..97)) -> Grey {
        Grey::from_pixels(width, pattern.iter().copied().cycle().take(width * height).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn preparing(page in page(), quarters in any::<i32>(), dpi in proptest::option::of(any::<f64>())) {
        let ready = prepare(&page, Turn::quarters(quarters), dpi);
        prop_assert!(ready.image.width() > 0 && ready.image.height() > 0);
        prop_assert!(ready.image.pixels().len() < 45_000_000);
        let (x, y) = ready.mapping.to_page(0.0, 0.0);
        prop_assert!(x.is_finite() && y.is_finite());
        let _ = binarise(&page, quarters.unsigned_abs() as usize % 50);
    }

    #[test]
    fn measuring(page in page(), tenths in any::<i32>(), dpi in proptest::option::of(any::<f64>())) {
        let white = normalise(&page);
        for seen in [&page, &white] {
            let measures = measure(seen, &white, dpi);
            let text = serde_json::to_string(&measures).unwrap();
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), true);
            let _ = findings(&measures);
        }
        if let Some(picture) = Picture::of(&white, Angle::tenths(tenths)) {
            prop_assert!(picture.correlation(&picture) >= 0.0);
        }
    }

    #[test]
    fn showing(page in page()) {
        let (width, height) = (page.width() as u32, page.height() as u32);
        let page = Raster::new(width, height, Samples::Grey8, page.pixels().to_vec()).unwrap();
        prop_assert!(thumbnail(&page).is_ok() && screen(&page).is_ok());
        prop_assert!(covered(&page, 256).is_ok() && tiles_zip(&page).is_ok());
    }
}
