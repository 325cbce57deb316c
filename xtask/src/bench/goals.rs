//! The goals of a measurement (`performance.md` §6), each a quotient of figures of the same round.

use super::contest::Contest;
use super::measure::Sample;

/// Which figure of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    Wall,
    Cpu,
    Memory,
}

impl Metric {
    /// The figure itself.
    pub fn of(self, sample: &Sample) -> f64 {
        match self {
            Self::Wall => sample.wall,
            Self::Cpu => sample.cpu,
            Self::Memory => sample.memory,
        }
    }

    /// What the figure is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wall => "wall",
            Self::Cpu => "cpu",
            Self::Memory => "peak memory",
        }
    }
}

/// The product of the figures of `over` divided by that of `under` must not exceed `at_most`.
pub struct Goal {
    /// The row of the table of goals.
    pub row: u8,
    pub contest: &'static str,
    pub metric: Metric,
    pub over: &'static [&'static str],
    pub under: &'static [&'static str],
    pub at_most: f64,
}

impl Goal {
    /// The goal in words.
    pub fn claim(&self) -> String {
        let under = self.under.iter().map(|name| format!(" / {name}")).collect::<String>();
        let unit = if self.under.is_empty() { ", MB" } else { "" };
        format!("{}, {}: {}{under}{unit}", self.contest, self.metric.name(), self.over.join(" x "))
    }

    /// The median over the rounds; none if somebody did not take part.
    pub fn reached(&self, contest: &Contest) -> Option<f64> {
        let figures = |names: &[&str]| {
            names.iter().map(|name| contest.samples(name)).collect::<Option<Vec<_>>>()
        };
        let (over, under) = (figures(self.over)?, figures(self.under)?);
        let rounds = over.first()?.len();
        let product = |rows: &[&[Sample]], round: usize| {
            rows.iter().map(|samples| self.metric.of(&samples[round])).product::<f64>()
        };
        let quotients = (0..rounds).map(|round| product(&over, round) / product(&under, round));
        Some(median(quotients.collect()))
    }
}

/// The middle one; of an even number, the mean of the middle two.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

const fn ours(
    row: u8,
    contest: &'static str,
    under: &'static [&'static str],
    at_most: f64,
) -> Goal {
    Goal { row, contest, metric: Metric::Wall, over: &["sijill"], under, at_most }
}

const fn growth(
    row: u8,
    metric: Metric,
    over: &'static [&'static str],
    under: &'static [&'static str],
    at_most: f64,
) -> Goal {
    Goal { row, contest: "growth", metric, over, under, at_most }
}

/// "The best of bagit and rocfl" is one goal for each of them.
pub const GOALS: &[Goal] = &[
    ours(1, "ingest scans", &["cp -a"], 1.25),
    ours(1, "ingest scans", &["bagit"], 0.65),
    ours(1, "ingest scans", &["rocfl"], 0.45),
    ours(1, "ingest scans", &["restic"], 0.3),
    ours(1, "ingest large", &["cp -a"], 1.25),
    ours(1, "ingest large", &["bagit"], 0.65),
    ours(1, "ingest large", &["rocfl"], 0.45),
    ours(1, "ingest large", &["restic"], 0.3),
    ours(2, "ingest small", &["cp -a"], 1.7),
    ours(2, "ingest small", &["bagit"], 0.95),
    ours(4, "verify small", &["openssl x2"], 1.5),
    ours(4, "verify small", &["sha256sum -c"], 0.25),
    ours(4, "verify scans", &["openssl x2"], 1.1),
    ours(4, "verify scans", &["sha256sum -c"], 0.2),
    ours(4, "verify large", &["openssl x2"], 1.1),
    ours(4, "verify large", &["sha256sum -c"], 0.2),
    ours(5, "verify small", &["bagit"], 0.8),
    ours(5, "verify small", &["rocfl"], 0.8),
    ours(5, "verify scans", &["bagit"], 0.8),
    ours(5, "verify scans", &["rocfl"], 0.8),
    ours(5, "verify large", &["bagit"], 0.8),
    ours(5, "verify large", &["rocfl"], 0.8),
    compare(19, "check large", &["check"], &["openssl x2"], 1.2),
    ledger(&["bare SQLite, 100 rows"], 2.0),
    ledger(&["ledger, 1 row"], 0.1),
    growth(15, Metric::Memory, &["ingest, many"], &["ingest, few"], 1.15),
    growth(15, Metric::Memory, &["ingest, many"], &[], 64.0),
    growth(15, Metric::Memory, &["verify, many"], &["verify, few"], 1.15),
    growth(15, Metric::Memory, &["verify, many"], &[], 64.0),
    growth(16, Metric::Wall, INGEST_GROWS, COPY_GROWS, 1.2),
    growth(16, Metric::Cpu, INGEST_GROWS, COPY_GROWS, 1.2),
    growth(16, Metric::Wall, &["verify, many"], &["verify, few"], 12.0),
    growth(16, Metric::Cpu, &["verify, many"], &["verify, few"], 12.0),
    compare(17, "again", &["ingest again"], &["verify"], 1.0),
    compare(18, "append", &["to a full archive"], &["to an empty archive"], 1.2),
];

/// Growth of ingest over growth of `cp -a`: (many / few) / (cp many / cp few).
const INGEST_GROWS: &[&str] = &["ingest, many", "cp -a, few"];
const COPY_GROWS: &[&str] = &["ingest, few", "cp -a, many"];

const fn compare(
    row: u8,
    contest: &'static str,
    over: &'static [&'static str],
    under: &'static [&'static str],
    at_most: f64,
) -> Goal {
    Goal { row, contest, metric: Metric::Wall, over, under, at_most }
}

/// Rows a second at least so many times as often are seconds a row at most one so-manieth.
const fn ledger(under: &'static [&'static str], at_most: f64) -> Goal {
    compare(6, "ledger", &["ledger, 100 rows"], under, at_most)
}

#[cfg(test)]
mod tests {
    use super::super::contest::Row;
    use super::*;

    fn row(name: &str, walls: &[f64]) -> Row {
        let sample = |wall: &f64| Sample { wall: *wall, cpu: f64::NAN, memory: f64::NAN };
        Row { name: name.into(), yardstick: 0, samples: walls.iter().map(sample).collect() }
    }

    #[test]
    fn a_goal_is_judged_by_the_median_of_the_rounds_own_ratios() {
        let rows = vec![row("cp -a", &[1.0, 10.0, 2.0]), row("sijill", &[2.0, 10.0, 3.0])];
        let about = String::new();
        let contest = Contest { title: "ingest scans".into(), about, rows, absent: vec![] };
        assert_eq!(GOALS[0].reached(&contest), Some(1.5));
        assert_eq!(GOALS[1].reached(&contest), None, "bagit did not take part");
    }

    #[test]
    fn medians_of_even_numbers_lie_between() {
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
    }
}
