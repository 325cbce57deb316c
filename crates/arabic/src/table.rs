//! The folding table, `folding.tsv`, as it is compiled in. Its head says what the columns mean.

use std::sync::LazyLock;

const FILE: &str = include_str!("../folding.tsv");

/// The first letter of the Arabic block of Unicode.
const BLOCK: u32 = 0x600;

/// What becomes of a letter of any text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Keep,
    Drop,
    To(char),
}

/// Where in a word a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    Initial,
    Inside,
}

/// A rule for names: some letters, and what may stand for them, the likeliest first.
#[derive(Debug)]
pub(crate) struct NameRule {
    pub(crate) from: &'static str,
    pub(crate) to: Vec<&'static str>,
    pub(crate) place: Place,
}

#[derive(Debug)]
pub(crate) struct Table {
    /// The steps of the Arabic block, by which nearly every letter goes.
    block: [Step; 256],
    /// The steps of all other letters: first letter, last letter, step; sorted.
    others: Vec<(char, char, Step)>,
    names: Vec<NameRule>,
}

/// A line of the file, taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) level: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) place: Place,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(FILE.lines()));

pub(crate) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    fn of(lines: impl Iterator<Item = &'static str>) -> Self {
        let mut table = Self { block: [Step::Keep; 256], others: Vec::new(), names: Vec::new() };
        for line in lines.filter_map(parse) {
            match line.level {
                "1" => table.add_step(line),
                _ => table.names.push(NameRule {
                    from: line.from,
                    to: line.to.split('|').map(|to| if to == "-" { "" } else { to }).collect(),
                    place: line.place,
                }),
            }
        }
        table.others.sort_unstable_by_key(|(first, ..)| *first);
        // The longest rule that fits is the one that counts.
        table.names.sort_by_key(|rule| std::cmp::Reverse(rule.from.len()));
        table
    }

    fn add_step(&mut self, line: Line) {
        let Some((first, last)) = span(line.from) else { return };
        let step = line.to.chars().next().filter(|to| *to != '-').map_or(Step::Drop, Step::To);
        for letter in first..=last {
            if let Some(place) = in_block(letter).and_then(|at| self.block.get_mut(at)) {
                *place = step;
            }
        }
        if in_block(first).is_none() {
            self.others.push((first, last, step));
        }
    }

    /// What becomes of a letter in any text.
    pub(crate) fn step(&self, letter: char) -> Step {
        if letter.is_ascii() {
            return Step::Keep;
        }
        if let Some(step) = in_block(letter).and_then(|at| self.block.get(at)) {
            return *step;
        }
        let after = self.others.partition_point(|(first, ..)| *first <= letter);
        match after.checked_sub(1).and_then(|at| self.others.get(at)) {
            Some((_, last, step)) if letter <= *last => *step,
            _ => Step::Keep,
        }
    }

    /// The rule for names that holds at the beginning of `rest`, where `initial` says that a word begins there.
    pub(crate) fn name_rule(&self, rest: &str, initial: bool) -> Option<&NameRule> {
        self.names.iter().find(|rule| {
            rest.strip_prefix(rule.from).is_some_and(|after| match rule.place {
                Place::Anywhere => true,
                Place::Initial => initial,
                Place::Inside => !initial && after.chars().next().is_some_and(char::is_alphabetic),
            })
        })
    }
}

/// Where in the Arabic block a letter stands.
pub(crate) fn in_block(letter: char) -> Option<usize> {
    let at = u32::from(letter).checked_sub(BLOCK).filter(|at| *at < 256)?;
    usize::try_from(at).ok()
}

fn parse(line: &'static str) -> Option<Line> {
    if line.starts_with('#') {
        return None;
    }
    let mut columns = line.split('\t');
    let (level, from, to) = (columns.next()?, columns.next()?, columns.next()?);
    let place = match columns.next()? {
        "anywhere" => Place::Anywhere,
        "initial" => Place::Initial,
        "inside" => Place::Inside,
        _ => return None,
    };
    Some(Line { level, from, to, place })
}

/// The letters that a rule is for: one, or all between two.
fn span(from: &str) -> Option<(char, char)> {
    let code = |text: &str| {
        let digits = text.strip_prefix("U+")?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    match from.split_once("..") {
        Some((first, last)) => Some((code(first)?, code(last)?)),
        None => code(from).or_else(|| from.chars().next()).map(|letter| (letter, letter)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{fold_by, forms_by};
    use crate::{fold, fold_name, name_forms};

    fn rules() -> Vec<&'static str> {
        FILE.lines().filter(|line| !line.starts_with('#')).collect()
    }

    /// `\u{XXXX}` in an example is that letter.
    fn seen(text: &str) -> String {
        let mut parts = text.split("\\u{");
        let mut whole = parts.next().unwrap().to_owned();
        for part in parts {
            let (code, rest) = part.split_once('}').unwrap();
            whole.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            whole.push_str(rest);
        }
        whole
    }

    #[test]
    fn every_line_of_the_table_is_read_and_its_letters_are_its_own() {
        let lines: Vec<_> = rules().iter().map(|line| parse(line).expect(line)).collect();
        assert!(lines.len() > 90, "{} lines", lines.len());
        let mut before = Vec::new();
        for line in lines {
            assert!(["1", "2"].contains(&line.level), "{line:?}");
            if line.level == "1" {
                let (first, last) = span(line.from).expect(line.from);
                assert_eq!(line.place, Place::Anywhere, "{line:?}");
                assert_eq!(in_block(first).is_some(), in_block(last).is_some(), "{line:?}");
                assert!(line.to.chars().count() == 1, "{line:?}");
                for letter in first..=last {
                    assert!(!before.contains(&letter), "{letter} has two lines");
                    before.push(letter);
                }
            }
        }
    }

    #[test]
    fn the_example_of_every_line_folds_as_it_says() {
        for row in rules() {
            let columns: Vec<_> = row.split('\t').collect();
            assert_eq!(columns.len(), 6, "{row}");
            let (written, folded) = columns[4].split_once(" → ").expect(row);
            let written = seen(written);
            if columns[0] == "1" {
                assert_eq!(fold(&written), folded, "{row}");
            } else {
                assert_eq!(name_forms(&written).join("|"), folded, "{row}");
                assert_eq!(fold_name(&written), folded.split('|').next().unwrap(), "{row}");
            }
        }
    }

    #[test]
    fn without_its_line_the_example_folds_otherwise() {
        for row in rules() {
            let less = Table::of(FILE.lines().filter(|line| *line != row));
            let columns: Vec<_> = row.split('\t').collect();
            let (written, folded) = columns[4].split_once(" → ").expect(row);
            let without = if columns[0] == "1" {
                fold_by(&less, &seen(written))
            } else {
                forms_by(&less, &seen(written)).join("|")
            };
            assert_ne!(without, folded, "{row}");
        }
    }
}
