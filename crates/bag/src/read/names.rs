//! The files that are there, and which of them a name may mean.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::container::Container;

/// The names of a bag's files.
pub(crate) struct Names<'c> {
    container: &'c Container,
    /// Names that have more than one normal form, by their composed one; none where two files share it.
    composed: HashMap<String, Option<&'c str>>,
}

impl<'c> Names<'c> {
    pub(crate) fn of(container: &'c Container) -> Self {
        let mut composed = HashMap::new();
        for (name, _) in container.files().filter(|(name, _)| !name.is_ascii()) {
            let known = composed.entry(name.nfc().collect());
            known.and_modify(|known| *known = None).or_insert(Some(name));
        }
        Self { container, composed }
    }

    pub(crate) fn contains(&self, path: &str) -> bool {
        self.container.contains(path)
    }

    /// The one file whose name differs from this one by its normal form alone.
    pub(crate) fn alike(&self, path: &str) -> Option<&'c str> {
        if path.is_ascii() {
            return None;
        }
        self.composed.get(&path.nfc().collect::<String>()).copied().flatten()
    }
}
