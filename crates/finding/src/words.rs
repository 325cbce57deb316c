//! Words like a name that stand beside one another on a page. A machine misreads the word that leads to a name, or so
//! much of a name that no mention comes near it; whoever asks for the person should still be led to the page. Such a page
//! is no mention: nobody was read there as a person, so it stands after all who were, with the words for its only reason.

use std::cmp::Ordering;
use std::ops::Range;

use serde::Serialize;
use sijill_arabic::{FormKind, Word, forms, within, words};
use sijill_schema::{AccessLevel, AccessionId, Area, ItemId, PageId};
use sijill_search::Passage;

use crate::finder::ShownLine;

/// A page that has words like the name that is asked for.
#[derive(Debug, Clone, Serialize)]
pub struct WordsHit {
    /// The page.
    pub page: PageId,
    /// The item that it belongs to.
    pub item: ItemId,
    /// The accession that the item came in with.
    pub accession: AccessionId,
    /// The item's reference code.
    pub reference: String,
    /// Who may see it.
    pub access: AccessLevel,
    /// Why it is shown: always the same, and not that somebody was read there.
    pub why: WhyShown,
    /// The names that were asked for and the words like them, in the order of the name.
    pub words: Vec<LikeWord>,
    /// The lines in which they stand.
    pub lines: Vec<ShownLine>,
}

/// Why a page is shown on which nobody was read as a person of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyShown {
    /// Words like the name stand beside one another.
    WordsOnPage,
}

/// A name that was asked for and the words like it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LikeWord {
    /// The name, in the spelling that comes nearest.
    pub asked: String,
    /// What stands on the page.
    pub found: String,
    /// How far they are apart: 0 for the same letters, 1 for a letter, less for dots, teeth and endings.
    pub distance: f32,
}

/// Where the words like a name stand best.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub words: Vec<LikeWord>,
    pub lines: Vec<ShownLine>,
}

impl Place {
    /// The more names and the nearer, the sooner.
    pub fn order(&self, other: &Self) -> Ordering {
        let distance = |words: &[LikeWord]| words.iter().map(|word| word.distance).sum::<f32>();
        let nearer = || distance(&self.words).total_cmp(&distance(&other.words));
        other.words.len().cmp(&self.words.len()).then_with(nearer)
    }
}

/// The names of a person, each in the spellings that may stand for it.
pub(crate) struct Names(Vec<Vec<Spelling>>);

struct Spelling {
    /// As it is shown.
    name: String,
    /// Its letters without article and gaps.
    letters: String,
    /// How far a word may be.
    limit: f32,
}

impl Spelling {
    fn new(name: &str) -> Self {
        let letters: String = words(name).iter().map(|word| word.folded.as_str()).collect();
        let letters = bare(&letters);
        // In a short name another letter makes another name; its dots may be lost.
        let limit = match letters.chars().count() {
            0..=3 => 0.6,
            4..=5 => 1.0,
            _ => 2.0,
        };
        Self { name: name.to_owned(), letters, limit }
    }
}

/// A folded word without its article.
fn bare(word: &str) -> String {
    let found = forms(word).into_iter().find(|form| form.kind == FormKind::WithoutArticle);
    found.map_or_else(|| word.to_owned(), |form| form.text.into_owned())
}

/// One or two words that are like a name.
#[derive(Debug, Clone)]
struct Like {
    name: usize,
    spelling: usize,
    /// The numbers of the words.
    words: Range<usize>,
    distance: f32,
}

impl Names {
    pub fn new(names: &[Vec<String>]) -> Self {
        let spellings = |name: &Vec<String>| name.iter().map(|one| Spelling::new(one)).collect();
        Self(names.iter().map(spellings).collect())
    }

    /// How many of the names must stand there: two, and two of three of a longer chain. Records leave names out, and a
    /// machine misreads one beyond knowing.
    fn needed(&self) -> usize {
        (2 * self.0.len()).div_ceil(3).max(2)
    }

    /// Where on a page enough of the names stand beside one another; the best place.
    pub fn place(&self, passages: &[Passage]) -> Option<Place> {
        let mut best: Option<Place> = None;
        for text in passages.chunk_by(|one, other| one.basis == other.basis) {
            let places = best.into_iter().chain(self.in_text(text));
            best = places.min_by(Place::order);
        }
        best
    }

    fn in_text(&self, passages: &[Passage]) -> Option<Place> {
        let all: Vec<(usize, Word)> = passages
            .iter()
            .enumerate()
            .flat_map(|(line, passage)| {
                words(&passage.text).into_iter().map(move |word| (line, word))
            })
            .collect();
        let like = self.like(&all);
        // A name is followed by the next, but for بن, what parts columns, and what a machine made of a spot.
        let reach = 2 * self.0.len() + 2;
        let mut best: Option<(f32, Vec<Like>)> = None;
        for (at, first) in like.iter().enumerate() {
            let end = first.words.start + reach;
            let rest = like.get(at..).unwrap_or_default().iter();
            let near: Vec<_> = rest.take_while(|like| like.words.start < end).collect();
            let chosen = chosen(near);
            let distance = chosen.iter().map(|like| like.distance).sum::<f32>();
            let is_better = best.as_ref().is_none_or(|(least, best)| {
                chosen.len() > best.len() || chosen.len() == best.len() && distance < *least
            });
            if is_better {
                best = Some((distance, chosen));
            }
        }
        let (_, chosen) = best.filter(|(_, chosen)| chosen.len() >= self.needed())?;
        Some(self.shown(passages, &all, &chosen))
    }

    /// What is like a name, in the order of the page.
    fn like(&self, all: &[(usize, Word)]) -> Vec<Like> {
        let mut found = Vec::new();
        for (at, (line, word)) in all.iter().enumerate() {
            let one = bare(&word.folded);
            // A compound is written as one word or two, and machines part words.
            let next = all.get(at + 1).filter(|(of, _)| of == line);
            let two = next.map(|(_, next)| format!("{one}{}", next.folded));
            for (count, text) in (1..).zip([Some(&one), two.as_ref()].into_iter().flatten()) {
                for (name, spellings) in self.0.iter().enumerate() {
                    let near = spellings.iter().enumerate().filter_map(|(number, spelling)| {
                        Some((within(&spelling.letters, text, spelling.limit)?, number))
                    });
                    let nearest = near.min_by(|one, other| one.0.total_cmp(&other.0));
                    found.extend(nearest.map(|(distance, spelling)| Like {
                        name,
                        spelling,
                        words: at..at + count,
                        distance,
                    }));
                }
            }
        }
        found
    }

    fn shown(&self, passages: &[Passage], all: &[(usize, Word)], chosen: &[Like]) -> Place {
        let mut found = Vec::new();
        let mut lines: Vec<(usize, ShownLine)> = Vec::new();
        for like in chosen {
            let mut text = String::new();
            for (line, word) in all.get(like.words.clone()).unwrap_or_default() {
                let Some(passage) = passages.get(*line) else { continue };
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(passage.text.get(word.range.clone()).unwrap_or_default());
                if lines.iter().all(|(known, _)| known != line) {
                    let (text, basis) = (passage.text.clone(), passage.basis);
                    let shown = ShownLine { text, marks: Vec::new(), areas: Vec::new(), basis };
                    lines.push((*line, shown));
                }
                if let Some((_, shown)) = lines.iter_mut().find(|(known, _)| known == line) {
                    shown.marks.push((word.range.start, word.range.end));
                    shown.areas.extend(areas(passage, &word.range));
                }
            }
            let name = self.0.get(like.name).and_then(|name| name.get(like.spelling));
            let asked = name.map(|spelling| spelling.name.clone()).unwrap_or_default();
            found.push(LikeWord { asked, found: text, distance: like.distance });
        }
        lines.sort_by_key(|(line, _)| *line);
        let shown = lines.into_iter().map(|(_, mut line)| {
            line.marks.sort_unstable();
            line.areas.dedup();
            line
        });
        Place { words: found, lines: shown.collect() }
    }
}

/// For each name the nearest word, no word for two names; in the order of the names.
fn chosen(mut near: Vec<&Like>) -> Vec<Like> {
    near.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    let mut chosen: Vec<Like> = Vec::new();
    for like in near {
        let meets = |other: &Like| {
            other.name == like.name
                || other.words.start < like.words.end && like.words.start < other.words.end
        };
        if !chosen.iter().any(meets) {
            chosen.push(like.clone());
        }
    }
    chosen.sort_by_key(|like| like.name);
    chosen
}

/// Where a word stands on the page: its own place, or the line's where words have none.
fn areas(passage: &Passage, word: &Range<usize>) -> Vec<Area> {
    let own =
        passage.words.iter().filter(|(range, _)| range.start < word.end && word.start < range.end);
    let own: Vec<_> = own.map(|(_, area)| *area).collect();
    if own.is_empty() { passage.area.into_iter().collect() } else { own }
}

#[cfg(test)]
mod tests {
    use sijill_schema::MentionBasis;

    use super::*;

    fn place(names: &[&str], text: &str) -> Option<Vec<String>> {
        let names: Vec<_> = names.iter().map(|name| vec![(*name).to_owned()]).collect();
        let passage = |text: &str| Passage {
            text: text.to_owned(),
            basis: MentionBasis::Machine,
            area: None,
            words: Vec::new(),
        };
        let passages: Vec<_> = text.lines().map(passage).collect();
        let place = Names::new(&names).place(&passages)?;
        Some(place.words.into_iter().map(|word| word.found).collect())
    }

    #[test]
    fn a_name_is_found_however_badly_its_page_was_read() {
        let names = ["كبرئيل", "شمعون", "السنجابي"];
        let line = "الموقو قش كبرئيل تمعون اسنجابي رس بال ربو";
        assert_eq!(place(&names, line).unwrap(), ["كبرئيل", "تمعون", "اسنجابي"]);
        let names = ["عبد الرحمن", "خالد", "الزعتراني"];
        let line = "الموقوق عبرال رمن ذخال الزعترافيٍ امه";
        assert_eq!(place(&names, line).unwrap(), ["عبرال رمن", "الزعترافيٍ"]);
        assert_eq!(place(&names, "السيد خالد\nالزعتراني").unwrap(), ["خالد", "الزعتراني"]);
    }

    #[test]
    fn words_that_are_far_apart_or_too_few_are_no_name() {
        let names = ["كبرئيل", "شمعون", "السنجابي"];
        assert_eq!(place(&names, "كبرئيل في المهجع"), None);
        let far = "كبرئيل قال انه لم ير احدا منذ يوم الاربعاء وان السنجابي غائب";
        assert_eq!(place(&names, far), None);
        // One word does not stand for two names.
        assert_eq!(place(&["محمد", "محمد"], "السيد محمد وحده"), None);
        assert_eq!(place(&["محمد", "محمد"], "محمد محمد").unwrap().len(), 2);
        assert_eq!(place(&["علي"], "علي"), None, "one name is a question for search");
    }

    #[test]
    fn in_a_short_name_another_letter_makes_another_name() {
        assert_eq!(place(&["عمر", "الحلبي"], "علي الحلبي"), None);
        assert!(place(&["زيد", "الحلبي"], "ريد الحلبى").is_some(), "a dot may be lost");
    }
}
