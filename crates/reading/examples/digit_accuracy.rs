//! How many figures the digit reader reads right on pages whose lines are known: `digit_accuracy DIR` for a folder of
//! pages as in `shared/pages`. Lines are cut where the truth says they stand; in the whole reader OCR finds them.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::Deserialize;
use sijill_imaging::Grey;
use sijill_imaging::decode::Document;
use sijill_imaging::prepare::{Prepared, Turn, prepare};
use sijill_reading::digits::DigitReader;

/// A page's description.
#[derive(Deserialize)]
struct Description {
    file: String,
    degrade: Vec<Scan>,
    lines: Vec<Vec<Line>>,
}

/// What was done to a page.
#[derive(Deserialize)]
struct Scan {
    dpi: Option<f64>,
    skew: Option<f64>,
    rot90: Option<i32>,
    only_bleed: Option<bool>,
}

/// A line, with its box (left, top, right, bottom) in 300-dpi pixels before the page was skewed.
#[derive(Deserialize)]
struct Line {
    text: String,
    box300: [f64; 4],
}

/// Strings of two or more digits.
#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
    extra: usize,
}

/// The page before it was scanned, in its pixels.
const SIZE: (f64, f64) = (2480.0, 3508.0);

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: digit_accuracy DIR");
        return ExitCode::from(2);
    };
    match run(folder.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    let reader = DigitReader::new();
    let (mut total, mut time, mut lines) = (Count::default(), Duration::ZERO, 0);
    let mut files = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "json"))
    {
        let Ok(page) = serde_json::from_slice::<Description>(&fs_err::read(file)?) else {
            continue;
        };
        let mut count = Count::default();
        let document = Document::open(fs_err::read(folder.join(&page.file))?)
            .map_err(|why| why.to_string())?;
        for (number, (scan, truth)) in page.degrade.iter().zip(&page.lines).enumerate() {
            if scan.only_bleed == Some(true) {
                continue;
            }
            let raster = document.page(number as u32).map_err(|why| why.to_string())?.raster;
            let turn = Turn::quarters(scan.rot90.unwrap_or(0) / 90);
            let prepared = prepare(&raster.to_grey(), turn, scan.dpi);
            for line in truth.iter().filter(|line| line.box300[2] > 0.0) {
                let image = cut(&prepared, scan, line.box300, (raster.width(), raster.height()));
                let began = Instant::now();
                let figures = reader.read_line(&image);
                time += began.elapsed();
                lines += 1;
                let sure = figures.iter().filter(|figure| figure.confidence >= 0.5);
                let read = sure.map(|figure| figure.text.as_str()).collect::<Vec<_>>().join(" ");
                compare(&mut count, &line.text, &read);
            }
        }
        println!("{:28} {:3} of {:3}, {} wrong", page.file, count.right, count.all, count.extra);
        total.right += count.right;
        total.all += count.all;
        total.extra += count.extra;
    }
    println!(
        "figures of two digits or more: {} of {}, {} wrong",
        total.right, total.all, total.extra
    );
    println!("{lines} lines, {:.1} ms each", time.as_secs_f64() * 1000.0 / f64::from(lines.max(1)));
    Ok(())
}

/// The line in the prepared image, with a margin as a cutter of lines would leave.
fn cut(prepared: &Prepared, scan: &Scan, area: [f64; 4], size: (u32, u32)) -> Grey {
    let middle = (SIZE.0 / 2.0, SIZE.1 / 2.0);
    let (sin, cos) = scan.skew.unwrap_or(0.0).to_radians().sin_cos();
    let scale = scan.dpi.unwrap_or(300.0) / 300.0;
    let corner = |x: f64, y: f64| {
        let (x, y) = (x - middle.0, y - middle.1);
        let (x, y) = (cos * x + sin * y + middle.0, cos * y - sin * x + middle.1);
        let (x, y) = (x * scale, y * scale);
        // `rot90` turned the scan anticlockwise.
        let (x, y) = if scan.rot90 == Some(90) { (y, f64::from(size.1) - x) } else { (x, y) };
        prepared.mapping.to_prepared(x, y)
    };
    let [left, top, right, bottom] = area;
    let corners =
        [corner(left, top), corner(right, top), corner(left, bottom), corner(right, bottom)];
    let least =
        |side: fn(&(f64, f64)) -> f64| corners.iter().map(side).fold(f64::INFINITY, f64::min);
    let most = |side: fn(&(f64, f64)) -> f64| corners.iter().map(side).fold(0.0, f64::max);
    let (left, top) = ((least(|p| p.0) - 12.0).max(0.0), (least(|p| p.1) - 4.0).max(0.0));
    let (width, height) = (most(|p| p.0) + 12.0 - left, most(|p| p.1) + 4.0 - top);
    prepared.image.crop(left as usize, top as usize, width as usize, height as usize)
}

fn compare(count: &mut Count, truth: &str, read: &str) {
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for digits in strings(truth) {
        *wanted.entry(digits).or_default() += 1;
        count.all += 1;
    }
    let mut missed = false;
    for digits in strings(read) {
        match wanted.get_mut(&digits) {
            Some(left) if *left > 0 => {
                *left -= 1;
                count.right += 1;
            }
            _ => {
                count.extra += 1;
                missed = true;
            }
        }
    }
    if missed || wanted.values().any(|left| *left > 0) {
        println!("    {truth}\n      read {read}");
    }
}

/// Two or more digits in a row, in ASCII.
fn strings(text: &str) -> Vec<String> {
    let digit = |c: char| match c {
        '٠'..='٩' => char::from_digit(c as u32 - 0x660, 10),
        _ => Some(c).filter(char::is_ascii_digit),
    };
    let plain: String = text.chars().map(|c| digit(c).unwrap_or(' ')).collect();
    plain.split_whitespace().filter(|digits| digits.len() > 1).map(str::to_owned).collect()
}
