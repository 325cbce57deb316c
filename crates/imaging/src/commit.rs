//! The page commitment: every pixel, on the day of the first decoding, under a secret of the page.
//!
//! The raster is cut into squares of [`TILE`] pixels, rows of squares from top to bottom, each from left to right; at
//! the right and lower edge a square is as large as the image leaves it. The squares are the leaves of a Merkle tree
//! (RFC 6962). With the salt and the pixels of some squares and the bare hashes of the others, anybody can compute the
//! root again: a redacted copy shows that every pixel outside its boxes is the original's. Without its salt the hash
//! of a square confirms no guess, not even that it is blank. `docs/commitment.md` has the format for other programs.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use sijill_schema::{Digest, Id, PageId};
use sijill_translog::{Frontier, Hash, leaf_hash};
use zeroize::Zeroizing;

use crate::Raster;

/// The side of a tile in pixels: at 300 dpi a little smaller than a word is high and wide.
pub const TILE: u32 = 32;

/// Bytes of a tile's salt: 128 bits, the least that RFC 9901 section 9.3 allows.
const SALT: usize = 16;

/// The secret of one page, from which the salts of its tiles come. If it is lost, the page is still evidence; only
/// redacted copies of it can no longer be proved.
#[derive(Clone)]
pub struct PageSecret(Zeroizing<[u8; 32]>);

impl PageSecret {
    /// A fresh secret.
    ///
    /// # Errors
    /// If the operating system has no randomness to give; nothing may be committed then.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// The secret that was kept; none if it has not 32 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Zeroizing::new).map(Self)
    }

    /// The bytes to be sealed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The salt of a tile, by its number from 0.
    #[must_use]
    pub fn tile_salt(&self, tile: u32) -> [u8; SALT] {
        self.derive(b"tile", &tile.to_be_bytes())
    }

    /// HMAC-SHA-256 (RFC 2104) of a purpose and a number, cut to its first half.
    fn derive(&self, purpose: &[u8], number: &[u8]) -> [u8; SALT] {
        // HMAC takes keys of every length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else {
            return [0; SALT];
        };
        mac.update(purpose);
        mac.update(number);
        let mut salt = [0; SALT];
        salt.copy_from_slice(&mac.finalize().into_bytes()[..SALT]);
        salt
    }
}

/// What is recorded of a page's pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// Root of the tree over the salted tiles.
    pub root: Digest,
    /// SHA-256 of the page's identifier, a salt, width and height (four bytes each, big endian) and the pixels.
    pub raster: Digest,
}

/// Commits to the pixels of a page.
#[must_use]
pub fn commit(page: PageId, raster: &Raster, secret: &PageSecret) -> Commitment {
    let mut tree = Frontier::new();
    let mut nodes = Vec::new();
    for (number, tile) in (0..).zip(tiles(raster)) {
        tree.append(tile_hash(page, number, secret.tile_salt(number), &tile), &mut nodes);
        nodes.clear();
    }
    let whole = Sha256::new()
        .chain_update(page.uuid().as_bytes())
        .chain_update(secret.derive(b"raster", &[]))
        .chain_update(raster.width().to_be_bytes())
        .chain_update(raster.height().to_be_bytes())
        .chain_update(raster.pixels());
    Commitment {
        root: Digest::from_bytes(tree.root().0),
        raster: Digest::from_bytes(whole.finalize().into()),
    }
}

/// The leaf of a tile: SHA-256 of a zero byte, the page's identifier (16 bytes), the tile's number (four bytes, big
/// endian), its salt (16 bytes) and its pixels, row by row.
#[must_use]
pub fn tile_hash(page: PageId, number: u32, salt: [u8; SALT], pixels: &[u8]) -> Hash {
    let mut record = Vec::with_capacity(36 + pixels.len());
    record.extend_from_slice(page.uuid().as_bytes());
    record.extend_from_slice(&number.to_be_bytes());
    record.extend_from_slice(&salt);
    record.extend_from_slice(pixels);
    leaf_hash(&record)
}

/// The pixels of each tile in order.
fn tiles(raster: &Raster) -> impl Iterator<Item = Vec<u8>> {
    let bytes = raster.samples().bytes();
    let (row, side) = (raster.width() as usize * bytes, TILE as usize);
    raster.pixels().chunks(row * side).flat_map(move |band| {
        (0..row).step_by(side * bytes).map(move |left| {
            let right = (left + side * bytes).min(row);
            band.chunks_exact(row).flat_map(|line| &line[left..right]).copied().collect()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Samples;

    fn page() -> PageId {
        "0197c3a0-0000-7000-8000-000000000001".parse().unwrap()
    }

    fn secret() -> PageSecret {
        PageSecret::from_bytes(&[7; 32]).unwrap()
    }

    fn raster(width: u32, height: u32, samples: Samples) -> Raster {
        let count = width as usize * height as usize * samples.bytes();
        let pixels = (0..count).map(|at| (at * 31 % 251) as u8).collect();
        Raster::new(width, height, samples, pixels).unwrap()
    }

    #[test]
    fn tiles_cover_the_image_once_in_order() {
        let image = raster(70, 33, Samples::Rgb8);
        let tiles: Vec<_> = tiles(&image).collect();
        let sizes: Vec<_> = tiles.iter().map(|tile| tile.len() / 3).collect();
        assert_eq!(sizes, [32 * 32, 32 * 32, 6 * 32, 32, 32, 6]);
        assert_eq!(tiles[1][..3], image.pixels()[32 * 3..33 * 3]);
        assert_eq!(tiles[5], image.pixels()[(32 * 70 + 64) * 3..]);
    }

    /// Computed by the program in `docs/commitment.md`, which shares no code with this one.
    #[test]
    fn the_roots_never_change() {
        let golden = [
            (
                1,
                1,
                Samples::Grey8,
                "ec7ca2f75d531802c045fa2b94ec3dbdca78b8c05499e343a3202a295daa8fe2",
            ),
            (
                70,
                33,
                Samples::Rgb8,
                "6ffe43aa2402c7c938d21dbc6281560a5ea3be0bfadc552288e9ea75a404aa75",
            ),
            (
                64,
                96,
                Samples::Grey8,
                "4f912192e1b81c5bf0a31d067252b219dbba3bf7a771795a32083231b8a40d77",
            ),
        ];
        for (width, height, samples, root) in golden {
            let made = commit(page(), &raster(width, height, samples), &secret());
            assert_eq!(made.root.hex(), root);
        }
        let whole = commit(page(), &raster(1, 1, Samples::Grey8), &secret()).raster.hex();
        assert_eq!(whole, "6540161e4ed388b946b3eabd854d837d25fc6d9c7a6e13e052da1255eddeec49");
    }

    #[test]
    fn any_pixel_the_secret_and_the_page_change_both() {
        let image = raster(70, 33, Samples::Grey8);
        let before = commit(page(), &image, &secret());
        let mut pixels = image.clone().into_pixels();
        pixels[2000] ^= 1;
        let changed = Raster::new(70, 33, Samples::Grey8, pixels).unwrap();
        let turned = Raster::new(33, 70, Samples::Grey8, image.pixels().to_vec()).unwrap();
        let others = [
            commit(page(), &changed, &secret()),
            commit(page(), &turned, &secret()),
            commit(page(), &image, &PageSecret::from_bytes(&[8; 32]).unwrap()),
            commit(PageId::new(), &image, &secret()),
        ];
        for other in others {
            assert_ne!((before.root, before.raster), (other.root, other.raster));
            assert_ne!(before.raster, other.raster);
            assert_ne!(before.root, other.root);
        }
    }
}
