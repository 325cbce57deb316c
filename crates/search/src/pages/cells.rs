//! Days as cells: a day lies in a month, a month in a year, a year in a decade and a century. An interval is the fewest
//! cells that fill it; two intervals overlap exactly if a cell of one is, or lies in, a cell of the other.

use std::fmt;

use jiff::civil::Date;

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    Century(i16),
    Decade(i16),
    Year(i16),
    Month(i16, i8),
    Day(Date),
}

/// The first and the last day that cells can hold; others count as these.
const FIRST: Date = Date::constant(0, 1, 1);
const LAST: Date = Date::constant(9999, 12, 31);

impl Cell {
    /// The cell that this one lies in.
    pub fn above(self) -> Option<Self> {
        match self {
            Self::Day(day) => Some(Self::Month(day.year(), day.month())),
            Self::Month(year, _) => Some(Self::Year(year)),
            Self::Year(year) => Some(Self::Decade(year.div_euclid(10))),
            Self::Decade(decade) => Some(Self::Century(decade.div_euclid(10))),
            Self::Century(_) => None,
        }
    }

    /// The cell itself and all that it lies in.
    pub fn line(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |cell| cell.above())
    }

    fn first(self) -> Option<Date> {
        match self {
            Self::Century(century) => Date::new(century.checked_mul(100)?, 1, 1).ok(),
            Self::Decade(decade) => Date::new(decade.checked_mul(10)?, 1, 1).ok(),
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::Day(day) => Some(day),
        }
    }

    fn last(self) -> Option<Date> {
        match self {
            Self::Century(century) => {
                Date::new(century.checked_mul(100)?.checked_add(99)?, 12, 31).ok()
            }
            Self::Decade(decade) => Date::new(decade.checked_mul(10)?.checked_add(9)?, 12, 31).ok(),
            Self::Year(year) => Date::new(year, 12, 31).ok(),
            Self::Month(..) => Some(self.first()?.last_of_month()),
            Self::Day(day) => Some(day),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Century(century) => write!(f, "c{century}"),
            Self::Decade(decade) => write!(f, "d{decade}"),
            Self::Year(year) => write!(f, "{year}"),
            Self::Month(year, month) => write!(f, "{year}-{month}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// The fewest cells that fill the days from one to another, both included.
pub(super) fn fill(from: Option<Date>, to: Option<Date>) -> Vec<Cell> {
    let (from, to) = (from.unwrap_or(FIRST).max(FIRST), to.unwrap_or(LAST).min(LAST));
    let mut cells = Vec::new();
    let mut next = (from <= to).then_some(from);
    while let Some(day) = next {
        let widest = Cell::Day(day)
            .line()
            .take_while(|cell| {
                cell.first() == Some(day) && cell.last().is_some_and(|last| last <= to)
            })
            .last()
            .unwrap_or(Cell::Day(day));
        cells.push(widest);
        next = widest.last().and_then(|last| last.tomorrow().ok()).filter(|next| *next <= to);
    }
    cells
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use proptest::prelude::*;

    use super::*;

    fn shown(from: Date, to: Date) -> Vec<String> {
        fill(Some(from), Some(to)).iter().map(Cell::to_string).collect()
    }

    #[test]
    fn an_interval_is_filled_with_the_widest_cells() {
        let date = jiff::civil::date;
        assert_eq!(shown(date(2013, 1, 1), date(2013, 12, 31)), ["2013"]);
        assert_eq!(
            shown(date(2013, 11, 29), date(2014, 1, 2)),
            ["2013-11-29", "2013-11-30", "2013-12", "2014-01-01", "2014-01-02"]
        );
        assert_eq!(shown(date(1990, 1, 1), date(2010, 12, 31)), ["d199", "d200", "2010"]);
        assert_eq!(fill(None, None).len(), 100);
        assert_eq!(shown(date(2014, 1, 1), date(2013, 1, 1)), Vec::<String>::new());
    }

    fn interval() -> impl Strategy<Value = (Date, Date)> {
        (0..80_000_i64, 0..5_000_i64).prop_map(|(start, length)| {
            let first = jiff::civil::date(1890, 1, 1) + start.days();
            (first, first + length.days())
        })
    }

    proptest! {
        #[test]
        fn cells_overlap_when_the_intervals_do(one in interval(), other in interval()) {
            let cells = |(from, to): (Date, Date)| fill(Some(from), Some(to));
            let (here, there) = (cells(one), cells(other));
            let lines = |cells: &[Cell]| -> Vec<Cell> { cells.iter().flat_map(|cell| cell.line()).collect() };
            let meet = |lines: &[Cell], cells: &[Cell]| lines.iter().any(|cell| cells.contains(cell));
            let found = meet(&lines(&here), &there) || meet(&lines(&there), &here);
            prop_assert_eq!(found, one.0 <= other.1 && other.0 <= one.1);
        }
    }
}
