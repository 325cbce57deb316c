//! A picture that is asked for, as its path says it (section 4 of the Image API): `region/size/rotation/quality.format`.

use serde::{Deserialize, Serialize};

use crate::call::decoded;
use crate::decimal::{ONE, millionths};
use crate::{Refusal, Region, Size, Wanted};

/// A picture that is asked for, of a page whose size is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageRequest {
    /// Which part of the page.
    pub region: Region,
    /// How large.
    pub size: Size,
    /// Turned how far, clockwise.
    pub turn: Turn,
    /// In which colours.
    pub quality: Quality,
    /// In which format.
    pub format: Format,
}

/// A clockwise turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// None.
    None,
    /// By 90 degrees.
    Quarter,
    /// By 180 degrees.
    Half,
    /// By 270 degrees.
    ThreeQuarters,
}

/// In which colours (section 4.4). `color` is the same as `default`: colour where the page has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quality {
    /// As the page is.
    Default,
    /// In shades of grey.
    Gray,
    /// In black and white, parted in the middle.
    Bitonal,
}

/// In which format (section 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// JPEG.
    Jpg,
    /// PNG.
    Png,
}

impl ImageRequest {
    /// Reads what follows the page's address, as it stands in the URI.
    ///
    /// # Errors
    /// 400 if it does not follow the grammar, 501 if it asks for what is not done here.
    pub fn parse(path: &str) -> Result<Self, Refusal> {
        let malformed = |part| move || Refusal::malformed(part, path);
        let parts: Option<Vec<_>> = path.split('/').take(5).map(decoded).collect();
        let parts = parts.ok_or_else(malformed("path of a picture"))?;
        let [region, size, rotation, file] = &parts[..] else {
            return Err(malformed("path of a picture")());
        };
        let (quality, format) = file.split_once('.').ok_or_else(malformed("quality and format"))?;
        Ok(Self {
            region: Region::parse(region)?,
            size: Size::parse(size)?,
            turn: Turn::parse(rotation)?,
            quality: Quality::parse(quality)?,
            format: Format::parse(format)?,
        })
    }

    /// What is asked for, of a page of this size.
    ///
    /// # Errors
    /// If the page has no such region, or not as large.
    pub fn of(&self, width: u32, height: u32) -> Result<Wanted, Refusal> {
        let region = self.region.of(width, height)?;
        let (shown_width, shown_height) = self.size.of(region.width, region.height)?;
        let Self { turn, quality, format, .. } = *self;
        Ok(Wanted {
            page: (width, height),
            region,
            shown: (shown_width, shown_height),
            turn,
            quality,
            format,
        })
    }
}

impl Turn {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let (number, is_mirrored) =
            text.strip_prefix('!').map_or((text, false), |rest| (rest, true));
        let angle = millionths(number).filter(|angle| *angle <= 360 * ONE);
        let angle = angle.ok_or_else(|| Refusal::malformed("rotation", text))?;
        if is_mirrored {
            return Err(Refusal::NotDone { what: "mirroring" });
        }
        match angle / ONE {
            _ if !angle.is_multiple_of(90 * ONE) => {
                Err(Refusal::NotDone { what: "a turn by other than 90 degrees" })
            }
            90 => Ok(Self::Quarter),
            180 => Ok(Self::Half),
            270 => Ok(Self::ThreeQuarters),
            _ => Ok(Self::None),
        }
    }

    /// In degrees.
    #[must_use]
    pub fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }
}

impl Quality {
    fn parse(text: &str) -> Result<Self, Refusal> {
        match text {
            "default" | "color" => Ok(Self::Default),
            "gray" => Ok(Self::Gray),
            "bitonal" => Ok(Self::Bitonal),
            _ => Err(Refusal::malformed("quality", text)),
        }
    }

    /// Its name in a canonical path.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Gray => "gray",
            Self::Bitonal => "bitonal",
        }
    }
}

impl Format {
    fn parse(text: &str) -> Result<Self, Refusal> {
        match text {
            "jpg" => Ok(Self::Jpg),
            "png" => Ok(Self::Png),
            "tif" | "gif" | "jp2" | "pdf" | "webp" => Err(Refusal::NotDone { what: "this format" }),
            _ => Err(Refusal::malformed("format", text)),
        }
    }

    /// Its name in a path.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpg => "jpg",
            Self::Png => "png",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn status(path: &str) -> u16 {
        ImageRequest::parse(path).map_or_else(|why| why.status(), |_| 200)
    }

    #[test]
    fn every_part_is_judged_by_itself() {
        for (path, expected) in [
            ("full/max/0/default.jpg", 200),
            ("pct%3A10,10,10,10/%2150,50/90/gray.png", 200),
            ("square/,10/360/bitonal.jpg", 200),
            ("full/max/0.0/color.jpg", 200),
            ("full/max/!0/default.jpg", 501),
            ("full/max/22.5/default.jpg", 501),
            ("full/max/361/default.jpg", 400),
            ("full/max/-90/default.jpg", 400),
            ("full/max/0/native.jpg", 400),
            ("full/max/0/default", 400),
            ("full/max/0/default.webp", 501),
            ("full/max/0/default.JPG", 400),
            ("full/max/0", 400),
            ("full/max/0/default.jpg/", 400),
            ("full%2Fmax/0/default.jpg", 400),
            ("full/%ff/0/default.jpg", 400),
        ] {
            assert_eq!(status(path), expected, "{path}");
        }
    }

    proptest! {
        #[test]
        fn no_path_upsets_the_reader(path: String, rest in "[!^0-9a-z.,:%/]{0,40}") {
            let _ = ImageRequest::parse(&path);
            let _ = ImageRequest::parse(&rest);
        }

        #[test]
        fn a_canonical_path_means_the_same_picture(
            numbers: [u16; 4], wide in 1_u32..3000, width in 1_u32..20_000, height in 1_u32..20_000,
        ) {
            let region = Region::Pixels(numbers.map(u32::from));
            let turn = Turn::Half;
            for size in [Size::Max, Size::Width(wide), Size::Height(wide), Size::Within(wide, 700)] {
                let asked = ImageRequest { region, size, turn, quality: Quality::Gray, format: Format::Png };
                let Ok(wanted) = asked.of(width, height) else { continue };
                let again = ImageRequest::parse(&wanted.path()).unwrap().of(width, height);
                prop_assert_eq!(again, Ok(wanted));
            }
        }
    }
}
