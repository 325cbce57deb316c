//! `cargo xtask eval-ocr [FOLDER]`: reads labelled pages and compares with what stands on them.
//!
//! A folder has, for each `NAME`, an image, `NAME.txt` (what stands there; the pages of a file parted by form feeds) and
//! `NAME.json` (`expect`, and `mentions` of persons). The rules are those of `shared/pages/score.py`.

mod score;

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::command::{cargo, check, program, root, target};
use crate::{Result, models};
use score::{Score, score};

/// Reads the pages of a folder and prints how well, a line for each page and the sums as JSON.
pub fn run(folder: Option<&Path>) -> Result<()> {
    let folder = folder.map_or_else(bundled, Path::to_owned);
    let folder = fs_err::canonicalize(folder)?;
    let tessdata = fs_err::canonicalize(models::install()?)?;
    let build = "build --quiet --release --locked --package sijill-reading --example read_pages";
    check(&mut cargo(build))?;
    let read = target().join("eval-ocr");
    if read.exists() {
        fs_err::remove_dir_all(&read)?;
    }
    fs_err::create_dir_all(&read)?;
    let begun = Instant::now();
    let reader = target().join("release/examples/read_pages");
    check(program(fs_err::canonicalize(reader)?).arg(&folder).arg(tessdata).arg(&read))?;
    let seconds = begun.elapsed().as_secs_f64();
    print(&folder, &read, seconds)
}

/// The pages that come with the reference data.
pub(crate) fn bundled() -> PathBuf {
    let shared = std::env::var_os("SIJILL_SHARED").map(PathBuf::from);
    shared.unwrap_or_else(|| root().join("../shared")).join("pages")
}

fn print(folder: &Path, read: &Path, seconds: f64) -> Result<()> {
    let (mut sum, mut pages) = (Score::default(), 0_u32);
    for label in labels(folder)? {
        let name = label.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = read.join(format!("{name}.txt"));
        let Ok(text) = fs_err::read_to_string(text) else { continue };
        let about: Value = serde_json::from_str(&fs_err::read_to_string(&label)?)?;
        if about["expect"] == "blank" {
            println!("{name}: blank, {} characters read", text.trim().chars().count());
            continue;
        }
        let mentions = about["mentions"].as_array().into_iter().flatten();
        let names: Vec<_> = mentions.filter_map(|mention| mention["as_written"].as_str()).collect();
        let truth = fs_err::read_to_string(label.with_extension("txt"))?;
        let mut texts = text.split('\u{c}');
        for (number, truth) in truth.split('\u{c}').enumerate() {
            let page = score(truth, texts.next().unwrap_or_default(), &names);
            println!("{:<26} {page}", format!("{name}#{}", number + 1));
            sum += page;
            pages += 1;
        }
    }
    let count = f64::from(pages.max(1));
    println!("read in {seconds:.1} seconds, two files at a time");
    println!(
        "digits {}/{} name tokens {}/{}",
        sum.digits.0, sum.digits.1, sum.names.0, sum.names.1
    );
    let result = json!({
        "pages": pages,
        "ncer": rounded(sum.ncer / count),
        "nwer": rounded(sum.nwer / count),
        "digits_exact": rounded(share(sum.digits)),
        "name_tokens": rounded(share(sum.names)),
    });
    println!("{result}");
    Ok(())
}

/// The facts about the images of a folder, by name.
pub(crate) fn labels(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut labels = Vec::new();
    for entry in fs_err::read_dir(folder)? {
        let path = entry?.path();
        let is_label = path.extension().is_some_and(|ending| ending == "json");
        if is_label && path.with_extension("txt").is_file() {
            labels.push(path);
        }
    }
    labels.sort();
    Ok(labels)
}

fn share((hit, all): (usize, usize)) -> f64 {
    if all == 0 { 1.0 } else { hit as f64 / all as f64 }
}

/// To four places: what a reader compares.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
