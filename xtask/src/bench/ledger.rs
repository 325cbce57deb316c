//! Appending to the ledger beside bare SQLite: `sijill-storage` measures itself in an example, because neither
//! is reachable through the command line.

use serde_json::Value;

use super::contest::{Contest, Row};
use super::measure::Sample;
use crate::Result;
use crate::command::{cargo, output, root};

const EXAMPLE: &str = "crates/storage/examples/ledger_append";

/// Rows of the contest with the fields of the example's JSON that they come from.
const ROWS: [(&str, &str); 3] = [
    ("bare SQLite, 100 rows", "bare_rows_per_s"),
    ("ledger, 100 rows", "grouped_rows_per_s"),
    ("ledger, 1 row", "single_rows_per_s"),
];

/// Runs the example once a round; no contest if there is no such example.
pub fn hold(rounds: usize) -> Result<Vec<Contest>> {
    if !root().join(EXAMPLE).with_extension("rs").exists() && !root().join(EXAMPLE).exists() {
        eprintln!("ledger: {EXAMPLE}.rs does not exist, so its contest is left out");
        return Ok(Vec::new());
    }
    let mut rows = ROWS.map(|(name, _)| Row { name: name.into(), yardstick: 0, samples: vec![] });
    for _ in 0..rounds {
        let line =
            "run --quiet --release --locked --package sijill-storage --example ledger_append";
        let said: Value = serde_json::from_str(&output(&mut cargo(line))?)?;
        for (row, (_, field)) in rows.iter_mut().zip(ROWS) {
            row.samples.push(seconds_a_row(&said, field)?);
        }
    }
    let about = "seconds a row, durable, by rows a transaction".to_owned();
    Ok(vec![Contest { title: "ledger".into(), about, rows: rows.into(), absent: vec![] }])
}

fn seconds_a_row(said: &Value, field: &str) -> Result<Sample> {
    let rate = said[field].as_f64().filter(|rate| *rate > 0.0);
    let rate =
        rate.ok_or_else(|| format!("the example ledger_append printed no {field}: {said}"))?;
    Ok(Sample { wall: 1.0 / rate, cpu: f64::NAN, memory: f64::NAN })
}
