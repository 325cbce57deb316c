//! Cells one below the other on a sheet, so that one run of the recogniser reads many.

use sijill_imaging::Grey;

use super::CellInk;

/// White between two cells, in pixels at 300 dpi: about a line's.
const BETWEEN: usize = 26;
/// White around all.
const AROUND: usize = 60;
/// A sheet is no higher; Tesseract takes images of up to 32,767 rows.
const HIGHEST: usize = 16_000;

/// Cells to be read together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub image: Grey,
    pub places: Vec<Place>,
}

/// Where a cell's image stands on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number of the cell among those that were given.
    pub cell: usize,
    pub left: usize,
    pub top: usize,
}

/// Sets cells on sheets, each line against the right edge.
pub(crate) fn sheets(cells: &[CellInk]) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let mut from = 0;
    while from < cells.len() {
        let mut height = AROUND;
        let fits = |cell: &&CellInk| {
            height += cell.image.height() + BETWEEN;
            height <= HIGHEST
        };
        let count = cells[from..].iter().take_while(fits).count().max(1);
        sheets.push(sheet(cells, from, from + count));
        from += count;
    }
    sheets
}

fn sheet(cells: &[CellInk], from: usize, to: usize) -> Sheet {
    let images = || cells[from..to].iter().map(|cell| &cell.image);
    let widest = images().map(Grey::width).max().unwrap_or_default();
    let height: usize = images().map(|image| image.height() + BETWEEN).sum();
    let width = widest + 2 * AROUND;
    let mut image = Grey::filled(width, height + 2 * AROUND, 255);
    let (mut places, mut top) = (Vec::new(), AROUND);
    for (cell, ink) in images().enumerate() {
        let left = width - AROUND - ink.width();
        for y in 0..ink.height() {
            let begin = (top + y) * width + left;
            image.pixels_mut()[begin..begin + ink.width()].copy_from_slice(ink.row(y));
        }
        places.push(Place { cell: from + cell, left, top });
        top += ink.height() + BETWEEN;
    }
    Sheet { image, places }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(width: usize, height: usize, shade: u8) -> CellInk {
        CellInk { image: Grey::filled(width, height, shade), left: 0, top: 0 }
    }

    #[test]
    fn cells_stand_at_the_right_edge() {
        let sheets = sheets(&[cell(100, 40, 1), cell(30, 50, 2)]);
        assert_eq!(sheets.len(), 1);
        let Sheet { image, places } = &sheets[0];
        assert_eq!(image.width(), 220);
        assert_eq!((places[1].left, places[1].top), (130, 126));
        assert_eq!((image.row(60)[159], image.row(126)[159], image.row(126)[129]), (1, 2, 255));
    }

    #[test]
    fn many_cells_take_several_sheets() {
        let cells: Vec<_> = (0..500).map(|_| cell(50, 60, 0)).collect();
        let sheets = sheets(&cells);
        assert_eq!(sheets.len(), 3);
        assert!(sheets.iter().all(|sheet| sheet.image.height() < 32_767));
        let last = sheets.last().and_then(|sheet| sheet.places.last());
        assert_eq!(last.map(|place| place.cell), Some(499));
        assert!(super::sheets(&[]).is_empty());
    }

    #[test]
    fn a_cell_higher_than_a_sheet_stands_alone() {
        assert_eq!(sheets(&[cell(5, 20_000, 0), cell(5, 5, 0)]).len(), 2);
    }
}
