//! Days between which a date must lie, as a query writes them.

use jiff::civil::Date;
use sijill_arabic::PeriodError;

use super::error::{Mistake, QueryError};

/// The first and the last day; none at an open end.
type Period = (Option<Date>, Option<Date>);

/// What to do about a value that is no period.
const REMEDY: &str = "write 2013, 2013-04, 12/3/2014, \"آذار 2014\", a range such as 2013-04..2014-01, \
                      ..2014 or 2013.., or ~2013 for about then";

/// Reads a period in any of the ways in which people write one.
pub(super) fn period(at: usize, text: &str) -> Result<Period, QueryError> {
    let (first, last) = sijill_arabic::period(text).map_err(|error| {
        let message = match error {
            PeriodError::Backwards { first, last } => {
                format!("the period ends ({last}) before it begins ({first})")
            }
            _ => format!("{text:?} is no date"),
        };
        QueryError::new(at, Mistake::NoDate, message, REMEDY)
    })?;
    Ok((Some(first).filter(|day| *day != Date::MIN), Some(last).filter(|day| *day != Date::MAX)))
}

/// Reads a period of which only the years count.
pub(super) fn years(at: usize, text: &str) -> Result<Period, QueryError> {
    let (first, last) = period(at, text)?;
    let first = first.map(Date::first_of_year);
    Ok((first, last.map(Date::last_of_year)))
}
