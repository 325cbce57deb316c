//! Puts the fonts where the program includes them from. They are never committed and never downloaded here:
//! `cargo xtask fonts` fetches them by the lockfile in `fonts/`. Their digests are compared, because another
//! version of a font would give other bytes for the same letter.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sha2::{Digest, Sha256};

/// Name in the program, path below `node_modules`, SHA-256.
const FILES: [(&str, &str, &str); 7] = [
    (
        "NotoNaskhArabic-Regular.ttf",
        "@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Regular.ttf",
        "45664d3913368eb216be981969ed383e31143cef790ae803afd4f69b87d7923b",
    ),
    (
        "NotoNaskhArabic-Bold.ttf",
        "@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Bold.ttf",
        "e73a55d7d7cb3a9cbcf8a153347879dc8b2bd7571c9c5dade65aa7422d58272c",
    ),
    (
        "NotoSans-Regular.ttf",
        "@embedpdf/fonts-latin/fonts/NotoSans-Regular.ttf",
        "fe8c022f48d8dd29f17b744d16f9346f4357e16f7d4f7be58b000ae7c291b614",
    ),
    (
        "NotoSans-Bold.ttf",
        "@embedpdf/fonts-latin/fonts/NotoSans-Bold.ttf",
        "379bda1de5ceb6c81a6e0b7f8346d36e12b3202757fcba90a42dc5a7f8d5df38",
    ),
    (
        "IBMPlexMono_400Regular.ttf",
        "@expo-google-fonts/ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf",
        "ab08018ccd276b79fb2c636bb95b9c543598f9d50505fe92506fcb4dae7810cd",
    ),
    (
        "OFL-Noto.txt",
        "@embedpdf/fonts-arabic/LICENSE",
        "cea028c0b5185b804ae79f1eab96ca5ee469d61d44925972a2379430890bbec1",
    ),
    (
        "OFL-Plex.txt",
        "@expo-google-fonts/ibm-plex-mono/LICENSE_FONT",
        "7e6b2818edbd8f6a01ae80641cc8f16a51080d08fb4e532be3a0b6f74adb07da",
    ),
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SIJILL_FONTS");
    match FILES.iter().try_for_each(|(name, path, digest)| put(name, path, digest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("cargo::error=printed letters need their fonts: {reason}");
            println!("cargo::error=run `cargo xtask fonts` once, then build again");
            ExitCode::FAILURE
        }
    }
}

/// Copies one file to where `src/fonts.rs` includes it from.
fn put(name: &str, path: &str, digest: &str) -> Result<(), String> {
    let source = source(name, path);
    println!("cargo::rerun-if-changed={}", source.display());
    let bytes = fs_err::read(&source).map_err(|error| error.to_string())?;
    let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if found != digest {
        return Err(format!("{} has SHA-256 {found}, not {digest}", source.display()));
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs_err::write(folder.join(name), bytes).map_err(|error| error.to_string())
}

/// The installed packages, or the folder that `SIJILL_FONTS` names, in which the files lie side by side.
fn source(name: &str, path: &str) -> PathBuf {
    match env::var_os("SIJILL_FONTS") {
        Some(folder) => Path::new(&folder).join(name),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/node_modules").join(path),
    }
}
