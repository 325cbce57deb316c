//! Whether every listed file has the digests that it should have. Each file is read once, whatever the number of
//! its digests, and as many files at a time as there are cores.

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;

use crate::algorithm::{Algorithm, digests};
use crate::read::{Bag, Manifest};
use crate::report::{Code, Report, shown};

/// The digests of one file, in the order in which they were asked for.
pub(super) type Hashed = io::Result<Vec<String>>;

impl Bag {
    pub(super) fn fixity(&self, report: &mut Report) {
        let mut wanted: BTreeMap<&str, Vec<&Manifest>> = BTreeMap::new();
        for manifest in self.payload.iter().chain(&self.tags) {
            let there = manifest.entries.keys().filter(|path| self.container().contains(path));
            there.for_each(|path| wanted.entry(path).or_default().push(manifest));
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let hash = |(path, manifests): &(&str, Vec<&Manifest>)| -> Hashed {
            let algorithms: Vec<_> = manifests.iter().map(|manifest| manifest.algorithm).collect();
            self.hash(path, &algorithms)
        };
        let hashed: Vec<_> = wanted.par_iter().map(hash).collect();
        for ((path, manifests), hashed) in wanted.iter().zip(hashed) {
            compare(path, manifests, hashed, report);
        }
    }

    /// The digests of one file of the bag, in lower-case hexadecimal digits and in the order asked for; the file
    /// is read once.
    ///
    /// # Errors
    /// If it is not there or cannot be read to its end.
    pub fn hash(&self, path: &str, algorithms: &[Algorithm]) -> io::Result<Vec<String>> {
        digests(self.container().read(path)?, algorithms)
    }
}

fn compare(path: &str, manifests: &[&Manifest], hashed: Hashed, report: &mut Report) {
    let found = match hashed {
        Ok(found) => found,
        Err(error) => {
            report.error(Code::Unreadable, format!("{}: {error}", shown(path)));
            return;
        }
    };
    for (manifest, found) in manifests.iter().zip(found) {
        let stated = manifest.entries.get(path).map_or("", String::as_str);
        if stated != found {
            let what =
                format!("{}: {} says {stated}, the file has {found}", shown(path), manifest.name);
            report.error(Code::Altered, what);
        }
    }
}
