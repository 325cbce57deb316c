//! Made-up pages that are spread like real ones: a few words of wording everywhere, many words seldom, spellings mixed.
//! Page `n` is always the same page. No name in it is anybody's; syllables are put together.

use jiff::civil::Date;
use sijill_schema::{
    AccessLevel, AccessionId, Digest, Interpretation, ItemId, MentionBasis, NumberKind, PageId,
    Precision, RecordNumber, RecordType,
};
use sijill_search::{PageDocument, Passage};
use uuid::Uuid;

/// Wording of letters and registers, the commonest first.
const WORDING: &str = "من في رقم إلى تاريخ على الفرع السيد عن الأمن المذكور بتاريخ الموقوف كتاب رئيس سجن والدته \
    وزارة الداخلية العسكري محافظة تولد قسم التحقيق بن مدينة اسم محكمة يرجى نقل إدارة المخابرات شعبة قرار توقيف الشهرة \
    الجمهورية العربية السورية محل إخلاء سبيل وفاة بسبب توقيع مذكرة برقية محضر هذا التي قبل بعد كان تم مع عام سنة يوم";

const SYLLABLES: [&str; 32] = [
    "كا", "رو", "شي", "مر", "طل", "نب", "سو", "دي", "قا", "حم", "فر", "زن", "جي", "عب", "صا", "لو",
    "مي", "تر", "خا", "بد", "غي", "هن", "ضا", "ثر", "ظف", "وس", "يا", "شم", "كت", "رح", "سن", "قو",
];

/// How many made-up words there are.
const WORDS: usize = 200_000;
/// Words of a page.
const LENGTH: std::ops::Range<u64> = 60..140;
/// The part of a page's words that is wording.
const WORDING_SHARE: f64 = 0.35;

/// Numbers that look random and are always the same (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not including, 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}

/// Picks the number of a word; the word of rank `n` is picked `n` times more seldom than the first.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(words: usize) -> Self {
        let mut sum = 0.0;
        let weight = |rank: usize| 1.0 / (rank as f64 + 2.0);
        Self(
            (0..words)
                .map(|rank| {
                    sum += weight(rank);
                    sum
                })
                .collect(),
        )
    }

    fn pick(&self, random: &mut Random) -> usize {
        let point = random.part() * self.0.last().copied().unwrap_or_default();
        self.0.partition_point(|sum| *sum < point).min(self.0.len() - 1)
    }
}

pub struct Corpus {
    wording: Vec<&'static str>,
    few: Zipf,
    many: Zipf,
}

impl Corpus {
    pub fn new() -> Self {
        let wording: Vec<_> = WORDING.split_whitespace().collect();
        Self { few: Zipf::new(wording.len()), many: Zipf::new(WORDS), wording }
    }

    /// A word of the wording by its rank.
    pub fn wording(&self, rank: usize) -> String {
        self.wording[rank % self.wording.len()].to_owned()
    }

    /// A made-up word by its rank.
    pub fn word(rank: usize) -> String {
        let mut word = String::new();
        let mut left = rank + 33;
        while left > 0 {
            word.push_str(SYLLABLES[left % SYLLABLES.len()]);
            left /= SYLLABLES.len();
        }
        word
    }

    /// A word as some page has it: with the article, with و, or in another spelling.
    fn spelled(random: &mut Random, word: String) -> String {
        match random.below(20) {
            0..6 => format!("ال{word}"),
            6 => format!("وال{word}"),
            7 => format!("و{word}"),
            8 => format!("أ{word}"),
            9 => format!("{word}ة"),
            _ => word,
        }
    }

    /// The words of page `n`.
    pub fn text(&self, n: u64) -> String {
        let mut random = Random::new(n);
        let length = LENGTH.start + random.below(LENGTH.end - LENGTH.start);
        let mut text = String::new();
        for place in 0..length {
            if place > 0 {
                text.push(if place % 12 == 0 { '\n' } else { ' ' });
            }
            if random.part() < WORDING_SHARE {
                text.push_str(self.wording[self.few.pick(&mut random)]);
            } else if random.below(40) == 0 {
                text.push_str(&(1000 + random.below(9000)).to_string());
            } else {
                let word = Self::word(self.many.pick(&mut random));
                text.push_str(&Self::spelled(&mut random, word));
            }
        }
        text
    }

    /// Page `n` with everything beside its text.
    pub fn page(&self, n: u64) -> PageDocument {
        let mut random = Random::new(n ^ 0xabcd_ef01);
        let passage = |line: &str| Passage {
            text: line.to_owned(),
            basis: MentionBasis::Machine,
            area: None,
            words: Vec::new(),
        };
        let id = |kind: u64, number: u64| Uuid::from_u64_pair(kind << 48 | number, number ^ 0x5555);
        let number = |kind: NumberKind, value: u64| RecordNumber {
            kind,
            as_written: value.to_string(),
            value: value.to_string(),
        };
        PageDocument {
            page: PageId::from_uuid(id(1, n)),
            item: ItemId::from_uuid(id(2, n / 20)),
            accession: AccessionId::from_uuid(id(3, n / 20_000)),
            stamp: Digest::of(&n.to_be_bytes()),
            access: AccessLevel::Restricted,
            accession_reference: format!("2026-{:03}", n / 20_000),
            reference: format!("SYN-{}", n / 20),
            title: None,
            place: vec![Self::word((n / 20_000) as usize), "غرفة 3".to_owned()],
            types: vec![RecordType::Memorandum],
            dates: date(&mut random).into_iter().collect(),
            numbers: vec![
                number(NumberKind::Branch, 200 + random.below(60)),
                number(NumberKind::Document, random.below(100_000)),
            ],
            passages: self.text(n).lines().map(passage).collect(),
            mentions: Vec::new(),
        }
    }
}

fn date(random: &mut Random) -> Option<Interpretation> {
    let (year, month) = (1980 + random.below(40) as i16, 1 + random.below(12) as i8);
    let day = Date::new(year, month, 1 + random.below(28) as i8).ok()?;
    Interpretation::new(day, day, Precision::Day).ok()
}
