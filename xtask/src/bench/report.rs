//! The tables: for people on standard output and in `report.md`, for programs in `report.json`.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::contest::{Arena, Contest, Row};
use super::goals::{GOALS, Goal, Metric, median};
use super::machine;
use crate::Result;

type Facts = [(&'static str, String)];
type Judged<'a> = (&'a Goal, Option<f64>);

/// Writes both reports into `folder`, prints the first, and says how many goals were missed.
pub fn publish(folder: &Path, arena: &Arena, contests: &[Contest]) -> Result<usize> {
    let facts = machine::facts(arena);
    let goals = judged(contests);
    let mut text = heading(arena.rounds, &facts);
    text.extend(contests.iter().map(table));
    text += &verdicts(&goals);
    println!("{text}");
    fs_err::write(folder.join("report.md"), &text)?;
    let report = report_json(arena.rounds, &facts, contests, &goals);
    fs_err::write(folder.join("report.json"), serde_json::to_string_pretty(&report)?)?;
    Ok(goals.iter().filter(|(goal, reached)| reached.is_some_and(|r| r > goal.at_most)).count())
}

/// Every goal whose contest was held, with what was reached if its peer took part.
fn judged(contests: &[Contest]) -> Vec<Judged<'static>> {
    let judge = |goal: &'static Goal| {
        let contest = contests.iter().find(|contest| contest.title == goal.contest)?;
        Some((goal, goal.reached(contest)))
    };
    GOALS.iter().filter_map(judge).collect()
}

fn heading(rounds: usize, facts: &Facts) -> String {
    let warning = match rounds {
        0..3 => " **Fewer than 3: this shows that everything works, it measures nothing.**",
        _ => "",
    };
    let title = "# Sijill beside other tools";
    let facts: String = facts.iter().map(|(name, fact)| format!("- {name}: {fact}\n")).collect();
    format!("{title}\n\nRounds: {rounds}.{warning} Caches warm.\n\n{facts}")
}

fn table(contest: &Contest) -> String {
    let heads = "tool | wall ratio (min-max) | cpu ratio | memory ratio | wall s | cpu s | peak MB";
    let rows: String = contest.rows.iter().map(|row| table_row(contest, row)).collect();
    let absent = match contest.absent.as_slice() {
        [] => String::new(),
        tools => format!("\nNot on this machine: {}.\n", tools.join(", ")),
    };
    let (title, about, rule) = (&contest.title, &contest.about, "---|".repeat(7));
    format!("\n## {title}\n\n{about}\n\n| {heads} |\n|{rule}\n{rows}{absent}")
}

fn table_row(contest: &Contest, row: &Row) -> String {
    let ratio = |metric| number(median(ratios(contest, row, metric)));
    let figure = |metric| number(median(figures(row, metric)));
    let cells = [
        row.name.clone(),
        format!("{} {}", ratio(Metric::Wall), span(&ratios(contest, row, Metric::Wall))),
        ratio(Metric::Cpu),
        ratio(Metric::Memory),
        figure(Metric::Wall),
        figure(Metric::Cpu),
        figure(Metric::Memory),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn span(ratios: &[f64]) -> String {
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    format!("({}-{})", number(least), number(most))
}

fn figures(row: &Row, metric: Metric) -> Vec<f64> {
    row.samples.iter().map(|sample| metric.of(sample)).collect()
}

/// The row's figures over those of its yardstick, round by round.
fn ratios(contest: &Contest, row: &Row, metric: Metric) -> Vec<f64> {
    let yardstick = figures(&contest.rows[row.yardstick], metric);
    figures(row, metric).iter().zip(yardstick).map(|(ours, theirs)| ours / theirs).collect()
}

fn verdicts(goals: &[Judged]) -> String {
    let rows: String = goals.iter().map(verdict_row).collect();
    format!("\n## Goals\n\n| # | what | reached | goal | verdict |\n|{}\n{rows}", "---|".repeat(5))
}

fn verdict_row((goal, reached): &Judged) -> String {
    let shown = reached.map_or("-".to_owned(), number);
    let (row, claim, at_most) = (goal.row, goal.claim(), goal.at_most);
    format!("| {row} | {claim} | {shown} | <= {at_most} | {} |\n", verdict(goal, *reached))
}

fn verdict(goal: &Goal, reached: Option<f64>) -> &'static str {
    match reached {
        None => "not measured",
        Some(reached) if reached <= goal.at_most => "met",
        Some(_) => "missed",
    }
}

/// Three figures are all that such a measurement can bear.
fn number(number: f64) -> String {
    match number {
        n if n.is_nan() => "-".to_owned(),
        n if n >= 100.0 => format!("{n:.0}"),
        n if n >= 10.0 => format!("{n:.1}"),
        n if n >= 0.01 || n == 0.0 => format!("{n:.2}"),
        n => format!("{n:.1e}"),
    }
}

fn report_json(rounds: usize, facts: &Facts, contests: &[Contest], goals: &[Judged]) -> Value {
    let machine: Map<_, _> =
        facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.clone().into())).collect();
    json!({
        "rounds": rounds,
        "machine": machine,
        "contests": contests.iter().map(contest_json).collect::<Vec<_>>(),
        "goals": goals.iter().map(goal_json).collect::<Vec<_>>(),
    })
}

fn contest_json(contest: &Contest) -> Value {
    let tool = |row: &Row| {
        json!({
            "name": row.name,
            "yardstick": contest.rows[row.yardstick].name,
            "wall_s": figures(row, Metric::Wall),
            "cpu_s": figures(row, Metric::Cpu),
            "peak_mb": figures(row, Metric::Memory),
        })
    };
    let Contest { title, about, absent, rows } = contest;
    let tools: Vec<_> = rows.iter().map(tool).collect();
    json!({ "title": title, "about": about, "tools": tools, "absent": absent })
}

fn goal_json((goal, reached): &Judged) -> Value {
    json!({
        "row": goal.row,
        "what": goal.claim(),
        "reached": reached,
        "at_most": goal.at_most,
        "verdict": verdict(goal, *reached),
    })
}
