//! The files that every tool is given: made from a number, the same on every machine, and incompressible, as
//! JPEG scans are, so that no tool gains by compressing or deduplicating.

use std::io::Write;
use std::path::{Path, PathBuf};

use fs_err::File;

use crate::Result;

/// How a corpus looks; two of the same shape have the same bytes.
#[derive(Clone, Debug)]
pub struct Shape {
    pub name: &'static str,
    pub files: usize,
    pub folders: usize,
    /// Sizes are spread evenly between these two, in bytes.
    pub size: (u64, u64),
    /// Another seed, other bytes.
    pub seed: u64,
}

/// A corpus on disk.
#[derive(Clone, Debug)]
pub struct Corpus {
    pub path: PathBuf,
    pub files: usize,
}

impl Shape {
    /// The three corpora of the ingest and verify contests.
    pub fn all(quick: bool) -> [Self; 3] {
        let shape = |name, files, folders, size| Self { name, files, folders, size, seed: 0 };
        let pick = |full, less| if quick { less } else { full };
        [
            shape("small", pick(20_000, 2_000), 80, (90_000, 130_000)),
            shape("scans", pick(400, 60), 4, (500_000, 3_000_000)),
            shape("large", pick(16, 4), 1, (20_000_000, 60_000_000)),
        ]
    }

    /// Many tiny files in folders of 1,000.
    pub fn tiny(name: &'static str, files: usize, bytes: u64) -> Self {
        Self { name, files, folders: files.div_ceil(1_000), size: (bytes, bytes), seed: 0 }
    }

    /// A hundred more files of 100 KB, as one day's scanning brings; every day brings others.
    pub fn batch(day: usize) -> Self {
        let seed = day as u64 + 1;
        Self { name: "batch", files: 100, folders: 1, size: (100_000, 100_000), seed }
    }

    /// The shape in words.
    pub fn about(&self) -> String {
        let (least, most) = (self.size.0 / 1_000, self.size.1 / 1_000);
        let size = if least == most { format!("{least}") } else { format!("{least}-{most}") };
        format!("{} files of {size} kB, folders: {}", self.files, self.folders)
    }

    /// Makes the corpus below `parent`, or finds it there from an earlier run.
    pub fn make(&self, parent: &Path) -> Result<Corpus> {
        let path = parent.join(format!("{}-{}-{}", self.name, self.files, self.seed));
        let (stamp, shape) = (path.with_extension("made"), format!("{self:?}"));
        if fs_err::read_to_string(&stamp).is_ok_and(|made| made == shape) {
            return Ok(Corpus { path, files: self.files });
        }
        eprintln!("making corpus {}: {} files", self.name, self.files);
        if path.exists() {
            fs_err::remove_dir_all(&path)?;
        }
        self.write(&path)?;
        fs_err::write(stamp, shape)?;
        Ok(Corpus { path, files: self.files })
    }

    fn write(&self, path: &Path) -> Result<()> {
        for folder in 0..self.folders {
            fs_err::create_dir_all(path.join(format!("folder-{folder:04}")))?;
        }
        let mut buffer = Vec::new();
        for index in 0..self.files {
            let folder = index * self.folders / self.files;
            let file = path.join(format!("folder-{folder:04}/page-{index:07}.jpg"));
            self.fill(index, &mut buffer);
            File::create(file)?.write_all(&buffer)?;
        }
        Ok(())
    }

    /// The bytes of one file, which depend on the shape's name, its seed and the file's number alone.
    fn fill(&self, index: usize, buffer: &mut Vec<u8>) {
        let name = self.name.bytes().fold(0, |sum, byte| sum * 31 + u64::from(byte));
        let mut noise = Noise(name ^ self.seed << 40 ^ (index as u64) << 4);
        let (least, most) = self.size;
        let length = (least + noise.next() % (most - least + 1)) as usize;
        buffer.resize(length.next_multiple_of(8), 0);
        for word in buffer.chunks_exact_mut(8) {
            word.copy_from_slice(&noise.next().to_le_bytes());
        }
        buffer.truncate(length);
    }
}

/// SplitMix64: one multiplication chain a word, and no two seeds share a stream that we would meet.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_the_published_splitmix64() {
        let mut noise = Noise(1_234_567);
        assert_eq!(noise.next(), 6_457_827_717_110_365_317);
        assert_eq!(noise.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn a_corpus_is_made_once_and_no_two_files_are_alike() {
        let parent = tempfile::tempdir().unwrap();
        let shape = Shape { name: "t", files: 6, folders: 2, size: (8, 8), seed: 3 };
        let corpus = shape.make(parent.path()).unwrap();
        let file = |name: &str| fs_err::read(corpus.path.join(name)).unwrap();
        assert_ne!(file("folder-0000/page-0000000.jpg"), file("folder-0001/page-0000003.jpg"));
        fs_err::remove_file(corpus.path.join("folder-0000/page-0000000.jpg")).unwrap();
        shape.make(parent.path()).unwrap();
        assert!(!corpus.path.join("folder-0000/page-0000000.jpg").exists(), "it was made again");
    }
}
