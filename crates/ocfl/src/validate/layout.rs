//! Where a storage root says its objects lie: `ocfl_layout.json` (§4.1), and the parameters of
//! the layouts [0002](https://ocfl.github.io/extensions/0002-flat-direct-storage-layout.html) and
//! 0003. Of other layouts the places are not checked.

use super::folder::Folder;
use super::json::{self, Json, Object};
use super::object_root::REGISTERED;
use crate::digest::{self, Algorithm};
use crate::layout;
use crate::report::{Log, shown};

const FILE: &str = "ocfl_layout.json";
const CONFIG: &str = "config.json";
const FLAT: &str = "0002-flat-direct-storage-layout";
const LONGEST: u64 = 64 * 1024;

/// A layout whose places this crate knows.
pub(super) enum Layout {
    /// The id is the folder's name.
    Flat,
    /// Layout 0003.
    Tuples { algorithm: Algorithm, size: usize, number: usize },
}

impl Layout {
    /// The folder of the object with this id, relative to the root.
    pub(super) fn place(&self, id: &str) -> String {
        match self {
            Self::Flat => id.to_owned(),
            Self::Tuples { algorithm, size, number } => {
                let digest = digest::of_reader(id.as_bytes(), &[*algorithm]).unwrap_or_default();
                layout::path(id, &digest.concat(), *size, *number)
            }
        }
    }
}

/// Checks the layout file of a storage root, if there is one.
pub(super) fn check(root: &Folder, log: &mut Log<'_>) -> Option<Layout> {
    if !root.has_file(FILE) {
        return None;
    }
    let file = object(root, FILE).map_err(|error| log.error("E070", error)).ok()?;
    let [extension, description] = ["extension", "description"].map(|key| file.get(key));
    let extension = extension.and_then(Json::text);
    if extension.is_none() || description.and_then(Json::text).is_none() {
        log.error("E070", format_args!("{FILE} lacks extension or description"));
    }
    let extension = extension?;
    if !REGISTERED.contains(&extension) {
        log.error("E071", format_args!("the layout {} is not registered", shown(extension)));
    }
    match extension {
        FLAT => Some(Layout::Flat),
        layout::NAME => tuples(root, log),
        _ => None,
    }
}

/// The parameters of layout 0003; it has defaults for all of them.
fn tuples(root: &Folder, log: &mut Log<'_>) -> Option<Layout> {
    let folder = root.open("extensions").and_then(|extensions| extensions.open(layout::NAME));
    let config = match folder {
        Some(folder) if folder.entries.contains_key(CONFIG) => object(&folder, CONFIG),
        _ => Ok(Object::new()),
    };
    let layout = config.ok().and_then(|config| parameters(&config));
    if layout.is_none() {
        log.error("E071", format_args!("the parameters of {} cannot be used", layout::NAME));
    }
    layout
}

fn parameters(config: &Object) -> Option<Layout> {
    let size = config.get("tupleSize").map_or(Some(3), Json::count)?;
    let number = config.get("numberOfTuples").map_or(Some(3), Json::count)?;
    let algorithm = config.get("digestAlgorithm").map_or(Some("sha256"), Json::text)?;
    let algorithm = Algorithm::named(algorithm)?;
    let own = config.get("extensionName").is_none_or(|name| name.text() == Some(layout::NAME));
    let small = size <= 32 && number <= 32 && size * number <= algorithm.length();
    (own && small && (size == 0) == (number == 0)).then_some(Layout::Tuples {
        algorithm,
        size,
        number,
    })
}

fn object(folder: &Folder, name: &str) -> Result<Object, String> {
    if !folder.has_file(name) {
        return Err(format!("{name} is not a plain file"));
    }
    let bytes = folder.read(name, LONGEST).map_err(|error| error.to_string())?;
    match json::parse(&bytes) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(format!("{name} is not a JSON object")),
        Err(error) => Err(format!("{name} is not valid JSON: {error}")),
    }
}
