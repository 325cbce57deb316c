//! The names of tiles: `tile/0/x001/x234/067`, `tile/1/000.p/17`, `tile/entries/x012/345`.

use std::fmt;
use std::str::FromStr;

use super::{LEVELS, MAX_LEVEL, TILE_WIDTH};
use crate::lines::parse_decimal;
use crate::{Hash, HashReader, MAX_TREE_SIZE, TreeError, stored_hash_index};

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TileKind {
    /// Hashes of subtrees of 256 to the power of this level leaves; 0 to 7.
    Hashes(u8),
    /// The entries themselves.
    Entries,
}

/// The place of a tile in a log's folder, without the prefix before `tile/`. Every value is of a tile
/// that some log can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    /// 1 to 256.
    width: u16,
}

/// A text that names no tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path:?} is not the path of a tile")]
pub struct InvalidTilePath {
    /// The text.
    pub path: String,
}

impl TilePath {
    /// The tile of this kind and index, with `width` hashes or entries. `None` if no log of up to
    /// [`MAX_TREE_SIZE`] leaves has it.
    #[must_use]
    pub fn new(kind: TileKind, index: u64, width: u16) -> Option<Self> {
        let level = kind.level();
        if !(1..=TILE_WIDTH).contains(&width) || level > MAX_LEVEL {
            return None;
        }
        let end = index.checked_mul(TILE_WIDTH.into())?.checked_add(width.into())?;
        let possible = end <= MAX_TREE_SIZE >> (LEVELS * level);
        possible.then_some(Self { kind, index, width })
    }

    /// What the tile holds.
    #[must_use]
    pub const fn kind(&self) -> TileKind {
        self.kind
    }

    /// The tile's number among those of its kind, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries the tile holds, 1 to 256.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether the tile is complete, whatever is appended to the log.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The numbers of what the tile holds: subtrees of its level, or entries.
    #[must_use]
    pub fn contents(&self) -> std::ops::Range<u64> {
        // `new` has seen that neither overflows.
        let start = self.index * u64::from(TILE_WIDTH);
        start..start + u64::from(self.width)
    }

    /// The bytes of a tile of hashes; of one of entries, those of the leaf hashes beside it.
    ///
    /// # Errors
    /// What the reader did wrong; it must have the hashes of a tree that has the tile.
    pub fn read_hashes<R: HashReader + ?Sized>(
        &self,
        reader: &R,
    ) -> Result<Vec<u8>, TreeError<R::Error>> {
        let level = LEVELS * self.kind.level();
        let places: Vec<_> = self.contents().map(|n| stored_hash_index(level, n)).collect();
        let hashes = crate::tree::read(reader, &places)?;
        Ok(hashes.iter().flat_map(Hash::as_bytes).copied().collect())
    }
}

impl TileKind {
    const fn level(self) -> u8 {
        match self {
            Self::Hashes(level) => level,
            Self::Entries => 0,
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let (mut rest, mut groups) = (self.index / 1000, format!("{:03}", self.index % 1000));
        while rest > 0 {
            groups = format!("x{:03}/{groups}", rest % 1000);
            rest /= 1000;
        }
        f.write_str(&groups)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for TilePath {
    type Err = InvalidTilePath;

    fn from_str(path: &str) -> Result<Self, InvalidTilePath> {
        // Comparing texts admits one spelling, the one that Display writes.
        parse(path)
            .filter(|tile| tile.to_string() == path)
            .ok_or_else(|| InvalidTilePath { path: path.to_owned() })
    }
}

fn parse(path: &str) -> Option<TilePath> {
    let (kind, place) = path.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(parse_decimal(level)?.try_into().ok()?),
    };
    let (index, width) = match place.split_once(".p/") {
        Some((index, width)) => (index, parse_decimal(width)?.try_into().ok()?),
        None => (place, TILE_WIDTH),
    };
    let digits = index.replace(['x', '/'], "");
    TilePath::new(kind, digits.parse().ok()?, width)
}
