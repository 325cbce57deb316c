//! `cargo xtask models`: what Tesseract reads with, in `target/tessdata`. The model of Arabic comes from the npm registry
//! by `crates/reading/models/package-lock.json`; the second reader's and the one that tells which way up a page is come
//! with Debian. None of them is committed.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use crate::Result;
use crate::command::{installed, output, program, root, target};
use crate::setup;

/// `ara` 4.0.0_best_int: of the models that can be had it reads typed Arabic best.
const ARABIC: &str = "node_modules/@tesseract.js-data/ara/4.0.0_best_int/ara.traineddata.gz";
const ARABIC_SHA256: &str = "e7d6494e2ef249ee97ad151eb01e0e6ae3aaf429256442ad6af534862a2a8c0f";

/// Debian's models and their packages; it keeps them here.
const DEBIAN: &str = "/usr/share/tesseract-ocr/5/tessdata";
const FROM_DEBIAN: [(&str, &str); 2] =
    [("Arabic", "tesseract-ocr-script-arab"), ("osd", "tesseract-ocr-osd")];

/// The folder with the models, after fetching what is missing. Without a network it says what it could not get.
pub fn install() -> Result<PathBuf> {
    if !installed("tesseract") {
        setup::install(&[("tesseract", "tesseract-ocr")]);
    }
    let folder = target().join("tessdata");
    fs_err::create_dir_all(&folder)?;
    arabic(&folder.join("ara.traineddata"))?;
    for (name, package) in FROM_DEBIAN {
        let file = format!("{name}.traineddata");
        let (from, to) = (Path::new(DEBIAN).join(&file), folder.join(&file));
        if to.is_file() {
            continue;
        }
        if !from.is_file() {
            setup::install_packages(&[package]);
        }
        if from.is_file() {
            fs_err::copy(from, to)?;
        } else {
            eprintln!("pages are read without the model {name}, which {package} brings");
        }
    }
    Ok(folder)
}

fn arabic(to: &Path) -> Result<()> {
    if fs_err::read(to).is_ok_and(|model| hex(&model) == ARABIC_SHA256) {
        return Ok(());
    }
    let source = root().join("crates/reading/models");
    if !installed("npm") {
        setup::install(&[("npm", "npm")]);
    }
    eprintln!("fetching the model of Arabic (once)");
    let quiet = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
    output(program("npm").args(quiet).current_dir(&source))?;
    let mut model = Vec::new();
    GzDecoder::new(fs_err::File::open(source.join(ARABIC))?).read_to_end(&mut model)?;
    let found = hex(&model);
    if found != ARABIC_SHA256 {
        return Err(format!("{ARABIC} has SHA-256 {found}, not {ARABIC_SHA256}").into());
    }
    Ok(fs_err::write(to, model)?)
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
