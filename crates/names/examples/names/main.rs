//! Learns the weights of spellings and judges the matching of names. `cargo xtask train-names` and
//! `cargo xtask eval-names` run it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for builders")]

mod counting;
mod files;
mod persons;
mod random;
mod single;
mod train;

use files::Result;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let folder = PathBuf::from(arguments.next().unwrap_or_default());
    match what.as_str() {
        "fold" => single::fold_once(&folder),
        "persons" => {
            let pool: Vec<_> = files::persons(&folder)?.iter().map(persons::mention).collect();
            let questions = files::questions(&folder)?;
            for (mother, born) in [(false, false), (true, false), (false, true), (true, true)] {
                let (ranks, times) =
                    persons::rank(&questions, &pool, persons::Known { mother, born });
                let f = single::figures(&ranks);
                println!(
                    "mother {mother} born {born}: {:.3} {:.3}; {:.1} ms",
                    f.first,
                    f.ten,
                    times.iter().sum::<f64>() / times.len() as f64
                );
                if mother == born {
                    for (q, r) in questions.iter().zip(&ranks).filter(|(_, r)| **r > 0).take(12) {
                        let asked = sijill_schema::AskedPerson {
                            name: Some(q.name.clone()),
                            mother: q.mother.clone().filter(|_| mother),
                            born: q.born.filter(|_| born).map(|y| y.to_string()),
                            ..Default::default()
                        };
                        let voc = persons::vocabulary(&pool);
                        let mut m = sijill_names::Matcher::new(&asked, &voc, 5000);
                        let s = m.score(&sijill_names::Record::new(&pool[q.person]));
                        let show = |s: &sijill_names::Score| {
                            s.parts
                                .iter()
                                .map(|p| {
                                    format!(
                                        "{}={} {:.1} {:?}",
                                        p.asked.as_deref().unwrap_or("-"),
                                        p.found.as_deref().unwrap_or("-"),
                                        p.weight,
                                        p.why
                                    )
                                })
                                .collect::<Vec<_>>()
                                .join("; ")
                        };
                        println!(
                            "{} {:?} {:?} rank {r}: {:.1} {}",
                            q.name,
                            q.mother,
                            q.born,
                            s.total,
                            show(&s)
                        );
                        let best = pool
                            .iter()
                            .map(|p| m.score(&sijill_names::Record::new(p)))
                            .max_by(|a, b| a.total.total_cmp(&b.total))
                            .unwrap();
                        println!("      best {:.1} {}", best.total, show(&best));
                    }
                }
            }
            Ok(())
        }
        "train" => {
            let names = files::variants(&folder)?;
            let all: Vec<&files::Variants> = names.iter().collect();
            print!("{}", train::train(&all).text());
            Ok(())
        }
        _ => Err("train or eval".into()),
    }
}
