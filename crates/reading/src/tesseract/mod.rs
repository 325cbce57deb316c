//! Runs Tesseract, confined: an image goes in by standard input, a table comes out. It is started for each image:
//! keeping it loaded gains nothing measurable, and a process that is gone keeps nothing of a hostile page.

mod osd;
mod tsv;

use std::time::Duration;

use sijill_sandbox::{Failure, Limits};

pub(crate) use osd::{Orientation, SURE};
pub(crate) use tsv::{Token, TokenLine};

use crate::engine::Engine;
use crate::pgm::Pgm;

/// For one image: 1 GiB, a minute of processor time.
const LIMITS: Limits = Limits {
    memory: 1 << 30,
    cpu: Duration::from_secs(60),
    wall: Duration::from_secs(300),
    request: 64 << 20,
    reply: 16 << 20,
};

/// How lines are sought (`--psm`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A page: columns, paragraphs, headings of any size.
    Page,
    /// One block of lines, one below the other.
    Block,
}

impl Layout {
    fn number(self) -> &'static str {
        match self {
            Self::Page => "4",
            Self::Block => "6",
        }
    }
}

/// What pages are read with, for the record.
pub(crate) const SETTINGS: &str = "psm 4 (registers 6), oem 1, dpi 300";

/// Reads an image with a model of the engine's folder.
pub(crate) fn read(
    engine: &Engine,
    model: &str,
    layout: Layout,
    image: &Pgm,
) -> Result<Vec<TokenLine>, Failure> {
    let tool = [
        ["-l", model],
        ["--psm", layout.number()],
        ["--oem", "1"],
        ["--dpi", "300"],
        ["-c", "tessedit_create_tsv=1"],
    ];
    let tool = tool.as_flattened().iter().fold(base(engine), |tool, part| tool.argument(part));
    let output = tool.run(image.bytes())?;
    Ok(tsv::lines(&output.stdout, image.width(), image.height()))
}

/// Asks which way up an image is; `None` if there is too little on it to say.
pub(crate) fn orientation(engine: &Engine, image: &Pgm) -> Result<Option<Orientation>, Failure> {
    let arguments = ["-l", "osd", "--psm", "0", "--dpi", "300"];
    let tool = arguments.iter().fold(base(engine), |tool, part| tool.argument(part));
    match tool.run(image.bytes()) {
        Ok(output) => Ok(osd::orientation(&output.stdout)),
        // Its way of saying that there are too few letters.
        Err(Failure::Failed { .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn base(engine: &Engine) -> sijill_sandbox::Tool {
    let tool = engine.tool().limits(LIMITS);
    tool.argument("-").argument("-").argument("--tessdata-dir").argument(engine.folder())
}
