//! From packed samples of any depth to bytes.

use super::description::{Description, Meaning, Number};

/// Undoes differences between neighbours (TIFF 6.0 section 14) in rows of whole-byte samples.
pub(super) fn add_up(bytes: &mut [u8], about: &Description, big_endian: bool, row: usize) {
    let together = usize::from(about.together());
    for row in bytes.chunks_mut(row.max(1)) {
        match about.bits {
            8 => (together..row.len())
                .for_each(|at| row[at] = row[at].wrapping_add(row[at - together])),
            16 => add_words::<2>(row, together, big_endian),
            32 => add_words::<4>(row, together, big_endian),
            _ => {}
        }
    }
}

fn add_words<const SIZE: usize>(row: &mut [u8], together: usize, big_endian: bool) {
    let words = row.as_chunks_mut::<SIZE>().0;
    let value = |word: &[u8; SIZE]| {
        let digits = |sum: u32, byte: &u8| (sum << 8) | u32::from(*byte);
        if big_endian { word.iter().fold(0, digits) } else { word.iter().rev().fold(0, digits) }
    };
    for at in together..words.len() {
        let sum = value(&words[at]).wrapping_add(value(&words[at - together]));
        for (index, byte) in words[at].iter_mut().enumerate() {
            let place = if big_endian { SIZE - 1 - index } else { index };
            *byte = (sum >> (8 * place)) as u8;
        }
    }
}

/// Bytes of a packed row of so many samples.
pub(super) fn packed_row(bits: u8, samples: usize) -> usize {
    samples.saturating_mul(usize::from(bits)).div_ceil(8)
}

/// Unpacks a row of samples into one byte each: their upper eight bits, or spread over the whole range if they have
/// fewer. An index into a palette stays what it is.
pub(super) fn unpack(packed: &[u8], about: &Description, big_endian: bool, out: &mut Vec<u8>) {
    let start = out.len();
    let index = about.meaning == Meaning::Palette;
    match about.bits {
        8 => out.extend_from_slice(packed),
        1 if !index => packed.iter().for_each(|byte| {
            out.extend((0..8).map(|bit| if byte & (0x80 >> bit) == 0 { 0 } else { 255 }));
        }),
        bits if bits % 8 == 0 => {
            let size = usize::from(bits / 8);
            let upper = if big_endian { 0 } else { size - 1 };
            out.extend(packed.chunks_exact(size).filter_map(|sample| sample.get(upper)));
        }
        bits => out.extend(Bits { packed, at: 0, bits }.map(|sample| spread(sample, bits, index))),
    }
    if about.number == Number::Signed && !index {
        // The sign is the highest bit, so half the range moves up.
        out.iter_mut().skip(start).for_each(|byte| *byte ^= 0x80);
    }
}

fn spread(sample: u64, bits: u8, index: bool) -> u8 {
    match bits {
        _ if index => sample.min(255) as u8,
        0..8 => (sample * 255 / ((1 << bits) - 1)) as u8,
        _ => (sample >> (bits - 8)) as u8,
    }
}

/// Numbers of 1 to 64 bits, highest bit first.
struct Bits<'a> {
    packed: &'a [u8],
    at: usize,
    bits: u8,
}

impl Iterator for Bits<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let mut value = 0;
        for _ in 0..self.bits {
            let byte = self.packed.get(self.at / 8)?;
            value = (value << 1) | u64::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }
}
