//! Pages through the worker.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use sijill_imaging::Samples;
use sijill_imaging::pages::{Helper, PageReader};
use sijill_sandbox::{Limits, Program};
use sijill_testkit::shared_or_skip;

fn reader() -> PageReader {
    let program = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-imaging-worker")));
    PageReader::start_with(program.argument("worker").argument("pages"), Limits::PAGE).unwrap()
}

#[test]
fn a_picture_of_each_simple_format_is_shown() {
    let corpus = shared_or_skip!("corpus/tiny-formats");
    let mut reader = reader();
    for (name, samples) in [
        ("png.png", Samples::Grey8),
        ("jpg.jpg", Samples::Grey8),
        ("bmp.bmp", Samples::Rgb8),
        ("gif87.gif", Samples::Rgb8),
        ("webp.webp", Samples::Rgb8),
    ] {
        let bytes = fs_err::read(corpus.join(name)).unwrap();
        let mut file = reader.open(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(file.pages(), 1, "{name}");
        let page = file.page(0).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(page.raster.samples(), samples, "{name}");
        assert_eq!(file.page(1).unwrap_err().code(), "no-such-page");
    }
    let zip = fs_err::read(corpus.join("zip.zip")).unwrap();
    assert_eq!(reader.open(&zip).map(drop).unwrap_err().code(), "not-shown");
}

#[test]
fn what_we_cannot_decode_a_helper_shows_and_is_named() {
    let corpus = shared_or_skip!("corpus/tiff-image-rs");
    let worker = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-imaging-worker")));
    let Some(helper) = Helper::find_with(worker.argument("confine")) else {
        eprintln!("SKIPPED: pages needs vips (libvips-tools)");
        return;
    };
    let bytes = fs_err::read(corpus.join("images/int16_zstd.tif")).unwrap();
    let mut alone = reader();
    assert_eq!(alone.open(&bytes).unwrap().page(0).unwrap_err().code(), "unsupported");
    let version = helper.version().to_owned();
    let mut helped = reader().with_helper(Some(helper));
    let page = helped.open(&bytes).unwrap().page(0).unwrap();
    assert_eq!((page.raster.width(), page.raster.height()), (64, 64));
    let decoder = page.facts.decoder;
    assert_eq!(
        (decoder.name.as_str(), decoder.version, decoder.helper),
        ("libvips", version, true)
    );
}
