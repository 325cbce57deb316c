//! Tiles: their names and contents against `tlog_tiles` and Tessera's log, and proofs made from them alone.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use sijill_translog::tiles::{
    BundleError, MAX_ENTRY_BYTES, TileKind, TilePath, TileReadError, TileReader, bundles_between,
    read_bundle, tiles_between, write_bundle,
};
use sijill_translog::{
    Hash, MAX_TREE_SIZE, TreeError, leaf_hash, prove_consistency, prove_inclusion,
    stored_hash_count, stored_hash_index,
};
use tlog_tiles::tlog;

use crate::naive;

/// The names of all tiles of `size` leaves, with their bytes.
fn publish(size: u64, stored: &[Hash]) -> BTreeMap<TilePath, Vec<u8>> {
    tiles_between(0, size).map(|tile| (tile, tile.read_hashes(stored).unwrap())).collect()
}

/// Go has the height in the path, which C2SP fixed at 8.
fn their_path(tile: &tlog_tiles::Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1)
}

#[test]
fn seventy_thousand_leaves_have_the_tiles_of_the_specification() {
    let names: Vec<_> = tiles_between(0, 70_000).map(|tile| tile.to_string()).collect();
    let level = |prefix: &str| names.iter().filter(|name| name.starts_with(prefix)).count();
    assert_eq!(
        (level("tile/0/"), level("tile/1/"), level("tile/2/"), names.len()),
        (274, 2, 1, 277)
    );
    for name in ["tile/0/272", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"] {
        assert!(names.contains(&name.to_owned()), "{name}");
    }
}

#[test]
fn a_path_has_one_spelling() {
    let good = [
        "tile/0/x001/x234/067",
        "tile/0/000",
        "tile/7/000.p/1",
        "tile/entries/x001/234.p/255",
        "tile/entries/999",
        "tile/1/x001/000.p/17",
    ];
    for path in good {
        assert_eq!(path.parse::<TilePath>().unwrap().to_string(), path);
    }
    let bad = [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x1/000",
        "tile/00/000",
        "tile/64/000",
        "tile/8/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/+00",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "/tile/0/000",
        "tile/data/000",
        "tile/entries/../000",
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
    ];
    for path in bad {
        assert!(path.parse::<TilePath>().is_err(), "{path}");
    }
    assert_eq!(TilePath::new(TileKind::Hashes(0), u64::MAX, 1), None);
    assert_eq!(TilePath::new(TileKind::Hashes(7), 0, 128), None, "of 2^63 leaves");
    assert!(TilePath::new(TileKind::Hashes(7), 0, 127).is_some());
}

#[test]
fn an_entry_bundle_holds_entries_of_any_length() {
    let long = vec![7; MAX_ENTRY_BYTES];
    let entries = [b"".as_slice(), b"one", &long];
    let bundle = write_bundle(entries).unwrap();
    assert_eq!(read_bundle(&bundle).unwrap(), entries);
    for cut in [1, 3, 4, bundle.len() - 1] {
        assert_eq!(read_bundle(&bundle[..cut]), Err(BundleError::Truncated));
    }
    let too_long = vec![7; MAX_ENTRY_BYTES + 1];
    let refused = write_bundle([too_long.as_slice()]);
    assert_eq!(refused, Err(BundleError::TooLong { bytes: MAX_ENTRY_BYTES + 1 }));
}

#[test]
fn tessera_published_the_tiles_and_bundles_that_we_write() {
    let folder = sijill_testkit::shared_or_skip!("vectors/tessera-log/tile");
    let folder = folder.parent().unwrap();
    let bundle = fs_err::read(folder.join("tile/entries/000.p/15")).unwrap();
    let entries = read_bundle(&bundle).unwrap();
    let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let (_, stored) = naive::grow(&leaves);
    for size in 1..=15_usize {
        for tile in tiles_between(0, size as u64) {
            let theirs = fs_err::read(folder.join(tile.to_string())).unwrap();
            assert_eq!(theirs, tile.read_hashes(&stored).unwrap());
        }
        for tile in bundles_between(size as u64 - 1, size as u64) {
            let theirs = fs_err::read(folder.join(tile.to_string())).unwrap();
            assert_eq!(theirs, write_bundle(entries[..size].iter().copied()).unwrap());
        }
    }
}

#[test]
fn a_proof_takes_few_tiles_and_each_once() {
    let size = 70_000;
    let (_, stored) = naive::grow(&naive::leaves(size));
    let (size, tiles) = (size as u64, publish(size as u64, &stored));
    for index in [0, 255, 256, 65_535, 65_536, 69_999] {
        let fetched = Cell::new(0);
        let reader = TileReader::new(size, |tile: &TilePath| {
            fetched.set(fetched.get() + 1);
            tiles.get(tile).cloned().ok_or(*tile)
        });
        let proof = prove_inclusion(index, size, &reader).unwrap();
        assert_eq!(proof, prove_inclusion(index, size, &stored).unwrap());
        assert!(fetched.get() <= 5, "{} tiles for {index}", fetched.get());
    }
}

#[test]
fn a_tile_that_is_absent_or_cut_short_is_named() {
    let (_, stored) = naive::grow(&naive::leaves(300));
    let tiles = publish(300, &stored);
    let path: TilePath = "tile/0/000".parse().unwrap();
    let absent =
        TileReader::new(
            300,
            |tile: &TilePath| {
                if *tile == path { Err("gone") } else { Ok(tiles[tile].clone()) }
            },
        );
    let error = TreeError::Read(TileReadError::Fetch { path, source: "gone" });
    assert_eq!(prove_inclusion(3, 300, &absent), Err(error));
    let short = TileReader::new(300, |tile: &TilePath| Ok::<_, ()>(tiles[tile][1..].to_vec()));
    let error = TileReadError::Length { path, expected: 8192, found: 8191 };
    assert_eq!(prove_inclusion(3, 300, &short), Err(TreeError::Read(error)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn tlog_tiles_publishes_the_same_tiles((old, new) in (0..1_048_576_u64).prop_flat_map(|n| (n.saturating_sub(3_000)..=n, Just(n)))) {
        let ours: Vec<_> = tiles_between(old, new).map(|tile| tile.to_string()).collect();
        let theirs = tlog_tiles::Tile::new_tiles(8, old, new);
        prop_assert_eq!(ours, theirs.iter().map(their_path).collect::<Vec<_>>());
        let bundles: Vec<_> = bundles_between(old, new).map(|tile| tile.to_string()).collect();
        let theirs = theirs.iter().filter(|tile| tile.level() == 0);
        let theirs = theirs.map(|tile| their_path(tile).replacen("/0/", "/entries/", 1));
        prop_assert_eq!(bundles, theirs.collect::<Vec<_>>());
    }

    #[test]
    fn tlog_tiles_names_and_fills_tiles_alike(level in 0..=7_u8, index in 0..1_048_576_u64, width in 1..=256_u16) {
        let Some(tile) = TilePath::new(TileKind::Hashes(level), index, width) else { return Ok(()) };
        let theirs = tlog_tiles::Tile::new(8, level, index, width.into(), false);
        prop_assert_eq!(tile.to_string(), their_path(&theirs));
        prop_assert_eq!(tile.to_string().parse(), Ok(tile));
    }

    #[test]
    fn any_text_is_a_path_or_is_refused(text in "(tile/)?([0-9]{1,2}|entries)/(x?[0-9]{1,4}/?){0,7}(\\.p/?[0-9]{0,3})?") {
        if let Ok(tile) = text.parse::<TilePath>() {
            prop_assert_eq!(tile.to_string(), text);
        }
    }

    #[test]
    fn tiles_of_all_sizes_hold_the_tree((size, old) in (1..1_500_u64).prop_flat_map(|n| (Just(n), 1..=n))) {
        let (_, stored) = naive::grow(&naive::leaves(size as usize));
        let tiles = publish(size, &stored);
        for (tile, bytes) in &tiles {
            let TileKind::Hashes(level) = tile.kind() else { panic!() };
            let theirs = tlog_tiles::Tile::new(8, level, tile.index(), tile.width().into(), false);
            let reader = Theirs(&stored);
            prop_assert_eq!(&theirs.read_data(&reader).unwrap(), bytes);
        }
        let reader = TileReader::new(size, |tile: &TilePath| tiles.get(tile).cloned().ok_or(*tile));
        let proof = prove_consistency(old, size, &reader).unwrap();
        prop_assert_eq!(proof, prove_consistency(old, size, &stored).unwrap());
        // Every stored hash can be had, and none beside them.
        use sijill_translog::HashReader;
        let all: Vec<u64> = (0..stored_hash_count(size)).collect();
        prop_assert_eq!(&reader.read_hashes(&all).unwrap(), &stored);
        let beyond = stored_hash_count(size);
        prop_assert_eq!(reader.read_hashes(&[beyond]), Err(TileReadError::NotInTree { index: beyond }));
    }

    #[test]
    fn a_reader_never_panics(size: u64, index: u64, level in 0..64_u8) {
        use sijill_translog::HashReader;
        for size in [size, MAX_TREE_SIZE, u64::MAX, 0] {
            let reader = TileReader::new(size, |_: &TilePath| Err::<Vec<u8>, _>(()));
            for index in [index, u64::MAX, stored_hash_index(level, 0), stored_hash_count(size)] {
                prop_assert!(reader.read_hashes(&[index]).is_err());
            }
        }
    }
}

struct Theirs<'a>(&'a [Hash]);

impl tlog::HashReader for Theirs<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        Ok(indexes.iter().map(|&index| tlog::Hash(self.0[index as usize].0)).collect())
    }
}
