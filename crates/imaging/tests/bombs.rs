//! Files made to exhaust a machine: each costs at most what one page may cost, and says why it is not shown.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, FlushCompress};
use sijill_imaging::pages::{PageReader, Pages};
use sijill_sandbox::{Job, Limits, Program};

const LIMITS: Limits =
    Limits { cpu: Duration::from_secs(10), wall: Duration::from_secs(60), ..Pages::LIMITS };

/// Opens a file and asks for its first page; how that ended.
fn outcome(bytes: &[u8]) -> &'static str {
    let program = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-imaging-worker")));
    let program = program.argument("worker").argument("pages");
    let mut reader = PageReader::start_with(program, LIMITS).unwrap();
    let begun = Instant::now();
    let end = reader.open(bytes).and_then(|mut file| file.page(0));
    assert!(begun.elapsed() < Duration::from_secs(50), "the clock had to stop it");
    if let Some(usage) = reader.usage() {
        assert!(usage.memory <= LIMITS.memory, "{} bytes of address space", usage.memory);
    }
    end.map_or_else(|error| error.code(), |_| "shown")
}

/// So many megabytes of zeros, compressed: one megabyte over and over, as compressing them all would take minutes. The
/// checksum at the end is missing, which no decoder sees before it has unpacked the rest.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut encoder = Compress::new(Compression::best(), true);
    let mut pieces = [Vec::with_capacity(10_000), Vec::with_capacity(10_000)];
    for piece in &mut pieces {
        encoder.compress_vec(&[0; 1 << 20], piece, FlushCompress::Full).unwrap();
    }
    let [first, again] = pieces;
    [first, again.repeat(megabytes - 1), vec![3, 0]].concat()
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [&name[..], data].concat();
    let length = (data.len() as u32).to_be_bytes();
    [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

fn png(size: u32, bits: u8, colour: u8, before: &[u8], data: &[u8]) -> Vec<u8> {
    let head = [&size.to_be_bytes()[..], &size.to_be_bytes(), &[bits, colour, 0, 0, 0]].concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &head),
        before,
        &chunk(b"IDAT", data),
        &chunk(b"IEND", b""),
    ]
    .concat()
}

/// A TIFF of one directory; values of more than four bytes stand after it.
fn tiff(entries: &[(u16, u16, u32, u32)], next: u32, rest: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        bytes.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    bytes.extend(next.to_le_bytes());
    [&bytes[..], rest].concat()
}

#[test]
fn a_png_of_35000_by_35000_pixels() {
    // 1.2 gigapixels of one bit, 147 MiB unpacked, a fifth of a megabyte in the file.
    let data = zeros(147);
    assert!(data.len() < 200_000);
    assert_eq!(outcome(&png(35_000, 1, 0, b"", &data)), "too-large");
}

#[test]
fn a_png_just_small_enough_whose_pixels_do_not_fit() {
    let end = outcome(&png(14_000, 16, 6, b"", &zeros(1600)));
    assert!(["too-large", "out-of-memory"].contains(&end), "{end}");
}

#[test]
fn a_png_with_a_profile_of_two_gigabytes() {
    let profile = [&b"name\0\0"[..], &zeros(2048)].concat();
    let end = outcome(&png(1, 8, 0, &chunk(b"iCCP", &profile), &zeros(1)));
    assert!(["shown", "damaged", "too-large", "out-of-memory"].contains(&end), "{end}");
}

#[test]
fn a_jpeg_2000_that_asks_for_twelve_gigabytes() {
    let size = |side: u32, components: u16| {
        let words = [side, side, 0, 0, side, side, 0, 0].map(u32::to_be_bytes).concat();
        let parts = [7_u8, 1, 1].repeat(usize::from(components));
        let length = (38 + 3 * components).to_be_bytes();
        let head = [&b"\xff\x4f\xff\x51"[..], &length, &[0, 0], &words, &components.to_be_bytes()];
        [&head.concat()[..], &parts, &[0; 64]].concat()
    };
    assert_eq!(outcome(&size(32_768, 3)), "too-large");
    let end = outcome(&size(14_000, 16));
    assert!(["damaged", "out-of-memory"].contains(&end), "{end}");
}

#[test]
fn a_tiff_whose_directories_have_no_end() {
    let entries = [(256, 3, 1, 1), (257, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 0), (279, 4, 1, 1)];
    assert_eq!(outcome(&tiff(&entries, 8, b"")), "shown");
    // Ten thousand directories, one within the other.
    let mut chain = b"II*\0\x08\0\0\0".to_vec();
    (0..10_000_u32).for_each(|index| {
        chain.extend(1_u16.to_le_bytes());
        chain.extend([0x00, 0x01, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
        chain.extend((8 + 18 * (index + 1)).to_le_bytes());
    });
    assert_eq!(outcome(&chain), "too-large");
}

#[test]
fn a_tiff_that_unpacks_to_gigabytes_or_counts_to_billions() {
    let picture = |data: &[u8], rows: u32| {
        let entries = [
            (256, 4, 1, 10_000),
            (257, 4, 1, rows),
            (258, 3, 1, 8),
            (259, 3, 1, 8),
            (262, 3, 1, 1),
            (273, 4, 1, 110),
            (278, 4, 1, rows),
            (279, 4, 1, data.len() as u32),
        ];
        tiff(&entries, 0, data)
    };
    let bomb = zeros(2048);
    assert_eq!(outcome(&picture(&bomb, 10)), "shown");
    assert_eq!(outcome(&picture(&bomb, 19_999)), "shown");
    assert_eq!(outcome(&picture(&bomb, 20_001)), "too-large");
    let strips = [(256, 4, 1, 9), (257, 4, 1, 9), (273, 4, u32::MAX, 0), (279, 4, u32::MAX, 0)];
    assert_eq!(outcome(&tiff(&strips, 0, b"")), "damaged");
    let tiles = [
        (256, 4, 1, 14_000),
        (257, 4, 1, 14_000),
        (322, 3, 1, 1),
        (323, 3, 1, 1),
        (324, 4, 1, 8),
        (325, 4, 1, 1),
    ];
    let end = outcome(&tiff(&tiles, 0, b""));
    assert!(["shown", "out-of-time"].contains(&end), "{end}");
}

/// A PDF from its objects.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = b"0000000000 65535 f \n".to_vec();
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", bytes.len()).unwrap();
        writeln!(bytes, "{} 0 obj", index + 1).unwrap();
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let (start, count) = (bytes.len(), objects.len() + 1);
    write!(bytes, "xref\n0 {count}\n").unwrap();
    bytes.extend(table);
    write!(bytes, "trailer <</Size {count} /Root 1 0 R>>\nstartxref\n{start}\n%%EOF").unwrap();
    bytes
}

#[test]
fn a_pdf_of_a_hundred_thousand_pages() {
    let kids: String = (3..100_003).map(|number| format!("{number} 0 R ")).collect();
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        format!("<</Type /Pages /Count 100000 /Kids [{kids}]>>").into_bytes(),
    ];
    let page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]>>".to_vec();
    objects.extend(std::iter::repeat_n(page, 100_000));
    assert_eq!(outcome(&pdf(&objects)), "too-large");
}

#[test]
fn a_pdf_whose_page_unpacks_to_gigabytes() {
    let mut inner = zeros(100_000);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&inner).unwrap();
    inner = encoder.finish().unwrap();
    let filters = "/Filter [/FlateDecode /FlateDecode]";
    let head = format!("<</Length {} {filters}>>\nstream\n", inner.len());
    let stream = [head.as_bytes(), &inner, b"\nendstream"].concat();
    let objects = [
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Count 1 /Kids [3 0 R]>>".to_vec(),
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R>>".to_vec(),
        stream,
    ];
    let end = outcome(&pdf(&objects));
    assert!(["shown", "damaged", "out-of-memory", "out-of-time"].contains(&end), "{end}");
}

#[test]
fn a_gif_and_a_bitmap_of_four_gigapixels() {
    let gif =
        [&b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x08"[..], &[0; 64]].concat();
    assert_eq!(outcome(&gif), "too-large");
    let side = 65_535_i32.to_le_bytes();
    let bitmap = [
        &b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"[..],
        &side,
        &side,
        &[1, 0, 24, 0, 0, 0, 0, 0],
        &[0; 80],
    ]
    .concat();
    let end = outcome(&bitmap);
    assert!(["too-large", "damaged"].contains(&end), "{end}");
}
