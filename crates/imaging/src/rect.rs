//! Rectangles of whole pixels.

use serde::{Deserialize, Serialize};

/// A rectangle in pixels of an image; `left` and `top` are inside, `left + width` and `top + height` just outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rect {
    /// Pixels from the left edge.
    pub left: u32,
    /// Pixels from the upper edge.
    pub top: u32,
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}
