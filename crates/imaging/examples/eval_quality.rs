//! Judges the findings of `sijill_imaging::quality` on the labelled pages, as they are and made worse on purpose.
//!
//! `cargo xtask eval-quality` runs it and prints what it prints. Every page is taken as it is, its findings as a
//! person sees them given in `SEEN`, and once for each of `WORSE`, which adds a finding and leaves some open.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, reason = "a tool for builders")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use Finding::*;
use common::Page;
use sijill_imaging::Grey;
use sijill_imaging::prepare::{Angle, Turn, normalise, rotate, turn};
use sijill_imaging::quality::{Finding, Measures, findings, measure};
use sijill_imaging::scale::{Filter, scale};

const ALL: [Finding; 10] = [
    Blank,
    Separator,
    Blurred,
    TooDark,
    TooLight,
    LowContrast,
    Skewed,
    LowResolution,
    CutEdge,
    Sideways,
];

/// What a person sees on the pages as they are; the others are good.
const SEEN: [(&str, Finding); 2] = [("10.1", Blank), ("11.1", Sideways)];

/// A way to make a page worse: its name, the finding that it must give, those that it may give.
struct Worse {
    name: &'static str,
    must: Option<Finding>,
    may: &'static [Finding],
    make: fn(&Grey, f64) -> Option<Grey>,
}

const WORSE: [Worse; 22] = [
    Worse { name: "as it is", must: None, may: &[], make: |page, _| Some(page.clone()) },
    Worse { name: "JPEG 25", must: None, may: &[], make: |page, _| Some(jpeg(page, 25)) },
    Worse { name: "shadow", must: None, may: &[], make: |page, _| Some(shadow(page)) },
    Worse {
        name: "darkened a little",
        must: None,
        may: &[],
        make: |page, _| Some(tone(page, 0.8, 0.0)),
    },
    Worse {
        name: "lightened a little",
        must: None,
        may: &[],
        make: |page, _| Some(tone(page, 0.75, 63.0)),
    },
    Worse {
        name: "turned by 1 degree",
        must: None,
        may: &[Skewed],
        make: |page, _| Some(lean(page, 10)),
    },
    Worse { name: "margins cut", must: None, may: &[], make: |page, _| cut_beside(page) },
    Worse {
        name: "at 150 dpi",
        must: None,
        may: &[],
        make: |page, dpi| smaller(page, 150.0 / dpi),
    },
    Worse {
        name: "blurred, 0.08 mm",
        must: None,
        may: &[],
        make: |page, dpi| Some(blur(page, 0.08, dpi)),
    },
    Worse {
        name: "blurred, 0.25 mm",
        must: Some(Blurred),
        may: &[LowContrast, TooLight],
        make: |page, dpi| Some(blur(page, 0.25, dpi)),
    },
    Worse {
        name: "blurred, 0.40 mm",
        must: Some(Blurred),
        may: &[LowContrast, TooLight],
        make: |page, dpi| Some(blur(page, 0.4, dpi)),
    },
    Worse {
        name: "moved by 0.8 mm",
        must: Some(Blurred),
        may: &[LowContrast, TooLight],
        make: |page, dpi| Some(moved(page, 0.8, dpi)),
    },
    Worse {
        name: "darkened to 35 %",
        must: Some(TooDark),
        may: &[LowContrast],
        make: |page, _| Some(tone(page, 0.35, 0.0)),
    },
    Worse {
        name: "washed out",
        must: Some(TooLight),
        may: &[LowContrast],
        make: |page, _| Some(tone(page, 0.4, 180.0)),
    },
    Worse {
        name: "contrast of 20 %",
        must: Some(LowContrast),
        may: &[TooLight],
        make: |page, _| Some(tone(page, 0.2, 120.0)),
    },
    Worse {
        name: "turned by 5.5 degrees",
        must: Some(Skewed),
        may: &[],
        make: |page, _| Some(lean(page, 55)),
    },
    Worse {
        name: "turned by -7 degrees",
        must: Some(Skewed),
        may: &[],
        make: |page, _| Some(lean(page, -70)),
    },
    Worse {
        name: "at 100 dpi",
        must: Some(LowResolution),
        may: &[Blurred],
        make: |page, dpi| smaller(page, 100.0 / dpi),
    },
    Worse {
        name: "at 75 dpi",
        must: Some(LowResolution),
        may: &[Blurred, LowContrast],
        make: |page, dpi| smaller(page, 75.0 / dpi),
    },
    Worse {
        name: "cut at the left",
        must: Some(CutEdge),
        may: &[],
        make: |page, _| cut_through(page, true),
    },
    Worse {
        name: "cut at the right",
        must: Some(CutEdge),
        may: &[],
        make: |page, _| cut_through(page, false),
    },
    Worse {
        name: "laid on its side",
        must: Some(Sideways),
        may: &[],
        make: |page, _| Some(turn(page, Turn::Left)),
    },
];

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let verbose = std::env::args().nth(2).is_some();
    let pages = common::all(folder.as_ref());
    let mut tables: BTreeMap<Finding, [u32; 4]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for page in &pages {
        let grey = page.raster.to_grey();
        for worse in &WORSE {
            let Some(made) = (worse.make)(&grey, page.dpi) else { continue };
            let stated = (!worse.name.starts_with("at ")).then_some(page.dpi);
            let found = measure(&made, &normalise(&made), stated);
            if verbose {
                println!("{} {:22} {}", page.name, worse.name, line(&found));
            }
            judge(page, worse, &found, &mut tables, &mut wrong);
        }
    }
    separators(&mut tables, &mut wrong);
    print(&tables, &wrong, pages.len());
}

fn line(page: &Measures) -> String {
    format!(
        "spread {:5.1} paper {:3} ink {:?} contrast {:?} uneven {:.2} skew {:4.1} side {:5.2} dpi {:3.0} letters {:3} cut {:?} bars {} {:?}",
        page.edge_spread.unwrap_or(-1.0),
        page.tone.paper,
        page.tone.ink,
        page.tone.contrast(),
        page.tone.unevenness,
        page.skew,
        page.sideways,
        page.resolution.dpi,
        page.letters,
        page.cut,
        page.bars,
        findings(page),
    )
}

/// What a page must give: what a person saw before, what was done to it, less what undoes it.
fn wanted(page: &Page, worse: &Worse) -> Vec<Finding> {
    let seen = SEEN.iter().filter(|seen| seen.0 == page.name).map(|seen| seen.1);
    let mut wanted: Vec<Finding> = seen.collect();
    let is_blank = wanted.contains(&Blank);
    let needs_writing = [Blurred, TooLight, LowContrast, Skewed, CutEdge, Sideways];
    match worse.must {
        Some(Sideways) if wanted.contains(&Sideways) => wanted.clear(),
        Some(must) if !(is_blank && needs_writing.contains(&must)) => wanted.push(must),
        _ => {}
    }
    wanted
}

fn judge(
    page: &Page,
    worse: &Worse,
    found: &Measures,
    tables: &mut BTreeMap<Finding, [u32; 4]>,
    wrong: &mut Vec<String>,
) {
    let (wanted, found) = (wanted(page, worse), findings(found));
    for finding in ALL {
        let (is_wanted, is_found) = (wanted.contains(&finding), found.contains(&finding));
        if worse.may.contains(&finding) && !is_wanted {
            continue;
        }
        tables.entry(finding).or_default()[cell(is_wanted, is_found)] += 1;
        if is_wanted != is_found {
            let what = if is_found { "found, not there" } else { "there, not found" };
            wrong.push(format!("page {}, {}: {finding:?} {what}", page.name, worse.name));
        }
    }
}

fn cell(is_wanted: bool, is_found: bool) -> usize {
    match (is_wanted, is_found) {
        (true, true) => 0,
        (false, true) => 1,
        (true, false) => 2,
        (false, false) => 3,
    }
}

/// Sheets with a bar code, at three resolutions, level and askew.
fn separators(tables: &mut BTreeMap<Finding, [u32; 4]>, wrong: &mut Vec<String>) {
    for dpi in [150_usize, 200, 300] {
        for tenths in [0, 8, -25] {
            let sheet = rotate(&bar_code(dpi), Angle::tenths(tenths));
            let found = findings(&measure(&sheet, &normalise(&sheet), Some(dpi as f64)));
            let is_found = found.contains(&Separator);
            tables.entry(Separator).or_default()[cell(true, is_found)] += 1;
            if !is_found || found.len() > 1 {
                wrong.push(format!("bar code, {dpi} dpi, {tenths} tenths: {found:?}"));
            }
        }
    }
}

/// A4 with bars of 0.5 to 1.5 mm, 25 mm high.
fn bar_code(dpi: usize) -> Grey {
    let mm = |length: usize| length * dpi * 10 / 254;
    let mut sheet = Grey::filled(mm(210), mm(297), 235);
    let (width, mut x, mut state) = (mm(210), mm(40), 7_u32);
    while x < mm(170) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let bar = dpi * 10 * (1 + (state >> 30) as usize % 3) / 508;
        for y in mm(60)..mm(85) {
            sheet.pixels_mut()[y * width + x..y * width + x + bar].fill(25);
        }
        x += bar + dpi * 10 * (1 + (state >> 20) as usize % 3) / 508;
    }
    sheet
}

fn print(tables: &BTreeMap<Finding, [u32; 4]>, wrong: &[String], pages: usize) {
    println!(
        "{pages} pages, each as it is and in {} other ways; nine bar codes\n",
        WORSE.len() - 1
    );
    println!(
        "| finding | there, found | not there, found | there, not found | not there, not found |"
    );
    println!("|---|---|---|---|---|");
    for (finding, [yes, too_many, missed, no]) in tables {
        println!("| {finding:?} | {yes} | {too_many} | {missed} | {no} |");
    }
    println!();
    wrong.iter().for_each(|line| println!("- {line}"));
}

fn map(page: &Grey, shade: impl Fn(usize, f64) -> f64) -> Grey {
    let pixels = page.pixels().iter().enumerate();
    let pixels =
        pixels.map(|(at, old)| shade(at % page.width(), f64::from(*old)).clamp(0.0, 255.0) as u8);
    Grey::from_pixels(page.width(), pixels.collect())
}

fn tone(page: &Grey, times: f64, plus: f64) -> Grey {
    map(page, |_, shade| shade * times + plus)
}

fn shadow(page: &Grey) -> Grey {
    let width = page.width() as f64;
    map(page, |x, shade| shade * (1.0 - 0.4 * (x as f64 / width).powi(2)))
}

/// The page turned, the corners as light as its own.
fn lean(page: &Grey, tenths: i32) -> Grey {
    let angle = Angle::tenths(tenths);
    let corner = page.pixels()[0];
    let mut turned = rotate(page, angle);
    let inside = rotate(&Grey::filled(page.width(), page.height(), 0), angle);
    for (shade, outside) in turned.pixels_mut().iter_mut().zip(inside.pixels()) {
        *shade = if *outside > 0 { corner } else { *shade };
    }
    turned
}

fn smaller(page: &Grey, times: f64) -> Option<Grey> {
    let side = |length: usize| (length as f64 * times).round() as usize;
    (times < 1.0).then(|| scale(page, side(page.width()), side(page.height()), Filter::Mean))
}

fn jpeg(page: &Grey, quality: u8) -> Grey {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    let (width, height) = (page.width() as u32, page.height() as u32);
    encoder.encode(page.pixels(), width, height, image::ExtendedColorType::L8).unwrap();
    common::decode(&bytes).to_grey()
}

fn blur(page: &Grey, mm: f64, dpi: f64) -> Grey {
    let weights = gauss(mm * dpi / 25.4);
    let once = filter(page, &weights);
    turn(&filter(&turn(&once, Turn::Right), &weights), Turn::Left)
}

fn moved(page: &Grey, mm: f64, dpi: f64) -> Grey {
    let length = (mm * dpi / 25.4).round().max(1.0) as usize;
    filter(page, &vec![1.0 / length as f64; length])
}

fn gauss(deviation: f64) -> Vec<f64> {
    let reach = (deviation * 3.0).ceil() as i32;
    let raw: Vec<f64> =
        (-reach..=reach).map(|x| (-0.5 * (f64::from(x) / deviation).powi(2)).exp()).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / sum).collect()
}

fn filter(page: &Grey, weights: &[f64]) -> Grey {
    let half = weights.len() / 2;
    let mut pixels = Vec::with_capacity(page.pixels().len());
    for y in 0..page.height() {
        let row = page.row(y);
        pixels.extend((0..row.len()).map(|x| {
            let near = weights.iter().enumerate();
            let sum: f64 = near
                .map(|(k, w)| w * f64::from(row[(x + k).saturating_sub(half).min(row.len() - 1)]))
                .sum();
            sum.round() as u8
        }));
    }
    Grey::from_pixels(page.width(), pixels)
}

/// How many strokes each column crosses.
fn strokes(page: &Grey) -> Vec<usize> {
    let white = normalise(page);
    let (width, height) = (page.width(), page.height());
    let dark = |x: usize, y: usize| white.row(y)[x] < 150;
    let begins = |x: usize, y: usize| dark(x, y) && dark(x, y + 1) && !dark(x, y - 1);
    (0..width).map(|x| (height / 20..height * 9 / 10).filter(|y| begins(x, *y)).count()).collect()
}

/// Cut where the edge crosses eight strokes or more.
fn cut_through(page: &Grey, at_left: bool) -> Option<Grey> {
    let strokes = strokes(page);
    let mut columns = page.width() / 10..page.width() * 9 / 10;
    let crosses = |x: &usize| strokes[*x] >= 8;
    let at = if at_left { columns.find(crosses)? } else { columns.rfind(crosses)? };
    let (from, to) = if at_left { (at, page.width()) } else { (0, at + 1) };
    Some(page.crop(from, 0, to - from, page.height()))
}

/// Cut between the edge and the first stroke.
fn cut_beside(page: &Grey) -> Option<Grey> {
    let strokes = strokes(page);
    let first = strokes.iter().position(|count| *count > 0)?;
    Some(page.crop(first / 2, 0, page.width() - first / 2, page.height()))
}
