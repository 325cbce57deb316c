//! Names that will not survive another system. The bag is valid here; whoever copies it to a Mac or to Windows
//! should know.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::read::Bag;
use crate::report::{Code, Report, shown};

/// What operating systems leave behind and take away on their own, in lower case.
const SYSTEM_FILES: [&str; 8] = [
    ".ds_store",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "$recycle.bin",
];

impl Bag {
    pub(super) fn names(&self, report: &mut Report) {
        let there = self.container().files().map(|(path, _)| path);
        let listed = self.payload.iter().flat_map(|manifest| manifest.entries.keys());
        let all: BTreeSet<_> = there.chain(listed.map(String::as_str)).collect();
        let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for path in all {
            alike.entry(folded(path)).or_default().push(path);
            if path
                .split('/')
                .any(|part| SYSTEM_FILES.contains(&part.to_ascii_lowercase().as_str()))
            {
                let what = format!("{} is made and removed by an operating system", shown(path));
                report.warn(Code::SystemFile, what);
            }
        }
        for names in alike.values().filter(|names| names.len() > 1) {
            let names: Vec<_> = names.iter().map(|name| shown(name)).collect();
            let what = format!("one name on some systems: {}", names.join(", "));
            report.warn(Code::NamesCollide, what);
        }
    }
}

/// A name as a system sees it that knows neither case nor normal forms.
fn folded(path: &str) -> String {
    path.to_lowercase().nfc().collect()
}
