//! A fault campaign: one scene, played again for every call that can go wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use crate::strace::{Fault, Part, Point, trace};
use crate::strace_log::Log;
use crate::{Run, Sijill};

const FAULTS: [Fault; 3] = [Fault::Kill, Fault::Eio, Fault::Full];

/// How many failures are printed.
const SHOWN: usize = 40;

/// What is played.
pub trait Scene: Sync {
    /// Makes everything that the command needs in an empty folder.
    fn set(&self, folder: &Path);
    /// The command.
    fn arguments(&self, folder: &Path) -> Vec<String>;
    /// Says what is wrong after the command met its fault.
    ///
    /// # Errors
    /// What is wrong.
    fn judge(&self, folder: &Path, faulted: &Faulted) -> Result<(), String>;
}

/// A command that met a fault.
#[derive(Debug)]
pub struct Faulted {
    /// How it ended.
    pub run: Run,
    /// Whether the fault also struck its standard output, so that it could not say anything.
    pub is_mute: bool,
    /// Whether the fault struck a call that makes something durable.
    pub was_sync: bool,
}

/// How many points are tried.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    /// About so many, evenly spread.
    About(usize),
    /// All of them.
    All,
}

impl Reach {
    /// All if `SIJILL_CAMPAIGN` is `long`, else about so many.
    #[must_use]
    pub fn asked(points: usize) -> Self {
        match std::env::var("SIJILL_CAMPAIGN") {
            Ok(long) if long == "long" => Self::All,
            _ => Self::About(points),
        }
    }

    /// Every how many-th of `all` is tried.
    #[must_use]
    pub fn stride(self, all: usize) -> usize {
        match self {
            Self::About(points) => (all / points.max(1)).max(1),
            Self::All => 1,
        }
    }
}

/// How often something was tried, met its fault and left a sound archive.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    points: usize,
    hit: usize,
    sound: usize,
}

/// What a campaign came to.
#[derive(Debug, Default)]
pub struct Tally {
    counts: BTreeMap<(Part, String, Fault), Count>,
    failures: Vec<String>,
}

impl Tally {
    /// How many faults were really met.
    #[must_use]
    pub fn hit(&self) -> usize {
        self.counts.values().map(|count| count.hit).sum()
    }

    fn enter(&mut self, point: &Point, hit: bool, judged: Result<(), String>) {
        let key = (point.part, point.call.clone(), point.fault);
        let count = self.counts.entry(key).or_default();
        count.points += 1;
        count.hit += usize::from(hit);
        count.sound += usize::from(hit && judged.is_ok());
        self.failures.extend(judged.err().map(|what| format!("{point:?}: {what}")));
    }

    /// Prints the table.
    pub fn print(&self, title: &str) {
        println!(
            "\n{title}\n{:5} {:16} {:10} {:>7} {:>5} {:>6}",
            "part", "call", "fault", "points", "hit", "sound"
        );
        for ((part, call, fault), count) in &self.counts {
            let Count { points, hit, sound } = count;
            let part = format!("{part:?}");
            println!("{part:5} {call:16} {fault:10} {points:7} {hit:5} {sound:6}");
        }
        let sum = |of: fn(&Count) -> usize| self.counts.values().map(of).sum::<usize>();
        let (points, sound) = (sum(|count| count.points), sum(|count| count.sound));
        println!("{:33} {points:7} {:5} {sound:6}", "all", self.hit());
        self.failures.iter().take(SHOWN).for_each(|failure| println!("{failure}"));
    }

    /// Fails if a point left anything that is not sound, or too many faults missed their call.
    ///
    /// # Panics
    /// If so.
    pub fn assert_sound(&self) {
        let failures = self.failures.len();
        assert!(failures == 0, "{failures} points failed");
        let points: usize = self.counts.values().map(|count| count.points).sum();
        assert!(10 * self.hit() >= 8 * points, "only {} of {points} faults were met", self.hit());
    }
}

/// Plays a scene once to count its calls, then once for each point.
///
/// # Panics
/// If strace is missing or the scene fails without a fault.
pub fn play(sijill: &Sijill, scene: &dyn Scene, parts: &[Part], reach: Reach) -> Tally {
    let all: Vec<Point> = parts.iter().flat_map(|part| points(sijill, scene, *part)).collect();
    let stride = reach.stride(all.len());
    // Every call stands there with each fault in turn: a multiple would try one fault only.
    let stride =
        if stride > 1 && stride.is_multiple_of(FAULTS.len()) { stride + 1 } else { stride };
    let chosen: Vec<&Point> = all.iter().step_by(stride).collect();
    let tried: Vec<_> =
        chosen.into_par_iter().map(|point| (point, attempt(sijill, scene, point))).collect();
    let mut tally = Tally::default();
    tried.into_iter().for_each(|(point, (hit, judged))| tally.enter(point, hit, judged));
    tally
}

fn attempt(sijill: &Sijill, scene: &dyn Scene, point: &Point) -> (bool, Result<(), String>) {
    let stage = Stage::new(scene);
    let (run, log) = stage.trace(sijill, scene, point.part, Some(point));
    let faulted =
        Faulted { run, is_mute: log.was_silenced(), was_sync: log.was_sync(&stage.folder) };
    let judged = scene.judge(&stage.folder, &faulted);
    (log.was_hit(&stage.folder), judged.map_err(|what| format!("{what}\n    {faulted:?}")))
}

fn points(sijill: &Sijill, scene: &dyn Scene, part: Part) -> Vec<Point> {
    let stage = Stage::new(scene);
    let (run, log) = stage.trace(sijill, scene, part, None);
    assert_eq!(run.code, Some(0), "without a fault: {run:?}");
    let begins_well = part == Part::Main || log.begins_in_the_pipeline();
    assert!(begins_well, "the process was stopped too early: strace.rs says when");
    let writes = log.writes_below(&stage.folder);
    assert!(!writes.is_empty(), "strace saw no call: {log:?}");
    let point = |(call, number): (String, usize)| {
        FAULTS.map(|fault| Point { part, call: call.clone(), number, fault })
    };
    writes.into_iter().flat_map(point).collect()
}

/// Where one point is played. In memory where there is such a place: no power is really cut.
struct Stage {
    folder: PathBuf,
    outside: TempDir,
}

impl Stage {
    fn new(scene: &dyn Scene) -> Self {
        let outside = fast_folder();
        let folder = outside.path().join("stage");
        fs_err::create_dir(&folder).unwrap();
        scene.set(&folder);
        Self { folder, outside }
    }

    fn trace(
        &self,
        sijill: &Sijill,
        scene: &dyn Scene,
        part: Part,
        point: Option<&Point>,
    ) -> (Run, Log) {
        let arguments = scene.arguments(&self.folder);
        let arguments = arguments.iter().map(String::as_str);
        let sijill = sijill.on(&self.folder.join("archive"));
        trace(&sijill, arguments, part, point, self.outside.path())
    }
}

/// A temporary folder in memory, where the machine has one.
///
/// # Panics
/// If none can be made.
#[must_use]
pub fn fast_folder() -> TempDir {
    let builder = || tempfile::Builder::new().prefix("sijill-tests-").to_owned();
    builder().tempdir_in("/dev/shm").or_else(|_| builder().tempdir()).unwrap()
}
