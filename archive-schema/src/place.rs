//! Where a record lay, from the site down to the folder, as it was found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One level of a place path, from the largest to the smallest.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceLevel {
    /// A compound, a town, an address.
    Site,
    /// A building on the site.
    Building,
    /// A floor of the building.
    Floor,
    /// A room or a section's office.
    Room,
    /// A cabinet or safe.
    Cabinet,
    /// A shelf or drawer.
    Shelf,
    /// A box or bundle.
    Box,
    /// A folder or register cover.
    Folder,
}

/// One step of a place path, for example room "archive, second door".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceStep {
    /// The level of this step.
    pub level: PlaceLevel,
    /// Its name as the team wrote it.
    pub name: String,
}

/// Site > building > floor > room > cabinet > shelf > box > folder. Levels may be missing, never repeated
/// and never out of order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<PlaceStep>", into = "Vec<PlaceStep>")]
pub struct PlacePath(Vec<PlaceStep>);

/// Why steps are not a place path.
#[derive(Debug, thiserror::Error)]
#[error(
    "place levels go site, building, floor, room, cabinet, shelf, box, folder, each at most once; {level:?} is out of order"
)]
pub struct PlaceError {
    level: PlaceLevel,
}

impl PlacePath {
    /// The steps from the site inward.
    #[must_use]
    pub fn steps(&self) -> &[PlaceStep] {
        &self.0
    }

    /// Whether nothing is known about the place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<Vec<PlaceStep>> for PlacePath {
    type Error = PlaceError;

    fn try_from(steps: Vec<PlaceStep>) -> Result<Self, PlaceError> {
        match steps.windows(2).find(|pair| pair[0].level >= pair[1].level) {
            Some(pair) => Err(PlaceError { level: pair[1].level }),
            None => Ok(Self(steps)),
        }
    }
}

impl From<PlacePath> for Vec<PlaceStep> {
    fn from(path: PlacePath) -> Self {
        path.0
    }
}
