//! Which tiles a tree has, and which it gains by growing.

use super::{LEVELS, MAX_LEVEL, TILE_WIDTH, TileKind, TilePath};

/// The tiles of hashes that a tree of `new` leaves has and one of `old` had not, the leaves' first. With
/// `old` 0 they are all that there are.
///
/// None of them replaces another, so they can be written in any order; but write them before the
/// checkpoint of `new`.
pub fn tiles_between(old: u64, new: u64) -> impl Iterator<Item = TilePath> {
    (0..=MAX_LEVEL).flat_map(move |level| {
        let count = |size: u64| size >> (LEVELS * level);
        between(TileKind::Hashes(level), count(old), count(new))
    })
}

/// The entry bundles that a log of `new` entries has and one of `old` had not.
pub fn bundles_between(old: u64, new: u64) -> impl Iterator<Item = TilePath> {
    between(TileKind::Entries, old, new)
}

/// The tiles of one kind for a row that grows from `old` to `new`: those that became full, then the
/// partial one at the end.
fn between(kind: TileKind, old: u64, new: u64) -> impl Iterator<Item = TilePath> {
    let width = u64::from(TILE_WIDTH);
    let full = (old / width..new / width).map(|index| (index, TILE_WIDTH));
    // A remainder of 256 fits.
    let rest = (new % width) as u16;
    let partial = (new > old && rest > 0).then_some((new / width, rest));
    full.chain(partial).filter_map(move |(index, width)| TilePath::new(kind, index, width))
}
