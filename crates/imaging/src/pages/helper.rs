//! What our decoders give up on, shown by libvips if it is installed, in the same kind of confinement.

use std::path::PathBuf;
use std::time::Duration;

use sijill_sandbox::{Failure, Limits, Program, Tool};

use super::Unreadable;
use crate::decode::{Colour, Decoder, Facts, MOST_PIXELS, Page, Reason, ReasonKind};
use crate::identify::Codec;
use crate::{Raster, Samples};

/// libvips keeps a whole page in memory, and so does what it links.
const LIMITS: Limits = Limits { memory: 2 << 30, wall: Duration::from_secs(90), ..Limits::PAGE };

/// An installed libvips. Its rasters are marked, because nobody else may be able to repeat them.
#[derive(Debug, Clone)]
pub struct Helper {
    program: PathBuf,
    launcher: Option<Program>,
    version: String,
}

impl Helper {
    /// Looks for `vips` on this machine; `None` if it is absent or cannot be run confined.
    #[must_use]
    pub fn find() -> Option<Self> {
        Self::found(None)
    }

    /// The same with another launcher, for tests.
    #[must_use]
    pub fn find_with(launcher: Program) -> Option<Self> {
        Self::found(Some(launcher))
    }

    fn found(launcher: Option<Program>) -> Option<Self> {
        let helper = Self { program: Tool::find("vips")?, launcher, version: String::new() };
        let said = helper.tool().argument("--version").run(&[]).ok()?.stdout;
        let version = String::from_utf8_lossy(&said).trim().strip_prefix("vips-")?.to_owned();
        Some(Self { version, ..helper })
    }

    /// The version of libvips.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    fn tool(&self) -> Tool {
        let tool = Tool::new(&self.program).limits(LIMITS);
        let tool = tool.environment("VIPS_CONCURRENCY", "1");
        // It would write large pages to a temporary file, which it may not.
        let tool = tool.environment("VIPS_DISC_THRESHOLD", "4g");
        match &self.launcher {
            Some(launcher) => tool.launcher(launcher.clone()),
            None => tool,
        }
    }

    /// Shows a page, counted from 0, as eight-bit sRGB or grey.
    pub(super) fn page(&self, bytes: &[u8], codec: Codec, number: u32) -> Result<Page, Unreadable> {
        let source = match codec {
            Codec::Tiff | Codec::Pdf => format!("stdin[page={number}]"),
            _ => "stdin".to_owned(),
        };
        let tool = self.tool().argument("colourspace").argument(source);
        let output = tool.argument(".ppm").argument("srgb").run(bytes)?;
        let raster = read_pnm(&output.stdout).ok_or_else(|| {
            let said = "what libvips made of it is no picture of eight bits";
            Reason { kind: ReasonKind::Unsupported, said: said.to_owned() }
        })?;
        let decoder =
            Decoder { name: "libvips".to_owned(), version: self.version.clone(), helper: true };
        let facts = Facts {
            dpi: None,
            orientation: 1,
            bits: 8,
            colour: Colour::Rendered,
            decoder,
            origin: None,
            notes: Vec::new(),
        };
        Ok(Page { raster, facts })
    }
}

/// A binary Netpbm file of eight bits, in grey or colour. It comes from a program that a file may have taken over.
fn read_pnm(bytes: &[u8]) -> Option<Raster> {
    const HEADER: usize = 400;
    let head = bytes.get(..HEADER.min(bytes.len()))?;
    let (mut fields, mut at) = (Vec::new(), 0);
    while fields.len() < 4 {
        match head.get(at)? {
            b'#' => at += head.get(at..)?.iter().position(|byte| *byte == b'\n')?,
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => {
                let length = head.get(at..)?.iter().position(u8::is_ascii_whitespace)?;
                fields.push(std::str::from_utf8(head.get(at..at + length)?).ok()?);
                at += length;
            }
        }
    }
    let [kind, width, height, "255"] = fields[..] else { return None };
    let samples = match kind {
        "P5" => Samples::Grey8,
        "P6" => Samples::Rgb8,
        _ => return None,
    };
    let (width, height): (u32, u32) = (width.parse().ok()?, height.parse().ok()?);
    if u64::from(width).checked_mul(u64::from(height))? > MOST_PIXELS {
        return None;
    }
    Raster::new(width, height, samples, bytes.get(at + 1..)?.to_vec()).ok()
}

/// Whether another decoder may succeed where ours said this.
pub(super) fn may_help(error: &Unreadable) -> bool {
    match error {
        Unreadable::Reason(reason) => {
            matches!(reason.kind, ReasonKind::Unsupported | ReasonKind::Damaged)
        }
        Unreadable::Worker(failure) => matches!(failure, Failure::Crashed { .. }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_netpbm_file_is_read() {
        let raster = read_pnm(b"P6\n#made by hand\n2 1\n255\nabcdef").unwrap();
        assert_eq!((raster.width(), raster.pixels()), (2, &b"abcdef"[..]));
        assert_eq!(read_pnm(b"P5 1 1 255\n\x07").unwrap().samples(), Samples::Grey8);
        for bad in [&b"P6 2 1 255\nabcde"[..], b"P6 2 1 65535\nabcdef", b"P4 8 1 255\n\0", b"P6 2"]
        {
            assert_eq!(read_pnm(bad), None);
        }
        assert_eq!(read_pnm(b"P6 4294967295 4294967295 255\n"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_upset_it(rest: Vec<u8>) {
            let _ = read_pnm(&[b"P6\n", &rest[..]].concat());
        }
    }
}
