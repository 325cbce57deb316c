//! What is asked: words of all frequencies, and words and phrases that really stand on pages.

use crate::corpus::{Corpus, Random};
use crate::engines::Question;

/// Questions of each kind.
const EACH: usize = 200;

/// The kinds of questions with their questions.
pub fn questions(corpus: &Corpus, pages: u64) -> Vec<(&'static str, Vec<Question>)> {
    let mut random = Random::new(42);
    let words_of = |random: &mut Random| -> Vec<String> {
        corpus.text(random.below(pages)).split_whitespace().map(str::to_owned).collect()
    };
    let mut terms = Vec::new();
    let mut fuzzy = Vec::new();
    let mut and = Vec::new();
    let mut phrases = Vec::new();
    let mut common = Vec::new();
    let mut frequent = Vec::new();
    for number in 0..EACH {
        // Ranks spread evenly over their orders of magnitude: common words are asked as often as rare ones.
        let rank = 10_f64.powf(4.5 * number as f64 / EACH as f64) as usize - 1;
        terms.push(Question::Term(Corpus::word(rank)));
        fuzzy.push(Question::Fuzzy(Corpus::word(rank + 1000)));
        let words = words_of(&mut random);
        let at = random.below(words.len() as u64 - 3) as usize;
        and.push(Question::And(vec![
            words[at].clone(),
            words[at / 2].clone(),
            words[words.len() - 1].clone(),
        ]));
        phrases.push(Question::Phrase(words[at..at + 2].to_vec()));
        let pair = [random.below(30), random.below(30)].map(|n| corpus.wording(n as usize));
        common.push(Question::Phrase(pair.to_vec()));
        let pair = [random.below(12), random.below(12)].map(|n| Corpus::word(n as usize));
        frequent.push(Question::Phrase(pair.to_vec()));
    }
    vec![
        ("term", terms),
        ("AND of 3", and),
        ("phrase", phrases),
        ("common phrase", common),
        ("phrase of frequent other words", frequent),
        ("fuzzy", fuzzy),
    ]
}
