//! What of the stored pictures makes the one that is wanted: one of them as it is, or the tiles of one scale.

use sijill_imaging::Rect;
use sijill_imaging::renditions::{SCREEN, THUMBNAIL, TILE, Tile, fitted_size, scale_factors};

use crate::job::Ground;
use crate::{Sight, Source, Wanted};

/// The small pictures beside the tiles.
const THUMBNAIL_FILE: &str = "thumbnail.jpg";
const SCREEN_FILE: &str = "screen.jpg";
const FULL_FILE: &str = "full.jpg";

/// The most pixels that are decoded for one picture. Where the right scale has more, the next smaller one is taken.
const MOST_DECODED: u64 = 32 << 20;

/// How a picture comes about.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// This tile is it.
    Tile(String),
    /// This picture beside the tiles is it.
    Picture(&'static str),
    /// It is drawn from this picture, which is blurred first.
    Covered(&'static str),
    /// It is drawn from these tiles.
    FromTiles(Vec<String>, Ground),
}

impl Plan {
    /// How the picture comes about that is wanted of a page.
    pub(crate) fn of(wanted: &Wanted, source: &Source) -> Self {
        if source.sight() == Sight::Covered {
            return Self::Covered(THUMBNAIL_FILE);
        }
        if wanted.is_plain() {
            if let Some(path) = tile(wanted).filter(|path| source.has_tile(path)) {
                return Self::Tile(path);
            }
            if let Some(name) = whole_picture(wanted, source.sight()) {
                return Self::Picture(name);
            }
        }
        let (tiles, ground) = ground(wanted);
        Self::FromTiles(tiles, ground)
    }
}

/// The path of the stored tile that shows exactly what is wanted, if one does.
fn tile(wanted: &Wanted) -> Option<String> {
    let Rect { left, top, width, height } = wanted.region;
    let factors = scale_factors(wanted.page.0, wanted.page.1);
    let is_so_much_smaller =
        |factor: &u32| wanted.shown == (width.div_ceil(*factor), height.div_ceil(*factor));
    let is_on_the_grid = |factor: &u32| {
        let step = TILE.saturating_mul(*factor);
        let reaches = |from: u32, length: u32, all: u32| {
            from.is_multiple_of(step) && length == step.min(all.saturating_sub(from))
        };
        reaches(left, width, wanted.page.0) && reaches(top, height, wanted.page.1)
    };
    let factor =
        factors.into_iter().find(|factor| is_so_much_smaller(factor) && is_on_the_grid(factor))?;
    let (shown_width, shown_height) = wanted.shown;
    let is_whole = wanted.is_whole();
    let tile = Tile { factor, x: left, y: top, width, height, shown_width, shown_height, is_whole };
    Some(tile.path())
}

/// The picture of the whole page in exactly the size that is wanted. The small ones may be blurred although the page
/// may be seen.
fn whole_picture(wanted: &Wanted, sight: Sight) -> Option<&'static str> {
    let (width, height) = wanted.page;
    if !wanted.is_whole() {
        return None;
    }
    if wanted.shown == wanted.page {
        return Some(FULL_FILE);
    }
    let small = [(THUMBNAIL_FILE, THUMBNAIL), (SCREEN_FILE, SCREEN)];
    let fits = |longest: u32| fitted_size(width, height, longest) == wanted.shown;
    let name = small.into_iter().find(|(_, longest)| fits(*longest)).map(|(name, _)| name);
    name.filter(|_| sight == Sight::Clear)
}

/// The tiles that cover the region at the smallest scale that is not smaller than what is wanted.
fn ground(wanted: &Wanted) -> (Vec<String>, Ground) {
    let (page_width, page_height) = wanted.page;
    let region = wanted.region;
    let is_enough = |factor: &u32| {
        let enough = |length: u32, shown: u32| length / factor >= shown;
        enough(region.width, wanted.shown.0) && enough(region.height, wanted.shown.1)
    };
    let is_little = |factor: &u32| {
        let (across, down) =
            (cells(region.left, region.width, *factor), cells(region.top, region.height, *factor));
        let count = u64::from(across.end - across.start) * u64::from(down.end - down.start);
        count * u64::from(TILE) * u64::from(TILE) <= MOST_DECODED
    };
    let factors = scale_factors(page_width, page_height);
    let last = factors.last().copied().unwrap_or(1);
    let wished = factors.iter().copied().rfind(is_enough).unwrap_or(1);
    let factor = factors.into_iter().find(|factor| *factor >= wished && is_little(factor));
    tiles(wanted, factor.unwrap_or(last))
}

/// Which columns, or rows, of tiles a stretch of the page touches.
fn cells(from: u32, length: u32, factor: u32) -> std::ops::Range<u32> {
    let step = TILE.saturating_mul(factor);
    from / step..from.saturating_add(length).div_ceil(step)
}

fn tiles(wanted: &Wanted, factor: u32) -> (Vec<String>, Ground) {
    let (page_width, page_height) = wanted.page;
    let region = wanted.region;
    let (columns, rows) =
        (cells(region.left, region.width, factor), cells(region.top, region.height, factor));
    let step = TILE.saturating_mul(factor);
    let (mut paths, mut corners) = (Vec::new(), Vec::new());
    for row in rows.clone() {
        for column in columns.clone() {
            let (x, y) = (column.saturating_mul(step), row.saturating_mul(step));
            let (width, height) =
                (step.min(page_width.saturating_sub(x)), step.min(page_height.saturating_sub(y)));
            let (shown_width, shown_height) = (width.div_ceil(factor), height.div_ceil(factor));
            let is_whole = (width, height) == wanted.page;
            let tile = Tile { factor, x, y, width, height, shown_width, shown_height, is_whole };
            paths.push(tile.path());
            corners.push(((column - columns.start) * TILE, (row - rows.start) * TILE));
        }
    }
    let side = |cells: &std::ops::Range<u32>, length: u32| {
        cells
            .end
            .saturating_mul(TILE)
            .min(length.div_ceil(factor))
            .saturating_sub(cells.start.saturating_mul(TILE))
    };
    let ground = Ground::Tiles {
        factor,
        left: columns.start.saturating_mul(TILE),
        top: rows.start.saturating_mul(TILE),
        width: side(&columns, page_width),
        height: side(&rows, page_height),
        corners,
    };
    (paths, ground)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sijill_imaging::renditions::tiles as stored;

    use super::*;
    use crate::ImageRequest;

    fn wanted(path: &str, page: (u32, u32)) -> Wanted {
        ImageRequest::parse(path).unwrap().of(page.0, page.1).unwrap()
    }

    #[test]
    fn every_stored_tile_is_found_by_what_viewers_ask_for() {
        for page in
            [(513, 512), (1653, 2339), (2480, 3508), (1, 5000), (1024, 1024), (10_000, 9_999)]
        {
            for stored in stored(page.0, page.1) {
                let path = stored.path();
                assert_eq!(tile(&wanted(&path, page)), Some(path), "{page:?}");
            }
        }
        assert_eq!(tile(&wanted("0,0,512,512/511,511/0/default.jpg", (2000, 2000))), None);
        assert_eq!(tile(&wanted("1,0,512,512/max/0/default.jpg", (2000, 2000))), None);
    }

    #[test]
    fn whole_pages_of_stored_sizes_are_stored_pictures() {
        let name = |path| whole_picture(&wanted(path, (1240, 1754)), Sight::Clear);
        assert_eq!(name("full/,256/0/default.jpg"), Some(THUMBNAIL_FILE));
        assert_eq!(name("full/!256,256/0/default.jpg"), Some(THUMBNAIL_FILE));
        assert_eq!(name("full/,1600/0/default.jpg"), Some(SCREEN_FILE));
        assert_eq!(name("full/max/0/default.jpg"), Some(FULL_FILE));
        assert_eq!(name("full/,1601/0/default.jpg"), None);
        assert_eq!(name("0,0,1240,1753/max/0/default.jpg"), None);
        let thumbnail = wanted("full/,256/0/default.jpg", (1240, 1754));
        assert_eq!(whole_picture(&thumbnail, Sight::Uncovered), None, "it is blurred");
    }

    #[test]
    fn the_smallest_scale_that_suffices_is_drawn_from() {
        for (path, expected) in [
            ("full/1051,/0/gray.jpg", (1, 30)),
            ("full/1050,/0/gray.jpg", (2, 9)),
            ("full/200,/0/gray.jpg", (8, 1)),
            ("full/2100,1/0/gray.jpg", (1, 30)),
            ("500,500,100,100/max/0/gray.jpg", (1, 4)),
        ] {
            let (tiles, ground) = ground(&wanted(path, (2100, 3000)));
            let Ground::Tiles { factor, .. } = ground else { panic!("tiles") };
            assert_eq!((factor, tiles.len()), expected, "{path}");
        }
        let (tiles, ground) = ground(&wanted("full/8192,1/0/gray.jpg", (10_000, 10_000)));
        let Ground::Tiles { factor, .. } = ground else { panic!("tiles") };
        assert_eq!((factor, tiles.len()), (2, 100), "not all of a hundred megapixels");
    }

    proptest! {
        #[test]
        fn the_tiles_cover_the_region_and_are_few_enough(
            page in (1_u32..15_000, 1_u32..13_000), corner in (0_u32..15_000, 0_u32..13_000),
            length in (1_u32..15_000, 1_u32..13_000), size in (1_u32..8192, 1_u32..8192),
        ) {
            let region = crate::Region::Pixels([corner.0, corner.1, length.0, length.1]);
            let size = crate::Size::Exact(size.0, size.1);
            let asked = ImageRequest { region, size, ..ImageRequest::parse("full/max/0/gray.png").unwrap() };
            let Ok(wanted) = asked.of(page.0, page.1) else { return Ok(()) };
            let known: std::collections::HashSet<_> = stored(page.0, page.1).map(|tile| tile.path()).collect();
            let (paths, ground) = ground(&wanted);
            prop_assert!(paths.iter().all(|path| known.contains(path)), "{:?}", paths);
            let Ground::Tiles { factor, left, top, width, height, corners } = ground else { panic!("tiles") };
            prop_assert_eq!(corners.len(), paths.len());
            prop_assert!(u64::from(width) * u64::from(height) <= MOST_DECODED);
            let region = wanted.region;
            prop_assert!(left * factor <= region.left && top * factor <= region.top);
            prop_assert!((left + width) * factor >= region.left + region.width);
            prop_assert!((top + height) * factor >= region.top + region.height);
            if u64::from(region.width) * u64::from(region.height) < MOST_DECODED / 8 {
                prop_assert!(region.width / factor >= wanted.shown.0 || factor == 1);
            }
        }
    }
}
