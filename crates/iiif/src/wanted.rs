//! A picture of a page whose size is known.

use sijill_imaging::Rect;

use crate::{Format, Quality, Size, Turn};

/// What is shown, in pixels. Two requests that mean the same picture give the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The page's width and height.
    pub page: (u32, u32),
    /// Which part of it.
    pub region: Rect,
    /// The width and height at which that is shown, before it is turned.
    pub shown: (u32, u32),
    /// How far it is turned.
    pub turn: Turn,
    /// In which colours.
    pub quality: Quality,
    /// In which format.
    pub format: Format,
}

impl Wanted {
    /// Whether the region is the page.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        (self.region.width, self.region.height) == self.page
    }

    /// The canonical path below the page's address (section 4.7 of the Image API).
    #[must_use]
    pub fn path(&self) -> String {
        let Rect { left, top, width, height } = self.region;
        let region = match self.is_whole() {
            true => "full".to_owned(),
            false => format!("{left},{top},{width},{height}"),
        };
        let size = match Size::Max.of(width, height) == Ok(self.shown) {
            true => "max".to_owned(),
            false => format!("{},{}", self.shown.0, self.shown.1),
        };
        let (turn, quality, format) =
            (self.turn.degrees(), self.quality.name(), self.format.name());
        format!("{region}/{size}/{turn}/{quality}.{format}")
    }

    /// Whether it is a JPEG as the page stands, so that what lies there may be sent as it is.
    pub(crate) fn is_plain(&self) -> bool {
        (self.turn, self.quality, self.format) == (Turn::None, Quality::Default, Format::Jpg)
    }
}
