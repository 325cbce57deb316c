//! How long pictures of a page of a hundred megapixels take: `cargo run --release -p sijill-iiif --example measure_tiles`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it prints what it measured")]

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use sijill_iiif::{Asked, Call, Draw, Images, Sight, Source, Workers};
use sijill_imaging::renditions::{full, screen, thumbnail, tiles, tiles_zip};
use sijill_imaging::{Raster, Samples};
use sijill_sandbox::{Job, Program, serve};

const SIDE: u32 = 10_000;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == "worker") {
        return serve::<Draw>();
    }
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    draw(folder.path());
    println!("the page was drawn in {} ms", start.elapsed().as_millis());
    let images = || Images::new(Workers::of(Program::this("worker").argument(Draw::NAME), 2));

    let kept = images();
    let paths: Vec<_> = tiles(SIDE, SIDE).map(|tile| tile.path()).collect();
    measure("a stored tile, the page opened each time", 2000, |turn| {
        ask(&kept, &open(folder.path()), &paths[turn * 7919 % paths.len()]);
    });
    let page = open(folder.path());
    measure("a stored tile, the page kept open", 2000, |turn| {
        ask(&kept, &page, &paths[turn * 7919 % paths.len()]);
    });
    let place = |turn: usize| (turn * 7919 % 9000, turn * 104_729 % 9000);
    measure("512 by 512 between the tiles, worker kept", 300, |turn| {
        let (x, y) = place(turn);
        ask(&kept, &page, &format!("{x},{y},512,512/max/0/default.jpg"));
    });
    measure("900 by 900 shown at 512, worker kept", 300, |turn| {
        let (x, y) = place(turn);
        ask(&kept, &page, &format!("{x},{y},900,900/512,512/0/default.jpg"));
    });
    measure("512 by 512 between the tiles, worker started", 100, |turn| {
        let (x, y) = place(turn);
        ask(&images(), &page, &format!("{x},{y},512,512/max/0/default.jpg"));
    });
    measure("the whole page at 800", 50, |_| ask(&kept, &page, "full/800,/0/default.jpg"));
    measure("the whole page at 4096 (max)", 10, |_| ask(&kept, &page, "full/max/0/default.jpg"));
    ExitCode::SUCCESS
}

fn open(folder: &Path) -> Source {
    Source::open(folder, Sight::Clear).unwrap()
}

fn ask(images: &Images, page: &Source, path: &str) {
    let call = Call::parse(&format!("page/{path}")).unwrap().1.unwrap();
    let answer =
        images.answer("http://archive.example/iiif/3/page", &call, page, &Asked::default());
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
}

fn measure(what: &str, times: usize, mut ask: impl FnMut(usize)) {
    let mut taken: Vec<Duration> = (0..times)
        .map(|turn| {
            let start = Instant::now();
            ask(turn);
            start.elapsed()
        })
        .collect();
    taken.sort();
    let at = |percent: usize| taken[(times * percent / 100).min(times - 1)].as_secs_f64() * 1e3;
    println!("{what}: p50 {:.2} ms, p99 {:.2} ms ({times} times)", at(50), at(99));
}

/// A page with shades, strokes and grain, in colour, as `process` would leave it.
fn draw(folder: &Path) {
    let mut state = 1_u32;
    let mut pixels = Vec::with_capacity(3 * SIDE as usize * SIDE as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let is_ink = y % 64 < 40 && (x / 9 + y / 64 * 31) % 5 < 2;
            let shade = if is_ink { 60 } else { 225 - x / 400 };
            let shade = (shade + (state >> 28)) as u8;
            pixels.extend([shade, shade, shade.saturating_sub(12)]);
        }
    }
    let page = Raster::new(SIDE, SIDE, Samples::Rgb8, pixels).unwrap();
    for (name, bytes) in [
        ("thumbnail.jpg", thumbnail(&page).unwrap()),
        ("screen.jpg", screen(&page).unwrap()),
        ("full.jpg", full(&page).unwrap()),
        ("tiles.zip", tiles_zip(&page).unwrap()),
    ] {
        println!("{name}: {} bytes", bytes.len());
        fs_err::write(folder.join(name), bytes).unwrap();
    }
}
