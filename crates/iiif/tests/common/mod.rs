//! Pages as `process` leaves them under `derived/`, and the worker.

#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says so where it is skipped"
)]

use std::path::{Path, PathBuf};

use sijill_iiif::{Answer, Asked, Call, Images, Sight, Source, Workers};
use sijill_imaging::decode::Document;
use sijill_imaging::renditions::{
    SCREEN, THUMBNAIL, covered, full, jpeg, screen, thumbnail, tiles_zip,
};
use sijill_imaging::{Raster, Samples};
use sijill_sandbox::Program;
use tempfile::TempDir;

/// A page's folder.
pub struct Page {
    folder: TempDir,
}

impl Page {
    /// With sharp small pictures.
    pub fn of(raster: &Raster) -> Self {
        Self::with(raster, thumbnail(raster).unwrap(), screen(raster).unwrap())
    }

    /// With blurred small pictures.
    pub fn covered(raster: &Raster) -> Self {
        let small = |longest| jpeg(&covered(raster, longest).unwrap(), 60).unwrap();
        Self::with(raster, small(THUMBNAIL), small(SCREEN))
    }

    fn with(raster: &Raster, thumbnail: Vec<u8>, screen: Vec<u8>) -> Self {
        let page = Self { folder: tempfile::tempdir().unwrap() };
        page.put("thumbnail.jpg", &thumbnail);
        page.put("screen.jpg", &screen);
        page.put("full.jpg", &full(raster).unwrap());
        page.put("tiles.zip", &tiles_zip(raster).unwrap());
        page
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        fs_err::write(self.folder.path().join(name), bytes).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn open(&self, sight: Sight) -> Source {
        Source::open(self.path(), sight).unwrap()
    }
}

/// The worker of these tests.
pub fn program() -> Program {
    let path = Path::new(env!("CARGO_BIN_EXE_sijill-iiif-worker"));
    Program::at(path).argument("worker").argument("draw")
}

/// Drawn by at most two workers.
pub fn images() -> Images {
    Images::new(Workers::of(program(), 2))
}

/// Drawn by nobody: only what lies there can be answered.
pub fn images_without_workers() -> Images {
    Images::new(Workers::of(Program::at(Path::new("/nonexistent")), 1))
}

pub const ID: &str = "http://archive.example/iiif/3/page";

pub fn ask(images: &Images, source: &Source, path: &str) -> Answer {
    let (_, call) = Call::parse(&format!("page/{path}")).unwrap();
    match call {
        Ok(call) => images.answer(ID, &call, source, &Asked::default()),
        Err(why) => images.refused(&why),
    }
}

/// The picture that a request gives.
pub fn shown(images: &Images, source: &Source, path: &str) -> Raster {
    let answer = ask(images, source, path);
    let said = String::from_utf8_lossy(&answer.body[..answer.body.len().min(300)]);
    assert_eq!(answer.status, 200, "{path}: {said}");
    decode(&answer.body)
}

pub fn decode(bytes: &[u8]) -> Raster {
    Document::open(bytes.to_vec()).unwrap().page(0).unwrap().raster
}

/// A page on which every place can be told by its colour: red grows to the right, green downwards.
pub fn slopes(width: u32, height: u32) -> Raster {
    let share = |at: u32, of: u32| (u64::from(at) * 255 / u64::from(of.max(2) - 1)) as u8;
    let pixels = (0..height)
        .flat_map(|y| (0..width).flat_map(move |x| [share(x, width), share(y, height), 128]));
    Raster::new(width, height, Samples::Rgb8, pixels.collect()).unwrap()
}

/// The folder with other people's programs, if this one is among them. Only CI must have it.
pub fn referee(name: &str) -> Option<PathBuf> {
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/referees/venv/bin");
    let folder = std::env::var_os("SIJILL_REFEREES").map_or(made, PathBuf::from);
    let program = folder.join(name);
    if program.exists() {
        return Some(program);
    }
    assert!(std::env::var_os("CI").is_none(), "{name} is missing; run cargo xtask test");
    eprintln!("SKIPPED: {} needs {name}; cargo xtask test installs it", module_path!());
    None
}
