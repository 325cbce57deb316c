//! Ways in which a file can be damaged, the same for the same seed.

/// Numbers that look random (SplitMix64).
pub struct Random(u64);

impl Random {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// One of the files, damaged in one to three ways.
pub fn damaged(random: &mut Random, files: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = files[random.below(files.len())].clone();
    for _ in 0..=random.below(3) {
        if bytes.is_empty() {
            break;
        }
        match random.below(6) {
            0 => flip(random, &mut bytes),
            1 => bytes.truncate(random.below(bytes.len())),
            2 => {
                let other = &files[random.below(files.len())];
                splice(random, &mut bytes, other);
            }
            3 => number(random, &mut bytes, 64),
            4 => number(random, &mut bytes, usize::MAX),
            _ => repeat(random, &mut bytes),
        }
    }
    bytes
}

fn flip(random: &mut Random, bytes: &mut [u8]) {
    for _ in 0..=random.below(32) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
}

/// A piece of another file over a piece of this one.
fn splice(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let from = random.below(other.len());
    let length = random.below(other.len() - from + 1);
    let at = random.below(bytes.len());
    let end = (at + random.below(length + 1)).min(bytes.len());
    bytes.splice(at..end, other[from..from + length].iter().copied());
}

/// Writes a number that lengths and offsets go wrong with, mostly near the beginning, where they stand.
fn number(random: &mut Random, bytes: &mut [u8], within: usize) {
    const ODD: [u64; 10] =
        [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000, u64::MAX];
    let size = [1, 2, 4, 8][random.below(4)];
    let value = ODD[random.below(ODD.len())];
    let value = if random.below(2) == 0 { value.to_be_bytes() } else { value.to_le_bytes() };
    let at = random.below(bytes.len().min(within));
    let value = if value[0] == 0 { &value[8 - size..] } else { &value[..size] };
    bytes.iter_mut().skip(at).zip(value).for_each(|(to, from)| *to = *from);
}

/// A piece of the file once more, in the middle of it.
fn repeat(random: &mut Random, bytes: &mut Vec<u8>) {
    let from = random.below(bytes.len());
    let length = random.below((bytes.len() - from).min(5_000) + 1);
    let piece = bytes[from..from + length].to_vec();
    let at = random.below(bytes.len());
    bytes.splice(at..at, piece);
}
