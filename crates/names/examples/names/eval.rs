//! The judging: tables, and the sums as JSON.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Value, json};
use sijill_names::Weights;
use sijill_schema::Named;

use crate::files::{self, Question, Result, Variants};
use crate::persons::{self, Known, Pool};
use crate::random::Random;
use crate::train::{fold, train};
use crate::{noise, single};

/// As many as `eval_names.py` asks.
const SINGLE: usize = 2000;
const FOLDS: usize = 5;

struct Data {
    names: Vec<Variants>,
    mentions: Vec<Named>,
    questions: Vec<Question>,
    clean: Pool,
    noisy: Pool,
}

/// Ranks of everything that was asked, by what was asked.
#[derive(Default)]
struct Ranks {
    names: Vec<usize>,
    persons: [Vec<usize>; 4],
    noisy: [Vec<usize>; 2],
    /// What the program thinks of its first hits, and whether they are right.
    firsts: Vec<(f32, bool)>,
    times: Vec<f64>,
}

const SUBSETS: [(&str, Known, &str); 4] = [
    ("name alone", Known { mother: false, born: false }, ".868 .981"),
    ("name, mother", Known { mother: true, born: false }, ""),
    ("name, year of birth", Known { mother: false, born: true }, ""),
    ("name, mother, year of birth", Known { mother: true, born: true }, ".975 .992"),
];

/// Judges the weights of the program; with `cross_validate`, also weights that never saw the names that are asked for.
pub fn run(folder: &Path, cross_validate: bool) -> Result<()> {
    let data = Data::read(folder)?;
    println!(
        "{} names, {} persons, {} questions",
        data.names.len(),
        data.mentions.len(),
        data.questions.len()
    );
    let plain = data.judge(Weights::learned(), None);
    plain.print("with the weights that the program carries");
    plain.print_trust();
    let mut sums = plain.sums();
    let mut times = plain.times.clone();
    times.sort_by(f64::total_cmp);
    let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or(0.0);
    println!("a question about a person: p99 {p99:.1} ms");
    if let Some(sums) = sums.as_object_mut() {
        sums.insert("p99_ms".into(), json!((p99 * 10.0).round() / 10.0));
        if cross_validate {
            let crossed = data.cross_validate();
            crossed.print("cross-validated: names that are asked for were not learned from");
            sums.insert("cross_validated".into(), crossed.sums());
        }
    }
    println!("{sums}");
    Ok(())
}

impl Data {
    fn read(folder: &Path) -> Result<Self> {
        let mentions: Vec<Named> = files::persons(folder)?.iter().map(persons::mention).collect();
        let questions = files::questions(folder)?;
        if questions.iter().any(|question| question.person >= mentions.len()) {
            return Err("a question means a person who is not in the pool".into());
        }
        Ok(Self {
            names: files::variants(folder)?,
            clean: Pool::new(&mentions),
            noisy: Pool::new(&noise::misread(&mentions, 17)),
            mentions,
            questions,
        })
    }

    /// Asks everything, or only what belongs to one part.
    fn judge(&self, weights: &Weights, part: Option<&Part>) -> Ranks {
        let mut ranks = Ranks::default();
        let vocabulary = single::vocabulary(&self.names);
        for asked in single::questions(&self.names).iter().take(SINGLE) {
            if part.is_none_or(|part| part.names.contains(&asked.name)) {
                ranks.names.push(single::rank(asked, &self.names, &vocabulary, weights));
            }
        }
        for (at, question) in self.questions.iter().enumerate() {
            if part.is_some_and(|part| !part.questions.contains(&at)) {
                continue;
            }
            for (to, (_, known, _)) in SUBSETS.iter().enumerate() {
                let answer = self.clean.ask(question, *known, weights);
                ranks.persons[to].push(answer.rank);
                ranks.firsts.push(answer.first);
                ranks.times.push(answer.took);
            }
            for (to, (_, known, _)) in [&SUBSETS[0], &SUBSETS[3]].into_iter().enumerate() {
                ranks.noisy[to].push(self.noisy.ask(question, *known, weights).rank);
            }
        }
        ranks
    }

    /// Learns five times, each time without the names of one part and of the persons that are meant by its questions.
    fn cross_validate(&self) -> Ranks {
        let mut random = Random::new(5);
        let part_of = |random: &mut Random, count: usize| -> Vec<usize> {
            let mut order: Vec<usize> = (0..count).collect();
            random.shuffle(&mut order);
            order
        };
        let (names, questions) =
            (part_of(&mut random, self.names.len()), part_of(&mut random, self.questions.len()));
        let part = &|fold: usize| Part {
            names: names.iter().copied().skip(fold).step_by(FOLDS).collect(),
            questions: questions.iter().copied().skip(fold).step_by(FOLDS).collect(),
        };
        let mut all = Ranks::default();
        let together = std::thread::available_parallelism().map_or(1, usize::from);
        for folds in (0..FOLDS).collect::<Vec<_>>().chunks(together) {
            std::thread::scope(|scope| {
                let folds: Vec<_> = folds
                    .iter()
                    .map(|&fold| scope.spawn(move || self.learn_and_judge(&part(fold))))
                    .collect();
                for ranks in folds.into_iter().filter_map(|fold| fold.join().ok()) {
                    all.extend(ranks);
                }
            });
        }
        all
    }

    fn learn_and_judge(&self, part: &Part) -> Ranks {
        let meant = part.questions.iter().map(|&at| &self.mentions[self.questions[at].person]);
        let unseen: HashSet<String> =
            meant.flat_map(persons::names_of).map(|name| name.replace(' ', "")).collect();
        let learned = self.names.iter().enumerate().filter(|(at, name)| {
            !part.names.contains(at) && !unseen.contains(&fold(&name.arabic).replace(' ', ""))
        });
        let learned: Vec<&Variants> = learned.map(|(_, name)| name).collect();
        self.judge(&train(&learned), Some(part))
    }
}

struct Part {
    names: HashSet<usize>,
    questions: HashSet<usize>,
}

impl Ranks {
    fn extend(&mut self, other: Self) {
        self.names.extend(other.names);
        self.times.extend(other.times);
        self.firsts.extend(other.firsts);
        for (to, from) in self.persons.iter_mut().zip(other.persons) {
            to.extend(from);
        }
        for (to, from) in self.noisy.iter_mut().zip(other.noisy) {
            to.extend(from);
        }
    }

    fn print(&self, what: &str) {
        println!("\n{what}\n{:<44} asked    @1   @10  baseline on names/", "");
        let line = |name: &str, ranks: &[usize], baseline: &str| {
            println!(
                "{name:<44} {:>5} {:.3} {:.3}  {baseline}",
                ranks.len(),
                recall(ranks, 1),
                recall(ranks, 10)
            );
        };
        line("single names", &self.names, ".431 .885");
        for ((name, _, baseline), ranks) in SUBSETS.iter().zip(&self.persons) {
            line(&format!("persons: {name}"), ranks, baseline);
        }
        line("persons, pool misread: name alone", &self.noisy[0], "");
        line("persons, pool misread: name, mother, year", &self.noisy[1], "");
    }

    /// How often the first hit is right, beside what the program thinks of it.
    fn print_trust(&self) {
        println!("\nfirst hits by their probability   hits  mean  right");
        for bounds in [0.0, 0.2, 0.5, 0.8, 0.95, 0.995, 1.1].windows(2) {
            let within =
                self.firsts.iter().filter(|(sure, _)| (bounds[0]..bounds[1]).contains(sure));
            let (count, sum, right) = within
                .fold((0u32, 0.0, 0u32), |(count, sum, right), (sure, is)| {
                    (count + 1, sum + sure, right + u32::from(*is))
                });
            let share = |of: f32| of / count.max(1) as f32;
            let to = bounds[1].min(1.0);
            println!(
                "{:<5} to {to:<5}                   {count:>5} {:.3}  {:.3}",
                bounds[0],
                share(sum),
                share(right as f32)
            );
        }
    }

    fn sums(&self) -> Value {
        let sum = |ranks: &[usize]| {
            let rounded = |end| (recall(ranks, end) * 1e4).round() / 1e4;
            json!({ "recall@1": rounded(1), "recall@10": rounded(10) })
        };
        json!({
            "names": sum(&self.names),
            "persons": sum(&self.persons[0]),
            "persons_full": sum(&self.persons[3]),
            "noisy": sum(&self.noisy[0]),
            "noisy_full": sum(&self.noisy[1]),
        })
    }
}

fn recall(ranks: &[usize], end: usize) -> f64 {
    ranks.iter().filter(|&&rank| rank < end).count() as f64 / ranks.len().max(1) as f64
}
