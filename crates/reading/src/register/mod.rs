//! Registers: tables whose cells are read one by one. Read as a page, their columns run into each other.

mod cells;
mod grid;
mod rules;
mod sheet;

pub(crate) use cells::{CellInk, ink_of};
pub(crate) use grid::{Frame, Table, tables};
pub(crate) use sheet::{Place, Sheet, sheets};

use sijill_imaging::Grey;

/// The rules themselves reach so far beyond their middle.
const BORDER: usize = 8;

/// The page with its tables left white, for reading what stands around them.
pub(crate) fn without(page: &Grey, tables: &[Table]) -> Grey {
    let mut page = page.clone();
    let (width, height) = (page.width(), page.height());
    for Table { frame, .. } in tables {
        let left = frame.left.saturating_sub(BORDER).min(width);
        let right = (frame.right + BORDER).min(width);
        for y in frame.top.saturating_sub(BORDER)..(frame.bottom + BORDER).min(height) {
            page.pixels_mut()[y * width..][left..right.max(left)].fill(255);
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_table_stays() {
        let page = Grey::filled(100, 100, 0);
        let frame = Frame { left: 40, top: 40, right: 400, bottom: 60 };
        let left = without(&page, &[Table { frame, rows: Vec::new() }]);
        assert_eq!((left.row(31)[50], left.row(32)[50], left.row(67)[99]), (0, 255, 255));
        assert_eq!((left.row(68)[50], left.row(50)[31], left.row(50)[32]), (0, 0, 255));
    }
}
