//! Taking sheets in.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use sijill_describe::{
    Books, FieldChange, ItemChange, ItemPlan, PagePeople, PeoplePlan, plan_items, plan_people,
};
use sijill_storage::{Archive, Writer};

use super::{OpenBooks, dry_end, lines, read_table, refusal};
use crate::commands::Ended;
use crate::error::CliError;
use crate::output::Output;
use crate::{Global, passphrase};

pub(super) fn items(global: &Global, output: Output, sheet: &Path, dry_run: bool) -> Ended {
    let archive = Archive::open(global.archive()?)?;
    let table = read_table(sheet)?;
    if dry_run {
        let plan = plan_items(&table, OpenBooks::of(&archive)?.books())?;
        output.result(&item_report(&plan, true), || item_words(&plan, true))?;
        return Ok(dry_end(&plan.problems));
    }
    let mut writer = archive.write(&passphrase::own(global)?)?;
    // Planned while nobody else can write, so that no other change is lost.
    let plan = plan_items(&table, books(&writer))?;
    if !plan.problems.is_empty() {
        return Err(refusal(sheet, &plan.problems));
    }
    writer.describe(plan.changes.iter().map(|change| change.description.clone()).collect())?;
    writer.finish()?;
    output.result(&item_report(&plan, false), || item_words(&plan, false))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn people(global: &Global, output: Output, sheet: &Path, dry_run: bool) -> Ended {
    let archive = Archive::open(global.archive()?)?;
    let table = read_table(sheet)?;
    if dry_run {
        let plan = plan_people(&table, OpenBooks::of(&archive)?.books())?;
        output.result(&people_report(&plan, true)?, || people_words(&plan, true))?;
        return Ok(dry_end(&plan.problems));
    }
    let mut writer = archive.write(&passphrase::own(global)?)?;
    let plan = plan_people(&table, books(&writer))?;
    if !plan.problems.is_empty() {
        return Err(refusal(sheet, &plan.problems));
    }
    let pages = plan.pages.iter().map(|people| (people.page, people.mentions.clone()));
    writer.import_mentions(pages.collect())?;
    writer.finish()?;
    output.result(&people_report(&plan, false)?, || people_words(&plan, false))?;
    Ok(ExitCode::SUCCESS)
}

fn books(writer: &Writer) -> Books<'_> {
    Books { catalogue: writer.catalogue(), ledger: writer.ledger(), index: writer.index() }
}

fn item_report(plan: &ItemPlan, dry_run: bool) -> Value {
    json!({
        "dry_run": dry_run,
        "problems": plan.problems,
        "changes": plan.changes,
        "unchanged": plan.unchanged,
    })
}

fn item_words(plan: &ItemPlan, dry_run: bool) -> String {
    if !plan.problems.is_empty() {
        return lines(&plan.problems);
    }
    let changes: String = plan.changes.iter().map(change_words).collect();
    let (did, count) = (if dry_run { "would change" } else { "changed" }, plan.changes.len());
    format!("{changes}{count} items {did}, {} rows say nothing new.", plan.unchanged)
}

fn change_words(change: &ItemChange) -> String {
    let part = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let field = |field: &FieldChange| {
        format!("    {}: {} → {}\n", field.field, part(&field.from), part(&field.to))
    };
    let fields: String = change.fields.iter().map(field).collect();
    format!("  line {}, {}\n{fields}", change.row, change.reference)
}

fn people_report(plan: &PeoplePlan, dry_run: bool) -> Result<Value, CliError> {
    let pages: Result<Vec<_>, CliError> = plan.pages.iter().map(page_report).collect();
    Ok(json!({
        "dry_run": dry_run,
        "problems": plan.problems,
        "pages": pages?,
        "unchanged": plan.unchanged,
    }))
}

fn page_report(people: &PagePeople) -> Result<Value, CliError> {
    let mut mentions = Vec::new();
    for mention in &people.mentions {
        let id = mention.id().map_err(sijill_storage::StorageError::from)?;
        mentions.push(json!({ "id": id, "role": mention.role, "person": mention.person }));
    }
    Ok(json!({
        "page": people.page,
        "item": people.item,
        "replaced": people.replaced,
        "mentions": mentions,
    }))
}

fn people_words(plan: &PeoplePlan, dry_run: bool) -> String {
    if !plan.problems.is_empty() {
        return lines(&plan.problems);
    }
    let page = |people: &PagePeople| {
        let replaced = match people.replaced {
            0 => String::new(),
            earlier => format!(", in place of {earlier} of an earlier sheet"),
        };
        format!("  page {}: {} people{replaced}\n", people.page, people.mentions.len())
    };
    let pages: String = plan.pages.iter().map(page).collect();
    let (did, count) = (if dry_run { "would be listed" } else { "listed" }, plan.pages.len());
    format!("{pages}People {did} on {count} pages; {} pages as before.", plan.unchanged)
}
