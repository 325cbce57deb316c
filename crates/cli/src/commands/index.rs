use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use sijill_finding::{Comparison, Count, Kept, compare, rebuild};
use sijill_storage::Archive;

use super::Ended;
use crate::Global;
use crate::error::Exit;
use crate::output::Output;

/// Show that the search index holds what the archive holds, or make it anew.
///
/// Pages and the people named on them are counted twice, in the index and in ledger, catalogue and texts, with a digest
/// over all of them. The index is taken as it is: what the newest events brought is missing in it until something is
/// looked for. Exit code 0 if both are equal, 1 if not.
#[derive(Debug, Args)]
pub(crate) struct Index {
    /// Makes the whole index anew before it is compared.
    #[arg(long)]
    rebuild: bool,
}

impl Index {
    pub fn run(&self, global: &Global, output: Output) -> Ended {
        let archive = Archive::open(global.archive()?)?;
        let kept = self.rebuild.then(|| rebuild(&archive)).transpose()?;
        let compared = compare(&archive)?;
        let mut json = json!(compared);
        if let Some(kept) = &kept {
            json["kept"] = json!(kept);
        }
        output.result(&json, || words(&compared, kept.as_ref()))?;
        Ok(if compared.ok { ExitCode::SUCCESS } else { Exit::UNSOUND.into() })
    }
}

fn words(compared: &Comparison, kept: Option<&Kept>) -> String {
    let Comparison { ok, pages, archive, people, behind, unusable } = compared;
    let mut text = match kept {
        Some(Kept { busy: true, .. }) => {
            "Another process is writing the index; it was not made anew.\n".to_owned()
        }
        Some(Kept { indexed, .. }) => format!("The index was made anew from {indexed} pages.\n"),
        None => String::new(),
    };
    let rows = [("pages", pages, archive), ("people", &people.index, &people.archive)];
    for (what, index, archive) in rows {
        let Count { count, digest } = index;
        text.push_str(&format!("{what:>6} in the index    {count:>9}  {digest}\n"));
        let Count { count, digest } = archive;
        text.push_str(&format!("{what:>6} in the archive  {count:>9}  {digest}\n"));
    }
    if let Some(why) = unusable {
        text.push_str(&format!("The index cannot be used: {why}.\n"));
    } else if *behind > 0 {
        text.push_str(&format!("The index does not know the newest {behind} events.\n"));
    }
    text.push_str(if *ok {
        "The index holds what the archive holds.\n"
    } else {
        "The index does not hold what the archive holds. Next: sijill search, which brings it up, or sijill index --rebuild\n"
    });
    text
}
