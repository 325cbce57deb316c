//! Reads every page of the files of a folder and writes their text, for `cargo xtask eval-ocr`:
//! `read_pages FOLDER TESSDATA TO` makes `TO/NAME.txt` (pages parted by form feeds) and `TO/NAME.json`.

#![allow(clippy::print_stderr, reason = "a tool for the terminal")]

use std::error::Error;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sijill_imaging::Raster;
use sijill_imaging::pages::{PageReader, Pages};
use sijill_imaging::prepare::normalise;
use sijill_imaging::quality::{Finding, findings, measure};
use sijill_reading::text::PageText;
use sijill_reading::{Engine, Hints, Reader, Reading};
use sijill_sandbox::{Job, confine, serve};

/// The endings of files that are pages.
const ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "tif", "tiff", "pdf", "jp2", "webp"];

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [command, name] if command == "worker" && name == Pages::NAME => serve::<Pages>(),
        [command, name] if command == "worker" && name == Reading::NAME => serve::<Reading>(),
        [command, orders] if command == "confine" => confine(orders),
        [folder, tessdata, to] => match run(folder.as_ref(), tessdata.as_ref(), to.as_ref()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        },
        _ => {
            eprintln!("usage: read_pages FOLDER TESSDATA TO");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path, tessdata: &Path, to: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let engine = Engine::find(Some(tessdata))?;
    let is_page = |path: &PathBuf| {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
    };
    let mut files = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(is_page);
    files.sort();
    // Two at a time, as `sijill process` would on two processors.
    let (one, two): (Vec<_>, Vec<_>) = files.iter().enumerate().partition(|(at, _)| at % 2 == 0);
    std::thread::scope(|scope| {
        let halves = [one, two].map(|half| scope.spawn(|| read_all(&engine, half, to)));
        halves.into_iter().try_for_each(|half| half.join().map_err(|_| "a reader panicked")?)
    })
}

fn read_all(
    engine: &Engine,
    files: Vec<(usize, &PathBuf)>,
    to: &Path,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (mut pages, mut reader) = (PageReader::start()?, Reader::start(engine)?);
    for (_, file) in files {
        let bytes = fs_err::read(file)?;
        let mut open = pages.open(&bytes)?;
        let mut texts = Vec::new();
        for number in 0..open.pages() {
            let page = open.page(number)?;
            let dpi = page.facts.dpi.map(|dpi| f64::from(dpi.x));
            texts.push(reader.read(&page.raster, hints(&page.raster, dpi))?);
        }
        let name = file.file_stem().unwrap_or_default();
        let plain: Vec<_> = texts.iter().map(PageText::to_plain_text).collect();
        fs_err::write(to.join(name).with_extension("txt"), plain.join("\u{c}"))?;
        fs_err::write(to.join(name).with_extension("json"), serde_json::to_vec(&texts)?)?;
    }
    Ok(())
}

fn hints(page: &Raster, stated_dpi: Option<f64>) -> Hints {
    let grey = page.to_grey();
    let found = findings(&measure(&grey, &normalise(&grey), stated_dpi));
    Hints {
        stated_dpi,
        is_blank: found.contains(&Finding::Blank),
        is_sideways: found.contains(&Finding::Sideways),
    }
}
