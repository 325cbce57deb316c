//! What is shown is what was asked for, and what lies there is not drawn again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{ID, Page, ask, images, images_without_workers, shown, slopes};
use sijill_iiif::{Answer, Asked, Call, Images, MAX_AREA, Sight, Source, info, page_size};
use sijill_imaging::renditions::tiles;
use sijill_imaging::{Raster, Samples};

/// The place of the page that a pixel shows, in thousandths of its width and height.
fn place(picture: &Raster, x: u32, y: u32) -> (i32, i32) {
    let at = 3 * (y as usize * picture.width() as usize + x as usize);
    let share = |value: u8| i32::from(value) * 1000 / 255;
    (share(picture.pixels()[at]), share(picture.pixels()[at + 1]))
}

fn is_near(found: (i32, i32), expected: (i32, i32)) -> bool {
    (found.0 - expected.0).abs() <= 12 && (found.1 - expected.1).abs() <= 12
}

#[test]
fn a_region_shows_its_part_of_the_page_at_every_scale_and_turn() {
    let page = Page::of(&slopes(2100, 3000));
    let (images, source) = (images(), page.open(Sight::Clear));
    for (path, size, corners) in [
        ("full/700,1000/0/default.png", (700, 1000), [(0, 0), (1000, 1000)]),
        ("0,0,2100,3000/300,/0/default.jpg", (300, 429), [(0, 0), (1000, 1000)]),
        ("1050,1500,1050,1500/max/0/color.png", (1050, 1500), [(500, 500), (1000, 1000)]),
        ("1050,1500,1050,1500/525,750/0/color.png", (525, 750), [(500, 500), (1000, 1000)]),
        ("501,1003,333,700/111,233/0/default.png", (111, 233), [(239, 335), (397, 567)]),
        ("pct:10,20,30,40/pct:33.3/0/default.png", (210, 400), [(100, 200), (400, 600)]),
        ("square/100,100/0/default.png", (100, 100), [(0, 150), (1000, 850)]),
        ("full/700,1000/90/default.png", (1000, 700), [(0, 1000), (1000, 0)]),
        ("full/700,1000/180/default.png", (700, 1000), [(1000, 1000), (0, 0)]),
        ("full/700,1000/270/default.png", (1000, 700), [(1000, 0), (0, 1000)]),
        ("full/!200,200/0/default.png", (140, 200), [(0, 0), (1000, 1000)]),
        ("2099,2999,1,1/max/0/default.png", (1, 1), [(1000, 1000), (1000, 1000)]),
        ("full/2100,1/0/default.png", (2100, 1), [(0, 500), (1000, 500)]),
    ] {
        let picture = shown(&images, &source, path);
        assert_eq!((picture.width(), picture.height()), size, "{path}");
        let last = (picture.width() - 1, picture.height() - 1);
        for ((x, y), expected) in [(0, 0), last].into_iter().zip(corners) {
            let found = place(&picture, x, y);
            assert!(is_near(found, expected), "{path}: {found:?} instead of {expected:?}");
        }
    }
}

#[test]
fn qualities_are_what_they_are_called() {
    let page = Page::of(&slopes(600, 400));
    let (images, source) = (images(), page.open(Sight::Clear));
    let grey = shown(&images, &source, "full/300,/0/gray.png");
    assert_eq!(grey.samples(), Samples::Grey8);
    assert!(grey.pixels().iter().any(|shade| (1..255).contains(shade)));
    let bitonal = shown(&images, &source, "full/300,/0/bitonal.png");
    assert!(bitonal.pixels().iter().all(|shade| [0, 255].contains(shade)));
    assert!(bitonal.pixels().contains(&0) && bitonal.pixels().contains(&255));
}

/// The addresses of an `IIIFTileSource` of OpenSeadragon, as its `getTileUrl` computes them.
fn openseadragon(info: &serde_json::Value) -> Vec<String> {
    let number = |value: &serde_json::Value| value.as_u64().unwrap() as u32;
    let (width, height) = (number(&info["width"]), number(&info["height"]));
    let tile = number(&info["tiles"][0]["width"]);
    let factors = info["tiles"][0]["scaleFactors"].as_array().unwrap().iter().map(number);
    let mut paths = Vec::new();
    for factor in factors {
        let scale = 1.0 / f64::from(factor);
        let level = |length: u32| (f64::from(length) * scale).ceil() as u32;
        let (level_width, level_height) = (level(width), level(height));
        let step = (f64::from(tile) / scale).round() as u32;
        for y in 0..level_height.div_ceil(tile) {
            for x in 0..level_width.div_ceil(tile) {
                let (left, top) = (x * step, y * step);
                let (wide, high) = (step.min(width - left), step.min(height - top));
                let shown = (tile.min(level_width - x * tile), tile.min(level_height - y * tile));
                let is_whole = x == 0 && y == 0 && (wide, high) == (width, height);
                let region = if is_whole {
                    "full".to_owned()
                } else {
                    format!("{left},{top},{wide},{high}")
                };
                let size = if shown == (width, height) {
                    "max".to_owned()
                } else {
                    format!("{},{}", shown.0, shown.1)
                };
                paths.push(format!("{region}/{size}/0/default.jpg"));
            }
        }
    }
    paths
}

#[test]
fn every_tile_that_openseadragon_asks_for_lies_there() {
    for (width, height) in [(2100, 3000), (512, 512), (513, 40), (1024, 1025), (100, 90)] {
        let page = Page::of(&slopes(width, height));
        let (images, source) = (images_without_workers(), page.open(Sight::Clear));
        let paths = openseadragon(&info(ID, width, height));
        assert_eq!(paths.len(), tiles(width, height).count());
        for path in paths {
            assert_eq!(ask(&images, &source, &path).status, 200, "{width} by {height}: {path}");
        }
        for size in info(ID, width, height)["sizes"].as_array().unwrap() {
            let path = format!("full/{},{}/0/default.jpg", size["width"], size["height"]);
            assert_eq!(ask(&images, &source, &path).status, 200, "{width} by {height}: {path}");
        }
        let drawn = ask(&images, &source, "full/7,/0/default.jpg");
        assert_eq!(drawn.status, 500, "nobody draws here");
    }
}

#[test]
fn a_covered_page_is_blurred_at_every_size_and_uncovering_it_shows_no_blur() {
    let stripes = (0..1200 * 800_u32).map(|at| if at % 1200 / 4 % 2 == 0 { 0 } else { 255 });
    let stripes = Raster::new(1200, 800, Samples::Grey8, stripes.collect()).unwrap();
    let page = Page::covered(&stripes);
    let images = images();
    let sharpest = |picture: &Raster| {
        let rows = picture.pixels().chunks_exact(picture.width() as usize);
        let steps = rows.flat_map(|row| row.windows(2).map(|pair| pair[0].abs_diff(pair[1])));
        steps.max().unwrap()
    };
    let paths =
        ["full/max/0/gray.png", "0,0,512,512/max/0/gray.png", "10,10,100,100/max/0/gray.png"];
    for path in paths {
        assert!(sharpest(&shown(&images, &page.open(Sight::Covered), path)) < 20, "{path}");
        assert!(sharpest(&shown(&images, &page.open(Sight::Uncovered), path)) > 200, "{path}");
    }
    let flagged_later = Page::of(&stripes);
    for path in paths {
        assert!(
            sharpest(&shown(&images, &flagged_later.open(Sight::Covered), path)) < 20,
            "{path}"
        );
    }
    let source = page.open(Sight::Covered);
    let tile = shown(&images, &source, "0,0,512,512/512,512/0/default.jpg");
    assert!(sharpest(&tile) < 20, "not the tile that lies there");
    let thumbnail = shown(&images, &page.open(Sight::Uncovered), "full/256,171/0/default.jpg");
    assert_ne!(
        thumbnail,
        common::decode(&fs_err::read(page.path().join("thumbnail.jpg")).unwrap())
    );
}

fn asked(images: &Images, source: &Source, path: &str, asked: Asked<'_>) -> Answer {
    images.answer(ID, &Call::parse(path).unwrap().1.unwrap(), source, &asked)
}

#[test]
fn headers_are_those_of_the_specification() {
    let page = Page::of(&slopes(600, 400));
    let (images, source) = (images_without_workers(), page.open(Sight::Clear));
    let plain = Asked::default();
    let base = asked(&images, &source, "page", plain);
    assert_eq!((base.status, base.header("location")), (303, Some(&*format!("{ID}/info.json"))));

    let ld = asked(&images, &source, "page/info.json", plain);
    let profile = "application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"";
    assert_eq!(ld.header("content-type"), Some(profile));
    let json = Asked { accept: Some("application/json"), ..plain };
    let json = asked(&images, &source, "page/info.json", json);
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(json.body, ld.body);

    let picture = asked(&images, &source, "page/pct:0,0,100,100/600,/360/color.jpg", plain);
    let link = format!(
        "<{ID}/full/max/0/default.jpg>;rel=\"canonical\", <http://iiif.io/api/image/3/level2.json>;rel=\"profile\""
    );
    assert_eq!(picture.header("link"), Some(&*link));
    assert_eq!(picture.header("access-control-allow-origin"), None);
    let tag = picture.header("etag").unwrap();
    let again = format!("\"other\", W/{tag}");
    let again = Asked { if_none_match: Some(&again), ..plain };
    let unchanged = asked(&images, &source, "page/full/max/0/default.jpg", again);
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    assert_eq!(asked(&images, &source, "page/full/256,171/0/default.jpg", again).status, 200);
    let covered = page.open(Sight::Covered);
    assert_eq!(asked(&images, &covered, "page/full/max/0/default.jpg", again).status, 500);

    let images = images.for_all_origins();
    let picture = asked(&images, &source, "page/full/max/0/default.jpg", plain);
    assert_eq!(picture.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn limits_are_kept_and_told() {
    // 20 megapixels, more than are given at once.
    let large = Raster::new(2000, 10_000, Samples::Grey8, vec![200; 20_000_000]).unwrap();
    let page = Page::of(&large);
    let (images, source) = (images(), page.open(Sight::Clear));
    let told = info(ID, 2000, 10_000);
    assert_eq!((&told["maxWidth"], &told["maxArea"]), (&8192.into(), &MAX_AREA.into()));
    let status = |path: &str| ask(&images, &source, path).status;
    assert_eq!(status("full/2000,10000/0/default.jpg"), 400);
    assert_eq!(status("full/,8193/0/default.jpg"), 400);
    assert_eq!(status("0,0,2000,8192/max/0/default.jpg"), 200);
    let most = shown(&images, &source, "full/max/0/default.jpg");
    assert!(u64::from(most.width()) * u64::from(most.height()) <= MAX_AREA);
    assert!(most.height() > 7500, "{}", most.height());
}

#[test]
fn damage_is_told_and_says_nothing_about_the_next_request() {
    let page = Page::of(&slopes(1100, 700));
    let images = images();
    let whole = fs_err::read(page.path().join("tiles.zip")).unwrap();

    page.put("tiles.zip", &whole[..whole.len() - 9]);
    assert_eq!(Source::open(page.path(), Sight::Clear).unwrap_err().kind(), "damaged");
    fs_err::remove_file(page.path().join("tiles.zip")).unwrap();
    assert_eq!(Source::open(page.path(), Sight::Clear).unwrap_err().status(), 404);
    assert_eq!(page_size(page.path()).unwrap_err().kind(), "not-drawn");

    page.put("tiles.zip", &whole);
    assert_eq!(page_size(page.path()).unwrap(), (1100, 700));
    shown(&images, &page.open(Sight::Clear), "full/333,/0/gray.png");
}

/// Pictures that a stranger replaced by something else.
#[test]
fn a_stranger_s_file_is_neither_sent_nor_does_it_harm() {
    let page = Page::of(&slopes(1100, 700));
    let images = images();
    let error = |sight, path: &str| {
        let answer = ask(&images, &page.open(sight), path);
        assert_eq!(answer.status, 500, "{path}");
        let error: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(error["error"]["remedy"], "run sijill process --rebuild");
        error["error"]["message"].as_str().unwrap().to_owned()
    };
    fs_err::remove_file(page.path().join("full.jpg")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", page.path().join("full.jpg")).unwrap();
    assert!(error(Sight::Clear, "full/max/0/default.jpg").contains("no JPEG"));

    let frame = [0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0];
    let bomb = [&[0xff, 0xd8][..], &frame, &[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]].concat();
    for strange in [&[0xff, 0xd8, 0xff, 0xdb, 0, 2][..], &[0xff, 0xd8, 0xff], &bomb] {
        page.put("thumbnail.jpg", strange);
        let message = error(Sight::Covered, "full/333,/0/default.jpg");
        assert!(message.contains("is damaged: "), "{message}");
    }
    shown(&images, &page.open(Sight::Clear), "full/333,/0/default.jpg");
}

#[test]
fn many_readers_share_few_workers() {
    let pages: Vec<_> = (0..3).map(|_| Page::of(&slopes(700, 500))).collect();
    let images = images();
    std::thread::scope(|scope| {
        for reader in 0..8_usize {
            let (page, images) = (&pages[reader % pages.len()], &images);
            scope.spawn(move || {
                let source = page.open(Sight::Clear);
                for width in 100..104 {
                    let picture = shown(images, &source, &format!("full/{width},/0/gray.jpg"));
                    assert_eq!(picture.width(), width);
                }
            });
        }
    });
}
