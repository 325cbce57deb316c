//! Measuring and telling.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

use crate::engines::{Engine, Question, Result};

const ROUNDS: usize = 3;

/// What building an index took.
pub struct Built {
    pub name: &'static str,
    /// Seconds of processor time, without making the pages.
    pub cpu: f64,
    /// Peak resident memory and size on disk, in millions of bytes.
    pub memory: f64,
    pub disk: f64,
}

/// Milliseconds that one engine took, in the middle and at the 99th percentile, and how many pages were found in all.
type Took = (f64, f64, u64);

/// What each engine took for questions of a kind; nothing where it does not offer them.
pub struct Asked {
    kind: String,
    rows: Vec<(&'static str, Option<Took>)>,
}

/// What a process costs, while it works.
pub struct Cost {
    /// The most memory that was seen, in KiB.
    peak: Arc<AtomicU64>,
}

/// How often memory is looked at. What comes and goes faster is not seen.
const LOOKS: Duration = Duration::from_millis(5);

impl Cost {
    /// Begins to watch this process.
    pub fn watch() -> Self {
        let peak = Arc::new(AtomicU64::new(0));
        let seen = peak.clone();
        std::thread::spawn(move || {
            while let Ok(memory) = own_memory() {
                seen.fetch_max(memory, Ordering::Relaxed);
                std::thread::sleep(LOOKS);
            }
        });
        Self { peak }
    }

    /// Seconds of processor time, and the most memory so far in millions of bytes: what the process holds itself. Pages of
    /// files that the system keeps mapped for it are the system's to take back and are not counted.
    pub fn so_far(&self) -> String {
        let peak = self.peak.load(Ordering::Relaxed) as f64 * 1024.0 / 1e6;
        format!("{} {peak}", seconds(ClockId::ProcessCPUTime))
    }
}

fn own_memory() -> Result<u64> {
    let status = fs_err::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    kibibytes.ok_or_else(|| "no RssAnon in /proc/self/status".into())
}

fn seconds(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The size of a folder's files in millions of bytes.
pub fn size(folder: &Path) -> Result<f64> {
    let mut bytes = 0;
    for entry in fs_err::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes as f64 / 1e6)
}

/// Puts questions to the engines, each to all in turn.
pub fn ask(
    kind: &str,
    questions: &[Question],
    engines: &[(&'static str, Box<dyn Engine>)],
) -> Result<Asked> {
    let mut times = vec![vec![f64::INFINITY; questions.len()]; engines.len()];
    let mut found = vec![Some(0); engines.len()];
    for round in 0..ROUNDS {
        for (number, question) in questions.iter().enumerate() {
            for (place, (_, engine)) in engines.iter().enumerate() {
                let begun = seconds(ClockId::ThreadCPUTime);
                let answer = engine.ask(question)?;
                let taken = (seconds(ClockId::ThreadCPUTime) - begun) * 1e3;
                times[place][number] = times[place][number].min(taken);
                if round == 0 {
                    found[place] = found[place].zip(answer).map(|(sum, one)| sum + one);
                }
            }
        }
    }
    let rows = engines.iter().zip(times).zip(found).map(|(((name, _), mut times), found)| {
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
        (*name, found.map(|found| (at(0.5), at(0.99), found)))
    });
    Ok(Asked { kind: kind.to_owned(), rows: rows.collect() })
}

/// Prints the tables, and as the last line the figures as JSON.
pub fn print(pages: u64, built: &[Built], asked: &[Asked]) {
    println!(
        "\n{:<11} {:>10} {:>10} {:>10}   (making the pages is not counted)",
        "build", "cpu s", "peak MB", "disk MB"
    );
    for one in built {
        println!("{:<11} {:>10.1} {:>10.0} {:>10.0}", one.name, one.cpu, one.memory, one.disk);
    }
    println!(
        "\n{:<32} {:<11} {:>9} {:>9} {:>12}   {:>12}",
        "question", "engine", "p50 ms", "p99 ms", "pages found", "p99, fields 1"
    );
    let mut kinds = serde_json::Map::new();
    for Asked { kind, rows } in asked {
        let yardstick =
            rows.iter().find(|(name, _)| *name == "same fields").and_then(|(_, row)| *row);
        let mut figures = serde_json::Map::new();
        for (name, row) in rows {
            let Some((p50, p99, found)) = row else { continue };
            let ratio = yardstick.map_or(f64::NAN, |(_, of, _)| p99 / of);
            println!("{kind:<32} {name:<11} {p50:>9.3} {p99:>9.3} {found:>12}   {ratio:>12.2}");
            figures.insert(
                (*name).to_owned(),
                json!({ "p50_ms": p50, "p99_ms": p99, "found": found }),
            );
        }
        kinds.insert(kind.clone(), Value::Object(figures));
    }
    let built = built.iter().map(|one| {
        let figures = json!({ "cpu_s": one.cpu, "peak_mb": one.memory, "disk_mb": one.disk });
        (one.name.to_owned(), figures)
    });
    let built: serde_json::Map<_, _> = built.collect();
    println!("{}", json!({ "pages": pages, "build": built, "questions": kinds }));
}
