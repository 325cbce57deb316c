//! Which files of a corpus we show and which libvips shows; run by `cargo xtask coverage`.
//!
//! Arguments: the worker program, the folder of the corpus. Counts go to standard output as the table of
//! `docs/formats-read.md`, what each cannot show to standard error.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sijill_imaging::identify::{Codec, identify};
use sijill_imaging::pages::{Helper, PageReader};
use sijill_sandbox::{Limits, Program};
use walkdir::WalkDir;

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (worker, corpus) = (arguments.next().unwrap(), arguments.next().unwrap());
    let program = Program::at(&worker).argument("worker").argument("pages");
    let helper = Helper::find_with(Program::at(&worker).argument("confine"));
    let mut alone = PageReader::start_with(program.clone(), Limits::PAGE).unwrap();
    let mut helped = PageReader::start_with(program, Limits::PAGE).unwrap().with_helper(helper);
    let labels = labels(&corpus);
    let mut table: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    for entry in WalkDir::new(&corpus).sort_by_file_name().into_iter().map(Result::unwrap) {
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let bytes = fs_err::read(path).unwrap();
        let Some(codec) = identify(&bytes).codec else { continue };
        let ours = shown(&mut alone, &bytes);
        let with_helper = ours.is_ok() || shown(&mut helped, &bytes).is_ok();
        let (vips, strict) = (vips(path, codec, "none"), vips(path, codec, "error"));
        let fine = labels.get(path).copied();
        let foreign = || match codec {
            Codec::Pdf => poppler(path),
            Codec::Tiff => libtiff(path),
            _ => false,
        };
        let undamaged = fine.unwrap_or_else(|| strict || foreign());
        let name = path.strip_prefix(&corpus).unwrap().display();
        if undamaged && let Err(reason) = &ours {
            eprintln!("{} {name}: {reason}", if vips { "vips wins" } else { "neither" });
        }
        if undamaged && ours.is_ok() && !vips {
            eprintln!("we win {name}");
        }
        let row = table.entry(format!("{codec:?}")).or_default();
        if undamaged {
            row[0] += 1;
            row[1] += usize::from(ours.is_ok());
            row[2] += usize::from(with_helper);
            row[3] += usize::from(vips);
        } else {
            row[4] += usize::from(ours.is_ok());
        }
    }
    println!(
        "| format | undamaged files | shown by Sijill alone | with libvips as helper | by libvips alone | damaged, yet shown by Sijill |"
    );
    println!("|---|---|---|---|---|---|");
    let mut sum = [0; 5];
    for (codec, row) in &table {
        let cells: Vec<_> = row.iter().map(usize::to_string).collect();
        println!("| {codec} | {} |", cells.join(" | "));
        (0..5).for_each(|index| sum[index] += row[index]);
    }
    println!("| all | {} |", sum.map(|count| count.to_string()).join(" | "));
    assert!(sum[1] >= sum[3], "libvips shows more");
}

/// Whether every page is shown whole.
fn shown(reader: &mut PageReader, bytes: &[u8]) -> Result<(), String> {
    let say = |error: sijill_imaging::pages::Unreadable| format!("{}: {error}", error.code());
    let mut file = reader.open(bytes).map_err(say)?;
    for number in 0..file.pages() {
        file.page(number).map_err(|error| format!("page {}: {}", number + 1, say(error)))?;
    }
    Ok(())
}

/// Whether libvips decodes every pixel of every page.
fn vips(path: &Path, codec: Codec, fail_on: &str) -> bool {
    let pages = if matches!(codec, Codec::Tiff | Codec::Pdf) { "n=-1," } else { "" };
    let source = format!("{}[{pages}fail_on={fail_on}]", path.display());
    let mut command = Command::new("vips");
    command.arg("avg").arg(source).stdout(Stdio::null()).stderr(Stdio::null());
    let whole = command.status().unwrap().success();
    // Pages of different size cannot be joined; then the first has to do.
    whole || (!pages.is_empty() && vips_first(path, fail_on))
}

fn vips_first(path: &Path, fail_on: &str) -> bool {
    let source = format!("{}[fail_on={fail_on}]", path.display());
    let mut command = Command::new("vips");
    command.arg("avg").arg(source).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap().success()
}

fn libtiff(path: &Path) -> bool {
    let folder = std::env::temp_dir().join(format!("sijill-coverage-{}", std::process::id()));
    fs_err::create_dir_all(&folder).unwrap();
    let mut command = Command::new("tiff2rgba");
    command.arg(path).arg(folder.join("page.tif")).stdout(Stdio::null());
    let output = command.output();
    fs_err::remove_dir_all(&folder).unwrap();
    output.is_ok_and(|output| output.status.success() && output.stderr.is_empty())
}

fn poppler(path: &Path) -> bool {
    let output = Command::new("pdftoppm").args(["-r", "20"]).arg(path).output().unwrap();
    output.status.success() && output.stderr.is_empty()
}

/// What the manifests say about files, where they say anything.
fn labels(corpus: &Path) -> BTreeMap<PathBuf, bool> {
    let mut labels = BTreeMap::new();
    for source in fs_err::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(manifest) = fs_err::read_to_string(source.join("MANIFEST.tsv")) else { continue };
        for line in manifest.lines().skip(1) {
            let fields: Vec<_> = line.split('\t').collect();
            let fine = match fields.get(4) {
                Some(&("valid" | "pass" | "decodable" | "baseline" | "Valid")) => true,
                Some(&("invalid" | "malformed" | "broken" | "corrupt" | "truncated")) => false,
                _ => continue,
            };
            labels.insert(source.join(fields[2]), fine);
        }
    }
    labels
}
