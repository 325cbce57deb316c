//! The markers at the beginning of a JPEG file (ITU-T T.81 annex B, T.871): size, resolution, Exif, Adobe's note.

use super::exif::{self, Notes};
use super::page::Dpi;

/// What stands before the first scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) bits: u8,
    pub(crate) components: u8,
    /// Coded without loss (process 14).
    pub(crate) lossless: bool,
    /// Adobe's colour transform, if its segment is there: four inks are then stored inverted.
    pub(crate) adobe: Option<u8>,
    pub(crate) notes: Notes,
}

impl Header {
    /// Follows the markers to the first scan. `None` if there is no frame before it.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (mut frame, mut jfif, mut adobe, mut notes) = (None, None, None, None);
        let mut at = 2_usize;
        // After a segment whose length is wrong the next marker is looked for, as decoders do.
        while let Some(skip) = memchr::memchr(0xff, bytes.get(at..).unwrap_or_default()) {
            at += skip;
            let Some(&marker) = bytes.get(at + 1) else { break };
            match marker {
                // Fill bytes, and markers that stand alone.
                0xff => at += 1,
                0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
                0xd9 | 0xda => break,
                _ => {
                    let Some([high, low]) = bytes.get(at + 2..).and_then(<[u8]>::first_chunk)
                    else {
                        break;
                    };
                    let length = usize::from(u16::from_be_bytes([*high, *low]));
                    let end = at + 2 + length;
                    let segment = bytes.get(at + 4..end).unwrap_or_default();
                    match (marker, segment) {
                        (0xe0, [b'J', b'F', b'I', b'F', 0, _, _, density @ ..]) => {
                            jfif = jfif.or(resolution(density));
                        }
                        (0xe1, [b'E', b'x', b'i', b'f', 0, _, tiff @ ..]) => {
                            notes = notes.or_else(|| Some(exif::read(tiff)));
                        }
                        (0xee, [b'A', b'd', b'o', b'b', b'e', rest @ ..]) => {
                            adobe = rest.get(6).copied();
                        }
                        (0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, _) => {
                            let found = segment.first_chunk::<6>();
                            frame = frame.or(found.map(|six| (marker == 0xc3, *six)));
                        }
                        _ => {}
                    }
                    at = end.max(at + 2);
                }
            }
        }
        let (lossless, [bits, h1, h0, w1, w0, components]) = frame?;
        let mut notes = notes.unwrap_or_default();
        notes.dpi = notes.dpi.or(jfif);
        let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        Some(Self { width, height, bits, components, lossless, adobe, notes })
    }
}

/// JFIF's density: unit, across, down.
fn resolution(density: &[u8]) -> Option<Dpi> {
    let [unit, x1, x0, y1, y0] = *density.first_chunk::<5>()?;
    let [x, y] = [[x1, x0], [y1, y0]].map(|pair| f64::from(u16::from_be_bytes(pair)));
    // JFIF counts its units from one: inch, centimetre.
    exif::in_inches(u32::from(unit) + 1, x, y).filter(|_| unit > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_upset_it(bytes: Vec<u8>) {
            Header::read(&bytes);
            Header::read(&[b"\xff\xd8\xff\xe1\0\x20Exif\0\0", &bytes[..]].concat());
        }
    }

    #[test]
    fn size_resolution_and_adobes_note_are_found() {
        let file = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\x01\x2c\x01\x2c\0\0\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x02\
                     \xff\xff\xc0\0\x0b\x08\x00\x07\x00\x0d\x01\x01\x11\x00\xff\xda\0\x08";
        let header = Header::read(file).unwrap();
        assert_eq!((header.width, header.height, header.bits, header.components), (13, 7, 8, 1));
        assert_eq!(header.notes.dpi, Some(Dpi { x: 300, y: 300 }));
        assert_eq!(header.adobe, Some(2));
        assert_eq!(Header::read(&file[..40]), None);
    }
}
