//! The ink of one cell.

use sijill_imaging::Grey;
use sijill_imaging::components::{Component, components};

use super::Frame;

/// Darker than this is writing; dirt and paper's grain are paler or smaller.
const INK: u8 = 165;
/// How far the rules' own thickness reaches into a cell.
const RULE: usize = 6;
/// White around the writing that is kept, in pixels.
const MARGIN: usize = 8;
/// Pieces of fewer pixels are dirt; a dot of a letter has some sixty.
const DIRT: usize = 14;
/// Something so high is writing; without it a cell is empty.
const WRITING: usize = 11;
/// A rest of a rule is so thin.
const THIN: usize = 7;

/// The writing of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellInk {
    /// Its image.
    pub image: Grey,
    /// Where the image's first pixel stands on the prepared page.
    pub left: usize,
    /// The same from the top.
    pub top: usize,
}

/// The writing between a cell's rules with a little white around it, or nothing if it is empty.
pub(crate) fn ink_of(page: &Grey, cell: &Frame) -> Option<CellInk> {
    let (left, top) = (cell.left + RULE, cell.top + RULE);
    let width = cell.right.saturating_sub(RULE).checked_sub(left)?;
    let height = cell.bottom.saturating_sub(RULE).checked_sub(top)?;
    let inner = page.crop(left, top, width, height);
    let size = (inner.width(), inner.height());
    let mut writing = components(&inner, INK);
    writing.retain(|piece| piece.area >= DIRT && !is_rest_of_rule(piece, size));
    if !writing.iter().any(|piece| piece.height >= WRITING) {
        return None;
    }
    let first = |edge: fn(&Component) -> usize| writing.iter().map(edge).min();
    let last = |edge: fn(&Component) -> usize| writing.iter().map(edge).max();
    let from_left = first(|piece| piece.left)?.saturating_sub(MARGIN);
    let from_top = first(|piece| piece.top)?.saturating_sub(MARGIN);
    let to_right = last(|piece| piece.left + piece.width)? + MARGIN;
    let to_bottom = last(|piece| piece.top + piece.height)? + MARGIN;
    let image = inner.crop(from_left, from_top, to_right - from_left, to_bottom - from_top);
    Some(CellInk { image, left: left + from_left, top: top + from_top })
}

/// Thin, and along the border.
fn is_rest_of_rule(piece: &Component, (width, height): (usize, usize)) -> bool {
    let is_at_side = piece.left == 0 || piece.left + piece.width == width;
    let is_at_end = piece.top == 0 || piece.top + piece.height == height;
    (is_at_side && piece.width <= THIN) || (is_at_end && piece.height <= THIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Frame = Frame { left: 10, top: 10, right: 190, bottom: 90 };

    fn draw(page: &mut Grey, left: usize, top: usize, width: usize, height: usize) {
        for y in top..top + height {
            page.pixels_mut()[y * 200 + left..y * 200 + left + width].fill(30);
        }
    }

    #[test]
    fn writing_is_cut_out_with_a_margin() {
        let mut page = Grey::filled(200, 100, 250);
        draw(&mut page, 16, 10, 2, 80); // the rest of a rule
        draw(&mut page, 120, 40, 30, 20);
        draw(&mut page, 60, 80, 2, 2); // dirt
        let ink = ink_of(&page, &CELL).unwrap();
        assert_eq!((ink.left, ink.top), (112, 32));
        assert_eq!((ink.image.width(), ink.image.height()), (46, 36));
    }

    #[test]
    fn an_empty_cell_has_none() {
        let mut page = Grey::filled(200, 100, 250);
        assert_eq!(ink_of(&page, &CELL), None);
        draw(&mut page, 60, 50, 3, 3);
        draw(&mut page, 16, 10, 3, 80);
        assert_eq!(ink_of(&page, &CELL), None);
        let outside = Frame { left: 500, top: 500, right: 900, bottom: 510 };
        assert_eq!(ink_of(&page, &outside), None);
        let narrow = Frame { left: 10, top: 10, right: 12, bottom: 90 };
        assert_eq!(ink_of(&page, &narrow), None);
    }
}
