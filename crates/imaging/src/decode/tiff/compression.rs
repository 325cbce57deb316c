//! What a chunk's bytes were before they were compressed. Never more than is asked for comes out.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use weezl::BitOrder;

use super::description::Description;
use crate::decode::Reason;
use crate::decode::versions::{self, Library};

/// JPEG as Adobe's note of 2002 has it.
pub(super) const JPEG: u16 = 7;
/// JPEG as TIFF 6.0 had it.
pub(super) const OLD_JPEG: u16 = 6;

/// The library that decompresses, if one does.
pub(super) fn library(compression: u16) -> Option<Library> {
    Some(match compression {
        2..=4 => versions::CCITT,
        5 => versions::WEEZL,
        OLD_JPEG | JPEG => versions::ZUNE_JPEG,
        8 | 32_946 => versions::FLATE2,
        _ => return None,
    })
}

/// Decompresses a chunk into at most `wanted` bytes; fewer if it is torn.
pub(super) fn decompress(
    about: &Description,
    data: &[u8],
    wanted: usize,
) -> Result<Vec<u8>, Reason> {
    let turned: Vec<u8>;
    let data = if about.reversed {
        turned = data.iter().map(|byte| byte.reverse_bits()).collect();
        &turned
    } else {
        data
    };
    match about.compression {
        1 => Ok(data.get(..wanted).unwrap_or(data).to_vec()),
        2..=4 => Ok(fax(about, data, wanted)),
        5 => Ok(lzw(data, wanted)),
        8 | 32_946 => Ok(deflate(data, wanted)),
        32_773 => Ok(pack_bits(data, wanted)),
        other => Err(Reason::unsupported(format_args!("compression {other}"))),
    }
}

fn deflate(data: &[u8], wanted: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // An error ends it; what came before is there.
    let _ = ZlibDecoder::new(data).take(wanted as u64).read_to_end(&mut bytes);
    bytes
}

/// Codes from the highest bit on, as TIFF 6.0 has them, or from the lowest, as before TIFF 6.0.
fn lzw(data: &[u8], wanted: usize) -> Vec<u8> {
    let mut decoder = if let [0, odd, ..] = data
        && odd & 1 == 1
    {
        weezl::decode::Decoder::new(BitOrder::Lsb, 8)
    } else {
        weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
    };
    let mut bytes = vec![0; wanted];
    let (mut taken, mut given) = (0, 0);
    while let (Some(input), Some(output)) = (data.get(taken..), bytes.get_mut(given..)) {
        let result = decoder.decode_bytes(input, output);
        taken += result.consumed_in;
        given += result.consumed_out;
        let moved = result.consumed_in + result.consumed_out > 0;
        if !matches!(result.status, Ok(weezl::LzwStatus::Ok)) || !moved {
            break;
        }
    }
    bytes.truncate(given);
    bytes
}

/// TIFF 6.0 section 9.
fn pack_bits(mut data: &[u8], wanted: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < wanted
        && let [count, rest @ ..] = data
    {
        let room = wanted - bytes.len();
        match (*count, rest) {
            (0..=127, _) => {
                let length = (usize::from(*count) + 1).min(rest.len());
                bytes.extend_from_slice(&rest[..length.min(room)]);
                data = &rest[length..];
            }
            (129..=255, [value, rest @ ..]) => {
                let length = 257 - usize::from(*count);
                bytes.resize(bytes.len() + length.min(room), *value);
                data = rest;
            }
            _ => data = rest,
        }
    }
    bytes
}

/// Rows of bits, a black pixel 1, from a fax.
struct Rows {
    bytes: Vec<u8>,
    width: usize,
    wanted: usize,
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        let length = self.width.div_ceil(8);
        if self.bytes.len() + length > self.wanted {
            return;
        }
        let start = self.bytes.len();
        self.bytes.resize(start + length, 0);
        for black in changes.chunks(2) {
            let from = black.first().map_or(self.width, |from| *from as usize);
            let to = black.get(1).map_or(self.width, |to| *to as usize).min(self.width);
            blacken(&mut self.bytes[start..], from, to);
        }
    }
}

fn blacken(row: &mut [u8], from: usize, to: usize) {
    for at in from..to {
        if at % 8 == 0 && at + 8 <= to {
            row[at / 8] = 0xff;
        } else {
            row[at / 8] |= 0x80 >> (at % 8);
        }
    }
}

/// ITU-T T.4 in one and two dimensions and T.6. A torn fax gives the rows that it has.
fn fax(about: &Description, data: &[u8], wanted: usize) -> Vec<u8> {
    let width = about.chunks.width;
    let encoding = match (about.compression, about.fax & 1) {
        (4, _) => EncodingMode::Group4,
        (3, 1) => EncodingMode::Group3_2D,
        _ => EncodingMode::Group3_1D,
    };
    let row = (width as usize).div_ceil(8);
    let settings = DecodeSettings {
        columns: width,
        rows: u32::try_from(wanted / row.max(1)).unwrap_or(u32::MAX),
        end_of_block: about.compression != 2,
        end_of_line: about.compression == 3,
        rows_are_byte_aligned: about.compression == 2,
        encoding,
        strict: false,
    };
    let mut rows = Rows { bytes: Vec::new(), width: width as usize, wanted };
    let _ = hayro_ccitt::decode(data, &mut rows, &mut DecoderContext::new(settings));
    rows.bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_example_of_the_specification_is_unpacked() {
        let packed = b"\xfe\xaa\x02\x80\x00\x2a\xfd\xaa\x03\x80\x00\x2a\x22\xf7\xaa";
        let bytes = b"\xaa\xaa\xaa\x80\x00\x2a\xaa\xaa\xaa\xaa\x80\x00\x2a\x22\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa";
        assert_eq!(pack_bits(packed, 100), bytes);
        assert_eq!(pack_bits(packed, 5), bytes[..5]);
    }

    #[test]
    fn black_runs_become_bits() {
        let mut rows = Rows { bytes: Vec::new(), width: 20, wanted: 6 };
        hayro_ccitt::Decoder::push_row(&mut rows, &[1, 3, 7]);
        hayro_ccitt::Decoder::push_row(&mut rows, &[]);
        hayro_ccitt::Decoder::push_row(&mut rows, &[0]);
        assert_eq!(rows.bytes, [0b0110_0001, 0xff, 0xf0, 0, 0, 0]);
    }

    proptest! {
        #[test]
        fn no_bytes_give_more_than_wanted(data: Vec<u8>, wanted in 0_usize..500) {
            prop_assert!(pack_bits(&data, wanted).len() <= wanted);
            prop_assert!(lzw(&data, wanted).len() <= wanted);
            prop_assert!(deflate(&data, wanted).len() <= wanted);
        }
    }
}
