//! A page as it lies under `derived/`.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use fs_err::File;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sijill_imaging::decode::MOST_PIXELS;

use crate::Refusal;
use crate::members::{Members, first, unreadable};

/// The file with the tiles.
const TILES_FILE: &str = "tiles.zip";
/// The member that says how large the page is.
const INFO: &str = "info.json";
/// The longest whole picture that is read, in bytes.
const LONGEST_PICTURE: u64 = 64 << 20;

/// How a page may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sight {
    /// As it is.
    Clear,
    /// As it is, although its small pictures are blurred: somebody asked to see.
    Uncovered,
    /// Grey and blurred beyond recognising, at every size: for pages that show bodies, until somebody asks to see.
    Covered,
}

/// A page's pictures, opened. One that `process` makes anew meanwhile stays as it was.
#[derive(Debug)]
pub struct Source {
    folder: PathBuf,
    members: Members,
    width: u32,
    height: u32,
    sight: Sight,
    mark: [u8; 32],
}

#[derive(Deserialize)]
struct Info {
    width: u32,
    height: u32,
}

impl Source {
    /// Opens what was drawn of a page; `folder` is the page's under `derived/pages`.
    ///
    /// # Errors
    /// If nothing was drawn, or it is damaged.
    pub fn open(folder: &Path, sight: Sight) -> Result<Self, Refusal> {
        let (members, directory) = Members::read(opened(folder)?)?;
        let (width, height) = size_in(&members.get(INFO)?)?;
        let mark = Sha256::new_with_prefix(directory).chain_update([sight as u8]);
        Ok(Self {
            folder: folder.to_owned(),
            members,
            width,
            height,
            sight,
            mark: mark.finalize().into(),
        })
    }

    /// The page's width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The page's height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// How it may be seen.
    #[must_use]
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// Tells these pictures from all others, also from those of the same page that are seen or made otherwise.
    pub(crate) fn mark(&self) -> [u8; 32] {
        self.mark
    }

    pub(crate) fn has_tile(&self, path: &str) -> bool {
        self.members.contains(path)
    }

    pub(crate) fn tile(&self, path: &str) -> Result<Vec<u8>, Refusal> {
        self.members.get(path).and_then(checked)
    }

    /// A picture beside the tiles, such as the thumbnail.
    pub(crate) fn picture(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let file = File::open(self.folder.join(name)).map_err(unreadable)?;
        file.take(LONGEST_PICTURE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LONGEST_PICTURE {
            return Err(Refusal::damaged(format_args!("{name} is too long")));
        }
        checked(bytes)
    }
}

/// What is no JPEG is not sent and not decoded: somebody might have put a link to another file in its place.
fn checked(bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let is_jpeg = bytes.starts_with(&[0xff, 0xd8, 0xff]);
    is_jpeg.then_some(bytes).ok_or_else(|| Refusal::damaged("a picture is no JPEG"))
}

/// The width and height of the page whose folder this is, without reading more than the beginning of its tiles: for
/// manifests of thousands of pages.
///
/// # Errors
/// If nothing was drawn, or it is damaged.
pub fn page_size(folder: &Path) -> Result<(u32, u32), Refusal> {
    size_in(&first(&opened(folder)?, INFO)?)
}

fn opened(folder: &Path) -> Result<File, Refusal> {
    File::open(folder.join(TILES_FILE)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Refusal::NotDrawn,
        _ => unreadable(error),
    })
}

fn size_in(json: &[u8]) -> Result<(u32, u32), Refusal> {
    let info: Info = serde_json::from_slice(json).map_err(Refusal::damaged)?;
    let pixels = u64::from(info.width) * u64::from(info.height);
    let is_possible = (1..=MOST_PIXELS).contains(&pixels);
    is_possible
        .then_some((info.width, info.height))
        .ok_or_else(|| Refusal::damaged("it has no size"))
}
