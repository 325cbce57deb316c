//! `cargo xtask bench-search`: the index of pages beside bare tantivy and SQLite's FTS5. The measuring is done by
//! `crates/search/benches/peers`, which is built as a release; here the goals are held against its figures.

use std::process::Stdio;

use clap::Args;
use serde_json::Value;

use crate::Result;
use crate::command::cargo;

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// 200,000 pages instead of a million
    #[arg(long)]
    short: bool,
    /// End with an error if a goal is missed
    #[arg(long)]
    gate: bool,
}

/// The questions whose p99 is held against bare tantivy's, and the most that it may be of it.
const AGAINST_TANTIVY: [&str; 4] = ["term", "AND of 3", "phrase", "fuzzy"];
const OF_TANTIVY: f64 = 1.5;
/// Those that are held against FTS5's.
const AGAINST_FTS5: [&str; 2] = ["term", "AND of 3"];
const OF_FTS5: f64 = 0.05;
/// The most processor time of building, of bare tantivy's.
const BUILD: f64 = 1.3;
/// The most memory of building, in millions of bytes: the writer's 64 and 80 more.
const MEMORY: f64 = 144.0;

/// Runs the bench and says which goals are met.
pub fn run(options: &Options) -> Result<()> {
    let mut bench = cargo("bench --quiet --locked --package sijill-search --bench peers --");
    if options.short {
        bench.arg("--short");
    }
    let output = bench.stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    if !output.status.success() {
        return Err(format!("the bench ended with {}", output.status).into());
    }
    let figures: Value = serde_json::from_str(said.lines().last().unwrap_or_default())?;
    let goals = goals(&figures);
    for (what, is, most) in &goals {
        let verdict = if is <= most { "met" } else { "MISSED" };
        println!("{what:<44} {is:>9.3}  goal {most:>7.2}  {verdict}");
    }
    let missed = goals.iter().filter(|(_, is, most)| is > most || is.is_nan()).count();
    if options.gate && missed > 0 {
        return Err(format!("{missed} goals missed").into());
    }
    Ok(())
}

/// Each goal: what it is about, the figure, and the most that it may be.
fn goals(figures: &Value) -> Vec<(String, f64, f64)> {
    let number = |path: &[&str]| {
        let value = path.iter().try_fold(figures, |value, key| value.get(*key));
        value.and_then(Value::as_f64).unwrap_or(f64::NAN)
    };
    let p99 = |kind: &str, engine: &str| number(&["questions", kind, engine, "p99_ms"]);
    let mut goals = Vec::new();
    for (kinds, peer, most) in
        [(&AGAINST_TANTIVY[..], "same fields", OF_TANTIVY), (&AGAINST_FTS5[..], "fts5", OF_FTS5)]
    {
        for kind in kinds {
            let ratio = p99(kind, "sijill") / p99(kind, peer);
            goals.push((format!("p99 of {kind}, of {peer}'s"), ratio, most));
        }
    }
    let cpu = |engine: &str| number(&["build", engine, "cpu_s"]);
    goals.push((
        "building, of tantivy's processor time".into(),
        cpu("sijill") / cpu("same fields"),
        BUILD,
    ));
    goals.push(("memory of building, MB".into(), number(&["build", "sijill", "peak_mb"]), MEMORY));
    goals
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_are_held_against_the_goals_and_absent_ones_meet_none() {
        let p99 = |ms: f64| json!({ "p99_ms": ms });
        let figures = json!({
            "build": { "sijill": { "cpu_s": 14.0, "peak_mb": 120.0 }, "same fields": { "cpu_s": 10.0 } },
            "questions": { "term": { "sijill": p99(3.0), "same fields": p99(2.0), "fts5": p99(100.0) } },
        });
        let goals = goals(&figures);
        let met = |what: &str| {
            let (_, is, most) = goals.iter().find(|(name, ..)| name.contains(what)).unwrap();
            is <= most
        };
        assert!(met("term, of same fields's") && met("term, of fts5") && met("memory"));
        assert!(!met("building, of") && !met("fuzzy"));
    }
}
