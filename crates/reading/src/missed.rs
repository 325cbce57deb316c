//! Lines that the recogniser passed over: ink that looks like writing and stands in no line that was read. Its search for
//! lines gives up on pale or widely set ones, now and then on a plain one; cut out, it reads them.

use sijill_imaging::components::{Component, components};
use sijill_imaging::{Grey, Rect};

/// Darker than this is writing.
const INK: u8 = 165;
/// Heights of pieces of writing, in pixels at 300 dpi.
const WRITING: std::ops::Range<usize> = 11..110;
/// Wider pieces are rules and stamps.
const WIDEST: usize = 500;
/// Fewer pixels are dirt.
const DIRT: usize = 40;
/// So far from each other pieces of one line stand at most.
const GAP: usize = 130;
/// A line has at least so many pieces and is at least so wide.
const PIECES: usize = 4;
const NARROWEST: usize = 90;
/// White around a line that is kept: dots stand above and below its larger pieces.
const MARGIN: usize = 14;
/// More lines than this on one page are a pattern.
const MOST: usize = 80;

/// The places of lines of which nothing was read. `read` is what was, `tables` what is read otherwise.
pub(crate) fn missed(page: &Grey, read: &[Rect], tables: &[Rect]) -> Vec<Rect> {
    let mut pieces = components(page, INK);
    pieces.retain(|piece| {
        WRITING.contains(&piece.height)
            && piece.width <= WIDEST
            && piece.area >= DIRT
            && !read.iter().any(|line| stands_in(piece, line, line.height as usize / 3))
            && !tables.iter().any(|table| stands_in(piece, table, MARGIN))
    });
    pieces.sort_by_key(|piece| (piece.left, piece.top));
    let mut lines: Vec<Group> = Vec::new();
    for piece in pieces {
        match lines.iter_mut().find(|line| line.is_next(&piece)) {
            Some(line) => line.add(&piece),
            None => lines.push(Group::new(&piece)),
        }
    }
    lines.retain(|line| line.pieces >= PIECES && line.right - line.left >= NARROWEST);
    lines.sort_by_key(|line| line.top);
    lines.iter().take(MOST).map(|line| line.area(page)).collect()
}

/// Whether a piece's middle lies in a rectangle or so near to it.
fn stands_in(piece: &Component, area: &Rect, near: usize) -> bool {
    let (x, y) = (piece.left + piece.width / 2, piece.top + piece.height / 2);
    let [left, top, width, height] =
        [area.left, area.top, area.width, area.height].map(|side| side as usize);
    x + near >= left && x <= left + width + near && y + near >= top && y <= top + height + near
}

/// Pieces that stand beside each other.
struct Group {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
    pieces: usize,
    /// The last piece, to whose height the next one belongs.
    last: (usize, usize),
}

impl Group {
    fn new(piece: &Component) -> Self {
        let (right, bottom) = (piece.left + piece.width, piece.top + piece.height);
        let last = (piece.top, bottom);
        Self { left: piece.left, top: piece.top, right, bottom, pieces: 1, last }
    }

    /// Not far behind the last piece, and at least a third of its height beside it.
    fn is_next(&self, piece: &Component) -> bool {
        let overlap =
            (piece.top + piece.height).min(self.last.1).saturating_sub(piece.top.max(self.last.0));
        let height = piece.height.min(self.last.1 - self.last.0);
        piece.left <= self.right + GAP && overlap * 3 >= height && overlap > 0
    }

    fn add(&mut self, piece: &Component) {
        self.right = self.right.max(piece.left + piece.width);
        self.top = self.top.min(piece.top);
        self.bottom = self.bottom.max(piece.top + piece.height);
        self.last = (piece.top, piece.top + piece.height);
        self.pieces += 1;
    }

    fn area(&self, page: &Grey) -> Rect {
        let (left, top) = (self.left.saturating_sub(MARGIN), self.top.saturating_sub(MARGIN));
        let width = (self.right + MARGIN).min(page.width()) - left;
        let height = (self.bottom + MARGIN).min(page.height()) - top;
        Rect { left: left as u32, top: top as u32, width: width as u32, height: height as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Grey {
        let mut page = Grey::filled(1000, 600, 250);
        let mut draw = |left: usize, top: usize, width: usize, height: usize| {
            for y in top..top + height {
                page.pixels_mut()[y * 1000 + left..y * 1000 + left + width].fill(20);
            }
        };
        for line in [100, 200, 300] {
            (0..8).for_each(|word| draw(200 + word * 60, line + word % 3, 40, 30));
        }
        draw(700, 500, 40, 30); // a blot
        draw(100, 400, 800, 30); // a bar
        page
    }

    #[test]
    fn the_line_that_was_not_read_is_found() {
        let read = |top| Rect { left: 200, top, width: 460, height: 32 };
        let found = missed(&page(), &[read(100), read(300)], &[]);
        assert_eq!(found, [Rect { left: 186, top: 186, width: 488, height: 60 }]);
        assert_eq!(missed(&page(), &[read(100), read(200)], &[read(300)]), []);
        assert_eq!(missed(&page(), &[], &[]).len(), 3);
    }
}
