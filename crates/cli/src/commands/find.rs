use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_finding::{Finder, FoundPeople, PersonHit, Scope, WordsHit};
use sijill_names::{Reason, Why};
use sijill_schema::MentionBasis;
use sijill_storage::Archive;

use super::Ended;
use crate::Global;
use crate::level::{self, Level};
use crate::output::Output;
use crate::person::Person;

/// Find mentions of a person, however the name was written.
///
/// Each hit is one record's word and stands with the reasons for its place: what speaks for it and against it, field by
/// field. A name alone proves nothing; add the mother, the year of birth, the place.
#[derive(Debug, Args)]
pub(crate) struct Find {
    #[command(flatten)]
    person: Person,
    /// How many mentions are shown.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How many of the best are passed over.
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    #[command(flatten)]
    level: Level,
}

impl Find {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let finder = Finder::open(&archive)?;
        level::say_kept(&finder, output);
        let (limit, offset) = (self.limit, self.offset);
        let scope = Scope { seen: self.level.seen(), limit, offset };
        let asked = self.person.asked();
        let FoundPeople { hits, equal, counted, on_pages } = finder.find(&asked, &scope)?;
        let index =
            json!({ "kept": finder.kept, "behind": finder.behind, "unkept": finder.unkept });
        let json = json!({ "asked": asked, "hits": hits, "equal": equal, "equal_counted": counted, "on_pages": on_pages, "index": index });
        output.result(&json, || words(&hits, &on_pages) + &more(equal, counted))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn words(hits: &[PersonHit], on_pages: &[WordsHit]) -> String {
    if hits.is_empty() && on_pages.is_empty() {
        return "Nobody. What was not read yet cannot be found: see sijill quality.".to_owned();
    }
    let mut text = String::new();
    for hit in hits {
        let basis = match hit.basis {
            MentionBasis::Transcription => "read by a person",
            MentionBasis::Sheet => "from a sheet",
            MentionBasis::Machine => "read by machine",
        };
        let PersonHit { person, score, reference, page, mention, .. } = hit;
        text.push_str(&format!("{score:6.1}  {}\n", person.name));
        for reason in &hit.reasons {
            text.push_str(&format!("        {}\n", sentence(reason)));
        }
        text.push_str(&format!(
            "        {reference} · page {page} · {basis} · mention {mention}\n\n"
        ));
    }
    if !hits.is_empty() {
        text.push_str(
            "Each is one record's word. Nothing here says that two of them are one person.\n",
        );
    }
    text + &not_read(on_pages)
}

/// Pages that have the words of the name, on which nobody was read as that person.
fn not_read(on_pages: &[WordsHit]) -> String {
    let mut text = String::new();
    if !on_pages.is_empty() {
        text.push_str(
            "\nWords like the name stand together on these pages, on which no mention that fits was read:\n",
        );
    }
    for WordsHit { page, reference, words, lines, .. } in on_pages {
        let like = words.iter().map(|word| format!("{} ↔ {}", word.asked, word.found));
        let like = like.collect::<Vec<_>>().join("، ");
        text.push_str(&format!("        {like}\n"));
        lines.iter().for_each(|line| text.push_str(&super::search::shown(line)));
        text.push_str(&format!("        {reference} · page {page}\n\n"));
    }
    text
}

/// How many are not shown although they fit as well, and what tells them apart.
fn more(equal: u64, counted: bool) -> String {
    let count = match (equal, counted) {
        (0, _) => return String::new(),
        (1, true) => "1 more fits".to_owned(),
        (_, true) => format!("{equal} more fit"),
        (_, false) => format!("At least {equal} more fit"),
    };
    format!(
        "{count} as well as the last of these. Ask for the mother, the year of birth or the place as well, or for a greater --limit.\n"
    )
}

fn sentence(reason: &Reason) -> String {
    let Reason { field, asked, found, weight, why } = reason;
    let field = json!(field).as_str().unwrap_or_default().to_owned();
    let both = match (asked, found) {
        (Some(asked), Some(found)) => format!("{asked} ↔ {found}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    format!("{weight:+5.1}  {field}: {both} ({})", because(*why))
}

fn because(why: Why) -> &'static str {
    match why {
        Why::SameSpelling => "the same spelling",
        Why::SameSound => "the same sound",
        Why::SameButArticle => "the same but for the article",
        Why::JoinedOtherwise => "joined or parted otherwise",
        Why::LetterReadWrong => "a letter may have been read or written wrong",
        Why::SimilarSpelling => "a similar spelling",
        Why::NotInRecord => "not in the record",
        Why::NotAsked => "in the record, not asked for",
        Why::OtherOrder => "the names in another order",
        Why::OtherMother => "another mother",
        Why::OtherKunya => "another kunya",
        Why::SameYear => "the same year",
        Why::YearOffByOne => "one year off",
        Why::YearNear => "a few years off",
        Why::OtherYear => "another year",
        Why::SamePlace => "the same place",
        Why::OtherPlace => "another place",
        Why::SameNumber => "the same number",
        Why::OneDigitOff => "one digit is different: UNCERTAIN",
        Why::OtherNumber => "another number",
    }
}
