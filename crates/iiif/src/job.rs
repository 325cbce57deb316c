//! The job of drawing: what runs in the confined worker.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sijill_imaging::Rect;
use sijill_sandbox::{Job, Limits};

use crate::draw::drawn;
use crate::{Format, Quality, Turn};

/// The job: decodes stored tiles and makes one picture of them. It keeps nothing between two requests.
#[derive(Debug, Default)]
pub struct Draw;

/// What is drawn. The files that it is drawn from are in the bytes, one after another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Drawing {
    /// How long each file is, in bytes.
    pub lengths: Vec<usize>,
    /// What the files are.
    pub ground: Ground,
    /// The page's width and height.
    pub page: (u32, u32),
    /// Which part of the page is shown.
    pub region: Rect,
    /// At which width and height, before it is turned.
    pub shown: (u32, u32),
    /// How far it is turned.
    pub turn: Turn,
    /// In which colours.
    pub quality: Quality,
    /// In which format.
    pub format: Format,
}

/// What a picture is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ground {
    /// One file that shows the whole page, of any size. It is blurred before anything else, whether it was before or not.
    Covered,
    /// Tiles of one scale.
    Tiles {
        /// How many times smaller than the page.
        factor: u32,
        /// The left edge of all of them together, in pixels of this scale.
        left: u32,
        /// Their upper edge.
        top: u32,
        /// Their width together.
        width: u32,
        /// Their height together.
        height: u32,
        /// Where the left upper corner of each stands inside that.
        corners: Vec<(u32, u32)>,
    },
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Drawn {
    /// The picture is in the bytes.
    Picture,
    /// The files cannot be decoded, or are not what they should be.
    Failed(String),
}

impl Job for Draw {
    const NAME: &'static str = "draw";
    /// For 32 million pixels decoded and 16 million encoded.
    const LIMITS: Limits = Limits {
        memory: 1 << 30,
        cpu: Duration::from_secs(10),
        wall: Duration::from_secs(30),
        request: 128 << 20,
        reply: 64 << 20,
    };
    type Request = Drawing;
    type Reply = Drawn;

    fn handle(&mut self, request: Drawing, bytes: Vec<u8>) -> (Drawn, Vec<u8>) {
        match drawn(&request, &bytes) {
            Ok(picture) => (Drawn::Picture, picture),
            Err(why) => (Drawn::Failed(why), Vec::new()),
        }
    }
}
