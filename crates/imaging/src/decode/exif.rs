//! What cameras and scanners note about a picture (Exif, JEITA CP-3451): how it was held, and its resolution.

use exif::{In, Reader, Tag, Value};

use super::page::Dpi;

/// Notes that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Notes {
    /// 1 to 8.
    pub(crate) orientation: u8,
    pub(crate) dpi: Option<Dpi>,
}

impl Default for Notes {
    fn default() -> Self {
        Self { orientation: 1, dpi: None }
    }
}

/// Reads the TIFF structure of an Exif segment. What cannot be read is as if it were not there: it is no reason to refuse
/// a picture.
pub(crate) fn read(tiff: &[u8]) -> Notes {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let parsed =
        reader.read_raw(tiff.to_vec()).or_else(|error| error.distill_partial_result(|_| ()));
    let Ok(exif) = parsed else { return Notes::default() };
    let whole = |tag| exif.get_field(tag, In::PRIMARY)?.value.get_uint(0);
    let ratio = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(values) => values.first().map(exif::Rational::to_f64),
        _ => None,
    };
    let orientation = whole(Tag::Orientation).and_then(|value| u8::try_from(value).ok());
    let orientation = orientation.filter(|value| (1..=8).contains(value)).unwrap_or(1);
    let unit = whole(Tag::ResolutionUnit).unwrap_or(2);
    let dpi = ratio(Tag::XResolution).zip(ratio(Tag::YResolution));
    Notes { orientation, dpi: dpi.and_then(|(x, y)| in_inches(unit, x, y)) }
}

/// Resolution with TIFF's unit: 2 inch, 3 centimetre.
pub(crate) fn in_inches(unit: u32, x: f64, y: f64) -> Option<Dpi> {
    match unit {
        2 => Dpi::new(x, y),
        3 => Dpi::new(x * 2.54, y * 2.54),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_upset_it(bytes: Vec<u8>) {
            read(&bytes);
            read(&[b"II*\0\x08\0\0\0", &bytes[..]].concat());
        }
    }

    #[test]
    fn orientation_and_resolution_are_read() {
        let entry = |tag: u16, kind: u16, value: u32| {
            [
                &tag.to_le_bytes()[..],
                &kind.to_le_bytes(),
                &1_u32.to_le_bytes(),
                &value.to_le_bytes(),
            ]
            .concat()
        };
        let tiff = |orientation| {
            let ratio = [118_u32, 1].map(u32::to_le_bytes).concat();
            [
                &b"II*\0\x08\0\0\0\x04\0"[..],
                &entry(0x112, 3, orientation),
                &entry(0x11a, 5, 62),
                &entry(0x11b, 5, 62),
                &entry(0x128, 3, 3),
                &[0; 4],
                &ratio,
            ]
            .concat()
        };
        let notes = read(&tiff(6));
        assert_eq!(notes, Notes { orientation: 6, dpi: Some(Dpi { x: 300, y: 300 }) });
        assert_eq!(read(&tiff(9)).orientation, 1);
    }
}
