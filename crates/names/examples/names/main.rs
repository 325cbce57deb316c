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
        "speed" => {
            let names = files::variants(&folder)?;
            let pool: Vec<_> = files::persons(&folder)?.iter().map(persons::mention).collect();
            let mut random = random::Random::new(5);
            let syllables: Vec<String> = names
                .iter()
                .flat_map(|n| {
                    let c: Vec<char> = train::fold(&n.arabic).replace(' ', "").chars().collect();
                    let h = c.len() / 2;
                    [c[..h].iter().collect(), c[h..].iter().collect::<String>()]
                })
                .collect();
            let mut set: std::collections::HashSet<String> =
                names.iter().map(|n| train::fold(&n.arabic)).collect();
            let want: usize = std::env::args().nth(3).and_then(|n| n.parse().ok()).unwrap_or(0);
            while set.len() < want {
                set.insert(format!(
                    "{}{}",
                    syllables[random.below(syllables.len())],
                    syllables[random.below(syllables.len())]
                ));
            }
            let started = std::time::Instant::now();
            let vocabulary = sijill_names::Vocabulary::new(set.into_iter().map(|n| (n, 1)));
            println!("{} names built in {:?}", vocabulary.len(), started.elapsed());
            let questions = files::questions(&folder)?;
            let mut times = [Vec::new(), Vec::new(), Vec::new()];
            for q in questions.iter().take(400) {
                for token in sijill_names::tokens(&q.name) {
                    let started = std::time::Instant::now();
                    let sought = sijill_names::Sought::new(token, sijill_names::Copies::Bad);
                    times[0].push(started.elapsed().as_secs_f64() * 1e3);
                    let started = std::time::Instant::now();
                    std::hint::black_box(vocabulary.nearest(&sought, 60));
                    times[1].push(started.elapsed().as_secs_f64() * 1e3);
                }
            }
            let v = persons::vocabulary(&pool);
            let records: Vec<_> = pool.iter().take(500).map(sijill_names::Record::new).collect();
            for q in questions.iter().take(100) {
                let asked = sijill_schema::AskedPerson {
                    name: Some(q.name.clone()),
                    mother: q.mother.clone(),
                    ..Default::default()
                };
                let mut m = sijill_names::Matcher::new(&asked, &v, 5000);
                let started = std::time::Instant::now();
                for r in &records {
                    std::hint::black_box(m.total(r));
                }
                times[2].push(started.elapsed().as_secs_f64() * 1e3);
            }
            for t in &mut times {
                t.sort_by(f64::total_cmp);
                println!(
                    "p50 {:.3} p90 {:.3} p99 {:.3} ms",
                    t[t.len() / 2],
                    t[t.len() * 9 / 10],
                    t[t.len() * 99 / 100]
                );
            }
            Ok(())
        }
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
