use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_finding::{Finder, FoundPages, PageHit, Scope, ShownLine};
use sijill_schema::{AccessLevel, MentionBasis};
use sijill_storage::Archive;

use super::Ended;
use crate::Global;
use crate::level::{self, Level};
use crate::output::Output;

/// Search the pages by words, dates and numbers.
///
/// Words, "phrases", AND OR NOT and parentheses, wild*, misread~, and fields: branch:215 date:2013-04..2014-01
/// type:death-notice site: place: accession: item: title: number: telegram: detainee: hospital: case:, in Arabic too
/// (فرع:٢١٥ تاريخ:٢٠١٣ نوع:برقية). docs/search.md explains them. Spellings of Arabic are alike; `=word` asks for one as it stands.
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// What to look for; several words must all be there.
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// How many pages are shown.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How many of the best are passed over.
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    #[command(flatten)]
    level: Level,
    /// Of this branch.
    #[arg(long, value_name = "NUMBER")]
    branch: Option<String>,
    /// With a date in this period: 2013, 2013-04..2014-01, آذار ٢٠١٤.
    #[arg(long, value_name = "PERIOD")]
    date: Option<String>,
    /// Of this sort of record: telegram, برقية.
    #[arg(long = "type", value_name = "TYPE")]
    record: Option<String>,
    /// Found at this site.
    #[arg(long, value_name = "WORDS")]
    site: Option<String>,
    /// Of this accession.
    #[arg(long, value_name = "REFERENCE")]
    accession: Option<String>,
    /// Of this item.
    #[arg(long, value_name = "REFERENCE")]
    item: Option<String>,
}

impl Search {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let finder = Finder::open(&archive)?;
        level::say_kept(&finder, output);
        let (limit, offset) = (self.limit, self.offset);
        let scope = Scope { seen: self.level.seen(), limit, offset };
        let found = finder.search(&self.query(), &scope)?;
        let mut json = json!(found);
        json["index"] =
            json!({ "kept": finder.kept, "behind": finder.behind, "unkept": finder.unkept });
        output.result(&json, || words(&found))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The query with the filters as its fields.
    fn query(&self) -> String {
        let filters = [
            ("branch", &self.branch),
            ("date", &self.date),
            ("type", &self.record),
            ("site", &self.site),
            ("accession", &self.accession),
            ("item", &self.item),
        ];
        let fields: Vec<String> = filters
            .into_iter()
            .filter_map(|(field, value)| Some(format!("{field}:\"{}\"", value.as_ref()?)))
            .collect();
        let query = self.query.join(" ");
        if fields.is_empty() { query } else { format!("({query}) AND {}", fields.join(" AND ")) }
    }
}

fn words(found: &FoundPages) -> String {
    let mut text = match (found.total, found.certain) {
        (0, _) => return "No page. Nothing like it was read either.".to_owned(),
        (total, certain) if certain < total => {
            format!("{total} pages, {} of them with another digit.\n", total - certain)
        }
        (total, _) => format!("{total} pages.\n"),
    };
    if found.closeness == sijill_finding::Closeness::Nearer {
        text.push_str("Not as asked: words that a bad copy may have made of it were taken too.\n");
    }
    for PageHit { page, reference, title, uncertain, access, lines, .. } in &found.hits {
        let title = title.as_deref().map(|title| format!(" · {title}")).unwrap_or_default();
        let doubt = if *uncertain { " · ANOTHER DIGIT" } else { "" };
        let secret = if *access == AccessLevel::Sealed { " · sealed" } else { "" };
        text.push_str(&format!("\n{reference}{title}{secret}{doubt}\n  page {page}\n"));
        lines.iter().for_each(|line| text.push_str(&shown(line)));
    }
    text
}

/// A line with what was found between marks, and whether only a machine read it.
pub(super) fn shown(line: &ShownLine) -> String {
    let mut text = String::new();
    let mut end = 0;
    for (from, to) in &line.marks {
        let part = |range: std::ops::Range<usize>| line.text.get(range).unwrap_or_default();
        text.push_str(&format!("{}⟦{}⟧", part(end..*from), part(*from..*to)));
        end = *to;
    }
    text.push_str(line.text.get(end..).unwrap_or_default());
    let machine = if line.basis == MentionBasis::Machine { " (machine)" } else { "" };
    format!("  {}{machine}\n", text.replace('\t', " | "))
}
