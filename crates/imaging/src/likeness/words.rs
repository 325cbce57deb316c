//! What was read on a page, as a MinHash (Broder, "On the resemblance and containment of documents", 1997).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Values of a signature.
const VALUES: usize = 64;
/// Words that stand together in one shingle.
const SHINGLE: usize = 2;
/// Fewer different shingles say too little to tell pages apart.
const ENOUGH: usize = 12;

/// The words of a page, as 64 smallest hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words(Vec<u64>);

/// The signature of the words of a page in their order; nothing if there are too few to tell pages apart. Give
/// words folded as for searching, so that readings of one word are one word.
#[must_use]
pub fn text_signature<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Words> {
    let words: Vec<&str> = words.into_iter().collect();
    let shingles: BTreeSet<u64> = words.windows(SHINGLE).map(hash).collect();
    if shingles.len() < ENOUGH {
        return None;
    }
    let least = |value: usize| {
        let salted = shingles.iter().map(|shingle| mixed(shingle ^ mixed(value as u64 + 1)));
        salted.min().unwrap_or(0)
    };
    Some(Words((0..VALUES).map(least).collect()))
}

impl Words {
    /// The estimated share of word pairs that two pages have in common, of all that either has: 0 to 1.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(one, two)| one == two).count();
        equal as f64 / self.0.len().max(other.0.len()).max(1) as f64
    }

    /// Keys under which pages with much in common meet: sixteen of four values each. Two pages of resemblance 0.5
    /// share one in two cases of three, of 0.8 always.
    #[must_use]
    pub fn keys(&self) -> Vec<u64> {
        let band = |values: &[u64]| values.iter().fold(0, |key, value| mixed(key ^ value));
        self.0.chunks(4).map(band).collect()
    }
}

/// FNV-1a (draft-eastlake-fnv) over the words, a zero byte after each, mixed. It finds likeness and proves nothing.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    mixed(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    }))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
fn mixed(value: u64) -> u64 {
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(words: std::ops::Range<u32>, wrong: u32) -> Words {
        let word = |n: u32| if n.is_multiple_of(wrong) { format!("x{n}") } else { format!("w{n}") };
        let words: Vec<String> = words.map(word).collect();
        text_signature(words.iter().map(String::as_str)).unwrap()
    }

    #[test]
    fn resemblance_is_about_the_share_in_common() {
        let page = signature(0..200, 1000);
        assert_eq!(page.resemblance(&page), 1.0);
        let half = page.resemblance(&signature(100..300, 1000));
        assert!((0.2..0.5).contains(&half), "a third is shared, not {half}");
        assert!(page.resemblance(&signature(500..700, 1000)) < 0.05);
        let misread = page.resemblance(&signature(0..200, 10));
        assert!((0.5..0.85).contains(&misread), "two thirds are shared, not {misread}");
    }

    #[test]
    fn readings_of_one_page_meet_under_a_key() {
        let (page, again) = (signature(0..200, 1000), signature(0..200, 10));
        assert!(page.keys().iter().zip(again.keys()).any(|(one, two)| *one == two));
        let other = signature(500..700, 1000);
        assert!(page.keys().iter().zip(other.keys()).all(|(one, two)| *one != two));
    }

    #[test]
    fn few_words_say_nothing() {
        assert_eq!(text_signature(["one", "two", "three"]), None);
        assert_eq!(text_signature(["no"; 500]), None);
    }
}
