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

/// Undoes differences between bytes and sorts them into numbers again (Adobe's technical note 3 on TIFF).
pub(super) fn add_up_bytes(bytes: &mut [u8], about: &Description, row: usize) {
    let together = usize::from(about.together());
    let size = usize::from(about.bits / 8);
    for row in bytes.chunks_exact_mut(row.max(1)) {
        (together..row.len()).for_each(|at| row[at] = row[at].wrapping_add(row[at - together]));
        let sorted = row.to_vec();
        let count = row.len() / size;
        for (index, byte) in row.iter_mut().enumerate() {
            *byte = sorted[index % size * count + index / size];
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
        32 | 64 if about.number == Number::Float => {
            let size = usize::from(about.bits / 8);
            out.extend(packed.chunks_exact(size).map(|sample| light(sample, big_endian)));
        }
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

/// The brightness that a floating point number means; what is no number is black.
fn light(sample: &[u8], big_endian: bool) -> u8 {
    let ordered: Vec<u8> =
        if big_endian { sample.to_vec() } else { sample.iter().rev().copied().collect() };
    let value = match (ordered.first_chunk::<4>(), ordered.first_chunk::<8>()) {
        (_, Some(eight)) => f64::from_be_bytes(*eight),
        (Some(four), None) => f64::from(f32::from_be_bytes(*four)),
        (None, None) => 0.0,
    };
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floating_point_numbers_are_light_from_nought_to_one() {
        let little = |value: f32| light(&value.to_le_bytes(), false);
        assert_eq!([0.0, 0.5, 1.0, 7.0, -1.0, f32::NAN].map(little), [0, 128, 255, 255, 0, 0]);
        assert_eq!(light(&0.2_f64.to_be_bytes(), true), 51);
    }

    #[test]
    fn samples_of_any_depth_are_read_from_the_highest_bit() {
        let read =
            |bits| Bits { packed: &[0b1010_0110, 0b1100_0001], at: 0, bits }.collect::<Vec<_>>();
        assert_eq!(read(3), [0b101, 0b001, 0b101, 0b100, 0b000]);
        assert_eq!(read(12), [0b1010_0110_1100]);
        assert_eq!(
            [spread(1, 2, false), spread(3, 2, false), spread(0xabc, 12, false)],
            [85, 255, 0xab]
        );
        assert_eq!(spread(2, 2, true), 2);
    }
}
