//! How secret what somebody looks for may be, and what is said about the index that is asked.

use clap::{Args, ValueEnum};
use sijill_finding::{Filter, Finder};
use sijill_schema::AccessLevel;

use crate::output::Output;

/// How secret the records may be.
#[derive(Debug, Args)]
pub(crate) struct Level {
    /// The most secret records that may be found; sealed ones only where it is asked for by name.
    #[arg(long, value_enum, value_name = "LEVEL", default_value = "confidential")]
    level: Name,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    Open,
    Restricted,
    Confidential,
    Sealed,
}

impl Level {
    /// What may be found: the records of every accession up to the level.
    pub fn seen(&self) -> Filter {
        Filter::up_to(match self.level {
            Name::Open => AccessLevel::Open,
            Name::Restricted => AccessLevel::Restricted,
            Name::Confidential => AccessLevel::Confidential,
            Name::Sealed => AccessLevel::Sealed,
        })
    }
}

/// Says what was done to the index before it was asked, where a person should know.
pub(crate) fn say_kept(finder: &Finder, output: Output) {
    if let Some(why) = &finder.kept.rebuilt {
        let pages = finder.kept.indexed;
        output.say(&format!("The search index was made anew from {pages} pages: {why}."));
    }
    if finder.behind > 0 {
        let events = finder.behind;
        let why = finder.unkept.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        output.alarm(&format!("the search index does not know the newest {events} events{why}"));
    }
}
