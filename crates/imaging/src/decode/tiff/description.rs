//! What a directory says about the picture (TIFF 6.0 sections 3 to 9, 15, 20, 21).

use super::directory::Directory;
use crate::decode::page::{Dpi, checked_size};
use crate::decode::{Reason, exif};

/// How samples mean colours (PhotometricInterpretation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Cmyk,
    YCbCr,
}

/// What a sample after the colours is (ExtraSamples).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alpha {
    None,
    /// Colours are already multiplied by it.
    Associated,
    Unassociated,
}

/// How samples are numbers (SampleFormat).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Unsigned,
    Signed,
    /// 0 is black and 1 is white.
    Float,
}

/// What was done to neighbours before compression (Predictor).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Differences {
    None,
    /// Of whole samples.
    Samples,
    /// Of the bytes of floating point numbers, sorted by their weight.
    Bytes,
}

/// A picture's properties, checked.
#[derive(Debug, Clone)]
pub(super) struct Description {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bits: u8,
    /// Samples of a pixel in the file.
    pub(super) samples: u16,
    pub(super) number: Number,
    pub(super) meaning: Meaning,
    pub(super) alpha: Alpha,
    /// Each sample in a plane of its own.
    pub(super) planar: bool,
    pub(super) compression: u16,
    pub(super) differences: Differences,
    /// The lowest bit of a byte comes first.
    pub(super) reversed: bool,
    /// How many pixels share one pair of colour differences, across and down.
    pub(super) shared: (u8, u8),
    /// T4Options.
    pub(super) fax: u64,
    pub(super) orientation: u8,
    pub(super) dpi: Option<Dpi>,
    pub(super) chunks: Chunks,
}

/// The pieces that are compressed each for itself: strips over the whole width, or tiles.
#[derive(Debug, Clone)]
pub(super) struct Chunks {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) offsets: Vec<u64>,
    pub(super) lengths: Vec<u64>,
}

impl Description {
    /// Reads and checks the tags.
    pub(super) fn read(tags: &Directory<'_>) -> Result<Self, Reason> {
        let size = |tag| tags.whole(tag).and_then(|value| u32::try_from(value).ok());
        let width = size(256).ok_or_else(|| Reason::damaged("no ImageWidth"))?;
        let height = size(257).ok_or_else(|| Reason::damaged("no ImageLength"))?;
        checked_size(width, height)?;
        let all_bits = tags.wholes(258)?;
        let bits = all_bits.first().copied().unwrap_or(1);
        let samples = tags.whole(277).unwrap_or(1);
        let all_bits = all_bits.get(..samples as usize).unwrap_or(&all_bits);
        if all_bits.iter().any(|other| *other != bits) {
            return Err(Reason::unsupported("samples of different depth in one pixel"));
        }
        let (Ok(bits @ 1..=64), Ok(samples @ 1..=1024)) =
            (u8::try_from(bits), u16::try_from(samples))
        else {
            return Err(Reason::unsupported(format_args!("{samples} samples of {bits} bits")));
        };
        let compression = tags.whole(259).unwrap_or(1);
        let compression = u16::try_from(compression).map_err(Reason::damaged)?;
        let number = match tags.whole(339).unwrap_or(1) {
            2 => Number::Signed,
            3 if matches!(bits, 32 | 64) => Number::Float,
            3 => return Err(Reason::unsupported(format_args!("floating point of {bits} bits"))),
            5 | 6 => return Err(Reason::unsupported("samples that are complex numbers")),
            _ => Number::Unsigned,
        };
        let differences = match tags.whole(317).unwrap_or(1) {
            1 => Differences::None,
            2 if matches!(bits, 8 | 16 | 32) => Differences::Samples,
            2 => return Err(Reason::unsupported(format_args!("differences of {bits} bits"))),
            3 if number == Number::Float => Differences::Bytes,
            other => return Err(Reason::unsupported(format_args!("predictor {other}"))),
        };
        let meaning = meaning(tags, samples, compression)?;
        let shared = tags.wholes(530)?;
        let shared = |index: usize| match shared.get(index) {
            None => Ok(2),
            Some(&one @ (1 | 2 | 4)) => Ok(one as u8),
            Some(other) => Err(Reason::damaged(format_args!("colour of {other} pixels"))),
        };
        let orientation = tags.whole(274).and_then(|value| u8::try_from(value).ok());
        let unit = tags.whole(296).unwrap_or(2) as u32;
        let dpi = tags.ratio(282).zip(tags.ratio(283));
        Ok(Self {
            width,
            height,
            bits,
            samples,
            number,
            meaning,
            alpha: alpha(tags, meaning, samples)?,
            planar: tags.whole(284) == Some(2) && samples > 1,
            compression,
            differences,
            reversed: tags.whole(266) == Some(2),
            shared: (shared(0)?, shared(1)?),
            fax: tags.whole(292).unwrap_or(0),
            orientation: orientation.filter(|value| (1..=8).contains(value)).unwrap_or(1),
            dpi: dpi.and_then(|(x, y)| exif::in_inches(unit, x, y)),
            chunks: chunks(tags, width, height)?,
        })
    }

    /// Samples of a pixel that become colours and transparency.
    pub(super) fn kept(&self) -> u16 {
        self.meaning.samples() + u16::from(self.alpha != Alpha::None)
    }

    /// Samples of a pixel in one chunk.
    pub(super) fn together(&self) -> u16 {
        if self.planar { 1 } else { self.samples }
    }
}

impl Meaning {
    /// Samples that make a colour.
    pub(super) fn samples(self) -> u16 {
        match self {
            Self::WhiteIsZero | Self::BlackIsZero | Self::Palette => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Cmyk => 4,
        }
    }
}

fn meaning(tags: &Directory<'_>, samples: u16, compression: u16) -> Result<Meaning, Reason> {
    let fax = matches!(compression, 2..=4);
    let meaning = match tags.whole(262) {
        Some(0) => Meaning::WhiteIsZero,
        // A mask is bilevel, black where nothing is.
        Some(1 | 4) => Meaning::BlackIsZero,
        Some(2) => Meaning::Rgb,
        Some(3) => Meaning::Palette,
        Some(5) => Meaning::Cmyk,
        Some(6) => Meaning::YCbCr,
        None if fax => Meaning::WhiteIsZero,
        None if samples >= 3 => Meaning::Rgb,
        None => Meaning::BlackIsZero,
        Some(other) => {
            return Err(Reason::unsupported(format_args!("photometric interpretation {other}")));
        }
    };
    if meaning == Meaning::Cmyk && tags.whole(332).unwrap_or(1) != 1 {
        return Err(Reason::unsupported("inks other than the usual four"));
    }
    if samples < meaning.samples() {
        return Err(Reason::damaged(format_args!("{samples} samples are too few for a colour")));
    }
    Ok(meaning)
}

fn alpha(tags: &Directory<'_>, meaning: Meaning, samples: u16) -> Result<Alpha, Reason> {
    if samples <= meaning.samples() || matches!(meaning, Meaning::Cmyk | Meaning::Palette) {
        return Ok(Alpha::None);
    }
    Ok(match tags.wholes(338)?.first() {
        Some(1) => Alpha::Associated,
        Some(2) => Alpha::Unassociated,
        _ => Alpha::None,
    })
}

fn chunks(tags: &Directory<'_>, width: u32, height: u32) -> Result<Chunks, Reason> {
    let size = |tag| tags.whole(tag).and_then(|value| u32::try_from(value).ok());
    // Some writers put tiles under the tags of strips.
    let tiles = size(322).zip(size(323));
    let of = |first, second| match tags.wholes(first)? {
        none if none.is_empty() => tags.wholes(second),
        found => Ok(found),
    };
    let (offsets, lengths) = (of(324, 273)?, of(325, 279)?);
    let (offsets, lengths) =
        if tiles.is_none() { (of(273, 324)?, of(279, 325)?) } else { (offsets, lengths) };
    let (chunk_width, chunk_height) = match tiles {
        Some(tile) => tile,
        None => (width, size(278).unwrap_or(height).clamp(1, height)),
    };
    checked_size(chunk_width, chunk_height)?;
    Ok(Chunks { width: chunk_width, height: chunk_height, offsets, lengths })
}
