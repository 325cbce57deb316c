//! The fonts, as bytes of the program. `build.rs` puts them in place and compares their digests.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The licences of the fonts (SIL Open Font License 1.1), which must go wherever the program goes.
pub const FONT_LICENCES: [&str; 2] = [
    include_str!(concat!(env!("OUT_DIR"), "/OFL-Noto.txt")),
    include_str!(concat!(env!("OUT_DIR"), "/OFL-Plex.txt")),
];

macro_rules! fonts {
    ($($name:literal),* $(,)?) => {
        [$(include_bytes!(concat!(env!("OUT_DIR"), "/", $name)) as &[u8]),*]
    };
}

static FILES: [&[u8]; 5] = fonts![
    "NotoNaskhArabic-Regular.ttf",
    "NotoNaskhArabic-Bold.ttf",
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "IBMPlexMono_400Regular.ttf",
];

/// The fonts in the order of their book.
pub static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect());

/// What the typesetter knows about them.
pub static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Whether some font has a picture of this character.
pub fn can_print(character: char) -> bool {
    let codepoint = u32::from(character);
    FONTS.iter().any(|font| font.info().coverage.contains(codepoint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_font() {
        assert_eq!(FONTS.len(), FILES.len());
        assert!(FONT_LICENCES.iter().all(|text| text.contains("SIL OPEN FONT LICENSE")));
    }

    #[test]
    fn arabic_and_latin_can_be_printed_and_other_scripts_are_known_to_be_missing() {
        for character in "سجل ٣ لَأ پگڤێ Straße Ōé —".chars() {
            assert!(can_print(character), "{character:?}");
        }
        assert!(!can_print('漢') && !can_print('\u{e123}') && !can_print('\u{378}'));
    }
}
