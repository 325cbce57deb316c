//! Dates of records: as written, as interpreted, and how precisely. The interpretation never replaces the
//! writing; one may be wrong, the other is what the paper says.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How precisely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The day is known.
    Day,
    /// The month is known.
    Month,
    /// The year is known.
    Year,
    /// "About": the interval is an estimate.
    About,
}

/// What somebody takes a written date to mean: an interval of days in the Gregorian calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Bounds")]
pub struct Interpretation {
    earliest: Date,
    latest: Date,
    precision: Precision,
}

#[derive(Deserialize, JsonSchema)]
struct Bounds {
    earliest: Date,
    latest: Date,
    precision: Precision,
}

/// A date in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecordDate {
    /// The date as it stands on the paper, or as a person stated it.
    pub as_written: String,
    /// What it is taken to mean, where somebody has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreted: Option<Interpretation>,
}

/// Why two days are not an interval.
#[derive(Debug, thiserror::Error)]
#[error("the earliest day {earliest} is after the latest day {latest}")]
pub struct DateError {
    earliest: Date,
    latest: Date,
}

impl Interpretation {
    /// The interval between two days, both included.
    ///
    /// # Errors
    /// If the first day is after the last.
    pub fn new(earliest: Date, latest: Date, precision: Precision) -> Result<Self, DateError> {
        if earliest > latest {
            return Err(DateError { earliest, latest });
        }
        Ok(Self { earliest, latest, precision })
    }

    /// The first day that the date can mean.
    #[must_use]
    pub fn earliest(&self) -> Date {
        self.earliest
    }

    /// The last day that the date can mean.
    #[must_use]
    pub fn latest(&self) -> Date {
        self.latest
    }

    /// How precisely the date is known.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }
}

impl TryFrom<Bounds> for Interpretation {
    type Error = DateError;

    fn try_from(bounds: Bounds) -> Result<Self, DateError> {
        Self::new(bounds.earliest, bounds.latest, bounds.precision)
    }
}

impl RecordDate {
    /// A date that nobody has interpreted yet.
    #[must_use]
    pub fn as_written(text: impl Into<String>) -> Self {
        Self { as_written: text.into(), interpreted: None }
    }
}
